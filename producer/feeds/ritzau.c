/* SPDX-License-Identifier: MIT */
/* ritzau.c - RBNews, the XML of the Danish agency Ritzau: items alone or in an answer of its API.
 */
#include "producer/feeds/xml.h"

#include <strings.h>

#include "producer/feeds/markup.h"

static const struct dw_xml_row rows[] = {
    {DW_FIELD_ID, "NewsID"},
    {DW_FIELD_VERSION, "version"},
    {DW_FIELD_PUBLISHED, "PublishDate"},
    {DW_FIELD_HEADLINE, "headline"},
    {DW_FIELD_HEADLINE, "subtitle"},
    {DW_FIELD_BYLINE, "byLine"},
    {DW_FIELD_DATELINE, "town"},
    {DW_FIELD_PROVIDER, "origin"},
    {DW_FIELD_URGENCY, "Priority"},
    {DW_FIELD_SLUGLINE, "strapline"},
    {DW_FIELD_KEYWORDS, "SubjectKeyword/string"},
    {0, NULL},
};

/* What is annulled is killed. */
static void read_status(struct dw_item *item, const xmlNode *from)
{
    struct dw_strbuf annulled;

    dw_strbuf_init(&annulled);
    dw_xml_add_value(&annulled, from, "Annuleret");
    if (annulled.len && strcasecmp(annulled.bytes, "true") == 0)
        dw_item_sets(item, DW_FIELD_STATUS, "canceled");
    dw_strbuf_fini(&annulled);
}

/* The note to the desks is escaped HTML, as the text is. */
static void read_note(struct dw_item *item, const xmlNode *from)
{
    const xmlNode *node = dw_xml_find(from, "TilRedaktionen");
    struct dw_strbuf note;

    dw_strbuf_init(&note);
    if (node)
        dw_markup_add_content(&note, node);
    if (note.len)
        dw_item_set(item, DW_FIELD_EDNOTE, note.bytes, note.len);
    dw_strbuf_fini(&note);
}

static enum dw_err take_item(struct dw_feed *feed, const xmlNode *from, const char *place,
                             struct dw_error *err)
{
    const xmlNode *content = dw_xml_find(from, "content");
    struct dw_item item;
    enum dw_err rc;

    dw_item_init(&item, feed->arena);
    dw_xml_map(&item, from, rows);
    read_status(&item, from);
    read_note(&item, from);
    if (content)
        dw_markup_add_content(&item.text, content);
    rc = dw_item_take(&item, feed, place, err);
    dw_item_fini(&item);
    return rc;
}

static enum dw_err run(struct dw_feed *feed, const struct dw_xml *xml, struct dw_error *err)
{
    const xmlNode *node = xml->root;
    size_t number = 0;
    enum dw_err rc = DW_OK;
    char place[DW_PLACE_MAX];

    if (dw_markup_is(node, "RBNews"))
        return take_item(feed, node, feed->name, err);
    while (!rc && (node = dw_markup_next(node, xml->root, true))) {
        if (!dw_markup_is(node, "RBNews"))
            continue;
        dw_feed_place(feed, ++number, place);
        rc = take_item(feed, node, place, err);
    }
    if (!number)
        feed->sink->skip(feed->sink->user, feed->name, "an answer without items");
    return rc;
}

const struct dw_dialect dw_dialect_ritzau = {
    .roots = {"RBNews", "XMLNewsQueuedResponse"},
    .run = run,
};
