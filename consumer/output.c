/* SPDX-License-Identifier: MIT */
#include "consumer/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "schemas/offsets.h"

enum { HEADERS_MAX = 64 * 1024 }; /* room that the size limit leaves for them */

#define TYPE_ARTICLE "disputewire.article.tagged"
#define TYPE_EVENT   "disputewire.event.coded"

void dw_output_init(struct dw_output *out, const struct dw_settings *settings)
{
    *out = (struct dw_output){.settings = settings};
    dw_strbuf_init(&out->bytes);
}

void dw_output_fini(struct dw_output *out)
{
    dw_output_reset(out);
    dw_strbuf_fini(&out->bytes);
    free(out->v);
}

void dw_output_reset(struct dw_output *out)
{
    for (size_t i = 0; i < out->n; i++)
        if (out->v[i].headers)
            rd_kafka_headers_destroy(out->v[i].headers);
    out->n = 0;
    dw_strbuf_reset(&out->bytes);
}

struct dw_output_record *dw_output_add(struct dw_output *out, enum dw_output_topic topic)
{
    struct dw_output_record *record;

    if (out->n == out->cap) {
        size_t cap = out->cap ? 2 * out->cap : 16;
        struct dw_output_record *v = realloc(out->v, cap * sizeof *v);

        if (!v)
            return NULL;
        out->v = v;
        out->cap = cap;
    }
    record = &out->v[out->n++];
    *record = (struct dw_output_record){
        .topic = topic,
        .partition = RD_KAFKA_PARTITION_UA,
    };
    return record;
}

const void *dw_output_at(const struct dw_output *out, const struct dw_output_bytes *bytes)
{
    if (bytes->is_null)
        return NULL;
    if (bytes->borrowed)
        return bytes->borrowed;
    return out->bytes.bytes ? out->bytes.bytes + bytes->at : "";
}

/* --- bytes ----------------------------------------------------------------------------------- */

static struct dw_output_bytes borrow(const void *bytes, size_t len)
{
    return (struct dw_output_bytes){.borrowed = bytes, .len = len, .is_null = !bytes};
}

void dw_output_borrow(struct dw_output_record *record, const struct dw_consumed *consumed)
{
    record->key = borrow(consumed->key, consumed->key_len);
    record->value = borrow(consumed->value, consumed->len);
}

/* What was appended to the output's own bytes since `at`. */
static struct dw_output_bytes since(const struct dw_output *out, size_t at)
{
    return (struct dw_output_bytes){.at = at, .len = out->bytes.len - at};
}

static enum dw_err check_size(const struct dw_output *out, const struct dw_output_record *record,
                              struct dw_error *err)
{
    long long len = (long long)(record->key.len + record->value.len) + HEADERS_MAX;

    if (len <= out->settings->budget.record_bytes)
        return DW_OK;
    return dw_error_set(err, DW_INPUT, 0,
                        "the record for %s would have %zu bytes; the memory budget allows %d",
                        out->settings->outputs[record->topic], record->value.len,
                        out->settings->budget.record_bytes - HEADERS_MAX);
}

/* --- headers --------------------------------------------------------------------------------- */

static void add_header(rd_kafka_headers_t *headers, const char *name, const char *value)
{
    rd_kafka_header_add(headers, name, -1, value, -1);
}

/* Those that we write ourselves; an input that is itself a CloudEvent would double them. */
static bool is_ours(const char *name)
{
    return strncmp(name, "ce_", 3) == 0 || strcmp(name, "content-type") == 0;
}

static bool is_trace(const char *name)
{
    return strcmp(name, "traceparent") == 0 || strcmp(name, "tracestate") == 0;
}

static bool is_others(const char *name)
{
    return !is_ours(name);
}

/* New headers: those of the consumed record that `keep` wants, in order. */
static rd_kafka_headers_t *copy_headers(const struct dw_consumed *consumed,
                                        bool (*keep)(const char *name))
{
    rd_kafka_headers_t *to = rd_kafka_headers_new(16);
    const char *name;
    const void *value;
    size_t len;

    for (size_t i = 0;
         consumed->headers && !rd_kafka_header_get_all(consumed->headers, i, &name, &value, &len);
         i++)
        if (keep(name))
            rd_kafka_header_add(to, name, -1, value, (ssize_t)len);
    return to;
}

/* The input record's own time: the same however often and whenever it is tagged. */
static void add_time(rd_kafka_headers_t *headers, int64_t timestamp)
{
    time_t seconds = (time_t)(timestamp / 1000);
    char date[40], text[64];
    struct tm tm;

    if (timestamp < 0 || !gmtime_r(&seconds, &tm) ||
        !strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &tm))
        return;
    snprintf(text, sizeof text, "%s.%03dZ", date, (int)(timestamp % 1000));
    add_header(headers, "ce_time", text);
}

/* CloudEvents, Kafka protocol binding, binary mode. */
static void add_event_headers(const struct dw_output *out, rd_kafka_headers_t *headers,
                              const char *type, const char *id, const struct dw_article *article)
{
    char origin[300];

    snprintf(origin, sizeof origin, "/disputewire/%s", out->settings->input);
    add_header(headers, "ce_specversion", "1.0");
    add_header(headers, "ce_id", id);
    add_header(headers, "ce_source", out->settings->origin ? out->settings->origin : origin);
    add_header(headers, "ce_type", type);
    if (article->id)
        add_header(headers, "ce_subject", article->id);
    add_time(headers, article->source.timestamp);
    add_header(headers, "content-type", "application/json");
}

/* --- results --------------------------------------------------------------------------------- */

