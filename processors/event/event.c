/* SPDX-License-Identifier: MIT */
/*
 * event.c - code the events of a document: find frames, let those that govern others take them in,
 * fill arguments, status, time and place, and join what is told twice.
 */
#include <stdlib.h>
#include <string.h>

#include "processors/entity/registry.h"
#include "processors/event/argument.h"
#include "processors/event/context.h"
#include "processors/event/slot.h"
#include "processors/event/status.h"
#include "processors/event/told.h"
#include "processors/event/when.h"
#include "processors/processors.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"
#include "lexicon/goldstein.inc"

enum { CLIMB_MAX = 12 };

/* A frame that holds at a token. */
struct candidate {
    int32_t token;
    const struct dw_frame *frame;
    int32_t taken_by; /* the candidate whose content it is, or DW_NONE */
};

struct coder {
    struct dw_doc *doc;
    const struct dw_frames *frames;
    struct dw_parties parties;
    struct {
        struct candidate *v;
        uint32_t n, cap;
    } candidates; /* of one sentence */
};

/* --- candidates ------------------------------------------------------------------------------ */

static enum dw_err find_candidates(struct coder *c, const struct dw_sentence *sentence)
{
    c->candidates.n = 0;
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct dw_frame *frame = dw_frame_match(c->frames, c->doc, (int32_t)i);
        struct candidate *new;

        if (!frame)
            continue;
        new = dw_vec_push(&c->doc->arena, &c->candidates);
        if (!new)
            return DW_NOMEM;
        *new = (struct candidate){(int32_t)i, frame, DW_NONE};
    }
    return DW_OK;
}

static bool is_infinitive(const struct dw_doc *doc, int32_t token)
{
    return dw_token_child_find_lemma(doc, token, "to") != DW_NONE;
}

/* "after", "during", "in": what these add is told beside, not as content. */
static bool is_aside(const struct dw_doc *doc, int32_t token)
{
    static const char *const words[] = {"after",     "before",  "during", "since",
                                        "despite",   "amid",    "in",     "at",
                                        "following", "because", "until",  "as"};
    int32_t p = dw_token_child_find(doc, token, DW_DEPREL_CASE);

    for (size_t i = 0; p != DW_NONE && i < sizeof words / sizeof *words; i++)
        if (dw_token_is(doc, (uint32_t)p, words[i]))
            return true;
    return false;
}

/* May content be taken in through this token's relation to its head? A clause that tells a fact of
 * its own ("the tariffs that Japan imposed in May", "after ...") is never taken in. */
static bool is_content_step(const struct dw_doc *doc, int32_t token)
{
    enum dw_deprel rel = (enum dw_deprel)doc->tokens.v[token].deprel;

    switch (dw_deprel_base(rel)) {
    case DW_DEPREL_XCOMP:
    case DW_DEPREL_CCOMP:
    case DW_DEPREL_OBJ:
    case DW_DEPREL_COMPOUND:
    case DW_DEPREL_AMOD:
        return true;
    case DW_DEPREL_NSUBJ:
        return rel == DW_DEPREL_NSUBJ_PASS;
    case DW_DEPREL_OBL:
    case DW_DEPREL_NMOD:
        return rel != DW_DEPREL_NMOD_POSS && rel != DW_DEPREL_OBL_AGENT && !is_aside(doc, token);
    case DW_DEPREL_ADVCL:
        return is_infinitive(doc, token) ||
               (doc->tokens.v[token].xpos == DW_XPOS_VBG && /* "of selling", "on exporting" */
                dw_token_child_find(doc, token, DW_DEPREL_MARK) != DW_NONE);
    case DW_DEPREL_ACL:
        return rel == DW_DEPREL_ACL && doc->tokens.v[token].xpos != DW_XPOS_VBN;
    case DW_DEPREL_CONJ: /* joined with other content */
        return true;
    default:
        return false;
    }
}

static int32_t find_candidate(const struct coder *c, int32_t token)
{
    for (uint32_t i = 0; i < c->candidates.n; i++)
        if (c->candidates.v[i].token == token)
            return (int32_t)i;
    return DW_NONE;
}

/* The nearest candidate above of which this one is content. */
static int32_t find_outer(const struct coder *c, int32_t token)
{
    const struct dw_doc *doc = c->doc;
    bool joined = false;

    for (int n = 0; n < CLIMB_MAX && is_content_step(doc, token); n++) {
        int32_t outer, head = doc->tokens.v[token].head;

        if (head == DW_NONE)
            return DW_NONE;
        joined = dw_token_is_rel(doc, token, DW_DEPREL_CONJ);
        outer = find_candidate(c, head);
        if (outer != DW_NONE && !joined)
            return outer;
        if (outer != DW_NONE) /* joined with a candidate: content of what that is content of */
            return c->candidates.v[outer].taken_by;
        token = head;
    }
    return DW_NONE;
}

