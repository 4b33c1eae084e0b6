/* SPDX-License-Identifier: MIT */
#include "schemas/tagged_article.h"

#include <stdlib.h>

#include "processors/pipeline.h"
#include "schemas/annotation.h"

static const char *const status_names[] = {"usable", "withheld", "canceled"};
static const char *const depth_names[] = {"scan", "full"};
static const char *const kind_names[] = {"name", "nominal", "pronoun"};

/*
 * Mentions by entity: those of entity i are at[first[i]] to at[first[i + 1] - 1], in text order.
 * One counting sort, so that a long article does not cost entities times mentions.
 */
struct groups {
    uint32_t *first;
    uint32_t *at;
};

static bool is_grouped(const struct dw_doc *doc, const struct dw_mention *m)
{
    return m->entity >= 0 && (uint32_t)m->entity < doc->entities.n;
}

static bool group_mentions(const struct dw_doc *doc, struct groups *groups)
{
    const struct dw_mentions *mentions = &doc->mentions;
    uint32_t n = doc->entities.n;

    groups->first = calloc((size_t)n + 2, sizeof *groups->first);
    groups->at = calloc((size_t)mentions->n + 1, sizeof *groups->at);
    if (!groups->first || !groups->at)
        return false;
    /* Counts go two places ahead: the fill below moves first[i + 1] from the start of group i to
     * its end, which is the start of the next. */
    for (uint32_t i = 0; i < mentions->n; i++)
        if (is_grouped(doc, &mentions->v[i]) && (uint32_t)mentions->v[i].entity + 1 < n)
            groups->first[mentions->v[i].entity + 2]++;
    for (uint32_t i = 2; i <= n; i++)
        groups->first[i] += groups->first[i - 1];
    for (uint32_t i = 0; i < mentions->n; i++)
        if (is_grouped(doc, &mentions->v[i]))
            groups->at[groups->first[mentions->v[i].entity + 1]++] = i;
    return true;
}

static void free_groups(struct groups *groups)
{
    free(groups->first);
    free(groups->at);
}

static void add_article(struct dw_writer *w, bool include_text)
{
    const struct dw_doc *doc = w->doc;
    const struct dw_article *a = &doc->article;

    dw_json_open(&w->json, "article", '{');
    dw_json_add_string(&w->json, "id", a->id);
    dw_json_add_string(&w->json, "version", a->version);
    dw_json_add_string(&w->json, "published", dw_writer_published(doc));
    dw_json_add_string(&w->json, "headline", a->headline);
    dw_writer_add_list(w, "provider", a->provider, a->n_provider);
    dw_json_add_string(&w->json, "dateline", a->dateline);
    dw_json_add_code(&w->json, "language", *doc->language ? doc->language : a->language);
    dw_json_add_string(&w->json, "status", status_names[a->status]);
    if (include_text)
        dw_json_add_bytes(&w->json, "text", a->text, a->len);
    dw_json_close(&w->json, '}');
}

static void add_superseded(struct dw_writer *w, const struct dw_superseded *superseded)
{
    dw_json_open(&w->json, "supersedes", '{');
    dw_json_add_string(&w->json, "version", superseded->version);
    dw_json_add_string(&w->json, "published", superseded->published);
    dw_json_add_string(&w->json, "ce_id", superseded->ce_id);
    dw_json_close(&w->json, '}');
}

static void add_mention(struct dw_writer *w, const struct dw_mention *mention)
{
    dw_json_open(&w->json, NULL, '{');
    dw_writer_add_span(w, mention->span);
    dw_json_add_string(&w->json, "kind", kind_names[mention->kind]);
    dw_json_close(&w->json, '}');
}

static void add_entities(struct dw_writer *w, const struct groups *groups)
{
    dw_json_open(&w->json, "entities", '[');
    for (uint32_t i = 0; i < w->doc->entities.n; i++) {
        dw_json_open(&w->json, NULL, '{');
        dw_writer_add_entity(w, (int32_t)i);
        dw_json_open(&w->json, "mentions", '[');
        for (uint32_t k = groups->first[i]; k < groups->first[i + 1]; k++)
            add_mention(w, &w->doc->mentions.v[groups->at[k]]);
        dw_json_close(&w->json, ']');
        dw_json_close(&w->json, '}');
    }
    dw_json_close(&w->json, ']');
}

