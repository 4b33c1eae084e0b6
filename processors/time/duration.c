/* SPDX-License-Identifier: MIT */
/*
 * duration.c - durations ("three days", "an eight-year war", "decades") and sets ("every Monday",
 * "twice a day", "annually").
 */
#include <stdio.h>
#include <string.h>

#include "processors/time/scan.h"

/* --- durations ----------------------------------------------------------------------------- */

/* "years", "weeks" where a preposition makes them a stretch of time. */
static bool is_bare_led(const struct dw_time_scan *s, uint32_t token)
{
    static const char *const leads[] = {"for", "within", "in",    "after", "over",
                                        "of",  "during", "until", "since", NULL};

    if (token == s->beg)
        return false;
    for (const char *const *l = leads; *l; l++)
        if (dw_time_is(s, token - 1, *l))
            return true;
    return false;
}

static bool read_bare(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_UNITS);
    uint32_t at = token + 1;
    bool is_long = dw_time_is_dash(s, at) &&
                   (dw_time_is(s, at + 1, "long") || (w && dw_time_is(s, at + 1, "old")));

    if (!w)
        w = is_long ? dw_time_word(s, token, DW_TW_UNIT) : NULL;
    if (!w)
        return false;
    e->first = token;
    if (w->class == DW_TW_UNITS &&
        dw_time_shifted(s, at, (struct dw_amount){.vague = true}, (enum dw_grain)w->value, e))
        return true;
    if (!is_long &&
        (!is_bare_led(s, token) || w->value == DW_GRAIN_QUARTER || dw_time_is(s, at, "of")))
        return false;
    dw_time_expr_init(e, token, at + (is_long ? 2 : 0), DW_TIME_DURATION);
    dw_duration_format(2, w->class == DW_TW_UNITS, (enum dw_grain)w->value, e->literal,
                       sizeof e->literal);
    return true;
}

/* Ages of people are no times; ages of a truce are. */
static bool is_age(const struct dw_time_scan *s, uint32_t at, enum dw_grain unit)
{
    return unit == DW_GRAIN_YEAR && dw_time_is(s, at + dw_time_is_dash(s, at), "old");
}

/* "a quarter of", "a second time", "three quarters", "10-second": fractions and ordinals. */
static bool is_misread(const struct dw_time_scan *s, uint32_t token, uint32_t at,
                       enum dw_grain unit, bool filled)
{
    if (unit == DW_GRAIN_QUARTER)
        return !filled;
    if (unit == DW_GRAIN_SECOND)
        return dw_time_word(s, at, DW_TW_UNIT) && !dw_time_is_dash(s, at - 1);
    if (dw_time_word(s, token, DW_TW_ARTICLE) && dw_time_word(s, at, DW_TW_UNITS) &&
        !dw_time_word(s, token, DW_TW_VAGUE) && !dw_time_word(s, token, DW_TW_COUPLE))
        return !dw_time_word(s, token + 1, DW_TW_SCALE);
    return false;
}

/* Something countable in front makes "a year" a rate: "two flights a week". */
static bool is_rate(const struct dw_time_scan *s, uint32_t token)
{
    const struct dw_token *t;

    if (!dw_time_word(s, token, DW_TW_ARTICLE) || token == s->beg)
        return false;
    if (dw_time_word(s, token - 1, DW_TW_MONEY) || dw_time_word(s, token - 1, DW_TW_TIMES) ||
        dw_time_word(s, token - 1, DW_TW_NUMBER))
        return true;
    t = &s->doc->tokens.v[token - 1];
    if (dw_token_is_tagged(t))
        return t->upos == DW_UPOS_NOUN || t->upos == DW_UPOS_NUM;
    return t->flags & DW_TOKEN_DIGIT || dw_time_is_plural(s, token - 1);
}

static bool read_amount(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    struct dw_amount amount;
    uint32_t at = token + dw_time_amount(s, token, &amount), filler, first = e->first;
    enum dw_grain unit;

    if (at == token)
        return false;
    at += dw_time_is_dash(s, at);
    filler = dw_time_word_len(s, at, DW_TW_FILLER);
    at += filler;
    at += filler && dw_time_is_dash(s, at);
    unit = dw_time_unit(s, at);
    if (!unit || is_age(s, at + 1, unit) || is_misread(s, token, at, unit, filler) ||
        (dw_time_is_dash(s, at + 1) && dw_time_word(s, at + 2, DW_TW_BACK)))
        return false;
    at++;
    if (dw_time_is(s, at, "and") && dw_time_is(s, at + 1, "a") && dw_time_is(s, at + 2, "half")) {
        amount.halves++;
        at += 3;
    }
    e->first = first;
    if (dw_time_shifted(s, at, amount, unit, e))
        return true;
    if (dw_time_is_dash(s, at) && dw_time_is(s, at + 1, "long"))
        at += 2;
    dw_time_expr_init(e, first, at, is_rate(s, token) ? DW_TIME_SET : DW_TIME_DURATION);
    dw_duration_format(amount.halves, amount.vague, unit, e->literal, sizeof e->literal);
    return true;
}

