/* SPDX-License-Identifier: MIT */
#include "processors/entity/namepart.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/namepart.inc"
#include "processors/token.h"

enum { N_ROWS = sizeof table_namepart / sizeof *table_namepart, N_SLOTS = 1024 };

_Static_assert(N_ROWS * 2 < N_SLOTS, "more slots for the words of names");

struct dw_nameparts {
    uint16_t slots[N_SLOTS]; /* row + 1, by the hash of its word */
};

static const char *row_word(size_t row)
{
    return (const char *)table_namepart_pool + table_namepart[row].word;
}

struct dw_nameparts *dw_nameparts_open(void)
{
    struct dw_nameparts *parts = calloc(1, sizeof *parts);

    for (size_t row = 0; parts && row < N_ROWS; row++) {
        uint32_t slot = dw_token_hash(row_word(row), strlen(row_word(row))) % N_SLOTS;

        while (parts->slots[slot])
            slot = (slot + 1) % N_SLOTS;
        parts->slots[slot] = (uint16_t)(row + 1);
    }
    return parts;
}

void dw_nameparts_close(struct dw_nameparts *parts)
{
    free(parts);
}

static enum dw_entity_type row_type(size_t row)
{
    switch (table_namepart[row].type) {
    case TABLE_NAMEPART_TYPE_COMPANY:
        return DW_ENTITY_COMPANY;
    case TABLE_NAMEPART_TYPE_MEDIA:
        return DW_ENTITY_MEDIA;
    case TABLE_NAMEPART_TYPE_GOVERNMENT_BODY:
        return DW_ENTITY_GOVERNMENT_BODY;
    case TABLE_NAMEPART_TYPE_COURT:
        return DW_ENTITY_COURT;
    case TABLE_NAMEPART_TYPE_PLACE:
        return DW_ENTITY_PLACE;
    case TABLE_NAMEPART_TYPE_PACT:
        return DW_ENTITY_PACT;
    default:
        return DW_ENTITY_ORGANIZATION;
    }
}

bool dw_namepart_find(const struct dw_nameparts *parts, const struct dw_doc *doc, uint32_t token,
                      struct dw_namepart *out)
{
    const char *form = dw_token_form(doc, token);
    size_t len = dw_token_len(&doc->tokens.v[token]);
    uint32_t slot = doc->tokens.v[token].hash % N_SLOTS;

    for (; parts->slots[slot]; slot = (slot + 1) % N_SLOTS) {
        size_t row = parts->slots[slot] - 1U;

        if (strlen(row_word(row)) != len || strncmp(row_word(row), form, len) != 0)
            continue;
        *out = (struct dw_namepart){
            .type = row_type(row),
            .sector = (const char *)table_namepart_pool + table_namepart[row].sector,
            .last_only = table_namepart[row].place == TABLE_NAMEPART_PLACE_LAST,
        };
        return true;
    }
    return false;
}
