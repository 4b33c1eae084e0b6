/* SPDX-License-Identifier: MIT */
#include "processors/syntax/parser.h"

#include <string.h>

#include "processors/codes.h"
#include "processors/syntax/rows.h"
#include "processors/syntax/tagset.h"

/* Tags of the words, and sums over them. */
static void read_tags(struct dw_parse *p, const struct dw_block *block,
                      const struct dw_tag_class *classes)
{
    p->n_commas[0] = p->n_links[0] = p->n_verbs[0] = 0;
    for (int i = 0; i <= block->n + 1; i++) {
        uint32_t tag = i == block->n + 1 ? DW_TAG_EDGE - 1 : block->tag[i];
        struct dw_tag_class class = {DW_N_UPOS, DW_XPOS_NONE};

        if (i >= 1 && i <= block->n)
            class = classes[tag];
        p->tag_hash[i] = dw_hash_mix(tag + 1, 0x27D4EB2FU);
        p->form_tag[i] = dw_hash_mix(block->word[i].form, tag);
        p->upos[i] = class.upos;
        p->n_commas[i + 1] = (int16_t)(p->n_commas[i] + (class.xpos == DW_XPOS_COMMA));
        p->n_links[i + 1] = (int16_t)(p->n_links[i] + (class.upos == DW_UPOS_CCONJ));
        p->n_verbs[i + 1] = (int16_t)(p->n_verbs[i] + (class.upos == DW_UPOS_VERB));
    }
    p->tag_hash[block->n + 2] = p->tag_hash[0];
}

void dw_parse_reset(struct dw_parse *parse, const struct dw_block *block,
                    const struct dw_tag_class *classes)
{
    size_t n = (size_t)block->n + 2;

    parse->block = block;
    parse->n = block->n;
    parse->top = parse->n_free = 0;
    parse->next = 1;
    parse->root = 0;
    memset(parse->head, 0, n * sizeof *parse->head);
    memset(parse->label, 0, n * sizeof *parse->label);
    for (int k = 0; k < 2; k++) {
        memset(parse->left[k], 0, n * sizeof *parse->left[k]);
        memset(parse->right[k], 0, n * sizeof *parse->right[k]);
    }
    memset(parse->n_left, 0, n * sizeof *parse->n_left);
    memset(parse->n_right, 0, n * sizeof *parse->n_right);
    memset(parse->left_set, 0, n * sizeof *parse->left_set);
    memset(parse->right_set, 0, n * sizeof *parse->right_set);
    read_tags(parse, block, classes);
}

/* --- actions --------------------------------------------------------------------------------- */

bool dw_action_is_legal(const struct dw_parse *parse, enum dw_action action)
{
    bool at_root = parse->next > parse->n, is_empty = parse->top == 0;
    bool has_head = !is_empty && parse->head[parse->stack[parse->top - 1]];

    switch (action) {
    case DW_SHIFT:
        return !at_root;
    case DW_LEFT:
        return !is_empty && !has_head;
    case DW_RIGHT:
        return !is_empty && !at_root;
    default:
        return !is_empty && has_head;
    }
}

static void add_left(struct dw_parse *p, int head, int child, uint8_t label)
{
    p->head[child] = (int16_t)head;
    p->label[child] = label;
    p->left[1][head] = p->left[0][head];
    p->left[0][head] = (int16_t)child;
    p->left_set[head] |= (uint64_t)1 << label;
    if (p->n_left[head] < UINT8_MAX)
        p->n_left[head]++;
}

static void add_right(struct dw_parse *p, int head, int child, uint8_t label)
{
    p->head[child] = (int16_t)head;
    p->label[child] = label;
    p->right[1][head] = p->right[0][head];
    p->right[0][head] = (int16_t)child;
    p->right_set[head] |= (uint64_t)1 << label;
    if (p->n_right[head] < UINT8_MAX)
        p->n_right[head]++;
}

void dw_action_run(struct dw_parse *parse, enum dw_action action, uint8_t label)
{
    int top = parse->top ? parse->stack[parse->top - 1] : 0;

    switch (action) {
    case DW_LEFT:
        add_left(parse, parse->next, top, label);
        parse->top--;
        parse->n_free--;
        break;
    case DW_RIGHT:
        add_right(parse, top, parse->next, label);
        parse->stack[parse->top++] = (int16_t)parse->next++;
        break;
    case DW_SHIFT:
        parse->stack[parse->top++] = (int16_t)parse->next++;
        parse->n_free++;
        break;
    default:
        parse->top--;
    }
}

