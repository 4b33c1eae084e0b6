/* SPDX-License-Identifier: MIT */
/*
 * breaker.h - trips when too many of the last records became dead letters.
 *
 * Something upstream is then wrong with all of them, and to empty the topic into the dead letters
 * would only make more to clean up. As circuit breakers elsewhere do it opens for a while, then
 * lets a tenth of a window through on trial; each further trip in a row doubles the while, up to
 * sixteen times. A full window without a trip makes it forget.
 */
#ifndef DW_BREAKER_H
#define DW_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

struct dw_breaker {
    int share;  /* percent that is too much; 0: it never trips */
    int window; /* records that are looked at */
    int64_t pause_ms;
    bool *ring; /* the last records: was it bad? */
    int at, n, n_bad;
    int n_trips; /* in a row */
    bool is_open;
    int64_t until_ms; /* so long it is open */
};

/* False when memory is out. */
bool dw_breaker_init(struct dw_breaker *breaker, int share, int window, int64_t pause_ms);
void dw_breaker_fini(struct dw_breaker *breaker);

/*
 * Other figures from now on; what was counted is forgotten, unless they are the same. One that
 * never trips any more ends at once. With no memory for them it stays as it is, and this is false.
 */
bool dw_breaker_set(struct dw_breaker *breaker, int share, int window, int64_t pause_ms);

/* One more record. True if it trips the breaker. */
bool dw_breaker_add(struct dw_breaker *breaker, bool is_bad, int64_t now_ms);

/* True once, when it has been open for long enough. */
bool dw_breaker_ends(struct dw_breaker *breaker, int64_t now_ms);

#endif
