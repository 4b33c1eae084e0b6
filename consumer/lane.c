/* SPDX-License-Identifier: MIT */
#include "consumer/lane.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "producer/kafka.h"

enum {
    IDLE_MS = 100,        /* longest wait without an open transaction: a stop is seen so soon */
    FAILURES_MAX = 20,    /* in a row, then the lane gives up */
    BACKOFF_MIN_MS = 100, /* doubles with each failure in a row */
    BACKOFF_MAX_MS = 5000,
    ASK_MS = 3000,           /* one question for the group's offsets */
    RELEASES_MAX = 100,      /* held articles released between two looks at the topic */
    SEEK_MS = 10000,         /* to go back, or to ask for the group's offsets */
    TROUBLE_MS = 60000,      /* so long a broken connection may explain what happens */
    LARGE_BYTES = 64 * 1024, /* a record that may take long to process travels alone */
};

static bool is_stopped(const struct dw_lane *lane)
{
    return atomic_load_explicit(lane->stop, memory_order_relaxed) != 0;
}

/* The lane cannot go on, and with it the process. */
static void fail(struct dw_lane *lane, enum dw_err code, const char *what, const char *why)
{
    dw_error_set(&lane->error, code, 0, "lane %d: %s: %s", lane->number, what, why);
    atomic_store(lane->stop, 1);
}

/* --- transactions ---------------------------------------------------------------------------- */

static void forget_open(struct dw_lane *lane)
{
    memset(&lane->open, 0, sizeof lane->open);
}

static void count_commit(struct dw_lane *lane)
{
    atomic_fetch_add(&lane->counters.records, lane->open.records);
    atomic_fetch_add(&lane->counters.bytes, lane->open.bytes);
    atomic_fetch_add(&lane->counters.articles, lane->open.articles);
    atomic_fetch_add(&lane->counters.events, lane->open.events);
    atomic_fetch_add(&lane->counters.dead_letters, lane->open.dead_letters);
    atomic_fetch_add(&lane->counters.commits, 1);
    atomic_store(&lane->counters.last_ms, dw_now_ms());
}

/*
 * The broker refused a record for what it is; trying the same again would never end. Which one it
 * was nobody knows, for a refusal hits whole batches: so first each record goes alone, and the one
 * that is then refused becomes a dead letter; if that is refused as well, one without its value.
 * Returns false if there is nothing left to try.
 */
static bool set_refusal(struct dw_lane *lane)
{
    struct dw_refusal *refusal = &lane->refusal;
    bool again;

    if (lane->careful == 0 || lane->open.records != 1) {
        lane->careful = 2 * (lane->open.records + 1);
        return true;
    }
    again = refusal->partition == lane->last_partition && refusal->offset == lane->last_offset;
    if (again && refusal->omit_value)
        return false;
    refusal->partition = lane->last_partition;
    refusal->offset = lane->last_offset;
    refusal->omit_value = again;
    dw_error_reset(&refusal->why);
    dw_error_set(&refusal->why, DW_INPUT, 0, "the broker refuses the %s: %s",
                 again ? "dead letter" : "results", lane->sink.failure_text);
    return true;
}

static void fail_forbidden_output(struct dw_lane *lane)
{
    const char *const *topics = lane->settings->outputs;
    char text[200];

    snprintf(text, sizeof text, "one of the topics %.50s, %.50s, %.50s", topics[DW_TO_ARTICLES],
             topics[DW_TO_EVENTS], topics[DW_TO_DEAD_LETTERS]);
    fail(lane, DW_CONFIG, "no right to write", text);
}

/* The transaction failed: abort it if that can be done, and mark what is to be done again. */
static void recover(struct dw_lane *lane, enum dw_outcome outcome)
{
    if (outcome == DW_REDO)
        outcome = dw_sink_abort(&lane->sink);
    if (dw_sink_is_forbidden(&lane->sink))
        fail_forbidden_output(lane);
    else if (!dw_sink_is_refused(&lane->sink) || !set_refusal(lane))
        lane->n_failures++;
    lane->reopen = outcome == DW_REOPEN;
    lane->rewind = true;
    dw_state_rollback(&lane->state);
    forget_open(lane);
    atomic_fetch_add(&lane->counters.aborts, 1);
}

