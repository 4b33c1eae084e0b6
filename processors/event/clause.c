/* SPDX-License-Identifier: MIT */
#include "processors/event/clause.h"

#include <string.h>

#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"

enum { DEPTH_MAX = 4 }; /* steps up the tree in search of a shared or controlling subject */

/* --- words ----------------------------------------------------------------------------------- */

static const struct dw_token *token_at(const struct dw_doc *doc, int32_t token)
{
    return &doc->tokens.v[token];
}

static enum dw_deprel rel_of(const struct dw_doc *doc, int32_t token)
{
    return (enum dw_deprel)doc->tokens.v[token].deprel;
}

static int32_t head_of(const struct dw_doc *doc, int32_t token)
{
    return token_at(doc, token)->head;
}

static bool is_verb(const struct dw_doc *doc, int32_t token)
{
    uint8_t upos = token_at(doc, token)->upos;

    return upos == DW_UPOS_VERB || upos == DW_UPOS_AUX;
}

static bool is_nominal(const struct dw_doc *doc, int32_t token)
{
    uint8_t upos = token_at(doc, token)->upos;

    return upos == DW_UPOS_NOUN || upos == DW_UPOS_PROPN || upos == DW_UPOS_PRON;
}

bool dw_token_is_relative(const struct dw_doc *doc, int32_t token)
{
    uint8_t xpos = token_at(doc, token)->xpos;

    return xpos == DW_XPOS_WDT || xpos == DW_XPOS_WP ||
           (dw_token_is(doc, (uint32_t)token, "that") && xpos != DW_XPOS_DT);
}

/* Does the child bear this preposition? Parts of fixed ones ("out of") count each. */
bool dw_token_has_preposition(const struct dw_doc *doc, int32_t child, const char *preposition)
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

bool dw_token_is_oblique(const struct dw_doc *doc, int32_t token)
{
    enum dw_deprel base = dw_deprel_base(rel_of(doc, token));

    if (base == DW_DEPREL_XCOMP) /* "took it to court" */
        return is_nominal(doc, token);
    return base == DW_DEPREL_OBL || base == DW_DEPREL_NMOD || base == DW_DEPREL_ADVCL ||
           base == DW_DEPREL_ACL;
}

/* "handed over the suspect": a particle that the parser took for a preposition. */
bool dw_token_is_after_particle(const struct dw_doc *doc, int32_t token, int32_t verb)
{
    static const char *const particles[] = {"over", "up", "down", "off", "out"};
    int32_t p = dw_token_child_find(doc, token, DW_DEPREL_CASE);

    for (size_t i = 0; p == verb + 1 && i < sizeof particles / sizeof *particles; i++)
        if (dw_token_is(doc, (uint32_t)p, particles[i]))
            return true;
    return false;
}

/* --- voice ----------------------------------------------------------------------------------- */

static int32_t find_by_agent(const struct dw_doc *doc, int32_t verb, int depth)
{
    int32_t agent = dw_token_child_find(doc, verb, DW_DEPREL_OBL_AGENT);

    if (agent != DW_NONE)
        return agent;
    dw_token_children(doc, c, verb)
    {
        if (dw_token_is_oblique(doc, c) && dw_token_has_preposition(doc, c, "by"))
            return c;
    }
    dw_token_children(doc, c, verb) /* "hit with cannon by": hung one noun too deep */
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_OBL))
            dw_token_children(doc, d, c)
            {
                if (dw_token_is_rel(doc, d, DW_DEPREL_NMOD) &&
                    dw_token_has_preposition(doc, d, "by"))
                    return d;
            }
    }
    dw_token_children(doc, c, verb) /* "trained and armed by" */
    {
        if (rel_of(doc, c) == DW_DEPREL_CONJ && token_at(doc, c)->xpos == DW_XPOS_VBN &&
            depth < DEPTH_MAX)
            return find_by_agent(doc, c, depth + 1);
    }
    return DW_NONE;
}

/* The noun at the top of a chain of nouns: "aircraft" for "gunships" in "aircraft including
 * gunships". */
