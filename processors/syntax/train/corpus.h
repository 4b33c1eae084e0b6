/* SPDX-License-Identifier: MIT */
/* corpus.h - treebanks in CoNLL-U, as the training program holds them. */
#ifndef DW_TRAIN_CORPUS_H
#define DW_TRAIN_CORPUS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "processors/syntax/parser.h"
#include "processors/syntax/tagset.h"

struct gold_word {
    char *form, *lemma;
    uint8_t upos, xpos, deprel, tag; /* tag: joint class, set by classes_assign */
    int16_t head;                    /* 1 .. n, or n + 1 for the root */
};

struct gold_sentence {
    struct gold_word *word; /* [1 .. n] */
    struct dw_word *seen;   /* [1 .. n]: features of the forms */
    uint8_t *jack;          /* [1 .. n]: tags predicted by a tagger that has not seen it */
    int n;
    int doc; /* number of its document, over all files */
};

struct corpus {
    struct gold_sentence *v;
    int n, cap, n_docs;
    long n_words;
};

/* Append a file; false, with a message on standard error, if it cannot be read. */
bool corpus_add(struct corpus *corpus, const char *path);

/* Append a sentence: its words with heads (0: root) and its document; the words become ours. */
void corpus_push(struct corpus *corpus, struct gold_sentence *sentence);

void corpus_fini(struct corpus *corpus);

/* A block with the sentence's words, and no tags yet. Only for sentences of at most DW_BLOCK. */
void corpus_fill(const struct gold_sentence *sentence, struct dw_block *block);

/* A permutation of 0 .. n - 1 that depends on the seed alone. */
void shuffle(int *order, int n, uint32_t seed);

#endif
