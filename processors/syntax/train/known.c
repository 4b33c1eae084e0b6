/* SPDX-License-Identifier: MIT */
/* known.c - reads forms.tsv: forms that training knows, whether or not a treebank has them. */
#include <stdlib.h>
#include <string.h>

#include "processors/codes.h"
#include "processors/syntax/train/memory.h"
#include "processors/syntax/train/train.h"

enum { LINE = 256 };

static uint32_t key_of(const char *form)
{
    struct dw_word word;

    dw_word_read(&word, form, strlen(form), false);
    return word.key;
}

static int compare_known(const void *a, const void *b)
{
    const struct known_form *x = a, *y = b;

    return x->key != y->key ? (x->key < y->key ? -1 : 1) : 0;
}

static void add_form(struct known_forms *known, struct known_form form)
{
    if (known->n == known->cap) {
        known->cap = known->cap ? known->cap * 2 : 256;
        known->v = xrealloc(known->v, known->cap * sizeof *known->v);
    }
    known->v[known->n++] = form;
}

/* What a row says: the form is like another, or has a part of speech. */
static bool read_row(const char *form, const char *kind, const char *value, struct known_form *out)
{
    *out = (struct known_form){.key = key_of(form)};
    if (!strcmp(kind, "like")) {
        out->like = key_of(value);
        return true;
    }
    out->upos = *value == 'v' ? DW_UPOS_VERB : *value == 'n' ? DW_UPOS_NOUN : DW_UPOS_ADJ;
    out->xpos = *value == 'v' ? DW_XPOS_VB : *value == 'n' ? DW_XPOS_NN : DW_XPOS_JJ;
    return !strcmp(kind, "pos");
}

bool known_read(struct known_forms *known, const char *path)
{
    char line[LINE];
    FILE *in = fopen(path, "r");
    bool ok = in;

    if (!in)
        perror(path);
    for (int number = 1; ok && fgets(line, sizeof line, in); number++) {
        struct known_form form;
        char *kind, *value;

        line[strcspn(line, "\r\n")] = '\0';
        if (!*line || *line == '#')
            continue;
        kind = strchr(line, '\t');
        value = kind ? strchr(kind + 1, '\t') : NULL;
        if (value)
            *kind++ = *value++ = '\0';
        ok = value && read_row(line, kind, value, &form);
        if (ok)
            add_form(known, form);
        else
            fprintf(stderr, "%s:%d: not a form\n", path, number);
    }
    if (in)
        fclose(in);
    if (known->n)
        qsort(known->v, known->n, sizeof *known->v, compare_known);
    return ok;
}
