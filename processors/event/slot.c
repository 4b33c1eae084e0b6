/* SPDX-License-Identifier: MIT */
#include "processors/event/slot.h"

#include <string.h>

#include "processors/entity/registry.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"

enum { DEPTH_MAX = 4 }; /* steps up the tree in search of a shared or controlling subject */

static const struct dw_token *token_at(const struct dw_doc *doc, int32_t token)
{
    return &doc->tokens.v[token];
}

static enum dw_deprel rel_of(const struct dw_doc *doc, int32_t token)
{
    return (enum dw_deprel)doc->tokens.v[token].deprel;
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

/* The token and all that is coordinated with it. */
static void add_coordinated(const struct dw_doc *doc, int32_t token, struct dw_fillers *out)
{
    add_filler(out, token);
    if (token == DW_NONE)
        return;
    dw_token_children(doc, c, token)
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_CONJ))
            add_coordinated(doc, c, out);
    }
}

static bool is_relative(const struct dw_doc *doc, int32_t token)
{
    uint8_t xpos = token_at(doc, token)->xpos;

    return xpos == DW_XPOS_WDT || xpos == DW_XPOS_WP ||
           (dw_token_is(doc, (uint32_t)token, "that") && xpos != DW_XPOS_DT);
}

static bool is_nominal(const struct dw_doc *doc, int32_t token)
{
    uint8_t upos = token_at(doc, token)->upos;

    return upos == DW_UPOS_NOUN || upos == DW_UPOS_PROPN || upos == DW_UPOS_PRON;
}

static int32_t find_by_agent(const struct dw_doc *doc, int32_t verb, int depth);

static bool is_verb(const struct dw_doc *doc, int32_t token)
{
    uint8_t upos = token_at(doc, token)->upos;

    return upos == DW_UPOS_VERB || upos == DW_UPOS_AUX;
}

static int32_t head_of(const struct dw_doc *doc, int32_t token)
{
    return token_at(doc, token)->head;
}

/* A participle that the parser hung from what is its subject: "the parliament threatened to",
 * "aircraft killed 46". It has an object of its own, or its noun is the whole sentence. */
static bool is_misread_main(const struct dw_doc *doc, int32_t verb)
{
    int32_t head = head_of(doc, verb);

    if (rel_of(doc, verb) != DW_DEPREL_ACL || token_at(doc, verb)->xpos != DW_XPOS_VBN ||
        head == DW_NONE || head > verb)
        return false;
    dw_token_children(doc, c, verb)
    {
        if (rel_of(doc, c) == DW_DEPREL_OBJ && c > verb && token_at(doc, c)->time == DW_NONE)
            return true;
    }
    if (find_by_agent(doc, verb, 0) != DW_NONE)
        return false;
    return rel_of(doc, head) == DW_DEPREL_ROOT &&
           dw_token_child_find(doc, head, DW_DEPREL_COP) == DW_NONE;
}

/* "after Seoul proposed high-level talks": a finite verb that the parser hung from its object. */
static bool is_misread_modifier(const struct dw_doc *doc, int32_t verb)
{
    return dw_token_is_rel(doc, verb, DW_DEPREL_AMOD) &&
           dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ) != DW_NONE;
}

bool dw_verb_is_passive(const struct dw_doc *doc, int32_t verb)
{
    if (is_misread_modifier(doc, verb))
        return false;
    if (dw_token_child_find(doc, verb, DW_DEPREL_AUX_PASS) != DW_NONE ||
        dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ_PASS) != DW_NONE)
        return true;
    if (token_at(doc, verb)->xpos != DW_XPOS_VBN)
        return false;
    if (rel_of(doc, verb) == DW_DEPREL_ACL || rel_of(doc, verb) == DW_DEPREL_AMOD)
        return !is_misread_main(doc, verb);
    if (rel_of(doc, verb) == DW_DEPREL_CONJ && head_of(doc, verb) != DW_NONE &&
        dw_token_child_find_base(doc, verb, DW_DEPREL_AUX) == DW_NONE &&
        dw_token_child_find_base(doc, verb, DW_DEPREL_OBJ) == DW_NONE)
        return is_verb(doc, head_of(doc, verb)) && dw_verb_is_passive(doc, head_of(doc, verb));
    return false;
}

