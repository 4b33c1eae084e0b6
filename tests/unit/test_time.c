/* SPDX-License-Identifier: MIT */
/*
 * The time processor without a tree: what it finds, how far it reaches and what it resolves to.
 * Sentences are published on Thursday 2021-05-06 unless a case says otherwise.
 */
#include "tests/unit/annotate.h"
#include "tests/unit/repeated.h"

static void *words;

static int open_words(void **state)
{
    (void)state;
    return dw_processor_time.open(&words, NULL, NULL) != DW_OK;
}

static int close_words(void **state)
{
    (void)state;
    dw_processor_time.close(words);
    return 0;
}

static void find_times(struct dw_doc *doc, const char *text, const char *published,
                       enum dw_zone_type zone)
{
    split_text(doc, text, zone);
    snprintf(doc->published, sizeof doc->published, "%s", published);
    assert_int_equal(dw_processor_time.run(words, doc, NULL), DW_OK);
}

/* All times of a document as "text=value" joined by " | ". */
static void list_times(const struct dw_doc *doc, char *out, size_t size)
{
    size_t at = 0;

    *out = '\0';
    for (uint32_t i = 0; i < doc->times.n; i++) {
        const struct dw_time *t = &doc->times.v[i];
        char text[256];

        at += (size_t)snprintf(out + at, size - at, "%s%s=%s", i ? " | " : "",
                               copy_span(doc, t->span, text, sizeof text), t->value);
        assert_true(at < size);
    }
}

struct one {
    const char *sentence, *text, *value;
    enum dw_time_type type;
};

/* Each sentence holds exactly one time. */
static void check_all(const struct one *cases, size_t n, const char *published)
{
    struct dw_doc doc;
    char text[256];

    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < n; i++) {
        char found[1024];

        find_times(&doc, cases[i].sentence, published, DW_ZONE_BODY);
        list_times(&doc, found, sizeof found);
        if (doc.times.n != 1)
            fail_msg("%s: wants one time, has: %s", cases[i].sentence, found);
        copy_span(&doc, doc.times.v[0].span, text, sizeof text);
        if (strcmp(text, cases[i].text) != 0 || strcmp(doc.times.v[0].value, cases[i].value) != 0 ||
            doc.times.v[0].type != cases[i].type)
            fail_msg("%s: wants %s=%s %s, has %s %s", cases[i].sentence, cases[i].text,
                     cases[i].value, dw_time_type_name(cases[i].type), found,
                     dw_time_type_name(doc.times.v[0].type));
    }
    dw_doc_fini(&doc);
}

#define PUBLISHED        "2021-05-06"
#define CHECK_ROWS(rows) check_all(rows, N_ELEMENTS(rows), PUBLISHED)
#define DATE             DW_TIME_DATE
#define TIME             DW_TIME_TIME
#define DURATION         DW_TIME_DURATION
#define SET              DW_TIME_SET

static void test_full_dates(void **state)
{
    static const struct one cases[] = {
        {"The pact was signed on March 3, 1998.", "March 3, 1998", "1998-03-03", DATE},
        {"The pact was signed on 3 March 1998.", "3 March 1998", "1998-03-03", DATE},
        {"The pact was signed on the 3rd of March 1998.", "the 3rd of March 1998", "1998-03-03",
         DATE},
        {"The pact was signed on Mar. 3, 1998.", "Mar. 3, 1998", "1998-03-03", DATE},
        {"The pact was signed on Sept. 30, 1998.", "Sept. 30, 1998", "1998-09-30", DATE},
        {"The pact was signed on Tuesday, March 3, 1998.", "Tuesday, March 3, 1998", "1998-03-03",
         DATE},
        {"The decree of 1998-03-03 still stands.", "1998-03-03", "1998-03-03", DATE},
        {"The decree of 03/25/1998 still stands.", "03/25/1998", "1998-03-25", DATE},
        {"The decree of 25/03/1998 still stands.", "25/03/1998", "1998-03-25", DATE},
        {"The decree of 25.03.1998 still stands.", "25.03.1998", "1998-03-25", DATE},
        {"The pact was signed on March 3rd, 1998.", "March 3rd, 1998", "1998-03-03", DATE},
        {"The pact was signed in March 1998.", "March 1998", "1998-03", DATE},
        {"The pact was signed in March of 1998.", "March of 1998", "1998-03", DATE},
        {"The pact was signed in March, 1998.", "March, 1998", "1998-03", DATE},
        {"THE PACT WAS SIGNED ON MARCH 3, 1998.", "MARCH 3, 1998", "1998-03-03", DATE},
    };

    (void)state;
    CHECK_ROWS(cases);
}

