/* SPDX-License-Identifier: MIT */
/* fuzz_zone.c - zones cover the text, in order and without a gap. */
#include "tests/fuzz/layer.h"

static void check(const struct dw_doc *doc, const struct dw_doc *again)
{
    uint32_t at = 0;

    require(doc->zones.n == again->zones.n && !strcmp(doc->language, again->language));
    require(!strcmp(doc->published, again->published));
    for (uint32_t i = 0; i < doc->zones.n; i++) {
        require(doc->zones.v[i].span.beg == at && doc->zones.v[i].span.end > at);
        require(doc->zones.v[i].type == again->zones.v[i].type);
        at = doc->zones.v[i].span.end;
    }
    require(at == doc->article.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct layer layer = {" zone language", check};

    return fuzz_layer(&layer, bytes, len);
}
