/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "processors/time/scan.h"

char dw_time_char(const struct dw_time_scan *s, uint32_t token)
{
    if (token >= s->end || dw_token_len(&s->doc->tokens.v[token]) != 1)
        return 0;
    return *dw_token_form(s->doc, token);
}

bool dw_time_is_dash(const struct dw_time_scan *s, uint32_t token)
{
    const char *form;
    size_t len;

    if (token >= s->end)
        return false;
    form = dw_token_form(s->doc, token);
    len = dw_token_len(&s->doc->tokens.v[token]);
    return (len == 1 && *form == '-') ||
           (len == 3 && (!memcmp(form, "\xE2\x80\x93", 3) || !memcmp(form, "\xE2\x80\x90", 3) ||
                         !memcmp(form, "\xE2\x80\x91", 3)));
}

bool dw_time_is_spaced(const struct dw_time_scan *s, uint32_t token)
{
    return s->doc->tokens.v[token].flags & DW_TOKEN_SPACE_AFTER;
}

enum dw_grain dw_time_unit(const struct dw_time_scan *s, uint32_t token)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_UNIT);

    if (!w)
        w = dw_time_word(s, token, DW_TW_UNITS);
    return w ? (enum dw_grain)w->value : DW_GRAIN_NONE;
}

void dw_time_expr_init(struct dw_time_expr *e, uint32_t first, uint32_t end, enum dw_time_type type)
{
    *e = (struct dw_time_expr){.first = first, .end = end, .type = type, .mod = ""};
}

int dw_time_digits(const struct dw_time_scan *s, uint32_t token, int *digits)
{
    const char *form;
    size_t len;
    int n = 0;

    if (token >= s->end || !(s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT))
        return -1;
    form = dw_token_form(s->doc, token);
    len = dw_token_len(&s->doc->tokens.v[token]);
    if (len > 9)
        return -1;
    for (size_t i = 0; i < len; i++) {
        if (form[i] < '0' || form[i] > '9')
            return -1;
        n = n * 10 + form[i] - '0';
    }
    *digits = (int)len;
    return n;
}

/* "1,000" and "2.5" as well as plain digits, in halves; -1 for anything else. */
static int read_decimal(const struct dw_time_scan *s, uint32_t token)
{
    const char *form;
    size_t len;
    int n = 0;

    if (token >= s->end || !(s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT))
        return -1;
    form = dw_token_form(s->doc, token);
    len = dw_token_len(&s->doc->tokens.v[token]);
    for (size_t i = 0; i < len; i++) {
        if (form[i] == '.' && len - i == 2)
            return form[i + 1] == '5' ? 2 * n + 1 : form[i + 1] == '0' ? 2 * n : -1;
        if (form[i] == ',' && i > 0)
            continue;
        if (form[i] < '0' || form[i] > '9' || n > 9999)
            return -1;
        n = n * 10 + form[i] - '0';
    }
    return 2 * n;
}

/* Is there a hyphen inside a compound at `token`, as in "twenty-four"? */
static uint32_t skip_hyphen(const struct dw_time_scan *s, uint32_t token)
{
    return dw_time_is_dash(s, token) ? token + 1 : token;
}

/* 1 to 99 in words: "four", "twenty-four", "twenty four". */
static uint32_t read_small(const struct dw_time_scan *s, uint32_t token, int *n)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_NUMBER);
    uint32_t next;

    if (w) {
        *n = w->value;
        return 1;
    }
    w = dw_time_word(s, token, DW_TW_TENS);
    if (!w)
        return 0;
    *n = w->value;
    next = skip_hyphen(s, token + 1);
    w = dw_time_word(s, next, DW_TW_NUMBER);
    if (!w || w->value < 1 || w->value > 9)
        return 1;
    *n += w->value;
    return next + 1 - token;
}

/* Cardinal in words: "two hundred and ten", "a thousand". */
static uint32_t read_words(const struct dw_time_scan *s, uint32_t token, int *n)
{
    const struct dw_time_word *scale;
    uint32_t at = token, len = read_small(s, at, n), rest_len;
    int rest;

    if (!len && dw_time_is(s, at, "a") && dw_time_word(s, at + 1, DW_TW_SCALE)) {
        *n = 1;
        len = 1;
    }
    if (!len)
        return 0;
    at += len;
    while ((scale = dw_time_word(s, at, DW_TW_SCALE)) && *n < 1000) {
        *n *= scale->value;
        at++;
        rest_len = read_small(s, at + dw_time_is(s, at, "and"), &rest);
        if (rest_len) {
            at += rest_len + dw_time_is(s, at, "and");
            *n += rest;
        }
    }
    return at - token;
}

