/* SPDX-License-Identifier: MIT */
#include "tests/unit/sample_doc.h"

#include <jansson.h>

#include "schemas/dispute_event.h"

/* clang-format off */
static const char want_record[] =
    "{\"schema\":\"disputewire/dispute-event/1\",\"dyad\":\"CHL-PER\","
    "\"event\":{\"id\":\"v1\",\"type\":\"ACCUSE\",\"modes\":[\"allege\"],"
        "\"contexts\":[\"economic\",\"natural_resource\"],\"cameo\":\"112\",\"quad\":3,"
        "\"goldstein\":-2.0,\"tag\":\"accusation\","
        "\"actors\":["
            "{\"id\":\"e1\",\"type\":\"country\",\"name\":\"Peru\",\"country\":\"PER\",\"sector\":\"GOV\","
                "\"geo\":{\"lat\":-12.04318,\"lon\":-77.02824}},"
            "{\"id\":\"e2\",\"type\":\"government-body\",\"name\":\"fisheries ministry\","
                "\"country\":\"PER\",\"sector\":\"GOV\"}],"
        "\"recipients\":[{\"id\":\"e3\",\"type\":\"country\",\"name\":\"Chile\",\"country\":\"CHL\","
            "\"sector\":\"GOV\",\"role\":\"neighbor\"}],"
        "\"time\":{\"id\":\"t1\",\"start\":36,\"end\":42,\"text\":\"Friday\",\"type\":\"DATE\","
            "\"value\":\"2021-04-09\"},"
        "\"place\":null,\"aux\":null,\"attribution\":null,"
        "\"about\":[{\"id\":\"e5\",\"type\":\"goods\",\"name\":\"squid\",\"country\":null,\"sector\":null}],"
        "\"trigger\":{\"start\":43,\"end\":50,\"text\":\"accused\"},"
        "\"mentions\":[{\"start\":151,\"end\":170,\"text\":\"charge was repeated\"}],"
        "\"sentence\":{\"start\":7,\"end\":84},\"relations\":[],\"confidence\":0.91},"
    "\"article\":{\"id\":\"nwb-77\",\"version\":\"2\",\"published\":\"2021-04-09T12:00:00Z\","
        "\"provider\":[\"NWB\",\"Pool\"],\"headline\":\"Peru, Chile in \\\"squid\\\" row\"},"
    "\"retracted\":false}";
/* clang-format on */

static void test_event_with_everything_inlined(void **state)
{
    struct dw_strbuf out;
    struct dw_doc doc;

    (void)state;
    dw_strbuf_init(&out);
    sample_doc_init(&doc);
    assert_int_equal(dw_dispute_event_encode(&doc, 0, NULL, &out, NULL), DW_OK);
    assert_string_equal(out.bytes, want_record);
    sample_keep_record("dispute-event", out.bytes);
    dw_doc_fini(&doc);
    dw_strbuf_fini(&out);
}

