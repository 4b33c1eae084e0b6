/* SPDX-License-Identifier: MIT */
/*
 * timeline.h - the events of a dispute as an SVG picture: time runs down, each party has a lane,
 * each event is a row that leads from who to whom.
 *
 * A row is the link "aN-vM" to the words of the text, "#aN-mM" (see passage.h), and says all that
 * it shows in words as well. How an event stands is told by the shape of its node, cooperation and
 * conflict by that of the arrow; colours (of the page's style sheet) only repeat it.
 */
#ifndef DW_TIMELINE_H
#define DW_TIMELINE_H

#include "processors/base/strbuf.h"
#include "processors/tag/chart.h"

struct dw_timeline {
    const struct dw_doc *doc;
    const struct dw_chart *chart;
    const char *title; /* markup */
    uint32_t article;  /* its number on the page */
    uint32_t number;   /* of the timeline within the article */
};

/* `arena` is for the layout. Errors: DW_NOMEM. */
enum dw_err dw_timeline_add(const struct dw_timeline *t, struct dw_arena *arena,
                            struct dw_strbuf *out) DW_WARN_UNUSED;

#endif
