/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/train.h"

#include <stdlib.h>
#include <string.h>

#include "processors/syntax/train/memory.h"

void pair_table_init(struct pair_table *table, size_t n)
{
    table->n = 0;
    for (table->size = 16; table->size < n * 2;)
        table->size *= 2;
    table->v = xcalloc(table->size, sizeof *table->v);
}

static void place(struct pair_table *table, uint32_t key, uint32_t value)
{
    uint32_t i = (key * 0x9E3779B1U) >> 7;

    while (table->v[i & (table->size - 1)].key)
        i++;
    table->v[i & (table->size - 1)] = (struct dw_model_pair){key, value};
}

void pair_table_add(struct pair_table *table, uint32_t key, uint32_t value)
{
    if (!key)
        key = 1;
    if (dw_model_find(table->v, table->size - 1, key))
        return;
    if (++table->n * 3 > table->size * 2) {
        struct pair_table old = *table;

        table->size *= 2;
        table->v = xcalloc(table->size, sizeof *table->v);
        for (uint32_t i = 0; i < old.size; i++)
            if (old.v[i].key)
                place(table, old.v[i].key, old.v[i].value);
        free(old.v);
    }
    place(table, key, value);
}
