/* SPDX-License-Identifier: MIT */
/*
 * version.h - which of two versions of an article is the newer one.
 *
 * Versions compare as numbers where both are whole numbers, of any length; else the publication
 * times decide; where these are missing or overlap (a date alone is its whole day), the versions
 * compare as text. What none of these tells apart counts as equal.
 */
#ifndef DW_SCHEMA_VERSION_H
#define DW_SCHEMA_VERSION_H

#include <stdbool.h>
#include <stdint.h>

/* When a date or date-time is: [beg, end) in ms since the epoch. */
struct dw_moment {
    int64_t beg, end;
};

/*
 * Read what dw_article_is_published takes. A time without a zone is UTC, a date without a time is
 * its day in UTC. False for anything else.
 */
bool dw_moment_read(const char *date, struct dw_moment *out);

/* A version as its article has it; NULL: not told. */
struct dw_version {
    const char *version, *published;
};

/* < 0: a is older than b; 0: equal, or nobody can tell; > 0: a is newer. */
int dw_version_compare(const struct dw_version *a, const struct dw_version *b);

#endif
