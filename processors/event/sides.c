/* SPDX-License-Identifier: MIT */
#include "processors/event/sides.h"

#include <string.h>

#include "processors/entity/entity.h"
#include "processors/entity/registry.h"
#include "processors/event/anaphor.h"
#include "processors/event/clause.h"
#include "processors/event/doer.h"
#include "processors/event/slot.h"
#include "processors/syntax/syntax.h"
#include "processors/wordclass.h"

/* Do both sides act? A promise, an offer or aid has one who gives and one who gets. */
bool dw_event_is_mutual(const struct dw_event *e)
{
    return e->type == DW_EVENT_CONSULT || e->type == DW_EVENT_COOPERATE ||
           (e->tag && (!strncmp(e->tag, "talks-sch", 9) || !strcmp(e->tag, "agreement-reached") ||
                       !strcmp(e->tag, "agreement-signed")));
}

/* Does it act for its state, so that the state cannot be its target? Rebels and crowds do not. */
static bool is_of_state(const struct dw_entity *e)
{
    return e->type == DW_ENTITY_COUNTRY || e->type == DW_ENTITY_GOVERNMENT_BODY ||
           e->type == DW_ENTITY_COURT || !strcmp(e->sector, "GOV") || !strcmp(e->sector, "MIL") ||
           !strcmp(e->sector, "BUS");
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

            acts |= e->actors.v[k] == e->recipients.v[i] ||
                    (r->country[0] && !strcmp(r->country, a->country) &&
                     ((r->type == DW_ENTITY_COUNTRY && is_of_state(a)) ||
                      (r->type == DW_ENTITY_COURT && a->type == DW_ENTITY_COUNTRY)));
        }
        if (!acts)
            e->recipients.v[n++] = e->recipients.v[i];
    }
    e->recipients.n = n;
}

static enum dw_err add_other(struct dw_doc *doc, const struct dw_parties *parties,
                             struct dw_event *e)
{
    const char *other =
        dw_parties_other(parties, doc, e->sentence, dw_refs_country(doc, &e->actors));
    int32_t entity = other[0] ? dw_entity_add_country(doc, other) : DW_NONE;

    if (entity == DW_NONE || dw_refs_have_country(doc, &e->actors, other))
        return DW_OK;
    e->supplied = "row";
    return dw_refs_add(doc, &e->recipients, entity);
}

static void give_country(struct dw_entity *e, const char *country)
{
    if (!e->country[0] && country[0])
        memcpy(e->country, country, sizeof e->country);
}

/* Envoys of whom only the names are told are of the other party. */
static void place_envoys(struct dw_doc *doc, const struct dw_parties *parties, struct dw_event *e)
{
    const char *other =
        dw_parties_other(parties, doc, e->sentence, dw_refs_country(doc, &e->actors));

    for (uint32_t i = 0; i < e->recipients.n; i++)
        give_country(&doc->entities.v[e->recipients.v[i]], other);
}

/* "Taiwan welcomed the sale.": the country that the sentence before tells of; "" if none. */
static const char *told_of_before(const struct dw_doc *doc, uint32_t sentence)
{
    const struct dw_sentence *s = sentence ? &doc->sentences.v[sentence - 1] : NULL;

    for (uint32_t i = s ? s->first : 0; s && i < s->end; i++)
        if (doc->tokens.v[i].head == DW_NONE && doc->tokens.v[i].upos == DW_UPOS_VERB) {
            int32_t subject = dw_clause_subject(doc, (int32_t)i);

            return subject == DW_NONE ? "" : dw_token_country(doc, subject);
        }
    return "";
}

/* So are ministers who face a state and of whom the text says no country: "Spain protested. Foreign
 * Minister Soto handed the Canadian ambassador a note". */
static void place_officials(struct dw_doc *doc, const struct dw_parties *parties,
                            struct dw_event *e)
{
    const char *facing = dw_refs_country(doc, &e->recipients), *home;

