/* SPDX-License-Identifier: MIT */
/* newsml_g2.c - IPTC NewsML-G2: news items, alone or in messages; packages are links and skipped.
 */
#include "producer/feeds/xml.h"

#include <stdio.h>
#include <string.h>

#include "producer/feeds/markup.h"

static const struct dw_xml_row rows[] = {
    {DW_FIELD_ID, "@guid"},
    {DW_FIELD_VERSION, "@version"},
    {DW_FIELD_PUBLISHED, "itemMeta/versionCreated"},
    {DW_FIELD_PUBLISHED, "contentMeta/contentModified"},
    {DW_FIELD_PUBLISHED, "itemMeta/firstCreated"},
    {DW_FIELD_PUBLISHED, "contentMeta/contentCreated"},
    {DW_FIELD_HEADLINE, "contentMeta/headline[!role]"},
    {DW_FIELD_HEADLINE, "contentMeta/headline"},
    {DW_FIELD_HEADLINE, "itemMeta/title"},
    {DW_FIELD_BYLINE, "contentMeta/by"},
    {DW_FIELD_BYLINE, "contentMeta/creator/name"},
    {DW_FIELD_DATELINE, "contentMeta/located/name"},
    {DW_FIELD_DATELINE, "contentMeta/located@literal"},
    {DW_FIELD_DATELINE, "contentMeta/dateline"},
    {DW_FIELD_PROVIDER, "itemMeta/provider/name"},
    {DW_FIELD_PROVIDER, "itemMeta/provider@literal"},
    {DW_FIELD_PROVIDER, "itemMeta/provider@qcode"},
    {DW_FIELD_PROVIDER, "itemMeta/provider@uri"},
    {DW_FIELD_PROVIDER, "contentMeta/infoSource/name"},
    {DW_FIELD_PROVIDER, "contentMeta/infoSource@literal"},
    {DW_FIELD_LANGUAGE, "contentMeta/language@tag"},
    {DW_FIELD_LANGUAGE, "@lang"},
    {DW_FIELD_URGENCY, "contentMeta/urgency"},
    {DW_FIELD_STATUS, "itemMeta/pubStatus@qcode"},
    {DW_FIELD_STATUS, "itemMeta/pubStatus@uri"},
    {DW_FIELD_EMBARGOED, "itemMeta/embargoed"},
    {DW_FIELD_SLUGLINE, "contentMeta/slugline"},
    {DW_FIELD_EDNOTE, "itemMeta/edNote"},
    {DW_FIELD_LOCATED, "contentMeta/located/name"},
    {DW_FIELD_LOCATED, "contentMeta/located@literal"},
    {DW_FIELD_LOCATED, "contentMeta/located/broader/name"},
    {DW_FIELD_KEYWORDS, "contentMeta/keyword"},
    {0, NULL},
};

/* --- content --------------------------------------------------------------------------------- */

/* Elements inside: NITF, XHTML, whatever the name space says. Others are data, no text. */
static bool take_inline_xml(void *user, const xmlNode *content)
{
    static const char *const texts[] = {"html", "body", "div", "section", "article", "p"};
    struct dw_item *item = user;

    for (const xmlNode *node = content->children; node; node = node->next) {
        if (dw_markup_is(node, "nitf"))
            dw_nitf_read(item, node);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            if (dw_markup_is(node, texts[i])) {
                dw_markup_add(&item->text, strcmp(texts[i], "p") == 0 ? content : node);
                return !dw_item_has_text(item);
            }
    }
    return !dw_item_has_text(item); /* several: renditions of the same */
}

/* Characters inside, plain or escaped markup: the content type is often wrong, so look. */
static bool take_inline_data(void *user, const xmlNode *content)
{
    struct dw_item *item = user;
    struct dw_strbuf encoding;

    dw_strbuf_init(&encoding);
    dw_markup_add_attribute(&encoding, content, "encoding");
    if (!encoding.len) /* base64 is no text */
        dw_markup_add_content(&item->text, content);
    dw_strbuf_fini(&encoding);
    return !dw_item_has_text(item);
}

