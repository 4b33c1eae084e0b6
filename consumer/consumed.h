/* SPDX-License-Identifier: MIT */
/*
 * consumed.h - a record of the input topic: as the consumer hands it over, or as it was held back
 * and comes again.
 *
 * Owner    everything is borrowed, from the message or from what was held.
 */
#ifndef DW_CONSUMED_H
#define DW_CONSUMED_H

#include <librdkafka/rdkafka.h>
#include <stddef.h>
#include <stdint.h>

struct dw_consumed {
    int32_t partition;
    int64_t offset;
    int64_t timestamp; /* ms since the epoch; -1 if none */
    const void *key;   /* NULL for a null, which Kafka tells from an empty one */
    size_t key_len;
    const void *value; /* likewise */
    size_t len;
    const rd_kafka_headers_t *headers; /* NULL: none */
};

void dw_consumed_init(struct dw_consumed *out, const rd_kafka_message_t *message);

/* The last header of that name; NULL if there is none. */
const char *dw_consumed_header(const struct dw_consumed *record, const char *name, size_t *len);

#endif