    if (!facing[0])
        return;
    home = dw_parties_only_named(doc, e->sentence, facing);
    if (!home[0])
        home = told_of_before(doc, e->sentence);
    if (!home[0] || !strcmp(home, facing))
        home = dw_parties_facing(parties, facing);
    for (uint32_t i = 0; i < e->actors.n; i++) {
        struct dw_entity *actor = &doc->entities.v[e->actors.v[i]];

        if (actor->type == DW_ENTITY_PERSON && !strcmp(actor->sector, "GOV"))
            give_country(actor, home);
    }
}

/* "rejected the request": whoever made it; "lifted the ban": whom it was laid on, if it is the
 * actor's own, and who laid it, if no actor is told. */
static enum dw_err add_from_before(struct dw_doc *doc, const struct dw_candidate *k,
                                   struct dw_event *e)
{
    int32_t at = dw_anaphor_find_under(doc, k->token, doc->events.n);
    const struct dw_event *before = at == DW_NONE ? NULL : &doc->events.v[at];
    bool undoes = e->type == DW_EVENT_RETREAT || e->type == DW_EVENT_CONCEDE;

    if (!before || (!e->actors.n && !undoes))
        return DW_OK;
    if (!e->actors.n && dw_refs_add_all(doc, &e->actors, &before->actors) != DW_OK)
        return DW_NOMEM;
    return dw_refs_add_all(doc, &e->recipients,
                           dw_refs_share_side(doc, &e->actors, &before->actors)
                               ? &before->recipients
                               : &before->actors);
}

/* "Peru denied that it had": whoever last charged it with something or demanded it. */
static enum dw_err add_accuser(struct dw_doc *doc, struct dw_event *e)
{
    enum { BACK_MAX = 6 };

    for (uint32_t i = doc->events.n, n = 0; i-- > 0 && n < BACK_MAX; n++) {
        const struct dw_event *before = &doc->events.v[i];
        bool charges = before->type == DW_EVENT_ACCUSE || before->type == DW_EVENT_REQUEST ||
                       before->type == DW_EVENT_THREATEN;

        if (charges && dw_refs_share_side(doc, &e->actors, &before->recipients) &&
            !dw_refs_share_side(doc, &e->actors, &before->actors))
            return dw_refs_add_all(doc, &e->recipients, &before->actors);
    }
    return DW_OK;
}

/* What one side will not do with another: the subject refuses, the others are refused. */
static enum dw_err split_sides(struct dw_doc *doc, const struct dw_candidate *k, struct dw_event *e)
{
    static const struct dw_slots subject = {.v = {{.kind = {DW_SLOT_SUBJ}}}, .n = 1};
    struct dw_refs all = e->actors;
    enum dw_err rc;

    e->actors = (struct dw_refs){.n = 0};
    rc = dw_actors_find(doc, k->token, &subject, &e->actors);
    if (rc != DW_OK || !e->actors.n) {
        e->actors = all;
        return rc;
    }
    return dw_refs_add_all(doc, &e->recipients, &all);
}

/* Envoys are of the other state, even where only their names are told. */
static bool is_envoy_step(const struct dw_event *e)
{
    return e->tag &&
           (!strcmp(e->tag, "diplomats-expelled") || !strcmp(e->tag, "ambassador-recalled"));
}

/* So are those whom one sues. */
static bool is_complaint(const struct dw_event *e)
{
    return e->tag && !strcmp(e->tag, "complaint-filed");
}

/* Is the entity named in this sentence behind "to", "with", "before": as where it is taken? Or is
 * it what the predicate asks to do something? */
static bool is_resorted_to(const struct dw_doc *doc, uint32_t sentence, int32_t predicate,
                           int32_t entity)
{
    static const char *const words[] = {"to", "with", "before", "at", "in"};

    int32_t asked = dw_token_child_find(doc, predicate, DW_DEPREL_XCOMP) == DW_NONE
                        ? DW_NONE
                        : dw_clause_object(doc, predicate);

    dw_sentence_mentions(doc, m, sentence)
    {
        int32_t at = (int32_t)m->head;

        if (m->entity != entity)
            continue;
        while (dw_token_is_rel(doc, at, DW_DEPREL_COMPOUND) || /* "the U.N. aviation agency" */
               dw_token_is_rel(doc, at, DW_DEPREL_AMOD))
            at = doc->tokens.v[at].head;
        if (at == asked)
            return true;
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (dw_token_has_preposition(doc, at, words[w]))
                return true;
    }
    return false;
}

