/* SPDX-License-Identifier: MIT */
/*
 * syntax.h - walk the trees that the syntax processor has put on a document's tokens.
 *
 * Each parsed sentence is one tree: exactly one root (head DW_NONE, relation root), every other
 * token has a head in the same sentence, no cycles. Tokens are given by their index in the
 * document. Functions that find a token return DW_NONE if there is none; a token that was not
 * parsed has no children and no head.
 */
#ifndef DW_SYNTAX_H
#define DW_SYNTAX_H

#include "processors/doc.h"
#include "processors/syntax/tagset.h"

/* The leftmost child of a token, and the next child of the same head, in text order. */
int32_t dw_token_child(const struct dw_doc *doc, int32_t token);
int32_t dw_token_sibling(const struct dw_doc *doc, int32_t token);

/* for (each child `c` of `token`), left to right: dw_token_children(doc, c, token) { ... } */
#define dw_token_children(doc, c, token)                                                           \
    for (int32_t c = dw_token_child((doc), (token)); c != DW_NONE; c = dw_token_sibling((doc), c))

/* The first child by exactly this relation; by it or one of its subtypes. */
int32_t dw_token_child_find(const struct dw_doc *doc, int32_t token, enum dw_deprel rel);
int32_t dw_token_child_find_base(const struct dw_doc *doc, int32_t token, enum dw_deprel base);

/* The first child with this lemma, whatever its relation. */
int32_t dw_token_child_find_lemma(const struct dw_doc *doc, int32_t token, const char *lemma);

/* True if the token hangs from its head by `base` or one of its subtypes. */
bool dw_token_is_rel(const struct dw_doc *doc, int32_t token, enum dw_deprel base);

bool dw_token_is_lemma(const struct dw_doc *doc, int32_t token, const char *lemma);

/* True if the token is `ancestor` or lies in its subtree. */
bool dw_token_is_under(const struct dw_doc *doc, int32_t token, int32_t ancestor);

/* First and last + 1 token of the subtree of `token`. */
void dw_token_subtree(const struct dw_doc *doc, int32_t token, uint32_t *first, uint32_t *end);

/* The root of a sentence; DW_NONE if it was not parsed. */
int32_t dw_sentence_root(const struct dw_doc *doc, uint32_t sentence);

/* Checksum of the weights that the syntax processor's state has open. */
uint64_t dw_syntax_checksum(const void *state);

#endif
