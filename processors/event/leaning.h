/* SPDX-License-Identifier: MIT */
/*
 * leaning.h - which types of event a word leans to, as a verb and as an object: "lambaste" to
 * ACCUSE, "embargo" to SANCTION, "banana" to none.
 *
 * 14,000 words of lexicon/leaning.tsv, guessed from their vectors by what frame.tsv has of others.
 *
 * Threads  no state but the compiled table.
 */
#ifndef DW_LEANING_H
#define DW_LEANING_H

#include "processors/codes.h"

enum dw_leaning_as { DW_LEANING_OBJECT, DW_LEANING_VERB };

/* No event, then the types: enum dw_event_type + 1. */
enum { DW_OUTCOMES = 1 + DW_N_EVENT_TYPES };

/* "none" or the name of a type. */
const char *dw_outcome_name(int outcome);

/* How much more a word leans to each outcome than words do on average, as a logarithm. */
struct dw_leaning {
    float to[DW_OUTCOMES];
};

struct dw_leaning dw_leaning_find(const char *lemma, enum dw_leaning_as as);

#endif
