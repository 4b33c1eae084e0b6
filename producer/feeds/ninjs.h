/* SPDX-License-Identifier: MIT */
/*
 * ninjs.h - IPTC ninjs 1.x, 2.x and 3.x, and what agencies wrap around it.
 *
 * Members are known by the names of all versions, ASCII case aside (versioncreated,
 * versionCreated). Items may sit in a list, or below `item`, `items` or `data` of an answer.
 */
#ifndef DW_FEEDS_NINJS_H
#define DW_FEEDS_NINJS_H

#include "producer/feed.h"

/*
 * Read a JSON value. *was tells whether it was ninjs; if not, nothing has been done and the caller
 * may take it for something else. The bytes are as they came.
 */
enum dw_err dw_ninjs_take(struct dw_feed *feed, const char *place, const char *bytes, size_t len,
                          bool *was, struct dw_error *err) DW_WARN_UNUSED;

/* An article record, else ninjs; what is neither is refused as a bad article record. */
enum dw_err dw_feed_take_any_json(struct dw_feed *feed, const char *place, const char *bytes,
                                  size_t len, struct dw_error *err) DW_WARN_UNUSED;

#endif
