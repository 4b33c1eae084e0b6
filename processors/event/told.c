/* SPDX-License-Identifier: MIT */
#include "processors/event/told.h"

#include <string.h>
#include <strings.h>

#include "processors/wordclass.h"

/* --- whose business it is -------------------------------------------------------------------- */

static bool has_word(const char *text, const char *word)
{
    size_t len = strlen(word);

    for (; *text; text++)
        if (!strncasecmp(text, word, len))
            return true;
    return false;
}

/* A role in a firm or a market: "Acme chairman", "analyst". */
static bool is_business_role(const char *role)
{
    static const char *const words[] = {
        "chairman", "chief executive", "executive",      "analyst",           "economist",
        "trader",   "broker",          "vice president", "managing director", "director of",
        "founder",  "banker",          "dealer",         "partner",           "investor"};

    for (size_t i = 0; role && i < sizeof words / sizeof *words; i++)
        if (has_word(role, words[i]))
            return true;
    return false;
}

/* Neither a firm, nor of one, nor a private person. */
static bool is_public(const struct dw_entity *e)
{
    if (e->type == DW_ENTITY_COMPANY || !strcmp(e->sector, "BUS") || !strcmp(e->sector, "MNC"))
        return false;
    if (e->type == DW_ENTITY_PERSON)
        return e->sector[0] ? true : e->country[0] && !is_business_role(e->role);
    return true;
}

static bool have_public(const struct dw_doc *doc, const struct dw_refs *refs)
{
    for (uint32_t i = 0; i < refs->n; i++)
        if (is_public(&doc->entities.v[refs->v[i]]))
            return true;
    return false;
}

/* Does a firm stand first? */
static bool is_led_by_firm(const struct dw_doc *doc, const struct dw_refs *refs)
{
    return refs->n && doc->entities.v[refs->v[0]].type == DW_ENTITY_COMPANY;
}

/* Do two countries take part? */
static bool is_across_borders(const struct dw_doc *doc, const struct dw_event *e)
{
    const struct dw_refs *sides[] = {&e->actors, &e->recipients};
    const char *first = NULL;

    for (size_t side = 0; side < sizeof sides / sizeof *sides; side++)
        for (uint32_t i = 0; i < sides[side]->n; i++) {
            const char *country = doc->entities.v[sides[side]->v[i]].country;

            if (!country[0])
                continue;
            if (first && strcmp(first, country) != 0)
                return true;
            first = country;
        }
    return false;
}

/* Force and the street concern all; else a state, a body or an organized group must take part, or
 * firms of two countries. */
static bool is_public_matter(const struct dw_doc *doc, const struct dw_event *e)
{
    switch (e->type) {
    case DW_EVENT_PROTEST:
    case DW_EVENT_MOBILIZE:
    case DW_EVENT_COERCE:
    case DW_EVENT_ASSAULT:
        return true;
    case DW_EVENT_RETREAT: /* whoever frees captives; but a firm's chairman may resign */
        return !e->modes[0] || strcmp(e->modes[0], "resign") != 0 || have_public(doc, &e->actors);
    case DW_EVENT_AGREE: /* a firm's deal stays one, whoever it is with */
    case DW_EVENT_SUPPORT:
    case DW_EVENT_CONCEDE:
        return have_public(doc, &e->actors) && !is_led_by_firm(doc, &e->actors);
    default:
        return have_public(doc, &e->actors) || have_public(doc, &e->recipients) ||
               is_across_borders(doc, e);
    }
}

/* --- who must be told ------------------------------------------------------------------------ */

static bool has_tag(const struct dw_event *e, const char *tag)
{
    return e->tag && !strcmp(e->tag, tag);
}

/* Does a state itself act, or several together? */
static bool is_state(const struct dw_doc *doc, const struct dw_refs *refs)
{
    for (uint32_t i = 0; i < refs->n; i++)
        if (doc->entities.v[refs->v[i]].type == DW_ENTITY_COUNTRY ||
            doc->entities.v[refs->v[i]].type == DW_ENTITY_INTERNATIONAL_ORGANIZATION)
            return true;
    return false;
}

