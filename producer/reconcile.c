/* SPDX-License-Identifier: MIT */
#include "producer/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "processors/base/arena.h"
#include "processors/base/log.h"
#include "producer/kafka.h"

enum {
    ARENA_MAX = 8 * DW_RECORD_MAX, /* a record, decoded */
    ASK_MS = 10000,                /* for one question to the broker */
    SLICE_MS = 100,                /* between looks at the signal */
    QUIET_MAX = 1200, /* slices without a record: two minutes, above any transaction's time */
};

struct range {
    int64_t beg, end; /* offsets that may hold what is looked for: [beg, end) */
    bool done;
};

struct search {
    struct dw_ledger *ledger;
    struct dw_handle *handle;
    const struct dw_handle_options *how;
    rd_kafka_t *reader;
    struct range *ranges;  /* a partition each */
    struct dw_arena arena; /* for one record */
    size_t n_read;
};

/* A position behind the end is one of a topic that was made anew: then all of it is read. */
static enum dw_err find_range(struct search *search, int32_t partition, struct dw_error *err)
{
    struct range *range = &search->ranges[partition];
    int64_t low, high, noted;
    rd_kafka_resp_err_t code = rd_kafka_query_watermark_offsets(
        search->handle->rk, search->handle->topic, partition, &low, &high, ASK_MS);

    if (code)
        return dw_error_set(err, DW_BROKER, 0, "partition %d of %s does not tell its end: %s",
                            (int)partition, search->handle->topic, rd_kafka_err2str(code));
    if (dw_ledger_position(search->ledger, partition, &noted, err))
        return DW_IO;
    range->beg = noted < low || noted > high ? low : noted;
    range->end = high;
    range->done = range->beg >= high;
    return DW_OK;
}

static enum dw_err open_reader(struct search *search, struct dw_error *err)
{
    static const struct dw_kafka_property own[] = {
        {"client.id", "disputewire-producer-reconcile", NULL},
        {"group.id", "disputewire-producer", dw_kafka_kept},
        {"isolation.level", "read_committed", dw_kafka_kept},
        {"enable.auto.commit", "false", dw_kafka_kept},
        {"enable.partition.eof", "true", dw_kafka_kept},
        {"auto.offset.reset", "earliest", NULL},
        {NULL, NULL, NULL},
    };
    rd_kafka_conf_t *conf;
    enum dw_err rc = dw_kafka_conf_new(&conf, search->how->options, own, err);

    if (!rc)
        rc = dw_kafka_open(&search->reader, RD_KAFKA_CONSUMER, conf, err);
    if (!rc)
        rd_kafka_poll_set_consumer(search->reader);
    return rc;
}

static enum dw_err assign_ranges(struct search *search, struct dw_error *err)
{
    int n = search->handle->n_partitions;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(n);
    rd_kafka_resp_err_t code;

    for (int32_t p = 0; p < n; p++)
        if (!search->ranges[p].done)
            rd_kafka_topic_partition_list_add(list, search->handle->topic, p)->offset =
                search->ranges[p].beg;
    code = rd_kafka_assign(search->reader, list);
    rd_kafka_topic_partition_list_destroy(list);
    return code ? dw_error_set(err, DW_BROKER, 0, "cannot read %s: %s", search->handle->topic,
                               rd_kafka_err2str(code))
                : DW_OK;
}

/* What is no article record, or has another key than ours would have, is somebody else's. */
static enum dw_err look_at(struct search *search, const rd_kafka_message_t *message,
                           struct dw_error *err)
{
    struct dw_record record;
    enum dw_err rc = DW_INPUT;

    search->n_read++;
    if (message->key && message->payload)
        rc = dw_record_from_json(message->payload, message->len, &search->arena, &record, NULL);
    if (rc == DW_NOMEM)
        rc = dw_error_set(err, rc, 0, "out of memory");
    else if (rc || message->key_len != strlen(record.id) ||
             memcmp(message->key, record.id, message->key_len) != 0)
        rc = DW_OK;
    else
        rc = dw_ledger_found(search->ledger, &record, err);
    dw_arena_reset(&search->arena);
    return rc;
}

/* The end as readers of committed records see it comes with the offset that they have got to. */
static enum dw_err take(struct search *search, const rd_kafka_message_t *message,
                        struct dw_error *err)
{
    struct range *range = &search->ranges[message->partition];

    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF ||
        (!message->err && message->offset + 1 >= range->end))
        range->done |= message->offset + (message->err ? 0 : 1) >= range->end;
    if (message->err || message->offset >= range->end)
        return DW_OK;
    return look_at(search, message, err);
}

static bool is_done(const struct search *search)
{
    for (int p = 0; p < search->handle->n_partitions; p++)
        if (!search->ranges[p].done)
            return false;
    return true;
}

static enum dw_err read_ranges(struct search *search, struct dw_error *err)
{
    enum dw_err rc = DW_OK;
    int quiet = 0;

    while (!rc && !is_done(search)) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(search->reader, SLICE_MS);

        if (*search->how->stop)
            rc = dw_error_set(err, DW_BROKER, 0, "interrupted while reading %s",
                              search->handle->topic);
        else if (message && message->rkt)
            rc = take(search, message, err);
        quiet = message ? 0 : quiet + 1;
        if (message)
            rd_kafka_message_destroy(message);
        if (!rc && quiet == QUIET_MAX)
            rc = dw_error_set(err, DW_BROKER, 0, "%s cannot be read to its end",
                              search->handle->topic);
    }
    return rc;
}

static enum dw_err run_search(struct search *search, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    for (int32_t p = 0; p < search->handle->n_partitions && !rc; p++)
        rc = find_range(search, p, err);
    if (rc || is_done(search))
        return rc;
    rc = open_reader(search, err);
    if (!rc)
        rc = assign_ranges(search, err);
    return rc ? rc : read_ranges(search, err);
}

enum dw_err dw_reconcile(struct dw_ledger *ledger, struct dw_handle *handle,
                         const struct dw_handle_options *how, struct dw_error *err)
{
    struct search search = {.ledger = ledger, .handle = handle, .how = how};
    size_t before, after;
    enum dw_err rc = dw_ledger_count(ledger, &before, err);

    if (rc || before == 0)
        return rc;
    search.ranges = calloc((size_t)handle->n_partitions, sizeof *search.ranges);
    if (!search.ranges)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    dw_arena_init(&search.arena, ARENA_MAX);
    rc = run_search(&search, err);
    dw_arena_fini(&search.arena);
    if (search.reader) {
        rd_kafka_consumer_close(search.reader);
        rd_kafka_destroy(search.reader);
    }
    free(search.ranges);
    if (!rc)
        rc = dw_ledger_seal(ledger, err);
    if (!rc)
        rc = dw_ledger_count(ledger, &after, err);
    if (!rc)
        dw_log_with(DW_LOG_INFO, "reconciled", "topic=%s intended=%zu found=%zu read=%zu",
                    handle->topic, before, before - after, search.n_read);
    return rc;
}
