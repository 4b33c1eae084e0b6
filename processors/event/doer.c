/* SPDX-License-Identifier: MIT */
#include "processors/event/doer.h"

#include <string.h>

#include "processors/entity/entity.h"
#include "processors/entity/registry.h"
#include "processors/event/argument.h"
#include "processors/event/clause.h"
#include "processors/event/when.h"
#include "processors/syntax/syntax.h"
#include "processors/wordclass.h"

enum { CLIMB_MAX = 4 };

/* Subject of the verb that carries or governs a noun, where its own slots name nobody. */
static enum dw_err add_bearer(struct dw_doc *doc, const struct dw_candidate *k, struct dw_event *e)
{
    static const struct dw_slots bearers = {
        .v = {{.kind = {DW_SLOT_SUBJ}}, {.kind = {DW_SLOT_POSS}}}, .n = 2};

    return k->frame->pos == DW_FRAME_NOUN ? dw_actors_find(doc, k->token, &bearers, &e->actors)
                                          : DW_OK;
}

/* "..., calling them unfair": the subject of a verb further up, where the nearest one's is none
 * that acts. */
static enum dw_err add_main_subject(struct dw_doc *doc, const struct dw_candidate *k,
                                    struct dw_event *e)
{
    static const struct dw_slots subject = {.v = {{.kind = {DW_SLOT_SUBJ}}}, .n = 1};
    int32_t at = k->token;
    enum dw_err rc = DW_OK;

    if (k->frame->pos != DW_FRAME_VERB || doc->tokens.v[at].xpos != DW_XPOS_VBG ||
        !dw_token_is_rel(doc, at, DW_DEPREL_ADVCL))
        return DW_OK;
    for (int n = 0; rc == DW_OK && !e->actors.n && n < CLIMB_MAX; n++) {
        at = doc->tokens.v[at].head;
        if (at == DW_NONE)
            break;
        if (doc->tokens.v[at].upos == DW_UPOS_VERB)
            rc = dw_actors_find(doc, at, &subject, &e->actors);
    }
    return rc;
}

/* Does a frame ask for no object, so that its participle cannot be a passive? */
static bool is_intransitive(const struct dw_frame *f)
{
    for (uint32_t i = 0; i < f->n_conditions; i++)
        if (f->conditions[i].slot.kind[0] == DW_SLOT_OBJ)
            return false;
    for (uint32_t i = 0; i < f->recipient->n; i++)
        if (f->recipient->v[i].kind[0] == DW_SLOT_OBJ)
            return false;
    return true;
}

/* "the groups called on them to": what a participle that is no passive was hung from; "is committed
 * to": the subject of one that looks like a passive. */
static enum dw_err add_modified(struct dw_doc *doc, const struct dw_candidate *k,
                                struct dw_event *e)
{
    int32_t noun;

    if (k->frame->pos != DW_FRAME_VERB || doc->tokens.v[k->token].xpos != DW_XPOS_VBN ||
        !is_intransitive(k->frame))
        return DW_OK;
    noun = dw_clause_object(doc, k->token);
    return noun == DW_NONE ? DW_OK : dw_actor_resolve(doc, noun, &e->actors);
}

/* "20 Greek jets were sent", "Greek soldiers were deployed as peacekeepers": forces move for the
 * state that they are of. */
static enum dw_err add_owner(struct dw_doc *doc, const struct dw_candidate *k, struct dw_event *e)
{
    int32_t object = k->frame->pos == DW_FRAME_VERB ? dw_clause_object(doc, k->token) : DW_NONE;
    bool helps = e->type == DW_EVENT_AID && object != DW_NONE &&
                 dw_token_is_class(doc, object, DW_CLASS_MILITARY);
    bool moves = helps || e->type == DW_EVENT_MOBILIZE || (e->tag && !strcmp(e->tag, "withdrawal"));

    if (!moves || object == DW_NONE || !dw_verb_is_passive(doc, k->token) ||
        !dw_noun_country(doc, object)[0])
        return DW_OK;
    return dw_actor_resolve(doc, object, &e->actors);
}

