/* SPDX-License-Identifier: MIT */
#include "producer/feeds/item.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/base/log.h"
#include "producer/feeds/date.h"
#include "producer/feeds/decode.h"
#include "schemas/json.h"

enum { LIST_MAX = 1000, LINE_MAX_LEN = 64 * 1024 };

enum kind { LINE, DATE, NUMBER, STATUS, LIST };

static const struct {
    const char *name;
    enum kind kind;
} fields[] = {
#define X(name, key, kind) {key, kind},
    DW_FIELD_LIST(X)
#undef X
};

/* --- values ---------------------------------------------------------------------------------- */

/* NFC on one line with single blanks, in the arena; NULL if blank or out of memory. */
static const char *tidy(struct dw_item *item, const char *text, size_t len)
{
    struct dw_strbuf nfc, line;
    const char *out = NULL;

    dw_strbuf_init(&nfc);
    dw_strbuf_init(&line);
    dw_decode_add_nfc(&nfc, text, len);
    for (size_t i = 0; i < nfc.len; i++) {
        bool nbsp = i + 1 < nfc.len && memcmp(nfc.bytes + i, "\xC2\xA0", 2) == 0;

        if (!nbsp && !isspace((unsigned char)nfc.bytes[i]))
            dw_strbuf_addc(&line, nfc.bytes[i]);
        else if (line.len && line.bytes[line.len - 1] != ' ')
            dw_strbuf_addc(&line, ' ');
        i += nbsp;
    }
    while (line.len && line.bytes[line.len - 1] == ' ')
        line.len--;
    if (line.len)
        out = dw_arena_dup(item->arena, line.bytes, line.len);
    item->failed = item->failed || nfc.failed || line.failed || (line.len && !out);
    dw_strbuf_fini(&nfc);
    dw_strbuf_fini(&line);
    return out;
}

/*
 * The publication status in the words of NITF, NewsML and ninjs, bare or as a code with its scheme
 * in front (stat:usable, http://cv.iptc.org/newscodes/pubstatusg2/usable). What is under embargo is
 * withheld until its date.
 */
static const char *status_of(const char *text)
{
    static const char *const words[][2] = {
        {"usable", "usable"},      {"withheld", "withheld"},  {"embargoed", "withheld"},
        {"canceled", "canceled"},  {"cancelled", "canceled"}, {"killed", "canceled"},
        {"withdrawn", "canceled"},
    };
    size_t at = strlen(text);

    while (at && text[at - 1] != ':' && text[at - 1] != '/')
        at--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(text + at, words[i][0]) == 0)
            return words[i][1];
    return NULL;
}

/* The value as the record has it; NULL if it cannot be understood. */
static const char *understand(struct dw_item *item, enum kind kind, const char *text)
{
    char date[DW_FEED_DATE_LEN];
    char *end;
    long number;

    switch (kind) {
    case DATE:
        return dw_feed_date_decode(text, date) ? dw_arena_dup(item->arena, date, strlen(date))
                                               : NULL;
    case NUMBER:
        number = strtol(text, &end, 10);
        return !*end && number >= 1 && number <= 9 ? text : NULL;
    case STATUS:
        return status_of(text);
    case LINE:
    case LIST:
        break;
    }
    return text;
}

static bool has_value(const struct dw_item *item, enum dw_field field, const char *text)
{
    for (uint32_t i = 0; i < item->values[field].n; i++)
        if (strcmp(item->values[field].v[i], text) == 0)
            return true;
    return false;
}

static void note_odd(struct dw_item *item, enum dw_field field, const char *line)
{
    if (field == DW_FIELD_EMBARGOED && !item->embargo)
        item->embargo = line;
    else if (field != DW_FIELD_EMBARGOED && !item->odd)
        item->odd = dw_arena_printf(item->arena, "%s=%s", fields[field].name, line);
}

void dw_item_set(struct dw_item *item, enum dw_field field, const char *text, size_t len)
{
    uint32_t max = fields[field].kind == LIST ? LIST_MAX : 1;
    const char *value, *line;
    const char **slot;

    if (item->values[field].n >= max)
        return;
    line = tidy(item, text, len < LINE_MAX_LEN ? len : LINE_MAX_LEN);
    if (!line)
        return;
    value = understand(item, fields[field].kind, line);
    if (!value) {
        note_odd(item, field, line);
        return;
    }
    if (has_value(item, field, value))
        return;
    slot = dw_vec_push(item->arena, &item->values[field]);
    if (slot)
        *slot = value;
    else
        item->failed = true;
}

void dw_item_sets(struct dw_item *item, enum dw_field field, const char *text)
{
    if (text)
        dw_item_set(item, field, text, strlen(text));
}

