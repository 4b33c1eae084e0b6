/* SPDX-License-Identifier: MIT */
/*
 * nominal.c - nouns that stand for what is named elsewhere, or describe what has no name.
 *
 *   self   "the country", "the court", "the pact": the last one of that type
 *   each   "both sides", "the two countries": the parties that the text is most about
 *          "both companies": the two last joined, or the only two
 *   other  "its neighbor": the other one of those
 *   courts "South Korea's top court" and pacts "military intelligence-sharing pact" become entities
 *
 * Precision first: what could be anybody stands for nobody.
 */
#include <string.h>
#include <strings.h>

#include "processors/entity/country.h"
#include "processors/entity/entity.h"
#include "processors/entity/epithet.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"

enum {
    PARTIES_MAX = 64,
    WINDOW = 2000, /* mentions that are looked back on: articles have fewer, feeds in one may not */
};

static uint32_t window_start(const struct dw_doc *doc)
{
    return doc->mentions.n > WINDOW ? doc->mentions.n - WINDOW : 0;
}

/* --- the parties of the matter so far -------------------------------------------------------- */

struct parties {
    int32_t entity[2]; /* the countries named most, the most named first; DW_NONE if fewer */
};

/* States are, not their territories, and a bloc that acts as they do: the European Union. */
static bool is_party(const struct dw_entity *e)
{
    struct dw_country c;

    return (e->type == DW_ENTITY_COUNTRY && dw_country_find(e->country, &c) &&
            c.kind != DW_COUNTRY_TERRITORY) ||
           (e->type == DW_ENTITY_INTERNATIONAL_ORGANIZATION && !strcmp(e->country, "EUR"));
}

/* The entity of a state that was named; DW_NONE if it was not. */
static int32_t find_state(const struct dw_doc *doc, const char *code)
{
    const char *name = dw_country_name(code);

    return name ? dw_entity_find(doc, DW_ENTITY_COUNTRY, name) : DW_NONE;
}

/* What a mention tells of a state as a party: its own name most, a body of it a little. */
static uint32_t weigh(const struct dw_doc *doc, const struct dw_mention *m, int32_t *party)
{
    const struct dw_entity *e = &doc->entities.v[m->entity];
    bool is_body = e->type == DW_ENTITY_GOVERNMENT_BODY || e->type == DW_ENTITY_COURT;

    *party = m->entity;
    if (is_party(e))
        return 2;
    if (is_body && e->country[0] && m->kind == DW_MENTION_NAME)
        *party = find_state(doc, e->country);
    return is_body && *party != m->entity && *party != DW_NONE;
}

/* The two that the text is most about so far, of those whom the epithets fit. */
static struct parties find_parties(const struct dw_doc *doc, const struct dw_epithets *epithets)
{
    uint32_t counts[PARTIES_MAX] = {0}, best[2] = {0, 0};
    struct parties p = {{DW_NONE, DW_NONE}};

    for (uint32_t i = window_start(doc); i < doc->mentions.n; i++) {
        int32_t e;
        uint32_t weight = weigh(doc, &doc->mentions.v[i], &e);

        if (weight && e < PARTIES_MAX && dw_epithets_fit(epithets, &doc->entities.v[e]))
            counts[e] += weight;
    }
    for (int32_t e = 0; e < PARTIES_MAX && (uint32_t)e < doc->entities.n; e++) {
        if (counts[e] > best[0]) {
            best[1] = best[0];
            p.entity[1] = p.entity[0];
            best[0] = counts[e];
            p.entity[0] = e;
        } else if (counts[e] > best[1]) {
            best[1] = counts[e];
            p.entity[1] = e;
        }
    }
    return p;
}

/* --- definiteness ---------------------------------------------------------------------------- */

static bool is_definite(const struct dw_doc *doc, uint32_t first, int32_t head)
{
    static const char *const articles[] = {"the", "this", "that", "these", "those", NULL};

    if (first > 0 && dw_token_is_one_of(doc, first - 1, articles))
        return true;
    dw_token_children(doc, c, head)
    {
        if (c < (int32_t)first && dw_token_is_one_of(doc, (uint32_t)c, articles))
            return true;
    }
    return false;
}

