/* SPDX-License-Identifier: MIT */
#include "schemas/dispute_event.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "schemas/annotation.h"

/* --- the dyad ------------------------------------------------------------------------------- */

/*
 * The least country code after `last` among the entities, or `best` if that is less still. Choosing
 * the next one again and again needs no memory; the lists are short.
 */
static const char *next_country(const struct dw_doc *doc, const struct dw_refs *refs,
                                const char *last, const char *best)
{
    for (uint32_t i = 0; i < refs->n; i++) {
        const char *country = doc->entities.v[refs->v[i]].country;

        if (strcmp(country, last) > 0 && (!best || strcmp(country, best) < 0))
            best = country;
    }
    return best;
}

void dw_dispute_event_key(const struct dw_doc *doc, uint32_t event, struct dw_strbuf *out)
{
    const struct dw_event *e = &doc->events.v[event];
    const char *last = "", *next;
    bool any = false;

    while ((next = next_country(doc, &e->recipients, last,
                                next_country(doc, &e->actors, last, NULL)))) {
        if (any)
            dw_strbuf_addc(out, '-');
        dw_strbuf_adds(out, next);
        last = next;
        any = true;
    }
    if (!any)
        dw_strbuf_addc(out, '-');
}

/* --- the id --------------------------------------------------------------------------------- */

/* FNV-1a over the bytes and the NUL behind, so that neighbouring parts cannot run together. */
static uint64_t hash_string(uint64_t hash, const char *text)
{
    do {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    } while (*text++);
    return hash;
}

