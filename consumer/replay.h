/* SPDX-License-Identifier: MIT */
/*
 * replay.h - put what is in the dead-letter topic back into the input topic, once each.
 *
 * The originals go to the end of the input topic's partition that they came from, and from there
 * the way of all records: so they meet the newer versions of their articles, and the lane that
 * answers them is the one that knows these. Straight through processors of our own would need the
 * state of partitions that running consumers hold.
 *
 * Originals and the offsets of the dead-letter topic are written in one transaction, under a group
 * and a transactional id of their own: a replay that is killed goes on where it stopped, and of two
 * at a time the later one wins.
 */
#ifndef DW_REPLAY_H
#define DW_REPLAY_H

#include <stdatomic.h>

#include "consumer/settings.h"

/*
 * Read the dead-letter topic up to where it ends now. Ends early, with what it has done committed,
 * when *stop is not 0. Errors: DW_CONFIG, DW_BROKER, DW_NOMEM; to run it again is then all there is
 * to do.
 */
enum dw_err dw_replay_run(const struct dw_settings *settings, const atomic_int *stop,
                          struct dw_error *err) DW_WARN_UNUSED;

#endif
