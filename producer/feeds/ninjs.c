/* SPDX-License-Identifier: MIT */
#include "producer/feeds/ninjs.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "producer/feeds/decode.h"
#include "producer/feeds/item.h"
#include "producer/feeds/markup.h"
#include "producer/feeds/xml.h"

/* Places of fields: members with "." between; of a list, each entry; of an object in a list of
 * texts, its `value`. */
static const struct {
    enum dw_field field;
    const char *path;
} rows[] = {
    {DW_FIELD_ID, "altids.itemid"},
    {DW_FIELD_ID, "uri"},
    {DW_FIELD_ID, "guid"},
    {DW_FIELD_VERSION, "version"},
    {DW_FIELD_PUBLISHED, "versioncreated"},
    {DW_FIELD_PUBLISHED, "contentcreated"},
    {DW_FIELD_PUBLISHED, "firstpublished"},
    {DW_FIELD_PUBLISHED, "firstcreated"},
    {DW_FIELD_HEADLINE, "headline"},
    {DW_FIELD_HEADLINE, "headlines.value"},
    {DW_FIELD_HEADLINE, "title"},
    {DW_FIELD_BYLINE, "byline"},
    {DW_FIELD_BYLINE, "by"},
    {DW_FIELD_BYLINE, "bylines.by"},
    {DW_FIELD_BYLINE, "authors.name"},
    {DW_FIELD_DATELINE, "dateline"},
    {DW_FIELD_DATELINE, "datelinelocation.city"},
    {DW_FIELD_DATELINE, "located"},
    {DW_FIELD_DATELINE, "located.name"},
    {DW_FIELD_PROVIDER, "provider"},
    {DW_FIELD_PROVIDER, "provider.name"},
    {DW_FIELD_PROVIDER, "source"},
    {DW_FIELD_PROVIDER, "infosources.name"},
    {DW_FIELD_PROVIDER, "infosource.name"},
    {DW_FIELD_PROVIDER, "copyrightholder"},
    {DW_FIELD_LANGUAGE, "language"},
    {DW_FIELD_URGENCY, "urgency"},
    {DW_FIELD_STATUS, "pubstatus"},
    {DW_FIELD_EMBARGOED, "embargoed"},
    {DW_FIELD_SLUGLINE, "slugline"},
    {DW_FIELD_EDNOTE, "ednote"},
    {DW_FIELD_LOCATED, "located"},
    {DW_FIELD_LOCATED, "located.name"},
    {DW_FIELD_LOCATED, "place.name"},
    {DW_FIELD_LOCATED, "places.name"},
    {DW_FIELD_KEYWORDS, "keywords"},
};

/* Members of which an object that is ninjs has one; an article record of ours has none. */
static const char *const signs[] = {
    "uri",       "guid",      "versioncreated", "headlines", "bodies",   "pubstatus",
    "body_text", "body_html", "body_xhtml",     "body_nitf", "standard", "representationtype",
};

/* --- members --------------------------------------------------------------------------------- */

/* A member by name, ASCII case aside; `len` bytes of the name count. */
static json_t *member(const json_t *object, const char *name, size_t len)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(size_t)object, key,
                        value) if (strlen(key) == len &&
                                   strncasecmp(key, name, len) == 0) return value;
    return NULL;
}

static json_t *get(const json_t *object, const char *name)
{
    return member(object, name, strlen(name));
}

static const char *get_string(const json_t *object, const char *name)
{
    return json_string_value(get(object, name));
}

/* Headlines and names may hold escaped markup, as those in feeds. */
static void set_string(struct dw_item *item, enum dw_field field, const char *text, size_t len)
{
    struct dw_strbuf plain;

    if (field != DW_FIELD_HEADLINE || !dw_markup_is_html(text, len)) {
        dw_item_set(item, field, text, len);
        return;
    }
    dw_strbuf_init(&plain);
    dw_markup_add_html(&plain, text, len);
    if (plain.len)
        dw_item_set(item, field, plain.bytes, plain.len);
    dw_strbuf_fini(&plain);
}

static void set_value(struct dw_item *item, enum dw_field field, const json_t *value)
{
    char number[32];

    if (json_is_string(value)) {
        set_string(item, field, json_string_value(value), json_string_length(value));
    } else if (json_is_integer(value)) {
        snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        dw_item_sets(item, field, number);
    }
}

/* Recursion is as deep as the path is long: a list adds one level, its members take a part. */
static void set_path(struct dw_item *item, enum dw_field field, const json_t *from,
                     const char *path)
{
    size_t n = strcspn(path, ".");
    json_t *value = member(from, path, n), *one;
    size_t i;

    if (!json_is_array(value)) {
        if (!path[n])
            set_value(item, field, value);
        else
            set_path(item, field, value, path + n + 1);
        return;
    }
    json_array_foreach(value, i, one)
    {
        if (!path[n])
            set_value(item, field, one);
        else
            set_path(item, field, one, path + n + 1);
    }
}

/* --- body ------------------------------------------------------------------------------------ */

enum body { BODY_HTML, BODY_NITF, BODY_TEXT, N_BODIES };

static enum body kind_of(const char *role, const char *type)
{
    const char *const what[] = {role ? role : "", type ? type : ""};

    for (int i = 0; i < 2; i++) {
        if (strstr(what[i], "nitf") || strstr(what[i], "NITF"))
            return BODY_NITF;
        if (strstr(what[i], "html"))
            return BODY_HTML;
    }
    return BODY_TEXT;
}

