/* SPDX-License-Identifier: MIT */
/* topic.h - what is asked of a cluster's administration: how a topic is set, to make one. */
#ifndef DW_TOPIC_H
#define DW_TOPIC_H

#include "producer/kafka.h"

/*
 * Make a compacted topic and wait until it is there; one that somebody else makes meanwhile will
 * do. Errors: DW_BROKER, with the broker's reason.
 */
enum dw_err dw_topic_make(rd_kafka_t *rk, const char *topic, int n_partitions, int timeout_ms,
                          struct dw_error *err) DW_WARN_UNUSED;

/*
 * The longest record (max.message.bytes) that the topic takes; 0 if the broker does not tell, be it
 * that it may not or that it is too simple for the question.
 */
long long dw_topic_limit(rd_kafka_t *rk, const char *topic, int timeout_ms);

#endif
