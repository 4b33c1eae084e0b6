/* SPDX-License-Identifier: MIT */
/*
 * intake.h - what stands between the sources and the publisher: which articles are wanted, how fast
 * they go, what becomes of those that cannot, and how far it all has come.
 *
 * Selection  --since and --until are days, both included, and are held against the date that the
 *            article gives, as it is written. An article that gives none is not held back.
 * Pace       --rate articles a second at most; the publisher is served meanwhile.
 * Rejects    --rejects DIR gets a copy of each file of which something was refused, each record
 *            that the broker refused, and rejects.ndjson with time, place and reason of each.
 */
#ifndef DW_INTAKE_H
#define DW_INTAKE_H

#include "producer/feed.h"
#include "producer/publish.h"
#include "producer/source.h"

struct dw_intake {
    struct dw_publisher *publisher; /* NULL: records are printed on standard output */
    const volatile sig_atomic_t *stop;
    struct dw_producer_gauges *gauges; /* NULL: nobody asks */
    struct dw_publisher_counts printed;
    size_t n_refused, n_skipped;

    int64_t since, until; /* days as in calendar.h */
    double rate;          /* articles a second; 0: as fast as it goes */
    double due_ms;        /* when the next may go */
    const char *rejects;  /* folder; NULL: none */

    uint64_t n_bytes, n_read; /* of all files that are to be read; 0: not known */
    long long begun_ms, shown_ms;
};

/* Fill in from the options; *intake is zero but for stop. Errors: DW_CONFIG. */
enum dw_err dw_intake_open(struct dw_intake *intake, const struct dw_options *options,
                           struct dw_error *err) DW_WARN_UNUSED;

/* Take --rate from the options, which were reloaded. */
void dw_intake_reload(struct dw_intake *intake, const struct dw_options *options);

/* The sink of that intake; it borrows the intake. */
struct dw_sink dw_intake_sink(struct dw_intake *intake);

/* Published, printed, refused ... so far. */
struct dw_publisher_counts dw_intake_counts(const struct dw_intake *intake);

/* Keep a record that the broker did not take. */
void dw_intake_reject(struct dw_intake *intake, const struct dw_record *record, const char *reason);

#endif
