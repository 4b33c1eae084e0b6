/* SPDX-License-Identifier: MIT */
#include "producer/once.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "producer/credentials.h"
#include "producer/gauges.h"
#include "producer/kafka.h"
#include "producer/reconcile.h"
#include "producer/transaction.h"

enum {
    BATCH_RECORDS = 10000,
    BATCH_BYTES = 16 * 1024 * 1024,
    BATCH_MS = 200,      /* longest wait of a record in a batch that is not full ... */
    BATCH_COMMITS = 10,  /* ... or so many times what the last commit took, whichever is longer */
    BATCH_MAX_MS = 5000, /* but no longer than that */
    ASK_MS = 5000,       /* one question to the broker */
    END_MS = 5000,       /* one try to end a transaction */
    END_TRIES = 6,       /* with their pauses, longer than a transaction may last */
    PAUSE_MS = 200,      /* between tries of a batch, at first */
    PAUSE_MAX_MS = 5000,
    FULL_POLL_MS = 50,
};

/* A record's own copy; it lives until its batch is settled. */
struct entry {
    struct dw_record record; /* its strings are in `bytes` */
    rd_kafka_resp_err_t refusal;
    char bytes[];
};

struct dw_once {
    struct dw_once_options how;
    struct dw_handle_options handle_options;
    struct dw_handle handle;
    char transactional_id[64];

    struct entry **entries;
    size_t n_entries, n_bytes;
    long long begun_ms, wait_ms; /* of the batch */

    struct dw_transaction transaction;
    int64_t *next; /* by partition: behind what was delivered; -1: nothing yet */
    int n_next;
};

/* --- entries --------------------------------------------------------------------------------- */

static const char *put(char **at, const char *text, size_t len)
{
    char *to = *at;

    memcpy(to, text, len);
    to[len] = '\0';
    *at += len + 1;
    return to;
}

static struct entry *entry_new(const struct dw_record *record)
{
    size_t version = record->version ? strlen(record->version) + 1 : 0;
    struct entry *entry = malloc(sizeof *entry + strlen(record->place) + 1 + strlen(record->id) +
                                 1 + version + record->len + 1);
    char *at;

    if (!entry)
        return NULL;
    entry->record = *record;
    entry->refusal = RD_KAFKA_RESP_ERR_NO_ERROR;
    at = entry->bytes;
    entry->record.place = put(&at, record->place, strlen(record->place));
    entry->record.id = put(&at, record->id, strlen(record->id));
    if (record->version)
        entry->record.version = put(&at, record->version, version - 1);
    entry->record.value = put(&at, record->value, record->len);
    entry->record.published = NULL; /* nobody asks here */
    return entry;
}

static void free_entries(struct dw_once *once)
{
    for (size_t i = 0; i < once->n_entries; i++)
        free(once->entries[i]);
    once->n_entries = once->n_bytes = 0;
}

/* The refused ones fail; the rest is left for another try. */
static enum dw_err drop_refused(struct dw_once *once, struct dw_error *err)
{
    enum dw_err rc = DW_OK;
    size_t n = 0;

    for (size_t i = 0; i < once->n_entries; i++) {
        struct entry *entry = once->entries[i];

        if (!entry->refusal || rc) {
            once->entries[n++] = entry;
            continue;
        }
        char reason[128];

        dw_handle_describe(&once->handle, entry->refusal, reason, sizeof reason);
        dw_publisher_fail(once->how.counts, once->how.hooks, &entry->record, reason);
        rc = dw_ledger_recant(once->how.ledger, &entry->record, err);
        once->n_bytes -= entry->record.len;
        free(entry);
    }
    once->n_entries = n;
    return rc ? rc : dw_ledger_seal(once->how.ledger, err);
}

/* --- producing ------------------------------------------------------------------------------- */

/* Topics may get more partitions at any time. */
static bool make_room(struct dw_once *once, int n)
{
    int64_t *more = n > once->n_next ? realloc(once->next, (size_t)n * sizeof *more) : once->next;

    if (!more)
        return false;
    once->next = more;
    while (once->n_next < n)
        once->next[once->n_next++] = -1;
    return true;
}

