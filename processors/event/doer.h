/* SPDX-License-Identifier: MIT */
/*
 * doer.h - who does it, where the slots of the frame name nobody: the subject of the verb that
 * bears a noun, that of a verb further up, what a verb without objects hangs from, or whose forces
 * are moved.
 */
#ifndef DW_DOER_H
#define DW_DOER_H

#include "processors/event/candidate.h"

/* Fill the actors of an event whose type and tag are set; they may stay empty. Returns DW_NOMEM
 * when the arena is full. */
enum dw_err dw_doer_find(struct dw_doc *doc, const struct dw_candidate *k,
                         struct dw_event *e) DW_WARN_UNUSED;

#endif
