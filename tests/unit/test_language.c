/* SPDX-License-Identifier: MIT */
#include "tests/unit/pipeline.h"

#include <string.h>

static const struct {
    const char *label, *text, *want;
} cases[] = {
    {"english",
     "The minister said on Tuesday that the two countries had agreed to the terms of the accord.",
     "en"},
    {"french",
     "Le ministre des Affaires \xC3\xA9trang\xC3\xA8res a d\xC3\xA9"
     "clar\xC3\xA9 mardi que les deux pays avaient conclu un accord sur la p\xC3\xAA"
     "che dans leurs eaux territoriales, apr\xC3\xA8s trois ann\xC3\xA9"
     "es de n\xC3\xA9gociations difficiles. Les navires pourront de nouveau entrer dans les ports "
     "voisins d\xC3\xA8s le mois prochain.",
     "fr"},
    {"german",
     "Der Minister sagte am Dienstag, die beiden L\xC3\xA4nder h\xC3\xA4tten sich nach langen "
     "Verhandlungen auf ein Abkommen \xC3\xBC"
     "ber den Fischfang geeinigt. Die Schiffe d\xC3\xBCrfen ab dem kommenden Monat wieder in die "
     "H\xC3\xA4"
     "fen des Nachbarn einlaufen, teilte das Ministerium in der Hauptstadt mit.",
     "de"},
    {"too short to tell", "Rain fell.", ""},
    {"a table of figures",
     "Shr 64 cts vs 51 cts Net 4,373,000 vs 3,346,000 Sales 59.8 mln vs 45.5 mln Shr 1.57 dlrs vs "
     "1.18 dlrs Net 10.7 mln vs 7,745,000 Sales 167.0 mln vs 123.1 mln Avg shrs 6,808,000 vs "
     "6,600,000 Nine mths Shr 1.57",
     "en"},
    {"a table of names",
     "Oslo 12.4 11.9\nLima 30.1 28.7\nRome 21.0 20.2\nBonn 14.4 13.3\nKyiv 11.8 10.1\nCairo 35.2 "
     "34 "
     "\nDakar 29.1 28.8\nQuito 18.3 17.1\nPerth 24.4 25\nOsaka 22.2 21\nTunis 27.0 26.1\nSofia 19 "
     "18",
     ""},
    {"Italian without an accent",
     "Il ministro ha detto che i due paesi hanno concluso un accordo per la pesca nelle acque del "
     "nord dopo tre anni di trattative; le navi potranno entrare nei porti dei vicini il mese "
     "prossimo, ha detto il ministero in una nota per la stampa.",
     "it"},
};

static void test_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct dw_doc *doc = read_text(cases[i].text, NULL);

        if (strcmp(doc->language, cases[i].want) != 0)
            fail_msg("%s: \"%s\", want \"%s\"", cases[i].label, doc->language, cases[i].want);
    }
}

static void test_the_record_knows_better(void **state)
{
    struct dw_error err = {.code = DW_OK};

    (void)state;
    dw_doc_reset(&test_doc);
    test_doc.article.text = cases[0].text;
    test_doc.article.len = strlen(cases[0].text);
    test_doc.article.language = "en-GB";
    assert_int_equal(dw_pipeline_run(test_pipeline, &test_doc, &err), DW_OK);
    assert_string_equal(test_doc.language, "en-GB");
}

static void test_other_languages_have_no_events(void **state)
{
    const struct dw_doc *doc = read_text(cases[1].text, "2019-03-04");

    (void)state;
    assert_int_equal(doc->events.n, 0);
    assert_int_equal(doc->entities.n, 0);
    assert_int_equal(doc->depth, DW_DEPTH_SCAN);
    assert_true(doc->tokens.n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_the_record_knows_better),
        cmocka_unit_test(test_other_languages_have_no_events),
    };

    return cmocka_run_group_tests(tests, open_test_pipeline, close_test_pipeline);
}
