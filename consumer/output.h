/* SPDX-License-Identifier: MIT */
/*
 * output.h - what one consumed record is answered with, complete before any of it is sent.
 *
 * Staging all records of an answer first keeps it whole: a record that turns out too large, or
 * memory that runs out over the fifth event, leaves nothing half sent.
 *
 * Owner    keys, values and headers belong to the output until the next reset, but for borrowed
 *          values, which are the consumed record's.
 * Threads  one lane, one output.
 */
#ifndef DW_OUTPUT_H
#define DW_OUTPUT_H

#include <librdkafka/rdkafka.h>

#include "consumer/consumed.h"
#include "consumer/settings.h"
#include "processors/base/strbuf.h"
#include "processors/doc.h"
#include "schemas/article_state.h"
#include "schemas/tagged_article.h"

struct dw_output_bytes {
    const void *borrowed; /* NULL: `len` bytes from `at` of the output's own */
    size_t at, len;
    bool is_null;
};

struct dw_output_record {
    enum dw_output_topic topic;
    int32_t partition; /* RD_KAFKA_PARTITION_UA: the key's */
    struct dw_output_bytes key, value;
    int64_t timestamp;           /* ms; 0: the time of sending */
    rd_kafka_headers_t *headers; /* NULL: none, or once sent */
};

struct dw_output {
    const struct dw_settings *settings; /* borrowed */
    struct dw_strbuf bytes;
    struct dw_output_record *v;
    size_t n, cap;
};

void dw_output_init(struct dw_output *out, const struct dw_settings *settings);
void dw_output_fini(struct dw_output *out);

/* Forget all staged records; the memory is kept. */
void dw_output_reset(struct dw_output *out);

/* One more record with empty key and value, without headers; NULL when memory is out. */
struct dw_output_record *dw_output_add(struct dw_output *out, enum dw_output_topic topic);

/* Where key and value are now. NULL for a null, which Kafka tells from an empty one. */
const void *dw_output_at(const struct dw_output *out, const struct dw_output_bytes *bytes);

typedef char dw_event_id[DW_DISPUTE_EVENT_ID];

/*
 * The results for an annotated document: the tagged article, then one record for each event, with
 * the ce_ids that are given. Errors: DW_NOMEM, or DW_INPUT for a record over the budget's limit;
 * the output is then to be reset.
 */
enum dw_err dw_output_add_results(struct dw_output *out, const struct dw_doc *doc,
                                  const struct dw_encode_options *encoding, const dw_event_id *ids,
                                  const struct dw_consumed *consumed,
                                  struct dw_error *err) DW_WARN_UNUSED;

/* Take back an event that an earlier version of the article told. Errors as above. */
enum dw_err dw_output_add_retraction(struct dw_output *out, const struct dw_doc *doc,
                                     const struct dw_standing_event *event,
                                     const struct dw_consumed *consumed,
                                     struct dw_error *err) DW_WARN_UNUSED;

/*
 * A record of the state topic: the key is `table` and behind it `id`; `value` NULL deletes. Errors
 * as above.
 */
enum dw_err dw_output_add_state(struct dw_output *out, int32_t partition, const char *table,
                                const char *id, size_t id_len, const struct dw_strbuf *value,
                                struct dw_error *err) DW_WARN_UNUSED;

/* Append the ce_id of a tagged article. */
void dw_output_article_id(const struct dw_article *article, struct dw_strbuf *out);

/* The record as it came, to the first output topic. Errors as above. */
enum dw_err dw_output_add_copy(struct dw_output *out, const struct dw_consumed *consumed,
                               struct dw_error *err) DW_WARN_UNUSED;

/* Key and value of `record` are those of what was consumed, not copied. */
void dw_output_borrow(struct dw_output_record *record, const struct dw_consumed *consumed);

#endif
