/* SPDX-License-Identifier: MIT */
#include "consumer/replay.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/progress.h"
#include "consumer/sink.h"
#include "processors/base/log.h"
#include "processors/base/now.h"
#include "producer/kafka.h"

enum { POLL_MS = 100, ASK_MS = 10000, BATCH = 1000, SILENCE_MS = 30000 };

#define REPLAYS "disputewire.replays"

struct replay {
    struct dw_settings settings; /* ours, with names of our own */
    const struct dw_settings *from;
    const atomic_int *stop;
    char group[300];
    const char *topic; /* of the dead letters */
    int n_partitions, n_inputs;
    int64_t *ends; /* where each partition ended at the start */
    rd_kafka_t *consumer;
    struct dw_sink sink;
    struct dw_output output;
    struct dw_progress progress;
    int n_open; /* records in the open transaction */
    long long n_replayed, n_stale, n_foreign, n_omitted;
};

/* --- one dead letter ------------------------------------------------------------------------- */

static bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Headers that made a dead letter of the record, or a replay. */
static bool is_added(const char *name)
{
    return starts_with(name, "__streams.errors.") || starts_with(name, "__connect.errors.") ||
           starts_with(name, "disputewire.errors.") || strcmp(name, REPLAYS) == 0;
}

/* A header as text, in `out`; under the name of Kafka Streams or that of Kafka Connect. */
static const char *header_text(const struct dw_consumed *letter, const char *name, char out[300])
{
    static const char *const prefixes[] = {"", "__streams.errors.", "__connect.errors."};
    char full[100];

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t len;
        const char *value;

        snprintf(full, sizeof full, "%s%s", prefixes[i], name);
        value = dw_consumed_header(letter, full, &len);
        if (!value)
            continue;
        snprintf(out, 300, "%.*s", len < 299 ? (int)len : 299, value);
        return out;
    }
    return NULL;
}

static bool header_is(const struct dw_consumed *letter, const char *name, const char *want)
{
    char text[300];

    return header_text(letter, name, text) && strcmp(text, want) == 0;
}

/* True if it is to be replayed; counts why not. */
static bool is_wanted(struct replay *replay, const struct dw_consumed *letter)
{
    char text[300];
    long long *why_not = NULL;

    if (!header_is(letter, "disputewire.errors.group", replay->from->group) ||
        !header_is(letter, "topic", replay->from->input))
        why_not = &replay->n_foreign;
    else if (header_is(letter, "disputewire.errors.code", dw_err_name(DW_STALE)))
        why_not = &replay->n_stale;
    else if (header_text(letter, "disputewire.errors.omitted", text))
        why_not = &replay->n_omitted;
    if (why_not)
        ++*why_not;
    return !why_not;
}

/* The original as it was, but for a header that counts how often it came back. */
static enum dw_err stage(struct replay *replay, const struct dw_consumed *letter,
                         struct dw_error *err)
{
    struct dw_output_record *record;
    char text[300], replays[24];
    const char *name;
    const void *value;
    size_t len;
    int partition;

    dw_output_reset(&replay->output);
    record = dw_output_add(&replay->output, DW_TO_ARTICLES);
    if (!record)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for a record");
    dw_output_borrow(record, letter);
    record->headers = rd_kafka_headers_new(16);
    record->timestamp = letter->timestamp > 0 ? letter->timestamp : 0;
    partition = header_text(letter, "partition", text) ? atoi(text) : -1;
    if (partition >= 0 && partition < replay->n_inputs)
        record->partition = partition;
    for (size_t i = 0;
         letter->headers && !rd_kafka_header_get_all(letter->headers, i, &name, &value, &len); i++)
        if (!is_added(name))
            rd_kafka_header_add(record->headers, name, -1, value, (ssize_t)len);
    snprintf(replays, sizeof replays, "%d",
             header_text(letter, REPLAYS, text) ? atoi(text) + 1 : 1);
    rd_kafka_header_add(record->headers, REPLAYS, -1, replays, -1);
    return DW_OK;
}

