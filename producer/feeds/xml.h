/* SPDX-License-Identifier: MIT */
/*
 * xml.h - XML documents that strangers send, and the places in them that hold fields.
 *
 * Nothing is fetched, no entity is expanded, libxml2's bounds on depth and sizes stay on. An
 * ill-formed document is read as far as it can be; the dialect decides whether that will do.
 *
 * A place is a path below the item: names of elements with "/" between, "//" for any depth, an
 * attribute last behind "@", and a condition on an attribute in brackets:
 *
 *   head/docdata/doc-id@id-string    contentMeta/headline[!role]    //ContentItem[Href]
 *
 * A bare name is of the item's own namespace, whichever that is; a prefix is one of a few that
 * feeds agree on (dc, content, ...). ASCII case does not count: senders are careless with it.
 */
#ifndef DW_FEEDS_XML_H
#define DW_FEEDS_XML_H

#include <libxml/tree.h>

#include "producer/feeds/item.h"

struct dw_xml {
    xmlDoc *doc;
    const xmlNode *root;
    bool is_well_formed;
    const xmlNode *torn; /* the innermost element that the document ends inside of; NULL: none */
    int line;            /* of what is wrong */
    char why[128];
};

struct dw_xml_row {
    enum dw_field field;
    const char *path;
};

/* The bytes are UTF-8. DW_INPUT if there is not even a root. The caller calls close, always. */
enum dw_err dw_xml_open(struct dw_xml *xml, const char *bytes, size_t len,
                        struct dw_error *err) DW_WARN_UNUSED;
void dw_xml_close(struct dw_xml *xml);

/* The first element at the place; NULL if there is none. Paths with "@" are not for this. */
const xmlNode *dw_xml_find(const xmlNode *item, const char *path);

/* Call for each element at the place, in document order, until it returns false. */
void dw_xml_each(const xmlNode *item, const char *path,
                 bool (*call)(void *user, const xmlNode *found), void *user);

/* Set the fields from the rows' places, to the first row whose field has the NULL path. */
void dw_xml_map(struct dw_item *item, const xmlNode *from, const struct dw_xml_row *rows);

/* Append the value at the place: the line of the first element there, or the attribute's. */
void dw_xml_add_value(struct dw_strbuf *out, const xmlNode *from, const char *path);

/* A dialect: a format by the names of its root elements. */
struct dw_dialect {
    const char *roots[8];
    bool may_be_ill_formed;
    enum dw_err (*run)(struct dw_feed *feed, const struct dw_xml *xml, struct dw_error *err);
};

extern const struct dw_dialect dw_dialect_nitf, dw_dialect_newsml, dw_dialect_newsml_g2,
    dw_dialect_rss, dw_dialect_atom, dw_dialect_ritzau;

/* True if the bytes start like XML whose root is one of the dialect's; NULL: any XML. */
bool dw_xml_is(const struct dw_dialect *dialect, const char *bytes, size_t len);

/* Read all input as the dialect; NULL: as the one that has its root. */
enum dw_err dw_xml_run(struct dw_feed *feed, const struct dw_dialect *dialect,
                       struct dw_error *err) DW_WARN_UNUSED;

/* Fields and text of a <nitf> element: of a file of its own, or inside of NewsML or ninjs. */
void dw_nitf_read(struct dw_item *item, const xmlNode *nitf);

#endif
