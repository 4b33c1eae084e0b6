/* SPDX-License-Identifier: MIT */
/*
 * rows.h - rows of one-byte weights: eight at a time, and which features have one.
 *
 * Vectors by the extension that gcc and clang share: no intrinsics, any machine. See sums.h, too.
 */
#ifndef DW_ROWS_H
#define DW_ROWS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef int8_t dw_bytes8 __attribute__((vector_size(8)));
typedef int16_t dw_shorts8 __attribute__((vector_size(16)));

static inline dw_shorts8 dw_row_load(const int8_t *row)
{
    dw_bytes8 bytes;

    memcpy(&bytes, row, sizeof bytes);
    return __builtin_convertvector(bytes, dw_shorts8);
}

/*
 * Which features training has met more than once: a bit each, by their hash. The others have no
 * row; what stands where it would be belongs to other features.
 */
enum { DW_LIVE_BITS = 23 };

static inline uint32_t dw_live_index(uint32_t hash)
{
    return (hash * 0x9E3779B1U) >> (32 - DW_LIVE_BITS);
}

static inline bool dw_is_live(const uint8_t *live, uint32_t hash)
{
    uint32_t at = dw_live_index(hash);

    return live[at / 8] >> at % 8 & 1;
}

/* Keep the features that are live, in place; returns how many are left. */
static inline int dw_live_filter(const uint8_t *live, uint32_t *features, int n)
{
    int left = 0;

    for (int k = 0; k < n; k++)
        __builtin_prefetch(live + dw_live_index(features[k]) / 8);
    for (int k = 0; k < n; k++) {
        uint32_t at = dw_live_index(features[k]);

        features[left] = features[k];
        left += live[at / 8] >> at % 8 & 1;
    }
    return left;
}

#endif
