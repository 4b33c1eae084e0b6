/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/mutate.h"

#include <string.h>

enum { CHANGES_MAX = 8, PIECE_MAX = 64, FIRST_BYTES = 16 };

struct mutant {
    uint64_t chance;
    uint8_t *bytes;
    size_t len;
};

/* SplitMix64: any start is as good as another. */
static uint64_t draw(struct mutant *mutant)
{
    uint64_t z = mutant->chance += 0x9E3779B97F4A7C15U;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/* Below n; 0 if n is 0. */
static size_t below(struct mutant *mutant, size_t n)
{
    return n ? (size_t)(draw(mutant) % n) : 0;
}

static size_t piece_below(struct mutant *mutant, size_t n)
{
    return below(mutant, (n < PIECE_MAX ? n : PIECE_MAX) + 1);
}

static void cut(struct mutant *mutant, size_t at, size_t n)
{
    memmove(mutant->bytes + at, mutant->bytes + at + n, mutant->len - at - n);
    mutant->len -= n;
}

/* What goes beyond the end of the room is lost. */
static void insert(struct mutant *mutant, size_t at, const uint8_t *bytes, size_t n)
{
    size_t tail = mutant->len - at;

    if (n > MUTANT_MAX - at)
        n = MUTANT_MAX - at;
    if (tail > MUTANT_MAX - at - n)
        tail = MUTANT_MAX - at - n;
    memmove(mutant->bytes + at + n, mutant->bytes + at, tail);
    memcpy(mutant->bytes + at, bytes, n);
    mutant->len = at + n + tail;
}

/* From "<" to ">", from quote to quote: what such files are made of. */
static struct sample find_word(struct mutant *mutant, const struct sample *from)
{
    static const char edges[] = "<>\"& \n{}[],;:=/";
    size_t beg = below(mutant, from->len), end;

    while (beg > 0 && !memchr(edges, from->bytes[beg], sizeof edges - 1))
        beg--;
    for (end = beg + 1; end < from->len && end - beg < PIECE_MAX; end++)
        if (memchr(edges, from->bytes[end], sizeof edges - 1))
            break;
    return (struct sample){from->bytes + beg, from->len ? end + (end < from->len) - beg : 0};
}

static void change(struct mutant *mutant, const struct sample *other)
{
    size_t at = below(mutant, mutant->len);
    uint8_t noise[PIECE_MAX];
    struct sample word;

    switch (draw(mutant) % 8) {
    case 0:
        if (mutant->len)
            mutant->bytes[at] ^= (uint8_t)(1U << (draw(mutant) % 8));
        break;
    case 1:
        if (mutant->len)
            mutant->bytes[at] = (uint8_t)draw(mutant);
        break;
    case 2:
        cut(mutant, at, piece_below(mutant, mutant->len - at));
        break;
    case 3: /* the same again */
        memcpy(noise, mutant->bytes + at,
               mutant->len - at < PIECE_MAX ? mutant->len - at : PIECE_MAX);
        insert(mutant, at, noise, piece_below(mutant, mutant->len - at) % PIECE_MAX);
        break;
    case 4:
        for (size_t i = 0; i < sizeof noise; i++)
            noise[i] = (uint8_t)draw(mutant);
        insert(mutant, at, noise, piece_below(mutant, sizeof noise / 4));
        break;
    case 5:
        word = find_word(mutant, other);
        insert(mutant, at, word.bytes, word.len);
        break;
    case 6: /* another's rest */
        mutant->len = at;
        at = below(mutant, other->len);
        insert(mutant, mutant->len, other->bytes + at, other->len - at);
        break;
    default:
        mutant->len = at;
        break;
    }
}

size_t mutate(const struct sample *samples, size_t n_samples, uint64_t seed, uint64_t number,
              uint8_t out[MUTANT_MAX])
{
    struct mutant mutant = {.chance = seed << 40 ^ number, .bytes = out};
    const struct sample *from = &samples[below(&mutant, n_samples)];
    size_t n = 1 + below(&mutant, CHANGES_MAX);
    uint8_t first;

    insert(&mutant, 0, from->bytes, from->len);
    while (n-- > 0)
        change(&mutant, &samples[below(&mutant, n_samples)]);
    /* Where a fuzzer takes its first byte for a choice. */
    first = (uint8_t)below(&mutant, FIRST_BYTES);
    if (below(&mutant, 4) == 0)
        insert(&mutant, 0, &first, 1);
    return mutant.len;
}
