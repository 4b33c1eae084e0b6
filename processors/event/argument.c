/* SPDX-License-Identifier: MIT */
#include "processors/event/argument.h"

#include <string.h>

#include "processors/entity/entity.h"
#include "processors/event/clause.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"

enum {
    INNER_MAX = 2,   /* nouns inside nouns that are asked for an actor */
    WHOSE_MAX = 4,   /* steps up from "whose" to the verb of its clause */
    SPEAKER_MAX = 8, /* steps up to the verb that reports the words */
};

/* --- resolving ------------------------------------------------------------------------------- */

bool dw_entity_is_actor(const struct dw_entity *e)
{
    return e->type != DW_ENTITY_PLACE && e->type != DW_ENTITY_GOODS && e->type != DW_ENTITY_PACT &&
           e->type != DW_ENTITY_MEDIA;
}

/* All mentions that share the span of this one: "both sides" has one for each side. */
static enum dw_err add_mentioned(struct dw_doc *doc, uint32_t mention, struct dw_refs *refs)
{
    struct dw_mention m = doc->mentions.v[mention];
    enum dw_err rc = DW_OK;

    for (uint32_t i = mention; rc == DW_OK && i < doc->mentions.n; i++) {
        const struct dw_mention *n = &doc->mentions.v[i];

        if (n->first == m.first && n->end == m.end &&
            dw_entity_is_actor(&doc->entities.v[n->entity]))
            rc = dw_refs_add(doc, refs, n->entity);
        if (n->first > m.end)
            break;
    }
    return rc;
}

static enum dw_err add_country(struct dw_doc *doc, const char *code, struct dw_refs *refs)
{
    int32_t entity = code[0] ? dw_entity_add_country(doc, code) : DW_NONE;

    return entity == DW_NONE ? DW_OK : dw_refs_add(doc, refs, entity);
}

/* "Lopez, whose party rejected": the noun that the clause with "whose" tells of; else the token. */
static int32_t whose_noun(const struct dw_doc *doc, int32_t token)
{
    int32_t at = token;

    if (!dw_token_is(doc, (uint32_t)token, "whose"))
        return token;
    for (int n = 0; n < WHOSE_MAX && at != DW_NONE; n++) {
        if (doc->tokens.v[at].deprel == DW_DEPREL_ACL_RELCL)
            return doc->tokens.v[at].head;
        at = doc->tokens.v[at].head;
    }
    for (at = token - 1; at >= 0 && dw_token_is(doc, (uint32_t)at, ","); at--)
        ;
    return at >= 0 && doc->tokens.v[at].sentence == doc->tokens.v[token].sentence ? at : token;
}

/* Whoever a token names: the actors of its mention, or the country of a place or a demonym. */
static enum dw_err add_named(struct dw_doc *doc, int32_t token, struct dw_refs *refs)
{
    uint32_t before = refs->n;
    enum dw_err rc = DW_OK;
    int32_t mention;

    token = whose_noun(doc, token);
    mention = doc->tokens.v[token].mention;

    if (mention != DW_NONE && !doc->mentions.v[mention].adjectival)
        rc = add_mentioned(doc, (uint32_t)mention, refs);
    return rc == DW_OK && refs->n == before ? add_country(doc, dw_token_country(doc, token), refs)
                                            : rc;
}

/* "between Manila and Hanoi": whoever is named joined with a token, of other countries. */
static enum dw_err add_named_with(struct dw_doc *doc, int32_t token, struct dw_refs *refs)
{
    enum dw_err rc = DW_OK;
    bool list = false;

    dw_token_children(doc, c, token)
    {
        list |= dw_token_is_rel(doc, c, DW_DEPREL_CONJ) &&
                dw_token_child_find(doc, c, DW_DEPREL_CC) != DW_NONE;
    }
    dw_token_children(doc, c, token)
    {
        if (rc == DW_OK && list && dw_token_is_rel(doc, c, DW_DEPREL_CONJ) &&
            !dw_refs_have_country(doc, refs, dw_token_country(doc, c)))
            rc = add_named(doc, c, refs);
    }
    return rc;
}

