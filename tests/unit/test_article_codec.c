/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <jansson.h>

#include "schemas/article.h"

/* Add the record to $DW_TEST_RECORDS/<name>.ndjson, if that is set: the schema must agree. */
static void keep_record(const char *name, const char *value, size_t len)
{
    const char *folder = getenv("DW_TEST_RECORDS");
    char path[512];
    FILE *fp;

    if (!folder)
        return;
    snprintf(path, sizeof path, "%s/%s.ndjson", folder, name);
    fp = fopen(path, "ab");
    assert_non_null(fp);
    assert_int_equal(fwrite(value, 1, len, fp), len);
    fputc('\n', fp);
    assert_int_equal(fclose(fp), 0);
}

/* --- records that are articles -------------------------------------------------------------- */

static void test_decode_and_encode(void **state)
{
    static const struct {
        const char *label, *value, *want;
    } cases[] = {
        {"text alone", "{\"text\":\"Envoys met.\"}", "{\"text\":\"Envoys met.\"}"},
        {"all fields",
         "{\"id\":\"a-1\",\"version\":\"3\",\"published\":\"2021-05-06T07:08:09.5+09:00\","
         "\"headline\":\"Cod row\",\"byline\":\"By A. Holm\",\"dateline\":\"BERGEN\","
         "\"provider\":[\"NWB\",\"Pool\"],\"language\":\"en-GB\",\"urgency\":3,"
         "\"status\":\"withheld\",\"text\":\"Boats left.\"}",
         "{\"id\":\"a-1\",\"version\":\"3\",\"published\":\"2021-05-06T07:08:09.5+09:00\","
         "\"headline\":\"Cod row\",\"byline\":\"By A. Holm\",\"dateline\":\"BERGEN\","
         "\"provider\":[\"NWB\",\"Pool\"],\"language\":\"en-GB\",\"urgency\":3,"
         "\"status\":\"withheld\",\"text\":\"Boats left.\"}"},
        {"ninjs names",
         "{\"uri\":\"tag:x:1\",\"versioncreated\":\"2020-02-29\",\"pubstatus\":\"canceled\","
         "\"body_text\":\"Kill.\"}",
         "{\"id\":\"tag:x:1\",\"published\":\"2020-02-29\",\"status\":\"canceled\","
         "\"text\":\"Kill.\"}"},
        {"our name wins",
         "{\"uri\":\"theirs\",\"id\":\"ours\",\"body_text\":\"Theirs.\",\"text\":\"Ours.\","
         "\"pubstatus\":\"withheld\",\"status\":\"usable\"}",
         "{\"id\":\"ours\",\"text\":\"Ours.\"}"},
        {"provider as a string", "{\"provider\":\"NWB\",\"text\":\"x\"}",
         "{\"provider\":[\"NWB\"],\"text\":\"x\"}"},
        {"integer version", "{\"version\":12,\"text\":\"x\"}",
         "{\"version\":\"12\",\"text\":\"x\"}"},
        {"null is absent",
         "{\"id\":null,\"uri\":\"u\",\"urgency\":null,\"provider\":null,\"text\":null,"
         "\"status\":null,\"body_text\":\"x\"}",
         "{\"id\":\"u\",\"text\":\"x\"}"},
        {"unknown fields", "{\"x\":{\"text\":[1,{}]},\"text\":\"x\",\"infosources\":[null]}",
         "{\"text\":\"x\"}"},
        {"escapes", "{\"text\":\"\\u00e9\\ud83d\\udea2\\n\\\"\\/\"}",
         "{\"text\":\"\xC3\xA9\xF0\x9F\x9A\xA2\\n\\\"/\"}"},
        {"byte order mark and blanks", "\xEF\xBB\xBF \n{ \"text\" : \"x\" }\r\n",
         "{\"text\":\"x\"}"},
        {"kill notice without a word", "{\"text\":\"\",\"status\":\"canceled\"}",
         "{\"status\":\"canceled\",\"text\":\"\"}"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_article article = {.source.topic = "kept"};
        struct dw_error err = {0};
        struct dw_arena arena;
        struct dw_strbuf out;

        dw_arena_init(&arena, 0);
        dw_strbuf_init(&out);
        CHECK(dw_article_decode(cases[i].value, strlen(cases[i].value), &arena, &article, &err) ==
                  DW_OK,
              cases[i].label, "%s", err.text);
        assert_string_equal(article.source.topic, "kept");
        assert_int_equal(article.len, strlen(article.text));
        dw_article_encode(&article, &out);
        CHECK(!strcmp(out.bytes, cases[i].want), cases[i].label, "%s", out.bytes);
        keep_record("article", out.bytes, out.len);
        if (!strpbrk(cases[i].value, "\n\xEF"))
            keep_record("article", cases[i].value, strlen(cases[i].value));
        dw_strbuf_fini(&out);
        dw_arena_fini(&arena);
    }
}

/* --- records that are not ------------------------------------------------------------------- */

/* A schema knows fields, not JSON's syntax and not the calendar. */
static bool is_for_schema(const char *message)
{
    return (!strncmp(message, "field", 5) || !strncmp(message, "record", 6)) &&
           !strstr(message, "2019-02-29");
}

static void test_what_is_refused(void **state)
{
    static const struct {
        const char *label, *value, *say;
        size_t place;
    } cases[] = {
        {"empty", "", "not JSON", 0},
        {"no JSON", "Envoys met.", "not JSON", 6},
        {"cut off", "{\"text\":\"x\"", "not JSON", 11},
        {"something behind", "{\"text\":\"x\"} {}", "end of file expected", 14},
        {"a list", "[{\"text\":\"x\"}]", "record: wanted an object, got list", 0},
        {"a string", "\"x\"", "record: wanted an object, got string", 0},
        {"no text", "{}", "field text: wanted a string, got nothing", 0},
        {"text is null", "{\"text\":null}", "field text: wanted a string, got nothing", 0},
        {"text is a number", "{\"text\":1}", "field text: wanted a string, got integer", 0},
        {"body_text is a list", "{\"body_text\":[\"x\"]}", "field body_text: wanted a string", 0},
        {"blank text", "{\"text\":\" \\n\\t\"}", "field text: is blank", 0},
        {"id is a number", "{\"id\":5,\"text\":\"x\"}", "field id: wanted a string, got integer",
         0},
        {"empty id", "{\"id\":\"\",\"text\":\"x\"}", "field id: wanted", 0},
        {"uri of the wrong type beside an id", "{\"id\":\"a\",\"uri\":true,\"text\":\"x\"}",
         "field uri: wanted a string, got boolean", 0},
        {"version is a real number", "{\"version\":1.5,\"text\":\"x\"}",
         "field version: wanted a string or an integer, got number", 0},
        {"headline is an object", "{\"headline\":{},\"text\":\"x\"}",
         "field headline: wanted a string, got object", 0},
        {"list of providers with a number", "{\"provider\":[\"a\",1],\"text\":\"x\"}",
         "field provider: wanted a string or a list of strings, got integer", 0},
        {"urgency as a string", "{\"urgency\":\"4\",\"text\":\"x\"}",
         "field urgency: wanted an integer from 1 to 9, got string", 0},
        {"urgency out of range", "{\"urgency\":10,\"text\":\"x\"}", "from 1 to 9, got 10", 0},
        {"unknown status", "{\"status\":\"cancelled\\u001b[m\",\"text\":\"x\"}",
         "got \"cancelled?[m\"", 0},
        {"date that does not exist", "{\"published\":\"2019-02-29\",\"text\":\"x\"}",
         "field published: wanted an RFC 3339 date or date-time, got \"2019-02-29\"", 0},
        {"same field twice", "{\"text\":\"x\",\"text\":\"y\"}", "duplicate object key", 18},
        {"NUL in the text", "{\"text\":\"ab\\u0000c\"}", "field text: holds a NUL", 0},
        {"NUL in a field", "{\"id\":\"\\u0000\",\"text\":\"x\"}", "field id: holds a NUL", 0},
        {"NUL in a key", "{\"te\\u0000xt\":\"x\"}", "NUL byte in object key", 13},
        {"lone surrogate", "{\"text\":\"\\ud83d\"}", "not JSON", 16},
        {"surrogates the wrong way round", "{\"text\":\"\\udea2\\ud83d\"}", "not JSON", 22},
        {"integer out of range", "{\"text\":\"x\",\"n\":99999999999999999999}", "too big integer",
         36},
        {"real number out of range", "{\"text\":\"x\",\"n\":1e999}", "real number overflow", 21},
        {"not UTF-8", "{\"text\":\"caf\xE9\"}", "not UTF-8 at byte 12", 12},
        {"raw control character", "{\"text\":\"a\nb\"}", "not JSON", 10},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_article article = {.id = "untouched"};
        struct dw_error err = {0};
        struct dw_arena arena;
        enum dw_err rc;

        dw_arena_init(&arena, 0);
        rc = dw_article_decode(cases[i].value, strlen(cases[i].value), &arena, &article, &err);
        CHECK(rc == DW_INPUT, cases[i].label, "got %s", dw_err_name(rc));
        CHECK(strstr(err.text, cases[i].say), cases[i].label, "says: %s", err.text);
        CHECK(err.place == cases[i].place, cases[i].label, "place %zu", err.place);
        if (is_for_schema(err.text))
            keep_record("article-refused", cases[i].value, strlen(cases[i].value));
        assert_string_equal(article.id, "untouched");
        dw_arena_fini(&arena);
    }
}

/* A NUL between values, where the parser might take it for the end or for nothing. */
static void test_raw_nul(void **state)
{
    static const char value[] = "{\"urgency\":2\0,\"text\":\"x\"}";
    struct dw_article article = {0};
    struct dw_error err = {0};
    struct dw_arena arena;

    (void)state;
    dw_arena_init(&arena, 0);
    assert_int_equal(dw_article_decode(value, sizeof value - 1, &arena, &article, &err), DW_INPUT);
    assert_string_equal(err.text, "not JSON: NUL at byte 12");
    assert_int_equal(err.place, 12);
    dw_arena_fini(&arena);
}

/* Fill `out` with head, `n` times middle, tail. */
static void repeat(struct dw_strbuf *out, const char *head, const char *middle, int n,
                   const char *tail)
{
    dw_strbuf_reset(out);
    dw_strbuf_adds(out, head);
    for (int i = 0; i < n; i++)
        dw_strbuf_adds(out, middle);
    dw_strbuf_adds(out, tail);
}

static void test_hostile_shapes(void **state)
{
    static const struct {
        const char *label, *head, *middle;
        int n;
        const char *tail, *say;
    } cases[] = {
        {"a million brackets", "", "[", 1000000, "", "nested deeper"},
        {"a million objects", "", "{\"a\":", 1000000, "", "nested deeper"},
        {"just too deep", "{\"text\":\"x\",\"a\":", "[", 64, "", "nested deeper"},
        {"a million values", "{\"text\":\"x\",\"a\":[", "0,", 1000000, "0]}", "values"},
        {"a million empty lists", "{\"text\":\"x\",\"a\":[", "[],", 1000000, "0]}", "values"},
        {"text over the limit", "{\"text\":\"", "0123456789abcdef", 1024 * 1024 + 1, "\"}",
         "field text"},
    };
    struct dw_strbuf value;

    (void)state;
    dw_strbuf_init(&value);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_article article = {0};
        struct dw_error err = {0};
        struct dw_arena arena;

        dw_arena_init(&arena, 0);
        repeat(&value, cases[i].head, cases[i].middle, cases[i].n, cases[i].tail);
        CHECK(dw_article_decode(value.bytes, value.len, &arena, &article, &err) == DW_INPUT,
              cases[i].label, "was taken");
        CHECK(strstr(err.text, cases[i].say), cases[i].label, "says: %s", err.text);
        dw_arena_fini(&arena);
    }
    dw_strbuf_fini(&value);
}

