/* SPDX-License-Identifier: MIT */
/*
 * html.h - documents as one self-contained page: the text with entities, times and events marked,
 * the list of events and of entities, a legend. No script, nothing fetched; light and dark.
 */
#ifndef DW_HTML_H
#define DW_HTML_H

#include "processors/base/strbuf.h"
#include "processors/doc.h"

/* A page is begun once, holds any number of documents, and is ended once. */
void dw_html_begin(struct dw_strbuf *out);
void dw_html_add(const struct dw_doc *doc, struct dw_strbuf *out);
void dw_html_end(struct dw_strbuf *out);

#endif
