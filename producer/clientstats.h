/* SPDX-License-Identifier: MIT */
/*
 * clientstats.h - what of librdkafka's statistics tells an operator how a client and its brokers
 * are.
 *
 * Threads  set by the thread that polls the client, written to the metrics by any.
 */
#ifndef DW_CLIENTSTATS_H
#define DW_CLIENTSTATS_H

#include <jansson.h>
#include <pthread.h>

#include "processors/base/metrics.h"

/* How often librdkafka tells them; a user's statistics.interval.ms wins. */
#define DW_STATISTICS_INTERVAL_MS "5000"

enum { DW_STATS_BROKERS_MAX = 32 };

struct dw_broker_stats {
    char name[24]; /* the node's number, or the role for which it is asked */
    double median_s, late_s, throttle_s;
};

struct dw_clientstats {
    pthread_mutex_t lock;
    char name[24]; /* the label `client` */
    bool is_known; /* something was told */
    double queue_records, queue_bytes;
    double requests, sent_bytes, received_bytes;
    double errors, timeouts, retries, disconnects;
    double waiting, connected;
    struct dw_broker_stats brokers[DW_STATS_BROKERS_MAX];
    int n_brokers;
};

void dw_clientstats_init(struct dw_clientstats *stats, const char *name);
void dw_clientstats_fini(struct dw_clientstats *stats);

/* What librdkafka's callback was given; or that, parsed, where the caller looks into it as well. */
void dw_clientstats_take(struct dw_clientstats *stats, const char *json, size_t len);
void dw_clientstats_set(struct dw_clientstats *stats, const json_t *root);

/* Those of `n` clients; what none has told of is left out. */
void dw_clientstats_write(struct dw_clientstats *const *clients, int n, struct dw_metrics *metrics);

#endif