static int32_t top_noun(const struct dw_doc *doc, int32_t noun)
{
    for (int n = 0; n < DEPTH_MAX && dw_token_is_rel(doc, noun, DW_DEPREL_NMOD); n++)
        noun = head_of(doc, noun);
    return noun;
}

/* "the premier called for it after Peru left": a subject of a verb that has one nearer to it. */
static bool is_spare_subject(const struct dw_doc *doc, int32_t noun)
{
    int32_t verb = head_of(doc, noun);

    if (!dw_token_is_rel(doc, noun, DW_DEPREL_NSUBJ) || rel_of(doc, noun) == DW_DEPREL_NSUBJ_PASS)
        return false;
    dw_token_children(doc, c, verb)
    {
        if (c > noun && c < verb && rel_of(doc, c) == DW_DEPREL_NSUBJ)
            return true;
    }
    return false;
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
    head = top_noun(doc, head);
    return (rel_of(doc, head) == DW_DEPREL_ROOT &&
            dw_token_child_find(doc, head, DW_DEPREL_COP) == DW_NONE) ||
           is_spare_subject(doc, head);
}

/* "Premier Soto today accused": a finite verb that the parser hung from its subject, which it took
 * for the whole sentence. */
static bool is_misread_whole(const struct dw_doc *doc, int32_t verb)
{
    int32_t head = head_of(doc, verb);

    if (rel_of(doc, head) != DW_DEPREL_ROOT || !is_nominal(doc, head) || head > verb ||
        dw_token_child_find(doc, head, DW_DEPREL_COP) != DW_NONE)
        return false;
    for (int32_t i = head + 1; i < verb; i++)
        if (token_at(doc, i)->flags & DW_TOKEN_PUNCT)
            return false;
    return true;
}

/* "after Seoul proposed high-level talks": a finite verb that the parser hung from its object. */
static bool is_misread_modifier(const struct dw_doc *doc, int32_t verb)
{
    return dw_token_is_rel(doc, verb, DW_DEPREL_AMOD) &&
           dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ) != DW_NONE;
}

/* "the parliament put off a debate": its form could be a participle, but nothing makes it passive
 * and it has an object. */
static bool is_misread_passive(const struct dw_doc *doc, int32_t verb)
{
    if (dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ_PASS) == DW_NONE ||
        dw_token_child_find(doc, verb, DW_DEPREL_AUX_PASS) != DW_NONE)
        return false;
    dw_token_children(doc, c, verb)
    {
        if (rel_of(doc, c) == DW_DEPREL_OBJ && c > verb && token_at(doc, c)->time == DW_NONE)
            return true;
    }
    return false;
}