/* How near a child of a noun is to saying who it is of: "pastor Lee", "Japan's", "Japanese", "of
 * Japan", "with Japan". */
enum owner_rank { NO_RANK, NAME_RANK, POSSESSOR_RANK, MODIFIER_RANK, ORIGIN_RANK, OTHER_RANK };

static int owner_rank(const struct dw_doc *doc, int32_t child, int32_t noun)
{
    static const char *const origins[] = {"of", "from", "by"};
    enum dw_deprel base = dw_deprel_base((enum dw_deprel)doc->tokens.v[child].deprel);
    bool left = child < noun && dw_token_child_find(doc, child, DW_DEPREL_CASE) == DW_NONE;

    if (base == DW_DEPREL_AMOD && !dw_token_country(doc, child)[0]) /* "Kurdish prisoners" */
        return doc->tokens.v[child].mention == DW_NONE ? MODIFIER_RANK : NO_RANK;
    if (base == DW_DEPREL_FLAT)
        return NAME_RANK;
    if (doc->tokens.v[child].deprel == DW_DEPREL_NMOD_POSS)
        return POSSESSOR_RANK;
    if (base == DW_DEPREL_COMPOUND || (left && (base == DW_DEPREL_AMOD || base == DW_DEPREL_NMOD)))
        return MODIFIER_RANK;
    for (size_t i = 0; base == DW_DEPREL_NMOD && i < sizeof origins / sizeof *origins; i++)
        if (dw_token_has_preposition(doc, child, origins[i]))
            return ORIGIN_RANK;
    return base == DW_DEPREL_NMOD || base == DW_DEPREL_APPOS ? OTHER_RANK : NO_RANK;
}

/* May a further modifier name somebody besides: the second of "U.S.-Japanese"? */
static bool is_further(const struct dw_doc *doc, int32_t child, const struct dw_refs *refs,
                       uint32_t from)
{
    const char *country = dw_token_country(doc, child);
    struct dw_refs found = {.v = refs->v + from, .n = refs->n - from};

    return country[0] && !dw_refs_have_country(doc, &found, country) && child > 0 &&
           dw_token_is(doc, (uint32_t)child - 1, "-");
}

/* "Hong Kong-flagged", "Syrian-held", but not "Iran-backed": whoever backs them is not them. */
static bool is_support(const struct dw_doc *doc, int32_t token)
{
    static const char *const words[] = {"backed",  "supported", "armed",    "funded",
                                        "trained", "allied",    "financed", "aligned",
                                        "linked",  "sponsored", "brokered", NULL};

    return dw_token_is_one_of(doc, (uint32_t)token, words);
}

/* "the Chinese premier": a modifier that the parser hung from the verb rather than the noun. */
static bool is_beside_modifier(const struct dw_doc *doc, int32_t noun)
{
    return noun > 0 && doc->tokens.v[noun - 1].head == doc->tokens.v[noun].head &&
           dw_token_is_rel(doc, noun - 1, DW_DEPREL_AMOD);
}

/* The actors among those who have, make or are the object of a noun: "Japan's curbs", "U.S.-Soviet
 * talks", "the minister of Japan", "members of a delegation from Peru", "exports to Chinese firms".
 */
static enum dw_err resolve_inside(struct dw_doc *doc, int32_t noun, int depth, struct dw_refs *refs)
{
    uint32_t before = refs->n;
    enum dw_err rc = DW_OK;

