/* SPDX-License-Identifier: MIT */
#include "processors/event/cue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/entity/registry.h"
#include "processors/event/refs.h"
#include "processors/event/slot.h"
#include "processors/syntax/syntax.h"

enum {
    MANY = 3,
    NEAR = 4,
    AWAY = 10,
    SHORT = 12,
    LONG = 30,
    FAR = 5,
    PATH_MAX_STEPS = 12,
    WORDS_MAX = 40
};

/* --- adding ---------------------------------------------------------------------------------- */

static void add(struct dw_cues *out, struct dw_cue cue)
{
    if (out->n < DW_CUES)
        out->v[out->n++] = cue;
}

static void add_value(struct dw_cues *out, const char *name, const char *value)
{
    add(out, (struct dw_cue){.name = name, .value = value ? value : "-"});
}

static void add_pair(struct dw_cues *out, const char *name, const char *value, const char *more)
{
    add(out, (struct dw_cue){.name = name, .value = value ? value : "-", .more = more});
}

static void add_number(struct dw_cues *out, const char *name, uint32_t number)
{
    add(out, (struct dw_cue){.name = name, .number = number});
}

static uint32_t at_most(uint32_t n, uint32_t limit)
{
    return n < limit ? n : limit;
}

/* --- the frame and its place in the tree ----------------------------------------------------- */

static const char *const pos_names[] = {"v", "n", "a"};

static void add_frame(const struct dw_candidate *k, const struct dw_event *e, struct dw_cues *out)
{
    const struct dw_frame *f = k->frame;
    const char *type = dw_event_type_name(e->type);

    add_value(out, "type", type);
    add_pair(out, "type+pos", type, pos_names[f->pos]);
    add_pair(out, "lemma", f->lemma, type);
    add_pair(out, "row", f->lemma, f->when);
    add_value(out, "tag", e->tag);
    add_value(out, "mode", e->modes[0]);
    add_number(out, "asks", at_most(f->weight, 5));
    if (k->guess > 0)
        add_number(out, "guess", (uint32_t)(k->guess * 10));
    if (f->type != e->type)
        add_pair(out, "became", dw_event_type_name(f->type), type);
}

static void add_status(const struct dw_event *e, struct dw_cues *out)
{
    static const char *const names[] = {"done", "future", "hypothetical", "negated"};

    add_pair(out, "status", names[e->aux], dw_event_type_name(e->type));
    add_value(out, "rule", e->rule);
}

static uint32_t depth_of(const struct dw_doc *doc, int32_t token)
{
    uint32_t depth = 0;

    while (depth < NEAR && (token = doc->tokens.v[token].head) != DW_NONE)
        depth++;
    return depth;
}

static void add_tree(const struct dw_doc *doc, const struct dw_candidate *k,
                     const struct dw_event *e, struct dw_cues *out)
{
    const struct dw_token *t = &doc->tokens.v[k->token];
    const struct dw_token *head = t->head == DW_NONE ? NULL : &doc->tokens.v[t->head];

    add_number(out, "relation", t->deprel);
    add_number(out, "form", t->xpos);
    add_number(out, "depth", depth_of(doc, k->token));
    add_value(out, "quoted", t->flags & DW_TOKEN_QUOTED ? dw_event_type_name(e->type) : "no");
    add_number(out, "fine", t->cluster.fine);
    add_number(out, "governor", head ? head->cluster.middle : 0);
    add_value(out, "under", head ? dw_upos_name((enum dw_upos)head->upos) : "root");
}

/* What it is done to and who does it, by the likeness of words. */
static void add_fillers(const struct dw_doc *doc, const struct dw_candidate *k, struct dw_cues *out)
{
    static const struct {
        const char *name, *likeness;
        struct dw_slot slot;
    } asked[] = {
        {"object", "objects", {.kind = {DW_SLOT_OBJ}}},
        {"subject", "subjects", {.kind = {DW_SLOT_SUBJ}}},
    };

    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct dw_fillers fillers = {.n = 0};

        dw_slot_find(doc, k->token, &asked[i].slot, &fillers);
        add_number(out, asked[i].name, fillers.n ? doc->tokens.v[fillers.v[0]].cluster.middle : 0);
        add_number(out, asked[i].likeness,
                   fillers.n ? doc->tokens.v[fillers.v[0]].cluster.coarse : 0);
    }
}

/* --- the sides ------------------------------------------------------------------------------- */

/* The mention of an entity that is nearest to the event's word in its sentence; NULL if none. */
static const struct dw_mention *nearest_mention(const struct dw_doc *doc, const struct dw_event *e,
                                                int32_t entity)
{
    const struct dw_mention *best = NULL;
    uint32_t least = UINT32_MAX;

    dw_sentence_mentions(doc, m, e->sentence)
    {
        uint32_t away = m->head > e->head ? m->head - e->head : e->head - m->head;

        if (m->entity == entity && away < least) {
            least = away;
            best = m;
        }
    }
    return best;
}

