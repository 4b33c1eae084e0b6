/* SPDX-License-Identifier: MIT */
/*
 * home.c - the country of officials and ministries that the text names without one.
 *
 *   office    only the United States have a "treasury secretary"
 *   named     "Canada's ambassador" before "ambassador Dennis Horak"
 *   forces    "Iran's Revolutionary Guards denied it. Commander Hossein Daryabari said"
 *   dateline  in a story filed in Tokyo that is about Japan, "Foreign Ministry" is Japan's
 *   matter    the only state that the story is about; the one of two that has the office
 *
 * Who could be of several stays of none.
 */
#include <string.h>

#include "processors/entity/country.h"
#include "processors/entity/entity.h"
#include "processors/token.h"

enum {
    PARTIES = 3,
    MENTIONS_MIN = 2,
    OFFICES_MAX = 500, /* whose bearers are looked for among all mentions */
};

/* The states named most, the most named first. */
struct matter {
    const char *country[PARTIES];
    uint32_t count[PARTIES];
};

static void note_party(struct matter *m, const char *country, uint32_t count)
{
    for (int i = 0; i < PARTIES; i++) {
        if (count <= m->count[i])
            continue;
        for (int k = PARTIES - 1; k > i; k--) {
            m->country[k] = m->country[k - 1];
            m->count[k] = m->count[k - 1];
        }
        m->country[i] = country;
        m->count[i] = count;
        return;
    }
}

static struct matter find_matter(const struct dw_doc *doc)
{
    struct matter m = {{"", "", ""}, {0, 0, 0}};

    for (uint32_t e = 0; e < doc->entities.n; e++) {
        uint32_t count = 0;

        if (doc->entities.v[e].type != DW_ENTITY_COUNTRY)
            continue;
        for (uint32_t i = 0; i < doc->mentions.n; i++)
            count += doc->mentions.v[i].entity == (int32_t)e;
        note_party(&m, doc->entities.v[e].country, count);
    }
    return m;
}

static bool is_named(const struct dw_doc *doc, const char *country)
{
    const char *name = country[0] ? dw_country_name(country) : NULL;

    return name && dw_entity_find(doc, DW_ENTITY_COUNTRY, name) != DW_NONE;
}

/* Has the state not the office: `title` is "!USA"? */
static bool is_without(const char *title, const char *country)
{
    return title[0] == '!' && !strcmp(title + 1, country);
}

/* The state whose official or ministry it must be, as far as its office tells; "" if unclear. */
static const char *choose_home(const struct dw_entity_scan *s, const struct matter *m,
                               const char *title)
{
    bool first = m->count[0] >= MENTIONS_MIN && !is_without(title, m->country[0]);
    bool second = m->count[1] && !is_without(title, m->country[1]);

    if (title[0] && title[0] != '!')
        return title;
    if (is_named(s->doc, s->filed) && !is_without(title, s->filed))
        return s->filed;
    if (first && !m->count[1])
        return m->country[0];
    if (m->count[1] && !m->count[2] && first != second)
        return m->country[first ? 0 : 1];
    return "";
}

/* The one state whose official of the same title the text mentions: "Canada's ambassador"; "" if
 * there is none, or several have one. */
static const char *find_mentioned_home(const struct dw_doc *doc, uint32_t title)
{
    const char *found = "";

    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const struct dw_mention *m = &doc->mentions.v[i];
        const struct dw_entity *e = &doc->entities.v[m->entity];

        if (m->kind != DW_MENTION_NOMINAL || e->type != DW_ENTITY_COUNTRY ||
            doc->tokens.v[m->end - 1].hash != doc->tokens.v[title].hash ||
            !strcmp(found, e->country))
            continue;
        if (found[0])
            return "";
        found = e->country;
    }
    return found;
}

/* The state of the forces named last before a soldier, in the same sentence or the one before; ""
 * if none are. */
static const char *find_force_home(const struct dw_doc *doc, uint32_t title)
{
    uint32_t sentence = doc->tokens.v[title].sentence, last = 0;
    const char *found = "";

    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const struct dw_mention *m = &doc->mentions.v[i];
        const struct dw_entity *e = &doc->entities.v[m->entity];

        if (e->type == DW_ENTITY_GOVERNMENT_BODY && !strcmp(e->sector, "MIL") && m->first < title &&
            m->first >= last && doc->tokens.v[m->first].sentence + 1 >= sentence) {
            last = m->first;
            found = e->country;
        }
    }
    return found;
}

/* The one state that has the office, as its title tells; but a "secretary of state for trade" may
 * be of any. */
static const char *only_home(const struct dw_doc *doc, const struct dw_entity_office *office)
{
    uint32_t next = office->token + 1;

    return next < doc->tokens.n && dw_token_is(doc, next, "for") ? "" : office->title->country;
}

static bool is_of_state(const char *sector)
{
    static const char *const sectors[] = {"GOV", "LEG", "MIL", "JUD", "COP", "SPY", "ELI"};

    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++)
        if (!strcmp(sector, sectors[i]))
            return true;
    return false;
}

/* Is it named, not only described? */
static bool has_name(const struct dw_doc *doc, int32_t entity)
{
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        if (doc->mentions.v[i].entity == entity && doc->mentions.v[i].kind == DW_MENTION_NAME)
            return true;
    return false;
}

static void give_home(struct dw_entity *e, const char *country)
{
    if (!e->country[0] && dw_country_is_known(country))
        memcpy(e->country, country, sizeof e->country);
}

void dw_home_find(struct dw_entity_scan *scan)
{
    struct dw_doc *doc = scan->doc;
    struct matter matter = find_matter(doc);

    for (uint32_t i = 0; i < scan->offices.n; i++) {
        const struct dw_gazetteer_entry *title = scan->offices.v[i].title;
        struct dw_entity *e = &doc->entities.v[scan->offices.v[i].person];

        if (!is_of_state(e->sector) || title->flags & DW_GAZ_AMBIGUOUS) /* firms have presidents */
            continue;
        if (i < OFFICES_MAX && !e->country[0])
            give_home(e, find_mentioned_home(doc, scan->offices.v[i].token));
        if (i < OFFICES_MAX && !strcmp(e->sector, "MIL"))
            give_home(e, find_force_home(doc, scan->offices.v[i].token));
        if (strcmp(title->role, "posted") != 0) /* else abroad */
            give_home(e, choose_home(scan, &matter, only_home(doc, &scan->offices.v[i])));
    }
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        struct dw_entity *e = &doc->entities.v[i];

        if (e->type == DW_ENTITY_GOVERNMENT_BODY && is_of_state(e->sector) && !e->country[0] &&
            has_name(doc, (int32_t)i))
            give_home(e, choose_home(scan, &matter, strstr(e->name, "Ministry") ? "!USA" : ""));
    }
}