static void test_days_without_a_year(void **state)
{
    static const struct one cases[] = {
        {"The envoys met on April 28.", "April 28", "2021-04-28", DATE},
        {"The envoys will meet on May 19.", "May 19", "2021-05-19", DATE},
        {"The envoys will meet on Jan. 8.", "Jan. 8", "2022-01-08", DATE},
        {"The envoys met on Dec. 17.", "Dec. 17", "2020-12-17", DATE},
        {"The quota was cut on 30 November.", "30 November", "2020-11-30", DATE},
        {"The June 1 deadline is firm.", "June 1", "2021-06-01", DATE},
        {"The envoys met on Wednesday, April 28.", "Wednesday, April 28", "2021-04-28", DATE},
        {"The envoys met on February 29.", "February 29", "2021-02-28", DATE},
        {"The envoys met on New Year's Day.", "New Year's Day", "2021-01-01", DATE},
        {"The curfew ended on Easter Monday.", "Easter Monday", "2021-04-05", DATE},
        {"The ships will sail by Christmas.", "Christmas", "2021-12-25", DATE},
        {"Growers struck on Thanksgiving 2019.", "Thanksgiving 2019", "2019-11-28", DATE},
    };

    (void)state;
    CHECK_ROWS(cases);
}

static void test_weekdays_by_tense(void **state)
{
    static const struct one cases[] = {
        {"The minister resigned Monday.", "Monday", "2021-05-03", DATE},
        {"The minister resigned on Thursday.", "Thursday", "2021-05-06", DATE},
        {"The minister resigned on Friday.", "Friday", "2021-04-30", DATE},
        {"The minister will resign on Friday.", "Friday", "2021-05-07", DATE},
        {"The minister will resign on Monday.", "Monday", "2021-05-10", DATE},
        {"Talks are due Tuesday in Oslo.", "Tuesday", "2021-05-11", DATE},
        {"Talks were scheduled to open Tuesday.", "Tuesday", "2021-05-11", DATE},
        {"Both sides agreed Wednesday to go on.", "Wednesday", "2021-05-05", DATE},
        {"The envoy told reporters Tuesday that quotas would go.", "Tuesday", "2021-05-04", DATE},
        {"On Sunday, trawlers had blocked the port.", "Sunday", "2021-05-02", DATE},
        {"The court could rule on Saturday.", "Saturday", "2021-05-08", DATE},
        {"The delegation arrived last Friday.", "last Friday", "2021-04-30", DATE},
        {"The delegation leaves next Monday.", "next Monday", "2021-05-10", DATE},
        {"The delegation leaves this Saturday.", "this Saturday", "2021-05-08", DATE},
        {"The delegation leaves this coming Sunday.", "this coming Sunday", "2021-05-09", DATE},
        {"The union struck on Friday last week.", "Friday last week", "2021-04-30", DATE},
        {"The union will strike on Tuesday of next week.", "Tuesday of next week", "2021-05-11",
         DATE},
    };

    (void)state;
    CHECK_ROWS(cases);
}

static void test_months_by_tense(void **state)
{
    static const struct one cases[] = {
        {"The tariff was raised in March.", "March", "2021-03", DATE},
        {"The tariff was raised in August.", "August", "2020-08", DATE},
        {"The tariff will rise in August.", "August", "2021-08", DATE},
        {"The tariff will rise in February.", "February", "2022-02", DATE},
        {"The ban was lifted last October.", "last October", "2020-10", DATE},
        {"The ban ends next July.", "next July", "2021-07", DATE},
        {"The ban was lifted in November last year.", "November last year", "2020-11", DATE},
        {"The ban ended in mid-March.", "mid-March", "2021-03", DATE},
        {"The ban ended in early March.", "early March", "2021-03", DATE},
        {"The ban ended in late 2018.", "late 2018", "2018", DATE},
        {"Peru unveiled the plan in November.", "November", "2020-11", DATE},
        {"The ban holds until November.", "November", "2021-11", DATE},
    };

    (void)state;
    CHECK_ROWS(cases);
}

