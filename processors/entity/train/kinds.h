/* SPDX-License-Identifier: MIT */
/* kinds.h - the tables of kinds of words and of their vectors, packed for the weights file. */
#ifndef DW_TRAIN_KINDS_H
#define DW_TRAIN_KINDS_H

#include <stdbool.h>

#include "processors/entity/namekind.h"

/* Read kinds.tsv; false, with a message on standard error, if it is not to be had. */
bool kinds_read(struct dw_namekinds *kinds, const char *path);
void kinds_fini(struct dw_namekinds *kinds);

enum { BOOK_NUMBERS = 6 };

/* What the codes of vectors stand for: pieces of BOOK_NUMBERS numbers. */
struct books {
    float v[DW_KIND_BOOKS][DW_KIND_BOOK][BOOK_NUMBERS];
};

/* Read books.tsv, as above. */
bool books_read(struct books *books, const char *path);

#endif
