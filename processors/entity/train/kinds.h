/* SPDX-License-Identifier: MIT */
/* kinds.h - the table of kinds of words, packed for the weights file. */
#ifndef DW_TRAIN_KINDS_H
#define DW_TRAIN_KINDS_H

#include <stdbool.h>

#include "processors/entity/namekind.h"

/* Read kinds.tsv; false, with a message on standard error, if it is not to be had. */
bool kinds_read(struct dw_namekinds *kinds, const char *path);
void kinds_fini(struct dw_namekinds *kinds);

#endif