/* Does a noun tell an act of somebody else than the predicate's subject? */
static bool is_own_act(struct coder *c, const struct candidate *inner,
                       const struct candidate *outer)
{
    struct dw_refs actors = {.n = 0}, subjects = {.n = 0};

    if (inner->frame->pos != DW_FRAME_NOUN || dw_light_verb(c->doc, inner->token) == outer->token)
        return false;
    if (dw_compose_outer(outer->frame))
        return false;
    if (dw_actors_find(c->doc, inner->token, &inner->frame->actor, &actors) != DW_OK ||
        dw_actors_find(c->doc, outer->token, &outer->frame->actor, &subjects) != DW_OK)
        return false;
    return actors.n && subjects.n && actors.v[0] != subjects.v[0] &&
           inner->frame->type != DW_EVENT_REQUEST;
}

/* "the tariffs imposed by": the noun is what the participle's act is about. */
static bool is_restated(const struct coder *c, const struct candidate *noun, int32_t *by)
{
    for (uint32_t i = 0; noun->frame->pos == DW_FRAME_NOUN && i < c->candidates.n; i++) {
        const struct dw_token *t = &c->doc->tokens.v[c->candidates.v[i].token];

        if (t->head == noun->token && c->candidates.v[i].frame->pos == DW_FRAME_VERB &&
            dw_deprel_base((enum dw_deprel)t->deprel) == DW_DEPREL_ACL &&
            c->candidates.v[i].frame->type == noun->frame->type) {
            *by = (int32_t)i;
            return true;
        }
    }
    return false;
}

static void take_contents(struct coder *c)
{
    for (uint32_t i = 0; i < c->candidates.n; i++) {
        struct candidate *inner = &c->candidates.v[i];
        int32_t outer = find_outer(c, inner->token);

        if (is_restated(c, inner, &inner->taken_by))
            continue;
        if (outer != DW_NONE && !is_own_act(c, inner, &c->candidates.v[outer]))
            inner->taken_by = outer;
    }
}

/* The first content of a candidate. */
static const struct candidate *find_content(const struct coder *c, uint32_t outer)
{
    for (uint32_t i = 0; i < c->candidates.n; i++)
        if (c->candidates.v[i].taken_by == (int32_t)outer)
            return &c->candidates.v[i];
    return NULL;
}

/* --- what the event is ----------------------------------------------------------------------- */

static void set_kind(struct dw_event *e, enum dw_event_type type, const char *mode,
                     const char *cameo, const char *tag)
{
    e->type = type;
    e->modes[0] = mode;
    e->cameo = cameo;
    e->tag = tag;
}

/* Lemma of the complement of a predicate, for contents that are no frames: "compensate". */
static const char *content_lemma(const struct dw_doc *doc, int32_t predicate)
{
    static const struct dw_slot slots[] = {{.kind = {DW_SLOT_XCOMP}}, {.kind = {DW_SLOT_CCOMP}}};
    struct dw_fillers fillers = {.n = 0};

    for (size_t i = 0; i < sizeof slots / sizeof *slots && !fillers.n; i++)
        dw_slot_find(doc, predicate, &slots[i], &fillers);
    return fillers.n ? doc->tokens.v[fillers.v[0]].lemma : NULL;
}

/* A demand, threat, refusal or offer is of what its content is: "threatened to leave the pact". */
static void compose_content(struct coder *c, uint32_t index, struct dw_event *e)
{
    const struct candidate *outer = &c->candidates.v[index], *inner = find_content(c, index);
    const char *word = dw_compose_outer(outer->frame);
    struct dw_composition to;

    if (!word)
        return;
    if (inner ? dw_compose_find(word, c->doc->tokens.v[inner->token].lemma, inner->frame->tag,
                                inner->frame->type, true, &to)
              : dw_compose_find(word, content_lemma(c->doc, outer->token), NULL, DW_EVENT_AGREE,
                                false, &to))
        if (!outer->frame->n_conditions || inner)
            set_kind(e, to.type, to.mode, to.cameo, to.tag);
}

