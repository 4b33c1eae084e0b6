/* SPDX-License-Identifier: MIT */
/*
 * metrics.h - counters and histograms, and how they are written for Prometheus to read.
 *
 * Counting  a counter is an atomic number of its owner's with one thread that adds to it, so that
 *           adding takes no lock and no locked instruction; others may read it at any time.
 * Writing   at each request, by code that knows what there is: begin a metric, add its samples.
 *           Names are given as OpenMetrics has them, without _total or _info.
 * Formats   Prometheus text 0.0.4, and OpenMetrics 1.0.0.
 */
#ifndef DW_METRICS_H
#define DW_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "processors/base/strbuf.h"

/* --- counting -------------------------------------------------------------------------------- */

/* Add to a counter; by its one thread alone. */
static inline void dw_count_add(atomic_llong *counter, long long n)
{
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + n,
                          memory_order_relaxed);
}

static inline long long dw_count_get(const atomic_llong *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

enum { DW_BUCKETS_MAX = 16 };

/* Values are whole millionths of the unit: microseconds, where that is the second. */
struct dw_histogram {
    const int64_t *bounds; /* upper ends of the buckets, rising; borrowed */
    int n;
    atomic_llong counts[DW_BUCKETS_MAX + 1]; /* each bucket's own; the last is above all bounds */
    atomic_llong sum;
};

#define DW_HISTOGRAM_INIT(histogram, table)                                                        \
    dw_histogram_init(histogram, table, (int)(sizeof(table) / sizeof *(table)))

void dw_histogram_init(struct dw_histogram *histogram, const int64_t *bounds, int n);
void dw_histogram_add(struct dw_histogram *histogram, int64_t value); /* by one thread alone */

long long dw_histogram_count(const struct dw_histogram *histogram);

/* Add another's counts, which has the same bounds. */
void dw_histogram_merge(struct dw_histogram *to, const struct dw_histogram *from);

/* --- writing --------------------------------------------------------------------------------- */

enum dw_metrics_format { DW_METRICS_TEXT, DW_METRICS_OPEN };

enum dw_metric_type { DW_METRIC_COUNTER, DW_METRIC_GAUGE, DW_METRIC_HISTOGRAM, DW_METRIC_INFO };

struct dw_metric {
    const char *name;
    enum dw_metric_type type;
    const char *unit; /* the name's last word; NULL: none */
    const char *help;
};

struct dw_metrics {
    struct dw_strbuf *out; /* borrowed */
    enum dw_metrics_format format;
    const struct dw_metric *metric; /* begun last */
};

#define DW_SENTINEL __attribute__((sentinel))

/* Samples follow. A metric is begun once. */
void dw_metrics_begin(struct dw_metrics *metrics, const struct dw_metric *metric);

/* A sample, with pairs of a label's name and its value; NULL ends them. */
void dw_metrics_add(struct dw_metrics *metrics, double value, ...) DW_SENTINEL;

/* All samples of a histogram; labels likewise. */
void dw_metrics_add_histogram(struct dw_metrics *metrics, const struct dw_histogram *histogram,
                              ...) DW_SENTINEL;

/* A metric with one sample, which has no labels. */
void dw_metrics_put(struct dw_metrics *metrics, const struct dw_metric *metric, double value);

/* Behind all metrics. */
void dw_metrics_end(struct dw_metrics *metrics);

/* What the Accept header of a request asks for; NULL: there is none. */
enum dw_metrics_format dw_metrics_format_find(const char *accept);

const char *dw_metrics_content_type(enum dw_metrics_format format);

#endif