static void test_years_and_longer(void **state)
{
    static const struct one cases[] = {
        {"The border has been shut since 1994.", "1994", "1994", DATE},
        {"The 2012 accord is dead.", "2012", "2012", DATE},
        {"The border was drawn in 1881.", "1881", "1881", DATE},
        {"Catches fell from the 2019 second quarter.", "the 2019 second quarter", "2019-Q2", DATE},
        {"Catches fell from the 2019 first half.", "the 2019 first half", "2019-H1", DATE},
        {"The dispute dates from the mid-1990s.", "mid-1990s", "199", DATE},
        {"The dispute dates from mid-1996.", "mid-1996", "1996", DATE},
        {"The pact covers the 2017/18 season.", "2017/18", "2017/2018", DATE},
        {"Exports fell in fiscal 2018.", "fiscal 2018", "2018", DATE},
        {"Exports fell in fiscal year 2018.", "fiscal year 2018", "2018", DATE},
        {"The port will open by year-end.", "year-end", "2021-12-31", DATE},
        {"The port opened by year-end 2017.", "year-end 2017", "2017-12-31", DATE},
        {"The ban stays until the end of June.", "the end of June", "2021-06", DATE},
        {"The pact ends at the end of next month.", "the end of next month", "2021-06", DATE},
        {"Envoys met in the summer of 2016.", "the summer of 2016", "2016-SU", DATE},
        {"Talks resume next spring.", "next spring", "2022-SP", DATE},
        {"Talks were held last winter.", "last winter", "2020-WI", DATE},
        {"They met in Q4 2018.", "Q4 2018", "2018-Q4", DATE},
        {"The dispute dates from the 1980s.", "the 1980s", "198", DATE},
        {"The dispute dates from the '80s.", "the '80s", "198", DATE},
        {"The dispute dates from the late 1970s.", "the late 1970s", "197", DATE},
        {"The dispute dates from the nineties.", "the nineties", "199", DATE},
        {"The fort was built in the 17th century.", "the 17th century", "16", DATE},
        {"The fort was built in the nineteenth century.", "the nineteenth century", "18", DATE},
        {"The treaty dates from nineteen eighty-six.", "nineteen eighty-six", "1986", DATE},
        {"Exports fell in fiscal 2019.", "fiscal 2019", "2019", DATE},
        {"Exports fell in the year 2000.", "the year 2000", "2000", DATE},
        {"Exports fell in the 2011/12 season.", "2011/12", "2011/2012", DATE},
        {"Exports fell in the first quarter of 2020.", "the first quarter of 2020", "2020-Q1",
         DATE},
        {"Exports fell in the fourth quarter.", "the fourth quarter", "2020-Q4", DATE},
        {"First-quarter exports fell.", "First-quarter", "2021-Q1", DATE},
        {"Exports fell in the second half of 1987.", "the second half of 1987", "1987-H2", DATE},
        {"Exports fell in the first six months of 1987.", "the first six months of 1987",
         "1987-01/1987-06", DATE},
        {"The fleet was idle in the winter of 1994.", "the winter of 1994", "1994-WI", DATE},
        {"The fleet sailed in summer 2012.", "summer 2012", "2012-SU", DATE},
        {"The fleet sailed last summer.", "last summer", "2020-SU", DATE},
        {"The fleet will sail this summer.", "this summer", "2021-SU", DATE},
        {"The fleet will sail next spring.", "next spring", "2022-SP", DATE},
        {"The bridge will open by the end of 2023.", "the end of 2023", "2023", DATE},
        {"The bridge will open by year-end.", "year-end", "2021-12-31", DATE},
    };

    (void)state;
    CHECK_ROWS(cases);
}