static bool is_hostile(enum dw_event_type type)
{
    return type == DW_EVENT_PROTEST || type == DW_EVENT_SANCTION || type == DW_EVENT_MOBILIZE ||
           type == DW_EVENT_COERCE || type == DW_EVENT_ASSAULT;
}

static bool is_friendly(enum dw_event_type type)
{
    return !is_hostile(type) && type != DW_EVENT_REQUEST && type != DW_EVENT_ACCUSE &&
           type != DW_EVENT_REJECT && type != DW_EVENT_THREATEN;
}

/* The word of compose.tsv for what a status makes of an event; NULL if it leaves it. */
static const char *status_word(const struct dw_event *e, const struct dw_event_status *s)
{
    if (s->refused && is_friendly(e->type))
        return "reject";
    if (s->aux == DW_AUX_FUTURE && s->on_condition && is_hostile(e->type))
        return "threaten";
    if (s->aux == DW_AUX_FUTURE)
        return "future";
    return s->aux == DW_AUX_HYPOTHETICAL ? "hypothetical" : NULL;
}

/* Planned cooperation is AGREE, a planned concession CONCEDE, what will not be done REJECT, and a
 * hostile plan on a condition THREATEN; else the status stays beside the type. */
static void compose_status(struct dw_event *e, const struct dw_event_status *s)
{
    const char *word = status_word(e, s);
    struct dw_composition to;

    e->aux = s->aux;
    e->rule = s->rule;
    if (!word || !dw_compose_find(word, NULL, e->tag, e->type, true, &to))
        return;
    set_kind(e, to.type, to.mode, to.cameo, to.tag);
    if (s->aux != DW_AUX_HYPOTHETICAL)
        e->aux = DW_AUX_NONE;
}

static double goldstein(const char *cameo)
{
    enum { N_ROWS = sizeof table_goldstein / sizeof *table_goldstein };
    size_t longest = 0;
    double value = 0;

    for (size_t i = 0; cameo && i < N_ROWS; i++) {
        const char *code = (const char *)table_goldstein_pool + table_goldstein[i].cameo;
        size_t len = strlen(code);

        if (len > longest && !strncmp(code, cameo, len)) {
            longest = len;
            value = (double)table_goldstein[i].value;
        }
    }
    return value;
}

/* --- who ------------------------------------------------------------------------------------- */

/* Do both sides act? A promise, an offer or aid has one who gives and one who gets. */
static bool is_mutual(const struct dw_event *e)
{
    return e->type == DW_EVENT_CONSULT || e->type == DW_EVENT_COOPERATE ||
           (e->tag && (!strncmp(e->tag, "talks-sch", 9) || !strcmp(e->tag, "agreement-reached") ||
                       !strcmp(e->tag, "agreement-signed")));
}

static const char *ref_country(const struct dw_doc *doc, const struct dw_refs *refs)
{
    for (uint32_t i = 0; i < refs->n; i++)
        if (doc->entities.v[refs->v[i]].country[0])
            return doc->entities.v[refs->v[i]].country;
    return "";
}

/* Recipients that act themselves are none. */
static void drop_actors(const struct dw_doc *doc, struct dw_event *e)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < e->recipients.n; i++) {
        const struct dw_entity *r = &doc->entities.v[e->recipients.v[i]];
        bool acts = false;

        for (uint32_t k = 0; k < e->actors.n; k++) {
            const struct dw_entity *a = &doc->entities.v[e->actors.v[k]];

            acts |=
                e->actors.v[k] == e->recipients.v[i] ||
                (r->country[0] && !strcmp(r->country, a->country) && r->type == DW_ENTITY_COUNTRY);
        }
        if (!acts)
            e->recipients.v[n++] = e->recipients.v[i];
    }
    e->recipients.n = n;
}

static enum dw_err add_other(struct coder *c, struct dw_event *e)
{
    const char *other = dw_parties_other(&c->parties, ref_country(c->doc, &e->actors));
    int32_t entity = other[0] ? dw_entity_add_country(c->doc, other) : DW_NONE;

    for (uint32_t i = 0; entity != DW_NONE && i < e->actors.n; i++)
        if (!strcmp(c->doc->entities.v[e->actors.v[i]].country, other))
            return DW_OK;
    return entity == DW_NONE ? DW_OK : dw_refs_add(c->doc, &e->recipients, entity);
}

/* Subject of the verb that carries or governs a noun, where its own slots name nobody. */
static enum dw_err add_bearer(struct coder *c, const struct candidate *k, struct dw_event *e)
{
    static const struct dw_slots bearers = {
        .v = {{.kind = {DW_SLOT_SUBJ}}, {.kind = {DW_SLOT_POSS}}}, .n = 2};

