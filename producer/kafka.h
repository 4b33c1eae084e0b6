/* SPDX-License-Identifier: MIT */
/*
 * kafka.h - what every program that talks to Kafka shares: configuration from the options,
 * librdkafka's log in ours, a bounded wait for the brokers, a look at the topic.
 *
 * Errors   DW_CONFIG for a property that librdkafka refuses or that would break a promise (the text
 *          names key and place), DW_BROKER for what time may heal, DW_FATAL, DW_NOMEM.
 */
#ifndef DW_KAFKA_H
#define DW_KAFKA_H

#include <librdkafka/rdkafka.h>
#include <signal.h>
#include <stdbool.h>

#include "processors/base/error.h"
#include "processors/base/options.h"

/* A property that the program itself sets. */
struct dw_kafka_property {
    const char *key; /* NULL ends a table */
    const char *value;
    const char *fixed; /* why it may not be set by the user; NULL: the user's value wins */
};

/*
 * As `fixed`: ours holds without a word. For a client of which the user knows nothing, whose
 * settings are meant for others.
 */
extern const char dw_kafka_kept[];

/* Row for the options table of a program that calls dw_kafka_wait. */
#define DW_KAFKA_OPTION_CONNECT_TIMEOUT                                                            \
    {                                                                                              \
        .key = "connect-timeout", .type = DW_OPTION_DURATION, .arg = "TIME", .value = "10s",       \
        .help = "give up when no broker answers for this long at start", .min = 1,                 \
        .max = 24 * 3600 * 1000                                                                    \
    }

/*
 * A new configuration: brokers (-b, unless bootstrap.servers was set by -X), log and error
 * callbacks, the program's own properties in order, then those of -X, file and environment.
 * librdkafka takes it over in rd_kafka_new; else rd_kafka_conf_destroy it.
 */
enum dw_err dw_kafka_conf_new(rd_kafka_conf_t **out, const struct dw_options *options,
                              const struct dw_kafka_property *own,
                              struct dw_error *err) DW_WARN_UNUSED;

/* The best compression that this librdkafka was built with: zstd, lz4, snappy, gzip or none. */
const char *dw_kafka_compression(void);

/* rd_kafka_new; the configuration is taken in any case. */
enum dw_err dw_kafka_open(rd_kafka_t **out, rd_kafka_type_t type, rd_kafka_conf_t *conf,
                          struct dw_error *err) DW_WARN_UNUSED;

/*
 * Wait until a broker answers, at most `timeout_ms`; ends early when *stop (may be NULL) is not 0.
 * Serves rd_kafka_poll. Errors, with librdkafka's last reason: DW_BROKER; DW_CONFIG if a broker is
 * there that refuses our credentials or whose certificate we refuse, told after a second.
 */
enum dw_err dw_kafka_wait(rd_kafka_t *rk, int timeout_ms, const volatile sig_atomic_t *stop,
                          struct dw_error *err) DW_WARN_UNUSED;

/*
 * Find a topic without making one: brokers that create topics on demand are not asked for it by
 * name. *n_partitions (may be NULL) is 0 if there is none. Errors: DW_BROKER if it is missing
 * (`option` is what the text tells the user to look at) or nobody answers.
 */
enum dw_err dw_kafka_topic_find(rd_kafka_t *rk, const char *topic, const char *option,
                                int timeout_ms, int *n_partitions,
                                struct dw_error *err) DW_WARN_UNUSED;

/* True if a delivery failed because of the record: it would be refused again. */
bool dw_kafka_is_refusal(rd_kafka_resp_err_t code);

/*
 * So long a record may wait for others to share its request: at most until the commit, for a commit
 * flushes. With less librdkafka's thread would, while there is a backlog, ask without a pause
 * whether it may send the next request of a partition, of which it has but one under way.
 */
#define DW_KAFKA_LINGER_MS "500"

/* Wait until all records are delivered or have failed, at most `timeout_ms`. */
void dw_kafka_flush(rd_kafka_t *rk, int timeout_ms);

/* The last error that librdkafka told this thread of, or "" - what rd_kafka_poll served. */
const char *dw_kafka_last_error(void);

/* Default callbacks, for programs that add to them. */
void dw_kafka_log(const rd_kafka_t *rk, int level, const char *facility, const char *text);
void dw_kafka_error(rd_kafka_t *rk, int code, const char *reason, void *opaque);

#endif
