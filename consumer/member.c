/* SPDX-License-Identifier: MIT */
#include "consumer/member.h"

#include <stdio.h>
#include <string.h>

#include "consumer/batch.h"
#include "processors/base/log.h"
#include "processors/base/now.h"
#include "producer/kafka.h"

enum {
    STICKY_MENDED = 0x02030000, /* librdkafka's version 2.3 */
    TROUBLE_MS = 60000,         /* so long a broken connection may explain what happens */
    ASK_MS = 1000,              /* for the end of a partition */
};

/* --- its configuration ----------------------------------------------------------------------- */

/* True if the user asks for the broker's side of rebalancing (KIP-848), where the broker sets the
 * times. */
static bool has_broker_groups(const struct dw_settings *settings)
{
    bool has = false;

    for (size_t i = 0; i < dw_options_n_properties(settings->options); i++) {
        const struct dw_property *property = dw_options_property(settings->options, i);

        if (strcmp(property->key, "group.protocol") == 0)
            has = strcmp(property->value, "consumer") == 0;
    }
    return has;
}

enum dw_err dw_member_conf_new(rd_kafka_conf_t **out, const struct dw_settings *settings,
                               int number, struct dw_error *err)
{
    const bool exact = settings->guarantee == DW_EXACTLY_ONCE;
    const bool own_times = !has_broker_groups(settings);
    /* The mock cluster lets nobody in until the sessions of the last run have ended. */
    const char *session = settings->is_mock ? "6000" : "20000";
    const char *own_offsets = "offsets are committed with the results";
    char member[DW_INSTANCE_MAX + 16], client[32], prefetch_kb[16], fetch_bytes[16],
        answer_bytes[16];
    const struct dw_kafka_property own[] = {
        {"client.id", client, NULL},
        {"group.id", settings->group, "it is --group"},
        {"group.instance.id", member, "it is made of --instance and the lane"},
        {"enable.auto.commit", "false", own_offsets},
        {"enable.auto.offset.store", "false", own_offsets},
        {"isolation.level", "read_committed",
         exact ? "records of aborted transactions would be tagged" : NULL},
        {"auto.offset.reset", "earliest", NULL},
        {"enable.partition.eof", settings->exit_at_end ? "true" : "false", "it is --exit-at-end"},
        {"check.crcs", "true", NULL},
        {"session.timeout.ms", own_times ? session : NULL, NULL},
        {"heartbeat.interval.ms", own_times ? "1000" : NULL, NULL},
        {"queued.max.messages.kbytes", prefetch_kb, "it follows from --memory"},
        {"fetch.message.max.bytes", fetch_bytes, "it follows from --memory"},
        {"fetch.max.bytes", answer_bytes, "it follows from --memory"},
        {"message.max.bytes", NULL, "it follows from --memory"},
        {"socket.nagle.disable", "true", NULL},
        {"reconnect.backoff.max.ms", DW_RECONNECT_MAX_MS, NULL},
        {"statistics.interval.ms", settings->is_watched ? DW_STATISTICS_INTERVAL_MS : NULL, NULL},
        {NULL, NULL, NULL},
    };

    snprintf(client, sizeof client, "lane-%d", number);
    snprintf(member, sizeof member, "%s-%d", settings->instance, number);
    snprintf(prefetch_kb, sizeof prefetch_kb, "%d", settings->budget.prefetch_kb);
    snprintf(fetch_bytes, sizeof fetch_bytes, "%d", settings->budget.fetch_bytes);
    snprintf(answer_bytes, sizeof answer_bytes, "%d", settings->budget.answer_bytes);
    return dw_kafka_conf_new(out, settings->options, own, err);
}

/* --- partitions come and go ------------------------------------------------------------------ */

