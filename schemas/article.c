/* SPDX-License-Identifier: MIT */
#include "schemas/article.h"

#include <ctype.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "processors/base/utf8.h"
#include "schemas/json.h"

/* A record is a flat object; whoever sends more than this means harm. */
enum { DEPTH_MAX = 64, VALUES_MAX = 100000 };

static const char *const status_names[] = {"usable", "withheld", "canceled"};

enum { N_STATUS = sizeof status_names / sizeof *status_names };

/* --- dates ---------------------------------------------------------------------------------- */

/* Read `n` digits at *s and step over them; -1 if they are not there. */
static int read_digits(const char **s, int n)
{
    int value = 0;

    for (int i = 0; i < n; i++, ++*s) {
        if (**s < '0' || **s > '9')
            return -1;
        value = value * 10 + (**s - '0');
    }
    return value;
}

static bool step_over(const char **s, char c)
{
    if (**s != c)
        return false;
    ++*s;
    return true;
}

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool read_date(const char **s)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;

    year = read_digits(s, 4);
    if (year < 0 || !step_over(s, '-'))
        return false;
    month = read_digits(s, 2);
    if (month < 1 || month > 12 || !step_over(s, '-'))
        return false;
    day = read_digits(s, 2);
    return day >= 1 && day <= days[month - 1] + (month == 2 && is_leap_year(year));
}

static bool read_hour(const char **s)
{
    int hour = read_digits(s, 2);

    return hour >= 0 && hour <= 23;
}

static bool read_minute(const char **s)
{
    int minute = read_digits(s, 2);

    return minute >= 0 && minute <= 59;
}

/* Nothing, or :ss with an optional fraction; 60 is a leap second. */
static bool read_second(const char **s)
{
    int second;

    if (!step_over(s, ':'))
        return true;
    second = read_digits(s, 2);
    if (second < 0 || second > 60)
        return false;
    if (!step_over(s, '.'))
        return true;
    if (read_digits(s, 1) < 0)
        return false;
    while (isdigit((unsigned char)**s))
        ++*s;
    return true;
}

/* Nothing, Z, +hh:mm or +hhmm. */
static bool read_zone(const char **s)
{
    if (step_over(s, 'Z') || step_over(s, 'z') || !**s)
        return true;
    if ((!step_over(s, '+') && !step_over(s, '-')) || !read_hour(s))
        return false;
    step_over(s, ':');
    return read_minute(s);
}

bool dw_article_is_published(const char *date)
{
    const char *s = date;

    if (!read_date(&s))
        return false;
    if (!*s)
        return true;
    if (!step_over(&s, 'T') && !step_over(&s, 't') && !step_over(&s, ' '))
        return false;
    if (!read_hour(&s) || !step_over(&s, ':') || !read_minute(&s))
        return false;
    return read_second(&s) && read_zone(&s) && !*s;
}

/* --- the value before it is parsed ---------------------------------------------------------- */

/* Index behind the string whose opening quote is at `i`; `len` if it does not end. */
static size_t skip_string(const char *value, size_t len, size_t i)
{
    for (i++; i < len && value[i] != '"'; i++)
        if (value[i] == '\\')
            i++;
    return i < len ? i + 1 : len;
}

/*
 * Refuse nesting and numbers of values beyond all reason before the parser turns each into a heap
 * block many times its size. What is not JSON is left for the parser to name.
 */
static enum dw_err check_shape(const char *value, size_t len, struct dw_error *err)
{
    size_t depth = 0, n_values = 0, i = 0;

    while (i < len) {
        char c = value[i];

        if (c == '"') {
            i = skip_string(value, len, i);
            continue;
        }
        if (c == '{' || c == '[')
            depth++;
        if ((c == '}' || c == ']') && depth)
            depth--;
        n_values += c == '{' || c == '[' || c == ',';
        if (depth > DEPTH_MAX)
            return dw_error_set(err, DW_INPUT, i, "JSON nested deeper than %d at byte %zu",
                                DEPTH_MAX, i);
        if (n_values > VALUES_MAX)
            return dw_error_set(err, DW_INPUT, i, "JSON of more than %d values at byte %zu",
                                VALUES_MAX, i);
        i++;
    }
    return DW_OK;
}

/* jansson's message without the excerpt of the input that it appends. */
static enum dw_err report_json(const json_error_t *bad, size_t skipped, struct dw_error *err)
{
    size_t at = skipped + (bad->position > 0 ? (size_t)bad->position : 0);
    const char *near = strstr(bad->text, " near ");
    int len = near ? (int)(near - bad->text) : (int)strlen(bad->text);

