/* SPDX-License-Identifier: MIT */
/*
 * settings.h - what the consumer was told to do, checked once, then the same for all lanes.
 *
 * Owner    strings belong to the options, but for `instance`, which may be the host's name.
 */
#ifndef DW_SETTINGS_H
#define DW_SETTINGS_H

#include <stdatomic.h>
#include <stdbool.h>

#include "consumer/budget.h"
#include "processors/base/options.h"

enum dw_guarantee { DW_EXACTLY_ONCE, DW_AT_LEAST_ONCE };

/* Whose names of error headers a dead letter carries. */
enum dw_letter_style { DW_LETTER_STREAMS, DW_LETTER_CONNECT, DW_LETTER_BOTH };

enum dw_output_topic {
    DW_TO_ARTICLES,
    DW_TO_EVENTS,
    DW_TO_DEAD_LETTERS,
    DW_TO_STATE,
    DW_N_OUTPUT_TOPICS
};

enum { DW_INSTANCE_MAX = 128, DW_LANES_MAX = 256, DW_TOPIC_MAX = 249 };

struct dw_settings {
    struct dw_options *options; /* properties for the clients; borrowed */
    const char *group;
    char instance[DW_INSTANCE_MAX];
    const char *input;
    const char *outputs[DW_N_OUTPUT_TOPICS]; /* DW_TO_STATE is NULL: nothing is remembered */
    char state_topic[DW_TOPIC_MAX + 1];
    const char *origin; /* ce_source; NULL: made of the input topic's name */
    enum dw_guarantee guarantee;
    enum dw_letter_style letter_style;
    bool pass_through; /* records go to the first output unread */
    bool full_depth;
    bool include_text;
    bool exit_at_end;
    bool replay;     /* put dead letters back, then end */
    bool is_watched; /* --metrics-listen: processors are timed, clients tell statistics */
    const char *model;
    int n_lanes;  /* 0: as many as there are cores, but not more than partitions */
    bool is_mock; /* the broker is librdkafka's mock cluster */
    int connect_ms;
    long long memory;

    /* What a reload may change while the lanes run. */
    atomic_int flood_share; /* percent of dead letters that is too much; 0: never */
    atomic_int flood_window;
    atomic_int flood_pause_ms;
    atomic_int batch_records;
    atomic_llong batch_bytes;
    atomic_int batch_ms;
    atomic_int busy_ms;    /* longer than that while records come without a pause */
    atomic_uint n_reloads; /* so often it has */

    struct dw_budget budget; /* once lanes and partitions are known */
};

extern const struct dw_program dw_consumer_program;

/* Take the settings from the options. Errors: DW_CONFIG. */
enum dw_err dw_settings_make(struct dw_settings *out, struct dw_options *options,
                             struct dw_error *err) DW_WARN_UNUSED;

/* Take what can be taken while the lanes run from the options, which were reloaded. */
void dw_settings_reload(struct dw_settings *settings);

/* Now that the input's partitions are known: lanes and memory budget. Errors: DW_CONFIG. */
enum dw_err dw_settings_fit(struct dw_settings *settings, int n_partitions,
                            struct dw_error *err) DW_WARN_UNUSED;

#endif
