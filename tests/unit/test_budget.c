/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "consumer/budget.h"

#define MB (1024LL * 1024)

static const struct {
    const char *label;
    long long memory;
    int n_lanes, n_partitions;
    enum dw_err want;
} cases[] = {
    {"default on two cores", 512 * MB, 2, 4, DW_OK},
    {"one lane, one partition", 512 * MB, 1, 1, DW_OK},
    {"large machine", 64 * 1024 * MB, 64, 256, DW_OK},
    {"least for one lane", 32 * MB, 1, 1, DW_OK},
    {"below the least", 32 * MB - 1, 1, 1, DW_CONFIG},
    {"too many lanes", 64 * MB, 8, 8, DW_CONFIG},
    {"too many partitions", 64 * MB, 1, 1000, DW_CONFIG},
    {"no partitions yet", 64 * MB, 1, 0, DW_OK},
    {"a terabyte", 1024 * 1024 * MB, 1, 1, DW_OK},
};

/* Whatever is given out stays within the figure, and every record fits into its queue. */
static void check_shares(const char *label, const struct dw_budget *budget, int n_lanes,
                         int n_partitions)
{
    long long n = n_partitions ? n_partitions : 1;
    long long prefetch = n * (budget->prefetch_kb * 1024LL + 2 * (long long)budget->state);
    long long lanes = n_lanes * ((long long)budget->article + budget->producer_kb * 1024LL +
                                 budget->answer_bytes);

    if (prefetch + lanes > budget->memory)
        fail_msg("%s: %lld given out of %lld", label, prefetch + lanes, budget->memory);
    if (budget->record_bytes > budget->producer_kb * 1024LL)
        fail_msg("%s: a record does not fit into the queue", label);
    /* What librdkafka accepts. */
    assert_in_range(budget->prefetch_kb, 1, 2097151);
    assert_in_range(budget->producer_kb, 1, 2147483647);
    assert_in_range(budget->record_bytes, 1000, 1000000000);
    assert_in_range(budget->fetch_bytes, 1, 1000000000);
    assert_in_range(budget->answer_bytes, 1000000, 100000000 - 512);
    assert_in_range(budget->value, 1000000, budget->article);
}

static void test_shares(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_budget budget;
        struct dw_error err = {.code = DW_OK};
        enum dw_err rc =
            dw_budget_make(&budget, cases[i].memory, cases[i].n_lanes, cases[i].n_partitions, &err);

        if (rc != cases[i].want)
            fail_msg("%s: %s (%s)", cases[i].label, dw_err_name(rc), err.text);
        if (rc == DW_OK)
            check_shares(cases[i].label, &budget, cases[i].n_lanes, cases[i].n_partitions);
    }
}

/* The least that the message names is enough. */
static void test_least_is_enough(void **state)
{
    struct dw_budget budget;
    struct dw_error err = {.code = DW_OK};
    const char *least;
    long long mb;

    (void)state;
    assert_int_equal(dw_budget_make(&budget, MB, 5, 300, &err), DW_CONFIG);
    least = strstr(err.text, "at least ");
    assert_non_null(least);
    assert_int_equal(sscanf(least, "at least %lld MiB", &mb), 1);
    assert_int_equal(dw_budget_make(&budget, mb * MB, 5, 300, NULL), DW_OK);
    assert_int_equal(dw_budget_make(&budget, (mb - 1) * MB, 5, 300, NULL), DW_CONFIG);
}

static void test_memory_of_this_process(void **state)
{
    long long held = dw_budget_held(); /* first: asking may itself take memory */

    (void)state;
    assert_true(held > 0);
    assert_true(dw_budget_peak() >= held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_least_is_enough),
        cmocka_unit_test(test_memory_of_this_process),
    };

    return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}
