/* SPDX-License-Identifier: MIT */
#include "processors/tag/html.h"

#include <string.h>

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<title>Disputewire</title>\n<style>\n"
    ":root { color-scheme: light dark; --line: #8886; --actor: #2563eb; --place: #0f766e;\n"
    "  --thing: #7c3aed; --time: #b45309; --coop: #15803d; --conflict: #b91c1c;\n"
    "  --faint: #5f5f5f; }\n"
    "@media (prefers-color-scheme: dark) { :root { --actor: #7aa7ff; --place: #5eead4;\n"
    "  --thing: #c4a5ff; --time: #fbbf24; --coop: #6ee79a; --conflict: #ff8f8f;\n"
    "  --faint: #a8a8a8; } }\n"
    "body { font: 1rem/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;\n"
    "  padding: 0 1rem; }\n"
    "article { margin-bottom: 4rem; }\n"
    ".text { white-space: pre-wrap; overflow-wrap: anywhere; }\n"
    "mark { background: none; color: inherit; border-bottom: 2px solid; padding-bottom: 1px; }\n"
    ".actor { border-color: var(--actor); } .place { border-color: var(--place); }\n"
    ".thing { border-color: var(--thing); } .time { border-color: var(--time); }\n"
    ".place { border-bottom-style: dashed; } .thing { border-bottom-style: dotted; }\n"
    ".time { border-bottom-style: double; border-bottom-width: 3px; }\n"
    ".event { border: 2px solid; border-radius: 4px; padding: 0 2px; font-weight: 600; }\n"
    ".coop { border-color: var(--coop); }\n"
    ".conflict { border-color: var(--conflict); border-style: dashed; }\n"
    ".event sup { font-size: .7em; font-weight: 400; }\n"
    ".notice { color: var(--faint); }\n"
    "sup a { color: inherit; } :focus-visible { outline: 3px solid var(--actor); }\n"
    "tr:target { outline: 2px solid var(--actor); }\n"
    "table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: 1rem 0; }\n"
    "caption { text-align: left; font-weight: 600; padding: .3rem 0; }\n"
    "th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0;\n"
    "  border-top: 1px solid var(--line); }\n"
    ".legend mark { margin-right: 1rem; display: inline-block; }\n"
    ".scroll { overflow-x: auto; }\n"
    "</style>\n</head>\n<body>\n<main>\n<h1>Disputewire</h1>\n"
    "<p class=\"legend\"><mark class=\"actor\">state, body, firm or person</mark>"
    "<mark class=\"place\">place</mark><mark class=\"thing\">pact or goods</mark>"
    "<mark class=\"time\">time</mark><mark class=\"event coop\">cooperation</mark>"
    "<mark class=\"event conflict\">conflict</mark></p>\n";

static void add_escaped(const char *text, size_t len, struct dw_strbuf *out)
{
    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case '<':
            dw_strbuf_adds(out, "&lt;");
            break;
        case '>':
            dw_strbuf_adds(out, "&gt;");
            break;
        case '&':
            dw_strbuf_adds(out, "&amp;");
            break;
        case '"':
            dw_strbuf_adds(out, "&quot;");
            break;
        default:
            if ((unsigned char)text[i] >= ' ' || text[i] == '\n' || text[i] == '\t')
                dw_strbuf_addc(out, text[i]);
        }
    }
}

static void add_text(const char *text, struct dw_strbuf *out)
{
    if (text)
        add_escaped(text, strlen(text), out);
}

/* --- the text with its marks ----------------------------------------------------------------- */

static const char *entity_class(enum dw_entity_type type)
{
    switch (type) {
    case DW_ENTITY_PLACE:
        return "place";
    case DW_ENTITY_PACT:
    case DW_ENTITY_GOODS:
        return "thing";
    default:
        return "actor";
    }
}

static const char *event_class(enum dw_event_type type)
{
    return dw_event_type_quad(type) < 3 ? "coop" : "conflict";
}

/* The event whose trigger, first or later told, begins at this byte; DW_NONE if none does. */
static int32_t event_at(const struct dw_doc *doc, uint32_t byte, struct dw_span *trigger)
{
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const struct dw_event *e = &doc->events.v[i];

        *trigger = e->trigger;
        if (e->trigger.beg == byte)
            return (int32_t)i;
        for (uint32_t k = 0; k < e->mentions.n; k++)
            if (e->mentions.v[k].beg == byte) {
                *trigger = e->mentions.v[k];
                return (int32_t)i;
            }
    }
    return DW_NONE;
}

static void open_mention(const struct dw_doc *doc, const struct dw_mention *m,
                         struct dw_strbuf *out)
{
    const struct dw_entity *e = &doc->entities.v[m->entity];

    dw_strbuf_addf(out, "<mark class=\"%s\" title=\"", entity_class(e->type));
    add_text(e->name, out);
    dw_strbuf_addf(out, ": %s%s%s\">", dw_entity_type_name(e->type), e->country[0] ? ", " : "",
                   e->country);
}

