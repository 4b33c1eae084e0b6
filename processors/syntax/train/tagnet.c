/* SPDX-License-Identifier: MIT */
/* tagnet.c - trains the tagger's network. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "processors/syntax/train/memory.h"
#include "processors/syntax/train/train.h"

struct tag_trainer {
    struct lesson lesson; /* must be first */
    const struct options *options;
    struct dw_block block;
};

/* The best class; learns the right one. */
static int learn_word(struct tag_trainer *t, int right)
{
    struct float_net *net = t->lesson.net;
    int n = net->shape->out[0], best = 0;
    float score[DW_NET_OUT];

    float_read(net);
    float_score(net, 0, score);
    for (int c = 1; c < n; c++)
        if (score[c] > score[best])
            best = c;
    soften(score, n, 0);
    t->lesson.loss -= logf(score[right] + 1e-9F);
    t->lesson.n_loss++;
    score[right] -= 1;
    float_learn(net, 0, score);
    float_pass(net);
    return best;
}

/* A word that training has not met has no classes of its own, either. */
static void forget_classes(struct dw_block *block)
{
    for (int i = 1; i <= block->n; i++)
        if (dw_word_only_class(&block->word[i]) < 0 &&
            block->word[i].form == dw_lexicon_unknown(&block->word[i]))
            block->word[i].classes = 0;
}

static void learn_sentence(struct lesson *lesson, const struct gold_sentence *s)
{
    struct tag_trainer *t = (struct tag_trainer *)lesson;

    corpus_fill(s, &t->block);
    forget_words(lesson->net, &t->block, t->options);
    if (lesson->explores)
        forget_classes(&t->block);
    for (int i = 0; i <= s->n; i++)
        dw_tagger_word_rows(&t->block, i, lesson->net->rows[i]);
    float_begin(lesson->net, s->n);
    for (int i = 1; i <= s->n; i++) {
        int best = dw_word_only_class(&t->block.word[i]);

        if (best < 0) {
            dw_tagger_state(&t->block, i, &lesson->net->state);
            best = learn_word(t, s->word[i].tag);
        }
        t->block.tag[i] = lesson->explores ? (uint8_t)best : s->word[i].tag;
    }
    float_end(lesson->net);
}

struct blob tagger_net_train(const struct corpus *corpus, const struct options *options)
{
    struct tag_trainer *t = xcalloc(1, sizeof *t);
    struct blob out;

    *t = (struct tag_trainer){.lesson = {.learn = learn_sentence, .epochs = options->tagger_epochs},
                              .options = options};
    out = lesson_run(&t->lesson, &dw_net_tagger, corpus, options);
    free(t);
    return out;
}
