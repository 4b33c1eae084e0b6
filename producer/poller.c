/* SPDX-License-Identifier: MIT */
#include "producer/poller.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "processors/base/strbuf.h"
#include "producer/gauges.h"

enum {
    REDIRECTS_MAX = 5,
    HOST_GAP_MS = 1000,
    FAILURE_MS = 60 * 1000, /* the wait after a first failure, if the interval is shorter */
    DAY_MS = 24 * 3600 * 1000,
};

enum status {
    NOT_MODIFIED = 304,
    MOVED = 301,
    MOVED_TOO = 308,
    GONE = 410,
    TOO_MANY = 429,
    UNAVAILABLE = 503,
};

struct feed {
    const struct dw_poller *poller;
    char *name;    /* as the user gave it: its place, and its name in the ledger */
    char *address; /* where it is now; `name` until it has moved */
    char *host;
    char *etag, *modified; /* of what has been read */
    long long due_ms, asked_ms;
    unsigned n_failures;
    bool ended;

    struct dw_fetch fetch;
    char *next; /* where a redirect leads; NULL: `address` */
    int n_redirects;
    bool for_good;   /* all redirects so far were permanent */
    size_t mark;     /* its articles are safe when so many records are settled */
    bool is_unnoted; /* its state is to be noted then */
    struct feed *after;
};

struct dw_poller {
    struct dw_poller_options how;
    CURLM *multi;
    struct feed *feeds;
};

static enum dw_err out_of_memory(struct dw_error *err)
{
    return dw_error_set(err, DW_NOMEM, 0, "out of memory");
}

/* Put a copy of the text (may be NULL) in the place of another. */
static void replace(char **to, const char *text)
{
    char *copy = text ? strdup(text) : NULL;

    free(*to);
    *to = copy;
}

/* --- what is remembered ---------------------------------------------------------------------- */

/* {"address": ..., "etag": ..., "modified": ...} */
static enum dw_err recall(struct feed *feed, struct dw_error *err)
{
    char *text;
    enum dw_err rc = dw_ledger_note_get(feed->poller->how.ledger, "feed", feed->name, &text, err);
    json_t *note = text ? json_loads(text, 0, NULL) : NULL;
    const char *address = json_string_value(json_object_get(note, "address"));

    if (address)
        replace(&feed->address, address);
    replace(&feed->etag, json_string_value(json_object_get(note, "etag")));
    replace(&feed->modified, json_string_value(json_object_get(note, "modified")));
    json_decref(note);
    free(text);
    return rc;
}

static enum dw_err note(struct feed *feed, struct dw_error *err)
{
    json_t *state = json_pack("{s:s, s:s*, s:s*}", "address", feed->address, "etag", feed->etag,
                              "modified", feed->modified);
    char *text = state ? json_dumps(state, JSON_COMPACT) : NULL;
    enum dw_err rc =
        text ? dw_ledger_note_set(feed->poller->how.ledger, "feed", feed->name, text, err)
             : out_of_memory(err);

    free(text);
    json_decref(state);
    return rc ? rc : dw_ledger_seal(feed->poller->how.ledger, err);
}

/* --- when to ask ----------------------------------------------------------------------------- */

/* Of one host, who has waited longest is next: after a pause, and when no other is on its way. */
static bool is_next(const struct dw_poller *poller, const struct feed *wanted, long long now)
{
    long long gap = poller->how.interval_ms < HOST_GAP_MS && poller->how.interval_ms
                        ? poller->how.interval_ms
                        : HOST_GAP_MS;

    for (const struct feed *feed = poller->feeds; feed; feed = feed->after)
        if (strcasecmp(feed->host, wanted->host) == 0 &&
            (feed->fetch.request || now - feed->asked_ms < gap ||
             (!feed->ended && feed->due_ms < wanted->due_ms)))
            return false;
    return true;
}

static enum dw_err ask(struct feed *feed, struct dw_error *err)
{
    feed->asked_ms = dw_now_ms();
    return dw_fetch_start(&feed->fetch, feed->next ? feed->next : feed->address, feed->etag,
                          feed->modified, feed, err);
}

/* --- what comes of it ------------------------------------------------------------------------ */

/* When to ask again. */
static void plan(struct feed *feed, long long wait_ms)
{
    long long interval = feed->poller->how.interval_ms;

    replace(&feed->next, NULL);
    feed->n_redirects = 0;
    feed->ended = feed->ended || interval == 0;
    feed->due_ms = dw_now_ms() + (wait_ms > interval ? wait_ms : interval);
}

