/* SPDX-License-Identifier: MIT */
#include "processors/time/moment.h"

#include <stdio.h>
#include <string.h>

enum dw_grain dw_grain_find(const char *name)
{
    static const struct {
        const char *name;
        enum dw_grain grain;
    } grains[] = {
        {"second", DW_GRAIN_SECOND},
        {"minute", DW_GRAIN_MINUTE},
        {"hour", DW_GRAIN_HOUR},
        {"day", DW_GRAIN_DAY},
        {"weekend", DW_GRAIN_WEEKEND},
        {"week", DW_GRAIN_WEEK},
        {"fortnight", DW_GRAIN_FORTNIGHT},
        {"month", DW_GRAIN_MONTH},
        {"quarter", DW_GRAIN_QUARTER},
        {"year", DW_GRAIN_YEAR},
        {"decade", DW_GRAIN_DECADE},
        {"century", DW_GRAIN_CENTURY},
        {"millennium", DW_GRAIN_MILLENNIUM},
    };

    for (size_t i = 0; i < sizeof grains / sizeof *grains; i++)
        if (!strcmp(grains[i].name, name))
            return grains[i].grain;
    return DW_GRAIN_NONE;
}

struct dw_moment dw_moment_of_day(int64_t day)
{
    struct dw_date d = dw_date_from_day(day);

    return (struct dw_moment){
        .grain = DW_GRAIN_DAY, .year = d.year, .month = d.month, .day = d.day};
}

int64_t dw_moment_day(const struct dw_moment *m)
{
    return dw_date_to_day((struct dw_date){m->year, m->month, m->day});
}

bool dw_moment_has(const struct dw_moment *m, enum dw_grain grain)
{
    if (!m->year)
        return false;
    switch (grain) {
    case DW_GRAIN_NONE:
        return false;
    case DW_GRAIN_MONTH:
    case DW_GRAIN_SEASON:
        return m->month;
    case DW_GRAIN_QUARTER:
    case DW_GRAIN_HALF:
        return m->month || m->grain == grain;
    case DW_GRAIN_YEAR:
        return m->grain <= DW_GRAIN_YEAR;
    case DW_GRAIN_DECADE:
    case DW_GRAIN_CENTURY:
    case DW_GRAIN_MILLENNIUM:
        return m->grain <= grain;
    default:
        return m->day;
    }
}

/* Months from the year 0, so that they can be counted across years. */
static struct dw_moment from_months(int months, enum dw_grain grain)
{
    return (struct dw_moment){.grain = grain, .year = months / 12, .month = months % 12 + 1};
}

static struct dw_moment shift_periods(const struct dw_moment *m, enum dw_grain grain, int months,
                                      int n)
{
    int index = m->grain == grain ? m->index - 1 : (m->month - 1) / months;
    int count = m->year * (12 / months) + index + n;

    return (struct dw_moment){
        .grain = grain, .year = count / (12 / months), .index = count % (12 / months) + 1};
}

struct dw_moment dw_moment_shift(const struct dw_moment *m, enum dw_grain grain, int n)
{
    struct dw_moment out = {.grain = grain};
    int days = grain == DW_GRAIN_FORTNIGHT                           ? 14
               : grain == DW_GRAIN_WEEK || grain == DW_GRAIN_WEEKEND ? 7
                                                                     : 1;
    int years = grain == DW_GRAIN_DECADE       ? 10
                : grain == DW_GRAIN_CENTURY    ? 100
                : grain == DW_GRAIN_MILLENNIUM ? 1000
                                               : 1;

    if (!dw_moment_has(m, grain) || n < -9999 || n > 9999)
        return out;
    switch (grain) {
    case DW_GRAIN_MONTH:
        out = from_months(m->year * 12 + m->month - 1 + n, grain);
        break;
    case DW_GRAIN_QUARTER:
        out = shift_periods(m, grain, 3, n);
        break;
    case DW_GRAIN_HALF:
        out = shift_periods(m, grain, 6, n);
        break;
    case DW_GRAIN_YEAR:
    case DW_GRAIN_DECADE:
    case DW_GRAIN_CENTURY:
    case DW_GRAIN_MILLENNIUM:
        out.year = m->year / years * years + n * years;
        break;
    default:
        out = dw_moment_of_day(dw_moment_day(m) + (int64_t)n * days);
        out.grain = grain == DW_GRAIN_FORTNIGHT ? DW_GRAIN_WEEK : grain;
    }
    if (out.year < 1 || out.year > 9999)
        out = (struct dw_moment){.grain = grain};
    return out;
}

static void format_week(const struct dw_moment *m, char *out, size_t size)
{
    const char *tail = m->grain == DW_GRAIN_WEEKEND ? "-WE" : "";
    int year, week;

    if (!m->year) {
        snprintf(out, size, "XXXX-WXX%s", tail);
        return;
    }
    week = dw_day_week(dw_moment_day(m), &year);
    snprintf(out, size, "%04d-W%02d%s", year, week, tail);
}

static void put_figures(char *out, int n, int digits)
{
    while (digits-- > 0) {
        out[digits] = (char)('0' + n % 10);
        n /= 10;
    }
}

/* "2019-12-16", the most frequent of all values. */
static int put_date(const struct dw_moment *m, char *out)
{
    put_figures(out, m->year, 4);
    put_figures(out + 5, m->month, 2);
    put_figures(out + 8, m->day, 2);
    out[4] = out[7] = '-';
    out[10] = '\0';
    return 10;
}

