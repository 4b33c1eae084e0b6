/* SPDX-License-Identifier: MIT */
#include "schemas/offsets.h"

#include <stdlib.h>
#include <string.h>

#include "processors/base/utf8.h"

enum { BLOCK = 64 };

static bool is_ascii(const char *text, size_t len)
{
    uint64_t eight;
    size_t i = 0;

    for (; len - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, text + i, sizeof eight);
        if (eight & 0x8080808080808080ULL)
            return false;
    }
    for (; i < len; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

bool dw_offsets_init(struct dw_offsets *offsets, const char *text, size_t len)
{
    size_t n_blocks = len / BLOCK + 1;
    uint32_t n = 0;

    *offsets = (struct dw_offsets){.text = text, .len = len};
    if (is_ascii(text, len))
        return true;
    offsets->before = malloc(n_blocks * sizeof *offsets->before);
    if (!offsets->before)
        return false;
    for (size_t i = 0; i < n_blocks; i++) {
        size_t rest = len - i * BLOCK;

        offsets->before[i] = n;
        n += (uint32_t)dw_utf8_count(text + i * BLOCK, rest < BLOCK ? rest : BLOCK);
    }
    return true;
}

size_t dw_offsets_find(const struct dw_offsets *offsets, size_t byte)
{
    size_t block;

    if (byte > offsets->len)
        byte = offsets->len;
    if (!offsets->before)
        return byte;
    block = byte / BLOCK;
    return offsets->before[block] +
           dw_utf8_count(offsets->text + block * BLOCK, byte - block * BLOCK);
}

void dw_offsets_fini(struct dw_offsets *offsets)
{
    free(offsets->before);
    offsets->before = NULL;
}