    /* jansson leaves the message empty where an allocation fails in the middle of a value. */
    if (json_error_code(bad) == json_error_out_of_memory || !*bad->text)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the JSON record");
    return dw_error_set(err, DW_INPUT, at, "not JSON: %.*s (line %d, byte %zu)", len, bad->text,
                        bad->line, at);
}

static enum dw_err parse_value(const char *value, size_t len, json_t **out, struct dw_error *err)
{
    size_t mark = len >= 3 && !memcmp(value, "\xEF\xBB\xBF", 3) ? 3 : 0;
    json_error_t bad = {.line = 0}; /* jansson does not fill all of it when memory is out */
    const char *nul = memchr(value, '\0', len);
    enum dw_err rc;
    size_t at;

    /* jansson steps over one that stands behind a number. */
    if (nul)
        return dw_error_set(err, DW_INPUT, (size_t)(nul - value), "not JSON: NUL at byte %zu",
                            (size_t)(nul - value));
    if (!dw_utf8_is_valid(value, len, &at))
        return dw_error_set(err, DW_INPUT, at, "JSON record is not UTF-8 at byte %zu", at);
    rc = check_shape(value, len, err);
    if (rc != DW_OK)
        return rc;
    *out = json_loadb(value + mark, len - mark,
                      JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY, &bad);
    return *out ? DW_OK : report_json(&bad, mark, err);
}

/* --- fields --------------------------------------------------------------------------------- */

struct reader {
    const json_t *record;
    struct dw_arena *arena;
    struct dw_error *err;
};

static const char *type_name(const json_t *value)
{
    static const char *const names[] = {"object", "list",    "string",  "integer",
                                        "number", "boolean", "boolean", "null"};

    return value ? names[json_typeof(value)] : "nothing";
}

static enum dw_err report_type(struct reader *in, const char *field, const char *wanted,
                               const json_t *got)
{
    return dw_error_set(in->err, DW_INPUT, 0, "field %s: wanted %s, got %s", field, wanted,
                        type_name(got));
}

/* Name a value that cannot be used; only its printable ASCII, the message goes into logs. */
static enum dw_err report_value(struct reader *in, const char *field, const char *wanted,
                                const char *got)
{
    char shown[41];
    size_t n = 0;

    for (; got[n] && n < sizeof shown - 1; n++)
        shown[n] = got[n] >= ' ' && got[n] <= '~' ? got[n] : '?';
    shown[n] = '\0';
    return dw_error_set(in->err, DW_INPUT, 0, "field %s: wanted %s, got \"%s\"", field, wanted,
                        shown);
}

static enum dw_err report_nomem(struct reader *in, const char *field)
{
    return dw_error_set(in->err, DW_NOMEM, 0, "no memory for field %s", field);
}

/* The member, or NULL if it is absent or null. */
static const json_t *find_field(const struct reader *in, const char *field)
{
    const json_t *value = json_object_get(in->record, field);

    return json_is_null(value) ? NULL : value;
}

/* Copy a string value; `*len` may be NULL. */
static enum dw_err copy_string(struct reader *in, const char *field, const char *wanted,
                               const json_t *value, const char **out, size_t *len)
{
    size_t n = json_string_length(value);
    const char *bytes = json_string_value(value);

    if (!bytes)
        return report_type(in, field, wanted, value);
    if (memchr(bytes, '\0', n))
        return dw_error_set(in->err, DW_INPUT, 0,
                            "field %s: holds a NUL character at byte %zu of it", field,
                            strlen(bytes));
    *out = dw_arena_dup(in->arena, bytes, n);
    if (!*out)
        return report_nomem(in, field);
    if (len)
        *len = n;
    return DW_OK;
}

/* A field under one of two names; both are checked, the first one's value wins. */
static enum dw_err read_string(struct reader *in, const char *field, const char *alias,
                               const char **out)
{
    const char *const names[] = {alias, field};

    for (int i = 0; i < 2; i++) {
        const json_t *value = names[i] ? find_field(in, names[i]) : NULL;
        enum dw_err rc;

        if (!value)
            continue;
        rc = copy_string(in, names[i], "a string", value, out, NULL);
        if (rc != DW_OK)
            return rc;
    }
    return DW_OK;
}

static enum dw_err read_id(struct reader *in, struct dw_article *out)
{
    enum dw_err rc = read_string(in, "id", "uri", &out->id);

    if (rc == DW_OK && out->id && !*out->id)
        return dw_error_set(in->err, DW_INPUT, 0, "field id: wanted a string that is not empty");
    return rc;
}

static enum dw_err read_published(struct reader *in, struct dw_article *out)
{
    enum dw_err rc = read_string(in, "published", "versioncreated", &out->published);

    if (rc != DW_OK || !out->published || dw_article_is_published(out->published))
        return rc;
    return report_value(in, "published", "an RFC 3339 date or date-time", out->published);
}

