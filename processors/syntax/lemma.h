/* SPDX-License-Identifier: MIT */
/*
 * lemma.h - dictionary forms: exceptions by form and tag, else the rule of the longest suffix.
 */
#ifndef DW_LEMMA_H
#define DW_LEMMA_H

#include "processors/syntax/model.h"
#include "processors/syntax/tagset.h"
#include "processors/syntax/word.h"

enum { DW_LEMMA_SUFFIX = 6, DW_LEMMA_MAX = DW_WORD_MAX + 16 };

/* Keys of the hashed tables; `folded` is the lower-case form. */
uint32_t dw_lemma_key(const char *folded, size_t len, enum dw_xpos xpos);
uint32_t dw_lemma_suffix_key(const char *suffix, size_t len, enum dw_xpos xpos);

/* Apply a rule to a form folded in lower case and as written. Returns the length, 0 if it does not
 * fit. */
size_t dw_lemma_apply(const struct dw_lemma_rule *rule, const char *lower, const char *kept,
                      size_t len, char out[DW_LEMMA_MAX]);

/*
 * The lemma of a form with its tag, NUL-terminated in `out`; lower case but for names. Forms longer
 * than DW_WORD_MAX are cut. Returns the length.
 */
size_t dw_lemma_find(const struct dw_model *model, const char *form, size_t len, enum dw_xpos xpos,
                     char out[DW_LEMMA_MAX]);

#endif
