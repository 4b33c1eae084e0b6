/* SPDX-License-Identifier: MIT */
#include "producer/publish.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "producer/kafka.h"

enum {
    SLICE_MS = 100,          /* between looks at the signal */
    PURGE_MS = 5000,         /* for the reports of what was given up */
    TOPIC_TIMEOUT_MS = 5000, /* the broker has answered already */
    BATCH = 1000000,         /* bytes in a request for one partition */
    BATCH_FRAME = 1024,      /* of these, what is not records */
};

struct dw_publisher {
    rd_kafka_t *rk;
    const char *topic;
    const volatile sig_atomic_t *stop;
    struct dw_publisher_counts counts;
    long long limit;    /* bytes of a batch that the topic takes; 0: not known */
    enum dw_err broken; /* why no further record can go */
    char reason[256];
};

/* What a delivery report needs to name its record; one allocation, freed by the report. */
struct ticket {
    const char *id; /* behind the place, in `place` itself */
    char place[];
};

static struct ticket *ticket_new(const char *place, const char *id)
{
    size_t n_place = strlen(place) + 1, n_id = strlen(id) + 1;
    struct ticket *ticket = malloc(sizeof *ticket + n_place + n_id);

    if (!ticket)
        return NULL;
    memcpy(ticket->place, place, n_place);
    memcpy(ticket->place + n_place, id, n_id);
    ticket->id = ticket->place + n_place;
    return ticket;
}

/* --- delivery -------------------------------------------------------------------------------- */

static void fail_record(struct dw_publisher *publisher, const char *place, const char *id,
                        size_t len, const char *reason)
{
    publisher->counts.n_failed++;
    dw_log_with(DW_LOG_ERROR, "record not published", "place=%s id=%s bytes=%zu reason=%s", place,
                id, len, reason);
}

/* Failures that every later record would meet as well. */
static void note_broken(struct dw_publisher *publisher, rd_kafka_resp_err_t code)
{
    if (publisher->broken)
        return;
    switch ((int)code) {
    case RD_KAFKA_RESP_ERR__FATAL:
        publisher->broken = DW_FATAL;
        break;
    case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        publisher->broken = DW_BROKER;
        break;
    default:
        break; /* this record's own trouble */
    }
    snprintf(publisher->reason, sizeof publisher->reason, "%s", rd_kafka_err2str(code));
}

/* librdkafka's words, and the limit where that is what was met. */
static void describe(const struct dw_publisher *publisher, rd_kafka_resp_err_t code, char *out,
                     size_t size)
{
    if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE && publisher->limit)
        snprintf(out, size, "%s: the topic takes %lld bytes, compressed", rd_kafka_err2str(code),
                 publisher->limit);
    else
        snprintf(out, size, "%s", rd_kafka_err2str(code));
}

static void report_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    struct dw_publisher *publisher = opaque;
    struct ticket *ticket = message->_private;

    (void)rk;
    if (message->err) {
        char reason[128];

        describe(publisher, message->err, reason, sizeof reason);
        fail_record(publisher, ticket->place, ticket->id, message->len, reason);
        note_broken(publisher, message->err);
    } else {
        publisher->counts.n_published++;
        publisher->counts.bytes += message->len;
    }
    free(ticket);
}

/* --- opening --------------------------------------------------------------------------------- */

/* `batch` is the most bytes that go in one request for a partition. */
static enum dw_err make_conf(rd_kafka_conf_t **out, const struct dw_options *options,
                             long long batch, struct dw_error *err)
{
    static const char in_order[] = "each record must arrive once and in order";
    static const char on_replicas[] = "a record counts when all replicas in sync have it";
    char timeout[32], batch_size[32];
    const struct dw_kafka_property own[] = {
        {"enable.idempotence", "true", in_order},
        {"acks", "all", on_replicas},
        {"transactional.id", NULL, "the producer makes no transactions"},
        {"delivery.report.only.error", NULL, "the reports are what is counted"},
        {"client.id", "disputewire-producer", NULL},
        {"compression.codec", dw_kafka_compression(), NULL},
        {"linger.ms", "5", NULL},
        {"socket.nagle.disable", "true", NULL},
        {"partitioner", "murmur2_random", NULL}, /* where Java's clients would put the key */
        /* The broker's limit is the one that counts; ours must not come first. */
        {"message.max.bytes", "100000000", NULL},
        {"queue.buffering.max.kbytes", "131072", NULL},
        {"batch.size", batch_size, NULL},
        {"message.timeout.ms", timeout, NULL},
        {NULL, NULL, NULL},
    };

    snprintf(batch_size, sizeof batch_size, "%lld", batch);
    snprintf(timeout, sizeof timeout, "%lld", dw_options_number(options, "delivery-timeout"));
    return dw_kafka_conf_new(out, options, own, err);
}

enum dw_err dw_publisher_check(const struct dw_options *options, struct dw_error *err)
{
    rd_kafka_conf_t *conf;
    rd_kafka_t *rk;
    enum dw_err rc = make_conf(&conf, options, BATCH, err);

    if (rc)
        return rc;
    rd_kafka_conf_set_dr_msg_cb(conf, report_delivery);
    rc = dw_kafka_open(&rk, RD_KAFKA_PRODUCER, conf, err);
    if (!rc)
        rd_kafka_destroy(rk);
    return rc;
}

