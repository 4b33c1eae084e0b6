/* SPDX-License-Identifier: MIT */
#include "processors/doc.h"

#include <string.h>

void dw_doc_init(struct dw_doc *doc, size_t memory_cap)
{
    memset(doc, 0, sizeof *doc);
    dw_arena_init(&doc->arena, memory_cap);
    doc->article.source.timestamp = -1;
}

void dw_doc_reset(struct dw_doc *doc)
{
    struct dw_arena arena = doc->arena;

    dw_arena_reset(&arena);
    memset(doc, 0, sizeof *doc);
    doc->arena = arena;
    doc->article.source.timestamp = -1;
}

void dw_doc_fini(struct dw_doc *doc)
{
    dw_arena_fini(&doc->arena);
    memset(doc, 0, sizeof *doc);
}

enum dw_err dw_doc_find_runs(struct dw_doc *doc)
{
    if (doc->runs.letters)
        return DW_OK;
    return dw_runs_find(&doc->arena, doc->article.text, doc->article.len, &doc->runs);
}

const char *dw_doc_text(struct dw_doc *doc, struct dw_span span)
{
    const char *from = doc->article.text + span.beg;
    char *copy = dw_arena_dup(&doc->arena, from, span.end - span.beg);
    char *to = copy;

    if (!copy)
        return NULL;
    for (size_t i = 0; i < span.end - span.beg; i++) {
        char c = from[i];
        bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';

        if (blank && to > copy && to[-1] == ' ')
            continue;
        *to++ = blank ? ' ' : c;
    }
    *to = '\0';
    return copy;
}
