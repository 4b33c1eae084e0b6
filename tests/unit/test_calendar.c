/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/calendar.h"

static void test_days_count_from_1970(void **state)
{
    static const struct {
        struct dw_date date;
        int64_t day;
        int weekday;
    } cases[] = {
        {{1970, 1, 1}, 0, 4},       {{1969, 12, 31}, -1, 3},      {{2000, 2, 29}, 11016, 2},
        {{2000, 3, 1}, 11017, 3},   {{1900, 3, 1}, -25508, 4},    {{2021, 5, 6}, 18753, 4},
        {{1600, 1, 1}, -135140, 6}, {{9999, 12, 31}, 2932896, 5},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        assert_int_equal(dw_date_to_day(cases[i].date), cases[i].day);
        assert_int_equal(dw_day_weekday(cases[i].day), cases[i].weekday);
    }
}

/* Each day of a thousand years follows the one before, and comes back as itself. */
static void test_every_day_follows_the_last(void **state)
{
    int64_t day = dw_date_to_day((struct dw_date){1500, 1, 1});

    (void)state;
    for (int year = 1500; year < 2500; year++)
        for (int month = 1; month <= 12; month++)
            for (int d = 1; d <= dw_month_days(year, month); d++, day++) {
                struct dw_date back = dw_date_from_day(day);

                assert_int_equal(dw_date_to_day((struct dw_date){year, month, d}), day);
                assert_int_equal(back.year, year);
                assert_int_equal(back.month, month);
                assert_int_equal(back.day, d);
            }
    assert_int_equal(day, dw_date_to_day((struct dw_date){2500, 1, 1}));
}

static void test_iso_weeks(void **state)
{
    static const struct {
        const char *label;
        struct dw_date date;
        int year, week;
    } cases[] = {
        {"in the middle", {2021, 5, 6}, 2021, 18},
        {"January in the last week of the year before", {2021, 1, 3}, 2020, 53},
        {"Monday after it", {2021, 1, 4}, 2021, 1},
        {"December in the first week of the year after", {2018, 12, 31}, 2019, 1},
        {"long year", {2015, 12, 31}, 2015, 53},
        {"Sunday ends a week", {2019, 12, 29}, 2019, 52},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        int year, week = dw_day_week(dw_date_to_day(cases[i].date), &year);

        CHECK(week == cases[i].week && year == cases[i].year, cases[i].label, "%d-W%d", year, week);
    }
}

static void test_month_lengths(void **state)
{
    (void)state;
    assert_int_equal(dw_month_days(2019, 2), 28);
    assert_int_equal(dw_month_days(2020, 2), 29);
    assert_int_equal(dw_month_days(1900, 2), 28);
    assert_int_equal(dw_month_days(2000, 2), 29);
    assert_int_equal(dw_month_days(2019, 4), 30);
    assert_int_equal(dw_month_days(2019, 12), 31);
}

static void test_easter(void **state)
{
    static const struct dw_date cases[] = {
        {1818, 3, 22}, {1943, 4, 25}, {2000, 4, 23}, {2019, 4, 21}, {2021, 4, 4}, {2038, 4, 25},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_int_equal(dw_easter_day(cases[i].year), dw_date_to_day(cases[i]));
}

static void test_dates_of_records(void **state)
{
    static const struct {
        const char *text;
        bool is_date;
        struct dw_date want;
    } cases[] = {
        {"2021-05-06", true, {2021, 5, 6}},
        {"2021-05-06T07:08:09Z", true, {2021, 5, 6}},
        {"2021-05-06t07:08:09.25+09:00", true, {2021, 5, 6}},
        {"2021-05-06 07:08", true, {2021, 5, 6}},
        {"2020-02-29", true, {2020, 2, 29}},
        {"2021-02-29", false, {0}},
        {"2021-13-01", false, {0}},
        {"2021-00-10", false, {0}},
        {"2021-05-00", false, {0}},
        {"0000-05-06", false, {0}},
        {"2021-5-6", false, {0}},
        {"2021-05-06x", false, {0}},
        {"2021-05-06T", false, {0}},
        {"2021-05-06T25:00", false, {0}},
        {"2021-05-06T10:61", false, {0}},
        {"6 May 2021", false, {0}},
        {"", false, {0}},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_date d = {7, 7, 7};
        bool is_date = dw_date_parse(cases[i].text, &d);

        CHECK(is_date == cases[i].is_date, cases[i].text, "%d", is_date);
        if (is_date)
            CHECK(dw_date_to_day(d) == dw_date_to_day(cases[i].want), cases[i].text, "%d-%d-%d",
                  d.year, d.month, d.day);
        else
            CHECK(d.year == 7 && d.month == 7 && d.day == 7, cases[i].text, "touched the date");
    }
}

static void test_names(void **state)
{
    static const struct {
        const char *name;
        int month, weekday;
    } cases[] = {
        {"January", 1, 0}, {"DECEMBER", 12, 0}, {"Sept.", 9, 0}, {"sep", 9, 0}, {"Dec.", 12, 0},
        {"Ma", 0, 0},      {"Marc", 0, 0},      {"March", 3, 0}, {"May", 5, 0}, {"Mayor", 0, 0},
        {"Monday", 0, 1},  {"SUNDAY", 0, 7},    {"Tues.", 0, 2}, {"Thu", 0, 4}, {"Thurs.", 0, 4},
        {"Mondays", 0, 0}, {"", 0, 0},          {".", 0, 0},     {"Sa", 0, 0},  {"Sat", 0, 6},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        size_t len = strlen(cases[i].name);

        CHECK(dw_month_find(cases[i].name, len) == cases[i].month, cases[i].name, "month %d",
              dw_month_find(cases[i].name, len));
        CHECK(dw_weekday_find(cases[i].name, len) == cases[i].weekday, cases[i].name, "weekday %d",
              dw_weekday_find(cases[i].name, len));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_count_from_1970),
        cmocka_unit_test(test_every_day_follows_the_last),
        cmocka_unit_test(test_iso_weeks),
        cmocka_unit_test(test_month_lengths),
        cmocka_unit_test(test_easter),
        cmocka_unit_test(test_dates_of_records),
        cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