static void commit(struct dw_lane *lane)
{
    rd_kafka_topic_partition_list_t *offsets;
    enum dw_outcome outcome;

    if (!lane->sink.begun || lane->rewind)
        return;
    offsets = dw_progress_offsets(&lane->progress);
    outcome = dw_sink_commit(&lane->sink, lane->consumer, offsets);
    rd_kafka_topic_partition_list_destroy(offsets);
    if (outcome != DW_DONE) {
        recover(lane, outcome);
        return;
    }
    dw_progress_commit(&lane->progress);
    dw_state_commit(&lane->state);
    count_commit(lane);
    lane->careful -= lane->open.records < lane->careful ? lane->open.records : lane->careful;
    lane->n_failures = 0;
    forget_open(lane);
}

/*
 * Time to commit. While records keep coming without a pause their answers may wait some time
 * longer: whoever has a backlog waits for that anyway, and fewer transactions do the work sooner.
 */
static bool is_due(const struct dw_lane *lane, bool is_busy)
{
    const struct dw_settings *settings = lane->settings;

    if (!lane->sink.begun)
        return false;
    return lane->careful > 0 || lane->open.records >= settings->batch_records ||
           lane->open.bytes >= settings->batch_bytes ||
           dw_now_ms() >= lane->open.deadline_ms + (is_busy ? settings->busy_ms : 0);
}

/* --- going back ------------------------------------------------------------------------------ */

/* Wait longer with each failure in a row, but no longer than until a stop. */
static void back_off(const struct dw_lane *lane, int n_failures)
{
    int shift = n_failures < 8 ? n_failures : 8;
    int ms = n_failures ? BACKOFF_MIN_MS / 2 << shift : 0;
    int64_t until = dw_now_ms() + (ms < BACKOFF_MAX_MS ? ms : BACKOFF_MAX_MS);

    while (!is_stopped(lane) && dw_now_ms() < until)
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

static bool reopen_sink(struct dw_lane *lane)
{
    struct dw_error why = {.code = DW_OK};

    dw_sink_close(&lane->sink);
    atomic_fetch_add(&lane->counters.reopened, 1);
    if (dw_sink_open(&lane->sink, lane->settings, lane->number, lane->stop, &why) == DW_OK)
        return true;
    dw_log_often(DW_LOG_WARNING, "producer not opened", "lane=%d reason=%s", lane->number,
                 why.text);
    return false;
}

/* --- a flood of dead letters ----------------------------------------------------------------- */

static void set_paused(struct dw_lane *lane, bool is_paused)
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
    commit(lane);
    dw_log_with(DW_LOG_ERROR, "flood of dead letters: reading stops",
                "lane=%d bad=%d of=%d seconds=%lld", lane->number, breaker->n_bad, breaker->n,
                (long long)(breaker->until_ms - dw_now_ms() + 999) / 1000);
    if (lane->settings->exit_at_end)
        fail(lane, DW_INPUT, "flood of dead letters", "see --flood-share");
    else
        set_paused(lane, true);
}

