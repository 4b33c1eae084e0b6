/* SPDX-License-Identifier: MIT */
/* newsml.c - IPTC NewsML 1.x: news items with components in components. */
#include "producer/feeds/xml.h"

#include <string.h>
#include <strings.h>

#include "producer/feeds/markup.h"

static const struct dw_xml_row rows[] = {
    {DW_FIELD_VERSION, "Identification/NewsIdentifier/RevisionId"},
    {DW_FIELD_PUBLISHED, "NewsManagement/ThisRevisionCreated"},
    {DW_FIELD_PUBLISHED, "NewsManagement/FirstCreated"},
    {DW_FIELD_HEADLINE, "//NewsLines/HeadLine"},
    {DW_FIELD_HEADLINE, "Identification/NameLabel"},
    {DW_FIELD_BYLINE, "//NewsLines/ByLine"},
    {DW_FIELD_DATELINE, "//DescriptiveMetadata/Location/Property[FormalName=City]@Value"},
    {DW_FIELD_DATELINE, "//DescriptiveMetadata/Property[FormalName=City]@Value"},
    {DW_FIELD_PROVIDER, "//AdministrativeMetadata/Provider/Party@FormalName"},
    {DW_FIELD_PROVIDER, "//AdministrativeMetadata/Source/Party@FormalName"},
    {DW_FIELD_PROVIDER, "//NewsLines/CreditLine"},
    {DW_FIELD_PROVIDER, "Identification/NewsIdentifier/ProviderId"},
    {DW_FIELD_LANGUAGE, "//DescriptiveMetadata/Language@FormalName"},
    {DW_FIELD_LANGUAGE, "//NewsComponent[lang]@lang"},
    {DW_FIELD_LANGUAGE, "@lang"},
    {DW_FIELD_URGENCY, "NewsManagement/Urgency@FormalName"},
    {DW_FIELD_STATUS, "NewsManagement/Status@FormalName"},
    {DW_FIELD_SLUGLINE, "//NewsLines/SlugLine"},
    {DW_FIELD_EDNOTE, "//NewsComponent/Comment"},
    {DW_FIELD_LOCATED, "//DescriptiveMetadata/Property[FormalName=City]@Value"},
    {DW_FIELD_LOCATED, "//DescriptiveMetadata/Property[FormalName=Country]@Value"},
    {DW_FIELD_LOCATED, "//DescriptiveMetadata/Location/Property@Value"},
    {DW_FIELD_KEYWORDS, "//NewsLines/KeywordLine"},
    {0, NULL},
};

/* --- id -------------------------------------------------------------------------------------- */

/*
 * The public identifier ends with the revision and whether it was an update ("...:19336333:1N"):
 * without these it names the article across its versions.
 */
static void read_id(struct dw_item *item, const xmlNode *from)
{
    static const struct dw_xml_row parts[] = {
        {DW_FIELD_ID, "Identification/NewsIdentifier/NewsItemId"},
        {0, NULL},
    };
    const char *version = dw_item_get(item, DW_FIELD_VERSION);
    size_t n = version ? strlen(version) : 0, len;
    struct dw_strbuf id;

    dw_strbuf_init(&id);
    dw_xml_add_value(&id, from, "Identification/NewsIdentifier/PublicIdentifier");
    len = id.len;
    if (len && n && len > n && strchr("NAUnau", id.bytes[len - 1]))
        len--;
    if (n && len > n + 1 && id.bytes[len - n - 1] == ':' &&
        memcmp(id.bytes + len - n, version, n) == 0)
        id.len = len - n - 1;
    if (id.len)
        dw_item_set(item, DW_FIELD_ID, id.bytes, id.len);
    dw_xml_map(item, from, parts);
    dw_strbuf_fini(&id);
}

/* --- embargo --------------------------------------------------------------------------------- */

