/* SPDX-License-Identifier: MIT */
/*
 * pass.h - run the coder over texts and compare what it finds in each with the gold.
 *
 * Nothing is dropped: the judge is not asked. Verbs of which no row holds are open to a guess.
 */
#ifndef DW_TRAIN_PASS_H
#define DW_TRAIN_PASS_H

#include "processors/event/judge.h"
#include "processors/event/train/texts.h"

enum { FOUND_MAX = 256, OPEN_MAX = 64 };

/* A reading of an event as it was when the judge saw it: later tellings are joined with earlier
 * ones. */
struct found {
    struct dw_event event;
    struct dw_cues cues;
    struct dw_traits traits; /* none if it is no verb's */
    int gold;                /* the gold event that it tells, or -1 */
    bool sides;              /* as the gold has them */
    int first;               /* of the readings of its event */
};

/* A verb of which no row holds. */
struct open_verb {
    struct dw_traits traits;
    uint32_t
        actors[DW_N_EVENT_TYPES]; /* gold events with the actors that it would have by a type, */
    uint32_t sides[DW_N_EVENT_TYPES]; /* and with both sides, a bit each */
};

/* What was found in one text. */
struct pass {
    const struct text *text;
    int number; /* of the text, from 0 */
    struct found found[FOUND_MAX];
    int n_found;
    struct open_verb open[OPEN_MAX];
    int n_open;

    /* Guess for a text's verb; NULL: no guess is made. */
    struct dw_guess (*guess)(void *owner, int text, const struct dw_traits *traits);
    void (*done)(void *owner, const struct pass *pass);
    void *owner;
};

/* Code all texts of the files in a list that ends with NULL, `done` after each; false after a
 * message. */
bool pass_run(struct pass *pass, char *const *paths);

#endif
