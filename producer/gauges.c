/* SPDX-License-Identifier: MIT */
#include "producer/gauges.h"

#include <librdkafka/rdkafka.h>
#include <stdio.h>

#include "processors/base/now.h"
#include "processors/pipeline.h"

/* Microseconds; a commit takes milliseconds where all is well, 5 s is the longest batch. */
static const int64_t transaction_bounds[] = {10000,   25000,   50000,   100000,   250000,  500000,
                                             1000000, 2500000, 5000000, 10000000, 30000000};

static const struct dw_metric build = {"disputewire_build", DW_METRIC_INFO, NULL,
                                       "Which program this is."};
static const struct dw_metric articles = {
    "disputewire_producer_articles", DW_METRIC_COUNTER, NULL,
    "Articles by what came of them; refused and skipped count items of sources that are no "
    "articles to publish."};
static const struct dw_metric bytes = {"disputewire_producer_bytes", DW_METRIC_COUNTER, "bytes",
                                       "Size of the records published."};
static const struct dw_metric pending = {
    "disputewire_producer_pending_articles", DW_METRIC_GAUGE, NULL,
    "Articles read whose publication the broker has not confirmed."};
static const struct dw_metric last = {
    "disputewire_producer_last_publication_timestamp_seconds", DW_METRIC_GAUGE, "seconds",
    "When the broker last confirmed a record, in seconds since 1970; 0 if it never did."};
static const struct dw_metric transactions = {
    "disputewire_producer_transactions", DW_METRIC_COUNTER, NULL,
    "Transactions by how they ended; with a ledger alone."};
static const struct dw_metric transaction_time = {
    "disputewire_producer_transaction_seconds", DW_METRIC_HISTOGRAM, "seconds",
    "Time from a batch's first article to its commit."};
static const struct dw_metric reopened = {
    "disputewire_producer_recreations", DW_METRIC_COUNTER, NULL,
    "Kafka producers made anew because the former was of no more use."};
static const struct dw_metric fetches = {"disputewire_producer_feed_fetches", DW_METRIC_COUNTER,
                                         NULL, "Feeds asked for, by what came of it."};
static const struct dw_metric pushes = {"disputewire_producer_push_requests", DW_METRIC_COUNTER,
                                        NULL, "Requests of --listen by the status of the answer."};
static const struct dw_metric ready = {"disputewire_producer_ready", DW_METRIC_GAUGE, NULL,
                                       "1 if /readyz says so."};

void dw_producer_gauges_init(struct dw_producer_gauges *gauges, bool goes_on)
{
    *gauges = (struct dw_producer_gauges){.goes_on = goes_on};
    DW_HISTOGRAM_INIT(&gauges->transactions, transaction_bounds);
    dw_clientstats_init(&gauges->client, "producer");
}

void dw_producer_gauges_fini(struct dw_producer_gauges *gauges)
{
    dw_clientstats_fini(&gauges->client);
}

/* --- counting -------------------------------------------------------------------------------- */

void dw_producer_gauges_count(struct dw_producer_gauges *gauges, enum dw_producer_count what)
{
    if (gauges)
        dw_count_add(&gauges->counts[what], 1);
}

void dw_producer_gauges_count_push(struct dw_producer_gauges *gauges, unsigned status)
{
    if (gauges && status < DW_PUSH_STATUS_MAX)
        dw_count_add(&gauges->pushes[status], 1);
}

static void set(atomic_llong *to, long long value)
{
    atomic_store_explicit(to, value, memory_order_relaxed);
}

void dw_producer_gauges_note(struct dw_producer_gauges *gauges,
                             const struct dw_publisher_counts *counts)
{
    if (!gauges)
        return;
    if ((long long)counts->n_published > dw_count_get(&gauges->published))
        set(&gauges->last_ms, dw_now_since_epoch_ms());
    set(&gauges->added, (long long)counts->n_added);
    set(&gauges->published, (long long)counts->n_published);
    set(&gauges->failed, (long long)counts->n_failed);
    set(&gauges->known, (long long)counts->n_known);
    set(&gauges->bytes, (long long)counts->bytes);
}

void dw_producer_gauges_commit(struct dw_producer_gauges *gauges, int64_t begun_ms)
{
    if (!gauges)
        return;
    dw_histogram_add(&gauges->transactions, 1000 * (dw_now_ms() - begun_ms));
    dw_producer_gauges_set_open(gauges, true);
}

void dw_producer_gauges_set_open(struct dw_producer_gauges *gauges, bool is_open)
{
    if (gauges)
        atomic_store(&gauges->is_open, is_open);
}

void dw_producer_gauges_set_serving(struct dw_producer_gauges *gauges)
{
    if (gauges)
        atomic_store(&gauges->is_serving, true);
}

