/* SPDX-License-Identifier: MIT */
/*
 * syndication.c - RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0.
 *
 * The full text where the feed has it, else the description. Of an ill-formed feed all items are
 * taken that can be had; one that the end of the document cuts in two is refused.
 */
#include "producer/feeds/xml.h"

#include <string.h>
#include <strings.h>

#include "producer/feeds/markup.h"

static const struct dw_xml_row rss_item[] = {
    {DW_FIELD_ID, "guid"},
    {DW_FIELD_ID, "dc:identifier"},
    {DW_FIELD_ID, "@about"},
    {DW_FIELD_ID, "link"},
    {DW_FIELD_PUBLISHED, "pubDate"},
    {DW_FIELD_PUBLISHED, "dc:date"},
    {DW_FIELD_PUBLISHED, "dc:modified"},
    {DW_FIELD_PUBLISHED, "dc:created"},
    {DW_FIELD_PUBLISHED, "atom:updated"},
    {DW_FIELD_HEADLINE, "title"},
    {DW_FIELD_HEADLINE, "dc:title"},
    {DW_FIELD_BYLINE, "dc:creator"},
    {DW_FIELD_BYLINE, "author"},
    {DW_FIELD_PROVIDER, "source"},
    {DW_FIELD_PROVIDER, "dc:publisher"},
    {DW_FIELD_LANGUAGE, "dc:language"},
    {DW_FIELD_LANGUAGE, "@lang"},
    {DW_FIELD_LINK, "link"},
    {DW_FIELD_KEYWORDS, "category"},
    {DW_FIELD_KEYWORDS, "dc:subject"},
    {0, NULL},
};

/* Of the channel, for all its items. */
static const struct dw_xml_row rss_channel[] = {
    {DW_FIELD_PROVIDER, "dc:publisher"},
    {DW_FIELD_PROVIDER, "title"},
    {DW_FIELD_LANGUAGE, "language"},
    {DW_FIELD_LANGUAGE, "dc:language"},
    {0, NULL},
};

static const char *const rss_bodies[] = {"content:encoded", "xhtml:body",  "xhtml:div",
                                         "fullitem",        "description", NULL};

static const struct dw_xml_row atom_entry[] = {
    {DW_FIELD_ID, "id"},
    {DW_FIELD_ID, "link[rel=alternate]@href"},
    {DW_FIELD_ID, "link[!rel]@href"},
    {DW_FIELD_VERSION, "updated"},
    {DW_FIELD_VERSION, "modified"},
    {DW_FIELD_PUBLISHED, "published"},
    {DW_FIELD_PUBLISHED, "issued"},
    {DW_FIELD_PUBLISHED, "created"},
    {DW_FIELD_PUBLISHED, "updated"},
    {DW_FIELD_PUBLISHED, "modified"},
    {DW_FIELD_BYLINE, "author/name"},
    {DW_FIELD_BYLINE, "author/email"},
    {DW_FIELD_PROVIDER, "source/title"},
    {DW_FIELD_LANGUAGE, "content@lang"},
    {DW_FIELD_LANGUAGE, "@lang"},
    {DW_FIELD_LINK, "link[rel=alternate]@href"},
    {DW_FIELD_LINK, "link[!rel]@href"},
    {DW_FIELD_KEYWORDS, "category@label"},
    {DW_FIELD_KEYWORDS, "category@term"},
    {0, NULL},
};

static const struct dw_xml_row atom_feed[] = {
    {DW_FIELD_BYLINE, "author/name"},
    {DW_FIELD_PROVIDER, "title"},
    {DW_FIELD_LANGUAGE, "@lang"},
    {0, NULL},
};

static const char *const atom_bodies[] = {"content", "summary", NULL};

/* --- text ------------------------------------------------------------------------------------ */

/* The title, which may be escaped HTML, as one line. */
static void read_title(struct dw_item *item, const xmlNode *from)
{
    const xmlNode *title = dw_xml_find(from, "title");
    struct dw_strbuf line;

    if (!title)
        return;
    dw_strbuf_init(&line);
    dw_markup_add_content(&line, title);
    if (line.len)
        dw_item_set(item, DW_FIELD_HEADLINE, line.bytes, line.len);
    item->failed = item->failed || line.failed;
    dw_strbuf_fini(&line);
}

/* Atom tells the type of its texts; what is neither text nor markup is not for readers. */
static void add_body(struct dw_item *item, const xmlNode *body)
{
    struct dw_strbuf type, raw;

    dw_strbuf_init(&type);
    dw_strbuf_init(&raw);
    dw_markup_add_attribute(&type, body, "type");
    dw_markup_add_raw(&raw, body);
    if (!type.len || strstr(type.bytes, "html") || strstr(type.bytes, "xml"))
        dw_markup_add_content(&item->text, body);
    else if (raw.len &&
             (strcasecmp(type.bytes, "text") == 0 || strncasecmp(type.bytes, "text/", 5) == 0))
        dw_markup_add_plain(&item->text, raw.bytes, raw.len);
    item->failed = item->failed || raw.failed;
    dw_strbuf_fini(&type);
    dw_strbuf_fini(&raw);
}

static void read_bodies(struct dw_item *item, const xmlNode *from, const char *const *bodies)
{
    for (; *bodies && !dw_item_has_text(item); bodies++) {
        const xmlNode *body = dw_xml_find(from, *bodies);

        if (body)
            add_body(item, body);
    }
}

