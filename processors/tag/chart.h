/* SPDX-License-Identifier: MIT */
/*
 * chart.h - where the events of a dispute stand on its timeline: rows by time, lanes by party, arcs
 * for what ties one to another. No drawing: timeline.h does that.
 *
 * Order    events with a date by its first day, then those without, each in the order of the text.
 * Owner    everything lives in the arena; names and codes are borrowed from the document.
 * Errors   DW_NOMEM.
 */
#ifndef DW_CHART_H
#define DW_CHART_H

#include "processors/doc.h"
#include "processors/timex.h"

enum {
    DW_CHART_LANES = 16, /* at most; parties beyond are among the others */
    DW_CHART_TRACKS = 8, /* at most, side by side; arcs beyond share them */
};

/* How an event stands when the article ends: what it says, and what later events made of it. */
#define DW_STANDING_LIST(X)                                                                        \
    X(HAPPENED, "happened")                                                                        \
    X(PLANNED, "planned")                                                                          \
    X(POSSIBLE, "possible")                                                                        \
    X(NEGATED, "did not happen")                                                                   \
    X(THREATENED, "threatened")                                                                    \
    X(REVERSED, "reversed since")                                                                  \
    X(SUSPENDED, "suspended since")

enum dw_standing {
#define X(name, text) DW_STANDING_##name,
    DW_STANDING_LIST(X)
#undef X
        DW_N_STANDINGS
};

const char *dw_standing_name(enum dw_standing standing);

enum dw_standing dw_event_standing(const struct dw_doc *doc, int32_t event);

struct dw_chart_row {
    int32_t event;
    struct dw_days days;         /* of dated rows alone */
    char when[64];               /* in words; of rows without a date what the text has, or empty */
    uint32_t actors, recipients; /* lanes, a bit each */
};

struct dw_chart_arc {
    uint32_t from, to; /* rows */
    enum dw_relation_type type;
    uint32_t track; /* from 0, the innermost; arcs of one track do not meet */
};

struct dw_chart {
    const char *lanes[DW_CHART_LANES]; /* country codes; NULL, the last one: all others */
    uint32_t n_lanes;
    struct dw_chart_row *rows;
    uint32_t n_rows, n_dated;
    bool is_published; /* the day of publication is known: */
    uint32_t n_past;   /* dated rows that begin no later; else all of them */
    struct dw_chart_arc *arcs;
    uint32_t n_arcs, n_tracks;
};

/* Lay out `events` of the document on lanes for `parties` and, if need be, one for all others. */
enum dw_err dw_chart_make(const struct dw_doc *doc, const struct dw_refs *events,
                          const struct dw_strings *parties, struct dw_arena *arena,
                          struct dw_chart *out) DW_WARN_UNUSED;

#endif