/* "two", "both", "three" before the noun. */
static bool is_counted(const struct dw_doc *doc, uint32_t first, int32_t head)
{
    static const char *const counts[] = {"two", "both", "three", "2", NULL};

    for (uint32_t i = first; i > 0 && first - i < 3; i--)
        if (dw_token_is_one_of(doc, i - 1, counts))
            return true;
    dw_token_children(doc, c, head)
    {
        if (c < head && dw_token_is_one_of(doc, (uint32_t)c, counts))
            return true;
    }
    return false;
}

static enum dw_err add_mention(struct dw_doc *doc, int32_t entity, uint32_t first, uint32_t end)
{
    if (entity == DW_NONE)
        return DW_OK;
    return dw_mention_add(doc, entity, first, end, DW_MENTION_NOMINAL) == DW_NONE ? DW_NOMEM
                                                                                  : DW_OK;
}

/* A mention for each of the states. */
static enum dw_err add_states(struct dw_doc *doc, const struct dw_noun_countries *states,
                              uint32_t first, uint32_t end)
{
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; rc == DW_OK && i < states->n; i++)
        rc = add_mention(doc, dw_entity_add_country(doc, states->v[i].code), first, end);
    return rc;
}

/* --- self ------------------------------------------------------------------------------------ */

/* Does the mention only say whose something is: "Japanese firms", "Finland's Botnia"? */
static bool is_lent(const struct dw_doc *doc, const struct dw_mention *m)
{
    enum dw_deprel rel = dw_deprel_base(doc->tokens.v[m->head].deprel);
    int32_t owned =
        rel == DW_DEPREL_NMOD ? dw_token_entity(doc, doc->tokens.v[m->head].head) : DW_NONE;

    return m->adjectival ||
           (owned != DW_NONE && (doc->entities.v[owned].type == DW_ENTITY_COMPANY ||
                                 doc->entities.v[owned].type == DW_ENTITY_PERSON));
}

/* Has the text of a role the word, in any case? */
static bool has_word(const char *role, const char *word, size_t len)
{
    for (; *role; role++)
        if (!strncasecmp(role, word, len))
            return true;
    return false;
}

/* May the noun at `token` mean the person: is the office that it names, if it does, theirs? "The
 * oil minister" is no minister of water. */
static bool has_role(const struct dw_doc *doc, const struct dw_entity *e, const char *noun,
                     uint32_t token)
{
    static const char *const offices[] = {
        "minister", "president", "prime minister", "spokesman", "spokeswoman", "ambassador", NULL};
    size_t i = 0;

    while (offices[i] && strcmp(noun, offices[i]) != 0)
        i++;
    if (!offices[i])
        return true;
    if (!e->role || !has_word(e->role, noun, strlen(noun)))
        return false;
    return token == 0 || doc->tokens.v[token - 1].upos != DW_UPOS_NOUN ||
           has_word(e->role, dw_token_form(doc, token - 1),
                    dw_token_len(&doc->tokens.v[token - 1]));
}

/* What a noun asks of whom it stands for. */
struct asked {
    enum dw_entity_type type;
    const char *noun; /* NULL if it says no more than the type */
    struct dw_epithets epithets;
};

static bool may_mean(const struct dw_doc *doc, const struct dw_mention *m,
                     const struct asked *asked, uint32_t token)
{
    const struct dw_entity *e = &doc->entities.v[m->entity];

    if (e->type != asked->type || !dw_epithets_fit(&asked->epithets, e))
        return false;
    return e->type != DW_ENTITY_PERSON || !asked->noun ||
           (m->kind != DW_MENTION_PRONOUN && has_role(doc, e, asked->noun, token));
}

/* The entity that was mentioned last before `token` of those that may be meant; not one that only
 * lent its name to another if there is a better one. */