static void test_ranges(void **state)
{
    static const struct one cases[] = {
        {"The 1904-1905 war is long over.", "1904-1905", "1904/1905", DATE},
        {"The 1904-05 war is long over.", "1904-05", "1904/1905", DATE},
        {"He ruled from 1979 to 1990.", "1979 to 1990", "1979/1990", DATE},
        {"Traffic doubled between 1998 and 2006.", "1998 and 2006", "1998/2006", DATE},
        {"The fair will be held on June 18-19.", "June 18-19", "2021-06-18/2021-06-19", DATE},
        {"The fair will be held from June 18 to 21.", "June 18 to 21", "2021-06-18/2021-06-21",
         DATE},
        {"The fair will be held on 18-21 June.", "18-21 June", "2021-06-18/2021-06-21", DATE},
        {"The fair runs from June 28 to July 3.", "June 28 to July 3", "2021-06-28/2021-07-03",
         DATE},
        {"The fair ran on June 18-19, 2009.", "June 18-19, 2009", "2009-06-18/2009-06-19", DATE},
        {"Output fell in January-March 1987.", "January-March 1987", "1987-01/1987-03", DATE},
        {"Output fell from November to February 1987.", "November to February 1987",
         "1986-11/1987-02", DATE},
    };

    (void)state;
    CHECK_ROWS(cases);
}

static void test_deictic(void **state)
{
    static const struct one cases[] = {
        {"The panel meets today.", "today", "2021-05-06", DATE},
        {"The panel met yesterday.", "yesterday", "2021-05-05", DATE},
        {"The panel meets tomorrow.", "tomorrow", "2021-05-07", DATE},
        {"The panel met the day before yesterday.", "the day before yesterday", "2021-05-04", DATE},
        {"The panel meets tonight.", "tonight", "2021-05-06TNI", TIME},
        {"The panel met this week.", "this week", "2021-W18", DATE},
        {"The panel met last week.", "last week", "2021-W17", DATE},
        {"The panel will meet next week.", "next week", "2021-W19", DATE},
        {"The panel met earlier this month.", "earlier this month", "2021-05", DATE},
        {"The panel met last month.", "last month", "2021-04", DATE},
        {"The panel will meet next month.", "next month", "2021-06", DATE},
        {"The panel met last year.", "last year", "2020", DATE},
        {"The panel will meet early next year.", "early next year", "2022", DATE},
        {"The panel met last quarter.", "last quarter", "2021-Q1", DATE},
        {"The panel met over the weekend.", "the weekend", "2021-W17-WE", DATE},
        {"The panel will meet this weekend.", "this weekend", "2021-W18-WE", DATE},
        {"The panel met at the end of last month.", "the end of last month", "2021-04", DATE},
        {"The panel will meet by the end of the month.", "the end of the month", "2021-05", DATE},
        {"The panel met last night.", "last night", "2021-05-05TNI", TIME},
        {"The panel met this morning.", "this morning", "2021-05-06TMO", TIME},
        {"The panel met three days ago.", "three days ago", "2021-05-03", DATE},
        {"The panel met two weeks ago.", "two weeks ago", "2021-W16", DATE},
        {"The panel met five months ago.", "five months ago", "2020-12", DATE},
        {"The panel met ten years ago.", "ten years ago", "2011", DATE},
        {"The panel met two decades ago.", "two decades ago", "2001", DATE},
        {"The panel met several years ago.", "several years ago", "PAST_REF", DATE},
        {"The panel met a year ago.", "a year ago", "2020", DATE},
        {"The panel is meeting now.", "now", "PRESENT_REF", DATE},
        {"The panel currently has nine members.", "currently", "PRESENT_REF", DATE},
        {"The panel recently met.", "recently", "PAST_REF", DATE},
        {"Tension has risen in recent months.", "recent months", "PAST_REF", DATE},
        {"Tension will ease in the coming weeks.", "the coming weeks", "FUTURE_REF", DATE},
        {"Nobody can tell the future.", "the future", "FUTURE_REF", DATE},
        {"They will pay in future.", "in future", "FUTURE_REF", DATE},
    };

    (void)state;
    CHECK_ROWS(cases);
}

