/* SPDX-License-Identifier: MIT */
#include "processors/event/retell.h"

#include <string.h>

/* Is every country of `a` one of `b`? */
static bool is_within(const struct dw_doc *doc, const struct dw_refs *a, const struct dw_refs *b)
{
    for (uint32_t i = 0; i < a->n; i++) {
        bool found = false;

        for (uint32_t k = 0; k < b->n && !found; k++)
            found = a->v[i] == b->v[k] ||
                    (doc->entities.v[a->v[i]].country[0] &&
                     !strcmp(doc->entities.v[a->v[i]].country, doc->entities.v[b->v[k]].country));
        if (!found)
            return false;
    }
    return true;
}

static bool same_refs(const struct dw_doc *doc, const struct dw_refs *a, const struct dw_refs *b)
{
    return is_within(doc, a, b) && is_within(doc, b, a);
}

static bool is_retelling(const struct dw_doc *doc, const struct dw_event *old,
                         const struct dw_event *new)
{
    bool tags = old->tag == new->tag || (old->tag && new->tag && !strcmp(old->tag, new->tag));
    bool times =
        !old->time_value[0] || !new->time_value[0] || !strcmp(old->time_value, new->time_value);

    return old->type == new->type &&tags &&times &&
           old->aux == new->aux &&same_refs(doc, &old->actors, &new->actors) &&
           same_refs(doc, &old->recipients, &new->recipients);
}

enum dw_err dw_event_add(struct dw_doc *doc, const struct dw_event *new)
{
    struct dw_event *e;

    for (uint32_t i = 0; i < doc->events.n; i++) {
        struct dw_span *mention;

        e = &doc->events.v[i];
        if (!is_retelling(doc, e, new))
            continue;
        if (!e->time_value[0]) {
            e->time = new->time;
            memcpy(e->time_value, new->time_value, sizeof e->time_value);
        }
        if (e->place == DW_NONE)
            e->place = new->place;
        mention = dw_vec_push(&doc->arena, &e->mentions);
        if (!mention)
            return DW_NOMEM;
        *mention = new->trigger;
        return DW_OK;
    }
    e = dw_vec_push(&doc->arena, &doc->events);
    if (!e)
        return DW_NOMEM;
    *e = *new;
    return DW_OK;
}
