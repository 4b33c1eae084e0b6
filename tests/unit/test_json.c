/* SPDX-License-Identifier: MIT */
/* The JSON writer, with jansson's parser as the judge. */
#include "tests/unit/unit.h"

#include <jansson.h>
#include <math.h>

#include "schemas/json.h"

static uint64_t seed;

static uint64_t next_random(void)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return seed >> 33;
}

static void test_layout(void **state)
{
    struct dw_strbuf out;
    struct dw_json json;

    (void)state;
    dw_strbuf_init(&out);
    for (int pretty = 0; pretty < 2; pretty++) {
        dw_strbuf_reset(&out);
        dw_json_init(&json, &out, pretty);
        dw_json_open(&json, NULL, '{');
        dw_json_add_int(&json, "a", -7);
        dw_json_open(&json, "b", '[');
        dw_json_add_bool(&json, NULL, true);
        dw_json_open(&json, NULL, '{');
        dw_json_close(&json, '}');
        dw_json_close(&json, ']');
        dw_json_open(&json, "c", '[');
        dw_json_close(&json, ']');
        dw_json_add_string(&json, "d", NULL);
        dw_json_close(&json, '}');
        assert_string_equal(out.bytes,
                            pretty ? "{\n  \"a\": -7,\n  \"b\": [\n    true,\n    {}\n  ],\n"
                                     "  \"c\": [],\n  \"d\": null\n}"
                                   : "{\"a\":-7,\"b\":[true,{}],\"c\":[],\"d\":null}");
    }
    dw_strbuf_fini(&out);
}

static void test_strings(void **state)
{
    static const struct {
        const char *label, *bytes;
        size_t len;
        const char *want;
    } cases[] = {
        {"plain", "Oslo", 4, "\"Oslo\""},
        {"empty", "", 0, "\"\""},
        {"quote and backslash", "\"\\", 2, "\"\\\"\\\\\""},
        {"white space", "\n\t\r\b\f", 5, "\"\\n\\t\\r\\b\\f\""},
        {"NUL and other controls", "\0\x1F\x7F", 3, "\"\\u0000\\u001f\x7F\""},
        {"beyond ASCII as it is", "\xC3\xA9\xF0\x9F\x9A\xA2", 6, "\"\xC3\xA9\xF0\x9F\x9A\xA2\""},
        {"not UTF-8", "a\xE9z\xE2\x80", 5, "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\""},
    };
    struct dw_strbuf out;

    (void)state;
    dw_strbuf_init(&out);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_json json;

        dw_strbuf_reset(&out);
        dw_json_init(&json, &out, false);
        dw_json_add_bytes(&json, NULL, cases[i].bytes, cases[i].len);
        CHECK(!strcmp(out.bytes, cases[i].want), cases[i].label, "%s", out.bytes);
    }
    dw_strbuf_fini(&out);
}

static void test_codes_are_null_when_empty(void **state)
{
    struct dw_strbuf out;
    struct dw_json json;

    (void)state;
    dw_strbuf_init(&out);
    dw_json_init(&json, &out, false);
    dw_json_open(&json, NULL, '[');
    dw_json_add_code(&json, NULL, "");
    dw_json_add_code(&json, NULL, NULL);
    dw_json_add_code(&json, NULL, "GOV");
    dw_json_add_string(&json, NULL, "");
    dw_json_close(&json, ']');
    assert_string_equal(out.bytes, "[null,null,\"GOV\",\"\"]");
    dw_strbuf_fini(&out);
}

