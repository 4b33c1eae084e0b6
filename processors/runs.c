/* SPDX-License-Identifier: MIT */
#include "processors/runs.h"

/* --- sixteen bytes at a time, where the machine can ----------------------------------------- */

#ifdef __SSE2__
#include <emmintrin.h>

enum { STEP = 16 };

/* Two bytes of marks for sixteen of text. Those above ASCII are less than 0 here. */
static void mark(const char *text, uint8_t *letters, uint8_t *solid)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)text);
    __m128i small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    __m128i is_letter = _mm_and_si128(_mm_cmpgt_epi8(small, _mm_set1_epi8('a' - 1)),
                                      _mm_cmplt_epi8(small, _mm_set1_epi8('z' + 1)));
    __m128i is_blank =
        _mm_or_si128(_mm_cmpeq_epi8(_mm_max_epu8(bytes, _mm_set1_epi8(' ')), _mm_set1_epi8(' ')),
                     _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)));
    uint16_t letter = (uint16_t)_mm_movemask_epi8(is_letter);
    uint16_t some = (uint16_t)~_mm_movemask_epi8(is_blank);

    memcpy(letters, &letter, sizeof letter);
    memcpy(solid, &some, sizeof some);
}

#else
enum { STEP = 8 };

/* A byte in each of eight. */
#define EACH(byte) (0x0101010101010101U * (uint64_t)(byte))

/* The highest bits of eight bytes, side by side. */
static uint8_t gather(uint64_t bytes)
{
    return (uint8_t)((bytes >> 7 & EACH(1)) * 0x0102040810204080U >> 56);
}

/* A byte of marks for eight of text. Sums of seven bits carry into the eighth, not beyond it. */
static void mark(const char *text, uint8_t *letters, uint8_t *solid)
{
    uint64_t bytes = dw_bytes_load(text), low = bytes & EACH(0x7F), small = low | EACH(0x20);
    uint64_t from_a = small + EACH(0x80 - 'a'), beyond_z = small + EACH(0x80 - 'z' - 1);
    uint64_t beyond_blank = low + EACH(0x80 - ' ' - 1), delete = low + EACH(1);

    *letters = gather(from_a & ~beyond_z & ~bytes);
    *solid = gather((beyond_blank & ~delete) | bytes);
}
#endif

/* --- all of a text --------------------------------------------------------------------------- */

enum dw_err dw_runs_find(struct dw_arena *arena, const char *text, size_t len, struct dw_runs *out)
{
    size_t whole = len - len % STEP, room = (whole + STEP) / 8 + sizeof(uint64_t);
    uint8_t *letters = dw_arena_alloc(arena, 2 * room), *solid = letters + room;
    char rest[STEP] = {0};

    if (!letters)
        return DW_NOMEM;
    for (size_t i = 0; i < whole; i += STEP)
        mark(text + i, letters + i / 8, solid + i / 8);
    memcpy(rest, text + whole, len % STEP);
    mark(rest, letters + whole / 8, solid + whole / 8);
    *out = (struct dw_runs){letters, solid, (uint32_t)len};
    return DW_OK;
}
