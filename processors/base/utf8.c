/* SPDX-License-Identifier: MIT */
#include "processors/base/utf8.h"

#include <string.h>

size_t dw_utf8_decode(const char *text, size_t len, uint32_t *cp)
{
    const unsigned char *s = (const unsigned char *)text;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t need, i;
    uint32_t c;

    if (s[0] < 0x80) {
        *cp = s[0];
        return 1;
    }
    need = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    c = s[0] & (0xFFU >> (need + 1));
    if (s[0] < 0xC2 || s[0] > 0xF4 || need > len)
        goto bad;
    for (i = 1; i < need; i++) {
        if ((s[i] & 0xC0) != 0x80)
            goto bad;
        c = c << 6 | (s[i] & 0x3FU);
    }
    if (c < least[need] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        goto bad;
    *cp = c;
    return need;
bad:
    *cp = UINT32_MAX;
    return 1;
}

size_t dw_utf8_encode(uint32_t cp, char *out)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

bool dw_utf8_is_valid(const char *text, size_t len, size_t *bad)
{
    size_t i = 0;

    while (i < len) {
        uint64_t eight;
        uint32_t cp;

        if (len - i >= 8 && (memcpy(&eight, text + i, 8), !(eight & 0x8080808080808080ULL))) {
            i += 8;
            continue;
        }
        size_t n = dw_utf8_decode(text + i, len - i, &cp);
        if (cp == UINT32_MAX) {
            *bad = i;
            return false;
        }
        i += n;
    }
    return true;
}

size_t dw_utf8_count(const char *text, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}