/* --- the end --------------------------------------------------------------------------------- */

void dw_parse_repair(struct dw_parse *parse)
{
    int root = 0;

    for (int i = 1; i <= parse->n && !root; i++)
        if (parse->head[i] == parse->n + 1)
            root = i;
    for (int i = root + 1; i <= parse->n; i++)
        if (parse->head[i] == parse->n + 1) {
            parse->head[i] = (int16_t)root;
            parse->label[i] = DW_DEPREL_PARATAXIS;
        }
    parse->label[root] = DW_DEPREL_ROOT;
    parse->root = root;
}

/* --- with the weights ------------------------------------------------------------------------ */

/*
 * Sum the weights of the features that the table holds; 0 for REDUCE. Most of the time goes into
 * waiting for memory, so all slots are asked for before the first is used.
 */
static void score_actions(const struct dw_model *model, const uint32_t *features, int n,
                          int score[DW_N_ACTIONS])
{
    const struct dw_action_slot *slots = model->actions;
    int bits = model->actions_bits, shift = 0, left = 0, right = 0;

    for (int k = 0; k < n; k++)
        __builtin_prefetch(&slots[dw_action_slot_of(features[k], bits)]);
    for (int k = 0; k < n; k++) {
        const struct dw_action_slot *slot = &slots[dw_action_slot_of(features[k], bits)];
        int mine = -(slot->check == dw_action_check_of(features[k], bits));

        shift += slot->weight[DW_SHIFT] & mine;
        left += slot->weight[DW_LEFT] & mine;
        right += slot->weight[DW_RIGHT] & mine;
    }
    score[DW_SHIFT] = shift;
    score[DW_LEFT] = left;
    score[DW_RIGHT] = right;
    score[DW_REDUCE] = 0;
}

/* The only legal action, if there is just one; else -1. */
static int find_forced(const struct dw_parse *parse)
{
    if (!parse->top)
        return DW_SHIFT;
    if (parse->next > parse->n)
        return parse->head[parse->stack[parse->top - 1]] ? DW_REDUCE : DW_LEFT;
    return -1;
}

static enum dw_action choose_action(const struct dw_model *model, const struct dw_parse *parse)
{
    uint32_t features[DW_ACTION_FEATURES_MAX];
    int score[DW_N_ACTIONS], best = find_forced(parse), n;

    if (best >= 0)
        return (enum dw_action)best;
    n = dw_action_features(parse, features);
    score_actions(model, features, n, score);
    for (int a = 0; a < DW_N_ACTIONS; a++)
        if (dw_action_is_legal(parse, (enum dw_action)a) && (best < 0 || score[a] > score[best]))
            best = a;
    return (enum dw_action)best;
}

uint8_t dw_parser_label(const struct dw_model *model, const struct dw_parse *parse, int head,
                        int child)
{
    uint32_t features[DW_LABEL_FEATURES];
    int16_t score[DW_MODEL_LABELS];
    int best = 0, n;

    if (head == parse->n + 1)
        return DW_DEPREL_ROOT;
    dw_label_features(parse, head, child, features);
    n = dw_live_filter(model->labels_live, features, DW_LABEL_FEATURES);
    for (int k = 0; k < n; k++)
        features[k] &= model->labels_mask;
    dw_rows_add(model->labels, features, n, DW_MODEL_LABELS, score);
    for (int c = 1; c < DW_N_DEPREL; c++)
        if (c != DW_DEPREL_ROOT && score[c] > score[best])
            best = c;
    return (uint8_t)best;
}

void dw_parser_run(const struct dw_model *model, const struct dw_block *block,
                   struct dw_parse *parse)
{
    dw_parse_reset(parse, block, model->classes);
    while (dw_parse_has_next(parse)) {
        enum dw_action action = choose_action(model, parse);
        int top = parse->top ? parse->stack[parse->top - 1] : 0;
        uint8_t label = 0;

        if (action == DW_LEFT)
            label = dw_parser_label(model, parse, parse->next, top);
        else if (action == DW_RIGHT)
            label = dw_parser_label(model, parse, top, parse->next);
        dw_action_run(parse, action, label);
    }
    if (parse->n)
        dw_parse_repair(parse);
}
