/* SPDX-License-Identifier: MIT */
/* nameguess.c - what a name is by its words, by its place, and by what the tagger says. */
#include "processors/entity/names.h"

#include "processors/syntax/syntax.h"

bool dw_name_find_part(const struct dw_entity_scan *s, uint32_t first, uint32_t end,
                       struct dw_namepart *out)
{
    struct dw_namepart part;
    uint32_t of = first;

    while (of < end && !dw_scan_is(s, of, "of") && !dw_scan_is(s, of, "for") &&
           !dw_scan_is(s, of, "on"))
        of++;
    if (of < end && of > first && dw_namepart_find(s->parts, s->doc, of - 1, &part) &&
        !part.last_only) {
        *out = part;
        return true;
    }
    return end - first > 1 && dw_namepart_find(s->parts, s->doc, end - 1, out);
}

static bool is_all_names(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const struct dw_token *t = dw_scan_token(s, i);

        if (t->flags & DW_TOKEN_DIGIT)
            return false;
        if (!(t->flags & DW_TOKEN_PUNCT) && t->upos != DW_UPOS_PROPN && t->upos != DW_UPOS_X &&
            t->flags & DW_TOKEN_UPPER_FIRST)
            return false;
    }
    return true;
}

/* Does a preposition of place stand before the name? */
static bool is_located(const struct dw_entity_scan *s, uint32_t first, uint32_t sentence_first)
{
    static const char *const places[] = {"in", "near", "at", "off", "around", "outside", NULL};

    return first > sentence_first && dw_scan_is_one_of(s, first - 1, places);
}

bool dw_name_guess_type(const struct dw_entity_scan *s, uint32_t first, uint32_t end,
                        uint32_t sentence_first, struct dw_name_candidate *c)
{
    bool after_the = first > sentence_first && dw_scan_is(s, first - 1, "the");
    uint32_t n = 0;

    for (uint32_t i = first; i < end; i++)
        n += !dw_scan_has(s, i, DW_TOKEN_PUNCT);
    if (is_located(s, first, sentence_first) && n < 4) {
        c->type = DW_ENTITY_PLACE;
        return is_all_names(s, first, end) && !dw_scan_has(s, first, DW_TOKEN_UPPER_ALL);
    }
    if (n == 1) {
        if (dw_scan_has(s, first, DW_TOKEN_DIGIT) || dw_scan_token(s, first)->upos != DW_UPOS_PROPN)
            return false;
        c->type = DW_ENTITY_COMPANY;
        c->sector = "BUS";
        return !after_the && first > sentence_first &&
               (dw_token_is_rel(s->doc, (int32_t)first, DW_DEPREL_NSUBJ) ||
                dw_token_is_rel(s->doc, (int32_t)first, DW_DEPREL_OBJ));
    }
    if (!is_all_names(s, first, end))
        return false;
    c->type = after_the || n > 4 || dw_scan_has(s, end - 1, DW_TOKEN_UPPER_ALL)
                  ? DW_ENTITY_ORGANIZATION
                  : DW_ENTITY_PERSON;
    return true;
}

/* A word of small letters that no name of a person has inside: "of", "on", "and". */
static bool is_no_name(const struct dw_entity_scan *s, uint32_t i)
{
    return !dw_scan_has(s, i, DW_TOKEN_UPPER_FIRST | DW_TOKEN_PUNCT | DW_TOKEN_DIGIT) &&
           (dw_scan_token(s, i)->upos == DW_UPOS_ADP ||
            dw_scan_token(s, i)->upos == DW_UPOS_CCONJ) &&
           !dw_name_is_particle(s, i);
}

/* Where an office stands before the end of the name: "Senate Committee Chairman John Doe"; persons
 * are not "of" anything either. `end` if there is none. */
static uint32_t cut_at_office(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    bool person = dw_name_tag_class(s->tags[first]) == DW_NAME_PERSON;
    const struct dw_gazetteer_entry *title;

    for (uint32_t i = first + 1; i < end; i++) {
        uint32_t n = person ? 0 : dw_gazetteer_title(s->gazetteer, s->doc, i, end, &title);

        if ((n && i + n < end) || (person && is_no_name(s, i)))
            return i;
    }
    return end;
}

/* Names do not end with a preposition: "Second Thomas Shoal" on Saturday. */
static uint32_t trim_end(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    while (end > first + 1 && is_no_name(s, end - 1))
        end--;
    return end;
}

uint32_t dw_name_tagged_end(const struct dw_entity_scan *s, uint32_t i, uint32_t end)
{
    uint32_t at = i;

    if (!s->tags[i])
        return i;
    while (at + 1 < end && !dw_name_tag_ends(s->tags[at]) &&
           dw_scan_token(s, at + 1)->time == DW_NONE)
        at++;
    if (dw_name_tag_class(s->tags[i]) == DW_NAME_PERSON && at + 2 < end &&
        dw_scan_is(s, at + 1, "-") && dw_name_is_joined(s, at + 1) &&
        dw_scan_token(s, at + 2)->upos == DW_UPOS_PROPN) /* "Ho-hyun" */
        at += 2;
    return trim_end(s, i, cut_at_office(s, i, at + 1));
}

int dw_name_class_of_type(enum dw_entity_type type)
{
    switch (type) {
    case DW_ENTITY_PERSON:
        return DW_NAME_PERSON;
    case DW_ENTITY_COUNTRY:
    case DW_ENTITY_PLACE:
        return DW_NAME_PLACE;
    case DW_ENTITY_PACT:
    case DW_ENTITY_GOODS:
        return -1;
    default:
        return DW_NAME_ORGANIZATION;
    }
}

bool dw_name_is_firm(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    struct dw_namepart part;

    return end - first > 1 && dw_namepart_find(s->parts, s->doc, end - 1, &part) &&
           part.type == DW_ENTITY_COMPANY && part.last_only;
}

void dw_name_read_tagged(const struct dw_entity_scan *s, uint32_t sentence_first,
                         enum dw_name_class class, struct dw_name_candidate *c)
{
    struct dw_namepart part;

    if (dw_name_is_firm(s, c->first, c->end))
        class = DW_NAME_ORGANIZATION;
    if (class == DW_NAME_PERSON) {
        c->type = DW_ENTITY_PERSON;
        c->country = NULL;
    } else if (class == DW_NAME_PLACE) {
        c->type = DW_ENTITY_PLACE;
    } else if (dw_name_find_part(s, c->first, c->end, &part) &&
               dw_name_class_of_type(part.type) == (int)class) {
        c->type = part.type;
        c->sector = part.sector;
        if (!c->country)
            c->country = dw_noun_country(s->doc, (int32_t)c->end - 1);
    } else if (c->end - c->first > 3 || dw_scan_has(s, c->end - 1, DW_TOKEN_UPPER_ALL) ||
               (c->first > sentence_first && dw_scan_is(s, c->first - 1, "the"))) {
        c->type = DW_ENTITY_ORGANIZATION;
    } else {
        c->type = DW_ENTITY_COMPANY;
        c->sector = "BUS";
    }
}
