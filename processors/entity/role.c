/* SPDX-License-Identifier: MIT */
/*
 * role.c - who somebody is: title, office, body and country, from what stands around the name.
 *
 *   before     "Japanese industry minister Hiroshi Kajiyama", "U.S. envoy, Michael Smith"
 *   behind     "Yoichi Iida, head of the department at the Ministry of ..."
 *   belonging  "Lee Ho-hyun from South Korea's Ministry of Trade"
 */
#include <string.h>

#include "processors/entity/entity.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"

enum {
    TITLE_MAX = 6,   /* tokens of a title */
    BEHIND_MAX = 24, /* tokens of an apposition that are searched for body or country */
};

const char *dw_token_country(const struct dw_doc *doc, int32_t token)
{
    int32_t entity = dw_token_entity(doc, token);

    return entity == DW_NONE ? "" : doc->entities.v[entity].country;
}

static bool takes_country(enum dw_deprel rel)
{
    enum dw_deprel base = dw_deprel_base(rel);

    return base == DW_DEPREL_AMOD || base == DW_DEPREL_COMPOUND || base == DW_DEPREL_NMOD;
}

/* The country named right before a noun as its owner: "Peru's navy", however that was parsed; of a
 * sentence without a tree any country that stands there. */
static const char *country_beside(const struct dw_doc *doc, int32_t noun)
{
    int32_t before = noun - 1;

    if (before > 0 && doc->tokens.v[before].flags & DW_TOKEN_CLITIC) {
        int32_t m = doc->tokens.v[--before].mention;

        return m != DW_NONE && doc->mentions.v[m].kind == DW_MENTION_NAME
                   ? dw_token_country(doc, before)
                   : "";
    }
    return before < 0 || doc->tokens.v[noun].parsed ? "" : dw_token_country(doc, before);
}

const char *dw_noun_country(const struct dw_doc *doc, int32_t noun)
{
    if (noun < 0)
        return "";
    dw_token_children(doc, c, noun)
    {
        const char *country = dw_token_country(doc, c);

        if (takes_country(doc->tokens.v[c].deprel) && country[0])
            return country;
    }
    if (dw_token_is_rel(doc, noun, DW_DEPREL_COMPOUND)) /* "the country's top court rulings" */
        dw_token_children(doc, c, doc->tokens.v[noun].head)
        {
            if (c < noun && doc->tokens.v[c].deprel == DW_DEPREL_NMOD_POSS)
                return dw_token_country(doc, c);
        }
    return country_beside(doc, noun);
}

static void note_country(const struct dw_doc *doc, uint32_t token, struct dw_noun_countries *out)
{
    const char *code = dw_token_country(doc, (int32_t)token);

    for (uint32_t i = 0; i < out->n; i++)
        if (!strcmp(out->v[i].code, code))
            return;
    if (!code[0] || out->n == DW_NOUN_COUNTRIES)
        return;
    memcpy(out->v[out->n].code, code, sizeof out->v[0].code);
    out->v[out->n++].token = token;
}

static bool is_adjectival(const struct dw_doc *doc, uint32_t token)
{
    int32_t m = doc->tokens.v[token].mention;

    return m != DW_NONE && doc->mentions.v[m].adjectival;
}

/* An adjective, or an abbreviation that is spelled as its noun: "U.S.", "EU". */
static bool may_be_adjective(const struct dw_doc *doc, uint32_t token)
{
    return is_adjectival(doc, token) || doc->tokens.v[token].flags & DW_TOKEN_UPPER_ALL;
}

/* Note the adjectives joined before `token`, an adjective itself, the first of them first: of
 * "Russian, Chinese and Iranian" the words "Russian" and "Chinese", however they were parsed. */
static void note_joined_before(const struct dw_doc *doc, uint32_t token,
                               struct dw_noun_countries *out)
{
    static const char *const joints[] = {"and", "or", ",", "&", NULL};
    uint32_t first = doc->sentences.v[doc->tokens.v[token].sentence].first, at = token;

    while (at > first && doc->tokens.v[at - 1].mention == doc->tokens.v[token].mention)
        at--; /* "South Korean" */
    if (at < first + 2 || !dw_token_is_one_of(doc, at - 1, joints) ||
        !may_be_adjective(doc, at - 2))
        return;
    note_joined_before(doc, at - 2, out);
    note_country(doc, at - 2, out);
}

