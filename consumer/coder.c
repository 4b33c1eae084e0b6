/* SPDX-License-Identifier: MIT */
#include "consumer/coder.h"

#include <string.h>
#include <time.h>

#include "processors/base/log.h"
#include "processors/base/utf8.h"
#include "schemas/article.h"

enum { LETTER_HEADERS_MAX = 64 * 1024 }; /* room that a dead letter's value leaves for headers */

enum dw_err dw_coder_open(struct dw_coder *coder, const struct dw_settings *settings,
                          struct dw_error *err)
{
    struct dw_pipeline_options options = {
        .none = settings->pass_through,
        .full_depth = settings->full_depth,
        .model = settings->model,
    };

    *coder = (struct dw_coder){.settings = settings};
    dw_doc_init(&coder->doc, settings->budget.article);
    dw_output_init(&coder->output, settings);
    return dw_pipeline_open(&coder->pipeline, &options, err);
}

void dw_coder_close(struct dw_coder *coder)
{
    dw_pipeline_close(coder->pipeline);
    dw_output_fini(&coder->output);
    dw_doc_fini(&coder->doc);
}

/* --- reading --------------------------------------------------------------------------------- */

/* The last header of that name; NULL if there is none. */
static const char *find_header(const rd_kafka_message_t *message, const char *name, size_t *len)
{
    rd_kafka_headers_t *headers;
    const void *value;

    *len = 0;
    if (rd_kafka_message_headers(message, &headers) ||
        rd_kafka_header_get_last(headers, name, &value, len))
        return NULL;
    return value;
}

/* The record's key if it is text, else its place: topic-partition-offset. */
static const char *make_id(struct dw_doc *doc, const char *topic, const rd_kafka_message_t *message)
{
    size_t bad;

    if (message->key_len > 0 && !memchr(message->key, '\0', message->key_len) &&
        dw_utf8_is_valid(message->key, message->key_len, &bad))
        return dw_arena_dup(&doc->arena, message->key, message->key_len);
    return dw_arena_printf(&doc->arena, "%s-%d-%lld", topic, (int)message->partition,
                           (long long)message->offset);
}

static void set_source(struct dw_coder *coder, const rd_kafka_message_t *message)
{
    struct dw_article *article = &coder->doc.article;
    rd_kafka_timestamp_type_t type;

    article->source.topic = coder->settings->input;
    article->source.partition = message->partition;
    article->source.offset = message->offset;
    article->source.timestamp = rd_kafka_message_timestamp(message, &type);
}

/* Read the article out of the record: JSON or plain text. */
static enum dw_err read_article(struct dw_coder *coder, const rd_kafka_message_t *message,
                                struct dw_error *err)
{
    struct dw_doc *doc = &coder->doc;
    size_t type_len;
    const char *type = find_header(message, "content-type", &type_len);
    enum dw_err rc;

    set_source(coder, message);
    if (!message->payload)
        return dw_error_set(err, DW_INPUT, 0, "the record has no value");
    if (dw_article_is_json(type, type_len, message->payload, message->len))
        rc = dw_article_decode(message->payload, message->len, &doc->arena, &doc->article, err);
    else
        rc = dw_article_from_text(message->payload, message->len, &doc->arena, &doc->article, NULL,
                                  err);
    if (rc)
        return rc;
    if (!doc->article.id)
        doc->article.id = make_id(doc, coder->settings->input, message);
    if (!doc->article.id)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the article's id");
    return DW_OK;
}

/* --- answering ------------------------------------------------------------------------------- */

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Decode, process, encode; *stage tells how far it came. */
static enum dw_err tag(struct dw_coder *coder, const rd_kafka_message_t *message,
                       enum dw_stage *stage, struct dw_error *err)
{
    struct dw_encode_options encoding = {
        .include_text = coder->settings->include_text,
        .model = dw_pipeline_model(coder->pipeline),
    };
    int64_t start = now_us();
    enum dw_err rc;

    *stage = DW_STAGE_DECODE;
    rc = read_article(coder, message, err);
    if (rc)
        return rc;
    *stage = DW_STAGE_PROCESS;
    rc = dw_pipeline_run(coder->pipeline, &coder->doc, err);
    if (rc)
        return rc;
    *stage = DW_STAGE_ENCODE;
    encoding.duration_us = now_us() - start;
    return dw_output_add_results(&coder->output, &coder->doc, &encoding, message, err);
}

static enum dw_err set_aside(struct dw_coder *coder, const rd_kafka_message_t *message,
                             enum dw_stage stage, struct dw_error *why, bool omit_value,
                             struct dw_error *err)
{
    if (!*why->text)
        dw_error_set(why, why->code, 0, "%s", dw_err_message(why->code));
    dw_log_often(DW_LOG_WARNING, "dead letter",
                 "partition=%d offset=%lld stage=%s code=%s place=%zu reason=%s",
                 (int)message->partition, (long long)message->offset, dw_stage_name(stage),
                 dw_err_name(why->code), why->place, why->text);
    if (message->len + message->key_len + LETTER_HEADERS_MAX >
        (size_t)coder->settings->budget.record_bytes)
        omit_value = true;
    return dw_deadletter_add(&coder->output, message, stage, why, omit_value, err);
}

enum dw_err dw_coder_run(struct dw_coder *coder, const rd_kafka_message_t *message,
                         const struct dw_refusal *refusal, struct dw_error *err)
{
    enum dw_stage stage = DW_STAGE_DELIVER;
    struct dw_error why = {.code = DW_OK};
    enum dw_err rc;

    dw_output_reset(&coder->output);
    dw_doc_reset(&coder->doc);
    if (refusal && refusal->partition == message->partition && refusal->offset == message->offset) {
        why = refusal->why;
        return set_aside(coder, message, stage, &why, refusal->omit_value, err);
    }
    if (coder->settings->pass_through) {
        stage = DW_STAGE_ENCODE;
        rc = dw_output_add_copy(&coder->output, message, &why);
    } else {
        rc = tag(coder, message, &stage, &why);
    }
    if (!rc)
        return DW_OK;
    why.code = rc;
    return set_aside(coder, message, stage, &why, false, err);
}
