/* SPDX-License-Identifier: MIT */
/*
 * ledger.h - what has been published, in an SQLite file: so that nothing is published twice, over
 * restarts, files delivered again and feeds polled again.
 *
 * Identity  of an article: its id and version; of one without a version, id and digest of headline
 *           and text, so that a changed text is a new article and a repeated one is not.
 * Protocol  Records of a batch are first intended, and that is made durable; then the batch is
 *           committed to Kafka; then the intentions are settled. Whoever dies in between finds
 *           them on the next start, looks at the topic for what became of them (reconcile.h), and
 *           settles or drops them.
 * Targets   Cluster and topic: what was published to one is not known of another.
 * Process   One at a time; a second one that opens the same file gets DW_CONFIG.
 * Errors    DW_CONFIG: the file is no ledger, or in use. DW_IO: SQLite's reason. DW_NOMEM.
 * Threads   One.
 */
#ifndef DW_LEDGER_H
#define DW_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "processors/base/error.h"
#include "producer/record.h"

struct dw_ledger;

enum dw_ledger_answer {
    DW_LEDGER_NEW,
    DW_LEDGER_KNOWN,
    DW_LEDGER_CHANGED, /* published under this id and version, but with another text */
};

/* Open or make the file; the folder that it is in must exist. */
enum dw_err dw_ledger_open(struct dw_ledger **out, const char *path,
                           struct dw_error *err) DW_WARN_UNUSED;

/* What is neither sealed nor settled is dropped. NULL is no ledger. */
void dw_ledger_close(struct dw_ledger *ledger);

/* A name of this ledger alone, the same for as long as the file lives. */
const char *dw_ledger_name(const struct dw_ledger *ledger);

/* Choose the target; before all that follows. *is_new: nothing was ever published to it. */
enum dw_err dw_ledger_aim(struct dw_ledger *ledger, const char *cluster, const char *topic,
                          bool *is_new, struct dw_error *err) DW_WARN_UNUSED;

/* Drop what was published more than `seconds` ago, for all targets. */
enum dw_err dw_ledger_forget(struct dw_ledger *ledger, long long seconds,
                             struct dw_error *err) DW_WARN_UNUSED;

/* --- a batch --------------------------------------------------------------------------------- */

enum dw_err dw_ledger_look(struct dw_ledger *ledger, const struct dw_record *record,
                           enum dw_ledger_answer *answer, struct dw_error *err) DW_WARN_UNUSED;

/* Say that the record is about to be published, if the answer is that it is new. */
enum dw_err dw_ledger_intend(struct dw_ledger *ledger, const struct dw_record *record,
                             enum dw_ledger_answer *answer, struct dw_error *err) DW_WARN_UNUSED;

/* Take an intention back: the record cannot be published. */
enum dw_err dw_ledger_recant(struct dw_ledger *ledger, const struct dw_record *record,
                             struct dw_error *err) DW_WARN_UNUSED;

/* Make the intentions durable. */
enum dw_err dw_ledger_seal(struct dw_ledger *ledger, struct dw_error *err) DW_WARN_UNUSED;

/* All that was intended has been published: durable when this returns. */
enum dw_err dw_ledger_settle(struct dw_ledger *ledger, struct dw_error *err) DW_WARN_UNUSED;

/* --- what a crash leaves --------------------------------------------------------------------- */

/* Number of intentions. */
enum dw_err dw_ledger_count(struct dw_ledger *ledger, size_t *n,
                            struct dw_error *err) DW_WARN_UNUSED;

/* This record was found on the topic: if it was intended, it is no longer. */
enum dw_err dw_ledger_found(struct dw_ledger *ledger, const struct dw_record *record,
                            struct dw_error *err) DW_WARN_UNUSED;

/* Whatever is still intended was never published: drop it. Durable when this returns. */
enum dw_err dw_ledger_drop(struct dw_ledger *ledger, struct dw_error *err) DW_WARN_UNUSED;

/*
 * Where to look from: the first offset of the partition that may hold an intended record; -1 if
 * none was noted. Notes become durable with the next seal or settle.
 */
enum dw_err dw_ledger_position(struct dw_ledger *ledger, int32_t partition, int64_t *offset,
                               struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_ledger_note_position(struct dw_ledger *ledger, int32_t partition, int64_t offset,
                                    struct dw_error *err) DW_WARN_UNUSED;

/* --- notes of transports --------------------------------------------------------------------- */

/*
 * A note is a short text under a kind ("file", "feed") and a name (path, address). It becomes
 * durable with the next seal or settle. *text is malloc'ed; NULL if there is none.
 */
enum dw_err dw_ledger_note_get(struct dw_ledger *ledger, const char *kind, const char *name,
                               char **text, struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_ledger_note_set(struct dw_ledger *ledger, const char *kind, const char *name,
                               const char *text, struct dw_error *err) DW_WARN_UNUSED;

#endif
