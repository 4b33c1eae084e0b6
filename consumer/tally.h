/* SPDX-License-Identifier: MIT */
/*
 * tally.h - what answers are counted by: those of the open transaction, then, when it is committed,
 * those of all. So what is done twice after a failure counts once.
 *
 * Threads  one lane adds; totals may be read by any thread.
 */
#ifndef DW_TALLY_H
#define DW_TALLY_H

#include "consumer/coder.h"
#include "processors/base/metrics.h"

enum {
    DW_N_STAGES = 0
#define X(name, text) +1
    DW_STAGE_LIST(X)
#undef X
        ,
    DW_N_ERRS = 0
#define X(name, text) +1
    DW_ERR_LIST(X)
#undef X
        ,
    DW_RELEVANCE_BUCKETS = 11 /* up to 0.1, 0.2 ... 1.0; the last stays empty */
};

/* What is counted; behind each table's first come its others. */
enum dw_tally_index {
    DW_TALLY_RECORDS, /* consumed */
    DW_TALLY_BYTES,
    DW_TALLY_WRITTEN, /* by output topic */
    DW_TALLY_WRITTEN_BYTES = DW_TALLY_WRITTEN + DW_N_OUTPUT_TOPICS,
    DW_TALLY_SCANNED = DW_TALLY_WRITTEN_BYTES + DW_N_OUTPUT_TOPICS, /* tagged articles by depth */
    DW_TALLY_FULL,
    DW_TALLY_RELEVANCE,                                                 /* by bucket */
    DW_TALLY_RELEVANCE_SUM = DW_TALLY_RELEVANCE + DW_RELEVANCE_BUCKETS, /* in millionths */
    DW_TALLY_EVENTS,                                                    /* by type */
    DW_TALLY_RETRACTIONS = DW_TALLY_EVENTS + DW_N_EVENT_TYPES,
    DW_TALLY_DEAD_LETTERS, /* by stage and code */
    DW_N_TALLY = DW_TALLY_DEAD_LETTERS + DW_N_STAGES * DW_N_ERRS
};

struct dw_tally {
    long long n[DW_N_TALLY];
    int64_t *times; /* of the records' making, ms since 1970; for their age at the commit */
    size_t n_times, cap;
};

struct dw_totals {
    atomic_llong n[DW_N_TALLY];
    struct dw_histogram ages; /* from a record's timestamp to the commit of its answer */
};

void dw_tally_init(struct dw_tally *tally);
void dw_tally_fini(struct dw_tally *tally);
void dw_tally_reset(struct dw_tally *tally);

/*
 * The coder's answer to a record of `bytes`, made at `timestamp` (-1: its age says nothing of us).
 */
void dw_tally_add(struct dw_tally *tally, const struct dw_coder *coder, size_t bytes,
                  int64_t timestamp);

void dw_totals_init(struct dw_totals *totals);

/* All of the tally was committed; it is reset. */
void dw_totals_add(struct dw_totals *totals, struct dw_tally *tally, int64_t now_ms);

/* Add another lane's. */
void dw_totals_merge(struct dw_totals *to, const struct dw_totals *from);

#endif
