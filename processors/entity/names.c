/* SPDX-License-Identifier: MIT */
/* names.c - go through a sentence and take the names in it. */
#include "processors/entity/names.h"

#include <string.h>

#include "processors/syntax/syntax.h"

/* Does a company's or body's name go on behind a country's: "Japan Airlines", "Korea Gas Corp"? */
static bool goes_on_as_name(const struct dw_entity_scan *s, uint32_t matched, uint32_t run,
                            struct dw_namepart *part)
{
    return run > matched && !dw_scan_has(s, matched, DW_TOKEN_PUNCT) &&
           dw_namepart_find(s->parts, s->doc, run - 1, part) &&
           (part->type == DW_ENTITY_COMPANY || part->type == DW_ENTITY_ORGANIZATION ||
            part->type == DW_ENTITY_PLACE || part->type == DW_ENTITY_MEDIA);
}

/* Does a name go on behind what the tables have, so that they have not the whole of it? */
static bool is_cut_short(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *entry,
                         uint32_t i, uint32_t matched, uint32_t run)
{
    struct dw_namepart part;

    if (run <= matched)
        return false;
    if (entry->type == DW_ENTITY_COUNTRY)
        return goes_on_as_name(s, matched, run, &part);
    return (entry->type == DW_ENTITY_PERSON && entry->flags & DW_GAZ_SHORT) ||
           dw_name_find_part(s, i, run, &part);
}

/* Is there an office among the words: "U.S. Ambassador John Doe"? */
static bool has_title(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    const struct dw_gazetteer_entry *title;

    for (uint32_t i = first; i < end; i++)
        if (dw_gazetteer_title(s->gazetteer, s->doc, i, end, &title))
            return true;
    return false;
}

/* Does the name that the tagger sees up to `tagged` begin with a state but is of something else:
 * "Korea Herald", "Florida Keys"? Bodies of states are named without them. */
static bool begins_with_state(const struct dw_entity_scan *s, uint32_t i, uint32_t matched,
                              uint32_t tagged)
{
    struct dw_namepart part;

    if (dw_name_tag_class(s->tags[i]) == DW_NAME_PERSON || dw_name_is_dotted(s, matched - 1) ||
        dw_scan_is(s, matched, "and") || dw_scan_is(s, matched, ",") ||
        dw_scan_is(s, matched, "-") || has_title(s, matched, tagged))
        return false;
    return !dw_namepart_find(s->parts, s->doc, tagged - 1, &part) ||
           (part.type != DW_ENTITY_GOVERNMENT_BODY && part.type != DW_ENTITY_COURT);
}

/* Does the tagger know better than the tables? `tagged` is the end of the name that it sees. */
static bool is_overruled(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *entry,
                         uint32_t i, uint32_t matched, uint32_t tagged)
{
    int class = dw_name_class_of_type((enum dw_entity_type)entry->type);
    bool unsure = (entry->type == DW_ENTITY_PERSON && entry->flags & DW_GAZ_AMBIGUOUS) ||
                  (entry->type == DW_ENTITY_PLACE && entry->flags & DW_GAZ_CITY && entry->size < 3);

    if (tagged > matched && entry->type == DW_ENTITY_COUNTRY && /* "Chad Smith", "Paris Lockwood" */
        !(entry->flags & (DW_GAZ_ADJECTIVE | DW_GAZ_DEMONYM | DW_GAZ_ACRONYM)) &&
        dw_name_tag_class(s->tags[i]) == DW_NAME_PERSON)
        return !has_title(s, matched, tagged);
    if (tagged > matched)
        return entry->type != DW_ENTITY_COUNTRY || begins_with_state(s, i, matched, tagged);
    return tagged == matched && unsure && class >= 0 && entry->type != DW_ENTITY_COUNTRY &&
           (int)dw_name_tag_class(s->tags[i]) != class;
}

/* "the Council": stands for one named before, see nominal.c. */
static bool is_nominal(const struct dw_entity_scan *s, uint32_t token)
{
    const struct dw_gazetteer_entry *entry;

    return dw_gazetteer_nominal(s->gazetteer, s->doc, token, token + 1, &entry) == 1 &&
           !strcmp(entry->role, "self");
}

/* One word that is no name: "the Community", "Socialists", a letter, the code of a share. */
static bool is_common(const struct dw_entity_scan *s, uint32_t sentence_first, uint32_t token)
{
    static const char *const sides[] = {"north", "south", "east", "west", NULL};
    bool behind_angle = token > sentence_first && dw_scan_is(s, token - 1, "<");
    bool behind_the = token > sentence_first && dw_scan_is(s, token - 1, "the");

    if (dw_token_len(dw_scan_token(s, token)) < 2 ||
        dw_scan_token(s, token)->xpos == DW_XPOS_NNPS || dw_scan_is_one_of(s, token, sides) ||
        (behind_the && is_nominal(s, token)) ||
        (behind_angle && dw_scan_has(s, token, DW_TOKEN_UPPER_ALL)))
        return true;
    return dw_name_tag_class(s->tags[token]) == DW_NAME_PERSON &&
           (behind_the ||
            dw_token_child_find_base(s->doc, (int32_t)token, DW_DEPREL_DET) != DW_NONE);
}

