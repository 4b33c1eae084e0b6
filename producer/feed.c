/* SPDX-License-Identifier: MIT */
#include "producer/feed.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "processors/base/log.h"

/* In the order of DW_FORMAT_NAMES, behind auto; the first whose `is` agrees is taken. */
static const struct dw_format *const formats[] = {
    &dw_format_text,   &dw_format_ndjson,    &dw_format_json,     &dw_format_nitf,
    &dw_format_newsml, &dw_format_newsml_g2, &dw_format_rss,      &dw_format_atom,
    &dw_format_xml,    &dw_format_html,      &dw_format_iptc7901, &dw_format_anpa,
};

enum { N_FORMATS = sizeof formats / sizeof *formats };

const struct dw_format *dw_format_get(int choice)
{
    assert(choice >= 0 && choice <= N_FORMATS);
    return choice ? formats[choice - 1] : NULL;
}

/* True if `suffix`, such as ".json", is one of ".json.jsn". */
static bool has_suffix(const char *suffixes, const char *suffix)
{
    size_t len = strlen(suffix);

    for (; *suffixes; suffixes += 1 + strcspn(suffixes + 1, "."))
        if (1 + strcspn(suffixes + 1, ".") == len && memcmp(suffixes, suffix, len) == 0)
            return true;
    return false;
}

const struct dw_format *dw_format_find(const char *name, const char *bytes, size_t len)
{
    const char *slash = strrchr(name, '/');
    const char *suffix = strrchr(slash ? slash : name, '.');

    const struct dw_format *named = NULL;

    for (size_t i = 0; suffix && i < N_FORMATS && !named; i++)
        if (has_suffix(formats[i]->suffixes, suffix))
            named = formats[i];
    for (size_t i = 0; i < N_FORMATS; i++)
        if (formats[i]->is && (!named || formats[i]->is_certain) && formats[i]->is(bytes, len))
            return formats[i];
    return named ? named : &dw_format_text;
}

void dw_feed_place(const struct dw_feed *feed, size_t number, char out[static DW_PLACE_MAX])
{
    snprintf(out, DW_PLACE_MAX, "%s:item %zu", feed->name, number);
}

void dw_feed_refuse(struct dw_feed *feed, const char *place, const char *fmt, ...)
{
    struct dw_error why = {.code = DW_INPUT};
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(why.text, sizeof why.text, fmt, ap);
    va_end(ap);
    feed->sink->refuse(feed->sink->user, place, &why);
}

/* Pass on what became of one article, and make room for the next. */
static enum dw_err hand_over(struct dw_feed *feed, const char *place, struct dw_record *record,
                             enum dw_err rc, const struct dw_error *why, struct dw_error *err)
{
    if (rc) {
        feed->sink->refuse(feed->sink->user, place, why);
        rc = DW_OK;
    } else {
        record->place = place;
        if (record->charset.charset != DW_CHARSET_UTF8)
            dw_log_with(DW_LOG_WARNING, "not UTF-8: converted", "place=%s from=%s first_byte=%zu",
                        place, dw_charset_name(record->charset.charset), record->charset.bad);
        rc = feed->sink->take(feed->sink->user, record, err);
    }
    dw_arena_reset(feed->arena);
    return rc;
}

enum dw_err dw_feed_take_text(struct dw_feed *feed, const char *place, const char *bytes,
                              size_t len, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    struct dw_record record;
    enum dw_err rc = dw_record_from_text(bytes, len, feed->defaults, feed->arena, &record, &why);

    return hand_over(feed, place, &record, rc, &why, err);
}

enum dw_err dw_feed_take_json(struct dw_feed *feed, const char *place, const char *bytes,
                              size_t len, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    struct dw_record record;
    enum dw_err rc = dw_record_from_json(bytes, len, feed->arena, &record, &why);

    return hand_over(feed, place, &record, rc, &why, err);
}

enum dw_err dw_feed_read_all(struct dw_feed *feed, const char **bytes, size_t *len,
                             struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    bool too_long;
    enum dw_err rc = dw_input_all(feed->input, DW_RECORD_MAX, bytes, len, &too_long, &why);

    if (feed->input->stopped) {
        *bytes = NULL;
        return DW_OK;
    }
    if (rc == DW_NOMEM)
        return dw_error_set(err, rc, 0, "%s: %s", feed->name, why.text);
    if (rc)
        feed->sink->refuse(feed->sink->user, feed->name, &why);
    else if (too_long)
        dw_feed_refuse(feed, feed->name, "longer than %d bytes", DW_RECORD_MAX);
    else if (*len == 0)
        dw_feed_refuse(feed, feed->name, "empty");
    else
        return DW_OK;
    *bytes = NULL;
    return DW_OK;
}

enum dw_err dw_feed_read_decoded(struct dw_feed *feed, struct dw_decoded *out, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    const char *bytes;
    size_t len;
    enum dw_err rc = dw_feed_read_all(feed, &bytes, &len, err);

    *out = (struct dw_decoded){.odd = false};
    dw_strbuf_init(&out->text);
    if (rc || !bytes)
        return rc;
    rc = dw_decode(bytes, len, feed->input->charset, out, &why);
    if (rc == DW_NOMEM)
        return dw_error_set(err, rc, 0, "%s: %s", feed->name, why.text);
    if (rc) {
        feed->sink->refuse(feed->sink->user, feed->name, &why);
        dw_strbuf_reset(&out->text);
    } else if (out->odd) {
        dw_log_with(DW_LOG_WARNING, "not in the character set that it declares: converted",
                    "place=%s from=%s", feed->name, out->from);
    }
    return DW_OK;
}