static int32_t find_last(const struct dw_doc *doc, const struct asked *asked, uint32_t token)
{
    int32_t second = DW_NONE;

    for (uint32_t i = doc->mentions.n; i-- > window_start(doc);) {
        const struct dw_mention *m = &doc->mentions.v[i];

        if (m->first >= token || !may_mean(doc, m, asked, token))
            continue;
        if (!is_lent(doc, m))
            return m->entity;
        if (second == DW_NONE)
            second = m->entity;
    }
    return second;
}

/* --- whose country a speaker means ----------------------------------------------------------- */

static bool is_quote(const struct dw_doc *doc, uint32_t token)
{
    static const char *const marks[] = {"\"", "\xE2\x80\x9C", "\xE2\x80\x9D", "``", "''", NULL};

    return dw_token_is_one_of(doc, token, marks);
}

static bool is_quoted(const struct dw_doc *doc, uint32_t token)
{
    bool open = false;

    for (uint32_t i = doc->sentences.v[doc->tokens.v[token].sentence].first; i < token; i++)
        open ^= is_quote(doc, i);
    return open;
}

/* The state of the person who is the subject at `token`: named there, or "he" and "she". */
static int32_t find_state_of(struct dw_doc *doc, int32_t token)
{
    static const char *const pronouns[] = {"he", "she", NULL};
    static const struct asked person = {.type = DW_ENTITY_PERSON};
    int32_t e = dw_token_is_one_of(doc, (uint32_t)token, pronouns)
                    ? find_last(doc, &person, (uint32_t)token)
                    : dw_token_entity(doc, token);

    if (e == DW_NONE || doc->entities.v[e].type != DW_ENTITY_PERSON ||
        !doc->entities.v[e].country[0])
        return DW_NONE;
    return dw_entity_add_country(doc, doc->entities.v[e].country);
}

/* The state of who says the words around a noun: of `"the government must act," Najib said`
 * Najib's. DW_NONE if that is not told. */
static int32_t find_speaker_state(struct dw_doc *doc, uint32_t noun)
{
    const struct dw_sentence *sentence = &doc->sentences.v[doc->tokens.v[noun].sentence];
    bool open = false;

    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        open ^= is_quote(doc, i);
        if (!open && dw_token_is_rel(doc, (int32_t)i, DW_DEPREL_NSUBJ))
            return find_state_of(doc, (int32_t)i);
    }
    return DW_NONE;
}

/* A capital says that a name is meant: "the Court" is whose name ended so. */
static int32_t find_named(const struct dw_doc *doc, uint32_t token)
{
    for (uint32_t i = doc->mentions.n; i-- > window_start(doc);) {
        const struct dw_mention *m = &doc->mentions.v[i];

        if (m->kind == DW_MENTION_NAME && m->first < token &&
            doc->tokens.v[m->end - 1].hash == doc->tokens.v[token].hash)
            return m->entity;
    }
    return DW_NONE;
}

static bool is_capital(const struct dw_doc *doc, uint32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];

    return t->flags & DW_TOKEN_UPPER_FIRST && !(t->flags & DW_TOKEN_UPPER_ALL) &&
           token > doc->sentences.v[t->sentence].first;
}

/* The person that the noun is said to be: "his counterpart, Leo Varadkar", "his counterpart was
 * Lee Ho-hyun"; DW_NONE if nobody is named. */
static int32_t find_named_person(const struct dw_doc *doc, uint32_t end)
{
    uint32_t at = end, stop = doc->sentences.v[doc->tokens.v[end - 1].sentence].end;
    int32_t head = doc->tokens.v[end - 1].head, entity;

    if (at < stop && dw_token_is(doc, at, ","))
        at++;
    if (at < stop) {
        entity = dw_token_entity(doc, (int32_t)at);
        if (entity != DW_NONE && doc->entities.v[entity].type == DW_ENTITY_PERSON)
            return entity;
    }
    entity = dw_token_is_rel(doc, (int32_t)end - 1, DW_DEPREL_NSUBJ) ? dw_token_entity(doc, head)
                                                                     : DW_NONE;
    return entity != DW_NONE && doc->entities.v[entity].type == DW_ENTITY_PERSON ? entity : DW_NONE;
}

