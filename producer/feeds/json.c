/* SPDX-License-Identifier: MIT */
/* json.c - one article record a file, on as many lines as it likes. */
#include "producer/feed.h"

#include <string.h>

static bool is_json(const char *bytes, size_t len)
{
    size_t i = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

    while (i < len && bytes[i] && strchr(" \t\r\n", bytes[i]))
        i++;
    return i < len && bytes[i] == '{';
}

static enum dw_err run(struct dw_feed *feed, struct dw_error *err)
{
    const char *bytes;
    size_t len;
    enum dw_err rc = dw_feed_read_all(feed, &bytes, &len, err);

    if (rc || !bytes)
        return rc;
    return dw_feed_take_json(feed, feed->name, bytes, len, err);
}

const struct dw_format dw_format_json = {
    .name = "json",
    .suffixes = ".json",
    .is = is_json,
    .run = run,
};
