/* SPDX-License-Identifier: MIT */
/* text.c - plain text: one article a file. */
#include "producer/feed.h"

static enum dw_err run(struct dw_feed *feed, struct dw_error *err)
{
    const char *bytes;
    size_t len;
    enum dw_err rc = dw_feed_read_all(feed, &bytes, &len, err);

    if (rc || !bytes)
        return rc;
    return dw_feed_take_text(feed, feed->name, bytes, len, err);
}

const struct dw_format dw_format_text = {
    .name = "text",
    .suffixes = ".txt.text",
    .run = run,
};
