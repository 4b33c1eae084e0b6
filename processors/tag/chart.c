/* SPDX-License-Identifier: MIT */
#include "processors/tag/chart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/calendar.h"

const char *dw_standing_name(enum dw_standing standing)
{
    static const char *const names[] = {
#define X(name, text) text,
        DW_STANDING_LIST(X)
#undef X
    };

    return names[standing];
}

/* Does something that happened stand in this relation to the event? */
static bool is_answered(const struct dw_doc *doc, int32_t event, enum dw_relation_type type)
{
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const struct dw_event *e = &doc->events.v[i];

        for (uint32_t k = 0; k < e->relations.n && e->aux == DW_AUX_NONE; k++)
            if (e->relations.v[k].event == event && e->relations.v[k].type == type)
                return true;
    }
    return false;
}

/* Is its day yet to come when the article is published? What is said of it is a plan then. */
static bool is_ahead(const struct dw_doc *doc, const struct dw_event *e)
{
    struct dw_date published;
    struct dw_days days;

    return dw_date_parse(doc->published, &published) && dw_timex_days(e->time_value, &days) &&
           days.beg > dw_date_to_day(published);
}

enum dw_standing dw_event_standing(const struct dw_doc *doc, int32_t event)
{
    static const enum dw_standing unreal[] = {[DW_AUX_FUTURE] = DW_STANDING_PLANNED,
                                              [DW_AUX_HYPOTHETICAL] = DW_STANDING_POSSIBLE,
                                              [DW_AUX_NEGATED] = DW_STANDING_NEGATED};
    const struct dw_event *e = &doc->events.v[event];

    if (e->aux != DW_AUX_NONE)
        return unreal[e->aux];
    if (is_answered(doc, event, DW_RELATION_REVERSES))
        return DW_STANDING_REVERSED;
    if (is_answered(doc, event, DW_RELATION_SUSPENDS))
        return DW_STANDING_SUSPENDED;
    if (e->type == DW_EVENT_THREATEN)
        return DW_STANDING_THREATENED;
    return is_ahead(doc, e) ? DW_STANDING_PLANNED : DW_STANDING_HAPPENED;
}

/* --- lanes ----------------------------------------------------------------------------------- */

static const uint32_t others = UINT32_C(1) << (DW_CHART_LANES - 1);

/* The lanes of the entities; those of no party stand on that of the others. */
static uint32_t lanes_of(const struct dw_chart *chart, const struct dw_doc *doc,
                         const struct dw_refs *refs)
{
    uint32_t lanes = 0;

    for (uint32_t i = 0; i < refs->n; i++) {
        const char *country = doc->entities.v[refs->v[i]].country;
        uint32_t lane = 0;

        while (lane < chart->n_lanes && strcmp(chart->lanes[lane], country) != 0)
            lane++;
        lanes |= lane < chart->n_lanes ? UINT32_C(1) << lane : others;
    }
    return lanes;
}

/* Until all rows are there the others are the last lane that there may be; now the next one. */
static void add_others(struct dw_chart *chart)
{
    uint32_t lane = UINT32_C(1) << chart->n_lanes;
    bool needed = false;

    for (uint32_t i = 0; i < chart->n_rows; i++) {
        struct dw_chart_row *row = &chart->rows[i];

        needed |= ((row->actors | row->recipients) & others) != 0;
        if (row->actors & others)
            row->actors = (row->actors & ~others) | lane;
        if (row->recipients & others)
            row->recipients = (row->recipients & ~others) | lane;
    }
    if (needed)
        chart->lanes[chart->n_lanes++] = NULL;
}

/* --- rows ------------------------------------------------------------------------------------ */

static bool is_dated(const struct dw_chart_row *row)
{
    return row->days.end > row->days.beg;
}

static void make_row(const struct dw_chart *chart, const struct dw_doc *doc, int32_t event,
                     struct dw_chart_row *row)
{
    const struct dw_event *e = &doc->events.v[event];

    row->event = event;
    row->days = (struct dw_days){0, 0};
    if (dw_timex_days(e->time_value, &row->days))
        dw_timex_label(e->time_value, row->when, sizeof row->when);
    else if (e->time != DW_NONE)
        snprintf(row->when, sizeof row->when, "%s", e->time_value);
    row->actors = lanes_of(chart, doc, &e->actors);
    row->recipients = lanes_of(chart, doc, &e->recipients);
    if (!row->actors && !row->recipients)
        row->actors = others;
}

