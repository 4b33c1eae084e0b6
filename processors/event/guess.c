/* SPDX-License-Identifier: MIT */
#include "processors/event/guess.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "processors/entity/registry.h"
#include "processors/event/argument.h"
#include "processors/event/clause.h"
#include "processors/event/status.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"

#include "lexicon/guess.inc"

enum { N_ROWS = sizeof table_guess / sizeof *table_guess, SIDES_MAX = 2, TEN = 10, LONGEST = 3 };

struct dw_guesser {
    struct dw_cue_index index;
    double all[DW_OUTCOMES]; /* the row that every verb has */
};

/* --- adding ---------------------------------------------------------------------------------- */

static void add(struct dw_traits *out, struct dw_cue cue, float amount)
{
    if (out->n < DW_TRAITS)
        out->v[out->n++] = (struct dw_trait){cue, amount};
}

static void add_value(struct dw_traits *out, const char *name, const char *value)
{
    add(out, (struct dw_cue){.name = name, .value = value[0] ? value : "-"}, 1);
}

static void add_pair(struct dw_traits *out, const char *name, const char *value, const char *more)
{
    add(out, (struct dw_cue){.name = name, .value = value, .more = more}, 1);
}

static void add_number(struct dw_traits *out, const char *name, uint32_t number)
{
    add(out, (struct dw_cue){.name = name, .number = number}, 1);
}

/* --- leanings -------------------------------------------------------------------------------- */

/* The mean of the leanings of some words. */
struct mean {
    float sum[DW_OUTCOMES];
    uint32_t n;
};

static void add_word(const struct dw_doc *doc, int32_t token, enum dw_leaning_as as,
                     struct mean *mean)
{
    struct dw_leaning leaning = dw_leaning_find(doc->tokens.v[token].lemma, as);

    for (int i = 0; i < DW_OUTCOMES; i++)
        mean->sum[i] += leaning.to[i];
    mean->n++;
}

/* Names and times lean to nothing. */
static bool has_content(const struct dw_doc *doc, int32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];

    return t->lemma && t->time == DW_NONE &&
           (t->upos == DW_UPOS_NOUN || t->upos == DW_UPOS_VERB || t->upos == DW_UPOS_ADJ);
}

static void add_mean(struct dw_traits *out, const char *name, const struct mean *mean)
{
    for (int i = 0; mean->n && i < DW_OUTCOMES; i++)
        add(out, (struct dw_cue){.name = name, .value = dw_outcome_name(i)},
            mean->sum[i] / (float)mean->n);
}

/* --- slots ----------------------------------------------------------------------------------- */

/* Which mean the words of a slot go into. */
enum share { SHARE_NONE, SHARE_OBJECT, SHARE_OBLIQUE, SHARE_COMPLEMENT, SHARE_INNER, N_SHARES };

struct place {
    const char *name;
    struct dw_slot slot;
    enum share share;
    bool holds_side; /* may who is acted on stand there? */
};

#define PREPOSITION(word)                                                                          \
    {                                                                                              \
        word, {.kind = {DW_SLOT_PREPOSITION}, .preposition = {word}}, SHARE_OBLIQUE, true          \
    }
#define INNER(word)                                                                                \
    {                                                                                              \
        "obj." word, {.kind = {DW_SLOT_OBJ, DW_SLOT_PREPOSITION}, .preposition = {"", word}},      \
            SHARE_INNER, true                                                                      \
    }

/* In the order in which who is acted on is looked for. */
static const struct place places[] = {
    {"iobj", {.kind = {DW_SLOT_IOBJ}}, SHARE_NONE, true},
    {"obj", {.kind = {DW_SLOT_OBJ}}, SHARE_OBJECT, true},
    {"obj.poss", {.kind = {DW_SLOT_OBJ, DW_SLOT_POSS}}, SHARE_NONE, true},
    INNER("of"),
    PREPOSITION("against"),
    PREPOSITION("with"),
    INNER("with"),
    INNER("against"),
    PREPOSITION("to"),
    INNER("to"),
    PREPOSITION("on"),
    INNER("on"),
    PREPOSITION("over"),
    INNER("for"),
    PREPOSITION("from"),
    INNER("from"),
    PREPOSITION("for"),
    PREPOSITION("at"),
    PREPOSITION("of"),
    PREPOSITION("into"),
    PREPOSITION("in"),
    {"by", {.kind = {DW_SLOT_PREPOSITION}, .preposition = {"by"}}, SHARE_NONE, false},
    {"prt", {.kind = {DW_SLOT_PRT}}, SHARE_NONE, false},
    {"xcomp", {.kind = {DW_SLOT_XCOMP}}, SHARE_COMPLEMENT, false},
    {"ccomp", {.kind = {DW_SLOT_CCOMP}}, SHARE_COMPLEMENT, false},
};

#undef PREPOSITION
#undef INNER

