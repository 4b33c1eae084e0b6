/* SPDX-License-Identifier: MIT */
#include "processors/calendar.h"

#include <string.h>
#include <strings.h>

int64_t dw_date_to_day(struct dw_date date)
{
    int64_t y = date.year - (date.month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

struct dw_date dw_date_from_day(int64_t day)
{
    int64_t z = day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);

    return (struct dw_date){
        .year = (int)(yoe + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
    };
}

int dw_day_weekday(int64_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7) + 1;
}

int dw_day_week(int64_t day, int *year)
{
    int64_t thursday = day + 4 - dw_day_weekday(day);

    *year = dw_date_from_day(thursday).year;
    return (int)((thursday - dw_date_to_day((struct dw_date){*year, 1, 1})) / 7) + 1;
}

int dw_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && leap);
}

/* The anonymous Gregorian computus (Meeus, Jones, Butcher). */
int64_t dw_easter_day(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
    int m = (a + 11 * d + 22 * e) / 451;
    int n = d + e - 7 * m + 114;

    return dw_date_to_day((struct dw_date){year, n / 31, n % 31 + 1});
}

/* A number of `least` to `most` digits at *text, which moves behind it; -1 if there is none. */
static int read_number(const char **text, int least, int most)
{
    int n = 0, digits = 0;

    for (; digits < most && **text >= '0' && **text <= '9'; digits++)
        n = n * 10 + *(*text)++ - '0';
    return digits < least ? -1 : n;
}

/* "T12:30", to the minute: is it a time of day? */
static bool is_time(const char *text)
{
    int hour, minute;

    if (*text != 'T' && *text != 't' && *text != ' ')
        return false;
    text++;
    hour = read_number(&text, 1, 2);
    if (hour < 0 || hour > 24 || *text++ != ':')
        return false;
    minute = read_number(&text, 1, 2);
    return minute >= 0 && minute <= 59;
}

bool dw_date_parse(const char *text, struct dw_date *out)
{
    struct dw_date d;

    d.year = read_number(&text, 4, 4);
    if (d.year < 1 || *text++ != '-')
        return false;
    d.month = read_number(&text, 2, 2);
    if (d.month < 1 || d.month > 12 || *text++ != '-')
        return false;
    d.day = read_number(&text, 2, 2);
    if (d.day < 1 || d.day > dw_month_days(d.year, d.month) || (*text && !is_time(text)))
        return false;
    *out = d;
    return true;
}

/* Index from 1 of the name that `form` is, in full or as an abbreviation of at least 3 letters. */
static int find_name(const char *const *names, int n, const char *form, size_t len)
{
    if (len && form[len - 1] == '.')
        len--;
    if (len < 3)
        return 0;
    for (int i = 0; i < n; i++) {
        size_t full = strlen(names[i]);
        bool short_form = len == 3 || (len == 4 && (!strncasecmp(form, "sept", 4) ||
                                                    !strncasecmp(form, "tues", 4) ||
                                                    !strncasecmp(form, "thur", 4)));

        short_form |= len == 5 && !strncasecmp(form, "thurs", 5);
        if ((len == full || short_form) && !strncasecmp(names[i], form, len))
            return i + 1;
    }
    return 0;
}

int dw_month_find(const char *form, size_t len)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};

    return find_name(months, 12, form, len);
}

int dw_weekday_find(const char *form, size_t len)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};

    return find_name(days, 7, form, len);
}
