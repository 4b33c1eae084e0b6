/* SPDX-License-Identifier: MIT */
/*
 * sums.h - add up rows of small numbers, and cut sums to size: what tagger and parser do most,
 * beside multiply.h.
 *
 * Where the machine has registers wide enough (AVX2, asked for at run time) they are used; the
 * numbers are the same everywhere.
 */
#ifndef DW_SUMS_H
#define DW_SUMS_H

#include <stdint.h>

/*
 * score[c] = sum of rows[starts[k] + c] over the n rows, for c < width. `width` is a multiple of
 * 32; sums must fit 16 bits, which some 250 rows do.
 */
void dw_rows_add(const int8_t *rows, const uint32_t *starts, int n, int width, int16_t *score);

/* sum[i] += row[k][i] over the n rows, for i < len, a multiple of 64; sums must fit 16 bits. */
void dw_shorts_add(const int16_t *const *row, int n, int len, int16_t *sum);

/* out[i] = sum[i] >> shift, but within least .. most. `len` is a multiple of 16. */
void dw_sums_to_shorts(const int32_t *sum, int len, int shift, int least, int most, int16_t *out);

/* out[i] = (sum[i] >> shift) + zero, but within what a byte holds. `len` is a multiple of 32. */
void dw_sums_to_bytes(const int16_t *sum, int len, int shift, int zero, uint8_t *out);

#endif
