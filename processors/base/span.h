/* SPDX-License-Identifier: MIT */
/* span.h - a stretch of immutable text, in bytes, half open. */
#ifndef DW_SPAN_H
#define DW_SPAN_H

#include <stdbool.h>
#include <stdint.h>

struct dw_span {
    uint32_t beg, end;
};

static inline bool dw_span_is_empty(struct dw_span s)
{
    return s.beg >= s.end;
}

static inline bool dw_span_overlaps(struct dw_span a, struct dw_span b)
{
    return a.beg < b.end && b.beg < a.end;
}

static inline bool dw_span_contains(struct dw_span outer, struct dw_span inner)
{
    return outer.beg <= inner.beg && inner.end <= outer.end;
}

#endif