/* An embargo without a date ends when the agency says so, by another version. */
static bool is_embargoed_for_good(const xmlNode *from)
{
    const xmlNode *embargoed = dw_xml_find(from, "itemMeta/embargoed");
    struct dw_strbuf until;
    bool is;

    dw_strbuf_init(&until);
    dw_xml_add_value(&until, from, "itemMeta/embargoed");
    is = embargoed && !until.len && !until.failed;
    dw_strbuf_fini(&until);
    return is;
}

/* What an item without text is, by its class: icls:picture, ninat:video. */
static void name_media(struct dw_item *item, const xmlNode *from)
{
    struct dw_strbuf class;
    const char *name;

    dw_strbuf_init(&class);
    dw_xml_add_value(&class, from, "itemMeta/itemClass@qcode");
    name = class.len ? strrchr(class.bytes, ':') : NULL;
    if (name && strcmp(name + 1, "text") != 0)
        item->media = dw_arena_printf(item->arena, "no text: item of class %.40s", name + 1);
    dw_strbuf_fini(&class);
}

static enum dw_err take_item(struct dw_feed *feed, const xmlNode *from, const char *place,
                             struct dw_error *err)
{
    static const struct dw_xml_row sender[] = {
        {DW_FIELD_PROVIDER, "header/sender"},
        {0, NULL},
    };
    struct dw_item item;
    enum dw_err rc;

    dw_item_init(&item, feed->arena);
    dw_xml_map(&item, from, rows);
    if (from->parent && dw_markup_is(from->parent->parent, "newsMessage"))
        dw_xml_map(&item, from->parent->parent, sender);
    if (is_embargoed_for_good(from))
        dw_item_withhold(&item);
    dw_xml_each(from, "contentSet/inlineXML", take_inline_xml, &item);
    if (!dw_item_has_text(&item))
        dw_xml_each(from, "contentSet/inlineData", take_inline_data, &item);
    name_media(&item, from);
    rc = dw_item_take(&item, feed, place, err);
    dw_item_fini(&item);
    return rc;
}

/* --- documents ------------------------------------------------------------------------------- */

static void skip(struct dw_feed *feed, const xmlNode *node, const char *place)
{
    char why[64];

    snprintf(why, sizeof why, "a %.40s: no article", (const char *)node->name);
    feed->sink->skip(feed->sink->user, place, why);
}

static enum dw_err take_any(struct dw_feed *feed, const xmlNode *node, const char *place,
                            struct dw_error *err)
{
    if (dw_markup_is(node, "newsItem"))
        return take_item(feed, node, place, err);
    skip(feed, node, place);
    return DW_OK;
}

static enum dw_err run_g2(struct dw_feed *feed, const struct dw_xml *xml, struct dw_error *err)
{
    const xmlNode *set = dw_xml_find(xml->root, "itemSet");
    size_t number = 0;
    enum dw_err rc = DW_OK;
    char place[DW_PLACE_MAX];

    if (!dw_markup_is(xml->root, "newsMessage"))
        return take_any(feed, xml->root, feed->name, err);
    for (const xmlNode *node = set ? set->children : NULL; node && !rc; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        dw_feed_place(feed, ++number, place);
        rc = take_any(feed, node, place, err);
    }
    if (!number)
        feed->sink->skip(feed->sink->user, feed->name, "a newsMessage without items");
    return rc;
}

const struct dw_dialect dw_dialect_newsml_g2 = {
    .roots = {"newsMessage", "newsItem", "packageItem", "conceptItem", "knowledgeItem",
              "planningItem", "catalogItem"},
    .run = run_g2,
};

static bool is(const char *bytes, size_t len)
{
    return dw_xml_is(&dw_dialect_newsml_g2, bytes, len);
}

static enum dw_err run(struct dw_feed *feed, struct dw_error *err)
{
    return dw_xml_run(feed, &dw_dialect_newsml_g2, err);
}

const struct dw_format dw_format_newsml_g2 = {
    .name = "newsml-g2",
    .suffixes = "",
    .is = is,
    .is_certain = true,
    .run = run,
};
