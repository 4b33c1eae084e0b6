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
                            "instance: the host has no usable name; set it to a name that stays");
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

static void set_live(struct dw_settings *settings)
{
    const struct dw_options *options = settings->options;

    settings->flood_share = (int)dw_options_number(options, "flood-share");
    settings->flood_window = (int)dw_options_number(options, "flood-window");
    settings->flood_pause_ms = (int)dw_options_number(options, "flood-pause");
    settings->batch_records = (int)dw_options_number(options, "batch-records");
    settings->batch_bytes = dw_options_number(options, "batch-bytes");
    settings->batch_ms = (int)dw_options_number(options, "batch-time");
    settings->busy_ms = find_busy_ms(settings->batch_ms);
}

void dw_settings_reload(struct dw_settings *settings)
{
    set_live(settings);
    settings->n_reloads++;
}

enum dw_err dw_settings_make(struct dw_settings *out, struct dw_options *options,
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
        .model = dw_options_text(options, "model"),
        .n_lanes = dw_options_has(options, "lanes") ? (int)dw_options_number(options, "lanes") : 0,
        .connect_ms = (int)dw_options_number(options, "connect-timeout"),
        .memory = dw_options_number(options, "memory"),
    };
    set_live(out);
    if (check_names(options, err) || dw_monitor_check(options, err) || set_state_topic(out, err))
        return DW_CONFIG;
    return set_instance(out, err);
}

enum dw_err dw_settings_fit(struct dw_settings *settings, int n_partitions, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};

    if (settings->n_lanes == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);

        settings->n_lanes = cores < 1 ? 1 : cores > DW_LANES_MAX ? DW_LANES_MAX : (int)cores;
        if (n_partitions > 0 && settings->n_lanes > n_partitions)
            settings->n_lanes = n_partitions;
    }
    if (dw_budget_make(&settings->budget, settings->memory, settings->n_lanes, n_partitions, &why))
        return dw_options_fail(settings->options, "memory", err, "%s", why.text);
    return DW_OK;
}