/* YYYY-MM-DD with X for what is not known. */
static int format_day(const struct dw_moment *m, char *out, size_t size)
{
    char year[12] = "XXXX", month[12] = "XX", day[12] = "XX";

    if (m->grain < DW_GRAIN_MONTH && m->year && m->month && m->day && size > 10)
        return put_date(m, out);
    if (m->year)
        snprintf(year, sizeof year, "%04d", m->year);
    if (!m->year && !m->month && m->index)
        return snprintf(out, size, "XXXX-WXX-%d", m->index);
    if (m->month)
        snprintf(month, sizeof month, "%02d", m->month);
    if (m->day)
        snprintf(day, sizeof day, "%02d", m->day);
    if (m->grain == DW_GRAIN_MONTH)
        return snprintf(out, size, "%s-%s", year, month);
    return snprintf(out, size, "%s-%s-%s", year, month, day);
}

static void format_year(const struct dw_moment *m, char *out, size_t size)
{
    static const char *const seasons[] = {"SP", "SU", "FA", "WI"};
    char year[12] = "XXXX";

    if (m->year)
        snprintf(year, sizeof year, "%04d", m->year);
    if (m->grain == DW_GRAIN_YEAR)
        snprintf(out, size, "%s", year);
    else if (m->grain == DW_GRAIN_DECADE)
        snprintf(out, size, "%.3s", year);
    else if (m->grain == DW_GRAIN_CENTURY)
        snprintf(out, size, "%.2s", year);
    else if (m->grain == DW_GRAIN_MILLENNIUM)
        snprintf(out, size, "%.1s", year);
    else if (m->grain == DW_GRAIN_SEASON && m->index)
        snprintf(out, size, "%s-%s", year, seasons[m->index - 1]);
    else if (m->index)
        snprintf(out, size, "%s-%c%d", year, m->grain == DW_GRAIN_HALF ? 'H' : 'Q', m->index);
    else
        snprintf(out, size, "%s-%s", year, m->grain == DW_GRAIN_QUARTER ? "QX" : "XX");
}

void dw_moment_format(const struct dw_moment *m, char *out, size_t size)
{
    int n;

    if (m->grain == DW_GRAIN_WEEK || m->grain == DW_GRAIN_WEEKEND || m->grain == DW_GRAIN_FORTNIGHT)
        format_week(m, out, size);
    else if (m->grain > DW_GRAIN_MONTH)
        format_year(m, out, size);
    else {
        n = format_day(m, out, size);
        if (n < 0 || (size_t)n >= size)
            return;
        if (m->grain == DW_GRAIN_PART)
            snprintf(out + n, size - (size_t)n, "T%s", m->part);
        else if (m->grain < DW_GRAIN_PART)
            snprintf(out + n, size - (size_t)n, "T%02d:%02d", m->hour, m->minute);
    }
}

/* Units that are counted in another: a decade is ten years. */
static int scale_unit(enum dw_grain *unit)
{
    static const struct {
        enum dw_grain from, to;
        int n;
    } scales[] = {
        {DW_GRAIN_FORTNIGHT, DW_GRAIN_WEEK, 2},     {DW_GRAIN_QUARTER, DW_GRAIN_MONTH, 3},
        {DW_GRAIN_DECADE, DW_GRAIN_YEAR, 10},       {DW_GRAIN_CENTURY, DW_GRAIN_YEAR, 100},
        {DW_GRAIN_MILLENNIUM, DW_GRAIN_YEAR, 1000},
    };

    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (scales[i].from == *unit) {
            *unit = scales[i].to;
            return scales[i].n;
        }
    return 1;
}

static const char *unit_code(enum dw_grain unit)
{
    switch (unit) {
    case DW_GRAIN_SECOND:
        return "S";
    case DW_GRAIN_MINUTE:
    case DW_GRAIN_MONTH:
        return "M";
    case DW_GRAIN_HOUR:
        return "H";
    case DW_GRAIN_DAY:
        return "D";
    case DW_GRAIN_WEEKEND:
        return "WE";
    case DW_GRAIN_WEEK:
    case DW_GRAIN_FORTNIGHT:
        return "W";
    case DW_GRAIN_QUARTER:
        return "Q";
    case DW_GRAIN_DECADE:
        return "DE";
    case DW_GRAIN_CENTURY:
        return "CE";
    case DW_GRAIN_MILLENNIUM:
        return "ML";
    default:
        return "Y";
    }
}

/* What half a unit is: six months, thirty minutes; NULL if it does not come out whole. */
static const char *half_of(enum dw_grain unit)
{
    switch (unit) {
    case DW_GRAIN_YEAR:
        return "6M";
    case DW_GRAIN_DAY:
        return "T12H";
    case DW_GRAIN_HOUR:
        return "30M";
    case DW_GRAIN_MINUTE:
        return "30S";
    default:
        return NULL;
    }
}

void dw_duration_format(int halves, bool vague, enum dw_grain unit, char *out, size_t size)
{
    const char *time = unit <= DW_GRAIN_HOUR ? "T" : "";
    const char *half;

    if (vague) {
        snprintf(out, size, "P%sX%s", time, unit_code(unit));
        return;
    }
    halves *= scale_unit(&unit);
    half = half_of(unit);
    if (halves % 2 == 0)
        snprintf(out, size, "P%s%d%s", time, halves / 2, unit_code(unit));
    else if (!half)
        snprintf(out, size, "P%s%d.5%s", time, halves / 2, unit_code(unit));
    else if (halves == 1)
        snprintf(out, size, "P%s%s", time, half);
    else
        snprintf(out, size, "P%s%d%s%s", time, halves / 2, unit_code(unit), half);
}
