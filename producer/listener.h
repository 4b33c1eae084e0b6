/* SPDX-License-Identifier: MIT */
/*
 * listener.h - articles that are pushed over HTTP: POST /articles, one file of any format a
 * request.
 *
 * Answers    202 when the broker has everything: {"published": 2, "refused": []}. Articles that the
 *            ledger knows count as published, so a request may safely come again.
 *            400 nothing in it was an article, with the reasons; 401 without the token; 404, 405;
 *            411 or 413 for a body without or with too great a length; 429 asked too often, with
 *            Retry-After; 503 when the broker refused.
 * Token      "Authorization: Bearer TOKEN".
 * TLS        1.2 and 1.3, with a certificate; without one the token goes in the clear, which is fit
 *            for the machine itself or a proxy on it.
 * Errors     DW_CONFIG for an address that cannot be listened on; those of the sink.
 */
#ifndef DW_LISTENER_H
#define DW_LISTENER_H

#include "producer/certificate.h"
#include "producer/source.h"

struct dw_listener;

/* All borrowed. */
struct dw_listener_options {
    const char *address; /* "127.0.0.1:8081", "[::1]:8081", ":8081" for all */
    const char *token;
    const struct dw_certificate *certificate; /* NULL: no TLS */
    const struct dw_source_options *source;
    const struct dw_sink *sink;
    struct dw_producer_gauges *gauges; /* NULL: nobody asks */
    const size_t *n_added, *n_settled; /* records: given to the publisher, and safe */
    long long max_bytes;               /* of one body */
    long long rate;                    /* requests a second */
};

enum dw_err dw_listener_open(struct dw_listener **out, const struct dw_listener_options *how,
                             struct dw_error *err) DW_WARN_UNUSED;

/* Another token and another rate from now on; the token is borrowed. */
void dw_listener_set(struct dw_listener *listener, const char *token, long long rate);

void dw_listener_close(struct dw_listener *listener);

/* The port that it got, if 0 was asked for. */
unsigned dw_listener_port(const struct dw_listener *listener);

/* Readable when there is something to serve. */
int dw_listener_fd(const struct dw_listener *listener);

/* Take in what came, answer what is safe. */
enum dw_err dw_listener_serve(struct dw_listener *listener, struct dw_error *err) DW_WARN_UNUSED;

/* The record from this place could not be published. */
void dw_listener_fail(struct dw_listener *listener, const char *place, const char *reason);

#endif
