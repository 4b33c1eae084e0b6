/* SPDX-License-Identifier: MIT */
#include "schemas/version.h"

#include <stdio.h>
#include <string.h>

#include "schemas/article.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

/* --- times ----------------------------------------------------------------------------------- */

/* Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in March for the leap day
 * to be the last. */
static int64_t count_days(int year, int month, int day)
{
    int y = month > 2 ? year : year - 1;
    int m = month > 2 ? month - 3 : month + 9;
    int leaps = y / 4 - y / 100 + y / 400;

    return 365LL * y + leaps + (153 * m + 2) / 5 + day - 1 - 719468;
}

/* Milliseconds of ".25" at *s, and step over it. */
static int64_t read_fraction(const char **s)
{
    int64_t ms = 0, unit = 100;

    if (**s != '.')
        return 0;
    for (++*s; **s >= '0' && **s <= '9'; ++*s, unit /= 10)
        ms += (**s - '0') * unit;
    return ms;
}

/* What "+09:00" or "-0430" puts ahead of UTC; 0 for Z and for nothing. */
static int64_t read_zone(const char *s)
{
    int hours, minutes;

    if ((*s != '+' && *s != '-') || (sscanf(s + 1, "%2d:%2d", &hours, &minutes) != 2 &&
                                     sscanf(s + 1, "%2d%2d", &hours, &minutes) != 2))
        return 0;
    return (*s == '-' ? -1 : 1) * ((int64_t)hours * HOUR + (int64_t)minutes * MINUTE);
}

bool dw_moment_read(const char *date, struct dw_moment *out)
{
    int year, month, day, hour, minute, second = 0, len;
    const char *rest;

    if (!dw_article_is_published(date) || sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3)
        return false;
    out->beg = count_days(year, month, day) * DAY;
    out->end = out->beg + DAY;
    if (strlen(date) <= strlen("2019-07-01") ||
        sscanf(date + strlen("2019-07-01T"), "%2d:%2d%n", &hour, &minute, &len) != 2)
        return true;
    rest = date + strlen("2019-07-01T") + len;
    if (*rest == ':' && sscanf(rest, ":%2d%n", &second, &len) == 1)
        rest += len;
    out->beg += (int64_t)hour * HOUR + (int64_t)minute * MINUTE + (int64_t)second * SECOND;
    out->beg += read_fraction(&rest);
    out->beg -= read_zone(rest);
    out->end = out->beg + 1;
    return true;
}

/* --- versions -------------------------------------------------------------------------------- */

/* The digits without leading zeros; NULL if it is no whole number. */
static const char *digits_of(const char *version)
{
    if (!version || !*version || version[strspn(version, "0123456789")])
        return NULL;
    while (version[0] == '0' && version[1])
        version++;
    return version;
}

static int compare_digits(const char *a, const char *b)
{
    size_t len_a = strlen(a), len_b = strlen(b);

    return len_a != len_b ? (len_a < len_b ? -1 : 1) : strcmp(a, b);
}

/* 0 also if the times overlap or either is not known. */
static int compare_times(const char *a, const char *b)
{
    struct dw_moment at_a, at_b;

    if (!a || !b || !dw_moment_read(a, &at_a) || !dw_moment_read(b, &at_b))
        return 0;
    return at_a.end <= at_b.beg ? -1 : at_b.end <= at_a.beg ? 1 : 0;
}

int dw_version_compare(const struct dw_version *a, const struct dw_version *b)
{
    const char *number_a = digits_of(a->version), *number_b = digits_of(b->version);
    int order;

    if (number_a && number_b)
        return compare_digits(number_a, number_b);
    order = compare_times(a->published, b->published);
    if (order || !a->version || !b->version)
        return order;
    return strcmp(a->version, b->version);
}
