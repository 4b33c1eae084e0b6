/* SPDX-License-Identifier: MIT */
/* repeated.h - long texts of one unit, and the time that they take: for tests of growth. */
#ifndef DW_TEST_REPEATED_H
#define DW_TEST_REPEATED_H

#include "tests/unit/unit.h"

#include <time.h>

/* `n` times the unit; the caller frees it. */
static char *repeat(const char *unit, size_t n)
{
    size_t len = strlen(unit);
    char *text = malloc(n * len + 1);

    assert_non_null(text);
    for (size_t i = 0; i < n; i++)
        memcpy(text + i * len, unit, len);
    text[n * len] = '\0';
    return text;
}

/* Processor time of this process so far. */
static double seconds_spent(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

#endif