/* Is the token of a state or bloc, not of a firm or town that has a country as well? */
static bool is_state(const struct dw_doc *doc, int32_t token)
{
    int32_t entity = dw_token_entity(doc, token);

    return entity != DW_NONE &&
           (doc->entities.v[entity].type == DW_ENTITY_COUNTRY ||
            doc->entities.v[entity].type == DW_ENTITY_INTERNATIONAL_ORGANIZATION);
}

static void note_joined_behind(const struct dw_doc *doc, int32_t token,
                               struct dw_noun_countries *out)
{
    dw_token_children(doc, c, token)
    {
        if (!dw_token_is_rel(doc, c, DW_DEPREL_CONJ) || !is_state(doc, c) || !is_state(doc, token))
            continue;
        note_country(doc, (uint32_t)c, out);
        note_joined_behind(doc, c, out);
    }
}

/* Does a noun behind another say whose that is: "ministers of Peru", not "a suit against Peru"? */
static bool is_owner(const struct dw_doc *doc, int32_t token)
{
    static const char *const owning[] = {"of", "from", "in", "at", "for", NULL};
    int32_t preposition = dw_token_child_find(doc, token, DW_DEPREL_CASE);

    return preposition == DW_NONE || dw_token_is_one_of(doc, (uint32_t)preposition, owning);
}

/* "Chinese trade negotiators", where the adjective hangs from "trade". */
static void note_inside(const struct dw_doc *doc, int32_t compound, struct dw_noun_countries *out)
{
    dw_token_children(doc, c, compound)
    {
        if (c > compound || !is_adjectival(doc, (uint32_t)c))
            continue;
        note_joined_before(doc, (uint32_t)c, out);
        note_country(doc, (uint32_t)c, out);
    }
}

void dw_noun_countries_find(const struct dw_doc *doc, int32_t noun, struct dw_noun_countries *out)
{
    const char *beside;

    out->n = 0;
    dw_token_children(doc, c, noun)
    {
        if (c < noun && dw_token_is_rel(doc, c, DW_DEPREL_COMPOUND) && !dw_token_country(doc, c)[0])
            note_inside(doc, c, out);
        if (!takes_country(doc->tokens.v[c].deprel) || !dw_token_country(doc, c)[0])
            continue;
        if (c > noun && out->n) /* "an Egyptian official in Paris" */
            break;
        if (c > noun && !is_owner(doc, c))
            continue;
        if (c < noun && is_adjectival(doc, (uint32_t)c))
            note_joined_before(doc, (uint32_t)c, out);
        note_country(doc, (uint32_t)c, out);
        note_joined_behind(doc, c, out);
    }
    beside = dw_token_is_rel(doc, noun, DW_DEPREL_COMPOUND) ? dw_noun_country(doc, noun)
                                                            : country_beside(doc, noun);
    if (!out->n && beside[0]) {
        memcpy(out->v[0].code, beside, sizeof out->v[0].code);
        out->v[0].token = (uint32_t)noun;
        out->n = 1;
    }
}

/* The title that ends right before `end`: its first token, or `end` if there is none. */
static uint32_t title_before(const struct dw_entity_scan *s, uint32_t end,
                             const struct dw_gazetteer_entry **title)
{
    const struct dw_doc *doc = s->doc;
    uint32_t sentence_first = doc->sentences.v[doc->tokens.v[end].sentence].first;
    uint32_t found = end;

    for (uint32_t n = 1; n <= TITLE_MAX && end - n + 1 > sentence_first; n++) {
        const struct dw_gazetteer_entry *entry;

        if (dw_gazetteer_title(s->gazetteer, doc, end - n, end, &entry) == n) {
            found = end - n;
            *title = entry;
        }
    }
    return found;
}

static void set(char *to, const char *from)
{
    if (!to[0] && from[0])
        memcpy(to, from, 4);
}

/* Country of the words before a title: "Japanese", "South Korea 's", "U.S.". */
static const char *country_before(const struct dw_doc *doc, uint32_t first)
{
    uint32_t sentence_first = doc->sentences.v[doc->tokens.v[first].sentence].first;
    uint32_t i = first;

    while (i > sentence_first && first - i < 4) {
        const struct dw_token *t = &doc->tokens.v[--i];
        const char *country = dw_token_country(doc, (int32_t)i);

        if (country[0])
            return country;
        if (t->flags & DW_TOKEN_PUNCT || (t->upos != DW_UPOS_ADJ && t->upos != DW_UPOS_NOUN &&
                                          t->upos != DW_UPOS_PROPN && t->upos != DW_UPOS_PART))
            break;
    }
    return "";
}

