/* SPDX-License-Identifier: MIT */
/*
 * moment.h - a point or stretch of calendar time at some grain, and its TIMEX3 value.
 *
 * A field that is not known is 0 and reads X in the value: December of an unknown year is XXXX-12,
 * an unknown Monday XXXX-WXX-1. All functions are pure.
 */
#ifndef DW_TIME_MOMENT_H
#define DW_TIME_MOMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "processors/calendar.h"

enum dw_grain {
    DW_GRAIN_NONE,
    DW_GRAIN_SECOND,
    DW_GRAIN_MINUTE,
    DW_GRAIN_HOUR,
    DW_GRAIN_PART, /* part of a day: morning, night */
    DW_GRAIN_DAY,
    DW_GRAIN_WEEKEND,
    DW_GRAIN_WEEK,
    DW_GRAIN_FORTNIGHT,
    DW_GRAIN_MONTH,
    DW_GRAIN_SEASON,
    DW_GRAIN_QUARTER,
    DW_GRAIN_HALF,
    DW_GRAIN_YEAR,
    DW_GRAIN_DECADE,
    DW_GRAIN_CENTURY,
    DW_GRAIN_MILLENNIUM,
};

struct dw_moment {
    enum dw_grain grain;
    int year, month, day; /* a week or weekend: one of its days; a decade: its first year */
    int index;            /* season, quarter or half from 1; weekday of an unknown day */
    int hour, minute;
    char part[3]; /* MO AF EV NI MI */
};

/* DW_GRAIN_NONE for a name that is none: "day", "quarter". */
enum dw_grain dw_grain_find(const char *name);

struct dw_moment dw_moment_of_day(int64_t day);

/* Day count of a moment whose day is known. */
int64_t dw_moment_day(const struct dw_moment *m);

/* Does it tell which day, month, quarter, year ... it lies in? */
bool dw_moment_has(const struct dw_moment *m, enum dw_grain grain);

/*
 * The stretch of `grain` that `m` lies in, moved by `n` such stretches: the day 2019-12-05 by -1
 * month is 2019-11. Where `m` does not tell, the result has the grain and nothing known.
 */
struct dw_moment dw_moment_shift(const struct dw_moment *m, enum dw_grain grain, int n);

/* Year after which no date of the text may lie, and before which no bare number is a year. */
enum { DW_YEAR_MIN = 1000, DW_YEAR_MAX = 2199 };

/* The TIMEX3 value, NUL-terminated; `size` of 24 always suffices. */
void dw_moment_format(const struct dw_moment *m, char *out, size_t size);

/* The TIMEX3 value of a duration of `halves`/2 units; vague: an unknown number of them. */
void dw_duration_format(int halves, bool vague, enum dw_grain unit, char *out, size_t size);

#endif