static void end_flood(struct dw_lane *lane)
{
    if (!dw_breaker_ends(&lane->breaker, dw_now_ms()))
        return;
    dw_log_with(DW_LOG_INFO, "flood of dead letters: trying again", "lane=%d", lane->number);
    set_paused(lane, false);
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

static void count_record(struct dw_lane *lane, int32_t partition, int64_t offset, size_t bytes)
{
    const struct dw_output *output = &lane->coder.output;

    if (!atomic_load_explicit(&lane->counters.first_ms, memory_order_relaxed))
        atomic_store(&lane->counters.first_ms, dw_now_ms());
    lane->last_partition = partition;
    lane->last_offset = offset;
    lane->open.records++;
    lane->open.bytes += (long long)bytes;
    for (size_t i = 0; i < output->n; i++) {
        lane->open.articles += output->v[i].topic == DW_TO_ARTICLES;
        lane->open.events += output->v[i].topic == DW_TO_EVENTS;
        lane->open.dead_letters += output->v[i].topic == DW_TO_DEAD_LETTERS;
    }
}

/* Begin and send. The answer is complete by now, so that its making costs no transaction time. */
static enum dw_outcome send_answer(struct dw_lane *lane)
{
    bool begun = lane->sink.begun;
    enum dw_outcome outcome = dw_sink_begin(&lane->sink);

    if (outcome != DW_DONE)
        return outcome;
    if (!begun)
        lane->open.deadline_ms = dw_now_ms() + lane->settings->batch_ms;
    return dw_sink_send(&lane->sink, &lane->coder.output);
}

static void take_record(struct dw_lane *lane, const rd_kafka_message_t *message)
{
    struct dw_error err = {.code = DW_OK};
    struct dw_consumed consumed;
    enum dw_outcome outcome;

    if (!dw_progress_see(&lane->progress, message->partition, message->offset))
        return; /* its offset could not be committed with the answer */
    if (message->len >= LARGE_BYTES)
        commit(lane);
    if (lane->rewind || !dw_state_is_restored(&lane->state))
        return; /* it will be read again, if need be by the next run */
    dw_consumed_init(&consumed, message);
    if (dw_coder_run(&lane->coder, &consumed, dw_state_find(&lane->state, message->partition),
                     &lane->refusal, &err)) {
        fail(lane, err.code, "no answer", err.text);
        return;
    }
    outcome = send_answer(lane);
    dw_progress_set(&lane->progress, message->partition, message->offset, leader_epoch(message));
    count_record(lane, message->partition, message->offset, message->len + message->key_len);
    if (outcome != DW_DONE)
        recover(lane, outcome);
    else
        watch_flood(lane);
}

/* --- what is remembered and what is held ----------------------------------------------------- */

/*
 * Ask for the group's offsets first: the answer waits for transactions that hold offsets of these
 * partitions, so that what their former owner has written is all there to be read.
 */
static enum dw_err read_state(struct dw_lane *lane, struct dw_error *err)
{
    rd_kafka_topic_partition_list_t *places = rd_kafka_topic_partition_list_new(lane->state.n);
    rd_kafka_resp_err_t code;

    for (int i = 0; i < lane->state.n; i++)
        if (!lane->state.v[i].is_restored)
            rd_kafka_topic_partition_list_add(places, lane->settings->input,
                                              lane->state.v[i].partition);
    code = rd_kafka_committed(lane->consumer, places, ASK_MS);
    for (int i = 0; i < places->cnt && !code; i++) {
        code = places->elems[i].err;
        dw_progress_start(&lane->progress, places->elems[i].partition, places->elems[i].offset);
    }
    rd_kafka_topic_partition_list_destroy(places);
    if (code)
        return dw_error_set(err, DW_BROKER, 0, "the group's offsets: %s", rd_kafka_err2str(code));
    return dw_restorer_run(&lane->restorer, &lane->state, lane->stop, err);
}

/*
 * Until it is done no record is looked at: an answer rests on what was answered before. The group
 * meanwhile waits for this lane no longer than max.poll.interval.ms.
 */
static void restore_state(struct dw_lane *lane)
{
    commit(lane);
    for (int n_failed = 0; !lane->rewind && !is_stopped(lane); n_failed++) {
        struct dw_error why = {.code = DW_OK};
        enum dw_err rc = read_state(lane, &why);

        if (rc == DW_OK)
            return;
        if (rc == DW_CONFIG || rc == DW_NOMEM) {
            fail(lane, rc, "state", why.text);
            return;
        }
        dw_log_often(DW_LOG_WARNING, "state not restored", "lane=%d reason=%s", lane->number,
                     why.text);
        back_off(lane, n_failed + 1);
    }
}

static void release(struct dw_lane *lane, struct dw_state_partition *p,
                    const struct dw_store_entry *entry)
{
    struct dw_error err = {.code = DW_OK};
    int32_t partition = p->partition;
    size_t len = entry->len;
    enum dw_outcome outcome;
    int64_t offset;

    if (dw_coder_release(&lane->coder, p, entry, &lane->refusal, &offset, &err)) {
        fail(lane, err.code, "no answer for a held article", err.text);
        return;
    }
    dw_progress_touch(&lane->progress, partition);
    outcome = send_answer(lane);
    count_record(lane, partition, offset, len);
    if (outcome != DW_DONE)
        recover(lane, outcome);
}

/* The text of what is due may be in the topic alone, when much is held. */
static bool has_text(struct dw_lane *lane, struct dw_state_partition *p)
{
    struct dw_error why = {.code = DW_OK};

    commit(lane); /* the end of the topic is behind our own transaction */
    if (lane->rewind)
        return false;
    if (dw_restorer_load_held(&lane->restorer, p, dw_now_since_epoch_ms(), lane->stop, &why) ==
        DW_OK)
        return true;
    dw_log_often(DW_LOG_WARNING, "held article not read", "lane=%d reason=%s", lane->number,
                 why.text);
    return false;
}

/* Held articles whose time has come; a few at a time, for records wait too. */
static void release_due(struct dw_lane *lane)
{
    struct dw_state_partition *p;

    for (int i = 0; i < RELEASES_MAX && !lane->rewind && !is_stopped(lane); i++) {
        const struct dw_store_entry *entry =
            dw_state_due(&lane->state, dw_now_since_epoch_ms(), &p);

        if (!entry)
            return;
        if (dw_state_has_text(entry))
            release(lane, p, entry);
        else if (!has_text(lane, p))
            return;
        if (is_due(lane, true))
            commit(lane);
    }
}

/* --- what else the consumer tells ------------------------------------------------------------ */

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
    bool troubled = lane->trouble_ms && dw_now_ms() - lane->trouble_ms < TROUBLE_MS;

    if (code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID && !troubled) {
        fail(lane, DW_CONFIG, "another process of the group runs under the same name",
             "give each its own --instance");
        return;
    }
    dw_log_with(DW_LOG_WARNING, "consumer failed", "lane=%d reason=%s", lane->number, text);
    lane->trouble_ms = 0;
    lane->renew = true;
    if (!lane->rewind)
        recover(lane, DW_REOPEN);
}

