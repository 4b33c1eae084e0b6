/* SPDX-License-Identifier: MIT */
/*
 * date.c - calendar dates: with a month or a weekday, in figures, and holidays.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/time/scan.h"

/* A date without a year lies at most this many days on the side that the tense speaks against, and
 * on either side of today where there is no tense. */
enum { TENSE_SLACK = 75, HALF_YEAR = 183, YEAR = 365 };

/* --- what a bare name means ---------------------------------------------------------------- */

struct dw_moment dw_time_weekday(const struct dw_time_scan *s, int weekday,
                                 enum dw_time_tense tense)
{
    struct dw_moment m = {.grain = DW_GRAIN_DAY, .index = weekday};
    int64_t today;
    int back;

    if (!dw_moment_has(&s->today, DW_GRAIN_DAY))
        return m;
    today = dw_moment_day(&s->today);
    back = (dw_day_weekday(today) - weekday + 7) % 7;
    if (tense == DW_TENSE_FUTURE || tense == DW_TENSE_PRESENT)
        return dw_moment_of_day(today + (7 - back) % 7);
    return dw_moment_of_day(today - back);
}

struct dw_moment dw_time_month_of(const struct dw_time_scan *s, int month, enum dw_time_tense tense)
{
    struct dw_moment m = {.grain = DW_GRAIN_MONTH, .year = s->today.year, .month = month};
    int ahead = month - s->today.month;

    if (!m.year)
        return m;
    if (tense == DW_TENSE_FUTURE)
        m.year += ahead < 0;
    else if (tense == DW_TENSE_PRESENT)
        m.year += ahead < -6 ? 1 : ahead >= 6 ? -1 : 0;
    else if (tense == DW_TENSE_OPEN && (ahead + 12) % 12 <= 2)
        m.year += ahead < 0; /* one so near that "last" would be missing */
    else
        m.year -= ahead > 0;
    return m;
}

/* The day of this month that is nearest to today, unless the tense says otherwise. */
static struct dw_moment resolve_day(const struct dw_time_scan *s, int month, int day,
                                    enum dw_time_tense tense)
{
    struct dw_moment m = {.grain = DW_GRAIN_DAY, .month = month, .day = day};
    int64_t ahead, most = tense == DW_TENSE_PAST     ? TENSE_SLACK
                          : tense == DW_TENSE_FUTURE ? YEAR - TENSE_SLACK
                                                     : HALF_YEAR;

    if (!dw_moment_has(&s->today, DW_GRAIN_DAY))
        return m;
    m.year = s->today.year;
    ahead = dw_moment_day(&m) - dw_moment_day(&s->today);
    if (ahead > most)
        m.year--;
    else if (ahead < most - YEAR)
        m.year++;
    if (day > dw_month_days(m.year, month))
        m.day = dw_month_days(m.year, month);
    return m;
}

/* --- names of months and weekdays ---------------------------------------------------------- */

static bool is_capital(const struct dw_time_scan *s, uint32_t token)
{
    return s->doc->tokens.v[token].flags & DW_TOKEN_UPPER_FIRST;
}

/* Could a day or a year stand at `token`? */
static bool is_date_number(const struct dw_time_scan *s, uint32_t token)
{
    bool ordinal;
    int n;

    return (dw_time_ordinal(s, token, &n, &ordinal) && n >= 1 && n <= 31) ||
           dw_time_year(s, token, &n);
}

/* Does what stands before `token` call for a time? */
static bool is_led_in(const struct dw_time_scan *s, uint32_t token)
{
    static const enum dw_time_class classes[] = {DW_TW_PREPOSITION, DW_TW_LAST,        DW_TW_THIS,
                                                 DW_TW_NEXT,        DW_TW_MOMENT_EDGE, DW_TW_EACH};

    if (token == s->beg)
        return false;
    if (dw_time_is_dash(s, token - 1))
        return true;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (dw_time_word_len(s, token - 1, classes[i]) == 1)
            return true;
    return is_date_number(s, token - 1);
}

