/* SPDX-License-Identifier: MIT */
/*
 * period.c - years, decades, centuries, seasons, quarters and halves, by number or name.
 */
#include <string.h>

#include "processors/time/scan.h"

/* --- what a bare name means ---------------------------------------------------------------- */

struct dw_moment dw_time_quarter_of(const struct dw_time_scan *s, int quarter,
                                    enum dw_time_tense tense)
{
    struct dw_moment m = {.grain = DW_GRAIN_QUARTER, .year = s->today.year, .index = quarter};
    int now = (s->today.month + 2) / 3;

    if (!m.year)
        return m;
    if (tense == DW_TENSE_FUTURE)
        m.year += quarter < now - 1; /* the one just over is still to be reported */
    else
        m.year -= quarter > now; /* the one under way counts: "in the fourth quarter" in October */
    return m;
}

struct dw_moment dw_time_season_of(const struct dw_time_scan *s, int season,
                                   enum dw_time_tense tense)
{
    struct dw_moment m = {.grain = DW_GRAIN_SEASON, .year = s->today.year, .index = season};
    int now = (s->today.month + 9) % 12 / 3 + 1; /* March is the first month of spring */

    if (!m.year)
        return m;
    if (s->today.month <= 2) /* winter is named by the year in which it begins */
        m.year--;
    if (tense == DW_TENSE_FUTURE)
        m.year += season < now;
    else
        m.year -= season > now;
    return m;
}

/* --- years --------------------------------------------------------------------------------- */

static bool is_number_token(const struct dw_time_scan *s, uint32_t token)
{
    return token >= s->beg && token < s->end && s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT;
}

/* Words in front of a year that make four figures a year whatever follows. */
static bool is_year_lead(const struct dw_time_scan *s, uint32_t token)
{
    static const char *const words[] = {"in",     "since", "until",  "till",  "by",   "from",
                                        "before", "after", "during", "circa", "year", "through",
                                        "late",   "early", "mid",    "of",    NULL};

    for (const char *const *w = words; token >= s->beg && *w; w++)
        if (dw_time_is(s, token, *w))
            return true;
    return false;
}

bool dw_time_is_plural(const struct dw_time_scan *s, uint32_t token)
{
    const struct dw_token *t;
    const char *form;
    size_t len;

    if (token >= s->end)
        return false;
    t = &s->doc->tokens.v[token];
    form = dw_token_form(s->doc, token);
    len = dw_token_len(t);
    return len > 3 && form[len - 1] == 's' && form[0] >= 'a' && form[0] <= 'z' &&
           !(t->flags & DW_TOKEN_CLITIC) && !dw_time_word(s, token, DW_TW_WAS);
}

/* "third quarter", "third-quarter"; `index` from 1. Tokens taken, 0 if none. */
static uint32_t read_ordinal_quarter(const struct dw_time_scan *s, uint32_t token, int *index)
{
    const struct dw_token *t = &s->doc->tokens.v[token];
    const char *form = dw_token_form(s->doc, token);
    uint32_t at, len;
    bool ordinal;

    if (dw_token_len(t) == 2 && (*form == 'Q' || *form == 'q') && form[1] >= '1' &&
        form[1] <= '4') {
        *index = form[1] - '0';
        return 1;
    }
    len = dw_time_ordinal(s, token, index, &ordinal);
    if (!len || !ordinal || *index < 1 || *index > 4)
        return 0;
    at = token + len;
    at += dw_time_is_dash(s, at);
    if (dw_time_word(s, at, DW_TW_FISCAL))
        at++;
    return dw_time_is(s, at, "quarter") ? at + 1 - token : 0;
}

static bool is_count(const struct dw_time_scan *s, uint32_t token, uint32_t end)
{
    int index;

    if (end < s->end && read_ordinal_quarter(s, end, &index)) /* "1988 second quarter" */
        return false;
    return dw_time_word(s, end, DW_TW_AMOUNT) || dw_time_unit(s, end) ||
           dw_time_char(s, end) == '%' ||
           (dw_time_is_dash(s, end) && dw_time_is(s, end + 1, "strong")) ||
           (dw_time_is_plural(s, end) &&
            !(token > s->beg && is_year_lead(s, token - 1) && !dw_time_is(s, token - 1, "of") &&
              !dw_time_is(s, token - 1, "by")));
}

