/* SPDX-License-Identifier: MIT */
#include "processors/entity/train/learner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "processors/entity/train/chain.h"
#include "processors/syntax/train/lanes.h"
#include "processors/syntax/train/memory.h"

enum { DIM = DW_NAMENET_DIM, HIDDEN = DW_NAMENET_HIDDEN, OUT = DW_NAMENET_OUT };

/* Parameters of one kind: rows, of which the touched ones are changed at a step. */
struct part {
    float *value, *slope, *mean, *square;
    int n, len;  /* rows, and numbers of each */
    float most;  /* bound of the values, which the integers have, too */
    bool *is_in; /* the list of touched rows */
    int *list, n_list;
};

/* The matrices of vectors and places have a row for each number that goes in, the out matrix one
 * for each tag. */
enum { WORD, VECTOR, FACT, PLACE, BIAS, MATRIX_OUT, OUT_BIAS, PAIR, MANNER, MANNER_OUT, N_PARTS };

struct learner {
    struct learner_options options;
    struct part part[N_PARTS];
    double first_decay, second_decay;
    uint64_t random;

    /* The block: words that were looked at, the first one outside of the sentence. */
    const struct dw_nameblock *block;
    int manner;
    bool is_made[DW_NAME_BLOCK + 1];
    int n_rows[DW_NAME_BLOCK + 1];
    uint16_t rows[DW_NAME_BLOCK + 1][DW_NAME_ROWS_MAX];
    float word[DW_NAME_BLOCK + 1][DIM], mask[DW_NAME_BLOCK + 1][DIM];
    float word_slope[DW_NAME_BLOCK + 1][DIM];

    /* The run. */
    float hidden[DW_NAME_BLOCK][HIDDEN], hidden_mask[DW_NAME_BLOCK][HIDDEN];
    float score[DW_NAME_BLOCK][OUT], slope[DW_NAME_BLOCK][OUT];
};

/* --- parameters ------------------------------------------------------------------------------ */

float learner_draw(struct learner *l)
{
    l->random = l->random * 6364136223846793005U + 1442695040888963407U;
    return (float)(l->random >> 40) / (float)(1 << 24);
}

/* Small numbers around zero. */
static void init_part(struct learner *l, int kind, int n, int len, float size, float most)
{
    struct part *p = &l->part[kind];
    size_t all = (size_t)n * (size_t)len;

    *p = (struct part){.n = n, .len = len, .most = most};
    p->value = xcalloc(4 * all, sizeof *p->value);
    p->slope = p->value + all;
    p->mean = p->slope + all;
    p->square = p->mean + all;
    p->is_in = xcalloc((size_t)n, sizeof *p->is_in);
    p->list = xcalloc((size_t)n, sizeof *p->list);
    for (size_t i = 0; i < all && size > 0; i++)
        p->value[i] = size * (2 * learner_draw(l) - 1);
}

static float most_of_byte(float scale)
{
    return 127 / scale;
}

struct learner *learner_new(const struct learner_options *options)
{
    struct learner *l = xcalloc(1, sizeof *l);
    const float weight = DW_WEIGHT_MOST / (float)DW_NAMENET_PLACE_SCALE;

    l->options = *options;
    l->random = options->seed;
    l->first_decay = l->second_decay = 1;
    init_part(l, WORD, DW_NAME_WORD_ROWS, DIM, 0.15F, most_of_byte(DW_NAMENET_ROW_SCALE));
    init_part(l, VECTOR, DW_KIND_BOOKS * BOOK_NUMBERS, DIM, 0.15F, INFINITY);
    init_part(l, FACT, DW_NAME_FACT_ROWS, HIDDEN, 0.08F, most_of_byte(DW_NAMENET_FACT_SCALE));
    init_part(l, PLACE, DW_NAMENET_INPUT, HIDDEN, 0.15F, weight);
    init_part(l, BIAS, 1, HIDDEN, 0, INFINITY);
    init_part(l, MATRIX_OUT, OUT, HIDDEN, 0.15F, DW_WEIGHT_MOST / (float)DW_NAMENET_OUT_SCALE);
    init_part(l, OUT_BIAS, 1, OUT, 0, INFINITY);
    init_part(l, PAIR, DW_NAMENET_PAIRS, OUT, 0, INFINITY);
    init_part(l, MANNER, LEARNER_MANNERS, HIDDEN, 0, INFINITY);
    init_part(l, MANNER_OUT, LEARNER_MANNERS, OUT, 0, INFINITY);
    return l;
}