static enum dw_err resolve(struct dw_doc *doc, const struct dw_fillers *fillers,
                           struct dw_refs *out)
{
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; rc == DW_OK && i < fillers->n; i++)
        rc = dw_actor_resolve(doc, fillers->v[i], out);
    return rc;
}

/* --- who -------------------------------------------------------------------------------------- */

static void add_side(const struct dw_doc *doc, const struct dw_refs *refs, const char *kind,
                     const char *sector, struct dw_traits *out)
{
    for (uint32_t i = 0; i < refs->n && i < SIDES_MAX; i++) {
        const struct dw_entity *e = &doc->entities.v[refs->v[i]];

        add_pair(out, kind, dw_entity_type_name(e->type), e->country[0] ? "known" : "unknown");
        add_value(out, sector, e->sector);
    }
    if (!refs->n)
        add_value(out, kind, "nobody");
}

/* Is the first of them of no country that acts? */
static bool is_apart(const struct dw_doc *doc, const struct dw_refs *actors,
                     const struct dw_refs *others)
{
    const struct dw_entity *other;

    if (!others->n)
        return false;
    other = &doc->entities.v[others->v[0]];
    for (uint32_t i = 0; i < actors->n; i++) {
        const struct dw_entity *a = &doc->entities.v[actors->v[i]];

        if (actors->v[i] == others->v[0] ||
            (other->country[0] && other->type == DW_ENTITY_COUNTRY &&
             !strcmp(a->country, other->country)))
            return false;
    }
    return true;
}

static void add_dyad(const struct dw_doc *doc, const struct dw_refs *actors,
                     const struct dw_refs *others, struct dw_traits *out)
{
    const char *a = actors->n ? doc->entities.v[actors->v[0]].country : "";
    const char *b = others->n ? doc->entities.v[others->v[0]].country : "";

    add_pair(out, "dyad",
             a[0]        ? "country"
             : actors->n ? "somebody"
                         : "nobody",
             !others->n     ? "nobody"
             : !b[0]        ? "somebody"
             : strcmp(a, b) ? "other"
                            : "same");
}

static enum dw_err add_actors(struct dw_doc *doc, int32_t token, struct dw_refs *actors,
                              struct dw_traits *out)
{
    static const struct dw_slot subject = {.kind = {DW_SLOT_SUBJ}};
    struct dw_fillers fillers = {.n = 0};
    enum dw_err rc;

    dw_slot_find(doc, token, &subject, &fillers);
    rc = resolve(doc, &fillers, actors);
    add_side(doc, actors, "actor", "actor-sector", out);
    add_value(out, "subject",
              fillers.n ? dw_upos_name((enum dw_upos)doc->tokens.v[fillers.v[0]].upos) : "none");
    return rc;
}

/* Slots that are filled, what their words lean to, and who stands in the first that names another.
 */
static enum dw_err add_places(struct dw_doc *doc, int32_t token, const struct dw_refs *actors,
                              struct dw_refs *others, struct dw_traits *out)
{
    static const char *const names[N_SHARES] = {NULL, "object", "oblique", "complement", "inner"};
    struct mean means[N_SHARES] = {{.n = 0}};
    const char *at = "none";
    enum dw_err rc = DW_OK;

    for (size_t i = 0; rc == DW_OK && i < sizeof places / sizeof *places; i++) {
        const struct place *p = &places[i];
        struct dw_fillers fillers = {.n = 0};
        struct dw_refs refs = {.n = 0};

        dw_slot_find(doc, token, &p->slot, &fillers);
        if (!fillers.n)
            continue;
        add_value(out, "has", p->name);
        if (p->slot.kind[0] == DW_SLOT_PRT && doc->tokens.v[fillers.v[0]].lemma)
            add_value(out, "particle", doc->tokens.v[fillers.v[0]].lemma);
        for (uint32_t k = 0; p->share && k < fillers.n; k++)
            if (has_content(doc, fillers.v[k]))
                add_word(doc, fillers.v[k],
                         p->share == SHARE_COMPLEMENT ? DW_LEANING_VERB : DW_LEANING_OBJECT,
                         &means[p->share]);
        if (!p->holds_side || others->n)
            continue;
        rc = resolve(doc, &fillers, &refs);
        if (is_apart(doc, actors, &refs)) {
            *others = refs;
            at = p->name;
        }
    }
    add_value(out, "where", at);
    add_side(doc, others, "other", "other-sector", out);
    add_dyad(doc, actors, others, out);
    for (int s = SHARE_OBJECT; s < N_SHARES; s++)
        add_mean(out, names[s], &means[s]);
    return rc;
}

/* --- the verb and its sentence ---------------------------------------------------------------- */

static void add_verb(const struct dw_doc *doc, const struct dw_frames *frames, int32_t token,
                     struct dw_traits *out)
{
    const struct dw_token *t = &doc->tokens.v[token];
    struct mean verb = {.n = 0};

