/* SPDX-License-Identifier: MIT */
/*
 * pronoun.c - "he", "it", "they": the last subject that agrees.
 *
 * A person for he and she; a state, body, court, firm or organization for it; several of them,
 * joined or named as a pair, for they. Possessives agree likewise; an object is nobody who is the
 * subject of its verb. Nothing is guessed inside quotations for the first and second person.
 */
#include "processors/entity/entity.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"

enum {
    LOOK_BACK = 3, /* sentences */
    CLIMB_MAX = 6, /* steps up from an object to the verb whose subject it has */
};

enum number { PERSON, THING, SEVERAL, NOBODY };

static enum number agrees(const struct dw_doc *doc, uint32_t token)
{
    static const struct {
        const char *form;
        enum number number;
    } forms[] = {
        {"he", PERSON}, {"she", PERSON}, {"him", PERSON},   {"his", PERSON},   {"her", PERSON},
        {"it", THING},  {"its", THING},  {"they", SEVERAL}, {"them", SEVERAL}, {"their", SEVERAL},
    };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (dw_token_is(doc, token, forms[i].form))
            return forms[i].number;
    return NOBODY;
}

static bool is_thing(enum dw_entity_type type)
{
    return type == DW_ENTITY_COUNTRY || type == DW_ENTITY_GOVERNMENT_BODY ||
           type == DW_ENTITY_COURT || type == DW_ENTITY_COMPANY || type == DW_ENTITY_ORGANIZATION ||
           type == DW_ENTITY_INTERNATIONAL_ORGANIZATION;
}

static bool is_subject(const struct dw_doc *doc, const struct dw_mention *m)
{
    return dw_token_is_rel(doc, (int32_t)m->head, DW_DEPREL_NSUBJ);
}

/* Does the mention stand joined with another actor: "Japan and South Korea"? */
static bool is_joined(const struct dw_doc *doc, const struct dw_mention *m)
{
    dw_token_children(doc, c, (int32_t)m->head)
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_CONJ) && dw_token_entity(doc, c) != DW_NONE)
            return true;
    }
    return false;
}

static bool fits(const struct dw_doc *doc, const struct dw_mention *m, enum number number)
{
    enum dw_entity_type type = doc->entities.v[m->entity].type;

    if (m->adjectival || m->kind == DW_MENTION_PRONOUN)
        return false;
    if (number == PERSON)
        return type == DW_ENTITY_PERSON;
    if (number == THING)
        return is_thing(type);
    return (is_thing(type) || type == DW_ENTITY_PERSON) &&
           (is_joined(doc, m) || (m + 1 < doc->mentions.v + doc->mentions.n &&
                                  m[1].first == m->first && m->kind == DW_MENTION_NOMINAL));
}

/* Of "Chad shut its embassy, accusing it of" and "promised to arm it" the subject is further up. */
static bool shares_subject(const struct dw_doc *doc, int32_t verb)
{
    return dw_token_is_rel(doc, verb, DW_DEPREL_XCOMP) ||
           dw_token_is_rel(doc, verb, DW_DEPREL_CONJ) ||
           (dw_token_is_rel(doc, verb, DW_DEPREL_ADVCL) && doc->tokens.v[verb].xpos == DW_XPOS_VBG);
}

/* Who the pronoun at `token` cannot be: as an object, the subject of its verb; DW_NONE if anybody
 * may be meant. */
static int32_t find_barred(const struct dw_doc *doc, uint32_t token)
{
    int32_t at = doc->tokens.v[token].head;
    bool xcomp;

    if (dw_token_is_rel(doc, (int32_t)token, DW_DEPREL_NSUBJ) ||
        doc->tokens.v[token].deprel == DW_DEPREL_NMOD_POSS)
        return DW_NONE;
    for (int n = 0; at != DW_NONE && n < CLIMB_MAX; n++) {
        int32_t subject = dw_token_child_find_base(doc, at, DW_DEPREL_NSUBJ);

        if (subject != DW_NONE)
            return dw_token_entity(doc, subject);
        if (doc->tokens.v[at].upos == DW_UPOS_VERB && !shares_subject(doc, at))
            return DW_NONE;
        xcomp = dw_token_is_rel(doc, at, DW_DEPREL_XCOMP);
        at = doc->tokens.v[at].head;
        if (xcomp && at != DW_NONE) { /* "asked Chad to arm it" */
            int32_t asked = dw_token_child_find_base(doc, at, DW_DEPREL_OBJ);

            if (asked != DW_NONE)
                return dw_token_entity(doc, asked);
        }
    }
    return DW_NONE;
}