void learner_free(struct learner *l)
{
    for (int k = 0; k < N_PARTS; k++) {
        free(l->part[k].value);
        free(l->part[k].is_in);
        free(l->part[k].list);
    }
    free(l);
}

static const float *row_value(const struct learner *l, int kind, int row)
{
    return l->part[kind].value + (size_t)row * (size_t)l->part[kind].len;
}

/* The slope of a row, which is changed at the next step. */
static float *row_slope(struct learner *l, int kind, int row)
{
    struct part *p = &l->part[kind];

    if (!p->is_in[row]) {
        p->is_in[row] = true;
        p->list[p->n_list++] = row;
    }
    return p->slope + (size_t)row * (size_t)p->len;
}

static void step_row(struct part *p, size_t at, float rate)
{
    const float first = 0.9F, second = 0.999F;

    for (size_t i = at; i < at + (size_t)p->len; i++) {
        float value, slope = p->slope[i];

        p->mean[i] = first * p->mean[i] + (1 - first) * slope;
        p->square[i] = second * p->square[i] + (1 - second) * slope * slope;
        value = p->value[i] - rate * p->mean[i] / (sqrtf(p->square[i]) + 1e-7F);
        p->value[i] = value > p->most ? p->most : value < -p->most ? -p->most : value;
        p->slope[i] = 0;
    }
}

void learner_step(struct learner *l, float left)
{
    float rate;

    l->first_decay *= 0.9;
    l->second_decay *= 0.999;
    rate = left * l->options.rate * (float)(sqrt(1 - l->second_decay) / (1 - l->first_decay));
    for (int k = 0; k < N_PARTS; k++) {
        struct part *p = &l->part[k];

        for (int i = 0; i < p->n_list; i++) {
            step_row(p, (size_t)p->list[i] * (size_t)p->len, rate);
            p->is_in[p->list[i]] = false;
        }
        p->n_list = 0;
    }
}

/* --- words ----------------------------------------------------------------------------------- */

/* Cut off below zero, and leave some out; the mask says what is left. */
static void cut(struct learner *l, float *v, float *mask, int n, float drop)
{
    for (int i = 0; i < n; i++) {
        mask[i] = v[i] < 0 || learner_draw(l) < drop ? 0 : 1 / (1 - drop);
        v[i] *= mask[i];
    }
}

/* What a row stands for as part of a vector, and the first row of the matrix that it goes through;
 * NULL if it is none. */
static const float *find_piece(const struct learner *l, int row, int *first)
{
    int at = row - DW_NAME_AT_CODES;

    if (at < 0 || at >= DW_KIND_BOOKS * DW_KIND_BOOK)
        return NULL;
    *first = at / DW_KIND_BOOK * BOOK_NUMBERS;
    return l->options.books->v[at / DW_KIND_BOOK][at % DW_KIND_BOOK];
}

static void add_row(const struct learner *l, int row, float *out)
{
    int first;
    const float *piece = find_piece(l, row, &first);

    if (!piece)
        add_scaled(out, row_value(l, WORD, row), 1, DIM);
    for (int k = 0; piece && k < BOOK_NUMBERS; k++)
        add_scaled(out, row_value(l, VECTOR, first + k), piece[k], DIM);
}

static void learn_row(struct learner *l, int row, const float *slope)
{
    int first;
    const float *piece = find_piece(l, row, &first);

    if (!piece)
        add_scaled(row_slope(l, WORD, row), slope, 1, DIM);
    for (int k = 0; piece && k < BOOK_NUMBERS; k++)
        add_scaled(row_slope(l, VECTOR, first + k), slope, piece[k], DIM);
}

