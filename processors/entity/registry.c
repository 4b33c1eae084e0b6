/* SPDX-License-Identifier: MIT */
#include "processors/entity/registry.h"

#include <string.h>
#include <strings.h>

#include "processors/entity/country.h"
#include "processors/token.h"

enum { FIRST_SLOTS = 64 };

static uint32_t hash_of(enum dw_entity_type type, const char *name)
{
    return dw_token_hash(name, strlen(name)) * 31U + (uint32_t)type;
}

/* The slot that holds the entity, or the free one where it belongs. */
static uint32_t find_slot(const struct dw_doc *doc, enum dw_entity_type type, const char *name)
{
    uint32_t mask = doc->entity_index.n_slots - 1;
    uint32_t slot = hash_of(type, name) & mask;

    while (doc->entity_index.slots[slot]) {
        const struct dw_entity *e = &doc->entities.v[doc->entity_index.slots[slot] - 1];

        if (e->type == type && !strcasecmp(e->name, name))
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

/* Twice the slots, all entities in them again. */
static bool grow_index(struct dw_doc *doc)
{
    uint32_t n = doc->entity_index.n_slots ? doc->entity_index.n_slots * 2 : FIRST_SLOTS;
    uint32_t *slots = dw_arena_alloc(&doc->arena, n * sizeof *slots);

    if (!slots)
        return false;
    doc->entity_index.slots = slots;
    doc->entity_index.n_slots = n;
    for (uint32_t i = 0; i < doc->entities.n; i++)
        slots[find_slot(doc, doc->entities.v[i].type, doc->entities.v[i].name)] = i + 1;
    return true;
}

static void fill(char *to, const char *from)
{
    if (!to[0] && from)
        strncpy(to, from, 3);
}

int32_t dw_entity_find(const struct dw_doc *doc, enum dw_entity_type type, const char *name)
{
    if (!doc->entity_index.n_slots)
        return DW_NONE;
    return (int32_t)doc->entity_index.slots[find_slot(doc, type, name)] - 1;
}

/* The slot of the old name stays taken: look-ups pass over it. */
void dw_entity_rename(struct dw_doc *doc, int32_t entity, const char *name)
{
    struct dw_entity *e = &doc->entities.v[entity];

    e->name = name;
    doc->entity_index.slots[find_slot(doc, e->type, name)] = (uint32_t)entity + 1;
}

int32_t dw_entity_add(struct dw_doc *doc, enum dw_entity_type type, const char *name,
                      const char *country, const char *sector)
{
    struct dw_entity *e;
    uint32_t slot;

    /* An entity that was renamed holds two slots: some must stay free all the same. */
    if (doc->entities.n * 3 >= doc->entity_index.n_slots && !grow_index(doc))
        return DW_NONE;
    slot = find_slot(doc, type, name);
    if (!doc->entity_index.slots[slot]) {
        e = dw_vec_push(&doc->arena, &doc->entities);
        if (!e)
            return DW_NONE;
        e->type = type;
        e->name = name;
        doc->entity_index.slots[slot] = doc->entities.n;
    }
    e = &doc->entities.v[doc->entity_index.slots[slot] - 1];
    fill(e->country, country);
    fill(e->sector, sector);
    return (int32_t)doc->entity_index.slots[slot] - 1;
}

int32_t dw_entity_add_country(struct dw_doc *doc, const char *code)
{
    struct dw_country country;

    if (!strcmp(code, "IGO") || !dw_country_find(code, &country))
        return DW_NONE;
    if (country.kind == DW_COUNTRY_BLOC)
        return dw_entity_add(doc, DW_ENTITY_INTERNATIONAL_ORGANIZATION, country.name, code, "");
    return dw_entity_add(doc, DW_ENTITY_COUNTRY, country.name, code, "GOV");
}

/* The token of [first, end) whose head lies outside; the last one where nothing was parsed. */
static uint32_t find_head(const struct dw_doc *doc, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const struct dw_token *t = &doc->tokens.v[i];

        if (t->parsed && !(t->flags & DW_TOKEN_PUNCT) &&
            (t->head < (int32_t)first || t->head >= (int32_t)end))
            return i;
    }
    return end - 1;
}

const struct dw_mention *dw_mention_first(const struct dw_doc *doc, uint32_t sentence)
{
    uint32_t first = doc->sentences.v[sentence].mention;

    return first ? &doc->mentions.v[first - 1] : NULL;
}

const struct dw_mention *dw_mention_next(const struct dw_doc *doc, const struct dw_mention *mention)
{
    return mention->next ? &doc->mentions.v[mention->next - 1] : NULL;
}

/* Put a mention behind the others of its sentence. */
static void link_mention(struct dw_doc *doc, uint32_t index)
{
    struct dw_mention *m = &doc->mentions.v[index];
    struct dw_sentence *s = &doc->sentences.v[doc->tokens.v[m->first].sentence];

    *(s->mention ? &doc->mentions.v[s->last_mention - 1].next : &s->mention) = index + 1;
    s->last_mention = index + 1;
    m->next = 0;
}

int32_t dw_mention_add(struct dw_doc *doc, int32_t entity, uint32_t first, uint32_t end,
                       enum dw_mention_kind kind)
{
    struct dw_mention *m = dw_vec_push(&doc->arena, &doc->mentions);
    int32_t index = (int32_t)doc->mentions.n - 1;

    if (!m)
        return DW_NONE;
    m->span = (struct dw_span){doc->tokens.v[first].span.beg, doc->tokens.v[end - 1].span.end};
    m->first = first;
    m->end = end;
    m->head = find_head(doc, first, end);
    m->entity = entity;
    m->kind = kind;
    link_mention(doc, (uint32_t)index);
    for (uint32_t i = first; i < end; i++) {
        int32_t old = doc->tokens.v[i].mention;

        if (old == DW_NONE || doc->mentions.v[old].end - doc->mentions.v[old].first < end - first)
            doc->tokens.v[i].mention = index;
    }
    return index;
}

/* Move the references that are kept, renumbered, to the front. */
static void renumber(struct dw_refs *refs, const int32_t *to)
{
    for (uint32_t i = 0; i < refs->n; i++)
        refs->v[i] = to[refs->v[i]];
}

static int32_t renumbered(int32_t entity, const int32_t *to)
{
    return entity == DW_NONE ? DW_NONE : to[entity];
}

static void renumber_mentions(struct dw_doc *doc, const int32_t *to)
{
    int32_t *moved = dw_arena_alloc(&doc->arena, (doc->mentions.n + 1) * sizeof *moved);
    uint32_t n = 0;

    if (!moved)
        return;
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        doc->sentences.v[i].mention = doc->sentences.v[i].last_mention = 0;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        struct dw_mention m = doc->mentions.v[i];

        moved[i] = DW_NONE;
        if (to[m.entity] == DW_NONE)
            continue;
        m.entity = to[m.entity];
        moved[i] = (int32_t)n;
        doc->mentions.v[n] = m;
        link_mention(doc, n++);
    }
    doc->mentions.n = n;
    for (uint32_t i = 0; i < doc->tokens.n; i++)
        if (doc->tokens.v[i].mention != DW_NONE)
            doc->tokens.v[i].mention = moved[doc->tokens.v[i].mention];
}