/* One that cannot be understood is no reason to publish. */
static enum dw_err read_embargoed(struct reader *in, struct dw_article *out)
{
    enum dw_err rc = read_string(in, "embargoed", NULL, &out->embargoed);

    if (rc != DW_OK || !out->embargoed || dw_article_is_published(out->embargoed))
        return rc;
    return report_value(in, "embargoed", "an RFC 3339 date or date-time", out->embargoed);
}

static enum dw_err read_version(struct reader *in, struct dw_article *out)
{
    const json_t *value = find_field(in, "version");

    if (!value)
        return DW_OK;
    if (!json_is_integer(value))
        return copy_string(in, "version", "a string or an integer", value, &out->version, NULL);
    out->version = dw_arena_printf(in->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return out->version ? DW_OK : report_nomem(in, "version");
}

static enum dw_err read_provider(struct reader *in, struct dw_article *out)
{
    const json_t *value = find_field(in, "provider");
    size_t n = json_is_array(value) ? json_array_size(value) : 1;

    if (!value || !n)
        return DW_OK;
    out->provider = dw_arena_alloc(in->arena, n * sizeof *out->provider);
    if (!out->provider)
        return report_nomem(in, "provider");
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
        enum dw_err rc = copy_string(in, "provider", "a string or a list of strings", one,
                                     &out->provider[i], NULL);

        if (rc != DW_OK)
            return rc;
    }
    out->n_provider = n;
    return DW_OK;
}

static enum dw_err read_urgency(struct reader *in, struct dw_article *out)
{
    const json_t *value = find_field(in, "urgency");

    if (!value)
        return DW_OK;
    if (!json_is_integer(value))
        return report_type(in, "urgency", "an integer from 1 to 9", value);
    if (json_integer_value(value) < 1 || json_integer_value(value) > 9)
        return dw_error_set(in->err, DW_INPUT, 0,
                            "field urgency: wanted an integer from 1 to 9, got "
                            "%" JSON_INTEGER_FORMAT,
                            json_integer_value(value));
    out->urgency = (int)json_integer_value(value);
    return DW_OK;
}

static enum dw_err read_status(struct reader *in, struct dw_article *out)
{
    const char *name = NULL;
    enum dw_err rc = read_string(in, "status", "pubstatus", &name);

    if (rc != DW_OK || !name)
        return rc;
    for (int i = 0; i < N_STATUS; i++) {
        if (!strcmp(name, status_names[i])) {
            out->status = (enum dw_status)i;
            return DW_OK;
        }
    }
    return report_value(in, "status", "usable, withheld or canceled", name);
}

static bool is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!strchr(" \t\r\n\v\f", text[i]) || !text[i])
            return false;
    return true;
}

/* Comes after the status: a notice that kills an article need not say anything. */
static enum dw_err read_text(struct reader *in, struct dw_article *out)
{
    const char *field = find_field(in, "text") ? "text" : "body_text";
    const json_t *value = find_field(in, field);
    enum dw_err rc;

    if (!value)
        return dw_error_set(in->err, DW_INPUT, 0, "field text: wanted a string, got nothing");
    if (json_string_length(value) > DW_ARTICLE_MAX)
        return dw_error_set(in->err, DW_INPUT, 0, "field %s: %zu bytes, more than %d", field,
                            json_string_length(value), DW_ARTICLE_MAX);
    rc = copy_string(in, field, "a string", value, &out->text, &out->len);
    if (rc == DW_OK && out->status != DW_STATUS_CANCELED && is_blank(out->text, out->len))
        return dw_error_set(in->err, DW_INPUT, 0, "field %s: is blank", field);
    return rc;
}

static enum dw_err read_record(struct reader *in, struct dw_article *out)
{
    static const struct {
        const char *name;
        size_t at;
    } strings[] = {
        {"headline", offsetof(struct dw_article, headline)},
        {"byline", offsetof(struct dw_article, byline)},
        {"dateline", offsetof(struct dw_article, dateline)},
        {"language", offsetof(struct dw_article, language)},
    };
    static enum dw_err (*const readers[])(struct reader *, struct dw_article *) = {
        read_id,       read_version, read_published, read_embargoed,
        read_provider, read_urgency, read_status,    read_text,
    };
    enum dw_err rc = DW_OK;

    if (!json_is_object(in->record))
        return dw_error_set(in->err, DW_INPUT, 0, "record: wanted an object, got %s",
                            type_name(in->record));
    for (size_t i = 0; rc == DW_OK && i < sizeof strings / sizeof *strings; i++)
        rc = read_string(in, strings[i].name, NULL,
                         (const char **)(void *)((char *)out + strings[i].at));
    for (size_t i = 0; rc == DW_OK && i < sizeof readers / sizeof *readers; i++)
        rc = readers[i](in, out);
    return rc;
}