/* Word `i` of the block, -1 for what is outside; its place in the learner. */
static int make_word(struct learner *l, int i)
{
    int at = i + 1;

    if (l->is_made[at])
        return at;
    l->is_made[at] = true;
    l->n_rows[at] = 1;
    l->rows[at][0] = DW_NAME_AT_EDGE;
    if (i >= 0)
        l->n_rows[at] = dw_nameword_rows(&l->block->word[i], l->rows[at]);
    memset(l->word[at], 0, sizeof l->word[at]);
    memset(l->word_slope[at], 0, sizeof l->word_slope[at]);
    for (int k = 0; k < l->n_rows[at]; k++)
        add_row(l, l->rows[at][k], l->word[at]);
    cut(l, l->word[at], l->mask[at], DIM, l->options.drop_word);
    return at;
}

static void learn_word(struct learner *l, int at)
{
    for (int i = 0; i < DIM; i++)
        l->word_slope[at][i] *= l->mask[at][i];
    for (int k = 0; k < l->n_rows[at]; k++)
        learn_row(l, l->rows[at][k], l->word_slope[at]);
}

/* --- runs ------------------------------------------------------------------------------------ */

static void read_word(struct learner *l, int i, int beg, int end)
{
    float *hidden = l->hidden[i - beg], *score = l->score[i - beg];
    int place[DW_NAMENET_PLACES], n;
    uint16_t facts[DW_NAME_ROWS_MAX];

    memcpy(hidden, row_value(l, BIAS, 0), HIDDEN * sizeof *hidden);
    add_scaled(hidden, row_value(l, MANNER, l->manner), 1, HIDDEN);
    n = dw_nameword_facts(&l->block->word[i], facts);
    for (int k = 0; k < n; k++)
        add_scaled(hidden, row_value(l, FACT, facts[k]), 1, HIDDEN);
    dw_nameblock_places(l->block, i, beg, end, place);
    for (int k = 0; k < DW_NAMENET_PLACES; k++) {
        const float *word = l->word[make_word(l, place[k])];

        for (int d = 0; d < DIM; d++)
            if (word[d] > 0)
                add_scaled(hidden, row_value(l, PLACE, k * DIM + d), word[d], HIDDEN);
    }
    cut(l, hidden, l->hidden_mask[i - beg], HIDDEN, l->options.drop);
    for (int t = 0; t < OUT; t++)
        score[t] = row_value(l, OUT_BIAS, 0)[t] + row_value(l, MANNER_OUT, l->manner)[t] +
                   dot(row_value(l, MATRIX_OUT, t), hidden, HIDDEN);
}

/* What is before the hidden layer, by the slope of that. */
static void learn_input(struct learner *l, int i, int beg, int end, const float *slope)
{
    int place[DW_NAMENET_PLACES], n;
    uint16_t facts[DW_NAME_ROWS_MAX];

    add_scaled(row_slope(l, BIAS, 0), slope, 1, HIDDEN);
    add_scaled(row_slope(l, MANNER, l->manner), slope, 1, HIDDEN);
    n = dw_nameword_facts(&l->block->word[i], facts);
    for (int k = 0; k < n; k++)
        add_scaled(row_slope(l, FACT, facts[k]), slope, 1, HIDDEN);
    dw_nameblock_places(l->block, i, beg, end, place);
    for (int k = 0; k < DW_NAMENET_PLACES; k++) {
        int at = place[k] + 1;

        for (int d = 0; d < DIM; d++)
            if (l->word[at][d] > 0) {
                int row = k * DIM + d;

                l->word_slope[at][d] += dot(row_value(l, PLACE, row), slope, HIDDEN);
                add_scaled(row_slope(l, PLACE, row), slope, l->word[at][d], HIDDEN);
            }
    }
}

static void learn_scores(struct learner *l, int i, int beg, int end)
{
    const float *slope = l->slope[i - beg];
    float hidden_slope[HIDDEN] = {0};

    add_scaled(row_slope(l, OUT_BIAS, 0), slope, 1, OUT);
    add_scaled(row_slope(l, MANNER_OUT, l->manner), slope, 1, OUT);
    for (int t = 0; t < DW_NAME_TAGS; t++) {
        add_scaled(hidden_slope, row_value(l, MATRIX_OUT, t), slope[t], HIDDEN);
        add_scaled(row_slope(l, MATRIX_OUT, t), l->hidden[i - beg], slope[t], HIDDEN);
    }
    for (int k = 0; k < HIDDEN; k++)
        hidden_slope[k] *= l->hidden_mask[i - beg][k];
    learn_input(l, i, beg, end, hidden_slope);
}

