/* SPDX-License-Identifier: MIT */
#include "consumer/sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "producer/kafka.h"

enum {
    TRIES = 5,           /* of one call that may be repeated */
    TRY_PAUSE_MS = 100,  /* between them */
    INIT_MS = 5000,      /* one try to fence the former producer */
    SETTLE_MS = 2000,    /* for deliveries before an abort */
    FULL_POLL_MS = 50,   /* while the queue is full */
    FLUSH_MS = 10000,    /* above message.timeout.ms */
    RETRY_MS = 100,      /* retry.backoff.ms: a request that is sent again takes at least as long */
    SILENCE_MS = 31000,  /* librdkafka tells the same error again after 30 s, not before */
    COMMIT_TIMEOUT = -1, /* librdkafka: what is left of the transaction's time */
};

#define TRANSACTION_TIMEOUT "10000"
#define MESSAGE_TIMEOUT     "8000"

/* --- configuration --------------------------------------------------------------------------- */

static bool is_forbidden(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
           code == RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
}

/* Of several failures a refusal counts: the others may be what an abort makes of the rest. */
static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    struct dw_sink *sink = opaque;

    (void)rk;
    if (!message->err)
        return;
    if (sink->n_failed++ == 0 ||
        (dw_kafka_is_refusal(message->err) && !dw_kafka_is_refusal(sink->failure))) {
        sink->failure = message->err;
        /* Not rd_kafka_message_errstr: of a record to be sent that is the value. */
        snprintf(sink->failure_text, sizeof sink->failure_text, "%s: %s",
                 rd_kafka_topic_name(message->rkt), rd_kafka_err2str(message->err));
    }
}

/* A connection lost while a transaction ends leaves its end in doubt. */
static void on_error(rd_kafka_t *rk, int code, const char *reason, void *opaque)
{
    struct dw_sink *sink = opaque;

    if (sink) {
        sink->n_disconnects++;
        sink->disconnect_ms = dw_now_ms();
    }
    dw_kafka_error(rk, code, reason, NULL);
}

/* A number that librdkafka has checked. */
static long number_of(const rd_kafka_conf_t *conf, const char *key)
{
    char text[32] = "";
    size_t len = sizeof text;

    return rd_kafka_conf_get(conf, key, text, &len) == RD_KAFKA_CONF_OK ? strtol(text, NULL, 10)
                                                                        : 0;
}

/* A transaction must outlive its records, and the time that it waits for more of them. */
static enum dw_err check_times(const rd_kafka_conf_t *conf, const struct dw_settings *settings,
                               struct dw_error *err)
{
    long transaction = number_of(conf, "transaction.timeout.ms");
    long message = number_of(conf, "message.timeout.ms");

    if (settings->guarantee != DW_EXACTLY_ONCE)
        return DW_OK;
    if (message == 0 || message > transaction)
        return dw_error_set(err, DW_CONFIG, 0,
                            "message.timeout.ms=%ld: records must be given up before their "
                            "transaction is, after transaction.timeout.ms=%ld",
                            message, transaction);
    if (settings->batch_ms >= transaction)
        return dw_error_set(err, DW_CONFIG, 0,
                            "transaction.timeout.ms=%ld: the broker would end each transaction "
                            "before --batch-time does, after %d ms",
                            transaction, settings->batch_ms);
    return DW_OK;
}

enum dw_err dw_sink_conf_new(rd_kafka_conf_t **out, const struct dw_settings *settings, int lane,
                             struct dw_error *err)
{
    const bool exact = settings->guarantee == DW_EXACTLY_ONCE;
    const char *promise = "the guarantee rests on it";
    char id[512], client[32], queue_kb[16], record_bytes[16];
    const struct dw_kafka_property own[] = {
        {"client.id", client, NULL},
        {"transactional.id", exact ? id : NULL, "it is made of --group, --instance and the lane"},
        {"transaction.timeout.ms", exact ? TRANSACTION_TIMEOUT : NULL, NULL},
        {"message.timeout.ms", MESSAGE_TIMEOUT, NULL},
        {"enable.idempotence", "true", promise},
        {"acks", "all", promise},
        {"linger.ms", "5", NULL},
        {"compression.codec", dw_kafka_compression(), NULL},
        {"socket.nagle.disable", "true", NULL},
        {"reconnect.backoff.max.ms", DW_RECONNECT_MAX_MS, NULL},
        /* Topics were there at the start: one that is not there now has been deleted. */
        {"topic.metadata.propagation.max.ms", "2000", NULL},
        {"queue.buffering.max.kbytes", queue_kb, "it follows from --memory"},
        {"queue.buffering.max.messages", "1000000", NULL},
        {"message.max.bytes", record_bytes, "it follows from --memory"},
        {NULL, NULL, NULL},
    };
    enum dw_err rc;

