/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "schemas/version.h"

static void test_moments(void **state)
{
    static const struct {
        const char *label, *date;
        int64_t beg, end; /* ms */
    } cases[] = {
        {"the epoch", "1970-01-01T00:00:00Z", 0, 1},
        {"a day", "1970-01-02", 86400000, 172800000},
        {"leap day", "2024-02-29T12:00:00Z", 1709208000000, 1709208000001},
        {"last day of a century", "2000-12-31T23:59:59Z", 978307199000, 978307199001},
        {"before the epoch", "1969-12-31T23:59:00Z", -60000, -59999},
        {"no leap year", "1900-03-01", -2203891200000, -2203804800000},
        {"no seconds, no zone", "1970-01-01 01:30", 5400000, 5400001},
        {"fraction", "1970-01-01T00:00:01.2567Z", 1256, 1257},
        {"east", "1970-01-01T09:00:00+09:00", 0, 1},
        {"west, no colon", "1969-12-31T19:30:00-0430", 0, 1},
        {"small z", "1970-01-01t00:00:00z", 0, 1},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_moment got;

        CHECK(dw_moment_read(cases[i].date, &got), cases[i].label, "not read");
        CHECK(got.beg == cases[i].beg && got.end == cases[i].end, cases[i].label, "%lld to %lld",
              (long long)got.beg, (long long)got.end);
    }
    assert_false(dw_moment_read("2023-02-29", &(struct dw_moment){0, 0}));
    assert_false(dw_moment_read("tomorrow", &(struct dw_moment){0, 0}));
}

static void test_order(void **state)
{
    static const struct {
        const char *label;
        struct dw_version a, b;
        int want;
    } cases[] = {
        {"numbers", {"2", NULL}, {"10", NULL}, -1},
        {"leading zeros", {"007", NULL}, {"7", NULL}, 0},
        {"zero", {"0", NULL}, {"00", NULL}, 0},
        {"longer than any integer",
         {"100000000000000000000000", NULL},
         {"99999999999999999999999", NULL},
         1},
        {"numbers win over times", {"3", "2020-01-01"}, {"2", "2021-01-01"}, 1},
        {"one is no number: times", {"3", "2020-01-01"}, {"3b", "2021-01-01"}, -1},
        {"times across zones",
         {NULL, "2020-01-01T10:00:00+02:00"},
         {NULL, "2020-01-01T09:00:00Z"},
         -1},
        {"a time within the day of the other",
         {"b", "2020-01-01T10:00:00Z"},
         {"a", "2020-01-01"},
         1},
        {"a day and a time of the next", {"b", "2020-01-01"}, {"a", "2020-01-02T00:00:00Z"}, -1},
        {"text when times are the same", {"a1", "2020-01-01"}, {"a2", "2020-01-01"}, -1},
        {"text without times", {"rev-b", NULL}, {"rev-a", NULL}, 1},
        {"no versions, times", {NULL, "2020-01-02"}, {NULL, "2020-01-01"}, 1},
        {"nothing is known", {NULL, NULL}, {"1", "2020-01-01"}, 0},
        {"an empty version is text", {"", NULL}, {"1", NULL}, -1},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        int got = dw_version_compare(&cases[i].a, &cases[i].b);
        int back = dw_version_compare(&cases[i].b, &cases[i].a);

        CHECK((got > 0) - (got < 0) == cases[i].want, cases[i].label, "%d", got);
        CHECK((back > 0) - (back < 0) == -cases[i].want, cases[i].label, "other way round: %d",
              back);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_order),
    };

    return cmocka_run_group_tests_name("version", tests, NULL, NULL);
}