static void log_partitions(const struct dw_lane *lane, const char *what,
                           const rd_kafka_topic_partition_list_t *partitions)
{
    struct dw_strbuf list;

    dw_strbuf_init(&list);
    for (int i = 0; i < partitions->cnt; i++)
        dw_strbuf_addf(&list, i ? ",%d" : "%d", (int)partitions->elems[i].partition);
    dw_log_with(DW_LOG_INFO, what, "lane=%d partitions=%s", lane->number,
                list.len ? list.bytes : "none");
    dw_strbuf_fini(&list);
}

/* Errors of assign calls are told by the next poll, or the group takes the partitions back. */
static void end_assign(rd_kafka_error_t *error)
{
    if (!error)
        return;
    dw_log_often(DW_LOG_WARNING, "assign", "reason=%s", rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
}

static void assign(struct dw_lane *lane, const rd_kafka_topic_partition_list_t *partitions,
                   bool cooperative)
{
    log_partitions(lane, "partitions assigned", partitions);
    dw_count_add(&lane->counters.rebalances[DW_REBALANCE_ASSIGNED], 1);
    for (int i = 0; i < partitions->cnt; i++)
        if (!dw_lag_add(&lane->lag, partitions->elems[i].partition) ||
            !dw_progress_add(&lane->progress, partitions->elems[i].partition) ||
            (lane->settings->outputs[DW_TO_STATE] &&
             !dw_state_add(&lane->state, partitions->elems[i].partition)))
            dw_lane_fail(lane, DW_NOMEM, "partitions", "out of memory");
    if (cooperative)
        end_assign(rd_kafka_incremental_assign(lane->consumer, partitions));
    else
        rd_kafka_assign(lane->consumer, partitions);
    if (lane->breaker.is_open)
        dw_member_pause(lane, true);
    lane->assigned = true;
}

/*
 * Finish what is in flight while the partitions are still ours. If they are lost already others may
 * be at work on them: then the transaction must not go through.
 */
static void revoke(struct dw_lane *lane, const rd_kafka_topic_partition_list_t *partitions,
                   bool cooperative)
{
    bool lost = rd_kafka_assignment_lost(lane->consumer);

    log_partitions(lane, lost ? "partitions lost" : "partitions revoked", partitions);
    if (lost)
        lane->trouble_ms = dw_now_ms();
    if (!lost)
        dw_batch_commit(lane);
    else if (lane->sink.begun && !lane->rewind)
        dw_batch_fail(lane, DW_REDO);
    atomic_store(&lane->counters.busy_ms, 0); /* what is not committed is for others to do */
    dw_count_add(&lane->counters.rebalances[lost ? DW_REBALANCE_LOST : DW_REBALANCE_REVOKED], 1);
    for (int i = 0; i < partitions->cnt; i++) {
        dw_lag_drop(&lane->lag, partitions->elems[i].partition);
        dw_progress_drop(&lane->progress, partitions->elems[i].partition);
        dw_state_remove(&lane->state, partitions->elems[i].partition);
    }
    if (cooperative) {
        end_assign(rd_kafka_incremental_unassign(lane->consumer, partitions));
        return;
    }
    dw_progress_reset(&lane->progress);
    dw_state_reset(&lane->state);
    lane->assigned = false;
    rd_kafka_assign(lane->consumer, NULL);
}

static void on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t code,
                         rd_kafka_topic_partition_list_t *partitions, void *opaque)
{
    struct dw_lane *lane = opaque;
    bool cooperative = strcmp(rd_kafka_rebalance_protocol(rk), "COOPERATIVE") == 0;

    atomic_store(&lane->is_at_end, false);
    switch (code) {
    case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS:
        assign(lane, partitions, cooperative);
        break;
    case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS:
        revoke(lane, partitions, cooperative);
        break;
    default:
        dw_log_often(DW_LOG_WARNING, "rebalance", "lane=%d reason=%s", lane->number,
                     rd_kafka_err2str(code));
        rd_kafka_assign(rk, NULL);
    }
}

