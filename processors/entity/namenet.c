/* SPDX-License-Identifier: MIT */
#include "processors/entity/namenet.h"

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

/* 0 .. 255 */
static uint8_t cut(int32_t v)
{
    return (uint8_t)(v < 0 ? 0 : v > UINT8_MAX ? UINT8_MAX : v);
}

void dw_namenet_word(const struct dw_namenet *net, const uint16_t *rows, int n,
                     uint8_t word[DW_NAMENET_DIM])
{
    int16_t sum[DW_NAMENET_DIM] = {0};

    for (int k = 0; k < n; k++) {
        const int8_t *row = net->word + (size_t)rows[k] * DW_NAMENET_DIM;

        for (int i = 0; i < DW_NAMENET_DIM; i++)
            sum[i] = (int16_t)(sum[i] + row[i]);
    }
    for (int i = 0; i < DW_NAMENET_DIM; i++)
        word[i] = cut(sum[i] >> DW_NAMENET_WORD_SHIFT);
}

void dw_namenet_score(const struct dw_namenet *net, const uint8_t input[DW_NAMENET_INPUT],
                      const uint16_t *facts, int n, int32_t score[DW_NAMENET_OUT])
{
    int32_t sum[DW_NAMENET_HIDDEN];
    int16_t fact[DW_NAMENET_HIDDEN] = {0};
    uint8_t hidden[DW_NAMENET_HIDDEN];

    for (int k = 0; k < n; k++) {
        const int8_t *row = net->fact + (size_t)facts[k] * DW_NAMENET_HIDDEN;

        for (int i = 0; i < DW_NAMENET_HIDDEN; i++)
            fact[i] = (int16_t)(fact[i] + row[i]);
    }
    for (int i = 0; i < DW_NAMENET_HIDDEN; i++)
        sum[i] = net->bias[i] + fact[i] * (1 << DW_NAMENET_FACT_SHIFT);
    dw_multiply(net->place, input, DW_NAMENET_INPUT, DW_NAMENET_HIDDEN, sum, sum);
    for (int i = 0; i < DW_NAMENET_HIDDEN; i++)
        hidden[i] = cut(sum[i] >> DW_NAMENET_HIDDEN_SHIFT);
    dw_multiply(net->out, hidden, DW_NAMENET_HIDDEN, DW_NAMENET_OUT, net->out_bias, score);
}
