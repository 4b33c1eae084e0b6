/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/train.h"

#include <stdlib.h>
#include <string.h>

#include "processors/codes.h"
#include "processors/syntax/rows.h"
#include "processors/syntax/train/memory.h"

enum { CLASS_MIN = 6 };

/* Which classes are of auxiliaries, that only some forms can have. */
static bool is_aux_class[DW_MODEL_TAGS];

static bool is_possible(const struct dw_word *word, int class)
{
    return word->is_aux || !is_aux_class[class];
}

static bool is_skipped(const struct gold_sentence *s, int skip_fold, int folds)
{
    return skip_fold >= 0 && s->doc % folds == skip_fold;
}

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
    for (int c = 0; c < n; c++)
        is_aux_class[c] = classes[c].upos == DW_UPOS_AUX;
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

/* --- the tagger ------------------------------------------------------------------------------ */

static const float IMPOSSIBLE = -1e9F;

int tagger_choose(const struct dense *dense, const struct dw_block *block, int i, int n_classes,
                  uint32_t *features, int *n_features, float *score)
{
    int best = 0, only = dw_word_only_class(&block->word[i]);

    if (only >= 0)
        return only;
    dw_tagger_features(block, i, features);
    *n_features = dw_live_filter(dense->live, features, DW_TAG_FEATURES);
    dense_score(dense, features, *n_features, score);
    for (int c = 0; c < n_classes; c++)
        if (!is_possible(&block->word[i], c))
            score[c] = IMPOSSIBLE;
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
        int right = s->word[i].tag, best = dw_word_only_class(&s->seen[i]), rival, n;

        block->tag[i] = (uint8_t)best;
        if (best >= 0)
            continue;
        best = tagger_choose(dense, block, i, n_classes, features, &n, score);
        rival = find_rival(score, n_classes, right);

        if (score[right] - score[rival] < (float)margin && is_possible(&s->seen[i], right))
            dense_update(dense, features, n, right, rival);
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

/* Features met more than once, with the right tags for history. */
static uint8_t *find_live(const struct corpus *corpus, int skip_fold, const struct options *options)
{
    static struct dw_block block;
    uint32_t features[DW_TAG_FEATURES];
    struct dense_tally tally;

    dense_tally_init(&tally);
    for (int i = 0; i < corpus->n; i++) {
        const struct gold_sentence *s = &corpus->v[i];

        if (s->n > DW_BLOCK || is_skipped(s, skip_fold, options->folds))
            continue;
        corpus_fill(s, &block);
        for (int k = 1; k <= s->n; k++) {
            block.tag[k] = s->word[k].tag;
            dw_tagger_features(&block, k, features);
            dense_tally_add(&tally, features, DW_TAG_FEATURES);
        }
    }
    return dense_tally_take(&tally, options->live_min);
}

void tagger_train(const struct corpus *corpus, int skip_fold, int n_classes, int epochs,
                  int courses, const struct options *options, struct dense *out)
{
    uint8_t *live = find_live(corpus, skip_fold, options);

    dense_init(out, options->tag_bits, DW_MODEL_TAGS);
    out->live = live;
    for (int k = 0; k < courses; k++) {
        struct dense course;

        dense_init(&course, options->tag_bits, DW_MODEL_TAGS);
        course.live = live;
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
    int n;

    for (int i = 0; i < corpus->n; i++) {
        struct gold_sentence *s = &corpus->v[i];

        if (s->n > DW_BLOCK || !is_skipped(s, fold, options->folds))
            continue;
        corpus_fill(s, &block);
        for (int k = 1; k <= s->n; k++)
            block.tag[k] = (uint8_t)tagger_choose(dense, &block, k, n_classes, features, &n, score);
        memcpy(s->jack + 1, block.tag + 1, (size_t)s->n);
    }
}

void tagger_jackknife(struct corpus *corpus, const struct known_forms *known,
                      const struct dw_tag_class *classes, int n_classes,
                      const struct options *options)
{
    for (int fold = 0; fold < options->folds; fold++) {
        struct lexicon lexicon;
        struct dense dense;

        lexicon_collect(corpus, known, classes, fold, options, &lexicon);
        lexicon_assign(corpus, &lexicon);
        tagger_train(corpus, fold, n_classes, options->fold_epochs, 1, options, &dense);
        tag_fold(corpus, fold, n_classes, options, &dense);
        free((void *)(uintptr_t)dense.live);
        dense_fini(&dense);
        free(lexicon.v);
    }
}
