/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/train.h"

#include <stdlib.h>
#include <string.h>

#include "processors/codes.h"
#include "processors/syntax/train/memory.h"

enum { CLASS_MIN = 6, LEXICON_MIN = 3, ONLY_MIN = 100, LEXICON_TAGS = 6 };

int classes_collect(const struct corpus *corpus, struct dw_tag_class classes[DW_MODEL_TAGS])
{
    static int count[DW_N_UPOS][DW_N_XPOS];
    int n = 0;

    memset(count, 0, sizeof count);
    for (int i = 0; i < corpus->n; i++)
        for (int k = 1; k <= corpus->v[i].n; k++)
            count[corpus->v[i].word[k].upos][corpus->v[i].word[k].xpos]++;
    for (int u = 0; u < DW_N_UPOS; u++)
        for (int x = 1; x < DW_N_XPOS && n < DW_MODEL_TAGS; x++)
            if (count[u][x] >= CLASS_MIN)
                classes[n++] = (struct dw_tag_class){(uint8_t)u, (uint8_t)x};
    return n;
}

/* The class itself; for one that was left out, another of the same UPOS. */
static uint8_t find_class(const struct dw_tag_class *classes, int n, const struct gold_word *w)
{
    int near = 0;

    for (int c = 0; c < n; c++) {
        if (classes[c].upos == w->upos && classes[c].xpos == w->xpos)
            return (uint8_t)c;
        if (classes[c].upos == w->upos)
            near = c;
    }
    return (uint8_t)near;
}

void classes_assign(struct corpus *corpus, const struct dw_tag_class *classes, int n)
{
    for (int i = 0; i < corpus->n; i++)
        for (int k = 1; k <= corpus->v[i].n; k++) {
            struct gold_word *w = &corpus->v[i].word[k];

            w->tag = find_class(classes, n, w);
        }
}

/* --- the lexicon ----------------------------------------------------------------------------- */

struct sighting {
    uint32_t form;
    uint8_t tag;
};

static int compare_sightings(const void *a, const void *b)
{
    const struct sighting *x = a, *y = b;

    if (x->form != y->form)
        return x->form < y->form ? -1 : 1;
    return x->tag - y->tag;
}

/* The one class of n sightings of one form, + 1; 0 if it has several or is too rare to tell. */
static uint32_t find_only(const int *count, size_t n)
{
    for (uint32_t c = 0; c < DW_MODEL_TAGS && n >= ONLY_MIN; c++)
        if ((size_t)count[c] * 1000 >= n * 998)
            return c + 1;
    return 0;
}

/* What the lexicon says of a form seen n times: its classes, the most frequent first. */
static uint32_t hash_classes(const struct sighting *s, size_t n)
{
    int count[DW_MODEL_TAGS] = {0};
    uint32_t h = 17, only;

    for (size_t i = 0; i < n; i++)
        count[s[i].tag]++;
    only = find_only(count, n);
    if (only)
        return only;
    for (int rank = 0; rank < LEXICON_TAGS; rank++) {
        int best = 0;

        for (int c = 1; c < DW_MODEL_TAGS; c++)
            if (count[c] > count[best])
                best = c;
        if ((size_t)count[best] * 50 < n || !count[best])
            break;
        h = dw_hash_mix(h, (uint32_t)best + 1);
        count[best] = 0;
    }
    return h | DW_WORD_SETS;
}

static bool is_skipped(const struct gold_sentence *s, int skip_fold, int folds)
{
    return skip_fold >= 0 && s->doc % folds == skip_fold;
}

static size_t collect_sightings(const struct corpus *corpus, int skip_fold, int folds,
                                struct sighting *out)
{
    size_t n = 0;

    for (int i = 0; i < corpus->n; i++) {
        const struct gold_sentence *s = &corpus->v[i];

        for (int k = 1; k <= s->n && !is_skipped(s, skip_fold, folds); k++)
            out[n++] = (struct sighting){s->seen[k].form, s->word[k].tag};
    }
    qsort(out, n, sizeof *out, compare_sightings);
    return n;
}

void lexicon_collect(const struct corpus *corpus, int skip_fold, int folds,
                     struct pair_table *table)
{
    struct sighting *s = xcalloc((size_t)corpus->n_words, sizeof *s);
    size_t n = collect_sightings(corpus, skip_fold, folds, s), end;

    pair_table_init(table, n / LEXICON_MIN / 3 + 16);
    for (size_t i = 0; i < n; i = end) {
        for (end = i; end < n && s[end].form == s[i].form;)
            end++;
        if (end - i >= LEXICON_MIN)
            pair_table_add(table, s[i].form, hash_classes(s + i, end - i));
    }
    free(s);
}

