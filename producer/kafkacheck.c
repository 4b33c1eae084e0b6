/* SPDX-License-Identifier: MIT */
#include "producer/kafkacheck.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { VALUE_MAX = 32768, PORT_MAX = 65535 };

static const char *get(const rd_kafka_conf_t *conf, const char *key, char out[VALUE_MAX])
{
    size_t len = VALUE_MAX;

    *out = '\0';
    return rd_kafka_conf_get(conf, key, out, &len) == RD_KAFKA_CONF_OK ? out : "";
}

/* --- brokers --------------------------------------------------------------------------------- */

static bool is_port(const char *text, size_t len)
{
    char *end;
    long port = strtol(text, &end, 10);

    return len > 0 && isdigit((unsigned char)*text) && end == text + len && port > 0 &&
           port <= PORT_MAX;
}

/* host, host:port or [v6]:port; librdkafka takes a protocol in front as well. */
static bool is_broker(const char *text, size_t len)
{
    const char *end = text + len, *scheme = strstr(text, "://"), *colon;

    if (scheme && scheme < end)
        text = scheme + 3;
    for (const char *c = text; c < end; c++)
        if (!isalnum((unsigned char)*c) && !strchr("-._:[]%", *c))
            return false;
    if (*text == '[') {
        colon = memchr(text, ']', (size_t)(end - text));
        return colon && (colon + 1 == end ||
                         (colon[1] == ':' && is_port(colon + 2, (size_t)(end - colon) - 2)));
    }
    colon = memchr(text, ':', (size_t)(end - text));
    return colon ? colon > text && is_port(colon + 1, (size_t)(end - colon) - 1) : text < end;
}

/* Set by -b, or as one of librdkafka's names for it. */
static const char *place_of_brokers(const struct dw_options *options)
{
    const char *place = dw_options_property_place(options, "bootstrap.servers");

    if (!place)
        place = dw_options_property_place(options, "metadata.broker.list");
    return place ? place : dw_options_place(options, "brokers");
}

static enum dw_err check_brokers(const rd_kafka_conf_t *conf, const struct dw_options *options,
                                 struct dw_error *err)
{
    char list[VALUE_MAX];

    for (const char *at = get(conf, "bootstrap.servers", list);; at++) {
        size_t blank = strspn(at, " "), len = strcspn(at + blank, ",");

        at += blank;
        if (!is_broker(at, len))
            return dw_error_set(err, DW_CONFIG, 0,
                                "%s: brokers: \"%.*s\" is no broker; host:port is needed, several "
                                "with commas between",
                                place_of_brokers(options), (int)(len < 80 ? len : 80), at);
        at += len;
        if (!*at)
            return DW_OK;
    }
}

/* --- files ----------------------------------------------------------------------------------- */

static enum dw_err check_files(const rd_kafka_conf_t *conf, const struct dw_options *options,
                               struct dw_error *err)
{
    static const char *const keys[] = {"ssl.ca.location",  "ssl.certificate.location",
                                       "ssl.key.location", "ssl.keystore.location",
                                       "ssl.crl.location", "sasl.kerberos.keytab"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *place = dw_options_property_place(options, keys[i]);
        char path[VALUE_MAX];

        if (!place || !*get(conf, keys[i], path) || strcmp(path, "probe") == 0)
            continue;
        if (access(path, R_OK) != 0)
            return dw_error_set(err, DW_CONFIG, 0, "%s: %s: cannot read %.120s: %s", place, keys[i],
                                path, strerror(errno));
    }
    return DW_OK;
}

/* --- all together ---------------------------------------------------------------------------- */

/* How likely the text is about this property: it has the name, best early, or one of its kind. */
static size_t likeness(const char *text, const char *key)
{
    const char *at = strstr(text, key);
    char kind[32];

    snprintf(kind, sizeof kind, "%.*s.", (int)strcspn(key, "."), key);
    return at ? 1 + strlen(at) : strstr(text, kind) ? 1 : 0;
}

/* The user's property that librdkafka's text is most likely about; NULL: none of them. */
static const struct dw_property *find_named(const struct dw_options *options, const char *text)
{
    const struct dw_property *found = NULL;
    size_t best = 0;

    for (size_t i = 0; i < dw_options_n_properties(options); i++) {
        const struct dw_property *property = dw_options_property(options, i);
        size_t sure = likeness(text, property->key);

        if (sure > best) {
            best = sure;
            found = property;
        }
    }
    return found;
}

static void say_nothing(const rd_kafka_t *rk, int level, const char *facility, const char *text)
{
    (void)rk;
    (void)level;
    (void)facility;
    (void)text;
}

static enum dw_err check_together(rd_kafka_type_t type, rd_kafka_conf_t *conf,
                                  const struct dw_options *options, struct dw_error *err)
{
    const struct dw_property *named;
    char text[256];
    rd_kafka_t *rk;

    rd_kafka_conf_set(conf, "bootstrap.servers", "", NULL, 0);
    rd_kafka_conf_set_log_cb(conf, say_nothing);
    rk = rd_kafka_new(type, conf, text, sizeof text);
    if (rk) {
        rd_kafka_destroy(rk);
        return DW_OK;
    }
    rd_kafka_conf_destroy(conf);
    named = find_named(options, text);
    if (!named)
        return dw_error_set(err, DW_CONFIG, 0, "librdkafka: %s", text);
    return dw_error_set(err, DW_CONFIG, 0, "%s: %s: %s", named->place, named->key, text);
}

enum dw_err dw_kafka_check(rd_kafka_type_t type, rd_kafka_conf_t *conf,
                           const struct dw_options *options, struct dw_error *err)
{
    enum dw_err rc = check_brokers(conf, options, err);

    if (!rc)
        rc = check_files(conf, options, err);
    if (!rc)
        return check_together(type, conf, options, err);
    rd_kafka_conf_destroy(conf);
    return rc;
}
