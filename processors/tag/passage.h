/* SPDX-License-Identifier: MIT */
/*
 * passage.h - the text of an article as HTML, with its entities, times and events marked.
 *
 * Each word that tells an event ends in a link to "#aN-vM", N being the article's number on the
 * page and M the event's; the first telling is "aN-mM" itself, to be led back to.
 */
#ifndef DW_PASSAGE_H
#define DW_PASSAGE_H

#include "processors/base/strbuf.h"
#include "processors/doc.h"

void dw_passage_add(const struct dw_doc *doc, uint32_t article, struct dw_strbuf *out);

/* What the marks mean: a paragraph. */
void dw_passage_add_legend(struct dw_strbuf *out);

#endif
