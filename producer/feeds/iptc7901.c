/* SPDX-License-Identifier: MIT */
/*
 * iptc7901.c - IPTC 7901, the text wire of most agencies outside America.
 *
 *   SOH service+number priority category words source CR LF
 *   keywords CR LF
 *   STX headline, byline, a blank line, the text
 *   ETX day, hour, minute, month and year of sending
 */
#include "producer/feeds/wire.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "producer/feeds/date.h"
#include "producer/feeds/markup.h"

/* --- header ---------------------------------------------------------------------------------- */

struct header {
    char service[16], source[32];
    int priority;
};

static bool read_header(struct dw_text line, struct header *out)
{
    char text[128], category;
    int words, used = 0;

    snprintf(text, sizeof text, "%.*s", (int)(line.len < 127 ? line.len : 127), line.at);
    *out = (struct header){.priority = 0};
    if (sscanf(text, "%15[A-Za-z0-9] %1d %c %d %n", out->service, &out->priority, &category, &words,
               &used) < 4 ||
        !used)
        return false;
    /* Codes for the distribution may stand before the source and its number. */
    for (const char *word = text + used; *word;) {
        size_t n = strcspn(word, " \r\n");

        if (isdigit((unsigned char)*word))
            break;
        snprintf(out->source, sizeof out->source, "%.*s", (int)n, word);
        word += n + strspn(word + n, " \r\n");
    }
    return true;
}

/* 081410 GMT Nov 13 */
static bool read_sent(struct dw_text trailer, char out[static DW_FEED_DATE_LEN])
{
    int day, hour, minute, year, used = 0;
    char text[64], zone[16] = "", month[16];

    trailer = dw_text_trim(trailer);
    snprintf(text, sizeof text, "%.*s", (int)(trailer.len < 63 ? trailer.len : 63), trailer.at);
    if (sscanf(text, "%2d%2d%2d %15[^0-9 ] %n", &day, &hour, &minute, month, &used) < 4 || !used)
        return false;
    if (!dw_feed_month_find(month)) { /* the zone may stand before it */
        memcpy(zone, month, sizeof zone);
        if (sscanf(text + used, "%15[^0-9 ] %d", month, &year) < 2)
            return false;
    } else if (sscanf(text + used, "%d", &year) < 1) {
        return false;
    }
    snprintf(text, sizeof text, "%d %.15s %d %d:%02d:00 %s", day, month, year, hour, minute, zone);
    return dw_feed_date_decode(text, out);
}

/* --- text ------------------------------------------------------------------------------------ */

static bool has_lower(struct dw_text line)
{
    for (size_t i = 0; i < line.len; i++)
        if (islower((unsigned char)line.at[i]))
            return true;
    return false;
}

/* "EDS: adds quotes" is for the desks that take the wire. */
static bool is_note(struct dw_text line)
{
    static const char *const starts[] = {"EDS", "Eds", "EDITORS", "Editors:", "ATTENTION"};

    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (dw_text_starts(line, starts[i]))
            return true;
    return false;
}

/*
 * The lines before the first blank one; the last of them ends with "=". Notes are in capitals, as
 * is the headline of a flash, which has no other line.
 */
static void read_headlines(struct dw_item *item, struct dw_text *rest)
{
    struct dw_text line, first = {.len = 0}, note = {.len = 0};

    while (dw_text_line(rest, &line)) {
        line = dw_text_trim(line);
        if (!line.len && (first.len || note.len))
            break;
        if (line.len && line.at[line.len - 1] == '=')
            line.len--;
        if (is_note(line)) {
            note = line;
            continue;
        }
        if (!first.len)
            first = line;
        if (dw_text_starts(line, "By ") || dw_text_starts(line, "Von "))
            dw_item_set(item, DW_FIELD_BYLINE, line.at, line.len);
        else if (has_lower(line))
            dw_item_set(item, DW_FIELD_HEADLINE, line.at, line.len);
        else if (line.len)
            note = note.len ? note : line;
    }
    if (note.len && (note.at != first.at || dw_item_get(item, DW_FIELD_HEADLINE)))
        dw_item_set(item, DW_FIELD_EDNOTE, note.at, note.len);
    if (first.len)
        dw_item_set(item, DW_FIELD_HEADLINE, first.at, first.len);
}

static void read(struct dw_item *item, const struct dw_wire *wire)
{
    struct dw_text rest = wire->header, text = wire->text, line;
    struct header header = {.priority = 0};
    char sent[DW_FEED_DATE_LEN] = "", number[2] = "";

    if (dw_text_line(&rest, &line) && read_header(line, &header)) {
        number[0] = (char)('0' + header.priority);
        dw_item_sets(item, DW_FIELD_URGENCY, number);
        dw_item_sets(item, DW_FIELD_PROVIDER, header.source);
    }
    if (read_sent(wire->trailer, sent))
        dw_item_sets(item, DW_FIELD_PUBLISHED, sent);
    if (*sent && *header.service) { /* numbers start anew each day */
        snprintf(sent + 10, sizeof sent - 10, ":%s", header.service);
        dw_item_sets(item, DW_FIELD_ID, dw_arena_printf(item->arena, "%s:%s", header.source, sent));
    }
    while (dw_text_line(&rest, &line))
        dw_item_set(item, DW_FIELD_SLUGLINE, line.at, line.len);
    read_headlines(item, &text);
    dw_markup_add_plain(&item->text, text.at, text.len);
}

static bool is(const char *bytes, size_t len)
{
    const char *start = dw_wire_start(bytes, len);
    struct dw_text rest, line;
    struct header header;

    if (!start)
        return false;
    rest = (struct dw_text){start + 1, len - (size_t)(start + 1 - bytes)};
    return dw_text_line(&rest, &line) && read_header(line, &header);
}

static enum dw_err run(struct dw_feed *feed, struct dw_error *err)
{
    return dw_wire_run(feed, read, err);
}

const struct dw_format dw_format_iptc7901 = {
    .name = "iptc7901",
    .suffixes = "",
    .is = is,
    .is_certain = true,
    .run = run,
};
