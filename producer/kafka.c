/* SPDX-License-Identifier: MIT */
#include "producer/kafka.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "processors/base/nearest.h"
#include "processors/base/now.h"

enum {
    REFUSED_MS = 1000, /* that another broker may let us in after one has not */
    TRY_MS = 500,      /* one request for metadata; short, so that a signal is soon seen */
    SYSLOG_ERROR = 3,  /* librdkafka's levels are syslog's */
    SYSLOG_WARNING = 4,
    SYSLOG_INFO = 6,
    REST = 500,       /* records that a flush need not wait for with care */
    STALL_MS = 10,    /* without a delivery: those left are less than a request each */
    VALUE_MAX = 1024, /* longer than any value that the program sets itself */
};

/* Each thread serves the callbacks of the handles that it polls. */
static _Thread_local char last_error[256];
static _Thread_local long long refused_ms; /* when a broker did not let us in; 0: never */

/* --- callbacks ------------------------------------------------------------------------------- */

/* The text less its "(after 0ms in state CONNECT)": what is the same is then seen to be the same.
 */
static void shorten(const char *text, char *out, size_t size)
{
    const char *end = strstr(text, " (after ");

    snprintf(out, size, "%.*s", end ? (int)(end - text) : (int)strlen(text), text);
}

/* The consumer's two kinds of client get the same properties; each is right for one of them. */
static bool is_for_other_client(const char *facility, const char *text)
{
    return strcmp(facility, "CONFWARN") == 0 && strstr(text, "property and will be ignored by");
}

/* A failed connection is told twice, here as facility FAIL and by the error callback: once will do.
 */
void dw_kafka_log(const rd_kafka_t *rk, int level, const char *facility, const char *text)
{
    enum dw_log_level ours = DW_LOG_DEBUG;
    char shown[1024];

    if (strcmp(facility, "FAIL") == 0 || is_for_other_client(facility, text))
        ours = DW_LOG_DEBUG;
    else if (level <= SYSLOG_ERROR)
        ours = DW_LOG_ERROR;
    else if (level <= SYSLOG_WARNING)
        ours = DW_LOG_WARNING;
    else if (level <= SYSLOG_INFO)
        ours = DW_LOG_INFO;
    shorten(text, shown, sizeof shown);
    dw_log_with(ours, "librdkafka", "client=%s facility=%s text=%s", rk ? rd_kafka_name(rk) : NULL,
                facility, shown);
}

/*
 * Who comes without a certificate is told so after the handshake, as an alert on the connection;
 * who wants TLS where there is none finds it closed.
 */
static bool is_no_entry(int code, const char *reason)
{
    return code == RD_KAFKA_RESP_ERR__AUTHENTICATION || code == RD_KAFKA_RESP_ERR__SSL ||
           strstr(reason, "SSL alert number") || strstr(reason, "to a PLAINTEXT broker listener");
}

/*
 * Lost connections and brokers that do not answer: librdkafka tries again by itself, and what that
 * means for the program is said by whoever waits. So they are warnings.
 */
void dw_kafka_error(rd_kafka_t *rk, int code, const char *reason, void *opaque)
{
    enum dw_log_level level = DW_LOG_WARNING;
    char shown[sizeof last_error];

    (void)opaque;
    shorten(reason, shown, sizeof shown);
    if (!refused_ms && is_no_entry(code, reason))
        refused_ms = dw_now_ms();
    if (code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || !*last_error)
        memcpy(last_error, shown, sizeof shown);
    if (code == RD_KAFKA_RESP_ERR__FATAL)
        level = DW_LOG_ERROR;
    else if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
        level = DW_LOG_DEBUG; /* each of them was told before */
    dw_log_with(level, "broker connection", "client=%s code=%s reason=%s", rd_kafka_name(rk),
                rd_kafka_err2name((rd_kafka_resp_err_t)code), shown);
}

/* rd_kafka_flush takes all linger away, with what that costs while there is a backlog; so it is
 * left with the rest. */
void dw_kafka_flush(rd_kafka_t *rk, int timeout_ms)
{
    int64_t until = dw_now_ms() + timeout_ms;
    int left = rd_kafka_outq_len(rk), before = left + 1;

    while (left > REST && left < before && dw_now_ms() < until) {
        before = left;
        rd_kafka_poll(rk, STALL_MS);
        left = rd_kafka_outq_len(rk);
    }
    rd_kafka_flush(rk, timeout_ms);
}