enum dw_err dw_entities_prune(struct dw_doc *doc)
{
    int32_t *to = dw_arena_alloc(&doc->arena, (doc->entities.n + 1) * sizeof *to);
    uint32_t n = 0;

    if (!to)
        return DW_NOMEM;
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        to[i] = doc->entities.v[i].provisional ? DW_NONE : (int32_t)n;
        if (to[i] != DW_NONE)
            doc->entities.v[n++] = doc->entities.v[i];
    }
    doc->entities.n = n;
    renumber_mentions(doc, to);
    for (uint32_t i = 0; i < doc->events.n; i++) {
        struct dw_event *e = &doc->events.v[i];

        renumber(&e->actors, to);
        renumber(&e->recipients, to);
        renumber(&e->about, to);
        e->place = renumbered(e->place, to);
        e->attribution = renumbered(e->attribution, to);
    }
    memset(&doc->entity_index, 0, sizeof doc->entity_index);
    return DW_OK;
}

int32_t dw_token_entity(const struct dw_doc *doc, int32_t token)
{
    int32_t mention = token >= 0 ? doc->tokens.v[token].mention : DW_NONE;

    return mention == DW_NONE ? DW_NONE : doc->mentions.v[mention].entity;
}

bool dw_token_is_unnamed(const struct dw_doc *doc, uint32_t token)
{
    int32_t entity = dw_token_entity(doc, (int32_t)token);

    return entity == DW_NONE || doc->entities.v[entity].type == DW_ENTITY_GOODS;
}
