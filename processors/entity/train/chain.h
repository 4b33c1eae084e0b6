/* SPDX-License-Identifier: MIT */
/*
 * chain.h - how likely the right tags of a run are, and which way its scores should change
 * (conditional random field).
 */
#ifndef DW_TRAIN_CHAIN_H
#define DW_TRAIN_CHAIN_H

#include "processors/entity/nametag.h"

/*
 * `score` of the words of the run [beg, end), `pair` of tags in a row (see namenet.h), `right` the
 * tags of the block. Sets the slopes of the scores and adds to those of the pairs. False, and
 * nothing is set, if the right tags may not stand so.
 */
bool chain_learn(const struct dw_nameblock *block, int beg, int end,
                 const float (*score)[DW_NAMENET_OUT], const float *pair, const uint8_t *right,
                 float (*slope)[DW_NAMENET_OUT], float *pair_slope);

#endif
