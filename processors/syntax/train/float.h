/* SPDX-License-Identifier: MIT */
/*
 * float.h - a network (net.h) as it is trained: in floating point, matrices by column, by Adam.
 *
 * For each sentence: float_begin with its words; for each state float_read, float_score and, with
 * the slopes of the scores, float_learn, then float_pass; at the end float_end. The order of all
 * additions is fixed, eight lanes at a time.
 */
#ifndef DW_TRAIN_FLOAT_H
#define DW_TRAIN_FLOAT_H

#include "processors/syntax/net.h"

struct float_net {
    const struct dw_net_shape *shape;
    size_t at_context, at_context_bias, at_place, at_bias, at_out[DW_NET_OUTS], at_fact, n;
    float *value, *slope, *mean, *square; /* parameters, and for each what Adam keeps */
    float *sum;                           /* of the values noted */
    int n_sum;
    int *row, n_rows; /* rows of words and facts that have a slope */
    uint8_t *is_listed;
    double step;
    float rate; /* of learning: to be set before float_step */
    float drop; /* share of the hidden layer that is left out */
    uint64_t random;

    /* The sentence, and the slopes of what is made of it. */
    int last;
    uint16_t rows[DW_NET_WORDS][DW_NET_WORD_ROWS];
    float word[DW_NET_WORDS][DW_NET_DIM]; /* alone */
    float pre[DW_NET_WORDS][DW_NET_DIM];  /* context, before what is below zero is cut off */
    float seen[DW_NET_WORDS][DW_NET_DIM]; /* with its context */
    float part[DW_NET_PLACES][DW_NET_WORDS][DW_NET_HIDDEN];
    uint8_t has[DW_NET_PLACES][DW_NET_WORDS];
    float word_slope[DW_NET_WORDS][DW_NET_DIM], seen_slope[DW_NET_WORDS][DW_NET_DIM];
    float part_slope[DW_NET_PLACES][DW_NET_WORDS][DW_NET_HIDDEN];

    /* The state last read. */
    struct dw_net_state state;
    float hidden[DW_NET_HIDDEN], mask[DW_NET_HIDDEN], hidden_slope[DW_NET_HIDDEN];
};

struct float_net *float_new(const struct dw_net_shape *shape, uint32_t seed);
void float_free(struct float_net *net);

/* Begin a sentence of words 0 .. last, whose rows are set. */
void float_begin(struct float_net *net, int last);

/* Make the hidden layer of net->state. */
void float_read(struct float_net *net);
void float_score(const struct float_net *net, int kind, float score[DW_NET_OUT]);

/* The scores of one kind should go against these slopes. */
void float_learn(struct float_net *net, int kind, const float slope[DW_NET_OUT]);

/* Pass what was learned in the state back to its words and facts. */
void float_pass(struct float_net *net);
void float_end(struct float_net *net);

/* Change the parameters by what was learned since the last step. */
void float_step(struct float_net *net);

/* Note the parameters as they are; put the mean of those noted in their place. */
void float_note(struct float_net *net);
void float_average(struct float_net *net);

/* Below 1, by the generator that the network draws with. */
float float_draw(struct float_net *net);

/* The section of the weights file. */
void *float_quantise(const struct float_net *net);

#endif