static void test_times_of_day(void **state)
{
    static const struct one cases[] = {
        {"The truce began at 0900 GMT.", "0900 GMT", "2021-05-06T09:00", TIME},
        {"The truce began at 7:30 p.m. on Tuesday.", "7:30 p.m. on Tuesday", "2021-05-04T19:30",
         TIME},
        {"The truce began at noon Monday.", "noon Monday", "2021-05-03T12:00", TIME},
        {"The truce began Monday at 6 a.m. local time.", "Monday at 6 a.m. local time",
         "2021-05-03T06:00", TIME},
        {"The truce began at 12 a.m. yesterday.", "12 a.m. yesterday", "2021-05-05T00:00", TIME},
        {"The truce began at 10pm.", "10pm", "2021-05-06T22:00", TIME},
        {"The truce will begin at 18:00 on Friday.", "18:00 on Friday", "2021-05-07T18:00", TIME},
        {"The truce began at five o'clock.", "five o'clock", "2021-05-06T05:00", TIME},
        {"The truce began at 5 p.m. EST April 29.", "5 p.m. EST April 29", "2021-04-29T17:00",
         TIME},
        {"The truce broke down Monday night.", "Monday night", "2021-05-03TNI", TIME},
        {"The truce broke down yesterday evening.", "yesterday evening", "2021-05-05TEV", TIME},
        {"The truce broke down early Sunday.", "early Sunday", "2021-05-02", DATE},
        {"Shots rang out on the night of April 29.", "the night of April 29", "2021-04-29TNI",
         TIME},
    };

    (void)state;
    CHECK_ROWS(cases);
}

static void test_durations(void **state)
{
    static const struct one cases[] = {
        {"The siege went on for six days.", "six days", "P6D", DURATION},
        {"The siege went on for 40 years.", "40 years", "P40Y", DURATION},
        {"The three-month siege is over.", "three-month", "P3M", DURATION},
        {"The 18-month siege is over.", "18-month", "P18M", DURATION},
        {"The year-long siege is over.", "year-long", "P1Y", DURATION},
        {"The decades-old dispute is over.", "decades-old", "PXDE", DURATION},
        {"The siege went on for twenty-four hours.", "twenty-four hours", "PT24H", DURATION},
        {"The siege went on for 2 1/2 years.", "2 1/2 years", "P2Y6M", DURATION},
        {"The siege went on for a year and a half.", "a year and a half", "P1Y6M", DURATION},
        {"The siege went on for two and a half hours.", "two and a half hours", "PT2H30M",
         DURATION},
        {"The siege went on for half an hour.", "half an hour", "PT30M", DURATION},
        {"The siege went on for a couple of weeks.", "a couple of weeks", "P2W", DURATION},
        {"The siege went on for several weeks.", "several weeks", "PXW", DURATION},
        {"The siege went on for nearly two decades.", "nearly two decades", "P20Y", DURATION},
        {"The siege went on for more than 1,000 days.", "more than 1,000 days", "P1000D", DURATION},
        {"Dues must be paid within 30 days.", "30 days", "P30D", DURATION},
        {"Prices doubled in the past three months.", "the past three months", "P3M", DURATION},
        {"Prices will double over the next five years.", "the next five years", "P5Y", DURATION},
        {"Prices doubled over the past year.", "the past year", "P1Y", DURATION},
        {"The ban is to last for months.", "months", "PXM", DURATION},
        {"The ban lasted two full days.", "two full days", "P2D", DURATION},
        {"The ban lasted a fortnight.", "a fortnight", "P2W", DURATION},
        {"The ban lasted two hundred and ten days.", "two hundred and ten days", "P210D", DURATION},
    };

    (void)state;
    CHECK_ROWS(cases);
}

