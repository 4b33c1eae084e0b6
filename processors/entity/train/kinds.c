/* SPDX-License-Identifier: MIT */
#include "processors/entity/train/kinds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/syntax/train/memory.h"
#include "processors/syntax/word.h"

enum { SLOTS = 160000, FIELDS = 4 };

struct slots {
    struct dw_kindcodes codes[SLOTS];
    uint16_t slots[SLOTS];
};

/* The code that a letter stands for; -1 if none. */
static int read_code(char letter)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";
    const char *at = letter ? strchr(alphabet, letter) : NULL;

    return at ? (int)(at - alphabet) : -1;
}

/* The codes of a word's vector, each one letter; false if they are none. */
static bool read_codes(const char *letters, struct dw_kindcodes *codes)
{
    *codes = (struct dw_kindcodes){0};
    for (int k = 0; k < DW_KIND_BOOKS; k++) {
        int code = read_code(letters[k]);

        if (code < 0)
            return false;
        codes->v[k / 5] |= (uint32_t)code << k % 5 * DW_KIND_BOOK_BITS;
    }
    return !letters[DW_KIND_BOOKS];
}

/* A word with the codes of its vector: "texaco/x0a..." */
static bool put_word(struct slots *s, char *form, uint8_t code)
{
    char *slash = strchr(form, '/');
    struct dw_word word;
    struct dw_kindcodes codes;
    uint32_t at;

    if (!slash || !read_codes(slash + 1, &codes))
        return false;
    dw_word_read(&word, form, (size_t)(slash - form), false);
    for (at = dw_namekind_slot(word.key, SLOTS); s->slots[at];)
        at = at + 1 < SLOTS ? at + 1 : 0;
    s->slots[at] = (uint16_t)(dw_namekind_check(word.key) | code);
    for (int i = 0; i < 3; i++)
        s->codes[at].v[i] = codes.v[i] | dw_namekind_check_more(word.key, i);
    return true;
}

static int find_kind(const char *name)
{
    static const char *const names[] = {"given",  "surname", "place", "organization",
                                        "people", "common",  "-"};

    for (int i = 0; i <= DW_N_KINDS; i++)
        if (!strcmp(names[i], name))
            return i;
    return -1;
}

/* A row: kind, second kind, degree, words. */
static bool take_kind(void *table, char *row, int *n)
{
    char *field[FIELDS], *rest = row;
    int first, second, degree;

    for (int i = 0; i < FIELDS; i++)
        if (!(field[i] = strtok_r(i ? NULL : row, "\t\n", &rest)))
            return false;
    first = find_kind(field[0]);
    second = find_kind(field[1]);
    degree = atoi(field[2]);
    if (first < 0 || first == DW_N_KINDS || second < 0 || degree < 0 || degree >= DW_KIND_DEGREES)
        return false;
    for (char *at = strtok_r(field[3], " ", &rest); at; at = strtok_r(NULL, " ", &rest), ++*n)
        if (!put_word(table, at, dw_namekind_code(first, degree, second)))
            return false;
    return true;
}

/* A row: number of the piece, letter, numbers. */
static bool take_piece(void *table, char *row, int *n)
{
    struct books *books = table;
    char *rest;
    long book = strtol(row, &rest, 10);
    int code = *rest == '\t' ? read_code(rest[1]) : -1;

    if (book < 0 || book >= DW_KIND_BOOKS || code < 0)
        return false;
    rest += 2;
    for (int i = 0; i < BOOK_NUMBERS; i++) {
        char *end;

        books->v[book][code][i] = strtof(rest, &end);
        if (end == rest)
            return false;
        rest = end;
    }
    ++*n;
    return *rest == '\n';
}

/*
 * Hand each row that is no comment to `take`, which counts in *n what it holds. False, with a
 * message on standard error, at the first that is refused, or if there are too few or too many.
 */
static bool read_table(const char *path, const char *what, int least, int most,
                       bool (*take)(void *table, char *row, int *n), void *table)
{
    FILE *in = fopen(path, "r");
    size_t size = 0, line = 0;
    char *row = NULL;
    bool ok = in != NULL;
    int n = 0;

    while (ok && getline(&row, &size, in) > 0) {
        line++;
        ok = *row == '#' || (take(table, row, &n) && n <= most);
    }
    ok &= n >= least;
    if (!ok)
        fprintf(stderr, "%s:%zu: not a table of %s\n", path, line, what);
    if (in)
        fclose(in);
    free(row);
    return ok;
}

bool kinds_read(struct dw_namekinds *kinds, const char *path)
{
    struct slots *slots = xcalloc(1, sizeof *slots);

    *kinds = (struct dw_namekinds){slots->codes, slots->slots, SLOTS};
    return read_table(path, "kinds", 1, SLOTS / 10 * 9, take_kind, slots);
}

void kinds_fini(struct dw_namekinds *kinds)
{
    free((void *)(uintptr_t)kinds->codes); /* the slots stand behind them */
    memset(kinds, 0, sizeof *kinds);
}

bool books_read(struct books *books, const char *path)
{
    enum { N = DW_KIND_BOOKS * DW_KIND_BOOK };

    return read_table(path, "pieces", N, N, take_piece, books);
}
