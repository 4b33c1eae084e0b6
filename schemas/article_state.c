/* SPDX-License-Identifier: MIT */
#include "schemas/article_state.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schemas/json.h"

#define STATE_SCHEMA "disputewire/article-state/1"
#define HELD_SCHEMA  "disputewire/held-article/1"

static const char *const status_names[] = {"usable", "withheld", "canceled"};

/* --- reading --------------------------------------------------------------------------------- */

/*
 * Members are looked up in order of the record; the first that is missing or of the wrong type
 * sets `failed`, and what comes after it is of no interest.
 */
struct reader {
    const json_t *record;
    struct dw_arena *arena;
    bool failed, no_memory;
};

static const char *keep(struct reader *in, const json_t *value)
{
    const char *copy = dw_arena_dup(in->arena, json_string_value(value), json_string_length(value));

    in->no_memory |= !copy;
    return copy;
}

/* A string; with `optional` also null, which is NULL. */
static const char *read_text(struct reader *in, const json_t *value, bool optional)
{
    if (json_is_string(value))
        return keep(in, value);
    in->failed |= !(optional && json_is_null(value));
    return NULL;
}

static const char *get_text(struct reader *in, const char *name, bool optional)
{
    return read_text(in, json_object_get(in->record, name), optional);
}

static int64_t get_number(struct reader *in, const char *name)
{
    const json_t *value = json_object_get(in->record, name);

    in->failed |= !json_is_integer(value);
    return json_integer_value(value);
}

/* Bytes written in hexadecimal; null is NULL. */
static const void *read_hex(struct reader *in, const json_t *value, size_t *len)
{
    const char *digits = json_string_value(value);
    size_t n = json_string_length(value) / 2;
    char *bytes;

    *len = 0;
    if (!digits) {
        in->failed |= !json_is_null(value);
        return NULL;
    }
    bytes = dw_arena_alloc(in->arena, n + 1);
    if (!bytes) {
        in->no_memory = true;
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        char pair[3] = {digits[2 * i], digits[2 * i + 1], '\0'};

        bytes[i] = (char)strtoul(pair, NULL, 16);
    }
    *len = n;
    return bytes;
}

static enum dw_err open_reader(struct reader *in, const char *value, size_t len, const char *schema,
                               json_t **record, struct dw_error *err)
{
    const char *named;

    *record = json_loadb(value, len, 0, NULL);
    in->record = *record;
    named = json_string_value(json_object_get(in->record, "schema"));
    if (named && strcmp(named, schema) == 0)
        return DW_OK;
    return dw_error_set(err, DW_INPUT, 0, "it is no record of %s", schema);
}

static enum dw_err close_reader(struct reader *in, json_t *record, struct dw_error *err)
{
    json_decref(record);
    if (in->no_memory)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for what is known of an article");
    if (in->failed)
        return dw_error_set(err, DW_INPUT, 0, "a member is missing or of the wrong type");
    return DW_OK;
}

/* --- state ----------------------------------------------------------------------------------- */

static enum dw_status get_status(struct reader *in)
{
    const char *name = json_string_value(json_object_get(in->record, "status"));

    for (size_t i = 0; name && i < sizeof status_names / sizeof *status_names; i++)
        if (strcmp(name, status_names[i]) == 0)
            return (enum dw_status)i;
    in->failed = true;
    return DW_STATUS_USABLE;
}

/* [ce_id, dyad, id, type, cameo, quad, goldstein, tag, likeness] */
static void read_event(struct reader *in, const json_t *row, struct dw_standing_event *out)
{
    const char *id = json_string_value(json_array_get(row, 0));
    const char *likeness = json_string_value(json_array_get(row, 8));

    if (!id || !likeness || strlen(id) >= sizeof out->id) {
        in->failed = true;
        return;
    }
    strcpy(out->id, id);
    out->likeness = strtoull(likeness, NULL, 16);
    out->dyad = read_text(in, json_array_get(row, 1), false);
    out->brief = (struct dw_event_brief){
        .id = read_text(in, json_array_get(row, 2), false),
        .type = read_text(in, json_array_get(row, 3), false),
        .cameo = read_text(in, json_array_get(row, 4), true),
        .quad = (int)json_integer_value(json_array_get(row, 5)),
        .goldstein = json_number_value(json_array_get(row, 6)),
        .tag = read_text(in, json_array_get(row, 7), true),
    };
}

static void read_events(struct reader *in, struct dw_article_state *out)
{
    const json_t *rows = json_object_get(in->record, "events");

    out->n_events = (uint32_t)json_array_size(rows);
    out->events = dw_arena_alloc(in->arena, (out->n_events + 1) * sizeof *out->events);
    in->no_memory |= !out->events;
    for (uint32_t i = 0; i < out->n_events && !in->no_memory && !in->failed; i++)
        read_event(in, json_array_get(rows, i), &out->events[i]);
}

enum dw_err dw_article_state_decode(const char *value, size_t len, struct dw_arena *arena,
                                    struct dw_article_state *out, struct dw_error *err)
{
    struct reader in = {.arena = arena};
    json_t *record;
    enum dw_err rc = open_reader(&in, value, len, STATE_SCHEMA, &record, err);

