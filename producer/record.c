/* SPDX-License-Identifier: MIT */
#include "producer/record.h"

#include <openssl/evp.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "schemas/article.h"

enum {
    ID_BYTES = 16,       /* of the digest: 128 bits never meet by chance */
    REAL_PRECISION = 15, /* digits that survive a double both ways */
};

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* --- id -------------------------------------------------------------------------------------- */

/* Copy the words with one blank between: what line ends and indents cannot change. */
static size_t copy_words(char *to, const char *text, size_t len)
{
    bool behind_blank = true;
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        bool blank = is_blank(text[i]);

        to[n] = text[i];
        if (blank)
            to[n] = ' ';
        n += !(blank && behind_blank); /* without branches: words are short */
        behind_blank = blank;
    }
    return n && behind_blank ? n - 1 : n;
}

static bool digest_words(const char *text, size_t len, struct dw_arena *arena,
                         unsigned char out[static EVP_MAX_MD_SIZE])
{
    char *words = dw_arena_alloc(arena, len + 1);

    return words && EVP_Digest(words, copy_words(words, text, len), out, NULL, EVP_sha256(), NULL);
}

/* "text-" and the first half of the digest. */
static const char *make_id(const unsigned char *digest, struct dw_arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    char hex[2 * ID_BYTES + 1] = "";

    for (size_t i = 0; i < ID_BYTES; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    return dw_arena_printf(arena, "text-%s", hex);
}

const char *dw_record_text_id(const char *text, size_t len, struct dw_arena *arena)
{
    unsigned char digest[EVP_MAX_MD_SIZE];

    return digest_words(text, len, arena, digest) ? make_id(digest, arena) : NULL;
}

static enum dw_err out_of_memory(struct dw_error *err)
{
    return dw_error_set(err, DW_NOMEM, 0, "out of memory");
}

/* What the record is known by, besides its id. */
static enum dw_err describe(const struct dw_article *article, struct dw_arena *arena,
                            struct dw_record *out, struct dw_error *err)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    struct dw_strbuf words;
    bool done;

    out->version = article->version;
    out->published = article->published;
    dw_strbuf_init(&words);
    dw_strbuf_adds(&words, article->headline ? article->headline : "");
    dw_strbuf_addc(&words, '\n');
    dw_strbuf_add(&words, article->text, article->len);
    done = !words.failed && digest_words(words.bytes, words.len, arena, digest);
    dw_strbuf_fini(&words);
    if (!done)
        return out_of_memory(err);
    memcpy(out->digest, digest, sizeof out->digest);
    return DW_OK;
}

/* --- plain text ------------------------------------------------------------------------------ */

static enum dw_err encode(const struct dw_article *article, struct dw_arena *arena,
                          struct dw_record *out, struct dw_error *err)
{
    struct dw_strbuf json;
    enum dw_err rc = DW_OK;

    dw_strbuf_init(&json);
    dw_article_encode(article, &json);
    if (!json.failed)
        out->value = dw_arena_dup(arena, json.bytes, json.len);
    out->len = json.len;
    if (!out->value)
        rc = out_of_memory(err);
    dw_strbuf_fini(&json);
    return rc;
}

enum dw_err dw_record_from_text(const char *bytes, size_t len,
                                const struct dw_record_defaults *defaults, struct dw_arena *arena,
                                struct dw_record *out, struct dw_error *err)
{
    struct dw_article article = {0};
    const char *providers[] = {defaults->provider};
    enum dw_err rc;

    *out = (struct dw_record){0};
    rc = dw_article_from_text(bytes, len, arena, &article, &out->charset, err);
    if (rc)
        return rc;
    article.published = defaults->published;
    article.provider = providers;
    article.n_provider = defaults->provider ? 1 : 0;
    rc = describe(&article, arena, out, err);
    if (rc)
        return rc;
    out->id = article.id = make_id(out->digest, arena); /* without a headline the text's */
    return out->id ? encode(&article, arena, out, err) : out_of_memory(err);
}

/* --- JSON ------------------------------------------------------------------------------------ */

/* Valid JSON without the white space between its tokens: one line, nothing else changed. */
static char *compact(const char *json, size_t len, struct dw_arena *arena, size_t *out_len)
{
    char *out = dw_arena_alloc(arena, len + 1);
    bool quoted = false;
    size_t n = 0;

    if (!out)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        if (!quoted && is_blank(json[i]))
            continue;
        if (json[i] == '"')
            quoted = !quoted;
        out[n++] = json[i];
        if (quoted && json[i] == '\\' && i + 1 < len)
            out[n++] = json[++i];
    }
    *out_len = n;
    return out;
}

/* The record with its new id. It has been decoded before, so it is an object. */
static enum dw_err add_id(const char *json, size_t len, struct dw_arena *arena,
                          struct dw_record *out, struct dw_error *err)
{
    json_t *record = json_loadb(json, len, JSON_ALLOW_NUL, NULL);
    char *bytes = NULL;
    enum dw_err rc = DW_OK;

    if (record && json_object_set_new(record, "id", json_string(out->id)) == 0)
        bytes = json_dumps(record, JSON_COMPACT | JSON_REAL_PRECISION(REAL_PRECISION));
    if (bytes) {
        out->len = strlen(bytes);
        out->value = dw_arena_dup(arena, bytes, out->len);
    }
    if (!out->value)
        rc = out_of_memory(err);
    free(bytes);
    json_decref(record);
    return rc;
}

enum dw_err dw_record_from_json(const char *bytes, size_t len, struct dw_arena *arena,
                                struct dw_record *out, struct dw_error *err)
{
    struct dw_article article = {0};
    const char *json;
    enum dw_err rc;

    *out = (struct dw_record){0};
    rc = dw_charset_decode(bytes, len, arena, &out->charset, err);
    json = out->charset.text;
    len = out->charset.len;
    if (!rc)
        rc = dw_article_decode(json, len, arena, &article, err);
    if (!rc)
        rc = describe(&article, arena, out, err);
    if (rc)
        return rc;
    out->id = article.id;
    if (!out->id) {
        out->id = dw_record_text_id(article.text, article.len, arena);
        return out->id ? add_id(json, len, arena, out, err) : out_of_memory(err);
    }
    out->value = compact(json, len, arena, &out->len);
    return out->value ? DW_OK : out_of_memory(err);
}
