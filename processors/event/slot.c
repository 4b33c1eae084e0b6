/* SPDX-License-Identifier: MIT */
#include "processors/event/slot.h"

#include <string.h>

#include "processors/entity/registry.h"
#include "processors/event/clause.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"

static const struct dw_token *token_at(const struct dw_doc *doc, int32_t token)
{
    return &doc->tokens.v[token];
}

static enum dw_deprel rel_of(const struct dw_doc *doc, int32_t token)
{
    return (enum dw_deprel)doc->tokens.v[token].deprel;
}

static bool is_verb(const struct dw_doc *doc, int32_t token)
{
    uint8_t upos = token_at(doc, token)->upos;

    return upos == DW_UPOS_VERB || upos == DW_UPOS_AUX;
}

static void add_filler(struct dw_fillers *out, int32_t token)
{
    if (token == DW_NONE || out->n == DW_FILLERS)
        return;
    for (uint32_t i = 0; i < out->n; i++)
        if (out->v[i] == token)
            return;
    out->v[out->n++] = token;
}

/* "Peru, an ally, ...": without "and" or the like what the parser calls joined is an apposition. */
static bool is_list(const struct dw_doc *doc, int32_t token)
{
    if (is_verb(doc, token))
        return true;
    dw_token_children(doc, c, token)
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_CONJ) &&
            (dw_token_child_find(doc, c, DW_DEPREL_CC) != DW_NONE ||
             dw_token_child_find(doc, c, DW_DEPREL_CONJ) != DW_NONE))
            return true;
    }
    return false;
}

/* The token and all that is coordinated with it. */
static void add_coordinated(const struct dw_doc *doc, int32_t token, struct dw_fillers *out)
{
    add_filler(out, token);
    if (token == DW_NONE || !is_list(doc, token))
        return;
    dw_token_children(doc, c, token)
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_CONJ))
            add_coordinated(doc, c, out);
    }
}

/* "between India and Pakistan ended": one of two, whatever the parser made of the other. */
static void add_second(const struct dw_doc *doc, int32_t first, struct dw_fillers *out)
{
    uint32_t at, end;

    dw_token_subtree(doc, first, &at, &end);
    if (end + 1 < doc->sentences.v[token_at(doc, first)->sentence].end &&
        dw_token_is(doc, end, "and") && token_at(doc, (int32_t)end + 1)->mention != DW_NONE)
        add_filler(out, (int32_t)end + 1);
}

/* "fired a missile on Monday": when, not at whom. */
static bool is_date(const struct dw_doc *doc, int32_t token)
{
    int32_t time = token_at(doc, token)->time;

    return time != DW_NONE &&
           (doc->times.v[time].type == DW_TIME_DATE || doc->times.v[time].type == DW_TIME_TIME);
}

static void add_obliques(const struct dw_doc *doc, int32_t token, const char *preposition,
                         struct dw_fillers *out)
{
    if (token == DW_NONE)
        return;
    dw_token_children(doc, c, token)
    {
        uint32_t before = out->n;

        if (!dw_token_is_oblique(doc, c) || !dw_token_has_preposition(doc, c, preposition) ||
            is_date(doc, c))
            continue;
        add_coordinated(doc, c, out);
        if (out->n == before + 1 && !strcmp(preposition, "between"))
            add_second(doc, c, out);
    }
}

/* "talks in Oslo with Iran", "shy away from it": hung one noun or adverb too deep. */
static void add_deep_obliques(const struct dw_doc *doc, int32_t token, const char *preposition,
                              struct dw_fillers *out)
{
    if (token == DW_NONE)
        return;
    dw_token_children(doc, c, token)
    {
        bool bears = dw_token_is_oblique(doc, c) || rel_of(doc, c) == DW_DEPREL_OBJ ||
                     rel_of(doc, c) == DW_DEPREL_ADVMOD;

        if (bears && !is_verb(doc, c))
            add_obliques(doc, c, preposition, out);
    }
}

int32_t dw_light_verb(const struct dw_doc *doc, int32_t noun)
{
    int32_t head = token_at(doc, noun)->head;
    enum dw_deprel rel = rel_of(doc, noun);

    if (head == DW_NONE)
        return DW_NONE;
    if (dw_token_is_rel(doc, noun, DW_DEPREL_CONJ) && !is_verb(doc, head))
        return dw_light_verb(doc, head);
    if ((rel == DW_DEPREL_OBJ || rel == DW_DEPREL_NSUBJ_PASS ||
         (dw_token_is_rel(doc, noun, DW_DEPREL_OBL) &&
          dw_token_has_preposition(doc, noun, "in"))) &&
        dw_token_is_class(doc, head, DW_CLASS_LIGHT))
        return head;
    /* "the talks, held in Tokyo" */
    dw_token_children(doc, c, noun)
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_ACL) && dw_token_is_class(doc, c, DW_CLASS_LIGHT))
            return c;
    }
    return DW_NONE;
}

