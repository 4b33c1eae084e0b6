/* SPDX-License-Identifier: MIT */
/* cues.h - cues by number, in order of their first meeting. */
#ifndef DW_TRAIN_CUES_H
#define DW_TRAIN_CUES_H

#include <stdint.h>

struct cues {
    char **text;
    uint32_t *slots; /* number + 1 by hash */
    uint32_t n, cap, n_slots;
};

/* The number of a cue by its text, a new one if it has none yet. */
uint32_t cue_number(struct cues *cues, const char *text);

/* Its number, or -1. */
int32_t cue_find(const struct cues *cues, const char *text);

void cues_fini(struct cues *cues);

#endif
