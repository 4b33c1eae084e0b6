/* SPDX-License-Identifier: MIT */
#include "schemas/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "processors/base/utf8.h"

/* Number of bytes at the front that go out as they are. */
static size_t plain_run(const char *bytes, size_t len)
{
    size_t i = 0;

    while (i < len) {
        unsigned char c = (unsigned char)bytes[i];

        if (c < 0x20 || c == '"' || c == '\\' || c >= 0x80)
            break;
        i++;
    }
    return i;
}

/* Write the character at the front, which is not plain; returns its length in the input. */
static size_t add_special(struct dw_strbuf *out, const char *bytes, size_t len)
{
    static const char names[] = "\"\"\\\\\nn\tt\rr\bb\ff";
    uint32_t cp;
    size_t n = dw_utf8_decode(bytes, len, &cp);

    if (cp == UINT32_MAX) {
        dw_strbuf_add(out, "\xEF\xBF\xBD", 3);
        return n;
    }
    if (cp >= 0x80) {
        dw_strbuf_add(out, bytes, n);
        return n;
    }
    for (const char *p = names; *p; p += 2) {
        if (*p == (char)cp) {
            dw_strbuf_addc(out, '\\');
            dw_strbuf_addc(out, p[1]);
            return n;
        }
    }
    dw_strbuf_addf(out, "\\u%04" PRIx32, cp);
    return n;
}

static void add_quoted(struct dw_strbuf *out, const char *bytes, size_t len)
{
    size_t i = 0;

    dw_strbuf_addc(out, '"');
    while (i < len) {
        size_t n = plain_run(bytes + i, len - i);

        dw_strbuf_add(out, bytes + i, n);
        i += n;
        if (i < len)
            i += add_special(out, bytes + i, len - i);
    }
    dw_strbuf_addc(out, '"');
}

static void add_line(struct dw_json *json)
{
    if (!json->pretty)
        return;
    dw_strbuf_addc(json->out, '\n');
    for (int i = 0; i < json->depth; i++)
        dw_strbuf_add(json->out, "  ", 2);
}

/* What stands before a value: comma, line, key. */
static void add_key(struct dw_json *json, const char *key)
{
    if (!json->first)
        dw_strbuf_addc(json->out, ',');
    if (json->depth)
        add_line(json);
    json->first = false;
    if (!key)
        return;
    add_quoted(json->out, key, strlen(key));
    dw_strbuf_addc(json->out, ':');
    if (json->pretty)
        dw_strbuf_addc(json->out, ' ');
}

void dw_json_init(struct dw_json *json, struct dw_strbuf *out, bool pretty)
{
    *json = (struct dw_json){.out = out, .pretty = pretty, .first = true};
}

void dw_json_open(struct dw_json *json, const char *key, char bracket)
{
    add_key(json, key);
    dw_strbuf_addc(json->out, bracket);
    json->depth++;
    json->first = true;
}

void dw_json_close(struct dw_json *json, char bracket)
{
    json->depth--;
    if (!json->first)
        add_line(json);
    dw_strbuf_addc(json->out, bracket);
    json->first = false;
}

void dw_json_add_string(struct dw_json *json, const char *key, const char *text)
{
    if (text)
        dw_json_add_bytes(json, key, text, strlen(text));
    else
        dw_json_add_null(json, key);
}

void dw_json_add_code(struct dw_json *json, const char *key, const char *code)
{
    dw_json_add_string(json, key, code && *code ? code : NULL);
}

void dw_json_add_bytes(struct dw_json *json, const char *key, const char *bytes, size_t len)
{
    add_key(json, key);
    add_quoted(json->out, bytes, len);
}

void dw_json_add_int(struct dw_json *json, const char *key, int64_t number)
{
    add_key(json, key);
    dw_strbuf_addf(json->out, "%" PRId64, number);
}

void dw_json_add_bool(struct dw_json *json, const char *key, bool truth)
{
    add_key(json, key);
    dw_strbuf_adds(json->out, truth ? "true" : "false");
}

void dw_json_add_null(struct dw_json *json, const char *key)
{
    add_key(json, key);
    dw_strbuf_adds(json->out, "null");
}

/* Printed by way of an integer: printf's decimal point hangs on the locale. */
void dw_json_add_real(struct dw_json *json, const char *key, double number, int decimals)
{
    long long scale = 1, scaled;

    for (int i = 0; i < decimals; i++)
        scale *= 10;
    number *= (double)scale;
    scaled = fabs(number) < 9e15 ? llround(number) : 0;
    add_key(json, key);
    dw_strbuf_addf(json->out, "%s%lld", scaled < 0 ? "-" : "", llabs(scaled) / scale);
    if (decimals > 0)
        dw_strbuf_addf(json->out, ".%0*lld", decimals, llabs(scaled) % scale);
}
