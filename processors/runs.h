/* SPDX-License-Identifier: MIT */
/*
 * runs.h - where runs of letters, and of what is no white space, begin and end.
 *
 * Found once for a text, a bit a byte, for all who look for the ends of words: a branch at each of
 * these, which no machine can guess, costs more than all else that is done with a short word.
 *
 * Input    any bytes. Letters are those of ASCII; bytes above it are neither letters nor white
 *          space, which is for the readers of characters to tell.
 * Cost     one pass, two cycles a byte at most.
 */
#ifndef DW_RUNS_H
#define DW_RUNS_H

#include <stdbool.h>
#include <string.h>

#include "processors/base/arena.h"
#include "processors/base/error.h"

/* Bit i % 8 of byte i / 8 tells of byte i of the text. */
struct dw_runs {
    const uint8_t *letters;
    const uint8_t *solid; /* no control character, no blank */
    uint32_t len;         /* of the text */
};

/* How many bits a look at them tells for sure. */
enum { DW_RUNS_STEP = 56 };

/* Returns DW_NOMEM when the arena is full. */
enum dw_err dw_runs_find(struct dw_arena *arena, const char *text, size_t len,
                         struct dw_runs *out) DW_WARN_UNUSED;

/* Eight bytes as a number, the first of them lowest. */
static inline uint64_t dw_bytes_load(const void *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* The `n` bytes, eight at most and one at least, at `at` of a text, as such a number. */
static inline uint64_t dw_bytes_take(const char *text, uint32_t len, uint32_t at, uint32_t n)
{
    uint64_t word = 0;

    if (len - at >= 8)
        return dw_bytes_load(text + at) & ~(uint64_t)0 >> 8 * (8 - n);
    while (n-- > 0)
        word = word << 8 | (unsigned char)text[at + n];
    return word;
}

/* The bits from `at` on, DW_RUNS_STEP of them and some more. */
static inline uint64_t dw_runs_bits(const uint8_t *bits, uint32_t at)
{
    return dw_bytes_load(bits + at / 8) >> at % 8;
}

/* The first place from `at` on that is not marked in `bits`; `end` if there is none before it. */
static inline uint32_t dw_run_end(const uint8_t *bits, uint32_t at, uint32_t end)
{
    for (; at < end; at += DW_RUNS_STEP) {
        uint64_t others = ~dw_bytes_load(bits + at / 8) >> at % 8;

        if (others) {
            at += (uint32_t)__builtin_ctzll(others);
            break;
        }
    }
    return at < end ? at : end;
}

/* Bit i: at `at` + i a run begins. DW_RUNS_STEP bits, those at `end` and beyond it 0. */
static inline uint64_t dw_run_starts(const uint8_t *bits, uint32_t at, uint32_t end)
{
    uint64_t here = dw_runs_bits(bits, at);
    uint64_t before = at ? dw_runs_bits(bits, at - 1) : here << 1;
    uint32_t n = end - at < DW_RUNS_STEP ? end - at : DW_RUNS_STEP;

    return here & ~before & (((uint64_t)1 << n) - 1);
}

#endif
