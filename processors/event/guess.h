/* SPDX-License-Identifier: MIT */
/*
 * guess.h - what a verb probably states that has no row of frame.tsv which holds.
 *
 * Its traits are what it and the words of its slots lean to (leaning.h), how its clause is built
 * and who stands in it. A regression over them, which processors/event/train has fitted to
 * annotated texts, gives the type; the rows "?accuse", "?aid" ... of frame.tsv say where its
 * parties stand, and the judge decides whether it is reported.
 *
 * Threads  no state but the table, made once by open and then read alone.
 */
#ifndef DW_GUESS_H
#define DW_GUESS_H

#include "processors/event/cue.h"
#include "processors/event/leaning.h"

enum { DW_TRAITS = 192 };

struct dw_traits {
    struct dw_trait {
        struct dw_cue cue;
        float amount;
    } v[DW_TRAITS];
    uint32_t n;
};

struct dw_guess {
    enum dw_event_type type;
    double event; /* how probable any event is */
    double right; /* of this type */
};

struct dw_guesser;

/* Errors: DW_NOMEM. */
enum dw_err dw_guesser_open(struct dw_guesser **out, struct dw_error *err) DW_WARN_UNUSED;
void dw_guesser_close(struct dw_guesser *guesser);

/* Is it a verb that is more than a frame for what others state? */
bool dw_guess_is_open(const struct dw_doc *doc, int32_t token);

/* The traits of a verb; none if nobody acts in it or is acted on. Returns DW_NOMEM when the arena
 * is full. */
enum dw_err dw_traits_find(struct dw_doc *doc, const struct dw_frames *frames, int32_t token,
                           struct dw_traits *out) DW_WARN_UNUSED;

struct dw_guess dw_guess_run(const struct dw_guesser *guesser, const struct dw_traits *traits);

/* The most probable type of outcomes scored by a regression. */
struct dw_guess dw_guess_of(const double score[DW_OUTCOMES]);

#endif
