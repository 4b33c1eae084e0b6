/* SPDX-License-Identifier: MIT */
/*
 * tense.c - does the clause around a time tell of the past, the present or the future?
 *
 * With a tree: the nearest verb above decides, by its tag, its auxiliaries and, for an infinitive,
 * by the verb that governs it. Without one: the nearest words to the left that show a tense, then
 * those to the right.
 */
#include <string.h>

#include "processors/syntax/syntax.h"
#include "processors/time/scan.h"

enum { REACH = 14, CLIMB = 24, EDGE_REACH = 4 };

/* --- with a tree --------------------------------------------------------------------------- */

static bool is_class(const struct dw_time_scan *s, int32_t token, enum dw_time_class class)
{
    return dw_time_word(s, (uint32_t)token, class);
}

/* The tense that the auxiliaries of a verb, or its copula, give it. */
static enum dw_time_tense aux_tense(const struct dw_time_scan *s, int32_t verb)
{
    enum dw_time_tense tense = DW_TENSE_UNKNOWN;

    dw_token_children(s->doc, c, verb)
    {
        if (!dw_token_is_rel(s->doc, c, DW_DEPREL_AUX) &&
            !dw_token_is_rel(s->doc, c, DW_DEPREL_COP))
            continue;
        if (is_class(s, c, DW_TW_WILL))
            return DW_TENSE_FUTURE;
        if (is_class(s, c, DW_TW_WAS) || is_class(s, c, DW_TW_HAS))
            return DW_TENSE_PAST;
        if (is_class(s, c, DW_TW_IS))
            tense = DW_TENSE_PRESENT;
    }
    return tense;
}

static bool is_infinitive(const struct dw_time_scan *s, int32_t verb)
{
    int32_t mark = dw_token_child_find(s->doc, verb, DW_DEPREL_MARK);

    return mark != DW_NONE && dw_time_is(s, (uint32_t)mark, "to") &&
           !(s->doc->tokens.v[verb].flags & DW_TOKEN_UPPER_FIRST);
}

/* "if the flow is not restored by August": what has not come about lies ahead. */
static bool is_condition(const struct dw_time_scan *s, int32_t verb)
{
    int32_t mark = dw_token_child_find(s->doc, verb, DW_DEPREL_MARK);

    return mark != DW_NONE &&
           (dw_time_is(s, (uint32_t)mark, "if") || dw_time_is(s, (uint32_t)mark, "unless"));
}

static enum dw_time_tense verb_tense(const struct dw_time_scan *s, int32_t verb);

/* An infinitive looks ahead: from now if the verb above is in the present, else from then. */
static enum dw_time_tense infinitive_tense(const struct dw_time_scan *s, int32_t head)
{
    enum dw_time_tense above;

    if (head == DW_NONE)
        return DW_TENSE_PRESENT;
    if (is_class(s, head, DW_TW_CARRIED_OUT))
        return DW_TENSE_UNKNOWN;
    above = verb_tense(s, head);
    return above == DW_TENSE_PRESENT || above == DW_TENSE_FUTURE ? DW_TENSE_FUTURE
                                                                 : DW_TENSE_PRESENT;
}

/* The tense of a verb; unknown for one that takes it from the verb above. */
static enum dw_time_tense verb_tense(const struct dw_time_scan *s, int32_t verb)
{
    const struct dw_token *t = &s->doc->tokens.v[verb];
    enum dw_time_tense aux;

    if (is_infinitive(s, verb))
        return infinitive_tense(s, t->head);
    if (is_condition(s, verb))
        return DW_TENSE_FUTURE;
    aux = aux_tense(s, verb);
    if (t->xpos == DW_XPOS_VBN && is_class(s, verb, DW_TW_PLANNED))
        return DW_TENSE_FUTURE;
    if (aux != DW_TENSE_UNKNOWN)
        return aux == DW_TENSE_PRESENT && t->xpos == DW_XPOS_VBG ? DW_TENSE_FUTURE : aux;
    switch (t->xpos) {
    case DW_XPOS_VBD:
    case DW_XPOS_VBN:
        return DW_TENSE_PAST;
    case DW_XPOS_VBZ:
    case DW_XPOS_VBP:
        return is_class(s, verb, DW_TW_SAYS) ? DW_TENSE_PAST : DW_TENSE_PRESENT;
    default:
        return DW_TENSE_UNKNOWN;
    }
}