static const char *mention_word(const struct dw_event *e, const struct dw_mention *m)
{
    static const char *const kinds[] = {"name", "nominal", "pronoun"};
    static const char *const places[] = {"far-before",  "before", "near-before",
                                         "near-behind", "behind", "far-behind"};
    uint32_t away = m->head > e->head ? m->head - e->head : e->head - m->head;
    uint32_t step = away <= NEAR ? 0 : away <= AWAY ? 1 : 2;

    if (m->kind != DW_MENTION_NAME)
        return kinds[m->kind];
    return m->head > e->head ? places[3 + step] : places[2 - step];
}

static uint32_t climb(const struct dw_doc *doc, int32_t token, int32_t *path)
{
    uint32_t n = 0;

    for (; token != DW_NONE && n < PATH_MAX_STEPS; token = doc->tokens.v[token].head)
        path[n++] = token;
    return n;
}

/* Steps in the tree from one token to the other, over the first head that they share. */
static uint32_t tree_distance(const struct dw_doc *doc, int32_t a, int32_t b)
{
    int32_t from_a[PATH_MAX_STEPS], from_b[PATH_MAX_STEPS];
    uint32_t n_a = climb(doc, a, from_a), n_b = climb(doc, b, from_b);

    for (uint32_t i = 0; i < n_a; i++)
        for (uint32_t k = 0; k < n_b; k++)
            if (from_a[i] == from_b[k])
                return i + k;
    return PATH_MAX_STEPS;
}

struct side_names {
    const char *count, *kind, *sector, *told, *country, *path, *relation;
};

/* How the mention of a side hangs in the tree, seen from the event's word. */
static void add_path(const struct dw_doc *doc, const struct dw_event *e, const struct dw_mention *m,
                     const struct side_names *names, struct dw_cues *out)
{
    int32_t head = (int32_t)m->head;

    add_number(out, names->path, at_most(tree_distance(doc, (int32_t)e->head, head), FAR));
    add_number(out, names->relation, doc->tokens.v[head].deprel);
}

static void add_side(const struct dw_doc *doc, const struct dw_event *e, const struct dw_refs *refs,
                     const struct side_names *names, struct dw_cues *out)
{
    const char *type = dw_event_type_name(e->type);

    add(out, (struct dw_cue){.name = names->count, .number = at_most(refs->n, MANY)});
    add_pair(out, names->count, type, refs->n ? refs->n > 1 ? "many" : "one" : "none");
    for (uint32_t i = 0; i < refs->n && i < MANY; i++) {
        const struct dw_entity *entity = &doc->entities.v[refs->v[i]];
        const struct dw_mention *m = nearest_mention(doc, e, refs->v[i]);

        add_value(out, names->kind, dw_entity_type_name(entity->type));
        add_pair(out, names->kind, type, dw_entity_type_name(entity->type));
        add_value(out, names->sector, entity->sector);
        add_value(out, names->told, m ? mention_word(e, m) : "guessed");
        add_pair(out, names->told, type, m ? mention_word(e, m) : "guessed");
        add_value(out, names->country, entity->country[0] ? "known" : "unknown");
        if (m && m->adjectival)
            add_value(out, names->told, "adjective");
        if (m)
            add_path(doc, e, m, names, out);
    }
}

static bool share_country(const struct dw_doc *doc, const struct dw_event *e)
{
    for (uint32_t i = 0; i < e->actors.n; i++)
        if (dw_refs_have_country(doc, &e->recipients, doc->entities.v[e->actors.v[i]].country))
            return true;
    return false;
}

static void add_sides(const struct dw_doc *doc, const struct dw_event *e, struct dw_cues *out)
{
    static const struct side_names actor = {"actors",        "actor",         "actor-sector",
                                            "actor-told",    "actor-country", "actor-path",
                                            "actor-relation"};
    static const struct side_names recipient = {
        "recipients",        "recipient",      "recipient-sector",  "recipient-told",
        "recipient-country", "recipient-path", "recipient-relation"};

    add_side(doc, e, &e->actors, &actor, out);
    add_side(doc, e, &e->recipients, &recipient, out);
    add_pair(out, "supplied", e->supplied, dw_event_type_name(e->type));
    add_pair(out, "supplied", e->supplied, e->actors.n ? "recipient" : "actor");
    add_value(out, "supplied", e->supplied);
    add_value(out, "sides", share_country(doc, e) ? "of-one-country" : "apart");
}

/* --- the sentence and the article ------------------------------------------------------------ */

/* Countries of the sentence: those that take part in the event, and those that are left over. */
static void add_countries(const struct dw_doc *doc, const struct dw_event *e, struct dw_cues *out)
{
    const char *found[MANY];
    uint32_t n = 0, left = 0;

    dw_sentence_mentions(doc, m, e->sentence)
    {
        const char *country = doc->entities.v[m->entity].country;
        bool known = !country[0] || n == MANY;

        for (uint32_t k = 0; k < n && !known; k++)
            known = !strcmp(found[k], country);
        if (known)
            continue;
        found[n++] = country;
        left += !dw_refs_have_country(doc, &e->actors, country) &&
                !dw_refs_have_country(doc, &e->recipients, country);
    }
    add_number(out, "countries", n);
    add_number(out, "left-over", left);
    add(out, (struct dw_cue){.name = "left-over",
                             .value = dw_event_type_name(e->type),
                             .more = left ? "some" : "none"});
}

