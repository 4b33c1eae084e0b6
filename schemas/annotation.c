/* SPDX-License-Identifier: MIT */
#include "schemas/annotation.h"

#include <stdio.h>

static const char *const aux_names[] = {NULL, "future", "hypothetical", "negated"};

enum { DEGREE_DECIMALS = 5 }; /* about a metre */

enum dw_err dw_writer_init(struct dw_writer *w, const struct dw_doc *doc,
                           const struct dw_encode_options *options, struct dw_strbuf *out,
                           struct dw_error *err)
{
    *w = (struct dw_writer){.doc = doc, .offsets = options->offsets};
    dw_json_init(&w->json, out, options->pretty);
    if (w->offsets)
        return DW_OK;
    if (!dw_offsets_init(&w->own, doc->article.text, doc->article.len))
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the offsets of %zu bytes of text",
                            doc->article.len);
    w->offsets = &w->own;
    return DW_OK;
}

enum dw_err dw_writer_fini(struct dw_writer *w, struct dw_error *err)
{
    dw_offsets_fini(&w->own);
    if (w->json.out->failed)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the output record");
    return DW_OK;
}

void dw_writer_add_id(struct dw_writer *w, const char *key, char letter, int32_t index)
{
    char id[16];

    if (index == DW_NONE) {
        dw_json_add_null(&w->json, key);
        return;
    }
    snprintf(id, sizeof id, "%c%d", letter, index + 1);
    dw_json_add_string(&w->json, key, id);
}

static void add_bounds(struct dw_writer *w, struct dw_span span)
{
    dw_json_add_int(&w->json, "start", (int64_t)dw_offsets_find(w->offsets, span.beg));
    dw_json_add_int(&w->json, "end", (int64_t)dw_offsets_find(w->offsets, span.end));
}

void dw_writer_add_span(struct dw_writer *w, struct dw_span span)
{
    add_bounds(w, span);
    dw_json_add_bytes(&w->json, "text", w->doc->article.text + span.beg, span.end - span.beg);
}

void dw_writer_add_list(struct dw_writer *w, const char *key, const char *const *v, size_t n)
{
    dw_json_open(&w->json, key, '[');
    for (size_t i = 0; i < n; i++)
        dw_json_add_string(&w->json, NULL, v[i]);
    dw_json_close(&w->json, ']');
}

void dw_writer_add_entity(struct dw_writer *w, int32_t entity)
{
    const struct dw_entity *e = &w->doc->entities.v[entity];

    dw_writer_add_id(w, "id", 'e', entity);
    dw_json_add_string(&w->json, "type", dw_entity_type_name(e->type));
    dw_json_add_string(&w->json, "name", e->name);
    dw_json_add_code(&w->json, "country", e->country);
    dw_json_add_code(&w->json, "sector", e->sector);
    if (e->role)
        dw_json_add_string(&w->json, "role", e->role);
    if (e->has_geo) {
        dw_json_open(&w->json, "geo", '{');
        dw_json_add_real(&w->json, "lat", e->lat, DEGREE_DECIMALS);
        dw_json_add_real(&w->json, "lon", e->lon, DEGREE_DECIMALS);
        dw_json_close(&w->json, '}');
    }
}

void dw_writer_add_time(struct dw_writer *w, int32_t time, const char *value)
{
    const struct dw_time *t = &w->doc->times.v[time];

    dw_writer_add_id(w, "id", 't', time);
    dw_writer_add_span(w, t->span);
    dw_json_add_string(&w->json, "type", dw_time_type_name(t->type));
    dw_json_add_string(&w->json, "value", value);
    if (*t->mod)
        dw_json_add_string(&w->json, "mod", t->mod);
}

/* The value that the event has of its own, else its time expression's; NULL if it has neither. */
static const char *find_time_value(const struct dw_doc *doc, const struct dw_event *event)
{
    if (*event->time_value)
        return event->time_value;
    return event->time == DW_NONE ? NULL : doc->times.v[event->time].value;
}

