/* SPDX-License-Identifier: MIT */
/*
 * html.c - an HTML page: the text of its article, without what stands around it.
 *
 * The article is what the page marks as such (articleBody, <article>, <main>). On a page that marks
 * nothing it is the smallest element with nearly all prose of the page.
 */
#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

#include "producer/feeds/clutter.h"
#include "producer/feeds/item.h"
#include "producer/feeds/linked_data.h"
#include "producer/feeds/markup.h"
#include "producer/feeds/xml.h"

/* --- fields ---------------------------------------------------------------------------------- */

static const struct dw_xml_row rows[] = {
    {DW_FIELD_ID, "head/link[rel=canonical]@href"},
    {DW_FIELD_ID, "head/meta[property=og:url]@content"},
    {DW_FIELD_PUBLISHED, "//meta[property=article:modified_time]@content"},
    {DW_FIELD_PUBLISHED, "//meta[property=article:published_time]@content"},
    {DW_FIELD_PUBLISHED, "//meta[itemprop=datePublished]@content"},
    {DW_FIELD_PUBLISHED, "//meta[name=date]@content"},
    {DW_FIELD_PUBLISHED, "//time[datetime]@datetime"},
    {DW_FIELD_HEADLINE, "//meta[property=og:title]@content"},
    {DW_FIELD_HEADLINE, "//h1"},
    {DW_FIELD_HEADLINE, "head/title"},
    {DW_FIELD_BYLINE, "//meta[name=author]@content"},
    {DW_FIELD_BYLINE, "//meta[property=article:author]@content"},
    {DW_FIELD_PROVIDER, "//meta[property=og:site_name]@content"},
    {DW_FIELD_PROVIDER, "//meta[name=publisher]@content"},
    {DW_FIELD_LANGUAGE, "@lang"},
    {DW_FIELD_LINK, "head/link[rel=canonical]@href"},
    {DW_FIELD_KEYWORDS, "//meta[property=article:tag]@content"},
    {0, NULL},
};

/* A paragraph's distance from what is there already. */
static void add_article(struct dw_item *item, const xmlNode *article)
{
    struct dw_strbuf text;
    size_t i = 0;

    dw_strbuf_init(&text);
    dw_markup_add_page(&text, article);
    while (i < text.len && isspace((unsigned char)text.bytes[i]))
        i++;
    if (item->text.len && i < text.len)
        dw_strbuf_adds(&item->text, "\n\n");
    if (i < text.len)
        dw_strbuf_add(&item->text, text.bytes + i, text.len - i);
    item->failed = item->failed || text.failed;
    dw_strbuf_fini(&text);
}

/* Fields first: what tells of the article is often clutter in it. */
static void read_page(struct dw_item *item, const xmlNode *root)
{
    xmlNode *body = (xmlNode *)(size_t)dw_xml_find(root, "body");
    const xmlNode *article = body, *lead = NULL;

    dw_linked_data_read(item, root);
    dw_xml_map(item, root, rows);
    if (!body)
        return;
    /* Of a page too large to be looked through, all text is better than none. */
    if (dw_clutter_remove(body, item->arena))
        article = dw_clutter_find_article(body, &lead);
    if (lead)
        dw_markup_add_page(&item->text, lead);
    add_article(item, article);
}

/* --- format ---------------------------------------------------------------------------------- */

static bool is(const char *bytes, size_t len)
{
    static const char doctype[] = "<!doctype html";
    static const struct dw_dialect html = {.roots = {"html"}};
    size_t i = 0;

    while (i < len && bytes[i] && strchr(" \t\r\n\xEF\xBB\xBF", bytes[i]))
        i++;
    if (len - i > sizeof doctype && strncasecmp(bytes + i, doctype, sizeof doctype - 1) == 0)
        return true;
    return dw_xml_is(&html, bytes, len);
}

static enum dw_err take_page(struct dw_feed *feed, const struct dw_strbuf *page,
                             struct dw_error *err)
{
    htmlDocPtr doc = htmlReadMemory(page->bytes, (int)page->len, NULL, "UTF-8",
                                    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                        HTML_PARSE_NONET | HTML_PARSE_COMPACT);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    struct dw_item item;
    enum dw_err rc;

    dw_item_init(&item, feed->arena);
    if (root)
        read_page(&item, root);
    rc = dw_item_take(&item, feed, feed->name, err);
    dw_item_fini(&item);
    xmlFreeDoc(doc);
    return rc;
}

static enum dw_err run(struct dw_feed *feed, struct dw_error *err)
{
    struct dw_decoded decoded;
    enum dw_err rc = dw_feed_read_decoded(feed, &decoded, err);

    if (!rc && decoded.text.len && !dw_markup_is_bounded(decoded.text.bytes, decoded.text.len))
        dw_feed_refuse(feed, feed->name, "a tag with too many attributes");
    else if (!rc && decoded.text.len)
        rc = take_page(feed, &decoded.text, err);
    dw_strbuf_fini(&decoded.text);
    return rc;
}

const struct dw_format dw_format_html = {
    .name = "html",
    .suffixes = ".html.htm.xhtml",
    .is = is,
    .run = run,
};
