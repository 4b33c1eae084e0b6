/* SPDX-License-Identifier: MIT */
#include "processors/syntax/tagger.h"

#include <assert.h>

#include "processors/syntax/rows.h"
#include "processors/syntax/sums.h"

/* Where the features with tags stand in the list; the others are of the words alone. */
enum { AT_HISTORY = 31, AT_CLUSTERS = 45, AT_CLUSTER_HISTORY = 50 };

void dw_block_reset(struct dw_block *block, int n)
{
    static const struct dw_word edge = {.form = 0x5EED, .shape = 0x5EED};

    block->n = n;
    block->word[0] = edge;
    block->tag[0] = DW_TAG_EDGE;
    for (int i = n + 1; i <= n + DW_PAD; i++) {
        block->word[i] = edge;
        block->tag[i] = DW_TAG_EDGE;
    }
}

/* The word `k` places away; left of the text there is always word 0. */
static const struct dw_word *get_word(const struct dw_block *block, int i, int k)
{
    return &block->word[i + k < 0 ? 0 : i + k];
}

static uint32_t get_tag(const struct dw_block *block, int i, int k)
{
    return i - k < 0 ? DW_TAG_EDGE : block->tag[i - k];
}

/* Features of the word itself. */
static int add_own(const struct dw_word *w, uint32_t *out)
{
    int n = 0;

    out[n++] = w->form;
    out[n++] = dw_hash_mix(w->form, w->shape);
    out[n++] = w->shape;
    out[n++] = w->classes;
    out[n++] = dw_hash_mix(w->classes, w->shape);
    for (int k = 0; k < DW_WORD_AFFIXES; k++)
        out[n++] = w->suffix[k];
    for (int k = 0; k < DW_WORD_AFFIXES - 1; k++)
        out[n++] = w->prefix[k];
    out[n++] = dw_hash_mix(w->suffix[2], w->shape);
    out[n++] = dw_hash_mix(w->suffix[1], w->prefix[1]);
    return n;
}

/* Features of the neighbours alone. */
static int add_context(const struct dw_block *block, int i, uint32_t *out)
{
    const struct dw_word *w0 = &block->word[i], *l1 = get_word(block, i, -1),
                         *l2 = get_word(block, i, -2), *r1 = get_word(block, i, 1),
                         *r2 = get_word(block, i, 2);
    int n = 0;

    out[n++] = l1->form;
    out[n++] = l2->form;
    out[n++] = r1->form;
    out[n++] = r2->form;
    out[n++] = r1->classes;
    out[n++] = r2->classes;
    out[n++] = dw_hash_mix(r1->classes, r2->classes);
    out[n++] = dw_hash_mix(l1->form, w0->form);
    out[n++] = dw_hash_mix(w0->form, r1->form);
    out[n++] = dw_hash_mix(l1->form, r1->form);
    out[n++] = dw_hash_mix(w0->classes, r1->classes);
    out[n++] = l1->suffix[2];
    out[n++] = r1->suffix[2];
    out[n++] = r1->suffix[1];
    out[n++] = dw_hash_mix(l1->shape, dw_hash_mix(w0->shape, r1->shape));
    return n;
}

/* Features of the words' clusters. */
static int add_clusters(const struct dw_block *block, int i, uint32_t *out)
{
    const struct dw_word *w0 = &block->word[i], *l1 = get_word(block, i, -1),
                         *r1 = get_word(block, i, 1);
    int n = 0;

    out[n++] = w0->cluster.fine;
    out[n++] = w0->cluster.middle;
    out[n++] = w0->cluster.coarse;
    out[n++] = dw_hash_mix(w0->cluster.middle, w0->shape);
    out[n++] = dw_hash_mix(w0->cluster.middle, w0->suffix[1]);
    out[n++] = 0; /* AT_CLUSTER_HISTORY */
    out[n++] = l1->cluster.fine;
    out[n++] = r1->cluster.fine;
    out[n++] = r1->cluster.middle;
    out[n++] = dw_hash_mix(w0->cluster.middle, r1->cluster.middle);
    out[n++] = dw_hash_mix(w0->cluster.middle, l1->cluster.middle);
    out[n++] = dw_hash_mix(dw_hash_mix(w0->cluster.coarse, r1->cluster.coarse), l1->cluster.coarse);
    return n;
}

/* Features with the tags given so far. */
static int add_history(const struct dw_block *block, int i, uint32_t *out)
{
    const struct dw_word *w0 = &block->word[i], *r1 = get_word(block, i, 1);
    uint32_t t1 = get_tag(block, i, 1), t2 = get_tag(block, i, 2), t3 = get_tag(block, i, 3);
    uint32_t t21 = t2 << 8 | t1;
    int n = 0;

    out[n++] = t1;
    out[n++] = t21;
    out[n++] = t3 << 16 | t21;
    out[n++] = dw_hash_mix(w0->form, t1);
    out[n++] = dw_hash_mix(w0->form, t21);
    out[n++] = dw_hash_mix(w0->classes, t1);
    out[n++] = dw_hash_mix(w0->classes, t21);
    out[n++] = dw_hash_mix(r1->classes, t1);
    out[n++] = dw_hash_mix(dw_hash_mix(r1->classes, w0->classes), t1);
    out[n++] = dw_hash_mix(r1->form, t1);
    out[n++] = dw_hash_mix(w0->suffix[2], t1);
    out[n++] = dw_hash_mix(w0->suffix[1], t21);
    out[n++] = dw_hash_mix(w0->shape, t1);
    out[n++] = dw_hash_mix(block->word[i > 1 ? i - 1 : 0].form, t2);
    return n;
}

