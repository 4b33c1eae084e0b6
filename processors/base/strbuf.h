/* SPDX-License-Identifier: MIT */
/*
 * strbuf.h - a growable byte buffer that owns its memory.
 *
 * `bytes` is always NUL-terminated once something was added. When memory runs out the buffer
 * keeps what it had and remembers it in `failed`, so that callers may check once at the end.
 */
#ifndef DW_STRBUF_H
#define DW_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

struct dw_strbuf {
    char *bytes;
    size_t len, cap;
    bool failed;
};

void dw_strbuf_init(struct dw_strbuf *sb);
void dw_strbuf_fini(struct dw_strbuf *sb);

/* Empty it and clear `failed`; the memory is kept for the next use. */
void dw_strbuf_reset(struct dw_strbuf *sb);

void dw_strbuf_add(struct dw_strbuf *sb, const char *bytes, size_t len);
void dw_strbuf_adds(struct dw_strbuf *sb, const char *text);
void dw_strbuf_addc(struct dw_strbuf *sb, char c);
void dw_strbuf_addf(struct dw_strbuf *sb, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
