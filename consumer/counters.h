/* SPDX-License-Identifier: MIT */
/*
 * counters.h - what a lane has done, counted.
 *
 * Threads  the lane counts; any thread may read.
 */
#ifndef DW_COUNTERS_H
#define DW_COUNTERS_H

#include "consumer/tally.h"

/* Why a producer was made anew. */
#define DW_REOPEN_LIST(X)                                                                          \
    X(FATAL, "fatal")       /* it was fenced, or failed for good */                                \
    X(DOUBTFUL, "doubtful") /* nobody knew how a transaction had ended */                          \
    X(CONSUMER, "consumer") /* the consumer was made anew */                                       \
    X(OTHER, "other")       /* a transaction could not be aborted, or the last try failed */

enum dw_reopen {
#define X(name, text) DW_REOPEN_##name,
    DW_REOPEN_LIST(X)
#undef X
        DW_N_REOPENS
};

enum dw_rebalance {
    DW_REBALANCE_ASSIGNED,
    DW_REBALANCE_REVOKED,
    DW_REBALANCE_LOST,
    DW_N_REBALANCES
};

struct dw_counters {
    struct dw_totals totals;          /* of committed transactions */
    struct dw_histogram transactions; /* committed: from the first record to the end */
    atomic_llong aborts, reopened[DW_N_REOPENS], rebalances[DW_N_REBALANCES];
    atomic_llong first_ms, last_ms; /* monotonic: first record, last commit; 0: none yet */
    atomic_llong busy_ms;           /* since then there is something to commit; 0: there is not */
};

void dw_counters_init(struct dw_counters *counters);

/* Add another lane's; the times are each lane's own. */
void dw_counters_merge(struct dw_counters *to, const struct dw_counters *from);

#endif