/* A position that cannot be kept costs reading from an earlier one, no more. */
static void note_delivery(struct dw_once *once, const rd_kafka_message_t *message)
{
    if (make_room(once, message->partition + 1) &&
        once->next[message->partition] <= message->offset)
        once->next[message->partition] = message->offset + 1;
}

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    struct dw_once *once = opaque;
    struct entry *entry = message->_private;

    (void)rk;
    if (!message->err) {
        note_delivery(once, message);
        return;
    }
    dw_transaction_note_delivery(&once->transaction, message);
    if (dw_kafka_is_refusal(message->err))
        entry->refusal = message->err;
}

static int on_stats(rd_kafka_t *rk, char *json, size_t len, void *opaque)
{
    const struct dw_once *once = opaque;

    (void)rk;
    dw_clientstats_take(&once->how.gauges->client, json, len);
    return 0;
}

/* True if what was begun cannot be committed. */
static bool is_torn(const struct dw_once *once)
{
    return !once->transaction.is_open || once->transaction.n_failed;
}

/* Queue one entry; what goes wrong shows when the batch is committed. */
static void produce(struct dw_once *once, struct entry *entry)
{
    rd_kafka_resp_err_t code;

    while (!is_torn(once)) {
        code = dw_handle_produce(&once->handle, &entry->record, entry);
        if (!code)
            return;
        if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            rd_kafka_poll(once->handle.rk, FULL_POLL_MS);
            continue;
        }
        dw_transaction_note_failure(&once->transaction, once->handle.topic, code);
        if (dw_kafka_is_refusal(code))
            entry->refusal = code;
    }
}

/* If it fails nothing is produced, and the commit sees to it. */
static void begin(struct dw_once *once)
{
    if (once->handle.rk)
        dw_transaction_begin(&once->transaction);
}

/* --- committing ------------------------------------------------------------------------------ */

/* REDO: nothing of the batch will be seen. */
static enum dw_outcome try_commit(struct dw_once *once)
{
    enum dw_outcome outcome;

    if (!once->handle.rk || !once->transaction.is_open)
        return DW_REOPEN;
    outcome = dw_transaction_commit(&once->transaction);
    if (outcome == DW_REDO && dw_transaction_abort(&once->transaction) != DW_DONE)
        outcome = DW_REOPEN;
    if (outcome == DW_REDO)
        dw_producer_gauges_count(once->how.gauges, DW_COUNT_ABORTED);
    return outcome;
}

static int urgency(const void *stop)
{
    return *(const volatile sig_atomic_t *)stop;
}

static void init_transaction(struct dw_once *once)
{
    dw_transaction_init(&once->transaction, &(struct dw_transaction_options){
                                                .client = once->transactional_id,
                                                .end_ms = END_MS,
                                                .n_ends = END_TRIES,
                                                .urgency = urgency,
                                                .opaque = (const void *)once->how.stop,
                                            });
}

/* A producer of its own epoch: what a former one left open is ended by that. */
static enum dw_err open_handle(struct dw_once *once, struct dw_error *err)
{
    enum dw_err rc;

    dw_handle_close(&once->handle);
    init_transaction(once);
    rc = dw_handle_open(&once->handle, &once->handle_options, err);
    return rc ? rc : dw_transaction_start(&once->transaction, once->handle.rk, err);
}

/* True if the batch turns out to have been published. */
static enum dw_err reopen(struct dw_once *once, bool *published, struct dw_error *err)
{
    size_t n_left;
    enum dw_err rc;

    *published = false;
    dw_producer_gauges_count(once->how.gauges, DW_COUNT_REOPENED);
    rc = open_handle(once, err);
    if (!rc)
        rc = dw_reconcile(once->how.ledger, &once->handle, &once->handle_options, err);
    if (!rc)
        rc = dw_ledger_count(once->how.ledger, &n_left, err);
    if (!rc)
        *published = n_left == 0;
    return rc;
}

