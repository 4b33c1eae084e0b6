/* SPDX-License-Identifier: MIT */
#include "processors/wordclass.h"

#include <string.h>

#include "lexicon/wordclass.inc"

/* The header's list and the table's must name the same classes in the same order. */
#define X(name, text)                                                                              \
    _Static_assert((int)DW_CLASS_##name == (int)TABLE_WORDCLASS_CLASS_##name, "class " text);
DW_WORDCLASS_LIST(X)
#undef X

enum { N_ROWS = sizeof table_wordclass / sizeof *table_wordclass, FORM_MAX = 32 };

static const char *const names[] = {
#define X(name, text) text,
    DW_WORDCLASS_LIST(X)
#undef X
};

int dw_wordclass_find(const char *name)
{
    return dw_name_find(names, DW_N_CLASSES, name);
}

const char *dw_wordclass_row(size_t row, enum dw_wordclass *class)
{
    if (row >= N_ROWS)
        return NULL;
    *class = (enum dw_wordclass)table_wordclass[row].class;
    return (const char *)table_wordclass_pool + table_wordclass[row].lemma;
}

/* Order of a row against a lemma and class, as the table is sorted: by lemma, then class name. */
static int compare_row(size_t row, const char *lemma, enum dw_wordclass wanted)
{
    int order = strcmp((const char *)table_wordclass_pool + table_wordclass[row].lemma, lemma);

    return order ? order : (int)table_wordclass[row].class - (int)wanted;
}

bool dw_lemma_is_class(const char *lemma, enum dw_wordclass wanted)
{
    size_t low = 0, high = N_ROWS;

    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = compare_row(mid, lemma, wanted);

        if (!order)
            return true;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

bool dw_token_is_class(const struct dw_doc *doc, int32_t token, enum dw_wordclass wanted)
{
    char word[FORM_MAX];
    const struct dw_token *t;
    const char *text;
    size_t len;

    if (token < 0)
        return false;
    t = &doc->tokens.v[token];
    if (t->lemma && !(t->flags & DW_TOKEN_UPPER_FIRST))
        return dw_lemma_is_class(t->lemma, wanted);
    text = t->lemma ? t->lemma : dw_token_form(doc, (uint32_t)token);
    len = t->lemma ? strlen(t->lemma) : dw_token_len(t);
    if (len >= sizeof word)
        return false;
    for (size_t i = 0; i < len; i++)
        word[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] | 0x20) : text[i];
    word[len] = '\0';
    return dw_lemma_is_class(word, wanted);
}
