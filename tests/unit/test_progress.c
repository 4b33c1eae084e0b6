/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "consumer/progress.h"

#define TOPIC "news.articles"

static struct dw_progress make(int n_partitions)
{
    struct dw_progress progress;

    dw_progress_init(&progress, TOPIC);
    for (int i = 0; i < n_partitions; i++)
        assert_true(dw_progress_add(&progress, i));
    return progress;
}

/* See and answer records [from, to). */
static void answer(struct dw_progress *progress, int32_t partition, int64_t from, int64_t to)
{
    for (int64_t offset = from; offset < to; offset++) {
        if (dw_progress_see(progress, partition, offset))
            dw_progress_set(progress, partition, offset, -1);
    }
}

/* The list's offset for a partition; -1 if it is not in it. Destroys the list. */
static int64_t offset_in(rd_kafka_topic_partition_list_t *list, int32_t partition)
{
    rd_kafka_topic_partition_t *place = rd_kafka_topic_partition_list_find(list, TOPIC, partition);
    int64_t offset = place ? place->offset : -1;

    rd_kafka_topic_partition_list_destroy(list);
    return offset;
}

static void test_commits_next_of_answered_alone(void **state)
{
    struct dw_progress progress = make(3);

    (void)state;
    answer(&progress, 0, 100, 103);
    assert_true(dw_progress_see(&progress, 1, 7)); /* seen, not answered */
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 0), 103);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 1), -1);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 2), -1);
    dw_progress_commit(&progress);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 0), -1);
    dw_progress_fini(&progress);
}

static void test_rewinds_to_begin_of_transaction(void **state)
{
    struct dw_progress progress = make(3);

    (void)state;
    answer(&progress, 0, 100, 103);
    dw_progress_commit(&progress);
    answer(&progress, 0, 103, 110);
    assert_true(dw_progress_see(&progress, 1, 7));
    assert_int_equal(offset_in(dw_progress_rewind(&progress), 0), 103);
    assert_int_equal(offset_in(dw_progress_rewind(&progress), 1), 7);
    assert_int_equal(offset_in(dw_progress_rewind(&progress), 2), -1);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 0), -1);
    dw_progress_fini(&progress);
}

/* What is not ours could not be committed with its answer. */
static void test_others_partitions(void **state)
{
    struct dw_progress progress = make(2);

    (void)state;
    assert_false(dw_progress_see(&progress, 2, 0));
    dw_progress_drop(&progress, 0);
    assert_false(dw_progress_see(&progress, 0, 0));
    assert_true(dw_progress_see(&progress, 1, 0));
    dw_progress_fini(&progress);
}

/* A log that was cut short or made anew begins at a lower offset, which counts. */
static void test_log_goes_back(void **state)
{
    struct dw_progress progress = make(1);

    (void)state;
    answer(&progress, 0, 100, 110);
    dw_progress_commit(&progress);
    answer(&progress, 0, 3, 5);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 0), 5);
    assert_int_equal(offset_in(dw_progress_rewind(&progress), 0), 3);
    dw_progress_fini(&progress);
}

/* Compacted topics and control records leave gaps between offsets. */
static void test_gaps(void **state)
{
    struct dw_progress progress = make(1);

    (void)state;
    answer(&progress, 0, 5, 6);
    answer(&progress, 0, 90, 91);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 0), 91);
    assert_int_equal(offset_in(dw_progress_rewind(&progress), 0), 5);
    dw_progress_fini(&progress);
}

static void test_group_knows_better(void **state)
{
    struct dw_progress progress = make(1);

    (void)state;
    answer(&progress, 0, 0, 10);
    offset_in(dw_progress_rewind(&progress), 0);
    dw_progress_set_base(&progress, 0, 10); /* the transaction had gone through */
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 0), -1);
    answer(&progress, 0, 10, 12);
    assert_int_equal(offset_in(dw_progress_rewind(&progress), 0), 10);
    dw_progress_fini(&progress);
}

static void test_dropped_partition_is_forgotten(void **state)
{
    struct dw_progress progress = make(2);

    (void)state;
    answer(&progress, 0, 0, 4);
    answer(&progress, 1, 0, 5);
    dw_progress_drop(&progress, 0);
    answer(&progress, 0, 4, 6); /* a late record of it changes nothing */
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 0), -1);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 1), 5);
    assert_true(dw_progress_add(&progress, 0)); /* it comes back, fresh */
    assert_int_equal(offset_in(dw_progress_rewind(&progress), 0), -1);
    dw_progress_fini(&progress);
}

static void test_end(void **state)
{
    struct dw_progress progress = make(2);

    (void)state;
    assert_false(dw_progress_is_at_end(&progress));
    dw_progress_set_end(&progress, 0);
    assert_false(dw_progress_is_at_end(&progress));
    dw_progress_set_end(&progress, 1);
    assert_true(dw_progress_is_at_end(&progress));
    assert_true(dw_progress_see(&progress, 1, 8)); /* more has arrived */
    assert_false(dw_progress_is_at_end(&progress));
    dw_progress_set_end(&progress, 1);
    offset_in(dw_progress_rewind(&progress), 1); /* what was read is to be read again */
    assert_false(dw_progress_is_at_end(&progress));
    dw_progress_reset(&progress);
    assert_true(dw_progress_is_at_end(&progress)); /* no share, nothing to do */
    dw_progress_fini(&progress);
}

static void test_many_partitions(void **state)
{
    struct dw_progress progress = make(1000);

    (void)state;
    for (int32_t i = 0; i < 1000; i++)
        answer(&progress, i, i, i + 1);
    for (int32_t i = 0; i < 1000; i++)
        assert_int_equal(offset_in(dw_progress_offsets(&progress), i), i + 1);
    dw_progress_fini(&progress);
}

/* A release moves no offset, but the broker is to check whose the partition is. */
static void test_touched(void **state)
{
    struct dw_progress progress = make(3);

    (void)state;
    dw_progress_start(&progress, 0, 40);
    dw_progress_start(&progress, 1, -1001); /* the group holds nothing */
    dw_progress_touch(&progress, 0);
    dw_progress_touch(&progress, 1);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 0), 40);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 1), -1);
    dw_progress_commit(&progress);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 0), -1);
    answer(&progress, 0, 45, 46);
    dw_progress_start(&progress, 0, 40); /* too late to matter */
    dw_progress_touch(&progress, 0);
    assert_int_equal(offset_in(dw_progress_rewind(&progress), 0), 40);
    assert_int_equal(offset_in(dw_progress_offsets(&progress), 0), -1);
    dw_progress_fini(&progress);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commits_next_of_answered_alone),
        cmocka_unit_test(test_rewinds_to_begin_of_transaction),
        cmocka_unit_test(test_others_partitions),
        cmocka_unit_test(test_log_goes_back),
        cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_group_knows_better),
        cmocka_unit_test(test_dropped_partition_is_forgotten),
        cmocka_unit_test(test_end),
        cmocka_unit_test(test_many_partitions),
        cmocka_unit_test(test_touched),
    };

    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
