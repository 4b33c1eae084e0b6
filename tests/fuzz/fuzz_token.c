/* SPDX-License-Identifier: MIT */
/* fuzz_token.c - tokens cover all that is not blank, sentences all tokens, in order. */
#include "tests/fuzz/layer.h"

static bool is_blank(const struct dw_doc *doc, uint32_t beg, uint32_t end)
{
    for (; beg < end; beg++) {
        unsigned char c = (unsigned char)doc->article.text[beg];

        if (c > ' ' && c < 0x7F)
            return false;
    }
    return true;
}

static void check_tokens(const struct dw_doc *doc, const struct dw_doc *again)
{
    uint32_t at = 0;

    require(doc->tokens.n == again->tokens.n);
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        struct dw_span span = doc->tokens.v[i].span;

        require(span.beg >= at && is_inside(doc, span));
        require(((unsigned char)doc->article.text[span.beg] & 0xC0) != 0x80);
        require(is_blank(doc, at, span.beg));
        require(is_same_span(span, again->tokens.v[i].span));
        require(doc->tokens.v[i].flags == again->tokens.v[i].flags);
        at = span.end;
    }
    require(is_blank(doc, at, (uint32_t)doc->article.len));
}

static void check(const struct dw_doc *doc, const struct dw_doc *again)
{
    uint32_t at = 0;

    check_tokens(doc, again);
    require(doc->sentences.n == again->sentences.n);
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const struct dw_sentence *s = &doc->sentences.v[i];

        require(s->first == at && s->end > at && s->end <= doc->tokens.n);
        require(s->end == again->sentences.v[i].end);
        for (; at < s->end; at++)
            require(doc->tokens.v[at].sentence == i);
    }
    require(at == doc->tokens.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct layer layer = {" zone token sentence", check};

    return fuzz_layer(&layer, bytes, len);
}
