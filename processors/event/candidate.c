/* SPDX-License-Identifier: MIT */
#include "processors/event/candidate.h"

#include "processors/event/argument.h"
#include "processors/event/silence.h"
#include "processors/event/slot.h"
#include "processors/event/status.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"

enum { CLIMB_MAX = 12 };

/* Why a word that frames know is no candidate here: a row denies it, or no row holds. */
static enum dw_err note_silence(const struct dw_frames *frames, struct dw_doc *doc, int32_t token,
                                const struct dw_frame *none)
{
    if (none)
        return dw_silence_add(doc, token, none, "this row says that it is no event");
    if (!dw_frame_can_match(frames, doc, token))
        return DW_OK;
    return dw_silence_add(doc, token, NULL, "no row holds here");
}

static bool deny(struct dw_candidates *c, int32_t token)
{
    int32_t *new = dw_vec_push(&c->doc->arena, &c->denied);

    if (new)
        *new = token;
    return new;
}

static enum dw_err find_candidates(const struct dw_frames *frames, struct dw_candidates *c,
                                   const struct dw_sentence *sentence)
{
    c->n = c->denied.n = 0;
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct dw_frame *frame = dw_frame_match(frames, c->doc, (int32_t)i);
        struct dw_candidate *new;

        if (!frame || frame->none) {
            if ((frame && !deny(c, (int32_t)i)) ||
                note_silence(frames, c->doc, (int32_t)i, frame) != DW_OK)
                return DW_NOMEM;
            continue;
        }
        new = dw_vec_push(&c->doc->arena, c);
        if (!new)
            return DW_NOMEM;
        *new = (struct dw_candidate){(int32_t)i, frame, DW_NONE, 0};
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
        return rel == DW_DEPREL_ACL && doc->tokens.v[token].xpos != DW_XPOS_VBN &&
               !(token > 0 && dw_token_is(doc, (uint32_t)token - 1, ","));
    case DW_DEPREL_ADVMOD: /* "shy away from closing": what hangs from the adverb */
    case DW_DEPREL_CONJ:   /* joined with other content */
        return true;
    default:
        return false;
    }
}

static int32_t find_candidate(const struct dw_candidates *c, int32_t token)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->v[i].token == token)
            return (int32_t)i;
    return DW_NONE;
}

/* The nearest candidate above of which this one is content. */
static int32_t find_outer(const struct dw_candidates *c, int32_t token)
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
            return c->v[outer].taken_by;
        token = head;
    }
    return DW_NONE;
}

/* Does a noun tell an act of somebody else than the predicate's subject? */
static bool is_own_act(struct dw_candidates *c, const struct dw_candidate *inner,
                       const struct dw_candidate *outer)
{
    struct dw_refs actors = {.n = 0}, subjects = {.n = 0};

    if (inner->frame->pos != DW_FRAME_NOUN || dw_light_verb(c->doc, inner->token) == outer->token)
        return false;
    if (dw_compose_outer(outer->frame))
        return false;
    if (dw_actors_find(c->doc, inner->token, inner->frame->actor, &actors) != DW_OK ||
        dw_actors_find(c->doc, outer->token, outer->frame->actor, &subjects) != DW_OK)
        return false;
    return actors.n && subjects.n && actors.v[0] != subjects.v[0] &&
           inner->frame->type != DW_EVENT_REQUEST;
}

/* "the tariffs imposed by": the noun is what the participle's act is about. */
static bool is_restated(const struct dw_candidates *c, const struct dw_candidate *noun, int32_t *by)
{
    for (uint32_t i = 0; noun->frame->pos == DW_FRAME_NOUN && i < c->n; i++) {
        const struct dw_token *t = &c->doc->tokens.v[c->v[i].token];

        if (t->head == noun->token && c->v[i].frame->pos == DW_FRAME_VERB &&
            dw_deprel_base((enum dw_deprel)t->deprel) == DW_DEPREL_ACL &&
            c->v[i].frame->type == noun->frame->type) {
            *by = (int32_t)i;
            return true;
        }
    }
    return false;
}

/* "agreed on a date for the talks": a noun that no condition makes an event is told in passing by
 * the verb above it. */