bool dw_kafka_is_refusal(rd_kafka_resp_err_t code)
{
    switch ((int)code) {
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
    case RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP:
        return true;
    default:
        return false;
    }
}

const char *dw_kafka_last_error(void)
{
    return last_error;
}

/* --- configuration --------------------------------------------------------------------------- */

/* The names that people use for properties that librdkafka lists under another one. */
static const char *const aliases[] = {
    "acks",
    "bootstrap.servers",
    "client.id",
    "compression.type",
    "delivery.timeout.ms",
    "linger.ms",
    "max.in.flight",
    "retries",
    "sasl.mechanism",
    "sasl.username",
    "auto.offset.reset",
};

enum { N_ALIASES = sizeof aliases / sizeof *aliases };

/* The property that was most likely meant, copied into `out`; empty if none comes near. */
static void find_property(rd_kafka_conf_t *conf, const char *key, char *out, size_t size)
{
    size_t n;
    const char **dump = rd_kafka_conf_dump(conf, &n);
    const char **keys = calloc(n / 2 + N_ALIASES, sizeof *keys);
    const char *near = NULL;

    for (size_t i = 0; keys && i < n / 2; i++)
        keys[i] = dump[2 * i];
    if (keys) {
        memcpy(keys + n / 2, aliases, sizeof aliases);
        near = dw_nearest_find(key, keys, n / 2 + N_ALIASES);
    }
    snprintf(out, size, "%s", near ? near : "");
    free(keys);
    rd_kafka_conf_dump_free(dump, n);
}

/* What no program can do without, whatever else it sets. */
static const struct dw_kafka_property everybodys[] = {
    {"enabled_events", NULL, "callbacks are how the program learns what happened"},
    {"enable_sasl_queue", NULL, "callbacks are how the program learns what happened"},
    {"log.queue", NULL, "the log would stay in a queue that nobody reads"},
    {NULL, NULL, NULL},
};

static enum dw_err unknown_property(rd_kafka_conf_t *conf, const struct dw_property *property,
                                    struct dw_error *err)
{
    char near[64];

    find_property(conf, property->key, near, sizeof near);
    return dw_error_set(err, DW_CONFIG, 0, "%s: librdkafka has no property %s%s%s%s",
                        property->place, property->key, *near ? "; did you mean " : "", near,
                        *near ? "?" : "");
}

static enum dw_err set_property(rd_kafka_conf_t *conf, const struct dw_property *property,
                                struct dw_error *err)
{
    char text[256];

    switch (rd_kafka_conf_set(conf, property->key, property->value, text, sizeof text)) {
    case RD_KAFKA_CONF_OK:
        return DW_OK;
    case RD_KAFKA_CONF_UNKNOWN:
        return unknown_property(conf, property, err);
    case RD_KAFKA_CONF_INVALID:
        break;
    }
    if (dw_property_is_secret(property->key))
        return dw_error_set(err, DW_CONFIG, 0, "%s: librdkafka refuses the value of %s",
                            property->place, property->key);
    return dw_error_set(err, DW_CONFIG, 0, "%s: %s=%s: %s", property->place, property->key,
                        property->value, text);
}

const char dw_kafka_kept[] = "kept";

static enum dw_err set_own(rd_kafka_conf_t *conf, const struct dw_kafka_property *own,
                           struct dw_error *err)
{
    for (; own && own->key; own++) {
        struct dw_property property = {own->key, own->value, "built in"};

        if (own->value && set_property(conf, &property, err))
            return DW_CONFIG;
    }
    return DW_OK;
}

/* What a property is set to, as librdkafka writes it; its length, 0 if it is not set. */
static size_t get_value(const rd_kafka_conf_t *conf, const char *key, char *out, size_t size)
{
    size_t len = size;

    *out = '\0';
    return rd_kafka_conf_get(conf, key, out, &len) == RD_KAFKA_CONF_OK ? len : 0;
}

static bool is_same(const rd_kafka_conf_t *one, const rd_kafka_conf_t *other, const char *key)
{
    char a[VALUE_MAX], b[VALUE_MAX];

    return get_value(one, key, a, sizeof a) == get_value(other, key, b, sizeof b) &&
           strcmp(a, b) == 0;
}

