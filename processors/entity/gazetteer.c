/* SPDX-License-Identifier: MIT */
#include "processors/entity/gazetteer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/entity/accent.h"
#include "processors/entity/country.h"
#include "processors/entity/phrase.h"
#include "processors/token.h"

#include "lexicon/agent.inc"
#include "lexicon/body.inc"
#include "lexicon/company.inc"
#include "lexicon/goods.inc"
#include "lexicon/media.inc"
#include "lexicon/nominal.inc"
#include "lexicon/organization.inc"
#include "lexicon/pact.inc"
#include "lexicon/person.inc"
#include "lexicon/place.inc"
#include "lexicon/title.inc"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { LONGEST_PHRASE = 160 }; /* bytes; the tables hold no longer one */

struct dw_gazetteer {
    struct dw_arena arena;
    struct dw_phrase_index names, agents, titles, nominals;
};

/* A spelling that the present row has added. */
struct spelling {
    const char *text;
    size_t len;
    struct dw_gazetteer_entry *entry;
};

/* Adds phrases to one index; remembers the first failure so that callers may check once. */
struct builder {
    struct dw_gazetteer *gazetteer;
    struct dw_phrase_index *index;
    bool failed;
    struct spelling row[64]; /* a row that has more may add one twice, which does no harm */
    size_t n_row;
};

/* One item of a list cell. */
struct item {
    const char *text;
    size_t len;
    bool ambiguous;
};

/* --- phrases ------------------------------------------------------------------------------- */

static struct dw_gazetteer_entry *copy_entry(struct builder *b,
                                             const struct dw_gazetteer_entry *entry, uint32_t flags)
{
    struct dw_gazetteer_entry *copy = dw_arena_alloc(&b->gazetteer->arena, sizeof *copy);

    if (!copy) {
        b->failed = true;
        return NULL;
    }
    *copy = *entry;
    copy->flags = (uint16_t)(copy->flags | flags);
    return copy;
}

/* The entry of the row's spelling that differs from this one in case at most. */
static struct dw_gazetteer_entry *find_spelling(const struct builder *b, const char *text,
                                                size_t len)
{
    for (size_t i = 0; i < b->n_row; i++)
        if (b->row[i].len == len && !strncasecmp(b->row[i].text, text, len))
            return b->row[i].entry;
    return NULL;
}

/* Has this row added the spelling? Then it gains what `entry` says: "US" is noun and adjective. */
static bool merge_spelling(struct builder *b, const char *text, size_t len,
                           const struct dw_gazetteer_entry *entry)
{
    for (size_t i = 0; i < b->n_row; i++) {
        struct spelling *known = &b->row[i];

        if (known->len == len && !memcmp(known->text, text, len)) {
            known->entry->flags |= entry->flags;
            return true;
        }
    }
    return false;
}

static void add_phrase(struct builder *b, const char *text, size_t len, bool blind,
                       struct dw_gazetteer_entry *entry)
{
    struct dw_gazetteer_entry *same = find_spelling(b, text, len);

    if (b->failed || merge_spelling(b, text, len, entry))
        return;
    if (same) { /* "Nato" and "NATO": one entry, for both are spelled by the capitals */
        same->flags |= entry->flags;
        entry = same;
    }
    if (b->n_row < COUNT(b->row))
        b->row[b->n_row++] = (struct spelling){text, len, entry};
    b->failed = dw_phrase_add(b->index, text, len, blind, entry) != DW_OK;
}

/* Add a phrase whose text must first be copied to where it can stay. */
static void add_copy(struct builder *b, const char *text, size_t len, bool blind,
                     struct dw_gazetteer_entry *entry)
{
    char *copy;

    if (b->failed || merge_spelling(b, text, len, entry))
        return;
    copy = dw_arena_dup(&b->gazetteer->arena, text, len);
    if (copy)
        add_phrase(b, copy, len, blind, entry);
    else
        b->failed = true;
}