static void test_real_numbers(void **state)
{
    static const struct {
        const char *label;
        double number;
        int decimals;
        const char *want;
    } cases[] = {
        {"zero", 0, 2, "0.00"},
        {"negative zero", -0.0, 1, "0.0"},
        {"rounds to zero from below", -0.04, 1, "0.0"},
        {"small negative", -0.05, 1, "-0.1"},
        {"goldstein", -8, 1, "-8.0"},
        {"confidence", 0.914, 2, "0.91"},
        {"rounds up to one", 0.999, 2, "1.00"},
        {"no decimals", 12.5, 0, "13"},
        {"degrees", -0.18065, 5, "-0.18065"},
        {"not a number", NAN, 2, "0.00"},
        {"infinite", -INFINITY, 2, "0.00"},
        {"huge", 1e300, 2, "0.00"},
    };
    struct dw_strbuf out;

    (void)state;
    dw_strbuf_init(&out);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_json json;

        dw_strbuf_reset(&out);
        dw_json_init(&json, &out, false);
        dw_json_add_real(&json, NULL, cases[i].number, cases[i].decimals);
        CHECK(!strcmp(out.bytes, cases[i].want), cases[i].label, "%s", out.bytes);
    }
    dw_strbuf_fini(&out);
}

/* Write a random tree and build the same one with jansson, for comparison. */
static json_t *grow(struct dw_json *json, const char *key, int depth)
{
    static const char *const strings[] = {
        "",  "a",           "\"", "\\u0041", "\n\x01\x1F", "\xC3\xA9", "\xF0\x9F\x9A\xA2",
        "/", "\xE2\x80\xA8"};
    const char *string = strings[next_random() % N_ELEMENTS(strings)];
    json_int_t number = (json_int_t)(next_random() << 31) - (json_int_t)next_random();
    uint64_t kind = next_random() % (depth > 4 ? 4 : 6);
    json_t *tree;

    switch (kind) {
    case 0:
        dw_json_add_string(json, key, string);
        return json_string(string);
    case 1:
        dw_json_add_int(json, key, number);
        return json_integer(number);
    case 2:
        dw_json_add_bool(json, key, number & 1);
        return json_boolean(number & 1);
    case 3:
        dw_json_add_null(json, key);
        return json_null();
    default:
        break;
    }
    tree = kind == 4 ? json_object() : json_array();
    dw_json_open(json, key, kind == 4 ? '{' : '[');
    for (uint64_t i = next_random() % 5; i > 0; i--) {
        char name[32];

        snprintf(name, sizeof name, "%d\"%s", (int)i, strings[i]);
        if (kind == 4)
            json_object_set_new(tree, name, grow(json, name, depth + 1));
        else
            json_array_append_new(tree, grow(json, NULL, depth + 1));
    }
    dw_json_close(json, kind == 4 ? '}' : ']');
    return tree;
}

static void test_any_tree_is_read_back(void **state)
{
    struct dw_strbuf out;

    (void)state;
    seed = 1910;
    dw_strbuf_init(&out);
    for (int round = 0; round < 4000; round++) {
        struct dw_json json;
        json_error_t bad;
        json_t *want, *got;

        dw_strbuf_reset(&out);
        dw_json_init(&json, &out, round % 2);
        want = grow(&json, NULL, 0);
        got = json_loadb(out.bytes, out.len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &bad);
        if (!got)
            fail_msg("round %d: %s in %s", round, bad.text, out.bytes);
        if (!json_equal(got, want))
            fail_msg("round %d: read back as something else: %s", round, out.bytes);
        json_decref(got);
        json_decref(want);
    }
    dw_strbuf_fini(&out);
}

static void test_any_bytes_become_json(void **state)
{
    struct dw_strbuf out;

    (void)state;
    seed = 1945;
    dw_strbuf_init(&out);
    for (int round = 0; round < 20000; round++) {
        struct dw_json json;
        char bytes[24];
        json_t *got;

        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)next_random();
        dw_strbuf_reset(&out);
        dw_json_init(&json, &out, false);
        dw_json_add_bytes(&json, NULL, bytes, sizeof bytes);
        got = json_loadb(out.bytes, out.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        if (!got)
            fail_msg("round %d: not JSON: %s", round, out.bytes);
        json_decref(got);
    }
    dw_strbuf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_codes_are_null_when_empty),
        cmocka_unit_test(test_real_numbers),
        cmocka_unit_test(test_any_tree_is_read_back),
        cmocka_unit_test(test_any_bytes_become_json),
    };

    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