    for (int rank = NAME_RANK; rank <= OTHER_RANK && rc == DW_OK && refs->n == before; rank++)
        dw_token_children(doc, c, noun)
        {
            if (rc != DW_OK || owner_rank(doc, c, noun) != rank ||
                (refs->n > before && !is_further(doc, c, refs, before)))
                continue;
            rc = add_named(doc, c, refs);
            if (rc == DW_OK && refs->n > before)
                rc = add_named_with(doc, c, refs);
            if (rc == DW_OK && refs->n == before && depth < INNER_MAX && !is_support(doc, c))
                rc = resolve_inside(doc, c, depth + 1, refs);
        }
    if (rc == DW_OK && refs->n == before)
        rc = add_country(doc, dw_noun_country(doc, noun), refs);
    if (rc == DW_OK && refs->n == before && is_beside_modifier(doc, noun))
        rc = add_country(doc, dw_token_country(doc, noun - 1), refs);
    return rc;
}

/* --- those whom nobody knows ----------------------------------------------------------------- */

/* Is the token tied to the one before by a hyphen? */
static bool is_hyphened(const struct dw_doc *doc, uint32_t token)
{
    return token > 1 && dw_token_is(doc, token - 1, "-") &&
           !(doc->tokens.v[token - 2].flags & DW_TOKEN_SPACE_AFTER);
}

/* First and last + 1 token of a noun with what describes it from the left. */
static void noun_span(const struct dw_doc *doc, int32_t noun, uint32_t *first, uint32_t *end)
{
    *first = (uint32_t)noun;
    *end = (uint32_t)noun + 1;
    dw_token_children(doc, c, noun)
    {
        enum dw_deprel base = dw_deprel_base((enum dw_deprel)doc->tokens.v[c].deprel);

        if (base == DW_DEPREL_FLAT && (uint32_t)c + 1 > *end)
            *end = (uint32_t)c + 1;
        if ((base == DW_DEPREL_COMPOUND || base == DW_DEPREL_AMOD ||
             (base == DW_DEPREL_NMOD && dw_token_child_find(doc, c, DW_DEPREL_CASE) == DW_NONE)) &&
            (uint32_t)c < *first)
            *first = (uint32_t)c;
    }
    while (is_hyphened(doc, *first)) /* "Iran-backed militias" */
        *first -= 2;
}

static bool has_pronoun_owner(const struct dw_doc *doc, int32_t noun)
{
    int32_t owner = dw_token_child_find(doc, noun, DW_DEPREL_NMOD_POSS);

    return owner != DW_NONE && doc->tokens.v[owner].upos == DW_UPOS_PRON;
}

/* "in Khor", "off Scarborough": a name that no list has is a place there. */
static bool is_where(const struct dw_doc *doc, int32_t token)
{
    static const char *const words[] = {"in",   "at",     "near",    "off",  "from",
                                        "into", "around", "through", "over", "along"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dw_token_has_preposition(doc, token, words[i]))
            return true;
    return false;
}

/* Nobody that the text has told of before, nor a time. */
static bool is_new(const struct dw_doc *doc, int32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];

    return t->mention == DW_NONE && t->time == DW_NONE && !(t->flags & DW_TOKEN_DIGIT) &&
           !has_pronoun_owner(doc, token); /* "its troops" are of somebody told */
}

static bool is_unknown_actor(const struct dw_doc *doc, int32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];

    if (!is_new(doc, token))
        return false;
    if (t->upos == DW_UPOS_PROPN)
        return t->flags & DW_TOKEN_UPPER_FIRST && !is_where(doc, token);
    return t->upos == DW_UPOS_NOUN && (dw_token_is_class(doc, token, DW_CLASS_AGENT) ||
                                       dw_token_is_class(doc, token, DW_CLASS_CROWD));
}

/* People of a country are not their state: "Malian farmers". */
static bool is_people(const struct dw_doc *doc, int32_t token)
{
    return doc->tokens.v[token].upos == DW_UPOS_NOUN && dw_noun_country(doc, token)[0] &&
           is_unknown_actor(doc, token);
}

/* Does a title of state stand among the words: "President Lopez"? */
static bool has_title(const struct dw_doc *doc, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (dw_token_is_class(doc, (int32_t)i, DW_CLASS_PARTY))
            return true;
    return false;
}

