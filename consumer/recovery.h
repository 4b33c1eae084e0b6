/* SPDX-License-Identifier: MIT */
/*
 * recovery.h - after a failed transaction a lane goes back to where that began and stands again,
 * with a new producer or a new consumer if the old one is beyond repair.
 */
#ifndef DW_RECOVERY_H
#define DW_RECOVERY_H

#include "consumer/lane.h"

/* Try until the lane stands, is to stop, or has failed too often without one commit between. */
void dw_recovery_run(struct dw_lane *lane);

/* Wait longer with each failure in a row, but no longer than until a stop. */
void dw_recovery_pause(const struct dw_lane *lane, int n_failures);

#endif
