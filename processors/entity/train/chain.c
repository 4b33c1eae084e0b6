/* SPDX-License-Identifier: MIT */
#include "processors/entity/train/chain.h"

#include <math.h>

static const double NEVER = -1e30;

/* Sums of all ways: to each tag of each word from the left, and on from it to the end. */
static double left[DW_NAME_BLOCK][DW_NAME_TAGS], rest[DW_NAME_BLOCK][DW_NAME_TAGS];

static bool is_right_allowed(const struct dw_nameblock *block, int beg, int end,
                             const uint8_t *right)
{
    for (int i = beg; i < end; i++)
        if (!dw_nametag_may_be(block, i, beg, end, right[i]) ||
            (i > beg && !dw_nametag_may_follow(right[i - 1], right[i])))
            return false;
    return true;
}

/* log of the sum of exp. */
static double add_logs(const double *v, int n)
{
    double top = NEVER, sum = 0;

    for (int i = 0; i < n; i++)
        top = v[i] > top ? v[i] : top;
    if (top <= NEVER)
        return NEVER;
    for (int i = 0; i < n; i++)
        sum += exp(v[i] - top);
    return top + log(sum);
}

static double pair_score(const float *pair, int before, int tag)
{
    return dw_nametag_may_follow((uint8_t)before, (uint8_t)tag)
               ? (double)pair[(1 + before) * DW_NAMENET_OUT + tag]
               : NEVER;
}

static double word_score(const struct dw_nameblock *block, int beg, int end, int i, int tag,
                         const float (*score)[DW_NAMENET_OUT])
{
    return dw_nametag_may_be(block, i, beg, end, (uint8_t)tag) ? (double)score[i - beg][tag]
                                                               : NEVER;
}

static void sum_left(const struct dw_nameblock *block, int beg, int end,
                     const float (*score)[DW_NAMENET_OUT], const float *pair)
{
    for (int i = beg; i < end; i++)
        for (int t = 0; t < DW_NAME_TAGS; t++) {
            double way[DW_NAME_TAGS], own = word_score(block, beg, end, i, t, score);

            for (int b = 0; b < DW_NAME_TAGS; b++)
                way[b] = i > beg ? left[i - 1][b] + pair_score(pair, b, t) : NEVER;
            left[i][t] = own + (i > beg ? add_logs(way, DW_NAME_TAGS) : (double)pair[t]);
        }
}

static void sum_rest(const struct dw_nameblock *block, int beg, int end,
                     const float (*score)[DW_NAMENET_OUT], const float *pair)
{
    for (int i = end - 1; i >= beg; i--)
        for (int t = 0; t < DW_NAME_TAGS; t++) {
            double way[DW_NAME_TAGS];

            for (int n = 0; n < DW_NAME_TAGS && i + 1 < end; n++)
                way[n] = pair_score(pair, t, n) + word_score(block, beg, end, i + 1, n, score) +
                         rest[i + 1][n];
            rest[i][t] = i + 1 < end ? add_logs(way, DW_NAME_TAGS) : 0;
        }
}

/* Slopes of the pairs that end at word `i` > beg. */
static void learn_pairs(const struct dw_nameblock *block, int beg, int end, int i,
                        const float (*score)[DW_NAMENET_OUT], const float *pair,
                        const uint8_t *right, double all, float *slope)
{
    for (int t = 0; t < DW_NAME_TAGS; t++) {
        double behind = word_score(block, beg, end, i, t, score) + rest[i][t] - all;

        for (int b = 0; b < DW_NAME_TAGS; b++)
            slope[(1 + b) * DW_NAMENET_OUT + t] +=
                (float)exp(left[i - 1][b] + pair_score(pair, b, t) + behind);
    }
    slope[(1 + right[i - 1]) * DW_NAMENET_OUT + right[i]] -= 1;
}

bool chain_learn(const struct dw_nameblock *block, int beg, int end,
                 const float (*score)[DW_NAMENET_OUT], const float *pair, const uint8_t *right,
                 float (*slope)[DW_NAMENET_OUT], float *pair_slope)
{
    double all;

    if (!is_right_allowed(block, beg, end, right))
        return false;
    sum_left(block, beg, end, score, pair);
    sum_rest(block, beg, end, score, pair);
    all = add_logs(left[end - 1], DW_NAME_TAGS);
    for (int i = beg; i < end; i++) {
        for (int t = 0; t < DW_NAMENET_OUT; t++)
            slope[i - beg][t] = t < DW_NAME_TAGS ? (float)exp(left[i][t] + rest[i][t] - all) : 0;
        slope[i - beg][right[i]] -= 1;
        if (i > beg)
            learn_pairs(block, beg, end, i, score, pair, right, all, pair_slope);
    }
    for (int t = 0; t < DW_NAME_TAGS; t++)
        pair_slope[t] += slope[0][t];
    return true;
}
