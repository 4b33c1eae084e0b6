/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/train.h"

#include <stdlib.h>
#include <string.h>

#include "processors/base/mapped.h"
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

/* The whole file but for its checksum, in one piece of memory. */
static uint8_t *lay_out(const struct blob section[DW_N_SECTIONS], size_t *size)
{
    struct dw_model_header header = {.version = DW_MODEL_VERSION, .n_sections = DW_N_SECTIONS};
    size_t at = (sizeof header + 63) / 64 * 64;
    uint8_t *bytes;

    memcpy(header.magic, DW_MODEL_MAGIC, sizeof header.magic);
    for (int i = 0; i < DW_N_SECTIONS; i++) {
        header.section[i].offset = at;
        header.section[i].size = section[i].size;
        at += (section[i].size + 63) / 64 * 64;
    }
    bytes = xcalloc(at, 1);
    for (int i = 0; i < DW_N_SECTIONS; i++)
        memcpy(bytes + header.section[i].offset, section[i].bytes, section[i].size);
    header.checksum = dw_mapped_checksum(bytes + sizeof header, at - sizeof header);
    memcpy(bytes, &header, sizeof header);
    *size = at;
    return bytes;
}

bool model_write(const char *path, const struct blob section[DW_N_SECTIONS])
{
    size_t size;
    uint8_t *bytes = lay_out(section, &size);
    FILE *out = fopen(path, "wb");
    bool ok = out && fwrite(bytes, 1, size, out) == size;

    if (out && fclose(out))
        ok = false;
    if (!ok)
        perror(path);
    free(bytes);
    return ok;
}