/* When the item becomes usable; a date on which it is to be withdrawn holds nothing back. */
static void read_embargo(struct dw_item *item, const xmlNode *from)
{
    static const struct dw_xml_row change[] = {
        {DW_FIELD_EMBARGOED, "NewsManagement/StatusWillChange/DateAndTime"},
        {0, NULL},
    };
    struct dw_strbuf status;

    dw_strbuf_init(&status);
    dw_xml_add_value(&status, from, "NewsManagement/StatusWillChange/FutureStatus@FormalName");
    if (!status.len || strcasecmp(status.bytes, "usable") == 0)
        dw_xml_map(item, from, change);
    dw_strbuf_fini(&status);
}

/* --- content --------------------------------------------------------------------------------- */

/* The first that is there of the roles of the components around the content. */
static bool is_caption(const xmlNode *node)
{
    struct dw_strbuf role;
    bool is = false;

    dw_strbuf_init(&role);
    while (node && !role.len) {
        node = node->parent;
        if (dw_markup_is(node, "NewsComponent"))
            dw_xml_add_value(&role, node, "Role@FormalName");
    }
    if (role.len)
        is = strcasecmp(role.bytes, "Caption") == 0 || strcasecmp(role.bytes, "Summary") == 0;
    dw_strbuf_fini(&role);
    return is;
}

/* True if a media type is told and it is not text; then it is kept as what the item is. */
static bool is_media(struct dw_item *item, const xmlNode *content)
{
    struct dw_strbuf type;
    bool is;

    dw_strbuf_init(&type);
    dw_xml_add_value(&type, content, "MediaType@FormalName");
    is = type.len && strcasecmp(type.bytes, "Text") != 0 &&
         strcasecmp(type.bytes, "ComplexData") != 0;
    if (is && !item->media)
        item->media = dw_arena_printf(item->arena, "no text: media of type %.40s", type.bytes);
    dw_strbuf_fini(&type);
    return is;
}

static void read_data(struct dw_item *item, const xmlNode *data)
{
    const xmlNode *node = data;

    while (node && !dw_markup_is(node, "nitf"))
        node = dw_markup_next(node, data, true);
    if (node)
        dw_nitf_read(item, node);
    else
        dw_markup_add_content(&item->text, data);
}

static bool take_content(void *user, const xmlNode *content)
{
    struct dw_item *item = user;
    const xmlNode *data = dw_xml_find(content, "DataContent");

    if (!data)
        data = dw_xml_find(content, "Encoding/DataContent");
    if (!is_media(item, content) && data && !is_caption(content))
        read_data(item, data);
    return !dw_item_has_text(item); /* others are renditions, or parts beside the story */
}

static enum dw_err take_item(struct dw_feed *feed, const xmlNode *from, const char *place,
                             struct dw_error *err)
{
    struct dw_item item;
    enum dw_err rc;

    dw_item_init(&item, feed->arena);
    dw_xml_map(&item, from, rows);
    read_id(&item, from);
    read_embargo(&item, from);
    dw_xml_each(from, "//ContentItem", take_content, &item);
    rc = dw_item_take(&item, feed, place, err);
    dw_item_fini(&item);
    return rc;
}

static enum dw_err run_newsml(struct dw_feed *feed, const struct dw_xml *xml, struct dw_error *err)
{
    size_t number = 0;
    enum dw_err rc = DW_OK;
    char place[DW_PLACE_MAX];

    for (const xmlNode *node = xml->root->children; node && !rc; node = node->next) {
        if (!dw_markup_is(node, "NewsItem"))
            continue;
        dw_feed_place(feed, ++number, place);
        rc = take_item(feed, node, place, err);
    }
    if (!number)
        feed->sink->skip(feed->sink->user, feed->name, "NewsML without items");
    return rc;
}

const struct dw_dialect dw_dialect_newsml = {
    .roots = {"NewsML"},
    .run = run_newsml,
};

static bool is(const char *bytes, size_t len)
{
    return dw_xml_is(&dw_dialect_newsml, bytes, len);
}

static enum dw_err run(struct dw_feed *feed, struct dw_error *err)
{
    return dw_xml_run(feed, &dw_dialect_newsml, err);
}

const struct dw_format dw_format_newsml = {
    .name = "newsml",
    .suffixes = "",
    .is = is,
    .is_certain = true,
    .run = run,
};
