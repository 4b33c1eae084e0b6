/* SPDX-License-Identifier: MIT */
/* fuzz_entity.c - each mention lies in one sentence and stands for an entity that has a name. */
#include "tests/fuzz/layer.h"

static void check(const struct dw_doc *doc, const struct dw_doc *again)
{
    require(doc->mentions.n == again->mentions.n && doc->entities.n == again->entities.n);
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const struct dw_mention *m = &doc->mentions.v[i];

        require(is_inside(doc, m->span) && m->first < m->end && m->end <= doc->tokens.n);
        require(m->head >= m->first && m->head < m->end);
        require(doc->tokens.v[m->first].sentence == doc->tokens.v[m->end - 1].sentence);
        require(m->entity == DW_NONE || (m->entity >= 0 && (uint32_t)m->entity < doc->entities.n));
        require(m->entity == again->mentions.v[i].entity);
        require(is_same_span(m->span, again->mentions.v[i].span));
    }
    for (uint32_t i = 0; i < doc->entities.n; i++)
        require(doc->entities.v[i].name && *doc->entities.v[i].name &&
                !strcmp(doc->entities.v[i].name, again->entities.v[i].name));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct layer layer = {" zone token sentence syntax time entity", check};

    return fuzz_layer(&layer, bytes, len);
}