    return k->frame->pos == DW_FRAME_NOUN && !e->actors.n
               ? dw_actors_find(c->doc, k->token, &bearers, &e->actors)
               : DW_OK;
}

/* What one side will not do with another: the subject refuses, the others are refused. */
static enum dw_err split_sides(struct coder *c, const struct candidate *k, struct dw_event *e)
{
    static const struct dw_slots subject = {.v = {{.kind = {DW_SLOT_SUBJ}}}, .n = 1};
    struct dw_refs all = e->actors;
    enum dw_err rc;

    e->actors = (struct dw_refs){.n = 0};
    rc = dw_actors_find(c->doc, k->token, &subject, &e->actors);
    if (rc != DW_OK || !e->actors.n) {
        e->actors = all;
        return rc;
    }
    for (uint32_t i = 0; rc == DW_OK && i < all.n; i++)
        rc = dw_refs_add(c->doc, &e->recipients, all.v[i]);
    return rc;
}

static enum dw_err fill_arguments(struct coder *c, uint32_t index, struct dw_event *e)
{
    const struct candidate *k = &c->candidates.v[index], *inner = find_content(c, index);
    enum dw_err rc = dw_actors_find(c->doc, k->token, &k->frame->actor, &e->actors);

    if (rc == DW_OK)
        rc = add_bearer(c, k, e);
    if (rc == DW_OK && e->type == DW_EVENT_REJECT && k->frame->type != DW_EVENT_REJECT)
        rc = split_sides(c, k, e);
    if (rc == DW_OK)
        rc = dw_actors_find(c->doc, k->token, &k->frame->recipient, &e->recipients);
    if (rc == DW_OK && inner && !e->recipients.n)
        rc = dw_actors_find(c->doc, inner->token, &inner->frame->recipient, &e->recipients);
    if (rc == DW_OK && inner && !e->recipients.n)
        rc = dw_actors_find(c->doc, inner->token, &inner->frame->actor, &e->recipients);
    drop_actors(c->doc, e);
    if (rc == DW_OK && !e->recipients.n && e->actors.n &&
        (dw_slots_have_other(&k->frame->recipient) ||
         (inner && dw_slots_have_other(&inner->frame->recipient))) &&
        !is_mutual(e))
        rc = add_other(c, e);
    if (rc == DW_OK)
        rc = dw_about_find(c->doc, k->token, &k->frame->about, &e->about);
    if (rc == DW_OK && inner)
        rc = dw_about_find(c->doc, inner->token, &inner->frame->about, &e->about);
    return rc;
}

/* Participants of talks and agreements all act; nobody receives. */
static enum dw_err join_participants(struct dw_doc *doc, struct dw_event *e)
{
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; i < e->recipients.n && rc == DW_OK; i++)
        rc = dw_refs_add(doc, &e->actors, e->recipients.v[i]);
    e->recipients.n = 0;
    return rc;
}

/* "such talks", "the meeting": of those who talked before. */
static enum dw_err inherit_participants(struct dw_doc *doc, struct dw_event *e)
{
    for (uint32_t i = doc->events.n; i-- > 0;) {
        const struct dw_event *before = &doc->events.v[i];
        bool talks = before->type == DW_EVENT_CONSULT ||
                     (before->tag && !strcmp(before->tag, "talks-scheduled"));

        for (uint32_t k = 0; talks && k < before->actors.n; k++)
            if (dw_refs_add(doc, &e->actors, before->actors.v[k]) != DW_OK)
                return DW_NOMEM;
        if (e->actors.n)
            break;
    }
    return DW_OK;
}

/* --- making an event ------------------------------------------------------------------------- */

static void set_time(struct coder *c, const struct candidate *k, int32_t announced_by,
                     struct dw_event *e)
{
    e->time = dw_event_time_find(c->doc, k->token, announced_by);
    if (e->time != DW_NONE)
        memcpy(e->time_value, c->doc->times.v[e->time].value, sizeof e->time_value);
}

/* How sure we are: more conditions met and more of who and whom told make it surer. */
static double confidence(const struct candidate *k, const struct dw_event *e)
{
    double p = 0.45 + 0.1 * k->frame->n_conditions;

    p += e->actors.n ? 0.15 : 0;
    p += e->recipients.n || (is_mutual(e) && e->actors.n > 1) ? 0.15 : 0;
    p -= k->frame->pos == DW_FRAME_NOUN ? 0.05 : 0;
    return p > 0.95 ? 0.95 : p;
}