/* "May" and "March" are words as well: a number, a preposition or the tagger must vouch for them.
 */
static bool is_month_word(const struct dw_time_scan *s, uint32_t token, int month)
{
    const struct dw_token *t = &s->doc->tokens.v[token];

    if (!is_capital(s, token))
        return false;
    if (month != 5 && month != 3)
        return true;
    if (is_date_number(s, token + 1) || is_led_in(s, token))
        return true;
    return dw_token_is_tagged(t) && t->upos == DW_UPOS_PROPN && !(t->flags & DW_TOKEN_UPPER_ALL);
}

uint32_t dw_time_month_name(const struct dw_time_scan *s, uint32_t token, int *month)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_MONTH);

    if (w) {
        *month = w->value;
        return is_month_word(s, token, w->value);
    }
    w = dw_time_word(s, token, DW_TW_MONTH_SHORT);
    if (!w || !is_capital(s, token))
        return 0;
    *month = w->value;
    if (w->text[0] && s->doc->article.text[s->doc->tokens.v[token].span.end - 1] == '.')
        return 1;
    if (is_date_number(s, token + 1) || (token > s->beg && is_date_number(s, token - 1)))
        return 1;
    return token > s->beg && dw_time_is_dash(s, token - 1);
}

/* "Black Monday", "the Sunday Times": names that hold a weekday. */
static bool is_part_of_name(const struct dw_time_scan *s, uint32_t token)
{
    if (token > s->beg && is_capital(s, token - 1) && dw_time_word(s, token - 1, DW_TW_BLACK_DAY))
        return true;
    return token + 1 < s->end && is_capital(s, token + 1) &&
           dw_time_word(s, token + 1, DW_TW_PAPER);
}

uint32_t dw_time_weekday_name(const struct dw_time_scan *s, uint32_t token, int *weekday)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_WEEKDAY);
    int month;

    if (!w) {
        w = dw_time_word(s, token, DW_TW_WEEKDAY_SHORT);
        if (!w || s->doc->article.text[s->doc->tokens.v[token].span.end - 1] != '.') {
            uint32_t at = token + 1 + (dw_time_char(s, token + 1) == ',');

            if (!w || !dw_time_month_name(s, at, &month))
                return 0;
        }
    }
    *weekday = w->value;
    return is_capital(s, token) && !is_part_of_name(s, token);
}

/* --- years behind a date ------------------------------------------------------------------- */

/* "this year", "of last year", "the same year": tokens taken; 0 if none. */
static uint32_t read_year_word(const struct dw_time_scan *s, uint32_t token, int *year)
{
    uint32_t at = token + dw_time_is(s, token, "of");
    const struct dw_moment *base = &s->today;
    struct dw_moment m;
    int n;

    if (dw_time_is(s, at, "the"))
        at++;
    if (!dw_time_is(s, at + 1, "year"))
        return 0;
    if (dw_time_word(s, at, DW_TW_LAST))
        n = -1;
    else if (dw_time_word(s, at, DW_TW_NEXT))
        n = 1;
    else if (dw_time_word(s, at, DW_TW_THIS))
        n = 0;
    else if (dw_time_word(s, at, DW_TW_SAME) || dw_time_word(s, at, DW_TW_PREVIOUS) ||
             dw_time_word(s, at, DW_TW_FOLLOWING)) {
        n = dw_time_word(s, at, DW_TW_SAME) ? 0 : dw_time_word(s, at, DW_TW_PREVIOUS) ? -1 : 1;
        base = s->focus.year ? &s->focus : base;
    } else
        return 0;
    m = dw_moment_shift(base, DW_GRAIN_YEAR, n);
    *year = m.year;
    return at + 2 - token;
}