/* "northern Chad", "eastern Ukraine": a part of the country, not the state. */
static bool is_part_of_country(const struct dw_entity_scan *s, uint32_t first, uint32_t i)
{
    static const char *const parts[] = {
        "northern",      "southern",      "eastern",       "western", "northeastern",
        "northwestern",  "southeastern",  "southwestern",  "central", "north-eastern",
        "north-western", "south-eastern", "south-western", NULL};

    return i > first && dw_scan_is_one_of(s, i - 1, parts) &&
           dw_scan_token(s, i - 1)->mention == DW_NONE &&
           !dw_scan_has(s, i - 1, DW_TOKEN_UPPER_FIRST);
}

/* Not to be believed: a person with an office, what is left of a name of another kind when its
 * state is taken off. */
static bool is_doubtful(const struct dw_entity_scan *s, uint32_t sentence_first, uint32_t first,
                        uint32_t end, bool titled)
{
    bool person = dw_name_tag_class(s->tags[first]) == DW_NAME_PERSON;

    if (person && has_title(s, first, end))
        return true;
    if (!dw_name_tag_begins(s->tags[first]) &&
        (titled ? !dw_name_tag_ends(s->tags[end - 1]) : !person || end - first == 1))
        return true;
    return end - first == 1 && is_common(s, sentence_first, first);
}

/* A word that was named before: "Hughes" behind "Hughes Tool Co". */
static bool is_known(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    return end == first + 1 && dw_scan_token(s, first)->upos == DW_UPOS_PROPN &&
           dw_token_len(dw_scan_token(s, first)) > 1 &&
           (dw_name_find_person(s, first) != DW_NONE ||
            dw_name_find_short(s, first, end) != DW_NONE);
}

/* Do the words of a run say so clearly what it is that the tagger need not be asked where it ends?
 */
static bool tells_more(const struct dw_entity_scan *s, uint32_t first, uint32_t run)
{
    struct dw_namepart part;

    return dw_name_is_firm(s, first, run) ||
           (dw_name_find_part(s, first, run, &part) &&
            (part.type == DW_ENTITY_GOVERNMENT_BODY || part.type == DW_ENTITY_COURT));
}

/* Two or three words, the first of them a given name: "Ingrid Oberholt". */
static bool is_given(const struct dw_entity_scan *s, uint32_t first, uint32_t run)
{
    return run - first > 1 && run - first < 4 && dw_nametag_is_given(s->tagger, s->doc, first) &&
           !(s->tags[first] || s->tags[run - 1]);
}

/* A name that no table has, by its words or by the capitals alone; *c begins at it. */
static bool find_unknown(struct dw_entity_scan *s, uint32_t sentence_first, uint32_t tagged,
                         uint32_t run, bool titled, struct dw_name_candidate *c)
{
    struct dw_namepart part;
    bool looked = dw_token_is_tagged(dw_scan_token(s, c->first));

    if (run > tagged && tells_more(s, c->first, run))
        tagged = c->first;
    if (looked && tagged > c->first && !is_doubtful(s, sentence_first, c->first, tagged, titled)) {
        c->end = tagged;
        dw_name_read_tagged(s, sentence_first, dw_name_tag_class(s->tags[c->first]), c);
        return true;
    }
    if (run == c->first)
        return false;
    c->end = run;
    if (dw_name_find_part(s, c->first, run, &part)) {
        c->type = part.type;
        c->sector = part.sector;
        if (!c->country)
            c->country = dw_noun_country(s->doc, (int32_t)run - 1);
        return true;
    }
    if (looked && is_known(s, c->first, run)) {
        c->type = DW_ENTITY_ORGANIZATION; /* of no account: it is a mention of what is known */
        return true;
    }
    return (!looked || titled || is_given(s, c->first, run)) &&
           dw_name_guess_type(s, c->first, run, sentence_first, c);
}

