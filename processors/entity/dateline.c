/* SPDX-License-Identifier: MIT */
/*
 * dateline.c - where a story was filed: "KOKOMO, Ind., Feb 26 -", "GENEVA/NEW DELHI (Reuters) -".
 *
 * A town, then perhaps its region or state; several towns between strokes. Whatever is named here
 * is a place: no surname, no government.
 */
#include <string.h>

#include "processors/entity/entity.h"

/* A stretch of a dateline, between commas and strokes. */
struct part {
    const char *text;
    size_t len;
    bool stroke; /* another town follows */
};

/* A town of a dateline. */
struct town {
    struct part part;
    const char *told; /* the country that the part behind it tells; "" if none */
    const struct dw_gazetteer_entry *site; /* NULL if the tables lack it */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The dash, the agency in parentheses, or anything else that ends the towns. */
static bool is_stop(const char *at)
{
    return strchr("(:", *at) || (unsigned char)*at == 0xE2 || (*at == '-' && at[-1] == ' ');
}

/* Cut the next part off; false where there is none: at the date ("Feb 26"), at the end. */
static bool take_part(const char **rest, const char *end, struct part *part)
{
    const char *at = *rest;

    while (at < end && strchr(" \n\r", *at))
        at++;
    part->text = at;
    while (at < end && !strchr(",/", *at) && !is_digit(*at) && !(at > part->text && is_stop(at)))
        at++;
    part->stroke = at < end && *at == '/';
    part->len = (size_t)(at - part->text);
    *rest = at < end && strchr(",/", *at) ? at + 1 : end;
    while (part->len && strchr(" \n\r", part->text[part->len - 1]))
        part->len--;
    return part->len && !(at < end && is_digit(*at)) && !strchr("(:-", *part->text);
}

static uint32_t look_up(struct dw_entity_scan *s, const struct part *part,
                        const struct dw_gazetteer_entry *const **entries)
{
    const char *phrase = dw_arena_dup(&s->doc->arena, part->text, part->len);

    return phrase ? dw_gazetteer_find(s->gazetteer, &s->doc->arena, phrase, entries) : 0;
}

/* The country of a region or state: what stands behind a town; "" if it is none. */
static const char *told_by(struct dw_entity_scan *s, const struct part *part)
{
    const struct dw_gazetteer_entry *const *entries = NULL;
    const char *told = "";

    for (uint32_t i = look_up(s, part, &entries); i-- > 0;)
        if ((entries[i]->type == DW_ENTITY_COUNTRY || entries[i]->type == DW_ENTITY_PLACE) &&
            !(entries[i]->flags & (DW_GAZ_CITY | DW_GAZ_CAPITAL | DW_GAZ_SEAT | DW_GAZ_WATER)))
            told = entries[i]->country;
    return told;
}

/* Cut the next town off; false if there is none. */
static bool take_town(struct dw_entity_scan *s, const char **rest, const char *end,
                      struct town *town)
{
    const struct dw_gazetteer_entry *const *entries = NULL;
    const char *behind;
    struct part region;
    uint32_t n;

    if (!take_part(rest, end, &town->part))
        return false;
    town->told = "";
    behind = *rest;
    if (!town->part.stroke && take_part(&behind, end, &region)) {
        town->told = told_by(s, &region);
        *rest = region.stroke ? behind : end;
    } else if (!town->part.stroke) {
        *rest = end;
    }
    n = look_up(s, &town->part, &entries);
    town->site = dw_place_choose(s, entries, n, town->told);
    if (town->site && town->told[0] && strcmp(town->site->country, town->told) != 0)
        town->site = NULL; /* a town of the same name elsewhere */
    return true;
}

static const char *country_of(const struct town *town)
{
    return town->site ? town->site->country : town->told;
}

/* "KOKOMO" as it is written elsewhere: "Kokomo"; NULL when memory is out. */
static const char *name_of(struct dw_doc *doc, const struct town *town)
{
    char *name;
    bool inside = false;

    if (town->site && town->site->type == DW_ENTITY_PLACE)
        return town->site->name;
    name = dw_arena_dup(&doc->arena, town->part.text, town->part.len);
    for (size_t i = 0; name && i < town->part.len; i++) {
        bool upper = name[i] >= 'A' && name[i] <= 'Z';

        if (upper && inside)
            name[i] = (char)(name[i] | 0x20);
        inside = upper || (name[i] >= 'a' && name[i] <= 'z') || (unsigned char)name[i] >= 0x80;
    }
    return name;
}

/* The entity of a town, made if it is new; DW_NONE when memory is out. */
static int32_t add_town(struct dw_doc *doc, const struct town *town)
{
    const char *name = name_of(doc, town);
    int32_t entity = name ? dw_entity_add(doc, DW_ENTITY_PLACE, name, town->told, "") : DW_NONE;

    if (entity != DW_NONE && town->site)
        dw_place_set(&doc->entities.v[entity], town->site);
    return entity;
}

void dw_dateline_read(struct dw_entity_scan *scan)
{
    const char *rest = scan->doc->article.dateline;
    struct town town;

    if (rest && take_town(scan, &rest, rest + strlen(rest), &town))
        strncpy(scan->filed, country_of(&town), 3);
}

enum dw_err dw_dateline_add(struct dw_entity_scan *scan)
{
    const char *rest = scan->doc->article.dateline, *end = rest ? rest + strlen(rest) : NULL;
    struct town town;

    while (rest && take_town(scan, &rest, end, &town))
        if (country_of(&town)[0] && add_town(scan->doc, &town) == DW_NONE)
            return DW_NOMEM;
    return DW_OK;
}

/* Note the tokens that a part of the text covers as a mention. */
static enum dw_err mention_town(struct dw_doc *doc, const struct town *town, uint32_t first,
                                uint32_t end)
{
    uint32_t beg_byte = (uint32_t)(town->part.text - doc->article.text);
    uint32_t end_byte = beg_byte + (uint32_t)town->part.len;
    int32_t entity = add_town(doc, town);

    while (first < end && doc->tokens.v[first].span.beg < beg_byte)
        first++;
    while (end > first && doc->tokens.v[end - 1].span.end > end_byte)
        end--;
    if (entity == DW_NONE || first == end)
        return entity == DW_NONE ? DW_NOMEM : DW_OK;
    return dw_mention_add(doc, entity, first, end, DW_MENTION_NAME) == DW_NONE ? DW_NOMEM : DW_OK;
}

enum dw_err dw_dateline_find(struct dw_entity_scan *scan, uint32_t first, uint32_t end)
{
    struct dw_doc *doc = scan->doc;
    const char *rest = dw_token_form(doc, first);
    const char *stop = doc->article.text + doc->tokens.v[end - 1].span.end;
    struct town town;
    enum dw_err rc = DW_OK;

    while (rc == DW_OK && take_town(scan, &rest, stop, &town)) {
        rc = mention_town(doc, &town, first, end);
        if (!scan->filed[0])
            strncpy(scan->filed, country_of(&town), 3);
    }
    return rc;
}