static enum dw_err open_handle(struct dw_publisher *publisher, const struct dw_options *options,
                               long long batch, struct dw_error *err)
{
    int timeout = (int)dw_options_number(options, "connect-timeout");
    rd_kafka_conf_t *conf;
    enum dw_err rc = make_conf(&conf, options, batch, err);

    if (rc)
        return rc;
    rd_kafka_conf_set_opaque(conf, publisher);
    rd_kafka_conf_set_dr_msg_cb(conf, report_delivery);
    rc = dw_kafka_open(&publisher->rk, RD_KAFKA_PRODUCER, conf, err);
    if (!rc)
        rc = dw_kafka_wait(publisher->rk, timeout, publisher->stop, err);
    return rc;
}

/*
 * A topic with a small limit refuses a batch as a whole: one long record would take the short ones
 * in its batch with it. So the batch is kept below the limit, and a long record travels alone.
 */
static enum dw_err fit_batch(struct dw_publisher *publisher, const struct dw_options *options,
                             struct dw_error *err)
{
    publisher->limit = dw_kafka_topic_limit(publisher->rk, publisher->topic, TOPIC_TIMEOUT_MS);
    if (publisher->limit == 0 || publisher->limit > BATCH + BATCH_FRAME)
        return DW_OK;
    rd_kafka_destroy(publisher->rk);
    publisher->rk = NULL;
    return open_handle(publisher, options,
                       publisher->limit > 2 * BATCH_FRAME ? publisher->limit - BATCH_FRAME : 1,
                       err);
}

static enum dw_err connect_to_topic(struct dw_publisher *publisher,
                                    const struct dw_options *options, struct dw_error *err)
{
    enum dw_err rc = open_handle(publisher, options, BATCH, err);

    if (!rc)
        rc = dw_kafka_topic_find(publisher->rk, publisher->topic, "--topic", TOPIC_TIMEOUT_MS, NULL,
                                 err);
    return rc ? rc : fit_batch(publisher, options, err);
}

enum dw_err dw_publisher_open(struct dw_publisher **out, const struct dw_options *options,
                              const volatile sig_atomic_t *stop, struct dw_error *err)
{
    struct dw_publisher *publisher = calloc(1, sizeof *publisher);
    enum dw_err rc;

    *out = NULL;
    if (!publisher)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    publisher->topic = dw_options_text(options, "topic");
    publisher->stop = stop;
    rc = connect_to_topic(publisher, options, err);
    if (rc)
        dw_publisher_close(publisher);
    else
        *out = publisher;
    return rc;
}

/* --- publishing ------------------------------------------------------------------------------ */

static rd_kafka_resp_err_t produce(struct dw_publisher *publisher, const struct dw_record *record,
                                   struct ticket *ticket)
{
    /* The interface has pointers to what is not const, but copies from them alone. */
    union {
        const char *ours;
        void *theirs;
    } id = {record->id}, value = {record->value};
    const rd_kafka_vu_t parts[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = publisher->topic},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {id.theirs, strlen(record->id)}},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {value.theirs, record->len}},
        {.vtype = RD_KAFKA_VTYPE_HEADER, .u.header = {"content-type", "application/json", -1}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_OPAQUE, .u.ptr = ticket},
    };
    rd_kafka_error_t *error =
        rd_kafka_produceva(publisher->rk, parts, sizeof parts / sizeof *parts);
    rd_kafka_resp_err_t code = error ? rd_kafka_error_code(error) : RD_KAFKA_RESP_ERR_NO_ERROR;

    if (error)
        rd_kafka_error_destroy(error);
    return code;
}

static enum dw_err report_broken(const struct dw_publisher *publisher, struct dw_error *err)
{
    return dw_error_set(err, publisher->broken, 0, "publishing has failed for good: %s",
                        publisher->reason);
}

enum dw_err dw_publisher_add(struct dw_publisher *publisher, const struct dw_record *record,
                             struct dw_error *err)
{
    struct ticket *ticket = ticket_new(record->place, record->id);
    rd_kafka_resp_err_t code;

    if (!ticket)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    publisher->counts.n_added++;
    for (;;) {
        code = publisher->broken ? RD_KAFKA_RESP_ERR__DESTROY : produce(publisher, record, ticket);
        if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL || *publisher->stop > 1)
            break;
        dw_publisher_poll(publisher, SLICE_MS);
    }
    if (!code)
        return DW_OK;
    if (!publisher->broken)
        note_broken(publisher, code);
    fail_record(publisher, record->place, record->id, record->len,
                publisher->broken ? publisher->reason : rd_kafka_err2str(code));
    free(ticket);
    return publisher->broken ? report_broken(publisher, err) : DW_OK;
}

void dw_publisher_poll(struct dw_publisher *publisher, int timeout_ms)
{
    rd_kafka_poll(publisher->rk, timeout_ms);
}

void dw_publisher_flush(struct dw_publisher *publisher)
{
    while (rd_kafka_outq_len(publisher->rk) > 0 && *publisher->stop <= 1)
        rd_kafka_flush(publisher->rk, SLICE_MS);
    if (rd_kafka_outq_len(publisher->rk) == 0)
        return;
    rd_kafka_purge(publisher->rk, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(publisher->rk, PURGE_MS);
}

void dw_publisher_counts_get(const struct dw_publisher *publisher,
                             struct dw_publisher_counts *counts)
{
    *counts = publisher->counts;
}

void dw_publisher_close(struct dw_publisher *publisher)
{
    if (publisher->rk)
        rd_kafka_destroy(publisher->rk);
    free(publisher);
}