/* "The enclave of Vorukh" is not the state that has it. */
static bool is_named_behind(const struct dw_doc *doc, uint32_t end)
{
    return end + 1 < doc->tokens.n && dw_token_is(doc, end, "of") &&
           doc->tokens.v[end + 1].flags & DW_TOKEN_UPPER_FIRST;
}

static enum dw_err take_self(struct dw_doc *doc, const struct dw_gazetteer_entry *entry,
                             uint32_t first, uint32_t end)
{
    struct asked asked = {.type = (enum dw_entity_type)entry->type, .noun = entry->name};
    enum dw_entity_type type = asked.type;
    int32_t entity;

    if (entry->flags & DW_GAZ_PLURAL || !is_definite(doc, first, (int32_t)end - 1) ||
        dw_noun_country(doc, (int32_t)end - 1)[0])
        return DW_OK;
    if (type != DW_ENTITY_COUNTRY && type != DW_ENTITY_COURT && type != DW_ENTITY_COMPANY &&
        type != DW_ENTITY_PACT && type != DW_ENTITY_GOVERNMENT_BODY &&
        type != DW_ENTITY_INTERNATIONAL_ORGANIZATION && type != DW_ENTITY_ORGANIZATION &&
        type != DW_ENTITY_PERSON)
        return DW_OK;
    if (is_capital(doc, first))
        return add_mention(doc, find_named(doc, end - 1), first, end);
    if (type == DW_ENTITY_COUNTRY && is_named_behind(doc, end))
        return DW_OK;
    if (type == DW_ENTITY_PERSON && find_named_person(doc, end) != DW_NONE)
        return add_mention(doc, find_named_person(doc, end), first, end);
    dw_epithets_read(doc, first, end, &asked.epithets);
    if (type == DW_ENTITY_COUNTRY && !asked.epithets.n && is_quoted(doc, first))
        entity = find_speaker_state(doc, first);
    else
        entity = find_last(doc, &asked, first);
    return add_mention(doc, entity, first, end);
}

/* --- each and other -------------------------------------------------------------------------- */

/* The company that the one of the mention is joined to: of "A and B" that is A; DW_NONE if none. */
static int32_t joined_company(const struct dw_doc *doc, const struct dw_mention *m)
{
    int32_t e = dw_token_is_rel(doc, (int32_t)m->head, DW_DEPREL_CONJ)
                    ? dw_token_entity(doc, doc->tokens.v[m->head].head)
                    : DW_NONE;

    return e != DW_NONE && doc->entities.v[e].type == DW_ENTITY_COMPANY ? e : DW_NONE;
}

/* "Both companies": the last one named and the one that it is joined to, or the only other one. */
static enum dw_err add_companies(struct dw_doc *doc, uint32_t first, uint32_t end)
{
    int32_t last = DW_NONE, other = DW_NONE;
    enum dw_err rc;

    for (uint32_t i = doc->mentions.n; i-- > window_start(doc);) {
        const struct dw_mention *m = &doc->mentions.v[i];

        if (m->kind != DW_MENTION_NAME || doc->entities.v[m->entity].type != DW_ENTITY_COMPANY)
            continue;
        if (last == DW_NONE && (other = joined_company(doc, m)) != DW_NONE) {
            last = m->entity;
            break;
        }
        if (last == DW_NONE)
            last = m->entity;
        if (m->entity != last && other != DW_NONE && m->entity != other)
            return DW_OK; /* a third one */
        if (m->entity != last)
            other = m->entity;
    }
    if (other == DW_NONE)
        return DW_OK;
    rc = add_mention(doc, other, first, end);
    return rc == DW_OK ? add_mention(doc, last, first, end) : rc;
}

