/* SPDX-License-Identifier: MIT */
#include "consumer/coder.h"

#include <string.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "processors/base/utf8.h"
#include "schemas/article.h"

enum { LETTER_HEADERS_MAX = 64 * 1024 }; /* room that a dead letter's value leaves for headers */

/* Microseconds; most processors take less than one millisecond for an article, syntax the most. */
static const int64_t time_bounds[] = {25,   50,    100,   250,   500,    1000,   2500,
                                      5000, 10000, 25000, 50000, 100000, 500000, 2500000};

enum dw_err dw_coder_open(struct dw_coder *coder, const struct dw_settings *settings,
                          struct dw_error *err)
{
    struct dw_pipeline_options options = {
        .none = settings->pass_through,
        .full_depth = settings->full_depth,
        .model = settings->model,
    };

    *coder = (struct dw_coder){.settings = settings};
    for (int i = 0; i < DW_PROCESSORS_MAX; i++)
        DW_HISTOGRAM_INIT(&coder->times[i], time_bounds);
    if (settings->is_watched)
        options.times = coder->times;
    dw_doc_init(&coder->doc, settings->budget.article);
    dw_arena_init(&coder->held, settings->budget.article);
    dw_output_init(&coder->output, settings);
    return dw_pipeline_open(&coder->pipeline, &options, err);
}

void dw_coder_close(struct dw_coder *coder)
{
    dw_pipeline_close(coder->pipeline);
    dw_output_fini(&coder->output);
    dw_arena_fini(&coder->held);
    dw_doc_fini(&coder->doc);
}

/* --- reading --------------------------------------------------------------------------------- */

/* The record's key if it is text, else its place: topic-partition-offset. */
static const char *make_id(struct dw_coder *coder, const struct dw_consumed *consumed)
{
    struct dw_doc *doc = &coder->doc;
    size_t bad;

    if (consumed->key_len > 0 && !memchr(consumed->key, '\0', consumed->key_len) &&
        dw_utf8_is_valid(consumed->key, consumed->key_len, &bad))
        return dw_arena_dup(&doc->arena, consumed->key, consumed->key_len);
    coder->is_nameless = true;
    return dw_arena_printf(&doc->arena, "%s-%d-%lld", coder->settings->input,
                           (int)consumed->partition, (long long)consumed->offset);
}

static void set_source(struct dw_coder *coder, const struct dw_consumed *consumed)
{
    struct dw_article *article = &coder->doc.article;

    article->source.topic = coder->settings->input;
    article->source.partition = consumed->partition;
    article->source.offset = consumed->offset;
    article->source.timestamp = consumed->timestamp;
}

/* Read the article out of the record: JSON or plain text. */
static enum dw_err read_article(struct dw_coder *coder, const struct dw_consumed *consumed,
                                struct dw_error *err)
{
    struct dw_doc *doc = &coder->doc;
    size_t type_len;
    const char *type = dw_consumed_header(consumed, "content-type", &type_len);
    enum dw_err rc;

    coder->is_nameless = false;
    set_source(coder, consumed);
    if (!consumed->value)
        return dw_error_set(err, DW_INPUT, 0, "the record has no value");
    if (consumed->len > coder->settings->budget.value)
        return dw_error_set(err, DW_NOMEM, 0, "a value of %zu bytes; the memory budget allows %zu",
                            consumed->len, coder->settings->budget.value);
    if (dw_article_is_json(type, type_len, consumed->value, consumed->len))
        rc = dw_article_decode(consumed->value, consumed->len, &doc->arena, &doc->article, err);
    else
        rc = dw_article_from_text(consumed->value, consumed->len, &doc->arena, &doc->article, NULL,
                                  err);
    if (rc)
        return rc;
    if (!doc->article.id)
        doc->article.id = make_id(coder, consumed);
    if (!doc->article.id)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the article's id");
    return DW_OK;
}

/* --- answering ------------------------------------------------------------------------------- */

/* Process and encode; a kill notice has nothing to say, and is no copy to look for events in. */
static enum dw_err answer(struct dw_coder *coder, const struct dw_consumed *consumed,
                          struct dw_lifecycle *life, enum dw_stage *stage, struct dw_error *err)
{
    const struct dw_article_state *previous = life->previous;
    struct dw_superseded superseded;
    struct dw_encode_options encoding = {
        .include_text = coder->settings->include_text,
        .model = dw_pipeline_model(coder->pipeline),
    };
    int64_t start = dw_now_us();
    enum dw_err rc = DW_OK;

    if (coder->doc.article.status != DW_STATUS_CANCELED)
        rc = dw_pipeline_run(coder->pipeline, &coder->doc, err);
    if (!rc)
        rc = dw_lifecycle_match(life, err);
    if (rc)
        return rc;
    *stage = DW_STAGE_ENCODE;
    encoding.duration_us = dw_now_us() - start;
    if (previous) {
        superseded = (struct dw_superseded){previous->version.version, previous->version.published,
                                            previous->ce_id};
        encoding.supersedes = &superseded;
    }
    rc = dw_output_add_results(&coder->output, &coder->doc, &encoding,
                               (const dw_event_id *)life->ids, consumed, err);
    return rc ? rc : dw_lifecycle_end_answer(life, &coder->output, consumed, err);
}

