/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/float.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "processors/syntax/train/lanes.h"
#include "processors/syntax/train/memory.h"

enum { STRIP = 8 }; /* rows of a matrix that stay close while all words go by */

/* y += M x: `len` columns stand one behind the other, each of `rows`, a multiple of 32. */
static void multiply(float *restrict y, const float *restrict m, const float *restrict x, int len,
                     int rows)
{
    for (int c = 0; c < rows; c += 32) {
        float8 s0 = load(y + c), s1 = load(y + c + 8), s2 = load(y + c + 16), s3 = load(y + c + 24);

        for (int d = 0; d < len; d++) {
            const float *w = m + (size_t)d * (size_t)rows + c;

            s0 += x[d] * load(w);
            s1 += x[d] * load(w + 8);
            s2 += x[d] * load(w + 16);
            s3 += x[d] * load(w + 24);
        }
        store(y + c, s0);
        store(y + c + 8, s1);
        store(y + c + 16, s2);
        store(y + c + 24, s3);
    }
}

/* --- the parameters -------------------------------------------------------------------------- */

float float_draw(struct float_net *net)
{
    net->random = net->random * 6364136223846793005U + 1442695040888963407U;
    return (float)(net->random >> 40) / (float)(1 << 24);
}

/* Small numbers around zero. */
static void init(struct float_net *net, size_t at, size_t end, float size)
{
    for (size_t i = at; i < end; i++)
        net->value[i] = size * (2 * float_draw(net) - 1);
}

static size_t matrix_of(int n, int len, int rows)
{
    return (size_t)n * (size_t)len * (size_t)rows;
}

static void lay_out(struct float_net *net)
{
    const struct dw_net_shape *s = net->shape;
    size_t at = matrix_of(1, DW_NET_ROWS, DW_NET_DIM);

    net->at_context = at;
    net->at_context_bias = at += matrix_of(DW_NET_WINDOW, DW_NET_DIM, DW_NET_DIM);
    net->at_place = at += DW_NET_DIM;
    net->at_out[0] = at += matrix_of(s->places, DW_NET_DIM, DW_NET_HIDDEN);
    for (int i = 0; i < s->outs; i++) {
        net->at_out[i] = at;
        at += matrix_of(1, s->out[i], DW_NET_HIDDEN);
    }
    net->at_bias = at;
    net->at_fact = at += DW_NET_HIDDEN;
    net->n = at + matrix_of(s->facts, s->fact_rows, DW_NET_HIDDEN);
}

struct float_net *float_new(const struct dw_net_shape *shape, uint32_t seed)
{
    struct float_net *net = xcalloc(1, sizeof *net);
    size_t rows = DW_NET_ROWS + (size_t)(shape->facts * shape->fact_rows);

    net->shape = shape;
    net->random = seed;
    lay_out(net);
    net->value = xcalloc(net->n, sizeof *net->value);
    net->slope = xcalloc(net->n, sizeof *net->slope);
    net->mean = xcalloc(net->n, sizeof *net->mean);
    net->square = xcalloc(net->n, sizeof *net->square);
    net->sum = xcalloc(net->n, sizeof *net->sum);
    net->row = xcalloc(rows, sizeof *net->row);
    net->is_listed = xcalloc(rows, 1);
    init(net, 0, net->at_context_bias, 0.1F);
    init(net, net->at_place, net->at_out[0], 0.08F);
    init(net, net->at_out[0], net->n, 0.05F);
    return net;
}

void float_free(struct float_net *net)
{
    free(net->value);
    free(net->slope);
    free(net->mean);
    free(net->square);
    free(net->sum);
    free(net->row);
    free(net->is_listed);
    free(net);
}

/* --- forward --------------------------------------------------------------------------------- */

/* The word that stands `k` places into the window of word t. */
static int find_neighbour(const struct float_net *net, int t, int k)
{
    int at = t + k - DW_NET_SIDE;

    return !t || at < 1 || at > net->last ? 0 : at;
}

static void read_words(struct float_net *net)
{
    for (int t = 0; t <= net->last; t++) {
        memset(net->word[t], 0, sizeof net->word[t]);
        for (int i = 0; i < DW_NET_WORD_ROWS; i++)
            add_scaled(net->word[t], net->value + matrix_of(1, net->rows[t][i], DW_NET_DIM), 1,
                       DW_NET_DIM);
    }
}

