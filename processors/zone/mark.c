/* SPDX-License-Identifier: MIT */
/*
 * mark.c - the marks of zone.tsv: notices, control lines, credits.
 *
 * Every paragraph that may be a notice is searched for all marks in one pass; each place where one
 * may begin costs one look at the pair of bytes that stands there.
 */
#include <stdlib.h>

#include "processors/zone/scan.h"
#include "lexicon/zone.inc"

enum {
    N_MARKS = sizeof table_zone / sizeof *table_zone,
    MARK_REACH = 600, /* bytes of a paragraph that are searched for a mark */
    N_HEADS = 4096,   /* a power of two */
    HEAD = 8,         /* bytes */
};

/* What tells a mark fast: its first four bytes, as they stand in memory, and its length. */
struct mark_key {
    uint32_t bytes, mask;
    uint32_t len;
};

struct dw_zone_marks {
    uint16_t first[257]; /* rows of zone.tsv by the first byte of their mark */
    struct mark_key keys[N_MARKS];
    /* What marks that may stand anywhere begin with: the hashes of eight bytes; the first of those
     * that have fewer. */
    uint64_t heads[N_HEADS / 64];
    bool is_short[256];
};

static const char *row_mark(size_t row)
{
    return (const char *)table_zone_pool + table_zone[row].marker;
}

/* The four bytes at `text`, letters in lower case; some other bytes change too, but alike. */
static uint32_t load_key(const char *text)
{
    uint32_t bytes;

    memcpy(&bytes, text, sizeof bytes);
    return bytes | 0x20202020U;
}

/* Does the mark of this row stand at `at` of a paragraph's first `len` bytes, as the row asks? */
static bool bears_at(const struct dw_zone_marks *marks, size_t row, const char *text, size_t len,
                     size_t at)
{
    uint32_t n = marks->keys[row].len;

    if ((at > 0 && table_zone[row].where != TABLE_ZONE_WHERE_ANY) || n > len - at)
        return false;
    if (table_zone[row].where == TABLE_ZONE_WHERE_WHOLE && len > n + 1)
        return false;
    return !strncasecmp(text + at, row_mark(row), n);
}

/* A number for the eight bytes that something begins with, the same in either case. */
static unsigned hash_head(const char *text)
{
    return (unsigned)((dw_bytes_load(text) | 0x2020202020202020U) * 0x9E3779B97F4A7C15U >> 52) %
           N_HEADS;
}

/* May a mark that stands anywhere begin here? The text goes on for `len` bytes. */
static bool may_begin(const struct dw_zone_marks *marks, const char *text, size_t len)
{
    unsigned head;

    if (marks->is_short[(unsigned char)*text] || len < HEAD)
        return marks->is_short[(unsigned char)*text];
    head = hash_head(text);
    return marks->heads[head / 64] >> head % 64 & 1;
}

/* The row whose mark stands at `at`; NULL if none. */
static const struct table_zone_row *row_at(const struct dw_zone_marks *marks, const char *text,
                                           size_t len, size_t at)
{
    unsigned char c = (unsigned char)lower(text[at]);
    uint32_t key = len - at < 4 ? 0 : load_key(text + at);

    for (size_t row = marks->first[c]; row < marks->first[c + 1]; row++)
        if ((key & marks->keys[row].mask) == marks->keys[row].bytes || !key)
            if (bears_at(marks, row, text, len, at))
                return &table_zone[row];
    return NULL;
}

/* The row whose mark a paragraph bears; NULL if none. Behind its head marks begin where a run of
 * letters does, or what follows white space. */
static const struct table_zone_row *find_row(const struct dw_zone_marks *marks,
                                             const struct dw_doc *doc, struct dw_span p)
{
    size_t len = p.end - p.beg < MARK_REACH ? p.end - p.beg : MARK_REACH;
    const char *text = doc->article.text + p.beg;
    const struct table_zone_row *row = len > 1 ? row_at(marks, text, len, 0) : NULL;
    uint32_t end = p.beg + (uint32_t)len;

    for (uint32_t at = p.beg + 1; at < end && !row; at += DW_RUNS_STEP) {
        uint64_t starts =
            dw_run_starts(doc->runs.letters, at, end) | dw_run_starts(doc->runs.solid, at, end);

        for (; starts && !row; starts &= starts - 1) {
            size_t i = at - p.beg + (size_t)__builtin_ctzll(starts);

            if (may_begin(marks, text + i, len - i))
                row = row_at(marks, text, len, i);
        }
    }
    return row;
}

static enum dw_zone_type mark_zone(const struct table_zone_row *mark)
{
    switch (mark->zone) {
    case TABLE_ZONE_ZONE_BYLINE:
        return DW_ZONE_BYLINE;
    case TABLE_ZONE_ZONE_CONTROL:
        return DW_ZONE_CONTROL;
    default:
        return DW_ZONE_BOILERPLATE;
    }
}

bool dw_zone_mark_find(const struct dw_zone_marks *marks, const struct dw_doc *doc,
                       struct dw_span paragraph, struct dw_zone_mark *out)
{
    const struct table_zone_row *row = find_row(marks, doc, paragraph);

    if (!row)
        return false;
    out->type = mark_zone(row);
    out->rest = row->where == TABLE_ZONE_WHERE_REST;
    return true;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c & ~0x20) : c;
}

/* Make what tells the mark of this row fast. */
static void index_mark(struct dw_zone_marks *marks, size_t row)
{
    const char *mark = row_mark(row);
    struct mark_key *key = &marks->keys[row];
    char bytes[4] = {0}, mask[4] = {0};

    key->len = (uint32_t)strlen(mark);
    for (size_t i = 0; i < 4 && mark[i]; i++) {
        bytes[i] = mark[i];
        mask[i] = (char)0xFF;
    }
    memcpy(&key->mask, mask, sizeof mask);
    key->bytes = load_key(bytes) & key->mask;
    if (table_zone[row].where == TABLE_ZONE_WHERE_ANY && key->len >= HEAD) {
        unsigned head = hash_head(mark);

        marks->heads[head / 64] |= (uint64_t)1 << head % 64;
    } else if (table_zone[row].where == TABLE_ZONE_WHERE_ANY) {
        marks->is_short[(unsigned char)mark[0]] = true;
        marks->is_short[(unsigned char)upper(mark[0])] = true;
    }
}

struct dw_zone_marks *dw_zone_marks_new(void)
{
    struct dw_zone_marks *marks = calloc(1, sizeof *marks);
    size_t row = 0;

    for (unsigned c = 0; marks && c < 256; c++) {
        marks->first[c] = (uint16_t)row;
        for (; row < N_MARKS && (unsigned char)row_mark(row)[0] == c; row++)
            index_mark(marks, row);
        marks->first[c + 1] = (uint16_t)row;
    }
    return marks;
}

void dw_zone_marks_free(struct dw_zone_marks *marks)
{
    free(marks);
}
