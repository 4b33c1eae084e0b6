/* SPDX-License-Identifier: MIT */
/*
 * date.h - dates as feeds write them, as RFC 3339 has them.
 *
 * Read are ISO 8601 in its long and short forms (2016-09-08 13:24:46, 20160908T132446+0100) and
 * RFC 822 (Thu, 08 Sep 16 13:24 EST). A zone that is not told, or that has no name in RFC 822, is
 * left out: a guess would be wrong by hours.
 */
#ifndef DW_FEEDS_DATE_H
#define DW_FEEDS_DATE_H

#include <stdbool.h>

enum { DW_FEED_DATE_LEN = 48 };

/* True, and the date in `out`, if `text` is a day that exists, with or without a time. */
bool dw_feed_date_decode(const char *text, char out[static DW_FEED_DATE_LEN]);

/* 1 to 12 for "Jan", "january", "JAN."; German, French and Spanish wire short forms too; 0: none.
 */
int dw_feed_month_find(const char *name);

#endif