/* Spread the bits: the finaliser of splitmix64. */
static uint64_t mix(uint64_t h)
{
    h = (h ^ h >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    h = (h ^ h >> 27) * UINT64_C(0x94D049BB133111EB);
    return h ^ h >> 31;
}

/* How many events before this one share its type and trigger. */
static unsigned count_twins(const struct dw_doc *doc, uint32_t event)
{
    const struct dw_event *e = &doc->events.v[event];
    unsigned n = 0;

    for (uint32_t i = 0; i < event; i++) {
        const struct dw_event *o = &doc->events.v[i];

        n += o->type == e->type && o->trigger.beg == e->trigger.beg &&
             o->trigger.end == e->trigger.end;
    }
    return n;
}

static uint64_t hash_event(const struct dw_doc *doc, const char *place, uint64_t seed)
{
    uint64_t hash = seed;

    hash = hash_string(hash, doc->article.id ? doc->article.id : "");
    hash = hash_string(hash, doc->article.version ? doc->article.version : "");
    return mix(hash_string(hash, place));
}

void dw_dispute_event_id(const struct dw_doc *doc, uint32_t event, unsigned salt,
                         char id[DW_DISPUTE_EVENT_ID])
{
    const struct dw_event *e = &doc->events.v[event];
    char place[64];

    snprintf(place, sizeof place, "%s@%" PRIu32 "-%" PRIu32 "+%u", dw_event_type_name(e->type),
             e->trigger.beg, e->trigger.end, count_twins(doc, event) + salt * 1000000U);
    snprintf(id, DW_DISPUTE_EVENT_ID, "%016" PRIx64 "%016" PRIx64,
             hash_event(doc, place, UINT64_C(0xCBF29CE484222325)),
             hash_event(doc, place, UINT64_C(0x9E3779B97F4A7C15)));
}

static uint64_t hash_names(uint64_t hash, const struct dw_doc *doc, const struct dw_refs *refs)
{
    for (uint32_t i = 0; i < refs->n; i++)
        hash = hash_string(hash, doc->entities.v[refs->v[i]].name);
    return hash_string(hash, "|");
}

uint64_t dw_dispute_event_likeness(const struct dw_doc *doc, uint32_t event)
{
    const struct dw_event *e = &doc->events.v[event];
    uint64_t hash = UINT64_C(0xCBF29CE484222325);

    hash = hash_string(hash, dw_event_type_name(e->type));
    hash = hash_names(hash, doc, &e->actors);
    hash = hash_names(hash, doc, &e->recipients);
    hash = (hash ^ (uint64_t)e->aux) * UINT64_C(0x100000001B3);
    for (uint32_t i = e->trigger.beg; i < e->trigger.end; i++)
        hash = (hash ^ (unsigned char)doc->article.text[i]) * UINT64_C(0x100000001B3);
    return mix(hash);
}

/* --- the record ----------------------------------------------------------------------------- */

/* The key as a member: codes hold no character that JSON escapes, but the buffer may fail. */
static void add_dyad(struct dw_writer *w, uint32_t event)
{
    struct dw_strbuf key;

    dw_strbuf_init(&key);
    dw_dispute_event_key(w->doc, event, &key);
    if (key.failed)
        w->json.out->failed = true;
    else
        dw_json_add_string(&w->json, "dyad", key.bytes);
    dw_strbuf_fini(&key);
}

static void add_article(struct dw_writer *w)
{
    const struct dw_article *a = &w->doc->article;

    dw_json_open(&w->json, "article", '{');
    dw_json_add_string(&w->json, "id", a->id);
    dw_json_add_string(&w->json, "version", a->version);
    dw_json_add_string(&w->json, "published", dw_writer_published(w->doc));
    dw_writer_add_list(w, "provider", a->provider, a->n_provider);
    dw_json_add_string(&w->json, "headline", a->headline);
    dw_json_close(&w->json, '}');
}

/* From an opened record to its end but for the event: the same for both kinds. */
static void open_record(struct dw_writer *w)
{
    dw_json_open(&w->json, NULL, '{');
    dw_json_add_string(&w->json, "schema", "disputewire/dispute-event/1");
}

static void close_record(struct dw_writer *w, bool retracted)
{
    add_article(w);
    dw_json_add_bool(&w->json, "retracted", retracted);
    dw_json_close(&w->json, '}');
}

enum dw_err dw_dispute_event_encode(const struct dw_doc *doc, uint32_t event,
                                    const struct dw_encode_options *options, struct dw_strbuf *out,
                                    struct dw_error *err)
{
    static const struct dw_encode_options none;
    struct dw_writer w;
    enum dw_err rc;

    if (!options)
        options = &none;
    rc = dw_writer_init(&w, doc, options, out, err);
    if (rc != DW_OK)
        return rc;
    w.inlined = true;
    open_record(&w);
    add_dyad(&w, event);
    dw_json_open(&w.json, "event", '{');
    dw_writer_add_event(&w, (int32_t)event);
    dw_json_close(&w.json, '}');
    close_record(&w, false);
    return dw_writer_fini(&w, err);
}

/* --- taking back ---------------------------------------------------------------------------- */

void dw_event_brief_make(const struct dw_doc *doc, uint32_t event, char out[12],
                         struct dw_event_brief *brief)
{
    const struct dw_event *e = &doc->events.v[event];

    snprintf(out, 12, "v%" PRIu32, event + 1);
    *brief = (struct dw_event_brief){
        .id = out,
        .type = dw_event_type_name(e->type),
        .cameo = e->cameo && *e->cameo ? e->cameo : NULL,
        .quad = dw_event_type_quad(e->type),
        .goldstein = e->goldstein,
        .tag = e->tag && *e->tag ? e->tag : NULL,
    };
}

enum dw_err dw_retraction_encode(const struct dw_doc *doc, const char *dyad,
                                 const struct dw_event_brief *event, struct dw_strbuf *out,
                                 struct dw_error *err)
{
    static const struct dw_encode_options none;
    struct dw_writer w;
    enum dw_err rc = dw_writer_init(&w, doc, &none, out, err);

    if (rc != DW_OK)
        return rc;
    open_record(&w);
    dw_json_add_string(&w.json, "dyad", dyad);
    dw_json_open(&w.json, "event", '{');
    dw_json_add_string(&w.json, "id", event->id);
    dw_json_add_string(&w.json, "type", event->type);
    dw_json_add_string(&w.json, "cameo", event->cameo);
    dw_json_add_int(&w.json, "quad", event->quad);
    dw_json_add_real(&w.json, "goldstein", event->goldstein, 1);
    dw_json_add_string(&w.json, "tag", event->tag);
    dw_json_close(&w.json, '}');
    close_record(&w, true);
    return dw_writer_fini(&w, err);
}
