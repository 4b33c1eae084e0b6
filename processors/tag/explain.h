/* SPDX-License-Identifier: MIT */
/* explain.h - why each event of a document was coded: frame, words, slots, rule of status. */
#ifndef DW_EXPLAIN_H
#define DW_EXPLAIN_H

#include "processors/base/strbuf.h"
#include "processors/doc.h"

/* Append a paragraph of text for each event. */
void dw_explain_encode(const struct dw_doc *doc, struct dw_strbuf *out);

#endif
