/* SPDX-License-Identifier: MIT */
/*
 * batch.h - what a lane's open transaction holds, from the first answer in it to its end.
 *
 * A transaction that fails is aborted here, if that can be done, and the lane is told what is to be
 * done again: recovery.h. Nothing is added, and nothing committed, until it stands again.
 */
#ifndef DW_BATCH_H
#define DW_BATCH_H

#include "consumer/lane.h"

/*
 * Send the answer that the lane's coder has staged to the record of that place, `bytes` long and
 * made at `timestamp` (-1: its age says nothing of us). False if the transaction failed over it.
 */
bool dw_batch_add(struct dw_lane *lane, int32_t partition, int64_t offset, size_t bytes,
                  int64_t timestamp);

/*
 * Time to commit. While records keep coming without a pause (`is_busy`) their answers may wait some
 * time longer: whoever has a backlog waits for that anyway, and fewer transactions do the work
 * sooner.
 */
bool dw_batch_is_due(const struct dw_lane *lane, bool is_busy);

/* Commit what there is, with the offsets. */
void dw_batch_commit(struct dw_lane *lane);

/* The transaction is not to go through; with DW_REOPEN not even an abort is tried. */
void dw_batch_fail(struct dw_lane *lane, enum dw_outcome outcome);

#endif
