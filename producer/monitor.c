/* SPDX-License-Identifier: MIT */
#include "producer/monitor.h"

#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "processors/base/log.h"
#include "processors/base/process.h"
#include "producer/http.h"

enum {
    CONNECTIONS_MAX = 32,
    IDLE_SECONDS = 30, /* longer than scrapes lie apart, mostly: connections are kept */
};

struct dw_monitor {
    struct dw_monitor_hooks hooks;
    struct MHD_Daemon *daemon;
};

/* --- pages ----------------------------------------------------------------------------------- */

struct answer {
    struct dw_strbuf body;
    unsigned code;
    const char *type;
};

static const char plain[] = "text/plain; charset=utf-8";

static void tell_metrics(struct dw_monitor *monitor, const char *accept, struct answer *answer)
{
    struct dw_metrics metrics = {.out = &answer->body, .format = dw_metrics_format_find(accept)};

    answer->type = dw_metrics_content_type(metrics.format);
    monitor->hooks.write(monitor->hooks.user, &metrics);
    dw_process_write(&metrics);
    dw_metrics_end(&metrics);
}

static void tell_state(struct dw_monitor *monitor, bool (*is_well)(void *, struct dw_strbuf *),
                       const char *well, struct answer *answer)
{
    bool ok = is_well(monitor->hooks.user, &answer->body);

    if (!ok)
        answer->code = MHD_HTTP_SERVICE_UNAVAILABLE;
    if (ok)
        dw_strbuf_adds(&answer->body, well);
    dw_strbuf_addc(&answer->body, '\n');
}

static void tell(struct dw_monitor *monitor, struct MHD_Connection *connection, const char *path,
                 const char *method, struct answer *answer)
{
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        answer->code = MHD_HTTP_METHOD_NOT_ALLOWED;
    else if (strcmp(path, "/metrics") == 0)
        tell_metrics(
            monitor,
            MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT),
            answer);
    else if (strcmp(path, "/healthz") == 0)
        tell_state(monitor, monitor->hooks.is_alive, "ok", answer);
    else if (strcmp(path, "/readyz") == 0)
        tell_state(monitor, monitor->hooks.is_ready, "ready", answer);
    else
        answer->code = MHD_HTTP_NOT_FOUND;
    if (answer->code == MHD_HTTP_METHOD_NOT_ALLOWED || answer->code == MHD_HTTP_NOT_FOUND)
        dw_strbuf_adds(&answer->body, "GET /metrics, /healthz or /readyz\n");
}

static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *http, const char *bytes,
                                  size_t *len, void **context)
{
    struct answer answer = {.code = MHD_HTTP_OK, .type = plain};
    struct MHD_Response *response;
    enum MHD_Result result = MHD_NO;

    (void)http;
    (void)bytes;
    if (!*context) { /* the headers are there; the answer is given when the body is too */
        *context = user;
        return MHD_YES;
    }
    if (*len) {
        *len = 0;
        return MHD_YES;
    }
    dw_strbuf_init(&answer.body);
    tell(user, connection, path, method, &answer);
    response = answer.body.failed ? NULL
                                  : MHD_create_response_from_buffer(
                                        answer.body.len, answer.body.bytes, MHD_RESPMEM_MUST_COPY);
    if (response) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer.type);
        MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
        if (answer.code == MHD_HTTP_METHOD_NOT_ALLOWED)
            MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
        result = MHD_queue_response(connection, answer.code, response);
        MHD_destroy_response(response);
    }
    dw_strbuf_fini(&answer.body);
    return result;
}

/* --- interface ------------------------------------------------------------------------------- */

/* Signals are for the main thread, whose waiting they end. */
static struct MHD_Daemon *start_daemon(struct dw_monitor *monitor, const struct addrinfo *at)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG;
    struct MHD_Daemon *daemon;
    sigset_t all, before;

    if (at->ai_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    daemon =
        MHD_start_daemon(flags, 0, NULL, NULL, on_request, monitor, MHD_OPTION_SOCK_ADDR,
                         at->ai_addr, MHD_OPTION_EXTERNAL_LOGGER, dw_http_log, NULL,
                         MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_END);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return daemon;
}

bool dw_monitor_is_wanted(const struct dw_options *options)
{
    return dw_options_text(options, "metrics-listen");
}

static struct addrinfo *find_address(const struct dw_options *options, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    struct addrinfo *found = dw_http_find_address(dw_options_text(options, "metrics-listen"), &why);

    if (!found)
        dw_options_fail(options, "metrics-listen", err, "%s", why.text);
    return found;
}

enum dw_err dw_monitor_check(const struct dw_options *options, struct dw_error *err)
{
    struct addrinfo *address;

    if (!dw_monitor_is_wanted(options))
        return DW_OK;
    address = find_address(options, err);
    if (!address)
        return DW_CONFIG;
    freeaddrinfo(address);
    return DW_OK;
}

enum dw_err dw_monitor_open(struct dw_monitor **out, const struct dw_options *options,
                            const struct dw_monitor_hooks *hooks, struct dw_error *err)
{
    struct addrinfo *address;
    struct dw_monitor *monitor;

    *out = NULL;
    if (!dw_monitor_is_wanted(options))
        return DW_OK;
    address = find_address(options, err);
    if (!address)
        return DW_CONFIG;
    monitor = calloc(1, sizeof *monitor);
    if (monitor) {
        monitor->hooks = *hooks;
        monitor->daemon = start_daemon(monitor, address);
    }
    freeaddrinfo(address);
    if (!monitor || !monitor->daemon) {
        free(monitor);
        return dw_options_fail(options, "metrics-listen", err, "%.100s cannot be listened on",
                               dw_options_text(options, "metrics-listen"));
    }
    dw_log_with(DW_LOG_INFO, "metrics are served", "address=%s port=%u",
                dw_options_text(options, "metrics-listen"), dw_monitor_port(monitor));
    *out = monitor;
    return DW_OK;
}

void dw_monitor_close(struct dw_monitor *monitor)
{
    if (!monitor)
        return;
    MHD_stop_daemon(monitor->daemon);
    free(monitor);
}

unsigned dw_monitor_port(const struct dw_monitor *monitor)
{
    return MHD_get_daemon_info(monitor->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}
