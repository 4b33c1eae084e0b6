/* SPDX-License-Identifier: MIT */
#include "processors/syntax/net.h"

#include <string.h>

#include "processors/syntax/sums.h"

/* --- the section ----------------------------------------------------------------------------- */

enum { CONTEXT = DW_NET_DIM * DW_NET_DIM, PLACE = DW_NET_DIM * DW_NET_HIDDEN };

/* Where the members begin, in their order; the end stands behind them. */
static void find_members(const struct dw_net_shape *s, size_t at[8 + DW_NET_OUTS])
{
    size_t places = (size_t)s->places, facts = (size_t)s->facts * (size_t)s->fact_rows;

    at[0] = 0;
    at[1] = at[0] + (size_t)DW_NET_ROWS * DW_NET_DIM;
    at[2] = at[1] + (size_t)DW_NET_WINDOW * CONTEXT;
    at[3] = at[2] + DW_NET_DIM * sizeof(int32_t);
    at[4] = at[3] + places * PLACE;
    at[5] = at[4] + places * DW_NET_HIDDEN * sizeof(int32_t);
    at[6] = at[5] + facts * DW_NET_HIDDEN * sizeof(int16_t);
    at[7] = at[6] + DW_NET_HIDDEN * sizeof(int16_t);
    for (int i = 0; i < s->outs; i++)
        at[8 + i] = at[7 + i] + (size_t)(s->out[i] * DW_NET_HIDDEN);
}

size_t dw_net_size(const struct dw_net_shape *shape)
{
    size_t at[8 + DW_NET_OUTS];

    find_members(shape, at);
    return at[7 + shape->outs];
}

bool dw_net_bind(struct dw_net *net, const struct dw_net_shape *shape, const void *bytes,
                 size_t size)
{
    const uint8_t *base = bytes;
    size_t at[8 + DW_NET_OUTS];

    find_members(shape, at);
    net->shape = shape;
    net->word = (const void *)(base + at[0]);
    net->context = (const void *)(base + at[1]);
    net->context_bias = (const void *)(base + at[2]);
    net->place = (const void *)(base + at[3]);
    net->place_bias = (const void *)(base + at[4]);
    net->fact = (const void *)(base + at[5]);
    net->bias = (const void *)(base + at[6]);
    for (int i = 0; i < shape->outs; i++)
        net->out[i] = (const void *)(base + at[7 + i]);
    return size == at[7 + shape->outs];
}

/* --- words ----------------------------------------------------------------------------------- */

static uint16_t hash_row(uint32_t hash, int first, int rows)
{
    return (uint16_t)(first + (int)(((hash * 0x9E3779B1U) >> 8) & ((uint32_t)rows - 1)));
}

void dw_net_word_rows(const struct dw_word *w, uint32_t more, uint16_t rows[DW_NET_WORD_ROWS])
{
    rows[0] = hash_row(w->form, 0, DW_NET_FORMS);
    rows[1] = hash_row(w->suffix[2], DW_NET_AT_ENDING, DW_NET_AFFIXES);
    rows[2] = hash_row(w->prefix[2], DW_NET_AT_BEGINNING, DW_NET_AFFIXES);
    rows[3] = hash_row(w->shape, DW_NET_AT_SHAPE, DW_NET_SHAPES);
    rows[4] = (uint16_t)(DW_NET_AT_FINE + w->cluster.fine % DW_NET_FINE);
    rows[5] = (uint16_t)(DW_NET_AT_MIDDLE + w->cluster.middle % DW_NET_MIDDLE);
    rows[6] = (uint16_t)(DW_NET_AT_MORE + more % DW_NET_MORE);
}

/* Bits of `has` beside those of the places. */
enum { HAS_WORD = 1 << 14, HAS_CONTEXT = 1 << 15 };

static void read_word(const struct dw_net *net, struct dw_net_block *b, int t)
{
    uint32_t start[DW_NET_WORD_ROWS];
    int16_t *word = b->word[t];

    for (int i = 0; i < DW_NET_WORD_ROWS; i++)
        start[i] = (uint32_t)b->rows[t][i] * DW_NET_DIM;
    dw_rows_add(net->word, start, DW_NET_WORD_ROWS, DW_NET_DIM, word);
    for (int d = 0; d < DW_NET_DIM; d++)
        word[d] = (int16_t)(word[d] >> DW_NET_ROW_SHIFT);
    dw_sums_to_bytes(word, DW_NET_DIM, 0, DW_NET_ZERO, b->alone[t]);
    b->has[t] |= HAS_WORD;
}

