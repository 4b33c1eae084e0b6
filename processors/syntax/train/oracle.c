/* SPDX-License-Identifier: MIT */
/* oracle.c - the dynamic oracle of arc-eager parsing (Goldberg and Nivre, 2012). */
#include "processors/syntax/train/train.h"

static bool is_on_stack(const struct dw_parse *p, int word)
{
    int low = 0, high = p->top;

    while (low < high) {
        int mid = (low + high) / 2;

        if (p->stack[mid] < word)
            low = mid + 1;
        else
            high = mid;
    }
    return low < p->top && p->stack[low] == word;
}

/* Words on the stack, still without a head, whose gold head is `word`. */
static int count_waiting(const struct dw_parse *p, const struct gold_sentence *gold, int word)
{
    int n = 0;

    for (int i = 0; i < p->top; i++)
        n += gold->word[p->stack[i]].head == word && !p->head[p->stack[i]];
    return n;
}

/* Words not yet read whose gold head is `word`. */
static int count_coming(const struct dw_parse *p, const struct gold_sentence *gold, int word)
{
    int n = 0;

    for (int i = p->next; i <= p->n; i++)
        n += gold->word[i].head == word;
    return n;
}

static int cost_of(const struct dw_parse *p, const struct gold_sentence *gold,
                   enum dw_action action)
{
    int top = p->top ? p->stack[p->top - 1] : 0, next = p->next;
    int head = next <= p->n ? gold->word[next].head : 0;

    switch (action) {
    case DW_SHIFT:
        return (head < next && is_on_stack(p, head)) + count_waiting(p, gold, next);
    case DW_LEFT:
        return (gold->word[top].head > next) + count_coming(p, gold, top);
    case DW_RIGHT:
        return (head != top && (head > next || is_on_stack(p, head))) +
               count_waiting(p, gold, next);
    default:
        return count_coming(p, gold, top);
    }
}

unsigned oracle_find(const struct dw_parse *parse, const struct gold_sentence *gold)
{
    int least = 1 << 20;
    unsigned set = 0;

    for (int a = 0; a < DW_N_ACTIONS; a++) {
        int cost;

        if (!dw_action_is_legal(parse, (enum dw_action)a))
            continue;
        cost = cost_of(parse, gold, (enum dw_action)a);
        if (cost < least) {
            least = cost;
            set = 0;
        }
        if (cost == least)
            set |= 1U << a;
    }
    return set;
}
