/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "producer/record.h"

static struct dw_arena arena;

static const char *text_id(const char *bytes)
{
    const struct dw_record_defaults none = {NULL, NULL};
    struct dw_record record;

    assert_int_equal(dw_record_from_text(bytes, strlen(bytes), &none, &arena, &record, NULL),
                     DW_OK);
    return record.id;
}

static void one_text_has_one_id(void **state)
{
    static const struct {
        const char *label, *a, *b;
        int same;
    } cases[] = {
        {"line ends", "Talks began.\nThey ended.\n", "Talks began.\r\nThey ended.", 1},
        {"indent", "Talks began.", "\n   Talks   began.\t\n", 1},
        {"byte order mark", "Talks began.", "\xef\xbb\xbfTalks began.", 1},
        {"character set", "The caf\xc3\xa9 talks began again on Monday.",
         "The caf\xe9 talks began again on Monday.", 1},
        {"a word more", "Talks began.", "Talks began again.", 0},
        {"a word split", "Talks began.", "Talks be gan.", 0},
        {"case", "Talks began.", "talks began.", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int same = strcmp(text_id(cases[i].a), text_id(cases[i].b)) == 0;

        if (same != cases[i].same)
            fail_msg("%s: %d", cases[i].label, same);
    }
    /* Ids are keys of topics that outlive this program: they may never change. */
    assert_string_equal(text_id("Talks began."), "text-ec507fcc6e5e0d7ebc7ed09cb3094976");
}

static void plain_text_takes_the_defaults(void **state)
{
    static const char text[] = "Talks \"began\".\n\tThey ended.\n";
    const struct dw_record_defaults defaults = {"2019-07-01", "Harbour News"};
    struct dw_record record;
    json_t *value;

    (void)state;
    assert_int_equal(dw_record_from_text(text, strlen(text), &defaults, &arena, &record, NULL),
                     DW_OK);
    assert_null(memchr(record.value, '\n', record.len));
    value = json_loadb(record.value, record.len, 0, NULL);
    assert_non_null(value);
    assert_string_equal(json_string_value(json_object_get(value, "id")), record.id);
    assert_string_equal(json_string_value(json_object_get(value, "text")), text);
    assert_string_equal(json_string_value(json_object_get(value, "published")), "2019-07-01");
    assert_string_equal(json_string_value(json_array_get(json_object_get(value, "provider"), 0)),
                        "Harbour News");
    json_decref(value);
}

static void a_record_with_an_id_goes_as_it_came(void **state)
{
    static const struct {
        const char *label, *json, *id, *want;
    } cases[] = {
        {"as it is", "{\"id\":\"a\",\"text\":\"x\"}", "a", "{\"id\":\"a\",\"text\":\"x\"}"},
        {"uri", "{\"uri\":\"urn:a\",\"text\":\"x\"}", "urn:a",
         "{\"uri\":\"urn:a\",\"text\":\"x\"}"},
        {"unknown fields and figures", "{\"id\":\"a\",\"text\":\"x\",\"v\":1.10,\"w\":[1E2,null]}",
         "a", "{\"id\":\"a\",\"text\":\"x\",\"v\":1.10,\"w\":[1E2,null]}"},
        {"on one line", "{\n  \"id\": \"a\",\r\n\t\"text\": \"x  y\"\n}\n", "a",
         "{\"id\":\"a\",\"text\":\"x  y\"}"},
        {"escapes", "{ \"id\":\"a\", \"text\":\"\\\\ \\\" \\\\\" }", "a",
         "{\"id\":\"a\",\"text\":\"\\\\ \\\" \\\\\"}"},
        {"byte order mark", "\xef\xbb\xbf{\"id\":\"a\",\"text\":\"x\"}", "a",
         "{\"id\":\"a\",\"text\":\"x\"}"},
        {"Latin-1", "{\"id\":\"a\",\"text\":\"The caf\xe9 talks began again on Monday.\"}", "a",
         "{\"id\":\"a\",\"text\":\"The caf\xc3\xa9 talks began again on Monday.\"}"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_error err = {.code = DW_OK};
        struct dw_record record;

        if (dw_record_from_json(cases[i].json, strlen(cases[i].json), &arena, &record, &err))
            fail_msg("%s: %s", cases[i].label, err.text);
        if (strcmp(record.id, cases[i].id) != 0)
            fail_msg("%s: id %s", cases[i].label, record.id);
        if (record.len != strlen(cases[i].want) ||
            memcmp(record.value, cases[i].want, record.len) != 0)
            fail_msg("%s: %.*s", cases[i].label, (int)record.len, record.value);
    }
}

static void a_record_without_an_id_gets_that_of_its_text(void **state)
{
    static const char *const cases[] = {
        "{\"text\":\"Talks began.\",\"x\":{\"y\":[1.5,true]}}",
        "{\"id\":null,\"text\":\"Talks began.\",\"x\":{\"y\":[1.5,true]}}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_record record;
        json_t *value;

        assert_int_equal(dw_record_from_json(cases[i], strlen(cases[i]), &arena, &record, NULL),
                         DW_OK);
        assert_string_equal(record.id, text_id("Talks began."));
        value = json_loadb(record.value, record.len, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(value);
        assert_string_equal(json_string_value(json_object_get(value, "id")), record.id);
        assert_true(json_real_value(json_array_get(
                        json_object_get(json_object_get(value, "x"), "y"), 0)) == 1.5);
        json_decref(value);
    }
}

static void bad_records_are_refused(void **state)
{
    static const struct {
        const char *label, *bytes;
        size_t len;
        int is_json;
        const char *error;
    } cases[] = {
        {"empty text", "", 0, 0, "empty"},
        {"blank text", " \n\t ", 4, 0, "blank"},
        {"NUL", "abc\0defghijklmnop", 17, 0, "byte 3"},
        {"broken JSON", "{\"text\":", 8, 1, "not JSON"},
        {"no object", "[1]", 3, 1, "wanted an object"},
        {"no text", "{\"id\":\"a\"}", 10, 1, "text"},
        {"wrong type", "{\"text\":[]}", 11, 1, "field text: wanted a string"},
        {"repeated key", "{\"text\":\"a\",\"text\":\"b\"}", 23, 1, "not JSON"},
    };
    const struct dw_record_defaults none = {NULL, NULL};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_error err = {.code = DW_OK};
        struct dw_record record;
        enum dw_err rc;

        if (cases[i].is_json)
            rc = dw_record_from_json(cases[i].bytes, cases[i].len, &arena, &record, &err);
        else
            rc = dw_record_from_text(cases[i].bytes, cases[i].len, &none, &arena, &record, &err);
        if (rc != DW_INPUT || !strstr(err.text, cases[i].error))
            fail_msg("%s: %d %s", cases[i].label, (int)rc, err.text);
    }
}

/* Whichever allocation of the arena fails, the record says so and nothing breaks. */
static void memory_may_end_anywhere(void **state)
{
    static const char json[] = "{\"text\":\"Talks began in the harbour caf\xe9 again.\"}";
    const struct dw_record_defaults defaults = {"2019-07-01", "Harbour News"};

    (void)state;
    for (int as_json = 0; as_json < 2; as_json++) {
        enum dw_err rc = DW_NOMEM;
        long n;

        for (n = 0; rc == DW_NOMEM; n++) {
            struct dw_record record;

            assert_true(n < 100);
            dw_arena_reset(&arena);
            arena.fail_after = n;
            if (as_json)
                rc = dw_record_from_json(json, strlen(json), &arena, &record, NULL);
            else
                rc = dw_record_from_text(json, strlen(json), &defaults, &arena, &record, NULL);
        }
        arena.fail_after = -1;
        assert_int_equal(rc, DW_OK);
        assert_true(n > 2);
    }
}

static int open_arena(void **state)
{
    (void)state;
    dw_arena_init(&arena, 0);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    dw_arena_fini(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_text_has_one_id),
        cmocka_unit_test(plain_text_takes_the_defaults),
        cmocka_unit_test(a_record_with_an_id_goes_as_it_came),
        cmocka_unit_test(a_record_without_an_id_gets_that_of_its_text),
        cmocka_unit_test(bad_records_are_refused),
        cmocka_unit_test(memory_may_end_anywhere),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
