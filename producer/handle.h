/* SPDX-License-Identifier: MIT */
/*
 * handle.h - librdkafka's producer for one topic: its configuration, its connection, one record.
 *
 * Errors   as in kafka.h.
 */
#ifndef DW_HANDLE_H
#define DW_HANDLE_H

#include <librdkafka/rdkafka.h>
#include <signal.h>

#include "processors/base/error.h"
#include "processors/base/options.h"
#include "producer/answers.h"
#include "producer/record.h"

struct dw_handle_options {
    const struct dw_options *options;
    const char *transactional_id; /* NULL: no transactions */
    void (*report)(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque);
    struct dw_answers *answers;        /* NULL: nobody asks */
    void *opaque;                      /* of the callbacks */
    const volatile sig_atomic_t *stop; /* ends the wait for a broker */
    /* librdkafka's statistics, as JSON; NULL: nobody asks. It returns 0. */
    int (*stats)(rd_kafka_t *rk, char *json, size_t len, void *opaque);
};

struct dw_handle {
    rd_kafka_t *rk; /* NULL: closed */
    const char *topic;
    int n_partitions;
    long long limit; /* bytes of a batch that the topic takes; 0: not known */
};

/* Everything that can be checked without a broker. */
enum dw_err dw_handle_check(const struct dw_handle_options *how,
                            struct dw_error *err) DW_WARN_UNUSED;

/* Connect, bounded by --connect-timeout, and find the topic. Close it in any case. */
enum dw_err dw_handle_open(struct dw_handle *handle, const struct dw_handle_options *how,
                           struct dw_error *err) DW_WARN_UNUSED;

void dw_handle_close(struct dw_handle *handle);

/* Queue a copy of the record; `ticket` comes back as the _private of its report. */
rd_kafka_resp_err_t dw_handle_produce(struct dw_handle *handle, const struct dw_record *record,
                                      void *ticket);

/* librdkafka's words, and the limit where that is what was met. */
void dw_handle_describe(const struct dw_handle *handle, rd_kafka_resp_err_t code, char *out,
                        size_t size);

#endif
