/* SPDX-License-Identifier: MIT */
#include "producer/listener.h"

#include <jansson.h>
#include <microhttpd.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "processors/base/strbuf.h"
#include "producer/gauges.h"
#include "producer/http.h"

enum {
    CONNECTIONS_MAX = 256,
    IDLE_SECONDS = 60, /* of a connection on which nothing comes */
    REASONS_MAX = 20,  /* told of one request */
    TLS_OPTIONS = 3,
};

/* For GnuTLS: what is older than 1.2 is broken. */
static const char TLS_VERSIONS[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

enum stage { RECEIVING, RECEIVED, READ, ANSWERED };

/* One request with its body. */
struct push {
    struct dw_listener *listener;
    struct MHD_Connection *connection;
    struct dw_strbuf body;
    char place[32];
    const char *type; /* Content-Type; NULL: none */
    unsigned refusal; /* a status: the body does not count */
    enum stage stage;
    size_t mark; /* its articles are safe when so many records are settled */
    size_t n_taken;
    bool not_published;
    json_t *reasons;
    struct push *next; /* of those that wait */
};

struct dw_listener {
    struct dw_listener_options how;
    struct MHD_Daemon *daemon;
    int fd;
    struct push *waiting;
    struct push *reading; /* whose articles go to the sink */
    unsigned long long n_pushes;
    double allowance; /* requests that may come at once */
    long long counted_ms;
};

/* --- answers --------------------------------------------------------------------------------- */

/* `body` is freed. */
static enum MHD_Result answer(const struct dw_listener *listener, struct MHD_Connection *connection,
                              unsigned status, json_t *body)
{
    static const struct {
        unsigned status;
        const char *name, *value;
    } headers[] = {
        {MHD_HTTP_UNAUTHORIZED, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer"},
        {MHD_HTTP_METHOD_NOT_ALLOWED, MHD_HTTP_HEADER_ALLOW, "POST"},
        {MHD_HTTP_TOO_MANY_REQUESTS, MHD_HTTP_HEADER_RETRY_AFTER, "1"},
        {MHD_HTTP_SERVICE_UNAVAILABLE, MHD_HTTP_HEADER_RETRY_AFTER, "10"},
    };
    char *text = body ? json_dumps(body, JSON_COMPACT) : strdup("");
    struct MHD_Response *response =
        text ? MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE) : NULL;
    enum MHD_Result result;

    json_decref(body);
    if (!response)
        return MHD_NO;
    dw_producer_gauges_count_push(listener->how.gauges, status);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (headers[i].status == status)
            MHD_add_response_header(response, headers[i].name, headers[i].value);
    result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result answer_error(const struct dw_listener *listener,
                                    struct MHD_Connection *connection, unsigned status)
{
    return answer(listener, connection, status,
                  json_pack("{s:s}", "error", MHD_get_reason_phrase_for(status)));
}

/* What became of its articles. */
static enum MHD_Result answer_push(struct push *push)
{
    unsigned status = MHD_HTTP_ACCEPTED;

    if (push->not_published)
        status = MHD_HTTP_SERVICE_UNAVAILABLE;
    else if (push->n_taken == 0)
        status = MHD_HTTP_BAD_REQUEST;
    push->stage = ANSWERED;
    return answer(push->listener, push->connection, status,
                  json_pack("{s:I, s:O}", "published",
                            (json_int_t)(push->not_published ? 0 : push->n_taken), "refused",
                            push->reasons));
}

/* --- requests -------------------------------------------------------------------------------- */

static bool has_token(struct MHD_Connection *connection, const char *token)
{
    static const char scheme[] = "Bearer ";
    const char *given =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION);
    size_t len = strlen(token);

    return given && strncasecmp(given, scheme, sizeof scheme - 1) == 0 &&
           strlen(given + sizeof scheme - 1) == len &&
           CRYPTO_memcmp(given + sizeof scheme - 1, token, len) == 0;
}

/* A bucket that holds what may come within a second. */
static bool is_in_time(struct dw_listener *listener)
{
    double rate = (double)listener->how.rate;
    long long now = dw_now_ms();

    listener->allowance += (double)(now - listener->counted_ms) / 1000 * rate;
    listener->counted_ms = now;
    if (listener->allowance > rate)
        listener->allowance = rate;
    if (listener->allowance < 1)
        return false;
    listener->allowance -= 1;
    return true;
}

/* 0, or the status with which the request is refused before its body is read. */
static unsigned check_request(struct dw_listener *listener, struct MHD_Connection *connection,
                              const char *path, const char *method)
{
    const char *length =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);

    if (strcmp(path, "/articles") != 0)
        return MHD_HTTP_NOT_FOUND;
    if (strcmp(method, "POST") != 0)
        return MHD_HTTP_METHOD_NOT_ALLOWED;
    if (!has_token(connection, listener->how.token))
        return MHD_HTTP_UNAUTHORIZED;
    if (!is_in_time(listener))
        return MHD_HTTP_TOO_MANY_REQUESTS;
    if (length && strtoll(length, NULL, 10) > listener->how.max_bytes)
        return MHD_HTTP_CONTENT_TOO_LARGE;
    return 0;
}