/* "filed a complaint with the WTO": courts and bodies of many states are where one complains; whom
 * it is about stands elsewhere. */
static enum dw_err drop_forums(struct dw_doc *doc, const struct dw_candidate *k, struct dw_event *e)
{
    static const struct dw_slots matters = {
        .v = {{.kind = {DW_SLOT_PREPOSITION}, .preposition = {"against"}},
              {.kind = {DW_SLOT_PREPOSITION}, .preposition = {"over"}},
              {.kind = {DW_SLOT_PREPOSITION}, .preposition = {"about"}}},
        .n = 3};
    uint32_t n = 0, all = e->recipients.n;

    if (e->type != DW_EVENT_ACCUSE)
        return DW_OK;
    for (uint32_t i = 0; i < all; i++) {
        const struct dw_entity *r = &doc->entities.v[e->recipients.v[i]];
        bool body = r->type == DW_ENTITY_COURT || r->type == DW_ENTITY_INTERNATIONAL_ORGANIZATION;

        if (!body || !is_resorted_to(doc, e->sentence, k->token, e->recipients.v[i]))
            e->recipients.v[n++] = e->recipients.v[i];
    }
    e->recipients.n = n;
    return n || !all ? DW_OK : dw_actors_find(doc, k->token, &matters, &e->recipients);
}

static bool is_reported_verb(const struct dw_doc *doc, int32_t verb)
{
    return dw_token_is_rel(doc, verb, DW_DEPREL_CCOMP) && doc->tokens.v[verb].head != DW_NONE &&
           dw_token_is_class(doc, doc->tokens.v[verb].head, DW_CLASS_SAY);
}

/* "Yerevan said Baku's troops had crossed and demanded their withdrawal": nobody demands of
 * himself; the verb is joined with the one that reports. */
static enum dw_err replace_by_speaker(struct dw_doc *doc, const struct dw_candidate *k,
                                      struct dw_event *e)
{
    static const struct dw_slots subject = {.v = {{.kind = {DW_SLOT_SUBJ}}}, .n = 1};
    int32_t first = doc->tokens.v[k->token].head;
    struct dw_refs speakers = {.n = 0};
    enum dw_err rc;

    if (!dw_token_is_rel(doc, k->token, DW_DEPREL_CONJ) || first == DW_NONE ||
        dw_token_child_find_base(doc, k->token, DW_DEPREL_NSUBJ) != DW_NONE ||
        !is_reported_verb(doc, first) || !dw_refs_share_side(doc, &e->actors, &e->recipients))
        return DW_OK;
    rc = dw_actors_find(doc, doc->tokens.v[first].head, &subject, &speakers);
    if (rc == DW_OK && speakers.n && !dw_refs_share_side(doc, &speakers, &e->recipients))
        e->actors = speakers;
    return rc;
}

/* Is it addressed to somebody, if only to one that nobody knows? */
static bool is_addressed(const struct dw_doc *doc, const struct dw_candidate *k)
{
    return k->frame->type == DW_EVENT_REQUEST && k->frame->pos == DW_FRAME_VERB &&
           dw_clause_object(doc, k->token) != DW_NONE &&
           dw_token_child_find(doc, k->token, DW_DEPREL_XCOMP) != DW_NONE;
}

/* Whoever stands where nobody is found that the text says more of. */
static enum dw_err add_persons(struct dw_doc *doc, const struct dw_candidate *k, struct dw_event *e)
{
    enum dw_err rc = DW_OK;

    if (!e->actors.n)
        rc = dw_persons_find(doc, k->token, k->frame->actor, &e->actors);
    if (rc == DW_OK && !e->recipients.n && !dw_event_is_mutual(e))
        rc = dw_persons_find(doc, k->token, k->frame->recipient, &e->recipients);
    return rc;
}