/* The ways to write a name in ASCII, and its capitals, which the token hash does not know. */
static void add_accents(struct builder *b, struct item item, struct dw_gazetteer_entry *entry)
{
    char plain[DW_ACCENT_ROOM(LONGEST_PHRASE)], other[DW_ACCENT_ROOM(LONGEST_PHRASE)];
    size_t n_plain = dw_accent_fold(item.text, item.len, DW_ACCENT_PLAIN, plain);
    size_t n;

    add_copy(b, plain, n_plain, false, entry);
    n = dw_accent_fold(item.text, item.len, DW_ACCENT_SPELLED, other);
    if (n != n_plain)
        add_copy(b, other, n, false, entry);
    n = dw_accent_fold(item.text, item.len, DW_ACCENT_UPPER, other);
    add_copy(b, other, n, false, entry);
}

static bool is_acronym(struct item item)
{
    for (size_t i = 0; i < item.len; i++)
        if (item.text[i] < 'A' || item.text[i] > 'Z')
            return false;
    return item.len >= 2 && item.len <= 6;
}

/* "WTO" also as "W.T.O." */
static void add_dotted(struct builder *b, struct item item, struct dw_gazetteer_entry *entry)
{
    char dotted[16];

    if (item.len > 5)
        return;
    for (size_t i = 0; i < item.len; i++) {
        dotted[2 * i] = item.text[i];
        dotted[2 * i + 1] = '.';
    }
    add_copy(b, dotted, 2 * item.len, false, entry);
}

/* Add one name of an entry, with all the ways to write it. */
static void add_name(struct builder *b, struct item item, const struct dw_gazetteer_entry *model,
                     uint32_t flags)
{
    struct dw_gazetteer_entry *entry;

    if (!item.len || item.len > LONGEST_PHRASE)
        return;
    if (item.ambiguous)
        flags |= DW_GAZ_AMBIGUOUS;
    if (is_acronym(item))
        flags |= DW_GAZ_ACRONYM | DW_GAZ_SHORT;
    entry = copy_entry(b, model, flags);
    if (!entry)
        return;
    add_phrase(b, item.text, item.len, false, entry);
    if (dw_accent_is_in(item.text, item.len))
        add_accents(b, item, entry);
    if (is_acronym(item))
        add_dotted(b, item, entry);
}

/* Cut the next item off *list, "A|B?"; false at the end. */
static bool take_item(const char **list, struct item *item)
{
    if (!**list)
        return false;
    item->text = *list;
    item->len = strcspn(*list, "|");
    *list += item->len + ((*list)[item->len] == '|');
    item->ambiguous = item->len && item->text[item->len - 1] == '?';
    item->len -= item->ambiguous;
    return true;
}

static void add_names(struct builder *b, const char *list, const struct dw_gazetteer_entry *model,
                      uint32_t flags)
{
    struct item item;

    while (take_item(&list, &item))
        add_name(b, item, model, flags);
}

/* Begin a row with its own name. */
static void add_row(struct builder *b, const char *text, const struct dw_gazetteer_entry *model,
                    uint32_t flags)
{
    b->n_row = 0;
    add_name(b, (struct item){text, strlen(text), false}, model, flags);
}

/* --- plurals ------------------------------------------------------------------------------- */

static bool ends_in(const char *text, size_t len, const char *end)
{
    size_t n = strlen(end);

    return len >= n && !memcmp(text + len - n, end, n);
}

static bool is_vowel(char c)
{
    return c && strchr("aeiou", c);
}

