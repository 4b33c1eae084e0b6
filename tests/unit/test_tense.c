/* SPDX-License-Identifier: MIT */
/* Times whose value hangs on the tense that the tree tells. */
#include "tests/unit/pipeline.h"

#include <string.h>

/* All published on Thursday, 10 February 2022. */
static const struct {
    const char *label, *text, *time, *value;
} cases[] = {
    {"past verb", "Peru closed the port in August.", "August", "2021-08"},
    {"future auxiliary", "Peru will close the port in August.", "August", "2022-08"},
    {"future in the past", "Peru said it would close the port in August.", "August", "2022-08"},
    {"passive of the past", "The port was closed in August.", "August", "2021-08"},
    {"planned", "The port is scheduled to close in August.", "August", "2022-08"},
    {"infinitive under the present", "They aim to close the port by August.", "August", "2022-08"},
    {"condition", "Chile threatened to sue if the port was not opened by August.", "August",
     "2022-08"},
    {"unless", "Chile will sue unless the port is opened by August.", "August", "2022-08"},
    {"weekday of the past", "Peru closed the port on Monday.", "Monday", "2022-02-07"},
    {"weekday of the future", "Peru will close the port on Monday.", "Monday", "2022-02-14"},
    {"the day itself", "Peru closed the port on Thursday.", "Thursday", "2022-02-10"},
    {"now, until then", "The ban holds through August.", "August", "2022-08"},
    {"then, until then", "The ban held through August.", "August", "2021-08"},
    {"clause of its own", "Chile, which closed the port in August, will open it again.", "August",
     "2021-08"},
};

static const struct dw_time *find_time(const struct dw_doc *doc, const char *words)
{
    for (uint32_t i = 0; i < doc->times.n; i++) {
        struct dw_span span = doc->times.v[i].span;

        if (strlen(words) == span.end - span.beg &&
            !strncmp(doc->article.text + span.beg, words, strlen(words)))
            return &doc->times.v[i];
    }
    return NULL;
}

static void test_values_by_tense(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct dw_time *t = find_time(read_text(cases[i].text, "2022-02-10"), cases[i].time);

        CHECK(t != NULL, cases[i].label, "no time \"%s\"", cases[i].time);
        CHECK(!strcmp(t->value, cases[i].value), cases[i].label, "%s, want %s", t->value,
              cases[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_by_tense),
    };

    return cmocka_run_group_tests(tests, open_test_pipeline, close_test_pipeline);
}
