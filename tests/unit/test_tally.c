/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "consumer/tally.h"

enum { NOW = 1000000 };

static struct dw_settings settings;
static struct dw_coder coder;
static struct dw_tally tally;
static struct dw_totals totals;

static int set_up(void **state)
{
    (void)state;
    settings = (struct dw_settings){.pass_through = false};
    memset(&coder, 0, sizeof coder);
    coder.settings = &settings;
    dw_output_init(&coder.output, &settings);
    dw_tally_init(&tally);
    dw_totals_init(&totals);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    dw_output_fini(&coder.output);
    dw_tally_fini(&tally);
    return 0;
}

/* Records of the answer, each of 10 bytes. */
static void answer(int n_articles, int n_events, int n_dead_letters)
{
    const int n[] = {
        [DW_TO_ARTICLES] = n_articles,
        [DW_TO_EVENTS] = n_events,
        [DW_TO_DEAD_LETTERS] = n_dead_letters,
    };

    dw_output_reset(&coder.output);
    for (int topic = 0; topic < (int)N_ELEMENTS(n); topic++)
        for (int i = 0; i < n[topic]; i++) {
            struct dw_output_record *record =
                dw_output_add(&coder.output, (enum dw_output_topic)topic);

            record->key.len = 4;
            record->value.len = 6;
        }
}

static long long total(int index)
{
    return dw_count_get(&totals.n[index]);
}

/* Two events told and one taken back. */
static void test_article(void **state)
{
    struct dw_event events[] = {{.type = DW_EVENT_ACCUSE}, {.type = DW_EVENT_SANCTION}};

    (void)state;
    answer(1, 3, 0);
    coder.doc.events.v = events;
    coder.doc.events.n = 2;
    coder.doc.depth = DW_DEPTH_FULL;
    coder.doc.relevance = 0.95;
    dw_tally_add(&tally, &coder, 500, NOW - 30);
    assert_int_equal(total(DW_TALLY_RECORDS), 0); /* not committed yet */
    dw_totals_add(&totals, &tally, NOW);
    assert_int_equal(total(DW_TALLY_RECORDS), 1);
    assert_int_equal(total(DW_TALLY_BYTES), 500);
    assert_int_equal(total(DW_TALLY_WRITTEN + DW_TO_EVENTS), 3);
    assert_int_equal(total(DW_TALLY_WRITTEN_BYTES + DW_TO_EVENTS), 30);
    assert_int_equal(total(DW_TALLY_FULL), 1);
    assert_int_equal(total(DW_TALLY_SCANNED), 0);
    assert_int_equal(total(DW_TALLY_EVENTS + DW_EVENT_ACCUSE), 1);
    assert_int_equal(total(DW_TALLY_EVENTS + DW_EVENT_SANCTION), 1);
    assert_int_equal(total(DW_TALLY_RETRACTIONS), 1);
    assert_int_equal(total(DW_TALLY_RELEVANCE + 9), 1);
    assert_int_equal(total(DW_TALLY_RELEVANCE_SUM), 950000);
    assert_int_equal(dw_count_get(&totals.ages.sum), 30000);
}

/* What was annotated before it failed is not told. */
static void test_dead_letter(void **state)
{
    struct dw_event event = {.type = DW_EVENT_ACCUSE};

    (void)state;
    answer(0, 0, 1);
    coder.doc.events.v = &event;
    coder.doc.events.n = 1;
    coder.why = DW_NOMEM;
    coder.stage = DW_STAGE_PROCESS;
    dw_tally_add(&tally, &coder, 500, NOW);
    dw_totals_add(&totals, &tally, NOW);
    assert_int_equal(total(DW_TALLY_DEAD_LETTERS + DW_STAGE_PROCESS * DW_N_ERRS + DW_NOMEM), 1);
    assert_int_equal(total(DW_TALLY_EVENTS + DW_EVENT_ACCUSE), 0);
    assert_int_equal(total(DW_TALLY_SCANNED), 0);
}

/* A kill takes back and is no article with a relevance; what is held is told nothing of yet. */
static void test_kill_and_hold(void **state)
{
    (void)state;
    answer(1, 2, 0);
    coder.doc.article.status = DW_STATUS_CANCELED;
    dw_tally_add(&tally, &coder, 500, NOW);
    answer(0, 0, 0);
    coder.doc.article.status = DW_STATUS_USABLE;
    dw_tally_add(&tally, &coder, 500, NOW);
    dw_totals_add(&totals, &tally, NOW);
    assert_int_equal(total(DW_TALLY_RECORDS), 2);
    assert_int_equal(total(DW_TALLY_RETRACTIONS), 2);
    assert_int_equal(total(DW_TALLY_SCANNED), 0);
    assert_int_equal(total(DW_TALLY_RELEVANCE), 0);
}

static void test_abort(void **state)
{
    (void)state;
    answer(1, 0, 0);
    dw_tally_add(&tally, &coder, 500, NOW - 9000);
    dw_tally_reset(&tally);
    dw_tally_add(&tally, &coder, 700, NOW + 5); /* a clock ahead of ours */
    dw_tally_add(&tally, &coder, 700, -1);
    dw_totals_add(&totals, &tally, NOW);
    dw_totals_add(&totals, &tally, NOW);
    assert_int_equal(total(DW_TALLY_RECORDS), 2);
    assert_int_equal(total(DW_TALLY_BYTES), 1400);
    assert_int_equal(dw_histogram_count(&totals.ages), 1);
    assert_int_equal(dw_count_get(&totals.ages.sum), 0);
}

static void test_relevance(void **state)
{
    static const struct {
        double relevance;
        int bucket;
    } cases[] = {{0, 0}, {0.1, 0}, {0.11, 1}, {0.5, 4}, {0.97, 9}, {1, 9}};

    (void)state;
    answer(1, 0, 0);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        coder.doc.relevance = cases[i].relevance;
        dw_tally_reset(&tally);
        dw_tally_add(&tally, &coder, 1, -1);
        assert_int_equal(tally.n[DW_TALLY_RELEVANCE + cases[i].bucket], 1);
    }
}

/* More ages than fit in at first, and two lanes together. */
static void test_many(void **state)
{
    struct dw_totals sum;

    (void)state;
    answer(1, 0, 0);
    for (int i = 0; i < 5000; i++)
        dw_tally_add(&tally, &coder, 2, NOW - 2000);
    dw_totals_add(&totals, &tally, NOW);
    dw_totals_init(&sum);
    dw_totals_merge(&sum, &totals);
    dw_totals_merge(&sum, &totals);
    assert_int_equal(dw_count_get(&sum.n[DW_TALLY_BYTES]), 20000);
    assert_int_equal(dw_histogram_count(&sum.ages), 10000);
    assert_int_equal(dw_count_get(&sum.ages.sum), 20000LL * 1000 * 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_article, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_dead_letter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kill_and_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_abort, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_relevance, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many, set_up, tear_down),
    };

    return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
