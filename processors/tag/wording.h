/* SPDX-License-Identifier: MIT */
/*
 * wording.h - the rows of a timeline in words, as markup.
 */
#ifndef DW_WORDING_H
#define DW_WORDING_H

#include "processors/base/strbuf.h"
#include "processors/tag/chart.h"

struct dw_wording {
    const struct dw_doc *doc;
    struct dw_strbuf *out;
};

/* "measure-imposed" -> "measure imposed", "SANCTION" -> "sanction"; `capital`: the first letter is.
 */
void dw_wording_add_code(const char *code, bool capital, struct dw_strbuf *out);

/* The step in the dispute, else the type: a code. */
const char *dw_wording_what(const struct dw_event *e);

/* "Bolivia → Argentina", each side in at most so many characters. */
void dw_wording_add_sides(const struct dw_wording *w, const struct dw_event *e, size_t n_chars);

/* What ties the event to others, after `before`, which is left out where nothing does. */
void dw_wording_add_relations(const struct dw_wording *w, const struct dw_event *e,
                              const char *before);

/* All that the row shows, for those who do not see it. */
void dw_wording_add_label(const struct dw_wording *w, const struct dw_chart_row *row);

/* The sentence, as the title that shows when the row is pointed at. */
void dw_wording_add_sentence(const struct dw_wording *w, const struct dw_event *e);

#endif
