/* SPDX-License-Identifier: MIT */
#include "producer/handle.h"

#include <stdio.h>
#include <string.h>

#include "producer/clientstats.h"
#include "producer/kafka.h"
#include "producer/kafkacheck.h"
#include "producer/topic.h"

enum {
    TOPIC_TIMEOUT_MS = 5000, /* the broker has answered already */
    BATCH = 1000000,         /* bytes in a request for one partition */
    BATCH_FRAME = 1024,      /* of these, what is not records */
};

/* A transaction whose producer has died holds up readers for so long, or until the next start. */
#define TRANSACTION_TIMEOUT "30000"
#define MESSAGE_TIMEOUT     "20000"

/* `batch` is the most bytes that go in one request for a partition. */
static enum dw_err make_conf(rd_kafka_conf_t **out, const struct dw_handle_options *how,
                             long long batch, struct dw_error *err)
{
    static const char in_order[] = "each record must arrive once and in order";
    static const char on_replicas[] = "a record counts when all replicas in sync have it";
    const bool once = how->transactional_id;
    char timeout[32], batch_size[32];
    const struct dw_kafka_property own[] = {
        {"enable.idempotence", "true", in_order},
        {"acks", "all", on_replicas},
        {"transactional.id", how->transactional_id, "it is the ledger's, if there is one"},
        {"transaction.timeout.ms", once ? TRANSACTION_TIMEOUT : NULL, NULL},
        {"delivery.report.only.error", NULL, "the reports are what is counted"},
        {"client.id", "disputewire-producer", NULL},
        {"compression.codec", dw_kafka_compression(), NULL},
        {"linger.ms", once ? DW_KAFKA_LINGER_MS : "5", NULL},
        {"socket.nagle.disable", "true", NULL},
        {"partitioner", "murmur2_random", NULL}, /* where Java's clients would put the key */
        /* The broker's limit is the one that counts; ours must not come first. */
        {"message.max.bytes", "100000000", NULL},
        {"queue.buffering.max.kbytes", "131072", NULL},
        {"batch.size", batch_size, NULL},
        {"message.timeout.ms", once ? MESSAGE_TIMEOUT : timeout, NULL},
        {"statistics.interval.ms", how->stats ? DW_STATISTICS_INTERVAL_MS : NULL, NULL},
        {NULL, NULL, NULL},
    };

    snprintf(batch_size, sizeof batch_size, "%lld", batch);
    snprintf(timeout, sizeof timeout, "%lld", dw_options_number(how->options, "delivery-timeout"));
    return dw_kafka_conf_new(out, how->options, own, err);
}

static enum dw_err make_producer(rd_kafka_t **out, const struct dw_handle_options *how,
                                 long long batch, struct dw_error *err)
{
    rd_kafka_conf_t *conf;
    enum dw_err rc = make_conf(&conf, how, batch, err);

    *out = NULL;
    if (rc)
        return rc;
    rd_kafka_conf_set_opaque(conf, how->opaque);
    if (how->stats)
        rd_kafka_conf_set_stats_cb(conf, how->stats);
    if (how->answers)
        dw_answers_watch(how->answers, conf);
    rd_kafka_conf_set_dr_msg_cb(conf, how->report);
    return dw_kafka_open(out, RD_KAFKA_PRODUCER, conf, err);
}

enum dw_err dw_handle_check(const struct dw_handle_options *how, struct dw_error *err)
{
    rd_kafka_conf_t *conf;
    enum dw_err rc = make_conf(&conf, how, BATCH, err);

    return rc ? rc : dw_kafka_check(RD_KAFKA_PRODUCER, conf, how->options, err);
}

static enum dw_err connect_producer(struct dw_handle *handle, const struct dw_handle_options *how,
                                    long long batch, struct dw_error *err)
{
    int timeout = (int)dw_options_number(how->options, "connect-timeout");
    enum dw_err rc = make_producer(&handle->rk, how, batch, err);

    return rc ? rc : dw_kafka_wait(handle->rk, timeout, how->stop, err);
}

/*
 * A topic with a small limit refuses a batch as a whole: one long record would take the short ones
 * in its batch with it. So the batch is kept below the limit, and a long record travels alone.
 */
static enum dw_err fit_batch(struct dw_handle *handle, const struct dw_handle_options *how,
                             struct dw_error *err)
{
    handle->limit = dw_topic_limit(handle->rk, handle->topic, TOPIC_TIMEOUT_MS);
    if (handle->limit == 0 || handle->limit > BATCH + BATCH_FRAME)
        return DW_OK;
    rd_kafka_destroy(handle->rk);
    return connect_producer(handle, how,
                            handle->limit > 2 * BATCH_FRAME ? handle->limit - BATCH_FRAME : 1, err);
}

enum dw_err dw_handle_open(struct dw_handle *handle, const struct dw_handle_options *how,
                           struct dw_error *err)
{
    enum dw_err rc;

    *handle = (struct dw_handle){.topic = dw_options_text(how->options, "topic")};
    rc = connect_producer(handle, how, BATCH, err);
    if (!rc)
        rc = dw_kafka_topic_find(handle->rk, handle->topic, "--topic", TOPIC_TIMEOUT_MS,
                                 &handle->n_partitions, err);
    return rc ? rc : fit_batch(handle, how, err);
}

void dw_handle_close(struct dw_handle *handle)
{
    if (handle->rk)
        rd_kafka_destroy(handle->rk);
    handle->rk = NULL;
}

rd_kafka_resp_err_t dw_handle_produce(struct dw_handle *handle, const struct dw_record *record,
                                      void *ticket)
{
    /* The interface has pointers to what is not const, but copies from them alone. */
    union {
        const char *ours;
        void *theirs;
    } id = {record->id}, value = {record->value};
    const rd_kafka_vu_t parts[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = handle->topic},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {id.theirs, strlen(record->id)}},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {value.theirs, record->len}},
        {.vtype = RD_KAFKA_VTYPE_HEADER, .u.header = {"content-type", "application/json", -1}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_OPAQUE, .u.ptr = ticket},
    };
    rd_kafka_error_t *error = rd_kafka_produceva(handle->rk, parts, sizeof parts / sizeof *parts);
    rd_kafka_resp_err_t code = error ? rd_kafka_error_code(error) : RD_KAFKA_RESP_ERR_NO_ERROR;

    if (error)
        rd_kafka_error_destroy(error);
    return code;
}

void dw_handle_describe(const struct dw_handle *handle, rd_kafka_resp_err_t code, char *out,
                        size_t size)
{
    if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE && handle->limit)
        snprintf(out, size, "%s: the topic takes %lld bytes, compressed", rd_kafka_err2str(code),
                 handle->limit);
    else
        snprintf(out, size, "%s", rd_kafka_err2str(code));
}