bool dw_verb_is_passive(const struct dw_doc *doc, int32_t verb)
{
    if (is_misread_modifier(doc, verb) || is_misread_passive(doc, verb))
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

/* --- subjects -------------------------------------------------------------------------------- */

/* "angered Beijing, which recalled": the noun right before a relative pronoun whose clause the
 * parser hung elsewhere; the pronoun itself if there is none. */
static int32_t noun_before(const struct dw_doc *doc, int32_t pronoun)
{
    int32_t at = pronoun - 1;

    if (at >= 0 && dw_token_is(doc, (uint32_t)at, ","))
        at--;
    return at >= 0 && token_at(doc, at)->sentence == token_at(doc, pronoun)->sentence &&
                   is_nominal(doc, at)
               ? at
               : pronoun;
}

/* A relative pronoun stands for the noun that its clause modifies. */
static int32_t antecedent(const struct dw_doc *doc, int32_t token, int32_t verb)
{
    if (token == DW_NONE || !dw_token_is_relative(doc, token))
        return token;
    for (int depth = 0; depth < DEPTH_MAX && verb != DW_NONE; depth++) {
        if (rel_of(doc, verb) == DW_DEPREL_ACL_RELCL)
            return head_of(doc, verb);
        verb = head_of(doc, verb);
    }
    return noun_before(doc, token);
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

/* The token before a finite verb with its auxiliaries and adverbs; DW_NONE for other verbs. */
static int32_t before_finite(const struct dw_doc *doc, int32_t verb)
{
    uint8_t xpos = token_at(doc, verb)->xpos;
    int32_t first = verb;
    bool finite = xpos == DW_XPOS_VBD || xpos == DW_XPOS_VBZ || xpos == DW_XPOS_VBP;

    dw_token_children(doc, c, verb)
    {
        bool aux = dw_token_is_rel(doc, c, DW_DEPREL_AUX);

        bool adverb =
            dw_token_is_rel(doc, c, DW_DEPREL_ADVMOD) && token_at(doc, c)->mention == DW_NONE;

        if (c < verb && (aux || adverb) && c < first)
            first = c;
        finite |= aux && c < verb;
    }
    finite |= xpos == DW_XPOS_VBN && rel_of(doc, verb) == DW_DEPREL_ROOT &&
              dw_token_child_find(doc, verb, DW_DEPREL_OBJ) != DW_NONE; /* "Senegal tore it up" */
    if (!finite || dw_token_is_rel(doc, verb, DW_DEPREL_ACL) || first == 0 ||
        token_at(doc, first - 1)->sentence != token_at(doc, verb)->sentence)
        return DW_NONE;
    return first - 1;
}

/* The head of the nouns that end at `last`, as far as they follow the last comma. */
static int32_t noun_group(const struct dw_doc *doc, int32_t last)
{
    int32_t first = last;

    while (first > 0 && token_at(doc, first - 1)->sentence == token_at(doc, last)->sentence &&
           !(token_at(doc, first - 1)->flags & DW_TOKEN_PUNCT))
        first--;
    for (int n = 0; n < DEPTH_MAX; n++) {
        int32_t head = head_of(doc, last);
        enum dw_deprel base = dw_deprel_base(rel_of(doc, last));

        if (head < first || head > last || is_verb(doc, head) ||
            (base != DW_DEPREL_CONJ && base != DW_DEPREL_NMOD && base != DW_DEPREL_FLAT &&
             base != DW_DEPREL_COMPOUND && base != DW_DEPREL_APPOS))
            break;
        last = head;
    }
    return last;
}

/* "in recent months Peru and Chile have": hung from the time before it. */
static bool is_after_time(const struct dw_doc *doc, int32_t noun)
{
    int32_t head = head_of(doc, noun);

    return head != DW_NONE && head < noun && token_at(doc, head)->time != DW_NONE;
}

/* "with Peru welcoming": its subject is what the parser took for an adverbial. */
static bool is_with_absolute(const struct dw_doc *doc, int32_t verb)
{
    return token_at(doc, verb)->xpos == DW_XPOS_VBG && verb > 1 && is_nominal(doc, verb - 1) &&
           dw_token_has_preposition(doc, verb - 1, "with");
}

/* "since Peru imposed", "the bid and Peru left": the noun before a finite verb that the parser hung
 * elsewhere. */
static int32_t find_misread_subject(const struct dw_doc *doc, int32_t verb)
{
    int32_t noun = before_finite(doc, verb);

    if (is_with_absolute(doc, verb))
        return verb - 1;
    dw_token_children(doc, c, verb) /* hung from the auxiliary */
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_AUX) &&
            dw_token_child_find(doc, c, DW_DEPREL_NSUBJ) != DW_NONE)
            return dw_token_child_find(doc, c, DW_DEPREL_NSUBJ);
    }
    if (noun == DW_NONE || token_at(doc, noun)->time != DW_NONE)
        return DW_NONE;
    if (head_of(doc, noun) == verb && token_at(doc, noun)->mention != DW_NONE &&
        dw_token_child_find(doc, noun, DW_DEPREL_CASE) == DW_NONE) /* by whatever relation */
        return noun;
    if (!is_nominal(doc, noun))
        return DW_NONE;
    noun = noun_group(doc, noun);
    if (dw_token_is_under(doc, noun, verb) && !is_after_time(doc, noun)) /* its own adverbial */
        return DW_NONE;
    return noun;
}

/* "Peru, which ..., moved tanks, residents said": of two subjects of a reporting verb, the one
 * before what is reported is its own. */
