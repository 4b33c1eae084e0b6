/* SPDX-License-Identifier: MIT */
/*
 * candidate.h - the frames that hold in a sentence, and which of them are content of others:
 * "demanded that it lift the ban" is one demand, not a demand and a lifting.
 */
#ifndef DW_CANDIDATE_H
#define DW_CANDIDATE_H

#include "processors/event/frame.h"

struct dw_candidate {
    int32_t token;
    const struct dw_frame *frame;
    int32_t taken_by; /* the candidate whose content it is, or DW_NONE */
    double guess;     /* how probable its type is, if no row of its own holds; else 0 */
};

struct dw_candidates {
    struct dw_doc *doc;
    struct dw_candidate *v; /* in the document's arena */
    uint32_t n, cap;
    struct dw_denied {
        int32_t *v;
        uint32_t n, cap;
    } denied; /* words of which a row says that they are no event here */
};

/* Fill `c` anew from one sentence of its document. Returns DW_NOMEM when the arena is full. */
enum dw_err dw_candidates_find(struct dw_candidates *c, const struct dw_frames *frames,
                               const struct dw_sentence *sentence) DW_WARN_UNUSED;

/* Let the contents right under a candidate stand for themselves. */
void dw_candidates_release(struct dw_candidates *c, uint32_t outer);

/* Does a row hold for the token, if only to say that it is no event? */
bool dw_candidates_settle(const struct dw_candidates *c, int32_t token);

/* Is the token content of a candidate, or a candidate its content or its subject? */
bool dw_candidates_touch(const struct dw_candidates *c, int32_t token);

/* The first content of a candidate; NULL if it has none. */
const struct dw_candidate *dw_candidates_content(const struct dw_candidates *c, uint32_t outer);

#endif