/* Does what stands before four figures make them anything but a year? */
static bool is_barred(const struct dw_time_scan *s, uint32_t token)
{
    const struct dw_time_word *w;
    char c;

    if (token == s->beg)
        return false;
    c = dw_time_char(s, token - 1);
    if (c == '$' || c == '#' || c == '/' || c == ':' || dw_time_word(s, token - 1, DW_TW_MONEY) ||
        dw_time_word(s, token - 1, DW_TW_NUMBERED) || is_number_token(s, token - 1))
        return true;
    w = dw_time_word(s, token - 1, DW_TW_APPROX);
    return (w && strcmp(w->text, "APPROX") != 0) || dw_time_is(s, token - 1, "than");
}

static bool is_year(const struct dw_time_scan *s, uint32_t token, uint32_t end, int year)
{
    if (is_barred(s, token) || is_count(s, token, end))
        return false;
    if (year >= 1900 && year < 2050)
        return true;
    return token > s->beg && year < 2050 && is_year_lead(s, token - 1) &&
           !dw_time_is(s, token - 1, "of");
}

/* The second year of a range, in full or by its last two figures; 0 if it is none. */
static uint32_t read_until_year(const struct dw_time_scan *s, uint32_t token, int from, int *year)
{
    int digits, n = dw_time_digits(s, token, &digits);

    if (n < 0)
        return 0;
    if (digits == 2)
        n += from / 100 * 100;
    *year = n;
    return (digits == 4 || digits == 2) && n > from && n < DW_YEAR_MAX;
}

static struct dw_moment year_moment(int year)
{
    return (struct dw_moment){.grain = DW_GRAIN_YEAR, .year = year};
}

/* Is the range of years at `token` opened by "from" or "between"? */
static bool is_opened(const struct dw_time_scan *s, uint32_t token, const char *opener)
{
    return token > s->beg && dw_time_is(s, token - 1, opener);
}

/* "1910-1945", "1950-53", "from 1992 to 1995", "between 1998 and 2002". */
static void extend_years(const struct dw_time_scan *s, uint32_t token, int year,
                         struct dw_time_expr *e)
{
    bool joined = dw_time_is_dash(s, e->end) ||
                  (is_opened(s, token, "from") &&
                   (dw_time_is(s, e->end, "to") || dw_time_is(s, e->end, "through") ||
                    dw_time_is(s, e->end, "until"))) ||
                  (is_opened(s, token, "between") && dw_time_is(s, e->end, "and"));
    int until;

    if (!joined || !read_until_year(s, e->end + 1, year, &until))
        return;
    if (!dw_time_is_dash(s, e->end) && until < DW_YEAR_MIN)
        return;
    e->until = year_moment(until);
    e->end += 2;
}

/* "1986/87" in one token. */
static bool read_split_year(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const char *form = dw_token_form(s->doc, token);
    int year = 0, until = 0;

    if (dw_token_len(&s->doc->tokens.v[token]) != 7 || form[4] != '/')
        return false;
    for (int i = 0; i < 7; i++) {
        if (i == 4)
            continue;
        if (form[i] < '0' || form[i] > '9')
            return false;
        *(i < 4 ? &year : &until) = (i < 4 ? year : until) * 10 + form[i] - '0';
    }
    if (year < 1900 || (year + 1) % 100 != until)
        return false;
    dw_time_expr_init(e, token, token + 1, DW_TIME_DATE);
    e->at = year_moment(year);
    e->until = year_moment(year + 1);
    return true;
}

/* --- quarters and halves ------------------------------------------------------------------- */

/* The year that a quarter or half belongs to, given behind it: "of 1987", "1987", "of last year",
 * "of fiscal 2019". */