static int32_t fronted_subject(const struct dw_doc *doc, int32_t verb)
{
    int32_t said = head_of(doc, verb), first = DW_NONE;

    if (said == DW_NONE || said < verb || dw_deprel_base(rel_of(doc, verb)) != DW_DEPREL_CCOMP ||
        !dw_token_is_class(doc, said, DW_CLASS_SAY))
        return DW_NONE;
    dw_token_children(doc, c, said)
    {
        if (rel_of(doc, c) != DW_DEPREL_NSUBJ)
            continue;
        if (c > verb)
            return first;
        first = c;
    }
    return DW_NONE;
}

/* "left the meeting without signing", "closed the border, accusing": of the clause, though hung
 * from its object. */
static bool is_adverbial(const struct dw_doc *doc, int32_t verb)
{
    static const char *const words[] = {"without", "before", "after", "while", "despite", "by"};

    if (token_at(doc, verb)->xpos == DW_XPOS_VBG && verb > 0 &&
        dw_token_is(doc, (uint32_t)verb - 1, ","))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_at(doc, verb)->xpos == DW_XPOS_VBG &&
            dw_token_has_preposition(doc, verb, words[i]))
            return true;
    return false;
}

/* "blocked its bid to join, accusing it": behind a comma, a participle tells of the clause, not of
 * an infinitive inside it. */
static int32_t clause_above(const struct dw_doc *doc, int32_t verb)
{
    int32_t head = head_of(doc, verb);

    if (token_at(doc, verb)->xpos != DW_XPOS_VBG || verb == 0 ||
        !dw_token_is(doc, (uint32_t)verb - 1, ","))
        return head;
    for (int n = 0; n < DEPTH_MAX && head_of(doc, head) != DW_NONE &&
                    (!is_verb(doc, head) || dw_token_child_find_lemma(doc, head, "to") != DW_NONE);
         n++)
        head = head_of(doc, head);
    return head;
}

/* "is opposed to", "are committed to": a passive in form alone. */
static bool is_of_mind(const struct dw_doc *doc, int32_t verb)
{
    static const char *const lemmas[] = {"oppose",   "commit",   "prepare", "determine",
                                         "dedicate", "interest", "resign"};

    if (dw_token_child_find(doc, verb, DW_DEPREL_AUX_PASS) == DW_NONE)
        return false;
    for (size_t i = 0; i < sizeof lemmas / sizeof *lemmas; i++)
        if (dw_token_is_lemma(doc, verb, lemmas[i]))
            return find_by_agent(doc, verb, 0) == DW_NONE;
    return false;
}

/* The subject that a verb has of its own, or shares with, or takes from, the verbs above it. */
static int32_t find_subject(const struct dw_doc *doc, int32_t verb, int depth)
{
    int32_t subject = find_child(doc, verb, DW_DEPREL_NSUBJ), head;
    enum dw_deprel rel = rel_of(doc, verb);

    if (dw_verb_is_passive(doc, verb))
        return is_of_mind(doc, verb) ? find_object(doc, verb, depth) : find_by_agent(doc, verb, 0);
    if (subject == DW_NONE && is_misread_passive(doc, verb))
        subject = find_child(doc, verb, DW_DEPREL_NSUBJ_PASS);
    if (subject == DW_NONE)
        subject = fronted_subject(doc, verb);
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
        head = clause_above(doc, verb);
        if (dw_verb_is_passive(doc, head))
            return find_object(doc, head, depth + 1);
        return find_subject(doc, head, depth + 1);
    case DW_DEPREL_CCOMP: { /* "said the tariffs were unfair": what is said has no object beside it
                             */
        int32_t object = find_child(doc, head, DW_DEPREL_OBJ);
        bool is_inside = object > head && object < verb;

        return is_inside && dw_token_is_class(doc, head, DW_CLASS_SAY) ? object : DW_NONE;
    }
    case DW_DEPREL_PARATAXIS:
        if (is_verb(doc, head))
            return find_subject(doc, head, depth + 1);
        return is_misread_whole(doc, verb) ? head : DW_NONE;
    case DW_DEPREL_ACL: /* "rulings ordering", "which ordered"; "its plan to" */
        if (dw_token_is_class(doc, head, DW_CLASS_MESSAGE) && rel != DW_DEPREL_ACL_RELCL)
            return find_author(doc, head, depth + 1);
        if (is_misread_main(doc, verb))
            return rel_of(doc, top_noun(doc, head)) == DW_DEPREL_ROOT ||
                           is_spare_subject(doc, top_noun(doc, head))
                       ? top_noun(doc, head)
                       : head;
        if (is_adverbial(doc, verb) && head_of(doc, head) != DW_NONE)
            return find_subject(doc, head_of(doc, head), depth + 1);
        if (token_at(doc, verb)->xpos == DW_XPOS_VBG || rel == DW_DEPREL_ACL_RELCL)
            return head;
        return find_author(doc, head, depth + 1);
    default:
        return DW_NONE;
    }
}