/*
 * Refuse what has just changed a property that the program must decide itself. Values are compared,
 * not names: many properties have a second name under which they can be set.
 */
static enum dw_err check_fixed(const rd_kafka_conf_t *conf, const rd_kafka_conf_t *ours,
                               const struct dw_kafka_property *own,
                               const struct dw_property *property, struct dw_error *err)
{
    for (; own && own->key; own++)
        if (own->fixed && own->fixed != dw_kafka_kept && !is_same(conf, ours, own->key))
            return dw_error_set(err, DW_CONFIG, 0, "%s: %s cannot be set: %s", property->place,
                                property->key, own->fixed);
    return DW_OK;
}

static enum dw_err set_users(rd_kafka_conf_t *conf, const struct dw_options *options,
                             const struct dw_kafka_property *own, struct dw_error *err)
{
    rd_kafka_conf_t *ours = rd_kafka_conf_dup(conf);
    enum dw_err rc = DW_OK;

    for (size_t i = 0; i < dw_options_n_properties(options) && !rc; i++) {
        const struct dw_property *property = dw_options_property(options, i);

        rc = set_property(conf, property, err);
        if (!rc)
            rc = check_fixed(conf, ours, everybodys, property, err);
        if (!rc)
            rc = check_fixed(conf, ours, own, property, err);
    }
    for (; own && own->key && !rc; own++)
        if (own->fixed == dw_kafka_kept)
            rc = set_property(conf, &(struct dw_property){own->key, own->value, "built in"}, err);
    rd_kafka_conf_destroy(ours);
    return rc;
}

enum dw_err dw_kafka_conf_new(rd_kafka_conf_t **out, const struct dw_options *options,
                              const struct dw_kafka_property *own, struct dw_error *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    struct dw_property brokers = {"bootstrap.servers", dw_options_text(options, "brokers"),
                                  dw_options_place(options, "brokers")};
    enum dw_err rc;

    *out = NULL;
    if (!*brokers.value) {
        rd_kafka_conf_destroy(conf);
        return dw_options_fail(options, "brokers", err, "a broker's address is needed");
    }
    rd_kafka_conf_set_log_cb(conf, dw_kafka_log);
    rd_kafka_conf_set_error_cb(conf, dw_kafka_error);
    rc = set_property(conf, &brokers, err);
    if (!rc)
        rc = set_own(conf, own, err);
    if (!rc)
        rc = set_users(conf, options, own, err);
    if (rc)
        rd_kafka_conf_destroy(conf);
    else
        *out = conf;
    return rc;
}

const char *dw_kafka_compression(void)
{
    static const char *const wanted[] = {"zstd", "lz4", "snappy", "gzip"};
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    const char *best = "none";
    char text[256];

    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (rd_kafka_conf_set(conf, "compression.codec", wanted[i], text, sizeof text) ==
            RD_KAFKA_CONF_OK) {
            best = wanted[i];
            break;
        }
    }
    rd_kafka_conf_destroy(conf);
    return best;
}

enum dw_err dw_kafka_open(rd_kafka_t **out, rd_kafka_type_t type, rd_kafka_conf_t *conf,
                          struct dw_error *err)
{
    char text[256];

    *out = rd_kafka_new(type, conf, text, sizeof text);
    if (*out)
        return DW_OK;
    rd_kafka_conf_destroy(conf);
    return dw_error_set(err, DW_CONFIG, 0, "librdkafka: %s", text);
}

/* --- brokers and topics ---------------------------------------------------------------------- */

/* "localhost:9092" as configured, for the text of errors. */
static void brokers_of(rd_kafka_t *rk, char *out, size_t size)
{
    size_t len = size;

    if (rd_kafka_conf_get(rd_kafka_conf(rk), "bootstrap.servers", out, &len) != RD_KAFKA_CONF_OK)
        snprintf(out, size, "the brokers");
}

/* True if a broker has refused our name or its certificate ours, and no other has let us in. */
static bool is_shut_out(void)
{
    return refused_ms && dw_now_ms() - refused_ms > REFUSED_MS;
}