static uint32_t read_of_year(const struct dw_time_scan *s, uint32_t token, int *year)
{
    uint32_t at = token + (dw_time_is(s, token, "of") || dw_time_is(s, token, "in")), len;
    struct dw_moment m;
    int n;

    if (dw_time_is(s, at, "the"))
        at++;
    if (dw_time_word(s, at, DW_TW_FISCAL))
        at++;
    at += dw_time_is(s, at, "year");
    len = dw_time_year(s, at, year);
    if (len)
        return at + len - token;
    n = dw_time_word(s, at, DW_TW_LAST) || dw_time_word(s, at, DW_TW_PREVIOUS) ? -1
        : dw_time_word(s, at, DW_TW_NEXT)                                      ? 1
                                                                               : 0;
    if (n == 0 && !dw_time_word(s, at, DW_TW_THIS))
        return 0;
    at++;
    if (dw_time_word(s, at, DW_TW_FISCAL))
        at++;
    if (!dw_time_is(s, at, "year"))
        return 0;
    m = dw_moment_shift(&s->today, DW_GRAIN_YEAR, n);
    *year = m.year;
    return at + 1 - token;
}

static uint32_t read_half(const struct dw_time_scan *s, uint32_t token, int *index)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_HALF_WORD);

    if (!w)
        return 0;
    *index = w->value;
    return w->n;
}

/* A quarter or half, with or without its year. "The second half" alone may be of a match, so it
 * must have its year, or stand before a noun by its hyphen. */
static bool read_quarter(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t len, tail;
    int index, year = 0;
    enum dw_grain grain = DW_GRAIN_QUARTER;

    len = read_ordinal_quarter(s, token, &index);
    if (!len) {
        grain = DW_GRAIN_HALF;
        len = read_half(s, token, &index);
    }
    if (!len)
        return false;
    tail = read_of_year(s, token + len, &year);
    if (grain == DW_GRAIN_HALF && !tail && !dw_time_is_dash(s, token + 1))
        return false;
    dw_time_expr_init(e, token, token + len + tail, DW_TIME_DATE);
    if (!tail)
        e->at = dw_time_quarter_of(s, grain == DW_GRAIN_HALF ? index * 2 : index,
                                   dw_time_tense(s, token, e->end));
    else
        e->at.year = year;
    e->at.grain = grain;
    e->at.index = index;
    return true;
}

/* --- decades and centuries ----------------------------------------------------------------- */

int dw_time_decade_form(const char *form, size_t len)
{
    int n = 0;

    if (len < 3 || form[len - 1] != 's')
        return 0;
    len--;
    if (len > 1 && form[len - 1] == '\'') /* 1980's */
        len--;
    if (*form == '\'') {
        form++;
        len--;
    } else if (len > 3 && !memcmp(form, "\xE2\x80\x99", 3)) {
        form += 3;
        len -= 3;
    }
    if (len != 4 && len != 2)
        return 0;
    for (size_t i = 0; i < len; i++) {
        if (form[i] < '0' || form[i] > '9')
            return 0;
        n = n * 10 + form[i] - '0';
    }
    if (n % 10 || (len == 2 && n < 10))
        return 0;
    return len == 2 ? n + 1900 : n;
}

static bool read_decade(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_DECADE_WORD);
    int year;

    if (w) {
        if (token == s->beg ||
            !(dw_time_is(s, token - 1, "the") || dw_time_word(s, token - 1, DW_TW_MOMENT_EDGE)))
            return false;
        year = w->value + 1900;
    } else
        year = dw_time_decade_form(dw_token_form(s->doc, token),
                                   dw_token_len(&s->doc->tokens.v[token]));
    if (!year || year > 2090)
        return false;
    dw_time_expr_init(e, token, token + 1, DW_TIME_DATE);
    e->at = (struct dw_moment){.grain = DW_GRAIN_DECADE, .year = year};
    return true;
}

static bool read_century(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    bool ordinal;
    int n;
    uint32_t len = dw_time_ordinal(s, token, &n, &ordinal), at = token + len;

    if (!len || !ordinal || n < 2 || n > 30)
        return false;
    at += dw_time_is_dash(s, at);
    if (!dw_time_is(s, at, "century"))
        return false;
    dw_time_expr_init(e, token, at + 1, DW_TIME_DATE);
    e->at = (struct dw_moment){.grain = DW_GRAIN_CENTURY, .year = (n - 1) * 100};
    return true;
}

