/* SPDX-License-Identifier: MIT */
/*
 * calendar.h - days of the proleptic Gregorian calendar, and the RFC 3339 dates of records.
 *
 * A day is a count from 1970-01-01 (day 0, a Thursday). Method: Howard Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms". All functions are pure.
 */
#ifndef DW_CALENDAR_H
#define DW_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dw_date {
    int year, month, day; /* month and day from 1 */
};

int64_t dw_date_to_day(struct dw_date date);
struct dw_date dw_date_from_day(int64_t day);

/* 1 Monday .. 7 Sunday, as in ISO 8601. */
int dw_day_weekday(int64_t day);

/* ISO 8601 week of a day; *year is the year that the week belongs to. */
int dw_day_week(int64_t day, int *year);

int dw_month_days(int year, int month);

/* Easter Sunday of a year of the Gregorian calendar, as a day. */
int64_t dw_easter_day(int year);

/* The date at the head of an RFC 3339 date or date-time; false if `text` is neither. */
bool dw_date_parse(const char *text, struct dw_date *out);

/* 1 to 12 for an English month name or its abbreviation ("Dec", "Sept."), any case; else 0. */
int dw_month_find(const char *form, size_t len);

/* 1 to 7 for an English weekday or its abbreviation, any case; else 0. */
int dw_weekday_find(const char *form, size_t len);

#endif