/* Who has the noun: "Japan 's", "their", "U.S." or "Japanese" before it. */
static void add_possessors(const struct dw_doc *doc, int32_t noun, struct dw_fillers *out)
{
    dw_token_children(doc, c, noun)
    {
        enum dw_deprel base = dw_deprel_base(rel_of(doc, c));
        int32_t entity = dw_token_entity(doc, c);
        bool names = entity != DW_NONE && doc->entities.v[entity].type != DW_ENTITY_GOODS &&
                     doc->entities.v[entity].type != DW_ENTITY_PLACE;

        if (rel_of(doc, c) == DW_DEPREL_NMOD_POSS)
            add_coordinated(doc, c, out);
        else if (c < noun && names &&
                 (base == DW_DEPREL_AMOD || base == DW_DEPREL_COMPOUND || base == DW_DEPREL_NMOD))
            add_coordinated(doc, c, out);
    }
}

/* Infinitives and gerunds that complete a predicate, wherever the parser hung them. */
static void add_complements(const struct dw_doc *doc, int32_t predicate, struct dw_fillers *out)
{
    int32_t object = dw_token_child_find(doc, predicate, DW_DEPREL_OBJ);

    dw_token_children(doc, c, predicate)
    {
        enum dw_deprel base = dw_deprel_base(rel_of(doc, c));
        bool infinitive = dw_token_child_find_lemma(doc, c, "to") != DW_NONE;

        if (base == DW_DEPREL_XCOMP ||
            (infinitive &&
             (base == DW_DEPREL_ADVCL || base == DW_DEPREL_CCOMP || base == DW_DEPREL_ACL)))
            add_coordinated(doc, c, out);
        if (base == DW_DEPREL_OBL && !out->n) /* "called on Turkey to halt" */
            dw_token_children(doc, d, c)
            {
                if (rel_of(doc, d) == DW_DEPREL_ACL &&
                    dw_token_child_find_lemma(doc, d, "to") != DW_NONE)
                    add_coordinated(doc, d, out);
            }
    }
    if (object != DW_NONE && !out->n)
        dw_token_children(doc, d, object)
        {
            if (rel_of(doc, d) == DW_DEPREL_ACL &&
                dw_token_child_find_lemma(doc, d, "to") != DW_NONE)
                add_coordinated(doc, d, out);
        }
}

static void add_children(const struct dw_doc *doc, int32_t predicate, enum dw_deprel base,
                         struct dw_fillers *out)
{
    dw_token_children(doc, c, predicate)
    {
        if (dw_token_is_rel(doc, c, base))
            add_coordinated(doc, c, out);
    }
}

/* "pull out of": both words may be prepositions; so may one that follows its verb: "over". */
static void add_misread_particles(const struct dw_doc *doc, int32_t oblique, int32_t verb,
                                  struct dw_fillers *out)
{
    uint32_t n = 0;

    dw_token_children(doc, c, oblique)
    {
        if (rel_of(doc, c) == DW_DEPREL_CASE && c < oblique)
            n++;
    }
    if (n < 2 && !dw_token_is_after_particle(doc, oblique, verb))
        return;
    dw_token_children(doc, c, oblique)
    {
        if (rel_of(doc, c) == DW_DEPREL_CASE && c < oblique)
            add_filler(out, c);
    }
}

static void add_particles(const struct dw_doc *doc, int32_t verb, struct dw_fillers *out)
{
    dw_token_children(doc, c, verb)
    {
        enum dw_deprel rel = rel_of(doc, c);

        if (rel == DW_DEPREL_COMPOUND_PRT || rel == DW_DEPREL_ADVMOD || rel == DW_DEPREL_CASE)
            add_filler(out, c);
        if (dw_token_is_rel(doc, c, DW_DEPREL_OBL))
            add_misread_particles(doc, c, verb, out);
        if (rel == DW_DEPREL_OBJ) /* "turned the offer down": hung from the object */
            dw_token_children(doc, d, c)
            {
                if (d > c && token_at(doc, d)->xpos == DW_XPOS_RP)
                    add_filler(out, d);
            }
    }
}

