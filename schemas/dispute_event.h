/* SPDX-License-Identifier: MIT */
/*
 * dispute_event.h - one event of a document as the record of news.dispute-events.
 *
 * See dispute-event.schema.json. The record stands alone: entities and the time are inlined where
 * the tagged article has their ids; relations keep the ids of the tagged article's events.
 *
 * Errors   DW_NOMEM; `out` may then hold a part of the record.
 * Threads  safe with distinct buffers; no globals.
 */
#ifndef DW_SCHEMA_DISPUTE_EVENT_H
#define DW_SCHEMA_DISPUTE_EVENT_H

#include "schemas/tagged_article.h"

enum { DW_DISPUTE_EVENT_ID = 33 }; /* 32 hexadecimal digits and a NUL */

/* Append the record of events.v[event] without a line end. `options` may be NULL. */
enum dw_err dw_dispute_event_encode(const struct dw_doc *doc, uint32_t event,
                                    const struct dw_encode_options *options, struct dw_strbuf *out,
                                    struct dw_error *err) DW_WARN_UNUSED;

/*
 * Append the record's key, the dyad: the countries of actors and recipients, sorted, each once,
 * joined by '-'; "-" if there is none.
 */
void dw_dispute_event_key(const struct dw_doc *doc, uint32_t event, struct dw_strbuf *out);

/*
 * Write the id that the event keeps whenever the same article version is coded alike: a hash of
 * article id, version, event type and trigger span (and a count, should two events share these).
 */
void dw_dispute_event_id(const struct dw_doc *doc, uint32_t event, char id[DW_DISPUTE_EVENT_ID]);

#endif
