/* SPDX-License-Identifier: MIT */
/*
 * sink.h - where a lane's answers go: a producer whose transactions also carry the offsets.
 *
 * Under exactly-once everything between begin and commit, the group's offsets included, becomes
 * visible at once or never. Under at-least-once there is no transaction: commit waits for all
 * deliveries, then commits the offsets.
 *
 * Outcome  every step tells what the lane must do next (transaction.h). After REOPEN: close, open,
 *          then go back to what the group holds as committed.
 * Threads  one lane, one sink. Calls block, at most for about the transaction timeout.
 */
#ifndef DW_SINK_H
#define DW_SINK_H

#include <librdkafka/rdkafka.h>
#include <stdatomic.h>

#include "consumer/output.h"
#include "producer/clientstats.h"
#include "producer/transaction.h"

/* A broker that comes back is found so soon; librdkafka would wait up to 10 s between its tries. */
#define DW_RECONNECT_MAX_MS "500"

struct dw_sink {
    const struct dw_settings *settings; /* borrowed */
    const atomic_int *stop;             /* set: give up waiting */
    int lane;
    rd_kafka_t *producer;
    rd_kafka_topic_t *topics[DW_N_OUTPUT_TOPICS]; /* NULL: not written to */
    bool begun;
    char client[24]; /* its name in the log */
    struct dw_clientstats *stats;
    struct dw_transaction transaction;
};

/*
 * Make the producer; under exactly-once fence the one that a former run of this lane left behind
 * and end its transaction. What librdkafka tells of the producer goes to `stats`, if that is
 * watched. Errors: DW_CONFIG, DW_BROKER. Close it in any case.
 */
enum dw_err dw_sink_open(struct dw_sink *sink, const struct dw_settings *settings, int lane,
                         const atomic_int *stop, struct dw_clientstats *stats,
                         struct dw_error *err) DW_WARN_UNUSED;

/* What was not delivered is dropped. */
void dw_sink_close(struct dw_sink *sink);

/* A producer's configuration, to check it. Errors: DW_CONFIG. */
enum dw_err dw_sink_conf_new(rd_kafka_conf_t **out, const struct dw_settings *settings, int lane,
                             struct dw_error *err) DW_WARN_UNUSED;

/* Begins a transaction if none is open. */
enum dw_outcome dw_sink_begin(struct dw_sink *sink) DW_WARN_UNUSED;

/* Send all records of the answer; their headers are taken. */
enum dw_outcome dw_sink_send(struct dw_sink *sink, struct dw_output *output) DW_WARN_UNUSED;

/* Write it all, with the offsets (borrowed) for the consumer's group. */
enum dw_outcome dw_sink_commit(struct dw_sink *sink, rd_kafka_t *consumer,
                               const rd_kafka_topic_partition_list_t *offsets) DW_WARN_UNUSED;

/* Drop it all; DONE or REOPEN. */
enum dw_outcome dw_sink_abort(struct dw_sink *sink) DW_WARN_UNUSED;

#endif