/* A relative pronoun stands for the noun that its clause modifies. */
static int32_t antecedent(const struct dw_doc *doc, int32_t token, int32_t verb)
{
    if (token == DW_NONE || !is_relative(doc, token))
        return token;
    for (int depth = 0; depth < DEPTH_MAX && verb != DW_NONE; depth++) {
        if (rel_of(doc, verb) == DW_DEPREL_ACL_RELCL)
            return head_of(doc, verb);
        verb = head_of(doc, verb);
    }
    return token;
}

/* Does the child bear this preposition? Parts of fixed ones ("out of") count each. */
static bool has_preposition(const struct dw_doc *doc, int32_t child, const char *preposition)
{
    dw_token_children(doc, c, child)
    {
        if (c > child)
            break;
        if (dw_token_is_rel(doc, c, DW_DEPREL_CASE) || dw_token_is_rel(doc, c, DW_DEPREL_MARK)) {
            if (dw_token_is(doc, (uint32_t)c, preposition))
                return true;
            dw_token_children(doc, d, c)
            {
                if (dw_token_is(doc, (uint32_t)d, preposition))
                    return true;
            }
        }
    }
    return false;
}

static bool is_oblique(const struct dw_doc *doc, int32_t token)
{
    enum dw_deprel base = dw_deprel_base(rel_of(doc, token));

    if (base == DW_DEPREL_XCOMP) /* "took it to court" */
        return is_nominal(doc, token);
    return base == DW_DEPREL_OBL || base == DW_DEPREL_NMOD || base == DW_DEPREL_ADVCL ||
           base == DW_DEPREL_ACL;
}

static void add_obliques(const struct dw_doc *doc, int32_t token, const char *preposition,
                         struct dw_fillers *out)
{
    if (token == DW_NONE)
        return;
    dw_token_children(doc, c, token)
    {
        if (is_oblique(doc, c) && has_preposition(doc, c, preposition))
            add_coordinated(doc, c, out);
    }
}

/* "talks in Oslo with Iran": hung one noun too deep. */
static void add_deep_obliques(const struct dw_doc *doc, int32_t token, const char *preposition,
                              struct dw_fillers *out)
{
    if (token == DW_NONE)
        return;
    dw_token_children(doc, c, token)
    {
        bool noun = is_oblique(doc, c) || rel_of(doc, c) == DW_DEPREL_OBJ;

        if (noun && !is_verb(doc, c))
            add_obliques(doc, c, preposition, out);
    }
}

static int32_t find_by_agent(const struct dw_doc *doc, int32_t verb, int depth)
{
    int32_t agent = dw_token_child_find(doc, verb, DW_DEPREL_OBL_AGENT);

    if (agent != DW_NONE)
        return agent;
    dw_token_children(doc, c, verb)
    {
        if (is_oblique(doc, c) && has_preposition(doc, c, "by"))
            return c;
    }
    dw_token_children(doc, c, verb) /* "trained and armed by" */
    {
        if (rel_of(doc, c) == DW_DEPREL_CONJ && token_at(doc, c)->xpos == DW_XPOS_VBN &&
            depth < DEPTH_MAX)
            return find_by_agent(doc, c, depth + 1);
    }
    return DW_NONE;
}

/* The first child by this relation that is no time expression. */
static int32_t find_child(const struct dw_doc *doc, int32_t token, enum dw_deprel rel)
{
    dw_token_children(doc, c, token)
    {
        if (rel_of(doc, c) == rel && token_at(doc, c)->time == DW_NONE)
            return c;
    }
    return DW_NONE;
}

static int32_t find_object(const struct dw_doc *doc, int32_t verb, int depth);
static int32_t find_subject(const struct dw_doc *doc, int32_t verb, int depth);

/* Who issued a statement or has a plan: whoever it is of, or the subject of the verb that it is the
 * object of. */
static int32_t find_author(const struct dw_doc *doc, int32_t message, int depth)
{
    int32_t owner = dw_token_child_find(doc, message, DW_DEPREL_NMOD_POSS);
    int32_t head = head_of(doc, message);

    if (owner != DW_NONE)
        return owner;
    if (head == DW_NONE || depth >= DEPTH_MAX || !is_verb(doc, head))
        return DW_NONE;
    return dw_verb_is_passive(doc, head) ? DW_NONE : find_subject(doc, head, depth);
}

/* "announced plans to leave": plans do not leave. */
static bool is_plan(const struct dw_doc *doc, int32_t token)
{
    return dw_token_is_class(doc, token, DW_CLASS_STEP) ||
           dw_token_is_class(doc, token, DW_CLASS_STATEMENT) ||
           dw_token_is_class(doc, token, DW_CLASS_MESSAGE);
}

