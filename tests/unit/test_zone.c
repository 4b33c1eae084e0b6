/* SPDX-License-Identifier: MIT */
#include "tests/unit/pipeline.h"

#include <string.h>

static const char zone_letters[] = {
    [DW_ZONE_BODY] = 'B',     [DW_ZONE_HEADLINE] = 'H', [DW_ZONE_BYLINE] = 'Y',
    [DW_ZONE_DATELINE] = 'D', [DW_ZONE_CONTROL] = 'C',  [DW_ZONE_BOILERPLATE] = 'X',
};

/* The zones in order, a letter each. */
static const char *zones_of(const struct dw_doc *doc)
{
    static char letters[64];
    uint32_t n = 0;

    for (; n < doc->zones.n && n + 1 < sizeof letters; n++)
        letters[n] = zone_letters[doc->zones.v[n].type];
    letters[n] = '\0';
    return letters;
}

static const struct {
    const char *label, *text, *want;
} cases[] = {
    {"story alone", "Peru recalled its envoy on Monday.", "B"},
    {"bullet byline", "\xE2\x80\xA2 Ansa, Staff Report\n\n\nPeru recalled its envoy.", "YB"},
    {"by a person", "By Ana Torres\n\nPeru recalled its envoy on Monday.", "YB"},
    {"a sentence that begins with By",
     "By Monday Peru had recalled its envoy.\n\nChile did not reply.", "B"},
    {"dateline in capitals", "LIMA, March 3 (Andes) -- Peru recalled its envoy.", "DB"},
    {"dateline with agency in brackets", "Lima (Andes) - Peru recalled its envoy.", "DB"},
    {"dateline with em dash", "LIMA \xE2\x80\x94 Peru recalled its envoy.", "DB"},
    {"a dash inside the story is none", "Peru - angered by the ruling - recalled its envoy.", "B"},
    {"headline in capitals", "PERU RECALLS ENVOY\n\nLIMA, March 3 - Peru recalled it.", "HDB"},
    {"headline in small letters", "Peru recalls envoy\n\nLIMA, March 3 - Peru recalled it.", "HDB"},
    {"headline, byline, dateline",
     "Peru recalls envoy\n\nBy Ana Torres\n\nLIMA, March 3 - Peru recalled it.", "HYDB"},
    {"a title alone is the story", "Peru recalls envoy", "B"},
    {"notice at the end",
     "Peru recalled its envoy.\n\nAll rights reserved. No copying without consent.", "BX"},
    {"all behind a list of links",
     "Peru recalled its envoy.\nChile did not reply to it in any way that would end the row, "
     "which is now in its third week and growing.\nRead more:\nChile recalls envoy\nA long row",
     "BXXX"},
    {"control line", "URGENT\n\nPeru recalled its envoy on Monday.", "CB"},
    {"update mark", "ATTENTION - UPDATES ///\n\nPeru recalled its envoy on Monday.", "CB"},
    {"hard-wrapped paragraphs",
     "Peru recalled its envoy\nto Chile on Monday.\n    Chile did not\n"
     "reply.",
     "B"},
    {"byline in capitals", "BY ANA TORRES\n\nPeru recalled its envoy on Monday.", "YB"},
    {"byline of two with their agency",
     "By Ana Torres and Luis Soto, Andes Press Writers\n\nPeru recalled its envoy.", "YB"},
    {"bullet without a blank", "\xE2\x80\xA2Kystposten, Nordwire, Staff Report\n\nRain fell.",
     "YB"},
    {"staff line", "Ana Torres, Staff Writer\n\nPeru recalled its envoy on Monday.", "YB"},
    {"agency in brackets alone", "(Andes) - Peru recalled its envoy.", "DB"},
    {"dateline with day and month", "LIMA, 3 March (Andes) \xE2\x80\x93 Peru recalled its envoy.",
     "DB"},
    {"dateline, small letters, month, agency", "Lima, March 3 (Andes) - Peru recalled it.", "DB"},
    {"dateline with date and agency by commas", "LIMA, March 3, 2019 (Andes) -- Peru left.", "DB"},
    {"dateline of two towns", "LIMA/SANTIAGO (Andes) - Peru recalled its envoy.", "DB"},
    {"dateline with its country", "CUSCO, Peru (AN) _ Peru recalled its envoy.", "DB"},
    {"dateline of two words", "NEW DELHI \xE2\x80\x94 India recalled its envoy.", "DB"},
    {"dateline ending a line", "LIMA, March 3 -\nPeru recalled its envoy.", "DB"},
    {"dateline with a colon", "LIMA: Peru recalled its envoy on Monday.", "DB"},
    {"agency behind a comma", "LIMA, March 3, Andes -- Peru recalled its envoy.", "DB"},
    {"a word in capitals with a colon is none", "NOTE: Rain fell.", "B"},
    {"an aside is no dateline", "Peru (and Chile) - both angered - recalled envoys.", "B"},
    {"a number with a dash is no dateline", "DC-10 - a type of aircraft - was grounded.", "B"},
    {"slug with count", "BC-PERU-ENVOY, 2nd Ld-Writethru\n\nPeru recalled its envoy.", "CB"},
    {"slug alone", "AM-Peru-Envoy,0542\n\nPeru recalled its envoy on Monday.", "CB"},
    {"editors' note", "Eds: ADDS quotes in paras 3-5\n\nPeru recalled its envoy.", "CB"},
    {"lead mark", "(2nd LD) Peru recalls envoy\n\nPeru recalled its envoy on Monday.", "HB"},
    {"what changed, in brackets", "(Updates with reply)\n\nPeru recalled its envoy.", "CB"},
    {"what is corrected", "(Corrects name of envoy in para 3)\n\nPeru recalled its envoy.", "CB"},
    {"refiled", "(Refiles to fix headline)\n\nPeru recalled its envoy.", "CB"},
    {"end mark", "Peru recalled its envoy.\n\n-30-", "BC"},
    {"more follows", "Peru recalled its envoy.\n\nMORE", "BC"},
    {"blah", "Peru recalled its envoy.\n\nblah blah blah", "BC"},
    {"credits", "Peru recalled its envoy.\n\n(Reporting by Ana Torres; Editing by Luis Soto)",
     "BY"},
    {"helpers", "Peru recalled its envoy.\n\nLuis Soto contributed to this report.", "BY"},
    {"copyright with year", "Peru recalled its envoy.\n\nCopyright 2019 Andes Press.", "BX"},
    {"copyright sign", "Peru recalled its envoy.\n\n\xC2\xA9 2019 Andes Press", "BX"},
    {"follow us", "Peru recalled its envoy.\n\nFollow us on Twitter", "BX"},
    {"a word said on a network", "Peru recalled its envoy.\nHe wrote this on Facebook.", "B"},
    {"subscription", "Peru recalled its envoy.\n\nSubscribe to our newsletter for more.", "BX"},
    {"correction note", "Peru recalled its envoy.\n\nCorrection: An earlier version misnamed him.",
     "BX"},
    {"earlier version",
     "Peru recalled its envoy.\n\nAn earlier version of this story misnamed the envoy.", "BX"},
    {"editor's note", "Editor's note: This is an opinion.\n\nPeru recalled its envoy.", "XB"},
    {"related link", "Peru recalled its envoy.\n\nRelated: Chile recalls envoy", "BX"},
    {"a sentence with a copyright in it",
     "Peru recalled its envoy in a row over copyright with Chile, which has lasted for years and "
     "has "
     "been before two courts.\nChile did not reply.",
     "B"},
    {"headline in capitals with a full stop", "PERU RECALLS ENVOY.\n\nPeru recalled it.", "HB"},
    {"headline with byline on its line below",
     "Peru recalls envoy\nBy Ana Torres\nPeru recalled it.", "HYB"},
    {"two headlines", "Peru recalls envoy\n\nChile regrets the move\n\nLIMA, March 3 - Peru left.",
     "HHDB"},
    {"empty", "", ""},
    {"blank", " \n\n ", "B"},
};

