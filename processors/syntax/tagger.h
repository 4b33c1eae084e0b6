/* SPDX-License-Identifier: MIT */
/*
 * tagger.h - part-of-speech tags, left to right, by an averaged perceptron; where it is not sure,
 * by a network as well.
 *
 * Each word gets a joint class of UPOS and XPOS. Weights lie in rows of one byte a class; a
 * feature's hash says where its row starts, and rows overlap. Cost: about a microsecond a word.
 */
#ifndef DW_TAGGER_H
#define DW_TAGGER_H

#include "processors/syntax/model.h"
#include "processors/syntax/net.h"
#include "processors/syntax/word.h"

/* Words stand at 1 .. n; DW_PAD empty ones before (with index 0) and behind. */
enum { DW_BLOCK = 512, DW_PAD = 4, DW_TAG_FEATURES = 57, DW_TAG_EDGE = 255 };

struct dw_block {
    int n;
    struct dw_word word[DW_BLOCK + 2 * DW_PAD];
    uint8_t tag[DW_BLOCK + 2 * DW_PAD]; /* index into the model's classes; DW_TAG_EDGE outside */
};

/* Empty the block: word 0 and the pads behind `n` words become edges. */
void dw_block_reset(struct dw_block *block, int n);

/* Hashes of the features of word `i`, whose left neighbours have their tags. */
void dw_tagger_features(const struct dw_block *block, int i, uint32_t out[DW_TAG_FEATURES]);

/* Rows of the network for word 0 .. n; what it looks at for word `i`. */
void dw_tagger_word_rows(const struct dw_block *block, int word, uint16_t rows[DW_NET_WORD_ROWS]);
void dw_tagger_state(const struct dw_block *block, int i, struct dw_net_state *state);

/* Look all words up in the lexicon, then tag[1 .. n]. `scratch` may hold anything. */
void dw_tagger_run(const struct dw_model *model, struct dw_block *block,
                   struct dw_net_block *scratch);

#endif
