/* SPDX-License-Identifier: MIT */
/*
 * cue.h - what tells whether a coded event is right: cues such as "type=SANCTION" or
 * "actor=guessed".
 *
 * The judge adds up their weights; the trainer learns them. A cue is a name and a value, so that
 * the table of weights can be read and checked.
 */
#ifndef DW_CUE_H
#define DW_CUE_H

#include "processors/event/candidate.h"

enum { DW_CUES = 128, DW_CUE_TEXT = 120 };

struct dw_cue {
    const char *name;
    const char *value, *more; /* borrowed; NULL if there is none */
    uint32_t number;          /* stands where there is no value */
};

struct dw_cues {
    struct dw_cue v[DW_CUES];
    uint32_t n;
};

/* The cues of an event, sides and status filled in, that candidate `k` has made. */
void dw_cues_find(const struct dw_doc *doc, const struct dw_candidate *k,
                  const struct dw_event *event, struct dw_cues *out);

/* Finds the row of a table that a cue has, by the cue's hash. */
struct dw_cue_index {
    uint32_t *hash;   /* of each row */
    uint16_t *slots;  /* row + 1; 0 is free */
    uint32_t n_slots; /* a power of two */
};

/* Errors: DW_NOMEM; the index is then empty and may be closed. */
enum dw_err dw_cue_index_open(struct dw_cue_index *index, uint32_t n_rows) DW_WARN_UNUSED;
void dw_cue_index_close(struct dw_cue_index *index);

/* Note that a row has the cue of this text, as dw_cue_text writes it. */
void dw_cue_index_add(struct dw_cue_index *index, uint32_t row, const char *text);

/* The row of a cue; DW_NONE if the table has none. */
int32_t dw_cue_index_find(const struct dw_cue_index *index, const struct dw_cue *cue);

/* The cue as the table writes it, "name=value+more", cut off at DW_CUE_TEXT - 1 bytes. */
void dw_cue_text(const struct dw_cue *cue, char out[DW_CUE_TEXT]);

#endif
