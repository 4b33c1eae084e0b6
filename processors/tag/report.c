/* SPDX-License-Identifier: MIT */
#include "processors/tag/report.h"

#include <string.h>

#include "processors/entity/country.h"
#include "processors/pipeline.h"
#include "processors/tag/escape.h"
#include "processors/tag/html.h"
#include "processors/tag/legend.h"
#include "processors/tag/passage.h"
#include "processors/tag/tables.h"
#include "processors/tag/timeline.h"

static const char *const style[] = {
#include "tag/report.css.inc"
    NULL,
};

static const char *plural(uint32_t n)
{
    return n == 1 ? "" : "s";
}

/* "Argentina – Bolivia". */
static void add_parties(const struct dw_strings *parties, struct dw_strbuf *out)
{
    for (uint32_t i = 0; i < parties->n; i++) {
        const char *name = dw_country_name(parties->v[i]);

        dw_strbuf_adds(out, i ? " \xE2\x80\x93 " : "");
        dw_escape_adds(name ? name : parties->v[i], out);
    }
}

/* --- the table in front ---------------------------------------------------------------------- */

/* How many events of each quad class, as a bar; the numbers stand beside it. */
static void add_bar(const struct dw_doc *doc, struct dw_strbuf *out)
{
    enum { UNIT = 5, UNITS = 24 };
    static const char *const classes[] = {"coop words", "coop deeds", "conflict words",
                                          "conflict deeds"};
    uint32_t n[4] = {0}, scale = doc->events.n > UNITS ? doc->events.n : UNITS, beg = 0;

    for (uint32_t i = 0; i < doc->events.n; i++)
        n[dw_event_type_quad(doc->events.v[i].type) - 1]++;
    dw_strbuf_addf(out,
                   "<td class=\"bar\"><svg role=\"img\" aria-label=\"%u of cooperation, %u of "
                   "conflict\" xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"12\">",
                   n[0] + n[1], n[2] + n[3], UNIT * UNITS);
    for (int quad = 0; quad < 4; quad++) {
        uint32_t width = n[quad] * UNIT * UNITS / scale;

        if (width)
            dw_strbuf_addf(out, "<rect class=\"%s\" x=\"%u\" y=\"1\" width=\"%u\" height=\"10\"/>",
                           classes[quad], beg, width - 1);
        beg += width;
    }
    dw_strbuf_adds(out, "</svg></td>");
}

/* The headline; of an article that has none, how it begins. */
static void add_title(const struct dw_doc *doc, struct dw_strbuf *out)
{
    enum { BEGINNING = 80 };
    const struct dw_span *first = doc->sentences.n ? &doc->sentences.v[0].span : NULL;

    if (doc->article.headline && *doc->article.headline)
        dw_escape_adds(doc->article.headline, out);
    else if (first && first->end - first->beg <= BEGINNING)
        dw_escape_add(doc->article.text + first->beg, first->end - first->beg, out);
    else if (first)
        dw_escape_add_clipped(doc->article.text + first->beg, BEGINNING, out);
    else
        dw_escape_adds(doc->article.id ? doc->article.id : "Article", out);
}

static void add_index_row(struct dw_report *report, const struct dw_doc *doc)
{
    struct dw_strbuf *out = &report->index;

    dw_strbuf_addf(out, "<tr><td class=\"day\">%.10s</td><th scope=\"row\"><a href=\"#a%u\">",
                   doc->published, report->n_articles);
    add_title(doc, out);
    dw_strbuf_adds(out, "</a></th><td>");
    if (doc->disputes.n)
        add_parties(&doc->disputes.v[0].parties, out);
    if (doc->disputes.n > 1)
        dw_strbuf_addf(out, " <span class=\"more\">and %u more</span>", doc->disputes.n - 1);
    dw_strbuf_addf(out, "</td><td class=\"n\">%u</td>", doc->events.n);
    add_bar(doc, out);
    dw_strbuf_addf(out, "<td class=\"n\">%.2f</td></tr>\n", doc->relevance);
}

/* --- timelines ------------------------------------------------------------------------------- */

struct figure {
    const struct dw_refs *events;
    const struct dw_strings *lanes;
    const struct dw_strings *issues; /* or NULL */
    uint32_t number;                 /* within the article */
};

