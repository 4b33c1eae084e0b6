/* SPDX-License-Identifier: MIT */
#include "processors/base/strbuf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Make room for `extra` bytes and a NUL. */
static bool reserve(struct dw_strbuf *sb, size_t extra)
{
    size_t cap = sb->cap ? sb->cap : 64;
    char *bigger;

    if (sb->failed)
        return false;
    if (extra < sb->cap - sb->len)
        return true;
    while (cap - sb->len <= extra) {
        if (cap > SIZE_MAX / 2) {
            sb->failed = true;
            return false;
        }
        cap *= 2;
    }
    bigger = realloc(sb->bytes, cap);
    if (!bigger) {
        sb->failed = true;
        return false;
    }
    sb->bytes = bigger;
    sb->cap = cap;
    return true;
}

void dw_strbuf_init(struct dw_strbuf *sb)
{
    *sb = (struct dw_strbuf){0};
}

void dw_strbuf_fini(struct dw_strbuf *sb)
{
    free(sb->bytes);
    dw_strbuf_init(sb);
}

void dw_strbuf_reset(struct dw_strbuf *sb)
{
    sb->len = 0;
    sb->failed = false;
    if (sb->bytes)
        sb->bytes[0] = '\0';
}

void dw_strbuf_add(struct dw_strbuf *sb, const char *bytes, size_t len)
{
    if (!reserve(sb, len))
        return;
    if (len)
        memcpy(sb->bytes + sb->len, bytes, len);
    sb->len += len;
    sb->bytes[sb->len] = '\0';
}

void dw_strbuf_adds(struct dw_strbuf *sb, const char *text)
{
    dw_strbuf_add(sb, text, strlen(text));
}

void dw_strbuf_addc(struct dw_strbuf *sb, char c)
{
    dw_strbuf_add(sb, &c, 1);
}

void dw_strbuf_addf(struct dw_strbuf *sb, const char *fmt, ...)
{
    va_list ap;
    int len;

    va_start(ap, fmt);
    len = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (len < 0 || !reserve(sb, (size_t)len)) {
        sb->failed = true;
        return;
    }
    va_start(ap, fmt);
    vsnprintf(sb->bytes + sb->len, (size_t)len + 1, fmt, ap);
    va_end(ap);
    sb->len += (size_t)len;
}
