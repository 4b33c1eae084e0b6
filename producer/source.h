/* SPDX-License-Identifier: MIT */
/*
 * source.h - walk what the command line names: files, folders, standard input.
 *
 * Folders are read with all that is in them, in the order of their names' bytes. Hidden files,
 * editors' back-ups (name~) and what is no file (sockets, devices) are skipped, and links to
 * folders are not followed inside a folder, so that a walk always ends. Nor is the ledger read.
 */
#ifndef DW_SOURCE_H
#define DW_SOURCE_H

#include <sys/stat.h>

#include "processors/base/options.h"
#include "producer/feed.h"

struct dw_source_options {
    const struct dw_format *format; /* NULL: found for each file */
    struct dw_record_defaults defaults;
    const char *ledger; /* NULL: none. Wherever it lies, it is no source */
};

/* From the options format and published, checked. Errors: DW_CONFIG. */
enum dw_err dw_source_options_make(struct dw_source_options *out, const struct dw_options *options,
                                   struct dw_error *err) DW_WARN_UNUSED;

/*
 * Read one source, "-" being standard input; records and troubles go to the sink. Fails only with
 * what the sink failed with, or DW_NOMEM.
 */
enum dw_err dw_source_run(const char *name, const struct dw_source_options *options,
                          const struct dw_sink *sink, struct dw_error *err) DW_WARN_UNUSED;

/*
 * Read bytes that a transport has brought: `name` is their place, and its suffix may tell the
 * format. The input is closed. Fails as dw_source_run.
 */
enum dw_err dw_source_read(const char *name, struct dw_input *input,
                           const struct dw_source_options *options, const struct dw_sink *sink,
                           struct dw_error *err) DW_WARN_UNUSED;

/* Bytes of a file, or of all files below a folder; 0 for what has no size. */
uint64_t dw_source_size(const char *name);

/*
 * True for the ledger and for what SQLite keeps beside it, by whatever name. Such a file must not
 * even be opened: to close it would take SQLite's lock away.
 */
bool dw_source_is_ledger(const struct dw_source_options *options, const char *path,
                         const struct stat *at);

/* Why a file or folder of this name is passed over ("hidden"); NULL if it is not. */
const char *dw_source_why_skipped(const char *name);

#endif