/* --- errors ---------------------------------------------------------------------------------- */

static bool is_recent(int64_t when_ms)
{
    return when_ms && dw_now_ms() - when_ms < TROUBLE_MS;
}

/*
 * A consumer that was away for longer than its session joins anew, and when an answer of the broker
 * is lost meanwhile its own second request fences its first: so after trouble with the connection a
 * fence means nothing but a new consumer. Out of the blue it is a twin: two processes under one
 * name would fence each other for ever, so the one that was there first goes.
 */
static void take_fatal(struct dw_lane *lane)
{
    char text[200];
    rd_kafka_resp_err_t code = rd_kafka_fatal_error(lane->consumer, text, sizeof text);
    bool troubled = is_recent(lane->trouble_ms) || is_recent(lane->answers.lost_ms);

    if (code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID && !troubled) {
        dw_lane_fail(lane, DW_CONFIG, "another process of the group runs under the same name",
                     "give each its own --instance");
        return;
    }
    dw_log_with(DW_LOG_WARNING, "consumer failed", "lane=%d reason=%s", lane->number, text);
    lane->trouble_ms = 0;
    lane->renew = true;
    if (!lane->rewind)
        dw_batch_fail(lane, DW_REOPEN);
}

static void fail_forbidden(struct dw_lane *lane, const char *kind, const char *name)
{
    char text[300];

    snprintf(text, sizeof text, "%s %s", kind, name);
    dw_lane_fail(lane, DW_CONFIG, "no right to read", text);
}

void dw_member_take_error(struct dw_lane *lane, const rd_kafka_message_t *message)
{
    switch (message->err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        dw_progress_set_end(&lane->progress, message->partition);
        break;
    case RD_KAFKA_RESP_ERR__FATAL:
        take_fatal(lane);
        break;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        fail_forbidden(lane, "topic", lane->settings->input);
        break;
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
        fail_forbidden(lane, "group", lane->settings->group);
        break;
    default:
        dw_log_often(DW_LOG_WARNING, "consumer", "lane=%d code=%s reason=%s", lane->number,
                     rd_kafka_err2name(message->err), rd_kafka_message_errstr(message));
    }
}

/* --- open and close -------------------------------------------------------------------------- */

static void on_error(rd_kafka_t *rk, int code, const char *reason, void *opaque)
{
    struct dw_lane *lane = opaque;

    if (code != RD_KAFKA_RESP_ERR__FATAL)
        lane->trouble_ms = dw_now_ms();
    dw_kafka_error(rk, code, reason, NULL);
}

/*
 * The group's offset stays before the marks that end transactions, which nobody is given to answer.
 * So where all that was fetched is answered and committed, all is done up to where the next fetch
 * begins.
 */
static int64_t find_done(const struct dw_lane *lane, int32_t partition, const json_t *stats)
{
    int64_t done = dw_progress_base(&lane->progress, partition);
    int64_t next = json_integer_value(json_object_get(stats, "next_offset"));

    if (done < 0) /* no record yet since it was assigned: nothing of it was committed by us */
        done = json_integer_value(json_object_get(stats, "committed_offset"));
    if (done < 0)
        done = json_integer_value(json_object_get(stats, "lo_offset"));
    if (!lane->sink.begun && !lane->rewind && !lane->breaker.is_open &&
        dw_state_is_restored(&lane->state) &&
        json_integer_value(json_object_get(stats, "fetchq_cnt")) == 0 && next > done)
        done = next;
    return done;
}

/*
 * Readers of committed records see no further than the last stable offset. Of partitions that are
 * not read for a while the broker must be asked for it.
 */
static int64_t find_end(struct dw_lane *lane, int32_t partition, const json_t *stats)
{
    int64_t low, end;

    if (lane->breaker.is_open &&
        !rd_kafka_query_watermark_offsets(lane->consumer, lane->settings->input, partition, &low,
                                          &end, ASK_MS))
        return end;
    return json_integer_value(json_object_get(stats, "ls_offset"));
}