void dw_item_inherit(struct dw_item *item, const struct dw_item *from)
{
    for (int i = 0; i < DW_N_FIELDS; i++)
        for (uint32_t k = 0; k < from->values[i].n; k++)
            dw_item_sets(item, (enum dw_field)i, from->values[i].v[k]);
    dw_item_sets(item, DW_FIELD_EMBARGOED, from->embargo);
}

const char *dw_item_get(const struct dw_item *item, enum dw_field field)
{
    return item->values[field].n ? item->values[field].v[0] : NULL;
}

static bool is_canceled(const struct dw_item *item)
{
    const char *status = dw_item_get(item, DW_FIELD_STATUS);

    return status && strcmp(status, "canceled") == 0;
}

void dw_item_withhold(struct dw_item *item)
{
    if (is_canceled(item))
        return;
    item->values[DW_FIELD_STATUS].n = 0;
    dw_item_sets(item, DW_FIELD_STATUS, "withheld");
}

bool dw_item_has_text(const struct dw_item *item)
{
    for (size_t i = 0; i < item->text.len; i++)
        if (!isspace((unsigned char)item->text.bytes[i]))
            return true;
    return false;
}

/* --- the item -------------------------------------------------------------------------------- */

void dw_item_init(struct dw_item *item, struct dw_arena *arena)
{
    *item = (struct dw_item){.arena = arena};
    dw_strbuf_init(&item->text);
}

void dw_item_fini(struct dw_item *item)
{
    dw_strbuf_fini(&item->text);
}

static void add_list(struct dw_json *json, const char *name, const char *const *v, uint32_t n)
{
    dw_json_open(json, name, '[');
    for (uint32_t i = 0; i < n; i++)
        dw_json_add_string(json, NULL, v[i]);
    dw_json_close(json, ']');
}

static void encode(const struct dw_item *item, const struct dw_strbuf *text, struct dw_strbuf *out)
{
    struct dw_json json;

    dw_json_init(&json, out, false);
    dw_json_open(&json, NULL, '{');
    for (int i = 0; i < DW_N_FIELDS; i++) {
        if (!item->values[i].n)
            continue;
        if (fields[i].kind == NUMBER)
            dw_json_add_int(&json, fields[i].name, strtol(item->values[i].v[0], NULL, 10));
        else if (fields[i].kind == LIST || i == DW_FIELD_PROVIDER)
            add_list(&json, fields[i].name, item->values[i].v, item->values[i].n);
        else
            dw_json_add_string(&json, fields[i].name, item->values[i].v[0]);
    }
    dw_json_add_bytes(&json, "text", text->len ? text->bytes : "", text->len);
    dw_json_close(&json, '}');
}

static enum dw_err take_record(struct dw_item *item, struct dw_feed *feed, const char *place,
                               struct dw_error *err)
{
    struct dw_strbuf text, record;
    enum dw_err rc;

    dw_strbuf_init(&text);
    dw_strbuf_init(&record);
    while (item->text.len && isspace((unsigned char)item->text.bytes[item->text.len - 1]))
        item->text.len--;
    if (item->text.len)
        dw_decode_add_nfc(&text, item->text.bytes, item->text.len);
    encode(item, &text, &record);
    if (item->failed || item->text.failed || text.failed || record.failed)
        rc = dw_error_set(err, DW_NOMEM, 0, "%s: out of memory", place);
    else
        rc = dw_feed_take_json(feed, place, record.bytes, record.len, err);
    dw_strbuf_fini(&text);
    dw_strbuf_fini(&record);
    return rc;
}

enum dw_err dw_item_take(struct dw_item *item, struct dw_feed *feed, const char *place,
                         struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    dw_item_sets(item, DW_FIELD_PROVIDER, feed->defaults->provider);
    dw_item_sets(item, DW_FIELD_PUBLISHED, feed->defaults->published);
    if (item->odd)
        dw_log_with(DW_LOG_WARNING, "value not understood: left out", "place=%s value=%s", place,
                    item->odd);
    if (item->embargo && !dw_item_get(item, DW_FIELD_EMBARGOED) && !is_canceled(item))
        dw_feed_refuse(feed, place, "embargoed until \"%.80s\", which is no date: held back",
                       item->embargo);
    else if (dw_item_has_text(item) || is_canceled(item) || item->failed)
        rc = take_record(item, feed, place, err);
    else
        feed->sink->skip(feed->sink->user, place, item->media ? item->media : "no text");
    dw_arena_reset(feed->arena);
    dw_item_fini(item);
    dw_item_init(item, feed->arena);
    return rc;
}
