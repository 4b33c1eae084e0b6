/* SPDX-License-Identifier: MIT */
#include "processors/timex.h"

#include <stdio.h>
#include <string.h>

#include "processors/calendar.h"

/* A calendar expression taken apart: a year, decade or century, and at most one part of it. */
struct moment {
    int year, n_years; /* the first year; 1, 10 or 100 */
    char part;         /* 0: all of it; else M Q H S W, or D for a day */
    int number;        /* of the part: month, quarter, half, season or week, from 1 */
    int day;           /* of the month; of a week 6 for its end, else 0 */
};

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const seasons[] = {"SP", "SU", "FA", "WI"};

/* The first month of a season, as newspapers of the north have it; winter begins in December. */
static const int season_months[] = {3, 6, 9, 12};

/* A number of exactly `digits` digits; -1 if there is none. */
static int read_digits(const char **at, int digits)
{
    int n = 0;

    for (int i = 0; i < digits; i++) {
        char c = (*at)[i];

        if (c < '0' || c > '9')
            return -1;
        n = n * 10 + c - '0';
    }
    *at += digits;
    return n;
}

/* "2021", "202" and "20": year, decade, century. */
static bool read_year(const char **at, struct moment *m)
{
    static const int spans[] = {100, 10, 1};
    size_t digits = strspn(*at, "0123456789");

    if (digits < 2 || digits > 4)
        return false;
    m->n_years = spans[digits - 2];
    m->year = read_digits(at, (int)digits) * m->n_years;
    *at += strspn(*at, "X");
    return true;
}

static bool read_season(const char **at, struct moment *m)
{
    for (int i = 0; i < 4; i++)
        if (!strncmp(*at, seasons[i], 2)) {
            *at += 2;
            m->part = 'S';
            m->number = i + 1;
            return true;
        }
    return false;
}

static bool read_week(const char **at, struct moment *m)
{
    m->number = read_digits(at, 2);
    if (m->number < 1)
        return false;
    if (!strncmp(*at, "-WE", 3)) {
        m->day = 6;
        *at += 3;
    }
    return true;
}

/* The part of a year that stands behind its dash. */
static bool read_part(const char **at, struct moment *m)
{
    if (read_season(at, m))
        return true;
    if (strchr("WQH", **at)) {
        m->part = *(*at)++;
        if (m->part == 'W')
            return read_week(at, m);
        m->number = read_digits(at, 1);
        return m->number >= 1 && m->number <= (m->part == 'Q' ? 4 : 2);
    }
    m->part = 'M';
    m->number = read_digits(at, 2);
    if (m->number < 1 || m->number > 12)
        return false;
    if (**at != '-')
        return true;
    ++*at;
    m->part = 'D';
    m->day = read_digits(at, 2);
    return m->day >= 1 && m->day <= dw_month_days(m->year, m->number);
}

/* What is read of "2021-04-09TEV/..." ends at the time of day, the slash or the end. */
static bool read_moment(const char **at, struct moment *m)
{
    *m = (struct moment){0};
    if (!read_year(at, m))
        return false;
    if (**at == '-') {
        ++*at;
        if (m->n_years > 1 || !read_part(at, m))
            return false;
    }
    if (**at == 'T')
        *at += strcspn(*at, "/");
    return **at == '\0' || **at == '/';
}

static int64_t day_of(int year, int month, int day)
{
    return dw_date_to_day((struct dw_date){year + (month - 1) / 12, (month - 1) % 12 + 1, day});
}

static struct dw_days month_days(int year, int first, int n)
{
    return (struct dw_days){day_of(year, first, 1), day_of(year, first + n, 1)};
}

static struct dw_days days_of(const struct moment *m)
{
    int64_t day;

    switch (m->part) {
    case 'D':
        day = day_of(m->year, m->number, m->day);
        return (struct dw_days){day, day + 1};
    case 'M':
        return month_days(m->year, m->number, 1);
    case 'Q':
        return month_days(m->year, m->number * 3 - 2, 3);
    case 'H':
        return month_days(m->year, m->number * 6 - 5, 6);
    case 'S':
        return month_days(m->year, season_months[m->number - 1], 3);
    case 'W': /* the week of 4 January is the first */
        day = day_of(m->year, 1, 4);
        day += 7 * (m->number - 1) - (dw_day_weekday(day) - 1);
        return (struct dw_days){day + (m->day ? m->day - 1 : 0), day + 7};
    default:
        return month_days(m->year, 1, 12 * m->n_years);
    }
}

bool dw_timex_days(const char *value, struct dw_days *out)
{
    struct moment m;
    struct dw_days days;

    if (!read_moment(&value, &m))
        return false;
    days = days_of(&m);
    if (*value == '/') {
        value++;
        if (!read_moment(&value, &m) || *value)
            return false;
        days.end = days_of(&m).end;
    }
    if (days.end <= days.beg)
        return false;
    *out = days;
    return true;
}

/* --- in words -------------------------------------------------------------------------------- */

static void print_moment(const struct moment *m, char *out, size_t size)
{
    static const char *const names[] = {"spring", "summer", "autumn", "winter"};
    struct dw_date date;

    switch (m->part) {
    case 'D':
        snprintf(out, size, "%d %s %d", m->day, months[m->number - 1], m->year);
        break;
    case 'M':
        snprintf(out, size, "%s %d", months[m->number - 1], m->year);
        break;
    case 'Q':
    case 'H':
        snprintf(out, size, "%c%d %d", m->part, m->number, m->year);
        break;
    case 'S':
        snprintf(out, size, "%s %d", names[m->number - 1], m->year);
        break;
    case 'W':
        date = dw_date_from_day(days_of(m).beg);
        snprintf(out, size, "%s %d %s %d", m->day ? "weekend" : "week of", date.day,
                 months[date.month - 1], date.year);
        break;
    default:
        if (m->n_years == 100)
            snprintf(out, size, "century %d", m->year / 100 + 1);
        else
            snprintf(out, size, "%d%s", m->year, m->n_years == 10 ? "s" : "");
    }
}

void dw_timex_label(const char *value, char *out, size_t size)
{
    const char *at = value;
    struct moment m;
    size_t len;

    snprintf(out, size, "%s", value);
    if (!read_moment(&at, &m))
        return;
    print_moment(&m, out, size);
    if (*at++ != '/')
        return;
    if (!read_moment(&at, &m)) {
        snprintf(out, size, "%s", value);
        return;
    }
    len = strlen(out);
    snprintf(out + len, size - len, "\xE2\x80\x93");
    len = strlen(out);
    print_moment(&m, out + len, size - len);
}
