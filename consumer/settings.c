/* SPDX-License-Identifier: MIT */
#include "consumer/settings.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "processors/pipeline.h"
#include "producer/kafka.h"
#include "producer/monitor.h"

enum { BUSY_MAX_MS = 1000 }; /* of a transaction whose records come without a pause */

static const struct dw_option table[] = {
    {.key = "", .help = "What is read and written"},
    {.key = "group",
     .letter = 'g',
     .type = DW_OPTION_TEXT,
     .arg = "ID",
     .value = "disputewire",
     .help = "consumer group; all that share it share the work"},
    {.key = "instance",
     .letter = 'i',
     .type = DW_OPTION_TEXT,
     .arg = "NAME",
     .help = "this process's lasting name within the group (default: the host name)"},
    {.key = "topic",
     .letter = 't',
     .type = DW_OPTION_TEXT,
     .arg = "NAME",
     .value = "news.articles",
     .help = "read articles from this topic"},
    {.key = "output-topic",
     .type = DW_OPTION_TEXT,
     .arg = "NAME",
     .value = "news.disputes",
     .help = "write tagged articles to this topic"},
    {.key = "event-topic",
     .type = DW_OPTION_TEXT,
     .arg = "NAME",
     .value = "news.dispute-events",
     .help = "write events to this topic"},
    {.key = "dead-letter-topic",
     .type = DW_OPTION_TEXT,
     .arg = "NAME",
     .value = "news.articles.dead-letter",
     .help = "write records that cannot be tagged to this topic"},
    {.key = "state-topic",
     .type = DW_OPTION_TEXT,
     .arg = "NAME|none",
     .help = "remember here what was told of each article; made when missing (default: "
             "TOPIC.state.GROUP; none: later versions correct nothing, nothing is held back)"},
    {.key = "dlq-headers",
     .type = DW_OPTION_CHOICE,
     .arg = "streams|connect|both",
     .value = "streams",
     .help = "names of the error headers of dead letters"},
    {.key = "ce-source",
     .type = DW_OPTION_TEXT,
     .arg = "URI",
     .help = "ce_source of what is written (default: /disputewire/TOPIC)"},
    {.key = "include-text", .type = DW_OPTION_FLAG, .help = "put the text into the tagged article"},

    {.key = "", .help = "Processing"},
    {.key = "processors",
     .type = DW_OPTION_CHOICE,
     .arg = "all|none",
     .value = "all",
     .help = "none passes records through unread, to measure the stream alone"},
    {.key = "depth",
     .type = DW_OPTION_CHOICE,
     .arg = "auto|full",
     .value = "auto",
     .help = "full analyses every sentence, auto those that may hold an event"},
    {.key = "model",
     .type = DW_OPTION_TEXT,
     .arg = "FILE",
     .help = "weights (default: those beside the program or installed)"},
    {.key = "list-processors",
     .type = DW_OPTION_FLAG,
     .help = "show the processors in order, then exit"},

    {.key = "", .help = "Running"},
    {.key = "guarantee",
     .type = DW_OPTION_CHOICE,
     .arg = "exactly-once|at-least-once",
     .value = "exactly-once",
     .help = "exactly-once writes results, dead letters and offsets in one transaction"},
    {.key = "lanes",
     .letter = 'l',
     .type = DW_OPTION_NUMBER,
     .arg = "N",
     .help = "work in N lanes, each with a thread, a consumer and a producer of its own (default: "
             "one a core, at most one a partition)",
     .min = 1,
     .max = DW_LANES_MAX},
    {.key = "batch-records",
     .type = DW_OPTION_NUMBER,
     .arg = "N",
     .value = "10000",
     .help = "commit after N records",
     .min = 1,
     .max = 1000000},
    {.key = "batch-bytes",
     .type = DW_OPTION_SIZE,
     .arg = "SIZE",
     .value = "16M",
     .help = "commit after records of SIZE",
     .min = 1,
     .max = 1LL << 30},
    {.key = "batch-time",
     .type = DW_OPTION_DURATION,
     .arg = "TIME",
     .value = "100ms",
     .help =
         "commit TIME after the first record, or up to five times as late (but within a second) "
         "while more keep coming",
     .min = 1,
     .max = 5000},
    {.key = "memory",
     .letter = 'm',
     .type = DW_OPTION_SIZE,
     .arg = "SIZE",
     .value = "512M",
     .help = "divide SIZE among fetched records, articles at work and records to be sent",
     .min = 1 << 20,
     .max = 1LL << 42},
    {.key = "exit-at-end",
     .type = DW_OPTION_FLAG,
     .help = "stop once all lanes have read their partitions to the end and committed"},
    DW_KAFKA_OPTION_CONNECT_TIMEOUT,
    DW_MONITOR_OPTION_LISTEN,

    {.key = "", .help = "Dead letters"},
    {.key = "flood-share",
     .type = DW_OPTION_NUMBER,
     .arg = "PERCENT",
     .value = "0",
     .help =
         "stop reading for a while when more of the last records became dead letters (0: never)",
     .min = 0,
     .max = 100},
    {.key = "flood-window",
     .type = DW_OPTION_NUMBER,
     .arg = "N",
     .value = "1000",
     .help = "that many last records of a lane are looked at",
     .min = 10,
     .max = 1000000},
    {.key = "flood-pause",
     .type = DW_OPTION_DURATION,
     .arg = "TIME",
     .value = "1m",
     .help = "and that long it stops, twice as long each time in a row",
     .min = 100,
     .max = 24 * 3600 * 1000},
    {.key = "replay-dead-letters",
     .type = DW_OPTION_FLAG,
     .help = "put the originals of the dead letters back into the input topic, then exit"},
    {.key = NULL},
};