/* --- objects --------------------------------------------------------------------------------- */

static bool is_bare(const struct dw_doc *doc, int32_t token)
{
    return dw_token_child_find(doc, token, DW_DEPREL_CASE) == DW_NONE &&
           dw_token_child_find_base(doc, token, DW_DEPREL_MARK) == DW_NONE &&
           dw_token_child_find(doc, token, DW_DEPREL_COP) == DW_NONE;
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
        if (c == verb + 1 && base == DW_DEPREL_XCOMP && token_at(doc, c)->xpos == DW_XPOS_VBG &&
            find_child(doc, c, DW_DEPREL_OBJ) == c + 1) /* "accused neighboring Peru" */
            return c + 1;
        if (c < verb || !is_nominal(doc, c) || token_at(doc, c)->time != DW_NONE)
            continue;
        if (base != DW_DEPREL_XCOMP && base != DW_DEPREL_CCOMP && base != DW_DEPREL_OBL)
            continue;
        subject = dw_token_child_find(doc, c, DW_DEPREL_NSUBJ);
        if (subject != DW_NONE && subject < c && is_nominal(doc, subject) &&
            dw_token_child_find(doc, c, DW_DEPREL_COP) == DW_NONE)
            return subject;
        if (is_bare(doc, c) || dw_token_is_after_particle(doc, c, verb))
            return c;
    }
    return DW_NONE;
}

/* "tariffs on lumber imposed by": a participle tells of the step, not of what the step is about. */
static int32_t modified_noun(const struct dw_doc *doc, int32_t noun)
{
    for (int32_t at = noun, n = 0; n < DEPTH_MAX && dw_token_is_rel(doc, at, DW_DEPREL_NMOD); n++) {
        if (!dw_token_has_preposition(doc, at, "on") &&
            !dw_token_has_preposition(doc, at, "against"))
            break;
        at = head_of(doc, at);
        if (dw_token_is_class(doc, at, DW_CLASS_MEASURE) ||
            dw_token_is_class(doc, at, DW_CLASS_PACT))
            return at;
    }
    return noun;
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
        if (dw_token_is_rel(doc, verb, DW_DEPREL_ACL))
            return modified_noun(doc, head);
        if (dw_token_is_rel(doc, verb, DW_DEPREL_AMOD))
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
        !dw_token_is_relative(doc, dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ)))
        return head;
    /* joined verbs share what follows the last of them */
    dw_token_children(doc, c, verb)
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_CONJ) && is_verb(doc, c) && depth < DEPTH_MAX &&
            dw_token_child_find_base(doc, c, DW_DEPREL_NSUBJ) == DW_NONE)
            return find_object(doc, c, depth + 1);
    }
    object = dw_token_child_find(doc, verb, DW_DEPREL_IOBJ); /* "asked Peru to" */
    return object != DW_NONE ? object : find_misread_object(doc, verb);
}

int32_t dw_clause_subject(const struct dw_doc *doc, int32_t verb)
{
    return find_subject(doc, verb, 0);
}

int32_t dw_clause_object(const struct dw_doc *doc, int32_t verb)
{
    return find_object(doc, verb, 0);
}
