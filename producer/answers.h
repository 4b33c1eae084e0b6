/* SPDX-License-Identifier: MIT */
/*
 * answers.h - requests of a client that got no answer.
 *
 * librdkafka sends again what was lost with a connection, and it tells of the loss not every time
 * and not in every version. So its interceptors look at the requests themselves.
 *
 * Owner    the caller's; it must stay where it is while the client lives.
 * Threads  written by librdkafka's, read by any.
 */
#ifndef DW_ANSWERS_H
#define DW_ANSWERS_H

#include <librdkafka/rdkafka.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct dw_answers {
    atomic_bool is_end_missing; /* to a request to end a transaction */
    _Atomic(int64_t) lost_ms; /* when one was last lost with its connection, monotonic; 0: never */
};

/* Look at the client that is to be made of the configuration. */
void dw_answers_watch(struct dw_answers *answers, rd_kafka_conf_t *conf);

#endif
