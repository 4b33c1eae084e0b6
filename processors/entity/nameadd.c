/* SPDX-License-Identifier: MIT */
/* nameadd.c - add a name to the entities and mentions of the article. */
#include "processors/entity/names.h"

#include <string.h>

static enum dw_err add_alias(struct dw_entity_scan *s, uint32_t token, int32_t entity)
{
    struct dw_entity_alias *alias = dw_vec_push(&s->doc->arena, &s->aliases);

    if (!alias)
        return DW_NOMEM;
    *alias = (struct dw_entity_alias){dw_scan_token(s, token)->hash, entity};
    return DW_OK;
}

/* May the token be the acronym of the entity? What stands behind a place is often an agency:
 * "TEHRAN (AFP)". */
static bool is_acronym(const struct dw_entity_scan *s, const struct dw_entity *e, uint32_t token)
{
    bool place = e->type == DW_ENTITY_PLACE || e->type == DW_ENTITY_COUNTRY;

    return dw_scan_has(s, token, DW_TOKEN_UPPER_ALL) && dw_token_len(dw_scan_token(s, token)) > 1 &&
           (!place || *dw_token_form(s->doc, token) == *e->name);
}

/* "... (METI)": the acronym in parentheses is a mention too, and stands for it from now on. */
static enum dw_err add_acronym(struct dw_entity_scan *s, int32_t entity, uint32_t end,
                               uint32_t sentence_end)
{
    enum dw_entity_type type = s->doc->entities.v[entity].type;
    enum dw_err rc;

    if (type == DW_ENTITY_PERSON || type == DW_ENTITY_GOODS || end + 2 >= sentence_end ||
        !dw_scan_is(s, end, "(") || !dw_scan_is(s, end + 2, ")") ||
        !is_acronym(s, &s->doc->entities.v[entity], end + 1))
        return DW_OK;
    rc = add_alias(s, end + 1, entity);
    if (rc == DW_OK && dw_mention_add(s->doc, entity, end + 1, end + 2, DW_MENTION_NAME) == DW_NONE)
        rc = DW_NOMEM;
    return rc;
}

/* Headlines name a person by the surname first: who had only that gets the full name now. */
static void name_in_full(const struct dw_entity_scan *s, const struct dw_name_candidate *c,
                         const char *name)
{
    const char *last = strrchr(name, ' ');
    int32_t known = DW_NONE;

    if (c->type == DW_ENTITY_PERSON && c->end - c->first > 1 && last &&
        dw_entity_find(s->doc, DW_ENTITY_PERSON, name) == DW_NONE)
        known = dw_entity_find(s->doc, DW_ENTITY_PERSON, last + 1);
    if (known != DW_NONE)
        dw_entity_rename(s->doc, known, name);
}

enum dw_err dw_name_add(struct dw_entity_scan *s, const struct dw_name_candidate *c,
                        uint32_t sentence_end)
{
    struct dw_doc *doc = s->doc;
    int32_t entity, mention;
    const char *name = c->name;
    bool is_new;

    if (!name)
        name = dw_doc_text(doc, (struct dw_span){dw_scan_token(s, c->first)->span.beg,
                                                 dw_scan_token(s, c->end - 1)->span.end});
    if (!name)
        return DW_NOMEM;
    name_in_full(s, c, name);
    is_new = c->type == DW_ENTITY_GOODS && dw_entity_find(doc, c->type, name) == DW_NONE;
    entity = c->type == DW_ENTITY_COUNTRY
                 ? dw_entity_add_country(doc, c->country)
                 : dw_entity_add(doc, c->type, name, c->country, c->sector);
    if (entity == DW_NONE)
        return DW_NOMEM;
    if (c->entry && (c->entry->lat != 0 || c->entry->lon != 0) && c->type == DW_ENTITY_PLACE) {
        doc->entities.v[entity].has_geo = true;
        doc->entities.v[entity].lat = (double)c->entry->lat;
        doc->entities.v[entity].lon = (double)c->entry->lon;
    }
    doc->entities.v[entity].provisional |= is_new && c->type == DW_ENTITY_GOODS;
    if (c->role && *c->role && !doc->entities.v[entity].role)
        doc->entities.v[entity].role = c->role;
    mention = dw_mention_add(doc, entity, c->first, c->end, c->kind);
    if (mention == DW_NONE)
        return DW_NOMEM;
    doc->mentions.v[mention].adjectival = c->adjectival;
    return add_acronym(s, entity, c->end, sentence_end);
}

enum dw_err dw_name_add_known(struct dw_entity_scan *s, int32_t entity, uint32_t first,
                              uint32_t end)
{
    return dw_mention_add(s->doc, entity, first, end, DW_MENTION_NAME) == DW_NONE ? DW_NOMEM
                                                                                  : DW_OK;
}
