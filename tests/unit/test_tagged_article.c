/* SPDX-License-Identifier: MIT */
#include "tests/unit/sample_doc.h"

#include <jansson.h>

#include "processors/base/utf8.h"
#include "processors/pipeline.h"
#include "schemas/tagged_article.h"

/* clang-format off */
static const char want_record[] =
    "{\"schema\":\"disputewire/tagged-article/1\","
    "\"article\":{\"id\":\"nwb-77\",\"version\":\"2\",\"published\":\"2021-04-09T12:00:00Z\","
        "\"headline\":\"Peru, Chile in \\\"squid\\\" row\",\"provider\":[\"NWB\",\"Pool\"],"
        "\"dateline\":null,\"language\":\"en\",\"status\":\"usable\"},"
    "\"relevance\":0.97,\"depth\":\"full\","
    "\"entities\":["
        "{\"id\":\"e1\",\"type\":\"country\",\"name\":\"Peru\",\"country\":\"PER\",\"sector\":\"GOV\","
            "\"geo\":{\"lat\":-12.04318,\"lon\":-77.02824},"
            "\"mentions\":[{\"start\":7,\"end\":11,\"text\":\"Peru\",\"kind\":\"name\"}]},"
        "{\"id\":\"e2\",\"type\":\"government-body\",\"name\":\"fisheries ministry\",\"country\":\"PER\","
            "\"sector\":\"GOV\",\"mentions\":["
            "{\"start\":14,\"end\":32,\"text\":\"fisheries ministry\",\"kind\":\"name\"},"
            "{\"start\":96,\"end\":108,\"text\":\"the ministry\",\"kind\":\"nominal\"}]},"
        "{\"id\":\"e3\",\"type\":\"country\",\"name\":\"Chile\",\"country\":\"CHL\",\"sector\":\"GOV\","
            "\"role\":\"neighbor\",\"mentions\":["
            "{\"start\":51,\"end\":56,\"text\":\"Chile\",\"kind\":\"name\"},"
            "{\"start\":86,\"end\":94,\"text\":\"Santiago\",\"kind\":\"name\"}]},"
        "{\"id\":\"e4\",\"type\":\"place\",\"name\":\"S\xC3\xA3o Tom\xC3\xA9\",\"country\":\"STP\","
            "\"sector\":null,\"mentions\":["
            "{\"start\":130,\"end\":138,\"text\":\"S\xC3\xA3o Tom\xC3\xA9\",\"kind\":\"name\"}]},"
        "{\"id\":\"e5\",\"type\":\"goods\",\"name\":\"squid\",\"country\":null,\"sector\":null,"
            "\"mentions\":[{\"start\":72,\"end\":77,\"text\":\"squid\",\"kind\":\"nominal\"}]}],"
    "\"times\":["
        "{\"id\":\"t1\",\"start\":36,\"end\":42,\"text\":\"Friday\",\"type\":\"DATE\",\"value\":\"2021-04-09\"},"
        "{\"id\":\"t2\",\"start\":142,\"end\":145,\"text\":\"May\",\"type\":\"DATE\",\"value\":\"2021-05\","
            "\"mod\":\"APPROX\"}],"
    "\"events\":["
        "{\"id\":\"v1\",\"type\":\"ACCUSE\",\"modes\":[\"allege\"],\"contexts\":[\"economic\",\"natural_resource\"],"
            "\"cameo\":\"112\",\"quad\":3,\"goldstein\":-2.0,\"tag\":\"accusation\","
            "\"actors\":[\"e1\",\"e2\"],\"recipients\":[\"e3\"],"
            "\"time\":{\"ref\":\"t1\",\"value\":\"2021-04-09\"},\"place\":null,\"aux\":null,"
            "\"attribution\":null,\"about\":[\"e5\"],"
            "\"trigger\":{\"start\":43,\"end\":50,\"text\":\"accused\"},"
            "\"mentions\":[{\"start\":151,\"end\":170,\"text\":\"charge was repeated\"}],"
            "\"sentence\":{\"start\":7,\"end\":84},\"relations\":[],\"confidence\":0.91},"
        "{\"id\":\"v2\",\"type\":\"REJECT\",\"modes\":[],\"contexts\":[],"
            "\"cameo\":null,\"quad\":3,\"goldstein\":0.0,\"tag\":null,"
            "\"actors\":[\"e3\"],\"recipients\":[],"
            "\"time\":{\"ref\":null,\"value\":\"2021-05\"},\"place\":\"e4\",\"aux\":\"future\","
            "\"attribution\":\"e2\",\"about\":[],"
            "\"trigger\":{\"start\":120,\"end\":126,\"text\":\"answer\"},"
            "\"mentions\":[],\"sentence\":{\"start\":86,\"end\":146},"
            "\"relations\":[{\"type\":\"responds-to\",\"event\":\"v1\"}],\"confidence\":1.00}],"
    "\"disputes\":[{\"parties\":[\"CHL\",\"PER\"],\"issues\":[\"fishery\"],\"events\":[\"v1\",\"v2\"]}],"
    "\"processing\":{\"version\":\"" DW_VERSION "\",\"model\":\"rules-0\",\"duration_us\":1234,"
        "\"source\":{\"topic\":\"news.articles\",\"partition\":3,\"offset\":4294967296,\"timestamp\":null}}}";
