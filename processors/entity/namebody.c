/* SPDX-License-Identifier: MIT */
/* namebody.c - bodies of government that are named by what they are for. */
#include "processors/entity/names.h"

static bool is_body_word(const struct dw_entity_scan *s, uint32_t i)
{
    struct dw_namepart part;

    return dw_scan_has(s, i, DW_TOKEN_UPPER_FIRST) &&
           dw_namepart_find(s->parts, s->doc, i, &part) && part.type == DW_ENTITY_GOVERNMENT_BODY;
}

bool dw_name_holds_body(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first + 1; i < end; i++)
        if (is_body_word(s, i) && dw_scan_has(s, i - 1, DW_TOKEN_UPPER_FIRST))
            return true;
    return false;
}

/* Does a table have a name that begins here? Goods are no name: "Fisheries". */
static bool is_in_tables(const struct dw_entity_scan *s, uint32_t i, uint32_t end)
{
    const struct dw_gazetteer_entry *const *entries;
    uint32_t n;

    return dw_gazetteer_match(s->gazetteer, s->doc, i, end, &entries, &n) &&
           entries[0]->type != DW_ENTITY_GOODS;
}

uint32_t dw_name_body_end(const struct dw_entity_scan *s, uint32_t i, uint32_t end)
{
    bool joined = false;

    for (uint32_t at = i; at < end && at - i < DW_NAME_RUN_MAX; at++) {
        if (at > i && (dw_scan_is(s, at, "and") || dw_scan_is(s, at, "&"))) {
            joined = true;
            continue;
        }
        if (at > i && dw_scan_is(s, at, ","))
            continue;
        if (!dw_scan_has(s, at, DW_TOKEN_UPPER_FIRST) || dw_scan_token(s, at)->time != DW_NONE ||
            dw_scan_has(s, at, DW_TOKEN_PUNCT) || dw_scan_token(s, at)->upos == DW_UPOS_DET ||
            is_in_tables(s, at, end))
            return i;
        if (joined && is_body_word(s, at) && !dw_scan_is(s, at - 1, "and"))
            return at + 1;
    }
    return i;
}

bool dw_name_is_organ(const struct dw_entity_scan *s, uint32_t i, uint32_t end)
{
    static const char *const organs[] = {"council",   "secretariat", "assembly", "conference",
                                         "committee", "commission",  "board",    NULL};

    return i < end && dw_scan_has(s, i, DW_TOKEN_UPPER_FIRST) && dw_scan_is_one_of(s, i, organs);
}
