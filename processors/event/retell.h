/* SPDX-License-Identifier: MIT */
/* retell.h - a step that is told twice is one event. */
#ifndef DW_RETELL_H
#define DW_RETELL_H

#include "processors/doc.h"

/*
 * Add the event to the document, or its trigger to the mentions of the one that it tells again.
 * Returns DW_NOMEM when the arena is full.
 */
enum dw_err dw_event_add(struct dw_doc *doc, const struct dw_event *new) DW_WARN_UNUSED;

#endif
