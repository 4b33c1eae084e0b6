/* SPDX-License-Identifier: MIT */
/*
 * monitor.h - how a program is, told over HTTP: /metrics, /healthz, /readyz.
 *
 * /metrics   Prometheus text, or OpenMetrics if Accept asks for it.
 * /healthz   200 "ok", or 503 and why the process is to be started anew.
 * /readyz    200 "ready", or 503 and what is missing.
 *
 * GET and HEAD alone. There is no TLS and no password: listen where only those can come who may
 * see it.
 *
 * Threads   a thread of its own asks the program, by the functions that it gives; they must not
 *           wait for what the program is doing.
 */
#ifndef DW_MONITOR_H
#define DW_MONITOR_H

#include "processors/base/error.h"
#include "processors/base/metrics.h"
#include "processors/base/options.h"

/* Row for the options table of a program that calls dw_monitor_open. */
#define DW_MONITOR_OPTION_LISTEN                                                                   \
    {                                                                                              \
        .key = "metrics-listen", .type = DW_OPTION_TEXT, .arg = "ADDRESS",                         \
        .help = "serve /metrics, /healthz and /readyz at 127.0.0.1:9464, [::1]:9464 or :9464"      \
    }

struct dw_monitor;

struct dw_monitor_hooks {
    void (*write)(void *user, struct dw_metrics *out); /* all metrics but process_* */
    /* Append the reason to `why` if not. */
    bool (*is_alive)(void *user, struct dw_strbuf *why);
    bool (*is_ready)(void *user, struct dw_strbuf *why);
    void *user;
};

/* True if the options ask for it. */
bool dw_monitor_is_wanted(const struct dw_options *options);

/* What can be checked of the address before. Errors: DW_CONFIG. */
enum dw_err dw_monitor_check(const struct dw_options *options, struct dw_error *err) DW_WARN_UNUSED;

/*
 * Listen; says so in the log. *out stays NULL if that is not wanted. The hooks are copied. Errors:
 * DW_CONFIG, DW_NOMEM.
 */
enum dw_err dw_monitor_open(struct dw_monitor **out, const struct dw_options *options,
                            const struct dw_monitor_hooks *hooks,
                            struct dw_error *err) DW_WARN_UNUSED;

/* Waits for requests that are being answered. NULL is nothing to close. */
void dw_monitor_close(struct dw_monitor *monitor);

/* The port that it got, if 0 was asked for. */
unsigned dw_monitor_port(const struct dw_monitor *monitor);

#endif
