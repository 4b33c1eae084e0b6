/* SPDX-License-Identifier: MIT */
/*
 * html.h - documents as one self-contained page: the text with entities, times and events marked,
 * the list of events and of entities, a legend. No script, nothing fetched; light and dark; kinds
 * of marks differ in form as well as in colour, and each event leads to its row.
 */
#ifndef DW_HTML_H
#define DW_HTML_H

#include "processors/base/strbuf.h"
#include "processors/doc.h"

/* A page is begun once, holds any number of documents, numbered from 1, and is ended once. */
void dw_html_begin(struct dw_strbuf *out);
void dw_html_add(const struct dw_doc *doc, uint32_t number, struct dw_strbuf *out);
void dw_html_end(struct dw_strbuf *out);

/* A page up to its body; `title` is markup, `more` the lines of a further style sheet or NULL. */
void dw_html_add_head(const char *title, const char *const *more, struct dw_strbuf *out);

#endif