/* The place in the list tells equal values of different features apart. */
static uint32_t mix_place(uint32_t feature, int place)
{
    return dw_hash_mix(feature + 1, 0x85EBCA6BU * (uint32_t)(place + 1));
}

/* Hashes of the features of the words alone, each at its place. */
static void hash_words(const struct dw_block *block, int i, uint32_t *out)
{
    int n = add_own(&block->word[i], out);

    n += add_context(block, i, out + n);
    assert(n == AT_HISTORY);
    n = AT_CLUSTERS + add_clusters(block, i, out + AT_CLUSTERS);
    assert(n == DW_TAG_FEATURES);
    for (int k = 0; k < n; k++)
        if (k < AT_HISTORY || k >= AT_CLUSTERS)
            out[k] = mix_place(out[k], k);
}

/* Hashes of the features with tags, at their places. */
static void hash_history(const struct dw_block *block, int i, uint32_t *out)
{
    int n = AT_HISTORY + add_history(block, i, out + AT_HISTORY);

    assert(n == AT_CLUSTERS);
    for (int k = AT_HISTORY; k < n; k++)
        out[k] = mix_place(out[k], k);
    out[AT_CLUSTER_HISTORY] = mix_place(
        dw_hash_mix(block->word[i].cluster.fine, get_tag(block, i, 1)), AT_CLUSTER_HISTORY);
}

void dw_tagger_features(const struct dw_block *block, int i, uint32_t out[DW_TAG_FEATURES])
{
    hash_words(block, i, out);
    hash_history(block, i, out);
}

/* --- what the network looks at --------------------------------------------------------------- */

enum { SIDE = 2, PLACES = 2 * SIDE + 1, FACT_ROWS = 128 };

const struct dw_net_shape dw_net_tagger = {
    .places = PLACES, .facts = 2, .fact_rows = FACT_ROWS, .outs = 1, .out = {DW_MODEL_TAGS}};

void dw_tagger_word_rows(const struct dw_block *block, int word, uint16_t rows[DW_NET_WORD_ROWS])
{
    const struct dw_word *w = &block->word[word];

    dw_net_word_rows(w, word ? dw_hash_mix(w->classes, 0x2545F491U) >> 8 : 0, rows);
}

void dw_tagger_state(const struct dw_block *block, int i, struct dw_net_state *state)
{
    for (int k = 0; k < PLACES; k++) {
        int at = i + k - SIDE;

        state->place[k] = at >= 1 && at <= block->n ? at : 0;
    }
    state->fact[0] = (int)(get_tag(block, i, 1) % FACT_ROWS);
    state->fact[1] = (int)(get_tag(block, i, 2) % FACT_ROWS);
}

/* --- with the weights ------------------------------------------------------------------------ */

/*
 * Most of the time goes into waiting for memory. What the words alone tell is known before the tags
 * are, so it is asked for some words ahead: first the bits that say which features live, then the
 * rows of those that do.
 */
enum { AHEAD = 4, AHEAD_BITS = 3, AHEAD_ROWS = 1 };

struct ahead {
    uint32_t features[DW_TAG_FEATURES]; /* hashes at their places */
    uint32_t rows[DW_TAG_FEATURES + 1]; /* where the rows of those that live start */
    int n_rows;
};

static void ask_bits(const struct dw_model *model, const struct dw_block *block, int i,
                     struct ahead *a)
{
    hash_words(block, i, a->features);
    for (int k = 0; k < DW_TAG_FEATURES; k++)
        __builtin_prefetch(model->tags_live + dw_live_index(a->features[k]) / 8);
}

/*
 * Keep the rows of the features from `k` to `end` that live, and ask for them. Which live is
 * nothing that the machine could guess, so nothing branches on it.
 */
static void ask_rows(const struct dw_model *model, struct ahead *a, int k, int end)
{
    int n = a->n_rows;

    for (; k < end; k++) {
        a->rows[n] = a->features[k] & model->tags_mask;
        n += k != AT_CLUSTER_HISTORY && dw_is_live(model->tags_live, a->features[k]);
    }
    for (int i = a->n_rows; i < n; i++) {
        __builtin_prefetch(model->tags + a->rows[i]);
        __builtin_prefetch(model->tags + a->rows[i] + DW_MODEL_TAGS - 1);
    }
    a->n_rows = n;
}

