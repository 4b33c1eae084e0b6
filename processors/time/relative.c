/* SPDX-License-Identifier: MIT */
/*
 * relative.c - times told by their distance from today or from the time last mentioned.
 */
#include <stdio.h>
#include <string.h>

#include "processors/time/scan.h"

enum { PERIOD_REACH = 8 }; /* sentences over which "a year ago" still compares with a quarter */

/* What "last", "the following", "this coming" say: which way, from where. */
struct relation {
    enum dw_time_class class;
    int n;
    bool definite;   /* "the" stands before it */
    bool from_focus; /* counts from the time last mentioned */
    uint32_t end;
};

static const struct dw_moment *base_of(const struct dw_time_scan *s, bool from_focus,
                                       enum dw_grain grain)
{
    return from_focus && dw_moment_has(&s->focus, grain) ? &s->focus : &s->today;
}

static bool has_period(const struct dw_time_scan *s)
{
    return s->period.year && s->sentence - s->period_sentence <= PERIOD_REACH;
}

static void set_literal(struct dw_time_expr *e, const char *text)
{
    snprintf(e->literal, sizeof e->literal, "%s", text);
}

/* --- two days earlier ---------------------------------------------------------------------- */

/* Does nothing follow that "before" or "after" could govern? */
static bool is_clause_end(const struct dw_time_scan *s, uint32_t token)
{
    return token >= s->end || s->doc->tokens.v[token].flags & DW_TOKEN_PUNCT;
}

/* The direction at `token`: -1 back, 1 ahead, 0 none. */
static int read_direction(const struct dw_time_scan *s, uint32_t *token, bool *from_focus)
{
    const struct dw_time_word *w = dw_time_word(s, *token, DW_TW_BACK);
    int way = -1;

    if (!w) {
        w = dw_time_word(s, *token, DW_TW_AHEAD);
        way = 1;
    }
    if (!w)
        return 0;
    *from_focus = !strcmp(w->text, "focus");
    if ((dw_time_is(s, *token, "before") || dw_time_is(s, *token, "after") ||
         dw_time_is(s, *token, "previously")) &&
        !is_clause_end(s, *token + w->n))
        return 0;
    *token += w->n;
    return way;
}

/* Years are counted in years even when they are called decades. */
static int count_units(struct dw_amount amount, enum dw_grain *unit)
{
    int n = amount.halves / 2;

    if (*unit == DW_GRAIN_YEAR && amount.halves % 2) {
        *unit = DW_GRAIN_MONTH;
        return amount.halves * 6;
    }
    if (*unit == DW_GRAIN_DECADE)
        n = amount.halves * 5;
    else if (*unit == DW_GRAIN_CENTURY)
        n = amount.halves * 50;
    else if (*unit == DW_GRAIN_MILLENNIUM)
        n = amount.halves * 500;
    else
        return n;
    *unit = DW_GRAIN_YEAR;
    return n;
}

bool dw_time_shifted(const struct dw_time_scan *s, uint32_t end, struct dw_amount amount,
                     enum dw_grain unit, struct dw_time_expr *e)
{
    uint32_t at = end, first = e->first;
    bool from_focus, about = dw_time_is(s, at, "or") && dw_time_is(s, at + 1, "so");
    int way, n;

    at += about ? 2 : 0;
    way = read_direction(s, &at, &from_focus);
    if (!way)
        return false;
    dw_time_expr_init(e, first, at, DW_TIME_DATE);
    e->mod = about ? "APPROX" : "";
    n = count_units(amount, &unit);
    if (amount.vague && way < 0) {
        set_literal(e, "PAST_REF");
    } else if (amount.vague || unit <= DW_GRAIN_HOUR) {
        e->type = DW_TIME_DURATION;
        dw_duration_format(amount.halves, amount.vague, unit, e->literal, sizeof e->literal);
    } else if (unit == DW_GRAIN_YEAR && n == 1 && way < 0 && has_period(s)) {
        e->at = dw_moment_shift(&s->period, s->period.grain, 0);
        e->at.year--;
    } else {
        e->at = dw_moment_shift(base_of(s, from_focus, unit), unit, way * n);
    }
    return true;
}