/* The likeness of the words around: sport and markets use words of their own. */
static void add_words(const struct dw_doc *doc, const struct dw_sentence *s, struct dw_cues *out)
{
    uint32_t n = 0;

    for (uint32_t i = s->first; i < s->end && n < WORDS_MAX; i++) {
        const struct dw_token *t = &doc->tokens.v[i];

        if ((t->upos == DW_UPOS_NOUN || t->upos == DW_UPOS_VERB || t->upos == DW_UPOS_ADJ) &&
            t->cluster.middle) {
            add_number(out, "word", t->cluster.coarse);
            n++;
        }
    }
}

static void add_sentence(const struct dw_doc *doc, const struct dw_event *e, struct dw_cues *out)
{
    const struct dw_sentence *s = &doc->sentences.v[e->sentence];
    uint32_t len = s->end - s->first;

    add_value(out, "sentence", len < SHORT ? "short" : len < LONG ? "middling" : "long");
    add_countries(doc, e, out);
    add_value(out, "question",
              s->end > s->first && doc->article.text[s->span.end - 1] == '?' ? "yes" : "no");
    add_value(out, "article", doc->sentences.n > MANY ? "long" : "short");
    add_value(out, "context", e->contexts[0]);
    add_value(out, "dated", e->time_value[0] ? "yes" : "no");
    add_value(out, "placed", e->place != DW_NONE ? "yes" : "no");
    add_value(out, "said-by", e->attribution != DW_NONE ? "somebody" : "nobody");
    add_number(out, "about", at_most(e->about.n, 2));
    add_words(doc, s, out);
}

void dw_cues_find(const struct dw_doc *doc, const struct dw_candidate *k,
                  const struct dw_event *event, struct dw_cues *out)
{
    out->n = 0;
    add_frame(k, event, out);
    add_status(event, out);
    add_tree(doc, k, event, out);
    add_fillers(doc, k, out);
    add_sides(doc, event, out);
    add_sentence(doc, event, out);
}

void dw_cue_text(const struct dw_cue *cue, char out[DW_CUE_TEXT])
{
    if (!cue->value)
        snprintf(out, DW_CUE_TEXT, "%s=%u", cue->name, cue->number);
    else
        snprintf(out, DW_CUE_TEXT, "%s=%s%s%s", cue->name, cue->value, cue->more ? "+" : "",
                 cue->more ? cue->more : "");
}

/* --- the rows of a table ---------------------------------------------------------------------- */

static uint32_t hash_byte(uint32_t hash, char c)
{
    return (hash ^ (uint8_t)c) * 16777619U;
}

static uint32_t hash_text(uint32_t hash, const char *text)
{
    for (; *text; text++)
        hash = hash_byte(hash, *text);
    return hash;
}

static uint32_t hash_number(uint32_t hash, uint32_t number)
{
    char digits[12] = "";
    size_t at = sizeof digits - 1;

    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    return hash_text(hash, digits + at);
}

/* That of the text of a cue, without writing it. */
static uint32_t hash_cue(const struct dw_cue *cue)
{
    uint32_t hash = hash_byte(hash_text(2166136261U, cue->name), '=');

    if (!cue->value)
        return hash_number(hash, cue->number);
    hash = hash_text(hash, cue->value);
    return cue->more ? hash_text(hash_byte(hash, '+'), cue->more) : hash;
}

enum dw_err dw_cue_index_open(struct dw_cue_index *index, uint32_t n_rows)
{
    index->n_slots = 2;
    while (index->n_slots < 4 * n_rows)
        index->n_slots *= 2;
    index->hash = calloc(n_rows + 1, sizeof *index->hash);
    index->slots = calloc(index->n_slots, sizeof *index->slots);
    return index->hash && index->slots ? DW_OK : DW_NOMEM;
}

void dw_cue_index_close(struct dw_cue_index *index)
{
    free(index->hash);
    free(index->slots);
}

void dw_cue_index_add(struct dw_cue_index *index, uint32_t row, const char *text)
{
    uint32_t slot;

    index->hash[row] = hash_text(2166136261U, text);
    slot = index->hash[row] & (index->n_slots - 1);
    while (index->slots[slot])
        slot = (slot + 1) & (index->n_slots - 1);
    index->slots[slot] = (uint16_t)(row + 1);
}

int32_t dw_cue_index_find(const struct dw_cue_index *index, const struct dw_cue *cue)
{
    uint32_t hash = hash_cue(cue), slot = hash & (index->n_slots - 1);

    for (; index->slots[slot]; slot = (slot + 1) & (index->n_slots - 1))
        if (index->hash[index->slots[slot] - 1] == hash)
            return index->slots[slot] - 1;
    return DW_NONE;
}