/* Has the text given the person an office before? The last one noted is still without its person.
 */
static bool has_office(const struct dw_entity_scan *s, int32_t person)
{
    for (uint32_t i = 0; i < s->offices.n; i++)
        if (s->offices.v[i].person == person)
            return true;
    return false;
}

/* Where the words of an office begin: "Brexit secretary", "former vice president". */
static uint32_t office_start(const struct dw_doc *doc, uint32_t first)
{
    static const char *const before[] = {"former", "ex", "late", "acting", "outgoing", NULL};
    uint32_t sentence_first = doc->sentences.v[doc->tokens.v[first].sentence].first;

    while (first > sentence_first) {
        const struct dw_token *t = &doc->tokens.v[first - 1];
        bool noun = t->upos == DW_UPOS_NOUN || t->upos == DW_UPOS_PROPN;
        bool named = t->upos == DW_UPOS_ADJ && t->flags & DW_TOKEN_UPPER_FIRST &&
                     doc->tokens.v[first].flags & DW_TOKEN_UPPER_FIRST; /* "Foreign Ministry" */

        if (dw_token_is_one_of(doc, first - 1, before))
            return first - 1;
        if (!(noun || named) || !dw_token_is_unnamed(doc, first - 1) || t->time != DW_NONE ||
            t->flags & DW_TOKEN_PUNCT)
            return first;
        first--;
    }
    return first;
}

/* Is the office one that its bearer has left: "former minister"? */
static bool is_left(const struct dw_doc *doc, uint32_t first)
{
    static const char *const former[] = {"former", "ex", "late", NULL};
    uint32_t sentence_first = doc->sentences.v[doc->tokens.v[first].sentence].first;

    if (dw_token_is_one_of(doc, first, former))
        return true;
    while (first > sentence_first && is_adjectival(doc, first - 1)) /* "former Japanese minister" */
        first--;
    return first > sentence_first && dw_token_is_one_of(doc, first - 1, former);
}

/* Note the office [first, end), and what it tells about its bearer; the text's own words win over
 * those of the table of persons. */
static enum dw_err take_title(struct dw_entity_scan *s, int32_t person,
                              const struct dw_gazetteer_entry *title, uint32_t first, uint32_t end)
{
    struct dw_doc *doc = s->doc;
    struct dw_entity *e = &doc->entities.v[person];
    uint32_t start = office_start(doc, first);
    struct dw_span span = {doc->tokens.v[start].span.beg, doc->tokens.v[end - 1].span.end};
    const char *role = title->flags & DW_GAZ_PLURAL ? title->name : dw_doc_text(doc, span);
    bool is_first = !has_office(s, person);
    struct dw_entity_office *office = dw_vec_push(&doc->arena, &s->offices);

    if (!office || !role)
        return DW_NOMEM;
    if (is_first)
        e->role = role;
    *office = (struct dw_entity_office){person, title, end - 1};
    set(e->country, country_before(doc, start));
    if (is_left(doc, start))
        set(e->sector, "ELI");
    else if (start == first || !(title->flags & DW_GAZ_AMBIGUOUS)) /* not "Amex president" */
        set(e->sector, title->sector);
    return DW_OK;
}

/* "Spanish arbitrator Gonzalo Stampa": no office, but a country. */
static void read_noun_before(const struct dw_doc *doc, const struct dw_mention *m,
                             struct dw_entity *e)
{
    uint32_t sentence_first = doc->sentences.v[doc->tokens.v[m->first].sentence].first;
    uint32_t i = m->first;

    while (i > sentence_first && doc->tokens.v[i - 1].upos == DW_UPOS_NOUN &&
           doc->tokens.v[i - 1].mention == DW_NONE)
        i--;
    if (i < m->first && i > sentence_first && is_adjectival(doc, i - 1))
        set(e->country, dw_token_country(doc, (int32_t)i - 1));
}

