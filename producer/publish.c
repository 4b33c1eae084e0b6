/* SPDX-License-Identifier: MIT */
#include "producer/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/base/log.h"
#include "producer/credentials.h"
#include "producer/gauges.h"
#include "producer/handle.h"
#include "producer/once.h"

enum {
    SLICE_MS = 100,  /* between looks at the signal */
    PURGE_MS = 5000, /* for the reports of what was given up */
};

struct dw_publisher {
    struct dw_publisher_options how;
    struct dw_publisher_counts counts;
    struct dw_once *once; /* with a ledger, and then there is no handle here */
    struct dw_handle handle;
    enum dw_err broken; /* why no further record can go */
    char reason[256];
};

/* What a delivery report needs to name its record; one allocation, freed by the report. */
struct ticket {
    struct dw_record record; /* place, id and length; the value in the report */
    char place[];
};

static struct ticket *ticket_new(const struct dw_record *record)
{
    size_t n_place = strlen(record->place) + 1, n_id = strlen(record->id) + 1;
    struct ticket *ticket = malloc(sizeof *ticket + n_place + n_id);

    if (!ticket)
        return NULL;
    memcpy(ticket->place, record->place, n_place);
    memcpy(ticket->place + n_place, record->id, n_id);
    ticket->record = (struct dw_record){
        .place = ticket->place, .id = ticket->place + n_place, .len = record->len};
    return ticket;
}

/* --- delivery -------------------------------------------------------------------------------- */

void dw_publisher_fail(struct dw_publisher_counts *counts, const struct dw_publisher_hooks *hooks,
                       const struct dw_record *record, const char *reason)
{
    counts->n_failed++;
    dw_log_with(DW_LOG_ERROR, "record not published", "place=%s id=%s bytes=%zu reason=%s",
                record->place, record->id, record->len, reason);
    if (hooks)
        hooks->failed(hooks->user, record, reason);
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

static void report_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    struct dw_publisher *publisher = opaque;
    struct ticket *ticket = message->_private;

    (void)rk;
    if (message->err) {
        char reason[128];

        dw_handle_describe(&publisher->handle, message->err, reason, sizeof reason);
        ticket->record.value = message->payload;
        dw_publisher_fail(&publisher->counts, publisher->how.hooks, &ticket->record, reason);
        note_broken(publisher, message->err);
    } else {
        publisher->counts.n_published++;
        publisher->counts.bytes += message->len;
    }
    free(ticket);
}

static int on_stats(rd_kafka_t *rk, char *json, size_t len, void *opaque)
{
    const struct dw_publisher *publisher = opaque;

    (void)rk;
    dw_clientstats_take(&publisher->how.gauges->client, json, len);
    return 0;
}

static void note(const struct dw_publisher *publisher)
{
    dw_producer_gauges_note(publisher->how.gauges, &publisher->counts);
}

/* --- opening --------------------------------------------------------------------------------- */

enum dw_err dw_publisher_check(const struct dw_options *options, struct dw_error *err)
{
    const struct dw_handle_options how = {.options = options, .report = report_delivery};

    return dw_handle_check(&how, err);
}

static enum dw_err open_once(struct dw_publisher *publisher, struct dw_error *err)
{
    const struct dw_once_options how = {
        .options = publisher->how.options,
        .ledger = publisher->how.ledger,
        .stop = publisher->how.stop,
        .counts = &publisher->counts,
        .hooks = publisher->how.hooks,
        .patient = publisher->how.patient,
        .gauges = publisher->how.gauges,
    };

    return dw_once_open(&publisher->once, &how, err);
}

static enum dw_err open_handle(struct dw_publisher *publisher, struct dw_error *err)
{
    const struct dw_handle_options how = {
        .options = publisher->how.options,
        .report = report_delivery,
        .opaque = publisher,
        .stop = publisher->how.stop,
        .stats = publisher->how.gauges ? on_stats : NULL,
    };

    return dw_handle_open(&publisher->handle, &how, err);
}