    /* The lasting name: the same after a restart, so that the broker fences what was left behind.
     */
    snprintf(id, sizeof id, "%s-%s-%d", settings->group, settings->instance, lane);
    snprintf(client, sizeof client, "lane-%d", lane);
    snprintf(queue_kb, sizeof queue_kb, "%d", settings->budget.producer_kb);
    snprintf(record_bytes, sizeof record_bytes, "%d", settings->budget.record_bytes);
    rc = dw_kafka_conf_new(out, settings->options, own, err);
    if (rc)
        return rc;
    rc = check_times(*out, settings, err);
    if (rc) {
        rd_kafka_conf_destroy(*out);
        return rc;
    }
    rd_kafka_conf_set_dr_msg_cb(*out, on_delivery);
    rd_kafka_conf_set_error_cb(*out, on_error);
    return DW_OK;
}

/* --- errors ---------------------------------------------------------------------------------- */

/* What a failed call means for the transaction. Takes the error. */
static enum dw_outcome judge(struct dw_sink *sink, const char *step, rd_kafka_error_t *error)
{
    bool redo = rd_kafka_error_txn_requires_abort(error) && !rd_kafka_error_is_fatal(error);

    sink->is_forbidden |= is_forbidden(rd_kafka_error_code(error));
    dw_log_with(DW_LOG_WARNING, redo ? "transaction failed" : "producer failed",
                "lane=%d step=%s code=%s reason=%s delivery=%s", sink->lane, step,
                rd_kafka_error_name(error), rd_kafka_error_string(error),
                sink->n_failed ? sink->failure_text : "none");
    rd_kafka_error_destroy(error);
    return redo ? DW_REDO : DW_REOPEN;
}

/* True if the same call is to be made again, after a pause; the error is then gone. */
static bool should_repeat(struct dw_sink *sink, rd_kafka_error_t *error, int tried)
{
    if (!rd_kafka_error_is_retriable(error) || tried >= TRIES)
        return false;
    dw_log_often(DW_LOG_INFO, "trying again", "lane=%d code=%s reason=%s", sink->lane,
                 rd_kafka_error_name(error), rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
    rd_kafka_poll(sink->producer, TRY_PAUSE_MS);
    return true;
}

/* --- open and close -------------------------------------------------------------------------- */

/* Wait until the broker has ended what a former producer of this id left open. */
static enum dw_err init_transactions(struct dw_sink *sink, struct dw_error *err)
{
    for (int tried = 1;; tried++) {
        rd_kafka_error_t *error = rd_kafka_init_transactions(sink->producer, INIT_MS);

        if (!error)
            return DW_OK;
        dw_log_often(DW_LOG_WARNING, "producer not ready", "lane=%d code=%s reason=%s", sink->lane,
                     rd_kafka_error_name(error), rd_kafka_error_string(error));
        if (!rd_kafka_error_is_retriable(error) || tried >= TRIES || atomic_load(sink->stop)) {
            enum dw_err rc = is_forbidden(rd_kafka_error_code(error)) ? DW_CONFIG : DW_BROKER;

            dw_error_set(err, rc, 0, "no transactions: %s", rd_kafka_error_string(error));
            rd_kafka_error_destroy(error);
            return rc;
        }
        rd_kafka_error_destroy(error);
        rd_kafka_poll(sink->producer, TRY_PAUSE_MS);
    }
}

enum dw_err dw_sink_open(struct dw_sink *sink, const struct dw_settings *settings, int lane,
                         const atomic_int *stop, struct dw_error *err)
{
    rd_kafka_conf_t *conf;
    enum dw_err rc;

    *sink = (struct dw_sink){.settings = settings, .lane = lane, .stop = stop};
    rc = dw_sink_conf_new(&conf, settings, lane, err);
    if (rc)
        return rc;
    rd_kafka_conf_set_opaque(conf, sink);
    rc = dw_kafka_open(&sink->producer, RD_KAFKA_PRODUCER, conf, err);
    if (rc || settings->guarantee != DW_EXACTLY_ONCE)
        return rc;
    return init_transactions(sink, err);
}

void dw_sink_close(struct dw_sink *sink)
{
    if (!sink->producer)
        return;
    rd_kafka_purge(sink->producer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(sink->producer, TRY_PAUSE_MS);
    rd_kafka_destroy(sink->producer);
    sink->producer = NULL;
    sink->begun = false;
}

/* --- one transaction ------------------------------------------------------------------------- */

enum dw_outcome dw_sink_begin(struct dw_sink *sink)
{
    rd_kafka_error_t *error;

    if (sink->begun)
        return DW_DONE;
    sink->n_failed = 0;
    sink->begun = true;
    if (sink->settings->guarantee != DW_EXACTLY_ONCE)
        return DW_DONE;
    /*
     * Once an end has been in doubt it might reach the broker late and end this transaction. Only
     * a producer with a newer epoch is safe from it.
     */
    if (sink->doubtful) {
        dw_log_with(DW_LOG_WARNING, "producer failed", "lane=%d step=%s reason=%s", sink->lane,
                    "begin", "connection lost while a transaction ended");
        return DW_REOPEN;
    }
    error = rd_kafka_begin_transaction(sink->producer);
    return error ? judge(sink, "begin", error) : DW_DONE;
}

static void set_bytes(rd_kafka_vu_t *field, rd_kafka_vtype_t type, const struct dw_output *output,
                      const struct dw_output_bytes *bytes)
{
    field->vtype = type;
    /* librdkafka takes a pointer to constant bytes that it copies, but does not say so. */
    field->u.mem.ptr = (void *)(uintptr_t)dw_output_at(output, bytes);
    field->u.mem.size = bytes->len;
}

static rd_kafka_error_t *produce(struct dw_sink *sink, const struct dw_output *output,
                                 struct dw_output_record *record)
{
    rd_kafka_vu_t fields[7] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = sink->settings->outputs[record->topic]},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_TIMESTAMP, .u.i64 = record->timestamp},
        {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = record->partition},
    };
    size_t n = 6;
    rd_kafka_error_t *error;

    set_bytes(&fields[4], RD_KAFKA_VTYPE_KEY, output, &record->key);
    set_bytes(&fields[5], RD_KAFKA_VTYPE_VALUE, output, &record->value);
    if (record->headers)
        fields[n++] =
            (rd_kafka_vu_t){.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = record->headers};
    error = rd_kafka_produceva(sink->producer, fields, n);
    if (!error)
        record->headers = NULL; /* taken; after a failure they are still ours */
    return error;
}

