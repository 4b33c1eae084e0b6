/* SPDX-License-Identifier: MIT */
/*
 * progress.h - how far a lane has come in each of its partitions.
 *
 * Two offsets a partition: `base`, where the open transaction begins, which is also what the group
 * holds as committed once anything was; and `next`, behind the last record that was answered. What
 * is committed is `next`, never the consumer's position, which runs ahead of the work.
 *
 * Threads  one lane, one progress.
 */
#ifndef DW_PROGRESS_H
#define DW_PROGRESS_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdint.h>

#include "processors/base/error.h"

struct dw_progress_partition {
    int32_t partition;
    int64_t base, next; /* -1: no record seen since the partition was assigned */
    int32_t epoch;      /* leader epoch of the last answered record; -1 if unknown */
    bool is_touched;    /* in the transaction though no record of it was answered */
    bool at_end;        /* the end of the partition was met behind `next` */
};

struct dw_progress {
    const char *topic; /* borrowed */
    struct dw_progress_partition *v;
    int n, cap;
};

void dw_progress_init(struct dw_progress *progress, const char *topic);
void dw_progress_fini(struct dw_progress *progress);

/* What the group holds as committed of the partition, if anything was; -1: not known. */
int64_t dw_progress_base(const struct dw_progress *progress, int32_t partition);

/* A partition comes, nothing seen yet; or goes. Adding fails when memory is out. */
bool dw_progress_add(struct dw_progress *progress, int32_t partition);
void dw_progress_drop(struct dw_progress *progress, int32_t partition);
void dw_progress_reset(struct dw_progress *progress); /* all go */

/*
 * A record arrived: from here the partition must be read again if the transaction fails. An offset
 * before those that were answered means that the log was cut short or made anew, and is followed.
 * False if the partition is not ours (any more): the record is not to be answered.
 */
bool dw_progress_see(struct dw_progress *progress, int32_t partition,
                     int64_t offset) DW_WARN_UNUSED;

/* Where the group's offset is, of a partition of which nothing was seen yet. */
void dw_progress_start(struct dw_progress *progress, int32_t partition, int64_t offset);

/*
 * What was held of the partition is released in the open transaction: its offset goes along though
 * it does not move, for the broker checks with it that the partition is still ours.
 */
void dw_progress_touch(struct dw_progress *progress, int32_t partition);

/* The record was answered. `epoch` is its leader epoch, or -1. */
void dw_progress_set(struct dw_progress *progress, int32_t partition, int64_t offset,
                     int32_t epoch);

/* The end of the partition was met. */
void dw_progress_set_end(struct dw_progress *progress, int32_t partition);

/* True if every partition was read to its end; also if there is none. */
bool dw_progress_is_at_end(const struct dw_progress *progress);

/* The offsets to commit: of partitions with answered records alone. The caller destroys it. */
rd_kafka_topic_partition_list_t *dw_progress_offsets(const struct dw_progress *progress);

/* They are committed: the next transaction begins where this one ended. */
void dw_progress_commit(struct dw_progress *progress);

/*
 * Back to where the transaction began: what was answered in it counts as not. Returns the places to
 * seek, of partitions of which any record was seen. The caller destroys it.
 */
rd_kafka_topic_partition_list_t *dw_progress_rewind(struct dw_progress *progress);

/* After a rewind: the group holds another offset, which is the truth. */
void dw_progress_set_base(struct dw_progress *progress, int32_t partition, int64_t offset);

#endif