static void test_sets(void **state)
{
    static const struct one cases[] = {
        {"The board meets every Monday.", "every Monday", "XXXX-WXX-1", SET},
        {"The board meets each July.", "each July", "XXXX-07", SET},
        {"The board meets every day.", "every day", "P1D", SET},
        {"The board meets every two weeks.", "every two weeks", "P2W", SET},
        {"The board meets every other year.", "every other year", "P2Y", SET},
        {"The board meets every morning.", "every morning", "XXXX-XX-XXTMO", SET},
        {"The board meets annually.", "annually", "P1Y", SET},
        {"The board meets twice a day.", "twice a day", "P1D", SET},
        {"The board meets on Tuesdays.", "Tuesdays", "XXXX-WXX-2", SET},
        {"The port handles 40 ships a week.", "a week", "P1W", SET},
    };

    (void)state;
    CHECK_ROWS(cases);
}

/* What only looks like a time. */
static void test_no_times(void **state)
{
    static const char *const cases[] = {
        "Officials may act, and troops may march on the capital.",
        "Mrs. May and Mr. Brown met in the hall.",
        "Some 2000 villagers fled.",
        "The licence 9999999999 was lost.",
        "The licence 2019-123-1 was lost.",
        "The firm shipped 1998 cars to Chile.",
        "It cost $1990 to repair.",
        "More than 1900 people fled.",
        "He has a second home and a quarter of the shares.",
        "The 52-year-old farmer was held.",
        "She is 44 years old.",
        "The annual report and the daily press say so.",
        "Prices fell and may fall again.",
        "The spring of the clock broke.",
        "The Sunday Times said so.",
        "Resolution 1929 stands.",
        "The score was 24-17.",
        "I am 1 of 12 members.",
    };
    struct dw_doc doc;
    char found[512];

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        find_times(&doc, cases[i], PUBLISHED, DW_ZONE_BODY);
        list_times(&doc, found, sizeof found);
        if (doc.times.n)
            fail_msg("%s: wants none, has: %s", cases[i], found);
    }
    dw_doc_fini(&doc);
}

/* Several times in one text: later ones count from earlier ones. */
static void test_time_last_mentioned(void **state)
{
    static const struct {
        const char *label, *text, *want;
    } cases[] = {
        {"following month", "In July 2016 Peru closed the port, and the following month it left.",
         "July 2016=2016-07 | the following month=2016-08"},
        {"following year", "In 1986 they signed, and the following year they met.",
         "1986=1986 | the following year=1987"},
        {"two days later", "They met on March 30, 2009. Two days later they signed.",
         "March 30, 2009=2009-03-30 | Two days later=2009-04-01"},
        {"a year earlier", "Exports rose in 2009. A year earlier they had fallen.",
         "2009=2009 | A year earlier=2008"},
        {"same day", "They met on March 30, 2009. On the same day shots were fired.",
         "March 30, 2009=2009-03-30 | the same day=2009-03-30"},
        {"that year", "The port closed in 2009. Trade fell by half that year.",
         "2009=2009 | that year=2009"},
        {"next day", "They met on March 31, 2009. The next day it snowed.",
         "March 31, 2009=2009-03-31 | The next day=2009-04-01"},
        {"a date that names a thing",
         "They met on March 30, 2009. The June 4, 2001 accord was dead, they said the next day.",
         "March 30, 2009=2009-03-30 | June 4, 2001=2001-06-04 | the next day=2009-03-31"},
        {"year-ago quarter", "Third-quarter profit fell. A year earlier it had been higher.",
         "Third-quarter=2020-Q3 | A year earlier=2019-Q3"},
        {"from today again", "They met on March 30, 2009. Two days ago they signed.",
         "March 30, 2009=2009-03-30 | Two days ago=2021-05-04"},
        {"hours of a day told", "They met on March 30, 2009. At 9 a.m. the hall was full.",
         "March 30, 2009=2009-03-30 | 9 a.m.=2009-03-30T09:00"},
        {"two weekdays", "They met Monday and Tuesday.", "Monday=2021-05-03 | Tuesday=2021-05-04"},
        {"past and future", "They met Monday and will meet again Friday.",
         "Monday=2021-05-03 | Friday=2021-05-07"},
    };
    struct dw_doc doc;
    char found[1024];

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        find_times(&doc, cases[i].text, PUBLISHED, DW_ZONE_BODY);
        list_times(&doc, found, sizeof found);
        if (strcmp(found, cases[i].want) != 0)
            fail_msg("%s: wants %s, has %s", cases[i].label, cases[i].want, found);
    }
    dw_doc_fini(&doc);
}

