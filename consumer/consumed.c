/* SPDX-License-Identifier: MIT */
#include "consumer/consumed.h"

void dw_consumed_init(struct dw_consumed *out, const rd_kafka_message_t *message)
{
    rd_kafka_timestamp_type_t type;
    rd_kafka_headers_t *headers;

    *out = (struct dw_consumed){
        .partition = message->partition,
        .offset = message->offset,
        .timestamp = rd_kafka_message_timestamp(message, &type),
        .key = message->key,
        .key_len = message->key_len,
        .value = message->payload,
        .len = message->len,
    };
    if (!rd_kafka_message_headers(message, &headers))
        out->headers = headers;
}

const char *dw_consumed_header(const struct dw_consumed *record, const char *name, size_t *len)
{
    const void *value;

    *len = 0;
    if (!record->headers || rd_kafka_header_get_last(record->headers, name, &value, len))
        return NULL;
    return value;
}
