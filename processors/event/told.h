/* SPDX-License-Identifier: MIT */
/*
 * told.h - whether enough is told of an event to report it, and whether it is anybody's business.
 *
 * Words need a speaker, exchanges two sides; what firms and private persons of one country do among
 * themselves is no dispute. No state.
 */
#ifndef DW_TOLD_H
#define DW_TOLD_H

#include "processors/doc.h"

/* What an event lacks to be reported, in words; NULL if nothing. */
const char *dw_event_lacks(const struct dw_doc *doc, const struct dw_event *event);

#endif
