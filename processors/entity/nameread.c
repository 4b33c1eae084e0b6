/* SPDX-License-Identifier: MIT */
/* nameread.c - which reading of the tables fits a name. */
#include "processors/entity/names.h"

#include <string.h>

enum { PACT_IN_THE_MAKING = 6 }; /* years that a pact is talked of before it is one */

static bool is_in_office(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *e)
{
    return !s->year || ((!e->from || e->from <= s->year + 1) && (!e->to || e->to >= s->year - 1));
}

/* "President Reagan" of one who was so once. */
static bool was_in_office(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *e)
{
    return e->to && e->to < s->year;
}

/* Was the pact not even talked of yet: the Paris Agreement in 1987? */
static bool is_to_come(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *e)
{
    return s->year && e->from > s->year + PACT_IN_THE_MAKING;
}

/* How well a reading fits here; 0 if not at all. */
static int score_reading(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *e,
                         uint32_t first, uint32_t end, bool titled)
{
    const struct dw_token *t = dw_scan_token(s, first);
    bool ambiguous = e->flags & DW_GAZ_AMBIGUOUS;
    bool named = end - first > 1 || t->upos == DW_UPOS_PROPN || t->upos == DW_UPOS_X;

    switch ((enum dw_entity_type)e->type) {
    case DW_ENTITY_PERSON:
        if (!(e->flags & DW_GAZ_SHORT))
            return is_in_office(s, e) ? 9 : 5;
        if (titled && is_in_office(s, e))
            return 9;
        if (titled && !ambiguous && was_in_office(s, e))
            return 5;
        return !ambiguous && named && is_in_office(s, e) ? 6 : 0;
    case DW_ENTITY_COUNTRY:
        if (e->flags & DW_GAZ_FORMER && e->flags & (DW_GAZ_CAPITAL | DW_GAZ_SEAT))
            return s->year && s->year <= e->to ? 10 : 0; /* Moscow in 1987 */
        if (e->flags & DW_GAZ_SEAT && !dw_metonym_is_place(s->doc, first, end))
            return 9;
        if (e->flags & (DW_GAZ_ADJECTIVE | DW_GAZ_DEMONYM))
            return ambiguous && t->upos != DW_UPOS_ADJ && t->upos != DW_UPOS_PROPN ? 0 : 8;
        return ambiguous && !named ? 0 : 8;
    case DW_ENTITY_PLACE:
        if (ambiguous && !(named && dw_metonym_is_place(s->doc, first, end)))
            return 0;
        return e->flags & DW_GAZ_CITY && e->size < 3 ? 4 : 5;
    case DW_ENTITY_GOODS:
        return ambiguous ? 0 : 3;
    case DW_ENTITY_PACT: /* described ones are read by nominal.c */
        return e->flags & DW_GAZ_GENERIC || is_to_come(s, e) ? 0 : 7;
    default:
        return ambiguous && !named ? 0 : 7;
    }
}

const struct dw_gazetteer_entry *dw_name_choose_reading(const struct dw_entity_scan *s,
                                                        const struct dw_gazetteer_entry *const *e,
                                                        uint32_t n, uint32_t first, uint32_t end,
                                                        bool titled)
{
    const struct dw_gazetteer_entry *best = NULL;
    int best_score = 0;

    for (uint32_t i = 0; i < n; i++) {
        int score = score_reading(s, e[i], first, end, titled);

        if (score > best_score) {
            best = e[i];
            best_score = score;
        }
    }
    return best;
}

/* "US", "U.S.": the tables have it as an adjective too, but it is a name wherever it stands. */
static bool is_name_too(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *e,
                        const struct dw_name_candidate *c)
{
    return !(e->flags & DW_GAZ_DEMONYM) && c->end == c->first + 1 &&
           dw_token_len(dw_scan_token(s, c->first)) < 5 &&
           (dw_scan_has(s, c->first, DW_TOKEN_UPPER_ALL) || dw_name_is_dotted(s, c->first));
}

/* Does the noun that it belongs to follow: "U.S. officials", "U.S. and Chinese officials"? */
static bool is_modifier(const struct dw_entity_scan *s, uint32_t i)
{
    const struct dw_token *next = dw_scan_token(s, i) + 1;

    if (i + 2 < s->doc->tokens.n && (dw_scan_is(s, i + 1, "and") || dw_scan_is(s, i + 1, ",")))
        return next[1].upos == DW_UPOS_ADJ;
    return i + 1 < s->doc->tokens.n &&
           (next->upos == DW_UPOS_NOUN || next->upos == DW_UPOS_ADJ || next->upos == DW_UPOS_PROPN);
}

/* "Israeli forces", "the Bush administration": the tables know whom it means, but it is no name. */
static bool is_described(const struct dw_entity_scan *s, const struct dw_name_candidate *c)
{
    return c->end > c->first + 1 && dw_name_class_of_type(c->type) == DW_NAME_ORGANIZATION &&
           dw_scan_has(s, c->first, DW_TOKEN_UPPER_FIRST) &&
           !dw_scan_has(s, c->end - 1,
                        DW_TOKEN_UPPER_FIRST | DW_TOKEN_DIGIT | DW_TOKEN_PUNCT | DW_TOKEN_CLITIC);
}

void dw_name_read_entry(struct dw_entity_scan *s, const struct dw_gazetteer_entry *e,
                        struct dw_name_candidate *c)
{
    const struct dw_gazetteer_entry *bloc = NULL;

    if (e->type == DW_ENTITY_COUNTRY && e->flags & DW_GAZ_CAPITAL &&
        !dw_metonym_is_place(s->doc, c->first, c->end))
        bloc = dw_metonym_bloc(s, e, c->first, c->end);
    if (bloc)
        e = bloc;
    c->entry = e;
    c->type = (enum dw_entity_type)e->type;
    c->name = e->name;
    c->country = e->country;
    c->sector = e->sector;
    c->role = e->type == DW_ENTITY_PERSON ? e->role : NULL;
    c->adjectival = e->flags & (DW_GAZ_ADJECTIVE | DW_GAZ_DEMONYM);
    c->kind = c->adjectival || is_described(s, c) ? DW_MENTION_NOMINAL : DW_MENTION_NAME;
    if (c->adjectival && is_name_too(s, e, c)) {
        c->kind = DW_MENTION_NAME;
        c->adjectival = is_modifier(s, c->first);
    }
    if (c->type != DW_ENTITY_COUNTRY)
        return;
    if (e->flags & DW_GAZ_CAPITAL && dw_metonym_is_place(s->doc, c->first, c->end)) {
        c->type = DW_ENTITY_PLACE;
        c->name = NULL;
        c->sector = NULL;
    }
}
