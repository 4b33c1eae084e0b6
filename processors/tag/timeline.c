/* SPDX-License-Identifier: MIT */
#include "processors/tag/timeline.h"

#include <stdio.h>
#include <string.h>

#include "processors/calendar.h"
#include "processors/entity/country.h"
#include "processors/tag/escape.h"
#include "processors/tag/glyph.h"
#include "processors/tag/wording.h"

/* In pixels; from left to right: dates, axis, lanes, arcs, words. */
enum {
    DATE_END = 104,
    AXIS = 114,
    FIRST_LANE = AXIS + 46,
    WIDE_LANE = 76,   /* up to 4 lanes ... */
    NARROW_LANE = 46, /* ... or more */
    ARCS = 26,        /* behind the last lane */
    TRACK = 10,
    WORDS = 300,
    ROW = 46,
    LINE = 15,   /* a third line of words */
    NODE_Y = 17, /* of the node, from the top of its row */
    HEADS = 42,  /* names of the lanes */
    HEADS_EVERY = 14,
    NOTE = 26,    /* a line between rows: a long pause, the day of publication */
    UNKNOWN = 30, /* before the lane of whom something was done to, by whom is not told */
};

struct picture {
    const struct dw_timeline *t;
    const struct dw_doc *doc;
    const struct dw_chart *chart;
    struct dw_strbuf *out;
    struct dw_wording words;
    int *tops; /* of each row, and the end of the last */
    int lane, arcs, text, width;
};

/* --- layout ---------------------------------------------------------------------------------- */

static bool has_heads(uint32_t row)
{
    return row % HEADS_EVERY == 0;
}

/* Days without events before a dated row; 0 for the first. */
static int64_t pause_before(const struct dw_chart *chart, uint32_t row)
{
    int64_t days;

    if (!row || row >= chart->n_dated)
        return 0;
    days = chart->rows[row].days.beg - chart->rows[row - 1].days.beg;
    return days > 0 ? days : 0;
}

enum { LONG_PAUSE = 60 }; /* days from which on it is told how long */

/* Short pauses show as space: the longer the wider, but not in proportion. */
static int space_of(int64_t days)
{
    int space = 0;

    if (days >= LONG_PAUSE)
        return NOTE;
    for (; days > 0; days /= 2)
        space += 2;
    return space;
}

/* Does the day of publication come before this row, or end the dated ones? */
static bool is_published_before(const struct dw_chart *chart, uint32_t row)
{
    return chart->is_published && chart->n_dated && row == chart->n_past;
}

static bool is_undated_heading(const struct dw_chart *chart, uint32_t row)
{
    return row == chart->n_dated && chart->n_dated < chart->n_rows && chart->n_dated;
}

/* Has the row a third line of words? */
static bool has_ties(const struct dw_doc *doc, int32_t event)
{
    return doc->events.v[event].relations.n ||
           dw_event_standing(doc, event) != DW_STANDING_HAPPENED;
}

static int row_height(const struct picture *p, uint32_t row)
{
    return has_ties(p->doc, p->chart->rows[row].event) ? ROW + LINE : ROW;
}

static int space_before(const struct dw_chart *chart, uint32_t row)
{
    int space = space_of(pause_before(chart, row));

    if (is_published_before(chart, row))
        space += NOTE;
    if (is_undated_heading(chart, row))
        space += NOTE + 8;
    if (row < chart->n_rows && has_heads(row))
        space += HEADS;
    return space;
}

static void set_layout(struct picture *p)
{
    const struct dw_chart *chart = p->chart;
    int y = 0;

    p->lane = chart->n_lanes > 4 ? NARROW_LANE : WIDE_LANE;
    p->arcs = FIRST_LANE + (int)(chart->n_lanes ? chart->n_lanes - 1 : 0) * p->lane + ARCS;
    p->text = p->arcs + 12 + TRACK * (int)chart->n_tracks + 10;
    p->width = p->text + WORDS;
    for (uint32_t i = 0; i < chart->n_rows; i++) {
        y += space_before(chart, i);
        p->tops[i] = y;
        y += row_height(p, i);
    }
    p->tops[chart->n_rows] = y + space_before(chart, chart->n_rows);
}

