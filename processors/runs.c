/* SPDX-License-Identifier: MIT */
#include "processors/runs.h"

/* A byte in each of eight. */
#define EACH(byte) (0x0101010101010101U * (uint64_t)(byte))

/* The highest bits of eight bytes, side by side. */
static uint8_t gather(uint64_t bytes)
{
    return (uint8_t)((bytes >> 7 & EACH(1)) * 0x0102040810204080U >> 56);
}

/* A byte of marks for eight of text. Sums of seven bits carry into the eighth, not beyond it. */
static void mark(uint64_t bytes, uint8_t *letters, uint8_t *solid)
{
    uint64_t low = bytes & EACH(0x7F), small = low | EACH(0x20);
    uint64_t from_a = small + EACH(0x80 - 'a'), beyond_z = small + EACH(0x80 - 'z' - 1);
    uint64_t beyond_blank = low + EACH(0x80 - ' ' - 1), delete = low + EACH(1);

    *letters = gather(from_a & ~beyond_z & ~bytes);
    *solid = gather((beyond_blank & ~delete) | bytes);
}

enum dw_err dw_runs_find(struct dw_arena *arena, const char *text, size_t len, struct dw_runs *out)
{
    size_t whole = len / 8, room = whole + 1 + sizeof(uint64_t);
    uint8_t *letters = dw_arena_alloc(arena, 2 * room), *solid = letters + room;
    char rest[8] = {0};

    if (!letters)
        return DW_NOMEM;
    for (size_t i = 0; i < whole; i++)
        mark(dw_bytes_load(text + 8 * i), &letters[i], &solid[i]);
    memcpy(rest, text + 8 * whole, len % 8);
    mark(dw_bytes_load(rest), &letters[whole], &solid[whole]);
    *out = (struct dw_runs){letters, solid, (uint32_t)len};
    return DW_OK;
}
