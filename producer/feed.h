/* SPDX-License-Identifier: MIT */
/*
 * feed.h - one source being read, and the formats that can read it.
 *
 * A format is a row of the table in feed.c and a file under feeds/. It takes the bytes of its input
 * apart and hands each article over with dw_feed_take_text or dw_feed_take_json; what it cannot
 * read it hands to dw_feed_refuse and goes on.
 */
#ifndef DW_FEED_H
#define DW_FEED_H

#include "processors/base/arena.h"
#include "processors/base/error.h"
#include "producer/input.h"
#include "producer/feeds/decode.h"
#include "producer/record.h"

/* Where records go. */
struct dw_sink {
    void *user;
    /* One record, borrowed for the call. An error ends all reading. */
    enum dw_err (*take)(void *user, const struct dw_record *record, struct dw_error *err);
    /* What could not become a record. Reading goes on. */
    void (*refuse)(void *user, const char *place, const struct dw_error *why);
    /* What was passed over on purpose. */
    void (*skip)(void *user, const char *place, const char *why);
    struct dw_input_hooks hooks;
};

enum { DW_PLACE_MAX = 4096 + 32 };

struct dw_feed {
    const char *name; /* for places: the path, or "standard input" */
    struct dw_input *input;
    const struct dw_record_defaults *defaults;
    const struct dw_sink *sink;
    struct dw_arena *arena; /* reset after each record */
};

struct dw_format {
    const char *name;     /* --format NAME */
    const char *suffixes; /* of file names: ".a.b"; "" if none */
    /* True if bytes that start like this are of the format; NULL: cannot be told. */
    bool (*is)(const char *bytes, size_t len);
    bool is_certain; /* `is` knows better than a suffix: .xml and .txt say little */
    /* Read all of the input. Fails only with what the sink failed with, or DW_NOMEM. */
    enum dw_err (*run)(struct dw_feed *feed, struct dw_error *err);
};

extern const struct dw_format dw_format_text, dw_format_json, dw_format_ndjson, dw_format_nitf,
    dw_format_newsml, dw_format_newsml_g2, dw_format_rss, dw_format_atom, dw_format_xml,
    dw_format_html, dw_format_iptc7901, dw_format_anpa;

/* The names for --format, in the order of the table: "auto|text|...". */
#define DW_FORMAT_NAMES                                                                            \
    "auto|text|ndjson|json|nitf|newsml|newsml-g2|rss|atom|xml|html|iptc7901|anpa"

/* Entry of DW_FORMAT_NAMES; NULL for 0, which is auto. */
const struct dw_format *dw_format_get(int choice);

/* By the first bytes where they tell, else by the suffix of the name; text if nothing is told. */
const struct dw_format *dw_format_find(const char *name, const char *bytes, size_t len);

/*
 * Hand over one article; JSON is an article record as it is. What is wrong with it goes
 * to refuse, and DW_OK is returned.
 */
enum dw_err dw_feed_take_text(struct dw_feed *feed, const char *place, const char *bytes,
                              size_t len, struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_feed_take_json(struct dw_feed *feed, const char *place, const char *bytes,
                              size_t len, struct dw_error *err) DW_WARN_UNUSED;

/* The place of an item of a file that holds several: "name:item 3". */
void dw_feed_place(const struct dw_feed *feed, size_t number, char out[static DW_PLACE_MAX]);

void dw_feed_refuse(struct dw_feed *feed, const char *place, const char *fmt, ...) DW_PRINTF(3, 4);

/* All of the input, for formats of one article a file. *bytes is NULL if it was refused, or torn by
 * a signal: then there is nothing to do. */
enum dw_err dw_feed_read_all(struct dw_feed *feed, const char **bytes, size_t *len,
                             struct dw_error *err) DW_WARN_UNUSED;

/* As above, as UTF-8: by what the bytes declare of themselves. Empty if there is nothing to do. The
 * caller calls dw_strbuf_fini(&out->text), always. */
enum dw_err dw_feed_read_decoded(struct dw_feed *feed, struct dw_decoded *out,
                                 struct dw_error *err) DW_WARN_UNUSED;

#endif