static void open_time(const struct dw_time *t, struct dw_strbuf *out)
{
    dw_strbuf_addf(out, "<mark class=\"time\" title=\"%s %s\">", dw_time_type_name(t->type),
                   t->value);
}

/* What is being written, and the mark that is open: of a mention, else of a time. */
struct page {
    const struct dw_doc *doc;
    struct dw_strbuf *out;
    uint32_t article; /* number on the page: ids hold it */
    int32_t mention, time;
};

static void close_mark(struct page *p)
{
    if (p->mention != DW_NONE || p->time != DW_NONE)
        dw_strbuf_adds(p->out, "</mark>");
    p->mention = p->time = DW_NONE;
}

/* Close the mark that the token is no longer in, open the one that it is in now. */
static void change_mark(struct page *p, const struct dw_token *t)
{
    int32_t time = t->mention == DW_NONE ? t->time : DW_NONE;

    if (t->mention == p->mention && time == p->time)
        return;
    close_mark(p);
    if (t->mention != DW_NONE)
        open_mention(p->doc, &p->doc->mentions.v[t->mention], p->out);
    else if (time != DW_NONE)
        open_time(&p->doc->times.v[time], p->out);
    p->mention = t->mention;
    p->time = time;
}

/* Write the token at `i`, what stands between it and the one before, and its marks. */
static void add_token(struct page *p, uint32_t i, struct dw_span gap)
{
    const struct dw_doc *doc = p->doc;
    const struct dw_token *t = &doc->tokens.v[i];
    struct dw_span trigger;
    int32_t event = event_at(doc, t->span.beg, &trigger);
    bool goes_on = (t->mention != DW_NONE && t->mention == p->mention) ||
                   (t->time != DW_NONE && t->time == p->time);

    if (!goes_on)
        close_mark(p);
    add_escaped(doc->article.text + gap.beg, gap.end - gap.beg, p->out);
    change_mark(p, t);
    if (event != DW_NONE)
        dw_strbuf_addf(p->out, "<mark class=\"event %s\" title=\"%s\">",
                       event_class(doc->events.v[event].type),
                       dw_event_type_name(doc->events.v[event].type));
    add_escaped(dw_token_form(doc, i), dw_token_len(t), p->out);
    if (event != DW_NONE)
        dw_strbuf_addf(p->out, "<sup><a href=\"#a%u-v%d\">v%d</a></sup></mark>", p->article,
                       event + 1, event + 1);
}

static bool is_notice(enum dw_zone_type type)
{
    return type == DW_ZONE_BOILERPLATE || type == DW_ZONE_CONTROL;
}

static void add_article_text(struct page *p)
{
    const struct dw_doc *doc = p->doc;
    uint32_t token = 0, byte = 0;

    dw_strbuf_adds(p->out, "<div class=\"text\">");
    for (uint32_t z = 0; z < doc->zones.n; z++) {
        const struct dw_zone *zone = &doc->zones.v[z];

        dw_strbuf_adds(p->out, is_notice(zone->type) ? "<span class=\"notice\">" : "<span>");
        for (; token < doc->tokens.n && doc->tokens.v[token].span.beg < zone->span.end; token++) {
            add_token(p, token, (struct dw_span){byte, doc->tokens.v[token].span.beg});
            byte = doc->tokens.v[token].span.end;
        }
        close_mark(p);
        if (byte < zone->span.end) {
            add_escaped(doc->article.text + byte, zone->span.end - byte, p->out);
            byte = zone->span.end;
        }
        dw_strbuf_adds(p->out, "</span>");
    }
    dw_strbuf_adds(p->out, "</div>\n");
}

/* --- tables ---------------------------------------------------------------------------------- */

static void add_refs(const struct dw_doc *doc, const struct dw_refs *refs, struct dw_strbuf *out)
{
    dw_strbuf_adds(out, "<td>");
    for (uint32_t i = 0; i < refs->n; i++) {
        dw_strbuf_adds(out, i ? "; " : "");
        add_text(doc->entities.v[refs->v[i]].name, out);
    }
    dw_strbuf_adds(out, "</td>");
}

/* A table that may be wider than the page: to be scrolled with the keyboard too. */
static void open_table(const char *caption, struct dw_strbuf *out)
{
    dw_strbuf_addf(out,
                   "<div class=\"scroll\" role=\"region\" aria-label=\"%s\" tabindex=\"0\">"
                   "<table><caption>%s</caption>\n<thead><tr>",
                   caption, caption);
}

