/* SPDX-License-Identifier: MIT */
/*
 * scan.h - what the parts of the time grammar share: the place in the text, and an expression.
 *
 * Each recogniser looks at one token and, if an expression of its kind begins there, fills *e and
 * returns true; else *e is undefined. All look a bounded number of tokens ahead.
 *
 *   number.c    numbers, amounts ("two and a half", "a few") and years in words
 *   date.c      calendar dates, months, weekdays, years, decades, seasons, quarters, holidays
 *   relative.c  "yesterday", "last week", "the following month", "two days earlier"
 *   clock.c     times of day
 *   duration.c  durations and sets
 *   grammar.c   what is put together of these: "early on Monday", "the end of next week"
 *   tense.c     does the sentence tell of the past or of the future?
 */
#ifndef DW_TIME_SCAN_H
#define DW_TIME_SCAN_H

#include "processors/doc.h"
#include "processors/time/moment.h"
#include "processors/time/words.h"
#include "processors/token.h"

struct dw_time_scan {
    const struct dw_time_words *words;
    const struct dw_doc *doc;
    const uint64_t *classes; /* of each token of the document: what phrases begin with it */
    uint32_t beg, end;       /* the tokens of the sentence */
    uint32_t sentence;
    struct dw_moment today;  /* publication day; nothing known if there is none */
    struct dw_moment focus;  /* the time last mentioned */
    struct dw_moment period; /* the quarter or half last mentioned: accounts compare with it */
    uint32_t period_sentence;
};

struct dw_time_expr {
    uint32_t first, end; /* tokens */
    enum dw_time_type type;
    struct dw_moment at, until; /* until: DW_GRAIN_NONE unless it is a range */
    char literal[16];           /* value that is no moment: P3D, PAST_REF; else empty */
    const char *mod;            /* TIMEX3 mod, "" for none */
};

/* Open: the clause tells of the past, but what it names may lie on either side. */
enum dw_time_tense {
    DW_TENSE_UNKNOWN,
    DW_TENSE_PAST,
    DW_TENSE_OPEN,
    DW_TENSE_PRESENT,
    DW_TENSE_FUTURE,
};

/* A count of things in halves: 5 for "two and a half". */
struct dw_amount {
    int halves;
    bool vague; /* "several": the count is not known */
};

/* --- words --------------------------------------------------------------------------------- */

static inline const struct dw_time_word *dw_time_word(const struct dw_time_scan *s, uint32_t token,
                                                      enum dw_time_class class)
{
    if (token >= s->end || !(s->classes[token] >> class & 1))
        return NULL;
    return dw_time_words_find(s->words, s->doc, token, s->end, class);
}

/* Tokens that the word of this class at `token` takes; 0 if there is none. */
static inline uint32_t dw_time_word_len(const struct dw_time_scan *s, uint32_t token,
                                        enum dw_time_class class)
{
    const struct dw_time_word *w = dw_time_word(s, token, class);

    return w ? w->n : 0;
}

/* The single character of a one-byte token; 0 for others and beyond the sentence. */
char dw_time_char(const struct dw_time_scan *s, uint32_t token);

/* Is it this lower-case word, whatever its case in the text? */
static inline bool dw_time_is(const struct dw_time_scan *s, uint32_t token, const char *word)
{
    return token < s->end && (*dw_token_form(s->doc, token) | 0x20) == *word &&
           dw_token_is(s->doc, token, word);
}

bool dw_time_is_dash(const struct dw_time_scan *s, uint32_t token);

/* Does white space follow the token? */
bool dw_time_is_spaced(const struct dw_time_scan *s, uint32_t token);

/* Does it look like a lower-case plural, "villagers"? What stands before it may be a count. */
bool dw_time_is_plural(const struct dw_time_scan *s, uint32_t token);

/* "month" or "months" at `token`; DW_GRAIN_NONE if it is no unit of time. */
enum dw_grain dw_time_unit(const struct dw_time_scan *s, uint32_t token);

/* --- expressions --------------------------------------------------------------------------- */

void dw_time_expr_init(struct dw_time_expr *e, uint32_t first, uint32_t end,
                       enum dw_time_type type);

/* --- number.c ------------------------------------------------------------------------------ */

/* A token of 1 to 9 digits and nothing else; -1 for any other. *digits is their number. */
int dw_time_digits(const struct dw_time_scan *s, uint32_t token, int *digits);

/* Number of tokens of the amount at `token`; 0 if there is none. */
uint32_t dw_time_amount(const struct dw_time_scan *s, uint32_t token, struct dw_amount *amount);

/* "16", "16th", "sixteenth", "twenty-first": number of tokens; 0 if none. *ordinal tells which. */
uint32_t dw_time_ordinal(const struct dw_time_scan *s, uint32_t token, int *n, bool *ordinal);

/* "1986", "nineteen eighty-six", "two thousand": number of tokens; 0 if none. */
uint32_t dw_time_year(const struct dw_time_scan *s, uint32_t token, int *year);

/* --- date.c -------------------------------------------------------------------------------- */

bool dw_time_date(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e);

/* A calendar date with month at `token`: "Dec. 16, 2019", "December 2019", "16 December". */
bool dw_time_month(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e);

/* The same where the month was read already, up to `at`. */
bool dw_time_month_from(const struct dw_time_scan *s, uint32_t token, uint32_t at, int month,
                        struct dw_time_expr *e);

/* The year, quarter, season or decade at `token`. */
/* The decade that the form names by its figures: "1980s", "'80s"; its first year, 0 if it is none.
 */
int dw_time_decade_form(const char *form, size_t len);

bool dw_time_period(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e);

/* Number of tokens of the month name at `token`; 0 if none. */
uint32_t dw_time_month_name(const struct dw_time_scan *s, uint32_t token, int *month);
uint32_t dw_time_weekday_name(const struct dw_time_scan *s, uint32_t token, int *weekday);

/* The weekday that a sentence of this tense means. */
struct dw_moment dw_time_weekday(const struct dw_time_scan *s, int weekday,
                                 enum dw_time_tense tense);
struct dw_moment dw_time_month_of(const struct dw_time_scan *s, int month,
                                  enum dw_time_tense tense);
struct dw_moment dw_time_season_of(const struct dw_time_scan *s, int season,
                                   enum dw_time_tense tense);
struct dw_moment dw_time_quarter_of(const struct dw_time_scan *s, int quarter,
                                    enum dw_time_tense tense);

/* --- relative.c, clock.c, duration.c, grammar.c, tense.c ------------------------------------- */

bool dw_time_relative(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e);

/* "a year ago", "two days later", given the amount that has been read up to `end`. */
bool dw_time_shifted(const struct dw_time_scan *s, uint32_t end, struct dw_amount amount,
                     enum dw_grain unit, struct dw_time_expr *e);

/* A time of day at `token`; its day is that of `day` if it is known, else today. */
bool dw_time_clock(const struct dw_time_scan *s, uint32_t token, const struct dw_moment *day,
                   struct dw_time_expr *e);

bool dw_time_duration(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e);
bool dw_time_set(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e);

/* The longest expression of any kind at `token`. */
bool dw_time_parse(const struct dw_time_scan *s, uint32_t token, struct dw_time_expr *e);

/* The time that the clause of the tokens [first, end) tells of. */
enum dw_time_tense dw_time_tense(const struct dw_time_scan *s, uint32_t first, uint32_t end);

#endif
