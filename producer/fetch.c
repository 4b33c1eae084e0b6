/* SPDX-License-Identifier: MIT */
#include "producer/fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "processors/pipeline.h"
#include "producer/address.h"

enum {
    DAY_MS = 24 * 3600 * 1000,
    SLOW_BYTES = 16, /* a second; fewer for a while is as good as none */
    SLOW_SECONDS = 20,
};

/* --- the answer ------------------------------------------------------------------------------ */

static size_t take_body(char *bytes, size_t size, size_t n, void *user)
{
    struct dw_fetch *fetch = user;

    if (fetch->body.len + size * n > (size_t)fetch->how->max_bytes) {
        fetch->too_long = true;
        return 0;
    }
    dw_strbuf_add(&fetch->body, bytes, size * n);
    return fetch->body.failed ? 0 : size * n;
}

/* Seconds, or a date (RFC 9110, 10.2.3). */
static long long retry_after_ms(const char *value)
{
    char *end;
    long long seconds = strtoll(value, &end, 10);
    time_t at;

    if (end != value && seconds >= 0)
        return seconds < DAY_MS / 1000 ? seconds * 1000 : DAY_MS;
    at = curl_getdate(value, NULL);
    if (at == -1)
        return -1;
    seconds = (long long)at - (long long)time(NULL);
    if (seconds < 0)
        return 0;
    return seconds < DAY_MS / 1000 ? seconds * 1000 : DAY_MS;
}

/* charset=... of a Content-Type. */
static void take_charset(const char *value, char out[32])
{
    const char *at = value;
    size_t n;

    while ((at = strchr(at, ';'))) {
        at += 1 + strspn(at + 1, " \t");
        if (strncasecmp(at, "charset=", 8) != 0)
            continue;
        at += 8 + (at[8] == '"');
        n = strcspn(at, "\"; \t");
        if (n < 32)
            snprintf(out, 32, "%.*s", (int)n, at);
        return;
    }
}

static void keep(char **to, const char *value)
{
    free(*to);
    *to = strdup(value);
}

static size_t take_header(char *bytes, size_t size, size_t n, void *user)
{
    struct dw_fetch *answer = user;
    size_t len = size * n;
    char line[1024];
    char *value;

    if (len >= sizeof line)
        return len;
    memcpy(line, bytes, len);
    line[len] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    value = strchr(line, ':');
    if (!value)
        return len;
    *value++ = '\0';
    value += strspn(value, " \t");
    if (strcasecmp(line, "etag") == 0)
        keep(&answer->etag, value);
    else if (strcasecmp(line, "last-modified") == 0)
        keep(&answer->modified, value);
    else if (strcasecmp(line, "retry-after") == 0)
        answer->retry_after_ms = retry_after_ms(value);
    else if (strcasecmp(line, "content-type") == 0)
        take_charset(value, answer->charset);
    return len;
}

static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct dw_fetch *fetch = user;

    (void)purpose;
    if (!fetch->how->allow_private && !fetch->how->proxy && !dw_address_is_public(&address->addr)) {
        fetch->closed = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* --- the request ----------------------------------------------------------------------------- */

static void add_header(struct dw_fetch *fetch, const char *name, const char *value)
{
    char line[1024];
    struct curl_slist *more;

    if (!value || (size_t)snprintf(line, sizeof line, "%s: %s", name, value) >= sizeof line)
        return;
    more = curl_slist_append(fetch->headers, line);
    if (more)
        fetch->headers = more;
}

static void set_up(struct dw_fetch *fetch, const char *address)
{
    const struct dw_fetch_options *how = fetch->how;
    CURL *request = fetch->request;

    curl_easy_setopt(request, CURLOPT_URL, address);
    curl_easy_setopt(request, CURLOPT_HTTPHEADER, fetch->headers);
    curl_easy_setopt(request, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(request, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(request, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(request, CURLOPT_USERAGENT, "disputewire-producer/" DW_VERSION);
    curl_easy_setopt(request, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(request, CURLOPT_TIMEOUT_MS, (long)how->timeout_ms);
    curl_easy_setopt(request, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(request, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
    curl_easy_setopt(request, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)how->max_bytes);
    curl_easy_setopt(request, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(request, CURLOPT_WRITEDATA, fetch);
    curl_easy_setopt(request, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(request, CURLOPT_HEADERDATA, fetch);
    curl_easy_setopt(request, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(request, CURLOPT_OPENSOCKETDATA, fetch);
    /* Not those of the environment: whoever sets a proxy answers for where it leads. */
    curl_easy_setopt(request, CURLOPT_PROXY, how->proxy ? how->proxy : "");
    curl_easy_setopt(request, CURLOPT_NOPROXY, "");
}

static void forget_answer(struct dw_fetch *fetch)
{
    free(fetch->etag);
    free(fetch->modified);
    fetch->etag = fetch->modified = NULL;
    fetch->charset[0] = '\0';
    fetch->retry_after_ms = -1;
    fetch->too_long = fetch->closed = false;
    dw_strbuf_reset(&fetch->body);
}

enum dw_err dw_fetch_start(struct dw_fetch *fetch, const char *address, const char *etag,
                           const char *modified, void *user, struct dw_error *err)
{
    forget_answer(fetch);
    fetch->request = curl_easy_init();
    if (!fetch->request)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    add_header(fetch, "If-None-Match", etag);
    add_header(fetch, "If-Modified-Since", modified);
    set_up(fetch, address);
    curl_easy_setopt(fetch->request, CURLOPT_PRIVATE, user);
    curl_multi_add_handle(fetch->multi, fetch->request);
    return DW_OK;
}

const char *dw_fetch_failure(const struct dw_fetch *fetch, CURLcode code)
{
    if (fetch->too_long || code == CURLE_FILESIZE_EXCEEDED)
        return "longer than --body-limit";
    if (fetch->closed)
        return "its address is not of the open internet; --private-addresses allows it";
    return code ? curl_easy_strerror(code) : NULL;
}

long dw_fetch_status(const struct dw_fetch *fetch)
{
    long status = 0;

    curl_easy_getinfo(fetch->request, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

const char *dw_fetch_redirect(const struct dw_fetch *fetch)
{
    char *to = NULL;

    curl_easy_getinfo(fetch->request, CURLINFO_REDIRECT_URL, &to);
    return to;
}

void dw_fetch_end(struct dw_fetch *fetch)
{
    if (!fetch->request)
        return;
    curl_multi_remove_handle(fetch->multi, fetch->request);
    curl_easy_cleanup(fetch->request);
    curl_slist_free_all(fetch->headers);
    fetch->request = NULL;
    fetch->headers = NULL;
}

void dw_fetch_init(struct dw_fetch *fetch, const struct dw_fetch_options *how, CURLM *multi)
{
    *fetch = (struct dw_fetch){.how = how, .multi = multi, .retry_after_ms = -1};
    dw_strbuf_init(&fetch->body);
}

void dw_fetch_fini(struct dw_fetch *fetch)
{
    dw_fetch_end(fetch);
    forget_answer(fetch);
    dw_strbuf_fini(&fetch->body);
}
