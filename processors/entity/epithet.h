/* SPDX-License-Identifier: MIT */
/*
 * epithet.h - what a noun phrase tells of the state or body that it stands for.
 *
 * "The emirate" is Kuwait, not the Iran named last; "the two Andean nations" are not their
 * mediator; "the bloc" is no court of trade. The words are in epithet.tsv: the noun itself, and the
 * one or two before it.
 */
#ifndef DW_EPITHET_H
#define DW_EPITHET_H

#include "processors/doc.h"

enum { DW_EPITHETS = 4 };

struct dw_epithets {
    const char *of[DW_EPITHETS]; /* whom each of the words fits, as the table lists them */
    uint32_t n;                  /* 0: anybody may be meant */
};

/* Read the noun phrase whose noun is [first, end): the noun and the words before it. */
void dw_epithets_read(const struct dw_doc *doc, uint32_t first, uint32_t end,
                      struct dw_epithets *out);

/* Do all the words fit the entity? */
bool dw_epithets_fit(const struct dw_epithets *epithets, const struct dw_entity *entity);

#endif
