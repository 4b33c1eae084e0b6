/* SPDX-License-Identifier: MIT */
#include "producer/feeds/decode.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "processors/base/arena.h"
#include "processors/base/charset.h"
#include "processors/base/utf8.h"

enum { DECLARED_WITHIN = 1024 }; /* as HTML has it */

/* --- character sets -------------------------------------------------------------------------- */

static const struct {
    const char *start;
    size_t len, mark; /* of which so many bytes are a mark, no text */
    const char *charset;
} starts[] = {
    {"\xEF\xBB\xBF", 3, 3, "UTF-8"},    {"\xFF\xFE\0\0", 4, 4, "UTF-32LE"},
    {"\0\0\xFE\xFF", 4, 4, "UTF-32BE"}, {"\xFF\xFE", 2, 2, "UTF-16LE"},
    {"\xFE\xFF", 2, 2, "UTF-16BE"},     {"<\0\0\0", 4, 0, "UTF-32LE"},
    {"\0\0\0<", 4, 0, "UTF-32BE"},      {"<\0", 2, 0, "UTF-16LE"},
    {"\0<", 2, 0, "UTF-16BE"},
};

/* Find `what` in lower case within the bytes; NULL if it is not there. */
static const char *find_word(const char *bytes, size_t len, const char *what)
{
    size_t n = strlen(what);

    for (size_t i = 0; i + n <= len; i++)
        if (strncasecmp(bytes + i, what, n) == 0)
            return bytes + i;
    return NULL;
}

/* encoding="..." of an XML declaration, or charset=... of an HTML head. */
static bool find_declared(const char *bytes, size_t len, char out[32])
{
    bool is_xml = len > 5 && memcmp(bytes, "<?xml", 5) == 0;
    const char *word = is_xml ? "encoding" : "charset";
    const char *at, *end = bytes + (len < DECLARED_WITHIN ? len : DECLARED_WITHIN);
    size_t n = 0;

    if (is_xml && memchr(bytes, '>', (size_t)(end - bytes)))
        end = memchr(bytes, '>', (size_t)(end - bytes));
    if (!is_xml && !find_word(bytes, (size_t)(end - bytes), "<meta"))
        return false;
    at = find_word(bytes, (size_t)(end - bytes), word);
    if (!at)
        return false;
    for (at += strlen(word); at < end && strchr(" \t\r\n=\"'", *at) && *at;)
        at++;
    for (; at < end && n < 31 && (isalnum((unsigned char)*at) || strchr("-_.:", *at)) && *at; at++)
        out[n++] = *at;
    out[n] = '\0';
    return n > 0;
}

/* What a label means on the wire, where that is more than the label says. */
static const char *meant_charset(const char *label)
{
    static const char *const pairs[][2] = {
        {"iso-8859-1", "WINDOWS-1252"},
        {"iso8859-1", "WINDOWS-1252"},
        {"latin1", "WINDOWS-1252"},
        {"us-ascii", "WINDOWS-1252"},
        {"ascii", "WINDOWS-1252"},
        {"gb2312", "GB18030"},
        {"gbk", "GB18030"},
        {"shift_jis", "CP932"},
        {"euc-kr", "CP949"},
        {"iso-8859-9", "CP1254"},
        {"big5", "BIG5-HKSCS"},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcasecmp(label, pairs[i][0]) == 0)
            return pairs[i][1];
    return label;
}

static bool is_utf8_name(const char *name)
{
    return strcasecmp(name, "utf-8") == 0 || strcasecmp(name, "utf8") == 0;
}

/* True if all bytes are of the character set; `out` is empty again if not. */
static bool convert(const char *charset, const char *bytes, size_t len, struct dw_strbuf *out)
{
    char *from = (char *)(size_t)bytes; /* iconv writes to none of it */
    iconv_t cd = iconv_open("UTF-8", charset);
    bool ok = true;

    if (cd == (iconv_t)-1)
        return false;
    while (len && ok) {
        char some[4096], *to = some;
        size_t room = sizeof some;
        size_t rc = iconv(cd, &from, &len, &to, &room);

        ok = rc != (size_t)-1 || errno == E2BIG;
        dw_strbuf_add(out, some, (size_t)(to - some));
    }
    iconv_close(cd);
    /* Labels such as UTF-7 or UCS-2 could yield what is no text. */
    ok = ok && !(out->len && memchr(out->bytes, '\0', out->len));
    if (!ok)
        dw_strbuf_reset(out);
    return ok;
}

static enum dw_err take_as_found(const char *bytes, size_t len, struct dw_decoded *out,
                                 struct dw_error *err)
{
    struct dw_charset_text found = {0};
    struct dw_arena arena;
    enum dw_err rc;

    dw_arena_init(&arena, 0);
    rc = dw_charset_decode(bytes, len, &arena, &found, err);
    if (rc == DW_OK) {
        dw_strbuf_add(&out->text, found.text, found.len);
        snprintf(out->from, sizeof out->from, "%s", dw_charset_name(found.charset));
        out->odd = found.charset != DW_CHARSET_UTF8;
    }
    dw_arena_fini(&arena);
    return rc;
}

