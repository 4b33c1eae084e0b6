/* SPDX-License-Identifier: MIT */
#include "consumer/gauges.h"

#include <stdio.h>
#include <stdlib.h>

#include "processors/base/now.h"

#define MS_PER_S 1e3

/* --- the metrics ----------------------------------------------------------------------------- */

static const struct dw_metric build = {"disputewire_build", DW_METRIC_INFO, NULL,
                                       "Which program this is, and which model its results name."};
static const struct dw_metric ready = {"disputewire_ready", DW_METRIC_GAUGE, NULL,
                                       "1 if /readyz says so."};
static const struct dw_metric lanes = {"disputewire_lanes", DW_METRIC_GAUGE, NULL,
                                       "Lanes by what they are about."};
static const struct dw_metric ceiling = {"disputewire_memory_limit_bytes", DW_METRIC_GAUGE, "bytes",
                                         "What the process may take by --memory and its tables."};
static const struct dw_metric consumed = {"disputewire_consumed_records", DW_METRIC_COUNTER, NULL,
                                          "Records whose answer is committed."};
static const struct dw_metric consumed_bytes = {"disputewire_consumed_bytes", DW_METRIC_COUNTER,
                                                "bytes", "Size of these records, with their keys."};
static const struct dw_metric written = {"disputewire_produced_records", DW_METRIC_COUNTER, NULL,
                                         "Records written and committed, by topic."};
static const struct dw_metric written_bytes = {"disputewire_produced_bytes", DW_METRIC_COUNTER,
                                               "bytes", "Size of these records, with their keys."};
static const struct dw_metric articles = {
    "disputewire_articles", DW_METRIC_COUNTER, NULL,
    "Articles tagged, by depth: scan where no sentence called for the costly layers."};
static const struct dw_metric relevance = {
    "disputewire_article_relevance_ratio", DW_METRIC_HISTOGRAM, "ratio",
    "Relevance of the articles tagged: how sure we are that they are about a dispute."};
static const struct dw_metric events = {"disputewire_events", DW_METRIC_COUNTER, NULL,
                                        "Events written, by type."};
static const struct dw_metric retractions = {
    "disputewire_retractions", DW_METRIC_COUNTER, NULL,
    "Events taken back because a later version of the article does not tell them."};
static const struct dw_metric dead_letters = {
    "disputewire_dead_letters", DW_METRIC_COUNTER, NULL,
    "Dead letters by how far the record came and what was wrong with it."};
static const struct dw_metric ages = {
    "disputewire_article_age_seconds", DW_METRIC_HISTOGRAM, "seconds",
    "Time from a record's timestamp to the commit of its answer; not of articles held back."};
static const struct dw_metric processing = {"disputewire_processing_seconds", DW_METRIC_HISTOGRAM,
                                            "seconds", "Time of an article in each processor."};
static const struct dw_metric transactions = {"disputewire_transactions", DW_METRIC_COUNTER, NULL,
                                              "Transactions by how they ended."};
static const struct dw_metric transaction_time = {
    "disputewire_transaction_seconds", DW_METRIC_HISTOGRAM, "seconds",
    "Time from a transaction's first record to its commit."};
static const struct dw_metric last_commit = {
    "disputewire_last_commit_timestamp_seconds", DW_METRIC_GAUGE, "seconds",
    "When a lane last committed, in seconds since 1970; 0 if none has."};
static const struct dw_metric recreations = {"disputewire_kafka_producer_recreations",
                                             DW_METRIC_COUNTER, NULL,
                                             "Kafka producers made anew, by reason."};
static const struct dw_metric rebalances = {
    "disputewire_rebalances", DW_METRIC_COUNTER, NULL,
    "Times that a lane was given partitions, gave them back, or lost them."};
static const struct dw_metric lag_records = {
    "disputewire_lag_records", DW_METRIC_GAUGE, NULL,
    "Records of the partition that wait for an answer; 0 where all are answered and committed."};