static int lane_x(const struct picture *p, uint32_t lane)
{
    return FIRST_LANE + (int)lane * p->lane;
}

/* --- between the rows ------------------------------------------------------------------------ */

/* The names of the lanes, their feet at y. */
static void add_heads(const struct picture *p, int y)
{
    for (uint32_t i = 0; i < p->chart->n_lanes; i++) {
        const char *code = p->chart->lanes[i];
        const char *name = code ? dw_country_name(code) : NULL;

        dw_strbuf_addf(p->out, "<text class=\"lane\" x=\"%d\" y=\"%d\">", lane_x(p, i), y - 20);
        dw_escape_adds(code ? code : "others", p->out);
        dw_strbuf_adds(p->out, "</text>");
        if (name && p->lane == WIDE_LANE) {
            dw_strbuf_addf(p->out, "<text class=\"name\" x=\"%d\" y=\"%d\">", lane_x(p, i), y - 7);
            dw_escape_add_clipped(name, 13, p->out);
            dw_strbuf_adds(p->out, "</text>");
        }
    }
    if (!p->chart->n_dated)
        dw_strbuf_addf(p->out, "<text class=\"undated\" x=\"0\" y=\"%d\">No dates told</text>",
                       y - 20);
    dw_strbuf_adds(p->out, "\n");
}

static void add_pause(const struct picture *p, int64_t days, int y)
{
    int64_t n = days >= 365 ? (days + 182) / 365 : (days + 15) / 30;

    dw_strbuf_addf(p->out,
                   "<path class=\"pause\" d=\"M%d %dv%d\"/>"
                   "<text class=\"pause\" x=\"%d\" y=\"%d\">%lld %s%s</text>\n",
                   AXIS, y + 2, NOTE - 4, AXIS + 8, y + 17, (long long)n,
                   days >= 365 ? "year" : "month", n == 1 ? "" : "s");
}

static void add_published(const struct picture *p, int y)
{
    char when[64], day[11];

    snprintf(day, sizeof day, "%.10s", p->doc->published);
    dw_timex_label(day, when, sizeof when);
    dw_strbuf_addf(p->out,
                   "<g class=\"published\"><path d=\"M%d %dH%d\"/><text class=\"date\" x=\"%d\" "
                   "y=\"%d\">%s</text><text x=\"%d\" y=\"%d\">published</text></g>\n",
                   AXIS - 5, y + 12, p->text - 8, DATE_END, y + 16, when, p->text, y + 16);
}

static void add_undated_heading(const struct picture *p, int y)
{
    dw_strbuf_addf(p->out,
                   "<path class=\"rule\" d=\"M0 %dH%d\"/><text class=\"undated\" x=\"0\" y=\"%d\">"
                   "Date not told, in the order of the text</text>\n",
                   y + 4, p->width, y + 21);
}

/* What stands before row `row`; space_before() has left the room. */
static void add_between(const struct picture *p, uint32_t row)
{
    const struct dw_chart *chart = p->chart;
    int64_t days = pause_before(chart, row);
    int y = p->tops[row] - space_before(chart, row);

    if (days >= LONG_PAUSE)
        add_pause(p, days, y);
    y += space_of(days);
    if (is_published_before(chart, row)) {
        add_published(p, y);
        y += NOTE;
    }
    if (is_undated_heading(chart, row)) {
        add_undated_heading(p, y);
        y += NOTE + 8;
    }
    if (row < chart->n_rows && has_heads(row))
        add_heads(p, y + HEADS);
}

/* --- rows ------------------------------------------------------------------------------------ */

/* The lane in `lanes` that is nearest to `lane`. */
static uint32_t nearest(const struct picture *p, uint32_t lanes, uint32_t lane)
{
    for (uint32_t d = 0; d < p->chart->n_lanes; d++) {
        if (lane >= d && (lanes >> (lane - d)) & 1)
            return lane - d;
        if ((lanes >> (lane + d)) & 1)
            return lane + d;
    }
    return lane;
}

