/* SPDX-License-Identifier: MIT */
/*
 * published.c - when the article was published, and who says so.
 */
#include <stdio.h>

#include "processors/calendar.h"
#include "processors/zone/scan.h"

static struct dw_date date_of_timestamp(int64_t ms)
{
    int64_t seconds = ms / 1000;

    return dw_date_from_day(seconds / 86400 - (seconds % 86400 < 0));
}

/* "Dec. 5" or "5 December" with its year if told, in text such as a dateline; false if none. */
static bool find_date(const char *text, size_t len, struct dw_date *out)
{
    struct dw_date d = {0};
    size_t i = 0;

    while (i < len) {
        size_t beg = i;
        int number = 0, month;

        while (i < len && ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z'))
            i++;
        month = dw_month_find(text + beg, i - beg);
        if (month)
            d.month = month;
        if (i > beg)
            continue;
        while (i < len && text[i] >= '0' && text[i] <= '9' && i - beg < 5)
            number = number * 10 + (text[i++] - '0');
        if (number >= 1900 && number < 2200)
            d.year = number;
        else if (number >= 1 && number <= 31)
            d.day = number;
        i += i == beg;
    }
    *out = d;
    return d.month && d.day;
}

/* The year in which a dateline's day lies nearest before the time when the record was made. */
static int year_of(struct dw_date d, int64_t timestamp)
{
    struct dw_date now = date_of_timestamp(timestamp);

    d.year = now.year;
    return dw_date_to_day(d) > dw_date_to_day(now) + 2 ? now.year - 1 : now.year;
}

static void set_published(struct dw_doc *doc, struct dw_date d, enum dw_published_by by)
{
    snprintf(doc->published, sizeof doc->published, "%04d-%02d-%02d", d.year % 10000, d.month % 100,
             d.day % 100);
    doc->published_by = by;
}

void dw_published_find(struct dw_doc *doc, const char *dateline, size_t len)
{
    const struct dw_article *a = &doc->article;
    struct dw_date d;

    if (a->published && dw_date_parse(a->published, &d)) {
        snprintf(doc->published, sizeof doc->published, "%s", a->published);
        doc->published_by = DW_PUBLISHED_RECORD;
        return;
    }
    if (find_date(dateline, len, &d) ||
        (a->dateline && find_date(a->dateline, strlen(a->dateline), &d))) {
        if (!d.year && a->source.timestamp > 0)
            d.year = year_of(d, a->source.timestamp);
        if (d.year && d.day <= dw_month_days(d.year, d.month)) {
            set_published(doc, d, DW_PUBLISHED_DATELINE);
            return;
        }
    }
    if (a->source.timestamp > 0)
        set_published(doc, date_of_timestamp(a->source.timestamp), DW_PUBLISHED_TIMESTAMP);
}
