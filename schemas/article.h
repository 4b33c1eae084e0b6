/* SPDX-License-Identifier: MIT */
/*
 * article.h - the article record as JSON, and plain text as an article.
 *
 * The record is a profile of IPTC ninjs (article.schema.json): of each field either our name or the
 * ninjs name is read (id or uri, published or versioncreated, status or pubstatus, text or
 * body_text); where both are there ours wins. null counts as absent, unknown fields are ignored.
 *
 * Owner    strings of a decoded article: the arena.  The value is borrowed for the call alone.
 * Errors   DW_INPUT: what is wrong, with the byte place in the value where that is known;
 *          DW_NOMEM. The article is untouched after a failure.
 * Hostile  nesting over 64, over 100,000 values, repeated keys, NUL characters, numbers out of
 *          range and lone surrogates are DW_INPUT.
 * Threads  safe; no globals.
 */
#ifndef DW_SCHEMA_ARTICLE_H
#define DW_SCHEMA_ARTICLE_H

#include "processors/article.h"
#include "processors/base/arena.h"
#include "processors/base/charset.h"
#include "processors/base/error.h"
#include "processors/base/strbuf.h"

/* Read one JSON record. `out->source` is the caller's and left alone. */
enum dw_err dw_article_decode(const char *value, size_t len, struct dw_arena *arena,
                              struct dw_article *out, struct dw_error *err) DW_WARN_UNUSED;

/*
 * Take a value that is the text itself: UTF-8, or Windows-1252 (Latin-1) which is converted. Every
 * field but text and len is left empty; `out->source` is left alone. `how` (may be NULL) tells the
 * character set that was found.
 */
enum dw_err dw_article_from_text(const char *value, size_t len, struct dw_arena *arena,
                                 struct dw_article *out, struct dw_charset_text *how,
                                 struct dw_error *err) DW_WARN_UNUSED;

/* Append the record as one line of JSON without a line end; out of memory shows in out->failed. */
void dw_article_encode(const struct dw_article *article, struct dw_strbuf *out);

/*
 * True if a value should be read as JSON: its content type says so or, where the type is absent
 * (NULL) or tells nothing, it starts like a JSON object or a list of them.
 */
bool dw_article_is_json(const char *content_type, size_t type_len, const char *value, size_t len);

/*
 * True for an RFC 3339 date or date-time that exists in the calendar. Feeds leave out seconds, zone
 * or the zone's colon: these are taken too, an article is worth more than its clock.
 */
bool dw_article_is_published(const char *date);

#endif
