/* SPDX-License-Identifier: MIT */
#include "processors/entity/nameword.h"

static uint16_t hash_row(int first, int rows, uint32_t hash)
{
    return (uint16_t)(first + (int)(dw_hash_mix(hash, 0x85EBCA6BU) >> 8 & ((uint32_t)rows - 1)));
}

static uint16_t plain_row(int first, int rows, uint32_t value)
{
    return (uint16_t)(first + (int)(value % (uint32_t)rows));
}

/* A row for each bit. */
static int add_bits(int first, uint32_t bits, uint16_t *rows)
{
    int n = 0;

    for (bits &= (1U << DW_NAME_SIGNS) - 1; bits; bits &= bits - 1)
        rows[n++] = (uint16_t)(first + __builtin_ctz(bits));
    return n;
}

int dw_nameword_rows(const struct dw_nameword *w, uint16_t rows[DW_NAME_ROWS_MAX])
{
    int n = 0;

    for (int k = 0; k < DW_KIND_BOOKS && w->kind; k++)
        rows[n++] =
            (uint16_t)(DW_NAME_AT_CODES + k * DW_KIND_BOOK + (int)dw_namekind_book(&w->codes, k));
    rows[n++] = hash_row(DW_NAME_AT_ENDING, DW_NAME_ENDINGS, w->word.suffix[2]);
    rows[n++] = hash_row(DW_NAME_AT_SHORT, DW_NAME_ENDINGS, w->word.suffix[1]);
    rows[n++] = hash_row(DW_NAME_AT_BEGINNING, DW_NAME_ENDINGS, w->word.prefix[2]);
    rows[n++] = hash_row(DW_NAME_AT_SHAPE, DW_NAME_SHAPES, w->word.shape);
    rows[n++] = plain_row(DW_NAME_AT_XPOS, DW_NAME_XPOS, w->xpos);
    rows[n++] = plain_row(DW_NAME_AT_KIND, DW_NAME_KINDS, w->kind);
    rows[n++] = plain_row(DW_NAME_AT_PART, DW_NAME_PARTS, w->part);
    rows[n++] = plain_row(DW_NAME_AT_FINE, DW_NAME_FINE, w->cluster.fine);
    rows[n++] = plain_row(DW_NAME_AT_MIDDLE, DW_NAME_MIDDLE, w->cluster.middle);
    if (w->table)
        rows[n++] = hash_row(DW_NAME_AT_TABLE, DW_NAME_TABLES, w->table);
    n += add_bits(DW_NAME_AT_CUE, w->cue, rows + n);
    return n + add_bits(DW_NAME_AT_TABLE_BIT, w->table, rows + n);
}

int dw_nameword_facts(const struct dw_nameword *w, uint16_t rows[DW_NAME_ROWS_MAX])
{
    int n = 0;

    rows[n++] = plain_row(DW_NAME_FACT_RUN, DW_NAME_RUNS, w->run);
    rows[n++] = hash_row(DW_NAME_FACT_RUN_TABLE, DW_NAME_RUN_TABLES, dw_hash_mix(w->run, w->table));
    rows[n++] = plain_row(DW_NAME_FACT_RUN_PART, DW_NAME_PARTS, w->run_part);
    rows[n++] = plain_row(DW_NAME_FACT_RUN_KIND, DW_NAME_KINDS, w->run_kind);
    rows[n++] = plain_row(DW_NAME_FACT_RUN_KINDS, DW_NAME_KINDS, w->run_kinds);
    n += add_bits(DW_NAME_FACT_CUE, w->cue, rows + n);
    n += add_bits(DW_NAME_FACT_ELSEWHERE, w->elsewhere, rows + n);
    return n + add_bits(DW_NAME_FACT_TABLE, w->table, rows + n);
}