/* A preposition that tells on which side of now its noun lies. */
static enum dw_time_tense case_tense(const struct dw_time_scan *s, int32_t noun)
{
    dw_token_children(s->doc, c, noun)
    {
        if (!dw_token_is_rel(s->doc, c, DW_DEPREL_CASE))
            continue;
        if (is_class(s, c, DW_TW_UNTIL))
            return DW_TENSE_FUTURE;
        if (is_class(s, c, DW_TW_SINCE))
            return DW_TENSE_PAST;
    }
    return DW_TENSE_UNKNOWN;
}

static bool is_verb(const struct dw_time_scan *s, int32_t token)
{
    const struct dw_token *t = &s->doc->tokens.v[token];

    return t->upos == DW_UPOS_VERB || t->upos == DW_UPOS_AUX ||
           dw_token_child_find(s->doc, token, DW_DEPREL_COP) != DW_NONE;
}

/* The token of the expression that hangs from outside of it. */
static int32_t find_head(const struct dw_time_scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = end; i-- > first;) {
        int32_t head = s->doc->tokens.v[i].head;

        if (head == DW_NONE || (uint32_t)head < first || (uint32_t)head >= end)
            return (int32_t)i;
    }
    return (int32_t)first;
}

/* Of a noun's time the verb above tells less: "the pledge in July may fail", "told of cuts in
 * September". Behind an object it is mostly the verb's own: "will close the port in August". */
static enum dw_time_tense weaken(enum dw_time_tense tense)
{
    return tense == DW_TENSE_FUTURE ? DW_TENSE_PRESENT
           : tense == DW_TENSE_PAST ? DW_TENSE_OPEN
                                    : tense;
}

static enum dw_time_tense tree_tense(const struct dw_time_scan *s, uint32_t first, uint32_t end)
{
    int32_t at = find_head(s, first, end), head = at;
    bool of_noun = false;

    for (int step = 0; step < CLIMB && at != DW_NONE; step++) {
        enum dw_time_tense tense = DW_TENSE_UNKNOWN;
        bool inside = (uint32_t)at >= first && (uint32_t)at < end;

        if (is_verb(s, at) && !inside)
            tense = verb_tense(s, at);
        else if (!inside || dw_token_is_rel(s->doc, at, DW_DEPREL_NMOD))
            tense = case_tense(s, at);
        /* "holds through June": what is so now, until then */
        if (tense == DW_TENSE_PRESENT && case_tense(s, head) == DW_TENSE_FUTURE)
            return DW_TENSE_FUTURE;
        if (tense != DW_TENSE_UNKNOWN)
            return of_noun ? weaken(tense) : tense;
        of_noun |= !inside && !dw_token_is_rel(s->doc, at, DW_DEPREL_OBJ);
        at = s->doc->tokens.v[at].head;
    }
    return DW_TENSE_UNKNOWN;
}

/* --- without ------------------------------------------------------------------------------- */

static bool is_past_form(const struct dw_time_scan *s, uint32_t token)
{
    const struct dw_token *t = &s->doc->tokens.v[token];
    const char *form = dw_token_form(s->doc, token);
    size_t len = dw_token_len(t);

    if (dw_time_word(s, token, DW_TW_DID))
        return true;
    return len > 4 && form[len - 2] == 'e' && form[len - 1] == 'd' && form[len - 3] != 'e' &&
           !(t->flags & (DW_TOKEN_UPPER_FIRST | DW_TOKEN_DIGIT));
}

/* The auxiliary in front of a participle or infinitive at `token`. */
static enum dw_time_tense left_aux(const struct dw_time_scan *s, uint32_t token)
{
    for (uint32_t back = 1; back <= 4 && token >= s->beg + back; back++) {
        uint32_t i = token - back;

        if (dw_time_word(s, i, DW_TW_WILL) || dw_time_is(s, i, "to"))
            return DW_TENSE_FUTURE;
        if (dw_time_word(s, i, DW_TW_WAS) || dw_time_word(s, i, DW_TW_HAS))
            return DW_TENSE_PAST;
    }
    return DW_TENSE_UNKNOWN;
}