static void ask_word_rows(const struct dw_model *model, struct ahead *a)
{
    a->n_rows = 0;
    ask_rows(model, a, 0, AT_HISTORY);
    ask_rows(model, a, AT_CLUSTERS, DW_TAG_FEATURES);
}

static void ask_history_rows(const struct dw_model *model, const struct dw_block *block, int i,
                             struct ahead *a)
{
    uint32_t last;

    hash_history(block, i, a->features);
    last = a->features[AT_CLUSTER_HISTORY];
    for (int k = AT_HISTORY; k < AT_CLUSTERS; k++)
        __builtin_prefetch(model->tags_live + dw_live_index(a->features[k]) / 8);
    ask_rows(model, a, AT_HISTORY, AT_CLUSTERS);
    if (dw_is_live(model->tags_live, last))
        a->rows[a->n_rows++] = last & model->tags_mask;
}

/* What a point of the perceptron weighs in those of the network. */
enum { POINT = 32 };

/*
 * A class that leads by so many points is taken without the network: nine words in ten. More points
 * win nothing on texts held out.
 */
enum { SURE = 100 };

/* The class that leads by SURE points, or -1. */
static int find_sure(const int16_t points[DW_MODEL_TAGS])
{
    int16_t most = INT16_MIN, n_near = 0, at = 0;

    for (int c = 0; c < DW_MODEL_TAGS; c++)
        most = points[c] > most ? points[c] : most;
    for (int c = 0; c < DW_MODEL_TAGS; c++) {
        bool is_near = points[c] > most - SURE;

        n_near = (int16_t)(n_near + is_near);
        at = points[c] == most ? (int16_t)c : at;
    }
    return n_near == 1 ? at : -1;
}

/* The best class for word `i` by the points and the scores of the network together. */
static int find_best(const struct dw_model *model, const struct dw_block *block, int i,
                     const int16_t points[DW_MODEL_TAGS], struct dw_net_block *scratch)
{
    struct dw_net_state state;
    int32_t score[DW_NET_OUT];
    int best = 0;

    dw_tagger_state(block, i, &state);
    dw_net_read(&model->tagger, scratch, &state);
    dw_net_score(&model->tagger, scratch, 0, score);
    for (int c = 0; c < DW_MODEL_TAGS; c++)
        score[c] = points[c] == INT16_MIN ? INT32_MIN : score[c] + points[c] * POINT;
    for (int c = 1; c < DW_MODEL_TAGS; c++)
        if (score[c] > score[best])
            best = c;
    return best;
}

/* The best class for word `i`: by the perceptron if it is sure, else by both together. */
static uint8_t choose_class(const struct dw_model *model, const struct dw_block *block, int i,
                            struct ahead *a, struct dw_net_block *scratch)
{
    int16_t points[DW_MODEL_TAGS];
    int sure;

    ask_history_rows(model, block, i, a);
    dw_rows_add(model->tags, a->rows, a->n_rows, DW_MODEL_TAGS, points);
    for (int c = (int)model->n_classes; c < DW_MODEL_TAGS; c++)
        points[c] = INT16_MIN;
    for (int c = model->aux_first; c < model->aux_end && !block->word[i].is_aux; c++)
        points[c] = INT16_MIN;
    sure = find_sure(points);
    return (uint8_t)(sure >= 0 ? sure : find_best(model, block, i, points, scratch));
}

/* Give the words that can have one class alone that class; list the others in `open`. */
static int tag_closed(const struct dw_model *model, struct dw_block *block, int16_t *open)
{
    int n = 0;

    for (int i = 1; i <= block->n; i++) {
        int only = dw_word_only_class(&block->word[i]);

        if (only < 0)
            open[n++] = (int16_t)i;
        else
            block->tag[i] = only < (int)model->n_classes ? (uint8_t)only : 0;
    }
    return n;
}

void dw_tagger_run(const struct dw_model *model, struct dw_block *block,
                   struct dw_net_block *scratch)
{
    struct ahead ahead[AHEAD];
    int16_t open[DW_BLOCK];
    int n;

    for (int i = 1; i <= block->n; i++) {
        block->word[i].cluster = dw_cluster_find(model, block->word[i].key);
        dw_lexicon_read(model->lexicon, model->lexicon_mask, &block->word[i]);
    }
    n = tag_closed(model, block, open);
    for (int i = 0; i <= block->n; i++)
        dw_tagger_word_rows(block, i, scratch->rows[i]);
    dw_net_reset(scratch, block->n);
    for (int k = -AHEAD_BITS; k < n; k++) {
        if (k + AHEAD_BITS < n)
            ask_bits(model, block, open[k + AHEAD_BITS], &ahead[(k + AHEAD_BITS) % AHEAD]);
        if (k + AHEAD_ROWS >= 0 && k + AHEAD_ROWS < n)
            ask_word_rows(model, &ahead[(k + AHEAD_ROWS) % AHEAD]);
        if (k >= 0)
            block->tag[open[k]] = choose_class(model, block, open[k], &ahead[k % AHEAD], scratch);
    }
}
