/* SPDX-License-Identifier: MIT */
/*
 * once.h - records published once only, whatever breaks: batches in Kafka transactions, intended in
 * the ledger before and settled in it after (ledger.h).
 *
 * A batch goes as a whole. If the broker refuses one record in it, that one fails and the others go
 * again; if nobody knows whether the batch went through, the topic is asked (reconcile.h).
 *
 * Errors   DW_CONFIG, DW_BROKER, DW_NOMEM, those of the ledger. After a failure to commit, what is
 *          in the batch stays intended: the next start finds out.
 * Threads  One.
 */
#ifndef DW_ONCE_H
#define DW_ONCE_H

#include "producer/handle.h"
#include "producer/ledger.h"
#include "producer/publish.h"

struct dw_once;

/* Ledger, options, counts and hooks are borrowed. */
struct dw_once_options {
    const struct dw_options *options;
    struct dw_ledger *ledger;
    const volatile sig_atomic_t *stop; /* 1: finish; above 1: give up */
    struct dw_publisher_counts *counts;
    const struct dw_publisher_hooks *hooks;
    bool patient;                      /* never give up on a batch because of time */
    struct dw_producer_gauges *gauges; /* NULL: nobody asks */
};

/* Fence what a former producer of this ledger left open, and learn what became of it. */
enum dw_err dw_once_open(struct dw_once **out, const struct dw_once_options *how,
                         struct dw_error *err) DW_WARN_UNUSED;

/* Take the password from the options, which were reloaded. */
void dw_once_reload(struct dw_once *once);

void dw_once_close(struct dw_once *once);

/* Put a copy of the record into the batch unless it is known; commits the batch when it is full. */
enum dw_err dw_once_add(struct dw_once *once, const struct dw_record *record,
                        struct dw_error *err) DW_WARN_UNUSED;

/* Serve librdkafka for at most `timeout_ms`; commits a batch that has waited long enough. */
enum dw_err dw_once_poll(struct dw_once *once, int timeout_ms, struct dw_error *err) DW_WARN_UNUSED;

/* Commit what there is. */
enum dw_err dw_once_commit(struct dw_once *once, struct dw_error *err) DW_WARN_UNUSED;

#endif
