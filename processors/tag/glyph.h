/* SPDX-License-Identifier: MIT */
/*
 * glyph.h - the signs of a timeline as SVG: nodes, arrows and arcs.
 *
 * Coordinates are in pixels. Elements have classes and no colours of their own.
 */
#ifndef DW_GLYPH_H
#define DW_GLYPH_H

#include "processors/base/strbuf.h"
#include "processors/tag/chart.h"

/* The node of an event, its centre at (x, y). */
void dw_glyph_add_node(enum dw_standing standing, int x, int y, struct dw_strbuf *out);

/* An arrow on the line y; its head, at x = `to`, is full for conflict and open for cooperation. */
void dw_glyph_add_arrow(int from, int to, int y, bool conflict, struct dw_strbuf *out);

/* An arc from the line `from` out to x + `reach` and back to x on the line `to`. */
void dw_glyph_add_arc(enum dw_relation_type type, int x, int reach, int from, int to,
                      struct dw_strbuf *out);

/* Opens the group that gives the signs of an event of this quad class their look. */
void dw_glyph_open(int quad, enum dw_standing standing, struct dw_strbuf *out);
void dw_glyph_close(struct dw_strbuf *out);

#endif
