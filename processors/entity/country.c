/* SPDX-License-Identifier: MIT */
#include "processors/entity/country.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon/country.inc"

enum { N_COUNTRIES = sizeof table_country / sizeof *table_country };

static const char *text_at(uint32_t offset)
{
    return (const char *)table_country_pool + offset;
}

static int compare_code(const void *code, const void *row)
{
    return strcmp(code, text_at(((const struct table_country_row *)row)->code));
}

static const struct table_country_row *find_row(const char *code)
{
    return bsearch(code, table_country, N_COUNTRIES, sizeof *table_country, compare_code);
}

static struct dw_country read_row(const struct table_country_row *row)
{
    return (struct dw_country){
        .code = text_at(row->code),
        .name = text_at(row->name),
        .kind = (enum dw_country_kind)row->kind,
        .ambiguous = row->flags & TABLE_COUNTRY_FLAGS_AMBIGUOUS,
        .names = text_at(row->names),
        .adjectives = text_at(row->adjective),
        .demonyms = text_at(row->demonym),
        .capitals = text_at(row->capital),
        .seats = text_at(row->seat),
        .until = row->until / 10000,
        .lat = row->lat,
        .lon = row->lon,
    };
}

bool dw_country_find(const char *code, struct dw_country *country)
{
    const struct table_country_row *row = find_row(code);

    if (row)
        *country = read_row(row);
    return row != NULL;
}

const char *dw_country_name(const char *code)
{
    const struct table_country_row *row = find_row(code);

    return row ? text_at(row->name) : NULL;
}

bool dw_country_is_known(const char *code)
{
    return find_row(code) != NULL;
}

size_t dw_country_count(void)
{
    return N_COUNTRIES;
}

struct dw_country dw_country_get(size_t i)
{
    return read_row(&table_country[i]);
}