static enum dw_err take_each(struct dw_doc *doc, const struct dw_gazetteer_entry *entry,
                             uint32_t first, uint32_t end)
{
    struct dw_noun_countries states;
    struct dw_epithets epithets;
    struct parties p;
    enum dw_err rc;

    dw_epithets_read(doc, first, end, &epithets);
    p = find_parties(doc, &epithets);
    dw_noun_countries_find(doc, (int32_t)end - 1, &states);
    if (states.n) /* "the South Korean side" */
        return add_states(doc, &states, first, end);
    if (entry->type == DW_ENTITY_COMPANY)
        return add_companies(doc, first, end);
    if (entry->type != DW_ENTITY_COUNTRY && !is_counted(doc, first, (int32_t)end - 1))
        return DW_OK;
    if (p.entity[1] == DW_NONE)
        return DW_OK;
    rc = add_mention(doc, p.entity[0], first, end);
    return rc == DW_OK ? add_mention(doc, p.entity[1], first, end) : rc;
}

/* Counterparts have the same office: "his Tajik counterpart, Saimumin Yatimov". */
static void inherit_office(struct dw_doc *doc, int32_t person, uint32_t noun)
{
    static const struct asked other = {.type = DW_ENTITY_PERSON};
    int32_t owner = dw_token_child_find(doc, (int32_t)noun, DW_DEPREL_NMOD_POSS), of;

    if (owner == DW_NONE || doc->entities.v[person].role)
        return;
    of = dw_token_entity(doc, owner);
    if (of == DW_NONE) /* "his": pronouns are read after nouns */
        of = find_last(doc, &other, (uint32_t)owner);
    if (of == DW_NONE || of == person || doc->entities.v[of].type != DW_ENTITY_PERSON)
        return;
    doc->entities.v[person].role = doc->entities.v[of].role;
    if (!doc->entities.v[person].sector[0])
        memcpy(doc->entities.v[person].sector, doc->entities.v[of].sector,
               sizeof doc->entities.v[of].sector);
}

/* "her Irish counterpart" is who is named beside it, else stands for the state. */
static enum dw_err take_counterpart(struct dw_doc *doc, const struct dw_gazetteer_entry *entry,
                                    uint32_t first, uint32_t end)
{
    int32_t person = find_named_person(doc, end);
    struct dw_noun_countries states;

    dw_noun_countries_find(doc, (int32_t)end - 1, &states);
    if (person != DW_NONE && !(entry->flags & DW_GAZ_PLURAL)) {
        if (states.n == 1 && !doc->entities.v[person].country[0])
            memcpy(doc->entities.v[person].country, states.v[0].code, sizeof states.v[0].code);
        inherit_office(doc, person, end - 1);
        return add_mention(doc, person, first, end);
    }
    return add_states(doc, &states, first, end);
}

static enum dw_err take_other(struct dw_doc *doc, const struct dw_gazetteer_entry *entry,
                              uint32_t first, uint32_t end)
{
    int32_t owner = dw_token_child_find(doc, (int32_t)end - 1, DW_DEPREL_NMOD_POSS);
    int32_t entity = dw_token_entity(doc, owner);
    static const struct asked country = {.type = DW_ENTITY_COUNTRY};
    struct parties p;

    if (entry->type == DW_ENTITY_PERSON)
        return take_counterpart(doc, entry, first, end);
    p = find_parties(doc, &country.epithets);
    if (owner == DW_NONE || entry->type != DW_ENTITY_COUNTRY || entry->flags & DW_GAZ_PLURAL ||
        p.entity[1] == DW_NONE)
        return DW_OK;
    if (entity == DW_NONE) /* "its": pronouns are read after nouns */
        entity = find_last(doc, &country, first);
    if (entity != p.entity[0] && entity != p.entity[1])
        return DW_OK;
    return add_mention(doc, entity == p.entity[0] ? p.entity[1] : p.entity[0], first, end);
}

/* --- described courts and pacts -------------------------------------------------------------- */