static void add_nitf(struct dw_item *item, const char *text, size_t len)
{
    struct dw_error why = {.code = DW_OK};
    struct dw_xml xml;

    if (dw_xml_open(&xml, text, len, &why) == DW_OK && dw_markup_is(xml.root, "nitf"))
        dw_nitf_read(item, xml.root);
    else
        dw_markup_add_html(&item->text, text, len);
    dw_xml_close(&xml);
}

static void add_body(struct dw_item *item, enum body kind, const json_t *value)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);

    if (!text)
        return;
    if (kind == BODY_NITF)
        add_nitf(item, text, len);
    else if (kind == BODY_HTML)
        dw_markup_add_html(&item->text, text, len);
    else
        dw_markup_add_unknown(&item->text, text, len);
}

/* Markup first: it knows where paragraphs end, which body_text often has lost. */
static void read_body(struct dw_item *item, const json_t *from)
{
    const json_t *bodies = get(from, "bodies"), *value, *one;
    const char *key;
    size_t i;

    for (enum body kind = BODY_HTML; kind < N_BODIES; kind++) {
        json_array_foreach(
            (json_t *)(size_t)bodies, i,
            one) if (!dw_item_has_text(item) &&
                     kind_of(get_string(one, "role"), get_string(one, "contenttype")) == kind)
            add_body(item, kind, get(one, "value"));
        json_object_foreach((json_t *)(size_t)from, key,
                            value) if (!dw_item_has_text(item) &&
                                       strncasecmp(key, "body_", 5) == 0 &&
                                       kind_of(key + 5, NULL) == kind) add_body(item, kind, value);
    }
}

/* A text without body: its description is all there is, as in an alert. */
static void read_description(struct dw_item *item, const json_t *from)
{
    const json_t *descriptions = get(from, "descriptions"), *one;
    const char *type = get_string(from, "type");
    size_t i;

    if (type && strcasecmp(type, "text") != 0) {
        item->media = dw_arena_printf(item->arena, "no text: item of type %.40s", type);
        return;
    }
    if (!type || dw_item_has_text(item))
        return;
    add_body(item, BODY_TEXT, get(from, "description_text"));
    json_array_foreach((json_t *)(size_t)descriptions, i, one) if (!dw_item_has_text(item))
        add_body(item, BODY_TEXT, get(one, "value"));
}

/* --- items ----------------------------------------------------------------------------------- */

static bool is_item(const json_t *value)
{
    if (!json_is_object(value) || json_object_get(value, "text"))
        return false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (get(value, signs[i]))
            return true;
    return false;
}

static enum dw_err take_item(struct dw_feed *feed, const json_t *from, const char *place,
                             struct dw_error *err)
{
    struct dw_item item;
    enum dw_err rc;

    dw_item_init(&item, feed->arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        set_path(&item, rows[i].field, from, rows[i].path);
    read_body(&item, from);
    if (!dw_item_has_text(&item))
        read_description(&item, from);
    rc = dw_item_take(&item, feed, place, err);
    dw_item_fini(&item);
    return rc;
}

/* The list or object that holds the items of an answer; NULL if it is none. */
static const json_t *unwrap(const json_t *value)
{
    static const char *const wrappers[] = {"data", "items", "item", "_items"};
    const json_t *inner;

    if (json_is_array(value) || is_item(value))
        return value;
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++) {
        inner = get(value, wrappers[i]);
        if (json_is_array(inner) || is_item(inner))
            return inner;
        if (json_is_object(inner) && strcmp(wrappers[i], "data") == 0)
            return unwrap(inner);
    }
    return NULL;
}

static enum dw_err take_list(struct dw_feed *feed, const json_t *list, struct dw_error *err)
{
    size_t i;
    json_t *entry;
    enum dw_err rc = DW_OK;
    char place[DW_PLACE_MAX];

    json_array_foreach((json_t *)(size_t)list, i, entry)
    {
        const json_t *one = is_item(entry) ? entry : unwrap(entry);

        dw_feed_place(feed, i + 1, place);
        if (one && is_item(one))
            rc = take_item(feed, one, place, err);
        else
            dw_feed_refuse(feed, place, "JSON, but no item of ninjs");
        if (rc)
            break;
    }
    return rc;
}

static bool has_item(const json_t *list)
{
    size_t i;
    json_t *one;

    json_array_foreach((json_t *)(size_t)list, i,
                       one) if (is_item(one) || (json_is_object(one) && unwrap(one))) return true;
    return false;
}

enum dw_err dw_ninjs_take(struct dw_feed *feed, const char *place, const char *bytes, size_t len,
                          bool *was, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    struct dw_decoded decoded;
    const json_t *inner = NULL;
    json_t *value = NULL;
    enum dw_err rc = dw_decode(bytes, len, feed->input->charset, &decoded, &why);

    if (rc == DW_OK && decoded.text.len)
        value = json_loadb(decoded.text.bytes, decoded.text.len, JSON_ALLOW_NUL, NULL);
    dw_strbuf_fini(&decoded.text);
    if (value)
        inner = unwrap(value);
    *was = inner && (is_item(inner) || has_item(inner));
    rc = DW_OK;
    if (*was && json_is_array(inner))
        rc = take_list(feed, inner, err);
    else if (*was)
        rc = take_item(feed, inner, place, err);
    json_decref(value);
    return rc;
}
