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
 * Another `salt` than 0 gives another id.
 */
void dw_dispute_event_id(const struct dw_doc *doc, uint32_t event, unsigned salt,
                         char id[DW_DISPUTE_EVENT_ID]);

/*
 * A hash of what the event says, whatever the version and the place in the text: type, sides,
 * status and the words of its trigger. Two versions of an article tell the same event if it is the
 * same.
 */
uint64_t dw_dispute_event_likeness(const struct dw_doc *doc, uint32_t event);

/* What a retraction repeats of the event that it takes back. */
struct dw_event_brief {
    const char *id; /* "v3", of the tagged article that told it */
    const char *type;
    const char *cameo; /* or NULL */
    int quad;
    double goldstein;
    const char *tag; /* or NULL */
};

/* The id of the event within its article: "v3" for event 2; `out` has room for 12 bytes. */
void dw_event_brief_make(const struct dw_doc *doc, uint32_t event, char out[12],
                         struct dw_event_brief *brief);

/*
 * Append the record that takes back an event: the article is the document's, in the version that
 * does not tell it any more. Errors: DW_NOMEM.
 */
enum dw_err dw_retraction_encode(const struct dw_doc *doc, const char *dyad,
                                 const struct dw_event_brief *event, struct dw_strbuf *out,
                                 struct dw_error *err) DW_WARN_UNUSED;

#endif
