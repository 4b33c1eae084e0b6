/* SPDX-License-Identifier: MIT */
/*
 * restore.h - the state topic: made when it is missing, read when a partition is assigned.
 *
 * A partition of the state topic is read from its beginning to its end, which is the end of all
 * that was written and not of what is stable: a transaction that another lane has left open there
 * must end first. The caller has made sure that none of those which count can be open any more by
 * asking for the group's offsets, which wait for them.
 *
 * Threads  one lane, one restorer.
 */
#ifndef DW_RESTORE_H
#define DW_RESTORE_H

#include <librdkafka/rdkafka.h>
#include <stdatomic.h>

#include "consumer/settings.h"
#include "consumer/state.h"

struct dw_restorer {
    const struct dw_settings *settings; /* borrowed */
    rd_kafka_t *consumer;
};

void dw_restorer_init(struct dw_restorer *restorer, const struct dw_settings *settings);
void dw_restorer_fini(struct dw_restorer *restorer);

/* Connect before there is anything to read. Errors: DW_CONFIG. */
enum dw_err dw_restorer_open(struct dw_restorer *restorer, struct dw_error *err) DW_WARN_UNUSED;

/*
 * Read the state of all partitions that are not restored yet. Ends early when *stop is not 0.
 * Errors: DW_BROKER, DW_CONFIG, DW_NOMEM; what is not restored then is empty.
 */
enum dw_err dw_restorer_run(struct dw_restorer *restorer, struct dw_state *state,
                            const atomic_int *stop, struct dw_error *err) DW_WARN_UNUSED;

/*
 * Read the texts of held articles that are due by `now` and have none in memory; at least one, and
 * no more than may be held there. Errors as above; DW_BROKER also if there was none.
 */
enum dw_err dw_restorer_load_held(struct dw_restorer *restorer, struct dw_state_partition *p,
                                  int64_t now, const atomic_int *stop,
                                  struct dw_error *err) DW_WARN_UNUSED;

/* See that the state topic is there, with a partition for each of the input's: make it if not.
 * Errors: DW_BROKER, DW_CONFIG. */
enum dw_err dw_state_topic_prepare(rd_kafka_t *client, const struct dw_settings *settings,
                                   int n_partitions, struct dw_error *err) DW_WARN_UNUSED;

#endif
