/* SPDX-License-Identifier: MIT */
#include "consumer/budget.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KB = 1024,
    MB = 1024 * 1024,
    PREFETCH_KB_MIN = 256,
    PREFETCH_KB_MAX = 2 * 1000 * 1000, /* librdkafka's limit is 2097151 */
    FETCH_MAX = MB,
    ANSWER_MAX = 50 * MB,
    PARSED_SIZE = 4, /* of JSON: what is read, its strings as they grow, and the article's own */
    PRODUCER_MIN = 4 * MB,
    ARTICLE_MIN = 8 * MB,
    RECORD_MAX = 64 * MB,
};

static long long at_most(long long value, long long limit)
{
    return value < limit ? value : limit;
}

/* The least figure that gives each its minimum. */
static long long least_memory(int n_lanes, int n_partitions)
{
    long long prefetch = 8LL * n_partitions * PREFETCH_KB_MIN * KB / 3;
    long long article = 4LL * n_lanes * ARTICLE_MIN;
    long long producer = 8LL * n_lanes * PRODUCER_MIN;
    long long least = prefetch > article ? prefetch : article;

    return least > producer ? least : producer;
}

enum dw_err dw_budget_make(struct dw_budget *out, long long memory, int n_lanes, int n_partitions,
                           struct dw_error *err)
{
    int partitions = n_partitions > 0 ? n_partitions : 1;
    long long least = least_memory(n_lanes, partitions);
    long long producer;

    if (memory < least)
        return dw_error_set(err, DW_CONFIG, 0,
                            "%lld MiB of memory do not do for %d lanes and %d partitions: at least "
                            "%lld MiB are needed",
                            memory / MB, n_lanes, partitions, (least + MB - 1) / MB);
    producer = memory / 8 / n_lanes;
    out->memory = memory;
    out->article = (size_t)(memory / 4 / n_lanes);
    out->state = (size_t)(memory / 8 / 2 / partitions);
    out->prefetch_kb = (int)at_most(memory * 3 / 8 / partitions / KB, PREFETCH_KB_MAX);
    out->fetch_bytes = (int)at_most(out->prefetch_kb * (long long)KB / 4, FETCH_MAX);
    out->answer_bytes = (int)at_most(memory / 16 / n_lanes, ANSWER_MAX);
    out->value = out->article / PARSED_SIZE;
    out->producer_kb = (int)at_most(producer / KB, PREFETCH_KB_MAX);
    /* Half of the queue, so that a record always fits in once the queue has run empty. */
    out->record_bytes = (int)at_most(producer / 2, RECORD_MAX);
    return DW_OK;
}

/* The figure behind `key` in /proc/self/status, which counts in kB. */
static long long read_status(const char *key)
{
    FILE *fp = fopen("/proc/self/status", "r");
    char line[128];
    long long kb = 0;

    if (!fp)
        return 0;
    while (fgets(line, sizeof line, fp))
        if (strncmp(line, key, strlen(key)) == 0)
            kb = strtoll(line + strlen(key), NULL, 10);
    fclose(fp);
    return kb * KB;
}

long long dw_budget_held(void)
{
    return read_status("VmRSS:");
}

long long dw_budget_peak(void)
{
    return read_status("VmHWM:");
}
