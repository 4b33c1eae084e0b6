/* SPDX-License-Identifier: MIT */
#include "processors/event/retell.h"

#include <string.h>

#include "processors/event/refs.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"

static bool same_refs(const struct dw_doc *doc, const struct dw_refs *a, const struct dw_refs *b)
{
    return dw_refs_are_within(doc, a, b) && dw_refs_are_within(doc, b, a);
}

/* Are they about goods or pacts that have nothing in common? */
static bool differ_in_matter(const struct dw_event *old, const struct dw_event *new)
{
    for (uint32_t i = 0; i < old->about.n; i++)
        for (uint32_t k = 0; k < new->about.n; k++)
            if (old->about.v[i] == new->about.v[k])
                return false;
    return old->about.n && new->about.n;
}

/* "It also suspended beef imports": a further step. */
static bool is_further(const struct dw_doc *doc, const struct dw_event *e)
{
    static const char *const words[] = {"also", "another", "again", "further", "separately", NULL};

    dw_token_children(doc, c, (int32_t)e->head)
    {
        if (dw_token_is_one_of(doc, (uint32_t)c, words))
            return true;
    }
    return false;
}

static bool is_retelling(const struct dw_doc *doc, const struct dw_event *old,
                         const struct dw_event *new)
{
    bool tags = old->tag == new->tag || (old->tag && new->tag && !strcmp(old->tag, new->tag));
    bool times =
        !old->time_value[0] || !new->time_value[0] || !strcmp(old->time_value, new->time_value);
    bool alike = old->type == new->type && old->aux == new->aux &&tags &&times;

    return alike && !differ_in_matter(old, new) && same_refs(doc, &old->actors, &new->actors) &&
           same_refs(doc, &old->recipients, &new->recipients) && !is_further(doc, new);
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
