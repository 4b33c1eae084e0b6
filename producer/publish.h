/* SPDX-License-Identifier: MIT */
/*
 * publish.h - records to the topic, and an account of what became of each.
 *
 * The producer is idempotent and waits for all replicas; a record counts as published when the
 * broker has said so, not before. What fails is logged by the place that it came from and its id.
 * With a ledger (--ledger) each article is published once only, over restarts and crashes: once.h.
 *
 * Errors   DW_CONFIG, DW_BROKER (nobody answers, no such topic), DW_FATAL, DW_NOMEM.
 * Threads  one publisher, one thread.
 */
#ifndef DW_PUBLISH_H
#define DW_PUBLISH_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "processors/base/error.h"
#include "processors/base/options.h"
#include "producer/ledger.h"
#include "producer/record.h"

struct dw_publisher;
struct dw_producer_gauges;

struct dw_publisher_counts {
    size_t n_added, n_published, n_failed;
    size_t n_known;   /* not published, for the ledger has them */
    size_t n_settled; /* with a ledger: so many of those added first need no further care */
    uint64_t bytes;   /* of the values published */
};

/* Who is told of a record that could not be published, besides the log. */
struct dw_publisher_hooks {
    void (*failed)(void *user, const struct dw_record *record, const char *reason);
    void *user;
};

struct dw_publisher_options {
    const struct dw_options *options;
    struct dw_ledger *ledger;               /* NULL: none; borrowed */
    const struct dw_publisher_hooks *hooks; /* may be NULL */
    struct dw_producer_gauges *gauges;      /* NULL: nobody asks; borrowed */
    const volatile sig_atomic_t *stop;
    bool patient; /* with a ledger: wait for the broker for as long as it takes */
};

/* Everything that can be checked without a broker. */
enum dw_err dw_publisher_check(const struct dw_options *options,
                               struct dw_error *err) DW_WARN_UNUSED;

/* Connect, bounded by --connect-timeout, and find the topic. */
enum dw_err dw_publisher_open(struct dw_publisher **out, const struct dw_publisher_options *how,
                              struct dw_error *err) DW_WARN_UNUSED;

/*
 * Queue one record; its bytes are copied. Waits while the queue is full. A record that can never go
 * counts as failed and is no error here: errors are for what will meet every later record too.
 */
enum dw_err dw_publisher_add(struct dw_publisher *publisher, const struct dw_record *record,
                             struct dw_error *err) DW_WARN_UNUSED;

/*
 * Serve delivery reports, for at most `timeout_ms`, and end a batch that has waited long enough.
 * What goes wrong for good shows in the next dw_publisher_add or dw_publisher_flush.
 */
void dw_publisher_poll(struct dw_publisher *publisher, int timeout_ms);

/*
 * Wait until the broker has answered for everything queued, at most --delivery-timeout. A second
 * signal (*stop above 1) gives up on what is left, which then counts as failed. Errors: that
 * publishing has failed for good, with a ledger; else the counts tell.
 */
enum dw_err dw_publisher_flush(struct dw_publisher *publisher, struct dw_error *err) DW_WARN_UNUSED;

/* Log and count a record that could not be published, and tell the hooks (may be NULL). */
void dw_publisher_fail(struct dw_publisher_counts *counts, const struct dw_publisher_hooks *hooks,
                       const struct dw_record *record, const char *reason);

const struct dw_publisher_counts *dw_publisher_counts(const struct dw_publisher *publisher);

/* Take the password from the options, which were reloaded. */
void dw_publisher_reload(struct dw_publisher *publisher);

void dw_publisher_close(struct dw_publisher *publisher);

#endif
