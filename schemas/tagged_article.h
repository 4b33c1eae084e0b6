/* SPDX-License-Identifier: MIT */
/*
 * tagged_article.h - an annotated document as the record of news.disputes.
 *
 * See tagged-article.schema.json. Keys come in a fixed order and numbers in a fixed form, so that
 * the same annotations give the same bytes. Byte spans become code point offsets.
 *
 * Errors   DW_NOMEM; `out` may then hold a part of the record.
 * Cost     O(length of the text + annotations).
 * Threads  safe with distinct buffers; no globals.
 */
#ifndef DW_SCHEMA_TAGGED_ARTICLE_H
#define DW_SCHEMA_TAGGED_ARTICLE_H

#include "processors/base/strbuf.h"
#include "processors/doc.h"
#include "schemas/offsets.h"

/* The version of the article that the record takes the place of. */
struct dw_superseded {
    const char *version, *published; /* or NULL */
    const char *ce_id;               /* of its tagged article */
};

struct dw_encode_options {
    bool include_text;                      /* article.text goes along (tagged article only) */
    bool pretty;                            /* lines, indented by two; else one line */
    const char *model;                      /* names lexicon and weights; NULL: none was used */
    int64_t duration_us;                    /* what the processors took */
    const struct dw_superseded *supersedes; /* NULL: nothing (tagged article only) */
    const struct dw_offsets *offsets;       /* of the document's text; NULL: made for the call */
};

/* Append the record without a line end. `options` may be NULL. */
enum dw_err dw_tagged_article_encode(const struct dw_doc *doc,
                                     const struct dw_encode_options *options, struct dw_strbuf *out,
                                     struct dw_error *err) DW_WARN_UNUSED;

#endif
