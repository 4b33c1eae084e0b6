/* SPDX-License-Identifier: MIT */
/*
 * lexicon.h - what the weights file knows of single forms.
 *
 * A form seen in training has an entry. Forms of one kind share what features see of them: all
 * weekdays, all months, all countries, so that what was learned of one holds for the others. A form
 * without an entry is seen by its ending or capital alone, and its classes are guessed from its
 * stem: "reciprocated" is to "reciprocate" as "imposed" is to "impose".
 */
#ifndef DW_LEXICON_H
#define DW_LEXICON_H

#include "processors/syntax/word.h"

/* An entry of an open-addressed table whose size is a power of two; key 0 is a free slot. */
struct dw_lexicon_entry {
    uint32_t key;     /* hash of the folded form */
    uint32_t form;    /* what features see; 0: nothing but the ending */
    uint32_t classes; /* see dw_word_only_class; 0 if nothing is known */
    uint32_t is_aux;  /* 1 if it can be an auxiliary */
};

/* The entry, or NULL. */
const struct dw_lexicon_entry *dw_lexicon_find(const struct dw_lexicon_entry *table, uint32_t mask,
                                               uint32_t key);

/* What features see of a form that has no entry. */
uint32_t dw_lexicon_unknown(const struct dw_word *word);

/* Fill in the form, the classes and is_aux of a word that dw_word_read has read. */
void dw_lexicon_read(const struct dw_lexicon_entry *table, uint32_t mask, struct dw_word *word);

#endif