static enum dw_err take_court(struct dw_doc *doc, uint32_t first, uint32_t end)
{
    struct dw_span span = {doc->tokens.v[first].span.beg, doc->tokens.v[end - 1].span.end};
    static const struct asked court = {.type = DW_ENTITY_COURT};
    const char *country, *text, *name;
    struct dw_noun_countries states;
    int32_t entity;

    dw_noun_countries_find(doc, (int32_t)end - 1, &states);
    country = states.n ? states.v[0].code : "";
    if (!country[0]) /* "a dispute panel" is nobody yet */
        return is_definite(doc, first, (int32_t)end - 1)
                   ? add_mention(doc, find_last(doc, &court, first), first, end)
                   : DW_OK;
    text = dw_doc_text(doc, span);
    if (!text)
        return DW_NOMEM;
    name = strcmp(country, "IGO") != 0
               ? dw_arena_printf(&doc->arena, "%s of %s", text, dw_country_name(country))
               : text;
    entity = name ? dw_entity_add(doc, DW_ENTITY_COURT, name, country, "JUD") : DW_NONE;
    return entity == DW_NONE ? DW_NOMEM : add_mention(doc, entity, first, end);
}

/* First token of what describes the noun: "bilateral military intelligence-sharing" pact. */
static uint32_t description_start(const struct dw_doc *doc, uint32_t head, uint32_t first)
{
    uint32_t start = head;

    while (start > first) {
        const struct dw_token *t = &doc->tokens.v[start - 1];
        bool hyphen = dw_token_is(doc, start - 1, "-") && !(t->flags & DW_TOKEN_SPACE_AFTER);

        if (!hyphen && t->time == DW_NONE && t->upos != DW_UPOS_ADJ && t->upos != DW_UPOS_NOUN &&
            t->upos != DW_UPOS_PROPN && !(t->upos == DW_UPOS_VERB && t->xpos == DW_XPOS_VBG))
            break;
        if (t->mention != DW_NONE)
            break;
        start--;
    }
    return start;
}

static bool tells_little(const struct dw_doc *doc, uint32_t token)
{
    static const char *const words[] = {"new",      "such",    "other",   "same", "final",
                                        "possible", "similar", "current", "last", "next",
                                        "first",    "any",     "own",     "good", "mutual",
                                        "general",  "formal",  "big",     NULL};

    return dw_token_is_one_of(doc, token, words);
}

/* End of what the noun is said to be on: "pact on microchip trade"; behind the noun if nothing. */
static uint32_t matter_end(const struct dw_doc *doc, uint32_t head)
{
    uint32_t stop = doc->sentences.v[doc->tokens.v[head].sentence].end, at = head + 2;

    if (at >= stop || !dw_token_is(doc, head + 1, "on"))
        return head + 1;
    while (at < stop && doc->tokens.v[at].time == DW_NONE && dw_token_is_unnamed(doc, at) &&
           (doc->tokens.v[at].upos == DW_UPOS_NOUN || doc->tokens.v[at].upos == DW_UPOS_ADJ))
        at++;
    return at > head + 2 && doc->tokens.v[at - 1].upos == DW_UPOS_NOUN ? at : head + 1;
}

static enum dw_err take_pact(struct dw_doc *doc, uint32_t sentence_first, uint32_t head)
{
    uint32_t first = description_start(doc, head, sentence_first);
    uint32_t end = head + 1;
    const char *name;
    int32_t entity;

    while (first < head && tells_little(doc, first))
        first++;
    if (first == head)
        end = matter_end(doc, head);
    if (end == first + 1 || dw_token_is(doc, head, "deal") || dw_token_is(doc, head, "contract"))
        return DW_OK;
    name = dw_doc_text(
        doc, (struct dw_span){doc->tokens.v[first].span.beg, doc->tokens.v[end - 1].span.end});
    entity = name ? dw_entity_add(doc, DW_ENTITY_PACT, name, "", "") : DW_NONE;
    return entity == DW_NONE ? DW_NOMEM : add_mention(doc, entity, first, end);
}

