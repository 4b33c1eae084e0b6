/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/calendar.h"
#include "processors/timex.h"

static const struct {
    const char *label, *value, *days, *words; /* days: NULL if it covers none */
} cases[] = {
    {"day", "2021-04-09", "2021-04-09..2021-04-10", "9 Apr 2021"},
    {"leap day", "2024-02-29", "2024-02-29..2024-03-01", "29 Feb 2024"},
    {"part of a day", "2021-04-09TEV", "2021-04-09..2021-04-10", "9 Apr 2021"},
    {"time of day", "2021-12-31T23:30", "2021-12-31..2022-01-01", "31 Dec 2021"},
    {"month", "2020-12", "2020-12-01..2021-01-01", "Dec 2020"},
    {"year", "1986", "1986-01-01..1987-01-01", "1986"},
    {"decade", "196", "1960-01-01..1970-01-01", "1960s"},
    {"decade, filled up", "196X", "1960-01-01..1970-01-01", "1960s"},
    {"century", "18", "1800-01-01..1900-01-01", "century 19"},
    {"first week begins in the old year", "2020-W01", "2019-12-30..2020-01-06",
     "week of 30 Dec 2019"},
    {"last of 53 weeks", "2020-W53", "2020-12-28..2021-01-04", "week of 28 Dec 2020"},
    {"weekend", "2022-W05-WE", "2022-02-05..2022-02-07", "weekend 5 Feb 2022"},
    {"quarter", "2021-Q2", "2021-04-01..2021-07-01", "Q2 2021"},
    {"half", "2021-H2", "2021-07-01..2022-01-01", "H2 2021"},
    {"autumn", "2022-FA", "2022-09-01..2022-12-01", "autumn 2022"},
    {"winter ends in the next year", "2022-WI", "2022-12-01..2023-03-01", "winter 2022"},
    {"years", "1941/1945", "1941-01-01..1946-01-01",
     "1941\xE2\x80\x93"
     "1945"},
    {"days", "2021-04-09/2021-04-12", "2021-04-09..2021-04-13",
     "9 Apr 2021\xE2\x80\x93"
     "12 Apr 2021"},
    {"from late to early", "1945/1941", NULL,
     "1945\xE2\x80\x93"
     "1941"},
    {"a range that breaks off", "1945/", NULL, "1945/"},
    {"month of no known year", "XXXX-12", NULL, "XXXX-12"},
    {"duration", "P3D", NULL, "P3D"},
    {"the past", "PAST_REF", NULL, "PAST_REF"},
    {"month that is none", "2021-13", NULL, "2021-13"},
    {"day that is none", "2021-02-29", NULL, "2021-02-29"},
    {"half that is not known", "2021-HX", NULL, "2021-HX"},
    {"nothing", "", NULL, ""},
};

static void print_day(int64_t day, char *out)
{
    struct dw_date date = dw_date_from_day(day);

    snprintf(out, 32, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static void test_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_days days;
        char beg[32], end[32], got[72], words[64];
        bool found = dw_timex_days(cases[i].value, &days);

        if (found != (cases[i].days != NULL))
            fail_msg("%s: %s %s days", cases[i].label, cases[i].value, found ? "has" : "has no");
        if (found) {
            print_day(days.beg, beg);
            print_day(days.end, end);
            snprintf(got, sizeof got, "%s..%s", beg, end);
            assert_string_equal(got, cases[i].days);
        }
        dw_timex_label(cases[i].value, words, sizeof words);
        assert_string_equal(words, cases[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
