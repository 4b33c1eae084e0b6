/* SPDX-License-Identifier: MIT */
#include "producer/serve.h"

#include <poll.h>
#include <sys/stat.h>

#include "processors/base/log.h"
#include "producer/spool.h"

enum { SLICE_MS = 50 }; /* longest wait before everything is looked at again */

bool dw_serve_is_wanted(const struct dw_options *options)
{
    return dw_options_flag(options, "watch");
}

enum dw_err dw_serve_check(const struct dw_options *options, struct dw_error *err)
{
    size_t n = dw_options_n_arguments(options);

    if (!dw_serve_is_wanted(options))
        return DW_OK;
    if (dw_options_flag(options, "dry-run"))
        return dw_options_fail(options, "watch", err, "--dry-run ends, --watch does not");
    if (!dw_options_text(options, "ledger"))
        return dw_options_fail(options, "watch", err,
                               "needs --ledger FILE: what was published must be remembered");
    if (n == 0)
        return dw_options_fail(options, "watch", err, "no folder to watch is named");
    for (size_t i = 0; i < n; i++) {
        struct stat at;

        if (stat(dw_options_argument(options, i), &at) != 0 || !S_ISDIR(at.st_mode))
            return dw_options_fail(options, "watch", err, "%s is no folder",
                                   dw_options_argument(options, i));
    }
    return DW_OK;
}

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
    enum dw_err rc = dw_spool_open(&server->spool, &how, err);

    for (size_t i = 0; i < dw_options_n_arguments(server->options) && !rc; i++) {
        rc = dw_spool_watch(server->spool, dw_options_argument(server->options, i), err);
        if (!rc)
            dw_log_with(DW_LOG_INFO, "watching", "folder=%s",
                        dw_options_argument(server->options, i));
    }
    return rc;
}

static void wait_for_more(const struct dw_server *server)
{
    struct pollfd fd = {.fd = dw_spool_fd(server->spool), .events = POLLIN};

    poll(&fd, 1, SLICE_MS);
}

enum dw_err dw_serve(struct dw_server *server, struct dw_error *err)
{
    enum dw_err rc = open_spool(server, err);
    bool busy;

    while (!rc && !*server->sink->hooks.stop) {
        rc = dw_spool_serve(server->spool, &busy, err);
        dw_publisher_poll(server->publisher, 0);
        if (!rc && !busy)
            wait_for_more(server);
    }
    if (!rc)
        rc = dw_publisher_flush(server->publisher, err);
    if (!rc)
        rc = dw_spool_serve(server->spool, &busy, err); /* what has become safe now */
    dw_spool_close(server->spool);
    server->spool = NULL;
    return rc;
}

void dw_server_fail(struct dw_server *server, const struct dw_record *record)
{
    if (server->spool)
        dw_spool_fail(server->spool, record->place);
}
