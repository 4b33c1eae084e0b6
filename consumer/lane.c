/* SPDX-License-Identifier: MIT */
#include "consumer/lane.h"

#include <stdio.h>
#include <string.h>

#include "consumer/batch.h"
#include "consumer/member.h"
#include "consumer/recall.h"
#include "consumer/recovery.h"
#include "processors/base/log.h"
#include "processors/base/now.h"
#include "producer/credentials.h"
#include "producer/credentials.h"
#include "producer/kafkacheck.h"

enum {
    IDLE_MS = 100,           /* longest wait without an open transaction: a stop is seen so soon */
    LARGE_BYTES = 64 * 1024, /* a record that may take long to process travels alone */
};

bool dw_lane_is_stopped(const struct dw_lane *lane)
{
    return atomic_load_explicit(lane->stop, memory_order_relaxed) != 0;
}

void dw_lane_fail(struct dw_lane *lane, enum dw_err code, const char *what, const char *why)
{
    dw_error_set(&lane->error, code, 0, "lane %d: %s: %s", lane->number, what, why);
    atomic_store(lane->stop, 1);
}

void dw_lane_set_phase(struct dw_lane *lane, enum dw_lane_phase phase)
{
    atomic_store_explicit(&lane->phase, (int)phase, memory_order_relaxed);
}

/* --- a flood of dead letters ----------------------------------------------------------------- */

/* A late version is a dead letter too, but says nothing of those that follow. */
static bool is_bad_answer(const struct dw_lane *lane)
{
    return lane->coder.why != DW_OK && lane->coder.why != DW_STALE;
}

/* Nobody watches a run that is to end at the end: there a flood is a failure. */
static void watch_flood(struct dw_lane *lane)
{
    struct dw_breaker *breaker = &lane->breaker;

    if (!dw_breaker_add(breaker, is_bad_answer(lane), dw_now_ms()))
        return;
    dw_batch_commit(lane);
    dw_log_with(DW_LOG_ERROR, "flood of dead letters: reading stops",
                "lane=%d bad=%d of=%d seconds=%lld", lane->number, breaker->n_bad, breaker->n,
                (long long)(breaker->until_ms - dw_now_ms() + 999) / 1000);
    if (lane->settings->exit_at_end)
        dw_lane_fail(lane, DW_INPUT, "flood of dead letters", "see --flood-share");
    else
        dw_member_pause(lane, true);
}

static void end_flood(struct dw_lane *lane)
{
    if (!dw_breaker_ends(&lane->breaker, dw_now_ms()))
        return;
    dw_log_with(DW_LOG_INFO, "flood of dead letters: trying again", "lane=%d", lane->number);
    dw_member_pause(lane, false);
}

/* --- other settings while it runs ------------------------------------------------------------ */

/* What is read from the settings each time needs nothing done. */
static void take_reload(struct dw_lane *lane)
{
    const struct dw_settings *settings = lane->settings;
    unsigned n = settings->n_reloads;

    if (n == lane->n_reloads)
        return;
    lane->n_reloads = n;
    if (!dw_breaker_set(&lane->breaker, settings->flood_share, settings->flood_window,
                        settings->flood_pause_ms))
        dw_log_with(DW_LOG_ERROR, "flood limits not taken over", "lane=%d reason=%s", lane->number,
                    "out of memory");
    dw_credentials_set(lane->consumer, settings->options);
    dw_credentials_set(lane->sink.producer, settings->options);
    dw_credentials_set(lane->restorer.consumer, settings->options);
}

/* --- records --------------------------------------------------------------------------------- */

static int32_t leader_epoch(const rd_kafka_message_t *message)
{
#if RD_KAFKA_VERSION >= 0x020100ff
    return rd_kafka_message_leader_epoch(message);
#else
    (void)message;
    return -1;
#endif
}

static void take_record(struct dw_lane *lane, const rd_kafka_message_t *message)
{
    struct dw_error err = {.code = DW_OK};
    struct dw_consumed consumed;

    if (!dw_progress_see(&lane->progress, message->partition, message->offset))
        return; /* its offset could not be committed with the answer */
    if (message->len >= LARGE_BYTES)
        dw_batch_commit(lane);
    if (lane->rewind || !dw_state_is_restored(&lane->state))
        return; /* it will be read again, if need be by the next run */
    dw_consumed_init(&consumed, message);
    if (dw_coder_run(&lane->coder, &consumed, dw_state_find(&lane->state, message->partition),
                     &lane->refusal, &err)) {
        dw_lane_fail(lane, err.code, "no answer", err.text);
        return;
    }
    dw_progress_set(&lane->progress, message->partition, message->offset, leader_epoch(message));
    dw_lag_see(&lane->lag, message->partition, consumed.timestamp);
    if (dw_batch_add(lane, message->partition, message->offset, message->len + message->key_len,
                     consumed.timestamp))
        watch_flood(lane);
}

/* --- configuration --------------------------------------------------------------------------- */

enum dw_err dw_lane_check(const struct dw_settings *settings, struct dw_error *err)
{
    rd_kafka_conf_t *conf;
    enum dw_err rc = dw_member_conf_new(&conf, settings, 0, err);

