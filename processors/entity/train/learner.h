/* SPDX-License-Identifier: MIT */
/*
 * learner.h - the network of names (namenet.h) as it is trained: in floating point, by Adam.
 *
 * The rows of a word's vector are not learned one by one but as a matrix that all vectors go
 * through. Texts whose annotators went by rules of their own have a manner each: what sets them
 * apart is learned beside the network and not kept.
 */
#ifndef DW_TRAIN_LEARNER_H
#define DW_TRAIN_LEARNER_H

#include "processors/entity/nametag.h"
#include "processors/entity/train/kinds.h"

enum { LEARNER_MANNERS = 8 }; /* the first one: ours */

struct learner_options {
    const struct books *books;
    float rate;      /* of learning, at the beginning */
    float drop;      /* share of the hidden layer that is left out */
    float drop_word; /* ... of the words */
    uint32_t seed;
};

struct learner;

struct learner *learner_new(const struct learner_options *options);
void learner_free(struct learner *learner);

/* Below 1, by the generator that the learner draws with. */
float learner_draw(struct learner *learner);

/* Learn the right tags of a block. */
void learner_read(struct learner *learner, const struct dw_nameblock *block, const uint8_t *right,
                  int manner);

/* Change the parameters by what was learned since the last step; `left`: share of the course that
 * is still to come. */
void learner_step(struct learner *learner, float left);

/* The section of the weights file, dw_namenet_size bytes. */
void *learner_quantise(const struct learner *learner);

#endif