    add_word(doc, token, DW_LEANING_VERB, &verb);
    add_mean(out, "verb", &verb);
    add_number(out, "relation", t->deprel);
    add_number(out, "form", t->xpos);
    add_value(out, "passive", dw_verb_is_passive(doc, token) ? "yes" : "no");
    add_value(out, "quoted", t->flags & DW_TOKEN_QUOTED ? "yes" : "no");
    add_number(out, "status", dw_status_find(doc, token).aux);
    add_value(out, "rows", dw_frame_can_match(frames, doc, token) ? "some" : "none");
}

static void add_sentence(const struct dw_doc *doc, int32_t token, struct dw_traits *out)
{
    const struct dw_sentence *s = &doc->sentences.v[doc->tokens.v[token].sentence];
    uint32_t tens = (s->end - s->first) / TEN;
    struct mean words = {.n = 0};

    for (uint32_t i = s->first; i < s->end; i++)
        if (doc->tokens.v[i].upos == DW_UPOS_NOUN && has_content(doc, (int32_t)i))
            add_word(doc, (int32_t)i, DW_LEANING_OBJECT, &words);
    add_mean(out, "sentence", &words);
    add_number(out, "length", tens < LONGEST ? tens : LONGEST);
}

bool dw_guess_is_open(const struct dw_doc *doc, int32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];

    return t->parsed && t->lemma && t->upos == DW_UPOS_VERB &&
           !dw_token_is_class(doc, token, DW_CLASS_SAY) && !dw_status_is_embedding(t->lemma) &&
           !dw_status_find(doc, token).meant;
}

enum dw_err dw_traits_find(struct dw_doc *doc, const struct dw_frames *frames, int32_t token,
                           struct dw_traits *out)
{
    struct dw_refs actors = {.n = 0}, others = {.n = 0};
    enum dw_err rc;

    out->n = 0;
    rc = add_actors(doc, token, &actors, out);
    if (rc == DW_OK)
        rc = add_places(doc, token, &actors, &others, out);
    if (!actors.n && !others.n) {
        out->n = 0;
        return rc;
    }
    add_verb(doc, frames, token, out);
    add_sentence(doc, token, out);
    return rc;
}

/* --- guessing ------------------------------------------------------------------------------ */

static const char *cue_of(size_t row)
{
    return (const char *)table_guess_pool + table_guess[row].cue;
}

/* Weights of a row in the order of outcomes. */
static void get_weights(size_t row, double out[DW_OUTCOMES])
{
    const struct table_guess_row *r = &table_guess[row];
    const float weights[DW_OUTCOMES] = {
        r->none,    r->agree,    r->consult,  r->support, r->concede, r->cooperate,
        r->aid,     r->retreat,  r->request,  r->accuse,  r->reject,  r->threaten,
        r->protest, r->sanction, r->mobilize, r->coerce,  r->assault};

    for (int i = 0; i < DW_OUTCOMES; i++)
        out[i] = (double)weights[i];
}

enum dw_err dw_guesser_open(struct dw_guesser **out, struct dw_error *err)
{
    struct dw_guesser *guesser = *out = calloc(1, sizeof *guesser);

    if (!guesser || dw_cue_index_open(&guesser->index, N_ROWS) != DW_OK) {
        dw_guesser_close(guesser);
        *out = NULL;
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the guesser of events");
    }
    for (size_t row = 0; row < N_ROWS; row++)
        if (!strcmp(cue_of(row), "all"))
            get_weights(row, guesser->all);
        else
            dw_cue_index_add(&guesser->index, (uint32_t)row, cue_of(row));
    return DW_OK;
}

void dw_guesser_close(struct dw_guesser *guesser)
{
    if (guesser)
        dw_cue_index_close(&guesser->index);
    free(guesser);
}

struct dw_guess dw_guess_of(const double score[DW_OUTCOMES])
{
    double most = score[0], sum = 0;
    int best = 1;

    for (int i = 1; i < DW_OUTCOMES; i++) {
        most = fmax(most, score[i]);
        if (score[i] > score[best])
            best = i;
    }
    for (int i = 0; i < DW_OUTCOMES; i++)
        sum += exp(score[i] - most);
    return (struct dw_guess){(enum dw_event_type)(best - 1), 1 - exp(score[0] - most) / sum,
                             exp(score[best] - most) / sum};
}

struct dw_guess dw_guess_run(const struct dw_guesser *guesser, const struct dw_traits *traits)
{
    double score[DW_OUTCOMES], weights[DW_OUTCOMES];

    memcpy(score, guesser->all, sizeof score);
    for (uint32_t i = 0; i < traits->n; i++) {
        int32_t row = dw_cue_index_find(&guesser->index, &traits->v[i].cue);

        if (row == DW_NONE)
            continue;
        get_weights((size_t)row, weights);
        for (int k = 0; k < DW_OUTCOMES; k++)
            score[k] += weights[k] * (double)traits->v[i].amount;
    }
    return dw_guess_of(score);
}
