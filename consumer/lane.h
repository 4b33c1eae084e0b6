/* SPDX-License-Identifier: MIT */
/*
 * lane.h - one lane of work: a thread with a consumer, a transactional producer and the processors.
 *
 * Lanes share nothing but the flag to stop; Kafka's group protocol divides the partitions among all
 * lanes of all processes. A lane reads a record, stages its answer, sends it in a transaction and
 * commits that together with the offsets, every so many records, bytes or milliseconds. Its parts:
 *
 *     member.h     the group: partitions come and go
 *     batch.h      the open transaction
 *     recovery.h   back after a failure
 *     recall.h     what is remembered of articles, and what is held
 *
 * Failure  a transaction that fails is aborted and its records are read again; a producer that is
 *          beyond repair is made anew under the same id. Only a row of failures without one
 *          commit between them, or a second process under the same name, ends the lane.
 * Threads  counters, phase, lag, statistics and is_at_end may be read by any thread.
 */
#ifndef DW_LANE_H
#define DW_LANE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "consumer/breaker.h"
#include "consumer/coder.h"
#include "consumer/counters.h"
#include "consumer/lag.h"
#include "consumer/progress.h"
#include "consumer/restore.h"
#include "consumer/sink.h"
#include "producer/clientstats.h"

/* What a lane is about. */
enum dw_lane_phase {
    DW_LANE_STARTING, /* it has no partitions yet, or reads what is remembered of them */
    DW_LANE_READY,    /* it has its share of the partitions, be it none, and reads it */
    DW_LANE_RECOVERING,
    DW_LANE_FLOODED, /* it waits for a flood of dead letters to be over */
};

struct dw_lane {
    const struct dw_settings *settings; /* borrowed */
    atomic_int *stop;                   /* shared by all lanes: not 0 ends them */
    int number;
    pthread_t thread;
    bool started;
    atomic_bool is_at_end;   /* has partitions (or was given none), all read and committed */
    atomic_int phase;        /* enum dw_lane_phase */
    atomic_bool is_finished; /* the thread is about to end */
    struct dw_error error;   /* why it ended; to be read after the thread was joined */
    struct dw_counters counters;
    struct dw_lag lag;
    struct dw_clientstats consumer_stats, producer_stats; /* if they are watched */

    rd_kafka_t *consumer;
    struct dw_coder coder;
    struct dw_sink sink;
    struct dw_progress progress;
    struct dw_state state;
    struct dw_restorer restorer;
    struct dw_breaker breaker;
    bool assigned; /* the group has given this lane its share, which may be nothing */

    struct {
        int64_t begun_us, deadline_ms;
    } open;                /* transaction */
    struct dw_tally tally; /* what it holds */

    unsigned n_reloads; /* of the settings that were taken over */

    bool rewind;        /* the transaction failed: go back before the next record */
    bool reopen;        /* and make the producer anew first */
    bool renew;         /* and the consumer */
    int64_t trouble_ms; /* when the consumer last lost its connection or its partitions; 0: never */
    struct dw_answers answers; /* to the consumer: with them goes trouble that nobody tells */
    int n_failures;
    long long careful; /* for so many records each gets a transaction of its own */
    struct dw_refusal refusal;
    int32_t last_partition; /* of the last record answered */
    int64_t last_offset;
};

/* Open the processors. Errors: DW_NOMEM, DW_LEXICON, DW_MODEL. Close it in any case. */
enum dw_err dw_lane_open(struct dw_lane *lane, const struct dw_settings *settings, int number,
                         atomic_int *stop, struct dw_error *err) DW_WARN_UNUSED;

/* Start the thread. Errors: DW_FATAL. */
enum dw_err dw_lane_start(struct dw_lane *lane, struct dw_error *err) DW_WARN_UNUSED;

/* Wait for the thread, if it was started, and close the rest. */
void dw_lane_join(struct dw_lane *lane);
void dw_lane_close(struct dw_lane *lane);

/* For the parts of a lane: is it to stop? */
bool dw_lane_is_stopped(const struct dw_lane *lane);

/* Likewise: it cannot go on, and with it the process. */
void dw_lane_fail(struct dw_lane *lane, enum dw_err code, const char *what, const char *why);

/* Likewise: what others are told of it. */
void dw_lane_set_phase(struct dw_lane *lane, enum dw_lane_phase phase);

/* Check both clients' configurations. Errors: DW_CONFIG. */
enum dw_err dw_lane_check(const struct dw_settings *settings, struct dw_error *err) DW_WARN_UNUSED;

#endif