/* The mention that a pronoun at `token` stands for: the last subject that fits, else the last one
 * that fits, not further back than some sentences. */
static int32_t find_mention(const struct dw_doc *doc, uint32_t token, enum number number)
{
    int32_t barred = find_barred(doc, token);
    uint32_t sentence = doc->tokens.v[token].sentence;
    int32_t second = DW_NONE;
    bool beside = false; /* is a person in the same sentence? */

    for (uint32_t i = doc->mentions.n; i-- > 0;) {
        const struct dw_mention *m = &doc->mentions.v[i];
        uint32_t of = doc->tokens.v[m->first].sentence;

        if (m->first >= token)
            continue;
        if (of + LOOK_BACK < sentence || (second != DW_NONE && of + 1 < sentence))
            break;
        if (barred != DW_NONE && second != DW_NONE && of < sentence)
            break;                   /* "Spain criticised Peru, accusing it": nobody before */
        if (beside && of < sentence) /* "with Ms Smith and her aides": not the subject before */
            break;
        if (m->entity == barred || !fits(doc, m, number))
            continue;
        if (is_subject(doc, m))
            return (int32_t)i;
        if (second == DW_NONE)
            second = (int32_t)i;
        beside |= number == PERSON && of == sentence;
    }
    return second;
}

static enum dw_err add_pronoun(struct dw_doc *doc, int32_t entity, uint32_t token)
{
    return dw_mention_add(doc, entity, token, token + 1, DW_MENTION_PRONOUN) == DW_NONE ? DW_NOMEM
                                                                                        : DW_OK;
}

/* One mention for each of several: the joined ones, or the pair that a nominal stands for. */
static enum dw_err add_several(struct dw_doc *doc, uint32_t mention, uint32_t token)
{
    struct dw_mention m = doc->mentions.v[mention];
    enum dw_err rc = add_pronoun(doc, m.entity, token);

    for (uint32_t i = mention + 1; rc == DW_OK && i < doc->mentions.n; i++)
        if (doc->mentions.v[i].first == m.first && doc->mentions.v[i].end == m.end)
            rc = add_pronoun(doc, doc->mentions.v[i].entity, token);
    dw_token_children(doc, c, (int32_t)m.head)
    {
        if (rc == DW_OK && dw_token_is_rel(doc, c, DW_DEPREL_CONJ) &&
            dw_token_entity(doc, c) != DW_NONE)
            rc = add_pronoun(doc, dw_token_entity(doc, c), token);
    }
    return rc;
}

enum dw_err dw_pronouns_find(struct dw_entity_scan *scan, uint32_t first, uint32_t end)
{
    struct dw_doc *doc = scan->doc;

    for (uint32_t i = first; i < end; i++) {
        const struct dw_token *t = &doc->tokens.v[i];
        enum number number;
        int32_t mention;
        enum dw_err rc;

        if (t->upos != DW_UPOS_PRON || t->mention != DW_NONE || t->deprel == DW_DEPREL_EXPL)
            continue;
        number = agrees(doc, i);
        if (number == NOBODY)
            continue;
        mention = find_mention(doc, i, number);
        if (mention == DW_NONE)
            continue;
        rc = number == SEVERAL ? add_several(doc, (uint32_t)mention, i)
                               : add_pronoun(doc, doc->mentions.v[mention].entity, i);
        if (rc != DW_OK)
            return rc;
    }
    return DW_OK;
}
