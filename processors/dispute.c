/* SPDX-License-Identifier: MIT */
/*
 * dispute.c - the disputes of an article: parties, issues and events; and how far it is about any.
 *
 * Events of the same two parties make one dispute; an event of more parties belongs to the dispute
 * of those. Issues are what the clauses of its events and the goods and pacts in them are about.
 */
#include <stdlib.h>
#include <string.h>

#include "processors/event/issue.h"
#include "processors/processors.h"
#include "processors/syntax/syntax.h"

enum { PARTIES_MAX = 12, ISSUES_MAX = 4, SLUGS_MAX = 64 };

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

static bool same_parties(const struct dw_dispute *d, const struct parties *p)
{
    if (d->parties.n != p->n)
        return false;
    for (uint32_t i = 0; i < p->n; i++)
        if (strcmp(d->parties.v[i], p->v[i]) != 0)
            return false;
    return true;
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

/* The slugs counted most, at most ISSUES_MAX of them; the first seen wins a tie. */
static enum dw_err add_issues(struct dw_doc *doc, struct dw_dispute *d)
{
    struct tally t = {.n = 0};

    for (uint32_t i = 0; i < d->events.n; i++)
        count_event(doc, &doc->events.v[d->events.v[i]], &t);
    while (d->issues.n < ISSUES_MAX) {
        uint32_t best = t.n;
        const char **issue;

        for (uint32_t i = 0; i < t.n; i++)
            if (t.count[i] && (best == t.n || t.count[i] > t.count[best]))
                best = i;
        if (best == t.n)
            break;
        issue = dw_vec_push(&doc->arena, &d->issues);
        if (!issue)
            return DW_NOMEM;
        *issue = t.slug[best];
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
        if (p.n < 2)
            continue;
        d = find_dispute(doc, &p);
        ref = d ? dw_vec_push(&doc->arena, &d->events) : NULL;
        if (ref)
            *ref = (int32_t)i;
        else
            rc = DW_NOMEM;
    }
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