/* --- agents ---------------------------------------------------------------------------------- */

static bool has_mention(const struct dw_doc *doc, int32_t entity)
{
    for (uint32_t i = doc->mentions.n; i-- > window_start(doc);)
        if (doc->mentions.v[i].entity == entity)
            return true;
    return false;
}

/* Do they act for their state, so that "Japanese officials" are Japan? Its ministries are bodies
 * of their own. */
static bool acts_for_state(const struct dw_gazetteer_entry *agent)
{
    return agent->type == DW_ENTITY_COUNTRY ||
           (agent->type == DW_ENTITY_PERSON && !strcmp(agent->sector, "GOV"));
}

/* "Japanese firms" as the text has it; "Chinese soldiers" out of "Indian and Chinese soldiers";
 * "firms of Japan" where the state stands elsewhere. NULL when memory is out. */
static const char *name_agents(struct dw_doc *doc, const struct dw_noun_countries *states,
                               uint32_t i, uint32_t start, uint32_t first, uint32_t end)
{
    const struct dw_noun_country *state = &states->v[i];
    uint32_t from = states->n == 1 ? start : first;
    const char *text = dw_doc_text(
        doc, (struct dw_span){doc->tokens.v[from].span.beg, doc->tokens.v[end - 1].span.end});
    int32_t m = doc->tokens.v[state->token].mention;
    const char *adjective;

    if (!text || from < first)
        return text;
    if (states->n == 1 || state->token >= first || m == DW_NONE)
        return dw_arena_printf(&doc->arena, "%s of %s", text, dw_country_name(state->code));
    adjective = dw_doc_text(doc, doc->mentions.v[m].span);
    return adjective ? dw_arena_printf(&doc->arena, "%s %s", adjective, text) : NULL;
}

/* Agents of one state that do not speak for it. */
static enum dw_err add_agents(struct dw_doc *doc, const struct dw_gazetteer_entry *agent,
                              const char *name, const char *country, uint32_t first, uint32_t end)
{
    int32_t entity =
        name ? dw_entity_add(doc, (enum dw_entity_type)agent->type, name, country, agent->sector)
             : DW_NONE;

    if (entity == DW_NONE)
        return DW_NOMEM;
    if (entity + 1 == (int32_t)doc->entities.n && !has_mention(doc, entity))
        doc->entities.v[entity].provisional = agent->type != DW_ENTITY_GOVERNMENT_BODY;
    return add_mention(doc, entity, first, end);
}

/* Where the words begin that say whose the agents at `first` are. */
static uint32_t states_start(const struct dw_doc *doc, const struct dw_noun_countries *states,
                             uint32_t first)
{
    uint32_t start = first;

    while (start > 0 && doc->tokens.v[start - 1].sentence == doc->tokens.v[first].sentence &&
           first - start < 4 && dw_token_entity(doc, (int32_t)start - 1) != DW_NONE)
        start--;
    if (states->n > 1 && states->v[0].token < start) {
        start = states->v[0].token;
        if (doc->tokens.v[start].mention != DW_NONE)
            start = doc->mentions.v[doc->tokens.v[start].mention].first;
    }
    return start;
}

/* End of a ministry with its matter: "ministry of agriculture and fisheries". */
static uint32_t body_end(const struct dw_doc *doc, uint32_t end)
{
    static const char *const bodies[] = {"ministry", "department", "secretariat", NULL};
    uint32_t stop = doc->sentences.v[doc->tokens.v[end - 1].sentence].end, at = end + 1;

    if (at >= stop || !dw_token_is(doc, end, "of") || !dw_token_is_one_of(doc, end - 1, bodies))
        return end;
    while (at < stop && dw_token_is_unnamed(doc, at) &&
           (doc->tokens.v[at].upos == DW_UPOS_NOUN || doc->tokens.v[at].upos == DW_UPOS_ADJ ||
            (dw_token_is(doc, at, "and") && at + 1 < stop &&
             doc->tokens.v[at + 1].upos == DW_UPOS_NOUN)))
        at++;
    return at > end + 1 ? at : end;
}

