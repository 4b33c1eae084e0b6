/* SPDX-License-Identifier: MIT */
/* fit.h - logistic regression over cues, and how far its probabilities can be believed. */
#ifndef DW_TRAIN_FIT_H
#define DW_TRAIN_FIT_H

#include "processors/event/train/samples.h"

/* Log-odds: `all` + the weights of the cues. */
struct weights {
    double all;
    double *cue; /* one for each cue of the samples */
    uint32_t n;
};

/* Which samples to take: those whose text is, or is not, of this part of so many. */
struct part {
    int of, part; /* of 0: all */
    bool inside;
};

bool part_has(const struct part *part, const struct sample *s);

/* Fit to the known samples of a part. `pull` draws weights to zero. Deterministic. */
void weights_fit(struct weights *w, const struct samples *samples, enum question question,
                 const struct part *part, double pull);
void weights_fini(struct weights *w);

double weights_score(const struct weights *w, const struct sample *s);

/* Scores of all samples by weights that were fitted without their own text. */
void scores_cross(const struct samples *samples, enum question question, double pull, double *out);

/* The line that makes probabilities of scores (Platt): logistic(slope * score + shift). */
struct line {
    double slope, shift;
};

struct line line_fit(const struct samples *samples, enum question question, const double *scores);

/* Move a line so that the samples of a part are right as often as it says. */
void line_shift(struct line *line, const struct samples *samples, enum question question,
                const struct part *part, const double *scores);

double logistic(double x);

#endif
