/* SPDX-License-Identifier: MIT */
/*
 * chars.c - what bytes and characters are.
 */
#include "processors/token/scan.h"

#include "processors/base/utf8.h"

#define S4  B_SPACE, B_SPACE, B_SPACE, B_SPACE
#define S16 S4, S4, S4, S4
#define U   B_UPPER
#define L   B_LOWER
#define D   B_DIGIT
#define Q   B_QUOTE
#define R   B_DRAW
#define K   B_BREAK
#define E   B_END
#define O   B_ODD
#define W16                                                                                        \
    B_WIDE, B_WIDE, B_WIDE, B_WIDE, B_WIDE, B_WIDE, B_WIDE, B_WIDE, B_WIDE, B_WIDE, B_WIDE,        \
        B_WIDE, B_WIDE, B_WIDE, B_WIDE, B_WIDE

/* clang-format off */
const uint16_t dw_byte_kinds[256] = {
    S16, S16,
    B_SPACE, E, Q | K, R, O, O, O, Q, K, K, R, R, E, R, B_STOP, O, /*  !"#$%&'()*+,-./ */
    D, D, D, D, D, D, D, D, D, D, E, E, R | K, R, R | K, E,        /* 0123456789:;<=>? */
    O, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,                /* @ABCDEFGHIJKLMNO */
    U, U, U, U, U, U, U, U, U, U, U, K, O, K, R, R,                /* PQRSTUVWXYZ[\]^_ */
    Q, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,                /* `abcdefghijklmno */
    L, L, L, L, L, L, L, L, L, L, L, K, R | K, K, R, B_SPACE,      /* pqrstuvwxyz{|}~  */
    W16, W16, W16, W16, W16, W16, W16, W16,
};
/* clang-format on */

static enum char_class classify_wide(uint32_t cp)
{
    if (cp == 0xA0 || cp == 0x85 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x2028 ||
        cp == 0x2029 || cp == 0x202F || cp == 0x3000 || cp == 0xFEFF)
        return SPACE;
    if (cp < 0xC0) /* with the soft hyphen, which is seen at the ends of lines alone */
        return cp == 0xAA || cp == 0xAD || cp == 0xB5 || cp == 0xBA ? LETTER : PUNCT;
    if (cp == 0xD7 || cp == 0xF7)
        return PUNCT;
    if ((cp >= 0x2000 && cp < 0x2C00) || (cp >= 0x3001 && cp < 0x3040) ||
        (cp >= 0xFE10 && cp < 0xFE70) || (cp >= 0xFF01 && cp < 0xFF10) || cp >= 0x1F000)
        return PUNCT;
    return LETTER;
}

enum char_class dw_scan_wide_class(const struct scan *s, uint32_t at, uint32_t *len)
{
    uint32_t cp;

    *len = (uint32_t)dw_utf8_decode(s->text + at, s->end - at, &cp);
    return cp == UINT32_MAX ? PUNCT : classify_wide(cp);
}
