/* SPDX-License-Identifier: MIT */
/* issue.h - words that tell in what affair an event stands (lexicon/context.tsv). No state. */
#ifndef DW_ISSUE_H
#define DW_ISSUE_H

#include "processors/doc.h"

struct dw_issue {
    const char *context; /* PLOVER context */
    const char *slug;    /* issue of a dispute; "" if the word says too little */
};

/* What a token and the one behind it tell as a pair ("rare-earth"), or the token alone; false if
 * nothing. */
bool dw_issue_find(const struct dw_doc *doc, uint32_t token, struct dw_issue *out);

#endif
