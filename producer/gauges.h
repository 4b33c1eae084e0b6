/* SPDX-License-Identifier: MIT */
/*
 * gauges.h - what the producer tells of itself at /metrics, /healthz and /readyz.
 *
 * Threads  one thread counts, that of the program's work; any may read.
 */
#ifndef DW_PRODUCER_GAUGES_H
#define DW_PRODUCER_GAUGES_H

#include "producer/clientstats.h"
#include "producer/publish.h"
#include "producer/monitor.h"

/* What is counted one by one, where it happens. */
enum dw_producer_count {
    DW_COUNT_REFUSED, /* items that are no articles to publish */
    DW_COUNT_SKIPPED,
    DW_COUNT_ABORTED,  /* transactions */
    DW_COUNT_REOPENED, /* Kafka producers made anew */
    DW_COUNT_FETCH_READ,
    DW_COUNT_FETCH_UNCHANGED,
    DW_COUNT_FETCH_FAILED,
    DW_N_PRODUCER_COUNTS
};

enum { DW_PUSH_STATUS_MAX = 600 };

struct dw_producer_gauges {
    atomic_llong added, published, failed, known, bytes; /* as in dw_publisher_counts */
    atomic_llong last_ms; /* since 1970: when a record was published last; 0: never */
    atomic_llong counts[DW_N_PRODUCER_COUNTS];
    atomic_llong pushes[DW_PUSH_STATUS_MAX]; /* requests of --listen by HTTP status */
    struct dw_histogram transactions;        /* those that were committed */

    bool goes_on;           /* it is a producer that should */
    atomic_bool is_open;    /* a broker and the topic were found */
    atomic_bool is_serving; /* so is what is to be watched, polled and listened on */
    struct dw_clientstats client;
};

void dw_producer_gauges_init(struct dw_producer_gauges *gauges, bool goes_on);
void dw_producer_gauges_fini(struct dw_producer_gauges *gauges);

/* For each of these `gauges` may be NULL: nobody asks. */

void dw_producer_gauges_count(struct dw_producer_gauges *gauges, enum dw_producer_count what);
void dw_producer_gauges_count_push(struct dw_producer_gauges *gauges, unsigned status);

/* Take over the counts. */
void dw_producer_gauges_note(struct dw_producer_gauges *gauges,
                             const struct dw_publisher_counts *counts);

/* A batch that was begun then (dw_now_ms) has been committed. */
void dw_producer_gauges_commit(struct dw_producer_gauges *gauges, int64_t begun_ms);

/* A broker and the topic were found, or could not be found any more. */
void dw_producer_gauges_set_open(struct dw_producer_gauges *gauges, bool is_open);
void dw_producer_gauges_set_serving(struct dw_producer_gauges *gauges);

/* What the pages show; they borrow the gauges. */
struct dw_monitor_hooks dw_producer_gauges_hooks(struct dw_producer_gauges *gauges);

#endif
