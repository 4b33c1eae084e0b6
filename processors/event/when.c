/* SPDX-License-Identifier: MIT */
#include "processors/event/when.h"

#include <stdlib.h>

#include "processors/event/slot.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"

enum { CLIMB_MAX = 8 };

static bool is_verb(const struct dw_doc *doc, int32_t token)
{
    return doc->tokens.v[token].upos == DW_UPOS_VERB || doc->tokens.v[token].upos == DW_UPOS_AUX;
}

/* The verb whose clause the token stands in; the root where there is none. Clauses that modify a
 * noun end at that noun. */
static int32_t clause_verb(const struct dw_doc *doc, int32_t token)
{
    for (int n = 0; n < CLIMB_MAX; n++) {
        int32_t head = doc->tokens.v[token].head;

        if (is_verb(doc, token) || head == DW_NONE)
            return token;
        token = head;
    }
    return token;
}

static int32_t span_head(const struct dw_doc *doc, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (doc->tokens.v[i].head < (int32_t)first || doc->tokens.v[i].head >= (int32_t)end)
            return (int32_t)i;
    return (int32_t)end - 1;
}

/* Does the token hang from `predicate` as an adverbial, not from inside one of its arguments? */
static bool hangs_from(const struct dw_doc *doc, int32_t token, int32_t predicate)
{
    for (int n = 0; n < CLIMB_MAX && token != DW_NONE; n++) {
        enum dw_deprel base = dw_deprel_base((enum dw_deprel)doc->tokens.v[token].deprel);

        if (token == predicate)
            return true;
        if (is_verb(doc, token) || base == DW_DEPREL_OBJ || base == DW_DEPREL_NSUBJ)
            return false;
        token = doc->tokens.v[token].head;
    }
    return false;
}

/* "since October, when the court ordered": the clause modifies the date itself. */
static bool is_dated_by_head(const struct dw_doc *doc, int32_t token, int32_t predicate)
{
    enum dw_deprel rel = (enum dw_deprel)doc->tokens.v[predicate].deprel;

    return (rel == DW_DEPREL_ACL_RELCL || rel == DW_DEPREL_ADVCL_RELCL) &&
           doc->tokens.v[token].time != DW_NONE &&
           doc->tokens.v[doc->tokens.v[predicate].head].time == doc->tokens.v[token].time;
}

/* "since October, when the court ordered", wherever the parser hung the clause. */
static bool is_dated_by_when(const struct dw_doc *doc, int32_t token, int32_t predicate)
{
    int32_t when = dw_token_child_find_lemma(doc, predicate, "when");
    int32_t before = when - 1;

    if (before > 0 && dw_token_is(doc, (uint32_t)before, ","))
        before--;
    return when != DW_NONE && before >= 0 && doc->tokens.v[token].time != DW_NONE &&
           doc->tokens.v[before].time == doc->tokens.v[token].time;
}

/* "the last round of talks was in June": the date is what is said of the noun. */
static bool is_predicate_of(const struct dw_doc *doc, int32_t token, int32_t noun)
{
    for (int n = 0; n < CLIMB_MAX && noun != DW_NONE && !is_verb(doc, noun); n++) {
        if (dw_token_is_rel(doc, noun, DW_DEPREL_NSUBJ) && doc->tokens.v[noun].head == token)
            return true;
        noun = doc->tokens.v[noun].head;
    }
    return false;
}

/* The token stands inside one of the arguments of its clause. */
static bool is_inside_argument(const struct dw_doc *doc, int32_t token)
{
    for (int n = 0; n < CLIMB_MAX && token != DW_NONE && !is_verb(doc, token); n++) {
        enum dw_deprel base = dw_deprel_base((enum dw_deprel)doc->tokens.v[token].deprel);

        if ((base == DW_DEPREL_OBJ || base == DW_DEPREL_NSUBJ) && n > 1)
            return true;
        token = doc->tokens.v[token].head;
    }
    return false;
}

/*
 * How far a token is from dating or placing the predicate: 1 when it hangs from the predicate, 2
 * from the verb that carries it, 3 from the verb of its clause or of its announcement; 0 never.
 */
static int reach(const struct dw_doc *doc, int32_t token, int32_t predicate, int32_t announced_by)
{
    int32_t light = dw_light_verb(doc, predicate), verb = clause_verb(doc, predicate);
    int32_t own = clause_verb(doc, token);

    if (hangs_from(doc, token, predicate) || is_dated_by_head(doc, token, predicate) ||
        is_dated_by_when(doc, token, predicate))
        return 1;
    if (is_predicate_of(doc, token, predicate))
        return 2;
    if (is_inside_argument(doc, token))
        return 0;
    if (light != DW_NONE && own == light)
        return 2;
    if (own == verb && (verb == predicate || !hangs_from(doc, predicate, token)))
        return verb == predicate ? 1 : 3;
    /* "is set to meet on Friday": the parser may hang it higher up */
    if (is_verb(doc, predicate) && dw_token_is_rel(doc, predicate, DW_DEPREL_XCOMP) &&
        own == doc->tokens.v[predicate].head)
        return 3;
    return announced_by != DW_NONE && own == announced_by ? 3 : 0;
}

static bool is_dated(const struct dw_time *t)
{
    return (t->type == DW_TIME_DATE || t->type == DW_TIME_TIME) && t->value[0] >= '0' &&
           t->value[0] <= '9';
}

int32_t dw_event_time_find(const struct dw_doc *doc, int32_t predicate, int32_t announced_by)
{
    uint32_t sentence = doc->tokens.v[predicate].sentence;
    int32_t best = DW_NONE, best_distance = 0;
    int best_reach = 0;

    for (uint32_t i = 0; i < doc->times.n; i++) {
        const struct dw_time *t = &doc->times.v[i];
        int32_t distance = abs((int32_t)t->first - predicate);
        int r;

        if (doc->tokens.v[t->first].sentence != sentence || !is_dated(t))
            continue;
        r = reach(doc, span_head(doc, t->first, t->end), predicate, announced_by);
        if (r &&
            (best == DW_NONE || r < best_reach || (r == best_reach && distance < best_distance))) {
            best = (int32_t)i;
            best_reach = r;
            best_distance = distance;
        }
    }
    return best;
}

static bool is_in_place(const struct dw_doc *doc, int32_t token)
{
    int32_t p = dw_token_child_find(doc, token, DW_DEPREL_CASE);

    return p != DW_NONE &&
           (dw_token_is(doc, (uint32_t)p, "in") || dw_token_is(doc, (uint32_t)p, "at") ||
            dw_token_is(doc, (uint32_t)p, "near"));
}

int32_t dw_event_place_find(const struct dw_doc *doc, int32_t predicate)
{
    const struct dw_sentence *s = &doc->sentences.v[doc->tokens.v[predicate].sentence];
    int32_t best = DW_NONE;
    int best_reach = 0;

    for (uint32_t i = s->first; i < s->end; i++) {
        int32_t m = doc->tokens.v[i].mention;
        const struct dw_mention *mention = m == DW_NONE ? NULL : &doc->mentions.v[m];
        int r;

        if (!mention || mention->head != i || !is_in_place(doc, (int32_t)i) ||
            (doc->entities.v[mention->entity].type != DW_ENTITY_PLACE &&
             doc->entities.v[mention->entity].type != DW_ENTITY_COUNTRY))
            continue;
        r = reach(doc, (int32_t)i, predicate, DW_NONE);
        if (r && (best == DW_NONE || r < best_reach)) {
            best = mention->entity;
            best_reach = r;
        }
    }
    return best;
}
