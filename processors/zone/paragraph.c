/* SPDX-License-Identifier: MIT */
/*
 * paragraph.c - paragraphs: lines, or where lines are hard-wrapped what stands between blank or
 * indented ones.
 */
#include "processors/zone/scan.h"

enum {
    WRAPPED_LINE = 100, /* a text with a longer line is not hard-wrapped */
    CREDIT_MAX = 80,    /* bytes of a byline inside hard-wrapped text */
};

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
    size_t beg = at + 3, end = beg;

    if (beg >= len || (text[at] | 0x20) != 'b' || (text[at + 1] | 0x20) != 'y' ||
        text[at + 2] != ' ' || !is_capital(text[beg]))
        return false;
    while (end < len && text[end] != '\n' && end - at <= CREDIT_MAX)
        end++;
    if (end - at > CREDIT_MAX)
        return false;
    for (size_t i = beg; i < end; i++) {
        bool begins = text[i - 1] == ' ';

        if (begins && text[i] >= 'a' && text[i] <= 'z' && strncmp(text + i, "and ", 4) != 0)
            return false;
        if (text[i] == '.' && i + 1 == end)
            return false;
    }
    return true;
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

static enum dw_err add_paragraph(struct dw_doc *doc, struct dw_paragraphs *paragraphs, size_t beg,
                                 size_t end)
{
    struct dw_span *p;

    if (dw_span_is_empty(trim(doc->article.text, (struct dw_span){(uint32_t)beg, (uint32_t)end})) &&
        paragraphs->n) {
        paragraphs->v[paragraphs->n - 1].end = (uint32_t)end;
        return DW_OK;
    }
    p = dw_vec_push(&doc->arena, paragraphs);
    if (!p)
        return DW_NOMEM;
    *p = (struct dw_span){(uint32_t)beg, (uint32_t)end};
    return DW_OK;
}

enum dw_err dw_paragraphs_split(struct dw_doc *doc, struct dw_paragraphs *paragraphs)
{
    const char *text = doc->article.text;
    size_t len = doc->article.len, beg = 0, begin = 0;
    const char *line = text;

    doc->wrapped = is_wrapped(text, len);
    while ((line = memchr(line, '\n', len - (size_t)(line - text)))) {
        size_t at = (size_t)(line - text), last = begin;

        begin = at + 1;
        if (is_break(text, len, last, at, doc->wrapped)) {
            enum dw_err rc = add_paragraph(doc, paragraphs, beg, at + 1);

            if (rc != DW_OK)
                return rc;
            beg = at + 1;
        }
        line++;
    }
    return beg < len || !len ? add_paragraph(doc, paragraphs, beg, len) : DW_OK;
}