static void add_event_row(const struct page *p, uint32_t index)
{
    const struct dw_doc *doc = p->doc;
    struct dw_strbuf *out = p->out;
    static const char *const statuses[] = {"happened", "future", "hypothetical", "negated"};
    const struct dw_event *e = &doc->events.v[index];

    dw_strbuf_addf(out, "<tr id=\"a%u-v%u\"><th scope=\"row\">v%u</th><td>%s", p->article,
                   index + 1, index + 1, dw_event_type_name(e->type));
    for (int i = 0; i < DW_EVENT_MODES && e->modes[i]; i++)
        dw_strbuf_addf(out, " %s", e->modes[i]);
    dw_strbuf_addf(out, "</td><td>%s</td><td>%s</td>", e->cameo ? e->cameo : "",
                   e->tag ? e->tag : "");
    add_refs(doc, &e->actors, out);
    add_refs(doc, &e->recipients, out);
    dw_strbuf_addf(out, "<td>%s</td><td>%s: %s</td><td>%.2f</td><td>", e->time_value,
                   statuses[e->aux], e->rule, e->confidence);
    add_text(e->frame, out);
    dw_strbuf_adds(out, "<br>");
    add_text(e->slots, out);
    dw_strbuf_adds(out, "</td></tr>\n");
}

static void add_events(const struct page *p)
{
    const struct dw_doc *doc = p->doc;
    struct dw_strbuf *out = p->out;

    if (!doc->events.n)
        return;
    open_table("Events", out);
    for (const char *const *h =
             (const char *const[]){"Event", "Type", "CAMEO", "Step", "Who", "To whom", "When",
                                   "Status", "Confidence", "Frame", NULL};
         *h; h++)
        dw_strbuf_addf(out, "<th scope=\"col\">%s</th>", *h);
    dw_strbuf_adds(out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < doc->events.n; i++)
        add_event_row(p, i);
    dw_strbuf_adds(out, "</tbody></table></div>\n");
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
    add_escaped(doc->article.text + s->trigger.beg, s->trigger.end - s->trigger.beg, out);
    dw_strbuf_addf(out, "</th><td>%s</td><td>", s->why);
    add_text(s->frame ? s->frame : "", out);
    dw_strbuf_adds(out, "</td><td>");
    add_escaped(doc->article.text + sentence->beg, sentence->end - sentence->beg, out);
    dw_strbuf_adds(out, "</td></tr>\n");
}

/* Words that met a row but made no event, in sentences that have none. */
static void add_silences(const struct dw_doc *doc, struct dw_strbuf *out)
{
    bool open = false;

    for (uint32_t i = 0; i < doc->silences.n; i++) {
        const struct dw_silence *s = &doc->silences.v[i];

        if (!s->frame || has_event(doc, s->sentence))
            continue;
        if (!open) {
            open_table("No events", out);
            dw_strbuf_adds(out, "<th scope=\"col\">Word</th><th scope=\"col\">Why not</th>"
                                "<th scope=\"col\">Frame</th><th scope=\"col\">Sentence</th>"
                                "</tr></thead>\n<tbody>\n");
        }
        open = true;
        add_silence_row(doc, s, out);
    }
    if (open)
        dw_strbuf_adds(out, "</tbody></table></div>\n");
}

static void add_entities(const struct dw_doc *doc, struct dw_strbuf *out)
{
    if (!doc->entities.n)
        return;
    open_table("Entities", out);
    dw_strbuf_adds(out, "<th scope=\"col\">Name</th><th scope=\"col\">Type</th>"
                        "<th scope=\"col\">Country</th><th scope=\"col\">Sector</th>"
                        "<th scope=\"col\">Role</th></tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        const struct dw_entity *e = &doc->entities.v[i];

        dw_strbuf_adds(out, "<tr><th scope=\"row\">");
        add_text(e->name, out);
        dw_strbuf_addf(out, "</th><td>%s</td><td>%s</td><td>%s</td><td>",
                       dw_entity_type_name(e->type), e->country, e->sector);
        add_text(e->role, out);
        dw_strbuf_adds(out, "</td></tr>\n");
    }
    dw_strbuf_adds(out, "</tbody></table></div>\n");
}

/* --- the page -------------------------------------------------------------------------------- */

void dw_html_begin(struct dw_strbuf *out)
{
    dw_strbuf_adds(out, head);
}

void dw_html_add(const struct dw_doc *doc, uint32_t number, struct dw_strbuf *out)
{
    struct page page = {doc, out, number, DW_NONE, DW_NONE};
    const char *title = doc->article.headline ? doc->article.headline : doc->article.id;

    dw_strbuf_adds(out, "<article>\n<h2>");
    add_text(title ? title : "Article", out);
    dw_strbuf_adds(out, "</h2>\n");
    if (doc->published[0])
        dw_strbuf_addf(out, "<p><time datetime=\"%s\">%s</time></p>\n", doc->published,
                       doc->published);
    add_article_text(&page);
    add_events(&page);
    add_silences(doc, out);
    add_entities(doc, out);
    dw_strbuf_adds(out, "</article>\n");
}

void dw_html_end(struct dw_strbuf *out)
{
    dw_strbuf_adds(out, "</main>\n</body>\n</html>\n");
}
