/* SPDX-License-Identifier: MIT */
/*
 * event.c - code the events of a document: find frames, let those that govern others take them in,
 * fill arguments, status, time and place, and join what is told twice.
 */
#include <stdlib.h>
#include <string.h>

#include "processors/entity/registry.h"
#include "processors/event/context.h"
#include "processors/event/guess.h"
#include "processors/event/judge.h"
#include "processors/event/reading.h"
#include "processors/event/refs.h"
#include "processors/event/retell.h"
#include "processors/event/sides.h"
#include "processors/event/silence.h"
#include "processors/event/slot.h"
#include "processors/event/status.h"
#include "processors/event/told.h"
#include "processors/event/when.h"
#include "processors/pipeline.h"
#include "processors/processors.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"
#include "lexicon/goldstein.inc"

/* What the processor keeps from one article to the next. */
struct state {
    struct dw_frames *frames;
    struct dw_guesser *guesser;
    struct dw_judge *judge;
    const struct dw_event_watch *watch; /* borrowed; NULL but in training */
};

struct coder {
    struct dw_doc *doc;
    const struct state *state;
    struct dw_parties parties;
    struct dw_candidates candidates; /* of one sentence */
};

/* What is less probably an event is not worth a look. */
static const double least_guess = 0.2;

/* A guess is reported if it is not too improbable that its sides are right as well: what tells of
 * no dispute mostly lacks them. */
static const double least_right = 0.46;

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

static bool is_hostile(enum dw_event_type type)
{
    return type == DW_EVENT_PROTEST || type == DW_EVENT_SANCTION || type == DW_EVENT_MOBILIZE ||
           type == DW_EVENT_COERCE || type == DW_EVENT_ASSAULT;
}

/* A denial stays one, whatever it denies. */
static bool is_denial(const struct dw_candidate *k)
{
    return k->frame->tag && !strcmp(k->frame->tag, "denial");
}

/* "to blacklist them", but not "not to blacklist them", nor "to limit its own exports". */
static bool is_harm(struct dw_doc *doc, const struct dw_candidate *k)
{
    struct dw_refs whom = {.n = 0};

    return is_hostile(k->frame->type) && k->frame->pos == DW_FRAME_VERB &&
           !dw_status_is_negated(doc, k->token) &&
           dw_actors_find(doc, k->token, k->frame->recipient, &whom) == DW_OK && whom.n > 0;
}

/* What is agreed upon is no agreement where it is hostile: "agreed to blacklist ten officials" is
 * the step itself, "is prepared to close the border" a threat. */
static void agree_to_harm(const struct dw_candidate *outer, const struct dw_candidate *inner,
                          struct dw_event *e)
{
    const struct dw_frame *f = inner->frame;
    struct dw_composition to;

    set_kind(e, f->type, f->mode, f->cameo, f->tag);
    if (dw_status_is_intent(outer->frame->lemma) &&
        dw_compose_find("threaten", NULL, f->tag, f->type, true, &to))
        set_kind(e, to.type, to.mode, to.cameo, to.tag);
}

