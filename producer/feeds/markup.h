/* SPDX-License-Identifier: MIT */
/*
 * markup.h - the text of HTML, XHTML and NITF: paragraphs with a blank line between.
 *
 * White space is folded as browsers do, line breaks are kept, cells of a table stand apart by a
 * tab. What is not read by a reader of the text is left out: scripts, media and their captions.
 * Entities: those of HTML, and declared ones that are plain short text; nothing is expanded twice,
 * so that no small document makes a large text. One that nobody knows becomes U+FFFD.
 */
#ifndef DW_FEEDS_MARKUP_H
#define DW_FEEDS_MARKUP_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "processors/base/error.h"
#include "processors/base/strbuf.h"

/* Append the text below `node` as paragraphs, behind a blank line if there is text already. */
void dw_markup_add(struct dw_strbuf *out, const xmlNode *node);

/* As above for a whole page: without navigation, forms, asides, headers and footers. */
void dw_markup_add_page(struct dw_strbuf *out, const xmlNode *node);

/*
 * Append the text of a field on one line. Elements side by side with nothing between are told apart
 * by a comma: <city>Oslo</city><country>Norway</country>.
 */
void dw_markup_add_line(struct dw_strbuf *out, const xmlNode *node);

/* As above, of an attribute; a missing one adds nothing. */
void dw_markup_add_attribute(struct dw_strbuf *out, const xmlNode *node, const char *name);

/* Append the text of a fragment of HTML in UTF-8. */
void dw_markup_add_html(struct dw_strbuf *out, const char *html, size_t len);

/* Append plain text: line ends as LF, at most one blank line in a row. */
void dw_markup_add_plain(struct dw_strbuf *out, const char *text, size_t len);

/*
 * True if no tag has more attributes than libxml2 can take: it compares each with all before it, so
 * that a megabyte of them costs an hour. To be asked before anything is parsed.
 */
bool dw_markup_is_bounded(const char *bytes, size_t len);

/* True if a text of unknown kind holds tags or entities. */
bool dw_markup_is_html(const char *text, size_t len);

/* Append one or the other. */
void dw_markup_add_unknown(struct dw_strbuf *out, const char *text, size_t len);

/*
 * Append what an element holds: elements as paragraphs; characters alone as plain text or escaped
 * HTML, whichever they look like.
 */
void dw_markup_add_content(struct dw_strbuf *out, const xmlNode *node);

/* Append the characters of an element as they are, white space and all. */
void dw_markup_add_raw(struct dw_strbuf *out, const xmlNode *node);

/* Element by its local name, whatever the namespace; ASCII case does not count. */
bool dw_markup_is(const xmlNode *node, const char *name);

/* The next node in document order below `top`, NULL at the end; `down`: with what is in `node`. */
const xmlNode *dw_markup_next(const xmlNode *node, const xmlNode *top, bool down);

#endif
