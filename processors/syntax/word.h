/* SPDX-License-Identifier: MIT */
/*
 * word.h - what the statistical layers see of a token: hashes of its form and of parts of it.
 *
 * The same code serves training and use, so that a feature has the same hash in both. Case,
 * curly quotes and digits are folded first: "2019" and "2020" look alike, "’s" is "'s".
 */
#ifndef DW_WORD_H
#define DW_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "processors/syntax/cluster.h"

enum { DW_WORD_AFFIXES = 5, DW_WORD_STEMS = 3, DW_WORD_MAX = 64 };

struct dw_word {
    uint32_t key;                     /* of the folded form; never 0 */
    uint32_t form;                    /* what features see of it: set by the lexicon */
    uint32_t shape;                   /* upper, lower, digits; one value in text all of capitals */
    uint32_t prefix[DW_WORD_AFFIXES]; /* first 1 .. 5 bytes */
    uint32_t suffix[DW_WORD_AFFIXES];
    uint32_t stem[DW_WORD_STEMS]; /* keys of forms that it may be made of; 0: no more */
    uint32_t classes;             /* what the lexicon knows of its tags; 0 if nothing */
    struct dw_cluster cluster;    /* set by the tagger */
    uint8_t ending;               /* which ending the stems lack */
    bool is_capital;              /* it begins with a capital that says something */
    bool is_aux;                  /* it can be an auxiliary */
};

static inline uint32_t dw_hash_mix(uint32_t h, uint32_t v)
{
    h = (h ^ v) * 0x9E3779B1U;
    return h ^ (h >> 15);
}

/*
 * A frequent form that has one class alone says so itself: `classes` is that class + 1. For others
 * it is a hash from DW_WORD_SETS up. -1 if there is no such class.
 */
enum { DW_WORD_SETS = 256 };

static inline int dw_word_only_class(const struct dw_word *word)
{
    return word->classes < DW_WORD_SETS ? (int)word->classes - 1 : -1;
}

uint32_t dw_hash_bytes(uint32_t seed, const char *bytes, size_t len);

/* The key of a form that is folded; digits in it must be 0. */
uint32_t dw_word_key(const char *folded, size_t n);

/*
 * Fold a form into `out`, at most DW_WORD_MAX bytes of it: lower case (unless `keep_case`),
 * straight apostrophes and quotes. Returns the length.
 */
size_t dw_word_fold(const char *form, size_t len, char out[DW_WORD_MAX], bool keep_case);

/* `caps`: the whole sentence is in capitals, so that they say nothing. What the lexicon knows is
 * left 0. */
void dw_word_read(struct dw_word *word, const char *form, size_t len, bool caps);

/* True if a stretch of text has several capitals and no small letter. */
bool dw_text_is_caps(const char *text, size_t len);

#endif