/* "masked gunmen", "Lopez": an actor that no list has, by the words of the text. */
static enum dw_err add_described(struct dw_doc *doc, int32_t token, struct dw_refs *refs)
{
    bool name = doc->tokens.v[token].upos == DW_UPOS_PROPN;
    const char *country = name ? "" : dw_noun_country(doc, token);
    uint32_t first, end;
    const char *text;
    int32_t entity;

    noun_span(doc, token, &first, &end);
    while (!country[0] && first < (uint32_t)token && doc->tokens.v[first].mention != DW_NONE &&
           !is_hyphened(doc, first + 2))
        first++;
    text = dw_doc_text(
        doc, (struct dw_span){doc->tokens.v[first].span.beg, doc->tokens.v[end - 1].span.end});
    entity = text ? dw_entity_add(doc, name ? DW_ENTITY_PERSON : DW_ENTITY_ORGANIZATION, text,
                                  country, name && has_title(doc, first, end) ? "GOV" : "")
                  : DW_NONE;
    if (entity == DW_NONE || dw_mention_add(doc, entity, first, end,
                                            name ? DW_MENTION_NAME : DW_MENTION_NOMINAL) == DW_NONE)
        return DW_NOMEM;
    doc->entities.v[entity].provisional = true;
    return dw_refs_add(doc, refs, entity);
}

static enum dw_err add_unknown(struct dw_doc *doc, int32_t token, struct dw_refs *refs)
{
    return is_unknown_actor(doc, token) ? add_described(doc, token, refs) : DW_OK;
}

static bool is_place(const struct dw_doc *doc, int32_t mention)
{
    return mention != DW_NONE &&
           doc->entities.v[doc->mentions.v[mention].entity].type == DW_ENTITY_PLACE;
}

/* --- those who speak ------------------------------------------------------------------------- */

static bool is_pronoun_of(const struct dw_doc *doc, int32_t token, const char *const *forms)
{
    for (; *forms; forms++)
        if (dw_token_is(doc, (uint32_t)token, *forms))
            return true;
    return false;
}

/* "..., he said": the reporting clause that hangs below the words. */
static int32_t said_below(const struct dw_doc *doc, int32_t root)
{
    dw_token_children(doc, c, root)
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_PARATAXIS) && dw_token_is_class(doc, c, DW_CLASS_SAY))
            return c;
    }
    return DW_NONE;
}

/* The reporting verb whose words the token stands in; for others than the first person only as its
 * complement. */
static int32_t reporting_verb(const struct dw_doc *doc, int32_t token, bool first_person)
{
    for (int n = 0; n < SPEAKER_MAX; n++) {
        int32_t head = doc->tokens.v[token].head;

        if (head == DW_NONE)
            return first_person ? said_below(doc, token) : DW_NONE;
        if ((dw_token_is_rel(doc, token, DW_DEPREL_CCOMP) ||
             (first_person && dw_token_is_rel(doc, token, DW_DEPREL_PARATAXIS))) &&
            dw_token_is_class(doc, head, DW_CLASS_SAY))
            return head;
        token = head;
    }
    return DW_NONE;
}

/* "It will release them, the group said", "we will not": whose pronoun nobody has found. */
static enum dw_err resolve_speaker(struct dw_doc *doc, int32_t token, struct dw_refs *refs)
{
    static const char *const first[] = {"we", "i", "us", "our", "my", "me", NULL};
    static const char *const third[] = {"it", "they", "he", "she", NULL};
    static const struct dw_slot subject = {.kind = {DW_SLOT_SUBJ}};
    bool first_person = is_pronoun_of(doc, token, first);
    struct dw_fillers fillers = {.n = 0};
    enum dw_err rc = DW_OK;
    int32_t verb;