/* "year-ago", "year-earlier", "the year-earlier period". */
static bool read_year_ago(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t at = token + dw_time_is(s, token, "the");

    if (!dw_time_is(s, at, "year") || !dw_time_is_dash(s, at + 1) ||
        !(dw_time_is(s, at + 2, "ago") || dw_time_is(s, at + 2, "earlier")))
        return false;
    e->first = token;
    if (!dw_time_shifted(s, at + 2, (struct dw_amount){.halves = 2}, DW_GRAIN_YEAR, e))
        return false;
    if (dw_time_is(s, e->end, "period") || dw_time_is(s, e->end, "quarter"))
        e->end++;
    return true;
}

/* --- today, now ---------------------------------------------------------------------------- */

static bool read_today(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_TODAY);

    if (w) {
        dw_time_expr_init(e, token, token + w->n, DW_TIME_DATE);
        e->at = dw_moment_shift(&s->today, DW_GRAIN_DAY, w->value);
        return true;
    }
    w = dw_time_word(s, token, DW_TW_TONIGHT);
    if (!w)
        return false;
    dw_time_expr_init(e, token, token + 1, DW_TIME_TIME);
    e->at = dw_moment_shift(&s->today, DW_GRAIN_DAY, 0);
    e->at.grain = DW_GRAIN_PART;
    memcpy(e->at.part, "NI", 3);
    return true;
}

/* "the past two years", "in the past decade": the words lead on to something else. */
static bool leads_on(const struct dw_time_scan *s, uint32_t token, uint32_t end)
{
    struct dw_amount amount;

    if (!dw_time_is(s, end - 1, "past"))
        return false;
    if (dw_time_unit(s, end) || dw_time_word(s, end, DW_TW_SEASONS) ||
        (end < s->end && !dw_time_word(s, end, DW_TW_ARTICLE) && dw_time_amount(s, end, &amount)))
        return true;
    return dw_time_is(s, token, "the") && !is_clause_end(s, end) &&
           !dw_time_word(s, end, DW_TW_PREPOSITION) && !dw_time_word(s, end, DW_TW_WAS) &&
           !dw_time_word(s, end, DW_TW_IS);
}

static bool read_reference(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_REF);

    if (!w || leads_on(s, token, token + w->n))
        return false;
    dw_time_expr_init(e, token, token + w->n, DW_TIME_DATE);
    set_literal(e, w->text);
    return true;
}

/* --- last week, the following month -------------------------------------------------------- */

static bool read_relation_word(const struct dw_time_scan *s, uint32_t token, struct relation *r)
{
    static const struct {
        enum dw_time_class class;
        int n;
        bool from_focus;
    } kinds[] = {
        {DW_TW_LAST, -1, false},    {DW_TW_THIS, 0, false},     {DW_TW_NEXT, 1, false},
        {DW_TW_PREVIOUS, -1, true}, {DW_TW_FOLLOWING, 1, true}, {DW_TW_SAME, 0, true},
        {DW_TW_RECENT, -1, false},  {DW_TW_LATEST, 0, true},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        uint32_t len = dw_time_word_len(s, token, kinds[i].class);

        if (!len)
            continue;
        r->class = kinds[i].class;
        r->n = kinds[i].n;
        r->from_focus = kinds[i].from_focus;
        r->end = token + len;
        return true;
    }
    return false;
}

/* "last", "the next", "this coming", "that same". */
static bool read_relation(const struct dw_time_scan *s, uint32_t token, struct relation *r)
{
    struct relation more = {0};

    *r = (struct relation){.definite = dw_time_is(s, token, "the")};
    if (!read_relation_word(s, token + r->definite, r))
        return false;
    if (r->n == 0 && r->class != DW_TW_LATEST && read_relation_word(s, r->end, &more)) {
        bool focus = r->from_focus;

        more.definite = false;
        *r = more;
        r->from_focus |= focus;
    }
    return true;
}

