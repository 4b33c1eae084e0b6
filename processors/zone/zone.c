/* SPDX-License-Identifier: MIT */
/*
 * zone.c - tell the story from what surrounds it, and find out when it was published.
 *
 * Paragraphs are classed by the marks of zone.tsv, by their form (capitals, bylines) and by where
 * they stand; the dateline is cut from the head of the first paragraph of the story. The zones
 * cover the whole text, so that offsets need no mending.
 */
#include <stdlib.h>

#include "processors/pipeline.h"
#include "processors/processors.h"
#include "processors/zone/scan.h"

enum {
    HEADLINE_MAX = 150,    /* bytes */
    BYLINE_MAX = 120,      /* bytes */
    SLUG_MAX = 60,         /* bytes */
    EDGE = 6,              /* paragraphs at either end where notices stand */
    SHORT_PARAGRAPH = 120, /* bytes; shorter ones may be notices anywhere */
};

/* Marks: NULL if each line is a sentence, and nothing else is asked. */
struct zone_scan {
    struct dw_doc *doc;
    const struct dw_zone_marks *marks;
    struct dw_paragraphs paragraphs;
    uint32_t n_headlines;
    uint32_t body; /* first paragraph of the story found so far; n if none */
};

static bool ends_sentence(const char *text, struct dw_span p)
{
    char last = text[p.end - 1];

    return last == '.' || last == '!' || last == '?' || last == '"' || last == ')' ||
           (unsigned char)last >= 0x80;
}

/* Letters, and hardly one of them lower case. */
static bool is_capitals(const char *text, struct dw_span p)
{
    size_t upper = 0, lower = 0;

    for (uint32_t i = p.beg; i < p.end; i++) {
        upper += text[i] >= 'A' && text[i] <= 'Z';
        lower += text[i] >= 'a' && text[i] <= 'z';
    }
    return upper > 3 && lower * 10 < upper;
}

/* "By Jane Doe", "* Agency, Agency", a line that holds no sentence. */
static bool is_byline(const char *text, struct dw_span p)
{
    if (p.end - p.beg > BYLINE_MAX)
        return false;
    if (!strncasecmp(text + p.beg, "by ", 3) && text[p.beg + 3] >= 'A' && text[p.beg + 3] <= 'Z')
        return !ends_sentence(text, p);
    return !strncmp(text + p.beg, "\xE2\x80\xA2", 3) && !ends_sentence(text, p);
}

/* "AM-Peru-Envoy,0542": a line without a blank that hyphens part. */
static bool is_slug(const char *text, struct dw_span p)
{
    uint32_t hyphens = 0, figures = 0;

    if (p.end - p.beg > SLUG_MAX || text[p.beg] < 'A' || text[p.beg] > 'Z')
        return false;
    for (uint32_t i = p.beg; i < p.end; i++) {
        if (is_blank(text[i]))
            return false;
        hyphens += text[i] == '-';
        figures += text[i] >= '0' && text[i] <= '9';
    }
    return hyphens > 1 || (hyphens > 0 && figures > 2);
}

/* Above the story: the record's headline again, one in capitals, or a first line that is no
 * sentence while the paragraph behind it is one; then a second such line. */
static bool is_headline(const struct zone_scan *z, uint32_t i, struct dw_span p)
{
    const char *text = z->doc->article.text, *headline = z->doc->article.headline;
    struct dw_span last = trim(text, z->paragraphs.v[z->paragraphs.n - 1]);
    bool in_order = i == 0 || (i == 1 && z->n_headlines == 1 && z->paragraphs.n > 2);

    if (p.end - p.beg > HEADLINE_MAX)
        return false;
    if (headline && strlen(headline) == p.end - p.beg &&
        !strncasecmp(headline, text + p.beg, p.end - p.beg))
        return true;
    if (is_capitals(text, p))
        return !ends_sentence(text, p) || (!dw_span_is_empty(last) && !is_capitals(text, last));
    return !ends_sentence(text, p) && in_order && !headline && !dw_span_is_empty(last) &&
           ends_sentence(text, last);
}

static enum dw_zone_type classify(struct zone_scan *z, uint32_t i)
{
    const char *text = z->doc->article.text;
    struct dw_span p = trim(text, z->paragraphs.v[i]);
    bool at_edge = i < EDGE || i + EDGE >= z->paragraphs.n;
    struct dw_zone_mark mark;