    if (doc->tokens.v[token].upos != DW_UPOS_PRON ||
        (!first_person && !is_pronoun_of(doc, token, third)))
        return DW_OK;
    if (!first_person && !dw_token_is_rel(doc, token, DW_DEPREL_NSUBJ))
        return DW_OK;
    verb = reporting_verb(doc, token, first_person);
    if (verb == DW_NONE)
        return DW_OK;
    dw_slot_find(doc, verb, &subject, &fillers);
    for (uint32_t i = 0; rc == DW_OK && i < fillers.n; i++)
        if (doc->tokens.v[fillers.v[i]].upos != DW_UPOS_PRON ||
            doc->tokens.v[fillers.v[i]].mention != DW_NONE)
            rc = dw_actor_resolve(doc, fillers.v[i], refs);
    return rc;
}

/* The country that a word of its own names, whatever wider mention it stands in. */
static const char *word_country(const struct dw_doc *doc, int32_t token)
{
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const struct dw_mention *m = &doc->mentions.v[i];

        if (m->first == (uint32_t)token && m->end == m->first + 1)
            return doc->entities.v[m->entity].country;
    }
    return "";
}

/* "Indian and Chinese soldiers", "U.S.-Soviet talks": the countries joined with the first, read
 * before the noun becomes one mention. */
static enum dw_err find_joined_countries(struct dw_doc *doc, int32_t noun, struct dw_refs *refs)
{
    enum dw_err rc = DW_OK;
    uint32_t first, end;

    if (doc->tokens.v[noun].upos != DW_UPOS_NOUN)
        return DW_OK;
    dw_token_subtree(doc, noun, &first, &end);
    for (uint32_t i = first; i < (uint32_t)noun && rc == DW_OK; i++) {
        int32_t with = doc->tokens.v[i].head;
        bool joined = dw_token_is_rel(doc, (int32_t)i, DW_DEPREL_CONJ) || is_hyphened(doc, i + 2);

        if (joined && with != DW_NONE && with < noun && dw_token_country(doc, with)[0])
            rc = add_country(doc, word_country(doc, (int32_t)i), refs);
    }
    return rc;
}

/* The actors of one token into an empty list. */
static enum dw_err resolve_token(struct dw_doc *doc, int32_t token, struct dw_refs *refs)
{
    int32_t mention = doc->tokens.v[token].mention;
    struct dw_refs joined = {.n = 0};
    enum dw_err rc = find_joined_countries(doc, token, &joined);

    if (rc == DW_OK && doc->tokens.v[token].upos == DW_UPOS_PRON)
        rc = resolve_speaker(doc, token, refs);
    if (rc == DW_OK && !refs->n && mention != DW_NONE)
        rc = add_mentioned(doc, (uint32_t)mention, refs);
    if (rc == DW_OK && !refs->n && is_place(doc, mention))
        rc = add_country(doc, doc->entities.v[doc->mentions.v[mention].entity].country, refs);
    if (rc == DW_OK && !refs->n && is_people(doc, token))
        rc = add_unknown(doc, token, refs);
    if (rc == DW_OK && !refs->n)
        rc = resolve_inside(doc, token, 0, refs);
    if (rc == DW_OK && !refs->n)
        rc = add_unknown(doc, token, refs);
    for (uint32_t i = 0; rc == DW_OK && refs->n && i < joined.n; i++)
        if (!dw_refs_have_country(doc, refs, doc->entities.v[joined.v[i]].country))
            rc = dw_refs_add(doc, refs, joined.v[i]);
    return rc;
}

enum dw_err dw_actor_resolve(struct dw_doc *doc, int32_t token, struct dw_refs *refs)
{
    struct dw_refs own = {.n = 0};
    enum dw_err rc = resolve_token(doc, token, &own);

    return rc == DW_OK ? dw_refs_add_all(doc, refs, &own) : rc;
}

/* "rights watchdog Amnesty accused": a name at the end of a subject that the parser has taken
 * apart. */
static enum dw_err resolve_edge(struct dw_doc *doc, int32_t subject, struct dw_refs *refs)
{
    uint32_t first, end;
    int32_t mention;

