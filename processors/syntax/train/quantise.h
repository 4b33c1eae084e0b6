/* SPDX-License-Identifier: MIT */
/* quantise.h - weights in one byte. */
#ifndef DW_TRAIN_QUANTISE_H
#define DW_TRAIN_QUANTISE_H

#include <stddef.h>
#include <stdint.h>

/* The factor that makes bytes of weights: only the heaviest few are cut off. */
float quantise_scale(const float *weights, size_t n);

int8_t quantise(float weight, float scale);

#endif
