/* SPDX-License-Identifier: MIT */
#include "processors/entity/train/kinds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/syntax/train/memory.h"
#include "processors/syntax/word.h"

enum { SLOTS = 1 << 18, FIELDS = 4 };

static void put_word(uint16_t *slots, const char *form, uint8_t code)
{
    struct dw_word word;
    uint32_t at;

    dw_word_read(&word, form, strlen(form), false);
    for (at = dw_namekind_slot(word.key); slots[at % SLOTS];)
        at++;
    slots[at % SLOTS] = (uint16_t)(dw_namekind_check(word.key) | code);
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

/* A row: kind, second kind, degree, words. Returns how many words it has, -1 if it is none. */
static int put_row(uint16_t *slots, char *row)
{
    char *field[FIELDS], *rest = row;
    int first, second, degree, n = 0;

    for (int i = 0; i < FIELDS; i++)
        if (!(field[i] = strtok_r(i ? NULL : row, "\t\n", &rest)))
            return -1;
    first = find_kind(field[0]);
    second = find_kind(field[1]);
    degree = atoi(field[2]);
    if (first < 0 || first == DW_N_KINDS || second < 0 || degree < 0 || degree >= DW_KIND_DEGREES)
        return -1;
    for (char *at = strtok_r(field[3], " ", &rest); at; at = strtok_r(NULL, " ", &rest), n++)
        put_word(slots, at, dw_namekind_code(first, degree, second));
    return n;
}

bool kinds_read(struct dw_namekinds *kinds, const char *path)
{
    uint16_t *slots = xcalloc(SLOTS, sizeof *slots);
    FILE *in = fopen(path, "r");
    size_t size = 0, line = 0;
    char *row = NULL;
    bool ok = in != NULL;
    int n = 0;

    while (ok && getline(&row, &size, in) > 0) {
        int words = *row == '#' ? 0 : put_row(slots, row);

        line++;
        n += words;
        ok = words >= 0 && n < SLOTS / 8 * 7;
    }
    if (!ok)
        fprintf(stderr, "%s:%zu: not a table of kinds\n", path, line);
    if (in)
        fclose(in);
    free(row);
    *kinds = (struct dw_namekinds){slots, SLOTS - 1};
    return ok;
}

void kinds_fini(struct dw_namekinds *kinds)
{
    free((void *)(uintptr_t)kinds->slots);
    kinds->slots = NULL;
}
