/* SPDX-License-Identifier: MIT */
#include "producer/clientstats.h"

#include <stdio.h>
#include <string.h>

#define US_PER_S 1e6
#define MS_PER_S 1e3

void dw_clientstats_init(struct dw_clientstats *stats, const char *name)
{
    *stats = (struct dw_clientstats){.is_known = false};
    pthread_mutex_init(&stats->lock, NULL);
    snprintf(stats->name, sizeof stats->name, "%s", name);
}

void dw_clientstats_fini(struct dw_clientstats *stats)
{
    pthread_mutex_destroy(&stats->lock);
}

/* --- reading --------------------------------------------------------------------------------- */

static double number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static const char *text(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));

    return value ? value : "";
}

/*
 * Brokers are listed as nodes, as the addresses that were configured, and by the roles in which
 * they are asked: of coordinators the last is what tells how fast they answer.
 */
static void add_broker(struct dw_clientstats *stats, const json_t *broker)
{
    const json_t *trip = json_object_get(broker, "rtt");
    const bool is_role = strcmp(text(broker, "source"), "logical") == 0;
    struct dw_broker_stats *to = &stats->brokers[stats->n_brokers];

    if (stats->n_brokers == DW_STATS_BROKERS_MAX || (!is_role && number(broker, "nodeid") < 0))
        return;
    if (is_role)
        snprintf(to->name, sizeof to->name, "%s", text(broker, "name"));
    else
        snprintf(to->name, sizeof to->name, "%.0f", number(broker, "nodeid"));
    to->median_s = number(trip, "p50") / US_PER_S;
    to->late_s = number(trip, "p99") / US_PER_S;
    to->throttle_s = number(json_object_get(broker, "throttle"), "avg") / MS_PER_S;
    stats->n_brokers++;
}

static void read_brokers(struct dw_clientstats *stats, json_t *brokers)
{
    const char *name;
    json_t *broker;

    json_object_foreach(brokers, name, broker)
    {
        stats->errors += number(broker, "txerrs") + number(broker, "rxerrs");
        stats->timeouts += number(broker, "req_timeouts");
        stats->retries += number(broker, "txretries");
        stats->disconnects += number(broker, "disconnects");
        stats->waiting += number(broker, "outbuf_cnt") + number(broker, "waitresp_cnt");
        stats->connected += strcmp(text(broker, "state"), "UP") == 0;
        add_broker(stats, broker);
    }
}

/* A consumer's fetched records wait in one queue, whose length each of its partitions tells. */
static void read_fetched(struct dw_clientstats *stats, json_t *topics)
{
    const char *topic_name, *partition_name;
    json_t *topic, *partition;

    json_object_foreach(topics, topic_name, topic)
    {
        json_object_foreach(json_object_get(topic, "partitions"), partition_name, partition)
        {
            double records = number(partition, "fetchq_cnt");
            double bytes = number(partition, "fetchq_size");

            if (records > stats->queue_records)
                stats->queue_records = records;
            if (bytes > stats->queue_bytes)
                stats->queue_bytes = bytes;
        }
    }
}

static void read_all(struct dw_clientstats *stats, const json_t *root)
{
    stats->is_known = true;
    stats->requests = number(root, "tx");
    stats->sent_bytes = number(root, "tx_bytes");
    stats->received_bytes = number(root, "rx_bytes");
    stats->queue_records = number(root, "msg_cnt");
    stats->queue_bytes = number(root, "msg_size");
    stats->errors = stats->timeouts = stats->retries = stats->disconnects = 0;
    stats->waiting = stats->connected = 0;
    stats->n_brokers = 0;
    if (strcmp(text(root, "type"), "consumer") == 0)
        read_fetched(stats, json_object_get(root, "topics"));
    read_brokers(stats, json_object_get(root, "brokers"));
}

void dw_clientstats_set(struct dw_clientstats *stats, const json_t *root)
{
    pthread_mutex_lock(&stats->lock);
    read_all(stats, root);
    pthread_mutex_unlock(&stats->lock);
}

void dw_clientstats_take(struct dw_clientstats *stats, const char *json, size_t len)
{
    json_t *root = json_loadb(json, len, 0, NULL);

    if (root)
        dw_clientstats_set(stats, root);
    json_decref(root);
}

/* --- writing --------------------------------------------------------------------------------- */