/* ", 2019", "2019", "of 2019", "'99", "last year" behind a month or day; 0 if none. */
static uint32_t read_year_tail(const struct dw_time_scan *s, uint32_t token, int *year)
{
    uint32_t at = token, len;

    if (dw_time_char(s, at) == ',' || dw_time_is(s, at, "of") || dw_time_is(s, at, "in"))
        at++;
    len = dw_time_year(s, at, year);
    if (len && !dw_time_word(s, at + len, DW_TW_AMOUNT) && dw_time_char(s, at + len) != '%')
        return at + len - token;
    return read_year_word(s, token, year);
}

/* --- month dates --------------------------------------------------------------------------- */

struct day_range {
    int month, day, until_month, until; /* until: 0 if it is one day */
};

static bool is_day(int n)
{
    return n >= 1 && n <= 31;
}

/* A day of the month at `token`: "16", "16th", "the 16th". Not "16 people" or "16:00". */
static uint32_t read_day(const struct dw_time_scan *s, uint32_t token, int *day)
{
    uint32_t at = token + dw_time_is(s, token, "the"), len;
    bool ordinal;

    len = dw_time_ordinal(s, at, day, &ordinal);
    if (!len || !is_day(*day))
        return 0;
    if (at > token && !ordinal)
        return 0;
    if (!ordinal && (dw_time_word(s, at + len, DW_TW_AMOUNT) || dw_time_char(s, at + len) == '%' ||
                     dw_time_word(s, at + len, DW_TW_AMPM)))
        return 0;
    return at + len - token;
}

static bool is_range_word(const struct dw_time_scan *s, uint32_t token)
{
    return dw_time_is_dash(s, token) || dw_time_is(s, token, "to") ||
           dw_time_is(s, token, "through") || dw_time_is(s, token, "until") ||
           dw_time_is(s, token, "and") || dw_time_is(s, token, "or");
}

/* "- 19", "to 10", "through July 3" behind a month and day; tokens taken, 0 if none. */
static uint32_t read_until(const struct dw_time_scan *s, uint32_t token, struct day_range *r)
{
    uint32_t at = token + 1, len;
    int month = r->month, day;

    if (!is_range_word(s, token))
        return 0;
    len = dw_time_month_name(s, at, &month);
    if (len && (dw_time_is(s, token, "and") || dw_time_is(s, token, "or")))
        return 0;
    at += len;
    if (!read_day(s, at, &day) || (month == r->month && day <= r->day))
        return 0;
    at += read_day(s, at, &day);
    r->until_month = month;
    r->until = day;
    return at - token;
}

/* The moments of a day or range of days whose year may be given. */
static void set_days(const struct dw_time_scan *s, const struct day_range *r, int year,
                     struct dw_time_expr *e)
{
    dw_time_expr_init(e, e->first, e->end, DW_TIME_DATE);
    if (year)
        e->at = (struct dw_moment){
            .grain = DW_GRAIN_DAY, .year = year, .month = r->month, .day = r->day};
    else
        e->at = resolve_day(s, r->month, r->day, dw_time_tense(s, e->first, e->end));
    if (!r->until)
        return;
    e->until = e->at;
    e->until.month = r->until_month;
    e->until.day = r->until;
    if (e->at.year && r->until_month < r->month)
        e->until.year++;
}

/* "Dec. 16", "December 16-18, 2019", `at` being behind the month. */
static bool read_month_day(const struct dw_time_scan *s, uint32_t token, uint32_t at, int month,
                           struct dw_time_expr *e)
{
    struct day_range r = {.month = month};
    uint32_t len = read_day(s, at, &r.day);
    int year = 0;

    if (!len || r.day > dw_month_days(2000, month))
        return false;
    at += len;
    at += read_until(s, at, &r);
    at += read_year_tail(s, at, &year);
    e->first = token;
    e->end = at;
    set_days(s, &r, year, e);
    return true;
}

