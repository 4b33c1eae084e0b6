/* SPDX-License-Identifier: MIT */
/*
 * annotation.h - the parts that the two output records share: spans, entities, times, events.
 *
 * `inlined` tells the records apart: an event of a tagged article refers to entities and its time
 * by id (e1, t1), an event that stands alone holds them.
 */
#ifndef DW_ANNOTATION_H
#define DW_ANNOTATION_H

#include "processors/doc.h"
#include "schemas/json.h"
#include "schemas/tagged_article.h"

struct dw_writer {
    struct dw_json json;
    const struct dw_doc *doc;
    const struct dw_offsets *offsets; /* the caller's, or `own` */
    struct dw_offsets own;
    bool inlined;
};

/* Ready to write to `out`. Errors: DW_NOMEM. fini reports memory that ran out while writing. */
enum dw_err dw_writer_init(struct dw_writer *w, const struct dw_doc *doc,
                           const struct dw_encode_options *options, struct dw_strbuf *out,
                           struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_writer_fini(struct dw_writer *w, struct dw_error *err) DW_WARN_UNUSED;

/* "e1" for entity 0; null for DW_NONE. */
void dw_writer_add_id(struct dw_writer *w, const char *key, char letter, int32_t index);

/* The members "start", "end" and "text" of an object that is open. */
void dw_writer_add_span(struct dw_writer *w, struct dw_span span);

/* Members of an open object: the entity without its mentions, the time, the event. */
void dw_writer_add_entity(struct dw_writer *w, int32_t entity);
void dw_writer_add_time(struct dw_writer *w, int32_t time, const char *value);
void dw_writer_add_event(struct dw_writer *w, int32_t event);

/* A list of strings. */
void dw_writer_add_list(struct dw_writer *w, const char *key, const char *const *v, size_t n);

/* Publication time that the document was read with; NULL if not known. */
const char *dw_writer_published(const struct dw_doc *doc);

#endif
