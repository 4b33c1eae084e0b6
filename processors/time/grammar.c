/* SPDX-License-Identifier: MIT */
/*
 * grammar.c - put expressions together: an edge and what it is an edge of, a day and its hours.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/time/scan.h"
#include "processors/token.h"

typedef bool recogniser(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e);

static bool read_clock(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    return dw_time_clock(s, token, &s->focus, e);
}

#define BIT(name) ((uint64_t)1 << DW_TW_##name)

/* A recogniser, the classes of the words that its expressions can begin with, and whether figures
 * can. */
struct reader {
    recogniser *read;
    uint64_t classes;
    bool figures;
};

static bool may_read(const struct dw_time_scan *s, uint32_t token, const struct reader *reader)
{
    return s->classes[token] & reader->classes ||
           (reader->figures && s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT);
}

/* The longest of what the recognisers find; the first of them where they are as long. */
static bool read_simple(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    static const struct reader readers[] = {
        {dw_time_set, BIT(OFTEN) | BIT(EACH) | BIT(TIMES) | BIT(WEEKDAYS), false},
        {dw_time_relative, /* UNIT: "year-ago"; ORDINAL: "first six months" */
         BIT(TODAY) | BIT(TONIGHT) | BIT(REF) | BIT(LAST) | BIT(THIS) | BIT(NEXT) | BIT(PREVIOUS) |
             BIT(FOLLOWING) | BIT(SAME) | BIT(RECENT) | BIT(LATEST) | BIT(ARTICLE) | BIT(UNIT) |
             BIT(ORDINAL),
         false},
        {dw_time_duration, UINT64_MAX, true},
        {read_clock, BIT(NOON) | BIT(NUMBER), true},
        {dw_time_date, UINT64_MAX, true},
        {dw_time_period, UINT64_MAX, true},
    };
    struct dw_time_expr found;
    bool any = false;

    if (token >= s->end)
        return false;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (may_read(s, token, &readers[i]) && readers[i].read(s, token, &found) &&
            (!any || found.end > e->end)) {
            *e = found;
            any = true;
        }
    return any;
}

#undef BIT

/* --- hours of a day ------------------------------------------------------------------------ */

static bool is_one_day(const struct dw_time_expr *e)
{
    return !e->literal[0] && e->at.grain == DW_GRAIN_DAY && !e->until.grain;
}

/* "Monday night", "yesterday morning", "Dec. 16 evening". */
static bool attach_part(const struct dw_time_scan *s, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, e->end, DW_TW_PART);

    if (!w)
        return false;
    e->end++;
    e->type = DW_TIME_TIME;
    e->at.grain = DW_GRAIN_PART;
    snprintf(e->at.part, sizeof e->at.part, "%s", w->text);
    return true;
}

/* "Thursday at 10 p.m.", "Dec. 16, 7:30 p.m.". */
static bool attach_clock(const struct dw_time_scan *s, struct dw_time_expr *e)
{
    uint32_t at = e->end;
    struct dw_time_expr clock;

    at += dw_time_char(s, at) == ',';
    at += dw_time_is(s, at, "at") || dw_time_is(s, at, "around") || dw_time_is(s, at, "about");
    if (at >= s->end || !dw_time_clock(s, at, &e->at, &clock))
        return false;
    clock.first = e->first;
    *e = clock;
    return true;
}

/* "10 p.m. Wednesday", "noon on Thursday", "0900 GMT, Dec. 16". */
static bool attach_day(const struct dw_time_scan *s, struct dw_time_expr *e)
{
    uint32_t at = e->end;
    struct dw_time_expr day;

    at += dw_time_char(s, at) == ',';
    at += dw_time_is(s, at, "on") || dw_time_is(s, at, "of");
    if (at >= s->end || !(dw_time_date(s, at, &day) || dw_time_relative(s, at, &day)) ||
        !is_one_day(&day))
        return false;
    e->end = day.end;
    e->at.year = day.at.year;
    e->at.month = day.at.month;
    e->at.day = day.at.day;
    e->at.index = day.at.index;
    return true;
}