/* What stands in strings is no structure: brackets and quotes of a text do not count. */
static void test_brackets_inside_strings_are_text(void **state)
{
    struct dw_article article = {0};
    struct dw_error err = {0};
    struct dw_arena arena;
    struct dw_strbuf value;

    (void)state;
    dw_arena_init(&arena, 0);
    dw_strbuf_init(&value);
    repeat(&value, "{\"text\":\"", "[{\\\",\\\\", 100000, "\"}");
    assert_int_equal(dw_article_decode(value.bytes, value.len, &arena, &article, &err), DW_OK);
    assert_int_equal(article.len, 500000);
    dw_strbuf_fini(&value);
    dw_arena_fini(&arena);
}

static void test_each_allocation_that_fails(void **state)
{
    static const char value[] =
        "{\"id\":\"a\",\"version\":1,\"provider\":[\"p\",\"q\"],\"urgency\":2,"
        "\"headline\":\"h\",\"text\":\"x\"}";

    (void)state;
    for (long n = 0; n < 20; n++) {
        struct dw_article article = {.id = "untouched"};
        struct dw_error err = {0};
        struct dw_arena arena;
        enum dw_err rc;

        dw_arena_init(&arena, 0);
        arena.fail_after = n;
        rc = dw_article_decode(value, sizeof value - 1, &arena, &article, &err);
        assert_int_equal(rc, n < 7 ? DW_NOMEM : DW_OK);
        assert_int_equal(err.code, rc);
        assert_string_equal(article.id, rc == DW_OK ? "a" : "untouched");
        dw_arena_fini(&arena);
    }
}