static enum dw_err fill_arguments(struct dw_doc *doc, const struct dw_parties *parties,
                                  const struct dw_candidate *k, const struct dw_candidate *inner,
                                  struct dw_event *e)
{
    enum dw_err rc = dw_actors_find(doc, k->token, k->frame->actor, &e->actors);

    if (rc == DW_OK && !e->actors.n)
        rc = dw_doer_find(doc, k, e);
    if (rc == DW_OK && e->type == DW_EVENT_REJECT && k->frame->type != DW_EVENT_REJECT)
        rc = split_sides(doc, k, e);
    if (rc == DW_OK)
        rc = dw_actors_find(doc, k->token, k->frame->recipient, &e->recipients);
    if (is_addressed(doc, k))
        inner = NULL;
    if (rc == DW_OK && inner && !e->recipients.n)
        rc = dw_actors_find(doc, inner->token, inner->frame->recipient, &e->recipients);
    if (rc == DW_OK && inner && !e->recipients.n)
        rc = dw_actors_find(doc, inner->token, inner->frame->actor, &e->recipients);
    if (rc == DW_OK)
        rc = drop_forums(doc, k, e);
    if (rc == DW_OK)
        rc = replace_by_speaker(doc, k, e);
    drop_actors(doc, e);
    if (rc == DW_OK && !e->recipients.n && !dw_event_is_mutual(e)) {
        rc = add_from_before(doc, k, e);
        drop_actors(doc, e);
        if (rc == DW_OK && e->type == DW_EVENT_REJECT && !e->recipients.n)
            rc = add_accuser(doc, e);
    }
    place_officials(doc, parties, e);
    if (is_envoy_step(e))
        place_envoys(doc, parties, e);
    if (rc == DW_OK && !e->recipients.n && e->actors.n &&
        (is_envoy_step(e) || is_complaint(e) || dw_slots_have_other(k->frame->recipient) ||
         (inner && dw_slots_have_other(inner->frame->recipient))) &&
        !dw_event_is_mutual(e))
        rc = add_other(doc, parties, e);
    if (rc == DW_OK)
        rc = add_persons(doc, k, e);
    if (rc == DW_OK)
        rc = dw_about_find(doc, k->token, k->frame->about, &e->about);
    if (rc == DW_OK && inner)
        rc = dw_about_find(doc, inner->token, inner->frame->about, &e->about);
    return rc;
}

/* Participants of talks and agreements all act; nobody receives. */
static enum dw_err join_participants(struct dw_doc *doc, struct dw_event *e)
{
    enum dw_err rc = dw_refs_add_all(doc, &e->actors, &e->recipients);

    e->recipients.n = 0;
    return rc;
}

/* Do two countries take part in an event, and if `talks`, in talks? */
static bool is_of_two(const struct dw_doc *doc, const struct dw_event *e, bool talks)
{
    if (talks && e->type != DW_EVENT_CONSULT && !(e->tag && !strcmp(e->tag, "talks-scheduled")))
        return false;
    for (uint32_t i = 1; i < e->actors.n; i++)
        if (strcmp(doc->entities.v[e->actors.v[i]].country,
                   doc->entities.v[e->actors.v[0]].country) != 0)
            return true;
    return !talks && e->actors.n && dw_refs_country(doc, &e->recipients)[0] &&
           !dw_refs_share_side(doc, &e->actors, &e->recipients);
}

/* "the accord", after "the U.S.-Japanese accord": whose it was when it was last named in full. */
static enum dw_err inherit_signers(struct dw_doc *doc, uint32_t before, struct dw_event *e)
{
    for (uint32_t i = before; i-- > 0 && e->actors.n < 2;) {
        enum dw_err rc = DW_OK;

        e->actors.n = 0;
        if (dw_token_is_class(doc, (int32_t)i, DW_CLASS_PACT))
            rc = dw_actor_resolve(doc, (int32_t)i, &e->actors);
        if (rc != DW_OK)
            return rc;
    }
    if (e->actors.n < 2)
        e->actors.n = 0;
    return DW_OK;
}

/* "such talks", "the pact, signed in 1987": of those who talked before, or else of the parties of
 * the last event. */
