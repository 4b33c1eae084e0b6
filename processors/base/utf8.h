/* SPDX-License-Identifier: MIT */
/*
 * utf8.h - UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing above U+10FFFF.
 */
#ifndef DW_UTF8_H
#define DW_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decode one code point at `text` (len > 0). Returns its length in bytes and sets *cp; a bad byte
 * yields length 1 and *cp = UINT32_MAX.
 */
size_t dw_utf8_decode(const char *text, size_t len, uint32_t *cp);

/* Append code point `cp` to `out` (room for 4 bytes). Returns the number of bytes written. */
size_t dw_utf8_encode(uint32_t cp, char *out);

/* True if all of it is valid; else *bad is the offset of the first byte that is not. */
bool dw_utf8_is_valid(const char *text, size_t len, size_t *bad);

/* Number of code points in valid text. */
size_t dw_utf8_count(const char *text, size_t len);

#endif
