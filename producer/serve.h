/* SPDX-License-Identifier: MIT */
/*
 * serve.h - the producer that goes on until it is stopped: whatever brings articles is served in
 * turn, and what was read is published in batches.
 */
#ifndef DW_SERVE_H
#define DW_SERVE_H

#include "producer/certificate.h"
#include "producer/ledger.h"
#include "producer/publish.h"
#include "producer/source.h"

/* All borrowed. */
struct dw_server {
    const struct dw_options *options;
    const struct dw_source_options *source;
    const struct dw_sink *sink;     /* gives what it takes to the publisher */
    struct dw_publisher *publisher; /* NULL: a dry run */
    struct dw_ledger *ledger;       /* NULL: none; then nothing goes on */
    const size_t *n_refused;        /* by the sink */
    void (*between)(void *user);    /* called between two rounds; NULL: nothing to do there */
    void *user;
    struct dw_producer_gauges *gauges;

    /* Made by dw_serve; NULL: not wanted. */
    struct dw_spool *spool;
    struct dw_poller *poller;
    struct dw_listener *listener;
    struct dw_certificate certificate; /* the listener's */
};

/* True if the options ask for a producer that goes on. */
bool dw_serve_is_wanted(const struct dw_options *options);

/* What can be checked of these options before. Errors: DW_CONFIG. */
enum dw_err dw_serve_check(const struct dw_options *options, struct dw_error *err) DW_WARN_UNUSED;

/* Until *sink->hooks.stop, or a failure; feeds that are fetched once end by themselves. */
enum dw_err dw_serve(struct dw_server *server, struct dw_error *err) DW_WARN_UNUSED;

/* Take what can be taken while it runs from the options, which were reloaded. */
void dw_server_reload(struct dw_server *server);

/* Fetch what an address has, once. */
enum dw_err dw_serve_fetch(struct dw_server *server, const char *address,
                           struct dw_error *err) DW_WARN_UNUSED;

/* Hand on that a record could not be published. */
void dw_server_fail(struct dw_server *server, const struct dw_record *record, const char *reason);

#endif