/* The first body or country named in [first, end) gives the person's country. */
static void read_belonging(const struct dw_doc *doc, uint32_t first, uint32_t end,
                           struct dw_entity *e)
{
    for (uint32_t i = first; i < end && !e->country[0]; i++) {
        int32_t entity = dw_token_entity(doc, (int32_t)i);

        if (doc->tokens.v[i].upos == DW_UPOS_VERB && i > first + 2)
            return;
        if (entity != DW_NONE && doc->entities.v[entity].type != DW_ENTITY_PLACE)
            set(e->country, doc->entities.v[entity].country);
    }
}

/* Where the honors before a name begin: "Sheikh", "Dr."; a comma before them is no part of them. */
static uint32_t honor_start(const struct dw_entity_scan *s, uint32_t end)
{
    const struct dw_gazetteer_entry *title = NULL;
    uint32_t first = end > 0 ? title_before(s, end, &title) : end;

    while (title && !strcmp(title->role, "honor")) {
        end = first;
        title = NULL;
        first = end > 0 ? title_before(s, end, &title) : end;
    }
    return end;
}

/* "The head of Peru's coast guard, Hugo Paredes": the noun that the name stands in apposition to,
 * or one that this belongs to, bears the title; what is between says whose. */
static enum dw_err read_apposed(struct dw_entity_scan *s, const struct dw_mention *m)
{
    const struct dw_doc *doc = s->doc;
    int32_t noun = doc->tokens.v[m->head].head;

    if (!dw_token_is_rel(doc, (int32_t)m->head, DW_DEPREL_APPOS))
        return DW_OK;
    for (; noun >= 0 && (uint32_t)noun + 1 < m->first; noun = doc->tokens.v[noun].head) {
        const struct dw_gazetteer_entry *title = NULL;
        uint32_t first = title_before(s, (uint32_t)noun + 1, &title);
        enum dw_err rc;

        if (title) {
            rc = take_title(s, m->entity, title, first, (uint32_t)noun + 1);
            read_belonging(doc, (uint32_t)noun + 1, m->first, &s->doc->entities.v[m->entity]);
            return rc;
        }
        if (dw_deprel_base(doc->tokens.v[noun].deprel) != DW_DEPREL_NMOD)
            break;
    }
    return DW_OK;
}

/* "Ministers Hugo Paredes of Peru and Rosa Quilodran of Chile": the title is hers as well. */
static void read_shared(struct dw_entity_scan *s, const struct dw_mention *m)
{
    const struct dw_doc *doc = s->doc;
    struct dw_entity *e = &s->doc->entities.v[m->entity];
    const struct dw_entity_office *last = s->offices.n ? &s->offices.v[s->offices.n - 1] : NULL;

    if (!last || !(last->title->flags & DW_GAZ_PLURAL) || last->person == m->entity || e->role ||
        doc->tokens.v[last->token].sentence != doc->tokens.v[m->first].sentence ||
        !dw_token_is_rel(doc, (int32_t)m->head, DW_DEPREL_CONJ))
        return;
    e->role = last->title->name;
    set(e->sector, last->title->sector);
}

static enum dw_err read_before(struct dw_entity_scan *s, const struct dw_mention *m)
{
    const struct dw_gazetteer_entry *title = NULL;
    uint32_t end = honor_start(s, m->first), first;

    if (end > 0 && dw_token_is(s->doc, end - 1, ","))
        end--;
    if (!end)
        return DW_OK;
    first = title_before(s, end, &title);
    if (title && strcmp(title->role, "honor") != 0)
        return take_title(s, m->entity, title, first, end);
    read_noun_before(s->doc, m, &s->doc->entities.v[m->entity]);
    read_shared(s, m);
    return read_apposed(s, m);
}

/* Is the word behind a name one that no apposition has: "Hugo Paredes, who served under minister"?
 * "Who is minister" is as good as one. */
static bool tells_of_another(const struct dw_doc *doc, uint32_t token)
{
    enum dw_upos upos = doc->tokens.v[token].upos;

    return upos == DW_UPOS_VERB || upos == DW_UPOS_SCONJ;
}

static enum dw_err read_behind(struct dw_entity_scan *s, const struct dw_mention *m)
{
    const struct dw_doc *doc = s->doc;
    struct dw_entity *e = &s->doc->entities.v[m->entity];
    uint32_t end = doc->sentences.v[doc->tokens.v[m->first].sentence].end;
    uint32_t limit = m->end + BEHIND_MAX < end ? m->end + BEHIND_MAX : end;
    bool comma = m->end < end && dw_token_is(doc, m->end, ",");

