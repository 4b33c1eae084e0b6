/* SPDX-License-Identifier: MIT */
/* legend.h - what the nodes, arrows and arcs of timelines mean, as HTML lists. */
#ifndef DW_LEGEND_H
#define DW_LEGEND_H

#include "processors/base/strbuf.h"

void dw_legend_add(struct dw_strbuf *out);

#endif