static bool finish(struct dw_time_expr *e, uint32_t token, uint32_t end, enum dw_time_type type)
{
    dw_time_expr_init(e, token, end, type);
    return true;
}

/* "the last two weeks", "the next few days", "the first nine months of 1987". */
static bool read_counted(const struct dw_time_scan *s, uint32_t token, uint32_t at,
                         struct dw_time_expr *e)
{
    struct dw_amount amount;
    uint32_t len = dw_time_amount(s, at, &amount);
    enum dw_grain unit;

    if (!len || dw_time_word(s, at, DW_TW_ARTICLE))
        return false;
    at += len;
    at += dw_time_is_dash(s, at);
    at += dw_time_word_len(s, at, DW_TW_FILLER);
    unit = dw_time_unit(s, at);
    if (!unit)
        return false;
    if (dw_time_shifted(s, at + 1, amount, unit, e)) {
        e->first = token;
        return true;
    }
    finish(e, token, at + 1, DW_TIME_DURATION);
    dw_duration_format(amount.halves, amount.vague, unit, e->literal, sizeof e->literal);
    return true;
}

static bool read_related_part(const struct dw_time_scan *s, uint32_t token,
                              const struct relation *r, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, r->end, DW_TW_PART);
    bool from_focus = r->from_focus || (r->definite && r->class == DW_TW_NEXT);

    if (!w || r->class == DW_TW_RECENT || r->class == DW_TW_LATEST)
        return false;
    finish(e, token, r->end + 1, DW_TIME_TIME);
    e->at = dw_moment_shift(base_of(s, from_focus, DW_GRAIN_DAY), DW_GRAIN_DAY, r->n);
    e->at.grain = DW_GRAIN_PART;
    snprintf(e->at.part, sizeof e->at.part, "%s", w->text);
    return true;
}

static bool read_related_weekday(const struct dw_time_scan *s, uint32_t token,
                                 const struct relation *r, struct dw_time_expr *e)
{
    const struct dw_moment *base = base_of(s, r->from_focus, DW_GRAIN_DAY);
    int weekday, ahead;
    uint32_t len = dw_time_weekday_name(s, r->end, &weekday);
    int64_t day;

    if (!len)
        return false;
    if (dw_time_date(s, r->end, e) && e->end > r->end + len) {
        e->first = token;
        return true;
    }
    finish(e, token, r->end + len, DW_TIME_DATE);
    e->at = (struct dw_moment){.grain = DW_GRAIN_DAY, .index = weekday};
    if (!dw_moment_has(base, DW_GRAIN_DAY))
        return true;
    day = dw_moment_day(base);
    ahead = (weekday - dw_day_weekday(day) + 7) % 7;
    if (r->n < 0)
        ahead = ahead ? ahead - 7 : -7;
    else if (r->n > 0 && ahead == 0)
        ahead = 7;
    else if (r->n == 0 && dw_time_tense(s, token, e->end) == DW_TENSE_PAST && ahead)
        ahead -= 7;
    e->at = dw_moment_of_day(day + ahead);
    return true;
}

static bool read_related_month(const struct dw_time_scan *s, uint32_t token,
                               const struct relation *r, struct dw_time_expr *e)
{
    struct dw_moment base = *base_of(s, r->from_focus, DW_GRAIN_MONTH);
    int month;
    uint32_t len = dw_time_month_name(s, r->end, &month);

    if (!len)
        return false;
    if (dw_time_month(s, r->end, e) && e->end > r->end + len) {
        e->first = token;
        return true;
    }
    finish(e, token, r->end + len, DW_TIME_DATE);
    e->at = (struct dw_moment){.grain = DW_GRAIN_MONTH, .month = month, .year = base.year};
    if (!base.year)
        return true;
    /* "last February" in March means the year before: it would have been "last month" */
    if (r->n < 0)
        e->at.year -= month >= base.month - 1;
    else if (r->n > 0)
        e->at.year += month <= base.month;
    return true;
}

