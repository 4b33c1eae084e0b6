/* SPDX-License-Identifier: MIT */
/*
 * place.c - which of the places of one name is meant.
 *
 *   told      "Cambridge, Mass.": by the region or state behind the name
 *   matter    a state that the article names holds one of them
 *   else      the capital, then the largest
 */
#include "processors/entity/country.h"
#include "processors/entity/entity.h"
#include "processors/token.h"

#include <string.h>

enum { CAPITAL_WEIGHT = 8, TOLD_WEIGHT = 64, MATTER_WEIGHT = 4 };

/* --- readings -------------------------------------------------------------------------------- */

/* Does the reading name a place: a city, region or water, or a state by its name or capital? */
bool dw_place_is_site(const struct dw_gazetteer_entry *e)
{
    return e->type == DW_ENTITY_PLACE ||
           (e->type == DW_ENTITY_COUNTRY &&
            !(e->flags & (DW_GAZ_ADJECTIVE | DW_GAZ_DEMONYM | DW_GAZ_SEAT)));
}

/* Has the article named this state, or was it filed there? */
static bool is_matter(const struct dw_entity_scan *s, const char *country)
{
    const char *name = dw_country_name(country);

    return !strcmp(country, s->filed) ||
           (name && dw_entity_find(s->doc, DW_ENTITY_COUNTRY, name) != DW_NONE);
}

static int weigh(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *e,
                 const char *told)
{
    int weight = 1 + e->size;

    if (e->type == DW_ENTITY_COUNTRY || !(e->flags & DW_GAZ_CITY))
        weight += CAPITAL_WEIGHT;
    if (told[0] && !strcmp(e->country, told))
        weight += TOLD_WEIGHT;
    if (is_matter(s, e->country))
        weight += MATTER_WEIGHT;
    return weight;
}

const struct dw_gazetteer_entry *dw_place_choose(const struct dw_entity_scan *s,
                                                 const struct dw_gazetteer_entry *const *entries,
                                                 uint32_t n, const char *told)
{
    const struct dw_gazetteer_entry *best = NULL;
    int best_weight = 0;

    for (uint32_t i = 0; i < n; i++) {
        int weight = dw_place_is_site(entries[i]) ? weigh(s, entries[i], told) : 0;

        if (weight > best_weight) {
            best = entries[i];
            best_weight = weight;
        }
    }
    return best;
}

/* --- in the text ----------------------------------------------------------------------------- */

/* The country of the region or state named behind a comma: "Cambridge, Mass.,"; "" if none is.
 * *region: it is no state, and so hardly the next actor ("In Vienna, Iran said"). */
static const char *told_behind(const struct dw_entity_scan *s, const struct dw_mention *m,
                               bool *region)
{
    const struct dw_doc *doc = s->doc;
    uint32_t end = doc->sentences.v[doc->tokens.v[m->first].sentence].end, n, len;
    const struct dw_gazetteer_entry *const *entries;

    if (m->end + 1 >= end || !dw_token_is(doc, m->end, ","))
        return "";
    len = dw_gazetteer_match(s->gazetteer, doc, m->end + 1, end, &entries, &n);
    for (uint32_t i = 0; len && i < n; i++) {
        const struct dw_gazetteer_entry *e = entries[i];
        uint32_t behind = m->end + 1 + len;

        *region = e->type == DW_ENTITY_PLACE && e->flags & DW_GAZ_REGION;
        if (*region || (e->type == DW_ENTITY_COUNTRY && dw_place_is_site(e) &&
                        (behind == end || doc->tokens.v[behind].flags & DW_TOKEN_PUNCT)))
            return e->country;
    }
    return "";
}

void dw_place_set(struct dw_entity *e, const struct dw_gazetteer_entry *site)
{
    memset(e->country, 0, sizeof e->country);
    strncpy(e->country, site->country, 3);
    e->has_geo = site->lat != 0 || site->lon != 0;
    e->lat = (double)site->lat;
    e->lon = (double)site->lon;
}

void dw_place_resolve(struct dw_entity_scan *scan, const struct dw_mention *mention)
{
    struct dw_doc *doc = scan->doc;
    struct dw_entity *e = &doc->entities.v[mention->entity];
    const struct dw_gazetteer_entry *const *entries, *site = NULL;
    bool region = false;
    const char *told;
    uint32_t n;

    if (e->type != DW_ENTITY_PLACE || mention->kind != DW_MENTION_NAME)
        return;
    told = told_behind(scan, mention, &region);
    if (dw_gazetteer_match(scan->gazetteer, doc, mention->first, mention->end, &entries, &n) ==
        mention->end - mention->first)
        site = dw_place_choose(scan, entries, n, told);
    if (site && (!told[0] || !strcmp(site->country, told))) {
        dw_place_set(e, site);
    } else if (told[0] && (region || !site)) {
        strncpy(e->country, told, 3);
        e->has_geo = false;
    }
}