static const struct dw_metric lag_seconds = {
    "disputewire_lag_seconds", DW_METRIC_GAUGE, "seconds",
    "For how long the oldest of them has waited; 0 if none does."};

/* --- health ---------------------------------------------------------------------------------- */

static const char *const phases[] = {"starting", "ready", "recovering", "flooded"};

/* Append why the lane is not ready; false if so. */
static bool is_lane_ready(const struct dw_lane *lane, struct dw_strbuf *why)
{
    static const char *const reasons[] = {
        "has no partitions yet, or has not read what is remembered of them", NULL,
        "recovers from a failure", "waits for a flood of dead letters to be over"};
    int phase = atomic_load(&lane->phase);
    long long busy_ms = atomic_load(&lane->counters.busy_ms);
    long long waits_s = busy_ms ? (dw_now_ms() - busy_ms) / 1000 : 0;

    if (phase != DW_LANE_READY)
        dw_strbuf_addf(why, "lane %d %s", lane->number, reasons[phase]);
    else if (waits_s > DW_READY_S)
        dw_strbuf_addf(why, "lane %d has not committed for %lld s", lane->number, waits_s);
    else
        return true;
    return false;
}

static bool is_ready(void *user, struct dw_strbuf *why)
{
    const struct dw_gauges *gauges = user;

    if (!atomic_load(&gauges->is_open)) {
        dw_strbuf_adds(why, "no broker has been reached yet");
        return false;
    }
    for (int i = 0; i < gauges->crew->n; i++)
        if (!is_lane_ready(&gauges->crew->lanes[i], why))
            return false;
    return true;
}

/* A broker that is away is no reason to start anew; a lane that has ended is. */
static bool is_alive(void *user, struct dw_strbuf *why)
{
    const struct dw_gauges *gauges = user;

    if (!atomic_load(&gauges->is_open))
        return true;
    for (int i = 0; i < gauges->crew->n; i++)
        if (atomic_load(&gauges->crew->lanes[i].is_finished)) {
            dw_strbuf_addf(why, "lane %d has ended", i);
            return false;
        }
    return true;
}

/* --- samples --------------------------------------------------------------------------------- */

static void put_count(struct dw_metrics *out, const struct dw_metric *metric,
                      const atomic_llong *count)
{
    dw_metrics_put(out, metric, (double)dw_count_get(count));
}

/* A metric with one label; those of its values whose name is NULL are left out. */
static void put_counts(struct dw_metrics *out, const struct dw_metric *metric, const char *label,
                       const char *const *names, const atomic_llong *counts, int n)
{
    dw_metrics_begin(out, metric);
    for (int i = 0; i < n; i++)
        if (names[i])
            dw_metrics_add(out, (double)dw_count_get(&counts[i]), label, names[i], (char *)NULL);
}

static void write_relevance(const struct dw_totals *totals, struct dw_metrics *out)
{
    static const int64_t bounds[] = {100000, 200000, 300000, 400000, 500000,
                                     600000, 700000, 800000, 900000, 1000000};
    struct dw_histogram histogram;

    DW_HISTOGRAM_INIT(&histogram, bounds);
    for (int i = 0; i < DW_RELEVANCE_BUCKETS; i++)
        dw_count_add(&histogram.counts[i], dw_count_get(&totals->n[DW_TALLY_RELEVANCE + i]));
    dw_count_add(&histogram.sum, dw_count_get(&totals->n[DW_TALLY_RELEVANCE_SUM]));
    dw_metrics_begin(out, &relevance);
    dw_metrics_add_histogram(out, &histogram, (char *)NULL);
}

/* Those that there were: most stages and codes do not go together. */
static void write_dead_letters(const struct dw_totals *totals, struct dw_metrics *out)
{
    dw_metrics_begin(out, &dead_letters);
    for (int i = 0; i < DW_N_STAGES * DW_N_ERRS; i++) {
        long long n = dw_count_get(&totals->n[DW_TALLY_DEAD_LETTERS + i]);

        if (n)
            dw_metrics_add(out, (double)n, "stage", dw_stage_name((enum dw_stage)(i / DW_N_ERRS)),
                           "code", dw_err_name((enum dw_err)(i % DW_N_ERRS)), (char *)NULL);
    }
}

