/* SPDX-License-Identifier: MIT */
/*
 * metonym.c - "Tokyo" the government and Tokyo the town; "Brussels", seat of a state and of a bloc.
 */
#include <string.h>

#include "processors/entity/entity.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"

/* "The Washington-based body". */
static bool is_based(const struct dw_doc *doc, uint32_t end)
{
    return end + 1 < doc->tokens.n && dw_token_is(doc, end, "-") &&
           dw_token_is(doc, end + 1, "based");
}

/* The preposition of the name: from the tree, or the word before it where there is none. */
static int32_t find_preposition(const struct dw_doc *doc, uint32_t first, int32_t head)
{
    int32_t p = dw_token_child_find(doc, head, DW_DEPREL_CASE);

    /* "'s" hangs from its noun as a case too */
    if (p != DW_NONE && p < head)
        return p;
    if (!doc->tokens.v[head].parsed && first > 0 &&
        doc->tokens.v[first].sentence == doc->tokens.v[first - 1].sentence)
        return (int32_t)first - 1;
    return DW_NONE;
}

static bool is_motion(const struct dw_doc *doc, int32_t token)
{
    return dw_token_is_class(doc, token, DW_CLASS_MOTION) ||
           dw_token_is_class(doc, token, DW_CLASS_VISIT);
}

/* What a preposition makes of the name that it governs. */
static bool is_place_after(const struct dw_doc *doc, int32_t preposition, int32_t governor)
{
    static const char *const stay[] = {"in",      "at",         "near",   "around",
                                       "outside", "inside",     "across", "through",
                                       "via",     "throughout", "off",    NULL};
    static const char *const way[] = {"from", "to", "for", "into", "towards", "toward", NULL};

    if (dw_token_is_one_of(doc, (uint32_t)preposition, stay))
        return true;
    if (dw_token_is_one_of(doc, (uint32_t)preposition, way))
        return is_motion(doc, governor) || dw_token_is(doc, (uint32_t)preposition, "into");
    return dw_token_is_class(doc, governor, DW_CLASS_LOCATIVE);
}

bool dw_metonym_is_place(const struct dw_doc *doc, uint32_t first, uint32_t end)
{
    int32_t head = (int32_t)end - 1, governor, preposition;

    for (uint32_t i = first; i < end; i++)
        if (doc->tokens.v[i].head < (int32_t)first || doc->tokens.v[i].head >= (int32_t)end)
            head = (int32_t)i;
    if (is_based(doc, end))
        return true;
    governor = doc->tokens.v[head].head;
    preposition = find_preposition(doc, first, head);
    if (preposition != DW_NONE && !dw_token_is_rel(doc, head, DW_DEPREL_CONJ))
        return is_place_after(doc, preposition, governor);
    switch (dw_deprel_base(doc->tokens.v[head].deprel)) {
    case DW_DEPREL_OBJ:
        return dw_token_is_class(doc, governor, DW_CLASS_VISIT);
    case DW_DEPREL_COMPOUND:
    case DW_DEPREL_NMOD:
    case DW_DEPREL_AMOD:
        return dw_token_is_class(doc, governor, DW_CLASS_VENUE);
    case DW_DEPREL_CONJ: /* as the name that it is joined to */
        return governor != DW_NONE && governor < head && doc->tokens.v[governor].head != governor &&
               dw_metonym_is_place(doc, (uint32_t)governor, (uint32_t)governor + 1);
    case DW_DEPREL_OBL:
        return preposition == DW_NONE;
    default:
        return false;
    }
}

/* Do the words at `token`, a seat aside, name what has this code? */
static bool names_code(const struct dw_gazetteer_entry *const *entries, uint32_t n,
                       const char *code)
{
    for (uint32_t i = 0; i < n; i++)
        if (!(entries[i]->flags & (DW_GAZ_CAPITAL | DW_GAZ_SEAT)) &&
            !(entries[i]->type == DW_ENTITY_PLACE || entries[i]->type == DW_ENTITY_PERSON) &&
            !strcmp(entries[i]->country, code))
            return true;
    return false;
}

/* Is the article about the state alone, which it names, and not about the bloc? */
static bool is_matter_of_state(const struct dw_entity_scan *s, const char *state, const char *bloc)
{
    const struct dw_doc *doc = s->doc;
    bool named = false;

    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        const struct dw_gazetteer_entry *const *entries;
        uint32_t n;

        if (!(doc->tokens.v[i].flags & DW_TOKEN_UPPER_FIRST) ||
            !dw_gazetteer_match(s->gazetteer, doc, i, doc->tokens.n, &entries, &n))
            continue;
        if (names_code(entries, n, bloc))
            return false;
        named |= names_code(entries, n, state);
    }
    return named;
}

const struct dw_gazetteer_entry *dw_metonym_bloc(struct dw_entity_scan *scan,
                                                 const struct dw_gazetteer_entry *seat,
                                                 uint32_t first, uint32_t end)
{
    const struct dw_gazetteer_entry *const *entries;
    uint32_t n;

    if (dw_gazetteer_match(scan->gazetteer, scan->doc, first, end, &entries, &n) != end - first)
        return NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (entries[i]->type != DW_ENTITY_INTERNATIONAL_ORGANIZATION ||
            !(entries[i]->flags & (DW_GAZ_CAPITAL | DW_GAZ_SEAT)))
            continue;
        if (scan->seat != seat) { /* asked once an article: it reads all of it */
            scan->seat = seat;
            scan->seat_of_bloc = !is_matter_of_state(scan, seat->country, entries[i]->country);
        }
        return scan->seat_of_bloc ? entries[i] : NULL;
    }
    return NULL;
}
