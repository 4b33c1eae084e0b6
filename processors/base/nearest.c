/* SPDX-License-Identifier: MIT */
#include "processors/base/nearest.h"

#include <string.h>

enum { WORD_MAX = 64 };

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment, three rows of the matrix at a time. */
size_t dw_nearest_distance(const char *a, const char *b)
{
    size_t rows[3][WORD_MAX];
    size_t *old = rows[0], *last = rows[1], *row = rows[2];
    size_t n_a = strnlen(a, WORD_MAX - 1), n_b = strnlen(b, WORD_MAX - 1);

    for (size_t j = 0; j <= n_b; j++)
        last[j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        size_t *spare = old;

        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            size_t cost = a[i - 1] != b[j - 1];

            row[j] = min(min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = min(row[j], old[j - 2] + 1);
        }
        old = last;
        last = row;
        row = spare;
    }
    return last[n_b];
}

const char *dw_nearest_find(const char *word, const char *const *words, size_t n)
{
    size_t limit = strlen(word) / 3 + 1, best = limit + 1;
    const char *found = NULL;

    for (size_t i = 0; i < n; i++) {
        size_t distance = dw_nearest_distance(word, words[i]);

        if (distance < best) {
            best = distance;
            found = words[i];
        }
    }
    return found;
}