static enum dw_err settle(struct dw_once *once, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    for (int32_t p = 0; p < once->n_next && !rc; p++)
        if (once->next[p] >= 0)
            rc = dw_ledger_note_position(once->how.ledger, p, once->next[p], err);
    if (!rc)
        rc = dw_ledger_settle(once->how.ledger, err);
    if (rc)
        return rc;
    dw_producer_gauges_commit(once->how.gauges, once->begun_ms);
    once->how.counts->n_published += once->n_entries;
    once->how.counts->bytes += once->n_bytes;
    once->how.counts->n_settled = once->how.counts->n_added;
    free_entries(once);
    return DW_OK;
}

/* Where commits are slow, batches are longer: most of the time goes into records all the same. */
static void set_wait(struct dw_once *once, long long commit_ms)
{
    once->wait_ms = BATCH_COMMITS * commit_ms;
    if (once->wait_ms < BATCH_MS)
        once->wait_ms = BATCH_MS;
    if (once->wait_ms > BATCH_MAX_MS)
        once->wait_ms = BATCH_MAX_MS;
}

/* Once more after a failure: DW_OK with the batch on its way again, or *published. */
static enum dw_err try_again(struct dw_once *once, enum dw_outcome outcome, bool *published,
                             struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    enum dw_err rc = DW_OK;

    *published = false;
    if (outcome == DW_REOPEN && reopen(once, published, &why)) {
        if (why.code != DW_BROKER || *once->how.stop > 1)
            return dw_error_set(err, why.code, 0, "%s", why.text);
        dw_producer_gauges_set_open(once->how.gauges, false);
        dw_log_often(DW_LOG_WARNING, "broker not reached", "reason=%s", why.text);
        return DW_OK;
    }
    if (!*published)
        rc = drop_refused(once, err);
    if (rc || *published || once->n_entries == 0)
        return rc;
    begin(once);
    for (size_t i = 0; i < once->n_entries; i++)
        produce(once, once->entries[i]);
    return DW_OK;
}

static enum dw_err give_up(struct dw_once *once, struct dw_error *err)
{
    dw_handle_close(&once->handle); /* its reports would name the entries */
    for (size_t i = 0; i < once->n_entries; i++)
        dw_publisher_fail(once->how.counts, once->how.hooks, &once->entries[i]->record,
                          "the broker did not take it in time; the next start will see to it");
    free_entries(once);
    return dw_error_set(err, DW_BROKER, 0, "the broker takes nothing: %s",
                        dw_transaction_why(&once->transaction));
}

enum dw_err dw_once_commit(struct dw_once *once, struct dw_error *err)
{
    long long begun = dw_now_ms();
    long long deadline = begun + dw_options_number(once->how.options, "delivery-timeout");
    int pause = PAUSE_MS;
    enum dw_err rc;

    once->how.counts->n_settled =
        once->n_entries ? once->how.counts->n_settled : once->how.counts->n_added;
    if (once->n_entries == 0)
        return DW_OK;
    rc = dw_ledger_seal(once->how.ledger, err);
    while (!rc) {
        enum dw_outcome outcome = try_commit(once);
        bool published = outcome == DW_DONE;

        if (!published && (*once->how.stop > 1 || (!once->how.patient && dw_now_ms() > deadline)))
            return give_up(once, err);
        if (!published)
            rc = try_again(once, outcome, &published, err);
        if (!rc && (published || once->n_entries == 0)) {
            rc = settle(once, err);
            set_wait(once, dw_now_ms() - begun);
            return rc;
        }
        if (!rc && is_torn(once)) {
            struct timespec wait = {.tv_sec = pause / 1000,
                                    .tv_nsec = (long)(pause % 1000) * 1000000};

            nanosleep(&wait, NULL);
            pause = pause * 2 < PAUSE_MAX_MS ? pause * 2 : PAUSE_MAX_MS;
        }
    }
    return rc;
}

/* --- the rest -------------------------------------------------------------------------------- */

/* For a new target: nothing of ours can be before the ends that there are now. */
static enum dw_err note_ends(struct dw_once *once, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    for (int32_t p = 0; p < once->handle.n_partitions && !rc; p++) {
        int64_t low, high;
        rd_kafka_resp_err_t code = rd_kafka_query_watermark_offsets(
            once->handle.rk, once->handle.topic, p, &low, &high, ASK_MS);

        if (!code)
            rc = dw_ledger_note_position(once->how.ledger, p, high, err);
    }
    return rc;
}

