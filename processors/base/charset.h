/* SPDX-License-Identifier: MIT */
/*
 * charset.h - bytes of unknown origin as UTF-8 text.
 *
 * UTF-8 is taken as it is, without its byte order mark. What is not UTF-8 is taken for Windows-1252
 * (of which printable Latin-1 is a part) if it reads as Western text; damaged UTF-8 and other
 * character sets are refused, for a wrong guess would be a wrong text.
 *
 * Errors   DW_INPUT with the byte place: a NUL, mostly control characters (binary), a byte that is
 *          in neither set; DW_NOMEM.
 */
#ifndef DW_CHARSET_H
#define DW_CHARSET_H

#include "processors/base/arena.h"
#include "processors/base/error.h"

enum dw_charset { DW_CHARSET_UTF8, DW_CHARSET_WINDOWS_1252 };

struct dw_charset_text {
    const char *text; /* UTF-8; not NUL-terminated when it is the caller's own bytes */
    size_t len;
    enum dw_charset charset;
    size_t bad; /* offset of the first byte that is not UTF-8, if charset says so */
};

/* Find the character set. UTF-8 is borrowed from `bytes`, a conversion lives in the arena. */
enum dw_err dw_charset_decode(const char *bytes, size_t len, struct dw_arena *arena,
                              struct dw_charset_text *out, struct dw_error *err) DW_WARN_UNUSED;

/* "utf-8", "windows-1252". */
const char *dw_charset_name(enum dw_charset charset);

#endif
