/* SPDX-License-Identifier: MIT */
/*
 * gauges.h - what the consumer tells of itself at /metrics, /healthz and /readyz.
 *
 * Ready    every lane has its share of the partitions and reads it, and what it has answered is not
 *          waiting to be committed for longer than DW_READY_S. So it is not while lanes start,
 *          recover from a failure or wait for a flood of dead letters to be over.
 * Threads  any; from dw_gauges_open on the crew must stay.
 */
#ifndef DW_GAUGES_H
#define DW_GAUGES_H

#include "consumer/crew.h"
#include "producer/monitor.h"

enum { DW_READY_S = 30 };

struct dw_gauges {
    const struct dw_settings *settings; /* borrowed */
    struct dw_crew *crew;
    long long ceiling; /* bytes that the process may take */
    atomic_bool is_open;
};

/* Nothing but build and process is told yet. */
void dw_gauges_init(struct dw_gauges *gauges, const struct dw_settings *settings);

/* The crew's lanes are open, and have taken their memory. */
void dw_gauges_open(struct dw_gauges *gauges, struct dw_crew *crew);

/* What the pages show; they borrow the gauges. */
struct dw_monitor_hooks dw_gauges_hooks(struct dw_gauges *gauges);

#endif
