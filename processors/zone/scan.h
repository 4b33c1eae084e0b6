/* SPDX-License-Identifier: MIT */
/*
 * scan.h - what the parts of the zone processor share. Inner header.
 *
 *   paragraph.c   paragraphs, over hard-wrapped lines
 *   mark.c        the marks of zone.tsv in a paragraph
 *   dateline.c    where the dateline at the head of a story ends
 *   published.c   the publication date
 *   zone.c        classes of paragraphs, and the processor
 */
#ifndef DW_ZONE_SCAN_H
#define DW_ZONE_SCAN_H

#include <string.h>
#include <strings.h>

#include "processors/doc.h"

struct dw_paragraphs {
    struct dw_span *v;
    uint32_t n, cap;
};

/* A mark of zone.tsv that was found. */
struct dw_zone_mark {
    enum dw_zone_type type;
    bool rest; /* all that follows is of the same zone */
};

struct dw_zone_marks;

static inline char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static inline bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool is_word_char(char c)
{
    return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10;
}

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The span without white space at its ends. */
static inline struct dw_span trim(const char *text, struct dw_span s)
{
    while (s.beg < s.end && is_blank(text[s.beg]))
        s.beg++;
    while (s.end > s.beg && is_blank(text[s.end - 1]))
        s.end--;
    return s;
}

/* Find out whether lines are hard-wrapped, and split the text. Returns DW_NOMEM. */
enum dw_err dw_paragraphs_split(struct dw_doc *doc, struct dw_paragraphs *paragraphs);

/* NULL when memory is out. */
struct dw_zone_marks *dw_zone_marks_new(void);
void dw_zone_marks_free(struct dw_zone_marks *marks);

/* The first mark in a paragraph; false if it bears none. */
bool dw_zone_mark_find(const struct dw_zone_marks *marks, const struct dw_doc *doc,
                       struct dw_span paragraph, struct dw_zone_mark *out);

/* End of the dateline at the head of a paragraph, dash included; its beginning if there is none. */
uint32_t dw_dateline_end(const char *text, struct dw_span paragraph);

/* Publication date: from the record, else from the dateline, else from the record's timestamp. */
void dw_published_find(struct dw_doc *doc, const char *dateline, size_t len);

#endif
