/* SPDX-License-Identifier: MIT */
/*
 * status.h - whether an event happened, is planned, possible or denied; what it becomes under the
 * predicate that governs it; and who says so.
 */
#ifndef DW_STATUS_H
#define DW_STATUS_H

#include "processors/doc.h"
#include "processors/event/frame.h"

struct dw_event_status {
    enum dw_aux aux;
    bool on_condition;    /* "unless ...", "if ..." */
    bool refused;         /* "will not" */
    bool meant;           /* the purpose of something else: no event of its own */
    int32_t announced_by; /* verb that dates the event by its announcement, or DW_NONE */
    const char *rule;     /* what told, for --explain; static */
};

/* Does a word of the predicate's own clause deny it? "has not ruled out", "imposed no tariffs" */
bool dw_status_is_negated(const struct dw_doc *doc, int32_t predicate);

/* The status that auxiliaries, negation, conditions and governing predicates give a predicate. */
struct dw_event_status dw_status_find(const struct dw_doc *doc, int32_t predicate);

/* Add what the predicate says of itself: "considers a ban". */
void dw_status_own(const struct dw_doc *doc, int32_t predicate, struct dw_event_status *status);

/* Is it a word of embed.tsv: one that tells of what is inside it alone? */
bool dw_status_is_embedding(const char *lemma);

/* Does it tell of what is not done yet, such as "ready" and "willing"? */
bool dw_status_is_intent(const char *lemma);

/* What an event becomes by compose.tsv. */
struct dw_composition {
    enum dw_event_type type;
    const char *mode, *cameo, *tag; /* NULL if none */
};

/*
 * Look up what `outer` ("threaten", "request", "future", ...) makes of a content with this lemma,
 * tag and type; `tag` may be NULL, and `lemma` too. False if it leaves it as it is.
 */
bool dw_compose_find(const char *outer, const char *lemma, const char *tag, enum dw_event_type type,
                     bool has_type, struct dw_composition *out);

/* The word of compose.tsv for an event that takes others as its content; NULL if it takes none. */
const char *dw_compose_outer(const struct dw_frame *frame);

/* The entity that says it: subject of the reporting verb above; DW_NONE if nobody does. */
int32_t dw_attribution_find(struct dw_doc *doc, int32_t predicate);

#endif