/* --- transactions ---------------------------------------------------------------------------- */

static enum dw_err broken(const struct replay *replay, struct dw_error *err)
{
    return dw_error_set(err, DW_BROKER, 0,
                        "the replay broke off after %lld records (%s): run it again, it goes on "
                        "where it stopped",
                        replay->n_replayed, dw_transaction_why(&replay->sink.transaction));
}

static enum dw_err commit(struct replay *replay, struct dw_error *err)
{
    rd_kafka_topic_partition_list_t *offsets;
    enum dw_outcome outcome;

    if (!replay->sink.begun)
        return DW_OK;
    offsets = dw_progress_offsets(&replay->progress);
    outcome = dw_sink_commit(&replay->sink, replay->consumer, offsets);
    rd_kafka_topic_partition_list_destroy(offsets);
    if (outcome != DW_DONE)
        return broken(replay, err);
    dw_progress_commit(&replay->progress);
    replay->n_replayed += replay->n_open;
    replay->n_open = 0;
    return DW_OK;
}

static enum dw_err take_letter(struct replay *replay, const rd_kafka_message_t *message,
                               struct dw_error *err)
{
    struct dw_consumed letter;
    enum dw_err rc = DW_OK;

    if (!dw_progress_see(&replay->progress, message->partition, message->offset))
        return DW_OK;
    dw_consumed_init(&letter, message);
    if (dw_sink_begin(&replay->sink) != DW_DONE)
        return broken(replay, err);
    if (is_wanted(replay, &letter)) {
        rc = stage(replay, &letter, err);
        if (!rc && dw_sink_send(&replay->sink, &replay->output) != DW_DONE)
            rc = broken(replay, err);
        replay->n_open++;
    }
    dw_progress_set(&replay->progress, message->partition, message->offset, -1);
    if (!rc && replay->n_open >= BATCH)
        rc = commit(replay, err);
    return rc;
}

/* --- from where, to where -------------------------------------------------------------------- */

static enum dw_err open_consumer(struct replay *replay, struct dw_error *err)
{
    const struct dw_kafka_property own[] = {
        {"client.id", "replay", NULL},
        {"group.id", replay->group, dw_kafka_kept},
        {"enable.auto.commit", "false", dw_kafka_kept},
        {"enable.auto.offset.store", "false", dw_kafka_kept},
        {"isolation.level", "read_committed", dw_kafka_kept},
        {"auto.offset.reset", "earliest", NULL},
        {"enable.partition.eof", "true", dw_kafka_kept},
        {"check.crcs", "true", NULL},
        {NULL, NULL, NULL},
    };
    rd_kafka_conf_t *conf;
    enum dw_err rc = dw_kafka_conf_new(&conf, replay->settings.options, own, err);

    if (!rc)
        rc = dw_kafka_open(&replay->consumer, RD_KAFKA_CONSUMER, conf, err);
    if (!rc)
        rd_kafka_poll_set_consumer(replay->consumer);
    return rc;
}

/* Where the topic ends now. */
static enum dw_err find_ends(struct replay *replay, struct dw_error *err)
{
    int64_t low;

    replay->ends = calloc((size_t)replay->n_partitions + 1, sizeof *replay->ends);
    if (!replay->ends)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for %d partitions", replay->n_partitions);
    for (int i = 0; i < replay->n_partitions; i++) {
        rd_kafka_resp_err_t code = rd_kafka_query_watermark_offsets(
            replay->consumer, replay->topic, i, &low, &replay->ends[i], ASK_MS);

        if (code)
            return dw_error_set(err, DW_BROKER, 0, "%s, partition %d: %s", replay->topic, i,
                                rd_kafka_err2str(code));
        if (!dw_progress_add(&replay->progress, i))
            return dw_error_set(err, DW_NOMEM, 0, "no memory for partition %d", i);
    }
    return DW_OK;
}