static int allocations_left;

static void *failing_malloc(size_t size)
{
    return allocations_left-- > 0 ? malloc(size) : NULL;
}

/* jansson calls some failed allocations a syntax error: either way no article, no crash, no leak.
 */
static void test_parser_out_of_memory(void **state)
{
    static const char value[] = "{\"id\":\"a\",\"provider\":[\"p\",\"q\"],\"text\":\"x\"}";
    enum dw_err rc = DW_NOMEM;
    int n = 0, n_nomem = 0;

    (void)state;
    for (; rc != DW_OK && n < 1000; n++) {
        struct dw_article article = {0};
        struct dw_error err = {0};
        struct dw_arena arena;

        dw_arena_init(&arena, 0);
        allocations_left = n;
        json_set_alloc_funcs(failing_malloc, free);
        rc = dw_article_decode(value, sizeof value - 1, &arena, &article, &err);
        json_set_alloc_funcs(malloc, free);
        n_nomem += rc == DW_NOMEM;
        dw_arena_fini(&arena);
    }
    assert_int_equal(rc, DW_OK);
    assert_true(n > 5);
    assert_true(n_nomem > 0);
}

/* Every cut of a record and every byte changed: an article or DW_INPUT, nothing else. */
static void test_damaged_records(void **state)
{
    static const char good[] =
        "{\"id\":\"a-1\",\"version\":2,\"provider\":[\"N\"],\"text\":\"S\xC3\xA3o \\u00e9 said\"}";
    static const char bytes[] = "\0\"\\{}[],:0e-u\xFF\xC3\x80 ";
    struct dw_arena arena;

    (void)state;
    dw_arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof good - 1; i++) {
        char value[sizeof good];
        struct dw_article article = {0};

        memcpy(value, good, sizeof good);
        assert_int_equal(dw_article_decode(value, i, &arena, &article, NULL), DW_INPUT);
        for (size_t k = 0; k < sizeof bytes - 1; k++) {
            enum dw_err rc;

            value[i] = bytes[k];
            rc = dw_article_decode(value, sizeof good - 1, &arena, &article, NULL);
            assert_true(rc == DW_OK || rc == DW_INPUT);
            dw_arena_reset(&arena);
        }
    }
    dw_arena_fini(&arena);
}