/* More than any number of a context can be seen of, whatever its word. */
enum { CONTEXT_MOST = 2048 };

static void read_context(const struct dw_net *net, struct dw_net_block *b, int t)
{
    const int16_t *word = b->word[t];
    int32_t sum[DW_NET_DIM];
    int16_t seen[DW_NET_DIM];

    for (int k = 0; k < DW_NET_WINDOW; k++) {
        int at = t + k - DW_NET_SIDE;

        at = !t || at < 1 || at > b->last ? 0 : at;
        if (!(b->has[at] & HAS_WORD))
            read_word(net, b, at);
        dw_multiply(net->context + k * CONTEXT, b->alone[at], DW_NET_DIM, DW_NET_DIM,
                    k ? sum : net->context_bias, sum);
    }
    dw_sums_to_shorts(sum, DW_NET_DIM, DW_NET_CONTEXT_SHIFT, 0, CONTEXT_MOST, seen);
    dw_shorts_add(&word, 1, DW_NET_DIM, seen);
    dw_sums_to_bytes(seen, DW_NET_DIM, 0, DW_NET_ZERO, b->seen[t]);
    b->has[t] |= HAS_CONTEXT;
}

void dw_net_ask(const struct dw_net *net, const struct dw_net_block *b, int last)
{
    for (int t = 0; t <= last; t++)
        for (int i = 0; i < DW_NET_WORD_ROWS; i++)
            __builtin_prefetch(net->word + b->rows[t][i] * DW_NET_DIM);
}

void dw_net_reset(struct dw_net_block *b, int last)
{
    b->last = last;
    memset(b->has, 0, ((size_t)last + 1) * sizeof *b->has);
}

/* --- states ---------------------------------------------------------------------------------- */

/* What the word brings to the place. */
static const int16_t *get_part(const struct dw_net *net, struct dw_net_block *b, int place,
                               int word)
{
    int16_t *part = b->part[word][place];
    int32_t sum[DW_NET_HIDDEN];

    if (b->has[word] >> place & 1)
        return part;
    if (!(b->has[word] & HAS_CONTEXT))
        read_context(net, b, word);
    b->has[word] = (uint16_t)(b->has[word] | 1U << place);
    dw_multiply(net->place + place * PLACE, b->seen[word], DW_NET_DIM, DW_NET_HIDDEN,
                net->place_bias + place * DW_NET_HIDDEN, sum);
    dw_sums_to_shorts(sum, DW_NET_HIDDEN, DW_NET_PART_SHIFT, -DW_NET_PART_MOST, DW_NET_PART_MOST,
                      part);
    return part;
}

void dw_net_read(const struct dw_net *net, struct dw_net_block *b, const struct dw_net_state *state)
{
    const struct dw_net_shape *s = net->shape;
    const int16_t *row[DW_NET_PLACES + DW_NET_FACTS];
    int16_t sum[DW_NET_HIDDEN];
    int n = 0;

    for (int i = 0; i < s->places; i++)
        row[n++] = get_part(net, b, i, state->place[i]);
    for (int i = 0; i < s->facts; i++)
        row[n++] = net->fact + (i * s->fact_rows + state->fact[i]) * DW_NET_HIDDEN;
    memcpy(sum, net->bias, sizeof sum);
    dw_shorts_add(row, n, DW_NET_HIDDEN, sum);
    dw_sums_to_bytes(sum, DW_NET_HIDDEN, DW_NET_HIDDEN_SHIFT, 0, b->hidden);
}

void dw_net_score(const struct dw_net *net, const struct dw_net_block *b, int kind,
                  int32_t score[DW_NET_OUT])
{
    static const int32_t zero[DW_NET_OUT];

    dw_multiply(net->out[kind], b->hidden, DW_NET_HIDDEN, net->shape->out[kind], zero, score);
}
