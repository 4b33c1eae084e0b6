/* SPDX-License-Identifier: MIT */
#include "processors/tag/tables.h"

#include "processors/tag/escape.h"

static void add_refs(const struct dw_doc *doc, const struct dw_refs *refs, struct dw_strbuf *out)
{
    dw_strbuf_adds(out, "<td>");
    for (uint32_t i = 0; i < refs->n; i++) {
        dw_strbuf_adds(out, i ? "; " : "");
        dw_escape_adds(doc->entities.v[refs->v[i]].name, out);
    }
    dw_strbuf_adds(out, "</td>");
}

/* A table that may be wider than the page: to be scrolled with the keyboard too. */
static void open_table(const char *caption, const char *const *heads, struct dw_strbuf *out)
{
    dw_strbuf_addf(out,
                   "<div class=\"scroll\" role=\"region\" aria-label=\"%s\" tabindex=\"0\">"
                   "<table><caption>%s</caption>\n<thead><tr>",
                   caption, caption);
    for (; *heads; heads++)
        dw_strbuf_addf(out, "<th scope=\"col\">%s</th>", *heads);
    dw_strbuf_adds(out, "</tr></thead>\n<tbody>\n");
}

static void close_table(struct dw_strbuf *out)
{
    dw_strbuf_adds(out, "</tbody></table></div>\n");
}

static void add_event_row(const struct dw_tables *t, uint32_t index)
{
    static const char *const statuses[] = {"happened", "future", "hypothetical", "negated"};
    const struct dw_event *e = &t->doc->events.v[index];
    struct dw_strbuf *out = t->out;

    dw_strbuf_adds(out, "<tr");
    if (t->are_targets)
        dw_strbuf_addf(out, " id=\"a%u-v%u\"", t->article, index + 1);
    dw_strbuf_addf(out, "><th scope=\"row\"><a href=\"#a%u-m%u\">v%u</a></th><td>%s", t->article,
                   index + 1, index + 1, dw_event_type_name(e->type));
    for (int i = 0; i < DW_EVENT_MODES && e->modes[i]; i++)
        dw_strbuf_addf(out, " %s", e->modes[i]);
    dw_strbuf_addf(out, "</td><td>%s</td><td>%s</td>", e->cameo ? e->cameo : "",
                   e->tag ? e->tag : "");
    add_refs(t->doc, &e->actors, out);
    add_refs(t->doc, &e->recipients, out);
    dw_strbuf_addf(out, "<td>%s</td><td>%s: %s</td><td>%.2f</td><td>", e->time_value,
                   statuses[e->aux], e->rule ? e->rule : "", e->confidence);
    dw_escape_adds(e->frame, out);
    dw_strbuf_adds(out, "<br/>");
    dw_escape_adds(e->slots, out);
    dw_strbuf_adds(out, "</td></tr>\n");
}

void dw_tables_add_events(const struct dw_tables *t)
{
    static const char *const heads[] = {"Event", "Type",   "CAMEO",      "Step",  "Who", "To whom",
                                        "When",  "Status", "Confidence", "Frame", NULL};

    if (!t->doc->events.n)
        return;
    open_table("Events", heads, t->out);
    for (uint32_t i = 0; i < t->doc->events.n; i++)
        add_event_row(t, i);
    close_table(t->out);
}

static bool has_event(const struct dw_doc *doc, uint32_t sentence)
{
    for (uint32_t i = 0; i < doc->events.n; i++)
        if (doc->events.v[i].sentence == sentence)
            return true;
    return false;
}

static void add_silence_row(const struct dw_doc *doc, const struct dw_silence *s,
                            struct dw_strbuf *out)
{
    const struct dw_span *sentence = &doc->sentences.v[s->sentence].span;

    dw_strbuf_adds(out, "<tr><th scope=\"row\">");
    dw_escape_add(doc->article.text + s->trigger.beg, s->trigger.end - s->trigger.beg, out);
    dw_strbuf_addf(out, "</th><td>%s</td><td>", s->why);
    dw_escape_adds(s->frame, out);
    dw_strbuf_adds(out, "</td><td>");
    dw_escape_add(doc->article.text + sentence->beg, sentence->end - sentence->beg, out);
    dw_strbuf_adds(out, "</td></tr>\n");
}

void dw_tables_add_silences(const struct dw_tables *t)
{
    static const char *const heads[] = {"Word", "Why not", "Frame", "Sentence", NULL};
    const struct dw_doc *doc = t->doc;
    bool open = false;

    for (uint32_t i = 0; i < doc->silences.n; i++) {
        const struct dw_silence *s = &doc->silences.v[i];

        if (!s->frame || has_event(doc, s->sentence))
            continue;
        if (!open)
            open_table("No events", heads, t->out);
        open = true;
        add_silence_row(doc, s, t->out);
    }
    if (open)
        close_table(t->out);
}

void dw_tables_add_entities(const struct dw_tables *t)
{
    static const char *const heads[] = {"Name", "Type", "Country", "Sector", "Role", NULL};
    struct dw_strbuf *out = t->out;

    if (!t->doc->entities.n)
        return;
    open_table("Entities", heads, out);
    for (uint32_t i = 0; i < t->doc->entities.n; i++) {
        const struct dw_entity *e = &t->doc->entities.v[i];

        dw_strbuf_adds(out, "<tr><th scope=\"row\">");
        dw_escape_adds(e->name, out);
        dw_strbuf_addf(out, "</th><td>%s</td><td>%s</td><td>%s</td><td>",
                       dw_entity_type_name(e->type), e->country, e->sector);
        dw_escape_adds(e->role, out);
        dw_strbuf_adds(out, "</td></tr>\n");
    }
    close_table(out);
}
