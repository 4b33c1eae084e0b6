/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/dense.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "processors/syntax/rows.h"
#include "processors/syntax/train/memory.h"
#include "processors/syntax/train/quantise.h"

typedef float floats4 __attribute__((vector_size(16)));

static inline floats4 load4(const float *at)
{
    floats4 out;

    memcpy(&out, at, sizeof out);
    return out;
}

/* One bit finer than the bits that it becomes: fewer features are taken for others. */
static uint32_t tally_index(uint32_t hash)
{
    return (hash * 0x9E3779B1U) >> (31 - DW_LIVE_BITS);
}

void dense_tally_init(struct dense_tally *tally)
{
    tally->count = xcalloc((size_t)2 << DW_LIVE_BITS, 1);
}

void dense_tally_add(struct dense_tally *tally, const uint32_t *features, int n)
{
    for (int k = 0; k < n; k++) {
        uint8_t *count = &tally->count[tally_index(features[k])];

        *count = (uint8_t)(*count + (*count < UINT8_MAX));
    }
}

uint8_t *dense_tally_take(struct dense_tally *tally, int least)
{
    uint8_t *live = xcalloc((size_t)1 << (DW_LIVE_BITS - 3), 1);

    for (uint32_t i = 0; i < 2U << DW_LIVE_BITS; i++)
        if (tally->count[i] >= least)
            live[i / 16] = (uint8_t)(live[i / 16] | 1U << i / 2 % 8);
    free(tally->count);
    tally->count = NULL;
    return live;
}

static size_t len_of(const struct dense *dense)
{
    return (size_t)dense->mask + 1 + (size_t)dense->row;
}

void dense_init(struct dense *dense, int bits, int row)
{
    dense->mask = (1U << bits) - 1;
    dense->row = row;
    dense->step = 1;
    dense->live = NULL;
    dense->now = xcalloc(len_of(dense), sizeof *dense->now);
    dense->debt = xcalloc(len_of(dense), sizeof *dense->debt);
}

void dense_fini(struct dense *dense)
{
    free(dense->now);
    free(dense->debt);
    memset(dense, 0, sizeof *dense);
}

/* Sixteen classes at a time stay in registers while all features are gone through. */
void dense_score(const struct dense *dense, const uint32_t *features, int n, float *score)
{
    for (int k = 0; k < n; k++)
        for (int c = 0; c < dense->row; c += 16)
            __builtin_prefetch(dense->now + (features[k] & dense->mask) + c);
    for (int c = 0; c < dense->row; c += 16) {
        floats4 sum[4] = {{0}, {0}, {0}, {0}};

        for (int k = 0; k < n; k++) {
            const float *row = dense->now + (features[k] & dense->mask) + c;

            for (int i = 0; i < 4; i++)
                sum[i] += load4(row + 4 * i);
        }
        memcpy(score + c, sum, sizeof sum);
    }
}

void dense_update(struct dense *dense, const uint32_t *features, int n, int right, int wrong)
{
    float step = (float)dense->step;

    for (int k = 0; k < n; k++) {
        size_t at = features[k] & dense->mask;

        dense->now[at + (size_t)right] += 1;
        dense->debt[at + (size_t)right] += step;
        dense->now[at + (size_t)wrong] -= 1;
        dense->debt[at + (size_t)wrong] -= step;
    }
}

void dense_average(struct dense *dense)
{
    for (size_t i = 0; i < len_of(dense); i++) {
        dense->now[i] -= (float)(dense->debt[i] / dense->step);
        dense->debt[i] = 0;
    }
}

void dense_add(struct dense *to, const struct dense *from)
{
    for (size_t i = 0; i < len_of(to); i++)
        to->now[i] += from->now[i];
}

int8_t *dense_quantise(const struct dense *dense, size_t *size)
{
    int8_t *out = xcalloc(len_of(dense), 1);
    float scale = quantise_scale(dense->now, len_of(dense));

    for (size_t i = 0; i < len_of(dense); i++)
        out[i] = quantise(dense->now[i], scale);
    *size = len_of(dense);
    return out;
}
