/* SPDX-License-Identifier: MIT */
#include "processors/syntax/inflection.h"

#include <stdint.h>
#include <string.h>

#include "lexicon/inflection.inc"

enum { N_ROWS = sizeof table_inflection / sizeof *table_inflection, FORM_MAX = 24 };

/* The part of speech that the table knows a tag by; -1 if none. */
static int pos_of(enum dw_xpos xpos)
{
    switch (xpos) {
    case DW_XPOS_NN:
    case DW_XPOS_NNS:
        return TABLE_INFLECTION_POS_N;
    case DW_XPOS_VB:
    case DW_XPOS_VBD:
    case DW_XPOS_VBG:
    case DW_XPOS_VBN:
    case DW_XPOS_VBP:
    case DW_XPOS_VBZ:
        return TABLE_INFLECTION_POS_V;
    default:
        return -1;
    }
}

const char *dw_inflection_find(const char *form, size_t len, enum dw_xpos xpos)
{
    char lower[FORM_MAX];
    size_t low = 0, high = N_ROWS;
    int pos = pos_of(xpos);

    if (pos < 0 || len >= FORM_MAX)
        return NULL;
    for (size_t i = 0; i < len; i++)
        lower[i] = form[i] >= 'A' && form[i] <= 'Z' ? (char)(form[i] | 0x20) : form[i];
    lower[len] = '\0';
    while (low < high) {
        size_t mid = (low + high) / 2;
        const struct table_inflection_row *row = &table_inflection[mid];
        int order = strcmp((const char *)table_inflection_pool + row->form, lower);

        if (!order)
            order = (int)row->pos - pos;
        if (!order)
            return (const char *)table_inflection_pool + row->lemma;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}