/* Twice as long after each failure; the server's own wish counts if it is longer. */
static void fail(struct feed *feed, const char *reason)
{
    const struct dw_sink *sink = feed->poller->how.sink;
    long long wait = feed->poller->how.interval_ms;

    if (wait < FAILURE_MS)
        wait = FAILURE_MS;
    for (unsigned i = 0; i < feed->n_failures && wait < DAY_MS; i++)
        wait *= 2;
    if (wait > DAY_MS)
        wait = DAY_MS;
    if (feed->fetch.retry_after_ms > wait || (feed->fetch.retry_after_ms >= 0 && !feed->n_failures))
        wait = feed->fetch.retry_after_ms;
    feed->n_failures++;
    dw_producer_gauges_count(feed->poller->how.gauges, DW_COUNT_FETCH_FAILED);
    plan(feed, wait);
    if (feed->poller->how.interval_ms == 0) {
        struct dw_error why = {.code = DW_IO};

        snprintf(why.text, sizeof why.text, "%s", reason);
        sink->refuse(sink->user, feed->name, &why);
    } else if (feed->ended) {
        dw_log_with(DW_LOG_ERROR, "feed given up", "feed=%s reason=%s", feed->name, reason);
    } else {
        dw_log_with(DW_LOG_WARNING, "feed not read",
                    "feed=%s reason=%s failures=%u again_in_s=%lld", feed->name, reason,
                    feed->n_failures, (feed->due_ms - dw_now_ms()) / 1000);
    }
}

static void take_redirect(struct feed *feed, long status)
{
    const char *to = dw_fetch_redirect(&feed->fetch);

    if (feed->n_redirects == 0)
        feed->for_good = true;
    feed->for_good = feed->for_good && (status == MOVED || status == MOVED_TOO);
    if (!to)
        fail(feed, "a redirect to nowhere");
    else if (!dw_poller_is_address(to))
        fail(feed, "a redirect to what is not HTTP");
    else if (++feed->n_redirects > REDIRECTS_MAX)
        fail(feed, "too many redirects");
    else
        replace(&feed->next, to);
}

static enum dw_err take_articles(struct feed *feed, struct dw_error *err)
{
    const struct dw_poller_options *how = &feed->poller->how;
    struct dw_input input;
    enum dw_err rc;

    dw_input_from_memory(&input, feed->fetch.body.bytes, feed->fetch.body.len,
                         *feed->fetch.charset ? feed->fetch.charset : NULL, &how->sink->hooks);
    dw_strbuf_init(&feed->fetch.body); /* the bytes are the input's now */
    rc = dw_source_read(feed->name, &input, how->source, how->sink, err);
    replace(&feed->etag, feed->fetch.etag);
    replace(&feed->modified, feed->fetch.modified);
    return rc;
}

/* A whole answer: it has been read, or had not changed. */
static enum dw_err take_answer(struct feed *feed, long status, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    feed->n_failures = 0;
    dw_producer_gauges_count(feed->poller->how.gauges, status == NOT_MODIFIED
                                                           ? DW_COUNT_FETCH_UNCHANGED
                                                           : DW_COUNT_FETCH_READ);
    if (feed->n_redirects && feed->for_good && feed->next) {
        dw_log_with(DW_LOG_WARNING, "feed has moved for good", "feed=%s to=%s", feed->name,
                    feed->next);
        replace(&feed->address, feed->next);
    }
    dw_log_with(DW_LOG_DEBUG, "feed read", "feed=%s status=%ld bytes=%zu", feed->name, status,
                feed->fetch.body.len);
    if (status != NOT_MODIFIED && feed->fetch.body.len)
        rc = take_articles(feed, err);
    feed->is_unnoted = feed->poller->how.ledger;
    if (feed->is_unnoted)
        feed->mark = *feed->poller->how.n_added;
    plan(feed, 0);
    return rc;
}

static void fail_by_status(struct feed *feed, long status)
{
    char reason[64];

    feed->ended = feed->ended || status == GONE;
    snprintf(reason, sizeof reason, "HTTP status %ld%s", status,
             status == TOO_MANY ? ": asked too often"
             : status == GONE   ? ": gone for good"
                                : "");
    if (status != TOO_MANY && status != UNAVAILABLE)
        feed->fetch.retry_after_ms = -1;
    fail(feed, reason);
}

static enum dw_err finish(struct feed *feed, CURLcode code, struct dw_error *err)
{
    const char *failure = dw_fetch_failure(&feed->fetch, code);
    long status = dw_fetch_status(&feed->fetch);
    enum dw_err rc = DW_OK;

    if (feed->fetch.body.failed)
        rc = out_of_memory(err);
    else if (failure)
        fail(feed, failure);
    else if (status >= 300 && status < 400 && status != NOT_MODIFIED)
        take_redirect(feed, status);
    else if (status == 200 || status == NOT_MODIFIED)
        rc = take_answer(feed, status, err);
    else
        fail_by_status(feed, status);
    dw_fetch_end(&feed->fetch);
    return rc;
}