/* Those with a value a client. */
static const struct {
    struct dw_metric metric;
    size_t at; /* of the value in dw_clientstats */
} rows[] = {
    {{"disputewire_kafka_queue_records", DW_METRIC_GAUGE, NULL,
      "Records in librdkafka's queue: fetched and not yet looked at, or not yet delivered."},
     offsetof(struct dw_clientstats, queue_records)},
    {{"disputewire_kafka_queue_bytes", DW_METRIC_GAUGE, "bytes", "Size of the records in it."},
     offsetof(struct dw_clientstats, queue_bytes)},
    {{"disputewire_kafka_requests", DW_METRIC_COUNTER, NULL, "Requests sent to brokers."},
     offsetof(struct dw_clientstats, requests)},
    {{"disputewire_kafka_sent_bytes", DW_METRIC_COUNTER, "bytes", "Bytes sent to brokers."},
     offsetof(struct dw_clientstats, sent_bytes)},
    {{"disputewire_kafka_received_bytes", DW_METRIC_COUNTER, "bytes",
      "Bytes received from brokers."},
     offsetof(struct dw_clientstats, received_bytes)},
    {{"disputewire_kafka_request_errors", DW_METRIC_COUNTER, NULL,
      "Requests that could not be sent, and answers that could not be received."},
     offsetof(struct dw_clientstats, errors)},
    {{"disputewire_kafka_request_timeouts", DW_METRIC_COUNTER, NULL,
      "Requests without an answer in time."},
     offsetof(struct dw_clientstats, timeouts)},
    {{"disputewire_kafka_request_retries", DW_METRIC_COUNTER, NULL, "Requests sent again."},
     offsetof(struct dw_clientstats, retries)},
    {{"disputewire_kafka_disconnects", DW_METRIC_COUNTER, NULL,
      "Connections to brokers that ended, by whatever cause."},
     offsetof(struct dw_clientstats, disconnects)},
    {{"disputewire_kafka_waiting_requests", DW_METRIC_GAUGE, NULL,
      "Requests that are to be sent or whose answer is to come."},
     offsetof(struct dw_clientstats, waiting)},
    {{"disputewire_kafka_connections", DW_METRIC_GAUGE, NULL,
      "Connections to brokers, coordinators counted again."},
     offsetof(struct dw_clientstats, connected)},
};

static const struct dw_metric round_trip = {"disputewire_kafka_round_trip_seconds", DW_METRIC_GAUGE,
                                            "seconds",
                                            "Time from a request to its answer, by broker or the "
                                            "role in which it was asked: percentiles of "
                                            "the last interval."};

static const struct dw_metric throttle = {
    "disputewire_kafka_throttle_seconds", DW_METRIC_GAUGE, "seconds",
    "For how long the broker's quotas held requests back, in the mean."};

static void write_row(struct dw_clientstats *const *clients, int n, size_t row,
                      struct dw_metrics *metrics)
{
    dw_metrics_begin(metrics, &rows[row].metric);
    for (int i = 0; i < n; i++) {
        double value;

        memcpy(&value, (const char *)clients[i] + rows[row].at, sizeof value);
        if (clients[i]->is_known)
            dw_metrics_add(metrics, value, "client", clients[i]->name, (char *)NULL);
    }
}

static void write_brokers(const struct dw_clientstats *client, const struct dw_metric *metric,
                          struct dw_metrics *metrics)
{
    for (int i = 0; i < client->n_brokers; i++) {
        const struct dw_broker_stats *broker = &client->brokers[i];

        if (metric == &throttle) {
            dw_metrics_add(metrics, broker->throttle_s, "client", client->name, "broker",
                           broker->name, (char *)NULL);
            continue;
        }
        dw_metrics_add(metrics, broker->median_s, "client", client->name, "broker", broker->name,
                       "percentile", "50", (char *)NULL);
        dw_metrics_add(metrics, broker->late_s, "client", client->name, "broker", broker->name,
                       "percentile", "99", (char *)NULL);
    }
}

static void write_all(struct dw_clientstats *const *clients, int n, struct dw_metrics *metrics)
{
    const struct dw_metric *const by_broker[] = {&round_trip, &throttle};

    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++)
        write_row(clients, n, row, metrics);
    for (size_t i = 0; i < sizeof by_broker / sizeof *by_broker; i++) {
        dw_metrics_begin(metrics, by_broker[i]);
        for (int c = 0; c < n; c++)
            write_brokers(clients[c], by_broker[i], metrics);
    }
}

void dw_clientstats_write(struct dw_clientstats *const *clients, int n, struct dw_metrics *metrics)
{
    for (int i = 0; i < n; i++)
        pthread_mutex_lock(&clients[i]->lock);
    write_all(clients, n, metrics);
    for (int i = 0; i < n; i++)
        pthread_mutex_unlock(&clients[i]->lock);
}
