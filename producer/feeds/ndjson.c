/* SPDX-License-Identifier: MIT */
/* ndjson.c - one article record a line; blank lines do not count. */
#include "producer/feed.h"

#include <stdio.h>
#include <string.h>

#include "producer/feeds/ninjs.h"

static bool is_blank(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!bytes[i] || !strchr(" \t\r", bytes[i]))
            return false;
    return true;
}

/* The first line is an object from end to end; in pretty-printed JSON it never is. */
static bool is_ndjson(const char *bytes, size_t len)
{
    const char *newline = memchr(bytes, '\n', len);
    size_t i = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

    if (i == len || bytes[i] != '{')
        return false;
    if (!newline)
        return true; /* a long first line, or the only one: the same either way */
    len = (size_t)(newline - bytes);
    while (len > i && strchr(" \t\r", bytes[len - 1]))
        len--;
    return len > i + 1 && bytes[len - 1] == '}';
}

static enum dw_err take_line(struct dw_feed *feed, size_t number, const char *bytes, size_t len,
                             bool too_long, struct dw_error *err)
{
    char place[DW_PLACE_MAX];

    snprintf(place, sizeof place, "%s:%zu", feed->name, number);
    if (!too_long)
        return dw_feed_take_any_json(feed, place, bytes, len, err);
    dw_feed_refuse(feed, place, "line longer than %d bytes", DW_RECORD_MAX);
    return DW_OK;
}

static enum dw_err run(struct dw_feed *feed, struct dw_error *err)
{
    size_t n_records = 0, number = 0, len;
    struct dw_error why = {.code = DW_OK};
    const char *bytes;
    bool too_long;
    enum dw_err rc;

    for (;;) {
        rc = dw_input_line(feed->input, DW_RECORD_MAX, &bytes, &len, &too_long, &why);
        if (rc || !bytes || feed->input->stopped)
            break;
        number++;
        if (!too_long && is_blank(bytes, len))
            continue;
        n_records++;
        rc = take_line(feed, number, bytes, len, too_long, err);
        if (rc)
            return rc;
    }
    if (rc == DW_NOMEM)
        return dw_error_set(err, rc, 0, "%s: %s", feed->name, why.text);
    if (rc)
        feed->sink->refuse(feed->sink->user, feed->name, &why);
    else if (n_records == 0 && !feed->input->stopped)
        dw_feed_refuse(feed, feed->name, "empty: no record in %zu lines", number);
    return DW_OK;
}

const struct dw_format dw_format_ndjson = {
    .name = "ndjson",
    .suffixes = ".ndjson.jsonl",
    .is = is_ndjson,
    .run = run,
};