static void take_lag(struct dw_lane *lane, json_t *topics)
{
    const json_t *topic = json_object_get(topics, lane->settings->input);
    const char *name;
    json_t *stats;

    json_object_foreach(json_object_get(topic, "partitions"), name, stats)
    {
        int32_t partition = (int32_t)json_integer_value(json_object_get(stats, "partition"));
        int64_t done = find_done(lane, partition, stats);
        int64_t end = done < 0 ? -1 : find_end(lane, partition, stats);

        if (end >= 0)
            dw_lag_set(&lane->lag, partition, end, done, dw_now_since_epoch_ms());
    }
}

static int on_stats(rd_kafka_t *rk, char *text, size_t len, void *opaque)
{
    struct dw_lane *lane = opaque;
    json_t *root = json_loadb(text, len, 0, NULL);

    (void)rk;
    if (root) {
        dw_clientstats_set(&lane->consumer_stats, root);
        take_lag(lane, json_object_get(root, "topics"));
    }
    json_decref(root);
    return 0;
}

enum dw_err dw_member_open(struct dw_lane *lane, struct dw_error *err)
{
    rd_kafka_topic_partition_list_t *topics;
    rd_kafka_resp_err_t code;
    rd_kafka_conf_t *conf;
    enum dw_err rc = dw_member_conf_new(&conf, lane->settings, lane->number, err);

    if (rc)
        return rc;
    rd_kafka_conf_set_opaque(conf, lane);
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    rd_kafka_conf_set_error_cb(conf, on_error);
    dw_answers_watch(&lane->answers, conf);
    if (lane->settings->is_watched)
        rd_kafka_conf_set_stats_cb(conf, on_stats);
    rc = dw_kafka_open(&lane->consumer, RD_KAFKA_CONSUMER, conf, err);
    if (rc)
        return rc;
    rd_kafka_poll_set_consumer(lane->consumer);
    topics = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(topics, lane->settings->input, RD_KAFKA_PARTITION_UA);
    code = rd_kafka_subscribe(lane->consumer, topics);
    rd_kafka_topic_partition_list_destroy(topics);
    if (code)
        return dw_error_set(err, DW_BROKER, 0, "cannot subscribe: %s", rd_kafka_err2str(code));
    return DW_OK;
}

/*
 * Before 2.3 librdkafka aborts the process over a consumer with the sticky assignor that had joined
 * its group and has no assignment yet. Such a one is closed, then left to the end of the process.
 */
static bool is_safe_to_destroy(const struct dw_lane *lane)
{
    char strategy[128] = "";
    size_t len = sizeof strategy;

    if (rd_kafka_version() >= STICKY_MENDED || lane->assigned)
        return true;
    rd_kafka_conf_get(rd_kafka_conf(lane->consumer), "partition.assignment.strategy", strategy,
                      &len);
    return !strstr(strategy, "sticky");
}

void dw_member_close(struct dw_lane *lane)
{
    if (!lane->consumer)
        return;
    rd_kafka_consumer_close(lane->consumer);
    if (is_safe_to_destroy(lane))
        rd_kafka_destroy(lane->consumer);
    else
        rd_kafka_set_log_level(lane->consumer, 0);
    lane->consumer = NULL;
    lane->assigned = false;
    dw_progress_reset(&lane->progress);
    dw_state_reset(&lane->state);
    dw_lag_reset(&lane->lag);
}

void dw_member_pause(struct dw_lane *lane, bool is_paused)
{
    rd_kafka_topic_partition_list_t *all;

    if (rd_kafka_assignment(lane->consumer, &all))
        return;
    if (is_paused)
        rd_kafka_pause_partitions(lane->consumer, all);
    else
        rd_kafka_resume_partitions(lane->consumer, all);
    rd_kafka_topic_partition_list_destroy(all);
}
