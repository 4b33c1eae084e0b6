/* SPDX-License-Identifier: MIT */
/*
 * mutate.h - inputs made of others by chance, the same for the same seed and number.
 *
 * Blind, unlike a fuzzer's engine, and so several times as fast: for the mass of inputs, where the
 * engine is for their depth.
 */
#ifndef TESTS_FUZZ_MUTATE_H
#define TESTS_FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

struct sample {
    uint8_t *bytes;
    size_t len;
};

enum { MUTANT_MAX = 8192 };

/* Make input `number` of `seed` from some of the samples, of which there is one at least. */
size_t mutate(const struct sample *samples, size_t n_samples, uint64_t seed, uint64_t number,
              uint8_t out[MUTANT_MAX]);

#endif