/* Write the regular plural of a noun to `out` (room for len + 2). Returns its length. */
static size_t make_plural(const char *noun, size_t len, char *out)
{
    memcpy(out, noun, len);
    if (len > 1 && noun[len - 1] == 'y' && !is_vowel(noun[len - 2])) {
        memcpy(out + len - 1, "ies", 3);
        return len + 2;
    }
    if (ends_in(noun, len, "s") || ends_in(noun, len, "x") || ends_in(noun, len, "z") ||
        ends_in(noun, len, "ch") || ends_in(noun, len, "sh")) {
        memcpy(out + len, "es", 2);
        return len + 2;
    }
    out[len] = 's';
    return len + 1;
}

/* Add the plurals of a common noun: those told, else the regular one ("ministers of state"). */
static void add_plurals(struct builder *b, const char *noun, const char *plurals,
                        const struct dw_gazetteer_entry *model)
{
    struct dw_gazetteer_entry *entry = copy_entry(b, model, DW_GAZ_PLURAL);
    const char *of = strstr(noun, " of ");
    size_t head = of ? (size_t)(of - noun) : strlen(noun);
    char plural[LONGEST_PHRASE + 3];
    struct item item;

    if (!entry || strlen(noun) > LONGEST_PHRASE)
        return;
    if (!*plurals) {
        size_t n = make_plural(noun, head, plural);

        memcpy(plural + n, noun + head, strlen(noun + head));
        add_copy(b, plural, n + strlen(noun + head), true, entry);
        return;
    }
    while (take_item(&plurals, &item))
        if (strncmp(item.text, "-", item.len) != 0) /* "-": it has none */
            add_phrase(b, item.text, item.len, true, entry);
}

/* Add a common noun; `plurals` as in its table. */
static void add_noun(struct builder *b, const char *noun, const char *plurals,
                     const struct dw_gazetteer_entry *model)
{
    struct dw_gazetteer_entry *entry = copy_entry(b, model, 0);

    b->n_row = 0;
    if (!entry)
        return;
    add_phrase(b, noun, strlen(noun), true, entry);
    add_plurals(b, noun, plurals, model);
}

/* --- countries ----------------------------------------------------------------------------- */

static bool is_listed(const char *list, struct item want)
{
    struct item item;

    while (take_item(&list, &item))
        if (item.len == want.len && !memcmp(item.text, want.text, want.len))
            return true;
    return false;
}

static bool has_own_plural(struct item item)
{
    static const char *const ends[] = {"s", "ese", "sh", "nch", "tch", "x", "men", "S", "."};

    for (size_t i = 0; i < COUNT(ends); i++)
        if (ends_in(item.text, item.len, ends[i]))
            return true;
    return false;
}

/* The names of a people: "Swede", "Swedes"; what is an adjective too is one entry. */
static void add_demonyms(struct builder *b, const struct dw_country *country,
                         const struct dw_gazetteer_entry *model)
{
    const char *list = country->demonyms;
    char plural[LONGEST_PHRASE + 3];
    struct item item;

    while (take_item(&list, &item)) {
        struct dw_gazetteer_entry people = *model;
        struct dw_gazetteer_entry *entry;

        if (!is_listed(country->adjectives, item))
            add_name(b, item, model, DW_GAZ_DEMONYM);
        if (has_own_plural(item) || item.len > LONGEST_PHRASE)
            continue;
        people.flags |= item.ambiguous ? DW_GAZ_AMBIGUOUS : 0;
        entry = copy_entry(b, &people, DW_GAZ_DEMONYM | DW_GAZ_PLURAL);
        if (entry)
            add_copy(b, plural, make_plural(item.text, item.len, plural), false, entry);
    }
}

static void add_adjectives(struct builder *b, const struct dw_country *country,
                           const struct dw_gazetteer_entry *model)
{
    const char *list = country->adjectives;
    struct item item;

    while (take_item(&list, &item)) {
        bool people = is_listed(country->demonyms, item);

        add_name(b, item, model, DW_GAZ_ADJECTIVE | (people ? DW_GAZ_DEMONYM : 0U));
    }
}