/* clang-format on */

static void encode(const struct dw_doc *doc, const struct dw_encode_options *options,
                   struct dw_strbuf *out)
{
    struct dw_error err = {0};

    dw_strbuf_reset(out);
    if (dw_tagged_article_encode(doc, options, out, &err) != DW_OK)
        fail_msg("%s", err.text);
}

static void test_every_member(void **state)
{
    const struct dw_encode_options options = {.model = "rules-0", .duration_us = 1234};
    struct dw_strbuf out;
    struct dw_doc doc;

    (void)state;
    dw_strbuf_init(&out);
    sample_doc_init(&doc);
    encode(&doc, &options, &out);
    assert_string_equal(out.bytes, want_record);
    sample_keep_record("tagged-article", out.bytes);
    dw_doc_fini(&doc);
    dw_strbuf_fini(&out);
}

static void test_document_without_annotations(void **state)
{
    struct dw_strbuf out;
    struct dw_doc doc;

    (void)state;
    dw_strbuf_init(&out);
    dw_doc_init(&doc, 0);
    doc.article.text = "x";
    doc.article.len = 1;
    doc.article.status = DW_STATUS_CANCELED;
    encode(&doc, NULL, &out);
    assert_string_equal(
        out.bytes,
        "{\"schema\":\"disputewire/tagged-article/1\",\"article\":{\"id\":null,\"version\":null,"
        "\"published\":null,\"headline\":null,\"provider\":[],\"dateline\":null,\"language\":null,"
        "\"status\":\"canceled\"},\"relevance\":0.00,\"depth\":\"scan\",\"entities\":[],"
        "\"times\":[],\"events\":[],\"disputes\":[],\"processing\":{\"version\":\"" DW_VERSION
        "\",\"model\":null,\"duration_us\":0,\"source\":null}}");
    sample_keep_record("tagged-article", out.bytes);
    dw_doc_fini(&doc);
    dw_strbuf_fini(&out);
}

/* What the record lacks is taken from the article as delivered; what was found comes first. */
static void test_published_and_language_as_delivered(void **state)
{
    struct dw_strbuf out;
    struct dw_doc doc;

    (void)state;
    dw_strbuf_init(&out);
    sample_doc_init(&doc);
    doc.published[0] = doc.language[0] = '\0';
    doc.article.source.timestamp = 0;
    encode(&doc, NULL, &out);
    assert_non_null(strstr(out.bytes, "\"published\":\"2021-04-09\","));
    assert_non_null(strstr(out.bytes, "\"language\":\"en-US\","));
    assert_non_null(strstr(out.bytes, "\"timestamp\":0}"));
    dw_doc_fini(&doc);
    dw_strbuf_fini(&out);
}