bool dw_time_duration(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *approx = dw_time_word(s, token, DW_TW_APPROX);

    e->first = token;
    if (approx && approx->n < s->end - token && read_amount(s, token + approx->n, e)) {
        if (!*e->mod)
            e->mod = approx->text;
        return true;
    }
    e->first = token;
    return read_amount(s, token, e) || read_bare(s, token, e);
}

/* --- sets ---------------------------------------------------------------------------------- */

static bool set_literal(struct dw_time_expr *e, uint32_t first, uint32_t end, const char *text)
{
    dw_time_expr_init(e, first, end, DW_TIME_SET);
    snprintf(e->literal, sizeof e->literal, "%s", text);
    return true;
}

/* What "every" stands before: "Monday", "July", "morning", "summer", "two weeks", "year". */
static bool read_each(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *each = dw_time_word(s, token, DW_TW_EACH), *w;
    struct dw_amount amount;
    uint32_t at, len;
    enum dw_grain unit;
    char text[16];
    int n;

    if (!each)
        return false;
    at = token + each->n;
    if (dw_time_weekday_name(s, at, &n)) {
        snprintf(text, sizeof text, "XXXX-WXX-%d", n);
        return set_literal(e, token, at + 1, text);
    }
    if (dw_time_month_name(s, at, &n)) {
        snprintf(text, sizeof text, "XXXX-%02d", n);
        return set_literal(e, token, at + 1, text);
    }
    if ((w = dw_time_word(s, at, DW_TW_PART)) || (w = dw_time_word(s, at, DW_TW_SEASON))) {
        snprintf(text, sizeof text, w->class == DW_TW_PART ? "XXXX-XX-XXT%.2s" : "XXXX-%.2s",
                 w->text);
        return set_literal(e, token, at + 1, text);
    }
    len = dw_time_word(s, at, DW_TW_ARTICLE) ? 0 : dw_time_amount(s, at, &amount);
    if (!len)
        amount = (struct dw_amount){.halves = 2};
    at += len;
    unit = dw_time_unit(s, at);
    if (!unit || (unit == DW_GRAIN_SECOND && !dw_time_word(s, at, DW_TW_UNITS)))
        return false;
    if (each->text[0])
        amount.halves *= 2;
    dw_time_expr_init(e, token, at + 1, DW_TIME_SET);
    dw_duration_format(amount.halves, amount.vague, unit, e->literal, sizeof e->literal);
    return true;
}

/* "annually": but "the annual", "the daily Le Monde" and "a monthly report" name no time. */
static bool is_adverb(const struct dw_time_scan *s, uint32_t token, uint32_t end)
{
    const struct dw_token *t = &s->doc->tokens.v[token];

    if (end < s->end && !(s->doc->tokens.v[end].flags & DW_TOKEN_PUNCT) &&
        !dw_time_word(s, end, DW_TW_PREPOSITION) && !dw_time_is(s, end, "and"))
        return false;
    return !dw_token_is_tagged(t) || t->upos == DW_UPOS_ADV;
}

/* "Mondays", "Tuesday nights". */
static bool read_plural_weekday(const struct dw_time_scan *s, uint32_t token,
                                struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_WEEKDAYS);
    char text[16];

    if (!w || !(s->doc->tokens.v[token].flags & DW_TOKEN_UPPER_FIRST))
        return false;
    snprintf(text, sizeof text, "XXXX-WXX-%d", w->value);
    return set_literal(e, token, token + 1, text);
}

/* "twice a day", "once every two weeks". */
static bool read_times(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    if (!dw_time_word(s, token, DW_TW_TIMES) || dw_time_is(s, token, "times"))
        return false;
    if (!read_each(s, token + 1, e)) {
        enum dw_grain unit = dw_time_unit(s, token + 2);

        if (!unit || unit == DW_GRAIN_SECOND || dw_time_is(s, token + 3, "ago") ||
            !(dw_time_is(s, token + 1, "a") || dw_time_is(s, token + 1, "per")))
            return false;
        dw_time_expr_init(e, token, token + 3, DW_TIME_SET);
        dw_duration_format(2, false, unit, e->literal, sizeof e->literal);
    }
    e->first = token;
    return true;
}

bool dw_time_set(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_OFTEN);

    if (w && is_adverb(s, token, token + w->n))
        return set_literal(e, token, token + w->n, w->text);
    return read_each(s, token, e) || read_times(s, token, e) || read_plural_weekday(s, token, e);
}