static struct dw_span trigger_span(const struct dw_doc *doc, int32_t token)
{
    struct dw_span span = doc->tokens.v[token].span;
    int32_t particle = dw_token_child_find(doc, token, DW_DEPREL_COMPOUND_PRT);

    if (particle == token + 1)
        span.end = doc->tokens.v[particle].span.end;
    return span;
}

/* --- one event ------------------------------------------------------------------------------- */

/* "in retaliation for": the step is an answer. */
static bool is_retaliation(const struct dw_doc *doc, int32_t predicate)
{
    static const struct dw_slot in = {.kind = {DW_SLOT_PREPOSITION}, .preposition = {"in"}};
    struct dw_fillers fillers = {.n = 0};

    dw_slot_find(doc, predicate, &in, &fillers);
    for (uint32_t i = 0; i < fillers.n; i++)
        if (dw_token_is_lemma(doc, fillers.v[i], "retaliation") ||
            dw_token_is_lemma(doc, fillers.v[i], "reprisal"))
            return true;
    return false;
}

/* "visits Lima on April 29": what is dated after the publication is still to come. */
static void read_date(const struct dw_doc *doc, const struct dw_event *e, struct dw_event_status *s)
{
    enum { DAY = 10, MONTH = 7 };
    size_t len = strlen(e->time_value);

    if (s->aux != DW_AUX_NONE || len < MONTH || strlen(doc->published) < DAY ||
        e->time_value[MONTH - 2] < '0' || e->time_value[MONTH - 2] > '9' ||
        strncmp(e->time_value, doc->published, len < DAY ? MONTH : DAY) <= 0)
        return;
    s->aux = DW_AUX_FUTURE;
    s->rule = "dated after the publication";
}

static enum dw_err make_event(struct coder *c, uint32_t index, struct dw_event *e)
{
    const struct candidate *k = &c->candidates.v[index];
    struct dw_event_status status = dw_status_find(c->doc, k->token);
    static const char *const pos_names[] = {"v", "n", "a"};
    enum dw_err rc;

    memset(e, 0, sizeof *e);
    set_kind(e, k->frame->type, k->frame->mode, k->frame->cameo, k->frame->tag);
    set_time(c, k, status.announced_by, e);
    if (k->frame->pos == DW_FRAME_VERB && e->tag && !strcmp(e->tag, "measure-imposed"))
        dw_status_own(c->doc, k->token, &status);
    read_date(c->doc, e, &status);
    compose_content(c, index, e);
    if (e->type == DW_EVENT_SANCTION && is_retaliation(c->doc, k->token))
        e->tag = "retaliation";
    compose_status(e, &status);
    rc = fill_arguments(c, index, e);
    if (rc == DW_OK && is_mutual(e))
        rc = join_participants(c->doc, e);
    if (rc == DW_OK && e->type == DW_EVENT_CONSULT && !e->actors.n && e->time != DW_NONE)
        rc = inherit_participants(c->doc, e);
    if (rc == DW_OK)
        rc = dw_contexts_find(c->doc, k->token, e);
    e->place = dw_event_place_find(c->doc, k->token);
    e->attribution = dw_attribution_find(c->doc, k->token);
    e->goldstein = goldstein(e->cameo);
    e->head = (uint32_t)k->token;
    e->sentence = c->doc->tokens.v[k->token].sentence;
    e->trigger = trigger_span(c->doc, k->token);
    e->frame = dw_arena_printf(&c->doc->arena, "%s/%s %s", k->frame->lemma,
                               pos_names[k->frame->pos], k->frame->when);
    e->confidence = confidence(k, e);
    return rc == DW_OK && e->frame ? DW_OK : DW_NOMEM;
}

/* --- the same step told twice ---------------------------------------------------------------- */

/* Is every country of `a` one of `b`? */
static bool is_within(const struct dw_doc *doc, const struct dw_refs *a, const struct dw_refs *b)
{
    for (uint32_t i = 0; i < a->n; i++) {
        bool found = false;

        for (uint32_t k = 0; k < b->n && !found; k++)
            found = a->v[i] == b->v[k] ||
                    (doc->entities.v[a->v[i]].country[0] &&
                     !strcmp(doc->entities.v[a->v[i]].country, doc->entities.v[b->v[k]].country));
        if (!found)
            return false;
    }
    return true;
}

static bool same_refs(const struct dw_doc *doc, const struct dw_refs *a, const struct dw_refs *b)
{
    return is_within(doc, a, b) && is_within(doc, b, a);
}