/*
 * Text in UTF-8 that declares something else: no other character set makes whole sequences of UTF-8
 * by chance. ISO 2022, which is made of ASCII, is left to its declaration.
 */
static bool is_utf8_after_all(const char *bytes, size_t len)
{
    bool upper = false;
    size_t bad;

    for (size_t i = 0; i < len && !upper; i++)
        upper = (unsigned char)bytes[i] >= 0x80;
    return upper && dw_utf8_is_valid(bytes, len, &bad);
}

/* The character set that the first bytes give away; they are passed over if they are a mark. */
static const char *find_start(const char **bytes, size_t *len)
{
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (*len < starts[i].len || memcmp(*bytes, starts[i].start, starts[i].len) != 0)
            continue;
        *bytes += starts[i].mark;
        *len -= starts[i].mark;
        return starts[i].charset;
    }
    return NULL;
}

/* By the first of the names that the bytes agree with. */
static bool convert_as_named(const char *const names[2], const char *bytes, size_t len,
                             struct dw_decoded *out)
{
    for (size_t i = 0; i < 2; i++) {
        if (!names[i] || is_utf8_name(names[i]) ||
            !convert(meant_charset(names[i]), bytes, len, &out->text))
            continue;
        snprintf(out->from, sizeof out->from, "%s", names[i]);
        return true;
    }
    return false;
}

enum dw_err dw_decode(const char *bytes, size_t len, const char *label, struct dw_decoded *out,
                      struct dw_error *err)
{
    char declared[32] = "";
    const char *names[2] = {find_start(&bytes, &len), NULL};
    enum dw_err rc = DW_OK;
    size_t bad;

    *out = (struct dw_decoded){.odd = false};
    dw_strbuf_init(&out->text);
    if (!names[0]) {
        names[0] = label;
        names[1] = find_declared(bytes, len, declared) ? declared : NULL;
    }
    snprintf(out->from, sizeof out->from, "utf-8");
    if (is_utf8_after_all(bytes, len) || !convert_as_named(names, bytes, len, out)) {
        rc = take_as_found(bytes, len, out, err);
        for (size_t i = 0; i < 2; i++)
            out->odd = out->odd || (names[i] && !is_utf8_name(names[i]));
    }
    if (rc == DW_OK && out->text.failed)
        rc = dw_error_set(err, DW_NOMEM, 0, "no memory to convert %zu bytes", len);
    if (rc == DW_OK && out->text.len && !dw_utf8_is_valid(out->text.bytes, out->text.len, &bad))
        rc = dw_error_set(err, DW_INPUT, bad, "not text after conversion from %s", out->from);
    return rc;
}

/* --- NFC ------------------------------------------------------------------------------------- */

/* Windows-1252 for U+0080 to U+009F; 0: nothing there. */
static const uint16_t c1_meant[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static uint32_t cleaned(uint32_t cp)
{
    if (cp >= 0x80 && cp < 0xA0 && cp != 0x85)
        return c1_meant[cp - 0x80] ? c1_meant[cp - 0x80] : ' ';
    if (cp == 0x85) /* NEL is a line end, but in feeds the ellipsis of Windows */
        return 0x2026;
    return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || cp == 0x7F ? ' ' : cp;
}

/* False for code points that no composition or reordering touches. */
static bool may_compose(uint32_t cp)
{
    return cp >= 0x300 && !(cp >= 0x2010 && cp <= 0x2027) && !(cp >= 0x20A0 && cp <= 0x20BF);
}

static void add_composed(struct dw_strbuf *out, const char *text, size_t len)
{
    utf8proc_uint8_t *nfc = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &nfc,
                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE);

    if (n >= 0)
        dw_strbuf_add(out, (const char *)nfc, (size_t)n);
    else if (n == UTF8PROC_ERROR_NOMEM)
        out->failed = true;
    else
        dw_strbuf_add(out, text, len);
    free(nfc);
}

void dw_decode_add_nfc(struct dw_strbuf *out, const char *text, size_t len)
{
    bool compose = false;
    struct dw_strbuf clean;

    dw_strbuf_init(&clean);
    for (size_t i = 0; i < len;) {
        uint32_t cp, to;
        size_t n = dw_utf8_decode(text + i, len - i, &cp);

        to = cp == UINT32_MAX ? 0xFFFD : cleaned(cp);
        compose = compose || may_compose(to);
        if (to == cp) {
            dw_strbuf_add(&clean, text + i, n);
        } else {
            char bytes[4];

            dw_strbuf_add(&clean, bytes, dw_utf8_encode(to, bytes));
        }
        i += n;
    }
    out->failed = out->failed || clean.failed;
    if (clean.len && compose)
        add_composed(out, clean.bytes, clean.len);
    else if (clean.len)
        dw_strbuf_add(out, clean.bytes, clean.len);
    dw_strbuf_fini(&clean);
}
