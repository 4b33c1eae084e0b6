/* SPDX-License-Identifier: MIT */
/*
 * tables.h - the events and the entities of an article as HTML tables.
 */
#ifndef DW_TABLES_H
#define DW_TABLES_H

#include "processors/base/strbuf.h"
#include "processors/doc.h"

struct dw_tables {
    const struct dw_doc *doc;
    struct dw_strbuf *out;
    uint32_t article; /* its number on the page */
    bool are_targets; /* the words of the text lead to the rows, which are then "aN-vM" */
};

/* Each is left out where it would be empty. */
void dw_tables_add_events(const struct dw_tables *t);
void dw_tables_add_entities(const struct dw_tables *t);

/* Words that met a row of the lexicon but made no event, in sentences that have none. */
void dw_tables_add_silences(const struct dw_tables *t);

#endif