/* Wait for room when the queue is full; it empties unless deliveries fail. */
static enum dw_outcome send_record(struct dw_sink *sink, const struct dw_output *output,
                                   struct dw_output_record *record)
{
    for (;;) {
        rd_kafka_error_t *error = produce(sink, output, record);

        if (!error)
            return DW_DONE;
        if (rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            enum dw_outcome outcome =
                rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR__FATAL ? DW_REOPEN : DW_REDO;

            dw_log_often(DW_LOG_WARNING, "record not sent", "lane=%d topic=%s reason=%s",
                         sink->lane, sink->settings->outputs[record->topic],
                         rd_kafka_error_string(error));
            rd_kafka_error_destroy(error);
            return outcome;
        }
        rd_kafka_error_destroy(error);
        rd_kafka_poll(sink->producer, FULL_POLL_MS);
        if (sink->n_failed)
            return DW_REDO;
    }
}

enum dw_outcome dw_sink_send(struct dw_sink *sink, struct dw_output *output)
{
    for (size_t i = 0; i < output->n; i++) {
        enum dw_outcome outcome = send_record(sink, output, &output->v[i]);

        if (outcome != DW_DONE)
            return outcome;
    }
    rd_kafka_poll(sink->producer, 0);
    return sink->n_failed ? DW_REDO : DW_DONE;
}

bool dw_sink_is_refused(const struct dw_sink *sink)
{
    return sink->n_failed && dw_kafka_is_refusal(sink->failure);
}

bool dw_sink_is_forbidden(const struct dw_sink *sink)
{
    return sink->is_forbidden || (sink->n_failed && is_forbidden(sink->failure));
}

/* --- exactly once ---------------------------------------------------------------------------- */

static enum dw_outcome send_offsets(struct dw_sink *sink, rd_kafka_t *consumer,
                                    const rd_kafka_topic_partition_list_t *offsets)
{
    rd_kafka_consumer_group_metadata_t *group = rd_kafka_consumer_group_metadata(consumer);
    rd_kafka_error_t *error;
    int tried = 0;

    if (!group)
        return DW_REDO;
    do {
        error =
            rd_kafka_send_offsets_to_transaction(sink->producer, offsets, group, COMMIT_TIMEOUT);
    } while (error && should_repeat(sink, error, ++tried));
    rd_kafka_consumer_group_metadata_destroy(group);
    return error ? judge(sink, "send offsets", error) : DW_DONE;
}

