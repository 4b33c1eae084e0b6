/* SPDX-License-Identifier: MIT */
/*
 * samples.h - the events that the coder finds in texts, with their cues and whether they are right.
 */
#ifndef DW_TRAIN_SAMPLES_H
#define DW_TRAIN_SAMPLES_H

#include <stdint.h>

#include "processors/event/cue.h"
#include "processors/event/train/texts.h"

/* A question of the judge (struct dw_judgement). */
enum question { IS_EVENT, IS_RIGHT, N_QUESTIONS };

struct sample {
    int text; /* index of its text */
    uint32_t cue[DW_CUES];
    int n;
    bool answer[N_QUESTIONS];
    bool known; /* false if the gold leaves it open */
};

/* Cues by number, in order of their first meeting. */
struct cues {
    char **text;
    uint32_t *slots; /* number + 1 by hash */
    uint32_t n, cap, n_slots;
};

struct samples {
    struct sample *v;
    int n, cap;
    int n_gold, n_texts; /* events that are to be found */
    struct cues cues;
};

/* Code the texts of `path` (NULL-terminated list) and add what was found; false after a message. */
bool samples_read(struct samples *samples, char *const *paths);
void samples_fini(struct samples *samples);

#endif