    if (m->end < end && (dw_token_is(doc, m->end, "from") || dw_token_is(doc, m->end, "of"))) {
        read_belonging(doc, m->end + 1, limit, e);
        return DW_OK;
    }
    for (uint32_t i = m->end + 1; comma && i < limit && i < m->end + 6; i++) {
        const struct dw_gazetteer_entry *title;
        uint32_t n = dw_gazetteer_title(s->gazetteer, doc, i, end, &title);
        enum dw_err rc;

        if (!n && tells_of_another(doc, i))
            break;
        if (!n || !strcmp(title->role, "honor"))
            continue;
        rc = take_title(s, m->entity, title, i, i + n);
        read_belonging(doc, i + n, limit, e);
        return rc;
    }
    return DW_OK;
}

/* The country of whom "its", "her" before a body stands for; "" if nobody. */
static const char *owner_country(const struct dw_doc *doc, const struct dw_mention *m)
{
    uint32_t owner = m->first - (m->first > 0);

    return doc->tokens.v[owner].upos == DW_UPOS_PRON ? dw_token_country(doc, (int32_t)owner) : "";
}

/* Who recalls an ambassador, recalls their own; "" if the person is not recalled. */
static const char *recaller_country(const struct dw_doc *doc, const struct dw_mention *m)
{
    int32_t at = (int32_t)m->head, subject;

    while (dw_deprel_base(doc->tokens.v[at].deprel) != DW_DEPREL_OBJ) {
        enum dw_deprel rel = dw_deprel_base(doc->tokens.v[at].deprel);

        if (rel != DW_DEPREL_APPOS && rel != DW_DEPREL_FLAT && rel != DW_DEPREL_COMPOUND)
            return "";
        at = doc->tokens.v[at].head;
    }
    at = doc->tokens.v[at].head;
    if (!dw_token_is_lemma(doc, at, "recall") && !dw_token_is_lemma(doc, at, "withdraw"))
        return "";
    subject = dw_token_child_find(doc, at, DW_DEPREL_NSUBJ);
    return subject == DW_NONE ? "" : dw_token_country(doc, subject);
}

void dw_role_complete(struct dw_entity_scan *scan, const struct dw_mention *mention)
{
    struct dw_entity *e = &scan->doc->entities.v[mention->entity];
    const struct dw_gazetteer_entry *title = NULL;
    uint32_t first, end;

    if (mention->kind != DW_MENTION_NAME || e->country[0])
        return;
    if (e->type == DW_ENTITY_GOVERNMENT_BODY || e->type == DW_ENTITY_COURT)
        set(e->country, owner_country(scan->doc, mention));
    if (e->type != DW_ENTITY_PERSON)
        return;
    end = honor_start(scan, mention->first);
    end -= end > 0 && dw_token_is(scan->doc, end - 1, ",");
    first = title_before(scan, end, &title);
    if (title && strcmp(title->sector, "BUS") != 0) /* "its owner" may be of another state */
        set(e->country, country_before(scan->doc, first));
    if (title && !strcmp(title->role, "posted"))
        set(e->country, recaller_country(scan->doc, mention));
}

enum dw_err dw_role_find(struct dw_entity_scan *scan, const struct dw_mention *mention)
{
    struct dw_entity *e = &scan->doc->entities.v[mention->entity];
    struct dw_mention m = *mention;
    enum dw_err rc;

    if (e->type != DW_ENTITY_PERSON) {
        if (e->type == DW_ENTITY_GOVERNMENT_BODY || e->type == DW_ENTITY_COURT ||
            e->type == DW_ENTITY_COMPANY || e->type == DW_ENTITY_ORGANIZATION)
            set(e->country, dw_noun_country(scan->doc, (int32_t)m.head));
        if (e->type == DW_ENTITY_GOVERNMENT_BODY) /* "Agriculture and Fisheries Ministry of" */
            set(e->country, dw_noun_country(scan->doc, (int32_t)m.end - 1));
        return DW_OK;
    }
    rc = read_before(scan, &m);
    return rc == DW_OK ? read_behind(scan, &m) : rc;
}
