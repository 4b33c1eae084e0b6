/* SPDX-License-Identifier: MIT */
/*
 * fetch.h - one request over HTTP or HTTPS: how it is asked, what is taken of the answer.
 *
 * It follows no redirects and asks no address that is not of the open internet (address.h), which
 * is looked at as it is connected to: what its name meant before would say nothing.
 */
#ifndef DW_FETCH_H
#define DW_FETCH_H

#include <curl/curl.h>
#include <stdbool.h>

#include "processors/base/error.h"
#include "processors/base/strbuf.h"

/* All borrowed. */
struct dw_fetch_options {
    long long timeout_ms;
    long long max_bytes; /* of the body, unpacked */
    const char *proxy;   /* NULL: none */
    bool allow_private;
};

struct dw_fetch {
    const struct dw_fetch_options *how;
    CURLM *multi;
    CURL *request; /* NULL: none on its way */
    struct curl_slist *headers;

    /* The answer; until the next start. */
    struct dw_strbuf body;
    char *etag, *modified;    /* NULL: not told */
    char charset[32];         /* "": not told */
    long long retry_after_ms; /* -1: not told */
    bool too_long;
    bool closed; /* an address that may not be asked */
};

void dw_fetch_init(struct dw_fetch *fetch, const struct dw_fetch_options *how, CURLM *multi);
void dw_fetch_fini(struct dw_fetch *fetch);

/*
 * Ask, on condition that it is not what etag and modified (NULL: none) stand for. `user` is what
 * CURLINFO_PRIVATE of the request gives. Errors: DW_NOMEM.
 */
enum dw_err dw_fetch_start(struct dw_fetch *fetch, const char *address, const char *etag,
                           const char *modified, void *user, struct dw_error *err) DW_WARN_UNUSED;

/* Why there is no answer; NULL: there is one. */
const char *dw_fetch_failure(const struct dw_fetch *fetch, CURLcode code);

long dw_fetch_status(const struct dw_fetch *fetch);

/* Where the answer leads; borrowed; NULL: nowhere. */
const char *dw_fetch_redirect(const struct dw_fetch *fetch);

/* Over with it, answered or not; the answer stays. */
void dw_fetch_end(struct dw_fetch *fetch);

#endif
