/* SPDX-License-Identifier: MIT */
/*
 * sample_doc.h - a document annotated by hand that uses every member of the output records, for the
 * tests of their encoders.
 */
#ifndef DW_SAMPLE_DOC_H
#define DW_SAMPLE_DOC_H

#include "tests/unit/unit.h"

#include "processors/doc.h"

static const char sample_text[] =
    "LIMA \xE2\x80\x94 Peru\xE2\x80\x99s fisheries ministry on Friday accused Chile of holding two "
    "squid boats.\n\nSantiago, the ministry said, will answer in S\xC3\xA3o Tom\xC3\xA9 in May. "
    "The "
    "charge was repeated.";

enum { SAMPLE_PERU, SAMPLE_MINISTRY, SAMPLE_CHILE, SAMPLE_SAO_TOME, SAMPLE_BOATS };

/* Span of the first place where the words stand. */
static struct dw_span sample_span(const char *words)
{
    const char *at = strstr(sample_text, words);
    uint32_t beg;

    if (!at)
        fail_msg("sample text lacks \"%s\"", words);
    beg = (uint32_t)(at - sample_text);
    return (struct dw_span){beg, beg + (uint32_t)strlen(words)};
}

static void sample_add_entity(struct dw_doc *doc, struct dw_entity entity)
{
    struct dw_entity *slot = dw_vec_push(&doc->arena, &doc->entities);

    assert_non_null(slot);
    *slot = entity;
}

static void sample_add_mention(struct dw_doc *doc, int32_t entity, const char *words,
                               enum dw_mention_kind kind)
{
    struct dw_mention *slot = dw_vec_push(&doc->arena, &doc->mentions);

    assert_non_null(slot);
    *slot = (struct dw_mention){.span = sample_span(words), .entity = entity, .kind = kind};
}

static void sample_add_entities(struct dw_doc *doc)
{
    sample_add_entity(doc, (struct dw_entity){.type = DW_ENTITY_COUNTRY,
                                              .name = "Peru",
                                              .country = "PER",
                                              .sector = "GOV",
                                              .has_geo = true,
                                              .lat = -12.04318,
                                              .lon = -77.02824});
    sample_add_entity(doc, (struct dw_entity){.type = DW_ENTITY_GOVERNMENT_BODY,
                                              .name = "fisheries ministry",
                                              .country = "PER",
                                              .sector = "GOV"});
    sample_add_entity(doc, (struct dw_entity){.type = DW_ENTITY_COUNTRY,
                                              .name = "Chile",
                                              .country = "CHL",
                                              .sector = "GOV",
                                              .role = "neighbor"});
    sample_add_entity(doc, (struct dw_entity){.type = DW_ENTITY_PLACE,
                                              .name = "S\xC3\xA3o Tom\xC3\xA9",
                                              .country = "STP"});
    sample_add_entity(doc, (struct dw_entity){.type = DW_ENTITY_GOODS, .name = "squid"});
    sample_add_mention(doc, SAMPLE_PERU, "Peru", DW_MENTION_NAME);
    sample_add_mention(doc, SAMPLE_MINISTRY, "fisheries ministry", DW_MENTION_NAME);
    sample_add_mention(doc, SAMPLE_CHILE, "Chile", DW_MENTION_NAME);
    sample_add_mention(doc, SAMPLE_BOATS, "squid", DW_MENTION_NOMINAL);
    sample_add_mention(doc, SAMPLE_CHILE, "Santiago", DW_MENTION_NAME);
    sample_add_mention(doc, DW_NONE, "two", DW_MENTION_NOMINAL);
    sample_add_mention(doc, SAMPLE_MINISTRY, "the ministry", DW_MENTION_NOMINAL);
    sample_add_mention(doc, SAMPLE_SAO_TOME, "S\xC3\xA3o Tom\xC3\xA9", DW_MENTION_NAME);
}

static void sample_add_times(struct dw_doc *doc)
{
    struct dw_time *friday = dw_vec_push(&doc->arena, &doc->times);
    struct dw_time *may = dw_vec_push(&doc->arena, &doc->times);

    assert_true(friday && may);
    friday = &doc->times.v[0];
    *friday = (struct dw_time){
        .span = sample_span("Friday"), .type = DW_TIME_DATE, .value = "2021-04-09"};
    *may = (struct dw_time){
        .span = sample_span("May"), .type = DW_TIME_DATE, .value = "2021-05", .mod = "APPROX"};
}

static void sample_add_sentences(struct dw_doc *doc)
{
    static const char *const sentences[] = {
        "Peru\xE2\x80\x99s fisheries ministry on Friday accused Chile of holding two squid boats.",
        "Santiago, the ministry said, will answer in S\xC3\xA3o Tom\xC3\xA9 in May.",
        "The charge was repeated.",
    };

    for (size_t i = 0; i < N_ELEMENTS(sentences); i++) {
        struct dw_sentence *slot = dw_vec_push(&doc->arena, &doc->sentences);

        assert_non_null(slot);
        slot->span = sample_span(sentences[i]);
    }
}