/* A demand, threat, refusal or offer is of what its content is: "threatened to leave the pact". */
static void compose_content(struct coder *c, uint32_t index, struct dw_event *e)
{
    const struct dw_candidate *outer = &c->candidates.v[index],
                              *inner = dw_candidates_content(&c->candidates, index);
    const char *word = dw_compose_outer(outer->frame);
    struct dw_composition to;

    if (!word || is_denial(outer))
        return;
    if (inner && !strcmp(word, "agree") && is_harm(c->doc, inner)) {
        agree_to_harm(outer, inner, e);
        return;
    }
    if (inner ? dw_compose_find(word, c->doc->tokens.v[inner->token].lemma, inner->frame->tag,
                                inner->frame->type, true, &to)
              : dw_compose_find(word, content_lemma(c->doc, outer->token), NULL, DW_EVENT_AGREE,
                                false, &to))
        if (!outer->frame->n_conditions || inner)
            set_kind(e, to.type, to.mode, to.cameo, to.tag);
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

/* --- making an event ------------------------------------------------------------------------- */

static void set_time(struct coder *c, const struct dw_candidate *k, int32_t announced_by,
                     struct dw_event *e)
{
    e->time = dw_event_time_find(c->doc, k->token, announced_by);
    if (e->time != DW_NONE)
        memcpy(e->time_value, c->doc->times.v[e->time].value, sizeof e->time_value);
}

/* The word that states it: of "said the ban was unfair" it is "unfair", as to say is no event. */
static int32_t stating_word(const struct dw_doc *doc, const struct dw_candidate *k)
{
    static const char *const neutral[] = {"say", "tell", "add", "state", "note", NULL};
    struct dw_fillers fillers = {.n = 0};
    bool says = false;

    for (const char *const *w = neutral; *w; w++)
        says |= dw_token_is_lemma(doc, k->token, *w);
    for (uint32_t i = 0; i < k->frame->n_conditions && !fillers.n; i++) {
        struct dw_slot slot = k->frame->conditions[i].slot;

        slot.kind[1] = DW_SLOT_NONE;
        if (says && slot.kind[0] == DW_SLOT_CCOMP)
            dw_slot_find(doc, k->token, &slot, &fillers);
    }
    return fillers.n ? fillers.v[0] : k->token;
}

static struct dw_span trigger_span(const struct dw_doc *doc, const struct dw_candidate *k)
{
    int32_t token = stating_word(doc, k);
    struct dw_span span = doc->tokens.v[token].span;
    int32_t particle = dw_token_child_find(doc, token, DW_DEPREL_COMPOUND_PRT);

    if (particle == token + 1)
        span.end = doc->tokens.v[particle].span.end;
    return span;
}

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
    const struct dw_candidate *k = &c->candidates.v[index];
    struct dw_event_status status = dw_status_find(c->doc, k->token);
    enum dw_err rc;

    if (k->frame->denied && status.aux == DW_AUX_NEGATED) {
        status.aux = DW_AUX_NONE;
        status.refused = false;
        status.rule = "stated by a negation";
    }
    memset(e, 0, sizeof *e);
    e->head = (uint32_t)k->token;
    e->sentence = c->doc->tokens.v[k->token].sentence;
    set_kind(e, k->frame->type, k->frame->mode, k->frame->cameo, k->frame->tag);
    set_time(c, k, status.announced_by, e);
    if (k->frame->pos == DW_FRAME_VERB && e->tag && !strcmp(e->tag, "measure-imposed"))
        dw_status_own(c->doc, k->token, &status);
    read_date(c->doc, e, &status);
    compose_content(c, index, e);
    if (e->type == DW_EVENT_SANCTION && is_retaliation(c->doc, k->token))
        e->tag = "retaliation";
    compose_status(e, &status);
    rc = dw_sides_find(c->doc, &c->parties, k,
                       is_denial(k) ? NULL : dw_candidates_content(&c->candidates, index), e);
    dw_contexts_find(c->doc, k->token, e);
    e->place = dw_event_place_find(c->doc, k->token);
    e->attribution = dw_attribution_find(c->doc, k->token);
    e->goldstein = goldstein(e->cameo);
    e->trigger = trigger_span(c->doc, k);
    e->frame = dw_frame_text(&c->doc->arena, k->frame);
    e->slots = dw_frame_slots(&c->doc->arena, k->frame);
    return rc == DW_OK && e->frame && e->slots ? DW_OK : DW_NOMEM;
}

static enum dw_err add_guess(struct coder *c, int32_t token, struct dw_guess guess)
{
    const struct dw_frame *frame = dw_frame_guessed(c->state->frames, guess.type);
    struct dw_candidate *k = frame ? dw_vec_push(&c->doc->arena, &c->candidates) : NULL;