/* "January-March 1987", "from June to August": the second month; tokens taken, 0 if none. */
static uint32_t read_until_month(const struct dw_time_scan *s, uint32_t token, int *month)
{
    uint32_t len;

    if (!is_range_word(s, token) || dw_time_is(s, token, "and") || dw_time_is(s, token, "or"))
        return 0;
    len = dw_time_month_name(s, token + 1, month);
    return len ? len + 1 : 0;
}

/* "December", "December 2019", "January to March last year", `at` being behind the month. */
static void read_month_only(const struct dw_time_scan *s, uint32_t token, uint32_t at, int month,
                            struct dw_time_expr *e)
{
    uint32_t len;
    int until = 0, year = 0;

    at += read_until_month(s, at, &until);
    len = read_year_tail(s, at, &year);
    dw_time_expr_init(e, token, at + len, DW_TIME_DATE);
    if (len)
        e->at = (struct dw_moment){.grain = DW_GRAIN_MONTH, .year = year, .month = month};
    else
        e->at = dw_time_month_of(s, month, dw_time_tense(s, token, at));
    if (until) {
        e->until = e->at;
        e->until.month = until;
        if (until < month && e->at.year && len)
            e->at.year--;
        else if (until < month && e->at.year)
            e->until.year++;
    }
}

/* "16 December 2019", "16-18 December", "the 16th of December". */
static bool read_day_month(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    struct day_range r = {0};
    uint32_t at = token, len = read_day(s, at, &r.day), month_len;
    int year = 0;

    if (!len)
        return false;
    at += len;
    if (is_range_word(s, at) && (len = read_day(s, at + 1, &r.until)) && r.until > r.day)
        at += 1 + len;
    else
        r.until = 0;
    if (dw_time_is(s, at, "of"))
        at++;
    month_len = dw_time_month_name(s, at, &r.month);
    if (!month_len || r.day > dw_month_days(2000, r.month))
        return false;
    r.until_month = r.month;
    at += month_len;
    /* "300 on 5 May 10": the day may follow its month after all */
    at += read_year_tail(s, at, &year);
    e->first = token;
    e->end = at;
    set_days(s, &r, year, e);
    return true;
}

bool dw_time_month_from(const struct dw_time_scan *s, uint32_t token, uint32_t at, int month,
                        struct dw_time_expr *e)
{
    if (!read_month_day(s, token, at, month, e))
        read_month_only(s, token, at, month, e);
    return true;
}

bool dw_time_month(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t len;
    int month;

    if (token >= s->end)
        return false;
    len = dw_time_month_name(s, token, &month);
    if (!len)
        return read_day_month(s, token, e);
    return dw_time_month_from(s, token, token + len, month, e);
}

/* --- dates in figures ---------------------------------------------------------------------- */

static bool set_day(struct dw_time_expr *e, uint32_t token, uint32_t end, int year, int month,
                    int day)
{
    if (month < 1 || month > 12 || day < 1 || year < 1 || day > dw_month_days(year, month))
        return false;
    dw_time_expr_init(e, token, end, DW_TIME_DATE);
    e->at = (struct dw_moment){.grain = DW_GRAIN_DAY, .year = year, .month = month, .day = day};
    return true;
}

/* 12/05/2019 (month first, unless it can be none), 16.12.2019 (day first), 2019-12-16. */
static bool read_figures(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const char *form = dw_token_form(s->doc, token);
    size_t len = dw_token_len(&s->doc->tokens.v[token]);
    int n[3] = {0}, digits[3] = {0}, k = 0;
    char mark = 0;

    if (len < 6 || len > 10)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (form[i] >= '0' && form[i] <= '9') {
            if (++digits[k] > (k == 1 ? 2 : 4))
                return false;
            n[k] = n[k] * 10 + form[i] - '0';
        } else if (!strchr("/.-", form[i]) || (mark && form[i] != mark) || ++k > 2) {
            return false;
        } else {
            mark = form[i];
        }
    }
    if (k != 2 || !digits[0] || !digits[1] || !digits[2])
        return false;
    if (n[0] > 31)
        return set_day(e, token, token + 1, n[0], n[1], n[2]);
    if (n[2] < 100)
        n[2] += n[2] < 50 ? 2000 : 1900;
    if (mark == '.' || n[0] > 12)
        return n[2] > 1000 && set_day(e, token, token + 1, n[2], n[1], n[0]);
    return n[2] > 1000 && set_day(e, token, token + 1, n[2], n[0], n[1]);
}

