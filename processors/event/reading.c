/* SPDX-License-Identifier: MIT */
#include "processors/event/reading.h"

#include <string.h>

#include "processors/entity/registry.h"
#include "processors/event/refs.h"
#include "processors/event/sides.h"

enum { BACK_MAX = 8 /* events that are looked back on */ };

struct reader {
    struct dw_doc *doc;
    const struct dw_parties *parties;
    const struct dw_event *event;
    const struct dw_refs *known; /* the side that is told */
};

/* --- where the other side may be told ------------------------------------------------------ */

static enum dw_err add_country(struct dw_doc *doc, const char *code, struct dw_refs *out)
{
    int32_t entity = code[0] ? dw_entity_add_country(doc, code) : DW_NONE;

    return entity == DW_NONE ? DW_OK : dw_refs_add(doc, out, entity);
}

/* The only other state that the sentence names. */
static enum dw_err take_beside(const struct reader *r, struct dw_refs *out)
{
    return add_country(
        r->doc,
        dw_parties_only_named(r->doc, r->event->sentence, dw_refs_country(r->doc, r->known)), out);
}

/* Those of a side that do not stand on the known one too. */
static enum dw_err add_others(const struct reader *r, const struct dw_refs *side,
                              struct dw_refs *out)
{
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; rc == DW_OK && i < side->n; i++)
        if (!dw_refs_have_side(r->doc, r->known, side->v[i]))
            rc = dw_refs_add(r->doc, out, side->v[i]);
    return rc;
}

/* Whom the known side dealt with in the last event that it took part in. */
static enum dw_err take_counterpart(const struct reader *r, struct dw_refs *out)
{
    for (uint32_t i = r->doc->events.n, n = 0; !out->n && i-- > 0 && n < BACK_MAX; n++) {
        const struct dw_event *e = &r->doc->events.v[i];
        bool acts = dw_refs_share_side(r->doc, r->known, &e->actors);
        enum dw_err rc = DW_OK;

        if (acts || dw_refs_share_side(r->doc, r->known, &e->recipients))
            rc = add_others(r, acts && e->recipients.n ? &e->recipients : &e->actors, out);
        if (rc != DW_OK)
            return rc;
    }
    return DW_OK;
}

/* Who acted in the last conflict between others: what third parties condemn. */
static enum dw_err take_culprit(const struct reader *r, struct dw_refs *out)
{
    for (uint32_t i = r->doc->events.n, n = 0; i-- > 0 && n < BACK_MAX; n++) {
        const struct dw_event *e = &r->doc->events.v[i];

        if (dw_event_type_quad(e->type) < 3 || !e->actors.n)
            continue;
        return dw_refs_share_side(r->doc, r->known, &e->actors) ? DW_OK
                                                                : add_others(r, &e->actors, out);
    }
    return DW_OK;
}

/* The state that the article names with this one far more often than any other. */
static enum dw_err take_facing(const struct reader *r, struct dw_refs *out)
{
    return add_country(r->doc, dw_parties_facing(r->parties, dw_refs_country(r->doc, r->known)),
                       out);
}

/* Are all of them of one country, or nobody knows of which? */
static bool are_of_one(const struct dw_doc *doc, const struct dw_refs *refs)
{
    const char *country = dw_refs_country(doc, refs);

    for (uint32_t i = 0; i < refs->n; i++) {
        const char *other = doc->entities.v[refs->v[i]].country;

        if (other[0] && strcmp(other, country) != 0)
            return false;
    }
    return refs->n > 0;
}

/* Who took part in the last event of two countries: of "the talks", of what "both" agreed on. */
static enum dw_err take_participants(const struct reader *r, struct dw_refs *out)
{
    for (uint32_t i = r->doc->events.n, n = 0; !r->known->n && i-- > 0 && n < BACK_MAX; n++) {
        const struct dw_event *e = &r->doc->events.v[i];
        struct dw_refs all = {.n = 0};

        if (dw_refs_add_all(r->doc, &all, &e->actors) != DW_OK ||
            dw_refs_add_all(r->doc, &all, &e->recipients) != DW_OK)
            return DW_NOMEM;
        if (all.n && !are_of_one(r->doc, &all))
            return dw_refs_add_all(r->doc, out, &all);
    }
    return DW_OK;
}

/* --- readings ------------------------------------------------------------------------------ */

