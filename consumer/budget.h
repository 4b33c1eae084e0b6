/* SPDX-License-Identifier: MIT */
/*
 * budget.h - one memory figure divided among those who would take all they can get.
 *
 * librdkafka's own limits are 64 MiB of records fetched ahead for each partition and 1 GiB of
 * records waiting to be sent for each producer. Ours follow from --memory: three eighths are for
 * records fetched ahead and an eighth for what is remembered of articles, both shared by all
 * partitions (in the worst case one process holds them all), a quarter for articles being worked
 * on, an eighth for records waiting to be sent and a sixteenth for what a broker is just answering,
 * these three shared by the lanes; the rest is slack for record overhead and for a fetch that
 * overshoots its limit.
 */
#ifndef DW_BUDGET_H
#define DW_BUDGET_H

#include <stddef.h>

#include "processors/base/error.h"

struct dw_budget {
    long long memory; /* what is divided */
    size_t article;   /* arena of one article, one for each lane */
    size_t state;     /* remembered of articles, and as much again held, for each partition */
    int prefetch_kb;  /* fetched ahead, for each partition */
    int fetch_bytes;  /* one request's share of a partition */
    int answer_bytes; /* of all partitions in one request, for each lane */
    size_t value;     /* longest value that is read: parsed it takes some four times as much */
    int producer_kb;  /* waiting to be sent, for each lane */
    int record_bytes; /* longest record that may be sent */
};

/* Errors: DW_CONFIG if the figure is too small for so many lanes and partitions; says the least. */
enum dw_err dw_budget_make(struct dw_budget *out, long long memory, int n_lanes, int n_partitions,
                           struct dw_error *err) DW_WARN_UNUSED;

/* Bytes of memory that the process holds now; 0 if the system does not tell. */
long long dw_budget_held(void);

/* The most that it has ever held; 0 if the system does not tell. */
long long dw_budget_peak(void);

#endif