static void attach_hours(const struct dw_time_scan *s, struct dw_time_expr *e)
{
    if (e->literal[0] || e->until.grain)
        return;
    if (is_one_day(e)) {
        if (!attach_clock(s, e) && attach_part(s, e))
            attach_clock(s, e);
    } else if (e->at.grain == DW_GRAIN_MINUTE) {
        attach_day(s, e);
    }
}

/* "the night of Dec. 16", "in the evening", "mid-afternoon yesterday". */
static bool read_part(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_PART);
    bool led;

    if (!w)
        return false;
    dw_time_expr_init(e, token, token + 1, DW_TIME_TIME);
    e->at = dw_moment_shift(dw_moment_has(&s->focus, DW_GRAIN_DAY) ? &s->focus : &s->today,
                            DW_GRAIN_DAY, 0);
    e->at.grain = DW_GRAIN_PART;
    snprintf(e->at.part, sizeof e->at.part, "%s", w->text);
    led = token > s->beg + 1 && dw_time_is(s, token - 1, "the") &&
          (dw_time_is(s, token - 2, "in") || dw_time_is(s, token - 2, "during"));
    return attach_day(s, e) || led ||
           (token > s->beg && dw_time_word(s, token - 1, DW_TW_MOMENT_EDGE));
}

/* --- edges --------------------------------------------------------------------------------- */

/* "the month", "the year" behind an edge: the one that is now. */
static bool read_bare_unit(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *w;
    uint32_t at = token + dw_time_is(s, token, "the");

    w = dw_time_word(s, at, DW_TW_UNIT);
    if (!w || w->value < DW_GRAIN_DAY || w->value == DW_GRAIN_FORTNIGHT)
        return false;
    dw_time_expr_init(e, token, at + 1, DW_TIME_DATE);
    e->at = dw_moment_shift(&s->today, (enum dw_grain)w->value, 0);
    return true;
}

/* What an edge can be of: no duration, no set, nothing vague. */
static bool read_inner(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t at = token + dw_time_is(s, token, "the");

    if (token >= s->end)
        return false;
    if (!(read_simple(s, token, e) && !e->literal[0]) &&
        !(at > token && read_simple(s, at, e) && !e->literal[0]) && !read_part(s, token, e))
        return false;
    attach_hours(s, e);
    return true;
}

static bool set_edge(struct dw_time_expr *e, uint32_t token, const char *mod)
{
    e->first = token;
    if (!*e->mod)
        e->mod = mod;
    return true;
}

/* "the end of November", "the beginning of next week", "the middle of the month". */
static bool read_edge(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t at = token + dw_time_is(s, token, "the");
    const struct dw_time_word *w = dw_time_word(s, at, DW_TW_EDGE);

    if (!w)
        return false;
    at += w->n;
    if (!dw_time_is(s, at, "of") && !dw_time_is_dash(s, at))
        return false;
    at++;
    return (read_inner(s, at, e) || read_bare_unit(s, at, e)) && set_edge(e, token, w->text);
}

/* "early 2019", "late on Monday", "later this week", "earlier in the day", "mid - 1996". */
static bool read_moment_edge(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t at = token + dw_time_is(s, token, "the");
    const struct dw_time_word *w = dw_time_word(s, at, DW_TW_MOMENT_EDGE);
    bool led;

    if (!w)
        return false;
    at += w->n;
    at += dw_time_is_dash(s, at);
    led = dw_time_is(s, at, "in") || dw_time_is(s, at, "on") || dw_time_is(s, at, "of");
    at += led;
    return (read_inner(s, at, e) || (led && read_bare_unit(s, at, e))) &&
           set_edge(e, token, w->text);
}

/* The figures behind "mid-": "mid-1996", "mid-1990s". */
static bool read_mid_year(const char *form, size_t len, uint32_t token, struct dw_time_expr *e)
{
    int year = dw_time_decade_form(form, len);

    dw_time_expr_init(e, token, token + 1, DW_TIME_DATE);
    e->at = (struct dw_moment){.grain = DW_GRAIN_DECADE, .year = year};
    if (!year && len == 4 && strspn(form, "0123456789") >= 4)
        e->at = (struct dw_moment){.grain = DW_GRAIN_YEAR, .year = (int)strtol(form, NULL, 10)};
    return e->at.year >= DW_YEAR_MIN && e->at.year < DW_YEAR_MAX && set_edge(e, token, "MID");
}

