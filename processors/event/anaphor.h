/* SPDX-License-Identifier: MIT */
/*
 * anaphor.h - nouns that stand for an event told before: "rejected the request", "lifted the ban",
 * "criticized the move".
 */
#ifndef DW_ANAPHOR_H
#define DW_ANAPHOR_H

#include "processors/doc.h"

/*
 * The event that a definite noun stands for: the last of the first `n_events` that has a type which
 * the noun can mean; DW_NONE if the noun is not definite, means no event, or none was told.
 */
int32_t dw_anaphor_find(const struct dw_doc *doc, int32_t noun, uint32_t n_events);

/* The event that an argument of a predicate stands for, its object first; DW_NONE if none does. */
int32_t dw_anaphor_find_under(const struct dw_doc *doc, int32_t predicate, uint32_t n_events);

#endif