/* Decode, then do what the article's other versions ask for; *stage tells how far it came. */
static enum dw_err tag(struct dw_coder *coder, const struct dw_consumed *consumed,
                       struct dw_lifecycle *life, enum dw_stage *stage, struct dw_error *err)
{
    enum dw_fate fate;
    enum dw_err rc;

    *stage = DW_STAGE_DECODE;
    rc = read_article(coder, consumed, err);
    if (rc)
        return rc;
    *stage = DW_STAGE_ORDER;
    life->is_nameless = coder->is_nameless;
    rc = dw_lifecycle_judge(life, dw_now_since_epoch_ms(), &fate, err);
    if (rc)
        return rc;
    if (fate == DW_FATE_STALE)
        return dw_error_set(err, DW_STALE, 0, "a newer version of the article came before: %.60s",
                            life->previous ? life->previous->ce_id : "it is held back");
    if (fate == DW_FATE_HOLD)
        return dw_lifecycle_hold(life, &coder->output, consumed, err);
    *stage = DW_STAGE_PROCESS;
    return answer(coder, consumed, life, stage, err);
}

static enum dw_err set_aside(struct dw_coder *coder, const struct dw_consumed *consumed,
                             enum dw_stage stage, struct dw_error *why, bool omit_value,
                             struct dw_error *err)
{
    coder->why = why->code;
    coder->stage = stage;
    if (!*why->text)
        dw_error_set(why, why->code, 0, "%s", dw_err_message(why->code));
    dw_log_often(DW_LOG_WARNING, "dead letter",
                 "partition=%d offset=%lld stage=%s code=%s place=%zu reason=%s",
                 (int)consumed->partition, (long long)consumed->offset, dw_stage_name(stage),
                 dw_err_name(why->code), why->place, why->text);
    if (consumed->len + consumed->key_len + LETTER_HEADERS_MAX >
        (size_t)coder->settings->budget.record_bytes)
        omit_value = true;
    return dw_deadletter_add(&coder->output, consumed, stage, why, omit_value, err);
}

static enum dw_err run(struct dw_coder *coder, const struct dw_consumed *consumed,
                       struct dw_lifecycle *life, const struct dw_refusal *refusal,
                       struct dw_error *err)
{
    enum dw_stage stage = DW_STAGE_DELIVER;
    struct dw_error why = {.code = DW_OK};
    enum dw_err rc;

    coder->why = DW_OK;
    dw_output_reset(&coder->output);
    dw_doc_reset(&coder->doc);
    if (refusal && refusal->partition == consumed->partition &&
        refusal->offset == consumed->offset) {
        why = refusal->why;
        return set_aside(coder, consumed, stage, &why, refusal->omit_value, err);
    }
    if (coder->settings->pass_through) {
        stage = DW_STAGE_ENCODE;
        rc = dw_output_add_copy(&coder->output, consumed, &why);
    } else {
        rc = tag(coder, consumed, life, &stage, &why);
    }
    if (!rc)
        return DW_OK;
    why.code = rc;
    return set_aside(coder, consumed, stage, &why, false, err);
}

enum dw_err dw_coder_run(struct dw_coder *coder, const struct dw_consumed *consumed,
                         struct dw_state_partition *p, const struct dw_refusal *refusal,
                         struct dw_error *err)
{
    struct dw_lifecycle life = {.p = p, .doc = &coder->doc};

    return run(coder, consumed, &life, refusal, err);
}

/* --- what was held --------------------------------------------------------------------------- */

static rd_kafka_headers_t *make_headers(const struct dw_held_article *held)
{
    rd_kafka_headers_t *headers = rd_kafka_headers_new(held->n_headers);

    for (uint32_t i = 0; i < held->n_headers; i++)
        rd_kafka_header_add(headers, held->headers[i].name, -1, held->headers[i].value,
                            (ssize_t)held->headers[i].len);
    return headers;
}

enum dw_err dw_coder_release(struct dw_coder *coder, struct dw_state_partition *p,
                             const struct dw_store_entry *entry, const struct dw_refusal *refusal,
                             int64_t *offset, struct dw_error *err)
{
    struct dw_lifecycle life = {.p = p, .doc = &coder->doc, .is_release = true};
    struct dw_held_article held;
    struct dw_consumed consumed;
    rd_kafka_headers_t *headers;
    const char *id;
    enum dw_err rc;

    dw_arena_reset(&coder->held);
    id = dw_arena_dup(&coder->held, entry->bytes, entry->key_len);
    rc = dw_held_article_decode(dw_store_value(entry), entry->len, &coder->held, &held, err);
    if (rc || !id)
        return rc ? rc : dw_error_set(err, DW_NOMEM, 0, "no memory for a held article");
    headers = make_headers(&held);
    *offset = held.offset;
    consumed = (struct dw_consumed){
        .partition = held.partition,
        .offset = held.offset,
        .timestamp = held.timestamp,
        .key = held.key,
        .key_len = held.key_len,
        .value = held.value,
        .len = held.len,
        .headers = headers,
    };
    rc = run(coder, &consumed, &life, refusal, err);
    rd_kafka_headers_destroy(headers);
    return rc ? rc : dw_lifecycle_drop_held(p, id, &coder->output, err);
}
