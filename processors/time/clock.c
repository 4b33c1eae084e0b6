/* SPDX-License-Identifier: MIT */
/*
 * clock.c - times of day: "7:30 p.m.", "0900 GMT", "10 o'clock", "noon".
 */
#include <string.h>

#include "processors/time/scan.h"

struct clock {
    int hour, minute;
    bool sure; /* cannot be anything but a time of day */
};

/* "19:30", "7.30" (hours and minutes in one token), "10pm", "7:30pm". */
static bool read_form(const struct dw_time_scan *s, uint32_t token, struct clock *c)
{
    const char *form = dw_token_form(s->doc, token);
    size_t len = dw_token_len(&s->doc->tokens.v[token]), i = 0;
    int *field = &c->hour, digits = 0;

    *c = (struct clock){0};
    for (; i < len && (form[i] == ':' || (form[i] >= '0' && form[i] <= '9')); i++) {
        if (form[i] == ':') {
            if (field == &c->minute || i == 0 || i > 2)
                return false;
            field = &c->minute;
            digits = 0;
            continue;
        }
        *field = *field * 10 + form[i] - '0';
        if (++digits > 2)
            return false;
    }
    if (c->hour > 24 || c->minute > 59 || (field == &c->minute && digits != 2))
        return false;
    c->sure = false;
    if (i == len)
        return field == &c->minute;
    if (len - i == 2 && (form[i + 1] | 0x20) == 'm' && c->hour >= 1 && c->hour <= 12) {
        c->hour = c->hour % 12 + ((form[i] | 0x20) == 'p' ? 12 : 0);
        c->sure = (form[i] | 0x20) == 'p' || (form[i] | 0x20) == 'a';
        return c->sure;
    }
    return false;
}

/* "7 p.m.", "7:30 p.m.", "7.30 p.m.", "seven in words": what stands before the meridian. */
static uint32_t read_meridian(const struct dw_time_scan *s, uint32_t token, struct clock *c)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_NUMBER), *half;
    const char *form = dw_token_form(s->doc, token);
    int digits, hour = w ? w->value : dw_time_digits(s, token, &digits);

    *c = (struct clock){.hour = hour};
    if (hour < 0 && !read_form(s, token, c)) {
        size_t len = dw_token_len(&s->doc->tokens.v[token]);

        if (len < 4 || len > 5 || form[len - 3] != '.' ||
            !(s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT))
            return 0;
        c->hour = len == 4 ? form[0] - '0' : (form[0] - '0') * 10 + form[1] - '0';
        c->minute = (form[len - 2] - '0') * 10 + form[len - 1] - '0';
    }
    half = dw_time_word(s, token + 1, DW_TW_AMPM);
    if (!half || c->sure || c->hour < 1 || c->hour > 12 || c->minute < 0 || c->minute > 59)
        return 0;
    /* "am" is a verb too: "10 am", not "I am" - there is a number before it here */
    c->hour = c->hour % 12 + half->value;
    c->sure = true;
    return 1 + half->n;
}

/* "0900 GMT", "1430 GMT": four figures are a time of day only before a zone or "hours". */
static uint32_t read_military(const struct dw_time_scan *s, uint32_t token, struct clock *c)
{
    int digits, n = dw_time_digits(s, token, &digits);

    if (n < 0 || digits != 4 || n / 100 > 24 || n % 100 > 59)
        return 0;
    if (!dw_time_word(s, token + 1, DW_TW_ZONE) && !dw_time_is(s, token + 1, "hours") &&
        !dw_time_is(s, token + 1, "hrs"))
        return 0;
    *c = (struct clock){n / 100, n % 100, true};
    return dw_time_word(s, token + 1, DW_TW_ZONE) ? 1 : 2;
}

static uint32_t read_oclock(const struct dw_time_scan *s, uint32_t token, struct clock *c)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_NUMBER);
    int digits, hour = w ? w->value : dw_time_digits(s, token, &digits);

    if (hour < 1 || hour > 24 || token + 1 >= s->end ||
        !(dw_time_is(s, token + 1, "o'clock") || dw_time_is(s, token + 1,
                                                            "o\xE2\x80\x99"
                                                            "clock")))
        return 0;
    *c = (struct clock){hour, 0, true};
    return 2;
}

static uint32_t read_clock(const struct dw_time_scan *s, uint32_t token, struct clock *c)
{
    const struct dw_time_word *noon = dw_time_word(s, token, DW_TW_NOON);
    uint32_t len;

    if (noon) {
        *c = (struct clock){noon->value, 0, true};
        return noon->n;
    }
    if ((len = read_meridian(s, token, c)) || (len = read_military(s, token, c)) ||
        (len = read_oclock(s, token, c)))
        return len;
    if (!(s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT) || !read_form(s, token, c))
        return 0;
    if (c->sure || dw_time_word(s, token + 1, DW_TW_ZONE))
        return 1;
    return token > s->beg && dw_time_word(s, token - 1, DW_TW_PREPOSITION) &&
           !dw_time_is(s, token - 1, "of") && !dw_time_is(s, token - 1, "to");
}

/* "GMT", "(0900 GMT)": the zone, and the same time told again in another. */
static uint32_t read_zone(const struct dw_time_scan *s, uint32_t token)
{
    uint32_t len = dw_time_word_len(s, token, DW_TW_ZONE);
    struct clock other;

    if (len)
        return len;
    if (dw_time_char(s, token) != '(' || token + 1 >= s->end)
        return 0;
    len = read_clock(s, token + 1, &other);
    if (!len)
        return 0;
    len += dw_time_word_len(s, token + 1 + len, DW_TW_ZONE);
    return dw_time_char(s, token + 1 + len) == ')' ? len + 2 : 0;
}

bool dw_time_clock(const struct dw_time_scan *s, uint32_t token, const struct dw_moment *day,
                   struct dw_time_expr *e)
{
    struct clock c;
    uint32_t len = read_clock(s, token, &c);

    if (!len)
        return false;
    dw_time_expr_init(e, token, token + len, DW_TIME_TIME);
    e->end += read_zone(s, e->end);
    e->end += read_zone(s, e->end);
    e->at =
        dw_moment_shift(day && dw_moment_has(day, DW_GRAIN_DAY) ? day : &s->today, DW_GRAIN_DAY, 0);
    e->at.grain = DW_GRAIN_MINUTE;
    e->at.hour = c.hour;
    e->at.minute = c.minute;
    return true;
}