static void add_left_modifiers(const struct dw_doc *doc, int32_t noun, struct dw_fillers *out)
{
    dw_token_children(doc, c, noun)
    {
        if (c < noun && !dw_token_is_rel(doc, c, DW_DEPREL_DET) &&
            !dw_token_is_rel(doc, c, DW_DEPREL_CASE) && !dw_token_is_rel(doc, c, DW_DEPREL_PUNCT))
            add_filler(out, c);
    }
}

/* Further children by the same relation, as a parser that missed a join leaves them. */
static void add_more(const struct dw_doc *doc, int32_t verb, enum dw_deprel rel,
                     struct dw_fillers *out)
{
    dw_token_children(doc, c, verb)
    {
        if (rel_of(doc, c) == rel && token_at(doc, c)->time == DW_NONE &&
            !dw_token_is_relative(doc, c))
            add_coordinated(doc, c, out);
    }
}

/* What hangs from the predicate by a preposition, or from its object by the writer or the parser,
 * or from the verb that bears a noun; a noun deeper only where nothing else does. */
static void add_prepositional(const struct dw_doc *doc, int32_t predicate, int32_t light,
                              const char *preposition, struct dw_fillers *out)
{
    bool noun = !is_verb(doc, predicate) && token_at(doc, predicate)->upos != DW_UPOS_ADJ;

    add_obliques(doc, predicate, preposition, out);
    if (!out->n && !noun) /* hung from the object by the writer or by the parser */
        add_obliques(doc, dw_clause_object(doc, predicate), preposition, out);
    if (!out->n && light != DW_NONE)
        add_obliques(doc, light, preposition, out);
    if (!out->n && !noun) /* "moved closer to" */
        add_obliques(doc, dw_token_child_find(doc, predicate, DW_DEPREL_XCOMP), preposition, out);
    if (!out->n && strcmp(preposition, "of") != 0) {
        add_deep_obliques(doc, predicate, preposition, out);
        if (!out->n)
            add_deep_obliques(doc, noun ? light : dw_clause_object(doc, predicate), preposition,
                              out);
    }
}

static void find_step(const struct dw_doc *doc, int32_t predicate, enum dw_slot_kind kind,
                      const char *preposition, struct dw_fillers *out)
{
    bool noun = !is_verb(doc, predicate) && token_at(doc, predicate)->upos != DW_UPOS_ADJ;
    int32_t light = noun ? dw_light_verb(doc, predicate) : DW_NONE;
    int32_t verb = noun ? light : predicate;

    switch (kind) {
    case DW_SLOT_SUBJ:
        if (verb != DW_NONE) {
            add_coordinated(doc, dw_clause_subject(doc, verb), out);
            if (!dw_verb_is_passive(doc, verb))
                add_more(doc, verb, DW_DEPREL_NSUBJ, out);
        }
        break;
    case DW_SLOT_OBJ:
        if (!noun) {
            add_coordinated(doc, dw_clause_object(doc, predicate), out);
            add_more(doc, predicate, DW_DEPREL_OBJ, out);
        }
        break;
    case DW_SLOT_IOBJ:
        if (verb != DW_NONE)
            add_children(doc, verb, DW_DEPREL_IOBJ, out);
        break;
    case DW_SLOT_XCOMP:
        add_complements(doc, predicate, out);
        break;
    case DW_SLOT_CCOMP:
        add_children(doc, predicate, DW_DEPREL_CCOMP, out);
        if (noun)
            add_children(doc, predicate, DW_DEPREL_ACL, out);
        break;
    case DW_SLOT_PRT:
        add_particles(doc, predicate, out);
        break;
    case DW_SLOT_AUX:
        add_children(doc, predicate, DW_DEPREL_AUX, out);
        break;
    case DW_SLOT_AMOD:
        add_left_modifiers(doc, predicate, out);
        break;
    case DW_SLOT_POSS:
        add_possessors(doc, predicate, out);
        break;
    case DW_SLOT_PREPOSITION:
        add_prepositional(doc, predicate, light, preposition, out);
        break;
    default:
        break;
    }
}

void dw_slot_find(const struct dw_doc *doc, int32_t predicate, const struct dw_slot *slot,
                  struct dw_fillers *out)
{
    struct dw_fillers at = {.v = {predicate}, .n = 1};
    int last = 0;

    while (last + 1 < DW_SLOT_STEPS && slot->kind[last + 1] != DW_SLOT_NONE)
        last++;
    for (int step = 0; step <= last; step++) {
        struct dw_fillers next = {.n = 0};

        for (uint32_t i = 0; i < at.n; i++)
            find_step(doc, at.v[i], slot->kind[step], slot->preposition[step],
                      step == last ? out : &next);
        at = next;
    }
}