/* "since Peru imposed": the noun before a finite verb that the parser took for an adverbial. */
static int32_t find_misread_subject(const struct dw_doc *doc, int32_t verb)
{
    static const char *const words[] = {"since", "after", "before", "until", "as"};
    uint8_t xpos = token_at(doc, verb)->xpos;
    int32_t noun = verb - 1, p;

    if ((xpos != DW_XPOS_VBD && xpos != DW_XPOS_VBZ && xpos != DW_XPOS_VBP) || noun < 0 ||
        token_at(doc, noun)->sentence != token_at(doc, verb)->sentence || !is_nominal(doc, noun))
        return DW_NONE;
    p = dw_token_child_find(doc, noun, DW_DEPREL_CASE);
    for (size_t i = 0; p != DW_NONE && i < sizeof words / sizeof *words; i++)
        if (dw_token_is(doc, (uint32_t)p, words[i]))
            return noun;
    return DW_NONE;
}

/* The subject that a verb has of its own, or shares with, or takes from, the verbs above it. */
static int32_t find_subject(const struct dw_doc *doc, int32_t verb, int depth)
{
    int32_t subject = find_child(doc, verb, DW_DEPREL_NSUBJ), head;
    enum dw_deprel rel = rel_of(doc, verb);

    if (dw_verb_is_passive(doc, verb))
        return find_by_agent(doc, verb, 0);
    if (subject == DW_NONE)
        subject = find_misread_subject(doc, verb);
    if (subject != DW_NONE)
        return antecedent(doc, subject, verb);
    head = head_of(doc, verb);
    if (head == DW_NONE || depth >= DEPTH_MAX)
        return DW_NONE;
    switch (dw_deprel_base(rel)) {
    case DW_DEPREL_CONJ:
        if (!is_verb(doc, head))
            return DW_NONE;
        return dw_verb_is_passive(doc, head) ? find_object(doc, head, depth + 1)
                                             : find_subject(doc, head, depth + 1);
    case DW_DEPREL_XCOMP: {
        int32_t object = find_object(doc, head, depth + 1);

        if (object != DW_NONE && object != verb && !is_plan(doc, object))
            return object;
        return find_subject(doc, head, depth + 1);
    }
    case DW_DEPREL_ADVCL:
        if (dw_verb_is_passive(doc, head))
            return find_object(doc, head, depth + 1);
        return find_subject(doc, head, depth + 1);
    case DW_DEPREL_PARATAXIS:
        return is_verb(doc, head) ? find_subject(doc, head, depth + 1) : DW_NONE;
    case DW_DEPREL_ACL: /* "rulings ordering", "which ordered"; "its plan to" */
        if (dw_token_is_class(doc, head, DW_CLASS_MESSAGE) && rel != DW_DEPREL_ACL_RELCL)
            return find_author(doc, head, depth + 1);
        if (is_misread_main(doc, verb))
            return head;
        if (token_at(doc, verb)->xpos == DW_XPOS_VBG || rel == DW_DEPREL_ACL_RELCL)
            return head;
        return find_author(doc, head, depth + 1);
    default:
        return DW_NONE;
    }
}

static bool is_bare(const struct dw_doc *doc, int32_t token)
{
    return dw_token_child_find(doc, token, DW_DEPREL_CASE) == DW_NONE &&
           dw_token_child_find_base(doc, token, DW_DEPREL_MARK) == DW_NONE &&
           dw_token_child_find(doc, token, DW_DEPREL_COP) == DW_NONE;
}

/* "handed over the suspect": a particle that the parser took for a preposition. */
static bool is_after_particle(const struct dw_doc *doc, int32_t token, int32_t verb)
{
    static const char *const particles[] = {"over", "up", "down", "off", "out"};
    int32_t p = dw_token_child_find(doc, token, DW_DEPREL_CASE);

    for (size_t i = 0; p == verb + 1 && i < sizeof particles / sizeof *particles; i++)
        if (dw_token_is(doc, (uint32_t)p, particles[i]))
            return true;
    return false;
}

/* An object under another name: a bare noun after the verb that the parser took for a complement
 * ("accused Gulen of") or an adverbial; with a noun as its subject, that subject. */
