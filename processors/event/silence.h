/* SPDX-License-Identifier: MIT */
/* silence.h - note why a word that may state an event made none, for --explain. */
#ifndef DW_SILENCE_H
#define DW_SILENCE_H

#include "processors/event/frame.h"

/* `frame` is the row that held, or NULL; `why` must be static. Returns DW_NOMEM when the arena is
 * full. */
enum dw_err dw_silence_add(struct dw_doc *doc, int32_t token, const struct dw_frame *frame,
                           const char *why) DW_WARN_UNUSED;

#endif
