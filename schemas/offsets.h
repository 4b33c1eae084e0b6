/* SPDX-License-Identifier: MIT */
/*
 * offsets.h - byte offsets of a UTF-8 text as code point offsets.
 *
 * One pass counts the code points before each block of 64 bytes; a look-up then counts within one
 * block. Pure ASCII needs no memory.
 */
#ifndef DW_OFFSETS_H
#define DW_OFFSETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dw_offsets {
    const char *text; /* borrowed */
    size_t len;
    uint32_t *before; /* code points before each block; NULL if the text is ASCII */
};

/* False when memory is out. */
bool dw_offsets_init(struct dw_offsets *offsets, const char *text, size_t len);

/* Code points before `byte`; an offset behind the text counts as its end. */
size_t dw_offsets_find(const struct dw_offsets *offsets, size_t byte);

void dw_offsets_fini(struct dw_offsets *offsets);

#endif
