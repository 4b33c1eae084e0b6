/* SPDX-License-Identifier: MIT */
#include "processors/base/charset.h"

#include <string.h>

#include "processors/base/utf8.h"

/* Of the bytes: more control characters than one in ten is a binary file, more upper-half bytes
 * than one in four is no Western text. */
enum { CONTROL_SHARE = 10, UPPER_SHARE = 4 };

static const char *const names[] = {"utf-8", "windows-1252"};

/* Code points of the bytes 0x80 to 0x9F; 0 where Windows-1252 has none. The rest is Latin-1. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* What a text is made of, counted in one pass. */
struct census {
    size_t n_control, first_control;
    size_t n_upper;   /* bytes from 0x80 up */
    size_t n_good;    /* multi-byte sequences that are UTF-8 */
    size_t n_bad;     /* runs of bytes that are in none */
    size_t first_bad; /* start of the first of these */
    size_t end_bad;   /* end of the last one so far */
};

static bool is_control(unsigned char c)
{
    return (c < 0x20 && (c < '\t' || c > '\r')) || c == 0x7F;
}

static void count_control(struct census *census, size_t at)
{
    if (!census->n_control++)
        census->first_control = at;
}

static void count_bad(struct census *census, size_t at)
{
    if (!census->n_bad)
        census->first_bad = at;
    if (!census->n_bad || census->end_bad != at)
        census->n_bad++;
    census->end_bad = at + 1;
}

static void take_census(const char *bytes, size_t len, struct census *census)
{
    size_t i = 0;

    memset(census, 0, sizeof *census);
    for (;;) {
        uint32_t cp;
        size_t n;

        while (i < len && bytes[i] >= ' ' && bytes[i] < 0x7F)
            i++; /* nearly all of a text, and nothing to count */
        if (i == len)
            break;
        n = dw_utf8_decode(bytes + i, len - i, &cp);
        if (cp < 0x80) {
            if (is_control((unsigned char)cp))
                count_control(census, i);
        } else if (cp == UINT32_MAX) {
            count_bad(census, i);
            census->n_upper++;
        } else {
            census->n_good++;
            census->n_upper += n;
        }
        i += n;
    }
}

/* Refuse what is no text in any 8-bit character set. */
static enum dw_err check_binary(const char *bytes, size_t len, const struct census *census,
                                struct dw_error *err)
{
    const char *nul = memchr(bytes, '\0', len);

    if (nul && len >= 2 && (!memcmp(bytes, "\xFF\xFE", 2) || !memcmp(bytes, "\xFE\xFF", 2)))
        return dw_error_set(err, DW_INPUT, 0, "text is UTF-16: convert it to UTF-8");
    if (nul)
        return dw_error_set(err, DW_INPUT, (size_t)(nul - bytes),
                            "text holds a NUL byte at byte %zu", (size_t)(nul - bytes));
    if (census->n_control > len / CONTROL_SHARE)
        return dw_error_set(err, DW_INPUT, census->first_control,
                            "not text: %zu control characters, the first at byte %zu",
                            census->n_control, census->first_control);
    return DW_OK;
}

/* Refuse to read as Windows-1252 what is more likely something else. */
static enum dw_err check_western(const char *bytes, size_t len, const struct census *census,
                                 struct dw_error *err)
{
    size_t at = census->first_bad;

    if (census->n_good >= census->n_bad)
        return dw_error_set(err, DW_INPUT, at, "damaged UTF-8 at byte %zu", at);
    if (census->n_upper > len / UPPER_SHARE && census->n_upper > 1)
        return dw_error_set(err, DW_INPUT, at,
                            "neither UTF-8 (byte %zu) nor Windows-1252: convert it to UTF-8", at);
    /* From the start: what happened to be UTF-8 so far is to be read as Windows-1252 too. */
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)bytes[i];

        if (c >= 0x80 && c < 0xA0 && !windows_1252[c - 0x80])
            return dw_error_set(err, DW_INPUT, i,
                                "byte %zu (0x%02X) is in neither UTF-8 nor Windows-1252", i, c);
    }
    return DW_OK;
}

static enum dw_err convert_western(const char *bytes, size_t len, size_t n_upper,
                                   struct dw_arena *arena, struct dw_charset_text *out,
                                   struct dw_error *err)
{
    char *text = dw_arena_alloc(arena, len + 2 * n_upper + 1); /* one byte is three at most */
    size_t n = 0;

    if (!text)
        return dw_error_set(err, DW_NOMEM, 0, "no memory to convert %zu bytes of text", len);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)bytes[i];

        n += dw_utf8_encode(c >= 0x80 && c < 0xA0 ? windows_1252[c - 0x80] : c, text + n);
    }
    out->text = text;
    out->len = n;
    return DW_OK;
}

enum dw_err dw_charset_decode(const char *bytes, size_t len, struct dw_arena *arena,
                              struct dw_charset_text *out, struct dw_error *err)
{
    size_t mark = len >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    struct census census;
    enum dw_err rc;

    take_census(bytes, len, &census);
    rc = check_binary(bytes, len, &census, err);
    if (rc != DW_OK)
        return rc;
    if (!census.n_bad) {
        *out = (struct dw_charset_text){bytes + mark, len - mark, DW_CHARSET_UTF8, 0};
        return DW_OK;
    }
    rc = check_western(bytes, len, &census, err);
    if (rc != DW_OK)
        return rc;
    out->charset = DW_CHARSET_WINDOWS_1252;
    out->bad = census.first_bad;
    return convert_western(bytes, len, census.n_upper, arena, out, err);
}

const char *dw_charset_name(enum dw_charset charset)
{
    return names[charset];
}
