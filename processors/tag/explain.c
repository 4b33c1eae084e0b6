/* SPDX-License-Identifier: MIT */
#include "processors/tag/explain.h"

static const char *aux_name(enum dw_aux aux)
{
    static const char *const names[] = {"happened", "future", "hypothetical", "negated"};

    return names[aux];
}

static void add_span(const struct dw_doc *doc, struct dw_span span, struct dw_strbuf *out)
{
    for (uint32_t i = span.beg; i < span.end; i++) {
        char c = doc->article.text[i];

        dw_strbuf_addc(out, c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
    }
}

static void add_refs(const struct dw_doc *doc, const char *label, const struct dw_refs *refs,
                     struct dw_strbuf *out)
{
    if (!refs->n)
        return;
    dw_strbuf_addf(out, "  %-12s", label);
    for (uint32_t i = 0; i < refs->n; i++) {
        const struct dw_entity *e = &doc->entities.v[refs->v[i]];

        dw_strbuf_addf(out, "%s%s", i ? "; " : "", e->name);
        if (e->country[0])
            dw_strbuf_addf(out, " (%s %s)", e->country, e->sector[0] ? e->sector : "-");
    }
    dw_strbuf_addc(out, '\n');
}

static void add_event(const struct dw_doc *doc, uint32_t index, struct dw_strbuf *out)
{
    const struct dw_event *e = &doc->events.v[index];

    dw_strbuf_addf(out, "v%u %s", index + 1, dw_event_type_name(e->type));
    for (int i = 0; i < DW_EVENT_MODES && e->modes[i]; i++)
        dw_strbuf_addf(out, " %s", e->modes[i]);
    dw_strbuf_addf(out, " %s %s\n", e->cameo ? e->cameo : "-", e->tag ? e->tag : "-");
    dw_strbuf_adds(out, "  words       \"");
    add_span(doc, e->trigger, out);
    dw_strbuf_adds(out, "\" in \"");
    add_span(doc, doc->sentences.v[e->sentence].span, out);
    dw_strbuf_adds(out, "\"\n");
    dw_strbuf_addf(out, "  frame       %s\n", e->frame);
    dw_strbuf_addf(out, "  slots       %s\n", e->slots);
    if (e->supplied)
        dw_strbuf_addf(out, "  supplied    the side that was open, by the %s\n", e->supplied);
    dw_strbuf_addf(out, "  status      %s: %s\n", aux_name(e->aux), e->rule);
    dw_strbuf_addf(out, "  confidence  %.2f: for it most %s; against it %s\n", e->confidence,
                   e->merit ? e->merit : "nothing", e->doubt ? e->doubt : "nothing");
    add_refs(doc, "actors", &e->actors, out);
    add_refs(doc, "recipients", &e->recipients, out);
    add_refs(doc, "about", &e->about, out);
    if (e->time != DW_NONE) {
        dw_strbuf_adds(out, "  time        \"");
        add_span(doc, doc->times.v[e->time].span, out);
        dw_strbuf_addf(out, "\" = %s\n", e->time_value);
    }
    if (e->place != DW_NONE)
        dw_strbuf_addf(out, "  place       %s\n", doc->entities.v[e->place].name);
    if (e->attribution != DW_NONE)
        dw_strbuf_addf(out, "  says        %s\n", doc->entities.v[e->attribution].name);
    for (uint32_t i = 0; i < e->relations.n; i++)
        dw_strbuf_addf(out, "  %-11s v%d\n", dw_relation_type_name(e->relations.v[i].type),
                       e->relations.v[i].event + 1);
}

static bool has_event(const struct dw_doc *doc, uint32_t sentence)
{
    for (uint32_t i = 0; i < doc->events.n; i++)
        if (doc->events.v[i].sentence == sentence)
            return true;
    return false;
}

/* Why the triggers of sentences without an event made none. */
static void add_silences(const struct dw_doc *doc, struct dw_strbuf *out)
{
    uint32_t last = UINT32_MAX;

    for (uint32_t i = 0; i < doc->silences.n; i++) {
        const struct dw_silence *s = &doc->silences.v[i];

        if (has_event(doc, s->sentence))
            continue;
        if (s->sentence != last) {
            dw_strbuf_adds(out, "no event in \"");
            add_span(doc, doc->sentences.v[s->sentence].span, out);
            dw_strbuf_adds(out, "\"\n");
        }
        last = s->sentence;
        dw_strbuf_adds(out, "  ");
        add_span(doc, s->trigger, out);
        dw_strbuf_addf(out, ": %s%s%s\n", s->why, s->frame ? "; row " : "",
                       s->frame ? s->frame : "");
    }
}

void dw_explain_encode(const struct dw_doc *doc, struct dw_strbuf *out)
{
    if (!doc->events.n)
        dw_strbuf_adds(out, "no events\n");
    for (uint32_t i = 0; i < doc->events.n; i++)
        add_event(doc, i, out);
    add_silences(doc, out);
}