static bool is_utterance(const struct dw_doc *doc, int32_t noun)
{
    return dw_token_is_class(doc, noun, DW_CLASS_RULING) ||
           dw_token_is_class(doc, noun, DW_CLASS_MESSAGE) ||
           dw_token_is_class(doc, noun, DW_CLASS_DEMAND);
}

/* "upheld a ruling that ordered Peru to pay", "Chile's letter urged them": what is written is of
 * its author, or of the subject of the verb that it is the object of. */
static enum dw_err add_author(struct dw_doc *doc, const struct dw_candidate *k, struct dw_event *e)
{
    static const struct dw_slots authors = {
        .v = {{.kind = {DW_SLOT_POSS}},
              {.kind = {DW_SLOT_PREPOSITION}, .preposition = {"by"}},
              {.kind = {DW_SLOT_PREPOSITION}, .preposition = {"from"}}},
        .n = 3};
    static const struct dw_slots subject = {.v = {{.kind = {DW_SLOT_SUBJ}}}, .n = 1};
    int32_t noun = k->frame->pos == DW_FRAME_VERB ? dw_clause_subject(doc, k->token) : DW_NONE;
    int32_t verb = noun == DW_NONE ? DW_NONE : doc->tokens.v[noun].head;
    enum dw_err rc;

    if (noun == DW_NONE || !is_utterance(doc, noun))
        return DW_OK;
    rc = dw_actors_find(doc, noun, &authors, &e->actors);
    if (rc == DW_OK && !e->actors.n && verb != DW_NONE && dw_token_is_rel(doc, noun, DW_DEPREL_OBJ))
        rc = dw_actors_find(doc, verb, &subject, &e->actors);
    return rc;
}

/* "said the sale broke the pact and urged Peru to cancel it": who speaks, where the verb is joined
 * with what is said and has no subject of its own. */
static enum dw_err add_speaker(struct dw_doc *doc, const struct dw_candidate *k, struct dw_event *e)
{
    static const struct dw_slots subject = {.v = {{.kind = {DW_SLOT_SUBJ}}}, .n = 1};
    int32_t said = doc->tokens.v[k->token].head, verb;

    if (k->frame->pos != DW_FRAME_VERB || !dw_token_is_rel(doc, k->token, DW_DEPREL_CONJ) ||
        dw_token_child_find_base(doc, k->token, DW_DEPREL_NSUBJ) != DW_NONE)
        return DW_OK;
    verb = doc->tokens.v[said].head;
    if (verb == DW_NONE || !dw_token_is_rel(doc, said, DW_DEPREL_CCOMP) ||
        !dw_token_is_class(doc, verb, DW_CLASS_SAY))
        return DW_OK;
    return dw_actors_find(doc, verb, &subject, &e->actors);
}

/* "was arrested in Lyon": who arrests and who convicts is the state where it happens. */
static enum dw_err add_state_of_place(struct dw_doc *doc, const struct dw_candidate *k,
                                      struct dw_event *e)
{
    bool authority = e->tag && (!strcmp(e->tag, "detention") || !strcmp(e->tag, "ruling-issued"));
    int32_t place = authority && k->frame->pos == DW_FRAME_VERB && dw_verb_is_passive(doc, k->token)
                        ? dw_event_place_find(doc, k->token)
                        : DW_NONE;
    int32_t state = place == DW_NONE || !doc->entities.v[place].country[0]
                        ? DW_NONE
                        : dw_entity_add_country(doc, doc->entities.v[place].country);

    return state == DW_NONE ? DW_OK : dw_refs_add(doc, &e->actors, state);
}

enum dw_err dw_doer_find(struct dw_doc *doc, const struct dw_candidate *k, struct dw_event *e)
{
    static enum dw_err (*const ways[])(struct dw_doc *, const struct dw_candidate *,
                                       struct dw_event *) = {
        add_bearer, add_main_subject, add_modified,      add_speaker,
        add_author, add_owner,        add_state_of_place};
    enum dw_err rc = DW_OK;

    for (size_t i = 0; rc == DW_OK && !e->actors.n && i < sizeof ways / sizeof *ways; i++)
        rc = ways[i](doc, k, e);
    return rc;
}
