/* SPDX-License-Identifier: MIT */
/*
 * refs.h - lists of entities that stand on a side of an event, and the countries in them.
 */
#ifndef DW_REFS_H
#define DW_REFS_H

#include "processors/doc.h"

/* Add an entity that is not in the list yet. Returns DW_NOMEM when the arena is full. */
enum dw_err dw_refs_add(struct dw_doc *doc, struct dw_refs *refs, int32_t entity) DW_WARN_UNUSED;

/* Add all of `from`, likewise. */
enum dw_err dw_refs_add_all(struct dw_doc *doc, struct dw_refs *refs,
                            const struct dw_refs *from) DW_WARN_UNUSED;

/* The first country that one of them is of; "" if none is known. */
const char *dw_refs_country(const struct dw_doc *doc, const struct dw_refs *refs);

/* Is one of them of the country? */
bool dw_refs_have_country(const struct dw_doc *doc, const struct dw_refs *refs,
                          const char *country);

/* Is the entity one of them, or of the country of one? */
bool dw_refs_have_side(const struct dw_doc *doc, const struct dw_refs *refs, int32_t entity);

/* Does one of `a` stand on the side of `b`, do all of them? */
bool dw_refs_share_side(const struct dw_doc *doc, const struct dw_refs *a, const struct dw_refs *b);
bool dw_refs_are_within(const struct dw_doc *doc, const struct dw_refs *a, const struct dw_refs *b);

#endif
