/* SPDX-License-Identifier: MIT */
/*
 * dispute.c - the disputes of an article: parties, issues and events; and how far it is about any.
 *
 * Events of the same parties make one dispute. One whose parties face each other within a larger
 * one is part of it; what third states do about two parties in conflict, or talk of with one of
 * them, is part of theirs. Issues are what the clauses of its events and the goods and pacts in
 * them are about.
 */
#include <stdlib.h>
#include <string.h>

#include "processors/event/issue.h"
#include "processors/processors.h"
#include "processors/syntax/syntax.h"

enum { PARTIES_MAX = 12, ISSUES_MAX = 4, ISSUE_SHARE = 5, SLUGS_MAX = 64 };

struct parties {
    const char *v[PARTIES_MAX];
    uint32_t n;
};

static void add_party(struct parties *p, const char *country)
{
    uint32_t at = 0;

    if (!country[0] || p->n == PARTIES_MAX)
        return;
    while (at < p->n && strcmp(p->v[at], country) < 0)
        at++;
    if (at < p->n && !strcmp(p->v[at], country))
        return;
    memmove(p->v + at + 1, p->v + at, (p->n - at) * sizeof *p->v);
    p->v[at] = country;
    p->n++;
}

static void find_parties(const struct dw_doc *doc, const struct dw_event *e, struct parties *out)
{
    out->n = 0;
    for (uint32_t i = 0; i < e->actors.n; i++)
        add_party(out, doc->entities.v[e->actors.v[i]].country);
    for (uint32_t i = 0; i < e->recipients.n; i++)
        add_party(out, doc->entities.v[e->recipients.v[i]].country);
}

static bool has_party(const struct dw_dispute *d, const char *country)
{
    for (uint32_t i = 0; i < d->parties.n; i++)
        if (!strcmp(d->parties.v[i], country))
            return true;
    return false;
}

static bool same_parties(const struct dw_dispute *d, const struct parties *p)
{
    for (uint32_t i = 0; i < p->n; i++)
        if (!has_party(d, p->v[i]))
            return false;
    return d->parties.n == p->n;
}

/* The United Nations and other bodies of many states: where a dispute is taken to. */
static bool is_forum(const char *country)
{
    return !strcmp(country, "UNO") || !strcmp(country, "IGO");
}

/* Two states before a forum are the parties; a forum is one where only it faces a state. */
static void drop_forums(struct parties *p)
{
    uint32_t n = 0, states = 0;

    for (uint32_t i = 0; i < p->n; i++)
        states += !is_forum(p->v[i]);
    for (uint32_t i = 0; states > 1 && i < p->n; i++)
        if (!is_forum(p->v[i]))
            p->v[n++] = p->v[i];
    if (states > 1)
        p->n = n;
}

/* The dispute of these parties, made if there is none; NULL when memory is out. */
static struct dw_dispute *find_dispute(struct dw_doc *doc, const struct parties *p)
{
    struct dw_dispute *d;

    for (uint32_t i = 0; i < doc->disputes.n; i++)
        if (same_parties(&doc->disputes.v[i], p))
            return &doc->disputes.v[i];
    d = dw_vec_push(&doc->arena, &doc->disputes);
    for (uint32_t i = 0; d && i < p->n; i++) {
        const char **party = dw_vec_push(&doc->arena, &d->parties);

        if (!party)
            return NULL;
        *party = p->v[i];
    }
    return d;
}

/* --- disputes within disputes ---------------------------------------------------------------- */

static bool is_within(const struct dw_dispute *small, const struct dw_dispute *large)
{
    for (uint32_t i = 0; i < small->parties.n; i++)
        if (!has_party(large, small->parties.v[i]))
            return false;
    return small->parties.n < large->parties.n;
}

static bool names_party(const struct dw_doc *doc, const struct dw_refs *refs,
                        const struct dw_dispute *d)
{
    for (uint32_t i = 0; i < refs->n; i++)
        if (has_party(d, doc->entities.v[refs->v[i]].country))
            return true;
    return false;
}

