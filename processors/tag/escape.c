/* SPDX-License-Identifier: MIT */
#include "processors/tag/escape.h"

#include <string.h>

#include "processors/base/utf8.h"

/* U+FFFE and U+FFFF, which no XML document may hold, begin with these bytes. */
static bool is_noncharacter(const char *text, size_t len)
{
    return len >= 3 && (!memcmp(text, "\xEF\xBF\xBE", 3) || !memcmp(text, "\xEF\xBF\xBF", 3));
}

static void add_byte(char c, struct dw_strbuf *out)
{
    switch (c) {
    case '<':
        dw_strbuf_adds(out, "&lt;");
        break;
    case '>':
        dw_strbuf_adds(out, "&gt;");
        break;
    case '&':
        dw_strbuf_adds(out, "&amp;");
        break;
    case '"':
        dw_strbuf_adds(out, "&quot;");
        break;
    default:
        if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')
            dw_strbuf_addc(out, c);
    }
}

void dw_escape_add(const char *text, size_t len, struct dw_strbuf *out)
{
    for (size_t i = 0; i < len; i++) {
        if (is_noncharacter(text + i, len - i))
            i += 2;
        else
            add_byte(text[i], out);
    }
}

void dw_escape_adds(const char *text, struct dw_strbuf *out)
{
    if (text)
        dw_escape_add(text, strlen(text), out);
}

void dw_escape_add_clipped(const char *text, size_t n_chars, struct dw_strbuf *out)
{
    size_t len = text ? strlen(text) : 0, end = 0;
    uint32_t cp;

    if (!len || dw_utf8_count(text, len) <= n_chars) {
        dw_escape_add(text, len, out);
        return;
    }
    for (size_t n = 1; n < n_chars; n++)
        end += dw_utf8_decode(text + end, len - end, &cp);
    while (end && text[end - 1] == ' ')
        end--;
    dw_escape_add(text, end, out);
    dw_strbuf_adds(out, "\xE2\x80\xA6");
}
