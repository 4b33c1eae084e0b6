/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/base/error.h"

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(dw_err_name(DW_OK), "OK");
    assert_string_equal(dw_err_name(DW_NOMEM), "NOMEM");
    assert_string_equal(dw_err_name(DW_FATAL), "FATAL");
    assert_string_equal(dw_err_message(DW_INPUT), "malformed article");
    assert_string_equal(dw_err_message(DW_FATAL), "unrecoverable");
}

static void test_set_keeps_code_place_and_text(void **state)
{
    struct dw_error err = {0};

    (void)state;
    assert_int_equal(dw_error_set(&err, DW_INPUT, 17, "byte %d of %s", 3, "four"), DW_INPUT);
    assert_int_equal(err.code, DW_INPUT);
    assert_int_equal(err.place, 17);
    assert_string_equal(err.text, "byte 3 of four");
}

static void test_first_error_wins(void **state)
{
    struct dw_error err = {0};

    (void)state;
    dw_error_set(&err, DW_LEXICON, 1, "first");
    assert_int_equal(dw_error_set(&err, DW_NOMEM, 2, "second"), DW_NOMEM);
    assert_int_equal(err.code, DW_LEXICON);
    assert_int_equal(err.place, 1);
    assert_string_equal(err.text, "first");
    dw_error_reset(&err);
    assert_int_equal(err.code, DW_OK);
    dw_error_set(&err, DW_NOMEM, 2, "second");
    assert_string_equal(err.text, "second");
}

static void test_details_are_optional(void **state)
{
    (void)state;
    assert_int_equal(dw_error_set(NULL, DW_IO, 0, "nobody reads %s", "this"), DW_IO);
}

static void test_long_text_is_cut(void **state)
{
    struct dw_error err = {0};

    (void)state;
    dw_error_set(&err, DW_IO, 0, "%01000d", 7);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_set_keeps_code_place_and_text),
        cmocka_unit_test(test_first_error_wins),
        cmocka_unit_test(test_details_are_optional),
        cmocka_unit_test(test_long_text_is_cut),
    };

    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
