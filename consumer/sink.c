/* SPDX-License-Identifier: MIT */
#include "consumer/sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "producer/kafka.h"

enum {
    TRIES = 5,          /* of one call that may be repeated */
    TRY_PAUSE_MS = 100, /* between them */
    FULL_POLL_MS = 50,  /* while the queue is full */
    FLUSH_MS = 10000,   /* above message.timeout.ms */
    NO_LIMIT = -1,      /* librdkafka: what is left of the transaction's time */
};

#define TRANSACTION_TIMEOUT "10000"
#define MESSAGE_TIMEOUT     "8000"

/* --- configuration --------------------------------------------------------------------------- */

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    struct dw_sink *sink = opaque;

    (void)rk;
    dw_transaction_note_delivery(&sink->transaction, message);
}

static int on_stats(rd_kafka_t *rk, char *json, size_t len, void *opaque)
{
    struct dw_sink *sink = opaque;

    (void)rk;
    if (sink)
        dw_clientstats_take(sink->stats, json, len);
    return 0;
}

/* A number that librdkafka has checked. */
static long number_of(const rd_kafka_conf_t *conf, const char *key)
{
    char text[32] = "";
    size_t len = sizeof text;

    return rd_kafka_conf_get(conf, key, text, &len) == RD_KAFKA_CONF_OK ? strtol(text, NULL, 10)
                                                                        : 0;
}

/* Where one of two names of a property was set; ours if by nobody. */
static const char *place_of(const struct dw_settings *settings, const char *key, const char *other)
{
    const char *place = dw_options_property_place(settings->options, key);

    if (!place)
        place = dw_options_property_place(settings->options, other);
    return place ? place : "built in";
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
                            "%s: message.timeout.ms=%ld: records must be given up before their "
                            "transaction is, after transaction.timeout.ms=%ld",
                            place_of(settings, "message.timeout.ms", "delivery.timeout.ms"),
                            message, transaction);
    if (settings->batch_ms >= transaction)
        return dw_error_set(err, DW_CONFIG, 0,
                            "%s: transaction.timeout.ms=%ld: the broker would end each "
                            "transaction before --batch-time does, after %d ms",
                            place_of(settings, "transaction.timeout.ms", ""), transaction,
                            settings->batch_ms);
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
        {"linger.ms", DW_KAFKA_LINGER_MS, NULL},
        {"compression.codec", dw_kafka_compression(), NULL},
        {"socket.nagle.disable", "true", NULL},
        {"reconnect.backoff.max.ms", DW_RECONNECT_MAX_MS, NULL},
        /* Topics were there at the start: one that is not there now has been deleted. */
        {"topic.metadata.propagation.max.ms", "2000", NULL},
        {"queue.buffering.max.kbytes", queue_kb, "it follows from --memory"},
        {"queue.buffering.max.messages", "1000000", NULL},
        {"message.max.bytes", record_bytes, "it follows from --memory"},
        {"statistics.interval.ms", settings->is_watched ? DW_STATISTICS_INTERVAL_MS : NULL, NULL},
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
    if (settings->is_watched)
        rd_kafka_conf_set_stats_cb(*out, on_stats);
    return DW_OK;
}

/* --- open and close -------------------------------------------------------------------------- */

/* A transaction that is open when a stop comes is still ended; a new one does not begin. */
static int urgency(const void *stop)
{
    return atomic_load((const atomic_int *)stop) != 0;
}

static void init_transaction(struct dw_sink *sink)
{
    snprintf(sink->client, sizeof sink->client, "lane-%d", sink->lane);
    dw_transaction_init(&sink->transaction, &(struct dw_transaction_options){
                                                .client = sink->client,
                                                .n_inits = TRIES,
                                                .end_ms = NO_LIMIT,
                                                .n_ends = TRIES,
                                                .urgency = urgency,
                                                .opaque = (const void *)sink->stop,
                                            });
}

/* Asks for their leaders at once: of a topic that a record names first librdkafka asks up to a
 * second later, and after each restart the first transaction would wait for that. */
