/* SPDX-License-Identifier: MIT */
/*
 * zone.c - tell the story from what surrounds it, and find out when it was published.
 *
 * Paragraphs are classed by the marks of zone.tsv, by their form (capitals, bylines) and by where
 * they stand; the dateline is cut from the head of the first paragraph of the story. The zones
 * cover the whole text, so that offsets need no mending.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/calendar.h"
#include "processors/pipeline.h"
#include "processors/processors.h"
#include "lexicon/zone.inc"

enum {
    N_MARKS = sizeof table_zone / sizeof *table_zone,
    WRAPPED_LINE = 100,    /* a text with a longer line is not hard-wrapped */
    HEADLINE_MAX = 150,    /* bytes */
    BYLINE_MAX = 120,      /* bytes */
    CREDIT_MAX = 80,       /* bytes of a byline inside hard-wrapped text */
    DATELINE_MAX = 100,    /* bytes up to the dash */
    COLON_MAX = 40,        /* bytes up to a colon in place of the dash */
    SLUG_MAX = 60,         /* bytes */
    EDGE = 6,              /* paragraphs at either end where notices stand */
    SHORT_PARAGRAPH = 120, /* bytes; shorter ones may be notices anywhere */
    MARK_REACH = 600,      /* bytes of a paragraph that are searched for a mark */
};

struct paragraphs {
    struct dw_span *v;
    uint32_t n, cap;
};

/* What tells a mark fast: its first four bytes, as they stand in memory, and its length. */
struct mark_key {
    uint32_t bytes, mask;
    uint32_t len;
};

struct zone_state {
    bool line_by_line;  /* each line is a sentence, and nothing else is asked */
    uint8_t first[257]; /* rows of zone.tsv by the first byte of their mark */
    struct mark_key keys[N_MARKS];
    bool is_word[256];          /* letters and digits */
    uint64_t pairs[65536 / 64]; /* the pairs of bytes, in either case, that marks begin with */
};