static void add_country(struct builder *b, const struct dw_country *country)
{
    struct dw_gazetteer_entry entry = {
        .name = country->name,
        .country = country->code,
        .sector = country->kind == DW_COUNTRY_BLOC ? "" : "GOV",
        .role = "",
        .issue = "",
        .context = "",
        .lat = country->lat,
        .lon = country->lon,
        .to = (int16_t)country->until,
        .flags = country->kind == DW_COUNTRY_FORMER ? DW_GAZ_FORMER : 0,
        .type = country->kind == DW_COUNTRY_BLOC ? DW_ENTITY_INTERNATIONAL_ORGANIZATION
                                                 : DW_ENTITY_COUNTRY,
    };
    /* "in Hong Kong" is a place, as "in Tokyo" is */
    uint32_t own = country->kind == DW_COUNTRY_TERRITORY ? DW_GAZ_CAPITAL : 0;

    add_row(b, country->name, &entry, own | (country->ambiguous ? DW_GAZ_AMBIGUOUS : 0));
    add_names(b, country->names, &entry, own);
    add_adjectives(b, country, &entry);
    add_demonyms(b, country, &entry);
    add_names(b, country->capitals, &entry, DW_GAZ_CAPITAL);
    add_names(b, country->seats, &entry, DW_GAZ_SEAT);
}

static void add_countries(struct builder *b)
{
    for (size_t i = 0; i < dw_country_count(); i++) {
        struct dw_country country = dw_country_get(i);

        /* "international organization" is a common noun, not the name of one */
        if (strcmp(country.code, "IGO") != 0)
            add_country(b, &country);
    }
}

/* --- the other tables ---------------------------------------------------------------------- */