/* Where the arrow to `lane` begins: at the nearest actor, or before all lanes that it leads to. */
static int source_of(const struct picture *p, const struct dw_chart_row *row, uint32_t lane)
{
    uint32_t first = 0;

    if (row->actors)
        return lane_x(p, nearest(p, row->actors, lane));
    while (!((row->recipients >> first) & 1))
        first++;
    return lane_x(p, first) - UNKNOWN;
}

static void add_arrows(const struct picture *p, const struct dw_chart_row *row, bool conflict,
                       int y)
{
    for (uint32_t lane = 0; lane < p->chart->n_lanes; lane++) {
        int x = lane_x(p, lane), from;

        if (!((row->recipients >> lane) & 1))
            continue;
        from = source_of(p, row, lane);
        if (from == x) /* within one lane: it turns back */
            dw_glyph_add_arrow(x + 24, x + 9, y, conflict, p->out);
        else
            dw_glyph_add_arrow(from < x ? from + 9 : from - 9, from < x ? x - 1 : x + 1, y,
                               conflict, p->out);
    }
}

/* Those who do something together are joined. */
static void add_nodes(const struct picture *p, const struct dw_chart_row *row,
                      enum dw_standing standing, int y)
{
    int last = 0;

    for (uint32_t lane = 0; lane < p->chart->n_lanes; lane++) {
        if (!((row->actors >> lane) & 1))
            continue;
        if (last)
            dw_strbuf_addf(p->out, "<path class=\"reach\" d=\"M%d %dH%d\"/>", last + 9, y,
                           lane_x(p, lane) - 9);
        last = lane_x(p, lane);
        dw_glyph_add_node(standing, last, y, p->out);
    }
    if (!row->actors)
        dw_glyph_add_node(standing, source_of(p, row, 0), y, p->out);
}

static void add_row_words(const struct picture *p, const struct dw_event *e,
                          const struct dw_chart_row *row, enum dw_standing standing, int y)
{
    struct dw_strbuf *out = p->out;

    dw_strbuf_addf(out, "<text class=\"what\" x=\"%d\" y=\"%d\"><tspan class=\"id\">v%d</tspan> ",
                   p->text, y + 4, row->event + 1);
    dw_wording_add_code(dw_wording_what(e), true, out);
    dw_strbuf_addf(out, " <tspan class=\"type\">%s</tspan>",
                   e->tag ? dw_event_type_name(e->type) : "");
    dw_strbuf_addf(out, "</text><text class=\"sure\" x=\"%d\" y=\"%d\">%.2f</text>", p->width,
                   y + 4, e->confidence);
    dw_strbuf_addf(out, "<text class=\"sides\" x=\"%d\" y=\"%d\">", p->text, y + 20);
    dw_wording_add_sides(&p->words, e, 22);
    dw_strbuf_adds(out, "</text>");
    if (!has_ties(p->doc, row->event))
        return;
    dw_strbuf_addf(out, "<text class=\"ties\" x=\"%d\" y=\"%d\">", p->text, y + 35);
    if (standing != DW_STANDING_HAPPENED)
        dw_strbuf_addf(out, "<tspan class=\"standing\">%s</tspan>", dw_standing_name(standing));
    dw_wording_add_relations(&p->words, e, standing != DW_STANDING_HAPPENED ? "; " : "");
    dw_strbuf_adds(out, "</text>");
}

/* The date, unless the row before has the same. */
static void add_date(const struct picture *p, uint32_t index, int y)
{
    const struct dw_chart_row *row = &p->chart->rows[index];

    if (index < p->chart->n_dated)
        dw_strbuf_addf(p->out, "<path class=\"tick\" d=\"M%d %dh8\"/>", AXIS - 4, y);
    if (index && !has_heads(index) && index != p->chart->n_past && index != p->chart->n_dated &&
        !strcmp(row->when, row[-1].when))
        return;
    if (row->when[0]) {
        dw_strbuf_addf(p->out, "<text class=\"date\" x=\"%d\" y=\"%d\">", DATE_END, y + 4);
        dw_escape_add_clipped(row->when, 18, p->out);
        dw_strbuf_adds(p->out, "</text>");
    }
}

