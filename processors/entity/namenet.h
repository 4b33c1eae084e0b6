/* SPDX-License-Identifier: MIT */
/*
 * namenet.h - the network that says how well each tag suits a word.
 *
 * A word is the sum of its rows (nameword.h), cut off below zero. The words in eight places - the
 * one in question, two on either side, those before, behind and at the end of its run - and some
 * facts make a hidden layer, and that the scores. All is in integers, so that every machine comes
 * to the same ones.
 */
#ifndef DW_NAMENET_H
#define DW_NAMENET_H

#include <stdbool.h>
#include <stddef.h>

#include "processors/entity/nameword.h"
#include "processors/syntax/multiply.h"

enum {
    DW_NAMENET_DIM = 64,
    DW_NAMENET_HIDDEN = 128,
    DW_NAMENET_PLACES = 8,
    DW_NAMENET_INPUT = DW_NAMENET_PLACES * DW_NAMENET_DIM,
    DW_NAMENET_OUT = 16, /* tags, padded */
};

/* Scales: what 1.0 is. */
enum {
    DW_NAMENET_ROW_SCALE = 64,
    DW_NAMENET_WORD_SHIFT = 1, /* words: 32 */
    DW_NAMENET_PLACE_SCALE = 128,
    DW_NAMENET_FACT_SHIFT = 7,   /* facts: 32, moved up to what the sums of places are */
    DW_NAMENET_HIDDEN_SHIFT = 7, /* hidden layer: 32 */
    DW_NAMENET_FACT_SCALE = 32,
    DW_NAMENET_OUT_SCALE = 32,
    DW_NAMENET_SCORE_SCALE = 1024,
};

/* The numbers lie in the file in the order of the members. */
struct dw_namenet {
    const int32_t *bias;     /* of the hidden layer */
    const int32_t *out_bias; /* of the scores */
    const int32_t *pair;     /* scores of two tags in a row; row 0: of the first of a run */
    const int8_t *word;      /* DW_NAME_WORD_ROWS of DW_NAMENET_DIM */
    const int8_t *fact;      /* DW_NAME_FACT_ROWS of DW_NAMENET_HIDDEN */
    const int8_t *place;     /* matrix, see multiply.h */
    const int8_t *out;       /* matrix */
};

/* Rows of `pair`: one for each tag that may stand before, and the first. */
enum { DW_NAMENET_PAIRS = 1 + DW_NAMENET_OUT };

extern const size_t dw_namenet_size;

/* `bytes` are aligned as an int32_t and dw_namenet_size long. */
void dw_namenet_bind(struct dw_namenet *net, const void *bytes);

/* What the rows make of a word. */
void dw_namenet_word(const struct dw_namenet *net, const uint16_t *rows, int n,
                     uint8_t word[DW_NAMENET_DIM]);

/* Scores of the tags, by the words in the places, one behind the other, and the rows of facts. */
void dw_namenet_score(const struct dw_namenet *net, const uint8_t input[DW_NAMENET_INPUT],
                      const uint16_t *facts, int n, int32_t score[DW_NAMENET_OUT]);

#endif
