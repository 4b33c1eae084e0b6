/* SPDX-License-Identifier: MIT */
/*
 * poller.h - feeds and articles fetched over HTTP and HTTPS: once, or again and again.
 *
 * Polite: requests are conditional (ETag, Last-Modified). Of one host at most one is on its way,
 * and a second (or the interval, if that is shorter) passes before the next. Retry-After is kept.
 * After a failure the wait grows, up to a day; a feed that is gone (410) is left alone until the
 * next start, and where one has moved for good (301, 308) the new address is asked from then on.
 *
 * Careful: at most five redirects, of HTTP and HTTPS alone; a limit of size and one of time; no
 * address that is not of the open internet (address.h), unless allowed or a proxy is set, whose
 * work that is.
 *
 * Once only: what a feed said of its state is noted in the ledger when its articles are safe, so
 * that a crash asks for them again.
 *
 * Errors: those of the sink and the ledger; a feed's own troubles are logged, and when each is
 * fetched once they go to the sink as well.
 */
#ifndef DW_POLLER_H
#define DW_POLLER_H

#include <poll.h>

#include "producer/fetch.h"
#include "producer/ledger.h"
#include "producer/source.h"

struct dw_poller;

/* All borrowed. */
struct dw_poller_options {
    const struct dw_source_options *source;
    const struct dw_sink *sink;
    struct dw_ledger *ledger; /* NULL: nothing is remembered */
    const size_t *n_added,
        *n_settled;        /* records: given to the publisher, and safe; with a ledger */
    long long interval_ms; /* 0: once */
    struct dw_fetch_options fetch;
    struct dw_producer_gauges *gauges; /* NULL: nobody asks */
};

/* True for http:// and https://. */
bool dw_poller_is_address(const char *name);

enum dw_err dw_poller_open(struct dw_poller **out, const struct dw_poller_options *how,
                           struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_poller_add(struct dw_poller *poller, const char *address,
                          struct dw_error *err) DW_WARN_UNUSED;

/* Ask so often from now on. */
void dw_poller_set_interval(struct dw_poller *poller, long long interval_ms);

void dw_poller_close(struct dw_poller *poller);

/*
 * Start what is due, read what has come, note what is safe. *n_left: feeds that will be asked
 * (again).
 */
enum dw_err dw_poller_serve(struct dw_poller *poller, size_t *n_left,
                            struct dw_error *err) DW_WARN_UNUSED;

/* Wait for bytes from the network, or for one of the files, at most `timeout_ms`. */
void dw_poller_wait(struct dw_poller *poller, struct pollfd *files, unsigned n_files,
                    int timeout_ms);

#endif