/* A verb tells an act even where its other side has no name: "the minister held talks". */
static bool is_done_by(const struct dw_doc *doc, const struct dw_event *e)
{
    return e->actors.n && doc->tokens.v[e->head].upos == DW_UPOS_VERB;
}

/* Are the sides told that an event of this type has? */
static bool has_sides(const struct dw_doc *doc, const struct dw_event *e)
{
    switch (e->type) {
    case DW_EVENT_CONSULT:
        return e->actors.n > 1 || is_done_by(doc, e) || (e->actors.n && e->time != DW_NONE);
    case DW_EVENT_COOPERATE:
        return e->actors.n > 1;
    case DW_EVENT_AGREE:
        return is_done_by(doc, e) ||
               e->actors.n > (has_tag(e, "talks-scheduled") && e->time == DW_NONE);
    case DW_EVENT_REJECT: /* not to refuse is nothing */
        return e->actors.n && e->aux != DW_AUX_NEGATED &&
               (e->recipients.n || !has_tag(e, "denial"));
    case DW_EVENT_SANCTION: /* what is cut is cut for somebody, but for pacts and talks */
        return e->recipients.n || (has_tag(e, "ties-cut") && is_across_borders(doc, e)) ||
               (e->actors.n && (has_tag(e, "pact-withdrawal") || has_tag(e, "talks-suspended")));
    case DW_EVENT_AID: /* money that a central bank puts into its market is none */
        return e->actors.n && (e->recipients.n || is_state(doc, &e->actors));
    case DW_EVENT_SUPPORT:
        return e->actors.n > 1 || (e->actors.n && e->recipients.n) ||
               (is_state(doc, &e->actors) && is_done_by(doc, e));
    case DW_EVENT_REQUEST:
    case DW_EVENT_CONCEDE:
        return e->actors.n > 0;
    case DW_EVENT_RETREAT: /* captives may be freed by nobody told */
        return e->actors.n || (e->recipients.n && e->tag);
    case DW_EVENT_ACCUSE: /* what one claims of oneself accuses nobody */
        return e->recipients.n || e->actors.n > has_tag(e, "accusation") ||
               (have_public(doc, &e->actors) && is_done_by(doc, e));
    default:
        return e->actors.n || e->recipients.n;
    }
}

/* What of its sides is missing; "accused" lacks whom, "the sanctions" both. */
static const char *missing_side(const struct dw_event *e)
{
    if (e->actors.n)
        return e->recipients.n ? "who else takes part is not told" : "to whom is not told";
    return e->recipients.n ? "who does it is not told" : "neither who nor to whom is told";
}

/* Do all who take part, on both sides, belong to the one country? */
static bool is_within_country(const struct dw_doc *doc, const struct dw_event *e)
{
    const struct dw_refs *sides[] = {&e->actors, &e->recipients};

    for (size_t side = 0; side < sizeof sides / sizeof *sides; side++)
        for (uint32_t i = 0; i < sides[side]->n; i++)
            if (!doc->entities.v[sides[side]->v[i]].country[0])
                return false;
    return e->actors.n && e->recipients.n && !is_across_borders(doc, e);
}

/* What a state gives itself, or says that it should do: "Japan should save more, its premier said";
 * such a demand has lost its recipient already. */
static bool is_own_affair(const struct dw_doc *doc, const struct dw_event *e)
{
    bool said =
        e->type == DW_EVENT_REQUEST && dw_token_is_class(doc, (int32_t)e->head, DW_CLASS_SAY);

    if (said && !e->recipients.n)
        return true;
    return (said || e->type == DW_EVENT_AID) && is_within_country(doc, e);
}

const char *dw_event_lacks(const struct dw_doc *doc, const struct dw_event *event)
{
    if (!has_sides(doc, event))
        return missing_side(event);
    if (is_own_affair(doc, event))
        return "a matter of one state with itself";
    return is_public_matter(doc, event) ? NULL : "a matter of firms or private persons";
}