static int32_t find_misread_object(const struct dw_doc *doc, int32_t verb)
{
    dw_token_children(doc, c, verb)
    {
        enum dw_deprel base = dw_deprel_base(rel_of(doc, c));
        int32_t subject;

        if (base == DW_DEPREL_OBJ && token_at(doc, c)->time != DW_NONE) /* "held talks Tuesday" */
            return dw_token_child_find(doc, c, DW_DEPREL_COMPOUND);
        if (c < verb || !is_nominal(doc, c) || token_at(doc, c)->time != DW_NONE)
            continue;
        if (base != DW_DEPREL_XCOMP && base != DW_DEPREL_CCOMP && base != DW_DEPREL_OBL)
            continue;
        subject = dw_token_child_find(doc, c, DW_DEPREL_NSUBJ);
        if (subject != DW_NONE && subject < c && is_nominal(doc, subject) &&
            dw_token_child_find(doc, c, DW_DEPREL_COP) == DW_NONE)
            return subject;
        if (is_bare(doc, c) || is_after_particle(doc, c, verb))
            return c;
    }
    return DW_NONE;
}

static int32_t find_object(const struct dw_doc *doc, int32_t verb, int depth)
{
    int32_t object, head = head_of(doc, verb);

    if (dw_verb_is_passive(doc, verb)) {
        object = dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ_PASS);
        if (object != DW_NONE)
            return antecedent(doc, object, verb);
        object = dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ);
        if (object != DW_NONE)
            return antecedent(doc, object, verb);
        if (head == DW_NONE || depth >= DEPTH_MAX)
            return DW_NONE;
        if (dw_token_is_rel(doc, verb, DW_DEPREL_ACL) || dw_token_is_rel(doc, verb, DW_DEPREL_AMOD))
            return head;
        if (dw_token_is_rel(doc, verb, DW_DEPREL_CONJ) && is_verb(doc, head))
            return find_object(doc, head, depth + 1);
        if (dw_token_is_rel(doc, verb, DW_DEPREL_XCOMP))
            return find_subject(doc, head, depth + 1);
        return DW_NONE;
    }
    object = find_child(doc, verb, DW_DEPREL_OBJ);
    if (object != DW_NONE)
        return antecedent(doc, object, verb);
    if (is_misread_modifier(doc, verb))
        return head;
    /* "the tariffs Japan imposed": the noun itself */
    if (rel_of(doc, verb) == DW_DEPREL_ACL_RELCL &&
        dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ) != DW_NONE &&
        !is_relative(doc, dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ)))
        return head;
    /* joined verbs share what follows the last of them */
    dw_token_children(doc, c, verb)
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_CONJ) && is_verb(doc, c) && depth < DEPTH_MAX &&
            dw_token_child_find_base(doc, c, DW_DEPREL_NSUBJ) == DW_NONE)
            return find_object(doc, c, depth + 1);
    }
    return find_misread_object(doc, verb);
}

int32_t dw_light_verb(const struct dw_doc *doc, int32_t noun)
{
    int32_t head = head_of(doc, noun);
    enum dw_deprel rel = rel_of(doc, noun);

    if (head == DW_NONE)
        return DW_NONE;
    if (dw_token_is_rel(doc, noun, DW_DEPREL_CONJ) && !is_verb(doc, head))
        return dw_light_verb(doc, head);
    if ((rel == DW_DEPREL_OBJ || rel == DW_DEPREL_NSUBJ_PASS ||
         (dw_token_is_rel(doc, noun, DW_DEPREL_OBL) && has_preposition(doc, noun, "in"))) &&
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
    if (n < 2 && !is_after_particle(doc, oblique, verb))
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
        if (rel_of(doc, c) == rel && token_at(doc, c)->time == DW_NONE && !is_relative(doc, c))
            add_coordinated(doc, c, out);
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
            add_coordinated(doc, find_subject(doc, verb, 0), out);
            if (!dw_verb_is_passive(doc, verb))
                add_more(doc, verb, DW_DEPREL_NSUBJ, out);
        }
        break;
    case DW_SLOT_OBJ:
        if (!noun) {
            add_coordinated(doc, find_object(doc, predicate, 0), out);
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
        add_obliques(doc, predicate, preposition, out);
        if (!out->n && !noun) /* hung from the object by the writer or by the parser */
            add_obliques(doc, find_object(doc, predicate, 0), preposition, out);
        if (!out->n && light != DW_NONE)
            add_obliques(doc, light, preposition, out);
        if (!out->n && strcmp(preposition, "of") != 0) {
            add_deep_obliques(doc, predicate, preposition, out);
            if (!out->n)
                add_deep_obliques(doc, noun ? light : find_object(doc, predicate, 0), preposition,
                                  out);
        }
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
