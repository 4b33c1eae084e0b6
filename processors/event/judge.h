/* SPDX-License-Identifier: MIT */
/*
 * judge.h - how sure we are of a coded event, by the weights that its cues have in judge.tsv.
 *
 * Two questions: is there an event of this type at all, and has it the right sides as well? Each is
 * answered by a probability, from a logistic regression over the cues that processors/event/train
 * has fitted to annotated sentences.
 *
 * Threads  no state but the table, made once by open and then read alone.
 */
#ifndef DW_JUDGE_H
#define DW_JUDGE_H

#include "processors/event/guess.h"

struct dw_judgement {
    double event; /* of this type */
    double right; /* of this type, with these sides */
    double bar;   /* what `event` must reach for the event to be reported */
    const char *merit,
        *doubt; /* the cues that speak most for `right` and against; static, or NULL */
};

/* Is told of each reading of an event, those of one in a row, before anything is dropped; then
 * nothing is. For training. */
struct dw_event_watch {
    void (*see)(
        void *context, const struct dw_event *event, const struct dw_cues *cues,
        const struct dw_traits *traits); /* no traits but of the first of a verb with a row */
    /* The guess for a verb. `events` are what it would state, one of each type; not reported. */
    struct dw_guess (*guess)(void *context, const struct dw_doc *doc,
                             const struct dw_event events[DW_N_EVENT_TYPES],
                             const struct dw_traits *traits);
    void *context;
};

struct dw_judge;

/* Errors: DW_NOMEM. */
enum dw_err dw_judge_open(struct dw_judge **out, struct dw_error *err) DW_WARN_UNUSED;
void dw_judge_close(struct dw_judge *judge);

struct dw_judgement dw_judge_run(const struct dw_judge *judge, const struct dw_cues *cues);

#endif