static bool read_related_season(const struct dw_time_scan *s, uint32_t token,
                                const struct relation *r, struct dw_time_expr *e)
{
    static const char codes[] = "SPSUFAWI";
    const struct dw_time_word *w = dw_time_word(s, r->end, DW_TW_SEASON);
    struct dw_moment base = *base_of(s, r->from_focus, DW_GRAIN_MONTH);
    int index, now = (base.month + 9) % 12 / 3 + 1;

    if (!w)
        return false;
    index = (int)(strstr(codes, w->text) - codes) / 2 + 1;
    finish(e, token, r->end + 1, DW_TIME_DATE);
    e->at = (struct dw_moment){.grain = DW_GRAIN_SEASON, .year = base.year, .index = index};
    if (!base.year || !base.month)
        return true;
    if (base.month <= 2) /* winter is named by the year in which it begins */
        e->at.year--;
    if (r->n < 0)
        e->at.year -= index >= now;
    else if (r->n > 0)
        e->at.year += index <= now;
    else if (base.month <= 2 && index != 4)
        e->at.year++;
    return true;
}

/* "recent months", "the coming weeks": nothing that a calendar could tell. */
static bool read_vague_units(const struct dw_time_scan *s, uint32_t token, const struct relation *r,
                             struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, r->end, DW_TW_UNITS);

    if (!w || r->n == 0 || r->class == DW_TW_LATEST)
        return false;
    if (r->class == DW_TW_FOLLOWING || r->class == DW_TW_PREVIOUS) {
        finish(e, token, r->end + 1, DW_TIME_DURATION);
        dw_duration_format(0, true, (enum dw_grain)w->value, e->literal, sizeof e->literal);
        return true;
    }
    finish(e, token, r->end + 1, DW_TIME_DATE);
    set_literal(e, r->n < 0 ? "PAST_REF" : "FUTURE_REF");
    return true;
}

/* "the past year": the stretch up to now, not the year before. */
static bool is_stretch(const struct dw_time_scan *s, const struct relation *r, enum dw_grain unit)
{
    if (dw_time_is(s, r->end - 1, "past"))
        return true;
    if (!r->definite || unit == DW_GRAIN_DAY || unit == DW_GRAIN_QUARTER ||
        unit == DW_GRAIN_WEEKEND)
        return false;
    return dw_time_is(s, r->end - 1, "last") || dw_time_is(s, r->end - 1, "next");
}

/* "This Week", "Next Year": a capital makes it the title of something. */
static bool is_title(const struct dw_time_scan *s, uint32_t token)
{
    uint16_t flags = s->doc->tokens.v[token].flags;

    return flags & DW_TOKEN_UPPER_FIRST && !(flags & DW_TOKEN_UPPER_ALL);
}

static bool read_related_unit(const struct dw_time_scan *s, uint32_t token,
                              const struct relation *r, struct dw_time_expr *e)
{
    uint32_t at = r->end + dw_time_word_len(s, r->end, DW_TW_FISCAL);
    const struct dw_time_word *w = dw_time_word(s, at, DW_TW_UNIT);
    enum dw_grain unit = w ? (enum dw_grain)w->value : DW_GRAIN_NONE;
    bool from_focus = r->from_focus || (r->definite && r->n > 0);
    bool that = r->class == DW_TW_SAME;

    if (unit < DW_GRAIN_DAY || r->class == DW_TW_RECENT || is_title(s, at))
        return false;
    if (unit == DW_GRAIN_QUARTER && (that || r->class == DW_TW_LATEST) && has_period(s)) {
        finish(e, token, at + 1, DW_TIME_DATE);
        e->at = s->period;
        return true;
    }
    if (is_stretch(s, r, unit) && unit != DW_GRAIN_WEEKEND) {
        finish(e, token, at + 1, DW_TIME_DURATION);
        dw_duration_format(2, false, unit, e->literal, sizeof e->literal);
        return true;
    }
    finish(e, token, at + 1, DW_TIME_DATE);
    e->at = dw_moment_shift(base_of(s, from_focus, unit), unit, r->n);
    return true;
}

