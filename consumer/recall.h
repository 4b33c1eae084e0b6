/* SPDX-License-Identifier: MIT */
/*
 * recall.h - what a lane remembers of articles: read again when partitions come, and told when a
 * held article's time has come.
 */
#ifndef DW_RECALL_H
#define DW_RECALL_H

#include "consumer/lane.h"

/*
 * Read what is remembered of the partitions that came. Until it is done no record is looked at: an
 * answer rests on what was answered before. The group meanwhile waits for this lane no longer than
 * max.poll.interval.ms.
 */
void dw_recall_restore(struct dw_lane *lane);

/* Answer held articles whose time has come; a few at a time, for records wait too. */
void dw_recall_release(struct dw_lane *lane);

#endif