/* --- interface ------------------------------------------------------------------------------- */

bool dw_poller_is_address(const char *name)
{
    return strncasecmp(name, "http://", 7) == 0 || strncasecmp(name, "https://", 8) == 0;
}

enum dw_err dw_poller_open(struct dw_poller **out, const struct dw_poller_options *how,
                           struct dw_error *err)
{
    struct dw_poller *poller = calloc(1, sizeof *poller);

    *out = NULL;
    if (!poller || curl_global_init(CURL_GLOBAL_DEFAULT) || !(poller->multi = curl_multi_init())) {
        free(poller);
        return out_of_memory(err);
    }
    poller->how = *how;
    *out = poller;
    return DW_OK;
}

static char *host_of(const char *address)
{
    CURLU *url = curl_url();
    char *host = NULL, *copy = NULL;

    if (url && !curl_url_set(url, CURLUPART_URL, address, 0) &&
        !curl_url_get(url, CURLUPART_HOST, &host, 0))
        copy = strdup(host);
    curl_free(host);
    curl_url_cleanup(url);
    return copy;
}

enum dw_err dw_poller_add(struct dw_poller *poller, const char *address, struct dw_error *err)
{
    struct feed *feed = calloc(1, sizeof *feed);
    struct feed **end = &poller->feeds;

    if (!feed)
        return out_of_memory(err);
    while (*end)
        end = &(*end)->after;
    *end = feed;
    feed->poller = poller;
    dw_fetch_init(&feed->fetch, &poller->how.fetch, poller->multi);
    feed->due_ms = dw_now_ms();
    feed->asked_ms = -HOST_GAP_MS;
    replace(&feed->name, address);
    replace(&feed->address, address);
    feed->host = host_of(address);
    if (!feed->name || !feed->address)
        return out_of_memory(err);
    if (!feed->host)
        return dw_error_set(err, DW_CONFIG, 0, "%.200s is no address", address);
    return poller->how.ledger ? recall(feed, err) : DW_OK;
}

void dw_poller_set_interval(struct dw_poller *poller, long long interval_ms)
{
    long long due = dw_now_ms() + interval_ms;

    poller->how.interval_ms = interval_ms;
    for (struct feed *feed = poller->feeds; feed; feed = feed->after)
        if (!feed->n_failures && feed->due_ms > due)
            feed->due_ms = due;
}

void dw_poller_close(struct dw_poller *poller)
{
    if (!poller)
        return;
    for (struct feed *feed = poller->feeds, *after; feed; feed = after) {
        after = feed->after;
        dw_fetch_fini(&feed->fetch);
        free(feed->name);
        free(feed->address);
        free(feed->host);
        free(feed->etag);
        free(feed->modified);
        free(feed->next);
        free(feed);
    }
    curl_multi_cleanup(poller->multi);
    curl_global_cleanup();
    free(poller);
}

static enum dw_err read_answers(struct dw_poller *poller, struct dw_error *err)
{
    enum dw_err rc = DW_OK;
    const CURLMsg *message;
    int n;

    curl_multi_perform(poller->multi, &n);
    while (!rc && (message = curl_multi_info_read(poller->multi, &n))) {
        char *feed = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &feed);
        rc = finish((struct feed *)(void *)feed, message->data.result, err);
    }
    return rc;
}

enum dw_err dw_poller_serve(struct dw_poller *poller, size_t *n_left, struct dw_error *err)
{
    enum dw_err rc = read_answers(poller, err);
    long long now = dw_now_ms();

    *n_left = 0;
    for (struct feed *feed = poller->feeds; feed && !rc; feed = feed->after) {
        if (feed->is_unnoted && *poller->how.n_settled >= feed->mark) {
            feed->is_unnoted = false;
            rc = note(feed, err);
        }
        *n_left += !feed->ended || feed->is_unnoted;
        if (!rc && !feed->ended && !feed->fetch.request && now >= feed->due_ms &&
            (feed->next || is_next(poller, feed, now)))
            rc = ask(feed, err);
    }
    return rc;
}

void dw_poller_wait(struct dw_poller *poller, struct pollfd *files, unsigned n_files,
                    int timeout_ms)
{
    struct curl_waitfd fds[8] = {0};

    for (unsigned i = 0; i < n_files && i < sizeof fds / sizeof *fds; i++) {
        fds[i].fd = files[i].fd;
        fds[i].events = CURL_WAIT_POLLIN;
    }
    curl_multi_poll(poller->multi, fds, n_files, timeout_ms, NULL);
}
