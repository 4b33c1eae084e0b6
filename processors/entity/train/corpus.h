/* SPDX-License-Identifier: MIT */
/* corpus.h - texts with names marked by hand, as the training program of the name tagger holds
 * them. */
#ifndef DW_NAMES_CORPUS_H
#define DW_NAMES_CORPUS_H

#include <stdbool.h>

#include "processors/entity/nametag.h"

/* One block of a sentence with its right tags. */
struct sample {
    struct dw_nameword *word; /* as in struct dw_nameblock */
    uint8_t *tag;             /* [0 .. n - 1] */
    int n;
    int manner; /* by whose rules the names were marked: see learner.h */
};

struct corpus {
    struct sample *v;
    int n, cap;
    int n_names;
    int n_apart; /* files with rules of their own */
};

/* What reads texts: the processors before the names, and the tables. */
struct reader;

/* NULL, with a message on standard error, if tables or weights cannot be opened. */
struct reader *reader_open(const struct dw_namekinds *kinds);
void reader_close(struct reader *reader);

/*
 * Append a file. One whose name ends in .txt is our own (marked.h), TREEBANK+MARKS are two files
 * (treebank.h); others are NDJSON: each line
 * has a text with `mentions` (start, end, class PER ORG LOC) or, as GUM has them, `entities_gum`
 * (start, end, type), of which the names are taken. "nested:" before the path: the mentions are
 * whole noun phrases, some inside others, as in MEANTIME, and only the beginning of each text is
 * marked. "renamed:" before it: the texts of the file are added once more, with other names
 * (rename.h). "apart:": its annotators went by rules of their own. Offsets count code points.
 * False, with a message on standard error, if it cannot be read.
 */
bool corpus_add(struct corpus *corpus, struct reader *reader, const char *path);
void corpus_fini(struct corpus *corpus);

/* The sample's words in a block. */
void corpus_fill(const struct sample *sample, struct dw_nameblock *block);

#endif