static void test_zones(void **state)
{
    int wrong = 0;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *got = zones_of(read_text(cases[i].text, "2019-03-04"));

        if (strcmp(got, cases[i].want) != 0) {
            print_error("%s: %s, want %s\n", cases[i].label, got, cases[i].want);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_zones_cover_the_text_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct dw_doc *doc = read_text(cases[i].text, NULL);
        uint32_t at = 0;

        for (uint32_t k = 0; k < doc->zones.n; k++) {
            assert_int_equal(doc->zones.v[k].span.beg, at);
            assert_true(doc->zones.v[k].span.end > at);
            at = doc->zones.v[k].span.end;
        }
        assert_int_equal(at, doc->article.len);
    }
}

static void test_notices_yield_nothing(void **state)
{
    const struct dw_doc *doc = read_text("Rain fell.\n\nFollow us on social media. All rights "
                                         "reserved. France expelled two Chilean diplomats.",
                                         "2019-03-04");

    (void)state;
    assert_int_equal(doc->entities.n, 0);
    assert_int_equal(doc->events.n, 0);
}

static void test_headline_of_the_text(void **state)
{
    const struct dw_doc *doc = read_text("Peru recalls\nenvoy\n\nPeru recalled it.", NULL);

    (void)state;
    assert_string_equal(doc->article.headline, "Peru recalls envoy");
    assert_null(read_text("Peru recalled it.", NULL)->article.headline);
}

