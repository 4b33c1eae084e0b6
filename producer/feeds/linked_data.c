/* SPDX-License-Identifier: MIT */
#include "producer/feeds/linked_data.h"

#include <jansson.h>
#include <string.h>

#include "producer/feeds/markup.h"
#include "producer/feeds/xml.h"

static const struct {
    enum dw_field field;
    const char *name;
} rows[] = {
    {DW_FIELD_PUBLISHED, "dateModified"}, {DW_FIELD_PUBLISHED, "datePublished"},
    {DW_FIELD_HEADLINE, "headline"},      {DW_FIELD_BYLINE, "author"},
    {DW_FIELD_PROVIDER, "publisher"},     {DW_FIELD_LANGUAGE, "inLanguage"},
};

/* NewsArticle, ReportageNewsArticle, LiveBlogPosting and the like; of a list, any. */
static bool is_article(const json_t *type)
{
    static const char *const ends[] = {"Article", "Posting"};
    const char *name = json_string_value(json_is_array(type) ? json_array_get(type, 0) : type);
    size_t len = name ? strlen(name) : 0;

    for (size_t i = 0; i < 2; i++)
        if (len >= 7 && strcmp(name + len - 7, ends[i]) == 0)
            return true;
    return false;
}

/* The value itself or its name; of a list, the first. */
static const char *name_of(const json_t *value)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    return json_string_value(json_is_object(value) ? json_object_get(value, "name") : value);
}

static bool read_object(struct dw_item *item, const json_t *object)
{
    if (!is_article(json_object_get(object, "@type")))
        return false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        dw_item_sets(item, rows[i].field, name_of(json_object_get(object, rows[i].name)));
    return true;
}

/* An object, a list of them, or an object with a list of them. */
static bool read_any(struct dw_item *item, const json_t *value)
{
    const json_t *list = json_is_array(value) ? value : json_object_get(value, "@graph");

    if (read_object(item, value))
        return true;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (read_object(item, json_array_get(list, i)))
            return true;
    return false;
}

static bool read_script(void *user, const xmlNode *script)
{
    struct dw_strbuf text;
    json_t *value = NULL;
    bool found = false;

    dw_strbuf_init(&text);
    dw_markup_add_raw(&text, script);
    if (text.len)
        value = json_loadb(text.bytes, text.len, 0, NULL);
    if (value)
        found = read_any(user, value);
    json_decref(value);
    dw_strbuf_fini(&text);
    return !found;
}

void dw_linked_data_read(struct dw_item *item, const xmlNode *root)
{
    dw_xml_each(root, "//script[type=application/ld+json]", read_script, item);
}
