/* SPDX-License-Identifier: MIT */
/*
 * item.h - one article while its fields are being gathered, whatever the format.
 *
 * A format sets fields in the order of its preference: the first value that is of use wins, so
 * that a format is a list of places to look at. Values are trimmed, NFC, and checked as they come:
 * dates become RFC 3339, urgency a number, status one of ours; what cannot be understood is kept in
 * mind and told when the item is taken.
 */
#ifndef DW_FEEDS_ITEM_H
#define DW_FEEDS_ITEM_H

#include "processors/base/strbuf.h"
#include "producer/feed.h"

/* Field, its name in the record, its kind. */
#define DW_FIELD_LIST(X)                                                                           \
    X(ID, "id", LINE)                                                                              \
    X(VERSION, "version", LINE)                                                                    \
    X(PUBLISHED, "published", DATE)                                                                \
    X(HEADLINE, "headline", LINE)                                                                  \
    X(BYLINE, "byline", LINE)                                                                      \
    X(DATELINE, "dateline", LINE)                                                                  \
    X(PROVIDER, "provider", LINE)                                                                  \
    X(LANGUAGE, "language", LINE)                                                                  \
    X(URGENCY, "urgency", NUMBER)                                                                  \
    X(STATUS, "status", STATUS)                                                                    \
    X(EMBARGOED, "embargoed", DATE)                                                                \
    X(SLUGLINE, "slugline", LINE)                                                                  \
    X(EDNOTE, "ednote", LINE)                                                                      \
    X(LINK, "link", LINE)                                                                          \
    X(LOCATED, "located", LIST)                                                                    \
    X(KEYWORDS, "keywords", LIST)

enum dw_field {
#define X(name, key, kind) DW_FIELD_##name,
    DW_FIELD_LIST(X)
#undef X
        DW_N_FIELDS
};

struct dw_item {
    struct dw_arena *arena;
    struct {
        const char **v;
        uint32_t n, cap;
    } values[DW_N_FIELDS];
    struct dw_strbuf text; /* paragraphs with a blank line between; the format adds to it */
    const char *odd;       /* the first value that could not be understood */
    const char *embargo;   /* the first date of an embargo that could not be understood */
    const char *media;     /* "a picture": what it is if it has no text; NULL: not told */
    bool failed;           /* out of memory */
};

void dw_item_init(struct dw_item *item, struct dw_arena *arena);
void dw_item_fini(struct dw_item *item);

void dw_item_set(struct dw_item *item, enum dw_field field, const char *text, size_t len);
void dw_item_sets(struct dw_item *item, enum dw_field field, const char *text); /* NULL: nothing */

/* Set what another item has: what a feed says once for all its items. Strings are copied. */
void dw_item_inherit(struct dw_item *item, const struct dw_item *from);

/* The value that won; NULL if there is none. */
const char *dw_item_get(const struct dw_item *item, enum dw_field field);

/* Under an embargo without an end: withheld, unless it is canceled. */
void dw_item_withhold(struct dw_item *item);

/* True if the text says anything. */
bool dw_item_has_text(const struct dw_item *item);

/*
 * Hand the record over, or the reason why there is none, and make the item empty. The arena is
 * reset. An article whose embargo has no date that can be understood is refused: without the date
 * it would be out at once.
 */
enum dw_err dw_item_take(struct dw_item *item, struct dw_feed *feed, const char *place,
                         struct dw_error *err) DW_WARN_UNUSED;

#endif
