/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "consumer/breaker.h"

enum { WINDOW = 100, PAUSE = 1000 };

/* Add `n` records of which every `each`-th is bad (0: none); how many it took to trip, 0: none. */
static int feed(struct dw_breaker *breaker, int n, int each, int64_t now)
{
    for (int i = 1; i <= n; i++)
        if (dw_breaker_add(breaker, each && i % each == 0, now))
            return i;
    return 0;
}

static struct dw_breaker make(int share)
{
    struct dw_breaker breaker;

    assert_true(dw_breaker_init(&breaker, share, WINDOW, PAUSE));
    return breaker;
}

static void test_trips_over_its_share(void **state)
{
    static const struct {
        const char *label;
        int share, each, want;
    } cases[] = {
        {"all bad", 50, 1, WINDOW},
        {"as many as allowed", 50, 2, 0},
        {"a third over a quarter", 25, 3, WINDOW},
        {"none bad", 1, 0, 0},
        {"switched off", 0, 1, 0},
        {"all may be bad", 100, 1, 0},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_breaker breaker = make(cases[i].share);
        int got = feed(&breaker, 10 * WINDOW, cases[i].each, 0);

        CHECK(got == cases[i].want, cases[i].label, "tripped after %d", got);
        dw_breaker_fini(&breaker);
    }
}

/* What was long ago does not count: the window slides. */
static void test_slides(void **state)
{
    struct dw_breaker breaker = make(50);

    (void)state;
    assert_int_equal(feed(&breaker, 40, 1, 0), 0);
    assert_int_equal(feed(&breaker, 20 * WINDOW, 0, 0), 0);
    assert_int_equal(feed(&breaker, WINDOW, 1, 0), 51);
    dw_breaker_fini(&breaker);
}

static void test_opens_again_for_longer(void **state)
{
    struct dw_breaker breaker = make(50);
    int64_t now = 5000, pause = PAUSE;

    (void)state;
    assert_int_equal(feed(&breaker, WINDOW, 1, now), WINDOW);
    for (int trip = 1; trip < 8; trip++) {
        assert_true(breaker.is_open);
        assert_int_equal(feed(&breaker, WINDOW, 1, now), 0);
        assert_false(dw_breaker_ends(&breaker, now + pause - 1));
        now += pause;
        assert_true(dw_breaker_ends(&breaker, now));
        assert_false(dw_breaker_ends(&breaker, now));
        assert_int_equal(feed(&breaker, WINDOW, 1, now), WINDOW / 10);
        pause = pause < 16 * PAUSE ? 2 * pause : pause;
    }
    now += pause;
    assert_true(dw_breaker_ends(&breaker, now));
    assert_int_equal(feed(&breaker, WINDOW, 0, now), 0);
    assert_int_equal(breaker.n_trips, 0);
    dw_breaker_fini(&breaker);
}

/* New figures count from now on; one that is switched off while it is open lets go. */
static void test_takes_other_figures(void **state)
{
    struct dw_breaker breaker = make(50);

    (void)state;
    assert_int_equal(feed(&breaker, WINDOW - 1, 1, 0), 0);
    assert_true(dw_breaker_set(&breaker, 50, WINDOW, PAUSE));
    assert_int_equal(feed(&breaker, WINDOW, 1, 0), 1);
    assert_true(breaker.is_open);
    assert_false(dw_breaker_ends(&breaker, 1));
    assert_true(dw_breaker_set(&breaker, 0, WINDOW, PAUSE));
    assert_true(dw_breaker_ends(&breaker, 1));
    assert_int_equal(feed(&breaker, 10 * WINDOW, 1, 1), 0);
    assert_true(dw_breaker_set(&breaker, 10, 20, PAUSE));
    breaker.n_trips = 0;
    assert_int_equal(feed(&breaker, WINDOW, 1, 1), 20);
    dw_breaker_fini(&breaker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trips_over_its_share),
        cmocka_unit_test(test_takes_other_figures),
        cmocka_unit_test(test_slides),
        cmocka_unit_test(test_opens_again_for_longer),
    };

    return cmocka_run_group_tests_name("breaker", tests, NULL, NULL);
}
