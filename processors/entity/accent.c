/* SPDX-License-Identifier: MIT */
#include "processors/entity/accent.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "processors/base/utf8.h"

#include "lexicon/letter.inc"

static const char *text_at(uint32_t offset)
{
    return (const char *)table_letter_pool + offset;
}

static int compare_letter(const void *letter, const void *row)
{
    return strcmp(letter, text_at(((const struct table_letter_row *)row)->letter));
}

/* What stands for a letter of `len` bytes; NULL if the table lacks it. */
static const char *find_letter(const char *bytes, size_t len, enum dw_accent_style style)
{
    const struct table_letter_row *row;
    char letter[5] = "";

    memcpy(letter, bytes, len);
    row = bsearch(letter, table_letter, sizeof table_letter / sizeof *table_letter,
                  sizeof *table_letter, compare_letter);
    if (!row)
        return NULL;
    if (style == DW_ACCENT_UPPER)
        return text_at(row->upper);
    if (style == DW_ACCENT_SPELLED && *text_at(row->spelled))
        return text_at(row->spelled);
    return text_at(row->plain);
}

bool dw_accent_is_in(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80)
            return true;
    return false;
}

static char fold_ascii(char c, enum dw_accent_style style)
{
    return style == DW_ACCENT_UPPER && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

size_t dw_accent_fold(const char *text, size_t len, enum dw_accent_style style, char *out)
{
    size_t n = 0;

    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t size = dw_utf8_decode(text + i, len - i, &cp);
        const char *other = size > 1 ? find_letter(text + i, size, style) : NULL;

        if (size == 1) {
            out[n++] = fold_ascii(text[i], style);
        } else if (other) {
            memcpy(out + n, other, strlen(other));
            n += strlen(other);
        } else {
            memcpy(out + n, text + i, size);
            n += size;
        }
        i += size;
    }
    return n;
}
