/* SPDX-License-Identifier: MIT */
/* common.c - what the training of both networks needs. */
#include <math.h>
#include <stdlib.h>

#include "processors/syntax/train/memory.h"
#include "processors/syntax/train/train.h"

/* Sentences between two steps; notes of the parameters in each epoch of the second half. */
enum { BATCH = 4, NOTES = 4 };

void soften(float *score, int n, unsigned set)
{
    float top = -1e30F, sum = 0;

    for (int i = 0; i < n; i++)
        if ((!set || (i < 32 && set >> i & 1)) && score[i] > top)
            top = score[i];
    for (int i = 0; i < n; i++) {
        score[i] = !set || (i < 32 && set >> i & 1) ? expf(score[i] - top) : 0;
        sum += score[i];
    }
    for (int i = 0; i < n; i++)
        score[i] /= sum;
}

void forget_words(struct float_net *net, struct dw_block *block, const struct options *options)
{
    for (int i = 1; i <= block->n; i++)
        if (float_draw(net) * 100 < (float)options->word_drop)
            block->word[i].form = dw_lexicon_unknown(&block->word[i]);
}

static void learn_epoch(struct lesson *lesson, const struct corpus *corpus, const int *order,
                        int epoch, const struct options *options)
{
    float whole = (float)options->net_rate / 1e5F;

    lesson->explores = epoch > 0;
    lesson->loss = lesson->n_loss = 0;
    for (int i = 0; i < corpus->n; i++) {
        float done = ((float)epoch + (float)i / (float)corpus->n) / (float)lesson->epochs;

        if (corpus->v[order[i]].n <= DW_BLOCK)
            lesson->learn(lesson, &corpus->v[order[i]]);
        lesson->net->rate = whole * (1 - 0.9F * done);
        if (i % BATCH == BATCH - 1)
            float_step(lesson->net);
        if (epoch * 2 >= lesson->epochs && (i + 1) % (corpus->n / NOTES) == 0)
            float_note(lesson->net);
    }
    fprintf(stderr, "  epoch %d of %d, loss %.4f\n", epoch + 1, lesson->epochs,
            lesson->loss / lesson->n_loss);
}

struct blob lesson_run(struct lesson *lesson, const struct dw_net_shape *shape,
                       const struct corpus *corpus, const struct options *options)
{
    int *order = xcalloc((size_t)corpus->n, sizeof *order);
    struct blob out = {.size = dw_net_size(shape)};

    lesson->net = float_new(shape, options->seed);
    lesson->net->drop = (float)options->net_drop / 100;
    for (int e = 0; e < lesson->epochs; e++) {
        shuffle(order, corpus->n, options->seed + 5000 + (uint32_t)e);
        learn_epoch(lesson, corpus, order, e, options);
    }
    float_average(lesson->net);
    out.bytes = float_quantise(lesson->net);
    float_free(lesson->net);
    free(order);
    return out;
}