/*
 * "South Korean officials" mention the state; "Japanese firms", "the Turkish army" are actors of
 * their own, as they have a country but no name; "Indian and Chinese soldiers" are two of them.
 * Agents without a country stay words.
 */
static enum dw_err take_agent(struct dw_doc *doc, const struct dw_gazetteer_entry *agent,
                              uint32_t first, uint32_t end)
{
    struct dw_noun_countries states;
    const char *names[DW_NOUN_COUNTRIES];
    enum dw_err rc = DW_OK;
    uint32_t start;

    dw_noun_countries_find(doc, (int32_t)end - 1, &states);
    if (!states.n || (end < doc->tokens.n && doc->tokens.v[end].mention != DW_NONE &&
                      doc->tokens.v[end].upos == DW_UPOS_PROPN))
        return DW_OK;
    start = states_start(doc, &states, first);
    end = body_end(doc, end);
    if (acts_for_state(agent))
        return add_states(doc, &states, start, end);
    for (uint32_t i = 0; i < states.n; i++) /* before mentions change what the tokens are of */
        names[i] = name_agents(doc, &states, i, start, first, end);
    for (uint32_t i = 0; rc == DW_OK && i < states.n; i++)
        rc = add_agents(doc, agent, names[i], states.v[i].code, start, end);
    return rc;
}

/* --- the scan -------------------------------------------------------------------------------- */

static enum dw_err take_nominal(struct dw_doc *doc, const struct dw_gazetteer_entry *entry,
                                uint32_t first, uint32_t end)
{
    bool counted = is_counted(doc, first, (int32_t)end - 1);

    if (!strcmp(entry->role, "each") ||
        (!strcmp(entry->role, "self") && entry->flags & DW_GAZ_PLURAL && counted &&
         (entry->type == DW_ENTITY_COUNTRY || entry->type == DW_ENTITY_COMPANY)))
        return take_each(doc, entry, first, end);
    if (!strcmp(entry->role, "self"))
        return take_self(doc, entry, first, end);
    if (!strcmp(entry->role, "other"))
        return take_other(doc, entry, first, end);
    return DW_OK;
}

enum dw_err dw_nominals_find(struct dw_entity_scan *scan, uint32_t first, uint32_t end)
{
    struct dw_doc *doc = scan->doc;
    enum dw_err rc = DW_OK;
    uint32_t i = first;

    while (i < end && rc == DW_OK) {
        const struct dw_gazetteer_entry *entry = NULL;
        uint32_t n;

        if (doc->tokens.v[i].mention != DW_NONE || doc->tokens.v[i].flags & DW_TOKEN_PUNCT) {
            i++;
            continue;
        }
        n = dw_gazetteer_agent(scan->gazetteer, doc, i, end, &entry);
        if (n && entry->type == DW_ENTITY_COURT && !(entry->flags & DW_GAZ_PLURAL)) {
            rc = take_court(doc, i, i + n);
            i += n;
            continue;
        }
        if (n && !(entry->flags & DW_GAZ_AMBIGUOUS)) {
            rc = take_agent(doc, entry, i, i + n);
            if (rc != DW_OK || doc->tokens.v[i].mention != DW_NONE) {
                i += n;
                continue;
            }
        }
        if (dw_token_is_class(doc, (int32_t)i, DW_CLASS_PACT) &&
            doc->tokens.v[i].upos == DW_UPOS_NOUN)
            rc = take_pact(doc, first, i);
        if (rc == DW_OK && doc->tokens.v[i].mention == DW_NONE &&
            (n = dw_gazetteer_nominal(scan->gazetteer, doc, i, end, &entry))) {
            rc = take_nominal(doc, entry, i, i + n);
            i += n;
            continue;
        }
        i++;
    }
    return rc;
}
