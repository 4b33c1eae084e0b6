/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/base/strbuf.h"

static void test_adds_in_order_and_ends_with_nul(void **state)
{
    struct dw_strbuf sb;

    (void)state;
    dw_strbuf_init(&sb);
    dw_strbuf_adds(&sb, "Quito");
    dw_strbuf_addc(&sb, ',');
    dw_strbuf_add(&sb, " Lima!", 5);
    dw_strbuf_addf(&sb, " %d %s", 42, "ships");
    assert_string_equal(sb.bytes, "Quito, Lima 42 ships");
    assert_int_equal(sb.len, strlen(sb.bytes));
    assert_false(sb.failed);
    dw_strbuf_fini(&sb);
    assert_null(sb.bytes);
}

static void test_holds_any_byte(void **state)
{
    struct dw_strbuf sb;

    (void)state;
    dw_strbuf_init(&sb);
    for (int c = 0; c < 256; c++)
        dw_strbuf_addc(&sb, (char)c);
    assert_int_equal(sb.len, 256);
    for (int c = 0; c < 256; c++)
        assert_int_equal((unsigned char)sb.bytes[c], c);
    assert_int_equal(sb.bytes[256], 0);
    dw_strbuf_fini(&sb);
}

static void test_nothing_added_is_still_a_string(void **state)
{
    struct dw_strbuf sb;

    (void)state;
    dw_strbuf_init(&sb);
    dw_strbuf_add(&sb, NULL, 0);
    assert_string_equal(sb.bytes, "");
    dw_strbuf_fini(&sb);
}

/* Every length around the powers of two at which the buffer grows. */
static void test_grows_at_every_boundary(void **state)
{
    static char text[5000];

    (void)state;
    memset(text, 'y', sizeof text);
    for (size_t len = 0; len < 1100; len++) {
        struct dw_strbuf sb;

        dw_strbuf_init(&sb);
        dw_strbuf_add(&sb, text, len);
        dw_strbuf_addf(&sb, "%.*s", (int)len, text);
        assert_int_equal(sb.len, 2 * len);
        assert_int_equal(sb.bytes[2 * len], 0);
        assert_true(sb.cap > sb.len);
        dw_strbuf_fini(&sb);
    }
}

static void test_reset_keeps_the_memory(void **state)
{
    struct dw_strbuf sb;
    char *bytes;

    (void)state;
    dw_strbuf_init(&sb);
    dw_strbuf_reset(&sb);
    assert_int_equal(sb.len, 0);
    dw_strbuf_adds(&sb, "once");
    bytes = sb.bytes;
    dw_strbuf_reset(&sb);
    assert_int_equal(sb.len, 0);
    assert_ptr_equal(sb.bytes, bytes);
    assert_string_equal(sb.bytes, "");
    dw_strbuf_fini(&sb);
}

static void test_failure_is_remembered_and_keeps_the_content(void **state)
{
    struct dw_strbuf sb;
    volatile size_t too_much = SIZE_MAX - 8;

    (void)state;
    dw_strbuf_init(&sb);
    dw_strbuf_adds(&sb, "kept");
    dw_strbuf_add(&sb, "", too_much);
    assert_true(sb.failed);
    dw_strbuf_adds(&sb, "not added");
    dw_strbuf_addf(&sb, "%s", "nor this");
    assert_string_equal(sb.bytes, "kept");
    assert_int_equal(sb.len, 4);
    dw_strbuf_reset(&sb);
    assert_false(sb.failed);
    dw_strbuf_adds(&sb, "again");
    assert_string_equal(sb.bytes, "again");
    dw_strbuf_fini(&sb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_adds_in_order_and_ends_with_nul),
        cmocka_unit_test(test_holds_any_byte),
        cmocka_unit_test(test_nothing_added_is_still_a_string),
        cmocka_unit_test(test_grows_at_every_boundary),
        cmocka_unit_test(test_reset_keeps_the_memory),
        cmocka_unit_test(test_failure_is_remembered_and_keeps_the_content),
    };

    return cmocka_run_group_tests_name("strbuf", tests, NULL, NULL);
}