/* --- weekdays and holidays ----------------------------------------------------------------- */

/* "of next week", "last week" behind a weekday; tokens taken, 0 if none. */
static uint32_t read_week_tail(const struct dw_time_scan *s, uint32_t token, int *weeks)
{
    uint32_t at = token + dw_time_is(s, token, "of");

    if (!dw_time_is(s, at + 1, "week"))
        return 0;
    if (dw_time_word(s, at, DW_TW_LAST))
        *weeks = -1;
    else if (dw_time_word(s, at, DW_TW_NEXT))
        *weeks = 1;
    else if (dw_time_word(s, at, DW_TW_THIS))
        *weeks = 0;
    else
        return 0;
    return at + 2 - token;
}

static bool read_weekday(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t len, at, tail;
    int weekday, weeks;

    len = dw_time_weekday_name(s, token, &weekday);
    if (!len)
        return false;
    at = token + len;
    at += dw_time_char(s, at) == ',';
    at += dw_time_is(s, at, "the");
    if (dw_time_month(s, at, e) && e->at.grain == DW_GRAIN_DAY) {
        e->first = token;
        return true;
    }
    at = token + len;
    tail = read_week_tail(s, at, &weeks);
    dw_time_expr_init(e, token, at + tail, DW_TIME_DATE);
    e->at =
        dw_time_weekday(s, weekday, tail ? DW_TENSE_PAST : dw_time_tense(s, token, token + len));
    if (tail && dw_moment_has(&s->today, DW_GRAIN_DAY)) {
        int64_t today = dw_moment_day(&s->today);

        e->at = dw_moment_of_day(today - dw_day_weekday(today) + weekday + 7 * weeks);
    }
    return true;
}

static struct dw_date holiday_in(const struct dw_time_word *w, int year)
{
    struct dw_date d = {.year = year};

    if (!strncmp(w->text, "easter", 6))
        return dw_date_from_day(dw_easter_day(year) + strtol(w->text + 6, NULL, 10));
    if (!strcmp(w->text, "thanksgiving")) { /* the fourth Thursday of November */
        int first = dw_day_weekday(dw_date_to_day((struct dw_date){year, 11, 1}));

        d.month = 11;
        d.day = 22 + (4 - first + 7) % 7;
        return d;
    }
    d.month = w->value;
    d.day = (int)strtol(w->text + 3, NULL, 10);
    return d;
}

static bool read_holiday(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_HOLIDAY);
    struct dw_date d;
    int year = 0;

    if (!w || !is_capital(s, token))
        return false;
    dw_time_expr_init(e, token, token + w->n, DW_TIME_DATE);
    e->end += read_year_tail(s, e->end, &year);
    e->at.grain = DW_GRAIN_DAY;
    if (!year && !s->today.year) { /* only what is the same each year can be told */
        e->at.month = w->value;
        e->at.day = w->value ? holiday_in(w, 0).day : 0;
        return true;
    }
    d = holiday_in(w, year ? year : s->today.year);
    if (!year)
        year = resolve_day(s, d.month, d.day, dw_time_tense(s, token, e->end)).year;
    d = holiday_in(w, year);
    e->at.year = d.year;
    e->at.month = d.month;
    e->at.day = d.day;
    return true;
}

bool dw_time_date(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    if (s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT && read_figures(s, token, e))
        return true;
    return read_weekday(s, token, e) || dw_time_month(s, token, e) || read_holiday(s, token, e);
}
