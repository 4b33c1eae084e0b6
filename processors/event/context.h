/* SPDX-License-Identifier: MIT */
/* context.h - PLOVER contexts of an event: economic, military, legal, ... */
#ifndef DW_CONTEXT_H
#define DW_CONTEXT_H

#include "processors/doc.h"

/* Set the contexts that the words of the event's clause tell. */
void dw_contexts_find(const struct dw_doc *doc, int32_t predicate, struct dw_event *event);

#endif