/* --- publication date ------------------------------------------------------------------------ */

static const struct {
    const char *label, *published, *dateline, *text, *want;
    int64_t timestamp;
    enum dw_published_by by;
} dates[] = {
    {"the record wins", "2019-03-04", NULL, "LIMA, March 1 - Rain.", "2019-03-04", 0,
     DW_PUBLISHED_RECORD},
    {"date-time is kept", "2019-03-04T10:30:00Z", NULL, "Rain.", "2019-03-04T10:30:00Z", 0,
     DW_PUBLISHED_RECORD},
    {"dateline with its year", NULL, NULL, "LIMA, March 1, 2018 (Andes) - Rain.", "2018-03-01", 0,
     DW_PUBLISHED_DATELINE},
    {"dateline, year from the timestamp", NULL, NULL, "LIMA, March 1 - Rain.", "2019-03-01",
     1551700000000, DW_PUBLISHED_DATELINE},
    {"dateline before the turn of the year", NULL, NULL, "LIMA, Dec. 30 - Rain.", "2018-12-30",
     1546500000000, DW_PUBLISHED_DATELINE},
    {"the record's dateline", NULL, "LIMA, 1 March 2017", "Rain.", "2017-03-01", 0,
     DW_PUBLISHED_DATELINE},
    {"the timestamp", NULL, NULL, "Rain.", "2019-03-04", 1551700000000, DW_PUBLISHED_TIMESTAMP},
    {"a timestamp before 1970 is none", NULL, NULL, "Rain.", "", -5, DW_PUBLISHED_UNKNOWN},
    {"nothing", NULL, NULL, "Rain.", "", 0, DW_PUBLISHED_UNKNOWN},
    {"no such day", NULL, NULL, "LIMA, Feb. 30, 2018 - Rain.", "", 0, DW_PUBLISHED_UNKNOWN},
};

static void test_publication_date(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(dates); i++) {
        struct dw_error err = {.code = DW_OK};

        dw_doc_reset(&test_doc);
        test_doc.article.text = dates[i].text;
        test_doc.article.len = strlen(dates[i].text);
        test_doc.article.published = dates[i].published;
        test_doc.article.dateline = dates[i].dateline;
        test_doc.article.source.timestamp = dates[i].timestamp;
        assert_int_equal(dw_pipeline_run(test_pipeline, &test_doc, &err), DW_OK);
        if (strcmp(test_doc.published, dates[i].want) != 0 || test_doc.published_by != dates[i].by)
            fail_msg("%s: \"%s\" by %d, want \"%s\"", dates[i].label, test_doc.published,
                     (int)test_doc.published_by, dates[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zones),
        cmocka_unit_test(test_zones_cover_the_text_once),
        cmocka_unit_test(test_notices_yield_nothing),
        cmocka_unit_test(test_headline_of_the_text),
        cmocka_unit_test(test_publication_date),
    };

    return cmocka_run_group_tests(tests, open_test_pipeline, close_test_pipeline);
}
