/* SPDX-License-Identifier: MIT */
/*
 * escape.h - text of articles as content or attribute of HTML, XML and SVG.
 *
 * What these could take for marks is escaped, what XML cannot hold at all is left out: the pages
 * are well-formed whatever an article says.
 */
#ifndef DW_ESCAPE_H
#define DW_ESCAPE_H

#include "processors/base/strbuf.h"

void dw_escape_add(const char *text, size_t len, struct dw_strbuf *out);

/* NUL-terminated text; NULL is nothing. */
void dw_escape_adds(const char *text, struct dw_strbuf *out);

/* The same, cut after `n_chars` code points, with an ellipsis as the last of them. */
void dw_escape_add_clipped(const char *text, size_t n_chars, struct dw_strbuf *out);

#endif