/* --- dates ---------------------------------------------------------------------------------- */

static void test_published(void **state)
{
    static const struct {
        const char *date;
        bool want;
    } cases[] = {
        {"2019-12-05", true},
        {"2000-02-29", true},
        {"1900-02-29", false},
        {"2019-04-31", false},
        {"2019-00-10", false},
        {"2019-13-10", false},
        {"2019-1-10", false},
        {"2019-12-00", false},
        {"19-12-05", false},
        {"2019-12-05T10:00:00Z", true},
        {"2019-12-05t10:00:00z", true},
        {"2019-12-05 10:00:00+00:00", true},
        {"2016-12-31T23:59:60Z", true},
        {"2019-12-05T10:00:00.123456789-03:30", true},
        {"2019-12-05T10:00:00", true},
        {"2019-12-05T10:00Z", true},
        {"2019-12-05T10:00", true},
        {"2019-12-05T10", false},
        {"2019-12-05T10:", false},
        {"2019-12-05T24:00:00Z", false},
        {"2019-12-05T10:60:00Z", false},
        {"2019-12-05T10:00:61Z", false},
        {"2019-12-05T10:00:00.Z", false},
        {"2019-12-05T10:00:00+0900", true},
        {"2019-12-05T10:00:00+09", false},
        {"2019-12-05T10:00:00 09:00", false},
        {"2019-12-05T10:00:00+24:00", false},
        {"2019-12-05T10:00:00ZZ", false},
        {"2019-12-05T", false},
        {"Thursday", false},
        {"", false},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        CHECK(dw_article_is_published(cases[i].date) == cases[i].want, cases[i].date, "wrong");
}

/* --- plain text ----------------------------------------------------------------------------- */

static void test_from_text(void **state)
{
    static const struct {
        const char *label, *value;
        enum dw_err rc;
        const char *want; /* text, or a part of the message */
    } cases[] = {
        {"as it is", "  Envoys met.\r\n", DW_OK, "  Envoys met.\r\n"},
        {"Latin-1", "Caf\xE9 owners sued.", DW_OK, "Caf\xC3\xA9 owners sued."},
        {"looks like JSON, is text here", "{\"text\":1}", DW_OK, "{\"text\":1}"},
        {"empty", "", DW_INPUT, "text is empty"},
        {"blank", " \r\n\t ", DW_INPUT, "text is blank"},
        {"binary", "\x02\x03\x04", DW_INPUT, "not text"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_article article = {.id = "old", .source.offset = 7};
        struct dw_charset_text how = {0};
        struct dw_error err = {0};
        struct dw_arena arena;
        enum dw_err rc;

        dw_arena_init(&arena, 0);
        rc = dw_article_from_text(cases[i].value, strlen(cases[i].value), &arena, &article, &how,
                                  &err);
        CHECK(rc == cases[i].rc, cases[i].label, "got %s: %s", dw_err_name(rc), err.text);
        if (rc == DW_OK) {
            CHECK(!strcmp(article.text, cases[i].want), cases[i].label, "text %s", article.text);
            assert_int_equal(article.len, strlen(article.text));
            assert_ptr_equal(how.text, article.text);
            assert_null(article.id);
            assert_int_equal(article.source.offset, 7);
        } else {
            CHECK(strstr(err.text, cases[i].want), cases[i].label, "says: %s", err.text);
            assert_string_equal(article.id, "old");
        }
        dw_arena_fini(&arena);
    }
}

static void test_text_at_the_limit(void **state)
{
    char *value = malloc(DW_ARTICLE_MAX + 1);
    struct dw_article article = {0};
    struct dw_error err = {0};
    struct dw_arena arena;

    (void)state;
    assert_non_null(value);
    memset(value, 'z', DW_ARTICLE_MAX + 1);
    dw_arena_init(&arena, 0);
    assert_int_equal(dw_article_from_text(value, DW_ARTICLE_MAX, &arena, &article, NULL, &err),
                     DW_OK);
    assert_int_equal(article.len, DW_ARTICLE_MAX);
    assert_int_equal(dw_article_from_text(value, DW_ARTICLE_MAX + 1, &arena, &article, NULL, &err),
                     DW_INPUT);
    assert_int_equal(err.place, DW_ARTICLE_MAX);
    dw_arena_reset(&arena);
    arena.fail_after = 0;
    dw_error_reset(&err);
    assert_int_equal(dw_article_from_text(value, 10, &arena, &article, NULL, &err), DW_NOMEM);
    dw_arena_fini(&arena);
    free(value);
}

static void test_is_json(void **state)
{
    static const struct {
        const char *label, *type, *value;
        bool want;
    } cases[] = {
        {"type says JSON", "application/json", "Envoys met.", true},
        {"with a parameter", "Application/JSON; charset=utf-8", "x", true},
        {"ninjs", "application/vnd.iptc.ninjs+json", "x", true},
        {"type says text", "text/plain; charset=utf-8", "{\"text\":\"x\"}", false},
        {"JSON in the parameter", "text/plain; profile=\"application/json\"", "x", false},
        {"type that tells nothing", "application/octet-stream", " {\"text\":\"x\"}", true},
        {"no type, object", NULL, "\n { \"text\": \"x\" }", true},
        {"no type, object behind a byte order mark", NULL, "\xEF\xBB\xBF{\"text\":1}", true},
        {"no type, empty object", NULL, "{ }", true},
        {"no type, list of objects", NULL, "[{\"text\":1}]", true},
        {"no type, text", NULL, "Envoys met.", false},
        {"no type, text in brackets", NULL, "[Editor's note: updates] Envoys met.", false},
        {"no type, brace in text", NULL, "{slug} Envoys met.", false},
        {"nothing", NULL, "", false},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        CHECK(dw_article_is_json(cases[i].type, cases[i].type ? strlen(cases[i].type) : 0,
                                 cases[i].value, strlen(cases[i].value)) == cases[i].want,
              cases[i].label, "wrong");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decode_and_encode),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_raw_nul),
        cmocka_unit_test(test_hostile_shapes),
        cmocka_unit_test(test_brackets_inside_strings_are_text),
        cmocka_unit_test(test_each_allocation_that_fails),
        cmocka_unit_test(test_parser_out_of_memory),
        cmocka_unit_test(test_damaged_records),
        cmocka_unit_test(test_published),
        cmocka_unit_test(test_from_text),
        cmocka_unit_test(test_text_at_the_limit),
        cmocka_unit_test(test_is_json),
    };

    return cmocka_run_group_tests_name("article codec", tests, NULL, NULL);
}