    if (rc == DW_OK)
        rc = dw_kafka_check(RD_KAFKA_CONSUMER, conf, settings->options, err);
    if (rc == DW_OK)
        rc = dw_sink_conf_new(&conf, settings, 0, err);
    if (rc == DW_OK)
        rc = dw_kafka_check(RD_KAFKA_PRODUCER, conf, settings->options, err);
    return rc;
}

/* --- the thread ------------------------------------------------------------------------------ */

static int wait_ms(const struct dw_lane *lane)
{
    int64_t left;

    if (!lane->sink.begun)
        return IDLE_MS;
    left = lane->open.deadline_ms - dw_now_ms();
    return left < 0 ? 0 : left < IDLE_MS ? (int)left : IDLE_MS;
}

static enum dw_lane_phase phase_of(const struct dw_lane *lane)
{
    if (!lane->assigned || !dw_state_is_restored(&lane->state))
        return DW_LANE_STARTING;
    if (lane->rewind)
        return DW_LANE_RECOVERING;
    return lane->breaker.is_open ? DW_LANE_FLOODED : DW_LANE_READY;
}

static void work(struct dw_lane *lane)
{
    while (!dw_lane_is_stopped(lane)) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(lane->consumer, wait_ms(lane));
        bool is_busy = message && !message->err;

        if (!dw_state_is_restored(&lane->state) && !lane->rewind)
            dw_recall_restore(lane);
        if (message && message->err)
            dw_member_take_error(lane, message);
        else if (message)
            take_record(lane, message);
        if (message)
            rd_kafka_message_destroy(message);
        end_flood(lane);
        dw_recall_release(lane);
        if (dw_batch_is_due(lane, is_busy))
            dw_batch_commit(lane);
        if (lane->rewind)
            dw_recovery_run(lane);
        take_reload(lane);
        dw_lane_set_phase(lane, phase_of(lane));
        atomic_store_explicit(&lane->is_at_end,
                              lane->assigned && !lane->sink.begun && !lane->rewind &&
                                  dw_state_is_restored(&lane->state) &&
                                  dw_progress_is_at_end(&lane->progress),
                              memory_order_relaxed);
    }
    dw_batch_commit(lane);
}

/* The producer is opened first: it ends what a former run left open, which frees its offsets. It
 * also outlives the consumer, whose closing revokes the partitions. */
static void *run(void *opaque)
{
    struct dw_lane *lane = opaque;
    struct dw_error err = {.code = DW_OK};

    if (dw_sink_open(&lane->sink, lane->settings, lane->number, lane->stop, &lane->producer_stats,
                     &err) ||
        (lane->settings->outputs[DW_TO_STATE] && dw_restorer_open(&lane->restorer, &err)) ||
        dw_member_open(lane, &err)) {
        if (!dw_lane_is_stopped(lane))
            dw_lane_fail(lane, err.code, "start", err.text);
    } else {
        work(lane);
    }
    dw_member_close(lane);
    dw_sink_close(&lane->sink);
    dw_restorer_fini(&lane->restorer);
    atomic_store(&lane->is_finished, true);
    return NULL;
}

static void init_stats(struct dw_lane *lane)
{
    char name[24];

    snprintf(name, sizeof name, "consumer-%d", lane->number);
    dw_clientstats_init(&lane->consumer_stats, name);
    snprintf(name, sizeof name, "producer-%d", lane->number);
    dw_clientstats_init(&lane->producer_stats, name);
}

enum dw_err dw_lane_open(struct dw_lane *lane, const struct dw_settings *settings, int number,
                         atomic_int *stop, struct dw_error *err)
{
    memset(lane, 0, sizeof *lane);
    lane->settings = settings;
    lane->number = number;
    lane->stop = stop;
    lane->refusal.offset = -1;
    dw_progress_init(&lane->progress, settings->input);
    dw_state_init(&lane->state, settings->budget.state);
    dw_restorer_init(&lane->restorer, settings);
    dw_tally_init(&lane->tally);
    dw_lag_init(&lane->lag);
    dw_counters_init(&lane->counters);
    init_stats(lane);
    if (!dw_breaker_init(&lane->breaker, settings->flood_share, settings->flood_window,
                         settings->flood_pause_ms))
        return dw_error_set(err, DW_NOMEM, 0, "no memory for lane %d", number);
    return dw_coder_open(&lane->coder, settings, err);
}

enum dw_err dw_lane_start(struct dw_lane *lane, struct dw_error *err)
{
    if (pthread_create(&lane->thread, NULL, run, lane))
        return dw_error_set(err, DW_FATAL, 0, "lane %d: no thread", lane->number);
    lane->started = true;
    return DW_OK;
}

void dw_lane_join(struct dw_lane *lane)
{
    if (lane->started)
        pthread_join(lane->thread, NULL);
    lane->started = false;
}

void dw_lane_close(struct dw_lane *lane)
{
    dw_lane_join(lane);
    dw_coder_close(&lane->coder);
    dw_progress_fini(&lane->progress);
    dw_state_fini(&lane->state);
    dw_breaker_fini(&lane->breaker);
    dw_tally_fini(&lane->tally);
    dw_lag_fini(&lane->lag);
    dw_clientstats_fini(&lane->consumer_stats);
    dw_clientstats_fini(&lane->producer_stats);
}