static bool is_in_passing(const struct dw_candidates *c, const struct dw_candidate *noun,
                          int32_t *by)
{
    if (noun->frame->pos != DW_FRAME_NOUN || noun->frame->n_conditions)
        return false;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->v[i].frame->pos == DW_FRAME_VERB &&
            dw_token_is_under(c->doc, noun->token, c->v[i].token)) {
            *by = (int32_t)i;
            return true;
        }
    return false;
}

/* "will not shy away from closing the border, the ministry warned": the threat is what is said, and
 * the verb that reports it another word for it. */
static bool is_threat_reported(const struct dw_candidate *inner, const struct dw_candidate *outer)
{
    return inner->frame->type == DW_EVENT_THREATEN && inner->frame->pos == DW_FRAME_VERB &&
           outer->frame->type == DW_EVENT_THREATEN;
}

/* "said the sale broke the pact and urged Peru to cancel it": who speaks also urges; the verb has
 * no subject of its own and is joined with what is said for want of a better place. */
static bool is_speaker_further(const struct dw_doc *doc, const struct dw_candidate *inner,
                               const struct dw_candidate *outer)
{
    enum dw_event_type type = inner->frame->type;
    bool speaks = type == DW_EVENT_REQUEST || type == DW_EVENT_ACCUSE || type == DW_EVENT_REJECT ||
                  type == DW_EVENT_THREATEN;

    return speaks && inner->frame->pos == DW_FRAME_VERB &&
           doc->tokens.v[inner->token].xpos == DW_XPOS_VBD &&
           dw_token_is_rel(doc, inner->token, DW_DEPREL_CONJ) &&
           dw_token_child_find_base(doc, inner->token, DW_DEPREL_NSUBJ) == DW_NONE &&
           dw_token_is_class(doc, outer->token, DW_CLASS_SAY);
}

static void take_contents(struct dw_candidates *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        struct dw_candidate *inner = &c->v[i];
        int32_t outer = find_outer(c, inner->token);

        if (is_restated(c, inner, &inner->taken_by) || is_in_passing(c, inner, &inner->taken_by))
            continue;
        if (outer != DW_NONE && is_threat_reported(inner, &c->v[outer]))
            c->v[outer].taken_by = (int32_t)i;
        else if (outer != DW_NONE && !is_own_act(c, inner, &c->v[outer]) &&
                 !is_speaker_further(c->doc, inner, &c->v[outer]))
            inner->taken_by = outer;
    }
}

enum dw_err dw_candidates_find(struct dw_candidates *c, const struct dw_frames *frames,
                               const struct dw_sentence *sentence)
{
    enum dw_err rc = find_candidates(frames, c, sentence);

    if (rc == DW_OK)
        take_contents(c);
    return rc;
}

void dw_candidates_release(struct dw_candidates *c, uint32_t outer)
{
    int32_t predicate = c->v[outer].token;

    for (uint32_t i = 0; i < c->n; i++)
        if (c->v[i].taken_by == (int32_t)outer && c->doc->tokens.v[c->v[i].token].head == predicate)
            c->v[i].taken_by = DW_NONE;
}

/* Is `token` content of `outer`, at whatever depth? */
static bool is_content_of(const struct dw_doc *doc, int32_t token, int32_t outer)
{
    for (int n = 0; n < CLIMB_MAX && token != DW_NONE && is_content_step(doc, token); n++) {
        bool joined = dw_token_is_rel(doc, token, DW_DEPREL_CONJ);

        token = doc->tokens.v[token].head;
        if (token == outer)
            return !joined;
    }
    return false;
}

bool dw_candidates_settle(const struct dw_candidates *c, int32_t token)
{
    for (uint32_t i = 0; i < c->denied.n; i++)
        if (c->denied.v[i] == token)
            return true;
    return find_candidate(c, token) != DW_NONE;
}

bool dw_candidates_touch(const struct dw_candidates *c, int32_t token)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->v[i].token == token ||
            (c->doc->tokens.v[c->v[i].token].head == token &&
             dw_token_is_rel(c->doc, c->v[i].token, DW_DEPREL_NSUBJ)) ||
            is_content_of(c->doc, c->v[i].token, token) ||
            is_content_of(c->doc, token, c->v[i].token))
            return true;
    return false;
}

const struct dw_candidate *dw_candidates_content(const struct dw_candidates *c, uint32_t outer)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->v[i].taken_by == (int32_t)outer &&
            !dw_token_is_under(c->doc, c->v[outer].token, c->v[i].token)) /* its reporting verb */
            return &c->v[i];
    return NULL;
}