void float_begin(struct float_net *net, int last)
{
    size_t n = (size_t)last + 1;

    net->last = last;
    read_words(net);
    for (int t = 0; t <= last; t++) {
        memcpy(net->pre[t], net->value + net->at_context_bias, sizeof net->pre[t]);
        for (int k = 0; k < DW_NET_WINDOW; k++)
            multiply(net->pre[t],
                     net->value + net->at_context + matrix_of(k, DW_NET_DIM, DW_NET_DIM),
                     net->word[find_neighbour(net, t, k)], DW_NET_DIM, DW_NET_DIM);
        for (int d = 0; d < DW_NET_DIM; d++)
            net->seen[t][d] = net->word[t][d] + fmaxf(net->pre[t][d], 0);
    }
    memset(net->word_slope, 0, n * sizeof net->word_slope[0]);
    memset(net->seen_slope, 0, n * sizeof net->seen_slope[0]);
    for (int i = 0; i < net->shape->places; i++) {
        memset(net->has[i], 0, n);
        memset(net->part_slope[i], 0, n * sizeof net->part_slope[i][0]);
    }
}

static const float *get_part(struct float_net *net, int place, int word)
{
    float *part = net->part[place][word];

    if (net->has[place][word])
        return part;
    net->has[place][word] = 1;
    memset(part, 0, DW_NET_HIDDEN * sizeof *part);
    multiply(part, net->value + net->at_place + matrix_of(place, DW_NET_DIM, DW_NET_HIDDEN),
             net->seen[word], DW_NET_DIM, DW_NET_HIDDEN);
    return part;
}

/* Where the row of a fact of the state lies; its number in *row. */
static size_t find_fact(const struct float_net *net, int i, int *row)
{
    int value = i * net->shape->fact_rows + net->state.fact[i];

    *row = DW_NET_ROWS + value;
    return net->at_fact + matrix_of(1, value, DW_NET_HIDDEN);
}

void float_read(struct float_net *net)
{
    float keep = 1 / (1 - net->drop);
    int row;

    memcpy(net->hidden, net->value + net->at_bias, sizeof net->hidden);
    for (int i = 0; i < net->shape->places; i++)
        add_scaled(net->hidden, get_part(net, i, net->state.place[i]), 1, DW_NET_HIDDEN);
    for (int i = 0; i < net->shape->facts; i++)
        add_scaled(net->hidden, net->value + find_fact(net, i, &row), 1, DW_NET_HIDDEN);
    for (int i = 0; i < DW_NET_HIDDEN; i++) {
        net->mask[i] = float_draw(net) < net->drop || net->hidden[i] < 0 ? 0 : keep;
        net->hidden[i] *= net->mask[i];
    }
    memset(net->hidden_slope, 0, sizeof net->hidden_slope);
}

void float_score(const struct float_net *net, int kind, float score[DW_NET_OUT])
{
    const float *m = net->value + net->at_out[kind];

    for (int k = 0; k < net->shape->out[kind]; k++)
        score[k] = dot(m + matrix_of(1, k, DW_NET_HIDDEN), net->hidden, DW_NET_HIDDEN);
}

/* --- backward -------------------------------------------------------------------------------- */

static void list_row(struct float_net *net, int row)
{
    if (!net->is_listed[row]) {
        net->is_listed[row] = 1;
        net->row[net->n_rows++] = row;
    }
}

void float_learn(struct float_net *net, int kind, const float slope[DW_NET_OUT])
{
    for (int k = 0; k < net->shape->out[kind]; k++) {
        size_t at = net->at_out[kind] + matrix_of(1, k, DW_NET_HIDDEN);

        add_scaled(net->slope + at, net->hidden, slope[k], DW_NET_HIDDEN);
        add_scaled(net->hidden_slope, net->value + at, slope[k], DW_NET_HIDDEN);
    }
}

void float_pass(struct float_net *net)
{
    for (int i = 0; i < DW_NET_HIDDEN; i++)
        net->hidden_slope[i] *= net->mask[i];
    for (int i = 0; i < net->shape->places; i++)
        add_scaled(net->part_slope[i][net->state.place[i]], net->hidden_slope, 1, DW_NET_HIDDEN);
    for (int i = 0; i < net->shape->facts; i++) {
        int row;
        size_t at = find_fact(net, i, &row);

        list_row(net, row);
        add_scaled(net->slope + at, net->hidden_slope, 1, DW_NET_HIDDEN);
    }
    add_scaled(net->slope + net->at_bias, net->hidden_slope, 1, DW_NET_HIDDEN);
}