/* All metadata of the cluster, within the deadline. NULL if nobody answers. */
static const struct rd_kafka_metadata *ask(rd_kafka_t *rk, int all_topics, long long deadline,
                                           const volatile sig_atomic_t *stop,
                                           rd_kafka_resp_err_t *code)
{
    const struct rd_kafka_metadata *metadata = NULL;

    for (;;) {
        long long left = deadline - dw_now_ms();
        struct timespec pause = {.tv_nsec = 20L * 1000 * 1000};

        if (left <= 0 || (stop && *stop) || is_shut_out())
            return NULL;
        *code =
            rd_kafka_metadata(rk, all_topics, NULL, &metadata, left < TRY_MS ? (int)left : TRY_MS);
        rd_kafka_poll(rk, 0);
        if (*code == RD_KAFKA_RESP_ERR_NO_ERROR)
            return metadata;
        nanosleep(&pause, NULL);
    }
}

/*
 * What is known of a refusal besides librdkafka's words: before 2.6.1 it repeats its nonce in
 * SCRAM, which brokers take for a forgery since 3.7.2.
 */
static const char *hint(rd_kafka_t *rk)
{
    char mechanism[32];

    get_value(rd_kafka_conf(rk), "sasl.mechanisms", mechanism, sizeof mechanism);
    if (strncmp(mechanism, "SCRAM", strlen("SCRAM")) != 0 || rd_kafka_version() >= 0x020601ff)
        return "";
    return "; for SCRAM with brokers since 3.7.2 librdkafka 2.6.1 is needed";
}

/* librdkafka's last words, less the broker's name. */
static const char *last_reason(rd_kafka_resp_err_t code)
{
    const char *behind = strstr(last_error, "/bootstrap: ");

    if (!*last_error)
        return rd_kafka_err2str(code);
    return behind ? behind + strlen("/bootstrap: ") : last_error;
}

enum dw_err dw_kafka_wait(rd_kafka_t *rk, int timeout_ms, const volatile sig_atomic_t *stop,
                          struct dw_error *err)
{
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR__TIMED_OUT;
    const struct rd_kafka_metadata *metadata;
    char brokers[128];

    last_error[0] = '\0';
    refused_ms = 0;
    metadata = ask(rk, 0, dw_now_ms() + timeout_ms, stop, &code);
    if (metadata) {
        rd_kafka_metadata_destroy(metadata);
        return DW_OK;
    }
    if (stop && *stop)
        return dw_error_set(err, DW_BROKER, 0, "interrupted while waiting for a broker");
    brokers_of(rk, brokers, sizeof brokers);
    if (is_shut_out())
        return dw_error_set(err, DW_CONFIG, 0, "%.60s does not let us in: %.100s%s", brokers,
                            last_reason(code), hint(rk));
    return dw_error_set(err, DW_BROKER, 0, "no broker answers at %s within %g s (%.120s)", brokers,
                        timeout_ms / 1000.0, last_reason(code));
}

static const struct rd_kafka_metadata_topic *find_topic(const struct rd_kafka_metadata *metadata,
                                                        const char *topic)
{
    for (int i = 0; i < metadata->topic_cnt; i++)
        if (strcmp(metadata->topics[i].topic, topic) == 0)
            return &metadata->topics[i];
    return NULL;
}

enum dw_err dw_kafka_topic_find(rd_kafka_t *rk, const char *topic, const char *option,
                                int timeout_ms, int *n_partitions, struct dw_error *err)
{
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR__TIMED_OUT;
    const struct rd_kafka_metadata *metadata = ask(rk, 1, dw_now_ms() + timeout_ms, NULL, &code);
    const struct rd_kafka_metadata_topic *found;
    enum dw_err rc = DW_OK;
    char brokers[128];

    if (n_partitions)
        *n_partitions = 0;
    brokers_of(rk, brokers, sizeof brokers);
    if (!metadata)
        return dw_error_set(err, DW_BROKER, 0, "%s does not tell its topics: %s", brokers,
                            rd_kafka_err2str(code));
    found = find_topic(metadata, topic);
    if (!found || found->partition_cnt == 0)
        rc = dw_error_set(err, DW_BROKER, 0,
                          "topic %s does not exist at %s, or we may not see it; create it, or name "
                          "another with %s",
                          topic, brokers, option);
    else if (n_partitions)
        *n_partitions = found->partition_cnt;
    rd_kafka_metadata_destroy(metadata);
    return rc;
}
