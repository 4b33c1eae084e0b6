/* SPDX-License-Identifier: MIT */
/*
 * watch.h - folders, with all below them, and the files in them that are complete.
 *
 * Complete is a file that its writer has closed or moved here. Of those that are there at the start
 * or were missed, the ones that nobody has written for a second and, where the system tells, nobody
 * has open for writing. Hidden files and names that mean "not yet" (.part, .tmp, name~) never are.
 *
 * A file may be given out more than once: whoever takes it knows what has been read.
 *
 * Errors: DW_IO for a folder that cannot be watched, DW_NOMEM.
 */
#ifndef DW_WATCH_H
#define DW_WATCH_H

#include "producer/source.h"

struct dw_watch;

/* `source` (borrowed) tells what is none: the ledger. */
enum dw_err dw_watch_open(struct dw_watch **out, const struct dw_source_options *source,
                          struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_watch_add(struct dw_watch *watch, const char *folder,
                         struct dw_error *err) DW_WARN_UNUSED;
void dw_watch_close(struct dw_watch *watch);

/* Readable when something has arrived. */
int dw_watch_fd(const struct dw_watch *watch);

/* Hear what has arrived, look for what was not announced. */
enum dw_err dw_watch_serve(struct dw_watch *watch, struct dw_error *err) DW_WARN_UNUSED;

/* The path of the next complete file, the caller's to free; NULL: none. */
char *dw_watch_take(struct dw_watch *watch);
bool dw_watch_is_empty(const struct dw_watch *watch);

#endif
