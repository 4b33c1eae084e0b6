/* SPDX-License-Identifier: MIT */
/* lanes.h - sums of vectors, eight numbers at a time, always in the same order. */
#ifndef DW_TRAIN_LANES_H
#define DW_TRAIN_LANES_H

#include <string.h>

typedef float float8 __attribute__((vector_size(32)));

static inline float8 load(const float *at)
{
    float8 v;

    memcpy(&v, at, sizeof v);
    return v;
}

static inline void store(float *at, float8 v)
{
    memcpy(at, &v, sizeof v);
}

/* y += a * x; n is a multiple of 8. */
static inline void add_scaled(float *restrict y, const float *restrict x, float a, int n)
{
    for (int i = 0; i < n; i += 8)
        store(y + i, load(y + i) + a * load(x + i));
}

static inline float dot(const float *restrict x, const float *restrict y, int n)
{
    float8 sum = {0};
    float total = 0;

    for (int i = 0; i < n; i += 8)
        sum += load(x + i) * load(y + i);
    for (int i = 0; i < 8; i++)
        total += sum[i];
    return total;
}

#endif
