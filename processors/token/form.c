/* SPDX-License-Identifier: MIT */
/*
 * form.c - what the tables say about a form.
 */
#include <string.h>

#include "processors/token/scan.h"
#include "lexicon/contraction.inc"
#include "lexicon/token.inc"

enum {
    N_FORMS = sizeof table_token / sizeof *table_token,
    N_CONTRACTIONS = sizeof table_contraction / sizeof *table_contraction,
    LONGEST = 12, /* bytes; no form of the tables is longer */
};

/* Order of the bytes text[beg, end) in lower case, and `form`. */
static int compare(const struct scan *s, uint32_t beg, uint32_t end, const char *form)
{
    for (; beg < end; beg++, form++) {
        int diff = (unsigned char)lower(s->text[beg]) - (unsigned char)*form;

        if (diff)
            return diff;
    }
    return *form ? -1 : 0;
}

unsigned dw_form_kinds(const struct scan *s, uint32_t beg, uint32_t end)
{
    size_t low = 0, high = N_FORMS;

    if (end - beg > LONGEST)
        return 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int diff = compare(s, beg, end, (const char *)table_token_pool + table_token[middle].form);

        if (!diff)
            return table_token[middle].kinds;
        if (diff < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

/* Is the word behind a blank at `at` one of a list, its words parted by | ? */
static bool is_next(const struct scan *s, uint32_t at, const char *list)
{
    uint32_t end;

    at++;
    for (end = at; end < s->end && kind_at(s, end) & B_LETTER; end++)
        if (end - at > LONGEST)
            return false;
    if (end < s->end && s->text[end] == '-') /* "its a-list" */
        return false;
    while (*list) {
        size_t len = strcspn(list, "|");

        if (len == end - at && !strncmp(s->text + at, list, len))
            return true;
        list += len + (list[len] == '|');
    }
    return false;
}

uint32_t dw_contraction_find(const struct scan *s, uint32_t beg, uint32_t end)
{
    /* "IM" and the second part of "Immun-Im" are no words that are run together */
    if (end - beg > LONGEST || (end - beg < 4 && is_upper(s->text[end - 1])) ||
        (beg > s->chunk && s->text[beg - 1] == '-'))
        return 0;
    for (size_t low = 0, high = N_CONTRACTIONS; low < high;) {
        size_t middle = (low + high) / 2;
        const struct table_contraction_row *row = &table_contraction[middle];
        const char *pool = (const char *)table_contraction_pool;
        int diff = compare(s, beg, end, pool + row->form);

        if (!diff)
            return !row->next || (end < s->end && is_next(s, end, pool + row->next))
                       ? (uint32_t)row->first
                       : 0;
        if (diff < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}