static struct push *push_new(struct dw_listener *listener, struct MHD_Connection *connection,
                             const char *path, const char *method)
{
    struct push *push = calloc(1, sizeof *push);

    if (!push)
        return NULL;
    push->listener = listener;
    push->connection = connection;
    push->refusal = check_request(listener, connection, path, method);
    push->type =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
    push->reasons = json_array();
    dw_strbuf_init(&push->body);
    snprintf(push->place, sizeof push->place, "push:%llu", ++listener->n_pushes);
    return push;
}

static void take_part(struct push *push, const char *bytes, size_t len)
{
    if (push->refusal)
        return;
    if (push->body.len + len > (size_t)push->listener->how.max_bytes)
        push->refusal = MHD_HTTP_CONTENT_TOO_LARGE;
    else
        dw_strbuf_add(&push->body, bytes, len);
}

static void wait_in_line(struct push *push)
{
    struct push **end = &push->listener->waiting;

    while (*end)
        end = &(*end)->next;
    *end = push;
    push->stage = RECEIVED;
    MHD_suspend_connection(push->connection);
}

static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *http, const char *bytes,
                                  size_t *len, void **context)
{
    struct push *push = *context;

    (void)http;
    if (!push) {
        push = *context = push_new(user, connection, path, method);
        if (!push)
            return MHD_NO;
        /* Refused before the body is sent, where the client waits for that. */
        return push->refusal && *len == 0 ? answer_error(push->listener, connection, push->refusal)
                                          : MHD_YES;
    }
    if (*len) {
        take_part(push, bytes, *len);
        *len = 0;
        return MHD_YES;
    }
    if (push->refusal)
        return answer_error(push->listener, connection, push->refusal);
    if (push->stage == READ)
        return answer_push(push);
    if (push->stage == RECEIVING)
        wait_in_line(push);
    return MHD_YES;
}

static void leave_line(struct push *push)
{
    struct push **at = &push->listener->waiting;

    while (*at && *at != push)
        at = &(*at)->next;
    if (*at)
        *at = push->next;
}

static void on_completed(void *user, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    struct push *push = *context;

    (void)user;
    (void)connection;
    (void)code;
    if (!push)
        return;
    leave_line(push);
    dw_strbuf_fini(&push->body);
    json_decref(push->reasons);
    free(push);
    *context = NULL;
}

/* --- reading --------------------------------------------------------------------------------- */

static void add_reason(struct push *push, const char *place, const char *reason)
{
    if (json_array_size(push->reasons) < REASONS_MAX)
        json_array_append_new(push->reasons,
                              json_pack("{s:s, s:s}", "place", place, "reason", reason));
}

/* The sink's own functions, with a look at what goes by. */
static enum dw_err take(void *user, const struct dw_record *record, struct dw_error *err)
{
    struct dw_listener *listener = user;

    listener->reading->n_taken++;
    return listener->how.sink->take(listener->how.sink->user, record, err);
}

static void refuse(void *user, const char *place, const struct dw_error *why)
{
    struct dw_listener *listener = user;

    add_reason(listener->reading, place, why->text);
    listener->how.sink->refuse(listener->how.sink->user, place, why);
}

static void skip(void *user, const char *place, const char *why)
{
    struct dw_listener *listener = user;

    add_reason(listener->reading, place, why);
    listener->how.sink->skip(listener->how.sink->user, place, why);
}

/* What the type says surely; the rest is found out. */
static const struct dw_format *format_of(const char *type)
{
    static const struct {
        const char *type;
        const struct dw_format *format;
    } known[] = {
        {"text/plain", &dw_format_text},
        {"text/html", &dw_format_html},
        {"application/x-ndjson", &dw_format_ndjson},
        {"application/rss+xml", &dw_format_rss},
        {"application/atom+xml", &dw_format_atom},
    };
    size_t len = type ? strcspn(type, "; \t") : 0;

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (len == strlen(known[i].type) && strncasecmp(type, known[i].type, len) == 0)
            return known[i].format;
    return NULL;
}