/* Pass the slopes of what words bring to places to the words and the matrices. */
static void pass_parts(struct float_net *net, int place, int first)
{
    size_t from = net->at_place + matrix_of(1, place * DW_NET_DIM + first, DW_NET_HIDDEN);

    for (int t = 0; t <= net->last; t++) {
        const float *slope = net->part_slope[place][t];
        size_t at = from;

        for (int d = first; net->has[place][t] && d < first + STRIP; d++, at += DW_NET_HIDDEN) {
            add_scaled(net->slope + at, slope, net->seen[t][d], DW_NET_HIDDEN);
            net->seen_slope[t][d] += dot(net->value + at, slope, DW_NET_HIDDEN);
        }
    }
}

static void pass_context(struct float_net *net, int t)
{
    float pre[DW_NET_DIM];

    add_scaled(net->word_slope[t], net->seen_slope[t], 1, DW_NET_DIM);
    for (int d = 0; d < DW_NET_DIM; d++)
        pre[d] = net->pre[t][d] > 0 ? net->seen_slope[t][d] : 0;
    add_scaled(net->slope + net->at_context_bias, pre, 1, DW_NET_DIM);
    for (int k = 0; k < DW_NET_WINDOW; k++) {
        size_t at = net->at_context + matrix_of(k, DW_NET_DIM, DW_NET_DIM);
        int from = find_neighbour(net, t, k);

        for (int d = 0; d < DW_NET_DIM; d++, at += DW_NET_DIM) {
            add_scaled(net->slope + at, pre, net->word[from][d], DW_NET_DIM);
            net->word_slope[from][d] += dot(net->value + at, pre, DW_NET_DIM);
        }
    }
}

void float_end(struct float_net *net)
{
    for (int i = 0; i < net->shape->places; i++)
        for (int first = 0; first < DW_NET_DIM; first += STRIP)
            pass_parts(net, i, first);
    for (int t = 0; t <= net->last; t++)
        pass_context(net, t);
    for (int t = 0; t <= net->last; t++)
        for (int i = 0; i < DW_NET_WORD_ROWS; i++) {
            list_row(net, net->rows[t][i]);
            add_scaled(net->slope + matrix_of(1, net->rows[t][i], DW_NET_DIM), net->word_slope[t],
                       1, DW_NET_DIM);
        }
}

/* --- Adam ------------------------------------------------------------------------------------ */

static const float MEAN = 0.1F, SQUARE = 0.001F; /* how fast the past is forgotten */

static void update(struct float_net *net, size_t at, size_t n, float rate)
{
    for (size_t i = at; i < at + n; i++) {
        float slope = net->slope[i];

        net->mean[i] += MEAN * (slope - net->mean[i]);
        net->square[i] += SQUARE * (slope * slope - net->square[i]);
        net->value[i] -= rate * net->mean[i] / (sqrtf(net->square[i]) + 1e-8F);
        net->slope[i] = 0;
    }
}

void float_step(struct float_net *net)
{
    float rate;

    net->step++;
    rate = net->rate * (float)(sqrt(1 - pow(1 - (double)SQUARE, net->step)) /
                               (1 - pow(1 - (double)MEAN, net->step)));
    update(net, net->at_context, net->at_fact - net->at_context, rate);
    for (int i = 0; i < net->n_rows; i++) {
        int row = net->row[i];

        net->is_listed[row] = 0;
        if (row < DW_NET_ROWS)
            update(net, matrix_of(1, row, DW_NET_DIM), DW_NET_DIM, rate);
        else
            update(net, net->at_fact + matrix_of(1, row - DW_NET_ROWS, DW_NET_HIDDEN),
                   DW_NET_HIDDEN, rate);
    }
    net->n_rows = 0;
}

void float_note(struct float_net *net)
{
    for (size_t i = 0; i < net->n; i++)
        net->sum[i] += net->value[i];
    net->n_sum++;
}

void float_average(struct float_net *net)
{
    for (size_t i = 0; i < net->n && net->n_sum; i++)
        net->value[i] = net->sum[i] / (float)net->n_sum;
}

