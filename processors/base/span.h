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

#endif