/* --- items ----------------------------------------------------------------------------------- */

struct kind {
    const char *item; /* name of its element */
    const struct dw_xml_row *rows, *channel_rows;
    const char *const *bodies;
};

static const struct kind rss = {"item", rss_item, rss_channel, rss_bodies};
static const struct kind atom = {"entry", atom_entry, atom_feed, atom_bodies};

static enum dw_err take_item(struct dw_feed *feed, const struct dw_xml *xml,
                             const struct kind *kind, const xmlNode *from,
                             const struct dw_item *channel, const char *place, struct dw_error *err)
{
    struct dw_item item;
    enum dw_err rc;

    dw_item_init(&item, feed->arena);
    read_title(&item, from);
    dw_xml_map(&item, from, kind->rows);
    dw_item_inherit(&item, channel);
    read_bodies(&item, from, kind->bodies);
    /* Of an ill-formed document it may have had text: that is no reason to pass over it quietly. */
    if (!xml->is_well_formed && !dw_item_has_text(&item)) {
        dw_feed_refuse(feed, place, "no text can be had: line %d: %s", xml->line, xml->why);
        dw_arena_reset(feed->arena);
        rc = DW_OK;
    } else {
        rc = dw_item_take(&item, feed, place, err);
    }
    dw_item_fini(&item);
    return rc;
}

/* True if the document ends inside of this element. */
static bool is_cut(const struct dw_xml *xml, const xmlNode *node)
{
    const xmlNode *open = xml->torn;

    while (open && open != node)
        open = open->parent;
    return open != NULL;
}

/* What says who sends: of RSS the channel, wherever it is; of Atom the feed. */
static const xmlNode *find_channel(const xmlNode *root)
{
    const xmlNode *node = root;

    if (dw_markup_is(root, "feed"))
        return root;
    while (node && !dw_markup_is(node, "channel"))
        node = dw_markup_next(node, root, true);
    return node;
}

/* Items are children of the channel, of the root (RDF), or wherever a sender has put them. */
static enum dw_err take_items(struct dw_feed *feed, const struct dw_xml *xml,
                              const struct kind *kind, const struct dw_item *channel,
                              struct dw_error *err)
{
    const xmlNode *node = xml->root;
    size_t number = 0;
    enum dw_err rc = DW_OK;
    char place[DW_PLACE_MAX];

    while (!rc && (node = dw_markup_next(node, xml->root, true))) {
        if (!dw_markup_is(node, kind->item))
            continue;
        dw_feed_place(feed, ++number, place);
        if (is_cut(xml, node))
            dw_feed_refuse(feed, place, "the document ends inside of it: line %d", xml->line);
        else
            rc = take_item(feed, xml, kind, node, channel, place, err);
    }
    if (!number && xml->is_well_formed)
        feed->sink->skip(feed->sink->user, feed->name, "a feed without items");
    else if (!number)
        dw_feed_refuse(feed, feed->name, "not well-formed, and no item could be had: line %d: %s",
                       xml->line, xml->why);
    return rc;
}

/* The channel is read once: looked for with each item, it would cost their number squared. */
static enum dw_err run_items(struct dw_feed *feed, const struct dw_xml *xml,
                             const struct kind *kind, struct dw_error *err)
{
    const xmlNode *node = find_channel(xml->root);
    struct dw_item channel;
    struct dw_arena arena;
    enum dw_err rc;

    dw_arena_init(&arena, 0);
    dw_item_init(&channel, &arena);
    if (node)
        dw_xml_map(&channel, node, kind->channel_rows);
    rc = take_items(feed, xml, kind, &channel, err);
    dw_item_fini(&channel);
    dw_arena_fini(&arena);
    return rc;
}

static enum dw_err run_rss(struct dw_feed *feed, const struct dw_xml *xml, struct dw_error *err)
{
    return run_items(feed, xml, &rss, err);
}

static enum dw_err run_atom(struct dw_feed *feed, const struct dw_xml *xml, struct dw_error *err)
{
    return run_items(feed, xml, &atom, err);
}

/* --- formats --------------------------------------------------------------------------------- */

const struct dw_dialect dw_dialect_rss = {
    .roots = {"rss", "RDF", "channel"},
    .may_be_ill_formed = true,
    .run = run_rss,
};

const struct dw_dialect dw_dialect_atom = {
    .roots = {"feed"},
    .may_be_ill_formed = true,
    .run = run_atom,
};

static bool is_rss(const char *bytes, size_t len)
{
    return dw_xml_is(&dw_dialect_rss, bytes, len);
}

static bool is_atom(const char *bytes, size_t len)
{
    return dw_xml_is(&dw_dialect_atom, bytes, len);
}

static enum dw_err read_rss(struct dw_feed *feed, struct dw_error *err)
{
    return dw_xml_run(feed, &dw_dialect_rss, err);
}

static enum dw_err read_atom(struct dw_feed *feed, struct dw_error *err)
{
    return dw_xml_run(feed, &dw_dialect_atom, err);
}

const struct dw_format dw_format_rss = {
    .name = "rss",
    .suffixes = ".rss.rdf",
    .is = is_rss,
    .is_certain = true,
    .run = read_rss,
};

const struct dw_format dw_format_atom = {
    .name = "atom",
    .suffixes = ".atom",
    .is = is_atom,
    .is_certain = true,
    .run = read_atom,
};
