/* SPDX-License-Identifier: MIT */
/*
 * transaction.h - transactions of one producer: how they begin and end, and what goes wrong.
 *
 * Every step tells what is to be done next; the reasons are logged here.
 *
 *     DONE    go on.
 *     REDO    nothing of this transaction will be seen: abort it, then do its work again.
 *     REOPEN  the producer is unusable, or nobody knows whether the transaction went through: make
 *             the producer anew, which ends what is open, then find out what became of it.
 *
 * Late ends  when the answer to the end of a transaction is lost the request is sent again, and the
 *          first one may reach the broker later still, and end the next transaction. So none begins
 *          any more: only a producer with a newer epoch is safe from it.
 * Owner    the producer and all options are borrowed.
 * Threads  One. Calls block, at most for about the transaction timeout.
 */
#ifndef DW_TRANSACTION_H
#define DW_TRANSACTION_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdint.h>

#include "processors/base/error.h"
#include "producer/answers.h"

enum dw_outcome { DW_DONE, DW_REDO, DW_REOPEN };

struct dw_transaction_options {
    const char *client; /* the producer's name in the log */
    int n_inits;        /* tries to fence the former producer; 0: until it works */
    int end_ms;         /* for one try to end; -1: what is left of the transaction's time */
    int n_ends;         /* tries to end */
    /* How urgently we are to stop: 0 not at all, 1 soon (no more tries to begin), 2 at once. */
    int (*urgency)(const void *opaque);
    const void *opaque;
};

struct dw_transaction {
    struct dw_transaction_options how;
    rd_kafka_t *producer;
    bool is_open;
    bool is_forbidden;         /* a transaction was refused for want of a right */
    struct dw_answers answers; /* of the broker; one to an end that is missing leaves it in doubt */

    /* Deliveries since begin that failed; of several a refusal counts. */
    unsigned n_failed;
    rd_kafka_resp_err_t failure;
    char failure_text[384]; /* with the topic; stays until the next failure */
};

/* To be called before the producer is made, which `answers` is to watch. */
void dw_transaction_init(struct dw_transaction *t, const struct dw_transaction_options *how);

/*
 * Fence the producer that a former run left behind and wait until the broker has ended its
 * transaction. Errors: DW_CONFIG for want of a right, DW_BROKER.
 */
enum dw_err dw_transaction_start(struct dw_transaction *t, rd_kafka_t *producer,
                                 struct dw_error *err) DW_WARN_UNUSED;

/* From the producer's delivery callback. */
void dw_transaction_note_delivery(struct dw_transaction *t, const rd_kafka_message_t *message);

/* A record was refused before it was sent, or nothing is being counted any more. */
void dw_transaction_note_failure(struct dw_transaction *t, const char *topic,
                                 rd_kafka_resp_err_t code);
void dw_transaction_clear_failures(struct dw_transaction *t);

/* Nothing is open before, nor after a failure. */
enum dw_outcome dw_transaction_begin(struct dw_transaction *t);

/* The offsets (borrowed) for the consumer's group become part of it. */
enum dw_outcome
dw_transaction_add_offsets(struct dw_transaction *t, rd_kafka_t *consumer,
                           const rd_kafka_topic_partition_list_t *offsets) DW_WARN_UNUSED;

/* Wait for all deliveries, then commit. */
enum dw_outcome dw_transaction_commit(struct dw_transaction *t) DW_WARN_UNUSED;

/* Never REDO. */
enum dw_outcome dw_transaction_abort(struct dw_transaction *t) DW_WARN_UNUSED;

/* True if an end may still be on its way to the broker. */
bool dw_transaction_is_doubtful(const struct dw_transaction *t);

/* What went wrong last, for people. */
const char *dw_transaction_why(const struct dw_transaction *t);

/* True if a record failed by its own fault and would fail again. */
bool dw_transaction_is_refused(const struct dw_transaction *t);

/* True if we lack a right, be it to the transactional id or to a topic. */
bool dw_transaction_is_forbidden(const struct dw_transaction *t);

#endif