const struct dw_program dw_consumer_program = {
    .name = "disputewire-consumer",
    .version = DW_VERSION,
    .synopsis = "[options]",
    .summary =
        "Reads articles from Kafka, finds disputes in them and writes what it found to Kafka.",
    .options = table,
};

/* --- checks ---------------------------------------------------------------------------------- */

/* Kafka's rule for the names of topics; ours for instances, which become part of ids. */
static bool is_name(const char *text)
{
    size_t len = strlen(text);

    if (len == 0 || len > DW_TOPIC_MAX || strcmp(text, ".") == 0 || strcmp(text, "..") == 0)
        return false;
    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)text[i]) && !strchr("._-", text[i]))
            return false;
    return true;
}

static enum dw_err check_name(const struct dw_options *options, const char *key,
                              struct dw_error *err)
{
    const char *name = dw_options_text(options, key);

    if (is_name(name))
        return DW_OK;
    return dw_options_fail(options, key, err,
                           "'%.60s' is no name: 1 to 249 letters, digits and . _ -", name);
}

static enum dw_err check_names(const struct dw_options *options, struct dw_error *err)
{
    static const char *const topics[] = {"topic", "output-topic", "event-topic",
                                         "dead-letter-topic"};
    enum { N_TOPICS = sizeof topics / sizeof *topics };

    for (size_t i = 0; i < N_TOPICS; i++)
        if (check_name(options, topics[i], err))
            return DW_CONFIG;
    for (size_t i = 1; i < N_TOPICS; i++)
        if (strcmp(dw_options_text(options, "topic"), dw_options_text(options, topics[i])) == 0)
            return dw_options_fail(options, topics[i], err,
                                   "the input topic cannot be an output: it would never end");
    return check_name(options, "group", err);
}

/*
 * State belongs to a group and its input, as its offsets do: two groups that shared it would each
 * find the other's answers in it. Records that are not read have no versions.
 */
static enum dw_err set_state_topic(struct dw_settings *out, struct dw_error *err)
{
    const char *name = dw_options_text(out->options, "state-topic");

    if (out->pass_through || (name && strcmp(name, "none") == 0))
        return DW_OK;
    if (name)
        snprintf(out->state_topic, sizeof out->state_topic, "%s", name);
    if (!name && snprintf(out->state_topic, sizeof out->state_topic, "%s.state.%s", out->input,
                          out->group) >= (int)sizeof out->state_topic)
        return dw_error_set(err, DW_CONFIG, 0,
                            "the names of topic and group make too long a name for the state "
                            "topic: set --state-topic");
    if (name && check_name(out->options, "state-topic", err))
        return DW_CONFIG;
    if (strcmp(out->state_topic, out->input) == 0)
        return dw_options_fail(out->options, "state-topic", err, "it is the input topic");
    for (int i = 0; i < DW_TO_STATE; i++)
        if (strcmp(out->state_topic, out->outputs[i]) == 0)
            return dw_options_fail(out->options, "state-topic", err, "it is an output topic too");
    out->outputs[DW_TO_STATE] = out->state_topic;
    return DW_OK;
}