static void write_results(const struct dw_gauges *gauges, const struct dw_totals *totals,
                          struct dw_metrics *out)
{
    static const char *const depths[] = {"scan", "full"};
    static const char *const types[] = {
#define X(name, quad) #name,
        DW_EVENT_LIST(X)
#undef X
    };
    const char *const *topics = gauges->settings->outputs;

    put_count(out, &consumed, &totals->n[DW_TALLY_RECORDS]);
    put_count(out, &consumed_bytes, &totals->n[DW_TALLY_BYTES]);
    put_counts(out, &written, "topic", topics, &totals->n[DW_TALLY_WRITTEN], DW_N_OUTPUT_TOPICS);
    put_counts(out, &written_bytes, "topic", topics, &totals->n[DW_TALLY_WRITTEN_BYTES],
               DW_N_OUTPUT_TOPICS);
    put_counts(out, &articles, "depth", depths, &totals->n[DW_TALLY_SCANNED], 2);
    write_relevance(totals, out);
    put_counts(out, &events, "type", types, &totals->n[DW_TALLY_EVENTS], DW_N_EVENT_TYPES);
    put_count(out, &retractions, &totals->n[DW_TALLY_RETRACTIONS]);
    write_dead_letters(totals, out);
    dw_metrics_begin(out, &ages);
    dw_metrics_add_histogram(out, &totals->ages, (char *)NULL);
}

static void write_processing(const struct dw_crew *crew, struct dw_metrics *out)
{
    const struct dw_processor *const *processors = dw_pipeline_processors();

    dw_metrics_begin(out, &processing);
    for (int i = 0; processors[i]; i++) {
        const struct dw_histogram *first = &crew->lanes[0].coder.times[i];
        struct dw_histogram sum;

        dw_histogram_init(&sum, first->bounds, first->n);
        for (int lane = 0; lane < crew->n; lane++)
            dw_histogram_merge(&sum, &crew->lanes[lane].coder.times[i]);
        dw_metrics_add_histogram(out, &sum, "processor", processors[i]->name, (char *)NULL);
    }
}

static void write_last_commit(const struct dw_crew *crew, struct dw_metrics *out)
{
    long long last_ms = 0;

    for (int i = 0; i < crew->n; i++) {
        long long ms = dw_count_get(&crew->lanes[i].counters.last_ms);

        last_ms = ms > last_ms ? ms : last_ms;
    }
    if (last_ms)
        last_ms += dw_now_since_epoch_ms() - dw_now_ms();
    dw_metrics_put(out, &last_commit, (double)last_ms / MS_PER_S);
}

static void write_transactions(const struct dw_crew *crew, const struct dw_counters *counters,
                               struct dw_metrics *out)
{
    static const char *const reasons[] = {
#define X(name, text) text,
        DW_REOPEN_LIST(X)
#undef X
    };
    static const char *const changes[] = {"assigned", "revoked", "lost"};

    dw_metrics_begin(out, &transactions);
    dw_metrics_add(out, (double)dw_histogram_count(&counters->transactions), "outcome", "committed",
                   (char *)NULL);
    dw_metrics_add(out, (double)dw_count_get(&counters->aborts), "outcome", "aborted",
                   (char *)NULL);
    dw_metrics_begin(out, &transaction_time);
    dw_metrics_add_histogram(out, &counters->transactions, (char *)NULL);
    write_last_commit(crew, out);
    put_counts(out, &recreations, "reason", reasons, counters->reopened, DW_N_REOPENS);
    put_counts(out, &rebalances, "change", changes, counters->rebalances, DW_N_REBALANCES);
}

