/* SPDX-License-Identifier: MIT */
#include "processors/entity/entity.h"

#include <stdlib.h>

#include "processors/processors.h"

struct entity_state {
    struct dw_gazetteer *gazetteer;
    struct dw_nameparts *parts;
    struct dw_nametag *tagger;
    struct dw_nameblock block; /* scratch */
};

static void close_entity(void *state)
{
    struct entity_state *s = state;

    dw_gazetteer_close(s->gazetteer);
    dw_nameparts_close(s->parts);
    dw_nametag_close(s->tagger);
    free(s);
}

static enum dw_err open_entity(void **state, const struct dw_pipeline_options *options,
                               struct dw_error *err)
{
    struct entity_state *s = calloc(1, sizeof *s);
    enum dw_err rc;

    (void)options;
    if (!s)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the entity processor");
    rc = dw_gazetteer_open(&s->gazetteer, err);
    if (rc == DW_OK && !(s->parts = dw_nameparts_open()))
        rc = dw_error_set(err, DW_NOMEM, 0, "no memory for the words of names");
    if (rc == DW_OK)
        rc = dw_nametag_open(&s->tagger, NULL, err);
    if (rc != DW_OK) {
        close_entity(s);
        return rc;
    }
    *state = s;
    return DW_OK;
}

static enum dw_err read_sentence(struct dw_entity_scan *scan, const struct dw_sentence *sentence)
{
    struct dw_doc *doc = scan->doc;
    uint32_t names = doc->mentions.n, mention = names;
    enum dw_err rc;

    rc = dw_names_find(scan, sentence->first, sentence->end,
                       sentence->zone == DW_ZONE_BYLINE || sentence->zone == DW_ZONE_DATELINE);
    if (rc == DW_OK && sentence->zone == DW_ZONE_DATELINE)
        return dw_dateline_find(scan, sentence->first, sentence->end);
    for (; rc == DW_OK && mention < doc->mentions.n; mention++) {
        dw_place_resolve(scan, &doc->mentions.v[mention]);
        rc = dw_role_find(scan, &doc->mentions.v[mention]);
    }
    if (sentence->zone != DW_ZONE_BODY)
        return rc;
    if (rc == DW_OK)
        rc = dw_nominals_find(scan, sentence->first, sentence->end);
    if (rc == DW_OK)
        rc = dw_pronouns_find(scan, sentence->first, sentence->end);
    for (uint32_t i = names; rc == DW_OK && i < mention; i++)
        dw_role_complete(scan, &doc->mentions.v[i]);
    return rc;
}

/* Words of time expressions name nobody. */
static void mark_times(struct dw_doc *doc)
{
    for (uint32_t i = 0; i < doc->times.n; i++)
        for (uint32_t k = doc->times.v[i].first; k < doc->times.v[i].end; k++)
            doc->tokens.v[k].time = (int32_t)i;
}

uint64_t dw_entity_checksum(const void *state)
{
    const struct entity_state *s = state;

    return dw_nametag_checksum(s->tagger);
}

static bool is_skipped(const struct dw_sentence *sentence)
{
    return sentence->zone == DW_ZONE_CONTROL || sentence->zone == DW_ZONE_BOILERPLATE;
}

/* Let the tagger look at all sentences whose words have tags. */
static enum dw_err tag_names(struct entity_state *s, struct dw_doc *doc, const uint8_t **out)
{
    uint8_t *tags = dw_arena_alloc(&doc->arena, doc->tokens.n + 1);
    struct dw_name_uses uses;

    if (!tags || dw_name_uses_init(&uses, s->tagger, s->gazetteer, doc) != DW_OK)
        return DW_NOMEM;
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const struct dw_sentence *sentence = &doc->sentences.v[i];
        uint32_t end;

        if (is_skipped(sentence) || sentence->first == sentence->end ||
            !dw_token_is_tagged(&doc->tokens.v[sentence->first]))
            continue;
        for (uint32_t at = sentence->first; at < sentence->end; at = end) {
            end = sentence->end - at < DW_NAME_BLOCK ? sentence->end : at + DW_NAME_BLOCK;
            dw_nameblock_fill(&s->block, s->gazetteer, s->parts, &uses, doc, at, end);
            dw_nametag_run(s->tagger, &s->block, tags + at);
        }
    }
    dw_name_uses_vote(&uses, doc, tags);
    *out = tags;
    return DW_OK;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    struct entity_state *s = state;
    struct dw_entity_scan scan = {
        .doc = doc,
        .gazetteer = s->gazetteer,
        .parts = s->parts,
        .tagger = s->tagger,
        .year = atoi(doc->published),
    };

    if (!dw_doc_is_english(doc))
        return DW_OK;
    mark_times(doc);
    if (tag_names(s, doc, &scan.tags) != DW_OK)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the names of the article");
    dw_dateline_read(&scan);
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const struct dw_sentence *sentence = &doc->sentences.v[i];

        if (is_skipped(sentence))
            continue;
        if (read_sentence(&scan, sentence) != DW_OK)
            return dw_error_set(err, DW_NOMEM, sentence->span.beg,
                                "too many names for the memory of one article");
    }
    dw_home_find(&scan);
    return dw_dateline_add(&scan) == DW_OK
               ? DW_OK
               : dw_error_set(err, DW_NOMEM, 0, "no memory for the dateline");
}

const struct dw_processor dw_processor_entity = {
    .name = "entity",
    .summary = "countries, bodies, persons, firms, places, pacts, goods; roles and coreference",
    .open = open_entity,
    .run = run,
    .close = close_entity,
};
