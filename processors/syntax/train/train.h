/* SPDX-License-Identifier: MIT */
/* train.h - the steps of training; main.c calls them in order. */
#ifndef DW_TRAIN_H
#define DW_TRAIN_H

#include "processors/syntax/lemma.h"
#include "processors/syntax/train/corpus.h"
#include "processors/syntax/train/dense.h"

struct options {
    int tag_bits, tag_epochs, tag_margin;
    int fold_epochs, folds;
    int action_bits, label_bits; /* action_bits: of the slots that are kept */
    int parse_epochs, parse_margin, label_margin, explore; /* explore: in 1/100 */
    int tag_courses, courses;
    uint32_t seed;
};

/* A hashed section in the making. */
struct pair_table {
    struct dw_model_pair *v;
    uint32_t size, n;
};

/* One section of the file. */
struct blob {
    void *bytes;
    size_t size;
};

/* --- tags ---------------------------------------------------------------------------------- */

/* The joint classes of a corpus; rare ones are left out. Returns their number. */
int classes_collect(const struct corpus *corpus, struct dw_tag_class classes[DW_MODEL_TAGS]);
void classes_assign(struct corpus *corpus, const struct dw_tag_class *classes, int n);

/* Form -> hash of the classes that it has; put into the words' `classes`. */
void lexicon_collect(const struct corpus *corpus, int skip_fold, int folds,
                     struct pair_table *table);
void lexicon_assign(struct corpus *corpus, const struct pair_table *table);

/* Train on the documents outside `skip_fold` (none if negative), the sum of some courses. */
void tagger_train(const struct corpus *corpus, int skip_fold, int n_classes, int epochs,
                  int courses, const struct options *options, struct dense *out);
int tagger_choose(const struct dense *dense, const struct dw_block *block, int i, int n_classes,
                  uint32_t *features, float *score);

/* Fill `jack` of all sentences with tags from taggers that have not seen their document. */
void tagger_jackknife(struct corpus *corpus, int n_classes, const struct options *options);

/* --- trees --------------------------------------------------------------------------------- */

struct action_weights {
    struct action_cell {
        float now[4], debt[4];
    } * v;
    int bits;
    double step;
};

void parser_train(const struct corpus *corpus, const struct dw_tag_class *classes,
                  const struct options *options, struct action_weights *actions,
                  struct dense *labels);
struct dw_action_slot *actions_quantise(const struct action_weights *actions);

/* Bit set of the actions that lose the fewest gold arcs. */
unsigned oracle_find(const struct dw_parse *parse, const struct gold_sentence *gold);

/* --- lemmas -------------------------------------------------------------------------------- */

void lemma_train(const struct corpus *corpus, struct blob *rules, struct pair_table *lemmas,
                 struct pair_table *suffixes);

/* --- the file ------------------------------------------------------------------------------ */

void pair_table_init(struct pair_table *table, size_t n);
void pair_table_add(struct pair_table *table, uint32_t key, uint32_t value);
bool model_write(const char *path, const struct blob section[DW_N_SECTIONS]);

/* Print how well the file does on a treebank with gold tokens, and how fast. */
bool evaluate(const char *model_path, const char *treebank);

#endif
