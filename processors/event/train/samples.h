/* SPDX-License-Identifier: MIT */
/*
 * samples.h - the events that the coder finds in texts, with their cues and whether they are right.
 */
#ifndef DW_TRAIN_SAMPLES_H
#define DW_TRAIN_SAMPLES_H

#include <stdint.h>

#include "processors/event/cue.h"
#include "processors/event/train/cues.h"
#include "processors/event/train/guesses.h"

/* A question of the judge (struct dw_judgement). */
enum question { IS_EVENT, IS_RIGHT, N_QUESTIONS };

struct sample {
    int text;  /* index of its text */
    int first; /* index of the first reading of its event */
    uint32_t cue[DW_CUES];
    int n;
    bool answer[N_QUESTIONS];
    bool known; /* false if the gold leaves it open */
    bool worse; /* than another reading of the event: not reported */
    bool plain; /* of a treebank's sentence: says nothing of how often events are right */
};

struct samples {
    struct sample *v;
    int n, cap;
    int n_gold; /* events that are to be found */
    struct cues cues;
    const struct guesses *guesses; /* borrowed */
    bool learned_from;
};

/* Code the texts of `paths` (NULL-terminated list), open verbs as `guesses` has them, and add what
 * was found; `learned_from`: these are the texts that the guesses were trained on. False after a
 * message. */
bool samples_read(struct samples *samples, char *const *paths, const struct guesses *guesses,
                  bool learned_from);

/* Mark the readings that lose to one of a higher score; of the same one, to the first. */
void samples_choose(struct samples *samples, const double *scores);

void samples_fini(struct samples *samples);

#endif