static enum dw_err read_push(struct dw_listener *listener, struct push *push, struct dw_error *err)
{
    const struct dw_sink sink = {
        .user = listener,
        .take = take,
        .refuse = refuse,
        .skip = skip,
        .hooks = listener->how.sink->hooks,
    };
    struct dw_source_options source = *listener->how.source;
    struct dw_input input;
    enum dw_err rc;

    if (!source.format)
        source.format = format_of(push->type);
    dw_input_from_memory(&input, push->body.bytes, push->body.len, NULL, &sink.hooks);
    dw_strbuf_init(&push->body); /* the bytes are the input's now */
    listener->reading = push;
    rc = dw_source_read(push->place, &input, &source, &sink, err);
    listener->reading = NULL;
    push->mark = *listener->how.n_added;
    push->stage = READ;
    return rc;
}

void dw_listener_fail(struct dw_listener *listener, const char *place, const char *reason)
{
    for (struct push *push = listener->waiting; push; push = push->next) {
        size_t len = strlen(push->place);

        if (strncmp(place, push->place, len) != 0 || (place[len] && place[len] != ':'))
            continue;
        push->not_published = true;
        add_reason(push, place, reason);
    }
}

/* --- interface ------------------------------------------------------------------------------- */

static struct MHD_Daemon *start_daemon(struct dw_listener *listener, const struct addrinfo *at)
{
    const struct dw_certificate *certificate = listener->how.certificate;
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(size_t)TLS_VERSIONS},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, certificate ? certificate->chain : NULL},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, certificate ? certificate->key : NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    if (at->ai_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    if (certificate)
        flags |= MHD_USE_TLS;
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, listener, MHD_OPTION_SOCK_ADDR,
                            at->ai_addr, MHD_OPTION_EXTERNAL_LOGGER, dw_http_log, NULL,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_ARRAY,
                            certificate ? tls : &tls[TLS_OPTIONS], MHD_OPTION_END);
}

enum dw_err dw_listener_open(struct dw_listener **out, const struct dw_listener_options *how,
                             struct dw_error *err)
{
    struct addrinfo *address = dw_http_find_address(how->address, err);
    struct dw_listener *listener = address ? calloc(1, sizeof *listener) : NULL;
    const union MHD_DaemonInfo *info;

    *out = NULL;
    if (!address)
        return DW_CONFIG;
    if (listener) {
        listener->how = *how;
        listener->allowance = (double)how->rate;
        listener->counted_ms = dw_now_ms();
        listener->daemon = start_daemon(listener, address);
    }
    freeaddrinfo(address);
    if (!listener || !listener->daemon) {
        free(listener);
        return dw_error_set(err, DW_CONFIG, 0, "%.100s cannot be listened on", how->address);
    }
    info = MHD_get_daemon_info(listener->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    listener->fd = info->epoll_fd;
    *out = listener;
    return DW_OK;
}

void dw_listener_set(struct dw_listener *listener, const char *token, long long rate)
{
    listener->how.token = token;
    listener->how.rate = rate;
}

void dw_listener_close(struct dw_listener *listener)
{
    if (!listener)
        return;
    /* Those that still wait are cut off: they come again. */
    for (struct push *push = listener->waiting; push; push = push->next) {
        push->refusal = MHD_HTTP_SERVICE_UNAVAILABLE;
        MHD_resume_connection(push->connection);
    }
    MHD_stop_daemon(listener->daemon);
    free(listener);
}

unsigned dw_listener_port(const struct dw_listener *listener)
{
    return MHD_get_daemon_info(listener->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

int dw_listener_fd(const struct dw_listener *listener)
{
    return listener->fd;
}

enum dw_err dw_listener_serve(struct dw_listener *listener, struct dw_error *err)
{
    enum dw_err rc = DW_OK;
    struct push *next;

    MHD_run(listener->daemon);
    for (struct push *push = listener->waiting; push && !rc; push = next) {
        next = push->next;
        if (push->stage == RECEIVED)
            rc = read_push(listener, push, err);
        if (!rc && push->stage == READ && *listener->how.n_settled >= push->mark) {
            leave_line(push);
            MHD_resume_connection(push->connection);
        }
    }
    MHD_run(listener->daemon);
    return rc;
}