static void fail_forbidden(struct dw_lane *lane, const char *kind, const char *name)
{
    char text[300];

    snprintf(text, sizeof text, "%s %s", kind, name);
    fail(lane, DW_CONFIG, "no right to read", text);
}

static void take_error(struct dw_lane *lane, const rd_kafka_message_t *message)
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
    for (int i = 0; i < partitions->cnt; i++)
        if (!dw_progress_add(&lane->progress, partitions->elems[i].partition) ||
            (lane->settings->outputs[DW_TO_STATE] &&
             !dw_state_add(&lane->state, partitions->elems[i].partition)))
            fail(lane, DW_NOMEM, "partitions", "out of memory");
    if (cooperative)
        end_assign(rd_kafka_incremental_assign(lane->consumer, partitions));
    else
        rd_kafka_assign(lane->consumer, partitions);
    if (lane->breaker.is_open)
        set_paused(lane, true);
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
        commit(lane);
    else if (lane->sink.begun && !lane->rewind)
        recover(lane, DW_REDO);
    for (int i = 0; i < partitions->cnt; i++) {
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

/* --- the consumer ---------------------------------------------------------------------------- */

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

static enum dw_err conf_new(rd_kafka_conf_t **out, const struct dw_settings *settings, int number,
                            struct dw_error *err)
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
        {NULL, NULL, NULL},
    };

    snprintf(client, sizeof client, "lane-%d", number);
    snprintf(member, sizeof member, "%s-%d", settings->instance, number);
    snprintf(prefetch_kb, sizeof prefetch_kb, "%d", settings->budget.prefetch_kb);
    snprintf(fetch_bytes, sizeof fetch_bytes, "%d", settings->budget.fetch_bytes);
    snprintf(answer_bytes, sizeof answer_bytes, "%d", settings->budget.answer_bytes);
    return dw_kafka_conf_new(out, settings->options, own, err);
}

static void on_error(rd_kafka_t *rk, int code, const char *reason, void *opaque)
{
    struct dw_lane *lane = opaque;

    if (code != RD_KAFKA_RESP_ERR__FATAL)
        lane->trouble_ms = dw_now_ms();
    dw_kafka_error(rk, code, reason, NULL);
}

static enum dw_err open_consumer(struct dw_lane *lane, struct dw_error *err)
{
    rd_kafka_topic_partition_list_t *topics;
    rd_kafka_resp_err_t code;
    rd_kafka_conf_t *conf;
    enum dw_err rc = conf_new(&conf, lane->settings, lane->number, err);

