/* SPDX-License-Identifier: MIT */
/* nitf.c - IPTC NITF: one article a file. */
#include "producer/feeds/xml.h"

#include <string.h>

#include "producer/feeds/markup.h"

static const struct dw_xml_row rows[] = {
    {DW_FIELD_ID, "head/docdata/doc-id@id-string"},
    {DW_FIELD_ID, "head/docdata/du-key@key"},
    {DW_FIELD_ID, "head/pubdata@id"},
    {DW_FIELD_VERSION, "head/docdata/du-key@version"},
    {DW_FIELD_VERSION, "head/docdata/du-key@generation"},
    {DW_FIELD_PUBLISHED, "head/docdata/date.issue@norm"},
    {DW_FIELD_PUBLISHED, "head/pubdata@date.publication"},
    {DW_FIELD_PUBLISHED, "body/body.head/dateline/story.date@norm"},
    {DW_FIELD_PUBLISHED, "head/docdata/date.release@norm"},
    {DW_FIELD_HEADLINE, "body/body.head/hedline/hl1"},
    {DW_FIELD_HEADLINE, "head/title"},
    {DW_FIELD_BYLINE, "body/body.head/byline"},
    {DW_FIELD_DATELINE, "body/body.head/dateline/location"},
    {DW_FIELD_DATELINE, "body/body.head/dateline"},
    {DW_FIELD_DATELINE, "head/docdata/evloc@city"},
    {DW_FIELD_PROVIDER, "body/body.head/distributor"},
    {DW_FIELD_PROVIDER, "head/docdata/doc-id@regsrc"},
    {DW_FIELD_PROVIDER, "head/docdata/del-list/from-src@src-name"},
    {DW_FIELD_PROVIDER, "body/body.head/rights/rights.owner"},
    {DW_FIELD_PROVIDER, "head/docdata/doc.copyright@holder"},
    {DW_FIELD_LANGUAGE, "@baselang"},
    {DW_FIELD_LANGUAGE, "body@lang"},
    {DW_FIELD_LANGUAGE, "@lang"},
    {DW_FIELD_URGENCY, "head/docdata/urgency@ed-urg"},
    {DW_FIELD_URGENCY, "head/urgency@ed-urg"},
    {DW_FIELD_STATUS, "head/docdata@management-status"},
    {DW_FIELD_SLUGLINE, "head/docdata/fixture@fix-id"},
    {DW_FIELD_EDNOTE, "head/docdata/ed-msg@info"},
    {DW_FIELD_LOCATED, "head/docdata/evloc@city"},
    {DW_FIELD_LOCATED, "head/docdata/evloc@iso-cc"},
    {DW_FIELD_KEYWORDS, "head/docdata/key-list/keyword@key"},
    {DW_FIELD_KEYWORDS, "head/docdata/key-list/keyword"},
    {0, NULL},
};

/* A date of release is an embargo, unless it is that of issue. */
static void read_embargo(struct dw_item *item, const xmlNode *nitf)
{
    static const struct dw_xml_row release[] = {
        {DW_FIELD_EMBARGOED, "head/docdata/date.release@norm"},
        {0, NULL},
    };
    struct dw_strbuf issue, released;

    dw_strbuf_init(&issue);
    dw_strbuf_init(&released);
    dw_xml_add_value(&issue, nitf, "head/docdata/date.issue@norm");
    dw_xml_add_value(&released, nitf, "head/docdata/date.release@norm");
    if (released.len && (!issue.len || strcmp(issue.bytes, released.bytes) != 0))
        dw_xml_map(item, nitf, release);
    dw_strbuf_fini(&issue);
    dw_strbuf_fini(&released);
}

void dw_nitf_read(struct dw_item *item, const xmlNode *nitf)
{
    const xmlNode *content = dw_xml_find(nitf, "body/body.content");

    dw_xml_map(item, nitf, rows);
    read_embargo(item, nitf);
    if (!dw_item_has_text(item) && content)
        dw_markup_add(&item->text, content);
}

static enum dw_err run_nitf(struct dw_feed *feed, const struct dw_xml *xml, struct dw_error *err)
{
    struct dw_item item;
    enum dw_err rc;

    dw_item_init(&item, feed->arena);
    dw_nitf_read(&item, xml->root);
    rc = dw_item_take(&item, feed, feed->name, err);
    dw_item_fini(&item);
    return rc;
}

const struct dw_dialect dw_dialect_nitf = {
    .roots = {"nitf"},
    .run = run_nitf,
};

static bool is(const char *bytes, size_t len)
{
    return dw_xml_is(&dw_dialect_nitf, bytes, len);
}

static enum dw_err run(struct dw_feed *feed, struct dw_error *err)
{
    return dw_xml_run(feed, &dw_dialect_nitf, err);
}

const struct dw_format dw_format_nitf = {
    .name = "nitf", .suffixes = ".nitf", .is = is, .is_certain = true, .run = run};

/* --- XML whose dialect its root tells -------------------------------------------------------- */

static bool is_xml(const char *bytes, size_t len)
{
    return dw_xml_is(NULL, bytes, len) && len > 5;
}

static enum dw_err run_any(struct dw_feed *feed, struct dw_error *err)
{
    return dw_xml_run(feed, NULL, err);
}

const struct dw_format dw_format_xml = {
    .name = "xml",
    .suffixes = ".xml",
    .is = is_xml,
    .run = run_any,
};