/* The tables of bodies have the same columns, each in a row type of its own. */
#define ADD_BODIES(b, table, TABLE, entity_type)                                                   \
    do {                                                                                           \
        for (size_t i = 0; i < COUNT(table); i++) {                                                \
            const char *pool = (const char *)table##_pool;                                         \
            struct dw_gazetteer_entry entry = {                                                    \
                .name = pool + table[i].name,                                                      \
                .country = pool + table[i].country,                                                \
                .sector = pool + table[i].sector,                                                  \
                .role = "",                                                                        \
                .issue = "",                                                                       \
                .context = "",                                                                     \
                .type = (uint8_t)(entity_type),                                                    \
            };                                                                                     \
            if (table[i].flags & TABLE##_FLAGS_FORMER)                                             \
                entry.flags |= DW_GAZ_FORMER;                                                      \
            add_row((b), entry.name, &entry,                                                       \
                    table[i].flags &TABLE##_FLAGS_AMBIGUOUS ? DW_GAZ_AMBIGUOUS : 0);               \
            add_names((b), pool + table[i].names, &entry, DW_GAZ_SHORT);                           \
        }                                                                                          \
    } while (0)

static const enum dw_entity_type body_types[] = {
    [TABLE_BODY_TYPE_GOVERNMENT_BODY] = DW_ENTITY_GOVERNMENT_BODY,
    [TABLE_BODY_TYPE_COURT] = DW_ENTITY_COURT,
};

static const enum dw_entity_type organization_types[] = {
    [TABLE_ORGANIZATION_TYPE_INTERNATIONAL_ORGANIZATION] = DW_ENTITY_INTERNATIONAL_ORGANIZATION,
    [TABLE_ORGANIZATION_TYPE_ORGANIZATION] = DW_ENTITY_ORGANIZATION,
    [TABLE_ORGANIZATION_TYPE_COURT] = DW_ENTITY_COURT,
};

static void add_organizations(struct builder *b)
{
    ADD_BODIES(b, table_organization, TABLE_ORGANIZATION,
               organization_types[table_organization[i].type]);
    ADD_BODIES(b, table_body, TABLE_BODY, body_types[table_body[i].type]);
    ADD_BODIES(b, table_company, TABLE_COMPANY, DW_ENTITY_COMPANY);
    ADD_BODIES(b, table_media, TABLE_MEDIA, DW_ENTITY_MEDIA);
}

static void add_persons(struct builder *b)
{
    const char *pool = (const char *)table_person_pool;

    for (size_t i = 0; i < COUNT(table_person); i++) {
        struct dw_gazetteer_entry entry = {
            .name = pool + table_person[i].name,
            .country = pool + table_person[i].country,
            .sector = pool + table_person[i].sector,
            .role = pool + table_person[i].role,
            .issue = "",
            .context = "",
            .from = (int16_t)(table_person[i].from / 10000),
            .to = (int16_t)(table_person[i].to / 10000),
            .type = DW_ENTITY_PERSON,
        };

        add_row(b, entry.name, &entry, 0);
        add_names(b, pool + table_person[i].names, &entry, DW_GAZ_SHORT);
    }
}

static void add_pacts(struct builder *b)
{
    const char *pool = (const char *)table_pact_pool;

    for (size_t i = 0; i < COUNT(table_pact); i++) {
        struct dw_gazetteer_entry entry = {
            .name = pool + table_pact[i].name,
            .country = pool + table_pact[i].country,
            .sector = "",
            .role = "",
            .issue = pool + table_pact[i].issue,
            .context = pool + table_pact[i].context,
            .from = (int16_t)(table_pact[i].from / 10000),
            .type = DW_ENTITY_PACT,
        };

        if (table_pact[i].flags & TABLE_PACT_FLAGS_GENERIC) {
            entry.flags |= DW_GAZ_GENERIC;
            add_noun(b, entry.name, "", &entry);
            continue;
        }
        add_row(b, entry.name, &entry,
                table_pact[i].flags & TABLE_PACT_FLAGS_AMBIGUOUS ? DW_GAZ_AMBIGUOUS : 0);
        add_names(b, pool + table_pact[i].names, &entry, DW_GAZ_SHORT);
    }
}

static uint16_t place_flags(const struct table_place_row *row)
{
    static const uint16_t kinds[] = {
        [TABLE_PLACE_KIND_CITY] = DW_GAZ_CITY,
        [TABLE_PLACE_KIND_REGION] = DW_GAZ_REGION,
        [TABLE_PLACE_KIND_WATER] = DW_GAZ_WATER,
        [TABLE_PLACE_KIND_LAND] = DW_GAZ_LAND,
    };
    uint32_t flags = kinds[row->kind];

    if (row->flags & TABLE_PLACE_FLAGS_DISPUTED)
        flags |= DW_GAZ_DISPUTED;
    if (row->flags & TABLE_PLACE_FLAGS_CAPITAL)
        flags |= DW_GAZ_CAPITAL;
    return (uint16_t)flags;
}

static void add_places(struct builder *b)
{
    const char *pool = (const char *)table_place_pool;

    for (size_t i = 0; i < COUNT(table_place); i++) {
        const struct table_place_row *row = &table_place[i];
        struct dw_gazetteer_entry entry = {
            .name = pool + row->name,
            .country = pool + row->country,
            .sector = "",
            .role = "",
            .issue = "",
            .context = "",
            .lat = row->lat,
            .lon = row->lon,
            .flags = place_flags(row),
            .type = DW_ENTITY_PLACE,
            .size = (uint8_t)row->size,
        };

        add_row(b, entry.name, &entry,
                row->flags & TABLE_PLACE_FLAGS_AMBIGUOUS ? DW_GAZ_AMBIGUOUS : 0);
        add_names(b, pool + row->names, &entry, 0);
    }
}

static void add_goods(struct builder *b)
{
    const char *pool = (const char *)table_goods_pool;

    for (size_t i = 0; i < COUNT(table_goods); i++) {
        struct dw_gazetteer_entry entry = {
            .name = pool + table_goods[i].noun,
            .country = "",
            .sector = "",
            .role = "",
            .issue = pool + table_goods[i].issue,
            .context = pool + table_goods[i].context,
            .flags = table_goods[i].flags & TABLE_GOODS_FLAGS_AMBIGUOUS ? DW_GAZ_AMBIGUOUS : 0,
            .type = DW_ENTITY_GOODS,
        };

        add_noun(b, entry.name, pool + table_goods[i].plural, &entry);
    }
}

/* --- common nouns -------------------------------------------------------------------------- */

static void add_agents(struct builder *b)
{
    const char *pool = (const char *)table_agent_pool;

    for (size_t i = 0; i < COUNT(table_agent); i++) {
        int type = dw_entity_type_find(table_agent_type_words[table_agent[i].type]);
        struct dw_gazetteer_entry entry = {
            .name = pool + table_agent[i].noun,
            .country = "",
            .sector = pool + table_agent[i].sector,
            .role = "",
            .issue = "",
            .context = "",
            .flags = DW_GAZ_GENERIC,
            .type = (uint8_t)type,
        };

        if (table_agent[i].flags & TABLE_AGENT_FLAGS_AMBIGUOUS)
            entry.flags |= DW_GAZ_AMBIGUOUS;
        add_noun(b, entry.name, pool + table_agent[i].plural, &entry);
    }
}

static void add_titles(struct builder *b)
{
    const char *pool = (const char *)table_title_pool;

    for (size_t i = 0; i < COUNT(table_title); i++) {
        struct dw_gazetteer_entry entry = {
            .name = pool + table_title[i].title,
            .country = pool + table_title[i].country,
            .sector = pool + table_title[i].sector,
            .role = table_title_kind_words[table_title[i].kind],
            .issue = "",
            .context = "",
            .type = DW_ENTITY_PERSON,
        };

        if (table_title[i].flags & TABLE_TITLE_FLAGS_HEAD)
            entry.flags |= DW_GAZ_HEAD;
        if (table_title[i].flags & TABLE_TITLE_FLAGS_FORMER)
            entry.flags |= DW_GAZ_FORMER;
        if (table_title[i].flags & TABLE_TITLE_FLAGS_AMBIGUOUS)
            entry.flags |= DW_GAZ_AMBIGUOUS;
        add_noun(b, entry.name, pool + table_title[i].plural, &entry);
    }
}

static void add_nominals(struct builder *b)
{
    const char *pool = (const char *)table_nominal_pool;

    for (size_t i = 0; i < COUNT(table_nominal); i++) {
        int type = dw_entity_type_find(table_nominal_type_words[table_nominal[i].type]);
        struct dw_gazetteer_entry entry = {
            .name = pool + table_nominal[i].noun,
            .country = "",
            .sector = "",
            .role = table_nominal_stands_words[table_nominal[i].stands],
            .issue = "",
            .context = "",
            .flags = DW_GAZ_GENERIC,
            .type = (uint8_t)(type < 0 ? DW_N_ENTITY_TYPES : type),
        };

        add_noun(b, entry.name, pool + table_nominal[i].plural, &entry);
    }
}

/* --- the gazetteer ------------------------------------------------------------------------- */

/* Fill one index by `adders`, NULL-terminated. */
static enum dw_err build_index(struct dw_gazetteer *gazetteer, struct dw_phrase_index *index,
                               void (*const *adders)(struct builder *))
{
    struct builder b = {.gazetteer = gazetteer, .index = index};

    dw_phrase_init(index, &gazetteer->arena);
    for (; *adders && !b.failed; adders++)
        (*adders)(&b);
    return b.failed ? DW_NOMEM : dw_phrase_build(index);
}

static enum dw_err build_all(struct dw_gazetteer *g)
{
    static void (*const names[])(struct builder *) = {
        add_countries, add_organizations, add_persons, add_pacts, add_places, add_goods, NULL};
    static void (*const agents[])(struct builder *) = {add_agents, NULL};
    static void (*const titles[])(struct builder *) = {add_titles, NULL};
    static void (*const nominals[])(struct builder *) = {add_nominals, NULL};

    if (build_index(g, &g->names, names) != DW_OK || build_index(g, &g->agents, agents) != DW_OK ||
        build_index(g, &g->titles, titles) != DW_OK)
        return DW_NOMEM;
    return build_index(g, &g->nominals, nominals);
}

enum dw_err dw_gazetteer_open(struct dw_gazetteer **out, struct dw_error *err)
{
    struct dw_gazetteer *gazetteer = malloc(sizeof *gazetteer);

    *out = NULL;
    if (!gazetteer)
        return dw_error_set(err, DW_NOMEM, 0, "gazetteer: out of memory");
    dw_arena_init(&gazetteer->arena, 0);
    if (build_all(gazetteer) != DW_OK) {
        dw_gazetteer_close(gazetteer);
        return dw_error_set(err, DW_NOMEM, 0, "gazetteer: out of memory");
    }
    *out = gazetteer;
    return DW_OK;
}

void dw_gazetteer_close(struct dw_gazetteer *gazetteer)
{
    if (!gazetteer)
        return;
    dw_arena_fini(&gazetteer->arena);
    free(gazetteer);
}

uint32_t dw_gazetteer_match(const struct dw_gazetteer *gazetteer, const struct dw_doc *doc,
                            uint32_t token, uint32_t end,
                            const struct dw_gazetteer_entry *const **entries, uint32_t *n)
{
    return dw_phrase_match(&gazetteer->names, doc->article.text, doc->tokens.v + token, end - token,
                           entries, n);
}

/* One reading from one of the small indexes. */
static uint32_t match_noun(const struct dw_phrase_index *index, const struct dw_doc *doc,
                           uint32_t token, uint32_t end, const struct dw_gazetteer_entry **entry)
{
    const struct dw_gazetteer_entry *const *entries;
    uint32_t n, len;

    len =
        dw_phrase_match(index, doc->article.text, doc->tokens.v + token, end - token, &entries, &n);
    *entry = len ? entries[0] : NULL;
    return len;
}

uint32_t dw_gazetteer_agent(const struct dw_gazetteer *gazetteer, const struct dw_doc *doc,
                            uint32_t token, uint32_t end, const struct dw_gazetteer_entry **entry)
{
    return match_noun(&gazetteer->agents, doc, token, end, entry);
}

uint32_t dw_gazetteer_title(const struct dw_gazetteer *gazetteer, const struct dw_doc *doc,
                            uint32_t token, uint32_t end, const struct dw_gazetteer_entry **entry)
{
    return match_noun(&gazetteer->titles, doc, token, end, entry);
}

uint32_t dw_gazetteer_nominal(const struct dw_gazetteer *gazetteer, const struct dw_doc *doc,
                              uint32_t token, uint32_t end, const struct dw_gazetteer_entry **entry)
{
    return match_noun(&gazetteer->nominals, doc, token, end, entry);
}

uint32_t dw_gazetteer_find(const struct dw_gazetteer *gazetteer, struct dw_arena *arena,
                           const char *phrase, const struct dw_gazetteer_entry *const **entries)
{
    struct dw_tokens tokens = {0};
    struct dw_span span = {0, (uint32_t)strlen(phrase)};
    uint32_t len, n;

    if (dw_token_split(arena, phrase, span, &tokens) != DW_OK)
        return 0;
    len = dw_phrase_match(&gazetteer->names, phrase, tokens.v, tokens.n, entries, &n);
    return len == tokens.n ? n : 0;
}

uint32_t dw_gazetteer_count(const struct dw_gazetteer *gazetteer)
{
    return gazetteer->names.n_phrases + gazetteer->agents.n_phrases + gazetteer->titles.n_phrases +
           gazetteer->nominals.n_phrases;
}
