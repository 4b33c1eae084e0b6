/* SPDX-License-Identifier: MIT */
/*
 * timex.h - what a TIMEX3 value of the results says: the days that it covers, and in words.
 *
 * Durations, sets and references such as PAST_REF cover no days that could be told. All functions
 * are pure.
 */
#ifndef DW_TIMEX_H
#define DW_TIMEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Days as in calendar.h, half open. */
struct dw_days {
    int64_t beg, end;
};

/* "2021-W14" -> the seven days of that week. False if it covers none; *out is then untouched. */
bool dw_timex_days(const char *value, struct dw_days *out);

/*
 * "2021-04-09TEV" -> "9 Apr 2021", "1941/1945" -> "1941–1945", "202" -> "2020s"; what has no better
 * words is copied. NUL-terminated; `size` of 64 always suffices.
 */
void dw_timex_label(const char *value, char *out, size_t size);

#endif