void lexicon_assign(struct corpus *corpus, const struct pair_table *table)
{
    for (int i = 0; i < corpus->n; i++)
        for (int k = 1; k <= corpus->v[i].n; k++) {
            struct dw_word *w = &corpus->v[i].seen[k];

            w->classes = dw_model_find(table->v, table->size - 1, w->form);
        }
}

/* --- the tagger ------------------------------------------------------------------------------ */

int tagger_choose(const struct dense *dense, const struct dw_block *block, int i, int n_classes,
                  uint32_t *features, float *score)
{
    int best = 0, only = dw_word_only_class(&block->word[i]);

    if (only >= 0)
        return only;
    dw_tagger_features(block, i, features);
    dense_score(dense, features, DW_TAG_FEATURES, score);
    for (int c = 1; c < n_classes; c++)
        if (score[c] > score[best])
            best = c;
    return best;
}

/* The best class other than the right one. */
static int find_rival(const float *score, int n_classes, int right)
{
    int rival = right ? 0 : 1;

    for (int c = 0; c < n_classes; c++)
        if (c != right && score[c] > score[rival])
            rival = c;
    return rival;
}

static void train_sentence(struct dense *dense, const struct gold_sentence *s, int n_classes,
                           int margin, struct dw_block *block)
{
    uint32_t features[DW_TAG_FEATURES];
    float score[DENSE_ROW_MAX];

    corpus_fill(s, block);
    for (int i = 1; i <= s->n; i++) {
        int right = s->word[i].tag, best = dw_word_only_class(&s->seen[i]), rival;

        block->tag[i] = (uint8_t)best;
        if (best >= 0)
            continue;
        best = tagger_choose(dense, block, i, n_classes, features, score);
        rival = find_rival(score, n_classes, right);

        if (score[right] - score[rival] < (float)margin)
            dense_update(dense, features, DW_TAG_FEATURES, right, rival);
        dense->step++;
        block->tag[i] = (uint8_t)best;
    }
}

static void train_course(const struct corpus *corpus, int skip_fold, int n_classes, int epochs,
                         uint32_t seed, const struct options *options, struct dense *out)
{
    static struct dw_block block;
    int *order = xcalloc((size_t)corpus->n, sizeof *order);

    for (int e = 0; e < epochs; e++) {
        shuffle(order, corpus->n, seed + (uint32_t)e);
        for (int i = 0; i < corpus->n; i++) {
            const struct gold_sentence *s = &corpus->v[order[i]];

            if (s->n <= DW_BLOCK && !is_skipped(s, skip_fold, options->folds))
                train_sentence(out, s, n_classes, options->tag_margin, &block);
        }
    }
    dense_average(out);
    free(order);
}

void tagger_train(const struct corpus *corpus, int skip_fold, int n_classes, int epochs,
                  int courses, const struct options *options, struct dense *out)
{
    dense_init(out, options->tag_bits, DW_MODEL_TAGS);
    for (int k = 0; k < courses; k++) {
        struct dense course;

        dense_init(&course, options->tag_bits, DW_MODEL_TAGS);
        train_course(corpus, skip_fold, n_classes, epochs, options->seed + (uint32_t)k * 100,
                     options, &course);
        dense_add(out, &course);
        dense_fini(&course);
    }
}

static void tag_fold(struct corpus *corpus, int fold, int n_classes, const struct options *options,
                     const struct dense *dense)
{
    static struct dw_block block;
    uint32_t features[DW_TAG_FEATURES];
    float score[DENSE_ROW_MAX];

    for (int i = 0; i < corpus->n; i++) {
        struct gold_sentence *s = &corpus->v[i];

        if (s->n > DW_BLOCK || !is_skipped(s, fold, options->folds))
            continue;
        corpus_fill(s, &block);
        for (int k = 1; k <= s->n; k++)
            block.tag[k] = (uint8_t)tagger_choose(dense, &block, k, n_classes, features, score);
        memcpy(s->jack + 1, block.tag + 1, (size_t)s->n);
    }
}

void tagger_jackknife(struct corpus *corpus, int n_classes, const struct options *options)
{
    for (int fold = 0; fold < options->folds; fold++) {
        struct pair_table lexicon;
        struct dense dense;

        lexicon_collect(corpus, fold, options->folds, &lexicon);
        lexicon_assign(corpus, &lexicon);
        tagger_train(corpus, fold, n_classes, options->fold_epochs, 1, options, &dense);
        tag_fold(corpus, fold, n_classes, options, &dense);
        dense_fini(&dense);
        free(lexicon.v);
    }
}