static enum dw_err aim(struct dw_once *once, struct dw_error *err)
{
    char *cluster = rd_kafka_clusterid(once->handle.rk, ASK_MS);
    bool is_new;
    enum dw_err rc =
        dw_ledger_aim(once->how.ledger, cluster ? cluster : "", once->handle.topic, &is_new, err);

    if (cluster)
        rd_kafka_mem_free(once->handle.rk, cluster);
    if (!rc && is_new)
        rc = note_ends(once, err);
    if (!rc)
        rc = dw_reconcile(once->how.ledger, &once->handle, &once->handle_options, err);
    return rc ? rc : dw_ledger_drop(once->how.ledger, err);
}

static enum dw_err open_all(struct dw_once *once, struct dw_error *err)
{
    enum dw_err rc = open_handle(once, err);

    if (rc)
        return rc;
    once->entries = calloc(BATCH_RECORDS, sizeof(struct entry *));
    if (!once->entries || !make_room(once, once->handle.n_partitions))
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    return aim(once, err);
}

enum dw_err dw_once_open(struct dw_once **out, const struct dw_once_options *how,
                         struct dw_error *err)
{
    struct dw_once *once = calloc(1, sizeof *once);
    enum dw_err rc;

    *out = NULL;
    if (!once)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    once->how = *how;
    once->wait_ms = BATCH_MS;
    snprintf(once->transactional_id, sizeof once->transactional_id, "disputewire-producer-%s",
             dw_ledger_name(how->ledger));
    once->handle_options = (struct dw_handle_options){
        .options = how->options,
        .transactional_id = once->transactional_id,
        .report = on_delivery,
        .answers = &once->transaction.answers,
        .opaque = once,
        .stop = how->stop,
        .stats = how->gauges ? on_stats : NULL,
    };
    rc = open_all(once, err);
    if (rc)
        dw_once_close(once);
    else
        *out = once;
    return rc;
}

void dw_once_reload(struct dw_once *once)
{
    dw_credentials_set(once->handle.rk, once->how.options);
}

void dw_once_close(struct dw_once *once)
{
    if (once->handle.rk) {
        rd_kafka_purge(once->handle.rk, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        rd_kafka_flush(once->handle.rk, PAUSE_MS);
    }
    dw_handle_close(&once->handle);
    free_entries(once);
    free(once->entries);
    free(once->next);
    free(once);
}

enum dw_err dw_once_add(struct dw_once *once, const struct dw_record *record, struct dw_error *err)
{
    enum dw_ledger_answer answer;
    struct entry *entry;
    enum dw_err rc = dw_ledger_intend(once->how.ledger, record, &answer, err);

    if (rc)
        return rc;
    once->how.counts->n_added++;
    if (answer == DW_LEDGER_CHANGED)
        dw_log_with(DW_LOG_WARNING, "changed without a new version: not published",
                    "place=%s id=%s version=%s", record->place, record->id, record->version);
    if (answer != DW_LEDGER_NEW) {
        once->how.counts->n_known++;
        if (once->n_entries == 0)
            once->how.counts->n_settled = once->how.counts->n_added;
        return DW_OK;
    }
    entry = entry_new(record);
    if (!entry)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    if (once->n_entries == 0)
        once->begun_ms = dw_now_ms();
    once->entries[once->n_entries++] = entry;
    once->n_bytes += entry->record.len;
    if (once->n_entries == 1)
        begin(once);
    produce(once, entry);
    if (once->n_entries < BATCH_RECORDS && once->n_bytes < BATCH_BYTES)
        return DW_OK;
    return dw_once_commit(once, err);
}

enum dw_err dw_once_poll(struct dw_once *once, int timeout_ms, struct dw_error *err)
{
    if (once->handle.rk)
        rd_kafka_poll(once->handle.rk, timeout_ms);
    if (once->n_entries == 0 || dw_now_ms() - once->begun_ms < once->wait_ms)
        return DW_OK;
    return dw_once_commit(once, err);
}
