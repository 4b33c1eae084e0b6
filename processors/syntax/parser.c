/* SPDX-License-Identifier: MIT */
#include "processors/syntax/parser.h"

#include <string.h>

#include "processors/codes.h"
#include "processors/syntax/grammar.h"
#include "processors/syntax/tagset.h"

/* Tags of the words, and sums over them. */
static void read_tags(struct dw_parse *p, const struct dw_block *block,
                      const struct dw_tag_class *classes)
{
    p->n_commas[0] = p->n_links[0] = p->n_verbs[0] = 0;
    for (int i = 0; i <= block->n + 1; i++) {
        struct dw_tag_class class = {DW_N_UPOS, DW_XPOS_NONE};

        if (i >= 1 && i <= block->n)
            class = classes[block->tag[i]];
        p->n_commas[i + 1] = (int16_t)(p->n_commas[i] + (class.xpos == DW_XPOS_COMMA));
        p->n_links[i + 1] = (int16_t)(p->n_links[i] + (class.upos == DW_UPOS_CCONJ));
        p->n_verbs[i + 1] = (int16_t)(p->n_verbs[i] + (class.upos == DW_UPOS_VERB));
    }
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

/* --- what the network looks at --------------------------------------------------------------- */

enum { PLACES = 12, FACTS = 13, FACT_ROWS = 64 };

const struct dw_net_shape dw_net_parser = {
    .places = PLACES,
    .facts = FACTS,
    .fact_rows = FACT_ROWS,
    .outs = 3,
    .out = {[DW_SCORE_ACTION] = 8, [DW_SCORE_LEFT] = 64, [DW_SCORE_RIGHT] = 64},
};

void dw_parse_word_rows(const struct dw_parse *parse, int word, uint16_t rows[DW_NET_WORD_ROWS])
{
    uint32_t tag = word == 0              ? DW_NET_MORE - 1
                   : word == parse->n + 1 ? DW_NET_MORE - 2
                                          : parse->block->tag[word];

    dw_net_word_rows(&parse->block->word[word], tag, rows);
}

static int get_child(const int16_t *children, int word)
{
    return word ? children[word] : 0;
}

static int cut(int n, int most)
{
    return n < most ? n : most;
}

static void find_places(const struct dw_parse *p, int at[PLACES])
{
    int s0 = p->top ? p->stack[p->top - 1] : 0, n0 = p->next, last = p->n + 1, n = 0;

    at[n++] = s0;
    at[n++] = n0;
    at[n++] = p->top > 1 ? p->stack[p->top - 2] : 0;
    at[n++] = n0 + 1 <= last ? n0 + 1 : 0;
    at[n++] = n0 + 2 <= last ? n0 + 2 : 0;
    at[n++] = p->head[s0];
    at[n++] = get_child(p->left[0], s0);
    at[n++] = get_child(p->right[0], s0);
    at[n++] = get_child(p->left[0], n0);
    at[n++] = p->top > 2 ? p->stack[p->top - 3] : 0;
    at[n++] = get_child(p->right[1], s0);
    at[n] = get_child(p->left[1], n0);
}

static int bucket_distance(int d)
{
    return d <= 5 ? d : d <= 10 ? 6 : d <= 20 ? 7 : 8;
}

/* Commas, conjunctions and verbs between the two words. */
static int count_between(const struct dw_parse *p, int s0, int n0)
{
    return cut(p->n_commas[n0] - p->n_commas[s0 + 1], 2) +
           3 * cut(p->n_links[n0] - p->n_links[s0 + 1], 1) +
           6 * cut(p->n_verbs[n0] - p->n_verbs[s0 + 1], 2);
}

static void find_facts(const struct dw_parse *p, int fact[FACTS])
{
    int s0 = p->top ? p->stack[p->top - 1] : 0, s1 = p->top > 1 ? p->stack[p->top - 2] : 0;
    int n0 = p->next, n = 0;

    fact[n++] = p->label[s0];
    fact[n++] = p->label[p->head[s0]];
    fact[n++] = p->label[get_child(p->left[0], s0)];
    fact[n++] = p->label[get_child(p->left[1], s0)];
    fact[n++] = p->label[get_child(p->right[0], s0)];
    fact[n++] = p->label[get_child(p->right[1], s0)];
    fact[n++] = p->label[get_child(p->left[0], n0)];
    fact[n++] = p->label[get_child(p->left[1], n0)];
    fact[n++] = s0 ? bucket_distance(n0 - s0) : 0;
    fact[n++] = (p->head[s0] ? 1 : 0) + 2 * cut(p->n_free, 3);
    fact[n++] = cut(p->n_left[s0], 7) + 8 * cut(p->n_right[s0], 7);
    fact[n++] = cut(p->n_left[n0], 7) + 8 * (p->label[s1] != 0) + 16 * (p->head[s1] != 0);
    fact[n] = s0 ? count_between(p, s0, n0) : FACT_ROWS - 1;
}

void dw_parse_state(const struct dw_parse *parse, struct dw_net_state *state)
{
    find_places(parse, state->place);
    find_facts(parse, state->fact);
}

/* --- with the weights ------------------------------------------------------------------------ */

/* The only legal action, if there is just one; else -1. */
static int find_forced(const struct dw_parse *parse)
{
    if (!parse->top)
        return DW_SHIFT;
    if (parse->next > parse->n)
        return parse->head[parse->stack[parse->top - 1]] ? DW_REDUCE : DW_LEFT;
    return -1;
}

static enum dw_action choose_action(const struct dw_model *model, const struct dw_parse *parse,
                                    struct dw_net_block *scratch)
{
    const struct dw_net *net = &model->parser;
    int32_t score[DW_NET_OUT];
    struct dw_net_state state;
    int best = find_forced(parse);

    if (best >= 0)
        return (enum dw_action)best;
    dw_parse_state(parse, &state);
    dw_net_read(net, scratch, &state);
    dw_net_score(net, scratch, DW_SCORE_ACTION, score);
    for (int a = 0; a < DW_N_ACTIONS; a++)
        if (dw_action_is_legal(parse, (enum dw_action)a) && (best < 0 || score[a] > score[best]) &&
            dw_grammar_allows(parse, model->classes, (enum dw_action)a))
            best = a;
    return (enum dw_action)best;
}

/* The relation of the arc that the action makes in the state last read. */
static uint8_t choose_label(const struct dw_net *net, const struct dw_parse *parse,
                            enum dw_action action, const struct dw_net_block *scratch)
{
    int32_t score[DW_NET_OUT];
    int best = DW_DEPREL_DEP;

    if (action != DW_LEFT && action != DW_RIGHT)
        return 0;
    if (parse->next > parse->n)
        return DW_DEPREL_ROOT;
    dw_net_score(net, scratch, action == DW_LEFT ? DW_SCORE_LEFT : DW_SCORE_RIGHT, score);
    for (int c = 1; c < DW_N_DEPREL; c++)
        if (c != DW_DEPREL_ROOT && score[c] > score[best])
            best = c;
    return (uint8_t)best;
}

void dw_parser_run(const struct dw_model *model, const struct dw_block *block,
                   struct dw_parse *parse, struct dw_net_block *scratch)
{
    const struct dw_net *net = &model->parser;

    dw_parse_reset(parse, block, model->classes);
    for (int t = 0; t <= block->n + 1; t++)
        dw_parse_word_rows(parse, t, scratch->rows[t]);
    dw_net_ask(net, scratch, block->n + 1);
    dw_net_reset(scratch, block->n + 1);
    while (dw_parse_has_next(parse)) {
        enum dw_action action = choose_action(model, parse, scratch);

        dw_action_run(parse, action, choose_label(net, parse, action, scratch));
    }
    if (parse->n)
        dw_parse_repair(parse);
}