static enum dw_err add_figure(struct dw_report *report, const struct dw_doc *doc,
                              const struct figure *f, const char *title)
{
    struct dw_strbuf *out = &report->articles;
    struct dw_chart chart;
    const struct dw_timeline timeline = {doc, &chart, title, report->n_articles, f->number};
    enum dw_err rc = dw_chart_make(doc, f->events, f->lanes, &report->arena, &chart);

    if (rc != DW_OK)
        return rc;
    dw_strbuf_addf(out, "<figure><figcaption><h3>%s</h3>", title);
    if (f->issues && f->issues->n) {
        dw_strbuf_adds(out, "<ul class=\"issues\">");
        for (uint32_t i = 0; i < f->issues->n; i++)
            dw_strbuf_addf(out, "<li>%s</li>", f->issues->v[i]);
        dw_strbuf_adds(out, "</ul>");
    }
    dw_strbuf_addf(out,
                   "</figcaption><div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                   "aria-label=\"Timeline: %s\">\n",
                   title);
    rc = dw_timeline_add(&timeline, &report->arena, out);
    dw_strbuf_adds(out, "</div></figure>\n");
    return rc;
}

static enum dw_err add_dispute(struct dw_report *report, const struct dw_doc *doc, uint32_t i)
{
    const struct dw_dispute *d = &doc->disputes.v[i];
    const struct figure figure = {&d->events, &d->parties, &d->issues, i + 1};
    struct dw_strbuf title;
    enum dw_err rc = DW_NOMEM;

    dw_strbuf_init(&title);
    add_parties(&d->parties, &title);
    if (!title.failed)
        rc = add_figure(report, doc, &figure, title.bytes);
    dw_strbuf_fini(&title);
    return rc;
}

/* Add the countries of the entities to those that have lanes; false when memory is out. */
static bool add_lanes(struct dw_report *report, const struct dw_doc *doc,
                      const struct dw_refs *refs, struct dw_strings *lanes)
{
    for (uint32_t i = 0; i < refs->n; i++) {
        const char *country = doc->entities.v[refs->v[i]].country;
        uint32_t k = 0;

        while (k < lanes->n && strcmp(lanes->v[k], country) != 0)
            k++;
        if (k == lanes->n && k < 6 && country[0]) {
            const char **slot = dw_vec_push(&report->arena, lanes);

            if (!slot)
                return false;
            *slot = country;
        }
    }
    return true;
}

/* A timeline for what belongs to no dispute, so that every event has its place. */
static enum dw_err add_rest(struct dw_report *report, const struct dw_doc *doc)
{
    bool *has_place = dw_arena_alloc(&report->arena, doc->events.n + 1);
    struct dw_refs rest = {0};
    struct dw_strings lanes = {0};
    const struct figure figure = {&rest, &lanes, NULL, doc->disputes.n + 1};

    if (!has_place)
        return DW_NOMEM;
    for (uint32_t i = 0; i < doc->disputes.n; i++)
        for (uint32_t k = 0; k < doc->disputes.v[i].events.n; k++)
            has_place[doc->disputes.v[i].events.v[k]] = true;
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const struct dw_event *e = &doc->events.v[i];
        int32_t *slot = has_place[i] ? NULL : dw_vec_push(&report->arena, &rest);

        if (has_place[i])
            continue;
        if (!slot || !add_lanes(report, doc, &e->actors, &lanes) ||
            !add_lanes(report, doc, &e->recipients, &lanes))
            return DW_NOMEM;
        *slot = (int32_t)i;
    }
    if (!rest.n)
        return DW_OK;
    return add_figure(report, doc, &figure,
                      doc->disputes.n ? "Events outside these disputes" : "Events");
}

static enum dw_err add_figures(struct dw_report *report, const struct dw_doc *doc)
{
    enum dw_err rc = DW_OK;

    if (!doc->events.n)
        dw_strbuf_adds(&report->articles, "<p class=\"none\">No events were found.</p>\n");
    for (uint32_t i = 0; i < doc->disputes.n && rc == DW_OK; i++)
        rc = add_dispute(report, doc, i);
    return rc == DW_OK ? add_rest(report, doc) : rc;
}

/* --- articles -------------------------------------------------------------------------------- */

static void add_article_head(struct dw_report *report, const struct dw_doc *doc)
{
    struct dw_strbuf *out = &report->articles;

    dw_strbuf_addf(out, "<article id=\"a%u\">\n<header><h2>", report->n_articles);
    add_title(doc, out);
    dw_strbuf_adds(out, "</h2>\n<p class=\"about\">");
    if (doc->published[0])
        dw_strbuf_addf(out, "<time datetime=\"%s\">%.10s</time>", doc->published, doc->published);
    for (size_t i = 0; i < doc->article.n_provider; i++) {
        dw_strbuf_adds(out, " <span>");
        dw_escape_adds(doc->article.provider[i], out);
        dw_strbuf_adds(out, "</span>");
    }
    dw_strbuf_addf(out, " <span>%u event%s</span>", doc->events.n, plural(doc->events.n));
    dw_strbuf_addf(out, " <span>relevance %.2f</span></p></header>\n", doc->relevance);
}

