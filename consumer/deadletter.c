/* SPDX-License-Identifier: MIT */
#include "consumer/deadletter.h"

#include <stdio.h>
#include <string.h>

#include "processors/base/utf8.h"
#include "processors/pipeline.h"

static const char *const stage_names[] = {
#define X(name, text) text,
    DW_STAGE_LIST(X)
#undef X
};

/* What the headers of one dead letter say, as text. */
struct reason {
    char exception[64], message[512];
    char partition[16], offset[24], place[24];
    const char *topic, *stage, *code, *group;
};

const char *dw_stage_name(enum dw_stage stage)
{
    return stage_names[stage];
}

/* Error texts may quote bytes of the record; headers are to be UTF-8. */
static void add_valid(char *out, size_t size, const char *text)
{
    size_t len = strlen(text), used = 0;
    uint32_t cp;

    for (size_t i = 0; i < len && used + 5 < size;) {
        i += dw_utf8_decode(text + i, len - i, &cp);
        used += dw_utf8_encode(cp == UINT32_MAX ? 0xFFFD : cp, out + used);
    }
    out[used] = '\0';
}

static void make_reason(struct reason *out, const struct dw_settings *settings,
                        const struct dw_consumed *consumed, enum dw_stage stage,
                        const struct dw_error *why)
{
    snprintf(out->exception, sizeof out->exception, "disputewire.%s", dw_err_name(why->code));
    add_valid(out->message, sizeof out->message, why->text);
    snprintf(out->partition, sizeof out->partition, "%d", (int)consumed->partition);
    snprintf(out->offset, sizeof out->offset, "%lld", (long long)consumed->offset);
    snprintf(out->place, sizeof out->place, "%zu", why->place);
    out->topic = settings->input;
    out->stage = stage_names[stage];
    out->code = dw_err_name(why->code);
    out->group = settings->group;
}

static void add_header(rd_kafka_headers_t *headers, const char *name, const char *value)
{
    rd_kafka_header_add(headers, name, -1, value, -1);
}

static void add_streams(rd_kafka_headers_t *headers, const struct reason *why)
{
    add_header(headers, "__streams.errors.exception", why->exception);
    add_header(headers, "__streams.errors.message", why->message);
    add_header(headers, "__streams.errors.topic", why->topic);
    add_header(headers, "__streams.errors.partition", why->partition);
    add_header(headers, "__streams.errors.offset", why->offset);
}

static void add_connect(rd_kafka_headers_t *headers, const struct reason *why)
{
    add_header(headers, "__connect.errors.topic", why->topic);
    add_header(headers, "__connect.errors.partition", why->partition);
    add_header(headers, "__connect.errors.offset", why->offset);
    add_header(headers, "__connect.errors.connector.name", why->group);
    add_header(headers, "__connect.errors.task.id", "0");
    add_header(headers, "__connect.errors.stage", why->stage);
    add_header(headers, "__connect.errors.class.name", "disputewire-consumer");
    add_header(headers, "__connect.errors.exception.class.name", why->exception);
    add_header(headers, "__connect.errors.exception.message", why->message);
}

static void add_own(rd_kafka_headers_t *headers, const struct reason *why, bool omit_value)
{
    add_header(headers, "disputewire.errors.stage", why->stage);
    add_header(headers, "disputewire.errors.code", why->code);
    add_header(headers, "disputewire.errors.place", why->place);
    add_header(headers, "disputewire.errors.group", why->group);
    add_header(headers, "disputewire.errors.version", DW_VERSION);
    if (omit_value)
        add_header(headers, "disputewire.errors.omitted", "value");
}

enum dw_err dw_deadletter_add(struct dw_output *out, const struct dw_consumed *consumed,
                              enum dw_stage stage, const struct dw_error *why, bool omit_value,
                              struct dw_error *err)
{
    struct dw_output_record *record;
    struct reason reason;

    dw_output_reset(out);
    record = dw_output_add(out, DW_TO_DEAD_LETTERS);
    if (!record)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for a dead letter");
    dw_output_borrow(record, consumed);
    if (omit_value)
        record->value = (struct dw_output_bytes){.is_null = true};
    /* A timestamp may be what the broker refused. */
    record->timestamp = omit_value ? 0 : consumed->timestamp;
    if (record->timestamp < 0)
        record->timestamp = 0;
    make_reason(&reason, out->settings, consumed, stage, why);
    record->headers =
        consumed->headers ? rd_kafka_headers_copy(consumed->headers) : rd_kafka_headers_new(16);
    if (out->settings->letter_style != DW_LETTER_CONNECT)
        add_streams(record->headers, &reason);
    if (out->settings->letter_style != DW_LETTER_STREAMS)
        add_connect(record->headers, &reason);
    add_own(record->headers, &reason, omit_value);
    return DW_OK;
}