struct zone_scan {
    struct dw_doc *doc;
    const struct zone_state *state;
    struct paragraphs paragraphs;
    uint32_t n_headlines;
    uint32_t body; /* first paragraph of the story found so far; n if none */
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The span without white space at its ends. */
static struct dw_span trim(const char *text, struct dw_span s)
{
    while (s.beg < s.end && is_blank(text[s.beg]))
        s.beg++;
    while (s.end > s.beg && is_blank(text[s.end - 1]))
        s.end--;
    return s;
}

/* --- paragraphs ------------------------------------------------------------------------------ */

static bool is_wrapped(const char *text, size_t len)
{
    const char *end = text + len;

    while (text < end) {
        const char *line = memchr(text, '\n', (size_t)(end - text));

        if (!line)
            line = end;
        if (line - text > WRAPPED_LINE)
            return false;
        text = line + 1;
    }
    return true;
}

/* "By Ana Torres and Luis Soto" from `at` to the end of the line: capitals, and words that join. */
static bool is_credit_line(const char *text, size_t len, size_t at)
{
    size_t beg = at + 3, end = at;

    while (end < len && text[end] != '\n' && end - at <= CREDIT_MAX)
        end++;
    if (end - at > CREDIT_MAX || end <= beg || strncasecmp(text + at, "by ", 3) != 0)
        return false;
    for (size_t i = beg; i < end; i++) {
        bool begins = text[i - 1] == ' ';

        if (begins && text[i] >= 'a' && text[i] <= 'z' && strncmp(text + i, "and ", 4) != 0)
            return false;
        if (text[i] == '.' && i + 1 == end)
            return false;
    }
    return text[beg] >= 'A' && text[beg] <= 'Z';
}

/* Does a paragraph begin behind the line break at `at`, the line before having begun at `line`? */
static bool is_break(const char *text, size_t len, size_t line, size_t at, bool wrapped)
{
    size_t i = at + 1;

    if (!wrapped)
        return true;
    if (is_credit_line(text, len, line) || is_credit_line(text, len, at + 1))
        return true;
    while (i < len && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r'))
        i++;
    return i < len && (text[i] == '\n' || i - at > 3 || text[i] == '*');
}

static enum dw_err add_paragraph(struct zone_scan *z, size_t beg, size_t end)
{
    struct dw_span *p;

    if (dw_span_is_empty(
            trim(z->doc->article.text, (struct dw_span){(uint32_t)beg, (uint32_t)end})) &&
        z->paragraphs.n) {
        z->paragraphs.v[z->paragraphs.n - 1].end = (uint32_t)end;
        return DW_OK;
    }
    p = dw_vec_push(&z->doc->arena, &z->paragraphs);
    if (!p)
        return DW_NOMEM;
    *p = (struct dw_span){(uint32_t)beg, (uint32_t)end};
    return DW_OK;
}

static enum dw_err split_paragraphs(struct zone_scan *z)
{
    const char *text = z->doc->article.text;
    size_t len = z->doc->article.len, beg = 0, begin = 0;
    const char *line = text;

    while ((line = memchr(line, '\n', len - (size_t)(line - text)))) {
        size_t at = (size_t)(line - text), last = begin;

        begin = at + 1;
        if (is_break(text, len, last, at, z->doc->wrapped)) {
            enum dw_err rc = add_paragraph(z, beg, at + 1);

            if (rc != DW_OK)
                return rc;
            beg = at + 1;
        }
        line++;
    }
    return beg < len || !len ? add_paragraph(z, beg, len) : DW_OK;
}

/* --- classes --------------------------------------------------------------------------------- */

static const char *row_mark(size_t row)
{
    return (const char *)table_zone_pool + table_zone[row].marker;
}

static bool is_word_char(char c)
{
    return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10;
}

/* The four bytes at `text`, letters in lower case; some other bytes change too, but alike. */
static uint32_t load_key(const char *text)
{
    uint32_t bytes;

    memcpy(&bytes, text, sizeof bytes);
    return bytes | 0x20202020U;
}

/* Does the mark of this row stand at `at` of a paragraph's first `len` bytes, as the row asks? */
static bool bears_at(const struct zone_state *state, size_t row, const char *text, size_t len,
                     size_t at)
{
    uint32_t n = state->keys[row].len;

    if ((at > 0 && table_zone[row].where != TABLE_ZONE_WHERE_ANY) || n > len - at)
        return false;
    if (table_zone[row].where == TABLE_ZONE_WHERE_WHOLE && len > n + 1)
        return false;
    return !strncasecmp(text + at, row_mark(row), n);
}

static bool may_begin(const struct zone_state *state, const char *text)
{
    unsigned pair = (unsigned)(unsigned char)text[0] << 8 | (unsigned char)text[1];

    return state->pairs[pair / 64] >> pair % 64 & 1;
}

/* The mark of zone.tsv that a paragraph bears; NULL if none. Marks begin where words begin. */
static const struct table_zone_row *find_mark(const struct zone_state *state, const char *text,
                                              struct dw_span p)
{
    size_t len = p.end - p.beg < MARK_REACH ? p.end - p.beg : MARK_REACH;
    bool was_word = false;

    text += p.beg;
    for (size_t at = 0; at + 1 < len; at++) {
        bool is_word = state->is_word[(unsigned char)text[at]], inside = is_word && was_word;
        unsigned char c = (unsigned char)lower(text[at]);
        uint32_t key;

        was_word = is_word;
        if (inside || !may_begin(state, text + at))
            continue;
        key = len - at < 4 ? 0 : load_key(text + at);
        for (size_t row = state->first[c]; row < state->first[c + 1]; row++)
            if ((key & state->keys[row].mask) == state->keys[row].bytes || !key)
                if (bears_at(state, row, text, len, at))
                    return &table_zone[row];
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
    const struct table_zone_row *mark = NULL;

    if (dw_span_is_empty(p))
        return DW_ZONE_BODY;
    if (at_edge || p.end - p.beg < SHORT_PARAGRAPH)
        mark = find_mark(z->state, text, p);
    if (mark)
        return mark_zone(mark);
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

/* --- dateline -------------------------------------------------------------------------------- */

/* Length of the dash, with the blank before it, that may end a dateline at `at`; 0 if none. */
static uint32_t dash_at(const char *text, uint32_t at, uint32_t end)
{
    static const char *const dashes[] = {
        " - ",           " -- ", " \xE2\x80\x94 ", " \xE2\x80\x93 ", " _ ",
        "\xE2\x80\x94 ", "-- ",  " -\n",           " --\n",          NULL};

    if (text[at] != ' ' && text[at] != '-' && text[at] != '\xE2')
        return 0;
    for (const char *const *d = dashes; *d; d++)
        if (end - at > strlen(*d) && !strncmp(text + at, *d, strlen(*d)))
            return (uint32_t)strlen(*d);
    return 0;
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Length of the word in capitals at the head. */
static uint32_t count_capitals(const char *text, struct dw_span p)
{
    uint32_t n = 0;

    while (p.beg + n < p.end && is_capital(text[p.beg + n]))
        n++;
    return n;
}

/* "(Andes)", "Geneva (Andes)", "Lima, 3 March (Andes)": an agency in brackets, and no word before
 * it or in it that begins in lower case. */
static bool ends_in_agency(const char *text, struct dw_span p)
{
    if (text[p.end - 1] != ')')
        return false;
    for (uint32_t i = p.beg; i < p.end; i++)
        if (text[i] >= 'a' && text[i] <= 'z' && (i == p.beg || !is_word_char(text[i - 1])) &&
            (i == p.beg || text[i - 1] != '\''))
            return false;
    return true;
}

/* What may stand before the dash: "LONDON", "TOKYO, Dec. 5 (Kyodo)", "Geneva (Andes)". */
static bool is_dateline(const char *text, struct dw_span p)
{
    if (p.end == p.beg || (!is_capital(text[p.beg]) && text[p.beg] != '('))
        return false;
    return count_capitals(text, p) >= 3 || ends_in_agency(text, p);
}

/* "LIMA: " and no other word in capitals that stands before a colon, such as "NOTE". */
static bool is_colon_dateline(const char *text, struct dw_span p)
{
    static const char *const labels[] = {
        "ANALYSIS",  "BREAKING", "COMMENT", "CORRECTION", "EDITORIAL", "EXCLUSIVE",
        "EXPLAINER", "FACTBOX",  "NOTE",    "OPINION",    "PROFILE",   "REVIEW",
        "TIMELINE",  "UPDATE",   "URGENT",  "WATCH",      NULL};

    for (uint32_t i = p.beg; i < p.end; i++)
        if (!is_capital(text[i]) && !strchr(" ,./-", text[i]))
            return false;
    for (const char *const *label = labels; *label; label++)
        if (strlen(*label) == p.end - p.beg && !strncmp(text + p.beg, *label, strlen(*label)))
            return false;
    return count_capitals(text, p) >= 3 && p.end - p.beg < COLON_MAX;
}

/* End of the dateline at the head of a paragraph, dash included; its beginning if there is none. */
static uint32_t dateline_end(const char *text, struct dw_span p)
{
    uint32_t reach = p.end - p.beg > DATELINE_MAX ? p.beg + DATELINE_MAX : p.end;

    for (uint32_t at = p.beg + 1; at < reach; at++) {
        uint32_t dash = dash_at(text, at, p.end);

        if (dash)
            return is_dateline(text, (struct dw_span){p.beg, at}) ? at + dash : p.beg;
        if (text[at] == ':' && at + 2 < p.end && text[at + 1] == ' ')
            return is_colon_dateline(text, (struct dw_span){p.beg, at}) ? at + 2 : p.beg;
        if (text[at] == '.' && text[at + 1] == ' ' && is_capital(text[at + 2]) &&
            text[at - 1] >= 'a' && at - p.beg > 40)
            break;
    }
    return p.beg;
}

/* --- publication date ------------------------------------------------------------------------ */

static struct dw_date date_of_timestamp(int64_t ms)
{
    int64_t seconds = ms / 1000;

    return dw_date_from_day(seconds / 86400 - (seconds % 86400 < 0));
}

/* "Dec. 5" or "5 December" with its year if told, in text such as a dateline; false if none. */
static bool find_date(const char *text, size_t len, struct dw_date *out)
{
    struct dw_date d = {0};
    size_t i = 0;

    while (i < len) {
        size_t beg = i;
        int number = 0, month;

        while (i < len && ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z'))
            i++;
        month = dw_month_find(text + beg, i - beg);
        if (month)
            d.month = month;
        if (i > beg)
            continue;
        while (i < len && text[i] >= '0' && text[i] <= '9' && i - beg < 5)
            number = number * 10 + (text[i++] - '0');
        if (number >= 1900 && number < 2200)
            d.year = number;
        else if (number >= 1 && number <= 31)
            d.day = number;
        i += i == beg;
    }
    *out = d;
    return d.month && d.day;
}

/* The year in which a dateline's day lies nearest before the time when the record was made. */
static int year_of(struct dw_date d, int64_t timestamp)
{
    struct dw_date now = date_of_timestamp(timestamp);

    d.year = now.year;
    return dw_date_to_day(d) > dw_date_to_day(now) + 2 ? now.year - 1 : now.year;
}

static void set_published(struct dw_doc *doc, struct dw_date d, enum dw_published_by by)
{
    snprintf(doc->published, sizeof doc->published, "%04d-%02d-%02d", d.year % 10000, d.month % 100,
             d.day % 100);
    doc->published_by = by;
}

/* Publication date: from the record, else from the dateline, else from the record's timestamp. */
static void find_published(struct dw_doc *doc, const char *dateline, size_t len)
{
    const struct dw_article *a = &doc->article;
    struct dw_date d;

    if (a->published && dw_date_parse(a->published, &d)) {
        snprintf(doc->published, sizeof doc->published, "%s", a->published);
        doc->published_by = DW_PUBLISHED_RECORD;
        return;
    }
    if (find_date(dateline, len, &d) ||
        (a->dateline && find_date(a->dateline, strlen(a->dateline), &d))) {
        if (!d.year && a->source.timestamp > 0)
            d.year = year_of(d, a->source.timestamp);
        if (d.year && d.day <= dw_month_days(d.year, d.month)) {
            set_published(doc, d, DW_PUBLISHED_DATELINE);
            return;
        }
    }
    if (a->source.timestamp > 0)
        set_published(doc, date_of_timestamp(a->source.timestamp), DW_PUBLISHED_TIMESTAMP);
}

/* --- the processor --------------------------------------------------------------------------- */

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
    *last = (struct dw_zone){{beg, end}, type};
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
        const struct table_zone_row *mark;

        if (type == DW_ZONE_BOILERPLATE && rest == DW_ZONE_BODY && i > 0 &&
            (mark = find_mark(z->state, text, trim(text, p))) &&
            mark->where == TABLE_ZONE_WHERE_REST)
            rest = type;
        if (z->body != body) { /* the story begins here */
            struct dw_span inner = trim(text, p);
            uint32_t end = dateline_end(text, inner);

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
    find_published(doc, text + dateline.beg, dateline.end - dateline.beg);
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
        *zone = (struct dw_zone){{(uint32_t)beg, (uint32_t)end}, DW_ZONE_BODY};
        beg = end;
    }
    return DW_OK;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c & ~0x20) : c;
}

/* Make what tells the mark of this row fast. */
static void index_mark(struct zone_state *zone, size_t row)
{
    const char *mark = row_mark(row);
    struct mark_key *key = &zone->keys[row];
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

        zone->pairs[pair / 64] |= (uint64_t)1 << pair % 64;
    }
}

static enum dw_err open_zone(void **state, const struct dw_pipeline_options *options,
                             struct dw_error *err)
{
    struct zone_state *zone = calloc(1, sizeof *zone);
    size_t row = 0;

    _Static_assert(N_MARKS <= UINT8_MAX, "more bits for the rows of zone.tsv");
    if (!zone)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the zone processor");
    zone->line_by_line = options->one_sentence_per_line;
    for (unsigned c = 0; c < 256; c++) {
        zone->is_word[c] = is_word_char((char)c);
        zone->first[c] = (uint8_t)row;
        for (; row < N_MARKS && (unsigned char)row_mark(row)[0] == c; row++)
            index_mark(zone, row);
        zone->first[c + 1] = (uint8_t)row;
    }
    *state = zone;
    return DW_OK;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    struct zone_scan z = {.doc = doc, .state = state};
    enum dw_err rc;

    doc->wrapped = is_wrapped(doc->article.text, doc->article.len);
    rc = z.state->line_by_line ? add_lines(doc) : split_paragraphs(&z);
    z.body = z.paragraphs.n;
    if (rc == DW_OK && !z.state->line_by_line)
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
    .close = free,
};
