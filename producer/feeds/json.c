/* SPDX-License-Identifier: MIT */
/* json.c - one article record a file, on as many lines as it likes; or ninjs. */
#include "producer/feed.h"

#include <string.h>

#include "producer/feeds/ninjs.h"

static size_t skip_blanks(const char *bytes, size_t len, size_t i)
{
    while (i < len && bytes[i] && strchr(" \t\r\n", bytes[i]))
        i++;
    return i;
}

/* An object, or a list of them. */
static bool is_json(const char *bytes, size_t len)
{
    size_t i = skip_blanks(bytes, len, len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0);

    if (i < len && bytes[i] == '[')
        i = skip_blanks(bytes, len, i + 1);
    return i < len && bytes[i] == '{';
}

/* An article record of ours has a member `text`; looked for before any parsing, for speed. */
static bool may_be_record(const char *bytes, size_t len)
{
    static const char name[] = "\"text\"";
    const char *at = bytes;

    while ((at = memchr(at, '"', len - (size_t)(at - bytes)))) {
        size_t left = len - (size_t)(at - bytes), n = sizeof name - 1;

        if (left > n && memcmp(at, name, n) == 0) {
            while (n < left && at[n] && strchr(" \t\r\n", at[n]))
                n++;
            if (n < left && at[n] == ':')
                return true;
        }
        at++;
    }
    return false;
}

enum dw_err dw_feed_take_any_json(struct dw_feed *feed, const char *place, const char *bytes,
                                  size_t len, struct dw_error *err)
{
    bool was = false;
    enum dw_err rc = DW_OK;

    if (!may_be_record(bytes, len))
        rc = dw_ninjs_take(feed, place, bytes, len, &was, err);
    return was || rc ? rc : dw_feed_take_json(feed, place, bytes, len, err);
}

static enum dw_err run(struct dw_feed *feed, struct dw_error *err)
{
    const char *bytes;
    size_t len;
    enum dw_err rc = dw_feed_read_all(feed, &bytes, &len, err);

    if (rc || !bytes)
        return rc;
    return dw_feed_take_any_json(feed, feed->name, bytes, len, err);
}

const struct dw_format dw_format_json = {
    .name = "json",
    .suffixes = ".json",
    .is = is_json,
    .run = run,
};