/* "and a half" behind a number, with or without hyphens. */
static uint32_t read_and_half(const struct dw_time_scan *s, uint32_t token)
{
    uint32_t at = skip_hyphen(s, token);

    if (!dw_time_is(s, at, "and"))
        return 0;
    at = skip_hyphen(s, at + 1);
    if (!dw_time_is(s, at, "a"))
        return 0;
    at = skip_hyphen(s, at + 1);
    return dw_time_is(s, at, "half") ? at + 1 - token : 0;
}

uint32_t dw_time_amount(const struct dw_time_scan *s, uint32_t token, struct dw_amount *amount)
{
    uint32_t len = 0, more;
    int n = read_decimal(s, token);

    *amount = (struct dw_amount){0};
    if (n >= 0) {
        amount->halves = n;
        len = 1;
        if (dw_time_is(s, token + 1, "1/2")) {
            amount->halves++;
            return 2;
        }
    } else if ((len = read_words(s, token, &n))) {
        amount->halves = 2 * n;
    } else if ((len = dw_time_word_len(s, token, DW_TW_COUPLE))) {
        amount->halves = 4;
        return len;
    } else if ((len = dw_time_word_len(s, token, DW_TW_VAGUE))) {
        amount->vague = true;
        return len;
    } else if ((len = dw_time_word_len(s, token, DW_TW_HALF))) {
        amount->halves = 1;
        return len;
    } else if ((len = dw_time_word_len(s, token, DW_TW_ARTICLE)) && !dw_time_is(s, token, "the")) {
        amount->halves = 2;
        if (dw_time_is(s, token + 1, "half"))
            amount->halves = 1;
        return len + (amount->halves == 1);
    } else {
        return 0;
    }
    more = read_and_half(s, token + len);
    amount->halves += more > 0;
    return len + more;
}

/* "16th": digits with the ending of an ordinal. */
static int read_ordinal_form(const struct dw_time_scan *s, uint32_t token)
{
    const char *form;
    size_t len;
    int n = 0;

    if (token >= s->end || !(s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT))
        return -1;
    form = dw_token_form(s->doc, token);
    len = dw_token_len(&s->doc->tokens.v[token]);
    if (len < 3 || len > 4)
        return -1;
    for (size_t i = 0; i + 2 < len; i++) {
        if (form[i] < '0' || form[i] > '9')
            return -1;
        n = n * 10 + form[i] - '0';
    }
    return strchr("snrtSNRT", form[len - 2]) && strchr("tdhTDH", form[len - 1]) ? n : -1;
}

uint32_t dw_time_ordinal(const struct dw_time_scan *s, uint32_t token, int *n, bool *ordinal)
{
    const struct dw_time_word *w;
    int digits;

    *ordinal = false;
    *n = dw_time_digits(s, token, &digits);
    if (*n >= 0)
        return digits <= 2;
    *ordinal = true;
    *n = read_ordinal_form(s, token);
    if (*n >= 0)
        return 1;
    w = dw_time_word(s, token, DW_TW_ORDINAL);
    if (!w)
        return 0;
    *n = w->value;
    return w->n;
}

uint32_t dw_time_year(const struct dw_time_scan *s, uint32_t token, int *year)
{
    const struct dw_time_word *w;
    uint32_t len, first;
    int digits, n = dw_time_digits(s, token, &digits), tail;

    *year = 0;
    if (n >= 0) {
        bool fits = digits == 4 && n >= DW_YEAR_MIN && n <= DW_YEAR_MAX;

        *year = fits ? n : 0;
        return fits;
    }
    w = dw_time_word(s, token, DW_TW_NUMBER);
    first = w ? 1 : 0;
    if (!w || w->value < 10) {
        len = read_words(s, token, &n);
        if (n < 2000 || n >= 2100)
            return 0;
        *year = n;
        return len;
    }
    len = read_small(s, token + first, &tail);
    if (!len || tail < 10 || w->value < 16)
        return 0;
    *year = w->value * 100 + tail;
    return first + len;
}