/*
 * The name must be the same after a restart, or else the broker makes the next run wait for this
 * run's transaction and membership to time out. The host's name is; a random one is not.
 */
static enum dw_err set_instance(struct dw_settings *out, struct dw_error *err)
{
    const char *name = dw_options_text(out->options, "instance");
    char host[DW_INSTANCE_MAX] = "";

    if (!name && (gethostname(host, sizeof host - 1) || !is_name(host)))
        return dw_error_set(err, DW_CONFIG, 0,
                            "the host has no usable name: set --instance to a name that stays");
    if (name && (!is_name(name) || strlen(name) >= sizeof out->instance))
        return dw_options_fail(out->options, "instance", err,
                               "'%.60s' is no name: 1 to %d letters, digits and . _ -", name,
                               DW_INSTANCE_MAX - 1);
    snprintf(out->instance, sizeof out->instance, "%s", name ? name : host);
    return DW_OK;
}

/* Four times the batch's time, unless a second is reached before. */
static int find_busy_ms(int batch_ms)
{
    int longer = 4 * batch_ms, left = BUSY_MAX_MS - batch_ms;

    return left <= 0 ? 0 : longer < left ? longer : left;
}

enum dw_err dw_settings_make(struct dw_settings *out, const struct dw_options *options,
                             struct dw_error *err)
{
    *out = (struct dw_settings){
        .options = options,
        .group = dw_options_text(options, "group"),
        .input = dw_options_text(options, "topic"),
        .outputs = {dw_options_text(options, "output-topic"),
                    dw_options_text(options, "event-topic"),
                    dw_options_text(options, "dead-letter-topic")},
        .origin = dw_options_text(options, "ce-source"),
        .guarantee = (enum dw_guarantee)dw_options_choice(options, "guarantee"),
        .letter_style = (enum dw_letter_style)dw_options_choice(options, "dlq-headers"),
        .pass_through = dw_options_choice(options, "processors") == 1,
        .full_depth = dw_options_choice(options, "depth") == 1,
        .include_text = dw_options_flag(options, "include-text"),
        .exit_at_end = dw_options_flag(options, "exit-at-end"),
        .is_watched =
            dw_monitor_is_wanted(options) && !dw_options_flag(options, "replay-dead-letters"),
        .replay = dw_options_flag(options, "replay-dead-letters"),
        .flood_share = (int)dw_options_number(options, "flood-share"),
        .flood_window = (int)dw_options_number(options, "flood-window"),
        .flood_pause_ms = (int)dw_options_number(options, "flood-pause"),
        .model = dw_options_text(options, "model"),
        .n_lanes = dw_options_has(options, "lanes") ? (int)dw_options_number(options, "lanes") : 0,
        .batch_records = (int)dw_options_number(options, "batch-records"),
        .batch_bytes = dw_options_number(options, "batch-bytes"),
        .batch_ms = (int)dw_options_number(options, "batch-time"),
        .connect_ms = (int)dw_options_number(options, "connect-timeout"),
        .memory = dw_options_number(options, "memory"),
    };
    out->busy_ms = find_busy_ms(out->batch_ms);
    if (check_names(options, err) || dw_monitor_check(options, err) || set_state_topic(out, err))
        return DW_CONFIG;
    return set_instance(out, err);
}

enum dw_err dw_settings_fit(struct dw_settings *settings, int n_partitions, struct dw_error *err)
{
    if (settings->n_lanes == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);

        settings->n_lanes = cores < 1 ? 1 : cores > DW_LANES_MAX ? DW_LANES_MAX : (int)cores;
        if (n_partitions > 0 && settings->n_lanes > n_partitions)
            settings->n_lanes = n_partitions;
    }
    return dw_budget_make(&settings->budget, settings->memory, settings->n_lanes, n_partitions,
                          err);
}
