/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/base/charset.h"
#include "processors/base/utf8.h"

static void test_what_is_text(void **state)
{
    static const struct {
        const char *label, *bytes, *want;
        enum dw_charset charset;
        size_t bad;
    } cases[] = {
        {"empty", "", "", DW_CHARSET_UTF8, 0},
        {"ascii", "Oslo and Riga", "Oslo and Riga", DW_CHARSET_UTF8, 0},
        {"utf-8", "C\xC3\xB4te d\xE2\x80\x99Ivoire", "C\xC3\xB4te d\xE2\x80\x99Ivoire",
         DW_CHARSET_UTF8, 0},
        {"byte order mark", "\xEF\xBB\xBFOslo", "Oslo", DW_CHARSET_UTF8, 0},
        {"latin-1", "S\xE3o Tom\xE9 protested", "S\xC3\xA3o Tom\xC3\xA9 protested",
         DW_CHARSET_WINDOWS_1252, 1},
        {"curly quotes of windows", "said \x93no\x94 and \x80 5 \x96 it\x92s",
         "said \xE2\x80\x9Cno\xE2\x80\x9D and \xE2\x82\xAC 5 \xE2\x80\x93 it\xE2\x80\x99s",
         DW_CHARSET_WINDOWS_1252, 5},
        {"one short word", "caf\xE9", "caf\xC3\xA9", DW_CHARSET_WINDOWS_1252, 3},
        {"wire control characters are few",
         "\x01"
         "a0423 \x02 Talks on cod quotas opened. \x03",
         "\x01"
         "a0423 \x02 Talks on cod quotas opened. \x03",
         DW_CHARSET_UTF8, 0},
        {"tabs and line ends are text", "\t\r\n\f\v a", "\t\r\n\f\v a", DW_CHARSET_UTF8, 0},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_error err = {0};
        struct dw_charset_text got;
        struct dw_arena arena;

        dw_arena_init(&arena, 0);
        CHECK(dw_charset_decode(cases[i].bytes, strlen(cases[i].bytes), &arena, &got, &err) ==
                  DW_OK,
              cases[i].label, "%s", err.text);
        CHECK(got.len == strlen(cases[i].want) && !memcmp(got.text, cases[i].want, got.len),
              cases[i].label, "text is %.*s", (int)got.len, got.text);
        CHECK(got.charset == cases[i].charset, cases[i].label, "taken for %s",
              dw_charset_name(got.charset));
        CHECK(got.bad == cases[i].bad, cases[i].label, "bad byte at %zu", got.bad);
        dw_arena_fini(&arena);
    }
}

static void test_what_is_no_text(void **state)
{
    static const struct {
        const char *label, *bytes;
        size_t len, place;
        const char *say;
    } cases[] = {
        {"NUL", "Accra\0Lagos", 11, 5, "NUL byte at byte 5"},
        {"UTF-16", "\xFF\xFEO\0s\0l\0o\0", 10, 0, "UTF-16"},
        {"UTF-16 the other way round", "\xFE\xFF\0O\0s\0l\0o", 10, 0, "UTF-16"},
        {"binary",
         "\x7F"
         "ELF\x02\x01\x01\x03\x03",
         9, 0, "control characters"},
        {"damaged UTF-8", "C\xC3\xB4te d\xE2\x80\x99Ivoire \xE2\x80", 19, 17,
         "damaged UTF-8 at byte 17"},
        {"no Western text", "\xCF\xF0\xE8\xE2\xE5\xF2 \xEC\xE8\xF0", 10, 0, "neither UTF-8"},
        {"such a byte in what might be UTF-8", "a word \xDE\x8F then \x84 and \xBF here in a text",
         37, 8, "byte 8 (0x8F)"},
        {"a byte that Windows-1252 lacks", "the caf\xE9 owner\x81 said no", 22, 14,
         "byte 14 (0x81)"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_error err = {0};
        struct dw_charset_text got;
        struct dw_arena arena;
        enum dw_err rc;

        dw_arena_init(&arena, 0);
        rc = dw_charset_decode(cases[i].bytes, cases[i].len, &arena, &got, &err);
        CHECK(rc == DW_INPUT, cases[i].label, "got %s", dw_err_name(rc));
        CHECK(strstr(err.text, cases[i].say), cases[i].label, "says: %s", err.text);
        CHECK(err.place == cases[i].place, cases[i].label, "place %zu", err.place);
        dw_arena_fini(&arena);
    }
}

/* Whatever comes out is UTF-8, whatever goes in. */
static void test_output_is_utf8_for_any_bytes(void **state)
{
    uint64_t seed = 20190704;
    struct dw_arena arena;
    unsigned n_taken = 0;

    (void)state;
    dw_arena_init(&arena, 0);
    for (int round = 0; round < 20000; round++) {
        struct dw_charset_text got;
        char bytes[48];
        size_t bad;

        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            /* Mostly ASCII, or nothing would ever be taken. */
            bytes[i] = (char)(seed >> 60 ? 'a' + (seed >> 40) % 26 : seed >> 40);
        }
        if (dw_charset_decode(bytes, sizeof bytes, &arena, &got, NULL) == DW_OK) {
            n_taken++;
            assert_true(dw_utf8_is_valid(got.text, got.len, &bad));
            assert_null(memchr(got.text, '\0', got.len));
        }
        dw_arena_reset(&arena);
    }
    assert_in_range(n_taken, 1000, 19999);
    dw_arena_fini(&arena);
}

static void test_out_of_memory(void **state)
{
    struct dw_charset_text got;
    struct dw_error err = {0};
    struct dw_arena arena;

    (void)state;
    dw_arena_init(&arena, 0);
    arena.fail_after = 0;
    assert_int_equal(dw_charset_decode("caf\xE9", 4, &arena, &got, &err), DW_NOMEM);
    dw_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_text),
        cmocka_unit_test(test_what_is_no_text),
        cmocka_unit_test(test_output_is_utf8_for_any_bytes),
        cmocka_unit_test(test_out_of_memory),
    };

    return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