static bool is_retelling(const struct dw_doc *doc, const struct dw_event *old,
                         const struct dw_event *new)
{
    bool tags = old->tag == new->tag || (old->tag && new->tag && !strcmp(old->tag, new->tag));
    bool times =
        !old->time_value[0] || !new->time_value[0] || !strcmp(old->time_value, new->time_value);

    return old->type == new->type &&tags &&times &&
           old->aux == new->aux &&same_refs(doc, &old->actors, &new->actors) &&
           same_refs(doc, &old->recipients, &new->recipients);
}

/* Add the event, or its trigger to the mentions of the one that it tells again. */
static enum dw_err add_event(struct dw_doc *doc, const struct dw_event *new)
{
    struct dw_event *e;

    for (uint32_t i = 0; i < doc->events.n; i++) {
        struct dw_span *mention;

        e = &doc->events.v[i];
        if (!is_retelling(doc, e, new))
            continue;
        if (!e->time_value[0]) {
            e->time = new->time;
            memcpy(e->time_value, new->time_value, sizeof e->time_value);
        }
        if (e->place == DW_NONE)
            e->place = new->place;
        mention = dw_vec_push(&doc->arena, &e->mentions);
        if (!mention)
            return DW_NOMEM;
        *mention = new->trigger;
        return DW_OK;
    }
    e = dw_vec_push(&doc->arena, &doc->events);
    if (!e)
        return DW_NOMEM;
    *e = *new;
    return DW_OK;
}

/* --- what counts because of the events ------------------------------------------------------- */

static void keep(struct dw_doc *doc, const struct dw_refs *refs)
{
    for (uint32_t i = 0; i < refs->n; i++)
        doc->entities.v[refs->v[i]].provisional = false;
}

/* Goods that stand in a sentence with an event, and whoever acts or is acted on, are entities. */
static enum dw_err keep_entities(struct dw_doc *doc)
{
    bool *has_event = dw_arena_alloc(&doc->arena, doc->sentences.n + 1);

    if (!has_event)
        return DW_NOMEM;
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const struct dw_event *e = &doc->events.v[i];

        has_event[e->sentence] = true;
        keep(doc, &e->actors);
        keep(doc, &e->recipients);
        keep(doc, &e->about);
        if (e->attribution != DW_NONE)
            doc->entities.v[e->attribution].provisional = false;
    }
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        struct dw_entity *entity = &doc->entities.v[doc->mentions.v[i].entity];

        if (entity->type == DW_ENTITY_GOODS &&
            has_event[doc->tokens.v[doc->mentions.v[i].first].sentence])
            entity->provisional = false;
    }
    return dw_entities_prune(doc);
}

/* --- the processor --------------------------------------------------------------------------- */

static enum dw_err code_sentence(struct coder *c, const struct dw_sentence *sentence)
{
    enum dw_err rc = find_candidates(c, sentence);

    if (rc == DW_OK)
        take_contents(c);
    for (uint32_t i = 0; i < c->candidates.n && rc == DW_OK; i++) {
        struct dw_event e;

        if (c->candidates.v[i].taken_by != DW_NONE)
            continue;
        rc = make_event(c, i, &e);
        if (rc == DW_OK && dw_event_is_told(c->doc, &e))
            rc = add_event(c->doc, &e);
    }
    return rc;
}

static enum dw_err open_event(void **state, const struct dw_pipeline_options *options,
                              struct dw_error *err)
{
    (void)options;
    return dw_frames_open((struct dw_frames **)state, err);
}

static void close_event(void *state)
{
    dw_frames_close(state);
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    struct coder c = {.doc = doc, .frames = state};

    if (!dw_doc_is_english(doc))
        return DW_OK;
    dw_parties_count(doc, &c.parties);
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const struct dw_sentence *sentence = &doc->sentences.v[i];

        if (sentence->zone == DW_ZONE_BODY && code_sentence(&c, sentence) != DW_OK)
            return dw_error_set(err, DW_NOMEM, sentence->span.beg,
                                "too many events for the memory of one article");
    }
    if (keep_entities(doc) != DW_OK)
        return dw_error_set(err, DW_NOMEM, 0, "too many entities for the memory of one article");
    return DW_OK;
}

const struct dw_processor dw_processor_event = {
    .name = "event",
    .summary = "who did what to whom, when, where, and whether it happened (PLOVER, CAMEO)",
    .open = open_event,
    .run = run,
    .close = close_event,
};
