/* SPDX-License-Identifier: MIT */
/*
 * record.h - what is published: an article record (JSON) and its key.
 *
 * Id       the record's own `id` or `uri`; else derived from the text, white space aside, so that
 *          the same text has the same id whatever its file, line ends or character set.
 * Value    a record that has an id goes as it came, unknown fields and all, on one line; to one
 *          without, the id is added.
 * Digest   of headline and text, white space aside: tells whether two articles say the same.
 * Owner    all strings: the arena.
 * Errors   DW_INPUT with the byte place, DW_NOMEM.
 */
#ifndef DW_RECORD_H
#define DW_RECORD_H

#include "processors/base/arena.h"
#include "processors/base/charset.h"
#include "processors/base/error.h"

/* Longest bytes of one record or file that are read at all; text itself has DW_ARTICLE_MAX. */
enum { DW_RECORD_MAX = 48 * 1024 * 1024 };

enum { DW_DIGEST_LEN = 32 }; /* SHA-256 */

struct dw_record {
    const char *place; /* "wire/a.txt", "batch.ndjson:12"; set by the feed */
    const char *id;
    const char *version;   /* NULL: the provider has none */
    const char *published; /* as in the article; NULL: not told */
    const char *value;     /* one line of JSON */
    size_t len;
    unsigned char digest[DW_DIGEST_LEN];
    struct dw_charset_text charset; /* as the source had it */
};

/* What plain text does not say of itself; NULL: nobody knows. */
struct dw_record_defaults {
    const char *published, *provider;
};

enum dw_err dw_record_from_text(const char *bytes, size_t len,
                                const struct dw_record_defaults *defaults, struct dw_arena *arena,
                                struct dw_record *out, struct dw_error *err) DW_WARN_UNUSED;

enum dw_err dw_record_from_json(const char *bytes, size_t len, struct dw_arena *arena,
                                struct dw_record *out, struct dw_error *err) DW_WARN_UNUSED;

/* The id of a text: "text-" and 32 hexadecimal digits, in the arena; NULL when memory is out. */
const char *dw_record_text_id(const char *text, size_t len, struct dw_arena *arena);

#endif