static void add_times(struct dw_writer *w)
{
    dw_json_open(&w->json, "times", '[');
    for (uint32_t i = 0; i < w->doc->times.n; i++) {
        dw_json_open(&w->json, NULL, '{');
        dw_writer_add_time(w, (int32_t)i, w->doc->times.v[i].value);
        dw_json_close(&w->json, '}');
    }
    dw_json_close(&w->json, ']');
}

static void add_events(struct dw_writer *w)
{
    dw_json_open(&w->json, "events", '[');
    for (uint32_t i = 0; i < w->doc->events.n; i++) {
        dw_json_open(&w->json, NULL, '{');
        dw_writer_add_event(w, (int32_t)i);
        dw_json_close(&w->json, '}');
    }
    dw_json_close(&w->json, ']');
}

static void add_disputes(struct dw_writer *w)
{
    dw_json_open(&w->json, "disputes", '[');
    for (uint32_t i = 0; i < w->doc->disputes.n; i++) {
        const struct dw_dispute *d = &w->doc->disputes.v[i];

        dw_json_open(&w->json, NULL, '{');
        dw_writer_add_list(w, "parties", d->parties.v, d->parties.n);
        dw_writer_add_list(w, "issues", d->issues.v, d->issues.n);
        dw_json_open(&w->json, "events", '[');
        for (uint32_t k = 0; k < d->events.n; k++)
            dw_writer_add_id(w, NULL, 'v', d->events.v[k]);
        dw_json_close(&w->json, ']');
        dw_json_close(&w->json, '}');
    }
    dw_json_close(&w->json, ']');
}

static void add_source(struct dw_writer *w)
{
    const struct dw_article *a = &w->doc->article;

    if (!a->source.topic) {
        dw_json_add_null(&w->json, "source");
        return;
    }
    dw_json_open(&w->json, "source", '{');
    dw_json_add_string(&w->json, "topic", a->source.topic);
    dw_json_add_int(&w->json, "partition", a->source.partition);
    dw_json_add_int(&w->json, "offset", a->source.offset);
    if (a->source.timestamp < 0)
        dw_json_add_null(&w->json, "timestamp");
    else
        dw_json_add_int(&w->json, "timestamp", a->source.timestamp);
    dw_json_close(&w->json, '}');
}

static void add_processing(struct dw_writer *w, const struct dw_encode_options *options)
{
    dw_json_open(&w->json, "processing", '{');
    dw_json_add_string(&w->json, "version", DW_VERSION);
    dw_json_add_string(&w->json, "model", options->model);
    dw_json_add_int(&w->json, "duration_us", options->duration_us);
    add_source(w);
    dw_json_close(&w->json, '}');
}

static void add_record(struct dw_writer *w, const struct dw_encode_options *options,
                       const struct groups *groups)
{
    dw_json_open(&w->json, NULL, '{');
    dw_json_add_string(&w->json, "schema", "disputewire/tagged-article/1");
    add_article(w, options->include_text);
    if (options->supersedes)
        add_superseded(w, options->supersedes);
    dw_json_add_real(&w->json, "relevance", w->doc->relevance, 2);
    dw_json_add_string(&w->json, "depth", depth_names[w->doc->depth]);
    add_entities(w, groups);
    add_times(w);
    add_events(w);
    add_disputes(w);
    add_processing(w, options);
    dw_json_close(&w->json, '}');
}

enum dw_err dw_tagged_article_encode(const struct dw_doc *doc,
                                     const struct dw_encode_options *options, struct dw_strbuf *out,
                                     struct dw_error *err)
{
    static const struct dw_encode_options none;
    struct groups groups = {NULL, NULL};
    struct dw_writer w;
    enum dw_err rc;

    if (!options)
        options = &none;
    rc = dw_writer_init(&w, doc, options, out, err);
    if (rc != DW_OK)
        return rc;
    if (group_mentions(doc, &groups))
        add_record(&w, options, &groups);
    else
        out->failed = true;
    free_groups(&groups);
    return dw_writer_fini(&w, err);
}