/* --- seasons ------------------------------------------------------------------------------- */

static int season_index(const struct dw_time_word *w)
{
    static const char *const codes[] = {"SP", "SU", "FA", "WI"};

    for (int i = 0; i < 4; i++)
        if (!strcmp(w->text, codes[i]))
            return i + 1;
    return 0;
}

/* "the Winter Olympics": capitals on both make a name. */
static bool is_title(const struct dw_time_scan *s, uint32_t token)
{
    const struct dw_token *t = &s->doc->tokens.v[token];

    return t->flags & DW_TOKEN_UPPER_FIRST && token + 1 < s->end &&
           t[1].flags & DW_TOKEN_UPPER_FIRST;
}

/* "summer 2012", "the winter of 1994", "in the spring": alone, "fall" and "spring" are words. */
static bool read_season(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    const struct dw_time_word *w = dw_time_word(s, token, DW_TW_SEASON);
    uint32_t tail;
    int year = 0;

    if (!w || is_title(s, token))
        return false;
    tail = read_of_year(s, token + 1, &year);
    if (!tail &&
        !(token > s->beg + 1 && dw_time_is(s, token - 1, "the") &&
          dw_time_word(s, token - 2, DW_TW_PREPOSITION)) &&
        !(token > s->beg && dw_time_word(s, token - 1, DW_TW_MOMENT_EDGE)))
        return false;
    if (!tail && dw_time_is(s, token + 1, "of"))
        return false;
    dw_time_expr_init(e, token, token + 1 + tail, DW_TIME_DATE);
    if (!tail)
        e->at = dw_time_season_of(s, season_index(w), dw_time_tense(s, token, e->end));
    else
        e->at =
            (struct dw_moment){.grain = DW_GRAIN_SEASON, .year = year, .index = season_index(w)};
    return true;
}

/* --- all ----------------------------------------------------------------------------------- */

/* "1988 period", "1988 second quarter": the noun narrows the year. */
static void narrow_year(const struct dw_time_scan *s, struct dw_time_expr *e)
{
    int index, year = e->at.year;
    uint32_t len = e->end < s->end ? read_ordinal_quarter(s, e->end, &index) : 0;
    enum dw_grain grain = DW_GRAIN_QUARTER;

    if (!len && (len = read_half(s, e->end, &index)))
        grain = DW_GRAIN_HALF;
    if (len) {
        e->at = (struct dw_moment){.grain = grain, .year = year, .index = index};
    } else if (dw_time_is(s, e->end, "period")) {
        len = 1;
        if (s->period.year && s->sentence - s->period_sentence <= 4) {
            e->at = s->period;
            e->at.year = year;
        }
    }
    e->end += len;
}

/* "fiscal 2019", "fiscal year 2019", "the year 2000", "year two thousand". */
static bool read_named_year(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t at = token, len;
    int year;

    if (dw_time_word(s, at, DW_TW_FISCAL))
        at++;
    at += dw_time_is(s, at, "year");
    if (at == token)
        return false;
    len = dw_time_year(s, at, &year);
    if (!len)
        return false;
    dw_time_expr_init(e, token, at + len, DW_TIME_DATE);
    e->at = year_moment(year);
    return true;
}

bool dw_time_period(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e)
{
    uint32_t len;
    int year;

    if (read_quarter(s, token, e) || read_century(s, token, e) || read_season(s, token, e) ||
        read_decade(s, token, e) || read_named_year(s, token, e))
        return true;
    if (s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT && read_split_year(s, token, e))
        return true;
    len = dw_time_year(s, token, &year);
    if (!len)
        return false;
    dw_time_expr_init(e, token, token + len, DW_TIME_DATE);
    e->at = year_moment(year);
    extend_years(s, token, year, e);
    if (!is_year(s, token, e->end, year))
        return false;
    if (!e->until.grain)
        narrow_year(s, e);
    return true;
}
