/* SPDX-License-Identifier: MIT */
/*
 * sides.h - who acts in an event, on whom, and what it is about.
 *
 * A frame names the slots; what they leave open comes from the content that it governs, from the
 * verb that bears a noun, or from the other party of the article's matter.
 */
#ifndef DW_SIDES_H
#define DW_SIDES_H

#include "processors/event/argument.h"
#include "processors/event/candidate.h"
#include "processors/event/party.h"

/* Do all who take part act, so that nobody receives? By type and tag, which must be set. */
bool dw_event_is_mutual(const struct dw_event *e);

/*
 * Fill actors, recipients and about of an event whose type, tag and time are set. `inner` is the
 * content of `k`, or NULL. Returns DW_NOMEM when the arena is full.
 */
enum dw_err dw_sides_find(struct dw_doc *doc, const struct dw_parties *parties,
                          const struct dw_candidate *k, const struct dw_candidate *inner,
                          struct dw_event *e) DW_WARN_UNUSED;

/*
 * Give persons and groups of whom a text about one state tells no country that state; but who acts
 * against it may be anybody. Drop officials of nobody knows which state: only those count whom the
 * text names. For events that are reported.
 */
void dw_sides_place(struct dw_doc *doc, const struct dw_parties *parties, struct dw_event *event);

#endif
