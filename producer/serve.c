/* SPDX-License-Identifier: MIT */
#include "producer/serve.h"

#include <poll.h>
#include <string.h>
#include <sys/stat.h>

#include "processors/base/log.h"
#include "producer/gauges.h"
#include "producer/listener.h"
#include "producer/poller.h"
#include "producer/spool.h"

enum { SLICE_MS = 50 }; /* longest wait before everything is looked at again */

/* --- options --------------------------------------------------------------------------------- */

bool dw_serve_is_wanted(const struct dw_options *options)
{
    return dw_options_flag(options, "watch") || dw_options_number(options, "poll") > 0 ||
           dw_options_text(options, "listen");
}

static bool is_folder(const char *name)
{
    struct stat at;

    return stat(name, &at) == 0 && S_ISDIR(at.st_mode);
}

/* Each source must be one that goes on by the option which makes it do so. */
static enum dw_err check_source(const struct dw_options *options, const char *name,
                                struct dw_error *err)
{
    if (dw_poller_is_address(name) && dw_options_number(options, "poll") == 0)
        return dw_error_set(err, DW_CONFIG, 0, "%.150s needs --poll TIME", name);
    if (dw_poller_is_address(name))
        return DW_OK;
    if (!dw_options_flag(options, "watch"))
        return dw_error_set(err, DW_CONFIG, 0, "%.150s needs --watch", name);
    if (!is_folder(name))
        return dw_options_fail(options, "watch", err, "%.150s is no folder", name);
    return DW_OK;
}

/* The certificate that was asked for, to be closed; empty if none was. */
static enum dw_err open_certificate(const struct dw_options *options,
                                    struct dw_certificate *certificate, struct dw_error *err)
{
    const char *chain = dw_options_text(options, "listen-cert");
    const char *key = dw_options_text(options, "listen-key");

    *certificate = (struct dw_certificate){NULL, NULL};
    if (!chain && !key)
        return DW_OK;
    if (!chain || !key)
        return dw_options_fail(options, chain ? "listen-cert" : "listen-key", err,
                               "needs --%s as well", chain ? "listen-key" : "listen-cert");
    return dw_certificate_open(certificate, chain, key, err);
}

static enum dw_err check_listen(const struct dw_options *options, struct dw_error *err)
{
    const char *token = dw_options_text(options, "listen-token");
    struct dw_certificate certificate;
    enum dw_err rc;

    if (!dw_options_text(options, "listen"))
        return DW_OK;
    if (!token || !*token)
        return dw_options_fail(options, "listen", err,
                               "needs --listen-token, best as listen-token=${file:PATH} in a file");
    rc = open_certificate(options, &certificate, err);
    dw_certificate_close(&certificate);
    return rc;
}

enum dw_err dw_serve_check(const struct dw_options *options, struct dw_error *err)
{
    const char *key = dw_options_flag(options, "watch")        ? "watch"
                      : dw_options_number(options, "poll") > 0 ? "poll"
                                                               : "listen";
    size_t n = dw_options_n_arguments(options);

    if (!dw_serve_is_wanted(options))
        return DW_OK;
    if (dw_options_flag(options, "dry-run"))
        return dw_options_fail(options, key, err, "--dry-run ends, --%s does not", key);
    if (!dw_options_text(options, "ledger"))
        return dw_options_fail(options, key, err,
                               "needs --ledger FILE: what was published must be remembered");
    if (n == 0 && !dw_options_text(options, "listen"))
        return dw_options_fail(options, key, err, "no %s is named",
                               strcmp(key, "watch") == 0 ? "folder to watch" : "feed to poll");
    for (size_t i = 0; i < n; i++)
        if (check_source(options, dw_options_argument(options, i), err))
            return DW_CONFIG;
    return check_listen(options, err);
}

/* --- opening --------------------------------------------------------------------------------- */

static enum dw_err open_spool(struct dw_server *server, struct dw_error *err)
{
    const struct dw_publisher_counts *counts = dw_publisher_counts(server->publisher);
    const struct dw_spool_options how = {
        .source = server->source,
        .sink = server->sink,
        .ledger = server->ledger,
        .n_added = &counts->n_added,
        .n_settled = &counts->n_settled,
        .n_refused = server->n_refused,
        .after = (enum dw_spool_after)dw_options_choice(server->options, "after"),
    };

    return server->spool ? DW_OK : dw_spool_open(&server->spool, &how, err);
}

static enum dw_err open_poller(struct dw_server *server, long long interval_ms,
                               struct dw_error *err)
{
    const struct dw_publisher_counts *counts =
        server->publisher ? dw_publisher_counts(server->publisher) : NULL;
    const struct dw_poller_options how = {
        .source = server->source,
        .sink = server->sink,
        .ledger = server->ledger,
        .n_added = counts ? &counts->n_added : NULL,
        .n_settled = counts ? &counts->n_settled : NULL,
        .interval_ms = interval_ms,
        .gauges = server->gauges,
        .fetch = {.timeout_ms = dw_options_number(server->options, "fetch-timeout"),
                  .max_bytes = dw_options_number(server->options, "body-limit"),
                  .proxy = dw_options_text(server->options, "proxy"),
                  .allow_private = dw_options_flag(server->options, "private-addresses")},
    };

    return server->poller ? DW_OK : dw_poller_open(&server->poller, &how, err);
}

