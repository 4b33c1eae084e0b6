/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/train.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

struct score {
    long words, upos, xpos, lemma, uas, las;
    double tag_seconds, parse_seconds;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void count_word(const struct dw_model *model, const struct gold_word *w, int tag, int head,
                       uint8_t label, struct score *score)
{
    char lemma[DW_LEMMA_MAX];
    enum dw_xpos xpos = (enum dw_xpos)model->classes[tag].xpos;

    dw_lemma_find(model, w->form, strlen(w->form), xpos, lemma);
    score->words++;
    score->upos += model->classes[tag].upos == w->upos;
    score->xpos += xpos == w->xpos;
    score->lemma += !strcasecmp(lemma, w->lemma);
    if (head != w->head)
        return;
    score->uas++;
    score->las +=
        dw_deprel_base((enum dw_deprel)label) == dw_deprel_base((enum dw_deprel)w->deprel);
}

static void score_sentence(const struct dw_model *model, const struct gold_sentence *s,
                           struct score *score)
{
    static struct dw_block block;
    static struct dw_parse parse;
    static struct dw_net_block scratch;
    double start = now(), tagged;

    corpus_fill(s, &block);
    dw_tagger_run(model, &block, &scratch);
    tagged = now();
    dw_parser_run(model, &block, &parse, &scratch);
    score->tag_seconds += tagged - start;
    score->parse_seconds += now() - tagged;
    for (int i = 1; i <= s->n; i++)
        count_word(model, &s->word[i], block.tag[i], parse.head[i], parse.label[i], score);
}

bool evaluate(const char *model_path, const char *treebank)
{
    struct corpus corpus = {0};
    struct dw_model model;
    struct dw_error err = {0};
    struct score s = {0};
    double n;

    if (!corpus_add(&corpus, treebank))
        return false;
    if (dw_model_open(&model, model_path, &err) != DW_OK) {
        fprintf(stderr, "%s\n", err.text);
        return false;
    }
    for (int i = 0; i < corpus.n; i++)
        if (corpus.v[i].n <= DW_BLOCK)
            score_sentence(&model, &corpus.v[i], &s);
    n = (double)s.words / 100;
    printf("%s: UPOS %.2f  XPOS %.2f  lemma %.2f  UAS %.2f  LAS %.2f  (gold tokens; tagging %.0f, "
           "parsing %.0f words/s)\n",
           treebank, (double)s.upos / n, (double)s.xpos / n, (double)s.lemma / n, (double)s.uas / n,
           (double)s.las / n, (double)s.words / s.tag_seconds, (double)s.words / s.parse_seconds);
    dw_model_close(&model);
    corpus_fini(&corpus);
    return true;
}
