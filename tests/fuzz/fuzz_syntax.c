/* SPDX-License-Identifier: MIT */
/* fuzz_syntax.c - every token of a parsed sentence has one head in it, and no way up is endless. */
#include "tests/fuzz/layer.h"

static void check_sentence(const struct dw_doc *doc, const struct dw_sentence *s)
{
    for (uint32_t i = s->first; i < s->end; i++) {
        uint32_t steps = 0;
        int32_t at = (int32_t)i;

        if (!doc->tokens.v[i].parsed)
            continue;
        while (at != DW_NONE) {
            require((uint32_t)at >= s->first && (uint32_t)at < s->end && doc->tokens.v[at].parsed);
            require(steps++ <= s->end - s->first);
            at = doc->tokens.v[at].head;
        }
    }
}

static void check(const struct dw_doc *doc, const struct dw_doc *again)
{
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        check_sentence(doc, &doc->sentences.v[i]);
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        const struct dw_token *a = &doc->tokens.v[i], *b = &again->tokens.v[i];

        require(a->head == b->head && a->deprel == b->deprel && a->upos == b->upos);
        require(!a->lemma == !b->lemma && (!a->lemma || !strcmp(a->lemma, b->lemma)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct layer layer = {" zone token sentence syntax", check};

    return fuzz_layer(&layer, bytes, len);
}