static int compare_rows(const void *a, const void *b)
{
    const struct dw_chart_row *x = a, *y = b;

    if (is_dated(x) != is_dated(y))
        return is_dated(x) ? -1 : 1;
    if (is_dated(x) && x->days.beg != y->days.beg)
        return x->days.beg < y->days.beg ? -1 : 1;
    return (x->event > y->event) - (x->event < y->event);
}

static void count_rows(struct dw_chart *chart, const struct dw_doc *doc)
{
    struct dw_date date;
    int64_t published = INT64_MAX;

    chart->is_published = dw_date_parse(doc->published, &date);
    if (chart->is_published)
        published = dw_date_to_day(date);
    while (chart->n_dated < chart->n_rows && is_dated(&chart->rows[chart->n_dated]))
        chart->n_dated++;
    while (chart->n_past < chart->n_dated && chart->rows[chart->n_past].days.beg <= published)
        chart->n_past++;
}

/* --- arcs ------------------------------------------------------------------------------------ */

static uint32_t arc_top(const struct dw_chart_arc *a)
{
    return a->from < a->to ? a->from : a->to;
}

static uint32_t arc_bottom(const struct dw_chart_arc *a)
{
    return a->from < a->to ? a->to : a->from;
}

static int compare_arcs(const void *a, const void *b)
{
    const struct dw_chart_arc *x = a, *y = b;
    uint32_t long_x = arc_bottom(x) - arc_top(x), long_y = arc_bottom(y) - arc_top(y);

    if (long_x != long_y)
        return long_x < long_y ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

/* Short arcs first, each on the innermost track on which it meets no other. */
static void set_tracks(struct dw_chart *chart)
{
    for (uint32_t i = 0; i < chart->n_arcs; i++) {
        struct dw_chart_arc *arc = &chart->arcs[i];
        bool taken[DW_CHART_TRACKS] = {false};

        for (uint32_t k = 0; k < i; k++)
            if (arc_top(&chart->arcs[k]) <= arc_bottom(arc) &&
                arc_top(arc) <= arc_bottom(&chart->arcs[k]))
                taken[chart->arcs[k].track] = true;
        while (arc->track < DW_CHART_TRACKS - 1 && taken[arc->track])
            arc->track++;
        if (arc->track >= chart->n_tracks)
            chart->n_tracks = arc->track + 1;
    }
}

static enum dw_err make_arcs(struct dw_chart *chart, const struct dw_doc *doc,
                             struct dw_arena *arena)
{
    uint32_t *row_of = dw_arena_alloc(arena, (doc->events.n + 1) * sizeof *row_of);
    struct {
        struct dw_chart_arc *v;
        uint32_t n, cap;
    } arcs = {NULL, 0, 0};

    if (!row_of)
        return DW_NOMEM;
    for (uint32_t i = 0; i < chart->n_rows; i++)
        row_of[chart->rows[i].event] = i + 1; /* 0: not on this chart */
    for (uint32_t i = 0; i < chart->n_rows; i++) {
        const struct dw_relations *relations = &doc->events.v[chart->rows[i].event].relations;

        for (uint32_t k = 0; k < relations->n; k++) {
            uint32_t to = row_of[relations->v[k].event];
            struct dw_chart_arc *arc = to ? dw_vec_push(arena, &arcs) : NULL;

            if (to && !arc)
                return DW_NOMEM;
            if (arc)
                *arc = (struct dw_chart_arc){i, to - 1, relations->v[k].type, 0};
        }
    }
    chart->arcs = arcs.v;
    chart->n_arcs = arcs.n;
    if (arcs.n)
        qsort(arcs.v, arcs.n, sizeof *arcs.v, compare_arcs);
    set_tracks(chart);
    return DW_OK;
}

enum dw_err dw_chart_make(const struct dw_doc *doc, const struct dw_refs *events,
                          const struct dw_strings *parties, struct dw_arena *arena,
                          struct dw_chart *out)
{
    *out = (struct dw_chart){.n_rows = events->n};
    for (uint32_t i = 0; i < parties->n && i < DW_CHART_LANES - 1; i++)
        out->lanes[out->n_lanes++] = parties->v[i];
    out->rows = dw_arena_alloc(arena, (events->n + 1) * sizeof *out->rows);
    if (!out->rows)
        return DW_NOMEM;
    for (uint32_t i = 0; i < events->n; i++)
        make_row(out, doc, events->v[i], &out->rows[i]);
    qsort(out->rows, out->n_rows, sizeof *out->rows, compare_rows);
    add_others(out);
    count_rows(out, doc);
    return make_arcs(out, doc, arena);
}
