/* SPDX-License-Identifier: MIT */
/*
 * net.h - the small neural networks of tagger and parser.
 *
 * A word is the sum of what a table says of its form, its clusters, its affixes, its shape and one
 * thing more. A window of five such sums makes it a word in context. The words in some places of
 * the state, with some facts about it, make a hidden layer, and that the scores. What a word brings
 * to a place is computed once and kept: a state costs little more than adding up.
 *
 * All is in integers, so that every machine comes to the same scores. Which places and facts there
 * are is the business of tagger and parser.
 */
#ifndef DW_NET_H
#define DW_NET_H

#include <stdbool.h>
#include <stddef.h>

#include "processors/syntax/multiply.h"
#include "processors/syntax/word.h"

enum {
    DW_NET_DIM = 64,     /* numbers that a word is made of */
    DW_NET_HIDDEN = 128, /* ... and a state */
    DW_NET_SIDE = 2,     /* words on either side that make the context */
    DW_NET_WINDOW = 2 * DW_NET_SIDE + 1,
    DW_NET_PLACES = 12, /* at most */
    DW_NET_FACTS = 16,  /* at most */
    DW_NET_OUTS = 3,    /* at most */
    DW_NET_OUT = 96,    /* scores of one kind, at most */
    DW_NET_WORDS = 514, /* of a block, with what stands outside */
};

/* The table of words has a part for each thing that is known of a word. */
enum {
    DW_NET_FORMS = 1 << 15,
    DW_NET_AFFIXES = 1 << 12,
    DW_NET_SHAPES = 1 << 8,
    DW_NET_FINE = 2560, /* more than there are clusters */
    DW_NET_MIDDLE = 512,
    DW_NET_MORE = 1 << 10,
    DW_NET_AT_ENDING = DW_NET_FORMS,
    DW_NET_AT_BEGINNING = DW_NET_AT_ENDING + DW_NET_AFFIXES,
    DW_NET_AT_SHAPE = DW_NET_AT_BEGINNING + DW_NET_AFFIXES,
    DW_NET_AT_FINE = DW_NET_AT_SHAPE + DW_NET_SHAPES,
    DW_NET_AT_MIDDLE = DW_NET_AT_FINE + DW_NET_FINE,
    DW_NET_AT_MORE = DW_NET_AT_MIDDLE + DW_NET_MIDDLE,
    DW_NET_ROWS = DW_NET_AT_MORE + DW_NET_MORE,
    DW_NET_WORD_ROWS = 7,
};

/* Scales: what 1.0 is. Bytes are moved up by DW_NET_ZERO so that they are not negative. */
enum {
    DW_NET_ROW_SHIFT = 1,
    DW_NET_WORD_SCALE = 32,
    DW_NET_ROW_SCALE = DW_NET_WORD_SCALE << DW_NET_ROW_SHIFT,
    DW_NET_ZERO = 96,
    DW_NET_CONTEXT_SHIFT = 7, /* weights of the context: 128 */
    DW_NET_PLACE_SHIFT = 7,   /* weights of the places: 128 */
    DW_NET_PART_SHIFT = 4,
    DW_NET_PART_SCALE = DW_NET_WORD_SCALE << (DW_NET_PLACE_SHIFT - DW_NET_PART_SHIFT),
    DW_NET_PART_MOST = 1900, /* so that the sum of all fits 16 bits */
    DW_NET_FACT_MOST = 511,
    DW_NET_HIDDEN_SHIFT = 3,
    DW_NET_HIDDEN_SCALE = DW_NET_PART_SCALE >> DW_NET_HIDDEN_SHIFT,
    DW_NET_OUT_SCALE = 32,
};

/* What tells one network from another. */
struct dw_net_shape {
    int places, facts;
    int fact_rows;        /* values of each fact */
    int outs;             /* kinds of scores */
    int out[DW_NET_OUTS]; /* scores of each kind, a multiple of 8 */
};

extern const struct dw_net_shape dw_net_tagger, dw_net_parser;

/* The numbers lie in the section of the weights file in the order of the members. */
struct dw_net {
    const struct dw_net_shape *shape;
    const int8_t *word;          /* DW_NET_ROWS of DW_NET_DIM */
    const int8_t *context;       /* DW_NET_WINDOW matrices, see multiply.h */
    const int32_t *context_bias; /* makes up for DW_NET_ZERO, too */
    const int8_t *place;         /* a matrix for each place */
    const int32_t *place_bias;   /* DW_NET_HIDDEN for each place */
    const int16_t *fact;         /* facts * fact_rows of DW_NET_HIDDEN */
    const int16_t *bias;
    const int8_t *out[DW_NET_OUTS];
};

/* What a network has made of a block. Word 0 stands for what is outside. */
struct dw_net_block {
    uint16_t rows[DW_NET_WORDS][DW_NET_WORD_ROWS];
    int16_t word[DW_NET_WORDS][DW_NET_DIM];
    uint8_t alone[DW_NET_WORDS][DW_NET_DIM], seen[DW_NET_WORDS][DW_NET_DIM];
    int last;
    uint16_t has[DW_NET_WORDS]; /* what there is of each: bits of places, and two more */
    int16_t part[DW_NET_WORDS][DW_NET_PLACES][DW_NET_HIDDEN];
    uint8_t hidden[DW_NET_HIDDEN];
};

/* What a network looks at: words in places, and facts, each with a value below fact_rows. */
struct dw_net_state {
    int place[DW_NET_PLACES], fact[DW_NET_FACTS];
};

/* Bytes of a network. */
size_t dw_net_size(const struct dw_net_shape *shape);

/* Find the network in a section; false if that has another size. */
bool dw_net_bind(struct dw_net *net, const struct dw_net_shape *shape, const void *bytes,
                 size_t size);

/* Rows of the table for a word; `more` is the thing that only the network in question knows. */
void dw_net_word_rows(const struct dw_word *word, uint32_t more, uint16_t rows[DW_NET_WORD_ROWS]);

/* Ask memory for what the words will need, if it is known that states look at all of them. */
void dw_net_ask(const struct dw_net *net, const struct dw_net_block *block, int last);

/* Begin with words 0 .. last, whose rows are in the block. What no state looks at is not read. */
void dw_net_reset(struct dw_net_block *block, int last);

/* Make the hidden layer of a state. */
void dw_net_read(const struct dw_net *net, struct dw_net_block *block,
                 const struct dw_net_state *state);

/* Scores of one kind for the state last read. */
void dw_net_score(const struct dw_net *net, const struct dw_net_block *block, int kind,
                  int32_t score[DW_NET_OUT]);

#endif
