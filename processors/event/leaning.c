/* SPDX-License-Identifier: MIT */
#include "processors/event/leaning.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "lexicon/leaning.inc"

enum { N_ROWS = sizeof table_leaning / sizeof *table_leaning };

_Static_assert((int)TABLE_LEANING_AS_OBJECT == (int)DW_LEANING_OBJECT &&
                   (int)TABLE_LEANING_AS_VERB == (int)DW_LEANING_VERB,
               "the words of the table's column are those of the enum");

static const float least = 0.01F;             /* nothing is impossible */
static const float even = 1.0F / DW_OUTCOMES; /* of what leans to nothing */

const char *dw_outcome_name(int outcome)
{
    return outcome ? dw_event_type_name((enum dw_event_type)(outcome - 1)) : "none";
}

static const struct table_leaning_row *find_row(const char *lemma, enum dw_leaning_as as)
{
    size_t low = 0, high = N_ROWS;

    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct table_leaning_row *row = &table_leaning[middle];
        int order = strcmp(lemma, (const char *)table_leaning_pool + row->word);

        if (!order)
            order = (int)as - (int)row->as;
        if (!order)
            return row;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

struct dw_leaning dw_leaning_find(const char *lemma, enum dw_leaning_as as)
{
    static const struct table_leaning_row nothing = {.none = 100};
    const struct table_leaning_row *row = find_row(lemma, as), *r = row ? row : &nothing;
    const int32_t percent[DW_OUTCOMES] = {
        r->none,    r->agree,    r->consult,  r->support, r->concede, r->cooperate,
        r->aid,     r->retreat,  r->request,  r->accuse,  r->reject,  r->threaten,
        r->protest, r->sanction, r->mobilize, r->coerce,  r->assault};
    struct dw_leaning leaning;

    for (int i = 0; i < DW_OUTCOMES; i++)
        leaning.to[i] = logf(((float)percent[i] / 100 + least) / even);
    return leaning;
}
