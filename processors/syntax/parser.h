/* SPDX-License-Identifier: MIT */
/*
 * parser.h - a greedy arc-eager dependency parser with the root last.
 *
 * Four actions: SHIFT, LEFT (the next word becomes head of the top of the stack), RIGHT (the top
 * becomes head of the next word, which goes on the stack), REDUCE. A network (net.h) scores the
 * actions and, for each new arc, its relations. Each word is shifted and taken off once: time is
 * linear in the length.
 */
#ifndef DW_PARSER_H
#define DW_PARSER_H

#include <stdbool.h>

#include "processors/syntax/tagger.h"

enum dw_action { DW_SHIFT, DW_LEFT, DW_RIGHT, DW_REDUCE, DW_N_ACTIONS };

/* Kinds of scores of the network. */
enum { DW_SCORE_ACTION, DW_SCORE_LEFT, DW_SCORE_RIGHT };

/* Words 1 .. n; the root is n + 1; 0 stands for "no such word". */
struct dw_parse {
    const struct dw_block *block;
    int n, top, next;
    int n_free; /* words on the stack that have no head yet */
    int root;   /* the one word that hangs from the root, once parsed */
    int16_t stack[DW_BLOCK + 2];
    int16_t head[DW_BLOCK + 2 * DW_PAD];
    uint8_t label[DW_BLOCK + 2 * DW_PAD]; /* enum dw_deprel */
    /* Outermost and next to outermost children on either side; how many; which relations. */
    int16_t left[2][DW_BLOCK + 2 * DW_PAD], right[2][DW_BLOCK + 2 * DW_PAD];
    uint8_t n_left[DW_BLOCK + 2 * DW_PAD], n_right[DW_BLOCK + 2 * DW_PAD];
    uint64_t left_set[DW_BLOCK + 2 * DW_PAD], right_set[DW_BLOCK + 2 * DW_PAD];
    /* How many commas, conjunctions and verbs stand before a word. */
    int16_t n_commas[DW_BLOCK + 2 * DW_PAD], n_links[DW_BLOCK + 2 * DW_PAD];
    int16_t n_verbs[DW_BLOCK + 2 * DW_PAD];
};

/* Begin to parse a block tagged with these classes. */
void dw_parse_reset(struct dw_parse *parse, const struct dw_block *block,
                    const struct dw_tag_class *classes);

/* True while actions are left to take. */
static inline bool dw_parse_has_next(const struct dw_parse *parse)
{
    return parse->next <= parse->n || parse->top > 0;
}

bool dw_action_is_legal(const struct dw_parse *parse, enum dw_action action);

/* Take an action; `label` is the relation of the arc that LEFT and RIGHT make. */
void dw_action_run(struct dw_parse *parse, enum dw_action action, uint8_t label);

/* Rows of the network for a word of the parse, 0 .. n + 1. */
void dw_parse_word_rows(const struct dw_parse *parse, int word, uint16_t rows[DW_NET_WORD_ROWS]);

/* What the network looks at. */
void dw_parse_state(const struct dw_parse *parse, struct dw_net_state *state);

/* Leave one root: the others hang from it. */
void dw_parse_repair(struct dw_parse *parse);

/* Parse the block: head and label of words 1 .. n. `scratch` may hold anything. */
void dw_parser_run(const struct dw_model *model, const struct dw_block *block,
                   struct dw_parse *parse, struct dw_net_block *scratch);

#endif