static void add_event_time(struct dw_writer *w, const struct dw_event *event)
{
    const char *value = find_time_value(w->doc, event);

    if (!value) {
        dw_json_add_null(&w->json, "time");
        return;
    }
    dw_json_open(&w->json, "time", '{');
    if (!w->inlined)
        dw_writer_add_id(w, "ref", 't', event->time);
    if (w->inlined && event->time != DW_NONE)
        dw_writer_add_time(w, event->time, value);
    else
        dw_json_add_string(&w->json, "value", value);
    dw_json_close(&w->json, '}');
}

/* An entity that an event refers to: its id, or all that is known of it. */
static void add_ref(struct dw_writer *w, const char *key, int32_t entity)
{
    if (!w->inlined || entity == DW_NONE) {
        dw_writer_add_id(w, key, 'e', entity);
        return;
    }
    dw_json_open(&w->json, key, '{');
    dw_writer_add_entity(w, entity);
    dw_json_close(&w->json, '}');
}

static void add_refs(struct dw_writer *w, const char *key, const struct dw_refs *refs)
{
    dw_json_open(&w->json, key, '[');
    for (uint32_t i = 0; i < refs->n; i++)
        add_ref(w, NULL, refs->v[i]);
    dw_json_close(&w->json, ']');
}

/* Number of entries before the NULL that ends a list which is not full. */
static size_t count_names(const char *const *names, size_t most)
{
    size_t n = 0;

    while (n < most && names[n])
        n++;
    return n;
}

static void add_codes(struct dw_writer *w, const struct dw_event *event)
{
    dw_json_add_string(&w->json, "type", dw_event_type_name(event->type));
    dw_writer_add_list(w, "modes", event->modes, count_names(event->modes, DW_EVENT_MODES));
    dw_writer_add_list(w, "contexts", event->contexts,
                       count_names(event->contexts, DW_EVENT_CONTEXTS));
    dw_json_add_code(&w->json, "cameo", event->cameo);
    dw_json_add_int(&w->json, "quad", dw_event_type_quad(event->type));
    dw_json_add_real(&w->json, "goldstein", event->goldstein, 1);
    dw_json_add_code(&w->json, "tag", event->tag);
}

static void add_relations(struct dw_writer *w, const struct dw_relations *relations)
{
    dw_json_open(&w->json, "relations", '[');
    for (uint32_t i = 0; i < relations->n; i++) {
        dw_json_open(&w->json, NULL, '{');
        dw_json_add_string(&w->json, "type", dw_relation_type_name(relations->v[i].type));
        dw_writer_add_id(w, "event", 'v', relations->v[i].event);
        dw_json_close(&w->json, '}');
    }
    dw_json_close(&w->json, ']');
}

/* Where the event is told: trigger, later tellings, sentence. */
static void add_evidence(struct dw_writer *w, const struct dw_event *event)
{
    dw_json_open(&w->json, "trigger", '{');
    dw_writer_add_span(w, event->trigger);
    dw_json_close(&w->json, '}');
    dw_json_open(&w->json, "mentions", '[');
    for (uint32_t i = 0; i < event->mentions.n; i++) {
        dw_json_open(&w->json, NULL, '{');
        dw_writer_add_span(w, event->mentions.v[i]);
        dw_json_close(&w->json, '}');
    }
    dw_json_close(&w->json, ']');
    dw_json_open(&w->json, "sentence", '{');
    add_bounds(w, w->doc->sentences.v[event->sentence].span);
    dw_json_close(&w->json, '}');
}

void dw_writer_add_event(struct dw_writer *w, int32_t event)
{
    const struct dw_event *e = &w->doc->events.v[event];

    dw_writer_add_id(w, "id", 'v', event);
    add_codes(w, e);
    add_refs(w, "actors", &e->actors);
    add_refs(w, "recipients", &e->recipients);
    add_event_time(w, e);
    add_ref(w, "place", e->place);
    dw_json_add_string(&w->json, "aux", aux_names[e->aux]);
    add_ref(w, "attribution", e->attribution);
    add_refs(w, "about", &e->about);
    add_evidence(w, e);
    add_relations(w, &e->relations);
    dw_json_add_real(&w->json, "confidence", e->confidence, 2);
}

const char *dw_writer_published(const struct dw_doc *doc)
{
    return *doc->published ? doc->published : doc->article.published;
}
