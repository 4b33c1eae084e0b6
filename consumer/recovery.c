/* SPDX-License-Identifier: MIT */
#include "consumer/recovery.h"

#include <time.h>

#include "consumer/batch.h"
#include "consumer/member.h"
#include "processors/base/log.h"
#include "processors/base/now.h"
#include "producer/kafka.h"

enum {
    FAILURES_MAX = 20,    /* in a row, then the lane gives up */
    BACKOFF_MIN_MS = 100, /* doubles with each failure in a row */
    BACKOFF_MAX_MS = 5000,
    SEEK_MS = 10000, /* to go back, or to ask for the group's offsets */
};

void dw_recovery_pause(const struct dw_lane *lane, int n_failures)
{
    int shift = n_failures < 8 ? n_failures : 8;
    int ms = n_failures ? BACKOFF_MIN_MS / 2 << shift : 0;
    int64_t until = dw_now_ms() + (ms < BACKOFF_MAX_MS ? ms : BACKOFF_MAX_MS);

    while (!dw_lane_is_stopped(lane) && dw_now_ms() < until)
        nanosleep(&(struct timespec){.tv_nsec = 20L * 1000 * 1000}, NULL);
}

/*
 * Nobody knows whether the last transaction went through, so ask the group: what it holds as
 * committed is the truth, and our own offsets only stand in where it holds nothing.
 */
static bool ask_committed(struct dw_lane *lane, rd_kafka_topic_partition_list_t *places)
{
    rd_kafka_topic_partition_list_t *committed = rd_kafka_topic_partition_list_copy(places);
    rd_kafka_resp_err_t code = rd_kafka_committed(lane->consumer, committed, SEEK_MS);
    bool ok = code == RD_KAFKA_RESP_ERR_NO_ERROR;

    for (int i = 0; i < committed->cnt && ok; i++) {
        const rd_kafka_topic_partition_t *place = &committed->elems[i];

        ok = !place->err;
        if (!ok || place->offset < 0)
            continue;
        places->elems[i].offset = place->offset;
        dw_progress_set_base(&lane->progress, place->partition, place->offset);
    }
    rd_kafka_topic_partition_list_destroy(committed);
    if (!ok)
        dw_log_often(DW_LOG_WARNING, "committed offsets unknown", "lane=%d reason=%s", lane->number,
                     code ? rd_kafka_err2str(code) : "partition error");
    return ok;
}

/* A partition that has just gone has no place to seek; its next owner knows where to begin. */
static bool seek(struct dw_lane *lane, rd_kafka_topic_partition_list_t *places)
{
    rd_kafka_error_t *error = rd_kafka_seek_partitions(lane->consumer, places, SEEK_MS);
    bool ok = !error;

    if (error) {
        dw_log_often(DW_LOG_WARNING, "seek failed", "lane=%d reason=%s", lane->number,
                     rd_kafka_error_string(error));
        rd_kafka_error_destroy(error);
    }
    for (int i = 0; i < places->cnt && ok; i++)
        ok = !places->elems[i].err || places->elems[i].err == RD_KAFKA_RESP_ERR__STATE ||
             places->elems[i].err == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
    return ok;
}

/* Of a producer that is to be made anew. */
static enum dw_reopen find_reason(const struct dw_lane *lane)
{
    if (lane->renew)
        return DW_REOPEN_CONSUMER;
    if (lane->sink.producer && rd_kafka_fatal_error(lane->sink.producer, NULL, 0))
        return DW_REOPEN_FATAL;
    return dw_transaction_is_doubtful(&lane->sink.transaction) ? DW_REOPEN_DOUBTFUL
                                                               : DW_REOPEN_OTHER;
}

static bool reopen_sink(struct dw_lane *lane)
{
    struct dw_error why = {.code = DW_OK};

    dw_count_add(&lane->counters.reopened[find_reason(lane)], 1);
    dw_sink_close(&lane->sink);
    if (dw_sink_open(&lane->sink, lane->settings, lane->number, lane->stop, &lane->producer_stats,
                     &why) == DW_OK)
        return true;
    dw_log_often(DW_LOG_WARNING, "producer not opened", "lane=%d reason=%s", lane->number,
                 why.text);
    return false;
}

static bool renew_consumer(struct dw_lane *lane)
{
    struct dw_error why = {.code = DW_OK};

    if (dw_member_open(lane, &why) == DW_OK)
        return true;
    dw_log_often(DW_LOG_WARNING, "consumer not opened", "lane=%d reason=%s", lane->number,
                 why.text);
    return false;
}

/* One try to stand again where the failed transaction began. */
static bool try_restore(struct dw_lane *lane)
{
    bool ask = lane->reopen;
    rd_kafka_topic_partition_list_t *places;
    bool ok;

    if (lane->renew)
        dw_member_close(lane);
    if (lane->reopen && !reopen_sink(lane))
        return false;
    if (lane->reopen)
        dw_state_forget(&lane->state); /* nobody knows which of its changes were written */
    if (!lane->consumer && !renew_consumer(lane))
        return false;
    places = dw_progress_rewind(&lane->progress);
    ok = places->cnt == 0 || ((!ask || ask_committed(lane, places)) && seek(lane, places));
    rd_kafka_topic_partition_list_destroy(places);
    return ok;
}

void dw_recovery_run(struct dw_lane *lane)
{
    while (lane->rewind && !dw_lane_is_stopped(lane)) {
        if (lane->n_failures >= FAILURES_MAX) {
            dw_lane_fail(lane, DW_BROKER, "gave up after failures in a row, the last",
                         dw_transaction_why(&lane->sink.transaction));
            return;
        }
        dw_recovery_pause(lane, lane->n_failures);
        if (dw_lane_is_stopped(lane))
            return;
        if (try_restore(lane))
            lane->rewind = lane->reopen = lane->renew = false;
        else
            lane->n_failures++;
    }
}
