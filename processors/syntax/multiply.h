/* SPDX-License-Identifier: MIT */
/*
 * multiply.h - a matrix of small integers times a vector of bytes.
 *
 * Four numbers of each row stand together: m[(i / 4 * rows + row) * 4 + i % 4]. Weights lie within
 * DW_WEIGHT_MOST, so that the sum of two products fits 16 bits, as the machine's instruction for
 * it wants. It is used where there is one (AVX2, asked for at run time); the sums are the same
 * everywhere.
 */
#ifndef DW_MULTIPLY_H
#define DW_MULTIPLY_H

#include <stdint.h>

enum { DW_WEIGHT_MOST = 64 };

/* sum[row] = start[row] + m[row] * x. `len` is a multiple of 4, `rows` of 8; `start` may be `sum`.
 */
void dw_multiply(const int8_t *m, const uint8_t *x, int len, int rows, const int32_t *start,
                 int32_t *sum);

#endif