static void add_row(const struct picture *p, uint32_t index)
{
    const struct dw_chart_row *row = &p->chart->rows[index];
    const struct dw_event *e = &p->doc->events.v[row->event];
    enum dw_standing standing = dw_event_standing(p->doc, row->event);
    int quad = dw_event_type_quad(e->type);
    int y = p->tops[index] + NODE_Y;
    struct dw_strbuf *out = p->out;

    dw_strbuf_addf(out, "<a class=\"row\" id=\"a%u-v%d\" href=\"#a%u-m%d\" aria-label=\"",
                   p->t->article, row->event + 1, p->t->article, row->event + 1);
    dw_wording_add_label(&p->words, row);
    dw_strbuf_adds(out, "\">");
    dw_wording_add_sentence(&p->words, e);
    dw_strbuf_addf(out, "<rect class=\"hit\" x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
                   p->tops[index], p->width, row_height(p, index) - 2);
    dw_strbuf_addf(out, "<path class=\"guide\" d=\"M%d %dH%d\"/>", AXIS + 6, y, p->text - 6);
    add_date(p, index, y);
    dw_glyph_open(quad, standing, out);
    add_arrows(p, row, quad > 2, y);
    add_nodes(p, row, standing, y);
    dw_glyph_close(out);
    add_row_words(p, e, row, standing, y);
    dw_strbuf_adds(out, "</a>\n");
}

/* --- the picture ----------------------------------------------------------------------------- */

static void add_lanes(const struct picture *p)
{
    int beg = p->tops[0], end = p->tops[p->chart->n_rows];

    for (uint32_t i = 0; i < p->chart->n_lanes; i++)
        dw_strbuf_addf(p->out, "<path class=\"line\" d=\"M%d %dV%d\"/>", lane_x(p, i), beg, end);
    if (p->chart->n_dated)
        dw_strbuf_addf(p->out, "<path class=\"axis\" d=\"M%d %dV%d\"/>\n", AXIS, beg,
                       p->tops[p->chart->n_dated - 1] + ROW);
}

static void add_arcs(const struct picture *p)
{
    for (uint32_t i = 0; i < p->chart->n_arcs; i++) {
        const struct dw_chart_arc *arc = &p->chart->arcs[i];

        dw_glyph_add_arc(arc->type, p->arcs, 12 + TRACK * (int)arc->track,
                         p->tops[arc->from] + NODE_Y, p->tops[arc->to] + NODE_Y, p->out);
    }
}

static void open_picture(const struct picture *p)
{
    const struct dw_timeline *t = p->t;
    int height = p->tops[p->chart->n_rows] + 4;

    dw_strbuf_addf(p->out,
                   "<svg class=\"timeline\" role=\"group\" aria-labelledby=\"a%u-t%u a%u-d%u\" "
                   "xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                   "viewBox=\"0 0 %d %d\">\n<title id=\"a%u-t%u\">%s</title>",
                   t->article, t->number, t->article, t->number, p->width, height, p->width, height,
                   t->article, t->number, t->title);
    dw_strbuf_addf(p->out,
                   "<desc id=\"a%u-d%u\">Timeline of %u event%s, %u with a date. Time runs down; "
                   "each row leads from who to whom and links to the words of the text.</desc>\n",
                   t->article, t->number, p->chart->n_rows, p->chart->n_rows == 1 ? "" : "s",
                   p->chart->n_dated);
}

enum dw_err dw_timeline_add(const struct dw_timeline *t, struct dw_arena *arena,
                            struct dw_strbuf *out)
{
    struct picture p = {
        .t = t, .doc = t->doc, .chart = t->chart, .out = out, .words = {t->doc, out}};

    p.tops = dw_arena_alloc(arena, (t->chart->n_rows + 1) * sizeof *p.tops);
    if (!p.tops)
        return DW_NOMEM;
    set_layout(&p);
    open_picture(&p);
    add_lanes(&p);
    for (uint32_t i = 0; i <= t->chart->n_rows; i++) {
        add_between(&p, i);
        if (i < t->chart->n_rows)
            add_row(&p, i);
    }
    add_arcs(&p);
    dw_strbuf_adds(out, "</svg>\n");
    return DW_OK;
}
