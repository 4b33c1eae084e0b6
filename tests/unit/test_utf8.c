/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/base/utf8.h"

static bool is_scalar(uint32_t cp)
{
    return cp <= 0x10FFFF && !(cp >= 0xD800 && cp <= 0xDFFF);
}

static void test_every_code_point_there_and_back(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char bytes[4];
        uint32_t got;
        size_t n, bad;

        if (!is_scalar(cp))
            continue;
        n = dw_utf8_encode(cp, bytes);
        if (dw_utf8_decode(bytes, n, &got) != n || got != cp || !dw_utf8_is_valid(bytes, n, &bad) ||
            dw_utf8_count(bytes, n) != 1)
            fail_msg("U+%04X", (unsigned)cp);
    }
}

/* Read by the definition, not by our code: one pattern for each row of the table in RFC 3629. */
static bool is_valid_by_table(const unsigned char *s, size_t len)
{
    static const unsigned char rows[][8] = {
        {0x00, 0x7F},
        {0xC2, 0xDF, 0x80, 0xBF},
        {0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF},
        {0xE1, 0xEC, 0x80, 0xBF, 0x80, 0xBF},
        {0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF},
        {0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF},
    };

    for (size_t r = 0; r < N_ELEMENTS(rows); r++) {
        size_t i = 0;

        while (i < 4 && (i == 0 || rows[r][2 * i]) && i < len && s[i] >= rows[r][2 * i] &&
               s[i] <= rows[r][2 * i + 1])
            i++;
        if (i == len && (i == 4 || !rows[r][2 * i]) && i > 0)
            return true;
    }
    return false;
}

static void test_every_pair_and_triple_of_bytes(void **state)
{
    unsigned char s[3];
    size_t bad;

    (void)state;
    for (unsigned i = 0x80; i < 0x10000; i++) {
        s[0] = (unsigned char)(i >> 8);
        s[1] = (unsigned char)i;
        if (s[0] < 0x80)
            continue;
        if (dw_utf8_is_valid((char *)s, 2, &bad) != is_valid_by_table(s, 2))
            fail_msg("%02X %02X", s[0], s[1]);
    }
    for (unsigned i = 0xE00000; i < 0xF00000; i++) {
        s[0] = (unsigned char)(i >> 16);
        s[1] = (unsigned char)(i >> 8);
        s[2] = (unsigned char)i;
        if (dw_utf8_is_valid((char *)s, 3, &bad) != is_valid_by_table(s, 3))
            fail_msg("%02X %02X %02X", s[0], s[1], s[2]);
    }
}

static void test_bad_bytes(void **state)
{
    static const struct {
        const char *label, *bytes;
        size_t len, bad;
    } cases[] = {
        {"lone continuation", "ab\x80", 3, 2},
        {"overlong slash", "a\xC0\xAF", 3, 1},
        {"overlong three", "\xE0\x80\xAF", 3, 0},
        {"surrogate", "caf\xED\xA0\x80", 6, 3},
        {"above U+10FFFF", "\xF4\x90\x80\x80", 4, 0},
        {"cut at the end", "Hai Phong \xE2\x80", 12, 10},
        {"cut in the middle", "\xE2\x80z", 3, 0},
        {"behind eight good bytes", "12345678\xFF", 9, 8},
        {"inside the second eight", "1234567890123\xE9xy", 16, 13},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        size_t bad = 999;
        bool valid = dw_utf8_is_valid(cases[i].bytes, cases[i].len, &bad);

        CHECK(!valid, cases[i].label, "taken for valid");
        CHECK(bad == cases[i].bad, cases[i].label, "bad byte at %zu", bad);
    }
}

static void test_decode_steps_over_one_bad_byte(void **state)
{
    uint32_t cp;

    (void)state;
    assert_int_equal(dw_utf8_decode("\xE2\x28\xA1", 3, &cp), 1);
    assert_int_equal(cp, UINT32_MAX);
    assert_int_equal(dw_utf8_decode("\xF0\x9F", 2, &cp), 1);
    assert_int_equal(cp, UINT32_MAX);
}

static void test_count(void **state)
{
    (void)state;
    assert_int_equal(dw_utf8_count("", 0), 0);
    assert_int_equal(dw_utf8_count("S\xC3\xA3o Tom\xC3\xA9", 10), 8);
    assert_int_equal(dw_utf8_count("\xF0\x9F\x9A\xA2\xE2\x80\x99", 7), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code_point_there_and_back),
        cmocka_unit_test(test_every_pair_and_triple_of_bytes),
        cmocka_unit_test(test_bad_bytes),
        cmocka_unit_test(test_decode_steps_over_one_bad_byte),
        cmocka_unit_test(test_count),
    };

    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
