/* SPDX-License-Identifier: MIT */
/* train.h - the steps of training; main.c calls them in order. */
#ifndef DW_TRAIN_H
#define DW_TRAIN_H

#include "processors/syntax/lemma.h"
#include "processors/syntax/train/float.h"
#include "processors/syntax/train/corpus.h"
#include "processors/syntax/train/dense.h"
#include "processors/syntax/train/file.h"

struct options {
    int tag_bits, tag_epochs, tag_margin;
    int fold_epochs, folds;
    int parser_epochs, tagger_epochs;
    int net_rate;            /* in 1/100,000 */
    int net_drop, word_drop; /* in 1/100 */
    int explore;             /* in 1/100 */
    int tag_courses;
    uint32_t seed;
    int live_min;          /* of features in rows: how often they must be met */
    int form_min, augment; /* augment: in 1/100 of the usual rates */
};

/* A hashed section in the making. */
struct pair_table {
    struct dw_model_pair *v;
    uint32_t size, n;
};

/* --- tags ---------------------------------------------------------------------------------- */

/* The joint classes of a corpus; rare ones are left out. Returns their number. */
int classes_collect(const struct corpus *corpus, struct dw_tag_class classes[DW_MODEL_TAGS]);
void classes_assign(struct corpus *corpus, const struct dw_tag_class *classes, int n);

/* --- the lexicon --------------------------------------------------------------------------- */

/* A form that no treebank has to hold: what it is like, or what it can be. */
struct known_form {
    uint32_t key, like; /* like: key of the form whose place it takes; 0 if none */
    uint8_t upos, xpos; /* if not like another */
};

struct known_forms {
    struct known_form *v;
    size_t n, cap;
};

/* Read forms.tsv; false, with a message on standard error, if a row is bad. */
bool known_read(struct known_forms *known, const char *path);

struct lexicon {
    struct dw_lexicon_entry *v;
    uint32_t size, n;
};

/* Entries of the documents outside `skip_fold`; assigned to the words of all. */
void lexicon_collect(const struct corpus *corpus, const struct known_forms *known,
                     const struct dw_tag_class *classes, int skip_fold,
                     const struct options *options, struct lexicon *lexicon);
void lexicon_assign(struct corpus *corpus, const struct lexicon *lexicon);

/* --- clusters of words ----------------------------------------------------------------------- */

/* Read clusters.tsv; false, with a message on standard error, if a row is bad. */
bool clusters_read(const char *path, struct blob *words, struct blob *clusters);
void clusters_assign(struct corpus *corpus, const struct blob *words, const struct blob *clusters);

/* --- more sentences ------------------------------------------------------------------------- */

/* Append copies of some sentences with what wire copy has often and treebanks seldom. */
void augment(struct corpus *corpus, const struct options *options);

/* --- the tagger ----------------------------------------------------------------------------- */

/* Train on the documents outside `skip_fold` (none if negative), the sum of some courses. */
void tagger_train(const struct corpus *corpus, int skip_fold, int n_classes, int epochs,
                  int courses, const struct options *options, struct dense *out);
int tagger_choose(const struct dense *dense, const struct dw_block *block, int i, int n_classes,
                  uint32_t *features, int *n_features, float *score);

/* Train the tagger's network; its section. */
struct blob tagger_net_train(const struct corpus *corpus, const struct options *options);

/* Fill `jack` of all sentences with tags from taggers that have not seen their document. */
void tagger_jackknife(struct corpus *corpus, const struct known_forms *known,
                      const struct dw_tag_class *classes, int n_classes,
                      const struct options *options);

/* --- what both networks need ------------------------------------------------------------------ */

struct lesson {
    void (*learn)(struct lesson *lesson, const struct gold_sentence *sentence);
    int epochs;
    struct float_net *net;
    bool explores; /* its own mistakes: not in the first epoch */
    double loss, n_loss;
};

/* Train a network from nothing; its section. */
struct blob lesson_run(struct lesson *lesson, const struct dw_net_shape *shape,
                       const struct corpus *corpus, const struct options *options);

/* Turn scores into probabilities of those in the set; of all if it is 0. */
void soften(float *score, int n, unsigned set);

/* Make some words of the block look as if training had not met them. */
void forget_words(struct float_net *net, struct dw_block *block, const struct options *options);

/* --- trees --------------------------------------------------------------------------------- */

/* Train the parser's network; its section. */
struct blob parser_train(const struct corpus *corpus, const struct dw_tag_class *classes,
                         const struct options *options);

/* Bit set of the actions that lose the fewest gold arcs. */
unsigned oracle_find(const struct dw_parse *parse, const struct gold_sentence *gold);

/* --- lemmas -------------------------------------------------------------------------------- */

void lemma_train(const struct corpus *corpus, struct blob *rules, struct pair_table *lemmas,
                 struct pair_table *suffixes);

/* --- hashed sections ----------------------------------------------------------------------- */

void pair_table_init(struct pair_table *table, size_t n);
void pair_table_add(struct pair_table *table, uint32_t key, uint32_t value);

/* Print how well the file does on a treebank with gold tokens, and how fast. */
bool evaluate(const char *model_path, const char *treebank);

#endif