enum dw_err dw_publisher_open(struct dw_publisher **out, const struct dw_publisher_options *how,
                              struct dw_error *err)
{
    struct dw_publisher *publisher = calloc(1, sizeof *publisher);
    enum dw_err rc;

    *out = NULL;
    if (!publisher)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    publisher->how = *how;
    rc = how->ledger ? open_once(publisher, err) : open_handle(publisher, err);
    if (rc) {
        dw_publisher_close(publisher);
        return rc;
    }
    dw_producer_gauges_set_open(how->gauges, true);
    *out = publisher;
    return DW_OK;
}

/* --- publishing ------------------------------------------------------------------------------ */

static enum dw_err report_broken(const struct dw_publisher *publisher, struct dw_error *err)
{
    return dw_error_set(err, publisher->broken, 0, "publishing has failed for good: %s",
                        publisher->reason);
}

/* The broker's answer comes by a report. */
static enum dw_err queue_record(struct dw_publisher *publisher, const struct dw_record *record,
                                struct dw_error *err)
{
    struct ticket *ticket = ticket_new(record);
    rd_kafka_resp_err_t code;

    if (!ticket)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    publisher->counts.n_added++;
    for (;;) {
        code = publisher->broken ? RD_KAFKA_RESP_ERR__DESTROY
                                 : dw_handle_produce(&publisher->handle, record, ticket);
        if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL || *publisher->how.stop > 1)
            break;
        dw_publisher_poll(publisher, SLICE_MS);
    }
    if (!code)
        return DW_OK;
    if (!publisher->broken)
        note_broken(publisher, code);
    dw_publisher_fail(&publisher->counts, publisher->how.hooks, record,
                      publisher->broken ? publisher->reason : rd_kafka_err2str(code));
    free(ticket);
    return publisher->broken ? report_broken(publisher, err) : DW_OK;
}

enum dw_err dw_publisher_add(struct dw_publisher *publisher, const struct dw_record *record,
                             struct dw_error *err)
{
    enum dw_err rc;

    if (!publisher->once)
        rc = queue_record(publisher, record, err);
    else if (publisher->broken)
        rc = report_broken(publisher, err);
    else
        rc = dw_once_add(publisher->once, record, err);
    note(publisher);
    return rc;
}

void dw_publisher_poll(struct dw_publisher *publisher, int timeout_ms)
{
    struct dw_error why = {.code = DW_OK};

    if (!publisher->once) {
        rd_kafka_poll(publisher->handle.rk, timeout_ms);
    } else if (!publisher->broken && dw_once_poll(publisher->once, timeout_ms, &why)) {
        publisher->broken = why.code;
        memcpy(publisher->reason, why.text, sizeof publisher->reason);
    }
    note(publisher);
}

static void flush_queue(struct dw_publisher *publisher)
{
    rd_kafka_t *rk = publisher->handle.rk;

    while (rd_kafka_outq_len(rk) > 0 && *publisher->how.stop <= 1) {
        rd_kafka_flush(rk, SLICE_MS);
        note(publisher);
    }
    if (rd_kafka_outq_len(rk) == 0)
        return;
    rd_kafka_purge(rk, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(rk, PURGE_MS);
}

enum dw_err dw_publisher_flush(struct dw_publisher *publisher, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    if (publisher->once && publisher->broken)
        return report_broken(publisher, err);
    if (publisher->once)
        rc = dw_once_commit(publisher->once, err);
    else
        flush_queue(publisher);
    note(publisher);
    return rc;
}

const struct dw_publisher_counts *dw_publisher_counts(const struct dw_publisher *publisher)
{
    return &publisher->counts;
}

void dw_publisher_reload(struct dw_publisher *publisher)
{
    if (publisher->once)
        dw_once_reload(publisher->once);
    else
        dw_credentials_set(publisher->handle.rk, publisher->how.options);
}

void dw_publisher_close(struct dw_publisher *publisher)
{
    if (publisher->once)
        dw_once_close(publisher->once);
    dw_handle_close(&publisher->handle);
    free(publisher);
}
