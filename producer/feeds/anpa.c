/* SPDX-License-Identifier: MIT */
/*
 * anpa.c - ANPA-1312, the text wire of America.
 *
 *   SYN SYN SOH level+number US category
 *   priority category keyword month-day words
 *   STX ^slug,words< ^headline< ^By ...= then paragraphs, each behind a tab
 *   ETX service-wire-month-day-year hourminuteGMT<
 */
#include "producer/feeds/wire.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "producer/feeds/date.h"

/* --- header and trailer ---------------------------------------------------------------------- */

/* The letter before the category. f is flash with some and feature with others: no urgency. */
static void read_priority(struct dw_item *item, char letter)
{
    static const char letters[] = "b2u3r4d6";
    const char *at = letter ? strchr(letters, letter) : NULL;

    if (at && isalpha((unsigned char)letter))
        dw_item_set(item, DW_FIELD_URGENCY, at + 1, 1);
}

static void read_header(struct dw_item *item, struct dw_text header)
{
    struct dw_text line;
    const char *space;

    for (int i = 0; i < 2; i++) /* the second line has it */
        if (!dw_text_line(&header, &line))
            return;
    if (!line.len)
        return;
    read_priority(item, *line.at);
    line.at += line.len < 3 ? line.len : 3;
    line.len -= line.len < 3 ? line.len : 3;
    line = dw_text_trim(line);
    space = line.len ? memchr(line.at, ' ', line.len) : NULL;
    dw_item_set(item, DW_FIELD_SLUGLINE, line.at, space ? (size_t)(space - line.at) : line.len);
}

/* AP-WF-11-13-13 1509GMT< : the service, and the only date with its year. */
static void read_trailer(struct dw_item *item, struct dw_text trailer)
{
    int month, day, year, hour, minute, used = 0;
    char text[64], service[16], date[DW_FEED_DATE_LEN];

    trailer = dw_text_trim(trailer);
    snprintf(text, sizeof text, "%.*s", (int)(trailer.len < 63 ? trailer.len : 63), trailer.at);
    if (sscanf(text, "%15[A-Z]-%*[A-Z]-%2d-%2d-%2d %2d%2d%n", service, &month, &day, &year, &hour,
               &minute, &used) < 6)
        return;
    dw_item_sets(item, DW_FIELD_PROVIDER, service);
    snprintf(date, sizeof date, "20%02d-%02d-%02dT%02d:%02d:00%s", year % 100, month % 100,
             day % 100, hour % 100, minute % 100,
             used && strncmp(text + used, "GMT", 3) == 0 ? "Z" : "");
    dw_item_sets(item, DW_FIELD_PUBLISHED, date);
}

/* --- text ------------------------------------------------------------------------------------ */

/* The characters of the wire's own set as they were meant: ``quotes'' and " _ " for a dash. */
static void add_typed(struct dw_strbuf *out, struct dw_text line)
{
    for (size_t i = 0; i < line.len; i++) {
        struct dw_text rest = {line.at + i, line.len - i};

        if (dw_text_starts(rest, "``") || dw_text_starts(rest, "''")) {
            dw_strbuf_addc(out, '"');
            i++;
        } else if (dw_text_starts(rest, " _ ")) {
            dw_strbuf_adds(out, " \xE2\x80\x94 ");
            i += 2;
        } else {
            dw_strbuf_addc(out, *rest.at);
        }
    }
}

/* The lines behind "^" before the text: slug, headline, notes, byline and what is below it. */
static void read_top(struct dw_item *item, struct dw_text line, int number)
{
    bool ends_byline = line.len && line.at[line.len - 1] == '=';
    struct dw_strbuf text;

    if (line.len && (ends_byline || line.at[line.len - 1] == '<'))
        line.len--;
    line = dw_text_trim(line);
    dw_strbuf_init(&text);
    add_typed(&text, line);
    if (text.len && number == 0)
        dw_item_set(item, DW_FIELD_SLUGLINE, text.bytes, text.len);
    else if (text.len && (dw_text_starts(line, "By ") || dw_text_starts(line, "BY ")))
        dw_item_set(item, DW_FIELD_BYLINE, text.bytes, text.len);
    else if (text.len && !ends_byline && dw_item_get(item, DW_FIELD_HEADLINE))
        dw_item_set(item, DW_FIELD_EDNOTE, text.bytes, text.len);
    else if (text.len && ends_byline)
        dw_item_set(item, DW_FIELD_PROVIDER, text.bytes, text.len);
    else if (text.len)
        dw_item_set(item, DW_FIELD_HEADLINE, text.bytes, text.len);
    dw_strbuf_fini(&text);
}

/* A line of the text: behind a tab or a blank line it starts a paragraph, else it goes on. */
static void read_line(struct dw_item *item, struct dw_text line, bool *owed)
{
    bool starts = *owed || (line.len && *line.at == '\t');

    line = dw_text_trim(line);
    *owed = line.len == 0;
    if (!line.len)
        return;
    if (item->text.len)
        dw_strbuf_adds(&item->text, starts ? "\n\n" : " ");
    add_typed(&item->text, line);
}

static void read(struct dw_item *item, const struct dw_wire *wire)
{
    struct dw_text rest = wire->text, line;
    bool owed = false;
    int n_top = 0;

    read_header(item, wire->header);
    while (dw_text_line(&rest, &line)) {
        if (line.len && *line.at == '^' && !item->text.len)
            read_top(item, (struct dw_text){line.at + 1, line.len - 1}, n_top++);
        else
            read_line(item, line, &owed);
    }
    read_trailer(item, wire->trailer);
}

/* The unit separator behind level and number tells it from IPTC 7901. */
static bool is(const char *bytes, size_t len)
{
    const char *start = dw_wire_start(bytes, len);
    struct dw_text rest, line;

    if (!start)
        return false;
    rest = (struct dw_text){start + 1, len - (size_t)(start + 1 - bytes)};
    return dw_text_line(&rest, &line) && line.len && isalpha((unsigned char)*line.at) &&
           memchr(line.at, DW_US, line.len);
}

static enum dw_err run(struct dw_feed *feed, struct dw_error *err)
{
    return dw_wire_run(feed, read, err);
}

const struct dw_format dw_format_anpa = {
    .name = "anpa",
    .suffixes = "",
    .is = is,
    .is_certain = true,
    .run = run,
};