static void test_pretty_is_the_same_record(void **state)
{
    struct dw_encode_options options = {.include_text = true};
    json_t *plain, *pretty, *text;
    struct dw_strbuf out;
    struct dw_doc doc;

    (void)state;
    dw_strbuf_init(&out);
    sample_doc_init(&doc);
    encode(&doc, &options, &out);
    sample_keep_record("tagged-article", out.bytes);
    assert_null(strchr(out.bytes, '\n'));
    plain = json_loads(out.bytes, JSON_REJECT_DUPLICATES, NULL);
    options.pretty = true;
    encode(&doc, &options, &out);
    assert_non_null(strstr(out.bytes, "\n  \"article\": {\n    \"id\": \"nwb-77\",\n"));
    pretty = json_loads(out.bytes, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(plain);
    assert_true(json_equal(plain, pretty));
    text = json_object_get(json_object_get(plain, "article"), "text");
    assert_string_equal(json_string_value(text), sample_text);
    json_decref(plain);
    json_decref(pretty);
    dw_doc_fini(&doc);
    dw_strbuf_fini(&out);
}

/* One article after the other into one buffer, and offsets made once for several records. */
static void test_appends_and_takes_offsets(void **state)
{
    struct dw_encode_options options = {.model = "rules-0", .duration_us = 1234};
    struct dw_offsets offsets;
    struct dw_strbuf out;
    struct dw_doc doc;

    (void)state;
    dw_strbuf_init(&out);
    sample_doc_init(&doc);
    assert_true(dw_offsets_init(&offsets, doc.article.text, doc.article.len));
    options.offsets = &offsets;
    for (int i = 0; i < 2; i++)
        assert_int_equal(dw_tagged_article_encode(&doc, &options, &out, NULL), DW_OK);
    assert_int_equal(out.len, 2 * (sizeof want_record - 1));
    assert_memory_equal(out.bytes + sizeof want_record - 1, want_record, sizeof want_record);
    dw_offsets_fini(&offsets);
    dw_doc_fini(&doc);
    dw_strbuf_fini(&out);
}

static void test_out_of_memory_is_reported(void **state)
{
    struct dw_error err = {0};
    struct dw_strbuf out;
    struct dw_doc doc;

    (void)state;
    dw_strbuf_init(&out);
    sample_doc_init(&doc);
    out.failed = true;
    assert_int_equal(dw_tagged_article_encode(&doc, NULL, &out, &err), DW_NOMEM);
    assert_int_equal(err.code, DW_NOMEM);
    dw_doc_fini(&doc);
    dw_strbuf_fini(&out);
}

static void test_offsets_of_every_byte(void **state)
{
    static const char *const pieces[] = {"a", "\xC3\xA9", "\xE2\x80\x99", "\xF0\x9F\x9A\xA2"};
    char text[1000];
    size_t len = 0;
    struct dw_offsets offsets;

    (void)state;
    for (unsigned i = 0; len < 900; i++) {
        const char *piece = pieces[(i * i / 7) % 4];

        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    for (size_t cut = 0; cut < len; cut += 61) {
        assert_true(dw_offsets_init(&offsets, text, cut));
        for (size_t i = 0; i <= cut; i++)
            assert_int_equal(dw_offsets_find(&offsets, i), dw_utf8_count(text, i));
        assert_int_equal(dw_offsets_find(&offsets, cut + 1000), dw_utf8_count(text, cut));
        dw_offsets_fini(&offsets);
    }
}

static void test_ascii_needs_no_index(void **state)
{
    struct dw_offsets offsets;

    (void)state;
    assert_true(dw_offsets_init(&offsets, "Boats left Arica at noon.", 25));
    assert_null(offsets.before);
    assert_int_equal(dw_offsets_find(&offsets, 11), 11);
    assert_int_equal(dw_offsets_find(&offsets, 99), 25);
    dw_offsets_fini(&offsets);
    assert_true(dw_offsets_init(&offsets, NULL, 0));
    assert_int_equal(dw_offsets_find(&offsets, 0), 0);
    dw_offsets_fini(&offsets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_member),
        cmocka_unit_test(test_document_without_annotations),
        cmocka_unit_test(test_published_and_language_as_delivered),
        cmocka_unit_test(test_pretty_is_the_same_record),
        cmocka_unit_test(test_appends_and_takes_offsets),
        cmocka_unit_test(test_out_of_memory_is_reported),
        cmocka_unit_test(test_offsets_of_every_byte),
        cmocka_unit_test(test_ascii_needs_no_index),
    };

    return cmocka_run_group_tests_name("tagged article", tests, NULL, NULL);
}
