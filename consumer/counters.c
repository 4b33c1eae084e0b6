/* SPDX-License-Identifier: MIT */
#include "consumer/counters.h"

void dw_counters_init(struct dw_counters *counters)
{
    /* Microseconds; a commit takes milliseconds, a transaction at least --batch-time. */
    static const int64_t bounds[] = {10000,  25000,   50000,   100000,  250000,
                                     500000, 1000000, 2500000, 5000000, 10000000};

    *counters = (struct dw_counters){.aborts = 0};
    dw_totals_init(&counters->totals);
    DW_HISTOGRAM_INIT(&counters->transactions, bounds);
}

void dw_counters_merge(struct dw_counters *to, const struct dw_counters *from)
{
    dw_totals_merge(&to->totals, &from->totals);
    dw_histogram_merge(&to->transactions, &from->transactions);
    dw_count_add(&to->aborts, dw_count_get(&from->aborts));
    for (int i = 0; i < DW_N_REOPENS; i++)
        dw_count_add(&to->reopened[i], dw_count_get(&from->reopened[i]));
    for (int i = 0; i < DW_N_REBALANCES; i++)
        dw_count_add(&to->rebalances[i], dw_count_get(&from->rebalances[i]));
}
