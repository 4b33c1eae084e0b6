/* SPDX-License-Identifier: MIT */
/*
 * inflection.h - lemmas of the forms that the learned rules get wrong, from lexicon/inflection.tsv.
 */
#ifndef DW_INFLECTION_H
#define DW_INFLECTION_H

#include <stddef.h>

#include "processors/syntax/tagset.h"

/* The lemma of a form with its tag, static; NULL where the table says nothing. */
const char *dw_inflection_find(const char *form, size_t len, enum dw_xpos xpos);

#endif