static void sample_add_ref(struct dw_doc *doc, struct dw_refs *refs, int32_t ref)
{
    int32_t *slot = dw_vec_push(&doc->arena, refs);

    assert_non_null(slot);
    *slot = ref;
}

/* Event v1: an accusation, told twice; what it is about, no place. */
static void sample_add_accusation(struct dw_doc *doc)
{
    struct dw_event *event = dw_vec_push(&doc->arena, &doc->events);
    struct dw_span *again;

    assert_non_null(event);
    *event = (struct dw_event){.type = DW_EVENT_ACCUSE,
                               .modes = {"allege"},
                               .contexts = {"economic", "natural_resource"},
                               .cameo = "112",
                               .tag = "accusation",
                               .goldstein = -2,
                               .time = 0,
                               .time_value = "2021-04-09",
                               .place = DW_NONE,
                               .attribution = DW_NONE,
                               .trigger = sample_span("accused"),
                               .confidence = 0.905};
    sample_add_ref(doc, &event->actors, SAMPLE_PERU);
    sample_add_ref(doc, &event->actors, SAMPLE_MINISTRY);
    sample_add_ref(doc, &event->recipients, SAMPLE_CHILE);
    sample_add_ref(doc, &event->about, SAMPLE_BOATS);
    again = dw_vec_push(&doc->arena, &event->mentions);
    assert_non_null(again);
    *again = sample_span("charge was repeated");
}

/* Event v2: an answer to it, in future, with place and source; no code, tag, mode or context. */
static void sample_add_answer(struct dw_doc *doc)
{
    struct dw_event *event = dw_vec_push(&doc->arena, &doc->events);
    struct dw_relation *relation;

    assert_non_null(event);
    *event = (struct dw_event){.type = DW_EVENT_REJECT,
                               .goldstein = -0.04,
                               .time = DW_NONE,
                               .time_value = "2021-05",
                               .place = SAMPLE_SAO_TOME,
                               .attribution = SAMPLE_MINISTRY,
                               .aux = DW_AUX_FUTURE,
                               .trigger = sample_span("answer"),
                               .sentence = 1,
                               .confidence = 1};
    sample_add_ref(doc, &event->actors, SAMPLE_CHILE);
    relation = dw_vec_push(&doc->arena, &event->relations);
    assert_non_null(relation);
    *relation = (struct dw_relation){DW_RELATION_RESPONDS_TO, 0};
}

static void sample_add_dispute(struct dw_doc *doc)
{
    static const char *parties[] = {"CHL", "PER"};
    static const char *issues[] = {"fishery"};
    struct dw_dispute *dispute = dw_vec_push(&doc->arena, &doc->disputes);

    assert_non_null(dispute);
    dispute->parties = (struct dw_strings){.v = parties, .n = 2, .cap = 2};
    dispute->issues = (struct dw_strings){.v = issues, .n = 1, .cap = 1};
    sample_add_ref(doc, &dispute->events, 0);
    sample_add_ref(doc, &dispute->events, 1);
}

/* The document, to be ended with dw_doc_fini. */
static void sample_doc_init(struct dw_doc *doc)
{
    static const char *provider[] = {"NWB", "Pool"};

    dw_doc_init(doc, 0);
    doc->article.id = "nwb-77";
    doc->article.version = "2";
    doc->article.published = "2021-04-09";
    doc->article.headline = "Peru, Chile in \"squid\" row";
    doc->article.provider = provider;
    doc->article.n_provider = 2;
    doc->article.language = "en-US";
    doc->article.text = sample_text;
    doc->article.len = sizeof sample_text - 1;
    doc->article.source.topic = "news.articles";
    doc->article.source.partition = 3;
    doc->article.source.offset = 4294967296;
    memcpy(doc->language, "en", 3);
    memcpy(doc->published, "2021-04-09T12:00:00Z", 21);
    doc->depth = DW_DEPTH_FULL;
    doc->relevance = 0.974;
    sample_add_entities(doc);
    sample_add_times(doc);
    sample_add_sentences(doc);
    sample_add_accusation(doc);
    sample_add_answer(doc);
    sample_add_dispute(doc);
}

/* Add a line to $DW_TEST_RECORDS/<name>.ndjson, if that is set, for validation by others. */
static void sample_keep_record(const char *name, const char *record)
{
    const char *folder = getenv("DW_TEST_RECORDS");
    char path[512];
    FILE *fp;

    if (!folder)
        return;
    snprintf(path, sizeof path, "%s/%s.ndjson", folder, name);
    fp = fopen(path, "ab");
    assert_non_null(fp);
    fprintf(fp, "%s\n", record);
    assert_int_equal(fclose(fp), 0);
}

#endif