/* "to" before a plain lower-case word that is no determiner or number: an infinitive. */
static bool is_to_verb(const struct dw_time_scan *s, uint32_t token)
{
    const struct dw_token *t;

    if (!dw_time_is(s, token, "to") || token + 1 >= s->end)
        return false;
    t = &s->doc->tokens.v[token + 1];
    return !(t->flags & (DW_TOKEN_UPPER_FIRST | DW_TOKEN_DIGIT | DW_TOKEN_PUNCT)) &&
           !dw_time_word(s, token + 1, DW_TW_ARTICLE) && !dw_time_word(s, token + 1, DW_TW_NUMBER);
}

/* A word that tells of plans; not "the plan", "its offer", which as nouns show no tense. */
static bool is_planned(const struct dw_time_scan *s, uint32_t token)
{
    static const char *const owners[] = {"its", "his", "her", "their", "our", "'s", "this", "that"};

    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_PLANNED);

    if (!w || token == s->beg || strcmp(w->text, "verb") != 0)
        return w;
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
        if (dw_time_is(s, token - 1, owners[i]))
            return false;
    return !dw_time_word(s, token - 1, DW_TW_ARTICLE);
}

static enum dw_time_tense word_tense(const struct dw_time_scan *s, uint32_t token)
{
    if (dw_time_word(s, token, DW_TW_WILL))
        return DW_TENSE_FUTURE;
    if (is_to_verb(s, token))
        return token > s->beg && dw_time_word(s, token - 1, DW_TW_CARRIED_OUT) ? DW_TENSE_UNKNOWN
                                                                               : DW_TENSE_FUTURE;
    if (dw_time_word(s, token, DW_TW_SAYS))
        return DW_TENSE_PAST;
    if (is_planned(s, token) && left_aux(s, token) != DW_TENSE_FUTURE)
        return DW_TENSE_FUTURE;
    if (is_past_form(s, token))
        return left_aux(s, token) == DW_TENSE_FUTURE ? DW_TENSE_FUTURE : DW_TENSE_PAST;
    if (dw_time_word(s, token, DW_TW_WAS) || dw_time_word(s, token, DW_TW_HAS))
        return DW_TENSE_PAST;
    if (dw_time_word(s, token, DW_TW_IS))
        return DW_TENSE_PRESENT;
    return DW_TENSE_UNKNOWN;
}

/* The nearest words to the left that show a tense, then those to the right. */
static enum dw_time_tense nearest_tense(const struct dw_time_scan *s, uint32_t first, uint32_t end)
{
    enum dw_time_tense tense;

    for (uint32_t i = first; i-- > s->beg && first - i <= REACH;)
        if ((tense = word_tense(s, i)) != DW_TENSE_UNKNOWN)
            return tense;
    for (uint32_t i = end; i < s->end && i - end < REACH; i++)
        if ((tense = word_tense(s, i)) != DW_TENSE_UNKNOWN)
            return tense;
    return DW_TENSE_UNKNOWN;
}

static enum dw_time_tense shallow_tense(const struct dw_time_scan *s, uint32_t first, uint32_t end)
{
    enum dw_time_tense tense = nearest_tense(s, first, end);

    if (tense != DW_TENSE_UNKNOWN && tense != DW_TENSE_PRESENT)
        return tense;
    /* "until the end of June" */
    for (uint32_t i = first; i-- > s->beg && first - i <= EDGE_REACH;)
        if (dw_time_word(s, i, DW_TW_UNTIL))
            return DW_TENSE_FUTURE;
    return tense;
}

enum dw_time_tense dw_time_tense(const struct dw_time_scan *s, uint32_t first, uint32_t end)
{
    enum dw_time_tense tense = DW_TENSE_UNKNOWN;

    if (s->doc->tokens.v[first].parsed)
        tense = tree_tense(s, first, end);
    return tense != DW_TENSE_UNKNOWN ? tense : shallow_tense(s, first, end);
}