    dw_token_subtree(doc, subject, &first, &end);
    mention = doc->tokens.v[end - 1].mention;
    if ((int32_t)end - 1 <= subject || mention == DW_NONE || doc->mentions.v[mention].adjectival ||
        doc->mentions.v[mention].kind != DW_MENTION_NAME)
        return DW_OK;
    return add_mentioned(doc, (uint32_t)mention, refs);
}

/* Only courts. */
static void keep_courts(const struct dw_doc *doc, struct dw_refs *refs, uint32_t from)
{
    uint32_t n = from;

    for (uint32_t i = from; i < refs->n; i++)
        if (doc->entities.v[refs->v[i]].type == DW_ENTITY_COURT)
            refs->v[n++] = refs->v[i];
    refs->n = n;
}

enum dw_err dw_actors_find(struct dw_doc *doc, int32_t predicate, const struct dw_slots *slots,
                           struct dw_refs *refs)
{
    for (uint32_t i = 0; i < slots->n; i++) {
        const struct dw_slot *slot = &slots->v[i];
        struct dw_fillers fillers = {.n = 0};
        uint32_t before = refs->n;

        if (slot->kind[0] == DW_SLOT_OTHER || (refs->n && !slot->joined))
            continue;
        dw_slot_find(doc, predicate, slot, &fillers);
        for (uint32_t k = 0; k < fillers.n; k++) {
            enum dw_err rc = dw_actor_resolve(doc, fillers.v[k], refs);

            if (rc == DW_OK && refs->n == before && slot->kind[0] == DW_SLOT_SUBJ &&
                slot->kind[1] == DW_SLOT_NONE)
                rc = resolve_edge(doc, fillers.v[k], refs);
            if (rc != DW_OK)
                return rc;
        }
        if (slot->court)
            keep_courts(doc, refs, before);
    }
    return DW_OK;
}

/* Is the noun one for persons, who may be anybody? */
static bool is_somebody(const struct dw_doc *doc, int32_t token)
{
    return doc->tokens.v[token].upos == DW_UPOS_NOUN && is_new(doc, token) &&
           dw_token_is_class(doc, token, DW_CLASS_HUMAN);
}

enum dw_err dw_persons_find(struct dw_doc *doc, int32_t predicate, const struct dw_slots *slots,
                            struct dw_refs *refs)
{
    for (uint32_t i = 0; i < slots->n && !refs->n; i++) {
        struct dw_fillers fillers = {.n = 0};

        dw_slot_find(doc, predicate, &slots->v[i], &fillers);
        for (uint32_t k = 0; k < fillers.n; k++)
            if (is_somebody(doc, fillers.v[k]) && add_described(doc, fillers.v[k], refs) != DW_OK)
                return DW_NOMEM;
    }
    return DW_OK;
}

enum dw_err dw_about_find(struct dw_doc *doc, int32_t predicate, const struct dw_slots *slots,
                          struct dw_refs *refs)
{
    struct dw_fillers fillers = {.n = 0};

    for (uint32_t i = 0; i < slots->n; i++)
        dw_slot_find(doc, predicate, &slots->v[i], &fillers);
    for (uint32_t k = 0; k < fillers.n; k++) {
        uint32_t first, end;

        dw_token_subtree(doc, fillers.v[k], &first, &end);
        for (uint32_t i = first; i < end; i++) {
            int32_t entity = dw_token_entity(doc, (int32_t)i);
            enum dw_err rc = DW_OK;

            if (entity != DW_NONE && (doc->entities.v[entity].type == DW_ENTITY_GOODS ||
                                      doc->entities.v[entity].type == DW_ENTITY_PACT))
                rc = dw_refs_add(doc, refs, entity);
            if (rc != DW_OK)
                return rc;
        }
    }
    return DW_OK;
}

bool dw_slots_have_other(const struct dw_slots *slots)
{
    for (uint32_t i = 0; i < slots->n; i++)
        if (slots->v[i].kind[0] == DW_SLOT_OTHER)
            return true;
    return false;
}
