/* SPDX-License-Identifier: MIT */
/*
 * relation.c - link each event to the earlier step that it answers, reverses, suspends or
 * continues.
 *
 * Three signs, the surest first: a noun that stands for the step ("lifted the ban"), a word that
 * ties two events of a sentence ("after", "in response to"), and what a step does by its kind to
 * the last one of the same two parties (lexicon/relation.tsv).
 */
#include <string.h>

#include "processors/event/anaphor.h"
#include "processors/event/clause.h"
#include "processors/event/refs.h"
#include "processors/processors.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "lexicon/relation.inc"

enum { N_ROWS = sizeof table_relation / sizeof *table_relation, CLIMB_MAX = 8 };

/* --- what the words tell --------------------------------------------------------------------- */

/* "after Japan removed", "in response to the tariffs": does the token tie what it heads to the
 * verb above, as its cause? */
static bool is_cause(const struct dw_doc *doc, int32_t token)
{
    static const char *const ties[] = {"after", "following", "over", "because", "since", "amid"};
    static const char *const answers[] = {"response", "retaliation", "reprisal", "reply",
                                          "protest",  "answer",      "reaction"};

    if (token == DW_NONE)
        return false;
    for (size_t i = 0; i < sizeof ties / sizeof *ties; i++)
        if (dw_token_has_preposition(doc, token, ties[i]))
            return true;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (dw_token_is_lemma(doc, token, answers[i]))
            return true;
    return false;
}

/* Does `inner` stand below `outer`, in its sentence, in what is told as its cause? */
static bool is_under_cause(const struct dw_doc *doc, uint32_t inner, uint32_t outer)
{
    int32_t at = (int32_t)inner;
    bool cause = false;

    if (doc->tokens.v[inner].sentence != doc->tokens.v[outer].sentence)
        return false;
    for (int n = 0; n < CLIMB_MAX && at != DW_NONE; n++) {
        if (at == (int32_t)outer)
            return cause;
        cause |= is_cause(doc, at) || is_cause(doc, dw_clause_subject(doc, at));
        at = doc->tokens.v[at].head;
    }
    return false;
}

/* The event of the other side that the sentence tells as the cause of this one. Events stand in the
 * order of their sentences. */
static int32_t find_cause(const struct dw_doc *doc, uint32_t index)
{
    const struct dw_event *event = &doc->events.v[index];
    uint32_t first = index;

    while (first > 0 && doc->events.v[first - 1].sentence == event->sentence)
        first--;
    for (uint32_t i = first; i < doc->events.n; i++) {
        const struct dw_event *e = &doc->events.v[i];

        if (e->sentence != event->sentence)
            break;
        if (i != index && !dw_refs_share_side(doc, &event->actors, &e->actors) &&
            is_under_cause(doc, e->head, event->head))
            return (int32_t)i;
    }
    return DW_NONE;
}

/* --- what a step does by its kind ------------------------------------------------------------ */

/* Has the event's other side taken the earlier step, if together with its own? */
static bool is_others(const struct dw_doc *doc, const struct dw_event *event,
                      const struct dw_event *earlier)
{
    for (uint32_t i = 0; i < earlier->actors.n; i++)
        if (dw_refs_have_side(doc, &event->recipients, earlier->actors.v[i]) &&
            !dw_refs_have_side(doc, &event->actors, earlier->actors.v[i]))
            return true;
    return false;
}

/* Is the earlier step one that the row speaks of, by a party of the event? */
static bool is_meant(const struct dw_doc *doc, const struct table_relation_row *row,
                     const struct dw_event *event, const struct dw_event *earlier)
{
    bool own, other;

    if (!(row->types >> earlier->type & 1) || earlier->aux == DW_AUX_NEGATED)
        return false;
    own = dw_refs_share_side(doc, &event->actors, &earlier->actors);
    if (row->whose == TABLE_RELATION_WHOSE_OWN)
        return own;
    other = is_others(doc, event, earlier) ||
            (event->actors.n > 1 && own); /* of a mutual step: one of those who take it */
    /* any: a court's answer to whoever went there */
    return other || (row->whose == TABLE_RELATION_WHOSE_ANY &&
                     dw_refs_share_side(doc, &event->recipients, &earlier->recipients));
}

/* Do the times of two events, as far as they are dates of the same grain, say that the one told
 * before happened after? */
static bool is_later(const struct dw_event *told_before, const struct dw_event *event)
{
    const char *a = told_before->time_value, *b = event->time_value;

    while (*a == *b && *a)
        a++, b++;
    return *a >= '0' && *a <= '9' && *b >= '0' && *b <= '9' && *a > *b;
}