/* The grain-setting name behind "mid-" in one token: "mid-December", "mid-afternoon". */
static bool read_mid(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const char *form = dw_token_form(s->doc, token);
    size_t len = dw_token_len(&s->doc->tokens.v[token]);
    const struct dw_time_word *w;
    uint32_t hash;

    if (len < 7 || (form[0] | 0x20) != 'm' || (form[1] | 0x20) != 'i' || (form[2] | 0x20) != 'd' ||
        form[3] != '-')
        return false;
    if (s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT)
        return read_mid_year(form + 4, len - 4, token, e);
    hash = dw_token_hash(form + 4, len - 4);
    if ((w = dw_time_words_find_hash(s->words, hash, DW_TW_MONTH)))
        return dw_time_month_from(s, token, token + 1, w->value, e) && set_edge(e, token, "MID");
    if ((w = dw_time_words_find_hash(s->words, hash, DW_TW_PART))) {
        dw_time_expr_init(e, token, token + 1, DW_TIME_TIME);
        e->at = dw_moment_shift(dw_moment_has(&s->focus, DW_GRAIN_DAY) ? &s->focus : &s->today,
                                DW_GRAIN_DAY, 0);
        e->at.grain = DW_GRAIN_PART;
        snprintf(e->at.part, sizeof e->at.part, "%s", w->text);
        attach_day(s, e);
        return set_edge(e, token, "MID");
    }
    if ((w = dw_time_words_find_hash(s->words, hash, DW_TW_UNIT)) && w->value >= DW_GRAIN_WEEK) {
        dw_time_expr_init(e, token, token + 1, DW_TIME_DATE);
        e->at = dw_moment_shift(&s->today, (enum dw_grain)w->value, 0);
        return set_edge(e, token, "MID");
    }
    return false;
}

/* "year-end", "year-end 2019": its last day. */
static bool read_year_end(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t at = token + 1;
    int year;

    if (dw_time_is(s, token, "year") && dw_time_is_dash(s, at) && dw_time_is(s, at + 1, "end"))
        at += 2;
    else if (!dw_time_is(s, token, "yearend"))
        return false;
    dw_time_expr_init(e, token, at, DW_TIME_DATE);
    e->at = dw_moment_shift(&s->today, DW_GRAIN_YEAR, 0);
    if (dw_time_year(s, at, &year)) {
        e->at.year = year;
        e->end += dw_time_year(s, at, &year);
    }
    if (e->at.year)
        e->at =
            (struct dw_moment){.grain = DW_GRAIN_DAY, .year = e->at.year, .month = 12, .day = 31};
    return true;
}

/* "around 7:15 p.m.", "about 1990": a guess at a moment; durations see to theirs themselves. */
static bool read_approx(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_APPROX);

    if (!w || token + w->n >= s->end || strcmp(w->text, "APPROX") != 0 ||
        !(dw_time_clock(s, token + w->n, &s->focus, e)))
        return false;
    attach_hours(s, e);
    return set_edge(e, token, w->text);
}

/* "the third quarter", "the 1980s": the article belongs to a period. */
static bool read_articled(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    if (!dw_time_is(s, token, "the") || token + 1 >= s->end)
        return false;
    if (!dw_time_period(s, token + 1, e) && !read_part(s, token + 1, e))
        return false;
    if (s->doc->tokens.v[token + 1].flags & DW_TOKEN_DIGIT && e->at.grain == DW_GRAIN_YEAR &&
        !dw_time_is(s, e->end - 1, "period"))
        return false; /* "the 2012 accord": the article is the accord's */
    e->first = token;
    return true;
}

bool dw_time_parse(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    static recogniser *const composed[] = {
        read_edge, read_moment_edge, read_mid, read_year_end, read_approx,
    };

    for (size_t i = 0; i < sizeof composed / sizeof *composed; i++)
        if (composed[i](s, token, e))
            return true;
    if (!read_simple(s, token, e) && !read_articled(s, token, e) && !read_part(s, token, e))
        return false;
    attach_hours(s, e);
    return true;
}