    if (rc)
        return rc;
    rd_kafka_conf_set_opaque(conf, lane);
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    rd_kafka_conf_set_error_cb(conf, on_error);
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

/* Configuration that librdkafka only checks as a whole, when a client is made of it. */
static enum dw_err check_client(rd_kafka_type_t type, rd_kafka_conf_t *conf, struct dw_error *err)
{
    rd_kafka_t *client;
    enum dw_err rc = dw_kafka_open(&client, type, conf, err);

    if (rc == DW_OK)
        rd_kafka_destroy(client);
    return rc;
}

enum dw_err dw_lane_check(const struct dw_settings *settings, struct dw_error *err)
{
    rd_kafka_conf_t *conf;
    enum dw_err rc = conf_new(&conf, settings, 0, err);

    if (rc == DW_OK)
        rc = check_client(RD_KAFKA_CONSUMER, conf, err);
    if (rc == DW_OK)
        rc = dw_sink_conf_new(&conf, settings, 0, err);
    if (rc == DW_OK)
        rc = check_client(RD_KAFKA_PRODUCER, conf, err);
    return rc;
}

/* --- standing up again ---------------------------------------------------------------------- */

static void close_consumer(struct dw_lane *lane)
{
    if (!lane->consumer)
        return;
    rd_kafka_consumer_close(lane->consumer);
    rd_kafka_destroy(lane->consumer);
    lane->consumer = NULL;
    lane->assigned = false;
    dw_progress_reset(&lane->progress);
    dw_state_reset(&lane->state);
}

static bool renew_consumer(struct dw_lane *lane)
{
    struct dw_error why = {.code = DW_OK};

    if (open_consumer(lane, &why) == DW_OK)
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
        close_consumer(lane);
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

static void restore(struct dw_lane *lane)
{
    while (lane->rewind && !is_stopped(lane)) {
        if (lane->n_failures >= FAILURES_MAX) {
            fail(lane, DW_BROKER, "gave up after failures in a row, the last",
                 *lane->sink.failure_text ? lane->sink.failure_text : dw_kafka_last_error());
            return;
        }
        back_off(lane, lane->n_failures);
        if (is_stopped(lane))
            return;
        if (try_restore(lane))
            lane->rewind = lane->reopen = lane->renew = false;
        else
            lane->n_failures++;
    }
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

static void work(struct dw_lane *lane)
{
    while (!is_stopped(lane)) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(lane->consumer, wait_ms(lane));
        bool is_busy = message && !message->err;

        if (!dw_state_is_restored(&lane->state) && !lane->rewind)
            restore_state(lane);
        if (message && message->err)
            take_error(lane, message);
        else if (message)
            take_record(lane, message);
        if (message)
            rd_kafka_message_destroy(message);
        end_flood(lane);
        release_due(lane);
        if (is_due(lane, is_busy))
            commit(lane);
        if (lane->rewind)
            restore(lane);
        atomic_store_explicit(&lane->is_ready,
                              lane->assigned && !lane->rewind && !lane->breaker.is_open,
                              memory_order_relaxed);
        atomic_store_explicit(&lane->is_at_end,
                              lane->assigned && !lane->sink.begun && !lane->rewind &&
                                  dw_state_is_restored(&lane->state) &&
                                  dw_progress_is_at_end(&lane->progress),
                              memory_order_relaxed);
    }
    commit(lane);
}

/* The producer is opened first: it ends what a former run left open, which frees its offsets. It
 * also outlives the consumer, whose closing revokes the partitions. */
static void *run(void *opaque)
{
    struct dw_lane *lane = opaque;
    struct dw_error err = {.code = DW_OK};

    if (dw_sink_open(&lane->sink, lane->settings, lane->number, lane->stop, &err) ||
        (lane->settings->outputs[DW_TO_STATE] && dw_restorer_open(&lane->restorer, &err)) ||
        open_consumer(lane, &err)) {
        if (!is_stopped(lane))
            fail(lane, err.code, "start", err.text);
    } else {
        work(lane);
    }
    close_consumer(lane);
    dw_sink_close(&lane->sink);
    dw_restorer_fini(&lane->restorer);
    atomic_store(&lane->is_finished, true);
    return NULL;
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
}