/* --- pages ----------------------------------------------------------------------------------- */

static double count_of(const struct dw_producer_gauges *gauges, enum dw_producer_count what)
{
    return (double)dw_count_get(&gauges->counts[what]);
}

struct row {
    const char *value; /* of the label */
    double n;
};

static void write_rows(const struct dw_metric *metric, const char *label, const struct row *rows,
                       size_t n, struct dw_metrics *out)
{
    dw_metrics_begin(out, metric);
    for (size_t i = 0; i < n; i++)
        dw_metrics_add(out, rows[i].n, label, rows[i].value, (char *)NULL);
}

static void write_articles(const struct dw_producer_gauges *gauges, struct dw_metrics *out)
{
    double published = (double)dw_count_get(&gauges->published);
    double known = (double)dw_count_get(&gauges->known);
    double failed = (double)dw_count_get(&gauges->failed);
    double left = (double)dw_count_get(&gauges->added) - published - known - failed;
    const struct row rows[] = {
        {"published", published},
        {"failed", failed},
        {"known", known},
        {"refused", count_of(gauges, DW_COUNT_REFUSED)},
        {"skipped", count_of(gauges, DW_COUNT_SKIPPED)},
    };

    write_rows(&articles, "fate", rows, sizeof rows / sizeof *rows, out);
    dw_metrics_put(out, &bytes, (double)dw_count_get(&gauges->bytes));
    dw_metrics_put(out, &pending, left > 0 ? left : 0);
    dw_metrics_put(out, &last, (double)dw_count_get(&gauges->last_ms) / 1000);
}

static void write_transactions(const struct dw_producer_gauges *gauges, struct dw_metrics *out)
{
    const struct row rows[] = {
        {"committed", (double)dw_histogram_count(&gauges->transactions)},
        {"aborted", count_of(gauges, DW_COUNT_ABORTED)},
    };

    write_rows(&transactions, "outcome", rows, sizeof rows / sizeof *rows, out);
    dw_metrics_begin(out, &transaction_time);
    dw_metrics_add_histogram(out, &gauges->transactions, (char *)NULL);
    dw_metrics_put(out, &reopened, count_of(gauges, DW_COUNT_REOPENED));
}

static void write_sources(const struct dw_producer_gauges *gauges, struct dw_metrics *out)
{
    const struct row rows[] = {
        {"read", count_of(gauges, DW_COUNT_FETCH_READ)},
        {"unchanged", count_of(gauges, DW_COUNT_FETCH_UNCHANGED)},
        {"failed", count_of(gauges, DW_COUNT_FETCH_FAILED)},
    };
    char status[16];

    write_rows(&fetches, "outcome", rows, sizeof rows / sizeof *rows, out);
    dw_metrics_begin(out, &pushes);
    for (int i = 0; i < DW_PUSH_STATUS_MAX; i++) {
        long long n = dw_count_get(&gauges->pushes[i]);

        snprintf(status, sizeof status, "%d", i);
        if (n)
            dw_metrics_add(out, (double)n, "code", status, (char *)NULL);
    }
}

/* Who reads a file and ends is ready when it publishes; who goes on, when sources can reach it. */
static bool is_ready(void *user, struct dw_strbuf *why)
{
    struct dw_producer_gauges *gauges = user;

    if (!atomic_load(&gauges->is_open))
        dw_strbuf_adds(why, "no broker has been reached yet");
    else if (gauges->goes_on && !atomic_load(&gauges->is_serving))
        dw_strbuf_adds(why, "the sources are not open");
    else
        return true;
    return false;
}

/* It ends when it cannot go on. */
static bool is_alive(void *user, struct dw_strbuf *why)
{
    (void)user;
    (void)why;
    return true;
}

static void write_all(void *user, struct dw_metrics *out)
{
    struct dw_producer_gauges *gauges = user;
    struct dw_clientstats *clients[] = {&gauges->client};
    struct dw_strbuf why;

    dw_strbuf_init(&why);
    dw_metrics_begin(out, &build);
    dw_metrics_add(out, 1, "program", "disputewire-producer", "version", DW_VERSION, "librdkafka",
                   rd_kafka_version_str(), (char *)NULL);
    dw_metrics_put(out, &ready, is_ready(gauges, &why));
    write_articles(gauges, out);
    write_transactions(gauges, out);
    write_sources(gauges, out);
    dw_clientstats_write(clients, 1, out);
    dw_strbuf_fini(&why);
}

struct dw_monitor_hooks dw_producer_gauges_hooks(struct dw_producer_gauges *gauges)
{
    return (struct dw_monitor_hooks){write_all, is_alive, is_ready, gauges};
}