    if (dw_span_is_empty(p))
        return DW_ZONE_BODY;
    if (at_edge || p.end - p.beg < SHORT_PARAGRAPH)
        if (dw_zone_mark_find(z->marks, z->doc, p, &mark))
            return mark.type;
    if (z->body == z->paragraphs.n && i + 1 < z->paragraphs.n) {
        if (is_byline(text, p))
            return DW_ZONE_BYLINE;
        if (is_slug(text, p))
            return DW_ZONE_CONTROL;
        if (is_headline(z, i, p)) {
            z->n_headlines++;
            return DW_ZONE_HEADLINE;
        }
    }
    if (z->body == z->paragraphs.n)
        z->body = i;
    return DW_ZONE_BODY;
}

static enum dw_err add_zone(struct dw_doc *doc, uint32_t beg, uint32_t end, enum dw_zone_type type)
{
    struct dw_zone *last = doc->zones.n ? &doc->zones.v[doc->zones.n - 1] : NULL;

    if (beg == end)
        return DW_OK;
    if (last && last->type == type && type == DW_ZONE_BODY) {
        last->span.end = end;
        return DW_OK;
    }
    last = dw_vec_push(&doc->arena, &doc->zones);
    if (!last)
        return DW_NOMEM;
    *last = (struct dw_zone){{beg, end}, type, 0};
    return DW_OK;
}

/* What the record does not say, the text may: its own headline. */
static enum dw_err take_headline(struct dw_doc *doc)
{
    for (uint32_t i = 0; i < doc->zones.n; i++) {
        if (doc->zones.v[i].type != DW_ZONE_HEADLINE)
            continue;
        doc->article.headline = dw_doc_text(doc, trim(doc->article.text, doc->zones.v[i].span));
        return doc->article.headline ? DW_OK : DW_NOMEM;
    }
    return DW_OK;
}

static enum dw_err add_zones(struct zone_scan *z)
{
    struct dw_doc *doc = z->doc;
    const char *text = doc->article.text;
    enum dw_zone_type rest = DW_ZONE_BODY;
    struct dw_span dateline = {0, 0};
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; i < z->paragraphs.n && rc == DW_OK; i++) {
        struct dw_span p = z->paragraphs.v[i];
        uint32_t body = z->body;
        enum dw_zone_type type = rest == DW_ZONE_BODY ? classify(z, i) : rest;
        struct dw_zone_mark mark;

        if (type == DW_ZONE_BOILERPLATE && rest == DW_ZONE_BODY && i > 0 &&
            dw_zone_mark_find(z->marks, doc, trim(text, p), &mark) && mark.rest)
            rest = type;
        if (z->body != body) { /* the story begins here */
            struct dw_span inner = trim(text, p);
            uint32_t end = dw_dateline_end(text, inner);

            if (end > inner.beg) {
                dateline = (struct dw_span){inner.beg, end};
                rc = add_zone(doc, p.beg, end, DW_ZONE_DATELINE);
                p.beg = end;
            }
        }
        if (rc == DW_OK)
            rc = add_zone(doc, p.beg, p.end, type);
    }
    if (rc == DW_OK && !doc->article.headline)
        rc = take_headline(doc);
    dw_published_find(doc, text + dateline.beg, dateline.end - dateline.beg);
    return rc;
}

/* Each line a zone of its own, all of it story. */
static enum dw_err add_lines(struct dw_doc *doc)
{
    const char *text = doc->article.text;
    size_t beg = 0;

    while (beg < doc->article.len) {
        const char *line = memchr(text + beg, '\n', doc->article.len - beg);
        size_t end = line ? (size_t)(line - text) + 1 : doc->article.len;
        struct dw_zone *zone = dw_vec_push(&doc->arena, &doc->zones);

        if (!zone)
            return DW_NOMEM;
        *zone = (struct dw_zone){{(uint32_t)beg, (uint32_t)end}, DW_ZONE_BODY, 0};
        beg = end;
    }
    return DW_OK;
}

/* State: the marks. */
static enum dw_err open_zone(void **state, const struct dw_pipeline_options *options,
                             struct dw_error *err)
{
    *state = options->one_sentence_per_line ? NULL : dw_zone_marks_new();
    if (!*state && !options->one_sentence_per_line)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the zone processor");
    return DW_OK;
}

static void close_zone(void *state)
{
    dw_zone_marks_free(state);
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    struct zone_scan z = {.doc = doc, .marks = state};
    enum dw_err rc = dw_doc_find_runs(doc);

    if (rc == DW_OK)
        rc = state ? dw_paragraphs_split(doc, &z.paragraphs) : add_lines(doc);
    z.body = z.paragraphs.n;
    if (rc == DW_OK && state)
        rc = add_zones(&z);
    return rc == DW_OK
               ? DW_OK
               : dw_error_set(err, rc, 0, "too many paragraphs for the memory of one article");
}

const struct dw_processor dw_processor_zone = {
    .name = "zone",
    .summary = "headline, byline, dateline, story, control lines, notices; publication date",
    .open = open_zone,
    .run = run,
    .close = close_zone,
};
