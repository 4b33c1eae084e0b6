/* SPDX-License-Identifier: MIT */
/*
 * relation.c - link each event to the earlier step that it answers, reverses, suspends or
 * continues.
 *
 * By lexicon/relation.tsv: the last event before it, in the order of the text, of the types and the
 * party that its tag asks for. A threat links to what it threatens with only if that was told.
 */
#include <string.h>

#include "processors/processors.h"
#include "lexicon/relation.inc"

enum { N_ROWS = sizeof table_relation / sizeof *table_relation };

static const struct table_relation_row *find_row(const char *tag)
{
    for (size_t i = 0; tag && i < N_ROWS; i++)
        if (!strcmp((const char *)table_relation_pool + table_relation[i].tag, tag))
            return &table_relation[i];
    return NULL;
}

static bool shares_country(const struct dw_doc *doc, const struct dw_refs *a,
                           const struct dw_refs *b)
{
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++) {
            const struct dw_entity *x = &doc->entities.v[a->v[i]], *y = &doc->entities.v[b->v[k]];

            if (a->v[i] == b->v[k] || (x->country[0] && !strcmp(x->country, y->country)))
                return true;
        }
    return false;
}

static bool is_target(const struct dw_doc *doc, const struct table_relation_row *row,
                      const struct dw_event *event, const struct dw_event *earlier)
{
    const struct dw_refs *party =
        row->whose == TABLE_RELATION_WHOSE_OWN ? &event->actors : &event->recipients;

    return row->types >> earlier->type & 1 && earlier->aux != DW_AUX_NEGATED &&
           shares_country(doc, party, &earlier->actors);
}

static enum dw_err link_event(struct dw_doc *doc, uint32_t index)
{
    struct dw_event *event = &doc->events.v[index];
    const struct table_relation_row *row = find_row(event->tag);
    struct dw_relation *relation;

    for (uint32_t i = index; row && i-- > 0;) {
        if (!is_target(doc, row, event, &doc->events.v[i]))
            continue;
        relation = dw_vec_push(&doc->arena, &event->relations);
        if (!relation)
            return DW_NOMEM;
        *relation = (struct dw_relation){(enum dw_relation_type)row->relation, (int32_t)i};
        return DW_OK;
    }
    return DW_OK;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    (void)state;
    for (uint32_t i = 0; i < doc->events.n; i++)
        if (link_event(doc, i) != DW_OK)
            return dw_error_set(err, DW_NOMEM, doc->events.v[i].trigger.beg,
                                "too many links for the memory of one article");
    return DW_OK;
}

const struct dw_processor dw_processor_relation = {
    .name = "relation",
    .summary = "what each event answers, reverses, suspends or continues",
    .run = run,
};