static void read_run(struct learner *l, int beg, int end, const uint8_t *right)
{
    float pair_slope[DW_NAMENET_PAIRS * OUT] = {0};

    for (int i = beg; i < end; i++)
        read_word(l, i, beg, end);
    if (!chain_learn(l->block, beg, end, (const float(*)[OUT])l->score, row_value(l, PAIR, 0),
                     right, l->slope, pair_slope))
        return;
    for (int row = 0; row < DW_NAMENET_PAIRS; row++)
        add_scaled(row_slope(l, PAIR, row), pair_slope + row * OUT, 1, OUT);
    for (int i = beg; i < end; i++)
        learn_scores(l, i, beg, end);
}

void learner_read(struct learner *l, const struct dw_nameblock *block, const uint8_t *right,
                  int manner)
{
    l->block = block;
    l->manner = manner;
    memset(l->is_made, 0, sizeof l->is_made);
    for (int beg = 0, end; beg < block->n; beg = end + (end == beg)) {
        end = dw_nameblock_run(block, beg);
        if (end > beg)
            read_run(l, beg, end, right);
    }
    for (int at = 0; at <= block->n; at++)
        if (l->is_made[at])
            learn_word(l, at);
}

/* --- integers -------------------------------------------------------------------------------- */

static int32_t *put_numbers(const struct learner *l, int kind, float scale, int32_t *out)
{
    const struct part *p = &l->part[kind];

    for (int i = 0; i < p->n * p->len; i++)
        *out++ = (int32_t)lrintf(p->value[i] * scale);
    return out;
}

static int8_t *put_bytes(const struct learner *l, int kind, float scale, int8_t *out)
{
    const struct part *p = &l->part[kind];

    for (int i = 0; i < p->n * p->len; i++)
        *out++ = (int8_t)lrintf(p->value[i] * scale);
    return out;
}

/* The rows of words; those of vectors as the matrix makes them. */
static int8_t *put_words(const struct learner *l, int8_t *out)
{
    for (int row = 0; row < DW_NAME_WORD_ROWS; row++) {
        float v[DIM] = {0};

        add_row(l, row, v);
        for (int i = 0; i < DIM; i++)
            *out++ = (int8_t)lrintf(fmaxf(-127, fminf(127, v[i] * DW_NAMENET_ROW_SCALE)));
    }
    return out;
}

/* A matrix as multiply.h wants it; `row_step` and `step`: from one row, or number, to the next. */
static int8_t *put_matrix(const float *value, int rows, int len, int row_step, int step,
                          float scale, int8_t *out)
{
    for (int row = 0; row < rows; row++)
        for (int i = 0; i < len; i++)
            out[(i / 4 * rows + row) * 4 + i % 4] =
                (int8_t)lrintf(value[row * row_step + i * step] * scale);
    return out + rows * len;
}

void *learner_quantise(const struct learner *l)
{
    const float sum_scale =
        (float)(DW_NAMENET_ROW_SCALE >> DW_NAMENET_WORD_SHIFT) * DW_NAMENET_PLACE_SCALE;
    int32_t *section = xcalloc(1, dw_namenet_size), *number = section;
    int8_t *byte;

    number = put_numbers(l, BIAS, sum_scale, number);
    number = put_numbers(l, OUT_BIAS, DW_NAMENET_SCORE_SCALE, number);
    number = put_numbers(l, PAIR, DW_NAMENET_SCORE_SCALE, number);
    byte = put_words(l, (int8_t *)number);
    byte = put_bytes(l, FACT, DW_NAMENET_FACT_SCALE, byte);
    byte = put_matrix(row_value(l, PLACE, 0), HIDDEN, DW_NAMENET_INPUT, 1, HIDDEN,
                      DW_NAMENET_PLACE_SCALE, byte);
    put_matrix(row_value(l, MATRIX_OUT, 0), OUT, HIDDEN, HIDDEN, 1, DW_NAMENET_OUT_SCALE, byte);
    return section;
}
