/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "consumer/lag.h"

enum { PARTITION = 7, T0 = 1000000000 };

/* One look, then what is told of the partition. */
static struct dw_lag_row look(struct dw_lag *lag, int64_t end, int64_t done, int64_t now)
{
    struct dw_lag_row *rows, row;
    int n;

    dw_lag_set(lag, PARTITION, end, done, now);
    rows = dw_lag_rows(lag, &n);
    assert_int_equal(n, 1);
    row = rows[0];
    free(rows);
    return row;
}

static struct dw_lag open_lag(void)
{
    struct dw_lag lag;

    dw_lag_init(&lag);
    assert_true(dw_lag_add(&lag, PARTITION));
    return lag;
}

static void test_nothing_waits(void **state)
{
    struct dw_lag lag = open_lag();
    struct dw_lag_row row = look(&lag, 50, 50, T0);

    (void)state;
    assert_int_equal(row.partition, PARTITION);
    assert_int_equal(row.records, 0);
    assert_int_equal(row.since_ms, 0);
    row = look(&lag, 50, 51, T0 + 1000); /* behind the end, where an old look is late */
    assert_int_equal(row.records, 0);
    dw_lag_fini(&lag);
}

/* A record that comes after a long silence has not waited for that long. */
static void test_silence_is_no_wait(void **state)
{
    struct dw_lag lag = open_lag();
    struct dw_lag_row row;

    (void)state;
    look(&lag, 50, 50, T0);
    look(&lag, 50, 50, T0 + 3600000);
    row = look(&lag, 51, 50, T0 + 3601000);
    assert_int_equal(row.records, 1);
    assert_int_equal(row.since_ms, T0 + 3600000);
    dw_lag_fini(&lag);
}

/* The log grows by 10 records a second; the answers keep behind by 5 s. */
static void test_steady_growth(void **state)
{
    struct dw_lag lag = open_lag();
    struct dw_lag_row row = {0};

    (void)state;
    for (int64_t s = 0; s < 1000; s++)
        row = look(&lag, 10 * s, s > 5 ? 10 * (s - 5) : 0, T0 + 1000 * s);
    assert_int_equal(row.records, 50);
    assert_int_equal(row.since_ms, T0 + 994000);
    dw_lag_fini(&lag);
}

/* No answers at all: marks are thinned out, yet tell when the first record came. */
static void test_growing_backlog(void **state)
{
    struct dw_lag lag = open_lag();
    struct dw_lag_row row = {0};

    (void)state;
    look(&lag, 100, 100, T0);
    for (int64_t s = 1; s <= 5000; s++)
        row = look(&lag, 100 + 3 * s, 100, T0 + 1000 * s);
    assert_int_equal(row.records, 15000);
    assert_int_equal(row.since_ms, T0);
    /* Half of it answered: the rest waits for half as long, about. */
    row = look(&lag, 15100, 7600, T0 + 5001000);
    assert_int_equal(row.records, 7500);
    assert_true(row.since_ms > T0 + 2400000 && row.since_ms < T0 + 2600000);
    row = look(&lag, 15100, 15100, T0 + 5002000);
    assert_int_equal(row.since_ms, 0);
    dw_lag_fini(&lag);
}

/* What was there before the first look is as old as what was answered last. */
static void test_backlog_from_before(void **state)
{
    struct dw_lag lag = open_lag();
    struct dw_lag_row row = look(&lag, 1000, 0, T0);

    (void)state;
    assert_int_equal(row.since_ms, T0);
    dw_lag_see(&lag, PARTITION, T0 - 86400000);
    row = look(&lag, 1000, 10, T0 + 1000);
    assert_int_equal(row.records, 990);
    assert_int_equal(row.since_ms, T0 - 86400000);
    dw_lag_see(&lag, PARTITION, T0 + 500); /* a clock ahead of ours */
    row = look(&lag, 1000, 500, T0 + 2000);
    assert_int_equal(row.since_ms, T0);
    dw_lag_fini(&lag);
}

/* A topic that was made anew is shorter: what was known of the old one does not count. */
static void test_log_made_anew(void **state)
{
    struct dw_lag lag = open_lag();
    struct dw_lag_row row;

    (void)state;
    look(&lag, 1000, 1000, T0);
    row = look(&lag, 5, 0, T0 + 1000);
    assert_int_equal(row.records, 5);
    assert_int_equal(row.since_ms, T0 + 1000);
    dw_lag_fini(&lag);
}

static void test_partitions_come_and_go(void **state)
{
    struct dw_lag lag;
    struct dw_lag_row *rows;
    int n;

    (void)state;
    dw_lag_init(&lag);
    for (int32_t p = 0; p < 100; p++)
        assert_true(dw_lag_add(&lag, p));
    free(dw_lag_rows(&lag, &n));
    assert_int_equal(n, 0); /* nothing is known yet */
    dw_lag_set(&lag, 40, 10, 4, T0);
    dw_lag_set(&lag, 200, 10, 4, T0); /* not ours */
    assert_true(dw_lag_add(&lag, 40));
    dw_lag_drop(&lag, 0);
    rows = dw_lag_rows(&lag, &n);
    assert_int_equal(n, 1);
    assert_int_equal(rows[0].partition, 40);
    assert_int_equal(rows[0].records, 6);
    free(rows);
    dw_lag_drop(&lag, 40);
    assert_true(dw_lag_add(&lag, 40));
    free(dw_lag_rows(&lag, &n));
    assert_int_equal(n, 0);
    dw_lag_reset(&lag);
    assert_null(dw_lag_rows(&lag, &n));
    dw_lag_fini(&lag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_waits),          cmocka_unit_test(test_silence_is_no_wait),
        cmocka_unit_test(test_steady_growth),          cmocka_unit_test(test_growing_backlog),
        cmocka_unit_test(test_backlog_from_before),    cmocka_unit_test(test_log_made_anew),
        cmocka_unit_test(test_partitions_come_and_go),
    };

    return cmocka_run_group_tests_name("lag", tests, NULL, NULL);
}
