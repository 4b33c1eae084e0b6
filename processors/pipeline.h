/* SPDX-License-Identifier: MIT */
/*
 * pipeline.h - the one ordered list of processors, run over a document.
 *
 * Threads  a pipeline belongs to one thread; as many as wanted may be open.
 * Cost     opening builds the lookup tables (milliseconds); running takes memory from the
 *          document's arena alone.
 */
#ifndef DW_PIPELINE_H
#define DW_PIPELINE_H

#include <stdio.h>

#include "processors/processor.h"

#define DW_VERSION "0.1.0"

struct dw_pipeline;
struct dw_event_watch;
struct dw_histogram;

struct dw_pipeline_options {
    bool full_depth; /* all layers on every sentence */
    bool none;       /* no processor at all: pass-through */
    bool conllu;     /* syntax only, every sentence */
    bool one_sentence_per_line;
    const char *model; /* path of the weights file; NULL: beside the program or installed */
    const struct dw_event_watch *watch; /* see event/judge.h; borrowed; NULL: nobody watches */
    struct dw_histogram *times; /* one for each processor, of its runs; borrowed; NULL: no clock */
};

/* Errors: DW_NOMEM, DW_LEXICON, DW_MODEL. *out is NULL then. */
enum dw_err dw_pipeline_open(struct dw_pipeline **out, const struct dw_pipeline_options *options,
                             struct dw_error *err) DW_WARN_UNUSED;

/*
 * Annotate the document, whose article the caller has filled in. Errors: DW_NOMEM, DW_INPUT; the
 * annotations made so far are then incomplete and the document should be reset.
 */
enum dw_err dw_pipeline_run(struct dw_pipeline *pipeline, struct dw_doc *doc,
                            struct dw_error *err) DW_WARN_UNUSED;

void dw_pipeline_close(struct dw_pipeline *pipeline);

/* The processors in order; NULL-terminated. */
const struct dw_processor *const *dw_pipeline_processors(void);

/* A line each, for --list-processors. */
void dw_pipeline_print(FILE *out);

enum { DW_PROCESSORS_MAX = 16 }; /* that there may be */

/* The lexicon and the weights in use, by their checksums; NULL if no processor is. */
const char *dw_pipeline_model(const struct dw_pipeline *pipeline);

#endif