static void test_inferred_time_place_and_source(void **state)
{
    struct dw_strbuf out;
    struct dw_doc doc;
    json_t *record;

    (void)state;
    dw_strbuf_init(&out);
    sample_doc_init(&doc);
    assert_int_equal(dw_dispute_event_encode(&doc, 1, NULL, &out, NULL), DW_OK);
    sample_keep_record("dispute-event", out.bytes);
    assert_non_null(strstr(out.bytes, "\"dyad\":\"CHL\","));
    assert_non_null(
        strstr(out.bytes, "\"time\":{\"value\":\"2021-05\"},\"place\":{\"id\":\"e4\","));
    assert_non_null(strstr(out.bytes, "\"attribution\":{\"id\":\"e2\","));
    assert_non_null(
        strstr(out.bytes, "\"relations\":[{\"type\":\"responds-to\",\"event\":\"v1\"}]"));
    record = json_loads(out.bytes, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(record);
    json_decref(record);
    dw_doc_fini(&doc);
    dw_strbuf_fini(&out);
}

static void test_event_without_a_time_of_its_own(void **state)
{
    struct dw_strbuf out;
    struct dw_doc doc;

    (void)state;
    dw_strbuf_init(&out);
    sample_doc_init(&doc);
    doc.events.v[0].time_value[0] = '\0'; /* the expression's value stands in */
    assert_int_equal(dw_dispute_event_encode(&doc, 0, NULL, &out, NULL), DW_OK);
    assert_string_equal(out.bytes, want_record);
    doc.events.v[0].time = DW_NONE;
    dw_strbuf_reset(&out);
    assert_int_equal(dw_dispute_event_encode(&doc, 0, NULL, &out, NULL), DW_OK);
    assert_non_null(strstr(out.bytes, "\"time\":null,"));
    sample_keep_record("dispute-event", out.bytes);
    dw_doc_fini(&doc);
    dw_strbuf_fini(&out);
}

/* --- taking back ---------------------------------------------------------------------------- */

static void test_retraction(void **state)
{
    struct dw_event_brief brief;
    struct dw_strbuf out;
    struct dw_doc doc;
    char id[12];

    (void)state;
    dw_strbuf_init(&out);
    sample_doc_init(&doc);
    dw_event_brief_make(&doc, 0, id, &brief);
    assert_int_equal(dw_retraction_encode(&doc, "CHL-PER", &brief, &out, NULL), DW_OK);
    assert_string_equal(
        out.bytes,
        "{\"schema\":\"disputewire/dispute-event/1\",\"dyad\":\"CHL-PER\",\"event\":{\"id\":\"v1\","
        "\"type\":\"ACCUSE\",\"cameo\":\"112\",\"quad\":3,\"goldstein\":-2.0,\"tag\":"
        "\"accusation\"},"
        "\"article\":{\"id\":\"nwb-77\",\"version\":\"2\",\"published\":\"2021-04-09T12:00:00Z\","
        "\"provider\":[\"NWB\",\"Pool\"],\"headline\":\"Peru, Chile in \\\"squid\\\" row\"},"
        "\"retracted\":true}");
    sample_keep_record("dispute-event", out.bytes);
    dw_doc_fini(&doc);
    dw_strbuf_fini(&out);
}

/* What a correction leaves of an event decides whether it is the same one. */
static void test_likeness(void **state)
{
    struct dw_doc doc;
    struct dw_event *event;
    uint64_t first;

    (void)state;
    sample_doc_init(&doc);
    event = &doc.events.v[0];
    first = dw_dispute_event_likeness(&doc, 0);
    assert_true(first != dw_dispute_event_likeness(&doc, 1));
    doc.article.version = "3";
    event->confidence = 0.5;
    strcpy(event->time_value, "2021-04-08");
    assert_true(first == dw_dispute_event_likeness(&doc, 0));
    event->aux = DW_AUX_NEGATED;
    assert_true(first != dw_dispute_event_likeness(&doc, 0));
    event->aux = DW_AUX_NONE;
    event->trigger.end--;
    assert_true(first != dw_dispute_event_likeness(&doc, 0));
    event->trigger.end++;
    event->actors.n--;
    assert_true(first != dw_dispute_event_likeness(&doc, 0));
    event->actors.n++;
    assert_true(first == dw_dispute_event_likeness(&doc, 0));
    dw_doc_fini(&doc);
}

/* --- the key -------------------------------------------------------------------------------- */

static void test_keys(void **state)
{
    static const struct {
        const char *label;
        int32_t actors[3], recipients[3]; /* ended by DW_NONE */
        const char *want;
    } cases[] = {
        {"two countries, sorted", {SAMPLE_PERU, DW_NONE}, {SAMPLE_CHILE, DW_NONE}, "CHL-PER"},
        {"the other way round", {SAMPLE_CHILE, DW_NONE}, {SAMPLE_PERU, DW_NONE}, "CHL-PER"},
        {"a country and its ministry are one",
         {SAMPLE_PERU, SAMPLE_MINISTRY, DW_NONE},
         {DW_NONE},
         "PER"},
        {"three", {SAMPLE_SAO_TOME, SAMPLE_PERU, DW_NONE}, {SAMPLE_CHILE, DW_NONE}, "CHL-PER-STP"},
        {"entity without a country", {SAMPLE_BOATS, DW_NONE}, {SAMPLE_CHILE, DW_NONE}, "CHL"},
        {"no country at all", {SAMPLE_BOATS, DW_NONE}, {DW_NONE}, "-"},
        {"nobody", {DW_NONE}, {DW_NONE}, "-"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_strbuf key;
        struct dw_doc doc;
        struct dw_event *event;

        sample_doc_init(&doc);
        dw_strbuf_init(&key);
        event = &doc.events.v[0];
        event->actors.n = event->recipients.n = 0;
        for (int k = 0; cases[i].actors[k] != DW_NONE; k++)
            sample_add_ref(&doc, &event->actors, cases[i].actors[k]);
        for (int k = 0; cases[i].recipients[k] != DW_NONE; k++)
            sample_add_ref(&doc, &event->recipients, cases[i].recipients[k]);
        dw_dispute_event_key(&doc, 0, &key);
        CHECK(!strcmp(key.bytes, cases[i].want), cases[i].label, "%s", key.bytes);
        dw_strbuf_fini(&key);
        dw_doc_fini(&doc);
    }
}

/* --- the id --------------------------------------------------------------------------------- */

/* Ids are kept by those who read the topic: a change of the hash is a break of the contract. */
static void test_id_is_stable(void **state)
{
    char id[DW_DISPUTE_EVENT_ID];
    struct dw_doc doc;

    (void)state;
    sample_doc_init(&doc);
    dw_dispute_event_id(&doc, 0, 0, id);
    assert_string_equal(id, "d2dd6f63da1762130bfd3c79e88746be");
    dw_dispute_event_id(&doc, 1, 0, id);
    assert_string_equal(id, "41f20fad54ef559a5a3d34f80c2585a4");
    dw_doc_fini(&doc);
}

static void test_what_the_id_hangs_on(void **state)
{
    char ids[8][DW_DISPUTE_EVENT_ID];
    struct dw_event *event;
    struct dw_doc doc;

    (void)state;
    sample_doc_init(&doc);
    event = &doc.events.v[0];
    dw_dispute_event_id(&doc, 0, 0, ids[0]);
    doc.article.id = "nwb-7";
    doc.article.version = "72"; /* not to be run together with the id */
    dw_dispute_event_id(&doc, 0, 0, ids[1]);
    doc.article.id = "nwb-77";
    doc.article.version = "3";
    dw_dispute_event_id(&doc, 0, 0, ids[2]);
    doc.article.version = NULL;
    dw_dispute_event_id(&doc, 0, 0, ids[3]);
    doc.article.version = "2";
    event->type = DW_EVENT_REQUEST;
    dw_dispute_event_id(&doc, 0, 0, ids[4]);
    event->type = DW_EVENT_ACCUSE;
    event->trigger.beg++;
    dw_dispute_event_id(&doc, 0, 0, ids[5]);
    event->trigger.beg--;
    doc.events.v[1].type = event->type; /* two events on one trigger */
    doc.events.v[1].trigger = event->trigger;
    dw_dispute_event_id(&doc, 0, 0, ids[6]);
    dw_dispute_event_id(&doc, 1, 0, ids[7]);
    assert_string_equal(ids[6], ids[0]);
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < i; k++)
            if (!(i == 6 && k == 0))
                assert_string_not_equal(ids[i], ids[k]);
    dw_doc_fini(&doc);
}

/* A reading that changes in other respects keeps the id. */
static void test_what_the_id_does_not_hang_on(void **state)
{
    char before[DW_DISPUTE_EVENT_ID], after[DW_DISPUTE_EVENT_ID];
    struct dw_doc doc;

    (void)state;
    sample_doc_init(&doc);
    dw_dispute_event_id(&doc, 0, 0, before);
    doc.events.v[0].confidence = 0.1;
    doc.events.v[0].actors.n = 0;
    doc.article.headline = NULL;
    doc.article.source.offset = 1;
    dw_dispute_event_id(&doc, 0, 0, after);
    assert_string_equal(before, after);
    assert_int_equal(strlen(after), DW_DISPUTE_EVENT_ID - 1);
    dw_doc_fini(&doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_event_with_everything_inlined),
        cmocka_unit_test(test_inferred_time_place_and_source),
        cmocka_unit_test(test_retraction),
        cmocka_unit_test(test_likeness),
        cmocka_unit_test(test_event_without_a_time_of_its_own),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_id_is_stable),
        cmocka_unit_test(test_what_the_id_hangs_on),
        cmocka_unit_test(test_what_the_id_does_not_hang_on),
    };

    return cmocka_run_group_tests_name("dispute event", tests, NULL, NULL);
}
