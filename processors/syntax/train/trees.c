/* SPDX-License-Identifier: MIT */
/* trees.c - trains the parser's network, with the dynamic oracle. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "processors/syntax/train/float.h"
#include "processors/syntax/train/memory.h"
#include "processors/syntax/train/train.h"

struct trainer {
    struct lesson lesson; /* must be first */
    const struct options *options;
    const struct dw_tag_class *classes;
    struct dw_block block;
    struct dw_parse parse;
};

static int find_best(const float *score, unsigned set)
{
    int best = -1;

    for (int a = 0; a < DW_N_ACTIONS; a++)
        if (set >> a & 1 && (best < 0 || score[a] > score[best]))
            best = a;
    return best;
}

static unsigned legal_set(const struct dw_parse *parse)
{
    unsigned set = 0;

    for (int a = 0; a < DW_N_ACTIONS; a++)
        set |= (unsigned)dw_action_is_legal(parse, (enum dw_action)a) << a;
    return set;
}

/* Learn that one of the `right` actions should be taken; returns the one to take. */
static int learn_action(struct trainer *t, unsigned legal, unsigned right)
{
    float score[DW_NET_OUT], good[DW_NET_OUT];
    int best, choice;

    float_score(t->lesson.net, DW_SCORE_ACTION, score);
    memcpy(good, score, sizeof good);
    best = find_best(score, legal);
    choice = find_best(score, right);
    soften(score, t->lesson.net->shape->out[DW_SCORE_ACTION], legal);
    soften(good, t->lesson.net->shape->out[DW_SCORE_ACTION], right);
    for (int a = 0; a < t->lesson.net->shape->out[DW_SCORE_ACTION]; a++) {
        t->lesson.loss -= right >> a & 1 ? good[a] * logf(score[a] + 1e-9F) : 0;
        score[a] -= good[a];
    }
    t->lesson.n_loss++;
    float_learn(t->lesson.net, DW_SCORE_ACTION, score);
    return t->lesson.explores && float_draw(t->lesson.net) * 100 < (float)t->options->explore
               ? best
               : choice;
}

/* Name the arc of the action, and learn its name if the arc is right. */
static uint8_t learn_label(struct trainer *t, const struct gold_sentence *s, int action)
{
    int top = t->parse.top ? t->parse.stack[t->parse.top - 1] : 0, next = t->parse.next;
    int child = action == DW_LEFT ? top : next, head = action == DW_LEFT ? next : top;
    int kind = action == DW_LEFT ? DW_SCORE_LEFT : DW_SCORE_RIGHT, best = DW_DEPREL_DEP;
    float score[DW_NET_OUT];

    float_score(t->lesson.net, kind, score);
    for (int c = 1; c < DW_N_DEPREL; c++)
        if (c != DW_DEPREL_ROOT && score[c] > score[best])
            best = c;
    if (s->word[child].head == head) {
        soften(score, t->lesson.net->shape->out[kind], 0);
        score[s->word[child].deprel] -= 1;
        float_learn(t->lesson.net, kind, score);
    }
    return (uint8_t)best;
}

static void learn_state(struct trainer *t, const struct gold_sentence *s)
{
    unsigned legal = legal_set(&t->parse), right = oracle_find(&t->parse, s);
    int action = find_best((float[DW_N_ACTIONS]){0}, right);
    uint8_t label = t->parse.next > t->parse.n ? DW_DEPREL_ROOT : DW_DEPREL_DEP;

    if (legal & (legal - 1)) {
        dw_parse_state(&t->parse, &t->lesson.net->state);
        float_read(t->lesson.net);
        action = learn_action(t, legal, right);
        if (action == DW_LEFT || action == DW_RIGHT)
            label = learn_label(t, s, action);
        float_pass(t->lesson.net);
    }
    dw_action_run(&t->parse, (enum dw_action)action, label);
}

static void learn_sentence(struct lesson *lesson, const struct gold_sentence *s)
{
    struct trainer *t = (struct trainer *)lesson;

    corpus_fill(s, &t->block);
    memcpy(t->block.tag + 1, s->jack + 1, (size_t)s->n);
    forget_words(t->lesson.net, &t->block, t->options);
    dw_parse_reset(&t->parse, &t->block, t->classes);
    for (int i = 0; i <= s->n + 1; i++)
        dw_parse_word_rows(&t->parse, i, t->lesson.net->rows[i]);
    float_begin(t->lesson.net, s->n + 1);
    while (dw_parse_has_next(&t->parse))
        learn_state(t, s);
    float_end(t->lesson.net);
}

struct blob parser_train(const struct corpus *corpus, const struct dw_tag_class *classes,
                         const struct options *options)
{
    struct trainer *t = xcalloc(1, sizeof *t);
    struct blob out;

    *t = (struct trainer){.lesson = {.learn = learn_sentence, .epochs = options->parser_epochs},
                          .options = options,
                          .classes = classes};
    out = lesson_run(&t->lesson, &dw_net_parser, corpus, options);
    free(t);
    return out;
}