#define TYPE(name) (1U << DW_EVENT_##name)

/* Which way may tell at whom an event is aimed, who did it, and with whom it was done, by types.
 * Third parties speak of the last conflict; only they do. */
static const struct way {
    const char *name;
    enum dw_err (*take)(const struct reader *, struct dw_refs *);
    uint32_t recipients, actors, partners;
} ways[] = {
    {"sentence", take_beside, ~0U, ~0U, ~0U},
    {"last dealings", take_counterpart, ~0U, ~0U, ~0U},
    {"last conflict", take_culprit, TYPE(ACCUSE) | TYPE(THREATEN) | TYPE(SANCTION) | TYPE(PROTEST),
     0, 0},
    {"whole article", take_facing, ~0U, ~0U, ~0U},
    {"last pair", take_participants, 0, 0, ~0U},
};

static bool is_same_side(const struct dw_doc *doc, const struct dw_refs *a, const struct dw_refs *b)
{
    return dw_refs_are_within(doc, a, b) && dw_refs_are_within(doc, b, a);
}

static bool is_known(const struct dw_doc *doc, const struct dw_readings *readings,
                     const struct dw_event *e)
{
    for (uint32_t i = 0; i < readings->n; i++)
        if (is_same_side(doc, &readings->v[i].actors, &e->actors) &&
            is_same_side(doc, &readings->v[i].recipients, &e->recipients))
            return true;
    return false;
}

static void add_reading(const struct dw_doc *doc, struct dw_readings *out, const struct dw_event *e)
{
    if (out->n < DW_READINGS && !is_known(doc, out, e))
        out->v[out->n++] = *e;
}

/* The lists of a way in which the side of an event may be supplied. */
enum side { RECIPIENTS, ACTORS, PARTNERS };

static bool is_way(const struct way *way, enum side side, enum dw_event_type type)
{
    const uint32_t types[] = {way->recipients, way->actors, way->partners};

    return types[side] >> type & 1;
}

/* The readings with the open side filled; partners join those who act. */
static enum dw_err fill_side(const struct reader *r, enum side side, struct dw_readings *out)
{
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
        struct dw_refs found = {.n = 0};
        struct dw_event e = *r->event;
        enum dw_err rc = DW_OK;

        if (!is_way(&ways[w], side, e.type))
            continue;
        if (side == PARTNERS)
            rc = dw_refs_add_all(r->doc, &found, &e.actors);
        if (rc == DW_OK)
            rc = ways[w].take(r, &found);
        if (rc != DW_OK)
            return rc;
        *(side == RECIPIENTS ? &e.recipients : &e.actors) = found;
        e.supplied = ways[w].name;
        add_reading(r->doc, out, &e);
    }
    return DW_OK;
}

/* Leave out what the article has supplied already. */
static void add_bare(const struct dw_doc *doc, const struct dw_event *event,
                     struct dw_readings *out)
{
    struct dw_event e = *event;

    e.recipients.n = 0;
    e.supplied = NULL;
    add_reading(doc, out, &e);
}

/* May more have taken part than are told? Of "called off talks with Serbia" the verb says who. */
static bool lacks_partner(const struct dw_doc *doc, const struct dw_event *event)
{
    return !event->actors.n ||
           (are_of_one(doc, &event->actors) && doc->tokens.v[event->head].upos == DW_UPOS_VERB);
}

enum dw_err dw_readings_find(struct dw_doc *doc, const struct dw_parties *parties,
                             const struct dw_event *event, struct dw_readings *out)
{
    struct reader r = {doc, parties, event, &event->actors};

    out->n = 0;
    add_reading(doc, out, event);
    if (event->frame[0] == '?') /* a guess on a guess */
        return DW_OK;
    if (dw_event_is_mutual(event))
        return lacks_partner(doc, event) ? fill_side(&r, PARTNERS, out) : DW_OK;
    if (event->tag && !strcmp(event->tag, "denial")) /* answers a charge that is told, or nobody */
        return DW_OK;
    if (event->actors.n && event->supplied)
        add_bare(doc, event, out);
    if (are_of_one(doc, &event->actors) && (event->supplied || !event->recipients.n))
        return fill_side(&r, RECIPIENTS, out);
    r.known = &event->recipients;
    return are_of_one(doc, &event->recipients) && !event->actors.n ? fill_side(&r, ACTORS, out)
                                                                   : DW_OK;
}