/* From what the last replay has committed. */
static void assign(struct replay *replay)
{
    rd_kafka_topic_partition_list_t *places =
        rd_kafka_topic_partition_list_new(replay->n_partitions);

    for (int i = 0; i < replay->n_partitions; i++)
        rd_kafka_topic_partition_list_add(places, replay->topic, i)->offset =
            RD_KAFKA_OFFSET_STORED;
    rd_kafka_assign(replay->consumer, places);
    rd_kafka_topic_partition_list_destroy(places);
}

/* --- the loop -------------------------------------------------------------------------------- */

static enum dw_err take_message(struct replay *replay, const rd_kafka_message_t *message,
                                struct dw_error *err)
{
    int32_t partition = message->partition;

    if (message->err && message->err != RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        dw_log_often(DW_LOG_WARNING, "dead letters", "reason=%s", rd_kafka_message_errstr(message));
        return DW_OK;
    }
    if (message->offset >= replay->ends[partition]) {
        dw_progress_set_end(&replay->progress, partition);
        return DW_OK;
    }
    return message->err ? DW_OK : take_letter(replay, message, err);
}

static enum dw_err work(struct replay *replay, struct dw_error *err)
{
    int64_t alive = dw_now_ms();

    while (!dw_progress_is_at_end(&replay->progress) && !atomic_load(replay->stop)) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(replay->consumer, POLL_MS);
        enum dw_err rc = message ? take_message(replay, message, err) : commit(replay, err);

        if (message) {
            alive = dw_now_ms();
            rd_kafka_message_destroy(message);
        }
        if (rc)
            return rc;
        if (dw_now_ms() - alive > SILENCE_MS)
            return broken(replay, err);
    }
    return commit(replay, err);
}

/* Settings for the sink: the input topic is where it writes. */
static void make_settings(struct replay *replay, const struct dw_settings *settings)
{
    replay->from = settings;
    replay->settings = *settings;
    snprintf(replay->group, sizeof replay->group, "%s.replay", settings->group);
    replay->settings.group = replay->group;
    replay->settings.outputs[DW_TO_ARTICLES] = settings->input;
    replay->settings.guarantee = DW_EXACTLY_ONCE;
    snprintf(replay->settings.instance, sizeof replay->settings.instance, "replay");
    replay->topic = settings->outputs[DW_TO_DEAD_LETTERS];
}

static enum dw_err find_topics(struct replay *replay, struct dw_error *err)
{
    int ms = replay->settings.connect_ms;
    enum dw_err rc = dw_kafka_topic_find(replay->consumer, replay->topic, "--dead-letter-topic", ms,
                                         &replay->n_partitions, err);

    return rc ? rc
              : dw_kafka_topic_find(replay->consumer, replay->from->input, "--topic", ms,
                                    &replay->n_inputs, err);
}

enum dw_err dw_replay_run(const struct dw_settings *settings, const atomic_int *stop,
                          struct dw_error *err)
{
    struct replay replay = {.stop = stop};
    enum dw_err rc;

    make_settings(&replay, settings);
    dw_output_init(&replay.output, &replay.settings);
    dw_progress_init(&replay.progress, replay.topic);
    /* First what a killed replay left open: its offsets must be settled before they are asked for.
     */
    rc = dw_sink_open(&replay.sink, &replay.settings, 0, stop, NULL, err);
    if (!rc)
        rc = open_consumer(&replay, err);
    if (!rc)
        rc = find_topics(&replay, err);
    if (!rc)
        rc = find_ends(&replay, err);
    if (!rc) {
        assign(&replay);
        rc = work(&replay, err);
    }
    dw_log_with(DW_LOG_INFO, "replayed", "records=%lld stale=%lld foreign=%lld omitted=%lld",
                replay.n_replayed, replay.n_stale, replay.n_foreign, replay.n_omitted);
    if (replay.consumer) {
        rd_kafka_consumer_close(replay.consumer);
        rd_kafka_destroy(replay.consumer);
    }
    dw_sink_close(&replay.sink);
    dw_output_fini(&replay.output);
    dw_progress_fini(&replay.progress);
    free(replay.ends);
    return rc;
}