    if (k)
        *k = (struct dw_candidate){token, frame, DW_NONE, guess.right};
    return k || !frame ? DW_OK : DW_NOMEM;
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

/* Say how sure we are of the event; why it is not to be reported, or NULL. */
static const char *judge_event(struct coder *c, const struct dw_candidate *k, struct dw_event *e)
{
    struct dw_judgement judgement;
    struct dw_cues cues;

    dw_cues_find(c->doc, k, e, &cues);
    judgement = dw_judge_run(c->state->judge, &cues);
    e->confidence = judgement.right;
    e->merit = judgement.merit;
    e->doubt = judgement.doubt;
    if (k->guess > 0 && judgement.right < least_right)
        return "a guess in which the sides are improbable";
    return judgement.event < judgement.bar ? "improbable in these words" : NULL;
}

/* Show a reading to the watch as it would be reported. */
static enum dw_err show_reading(struct coder *c, const struct dw_candidate *k,
                                const struct dw_event *reading, const struct dw_traits *traits)
{
    const struct dw_event_watch *watch = c->state->watch;
    struct dw_event e = *reading;
    struct dw_cues cues;

    dw_cues_find(c->doc, k, &e, &cues);
    e.actors = e.recipients =
        (struct dw_refs){.n = 0}; /* lists are shared, placing shortens them */
    if (dw_refs_add_all(c->doc, &e.actors, &reading->actors) != DW_OK ||
        dw_refs_add_all(c->doc, &e.recipients, &reading->recipients) != DW_OK)
        return DW_NOMEM;
    dw_sides_place(c->doc, &c->parties, &e);
    watch->see(watch->context, &e, &cues, traits);
    return DW_OK;
}

/* Show the readings of an event that have the sides that it needs. */
static enum dw_err show_readings(struct coder *c, const struct dw_candidate *k,
                                 const struct dw_readings *readings)
{
    struct dw_traits traits = {.n = 0};
    enum dw_err rc = DW_OK;

    if (k->frame->pos == DW_FRAME_VERB && k->guess <= 0)
        rc = dw_traits_find(c->doc, c->state->frames, k->token, &traits);
    for (uint32_t i = 0; rc == DW_OK && i < readings->n; i++) {
        if (dw_event_lacks(c->doc, &readings->v[i]))
            continue;
        rc = show_reading(c, k, &readings->v[i], &traits);
        traits.n = 0;
    }
    return rc;
}

/* The likeliest reading of an event; why none is to be reported, or NULL. */
static const char *choose_reading(struct coder *c, const struct dw_candidate *k,
                                  struct dw_readings *readings, struct dw_event *e)
{
    const char *why = dw_event_lacks(c->doc, &readings->v[0]);
    const struct dw_event *best = NULL;

    for (uint32_t i = 0; i < readings->n; i++) {
        struct dw_event *reading = &readings->v[i];
        const char *doubt;

        if (dw_event_lacks(c->doc, reading))
            continue;
        doubt = judge_event(c, k, reading);
        if (best && reading->confidence <= best->confidence)
            continue;
        best = reading;
        why = doubt;
    }
    *e = best ? *best : readings->v[0];
    return why;
}

/* An event of the candidate, or a note why it makes none. */
static enum dw_err code_candidate(struct coder *c, uint32_t index)
{
    const struct dw_candidate *k = &c->candidates.v[index];
    struct dw_readings readings;
    const char *why = NULL;
    struct dw_event e;

    if (k->taken_by != DW_NONE)
        why = "told as part of another event";
    else if (dw_status_find(c->doc, k->token).meant)
        why = "the purpose of something else";
    if (why)
        return dw_silence_add(c->doc, k->token, k->frame, why);
    if (make_event(c, index, &e) != DW_OK ||
        dw_readings_find(c->doc, &c->parties, &e, &readings) != DW_OK)
        return DW_NOMEM;
    why = choose_reading(c, k, &readings, &e);
    if (dw_event_lacks(c->doc, &e)) {
        if (is_denial(k)) /* answers nobody: then it tells what did not happen */
            dw_candidates_release(&c->candidates, index);
        return dw_silence_add(c->doc, k->token, k->frame, why);
    }
    if (c->state->watch && show_readings(c, k, &readings) != DW_OK)
        return DW_NOMEM;
    if (why && !c->state->watch) /* who watches wants to see what follows from each */
        return dw_silence_add(c->doc, k->token, k->frame, why);
    dw_sides_place(c->doc, &c->parties, &e);
    return dw_event_add(c->doc, &e);
}

/* What a verb would state, by each type in turn; the watch says which it is. */
static enum dw_err watch_guess(struct coder *c, int32_t token, const struct dw_traits *traits,
                               struct dw_guess *guess)
{
    const struct dw_event_watch *watch = c->state->watch;
    struct dw_event events[DW_N_EVENT_TYPES];
    enum dw_err rc = DW_OK;