/* The candidate at `i`: sets *c and returns true, or false if nothing is named here. */
static bool find_candidate(struct dw_entity_scan *s, uint32_t sentence_first, uint32_t i,
                           uint32_t end, bool titled, struct dw_name_candidate *c)
{
    const struct dw_gazetteer_entry *const *entries = NULL, *entry = NULL;
    uint32_t n = 0, matched = i + dw_gazetteer_match(s->gazetteer, s->doc, i, end, &entries, &n);
    uint32_t run = dw_name_run_end(s, sentence_first, i, end),
             tagged = dw_name_tagged_end(s, i, end);

    if (dw_scan_token(s, i)->time != DW_NONE)
        return false;
    *c = (struct dw_name_candidate){.first = i, .end = matched};
    if (matched > i)
        entry = dw_name_choose_reading(s, entries, n, i, matched, titled);
    if (matched > i && !entry && entries[0]->type == DW_ENTITY_PACT)
        return false; /* one that is described, or of another time: see nominal.c */
    if (dw_name_body_end(s, i, end) > matched) {
        *c = (struct dw_name_candidate){.first = i,
                                        .end = dw_name_body_end(s, i, end),
                                        .type = DW_ENTITY_GOVERNMENT_BODY,
                                        .sector = "GOV"};
        return true;
    }
    if (entry && entry->type == DW_ENTITY_INTERNATIONAL_ORGANIZATION &&
        dw_name_is_organ(s, matched, end)) {
        dw_name_read_entry(s, entry, c);
        c->end = matched + 1;
        return true;
    }
    if (entry && !is_cut_short(s, entry, i, matched, run) &&
        !is_overruled(s, entry, i, matched, tagged)) {
        dw_name_read_entry(s, entry, c);
        if (entry->type == DW_ENTITY_COUNTRY && !c->adjectival &&
            is_part_of_country(s, sentence_first, i)) {
            c->first = i - 1;
            c->type = DW_ENTITY_PLACE;
            c->name = c->sector = NULL;
            c->entry = NULL; /* its coordinates are those of the capital */
        }
        return true;
    }
    if (entry && (entry->type == DW_ENTITY_COUNTRY || entry->type == DW_ENTITY_COMPANY))
        c->country = entry->country;
    return find_unknown(s, sentence_first, tagged, run, titled, c);
}

/* "US troops": the state is named in it. */
static enum dw_err add_state_inside(struct dw_entity_scan *s, const struct dw_name_candidate *c,
                                    uint32_t end)
{
    struct dw_name_candidate state = {.first = c->first, .end = c->first + 1};
    const struct dw_gazetteer_entry *const *entries, *entry;
    uint32_t n;

    if (!c->entry || c->kind != DW_MENTION_NOMINAL || c->adjectival ||
        !dw_gazetteer_match(s->gazetteer, s->doc, state.first, state.end, &entries, &n))
        return DW_OK;
    entry = dw_name_choose_reading(s, entries, n, state.first, state.end, false);
    if (entry && entry->type == DW_ENTITY_COUNTRY)
        dw_name_read_entry(s, entry, &state);
    return state.entry && state.kind == DW_MENTION_NAME ? dw_name_add(s, &state, end) : DW_OK;
}

/* Take what is named at `i`; *next is the token behind it. */
static enum dw_err take_name(struct dw_entity_scan *s, uint32_t sentence_first, uint32_t i,
                             uint32_t end, bool titled, bool media_only, uint32_t *next)
{
    struct dw_name_candidate c;
    int32_t known = DW_NONE;
    enum dw_err rc;

    *next = i + 1;
    if (!dw_scan_has(s, i, DW_TOKEN_UPPER_FIRST) && media_only)
        return DW_OK;
    if (dw_scan_has(s, i, DW_TOKEN_UPPER_FIRST))
        known = dw_name_find_alias(s, i);
    if (known != DW_NONE)
        return dw_name_add_known(s, known, i, i + 1);
    if (!find_candidate(s, sentence_first, i, end, titled, &c))
        return DW_OK;
    if (media_only && c.type != DW_ENTITY_MEDIA)
        return DW_OK;
    *next = c.end;
    if (c.end == i + 1 && (!c.entry || c.entry->type == DW_ENTITY_PERSON))
        known = dw_name_find_person(s, i);
    if (known == DW_NONE && !c.entry && c.first == i)
        known = dw_name_find_short(s, i, c.end);
    if (known == DW_NONE && !c.entry && c.type == DW_ENTITY_PERSON)
        known = dw_name_find_longer(s, i, c.end, DW_ENTITY_PERSON);
    if (known == DW_NONE && !c.entry && c.type == DW_ENTITY_GOVERNMENT_BODY &&
        !(c.country && c.country[0]))
        known = dw_name_find_longer(s, i, c.end, DW_ENTITY_GOVERNMENT_BODY);
    if (known != DW_NONE)
        return dw_name_add_known(s, known, i, c.end);
    if (titled && !c.entry && c.type != DW_ENTITY_PERSON) {
        c.type = DW_ENTITY_PERSON; /* and so of no business that it was taken for */
        c.sector = NULL;
    }
    rc = dw_name_add(s, &c, end);
    return rc == DW_OK ? add_state_inside(s, &c, end) : rc;
}

enum dw_err dw_names_find(struct dw_entity_scan *scan, uint32_t first, uint32_t end,
                          bool media_only)
{
    uint32_t i = first, titled_at = end;

    while (i < end) {
        const struct dw_gazetteer_entry *title, *const *names;
        uint32_t n = dw_gazetteer_title(scan->gazetteer, scan->doc, i, end, &title);
        uint32_t next, n_names;
        enum dw_err rc;

        if (n && !media_only && !dw_name_holds_body(scan, i, i + n) &&
            dw_gazetteer_match(scan->gazetteer, scan->doc, i, end, &names, &n_names) < n) {
            titled_at = i + n;
            i += n;
            continue;
        }
        rc = take_name(scan, first, i, end, titled_at == i, media_only, &next);
        if (rc != DW_OK)
            return rc;
        i = next;
    }
    return DW_OK;
}
