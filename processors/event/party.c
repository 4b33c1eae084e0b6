/* SPDX-License-Identifier: MIT */
#include "processors/event/party.h"

#include <string.h>

#include "processors/entity/country.h"
#include "processors/entity/registry.h"
#include "processors/event/argument.h"
#include "processors/event/clause.h"

static int find_party(struct dw_parties *p, const char *country)
{
    for (uint32_t i = 0; i < p->n; i++)
        if (!strcmp(p->country[i], country))
            return (int)i;
    if (p->n == DW_PARTIES)
        return -1;
    memcpy(p->country[p->n], country, sizeof p->country[0]);
    return (int)p->n++;
}

/* Note the pairs among the parties of one sentence. */
static void count_pairs(struct dw_parties *p, const bool *named)
{
    for (uint32_t a = 0; a < p->n; a++)
        for (uint32_t b = 0; b < p->n; b++)
            if (a != b && named[a] && named[b] && p->together[a][b] < UINT16_MAX)
                p->together[a][b]++;
}

/* "the mission in Libya": where, not who. */
static bool is_where(const struct dw_doc *doc, const struct dw_mention *m)
{
    static const char *const words[] = {"in", "near", "off"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dw_token_has_preposition(doc, (int32_t)m->head, words[i]))
            return true;
    return false;
}

/* Bodies of many states are where things happen rather than whom they happen to. */
static bool is_state(const char *code)
{
    struct dw_country country;

    return strcmp(code, "EUR") == 0 ||
           (dw_country_find(code, &country) && country.kind != DW_COUNTRY_BLOC);
}

/* The state that three in four of the states' mentions are of. */
static void find_home(const struct dw_doc *doc, struct dw_parties *p)
{
    struct dw_parties states = {.n = 0};
    uint32_t count[DW_PARTIES] = {0}, all = 0;

    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const char *country = doc->entities.v[doc->mentions.v[i].entity].country;
        int state = country[0] && is_state(country) ? find_party(&states, country) : -1;

        if (state >= 0)
            count[state]++;
        all += state >= 0;
    }
    for (uint32_t i = 0; i < states.n; i++)
        if (4 * count[i] >= 3 * all)
            memcpy(p->home, states.country[i], sizeof p->home);
}

void dw_parties_count(const struct dw_doc *doc, struct dw_parties *out)
{
    bool named[DW_PARTIES] = {false};
    uint32_t sentence = 0;

    memset(out, 0, sizeof *out);
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const struct dw_mention *m = &doc->mentions.v[i];
        const struct dw_entity *e = &doc->entities.v[m->entity];
        int party;

        if (doc->tokens.v[m->first].sentence != sentence) {
            count_pairs(out, named);
            memset(named, 0, sizeof named);
            sentence = doc->tokens.v[m->first].sentence;
        }
        if (!e->country[0] || !dw_entity_is_actor(e) || is_where(doc, m))
            continue;
        party = find_party(out, e->country);
        if (party >= 0)
            named[party] = true;
    }
    count_pairs(out, named);
    find_home(doc, out);
}

/* The country most often named with this one. */
static const char *most_named(const struct dw_parties *parties, const char *country)
{
    const char *best = "";
    uint16_t most = 0;

    for (uint32_t a = 0; a < parties->n; a++) {
        if (strcmp(parties->country[a], country) != 0)
            continue;
        for (uint32_t b = 0; b < parties->n; b++)
            if (parties->together[a][b] > most) {
                most = parties->together[a][b];
                best = parties->country[b];
            }
    }
    return best;
}

const char *dw_parties_facing(const struct dw_parties *parties, const char *country)
{
    const char *other = most_named(parties, country);
    uint16_t first = 0, second = 0;

    for (uint32_t a = 0; a < parties->n; a++)
        for (uint32_t b = 0; b < parties->n && !strcmp(parties->country[a], country); b++) {
            uint16_t n = parties->together[a][b];

            if (n > first) {
                second = first;
                first = n;
            } else if (n > second) {
                second = n;
            }
        }
    return first >= 2 * second ? other : "";
}

/* The country on either side of an event that is another than this; "" if there is none, or if
 * this one takes no part. */
static const char *counterpart(const struct dw_doc *doc, const struct dw_event *e,
                               const char *country)
{
    const struct dw_refs *sides[] = {&e->actors, &e->recipients};
    const char *other = "";
    bool takes_part = false;

    for (size_t side = 0; side < sizeof sides / sizeof *sides; side++)
        for (uint32_t i = 0; i < sides[side]->n; i++) {
            const char *code = doc->entities.v[sides[side]->v[i]].country;

            if (!strcmp(code, country))
                takes_part = true;
            else if (code[0])
                other = code;
        }
    return takes_part ? other : "";
}

const char *dw_parties_only_named(const struct dw_doc *doc, uint32_t sentence, const char *country)
{
    const char *found = "";

    dw_sentence_mentions(doc, m, sentence)
    {
        const struct dw_entity *e = &doc->entities.v[m->entity];

        if (!e->country[0] || !dw_entity_is_actor(e) || !is_state(e->country) ||
            !strcmp(e->country, country) || !strcmp(e->country, found) || is_where(doc, m))
            continue;
        if (found[0])
            return "";
        found = e->country;
    }
    return found;
}

const char *dw_parties_other(const struct dw_parties *parties, const struct dw_doc *doc,
                             uint32_t sentence, const char *country)
{
    const char *named = dw_parties_only_named(doc, sentence, country);

    if (named[0])
        return named;
    for (uint32_t i = doc->events.n; country[0] && i-- > 0;) {
        const char *other = counterpart(doc, &doc->events.v[i], country);

        if (other[0])
            return other;
    }
    return most_named(parties, country);
}
