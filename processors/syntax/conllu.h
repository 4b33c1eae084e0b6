/* SPDX-License-Identifier: MIT */
/*
 * conllu.h - a document's syntax as CoNLL-U.
 *
 * FEATS holds what tag and lemma tell for certain. MISC holds SpaceAfter=No and the token's place
 * in the text, in code points: start_char, end_char. Tokens that were not parsed have "_" where
 * nothing is known. Blank space inside a token (there should be none) is written as no-break space.
 */
#ifndef DW_CONLLU_H
#define DW_CONLLU_H

#include "processors/base/strbuf.h"
#include "processors/doc.h"

/* Append all sentences. Out of memory shows in out->failed. */
void dw_conllu_encode(const struct dw_doc *doc, struct dw_strbuf *out);

#endif