/* "the latest period", "the same 1986 period". */
static bool read_related_period(const struct dw_time_scan *s, uint32_t token,
                                const struct relation *r, struct dw_time_expr *e)
{
    if (dw_time_is(s, r->end, "period") && has_period(s) &&
        (r->class == DW_TW_LATEST || r->class == DW_TW_SAME)) {
        finish(e, token, r->end + 1, DW_TIME_DATE);
        e->at = s->period;
        return true;
    }
    if (r->class != DW_TW_SAME || r->end >= s->end || !dw_time_period(s, r->end, e))
        return false;
    e->first = token;
    return true;
}

/* "first six months of 1987": a stretch from the start of the year. */
static bool read_first(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t at = token + dw_time_is(s, token, "the"), tail = 0;
    struct dw_amount amount;
    int year, months;

    if (!dw_time_is(s, at, "first") || !dw_time_amount(s, at + 1, &amount) || amount.vague ||
        !read_counted(s, token, at + 1, e) || !e->literal[0])
        return false;
    if (dw_time_is(s, e->end, "of"))
        tail = dw_time_year(s, e->end + 1, &year);
    months = amount.halves / 2;
    if (!tail || dw_time_unit(s, e->end - 1) != DW_GRAIN_MONTH || months < 1 || months > 12)
        return true;
    finish(e, token, e->end + 1 + tail, DW_TIME_DATE);
    e->at = (struct dw_moment){.grain = DW_GRAIN_MONTH, .year = year, .month = 1};
    e->until = e->at;
    e->until.month = months;
    return true;
}

/* --- the quarter, the weekend -------------------------------------------------------------- */

static struct dw_moment weekend_of(const struct dw_time_scan *s, enum dw_time_tense tense)
{
    int weekday =
        dw_moment_has(&s->today, DW_GRAIN_DAY) ? dw_day_weekday(dw_moment_day(&s->today)) : 1;
    bool over = weekday <= 5 && tense != DW_TENSE_FUTURE && tense != DW_TENSE_PRESENT;

    return dw_moment_shift(&s->today, DW_GRAIN_WEEKEND, over ? -1 : 0);
}

/* "over the weekend", "for the quarter", "in the full year". */
static bool read_definite(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t at = token + 1;
    enum dw_grain unit;
    int year;

    if (!dw_time_is(s, token, "the"))
        return false;
    at += dw_time_is(s, at, "full") || dw_time_is(s, at, "whole");
    at += dw_time_word_len(s, at, DW_TW_FISCAL);
    unit = dw_time_word(s, at, DW_TW_UNIT) ? dw_time_unit(s, at) : DW_GRAIN_NONE;
    if (unit == DW_GRAIN_WEEKEND) {
        finish(e, token, at + 1, DW_TIME_DATE);
        e->at = weekend_of(s, dw_time_tense(s, token, at + 1));
        return true;
    }
    if (unit != DW_GRAIN_QUARTER && unit != DW_GRAIN_YEAR)
        return false;
    if (unit == DW_GRAIN_QUARTER && !has_period(s))
        return false;
    if (token == s->beg || !dw_time_word(s, token - 1, DW_TW_PREPOSITION) ||
        dw_time_is(s, at + 1, "'s") || dw_time_is_dash(s, at + 1) || dw_time_year(s, at + 1, &year))
        return false;
    finish(e, token, at + 1, DW_TIME_DATE);
    e->at = unit == DW_GRAIN_QUARTER ? s->period : dw_moment_shift(&s->today, unit, 0);
    return true;
}

bool dw_time_relative(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    struct relation r;

    if (read_today(s, token, e) || read_year_ago(s, token, e) || read_first(s, token, e))
        return true;
    if (read_relation(s, token, &r) &&
        ((r.n && read_counted(s, token, r.end, e)) || read_vague_units(s, token, &r, e) ||
         read_related_part(s, token, &r, e) || read_related_weekday(s, token, &r, e) ||
         read_related_month(s, token, &r, e) || read_related_season(s, token, &r, e) ||
         read_related_period(s, token, &r, e) || read_related_unit(s, token, &r, e)))
        return true;
    return read_reference(s, token, e) || read_definite(s, token, e);
}
