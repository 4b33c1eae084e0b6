/* SPDX-License-Identifier: MIT */
/* fuzz_time.c - times lie in order, each in one sentence, and have a value. */
#include "tests/fuzz/layer.h"

static void check(const struct dw_doc *doc, const struct dw_doc *again)
{
    uint32_t at = 0;

    require(doc->times.n == again->times.n);
    for (uint32_t i = 0; i < doc->times.n; i++) {
        const struct dw_time *t = &doc->times.v[i];

        require(t->first >= at && t->end > t->first && t->end <= doc->tokens.n);
        require(is_inside(doc, t->span));
        require(doc->tokens.v[t->first].sentence == doc->tokens.v[t->end - 1].sentence);
        require(t->value[0] && memchr(t->value, '\0', sizeof t->value));
        require(is_same_span(t->span, again->times.v[i].span));
        require(!strcmp(t->value, again->times.v[i].value));
        at = t->end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct layer layer = {" zone token sentence time", check};

    return fuzz_layer(&layer, bytes, len);
}
