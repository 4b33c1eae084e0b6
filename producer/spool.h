/* SPDX-License-Identifier: MIT */
/*
 * spool.h - watched folders: each file in them, or below, is read once it is complete (watch.h),
 * and done with once all its records are safe.
 *
 * Done, by --after: keep: remembered in the ledger by path, size and time; move: put into the
 * folder .published beside it; delete. A file of which something could not be published is kept, or
 * put into .rejected: it is never deleted.
 *
 * Crash: a file that was read but not done with is read again; the ledger knows its records.
 *
 * Errors: those of the sink and the ledger, DW_IO for a folder that cannot be watched. What is
 * wrong with one file goes to the sink.
 */
#ifndef DW_SPOOL_H
#define DW_SPOOL_H

#include "producer/ledger.h"
#include "producer/source.h"

struct dw_spool;

enum dw_spool_after { DW_SPOOL_KEEP, DW_SPOOL_MOVE, DW_SPOOL_DELETE };

/* All borrowed. */
struct dw_spool_options {
    const struct dw_source_options *source;
    const struct dw_sink *sink;
    struct dw_ledger *ledger;
    const size_t *n_added, *n_settled; /* records: given to the publisher, and safe */
    const size_t *n_refused;           /* what could not become a record */
    enum dw_spool_after after;
};

/* Watch a folder and all in it. */
enum dw_err dw_spool_open(struct dw_spool **out, const struct dw_spool_options *how,
                          struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_spool_watch(struct dw_spool *spool, const char *folder,
                           struct dw_error *err) DW_WARN_UNUSED;
void dw_spool_close(struct dw_spool *spool);

/* The record from this place could not be published. */
void dw_spool_fail(struct dw_spool *spool, const char *place);

/* Readable when something has arrived. */
int dw_spool_fd(const struct dw_spool *spool);

/*
 * Read what has arrived and finish what is safe, for some tens of milliseconds at most. *busy:
 * there is more to do at once.
 */
enum dw_err dw_spool_serve(struct dw_spool *spool, bool *busy, struct dw_error *err) DW_WARN_UNUSED;

#endif
