/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "processors/syntax/rows.h"
#include "processors/syntax/train/memory.h"
#include "processors/syntax/train/quantise.h"

struct trainer {
    const struct options *options;
    const struct dw_tag_class *classes;
    struct action_weights *actions;
    struct dense *labels;
    struct dw_block block;
    struct dw_parse parse;
    uint64_t random;
    bool explores;
    struct dense_tally *tally; /* not NULL: only count what labels are chosen by */
};

static struct action_cell *cell_of(const struct action_weights *a, uint32_t hash)
{
    return &a->v[hash >> (32 - a->bits)];
}

static void score_actions(const struct action_weights *a, const uint32_t *features, int n,
                          float score[DW_N_ACTIONS])
{
    for (int k = 0; k < n; k++)
        __builtin_prefetch(cell_of(a, features[k]));
    memset(score, 0, DW_N_ACTIONS * sizeof *score);
    for (int k = 0; k < n; k++) {
        const struct action_cell *cell = cell_of(a, features[k]);

        for (int c = 0; c < DW_N_ACTIONS; c++)
            score[c] += cell->now[c];
    }
}

static void update_actions(struct action_weights *a, const uint32_t *features, int n, int right,
                           int wrong)
{
    float step = (float)a->step;

    for (int k = 0; k < n; k++) {
        struct action_cell *cell = cell_of(a, features[k]);

        cell->now[right] += 1;
        cell->debt[right] += step;
        cell->now[wrong] -= 1;
        cell->debt[wrong] -= step;
    }
}

/* The best action among those of a set; -1 if the set is empty. */
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

/* Learn the choice of one action; returns the one to take. */
static int train_action(struct trainer *t, const struct gold_sentence *s)
{
    uint32_t features[DW_ACTION_FEATURES_MAX];
    float score[DW_N_ACTIONS];
    unsigned legal = legal_set(&t->parse), right = oracle_find(&t->parse, s);
    int best, good, bad, n;

    if (!(legal & (legal - 1)) || t->tally)
        return find_best((float[DW_N_ACTIONS]){0}, right);
    n = dw_action_features(&t->parse, features);
    score_actions(t->actions, features, n, score);
    best = find_best(score, legal);
    good = find_best(score, right);
    bad = find_best(score, legal & ~right);
    if (bad >= 0 && score[good] - score[bad] < (float)t->options->parse_margin)
        update_actions(t->actions, features, n, good, bad);
    t->actions->step++;
    t->random = t->random * 6364136223846793005U + 1442695040888963407U;
    if (t->explores && (int)((t->random >> 33) % 100) < t->options->explore)
        return best;
    return good;
}

/* Name an arc as the labeller would; learn from it if the arc is right. */
static uint8_t train_label(struct trainer *t, const struct gold_sentence *s, int head, int child)
{
    uint32_t features[DW_LABEL_FEATURES];
    float score[DENSE_ROW_MAX];
    int best = 0, rival, right = s->word[child].deprel, n;

    if (head == s->n + 1)
        return DW_DEPREL_ROOT;
    dw_label_features(&t->parse, head, child, features);
    if (t->tally) {
        dense_tally_add(t->tally, features, DW_LABEL_FEATURES);
        return (uint8_t)right;
    }
    n = dw_live_filter(t->labels->live, features, DW_LABEL_FEATURES);
    dense_score(t->labels, features, n, score);
    rival = right ? 0 : 1;
    for (int c = 0; c < DW_N_DEPREL; c++) {
        if (c != DW_DEPREL_ROOT && score[c] > score[best])
            best = c;
        if (c != right && score[c] > score[rival])
            rival = c;
    }
    if (s->word[child].head == head) {
        if (score[right] - score[rival] < (float)t->options->label_margin)
            dense_update(t->labels, features, n, right, rival);
        t->labels->step++;
    }
    return (uint8_t)best;
}

static void train_sentence(struct trainer *t, const struct gold_sentence *s)
{
    corpus_fill(s, &t->block);
    memcpy(t->block.tag + 1, s->jack + 1, (size_t)s->n);
    dw_parse_reset(&t->parse, &t->block, t->classes);
    while (dw_parse_has_next(&t->parse)) {
        int action = train_action(t, s);
        int top = t->parse.top ? t->parse.stack[t->parse.top - 1] : 0;
        uint8_t label = 0;

        if (action == DW_LEFT)
            label = train_label(t, s, t->parse.next, top);
        else if (action == DW_RIGHT)
            label = train_label(t, s, top, t->parse.next);
        dw_action_run(&t->parse, (enum dw_action)action, label);
    }
}