static void test_mods(void **state)
{
    static const struct {
        const char *sentence, *mod;
    } cases[] = {
        {"The ban ended in mid-March.", "MID"},
        {"The ban ended in early March.", "START"},
        {"The ban ended late last year.", "END"},
        {"The ban ended at the beginning of March.", "START"},
        {"The ban ended in the middle of March.", "MID"},
        {"The ban lasted about two years.", "APPROX"},
        {"The ban lasted nearly two years.", "EQUAL_OR_LESS"},
        {"The ban lasted at least two years.", "EQUAL_OR_MORE"},
        {"The ban lasted more than two years.", "MORE_THAN"},
        {"The ban lasted less than two years.", "LESS_THAN"},
        {"The ban lasted two years.", ""},
    };
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        find_times(&doc, cases[i].sentence, PUBLISHED, DW_ZONE_BODY);
        if (doc.times.n != 1 || strcmp(doc.times.v[0].mod, cases[i].mod) != 0)
            fail_msg("%s: wants %s, has %s", cases[i].sentence, cases[i].mod,
                     doc.times.n ? doc.times.v[0].mod : "no time");
    }
    dw_doc_fini(&doc);
}

/* Without a date to count from, what is not known reads X; what is known stays. */
static void test_without_publication_date(void **state)
{
    static const struct one cases[] = {
        {"The panel met yesterday.", "yesterday", "XXXX-XX-XX", DATE},
        {"The panel met on Monday.", "Monday", "XXXX-WXX-1", DATE},
        {"The panel met last Monday.", "last Monday", "XXXX-WXX-1", DATE},
        {"The panel met last week.", "last week", "XXXX-WXX", DATE},
        {"The panel met last year.", "last year", "XXXX", DATE},
        {"The panel met in July.", "July", "XXXX-07", DATE},
        {"The panel met on July 4.", "July 4", "XXXX-07-04", DATE},
        {"The panel met two years ago.", "two years ago", "XXXX", DATE},
        {"The panel met last summer.", "last summer", "XXXX-SU", DATE},
        {"The panel met at Easter.", "Easter", "XXXX-XX-XX", DATE},
        {"The panel met at 9 a.m.", "9 a.m.", "XXXX-XX-XXT09:00", TIME},
        {"The panel met over the weekend.", "the weekend", "XXXX-WXX-WE", DATE},
        {"The panel met in 1999.", "1999", "1999", DATE},
        {"The panel met recently.", "recently", "PAST_REF", DATE},
    };

    (void)state;
    check_all(cases, N_ELEMENTS(cases), "");
}

static void test_publication_date_with_time(void **state)
{
    static const struct one cases[] = {
        {"The panel met yesterday.", "yesterday", "2020-02-29", DATE},
        {"The panel met last week.", "last week", "2020-W08", DATE},
        {"The panel met last month.", "last month", "2020-02", DATE},
        {"The panel will meet in December.", "December", "2020-12", DATE},
    };

    (void)state;
    check_all(cases, N_ELEMENTS(cases), "2020-03-01T23:30:00+09:00");
}

static void test_zones(void **state)
{
    static const struct {
        enum dw_zone_type zone;
        uint32_t n;
    } cases[] = {
        {DW_ZONE_BODY, 1},   {DW_ZONE_HEADLINE, 1}, {DW_ZONE_DATELINE, 1},
        {DW_ZONE_BYLINE, 0}, {DW_ZONE_CONTROL, 0},  {DW_ZONE_BOILERPLATE, 0},
    };
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        find_times(&doc, "Updated on March 3, 1998.", PUBLISHED, cases[i].zone);
        assert_int_equal(doc.times.n, cases[i].n);
    }
    dw_doc_fini(&doc);
}