    if (rc) {
        json_decref(record);
        return rc;
    }
    *out = (struct dw_article_state){
        .version = {get_text(&in, "version", true), get_text(&in, "published", true)},
        .status = get_status(&in),
        .ce_id = get_text(&in, "ce_id", false),
        .offset = get_number(&in, "offset"),
    };
    read_events(&in, out);
    return close_reader(&in, record, err);
}

static void add_event(struct dw_json *json, const struct dw_standing_event *event)
{
    char likeness[17];

    snprintf(likeness, sizeof likeness, "%016" PRIx64, event->likeness);
    dw_json_open(json, NULL, '[');
    dw_json_add_string(json, NULL, event->id);
    dw_json_add_string(json, NULL, event->dyad);
    dw_json_add_string(json, NULL, event->brief.id);
    dw_json_add_string(json, NULL, event->brief.type);
    dw_json_add_string(json, NULL, event->brief.cameo);
    dw_json_add_int(json, NULL, event->brief.quad);
    dw_json_add_real(json, NULL, event->brief.goldstein, 1);
    dw_json_add_string(json, NULL, event->brief.tag);
    dw_json_add_string(json, NULL, likeness);
    dw_json_close(json, ']');
}

void dw_article_state_encode(const struct dw_article_state *state, struct dw_strbuf *out)
{
    struct dw_json json;

    dw_json_init(&json, out, false);
    dw_json_open(&json, NULL, '{');
    dw_json_add_string(&json, "schema", STATE_SCHEMA);
    dw_json_add_string(&json, "version", state->version.version);
    dw_json_add_string(&json, "published", state->version.published);
    dw_json_add_string(&json, "status", status_names[state->status]);
    dw_json_add_string(&json, "ce_id", state->ce_id);
    dw_json_add_int(&json, "offset", state->offset);
    dw_json_open(&json, "events", '[');
    for (uint32_t i = 0; i < state->n_events; i++)
        add_event(&json, &state->events[i]);
    dw_json_close(&json, ']');
    dw_json_close(&json, '}');
}

/* --- a held article -------------------------------------------------------------------------- */

static void read_headers(struct reader *in, struct dw_held_article *out)
{
    const json_t *rows = json_object_get(in->record, "headers");

    out->n_headers = (uint32_t)json_array_size(rows);
    out->headers = dw_arena_alloc(in->arena, (out->n_headers + 1) * sizeof *out->headers);
    in->no_memory |= !out->headers;
    for (uint32_t i = 0; i < out->n_headers && !in->no_memory; i++) {
        const json_t *row = json_array_get(rows, i);

        out->headers[i].name = read_text(in, json_array_get(row, 0), false);
        out->headers[i].value = read_hex(in, json_array_get(row, 1), &out->headers[i].len);
    }
}

enum dw_err dw_held_article_decode(const char *value, size_t len, struct dw_arena *arena,
                                   struct dw_held_article *out, struct dw_error *err)
{
    struct reader in = {.arena = arena};
    json_t *record;
    enum dw_err rc = open_reader(&in, value, len, HELD_SCHEMA, &record, err);

    if (rc) {
        json_decref(record);
        return rc;
    }
    *out = (struct dw_held_article){
        .version = {get_text(&in, "version", true), get_text(&in, "published", true)},
        .until = get_number(&in, "until"),
        .partition = (int32_t)get_number(&in, "partition"),
        .offset = get_number(&in, "offset"),
        .timestamp = get_number(&in, "timestamp"),
        .value = get_text(&in, "value", false),
        .len = json_string_length(json_object_get(in.record, "value")),
    };
    out->key = read_hex(&in, json_object_get(in.record, "key"), &out->key_len);
    read_headers(&in, out);
    return close_reader(&in, record, err);
}

static void add_hex(struct dw_json *json, const char *name, const void *bytes, size_t len)
{
    struct dw_strbuf digits;

    if (!bytes) {
        dw_json_add_null(json, name);
        return;
    }
    dw_strbuf_init(&digits);
    for (size_t i = 0; i < len; i++)
        dw_strbuf_addf(&digits, "%02x", ((const unsigned char *)bytes)[i]);
    dw_json_add_bytes(json, name, digits.len ? digits.bytes : "", digits.len);
    json->out->failed |= digits.failed;
    dw_strbuf_fini(&digits);
}

void dw_held_article_encode(const struct dw_held_article *held, struct dw_strbuf *out)
{
    struct dw_json json;

    dw_json_init(&json, out, false);
    dw_json_open(&json, NULL, '{');
    dw_json_add_string(&json, "schema", HELD_SCHEMA);
    dw_json_add_string(&json, "version", held->version.version);
    dw_json_add_string(&json, "published", held->version.published);
    dw_json_add_int(&json, "until", held->until);
    dw_json_add_int(&json, "partition", held->partition);
    dw_json_add_int(&json, "offset", held->offset);
    dw_json_add_int(&json, "timestamp", held->timestamp);
    add_hex(&json, "key", held->key, held->key_len);
    dw_json_open(&json, "headers", '[');
    for (uint32_t i = 0; i < held->n_headers; i++) {
        dw_json_open(&json, NULL, '[');
        dw_json_add_string(&json, NULL, held->headers[i].name);
        add_hex(&json, NULL, held->headers[i].value, held->headers[i].len);
        dw_json_close(&json, ']');
    }
    dw_json_close(&json, ']');
    dw_json_add_bytes(&json, "value", held->value, held->len);
    dw_json_close(&json, '}');
}
