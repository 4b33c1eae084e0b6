/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "schemas/article_state.h"

static void test_state_comes_back(void **state)
{
    static struct dw_standing_event events[] = {
        {"d2dd6f63da1762130bfd3c79e88746be",
         "CHL-PER",
         {"v1", "ACCUSE", "112", 3, -2.0, "accusation"},
         UINT64_C(0xFEDCBA9876543210)},
        {"41f20fad54ef559a5a3d34f80c2585a4", "-", {"v12", "PROTEST", NULL, 4, -6.5, NULL}, 7},
    };
    const struct dw_article_state want = {.version = {"2", NULL},
                                          .status = DW_STATUS_CANCELED,
                                          .ce_id = "nwb \"77\"@2",
                                          .offset = 12345678901,
                                          .events = events,
                                          .n_events = 2};
    struct dw_article_state got;
    struct dw_strbuf out;
    struct dw_arena arena;

    (void)state;
    dw_strbuf_init(&out);
    dw_arena_init(&arena, 0);
    dw_article_state_encode(&want, &out);
    assert_int_equal(dw_article_state_decode(out.bytes, out.len, &arena, &got, NULL), DW_OK);
    assert_string_equal(got.version.version, "2");
    assert_null(got.version.published);
    assert_int_equal(got.status, DW_STATUS_CANCELED);
    assert_string_equal(got.ce_id, want.ce_id);
    assert_true(got.offset == want.offset);
    assert_int_equal(got.n_events, 2);
    assert_string_equal(got.events[0].id, events[0].id);
    assert_string_equal(got.events[0].dyad, "CHL-PER");
    assert_string_equal(got.events[0].brief.cameo, "112");
    assert_true(got.events[0].likeness == events[0].likeness);
    assert_string_equal(got.events[1].brief.id, "v12");
    assert_null(got.events[1].brief.cameo);
    assert_null(got.events[1].brief.tag);
    assert_int_equal(got.events[1].brief.quad, 4);
    assert_true(got.events[1].brief.goldstein == -6.5);
    dw_arena_fini(&arena);
    dw_strbuf_fini(&out);
}

static void test_held_comes_back(void **state)
{
    static struct dw_held_header headers[] = {
        {"x-desk", "\x00\xFF", 2}, {"x-null", NULL, 0}, {"x-empty", "", 0}};
    const struct dw_held_article want = {.version = {NULL, "2021-04-09"},
                                         .until = 1617955200000,
                                         .partition = 3,
                                         .offset = 99,
                                         .timestamp = -1,
                                         .key = "k\xFF",
                                         .key_len = 2,
                                         .value = "{\"text\": \"\xC3\xA9\\n\"}",
                                         .len = 16,
                                         .headers = headers,
                                         .n_headers = 3};
    struct dw_held_article got;
    struct dw_strbuf out;
    struct dw_arena arena;

    (void)state;
    dw_strbuf_init(&out);
    dw_arena_init(&arena, 0);
    dw_held_article_encode(&want, &out);
    assert_int_equal(dw_held_article_decode(out.bytes, out.len, &arena, &got, NULL), DW_OK);
    assert_null(got.version.version);
    assert_string_equal(got.version.published, "2021-04-09");
    assert_true(got.until == want.until && got.partition == 3 && got.offset == 99);
    assert_true(got.timestamp == -1);
    assert_int_equal(got.key_len, 2);
    assert_memory_equal(got.key, want.key, 2);
    assert_int_equal(got.len, want.len);
    assert_memory_equal(got.value, want.value, want.len);
    assert_int_equal(got.n_headers, 3);
    assert_string_equal(got.headers[0].name, "x-desk");
    assert_int_equal(got.headers[0].len, 2);
    assert_memory_equal(got.headers[0].value, headers[0].value, 2);
    assert_null(got.headers[1].value);
    assert_non_null(got.headers[2].value);
    assert_int_equal(got.headers[2].len, 0);
    dw_arena_fini(&arena);
    dw_strbuf_fini(&out);
}

/* What somebody else wrote into the topic, or a later version of the program. */
static void test_foreign_records(void **state)
{
    static const char *const values[] = {
        "",
        "[]",
        "{}",
        "{\"schema\":\"disputewire/article-state/2\"}",
        "{\"schema\":\"disputewire/article-state/1\"}",
        "{\"schema\":\"disputewire/article-state/1\",\"version\":1,\"published\":null,"
        "\"status\":\"usable\",\"ce_id\":\"x\",\"offset\":1,\"events\":[]}",
        "{\"schema\":\"disputewire/article-state/1\",\"version\":null,\"published\":null,"
        "\"status\":\"gone\",\"ce_id\":\"x\",\"offset\":1,\"events\":[]}",
        "{\"schema\":\"disputewire/article-state/1\",\"version\":null,\"published\":null,"
        "\"status\":\"usable\",\"ce_id\":\"x\",\"offset\":1,\"events\":[[]]}",
        "{\"schema\":\"disputewire/held-article/1\"}",
    };
    struct dw_arena arena;

    (void)state;
    dw_arena_init(&arena, 0);
    for (size_t i = 0; i < N_ELEMENTS(values); i++) {
        struct dw_article_state article;
        struct dw_held_article held;

        CHECK(dw_article_state_decode(values[i], strlen(values[i]), &arena, &article, NULL) ==
                  DW_INPUT,
              values[i], "taken for a state");
        CHECK(dw_held_article_decode(values[i], strlen(values[i]), &arena, &held, NULL) == DW_INPUT,
              values[i], "taken for a held article");
    }
    dw_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_state_comes_back),
        cmocka_unit_test(test_held_comes_back),
        cmocka_unit_test(test_foreign_records),
    };

    return cmocka_run_group_tests_name("article state", tests, NULL, NULL);
}
