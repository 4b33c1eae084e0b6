/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/base/arena.h"

struct numbers {
    int *v;
    uint32_t n, cap;
};

static void test_blocks_are_zeroed_aligned_and_apart(void **state)
{
    struct dw_arena arena;
    unsigned char *last = NULL;

    (void)state;
    dw_arena_init(&arena, 0);
    for (size_t size = 1; size < 2000; size += 37) {
        unsigned char *block = dw_arena_alloc(&arena, size);

        assert_non_null(block);
        assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(block[i], 0);
        memset(block, 0xA5, size);
        if (last)
            assert_int_equal(*last, 0xA5);
        last = block;
    }
    dw_arena_fini(&arena);
}

static void test_reset_zeroes_what_it_hands_out_again(void **state)
{
    struct dw_arena arena;

    (void)state;
    dw_arena_init(&arena, 0);
    for (int round = 0; round < 3; round++) {
        char *block = dw_arena_alloc(&arena, 1000);

        assert_non_null(block);
        assert_int_equal(block[999], 0);
        memset(block, 'x', 1000);
        dw_arena_reset(&arena);
        assert_int_equal(arena.used, 0);
    }
    dw_arena_fini(&arena);
}

static void test_large_block_and_memory_after_reset(void **state)
{
    struct dw_arena arena;
    size_t held;

    (void)state;
    dw_arena_init(&arena, 0);
    assert_non_null(dw_arena_alloc(&arena, 100));
    held = arena.held;
    assert_non_null(dw_arena_alloc(&arena, 3 * 1024 * 1024));
    assert_true(arena.held >= 3 * 1024 * 1024);
    dw_arena_reset(&arena);
    assert_true(arena.held <= held);
    dw_arena_fini(&arena);
    assert_int_equal(arena.held, 0);
}

static void test_cap_is_never_passed(void **state)
{
    struct dw_arena arena;
    size_t n = 0;

    (void)state;
    dw_arena_init(&arena, 100000);
    while (dw_arena_alloc(&arena, 1000)) {
        n++;
        assert_true(arena.held <= 100000);
        assert_true(n <= 100);
    }
    assert_true(n >= 90);
    dw_arena_reset(&arena);
    assert_non_null(dw_arena_alloc(&arena, 1000));
    assert_null(dw_arena_alloc(&arena, 100001));
    dw_arena_fini(&arena);
}

static void test_sizes_beyond_reason(void **state)
{
    struct dw_arena arena;

    (void)state;
    dw_arena_init(&arena, 1 << 20);
    assert_null(dw_arena_alloc(&arena, SIZE_MAX));
    assert_null(dw_arena_alloc(&arena, SIZE_MAX - 15));
    assert_null(dw_arena_dup(&arena, "x", SIZE_MAX));
    dw_arena_fini(&arena);
}

static void test_nth_allocation_fails(void **state)
{
    (void)state;
    for (long n = 0; n < 8; n++) {
        struct dw_arena arena;
        long done = 0;

        dw_arena_init(&arena, 0);
        arena.fail_after = n;
        while (done < 20 && dw_arena_alloc(&arena, 16))
            done++;
        assert_int_equal(done, n);
        assert_null(dw_arena_alloc(&arena, 16));
        arena.fail_after = -1;
        assert_non_null(dw_arena_alloc(&arena, 16));
        dw_arena_fini(&arena);
    }
}

static void test_dup_and_printf(void **state)
{
    struct dw_arena arena;
    char *copy;

    (void)state;
    dw_arena_init(&arena, 0);
    copy = dw_arena_dup(&arena, "a\0bc", 4);
    assert_memory_equal(copy, "a\0bc", 5);
    assert_string_equal(dw_arena_dup(&arena, NULL, 0), "");
    assert_string_equal(dw_arena_printf(&arena, "%s-%d", "e", 12), "e-12");
    arena.fail_after = 0;
    assert_null(dw_arena_printf(&arena, "x"));
    dw_arena_fini(&arena);
}

static void test_vector_grows_and_keeps_its_elements(void **state)
{
    struct numbers numbers = {0};
    struct dw_arena arena;

    (void)state;
    dw_arena_init(&arena, 0);
    for (int i = 0; i < 10000; i++) {
        int *slot = dw_vec_push(&arena, &numbers);

        assert_non_null(slot);
        assert_int_equal(*slot, 0);
        *slot = i;
    }
    assert_int_equal(numbers.n, 10000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(numbers.v[i], i);
    dw_arena_fini(&arena);
}

static void test_vector_is_as_it_was_when_memory_is_out(void **state)
{
    struct numbers numbers = {0};
    struct dw_arena arena;
    uint32_t n = 0;

    (void)state;
    dw_arena_init(&arena, 4096);
    for (int *slot; (slot = dw_vec_push(&arena, &numbers)); n++)
        *slot = (int)n;
    assert_true(n > 0);
    assert_int_equal(numbers.n, n);
    assert_int_equal(numbers.v[n - 1], n - 1);
    dw_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_are_zeroed_aligned_and_apart),
        cmocka_unit_test(test_reset_zeroes_what_it_hands_out_again),
        cmocka_unit_test(test_large_block_and_memory_after_reset),
        cmocka_unit_test(test_cap_is_never_passed),
        cmocka_unit_test(test_sizes_beyond_reason),
        cmocka_unit_test(test_nth_allocation_fails),
        cmocka_unit_test(test_dup_and_printf),
        cmocka_unit_test(test_vector_grows_and_keeps_its_elements),
        cmocka_unit_test(test_vector_is_as_it_was_when_memory_is_out),
    };

    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
