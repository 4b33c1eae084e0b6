/* SPDX-License-Identifier: MIT */
/* nearest.h - "did you mean": the word of a list that a misspelt one most likely stands for. */
#ifndef DW_NEAREST_H
#define DW_NEAREST_H

#include <stddef.h>

/*
 * Number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`;
 * words are compared on their first 63 bytes.
 */
size_t dw_nearest_distance(const char *a, const char *b);

/* The closest of `n` words, or NULL if none is close enough to be worth naming. */
const char *dw_nearest_find(const char *word, const char *const *words, size_t n);

#endif