/* Does the earlier step concern the event's other side, too, or leave it open? */
static bool is_of_dyad(const struct dw_doc *doc, const struct dw_event *event,
                       const struct dw_event *earlier)
{
    return !event->recipients.n || !earlier->recipients.n ||
           dw_refs_share_side(doc, &event->recipients, &earlier->recipients) ||
           dw_refs_share_side(doc, &event->actors, &earlier->recipients);
}

/* What the table says of the event's tag; NULL if nothing. */
static const struct table_relation_row *find_row(const struct dw_event *event)
{
    for (size_t i = 0; event->tag && i < N_ROWS; i++)
        if (!strcmp((const char *)table_relation_pool + table_relation[i].tag, event->tag))
            return &table_relation[i];
    return NULL;
}

/* The last earlier event of the same two parties that the row speaks of; if there is none, of one
 * party. */
static int32_t find_last(const struct dw_doc *doc, uint32_t index,
                         const struct table_relation_row *row)
{
    const struct dw_event *event = &doc->events.v[index];
    int32_t last = DW_NONE;

    for (uint32_t i = index; i-- > 0;) {
        const struct dw_event *earlier = &doc->events.v[i];

        if (!is_meant(doc, row, event, earlier) || is_later(earlier, event) ||
            is_under_cause(doc, event->head, earlier->head))
            continue;
        if (is_of_dyad(doc, event, earlier))
            return (int32_t)i;
        last = last == DW_NONE ? (int32_t)i : last;
    }
    return last;
}

/* What an event does to the step that a noun of it stands for, where no row tells. */
static enum dw_relation_type default_relation(const struct dw_doc *doc,
                                              const struct dw_event *event,
                                              const struct dw_event *earlier)
{
    bool own = dw_refs_share_side(doc, &event->actors, &earlier->actors);

    if (event->type == DW_EVENT_RETREAT || event->type == DW_EVENT_CONCEDE)
        return own ? DW_RELATION_REVERSES : DW_RELATION_RESPONDS_TO;
    if (event->type == DW_EVENT_REQUEST && dw_event_type_quad(earlier->type) == 4)
        return DW_RELATION_DEMANDS_END_OF;
    return own ? DW_RELATION_CONTINUES : DW_RELATION_RESPONDS_TO;
}

/* --- the processor --------------------------------------------------------------------------- */

static enum dw_err add_relation(struct dw_doc *doc, uint32_t index, enum dw_relation_type type,
                                int32_t target)
{
    struct dw_relations *relations = &doc->events.v[index].relations;
    struct dw_relation *relation;

    for (uint32_t i = 0; i < relations->n; i++)
        if (relations->v[i].event == target)
            return DW_OK;
    relation = dw_vec_push(&doc->arena, relations);
    if (!relation)
        return DW_NOMEM;
    *relation = (struct dw_relation){type, target};
    return DW_OK;
}

static enum dw_err link_event(struct dw_doc *doc, uint32_t index)
{
    const struct dw_event *event = &doc->events.v[index];
    int32_t named = dw_anaphor_find_under(doc, (int32_t)event->head, index);
    const struct table_relation_row *row = find_row(event);
    int32_t cause = find_cause(doc, index), last;
    enum dw_err rc = DW_OK;

    if (named != DW_NONE) {
        const struct dw_event *earlier = &doc->events.v[named];

        rc = add_relation(doc, index,
                          row && is_meant(doc, row, event, earlier)
                              ? (enum dw_relation_type)row->relation
                              : default_relation(doc, event, earlier),
                          named);
    }
    if (rc == DW_OK && cause != DW_NONE)
        rc = add_relation(doc, index, DW_RELATION_RESPONDS_TO, cause);
    if (rc != DW_OK || event->relations.n || !row)
        return rc;
    last = find_last(doc, index, row);
    return last == DW_NONE ? DW_OK
                           : add_relation(doc, index, (enum dw_relation_type)row->relation, last);
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    (void)state;
    for (uint32_t i = 0; i < doc->events.n; i++)
        if (link_event(doc, i) != DW_OK)
            return dw_error_set(err, DW_NOMEM, doc->events.v[i].trigger.beg,
                                "too many links for the memory of one article");
    return DW_OK;
}

const struct dw_processor dw_processor_relation = {
    .name = "relation",
    .summary = "what each event answers, reverses, suspends or continues",
    .run = run,
};
