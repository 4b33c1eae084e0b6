/* SPDX-License-Identifier: MIT */
/* test_judge.c - how sure events are: cues, their weights, and what the judge makes of texts. */
#include "tests/unit/unit.h"

#include "processors/event/judge.h"
#include "processors/pipeline.h"

static struct dw_judge *open_judge(void)
{
    struct dw_error err = {.code = DW_OK};
    struct dw_judge *judge;

    if (dw_judge_open(&judge, &err) != DW_OK)
        fail_msg("%s", err.text);
    return judge;
}

static const struct {
    const char *label;
    struct dw_cue cue;
    const char *want;
} cues[] = {
    {"a value", {.name = "type", .value = "ACCUSE"}, "type=ACCUSE"},
    {"two values", {.name = "lemma", .value = "hit", .more = "ASSAULT"}, "lemma=hit+ASSAULT"},
    {"a number", {.name = "asks", .number = 3}, "asks=3"},
    {"zero is a number", {.name = "left-over", .number = 0}, "left-over=0"},
};

static void test_text_of_a_cue(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cues); i++) {
        char text[DW_CUE_TEXT];

        dw_cue_text(&cues[i].cue, text);
        CHECK(!strcmp(text, cues[i].want), cues[i].label, "want %s, got %s", cues[i].want, text);
    }
}

static double right_with(const struct dw_judge *judge, struct dw_cue cue)
{
    struct dw_cues all = {.v = {cue}, .n = 1};

    return dw_judge_run(judge, &all).right;
}

/* The table holds cues as text, events have them in parts: both must come to the same weight. */
static void test_weights_are_found_however_the_cue_is_made(void **state)
{
    struct dw_judge *judge = open_judge();
    double number = right_with(judge, (struct dw_cue){.name = "actors", .number = 0}),
           value = right_with(judge, (struct dw_cue){.name = "actors", .value = "0"}),
           none = right_with(judge, (struct dw_cue){.name = "no-such-cue", .number = 0}),
           pair = right_with(judge, (struct dw_cue){.name = "a", .value = "b+c"}),
           parts = right_with(judge, (struct dw_cue){.name = "a", .value = "b", .more = "c"});

    (void)state;
    assert_true(number == value);
    assert_true(pair == parts);
    CHECK(number != none, "actors=0", "has no weight");
    CHECK(none > 0 && none < 1, "no cue", "%g is no probability", none);
    dw_judge_close(judge);
}

static void test_a_guessed_side_makes_doubt(void **state)
{
    struct dw_judge *judge = open_judge();

    (void)state;
    CHECK(right_with(judge, (struct dw_cue){.name = "recipient-told", .value = "guessed"}) <
              right_with(judge, (struct dw_cue){.name = "recipient-told", .value = "near-behind"}),
          "recipient", "a guessed one is believed as much as one that is told");
    dw_judge_close(judge);
}

/* --- in texts -------------------------------------------------------------------------------- */

struct seen {
    int n;
    double confidence;
};

static void see(void *context, const struct dw_event *event, const struct dw_cues *found,
                const struct dw_traits *traits)
{
    struct seen *seen = context;

    (void)traits;
    CHECK(found->n > 20 && found->n < DW_CUES, event->frame, "%u cues", found->n);
    seen->n++;
    seen->confidence = event->confidence;
}

static struct dw_guess guess_nothing(void *context, const struct dw_doc *doc,
                                     const struct dw_event events[DW_N_EVENT_TYPES],
                                     const struct dw_traits *traits)
{
    (void)context, (void)doc, (void)events, (void)traits;
    return (struct dw_guess){.event = 0};
}

/* Confidence of the last event that the coder finds in a text, reported or not; 0 if none. */
static double confidence_of(const char *text)
{
    static struct seen seen;
    static const struct dw_event_watch watch = {see, guess_nothing, &seen};
    static const struct dw_pipeline_options options = {.full_depth = true, .watch = &watch};
    struct dw_pipeline *pipeline;
    struct dw_error err = {.code = DW_OK};
    struct dw_doc doc;

    seen = (struct seen){.n = 0};
    dw_doc_init(&doc, 0);
    if (dw_pipeline_open(&pipeline, &options, &err) != DW_OK)
        fail_msg("%s", err.text);
    doc.article.text = text;
    doc.article.len = strlen(text);
    if (dw_pipeline_run(pipeline, &doc, &err) != DW_OK)
        fail_msg("%s", err.text);
    dw_pipeline_close(pipeline);
    dw_doc_fini(&doc);
    return seen.confidence;
}

static const struct {
    const char *label, *surer, *less_sure;
} pairs[] = {
    {"states against animals", "Peru accused Chile of dumping steel.",
     "Crows attacked joggers in a park in Lima."},
    {"governments against sport", "Peru rejected a proposal by Chile.",
     "Peru's goalkeeper rejected a shot by a Chilean."},
    {"both sides told against one", "Japan urged South Korea to lift the curbs.",
     "A doctor in Japan urged people to sleep more."},
};

static void test_what_is_surer_than_what(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(pairs); i++) {
        double surer = confidence_of(pairs[i].surer), less = confidence_of(pairs[i].less_sure);

        CHECK(surer > less + 0.05, pairs[i].label, "%.2f and %.2f", surer, less);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_of_a_cue),
        cmocka_unit_test(test_weights_are_found_however_the_cue_is_made),
        cmocka_unit_test(test_a_guessed_side_makes_doubt),
        cmocka_unit_test(test_what_is_surer_than_what),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
