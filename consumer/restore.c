/* SPDX-License-Identifier: MIT */
#include "consumer/restore.h"

#include <stdlib.h>
#include <string.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "producer/kafka.h"
#include "producer/topic.h"

enum {
    POLL_MS = 100,
    MEET_MS = 1000,
    SILENCE_MS = 20000, /* without a record or an end: longer than a transaction lives */
};

void dw_restorer_init(struct dw_restorer *restorer, const struct dw_settings *settings)
{
    *restorer = (struct dw_restorer){.settings = settings};
}

void dw_restorer_fini(struct dw_restorer *restorer)
{
    if (!restorer->consumer)
        return;
    rd_kafka_consumer_close(restorer->consumer);
    rd_kafka_destroy(restorer->consumer);
    restorer->consumer = NULL;
}

/* --- reading --------------------------------------------------------------------------------- */

/* A partition whose leader is not known yet is looked at again after half a second only. */
static void meet_leaders(const struct dw_restorer *restorer)
{
    const struct rd_kafka_metadata *metadata;
    rd_kafka_topic_t *topic =
        rd_kafka_topic_new(restorer->consumer, restorer->settings->outputs[DW_TO_STATE], NULL);

    if (topic && !rd_kafka_metadata(restorer->consumer, 0, topic, &metadata, MEET_MS))
        rd_kafka_metadata_destroy(metadata);
    if (topic)
        rd_kafka_topic_destroy(topic);
}

enum dw_err dw_restorer_open(struct dw_restorer *restorer, struct dw_error *err)
{
    const struct dw_kafka_property own[] = {
        {"client.id", "state", NULL},
        {"group.id", restorer->settings->group, dw_kafka_kept}, /* which it does not join */
        {"enable.auto.commit", "false", dw_kafka_kept},
        {"isolation.level", "read_committed", dw_kafka_kept},
        {"auto.offset.reset", "earliest", NULL},
        {"enable.partition.eof", "true", dw_kafka_kept},
        {"check.crcs", "true", NULL},
        {"fetch.wait.max.ms", "10", NULL}, /* the end is told by an empty answer */
        {"queued.max.messages.kbytes", "4096", NULL},
        {NULL, NULL, NULL},
    };
    rd_kafka_conf_t *conf;
    enum dw_err rc;

    rc = dw_kafka_conf_new(&conf, restorer->settings->options, own, err);
    if (!rc)
        rc = dw_kafka_open(&restorer->consumer, RD_KAFKA_CONSUMER, conf, err);
    if (rc)
        return rc;
    rd_kafka_poll_set_consumer(restorer->consumer);
    meet_leaders(restorer);
    return DW_OK;
}

/* One reading of the topic: what is done with each record and with the end of a partition. */
struct reading {
    struct dw_restorer *restorer;
    const atomic_int *stop;
    enum dw_err (*take)(struct reading *reading, const rd_kafka_message_t *message,
                        struct dw_error *err);
    void (*end)(struct reading *reading, int32_t partition);
    struct dw_state *state;       /* to restore it */
    struct dw_state_partition *p; /* to load texts */
    struct dw_store texts;
    int64_t now;
    bool is_done;
    long long n_records;
};

/* The end of what can be read: is there more that is not stable yet? */
static bool is_end(const struct dw_restorer *restorer, const rd_kafka_message_t *message)
{
    int64_t low, high;

    return !rd_kafka_get_watermark_offsets(restorer->consumer,
                                           restorer->settings->outputs[DW_TO_STATE],
                                           message->partition, &low, &high) &&
           high >= 0 && message->offset >= high;
}

static enum dw_err take_message(struct reading *reading, const rd_kafka_message_t *message,
                                struct dw_error *err)
{
    switch (message->err) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        reading->n_records++;
        return reading->take(reading, message, err);
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        if (is_end(reading->restorer, message))
            reading->end(reading, message->partition);
        return DW_OK;
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        return dw_error_set(err, DW_CONFIG, 0, "state topic %s, partition %d: %s",
                            reading->restorer->settings->outputs[DW_TO_STATE],
                            (int)message->partition, rd_kafka_err2str(message->err));
    default:
        dw_log_often(DW_LOG_WARNING, "state topic", "partition=%d reason=%s",
                     (int)message->partition, rd_kafka_message_errstr(message));
        return DW_OK;
    }
}

/* Read the places to their ends; the list is taken. */
static enum dw_err read_all(struct reading *reading, rd_kafka_topic_partition_list_t *places,
                            struct dw_error *err)
{
    rd_kafka_t *consumer = reading->restorer->consumer;
    int64_t alive = dw_now_ms();
    enum dw_err rc = DW_OK;

    rd_kafka_assign(consumer, places);
    rd_kafka_topic_partition_list_destroy(places);
    while (!reading->is_done && !rc) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer, POLL_MS);

        if (message) {
            rc = take_message(reading, message, err);
            alive = dw_now_ms();
            rd_kafka_message_destroy(message);
        } else if (dw_now_ms() - alive > SILENCE_MS) {
            rc = dw_error_set(err, DW_BROKER, 0, "no end of the state topic within %d s",
                              SILENCE_MS / 1000);
        }
        if (!rc && atomic_load_explicit(reading->stop, memory_order_relaxed))
            rc = dw_error_set(err, DW_BROKER, 0, "stopped");
    }
    rd_kafka_assign(consumer, NULL);
    return rc;
}

