/* SPDX-License-Identifier: MIT */
#include "processors/syntax/tagger.h"

#include <assert.h>

#include "processors/syntax/rows.h"

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
    uint32_t t1 = get_tag(block, i, 1);
    int n = 0;

    out[n++] = w0->cluster.fine;
    out[n++] = w0->cluster.middle;
    out[n++] = w0->cluster.coarse;
    out[n++] = dw_hash_mix(w0->cluster.middle, w0->shape);
    out[n++] = dw_hash_mix(w0->cluster.middle, w0->suffix[1]);
    out[n++] = dw_hash_mix(w0->cluster.fine, t1);
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

void dw_tagger_features(const struct dw_block *block, int i, uint32_t out[DW_TAG_FEATURES])
{
    int n = add_own(&block->word[i], out);

    n += add_context(block, i, out + n);
    n += add_history(block, i, out + n);
    n += add_clusters(block, i, out + n);
    assert(n == DW_TAG_FEATURES);
    /* The place in the list tells equal values of different features apart. */
    for (int k = 0; k < n; k++)
        out[k] = dw_hash_mix(out[k] + 1, 0x85EBCA6BU * (uint32_t)(k + 1));
}

/* The best class for word `i`. */
static uint8_t choose_class(const struct dw_model *model, const struct dw_block *block, int i)
{
    uint32_t features[DW_TAG_FEATURES];
    int16_t score[DW_MODEL_TAGS];
    int best = 0, n;

    dw_tagger_features(block, i, features);
    n = dw_live_filter(model->tags_live, features, DW_TAG_FEATURES);
    for (int k = 0; k < n; k++)
        features[k] &= model->tags_mask;
    dw_rows_add(model->tags, features, n, DW_MODEL_TAGS, score);
    for (int c = model->aux_first; c < model->aux_end && !block->word[i].is_aux; c++)
        score[c] = INT16_MIN;
    for (int c = 1; c < (int)model->n_classes; c++)
        if (score[c] > score[best])
            best = c;
    return (uint8_t)best;
}

void dw_tagger_run(const struct dw_model *model, struct dw_block *block)
{
    for (int i = 1; i <= block->n; i++) {
        block->word[i].cluster = dw_cluster_find(model, block->word[i].key);
        dw_lexicon_read(model->lexicon, model->lexicon_mask, &block->word[i]);
    }
    for (int i = 1; i <= block->n; i++) {
        int only = dw_word_only_class(&block->word[i]);

        block->tag[i] = only < 0 ? choose_class(model, block, i) : (uint8_t)only;
        if (block->tag[i] >= model->n_classes)
            block->tag[i] = 0;
    }
}
