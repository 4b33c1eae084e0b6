/* SPDX-License-Identifier: MIT */
#include "consumer/tally.h"

#include <stdlib.h>
#include <string.h>

#define MILLION 1e6

/* Microseconds: the batch's time is a tenth of a second; a day is a weekend's backlog begun. */
static const int64_t age_bounds[] = {
    25000,    50000,    100000,   250000,    500000,    1000000,    2500000,     5000000,
    10000000, 30000000, 60000000, 300000000, 900000000, 3600000000, 21600000000, 86400000000,
};

void dw_tally_init(struct dw_tally *tally)
{
    *tally = (struct dw_tally){.times = NULL};
}

void dw_tally_fini(struct dw_tally *tally)
{
    free(tally->times);
}

void dw_tally_reset(struct dw_tally *tally)
{
    memset(tally->n, 0, sizeof tally->n);
    tally->n_times = 0;
}

/* Of a transaction that outgrows memory the first records tell. */
static void add_time(struct dw_tally *tally, int64_t timestamp)
{
    if (tally->n_times == tally->cap) {
        size_t cap = tally->cap ? 2 * tally->cap : 256;
        int64_t *more = realloc(tally->times, cap * sizeof *more);

        if (!more)
            return;
        tally->times = more;
        tally->cap = cap;
    }
    tally->times[tally->n_times++] = timestamp;
}

static int bucket_of(double relevance)
{
    int bucket = 0;

    while (bucket < DW_RELEVANCE_BUCKETS - 1 && relevance > (bucket + 1) / 10.0)
        bucket++;
    return bucket;
}

static void add_article(struct dw_tally *tally, const struct dw_doc *doc)
{
    tally->n[doc->depth == DW_DEPTH_FULL ? DW_TALLY_FULL : DW_TALLY_SCANNED]++;
    tally->n[DW_TALLY_RELEVANCE + bucket_of(doc->relevance)]++;
    tally->n[DW_TALLY_RELEVANCE_SUM] += (long long)(doc->relevance * MILLION);
    for (uint32_t i = 0; i < doc->events.n; i++)
        tally->n[DW_TALLY_EVENTS + doc->events.v[i].type]++;
}

/* Of the events written those that the document does not hold take back what others told. */
static void add_results(struct dw_tally *tally, const struct dw_coder *coder, int n_events)
{
    const struct dw_doc *doc = &coder->doc;

    if (coder->settings->pass_through)
        return;
    if (doc->article.status != DW_STATUS_CANCELED)
        add_article(tally, doc);
    tally->n[DW_TALLY_RETRACTIONS] += n_events - (int)doc->events.n;
}

void dw_tally_add(struct dw_tally *tally, const struct dw_coder *coder, size_t bytes,
                  int64_t timestamp)
{
    int n_articles = 0, n_events = 0;

    tally->n[DW_TALLY_RECORDS]++;
    tally->n[DW_TALLY_BYTES] += (long long)bytes;
    for (size_t i = 0; i < coder->output.n; i++) {
        const struct dw_output_record *record = &coder->output.v[i];

        tally->n[DW_TALLY_WRITTEN + record->topic]++;
        tally->n[DW_TALLY_WRITTEN_BYTES + record->topic] +=
            (long long)(record->key.len + record->value.len);
        n_articles += record->topic == DW_TO_ARTICLES;
        n_events += record->topic == DW_TO_EVENTS;
    }
    if (coder->why != DW_OK)
        tally->n[DW_TALLY_DEAD_LETTERS + (int)coder->stage * DW_N_ERRS + (int)coder->why]++;
    else if (n_articles)
        add_results(tally, coder, n_events);
    if (timestamp >= 0)
        add_time(tally, timestamp);
}

/* --- totals ---------------------------------------------------------------------------------- */

void dw_totals_init(struct dw_totals *totals)
{
    *totals = (struct dw_totals){.ages = {.n = 0}};
    DW_HISTOGRAM_INIT(&totals->ages, age_bounds);
}

/* A record from a clock that is ahead of ours is new. */
void dw_totals_add(struct dw_totals *totals, struct dw_tally *tally, int64_t now_ms)
{
    for (int i = 0; i < DW_N_TALLY; i++)
        if (tally->n[i])
            dw_count_add(&totals->n[i], tally->n[i]);
    for (size_t i = 0; i < tally->n_times; i++) {
        int64_t age = now_ms - tally->times[i];

        dw_histogram_add(&totals->ages, age > 0 ? 1000 * age : 0);
    }
    dw_tally_reset(tally);
}

void dw_totals_merge(struct dw_totals *to, const struct dw_totals *from)
{
    for (int i = 0; i < DW_N_TALLY; i++)
        dw_count_add(&to->n[i], dw_count_get(&from->n[i]));
    dw_histogram_merge(&to->ages, &from->ages);
}