/* Times are sorted, apart, and begin and end with tokens. */
static void check_spans(const struct dw_doc *doc)
{
    uint32_t last = 0;

    for (uint32_t i = 0; i < doc->times.n; i++) {
        const struct dw_time *t = &doc->times.v[i];

        assert_true(t->first < t->end && t->end <= doc->tokens.n);
        assert_true(t->first >= last);
        assert_int_equal(t->span.beg, doc->tokens.v[t->first].span.beg);
        assert_int_equal(t->span.end, doc->tokens.v[t->end - 1].span.end);
        assert_true(t->value[0]);
        last = t->end;
    }
}

/* Any order of the words that the grammar knows is read without harm. */
static void test_word_salad(void **state)
{
    static const char *const parts[] = {
        "the",  "last", "of",      "May",   "16",   "1998", "-",      "quarter", "year", "ago",
        "two",  "half", "p.m.",    "noon",  "this", ",",    "Friday", "first",   "next", "end",
        "half", "a",    "mid-May", "every", "and",  "9999", "0",      "night",   "GMT",  "past",
    };
    struct dw_doc doc;
    uint32_t seed = 7;
    char text[512];

    (void)state;
    dw_doc_init(&doc, 0);
    for (int round = 0; round < 20000; round++) {
        size_t at = 0;

        for (int n = 0; n < 12; n++) {
            seed = seed * 1664525U + 1013904223U;
            at += (size_t)snprintf(text + at, sizeof text - at, "%s ",
                                   parts[(seed >> 16) % N_ELEMENTS(parts)]);
        }
        find_times(&doc, text, round % 2 ? PUBLISHED : "", DW_ZONE_BODY);
        check_spans(&doc);
    }
    dw_doc_fini(&doc);
}

static double seconds_for(struct dw_doc *doc, const char *unit, size_t times)
{
    char *text = repeat(unit, times);
    double begun = seconds_spent(), spent;

    find_times(doc, text, PUBLISHED, DW_ZONE_BODY);
    spent = seconds_spent() - begun;
    check_spans(doc);
    dw_doc_reset(doc);
    free(text);
    return spent;
}

/* Eight times the text takes about eight times as long, whatever it is made of. A quadratic step
 * would take 64 times; the bound leaves room for a busy machine. */
static void test_linear_time(void **state)
{
    static const char *const units[] = {"x",     "((((",    "the last ",  "two ", "on Monday ",
                                        "1998-", "@",       "1 ",         "a.b.", "'",
                                        "May ",  "half a ", "end of the "};
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(units); i++) {
        size_t n = 131072 / strlen(units[i]);
        double small = seconds_for(&doc, units[i], n / 8), large = seconds_for(&doc, units[i], n);

        if (large > 0.2 && large > small * 30)
            fail_msg("'%s': %.3f s, and %.3f s for eight times as much", units[i], small, large);
    }
    dw_doc_fini(&doc);
}

static void test_memory_runs_out(void **state)
{
    struct dw_error err = {0};
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    split_text(&doc, "They met on Monday.", DW_ZONE_BODY);
    doc.arena.fail_after = 0;
    assert_int_equal(dw_processor_time.run(words, &doc, &err), DW_NOMEM);
    assert_int_equal(err.code, DW_NOMEM);
    assert_int_equal(doc.times.n, 0);
    dw_doc_fini(&doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full_dates),
        cmocka_unit_test(test_days_without_a_year),
        cmocka_unit_test(test_weekdays_by_tense),
        cmocka_unit_test(test_months_by_tense),
        cmocka_unit_test(test_years_and_longer),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_deictic),
        cmocka_unit_test(test_times_of_day),
        cmocka_unit_test(test_durations),
        cmocka_unit_test(test_sets),
        cmocka_unit_test(test_no_times),
        cmocka_unit_test(test_time_last_mentioned),
        cmocka_unit_test(test_mods),
        cmocka_unit_test(test_without_publication_date),
        cmocka_unit_test(test_publication_date_with_time),
        cmocka_unit_test(test_zones),
        cmocka_unit_test(test_word_salad),
        cmocka_unit_test(test_linear_time),
        cmocka_unit_test(test_memory_runs_out),
    };

    return cmocka_run_group_tests(tests, open_words, close_words);
}