/*
 * True if the request that ended a transaction may have been sent twice: the connection was lost
 * meanwhile. Of a connection that is lost again and again librdkafka tells but once in a while;
 * within that time a request that took long is taken for one that was repeated.
 */
static bool is_repeated(const struct dw_sink *sink, int64_t begun_ms, unsigned n_disconnects)
{
    int64_t now = dw_now_ms();
    bool silent = sink->disconnect_ms && now - sink->disconnect_ms < SILENCE_MS;

    return sink->n_disconnects != n_disconnects || (silent && now - begun_ms >= RETRY_MS);
}

/* Commit or abort: the request whose fate may remain unknown. */
static enum dw_outcome end_transaction(struct dw_sink *sink, const char *step,
                                       rd_kafka_error_t *(*end)(rd_kafka_t *, int))
{
    unsigned n_disconnects = sink->n_disconnects;
    int64_t begun_ms = dw_now_ms();
    rd_kafka_error_t *error;
    int tried = 0;

    do {
        error = end(sink->producer, COMMIT_TIMEOUT);
    } while (error && should_repeat(sink, error, ++tried));
    rd_kafka_poll(sink->producer, 0);
    if (tried || is_repeated(sink, begun_ms, n_disconnects))
        sink->doubtful = true;
    return error ? judge(sink, step, error) : DW_DONE;
}

static enum dw_outcome commit_transaction(struct dw_sink *sink, rd_kafka_t *consumer,
                                          const rd_kafka_topic_partition_list_t *offsets)
{
    enum dw_outcome outcome = send_offsets(sink, consumer, offsets);

    /* Deliveries first, so that the time that the end takes is its own. */
    if (outcome == DW_DONE)
        rd_kafka_flush(sink->producer, FLUSH_MS);
    if (outcome == DW_DONE)
        outcome = end_transaction(sink, "commit", rd_kafka_commit_transaction);
    /* If it may have gone through, only the group's offsets can tell. */
    return outcome == DW_REDO && sink->doubtful ? DW_REOPEN : outcome;
}

/* --- at least once --------------------------------------------------------------------------- */

/*
 * Where offsets cannot be committed a restart, or whoever gets the partition, does that work twice,
 * which is what this guarantee allows.
 */
static enum dw_outcome commit_offsets(struct dw_sink *sink, rd_kafka_t *consumer,
                                      const rd_kafka_topic_partition_list_t *offsets)
{
    rd_kafka_resp_err_t code;
    int tried = 0;

    rd_kafka_flush(sink->producer, FLUSH_MS);
    if (rd_kafka_fatal_error(sink->producer, NULL, 0))
        return DW_REOPEN;
    if (sink->n_failed || rd_kafka_outq_len(sink->producer) > 0) {
        dw_log_often(DW_LOG_WARNING, "delivery failed", "lane=%d reason=%s", sink->lane,
                     sink->n_failed ? sink->failure_text : "timed out");
        return DW_REDO;
    }
    do {
        code = rd_kafka_commit(consumer, offsets, 0);
        if (code)
            rd_kafka_poll(sink->producer, TRY_PAUSE_MS);
    } while (code && !atomic_load(sink->stop) && ++tried < TRIES);
    if (code)
        dw_log_often(DW_LOG_WARNING, "offsets not committed", "lane=%d reason=%s", sink->lane,
                     rd_kafka_err2str(code));
    return DW_DONE;
}

enum dw_outcome dw_sink_commit(struct dw_sink *sink, rd_kafka_t *consumer,
                               const rd_kafka_topic_partition_list_t *offsets)
{
    enum dw_outcome outcome;

    if (sink->settings->guarantee == DW_EXACTLY_ONCE)
        outcome = commit_transaction(sink, consumer, offsets);
    else
        outcome = commit_offsets(sink, consumer, offsets);
    if (outcome == DW_DONE)
        sink->begun = false;
    return outcome;
}

enum dw_outcome dw_sink_abort(struct dw_sink *sink)
{
    enum dw_outcome outcome;

    if (!sink->begun)
        return DW_DONE;
    /* Without a transaction nothing takes back what is on its way but a new producer. */
    if (sink->settings->guarantee != DW_EXACTLY_ONCE)
        return DW_REOPEN;
    /*
     * An abort that overtakes the request which adds a partition to the transaction would leave
     * that partition in it. Deliveries that have ended, well or not, rule it out.
     */
    rd_kafka_flush(sink->producer, SETTLE_MS);
    outcome = end_transaction(sink, "abort", rd_kafka_abort_transaction);
    if (outcome != DW_DONE)
        return DW_REOPEN;
    sink->begun = false;
    return DW_DONE;
}
