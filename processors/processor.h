/* SPDX-License-Identifier: MIT */
/*
 * processor.h - the interface of one processor: a step that adds annotations to a document.
 *
 * State    made by open, one for each pipeline, never shared between threads; NULL if not needed.
 * Errors   run returns DW_NOMEM at the article's memory cap and DW_INPUT for text that it cannot
 *          take; odd text is never an error.
 * Hooks    open and close may be NULL.
 */
#ifndef DW_PROCESSOR_H
#define DW_PROCESSOR_H

#include "processors/doc.h"

struct dw_pipeline_options;

struct dw_processor {
    const char *name;
    const char *summary; /* shown by --list-processors */
    enum dw_err (*open)(void **state, const struct dw_pipeline_options *options,
                        struct dw_error *err);
    enum dw_err (*run)(void *state, struct dw_doc *doc, struct dw_error *err);
    void (*close)(void *state);
};

#endif