static enum dw_err open_listener(struct dw_server *server, struct dw_error *err)
{
    const struct dw_publisher_counts *counts = dw_publisher_counts(server->publisher);
    enum dw_err rc = open_certificate(server->options, &server->certificate, err);
    const bool secure = !rc && server->certificate.chain;
    const struct dw_listener_options how = {
        .address = dw_options_text(server->options, "listen"),
        .token = dw_options_text(server->options, "listen-token"),
        .certificate = secure ? &server->certificate : NULL,
        .source = server->source,
        .sink = server->sink,
        .gauges = server->gauges,
        .n_added = &counts->n_added,
        .n_settled = &counts->n_settled,
        .max_bytes = dw_options_number(server->options, "body-limit"),
        .rate = dw_options_number(server->options, "listen-rate"),
    };

    if (!rc)
        rc = dw_listener_open(&server->listener, &how, err);
    if (!rc)
        dw_log_with(DW_LOG_INFO, "listening", "address=%s port=%u tls=%s", how.address,
                    dw_listener_port(server->listener), secure ? "yes" : "no");
    return rc;
}

static enum dw_err open_source(struct dw_server *server, const char *name, struct dw_error *err)
{
    const bool polled = dw_poller_is_address(name);
    long long interval = dw_options_number(server->options, "poll");
    enum dw_err rc = polled ? open_poller(server, interval, err) : open_spool(server, err);

    if (!rc)
        rc = polled ? dw_poller_add(server->poller, name, err)
                    : dw_spool_watch(server->spool, name, err);
    if (!rc)
        dw_log_with(DW_LOG_INFO, polled ? "polling" : "watching", "source=%s", name);
    return rc;
}

static enum dw_err open_all(struct dw_server *server, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    for (size_t i = 0; i < dw_options_n_arguments(server->options) && !rc; i++)
        rc = open_source(server, dw_options_argument(server->options, i), err);
    if (!rc && dw_options_text(server->options, "listen"))
        rc = open_listener(server, err);
    return rc;
}

static void close_all(struct dw_server *server)
{
    dw_spool_close(server->spool);
    dw_poller_close(server->poller);
    dw_listener_close(server->listener);
    dw_certificate_close(&server->certificate);
    server->spool = NULL;
    server->poller = NULL;
    server->listener = NULL;
}

/* --- serving --------------------------------------------------------------------------------- */

static enum dw_err serve_all(struct dw_server *server, bool *busy, size_t *n_feeds,
                             struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    *busy = false;
    *n_feeds = 0;
    if (server->spool)
        rc = dw_spool_serve(server->spool, busy, err);
    if (!rc && server->poller)
        rc = dw_poller_serve(server->poller, n_feeds, err);
    if (!rc && server->listener)
        rc = dw_listener_serve(server->listener, err);
    if (server->publisher)
        dw_publisher_poll(server->publisher, 0);
    return rc;
}

static void wait_for_more(struct dw_server *server)
{
    struct pollfd fds[2];
    unsigned n = 0;

    dw_log_flush();
    if (server->spool)
        fds[n++] = (struct pollfd){.fd = dw_spool_fd(server->spool), .events = POLLIN};
    if (server->listener)
        fds[n++] = (struct pollfd){.fd = dw_listener_fd(server->listener), .events = POLLIN};
    if (server->poller)
        dw_poller_wait(server->poller, fds, n, SLICE_MS);
    else
        poll(fds, n, SLICE_MS);
}

/* Commit what has been read, and tell those who wait for it. */
static enum dw_err finish(struct dw_server *server, struct dw_error *err)
{
    enum dw_err rc = DW_OK;
    size_t n_feeds;
    bool busy;

    if (server->publisher)
        rc = dw_publisher_flush(server->publisher, err);
    return rc ? rc : serve_all(server, &busy, &n_feeds, err);
}

enum dw_err dw_serve(struct dw_server *server, struct dw_error *err)
{
    enum dw_err rc = open_all(server, err);
    size_t n_feeds;
    bool busy;

    if (!rc)
        dw_producer_gauges_set_serving(server->gauges);
    while (!rc && !*server->sink->hooks.stop) {
        rc = serve_all(server, &busy, &n_feeds, err);
        if (!rc && !busy)
            wait_for_more(server);
        if (server->between)
            server->between(server->user);
    }
    if (!rc)
        rc = finish(server, err);
    close_all(server);
    return rc;
}

void dw_server_reload(struct dw_server *server)
{
    const struct dw_options *options = server->options;

    if (server->poller)
        dw_poller_set_interval(server->poller, dw_options_number(options, "poll"));
    if (server->listener)
        dw_listener_set(server->listener, dw_options_text(options, "listen-token"),
                        dw_options_number(options, "listen-rate"));
}

enum dw_err dw_serve_fetch(struct dw_server *server, const char *address, struct dw_error *err)
{
    enum dw_err rc = open_poller(server, 0, err);
    size_t n_feeds = 1;
    bool busy;

    if (!rc)
        rc = dw_poller_add(server->poller, address, err);
    while (!rc && n_feeds && !*server->sink->hooks.stop) {
        rc = serve_all(server, &busy, &n_feeds, err);
        if (!rc && n_feeds)
            wait_for_more(server);
    }
    close_all(server);
    return rc;
}

void dw_server_fail(struct dw_server *server, const struct dw_record *record, const char *reason)
{
    if (server->spool)
        dw_spool_fail(server->spool, record->place);
    if (server->listener)
        dw_listener_fail(server->listener, record->place, reason);
}