static void average_actions(struct action_weights *a)
{
    size_t n = (size_t)1 << a->bits;

    for (size_t i = 0; i < n; i++)
        for (int c = 0; c < DW_N_ACTIONS; c++)
            a->v[i].now[c] -= (float)(a->v[i].debt[c] / a->step);
}

static void actions_init(struct action_weights *a, const struct options *options)
{
    a->bits = options->action_bits + DW_ACTION_CHECK;
    a->v = xcalloc((size_t)1 << a->bits, sizeof *a->v);
    a->step = 1;
}

static void actions_add(struct action_weights *to, const struct action_weights *from)
{
    size_t n = (size_t)1 << to->bits;

    for (size_t i = 0; i < n; i++)
        for (int c = 0; c < DW_N_ACTIONS; c++)
            to->v[i].now[c] += from->v[i].now[c];
}

/* One course of training, from weights of zero to averaged ones. */
static void train_course(const struct corpus *corpus, struct trainer *t, uint32_t seed)
{
    int *order = xcalloc((size_t)corpus->n, sizeof *order);

    t->random = seed;
    for (int e = 0; e < t->options->parse_epochs; e++) {
        t->explores = e > 0;
        shuffle(order, corpus->n, seed + 1000 + (uint32_t)e);
        for (int i = 0; i < corpus->n; i++)
            if (corpus->v[order[i]].n <= DW_BLOCK)
                train_sentence(t, &corpus->v[order[i]]);
    }
    average_actions(t->actions);
    dense_average(t->labels);
    free(order);
}

/* Features of arcs met more than once on the way to the right trees. */
static uint8_t *find_live(const struct corpus *corpus, struct trainer *t)
{
    struct dense_tally tally;

    dense_tally_init(&tally);
    t->tally = &tally;
    for (int i = 0; i < corpus->n; i++)
        if (corpus->v[i].n <= DW_BLOCK)
            train_sentence(t, &corpus->v[i]);
    t->tally = NULL;
    return dense_tally_take(&tally, t->options->live_min);
}

/* The sum of several courses, each in an order of its own, errs less than any of them. */
void parser_train(const struct corpus *corpus, const struct dw_tag_class *classes,
                  const struct options *options, struct action_weights *actions,
                  struct dense *labels)
{
    struct trainer *t = xcalloc(1, sizeof *t);
    struct action_weights course_actions;
    struct dense course_labels;

    actions_init(actions, options);
    dense_init(labels, options->label_bits, DW_MODEL_LABELS);
    *t = (struct trainer){.options = options,
                          .classes = classes,
                          .actions = &course_actions,
                          .labels = &course_labels};
    labels->live = find_live(corpus, t);
    for (int k = 0; k < options->courses; k++) {
        actions_init(&course_actions, options);
        dense_init(&course_labels, options->label_bits, DW_MODEL_LABELS);
        course_labels.live = labels->live;
        train_course(corpus, t, options->seed + (uint32_t)k * 100);
        actions_add(actions, &course_actions);
        dense_add(labels, &course_labels);
        free(course_actions.v);
        dense_fini(&course_labels);
        fprintf(stderr, "  course %d of %d\n", k + 1, options->courses);
    }
    free(t);
}

/* --- the small table ------------------------------------------------------------------------- */

/* Weights relative to REDUCE, centred so that one byte holds them. */
static float heft(const float w[DW_N_ACTIONS])
{
    float sum = 0;

    for (int c = 0; c < DW_REDUCE; c++)
        sum += fabsf(w[c] - w[DW_REDUCE]);
    return sum;
}

/* For each slot the heaviest of the cells that fall into it. */
struct dw_action_slot *actions_quantise(const struct action_weights *actions)
{
    size_t per = (size_t)1 << DW_ACTION_CHECK, n = ((size_t)1 << actions->bits) / per;
    struct dw_action_slot *out = xcalloc(n, sizeof *out);
    float *kept = xcalloc(n * 3, sizeof *kept), scale;

    for (size_t i = 0; i < n; i++) {
        size_t best = 0;

        for (size_t k = 1; k < per; k++)
            if (heft(actions->v[i * per + k].now) > heft(actions->v[i * per + best].now))
                best = k;
        out[i].check = (uint8_t)best;
        for (int c = 0; c < DW_REDUCE; c++)
            kept[i * 3 + (size_t)c] =
                actions->v[i * per + best].now[c] - actions->v[i * per + best].now[DW_REDUCE];
    }
    scale = quantise_scale(kept, n * 3);
    for (size_t i = 0; i < n * 3; i++)
        out[i / 3].weight[i % 3] = quantise(kept[i], scale);
    free(kept);
    return out;
}