/* Do parties of the small dispute face each other in an event of the large one? Those who call on
 * both sides, or bring them together, are no parties. */
static bool divides(const struct dw_doc *doc, const struct dw_dispute *large,
                    const struct dw_dispute *small)
{
    for (uint32_t i = 0; i < large->events.n; i++) {
        const struct dw_event *e = &doc->events.v[large->events.v[i]];

        if (names_party(doc, &e->actors, small) && names_party(doc, &e->recipients, small))
            return true;
    }
    return false;
}

static bool is_conflict(const struct dw_doc *doc, const struct dw_dispute *d)
{
    for (uint32_t i = 0; i < d->events.n; i++)
        if (dw_event_type_quad(doc->events.v[d->events.v[i]].type) >= 3)
            return true;
    return false;
}

static int compare_refs(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

/* Move the events of one dispute to another; what is left without events goes at the end. */
static enum dw_err move_events(struct dw_doc *doc, struct dw_dispute *to, struct dw_dispute *from)
{
    for (uint32_t i = 0; i < from->events.n; i++) {
        int32_t *ref = dw_vec_push(&doc->arena, &to->events);

        if (!ref)
            return DW_NOMEM;
        *ref = from->events.v[i];
    }
    from->events.n = 0;
    qsort(to->events.v, to->events.n, sizeof *to->events.v, compare_refs);
    return DW_OK;
}

static void drop_empty(struct dw_doc *doc)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < doc->disputes.n; i++)
        if (doc->disputes.v[i].events.n)
            doc->disputes.v[n++] = doc->disputes.v[i];
    doc->disputes.n = n;
}

/* "Egypt and Sudan against Ethiopia" takes in "Egypt against Ethiopia"; what third states do about
 * a dispute belongs to it. */
static enum dw_err join_disputes(struct dw_doc *doc)
{
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; i < doc->disputes.n; i++)
        for (uint32_t k = 0; k < doc->disputes.n && rc == DW_OK; k++) {
            struct dw_dispute *small = &doc->disputes.v[i], *large = &doc->disputes.v[k];

            if (!small->events.n || !large->events.n || !is_within(small, large))
                continue;
            if (divides(doc, large, small))
                rc = move_events(doc, large, small);
            else if (is_conflict(doc, small))
                rc = move_events(doc, small, large);
        }
    drop_empty(doc);
    return rc;
}

/* Is all of it talk, held or agreed on? */
static bool is_talk(const struct dw_doc *doc, const struct dw_dispute *d)
{
    for (uint32_t i = 0; i < d->events.n; i++) {
        enum dw_event_type type = doc->events.v[d->events.v[i]].type;

        if (type != DW_EVENT_CONSULT && type != DW_EVENT_AGREE)
            return false;
    }
    return true;
}

/* The only conflict that a party of the dispute takes part in; NULL if there is none, or more. */
static struct dw_dispute *find_conflict(struct dw_doc *doc, const struct dw_dispute *talk)
{
    struct dw_dispute *found = NULL;

    for (uint32_t i = 0; i < doc->disputes.n; i++) {
        struct dw_dispute *d = &doc->disputes.v[i];
        bool shares = false;

        for (uint32_t k = 0; k < talk->parties.n; k++)
            shares |= has_party(d, talk->parties.v[k]);
        if (d == talk || !shares || !is_conflict(doc, d))
            continue;
        if (found)
            return NULL;
        found = d;
    }
    return found;
}

/* "Oman's minister met the Iranian president": what mediators talk of with a party is its conflict.
 */
static enum dw_err join_mediators(struct dw_doc *doc)
{
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; i < doc->disputes.n && rc == DW_OK; i++) {
        struct dw_dispute *talk = &doc->disputes.v[i];
        struct dw_dispute *conflict = is_talk(doc, talk) ? find_conflict(doc, talk) : NULL;

        if (conflict)
            rc = move_events(doc, conflict, talk);
    }
    drop_empty(doc);
    return rc;
}

