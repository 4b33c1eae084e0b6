/* SPDX-License-Identifier: MIT */
#include "producer/feeds/date.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "schemas/article.h"

struct moment {
    int year, month, day;
    int hour, minute, second; /* hour -1: no time */
    char fraction[12];        /* ".123" */
    char zone[8];             /* "Z", "+01:00"; "" if not told */
};

static void skip_blanks(const char **s)
{
    while (isspace((unsigned char)**s))
        ++*s;
}

static bool step_over(const char **s, char c)
{
    if (**s != c)
        return false;
    ++*s;
    return true;
}

/* Between `min` and `max` digits; -1 if there are fewer. */
static int read_number(const char **s, int min, int max)
{
    int value = 0, n = 0;

    for (; n < max && isdigit((unsigned char)**s); n++, ++*s)
        value = value * 10 + (**s - '0');
    return n >= min ? value : -1;
}

int dw_feed_month_find(const char *name)
{
    static const struct {
        char name[4];
        int month;
    } months[] = {
        {"jan", 1},  {"feb", 2},  {"mar", 3},  {"apr", 4},  {"may", 5},  {"jun", 6},
        {"jul", 7},  {"aug", 8},  {"sep", 9},  {"oct", 10}, {"nov", 11}, {"dec", 12},
        {"mai", 5},  {"okt", 10}, {"dez", 12}, {"ene", 1},  {"abr", 4},  {"ago", 8},
        {"dic", 12}, {"avr", 4},  {"fev", 2},  {"mrz", 3},
    };

    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (strncasecmp(name, months[i].name, 3) == 0)
            return months[i].month;
    return 0;
}

/* "Z", "+01:00", "+0100", "+01", or a name of RFC 822; anything else is no zone. */
static void read_zone(const char *s, struct moment *out)
{
    static const struct {
        const char *name, *zone;
    } names[] = {
        {"GMT", "Z"},      {"UTC", "Z"},      {"UT", "Z"},       {"Z", "Z"},
        {"EST", "-05:00"}, {"EDT", "-04:00"}, {"CST", "-06:00"}, {"CDT", "-05:00"},
        {"MST", "-07:00"}, {"MDT", "-06:00"}, {"PST", "-08:00"}, {"PDT", "-07:00"},
    };
    char sign;
    int hour, minute;

    skip_blanks(&s);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i].name);

        if (strncasecmp(s, names[i].name, n) == 0 && !isalpha((unsigned char)s[n])) {
            snprintf(out->zone, sizeof out->zone, "%s", names[i].zone);
            return;
        }
    }
    sign = *s;
    if (sign != '+' && sign != '-')
        return;
    s++;
    hour = read_number(&s, 2, 2);
    step_over(&s, ':');
    minute = *s ? read_number(&s, 2, 2) : 0;
    if (hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59)
        snprintf(out->zone, sizeof out->zone, "%c%02d:%02d", sign, hour % 24, minute % 60);
}

/* hh:mm, hh:mm:ss, hhmm, hhmmss, with a fraction; then the zone. */
static bool read_time(const char *s, struct moment *out)
{
    size_t n = 0;

    out->hour = read_number(&s, 1, 2);
    step_over(&s, ':');
    out->minute = read_number(&s, 2, 2);
    if (out->hour < 0 || out->minute < 0)
        return false;
    out->second = 0;
    if (step_over(&s, ':') || isdigit((unsigned char)*s))
        out->second = read_number(&s, 2, 2);
    if (*s == '.' || *s == ',') {
        out->fraction[n++] = '.';
        for (s++; isdigit((unsigned char)*s); s++)
            if (n < sizeof out->fraction - 1)
                out->fraction[n++] = *s;
        if (n == 1)
            out->fraction[0] = '\0';
    }
    read_zone(s, out);
    return out->second >= 0;
}

/* 2016-09-08 or 20160908, then a time behind T or a blank. */
static bool read_iso(const char *s, struct moment *out)
{
    bool dashed;

    out->year = read_number(&s, 4, 4);
    dashed = step_over(&s, '-');
    out->month = read_number(&s, 2, 2);
    if (out->year < 0 || out->month < 0 || step_over(&s, '-') != dashed)
        return false;
    out->day = read_number(&s, 2, 2);
    if (out->day < 0)
        return false;
    if (*s == 'T' || *s == 't' || isspace((unsigned char)*s)) {
        s++;
        skip_blanks(&s);
        return !isdigit((unsigned char)*s) || read_time(s, out);
    }
    /* NITF has a day with a zone alone: 20080219+0100. */
    return !*s || *s == '+' || *s == '-' || *s == 'Z';
}

/* Thu, 08 Sep 2016 13:24:46 GMT; the weekday, the seconds and the century may be missing. */
static bool read_rfc822(const char *s, struct moment *out)
{
    const char *comma = strchr(s, ',');

    if (comma && isalpha((unsigned char)*s))
        s = comma + 1;
    skip_blanks(&s);
    out->day = read_number(&s, 1, 2);
    while (*s == ' ' || *s == '-')
        s++;
    out->month = dw_feed_month_find(s);
    while (isalpha((unsigned char)*s) || *s == '.')
        s++;
    while (*s == ' ' || *s == '-')
        s++;
    out->year = read_number(&s, 2, 4);
    if (out->year >= 0 && out->year < 100)
        out->year += out->year < 70 ? 2000 : 1900; /* no feed is older */
    if (out->day < 0 || !out->month || out->year < 1000)
        return false;
    skip_blanks(&s);
    return !isdigit((unsigned char)*s) || read_time(s, out);
}

bool dw_feed_date_decode(const char *text, char out[static DW_FEED_DATE_LEN])
{
    struct moment at = {.hour = -1};
    int n;

    skip_blanks(&text);
    if (!read_iso(text, &at)) {
        at = (struct moment){.hour = -1};
        if (!read_rfc822(text, &at))
            return false;
    }
    n = snprintf(out, DW_FEED_DATE_LEN, "%04d-%02d-%02d", at.year, at.month, at.day);
    if (at.hour >= 0 && n > 0)
        snprintf(out + n, DW_FEED_DATE_LEN - (size_t)n, "T%02d:%02d:%02d%s%s", at.hour, at.minute,
                 at.second, at.fraction, at.zone);
    return dw_article_is_published(out);
}
