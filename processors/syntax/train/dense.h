/* SPDX-License-Identifier: MIT */
/* dense.h - an averaged perceptron whose features are rows of weights, one for each class. */
#ifndef DW_TRAIN_DENSE_H
#define DW_TRAIN_DENSE_H

#include <stddef.h>
#include <stdint.h>

enum { DENSE_ROW_MAX = 96 };

struct dense {
    float *now;  /* weights */
    float *debt; /* sum of change times the step at which it was made */
    uint32_t mask;
    int row; /* classes, padded */
    double step;
    const uint8_t *live; /* borrowed: features outside are as if they were not there */
};

/* How often each feature was met, by its hash. */
struct dense_tally {
    uint8_t *count;
};

void dense_tally_init(struct dense_tally *tally);
void dense_tally_add(struct dense_tally *tally, const uint32_t *features, int n);

/* The bits of the features met at least `least` times; frees the tally. */
uint8_t *dense_tally_take(struct dense_tally *tally, int least);

void dense_init(struct dense *dense, int bits, int row);
void dense_fini(struct dense *dense);
void dense_score(const struct dense *dense, const uint32_t *features, int n, float *score);

/* Reward one class, punish another. */
void dense_update(struct dense *dense, const uint32_t *features, int n, int right, int wrong);

/* Add the weights of another of the same size. */
void dense_add(struct dense *to, const struct dense *from);

/* Put the averages in place of the weights. */
void dense_average(struct dense *dense);

/* Bytes of the quantised table, whose length is `size`. */
int8_t *dense_quantise(const struct dense *dense, size_t *size);

#endif
