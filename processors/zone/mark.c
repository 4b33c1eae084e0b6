/* SPDX-License-Identifier: MIT */
/*
 * mark.c - the marks of zone.tsv: notices, control lines, credits.
 *
 * Every paragraph that may be a notice is searched for all marks in one pass, so each place costs
 * one look at the pair of bytes that stands there.
 */
#include <stdlib.h>

#include "processors/zone/scan.h"
#include "lexicon/zone.inc"

enum {
    N_MARKS = sizeof table_zone / sizeof *table_zone,
    MARK_REACH = 600, /* bytes of a paragraph that are searched for a mark */
};

/* What tells a mark fast: its first four bytes, as they stand in memory, and its length. */
struct mark_key {
    uint32_t bytes, mask;
    uint32_t len;
};

struct dw_zone_marks {
    uint16_t first[257]; /* rows of zone.tsv by the first byte of their mark */
    struct mark_key keys[N_MARKS];
    bool is_word[256];          /* letters and digits */
    uint64_t pairs[65536 / 64]; /* the pairs of bytes, in either case, that marks begin with */
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

/* 1 if the pair of bytes begins a mark, else 0. */
static unsigned may_begin(const struct dw_zone_marks *marks, const char *text)
{
    unsigned pair = (unsigned)(unsigned char)text[0] << 8 | (unsigned char)text[1];

    return (unsigned)(marks->pairs[pair / 64] >> pair % 64) & 1;
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

/* The row whose mark a paragraph bears; NULL if none. Marks begin where words begin. */
static const struct table_zone_row *find_row(const struct dw_zone_marks *marks, const char *text,
                                             struct dw_span p)
{
    size_t len = p.end - p.beg < MARK_REACH ? p.end - p.beg : MARK_REACH;
    unsigned inside = 0; /* a word */

    text += p.beg;
    /* One branch a byte that is hardly ever taken; one at each end of a word costs thrice as much.
     */
    for (size_t at = 0; at + 1 < len; at++) {
        if (may_begin(marks, text + at) & ~inside & 1) {
            const struct table_zone_row *row = row_at(marks, text, len, at);

            if (row)
                return row;
        }
        inside = marks->is_word[(unsigned char)text[at]];
    }
    return NULL;
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

bool dw_zone_mark_find(const struct dw_zone_marks *marks, const char *text,
                       struct dw_span paragraph, struct dw_zone_mark *out)
{
    const struct table_zone_row *row = find_row(marks, text, paragraph);

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
    for (int i = 0; i < 4; i++) {
        unsigned char first = (unsigned char)(i & 1 ? upper(mark[0]) : mark[0]);
        unsigned char second = (unsigned char)(i & 2 ? upper(mark[1]) : mark[1]);
        unsigned pair = (unsigned)first << 8 | second;

        marks->pairs[pair / 64] |= (uint64_t)1 << pair % 64;
    }
}

struct dw_zone_marks *dw_zone_marks_new(void)
{
    struct dw_zone_marks *marks = calloc(1, sizeof *marks);
    size_t row = 0;

    for (unsigned c = 0; marks && c < 256; c++) {
        marks->is_word[c] = is_word_char((char)c);
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