/* From 0 and not from "the beginning", which is asked for first; a log that begins later makes the
 * consumer ask all the same. */
static void add_place(const struct dw_restorer *restorer, rd_kafka_topic_partition_list_t *places,
                      int32_t partition)
{
    rd_kafka_topic_partition_list_add(places, restorer->settings->outputs[DW_TO_STATE], partition)
        ->offset = 0;
}

/* --- all of it ------------------------------------------------------------------------------- */

static enum dw_err restore_record(struct reading *reading, const rd_kafka_message_t *message,
                                  struct dw_error *err)
{
    struct dw_state_partition *p = dw_state_find(reading->state, message->partition);

    return p ? dw_state_load(p, message->key, message->key_len, message->payload, message->len, err)
             : DW_OK;
}

static void end_restored(struct reading *reading, int32_t partition)
{
    struct dw_state_partition *p = dw_state_find(reading->state, partition);

    if (p)
        p->is_restored = true;
    reading->is_done = dw_state_is_restored(reading->state);
}

/* A half-read table would be read again from the start: keep none. */
static void empty_unrestored(struct dw_state *state)
{
    for (int i = 0; i < state->n; i++)
        if (!state->v[i].is_restored)
            dw_state_add(state, state->v[i].partition);
}

enum dw_err dw_restorer_run(struct dw_restorer *restorer, struct dw_state *state,
                            const atomic_int *stop, struct dw_error *err)
{
    struct reading reading = {.restorer = restorer,
                              .stop = stop,
                              .take = restore_record,
                              .end = end_restored,
                              .state = state};
    rd_kafka_topic_partition_list_t *places;
    int64_t begun = dw_now_ms();
    enum dw_err rc;
    int n;

    places = rd_kafka_topic_partition_list_new(state->n);
    for (int i = 0; i < state->n; i++)
        if (!state->v[i].is_restored)
            add_place(restorer, places, state->v[i].partition);
    n = places->cnt;
    rc = read_all(&reading, places, err);
    if (rc)
        empty_unrestored(state);
    else
        dw_log_with(DW_LOG_INFO, "state restored", "partitions=%d entries=%lld ms=%lld", n,
                    reading.n_records, (long long)(dw_now_ms() - begun));
    return rc;
}

/* --- texts of held articles ------------------------------------------------------------------ */

static enum dw_err take_text(struct reading *reading, const rd_kafka_message_t *message,
                             struct dw_error *err)
{
    return dw_state_load_text(reading->p, &reading->texts, reading->now, message->key,
                              message->key_len, message->payload, message->len, err);
}

static void end_texts(struct reading *reading, int32_t partition)
{
    (void)partition;
    reading->is_done = true;
}

enum dw_err dw_restorer_load_held(struct dw_restorer *restorer, struct dw_state_partition *p,
                                  int64_t now, const atomic_int *stop, struct dw_error *err)
{
    struct reading reading = {.restorer = restorer,
                              .stop = stop,
                              .take = take_text,
                              .end = end_texts,
                              .p = p,
                              .now = now};
    rd_kafka_topic_partition_list_t *places;
    enum dw_err rc;

    dw_store_init(&reading.texts);
    places = rd_kafka_topic_partition_list_new(1);
    add_place(restorer, places, p->partition);
    rc = read_all(&reading, places, err);
    if (!rc && reading.texts.n == 0)
        rc = dw_error_set(err, DW_BROKER, 0, "the state topic has no text for what is due");
    if (!rc)
        rc = dw_state_take_texts(p, &reading.texts, err);
    dw_store_fini(&reading.texts);
    return rc;
}

/* --- the topic ------------------------------------------------------------------------------- */

enum dw_err dw_state_topic_prepare(rd_kafka_t *client, const struct dw_settings *settings,
                                   int n_partitions, struct dw_error *err)
{
    const char *topic = settings->outputs[DW_TO_STATE];
    struct dw_error why = {.code = DW_OK};
    int n;

    if (dw_kafka_topic_find(client, topic, "--state-topic", settings->connect_ms, &n, NULL)) {
        enum dw_err rc = dw_topic_make(client, topic, n_partitions, settings->connect_ms, &why);

        if (rc)
            return dw_error_set(err, rc, 0,
                                "state topic %s does not exist and cannot be made (%s): make it, "
                                "compacted, with %d partitions, or do without: --state-topic none",
                                topic, why.text, n_partitions);
        dw_log_with(DW_LOG_INFO, "state topic made", "topic=%s partitions=%d", topic, n_partitions);
        n = n_partitions;
    }
    if (n < n_partitions)
        return dw_error_set(err, DW_CONFIG, 0,
                            "state topic %s has %d partitions, %s has %d: it must have as many",
                            topic, n, settings->input, n_partitions);
    return DW_OK;
}
