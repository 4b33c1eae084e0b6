/* SPDX-License-Identifier: MIT */
/*
 * article.h - an article record: news text with what its provider says of it.
 *
 * All strings are NUL-terminated UTF-8 owned by the article's arena (or by the caller for as long
 * as the article lives); a field that the record lacks is NULL. `text` may hold any valid UTF-8.
 */
#ifndef DW_ARTICLE_H
#define DW_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longest text that is accepted; spans are 32 bits wide and articles are not books. */
enum { DW_ARTICLE_MAX = 16 * 1024 * 1024 };

enum dw_status { DW_STATUS_USABLE, DW_STATUS_WITHHELD, DW_STATUS_CANCELED };

/* Where the publication date came from. */
enum dw_published_by {
    DW_PUBLISHED_UNKNOWN,
    DW_PUBLISHED_RECORD,
    DW_PUBLISHED_DATELINE,
    DW_PUBLISHED_TIMESTAMP,
};

struct dw_article {
    const char *id;
    const char *version;
    const char *published; /* RFC 3339 date or date-time, as delivered */
    const char *embargoed; /* not to be used before, as `published`; NULL: free */
    const char *headline;
    const char *byline;
    const char *dateline; /* place text */
    const char *language; /* BCP 47, as delivered */
    const char **provider;
    size_t n_provider;
    int urgency; /* 1 (most) to 9; 0 if not told */
    enum dw_status status;

    const char *text;
    size_t len;

    /* Where it was consumed; topic is NULL outside Kafka. */
    struct {
        const char *topic;
        int32_t partition;
        int64_t offset;
        int64_t timestamp; /* ms since the epoch; -1 if none */
    } source;
};

#endif