static enum dw_err open_topics(struct dw_sink *sink, struct dw_error *err)
{
    for (int i = 0; i < DW_N_OUTPUT_TOPICS; i++) {
        const char *name = sink->settings->outputs[i];

        if (!name)
            continue;
        sink->topics[i] = rd_kafka_topic_new(sink->producer, name, NULL);
        if (!sink->topics[i])
            return dw_error_set(err, DW_BROKER, 0, "topic %s: %s", name,
                                rd_kafka_err2str(rd_kafka_last_error()));
    }
    return DW_OK;
}

enum dw_err dw_sink_open(struct dw_sink *sink, const struct dw_settings *settings, int lane,
                         const atomic_int *stop, struct dw_clientstats *stats, struct dw_error *err)
{
    rd_kafka_conf_t *conf;
    enum dw_err rc;

    *sink = (struct dw_sink){.settings = settings, .lane = lane, .stop = stop, .stats = stats};
    init_transaction(sink);
    rc = dw_sink_conf_new(&conf, settings, lane, err);
    if (rc)
        return rc;
    rd_kafka_conf_set_opaque(conf, sink);
    dw_answers_watch(&sink->transaction.answers, conf);
    rc = dw_kafka_open(&sink->producer, RD_KAFKA_PRODUCER, conf, err);
    if (!rc)
        rc = open_topics(sink, err);
    if (rc || settings->guarantee != DW_EXACTLY_ONCE)
        return rc;
    return dw_transaction_start(&sink->transaction, sink->producer, err);
}

void dw_sink_close(struct dw_sink *sink)
{
    if (!sink->producer)
        return;
    rd_kafka_purge(sink->producer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(sink->producer, TRY_PAUSE_MS);
    for (int i = 0; i < DW_N_OUTPUT_TOPICS; i++)
        if (sink->topics[i])
            rd_kafka_topic_destroy(sink->topics[i]);
    rd_kafka_destroy(sink->producer);
    sink->producer = NULL;
    sink->begun = false;
}

/* --- one transaction ------------------------------------------------------------------------- */

enum dw_outcome dw_sink_begin(struct dw_sink *sink)
{
    if (sink->begun)
        return DW_DONE;
    sink->begun = true;
    if (sink->settings->guarantee == DW_EXACTLY_ONCE)
        return dw_transaction_begin(&sink->transaction);
    dw_transaction_clear_failures(&sink->transaction);
    return DW_DONE;
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
        {.vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = sink->topics[record->topic]},
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
    const char *topic = sink->settings->outputs[record->topic];

    for (;;) {
        rd_kafka_error_t *error = produce(sink, output, record);
        rd_kafka_resp_err_t code;

        if (!error)
            return DW_DONE;
        code = rd_kafka_error_code(error);
        if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            dw_log_often(DW_LOG_WARNING, "record not sent", "lane=%d topic=%s reason=%s",
                         sink->lane, topic, rd_kafka_error_string(error));
            rd_kafka_error_destroy(error);
            dw_transaction_note_failure(&sink->transaction, topic, code);
            return code == RD_KAFKA_RESP_ERR__FATAL ? DW_REOPEN : DW_REDO;
        }
        rd_kafka_error_destroy(error);
        rd_kafka_poll(sink->producer, FULL_POLL_MS);
        if (sink->transaction.n_failed)
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
    return sink->transaction.n_failed ? DW_REDO : DW_DONE;
}

/* --- its end --------------------------------------------------------------------------------- */

static enum dw_outcome commit_transaction(struct dw_sink *sink, rd_kafka_t *consumer,
                                          const rd_kafka_topic_partition_list_t *offsets)
{
    enum dw_outcome outcome = dw_transaction_add_offsets(&sink->transaction, consumer, offsets);

    return outcome == DW_DONE ? dw_transaction_commit(&sink->transaction) : outcome;
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

    dw_kafka_flush(sink->producer, FLUSH_MS);
    if (rd_kafka_fatal_error(sink->producer, NULL, 0))
        return DW_REOPEN;
    if (sink->transaction.n_failed || rd_kafka_outq_len(sink->producer) > 0) {
        dw_log_often(DW_LOG_WARNING, "delivery failed", "lane=%d reason=%s", sink->lane,
                     sink->transaction.n_failed ? sink->transaction.failure_text : "timed out");
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
    outcome = dw_transaction_abort(&sink->transaction);
    if (outcome == DW_DONE)
        sink->begun = false;
    return outcome;
}
