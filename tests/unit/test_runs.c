/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/runs.h"

typedef enum dw_err find_fn(struct dw_arena *arena, const char *text, size_t len,
                            struct dw_runs *out);

/* The way of other machines, beside that of this one. */
static find_fn find_plainly;
#undef __SSE2__
#define dw_runs_find find_plainly
#include "processors/runs.c"
#undef dw_runs_find

enum { LEN = 400 };

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_solid(unsigned char c)
{
    return c > ' ' && c != 0x7F;
}

static bool is_marked(const uint8_t *bits, uint32_t at)
{
    return bits[at / 8] >> at % 8 & 1;
}

/* Bytes of all values, at all places within what is looked at together. */
static void check_every_byte(find_fn *find)
{
    struct dw_arena arena;
    struct dw_runs runs;
    char text[256 + 15];

    dw_arena_init(&arena, 0);
    for (uint32_t shift = 0; shift < 16; shift++) {
        uint32_t len = 256 + shift;

        for (uint32_t i = 0; i < len && i < sizeof text; i++)
            text[i] = (char)(i - shift);
        assert_int_equal(find(&arena, text, len, &runs), DW_OK);
        assert_int_equal(runs.len, len);
        for (uint32_t i = 0; i < len; i++) {
            assert_int_equal(is_marked(runs.letters, i), is_letter((unsigned char)text[i]));
            assert_int_equal(is_marked(runs.solid, i), is_solid((unsigned char)text[i]));
        }
    }
    dw_arena_fini(&arena);
}

static void test_every_byte_is_told(void **state)
{
    (void)state;
    check_every_byte(dw_runs_find);
    check_every_byte(find_plainly);
}

/* Words and blanks of growing lengths, some longer than one look at the marks. */
static void make_words(char text[LEN])
{
    uint32_t at = 0;

    for (uint32_t n = 1; at < LEN; n += 1 + n / 8) {
        for (uint32_t i = 0; i < n && at < LEN; i++)
            text[at++] = 'w';
        for (uint32_t i = 0; i < n / 3 + 1 && at < LEN; i++)
            text[at++] = ' ';
    }
}

static uint32_t find_slowly(const char *text, uint32_t at, uint32_t end, bool letter)
{
    while (at < end && is_letter((unsigned char)text[at]) != letter)
        at++;
    return at;
}

static void test_ends_and_starts(void **state)
{
    struct dw_arena arena;
    struct dw_runs runs;
    char text[LEN];

    (void)state;
    make_words(text);
    dw_arena_init(&arena, 0);
    assert_int_equal(dw_runs_find(&arena, text, LEN, &runs), DW_OK);
    for (uint32_t at = 0; at < LEN; at++) {
        for (uint32_t end = at; end <= LEN; end += 13) {
            assert_int_equal(dw_run_end(runs.letters, at, end), find_slowly(text, at, end, false));
            uint64_t starts = end > at ? dw_run_starts(runs.letters, at, end) : 0;

            for (uint32_t i = 0; i < DW_RUNS_STEP; i++) {
                bool begins =
                    at + i < end && text[at + i] == 'w' && (at + i == 0 || text[at + i - 1] == ' ');

                assert_int_equal(starts >> i & 1, begins);
            }
        }
    }
    dw_arena_fini(&arena);
}

static void test_bytes_beyond_the_text_are_not_read(void **state)
{
    static const char text[] = "abcdefghij";

    (void)state;
    for (uint32_t at = 0; at < 10; at++)
        for (uint32_t n = 1; n <= 8 && at + n <= 10; n++) {
            uint64_t bytes = dw_bytes_take(text, 10, at, n);

            for (uint32_t i = 0; i < 8; i++)
                assert_int_equal(bytes >> 8 * i & 0xFF, i < n ? text[at + i] : 0);
        }
}

static void test_memory_runs_out(void **state)
{
    struct dw_arena arena;
    struct dw_runs runs;

    (void)state;
    dw_arena_init(&arena, 0);
    arena.fail_after = 0;
    assert_int_equal(dw_runs_find(&arena, "a", 1, &runs), DW_NOMEM);
    dw_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_byte_is_told),
        cmocka_unit_test(test_ends_and_starts),
        cmocka_unit_test(test_bytes_beyond_the_text_are_not_read),
        cmocka_unit_test(test_memory_runs_out),
    };

    return cmocka_run_group_tests_name("runs", tests, NULL, NULL);
}
