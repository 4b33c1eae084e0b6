/* SPDX-License-Identifier: MIT */
/*
 * when.h - the time and the place of an event, as far as its own clause tells them.
 */
#ifndef DW_WHEN_H
#define DW_WHEN_H

#include "processors/doc.h"

/*
 * The time expression that dates a predicate: it hangs from the predicate, from the verb of its
 * clause, or, if `announced_by` is a token, from that verb. DW_NONE if the text does not tell.
 */
int32_t dw_event_time_find(const struct dw_doc *doc, int32_t predicate, int32_t announced_by);

/* The place where it happens: an entity under "in" or "at" in the same reach; DW_NONE if none. */
int32_t dw_event_place_find(const struct dw_doc *doc, int32_t predicate);

#endif
