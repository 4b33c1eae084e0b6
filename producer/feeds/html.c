/* SPDX-License-Identifier: MIT */
/*
 * html.c - an HTML page: the text of its article, without what stands around it.
 *
 * The article is what the page marks as such (articleBody, <article>, <main>). On a page that marks
 * nothing it is the element whose own paragraphs have the most text outside of links: navigation is
 * made of links, and teasers are short.
 */
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "producer/feeds/item.h"
#include "producer/feeds/markup.h"
#include "producer/feeds/xml.h"

enum { MARKED_MIN = 200 }; /* bytes of text below which a mark is not trusted */

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

/* --- the article of a page ------------------------------------------------------------------- */

/* Bytes of text below a node that are in no link. */
static size_t count_text(const xmlNode *top)
{
    size_t n = 0;

    for (const xmlNode *node = top, *next; node; node = next) {
        bool is_link = dw_markup_is(node, "a") || dw_markup_is(node, "script") ||
                       dw_markup_is(node, "style") || dw_markup_is(node, "nav");

        if (node->type == XML_TEXT_NODE && node->content && !xmlIsBlankNode(node))
            n += strlen((const char *)node->content);
        next = dw_markup_next(node, top, !is_link);
    }
    return n;
}

/* Text of the paragraphs that are children of a node. */
static size_t count_paragraphs(const xmlNode *parent)
{
    size_t n = 0;

    for (const xmlNode *node = parent->children; node; node = node->next)
        if (dw_markup_is(node, "p") || dw_markup_is(node, "blockquote"))
            n += count_text(node);
    return n;
}

static const xmlNode *find_marked(const xmlNode *root)
{
    static const char *const marks[] = {"//div[itemprop=articleBody]",
                                        "//section[itemprop=articleBody]",
                                        "//article[itemprop=articleBody]",
                                        "//article",
                                        "//main",
                                        "//div[role=main]"};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const xmlNode *found = dw_xml_find(root, marks[i]);

        if (found && count_text(found) >= MARKED_MIN)
            return found;
    }
    return NULL;
}

static const xmlNode *find_densest(const xmlNode *root)
{
    const xmlNode *best = NULL;
    size_t most = 0;

    for (const xmlNode *node = root; node; node = dw_markup_next(node, root, true)) {
        size_t n = node->type == XML_ELEMENT_NODE ? count_paragraphs(node) : 0;

        if (n > most) {
            most = n;
            best = node;
        }
    }
    return best;
}

static void read_page(struct dw_item *item, const xmlNode *root)
{
    const xmlNode *body = dw_xml_find(root, "body");
    const xmlNode *article = find_marked(root);

    dw_xml_map(item, root, rows);
    if (!article)
        article = find_densest(root);
    if (!article)
        article = body;
    if (article)
        dw_markup_add_page(&item->text, article);
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
