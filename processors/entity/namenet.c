/* SPDX-License-Identifier: MIT */
#include "processors/entity/namenet.h"

#include "processors/syntax/sums.h"

enum {
    N_PAIR = DW_NAMENET_PAIRS * DW_NAMENET_OUT,
    N_WORD = DW_NAME_WORD_ROWS * DW_NAMENET_DIM,
    N_FACT = DW_NAME_FACT_ROWS * DW_NAMENET_HIDDEN,
    N_PLACE = DW_NAMENET_INPUT * DW_NAMENET_HIDDEN,
    N_OUT = DW_NAMENET_HIDDEN * DW_NAMENET_OUT,
};

const size_t dw_namenet_size = (DW_NAMENET_HIDDEN + DW_NAMENET_OUT + N_PAIR) * sizeof(int32_t) +
                               N_WORD + N_FACT + N_PLACE + N_OUT;

void dw_namenet_bind(struct dw_namenet *net, const void *bytes)
{
    net->bias = bytes;
    net->out_bias = net->bias + DW_NAMENET_HIDDEN;
    net->pair = net->out_bias + DW_NAMENET_OUT;
    net->word = (const int8_t *)(net->pair + N_PAIR);
    net->fact = net->word + N_WORD;
    net->place = net->fact + N_FACT;
    net->out = net->place + N_PLACE;
}

/* The sum of some rows of a table, each `width` numbers. */
static void add_rows(const int8_t *table, const uint16_t *rows, int n, int width, int16_t *sum)
{
    uint32_t starts[DW_NAME_ROWS_MAX];

    for (int k = 0; k < n; k++)
        starts[k] = (uint32_t)rows[k] * (uint32_t)width;
    dw_rows_add(table, starts, n, width, sum);
}

void dw_namenet_word(const struct dw_namenet *net, const uint16_t *rows, int n,
                     uint8_t word[DW_NAMENET_DIM])
{
    int16_t sum[DW_NAMENET_DIM];

    add_rows(net->word, rows, n, DW_NAMENET_DIM, sum);
    dw_sums_to_bytes(sum, DW_NAMENET_DIM, DW_NAMENET_WORD_SHIFT, 0, word);
}

void dw_namenet_score(const struct dw_namenet *net, const uint8_t input[DW_NAMENET_INPUT],
                      const uint16_t *facts, int n, int32_t score[DW_NAMENET_OUT])
{
    int32_t sum[DW_NAMENET_HIDDEN];
    int16_t fact[DW_NAMENET_HIDDEN], cut[DW_NAMENET_HIDDEN];
    uint8_t hidden[DW_NAMENET_HIDDEN];

    add_rows(net->fact, facts, n, DW_NAMENET_HIDDEN, fact);
    for (int i = 0; i < DW_NAMENET_HIDDEN; i++)
        sum[i] = net->bias[i] + fact[i] * (1 << DW_NAMENET_FACT_SHIFT);
    dw_multiply(net->place, input, DW_NAMENET_INPUT, DW_NAMENET_HIDDEN, sum, sum);
    dw_sums_to_shorts(sum, DW_NAMENET_HIDDEN, DW_NAMENET_HIDDEN_SHIFT, 0, UINT8_MAX, cut);
    dw_sums_to_bytes(cut, DW_NAMENET_HIDDEN, 0, 0, hidden);
    dw_multiply(net->out, hidden, DW_NAMENET_HIDDEN, DW_NAMENET_OUT, net->out_bias, score);
}
