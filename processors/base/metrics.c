/* SPDX-License-Identifier: MIT */
#include "processors/base/metrics.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MILLION 1e6

/* --- counting -------------------------------------------------------------------------------- */

void dw_histogram_init(struct dw_histogram *histogram, const int64_t *bounds, int n)
{
    assert(n > 0 && n <= DW_BUCKETS_MAX);
    *histogram = (struct dw_histogram){.bounds = bounds, .n = n};
}

void dw_histogram_add(struct dw_histogram *histogram, int64_t value)
{
    int i = 0;

    while (i < histogram->n && value > histogram->bounds[i])
        i++;
    dw_count_add(&histogram->counts[i], 1);
    dw_count_add(&histogram->sum, value);
}

long long dw_histogram_count(const struct dw_histogram *histogram)
{
    long long count = 0;

    for (int i = 0; i <= histogram->n; i++)
        count += dw_count_get(&histogram->counts[i]);
    return count;
}

void dw_histogram_merge(struct dw_histogram *to, const struct dw_histogram *from)
{
    assert(to->bounds == from->bounds);
    for (int i = 0; i <= to->n; i++)
        dw_count_add(&to->counts[i], dw_count_get(&from->counts[i]));
    dw_count_add(&to->sum, dw_count_get(&from->sum));
}

/* --- writing --------------------------------------------------------------------------------- */

/* In the text format a counter is called by the name of its samples. */
static const char *suffix(const struct dw_metrics *metrics, bool of_sample)
{
    if (!of_sample && metrics->format == DW_METRICS_OPEN)
        return "";
    switch (metrics->metric->type) {
    case DW_METRIC_COUNTER:
        return "_total";
    case DW_METRIC_INFO:
        return "_info";
    default:
        return "";
    }
}

static const char *type_name(const struct dw_metrics *metrics)
{
    switch (metrics->metric->type) {
    case DW_METRIC_COUNTER:
        return "counter";
    case DW_METRIC_GAUGE:
        return "gauge";
    case DW_METRIC_HISTOGRAM:
        return "histogram";
    case DW_METRIC_INFO:
        break;
    }
    return metrics->format == DW_METRICS_OPEN ? "info" : "gauge";
}

void dw_metrics_begin(struct dw_metrics *metrics, const struct dw_metric *metric)
{
    const char *behind;

    metrics->metric = metric;
    behind = suffix(metrics, false);
    dw_strbuf_addf(metrics->out, "# HELP %s%s %s\n", metric->name, behind, metric->help);
    dw_strbuf_addf(metrics->out, "# TYPE %s%s %s\n", metric->name, behind, type_name(metrics));
    if (metrics->format == DW_METRICS_OPEN && metric->unit)
        dw_strbuf_addf(metrics->out, "# UNIT %s %s\n", metric->name, metric->unit);
}

/* A label's value: any UTF-8, in quotation marks. */
static void add_quoted(struct dw_strbuf *out, const char *text)
{
    dw_strbuf_addc(out, '"');
    for (; *text; text++) {
        if (*text == '\n')
            dw_strbuf_adds(out, "\\n");
        else if (*text == '"' || *text == '\\')
            dw_strbuf_addf(out, "\\%c", *text);
        else
            dw_strbuf_addc(out, *text);
    }
    dw_strbuf_addc(out, '"');
}

/* {name="value",...}, with that of a bucket (NULL: none) behind the others. */
static void add_labels(struct dw_strbuf *out, va_list pairs, const char *bound)
{
    char before = '{';
    const char *name;

    while ((name = va_arg(pairs, const char *))) {
        dw_strbuf_addf(out, "%c%s=", before, name);
        add_quoted(out, va_arg(pairs, const char *));
        before = ',';
    }
    if (bound)
        dw_strbuf_addf(out, "%cle=\"%s\"", before, bound);
    if (bound || before == ',')
        dw_strbuf_addc(out, '}');
}