    for (int type = 0; rc == DW_OK && type < DW_N_EVENT_TYPES; type++) {
        rc = add_guess(c, token, (struct dw_guess){.type = (enum dw_event_type)type});
        if (rc == DW_OK)
            rc = make_event(c, --c->candidates.n, &events[type]);
    }
    if (rc == DW_OK)
        *guess = watch->guess(watch->context, c->doc, events, traits);
    return rc;
}

/* Add what a verb probably states of which no row holds. */
static enum dw_err guess_verb(struct coder *c, int32_t token)
{
    struct dw_guess guess;
    struct dw_traits traits;
    enum dw_err rc = dw_traits_find(c->doc, c->state->frames, token, &traits);

    if (rc != DW_OK || !traits.n)
        return rc;
    if (c->state->watch)
        rc = watch_guess(c, token, &traits, &guess);
    else
        guess = dw_guess_run(c->state->guesser, &traits);
    return rc == DW_OK && guess.event >= least_guess ? add_guess(c, token, guess) : rc;
}

/* Guesses behind the candidates of rows; none takes in another, or is taken in. Sentences that the
 * gate turned away have none, so that the depth changes no events. */
static enum dw_err find_guesses(struct coder *c, const struct dw_sentence *sentence)
{
    struct dw_candidates rows = c->candidates;
    enum dw_err rc = DW_OK;

    for (uint32_t i = sentence->first; sentence->admitted && rc == DW_OK && i < sentence->end;
         i++) {
        rows.v = c->candidates.v;
        if (dw_guess_is_open(c->doc, (int32_t)i) && !dw_candidates_settle(&rows, (int32_t)i) &&
            !dw_candidates_touch(&rows, (int32_t)i))
            rc = guess_verb(c, (int32_t)i);
    }
    return rc;
}

/* In the order of their words: those of rows and the guesses stand in two runs. */
static enum dw_err code_sentence(struct coder *c, const struct dw_sentence *sentence)
{
    enum dw_err rc = dw_candidates_find(&c->candidates, c->state->frames, sentence);
    const struct dw_candidate *v;
    uint32_t n_rows = c->candidates.n, row = 0, guess = n_rows;

    if (rc == DW_OK)
        rc = find_guesses(c, sentence);
    v = c->candidates.v;
    while (rc == DW_OK && (row < n_rows || guess < c->candidates.n)) {
        bool is_row = guess == c->candidates.n || (row < n_rows && v[row].token < v[guess].token);

        rc = code_candidate(c, is_row ? row++ : guess++);
    }
    return rc;
}

static void close_event(void *opened)
{
    struct state *state = opened;

    dw_frames_close(state->frames);
    dw_guesser_close(state->guesser);
    dw_judge_close(state->judge);
    free(state);
}

static enum dw_err open_event(void **out, const struct dw_pipeline_options *options,
                              struct dw_error *err)
{
    struct state *state = calloc(1, sizeof *state);
    enum dw_err rc;

    if (!state)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the coder of events");
    state->watch = options->watch;
    rc = dw_frames_open(&state->frames, err);
    if (rc == DW_OK)
        rc = dw_guesser_open(&state->guesser, err);
    if (rc == DW_OK)
        rc = dw_judge_open(&state->judge, err);
    if (rc != DW_OK)
        close_event(state);
    else
        *out = state;
    return rc;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    struct coder c = {.doc = doc, .state = state, .candidates = {.doc = doc}};

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
