/* SPDX-License-Identifier: MIT */
#include "processors/tag/passage.h"

#include "processors/tag/escape.h"

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

/* Does the event's trigger, first or later told, begin at this byte? */
static bool is_told_at(const struct dw_event *e, uint32_t byte)
{
    for (uint32_t k = 0; k < e->mentions.n; k++)
        if (e->mentions.v[k].beg == byte)
            return true;
    return e->trigger.beg == byte;
}

/* The first event from `event` on that is told at this byte; DW_NONE if none is. */
static int32_t event_at(const struct dw_doc *doc, uint32_t event, uint32_t byte)
{
    for (; event < doc->events.n; event++)
        if (is_told_at(&doc->events.v[event], byte))
            return (int32_t)event;
    return DW_NONE;
}

static void open_mention(const struct dw_doc *doc, const struct dw_mention *m,
                         struct dw_strbuf *out)
{
    const struct dw_entity *e = &doc->entities.v[m->entity];

    dw_strbuf_addf(out, "<mark class=\"%s\" title=\"", entity_class(e->type));
    dw_escape_adds(e->name, out);
    dw_strbuf_addf(out, ": %s%s%s\">", dw_entity_type_name(e->type), e->country[0] ? ", " : "",
                   e->country);
}

static void open_time(const struct dw_time *t, struct dw_strbuf *out)
{
    dw_strbuf_addf(out, "<mark class=\"time\" title=\"%s %s\">", dw_time_type_name(t->type),
                   t->value);
}

/* What is being written, and the mark that is open: of a mention, else of a time. */
struct passage {
    const struct dw_doc *doc;
    struct dw_strbuf *out;
    uint32_t article;
    int32_t mention, time;
};

static void close_mark(struct passage *p)
{
    if (p->mention != DW_NONE || p->time != DW_NONE)
        dw_strbuf_adds(p->out, "</mark>");
    p->mention = p->time = DW_NONE;
}

/* Close the mark that the token is no longer in, open the one that it is in now. */
static void change_mark(struct passage *p, const struct dw_token *t)
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

static void open_event(const struct dw_event *e, struct dw_strbuf *out)
{
    dw_strbuf_addf(out, "<mark class=\"event %s\" title=\"%s\">",
                   dw_event_type_quad(e->type) < 3 ? "coop" : "conflict",
                   dw_event_type_name(e->type));
}

/* One word may tell several events. */
static void close_event(const struct passage *p, int32_t event, uint32_t byte)
{
    const struct dw_doc *doc = p->doc;

    dw_strbuf_adds(p->out, "<sup>");
    for (; event != DW_NONE; event = event_at(doc, (uint32_t)event + 1, byte)) {
        dw_strbuf_adds(p->out, "<a");
        if (doc->events.v[event].trigger.beg == byte)
            dw_strbuf_addf(p->out, " id=\"a%u-m%d\"", p->article, event + 1);
        dw_strbuf_addf(p->out, " href=\"#a%u-v%d\">v%d</a>", p->article, event + 1, event + 1);
    }
    dw_strbuf_adds(p->out, "</sup></mark>");
}

/* Write the token at `i`, what stands between it and the one before, and its marks. */
static void add_token(struct passage *p, uint32_t i, struct dw_span gap)
{
    const struct dw_doc *doc = p->doc;
    const struct dw_token *t = &doc->tokens.v[i];
    int32_t event = event_at(doc, 0, t->span.beg);
    bool goes_on = (t->mention != DW_NONE && t->mention == p->mention) ||
                   (t->time != DW_NONE && t->time == p->time);

    if (!goes_on)
        close_mark(p);
    dw_escape_add(doc->article.text + gap.beg, gap.end - gap.beg, p->out);
    change_mark(p, t);
    if (event != DW_NONE)
        open_event(&doc->events.v[event], p->out);
    dw_escape_add(dw_token_form(doc, i), dw_token_len(t), p->out);
    if (event != DW_NONE)
        close_event(p, event, t->span.beg);
}

static bool is_notice(enum dw_zone_type type)
{
    return type == DW_ZONE_BOILERPLATE || type == DW_ZONE_CONTROL;
}

void dw_passage_add(const struct dw_doc *doc, uint32_t article, struct dw_strbuf *out)
{
    struct passage p = {doc, out, article, DW_NONE, DW_NONE};
    uint32_t token = 0, byte = 0;

    dw_strbuf_adds(out, "<div class=\"text\">");
    for (uint32_t z = 0; z < doc->zones.n; z++) {
        const struct dw_zone *zone = &doc->zones.v[z];

        dw_strbuf_adds(out, is_notice(zone->type) ? "<span class=\"notice\">" : "<span>");
        for (; token < doc->tokens.n && doc->tokens.v[token].span.beg < zone->span.end; token++) {
            add_token(&p, token, (struct dw_span){byte, doc->tokens.v[token].span.beg});
            byte = doc->tokens.v[token].span.end;
        }
        close_mark(&p);
        if (byte < zone->span.end) {
            dw_escape_add(doc->article.text + byte, zone->span.end - byte, out);
            byte = zone->span.end;
        }
        dw_strbuf_adds(out, "</span>");
    }
    dw_strbuf_adds(out, "</div>\n");
}

void dw_passage_add_legend(struct dw_strbuf *out)
{
    dw_strbuf_adds(out,
                   "<p class=\"legend\"><mark class=\"actor\">state, body, firm or person</mark>"
                   "<mark class=\"place\">place</mark><mark class=\"thing\">pact or goods</mark>"
                   "<mark class=\"time\">time</mark><mark class=\"event coop\">cooperation</mark>"
                   "<mark class=\"event conflict\">conflict</mark></p>\n");
}