/* --- in integers ----------------------------------------------------------------------------- */

static int to_int(float x, int scale, int most)
{
    float y = roundf(x * (float)scale);

    return (int)fmaxf(fminf(y, (float)most), -(float)most);
}

/* Where the weight of input i and a row stands, see multiply.h. */
static size_t place_of(int i, int row, int rows)
{
    return ((size_t)(i / 4) * (size_t)rows + (size_t)row) * 4 + (size_t)(i % 4);
}

/* A matrix by column; takes from `bias` what DW_NET_ZERO adds to its sums. */
static void quantise_matrix(const float *m, int len, int rows, int scale, const int8_t *to,
                            const int32_t *bias)
{
    int8_t *out = (int8_t *)(uintptr_t)to;
    int32_t *zero = (int32_t *)(uintptr_t)bias;

    for (int i = 0; i < len; i++)
        for (int row = 0; row < rows; row++) {
            int w = to_int(m[matrix_of(1, i, rows) + (size_t)row], scale, DW_WEIGHT_MOST);

            out[place_of(i, row, rows)] = (int8_t)w;
            zero[row] -= w * DW_NET_ZERO;
        }
}

static void quantise_outs(const struct float_net *net, const struct dw_net *q)
{
    for (int kind = 0; kind < net->shape->outs; kind++) {
        int8_t *out = (int8_t *)(uintptr_t)q->out[kind];

        for (int row = 0; row < net->shape->out[kind]; row++)
            for (int i = 0; i < DW_NET_HIDDEN; i++)
                out[place_of(i, row, net->shape->out[kind])] = (int8_t)to_int(
                    net->value[net->at_out[kind] + matrix_of(1, row, DW_NET_HIDDEN) + (size_t)i],
                    DW_NET_OUT_SCALE, DW_WEIGHT_MOST);
    }
}

static void quantise_rows(const struct float_net *net, const struct dw_net *q)
{
    int8_t *word = (int8_t *)(uintptr_t)q->word;
    int16_t *fact = (int16_t *)(uintptr_t)q->fact, *bias = (int16_t *)(uintptr_t)q->bias;

    for (size_t i = 0; i < net->at_context; i++)
        word[i] = (int8_t)to_int(net->value[i], DW_NET_ROW_SCALE, INT8_MAX);
    for (size_t i = net->at_fact; i < net->n; i++)
        fact[i - net->at_fact] =
            (int16_t)to_int(net->value[i], DW_NET_PART_SCALE, DW_NET_FACT_MOST);
    for (size_t i = 0; i < DW_NET_HIDDEN; i++)
        bias[i] =
            (int16_t)to_int(net->value[net->at_bias + i], DW_NET_PART_SCALE, DW_NET_FACT_MOST);
}

void *float_quantise(const struct float_net *net)
{
    size_t size = dw_net_size(net->shape);
    void *bytes = xcalloc(size, 1);
    struct dw_net q;
    int32_t *bias;

    dw_net_bind(&q, net->shape, bytes, size);
    bias = (int32_t *)(uintptr_t)q.context_bias;
    quantise_rows(net, &q);
    for (int i = 0; i < DW_NET_DIM; i++)
        bias[i] = to_int(net->value[net->at_context_bias + (size_t)i],
                         DW_NET_WORD_SCALE << DW_NET_CONTEXT_SHIFT, 1 << 20);
    for (int k = 0; k < DW_NET_WINDOW; k++)
        quantise_matrix(net->value + net->at_context + matrix_of(k, DW_NET_DIM, DW_NET_DIM),
                        DW_NET_DIM, DW_NET_DIM, 1 << DW_NET_CONTEXT_SHIFT,
                        q.context + matrix_of(k, DW_NET_DIM, DW_NET_DIM), q.context_bias);
    for (int k = 0; k < net->shape->places; k++)
        quantise_matrix(net->value + net->at_place + matrix_of(k, DW_NET_DIM, DW_NET_HIDDEN),
                        DW_NET_DIM, DW_NET_HIDDEN, 1 << DW_NET_PLACE_SHIFT,
                        q.place + matrix_of(k, DW_NET_DIM, DW_NET_HIDDEN),
                        q.place_bias + k * DW_NET_HIDDEN);
    quantise_outs(net, &q);
    return bytes;
}
