/* SPDX-License-Identifier: MIT */
#include "processors/tag/wording.h"

#include "processors/tag/escape.h"

void dw_wording_add_code(const char *code, bool capital, struct dw_strbuf *out)
{
    for (size_t i = 0; code[i]; i++) {
        char c = code[i];

        if (c == '-')
            c = ' ';
        else if (i || !capital)
            c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        else
            c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        dw_strbuf_addc(out, c);
    }
}

const char *dw_wording_what(const struct dw_event *e)
{
    return e->tag ? e->tag : dw_event_type_name(e->type);
}

static void add_names(const struct dw_wording *w, const struct dw_refs *refs, size_t n_chars)
{
    struct dw_strbuf names;

    dw_strbuf_init(&names);
    for (uint32_t i = 0; i < refs->n; i++) {
        dw_strbuf_adds(&names, i ? ", " : "");
        dw_strbuf_adds(&names, w->doc->entities.v[refs->v[i]].name);
    }
    w->out->failed |= names.failed;
    dw_escape_add_clipped(names.bytes, n_chars, w->out);
    dw_strbuf_fini(&names);
}

void dw_wording_add_sides(const struct dw_wording *w, const struct dw_event *e, size_t n_chars)
{
    if (e->actors.n)
        add_names(w, &e->actors, e->recipients.n ? n_chars : 2 * n_chars);
    else
        dw_strbuf_adds(w->out, "not told who");
    if (e->recipients.n) {
        dw_strbuf_adds(w->out, " \xE2\x86\x92 ");
        add_names(w, &e->recipients, n_chars);
    }
}

void dw_wording_add_relations(const struct dw_wording *w, const struct dw_event *e,
                              const char *before)
{
    for (uint32_t i = 0; i < e->relations.n; i++) {
        dw_strbuf_adds(w->out, i ? ", " : before);
        dw_wording_add_code(dw_relation_type_name(e->relations.v[i].type), false, w->out);
        dw_strbuf_addf(w->out, " v%d", e->relations.v[i].event + 1);
    }
}

void dw_wording_add_label(const struct dw_wording *w, const struct dw_chart_row *row)
{
    const struct dw_event *e = &w->doc->events.v[row->event];
    struct dw_strbuf *out = w->out;

    dw_strbuf_addf(out, "v%d, %s: ", row->event + 1, row->when[0] ? row->when : "date not told");
    dw_wording_add_sides(w, e, 80);
    dw_strbuf_adds(out, ": ");
    dw_wording_add_code(dw_wording_what(e), false, out);
    dw_strbuf_addf(out, " (%s), %s, confidence %.2f", dw_event_type_name(e->type),
                   dw_standing_name(dw_event_standing(w->doc, row->event)), e->confidence);
    dw_wording_add_relations(w, e, "; ");
}

void dw_wording_add_sentence(const struct dw_wording *w, const struct dw_event *e)
{
    const struct dw_span *s = &w->doc->sentences.v[e->sentence].span;

    dw_strbuf_adds(w->out, "<title>");
    dw_escape_add(w->doc->article.text + s->beg, s->end - s->beg, w->out);
    dw_strbuf_adds(w->out, "</title>");
}