enum dw_err dw_report_add(struct dw_report *report, const struct dw_doc *doc)
{
    struct dw_strbuf *out = &report->articles;
    const struct dw_tables tables = {doc, out, ++report->n_articles, .are_targets = false};
    enum dw_err rc;

    dw_arena_reset(&report->arena);
    report->n_events += doc->events.n;
    report->n_disputes += doc->disputes.n;
    add_index_row(report, doc);
    add_article_head(report, doc);
    dw_strbuf_adds(out, "<div class=\"columns\">\n");
    dw_passage_add(doc, report->n_articles, out);
    dw_strbuf_adds(out, "<div class=\"figures\">\n");
    rc = add_figures(report, doc);
    dw_strbuf_adds(out, "</div>\n</div>\n<details><summary>Tables of events and entities"
                        "</summary>\n");
    dw_tables_add_events(&tables);
    dw_tables_add_entities(&tables);
    dw_strbuf_adds(out, "</details>\n<p class=\"up\"><a href=\"#top\">All articles</a></p>\n"
                        "</article>\n");
    report->failed |= rc != DW_OK || out->failed || report->index.failed;
    return report->failed ? DW_NOMEM : DW_OK;
}

/* --- the page -------------------------------------------------------------------------------- */

void dw_report_init(struct dw_report *report)
{
    *report = (struct dw_report){0};
    dw_strbuf_init(&report->index);
    dw_strbuf_init(&report->articles);
    dw_arena_init(&report->arena, 0);
}

void dw_report_fini(struct dw_report *report)
{
    dw_strbuf_fini(&report->index);
    dw_strbuf_fini(&report->articles);
    dw_arena_fini(&report->arena);
}

static void add_index(const struct dw_report *report, struct dw_strbuf *out)
{
    static const char *const heads[] = {"Date", "Article",   "Dispute", "Events",
                                        "",     "Relevance", NULL};

    if (!report->n_articles)
        return;
    dw_strbuf_adds(
        out,
        "<nav aria-label=\"Articles\"><div class=\"scroll\" role=\"region\" "
        "tabindex=\"0\" aria-label=\"All articles\"><table><caption>Articles</caption><thead><tr>");
    for (const char *const *h = heads; *h; h++)
        dw_strbuf_addf(out, **h ? "<th scope=\"col\">%s</th>" : "<td>%s</td>", *h);
    dw_strbuf_adds(out, "</tr></thead>\n<tbody>\n");
    dw_strbuf_add(out, report->index.bytes, report->index.len);
    dw_strbuf_adds(out, "</tbody></table></div></nav>\n");
}

enum dw_err dw_report_encode(const struct dw_report *report, struct dw_strbuf *out)
{
    dw_html_add_head("Disputewire report", style, out);
    dw_strbuf_addf(out,
                   "<body id=\"top\">\n<main>\n<header><h1>Dispute report</h1>\n<p class=\"sum\">"
                   "<span><b>%u</b> article%s</span> <span><b>%u</b> dispute%s</span> "
                   "<span><b>%u</b> event%s</span></p></header>\n",
                   report->n_articles, plural(report->n_articles), report->n_disputes,
                   plural(report->n_disputes), report->n_events, plural(report->n_events));
    add_index(report, out);
    dw_strbuf_adds(out, "<section class=\"key\"><h2>How to read this</h2>\n");
    dw_legend_add(out);
    dw_passage_add_legend(out);
    dw_strbuf_adds(out,
                   "<p>A row of a timeline leads to the words of the text that tell the event; "
                   "the number behind these leads back. What is told by nobody in particular, "
                   "or of nobody in particular, stands under <i>others</i>; the number at the "
                   "end of a row says how sure the program is.</p></section>\n");
    if (report->n_articles)
        dw_strbuf_add(out, report->articles.bytes, report->articles.len);
    dw_strbuf_adds(out, "<footer><p>Disputewire " DW_VERSION "</p></footer>\n</main>\n</body>\n"
                        "</html>\n");
    return report->failed || out->failed ? DW_NOMEM : DW_OK;
}