/* 15 digits hold milliseconds since the epoch, and bytes of what any machine has. */
static void add_value(struct dw_strbuf *out, double value)
{
    if (isnan(value))
        dw_strbuf_adds(out, " NaN\n");
    else if (isinf(value))
        dw_strbuf_adds(out, value > 0 ? " +Inf\n" : " -Inf\n");
    else
        dw_strbuf_addf(out, " %.15g\n", value);
}

void dw_metrics_add(struct dw_metrics *metrics, double value, ...)
{
    va_list pairs;

    dw_strbuf_addf(metrics->out, "%s%s", metrics->metric->name, suffix(metrics, true));
    va_start(pairs, value);
    add_labels(metrics->out, pairs, NULL);
    va_end(pairs);
    add_value(metrics->out, value);
}

/* As OpenMetrics wants it, so that series are the same in both formats: 0.5, 1.0, +Inf. */
static void print_bound(const struct dw_histogram *histogram, int i, char *out, size_t size)
{
    double bound;

    if (i == histogram->n) {
        snprintf(out, size, "+Inf");
        return;
    }
    bound = (double)histogram->bounds[i] / MILLION;
    snprintf(out, size, bound == floor(bound) ? "%.1f" : "%g", bound);
}

void dw_metrics_add_histogram(struct dw_metrics *metrics, const struct dw_histogram *histogram, ...)
{
    const char *name = metrics->metric->name;
    long long count = 0;
    va_list pairs;
    char bound[32];

    for (int i = 0; i <= histogram->n; i++) {
        count += dw_count_get(&histogram->counts[i]);
        print_bound(histogram, i, bound, sizeof bound);
        dw_strbuf_addf(metrics->out, "%s_bucket", name);
        va_start(pairs, histogram);
        add_labels(metrics->out, pairs, bound);
        va_end(pairs);
        add_value(metrics->out, (double)count);
    }
    for (int i = 0; i < 2; i++) {
        dw_strbuf_addf(metrics->out, "%s_%s", name, i ? "sum" : "count");
        va_start(pairs, histogram);
        add_labels(metrics->out, pairs, NULL);
        va_end(pairs);
        add_value(metrics->out,
                  i ? (double)dw_count_get(&histogram->sum) / MILLION : (double)count);
    }
}

void dw_metrics_put(struct dw_metrics *metrics, const struct dw_metric *metric, double value)
{
    dw_metrics_begin(metrics, metric);
    dw_metrics_add(metrics, value, NULL);
}

void dw_metrics_end(struct dw_metrics *metrics)
{
    if (metrics->format == DW_METRICS_OPEN)
        dw_strbuf_adds(metrics->out, "# EOF\n");
}

/* --- which format ---------------------------------------------------------------------------- */

/* The weight (q) of one element of Accept; 1 if it tells none. */
static double weight_of(const char *element, size_t len)
{
    for (const char *at = memchr(element, ';', len); at;
         at = memchr(at, ';', len - (size_t)(at - element))) {
        at++;
        while (*at == ' ' || *at == '\t')
            at++;
        if (strncasecmp(at, "q=", 2) == 0)
            return strtod(at + 2, NULL);
    }
    return 1;
}

static bool is_type(const char *element, const char *type)
{
    size_t len = strlen(type);

    return strncasecmp(element, type, len) == 0 && (!element[len] || strchr("; \t,", element[len]));
}

/* What is not named gets the text format, which every reader knows. */
enum dw_metrics_format dw_metrics_format_find(const char *accept)
{
    double open = 0, text = 0;

    while (accept && *accept) {
        size_t len;
        double weight;

        accept += strspn(accept, " \t,");
        len = strcspn(accept, ",");
        weight = weight_of(accept, len);
        if (is_type(accept, "application/openmetrics-text") && weight > open)
            open = weight;
        if (is_type(accept, "text/plain") && weight > text)
            text = weight;
        accept += len;
    }
    return open > 0 && open >= text ? DW_METRICS_OPEN : DW_METRICS_TEXT;
}

const char *dw_metrics_content_type(enum dw_metrics_format format)
{
    return format == DW_METRICS_OPEN ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                     : "text/plain; version=0.0.4; charset=utf-8";
}