static enum dw_err inherit_participants(struct dw_doc *doc, struct dw_event *e)
{
    for (int talks = 1; talks >= 0; talks--)
        for (uint32_t i = doc->events.n; i-- > 0;) {
            const struct dw_event *before = &doc->events.v[i];

            if (!is_of_two(doc, before, talks))
                continue;
            return dw_refs_add_all(doc, &e->actors, &before->actors) == DW_OK
                       ? dw_refs_add_all(doc, &e->actors, &before->recipients)
                       : DW_NOMEM;
        }
    return DW_OK;
}

/* An agreement of one side that is told is with the other side of the matter. */
static enum dw_err complete_agreement(struct dw_doc *doc, const struct dw_parties *parties,
                                      struct dw_event *e)
{
    enum dw_err rc = DW_OK;

    if (e->actors.n == 1 && e->tag && !strncmp(e->tag, "agreement-", 10))
        rc = add_other(doc, parties, e);
    return rc == DW_OK ? join_participants(doc, e) : rc;
}

/* Is whom it is done to mostly of the doer's own state? Police arrest at home, armies kill abroad.
 */
static bool is_done_at_home(const struct dw_event *e)
{
    return e->type == DW_EVENT_COERCE || e->type == DW_EVENT_PROTEST || e->type == DW_EVENT_CONCEDE;
}

static void give_home(struct dw_doc *doc, const struct dw_refs *side, const char *home)
{
    for (uint32_t i = 0; i < side->n; i++) {
        struct dw_entity *e = &doc->entities.v[side->v[i]];

        if (e->type == DW_ENTITY_PERSON || e->type == DW_ENTITY_ORGANIZATION)
            give_country(e, home);
    }
}

/* "some ministers": officials are of a state, and here nobody knows of which. */
static bool is_anyones_official(const struct dw_doc *doc, int32_t entity)
{
    const struct dw_entity *e = &doc->entities.v[entity];

    for (uint32_t i = 0; e->provisional && !e->country[0] && i < doc->mentions.n; i++) {
        const struct dw_mention *m = &doc->mentions.v[i];

        if (m->entity == entity)
            return m->end == m->first + 1 && m->kind == DW_MENTION_NOMINAL &&
                   dw_token_is_class(doc, (int32_t)m->head, DW_CLASS_PARTY) &&
                   !dw_token_is_class(doc, (int32_t)m->head, DW_CLASS_CROWD);
    }
    return false;
}

static void drop_anyones_officials(const struct dw_doc *doc, struct dw_refs *side)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < side->n; i++)
        if (!is_anyones_official(doc, side->v[i]))
            side->v[n++] = side->v[i];
    side->n = n;
}

void dw_sides_place(struct dw_doc *doc, const struct dw_parties *parties, struct dw_event *e)
{
    bool acts = dw_refs_have_country(doc, &e->actors, parties->home);

    if (!acts && !dw_refs_have_country(doc, &e->recipients, parties->home))
        give_home(doc, &e->actors, parties->home);
    if (is_done_at_home(e) || !acts)
        give_home(doc, &e->recipients, parties->home);
    if (e->recipients.n)
        drop_anyones_officials(doc, &e->actors);
    if (e->actors.n)
        drop_anyones_officials(doc, &e->recipients);
}

enum dw_err dw_sides_find(struct dw_doc *doc, const struct dw_parties *parties,
                          const struct dw_candidate *k, const struct dw_candidate *inner,
                          struct dw_event *e)
{
    enum dw_err rc = fill_arguments(doc, parties, k, inner, e);

    if (rc == DW_OK && dw_event_is_mutual(e))
        rc = join_participants(doc, e);
    if (rc == DW_OK && dw_event_is_mutual(e))
        rc = complete_agreement(doc, parties, e);
    if (rc == DW_OK && !e->actors.n && e->time != DW_NONE && e->tag &&
        !strncmp(e->tag, "agreement-", 10))
        rc = inherit_signers(doc, (uint32_t)k->token, e);
    if (rc == DW_OK && dw_event_is_mutual(e) && !e->actors.n && e->time != DW_NONE)
        rc = inherit_participants(doc, e);
    return rc;
}