static void write_lag(const struct dw_crew *crew, const struct dw_metric *metric,
                      struct dw_metrics *out)
{
    int64_t now_ms = dw_now_since_epoch_ms();
    char partition[16];
    int n;

    dw_metrics_begin(out, metric);
    for (int lane = 0; lane < crew->n; lane++) {
        struct dw_lag_row *rows = dw_lag_rows(&crew->lanes[lane].lag, &n);

        for (int i = 0; i < n; i++) {
            int64_t waited_ms = rows[i].since_ms ? now_ms - rows[i].since_ms : 0;
            double value =
                metric == &lag_records ? (double)rows[i].records : (double)waited_ms / MS_PER_S;

            snprintf(partition, sizeof partition, "%d", (int)rows[i].partition);
            dw_metrics_add(out, value > 0 ? value : 0, "topic", crew->settings->input, "partition",
                           partition, (char *)NULL);
        }
        free(rows);
    }
}

static void write_lanes(const struct dw_crew *crew, struct dw_metrics *out)
{
    enum { N_PHASES = sizeof phases / sizeof *phases };
    atomic_llong counts[N_PHASES] = {0};

    for (int i = 0; i < crew->n; i++)
        dw_count_add(&counts[atomic_load(&crew->lanes[i].phase)], 1);
    put_counts(out, &lanes, "phase", phases, counts, N_PHASES);
}

static void write_clients(struct dw_crew *crew, struct dw_metrics *out)
{
    struct dw_clientstats **clients = calloc(2 * (size_t)crew->n, sizeof(struct dw_clientstats *));

    if (!clients)
        return;
    for (int i = 0; i < crew->n; i++) {
        clients[2 * i] = &crew->lanes[i].consumer_stats;
        clients[2 * i + 1] = &crew->lanes[i].producer_stats;
    }
    dw_clientstats_write(clients, 2 * crew->n, out);
    free(clients);
}

static void write_crew(struct dw_gauges *gauges, struct dw_metrics *out)
{
    struct dw_counters sum;

    dw_crew_sum(gauges->crew, &sum);
    dw_metrics_put(out, &ceiling, (double)gauges->ceiling);
    write_lanes(gauges->crew, out);
    write_results(gauges, &sum.totals, out);
    write_processing(gauges->crew, out);
    write_transactions(gauges->crew, &sum, out);
    write_lag(gauges->crew, &lag_records, out);
    write_lag(gauges->crew, &lag_seconds, out);
    write_clients(gauges->crew, out);
}

static void write_all(void *user, struct dw_metrics *out)
{
    struct dw_gauges *gauges = user;
    bool is_open = atomic_load(&gauges->is_open);
    const char *model = is_open ? dw_pipeline_model(gauges->crew->lanes[0].coder.pipeline) : NULL;
    struct dw_strbuf why;

    dw_strbuf_init(&why);
    dw_metrics_begin(out, &build);
    dw_metrics_add(out, 1, "program", "disputewire-consumer", "version", DW_VERSION, "model",
                   model ? model : "", "librdkafka", rd_kafka_version_str(), (char *)NULL);
    dw_metrics_put(out, &ready, is_ready(gauges, &why));
    if (is_open)
        write_crew(gauges, out);
    dw_strbuf_fini(&why);
}

/* --- interface ------------------------------------------------------------------------------- */

void dw_gauges_init(struct dw_gauges *gauges, const struct dw_settings *settings)
{
    *gauges = (struct dw_gauges){.settings = settings};
}

void dw_gauges_open(struct dw_gauges *gauges, struct dw_crew *crew)
{
    gauges->crew = crew;
    gauges->ceiling = gauges->settings->budget.memory + dw_budget_held();
    atomic_store(&gauges->is_open, true);
}

struct dw_monitor_hooks dw_gauges_hooks(struct dw_gauges *gauges)
{
    return (struct dw_monitor_hooks){write_all, is_alive, is_ready, gauges};
}