/* --- public --------------------------------------------------------------------------------- */

enum dw_err dw_article_decode(const char *value, size_t len, struct dw_arena *arena,
                              struct dw_article *out, struct dw_error *err)
{
    struct dw_article article = {.source = out->source};
    struct reader in = {.arena = arena, .err = err};
    json_t *record = NULL;
    enum dw_err rc;

    rc = parse_value(value, len, &record, err);
    if (rc == DW_OK) {
        in.record = record;
        rc = read_record(&in, &article);
    }
    json_decref(record);
    if (rc == DW_OK)
        *out = article;
    return rc;
}

enum dw_err dw_article_from_text(const char *value, size_t len, struct dw_arena *arena,
                                 struct dw_article *out, struct dw_charset_text *how,
                                 struct dw_error *err)
{
    struct dw_charset_text found;
    const char *text;
    enum dw_err rc;

    if (len > DW_ARTICLE_MAX)
        return dw_error_set(err, DW_INPUT, DW_ARTICLE_MAX, "text of %zu bytes, more than %d", len,
                            DW_ARTICLE_MAX);
    rc = dw_charset_decode(value, len, arena, &found, err);
    if (rc != DW_OK)
        return rc;
    if (found.len > DW_ARTICLE_MAX)
        return dw_error_set(err, DW_INPUT, 0, "text of %zu bytes as UTF-8, more than %d", found.len,
                            DW_ARTICLE_MAX);
    if (is_blank(found.text, found.len))
        return dw_error_set(err, DW_INPUT, 0, found.len ? "text is blank" : "text is empty");
    text =
        found.charset == DW_CHARSET_UTF8 ? dw_arena_dup(arena, found.text, found.len) : found.text;
    if (!text)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for %zu bytes of text", found.len);
    *out = (struct dw_article){.text = text, .len = found.len, .source = out->source};
    if (how) {
        *how = found;
        how->text = text;
    }
    return DW_OK;
}

static void add_optional(struct dw_json *json, const char *key, const char *text)
{
    if (text)
        dw_json_add_string(json, key, text);
}

void dw_article_encode(const struct dw_article *article, struct dw_strbuf *out)
{
    struct dw_json json;

    dw_json_init(&json, out, false);
    dw_json_open(&json, NULL, '{');
    add_optional(&json, "id", article->id);
    add_optional(&json, "version", article->version);
    add_optional(&json, "published", article->published);
    add_optional(&json, "embargoed", article->embargoed);
    add_optional(&json, "headline", article->headline);
    add_optional(&json, "byline", article->byline);
    add_optional(&json, "dateline", article->dateline);
    if (article->n_provider) {
        dw_json_open(&json, "provider", '[');
        for (size_t i = 0; i < article->n_provider; i++)
            dw_json_add_string(&json, NULL, article->provider[i]);
        dw_json_close(&json, ']');
    }
    add_optional(&json, "language", article->language);
    if (article->urgency)
        dw_json_add_int(&json, "urgency", article->urgency);
    if (article->status != DW_STATUS_USABLE)
        dw_json_add_string(&json, "status", status_names[article->status]);
    dw_json_add_bytes(&json, "text", article->text ? article->text : "", article->len);
    dw_json_close(&json, '}');
}

/* "application/json", "application/ninjs+json; charset=utf-8" and the like. */
static bool is_json_type(const char *type, size_t len)
{
    size_t n = 0;

    while (n < len && type[n] != ';' && type[n] != ' ')
        n++;
    return (n == 16 && !strncasecmp(type, "application/json", n)) ||
           (n == 9 && !strncasecmp(type, "text/json", n)) ||
           (n > 5 && !strncasecmp(type + n - 5, "+json", 5));
}

/* An opening brace with a quote or closing brace behind it; blanks between do not count. */
static bool starts_like_json(const char *value, size_t len)
{
    char found[3] = "";
    size_t n = 0;
    size_t i = len >= 3 && !memcmp(value, "\xEF\xBB\xBF", 3) ? 3 : 0;

    for (; i < len && n < 2; i++)
        if (!strchr(" \t\r\n", value[i]) || !value[i])
            found[n++] = value[i];
    return !strcmp(found, "{\"") || !strcmp(found, "{}") || !strcmp(found, "[{");
}

bool dw_article_is_json(const char *content_type, size_t type_len, const char *value, size_t len)
{
    if (content_type && is_json_type(content_type, type_len))
        return true;
    if (content_type && type_len >= 5 && !strncasecmp(content_type, "text/", 5))
        return false;
    return starts_like_json(value, len);
}