/* Without a version two records with one article id may differ, so the record's place takes part.
 */
void dw_output_article_id(const struct dw_article *article, struct dw_strbuf *out)
{
    dw_strbuf_addf(out, "%s@", article->id ? article->id : "");
    if (article->version)
        dw_strbuf_adds(out, article->version);
    else
        dw_strbuf_addf(out, "%s-%d-%lld", article->source.topic, (int)article->source.partition,
                       (long long)article->source.offset);
}

static void add_article_headers(struct dw_output *out, rd_kafka_headers_t *headers,
                                const struct dw_article *article)
{
    struct dw_strbuf id;

    dw_strbuf_init(&id);
    dw_output_article_id(article, &id);
    add_event_headers(out, headers, TYPE_ARTICLE, id.failed ? "" : id.bytes, article);
    dw_strbuf_fini(&id);
}

static enum dw_err add_article(struct dw_output *out, const struct dw_doc *doc,
                               const struct dw_encode_options *encoding,
                               const struct dw_consumed *consumed, struct dw_error *err)
{
    struct dw_output_record *record = dw_output_add(out, DW_TO_ARTICLES);
    size_t at = out->bytes.len;
    enum dw_err rc;

    if (!record)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the tagged article");
    if (doc->article.id)
        dw_strbuf_adds(&out->bytes, doc->article.id);
    record->key = since(out, at);
    at = out->bytes.len;
    rc = dw_tagged_article_encode(doc, encoding, &out->bytes, err);
    if (rc)
        return rc;
    record->value = since(out, at);
    record->headers = copy_headers(consumed, is_others);
    add_article_headers(out, record->headers, &doc->article);
    return check_size(out, record, err);
}

static enum dw_err add_event(struct dw_output *out, const struct dw_doc *doc, uint32_t event,
                             const struct dw_encode_options *encoding, const char *id,
                             const struct dw_consumed *consumed, struct dw_error *err)
{
    struct dw_output_record *record = dw_output_add(out, DW_TO_EVENTS);
    size_t at = out->bytes.len;
    enum dw_err rc;

    if (!record)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for an event");
    dw_dispute_event_key(doc, event, &out->bytes);
    record->key = since(out, at);
    at = out->bytes.len;
    rc = dw_dispute_event_encode(doc, event, encoding, &out->bytes, err);
    if (rc)
        return rc;
    record->value = since(out, at);
    record->headers = copy_headers(consumed, is_trace);
    add_event_headers(out, record->headers, TYPE_EVENT, id, &doc->article);
    return check_size(out, record, err);
}

enum dw_err dw_output_add_results(struct dw_output *out, const struct dw_doc *doc,
                                  const struct dw_encode_options *encoding, const dw_event_id *ids,
                                  const struct dw_consumed *consumed, struct dw_error *err)
{
    struct dw_encode_options with = *encoding;
    struct dw_offsets offsets;
    enum dw_err rc;

    if (!dw_offsets_init(&offsets, doc->article.text, doc->article.len))
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the text's offsets");
    with.offsets = &offsets;
    rc = add_article(out, doc, &with, consumed, err);
    for (uint32_t i = 0; i < doc->events.n && !rc; i++)
        rc = add_event(out, doc, i, &with, ids[i], consumed, err);
    dw_offsets_fini(&offsets);
    if (!rc && out->bytes.failed)
        rc = dw_error_set(err, DW_NOMEM, 0, "no memory for the results");
    return rc;
}

enum dw_err dw_output_add_retraction(struct dw_output *out, const struct dw_doc *doc,
                                     const struct dw_standing_event *event,
                                     const struct dw_consumed *consumed, struct dw_error *err)
{
    struct dw_output_record *record = dw_output_add(out, DW_TO_EVENTS);
    size_t at = out->bytes.len;
    enum dw_err rc;

    if (!record)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for a retraction");
    dw_strbuf_adds(&out->bytes, event->dyad);
    record->key = since(out, at);
    at = out->bytes.len;
    rc = dw_retraction_encode(doc, event->dyad, &event->brief, &out->bytes, err);
    if (rc)
        return rc;
    record->value = since(out, at);
    record->headers = copy_headers(consumed, is_trace);
    add_event_headers(out, record->headers, TYPE_EVENT, event->id, &doc->article);
    return check_size(out, record, err);
}

enum dw_err dw_output_add_state(struct dw_output *out, int32_t partition, const char *table,
                                const char *id, size_t id_len, const struct dw_strbuf *value,
                                struct dw_error *err)
{
    struct dw_output_record *record = dw_output_add(out, DW_TO_STATE);
    size_t at = out->bytes.len;

    if (!record)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the state of an article");
    record->partition = partition;
    dw_strbuf_adds(&out->bytes, table);
    dw_strbuf_add(&out->bytes, id, id_len);
    record->key = since(out, at);
    at = out->bytes.len;
    if (value)
        dw_strbuf_add(&out->bytes, value->bytes, value->len);
    record->value = since(out, at);
    record->value.is_null = !value;
    if (out->bytes.failed || (value && value->failed))
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the state of an article");
    return check_size(out, record, err);
}

enum dw_err dw_output_add_copy(struct dw_output *out, const struct dw_consumed *consumed,
                               struct dw_error *err)
{
    struct dw_output_record *record = dw_output_add(out, DW_TO_ARTICLES);

    if (!record)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the record");
    dw_output_borrow(record, consumed);
    if (consumed->headers)
        record->headers = rd_kafka_headers_copy(consumed->headers);
    return check_size(out, record, err);
}