/* --- issues ---------------------------------------------------------------------------------- */

struct tally {
    const char *slug[SLUGS_MAX];
    uint32_t count[SLUGS_MAX];
    uint32_t n;
};

static void count_slug(struct tally *t, const char *slug)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (!strcmp(t->slug[i], slug)) {
            t->count[i]++;
            return;
        }
    if (slug[0] && t->n < SLUGS_MAX) {
        t->slug[t->n] = slug;
        t->count[t->n++] = 1;
    }
}

static void count_event(const struct dw_doc *doc, const struct dw_event *e, struct tally *t)
{
    const struct dw_sentence *s = &doc->sentences.v[e->sentence];
    struct dw_issue issue;

    for (uint32_t i = s->first; i < s->end; i++)
        if (dw_issue_find(doc, i, &issue))
            count_slug(t, issue.slug);
}

/* The slugs counted most, at most ISSUES_MAX of them, and none that is a passing word beside the
 * first; the first seen wins a tie. */
static enum dw_err add_issues(struct dw_doc *doc, struct dw_dispute *d)
{
    struct tally t = {.n = 0};
    uint32_t most = 0;

    for (uint32_t i = 0; i < d->events.n; i++)
        count_event(doc, &doc->events.v[d->events.v[i]], &t);
    while (d->issues.n < ISSUES_MAX) {
        uint32_t best = t.n;
        const char **issue;

        for (uint32_t i = 0; i < t.n; i++)
            if (t.count[i] && (best == t.n || t.count[i] > t.count[best]))
                best = i;
        if (best == t.n || t.count[best] * ISSUE_SHARE < most)
            break;
        issue = dw_vec_push(&doc->arena, &d->issues);
        if (!issue)
            return DW_NOMEM;
        *issue = t.slug[best];
        most = most ? most : t.count[best];
        t.count[best] = 0;
    }
    return DW_OK;
}

/* --- relevance ------------------------------------------------------------------------------- */

/* What an event says of a dispute: conflict much, cooperation some, if two parties are told. */
static double weight(const struct dw_event *e)
{
    double quad = dw_event_type_quad(e->type) >= 3 ? 1.0 : 0.6;
    double told = e->actors.n && (e->recipients.n || e->actors.n > 1) ? 1.0 : 0.5;

    return e->confidence * quad * told;
}

/* How sure it is that some event of the article belongs to a dispute, the events independent. */
static double relevance(const struct dw_doc *doc)
{
    double none = 1.0;

    for (uint32_t i = 0; i < doc->events.n; i++)
        none *= 1.0 - 0.6 * weight(&doc->events.v[i]);
    return 1.0 - none;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    (void)state;
    for (uint32_t i = 0; i < doc->events.n && rc == DW_OK; i++) {
        struct parties p;
        struct dw_dispute *d;
        int32_t *ref;

        find_parties(doc, &doc->events.v[i], &p);
        drop_forums(&p);
        if (p.n < 2)
            continue;
        d = find_dispute(doc, &p);
        ref = d ? dw_vec_push(&doc->arena, &d->events) : NULL;
        if (ref)
            *ref = (int32_t)i;
        else
            rc = DW_NOMEM;
    }
    if (rc == DW_OK)
        rc = join_disputes(doc);
    if (rc == DW_OK)
        rc = join_mediators(doc);
    for (uint32_t i = 0; i < doc->disputes.n && rc == DW_OK; i++)
        rc = add_issues(doc, &doc->disputes.v[i]);
    doc->relevance = relevance(doc);
    return rc == DW_OK ? DW_OK
                       : dw_error_set(err, rc, 0,
                                      "too many disputes for the memory of one "
                                      "article");
}

const struct dw_processor dw_processor_dispute = {
    .name = "dispute",
    .summary = "disputes of the article: parties, issues, events; relevance",
    .run = run,
};
