/* SPDX-License-Identifier: MIT */
/* test_guess.c - what words lean to, and what verbs without a row are taken to state. */
#include "tests/unit/unit.h"

#include "processors/event/guess.h"
#include "processors/pipeline.h"

/* --- leanings -------------------------------------------------------------------------------- */

static const struct {
    const char *label, *word;
    enum dw_leaning_as as;
    const char *want;
} leanings[] = {
    {"a verb with rows", "denounce", DW_LEANING_VERB, "ACCUSE"},
    {"one like those with rows", "pummel", DW_LEANING_VERB, "ASSAULT"},
    {"an object", "embargo", DW_LEANING_OBJECT, "SANCTION"},
    {"no word of events", "giraffe", DW_LEANING_OBJECT, "none"},
    {"no word at all", "xyzzy", DW_LEANING_VERB, "none"},
};

static void test_leanings(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(leanings); i++) {
        struct dw_leaning leaning = dw_leaning_find(leanings[i].word, leanings[i].as);
        int most = 0;

        for (int k = 1; k < DW_OUTCOMES; k++)
            if (leaning.to[k] > leaning.to[most])
                most = k;
        CHECK(!strcmp(dw_outcome_name(most), leanings[i].want), leanings[i].label, "leans to %s",
              dw_outcome_name(most));
    }
}

static void test_chances_of_scores(void **state)
{
    double score[DW_OUTCOMES] = {0};
    struct dw_guess even = dw_guess_of(score), sure;

    (void)state;
    score[1 + DW_EVENT_AID] = 50;
    sure = dw_guess_of(score);
    CHECK(even.event > 0.94 && even.event < 0.95, "no score", "%g", even.event);
    CHECK(sure.type == DW_EVENT_AID && sure.right > 0.99 && sure.event > 0.99, "one high score",
          "%d, %g", sure.type, sure.right);
    score[0] = 1000; /* no overflow */
    CHECK(dw_guess_of(score).event < 0.01, "none is sure", "%g", dw_guess_of(score).event);
}

/* --- in texts -------------------------------------------------------------------------------- */

static const struct {
    const char *label, *text, *want; /* type, actor's and recipient's country; "" for no event */
} texts[] = {
    {"a verb like those of an attack",
     "Uganda pummelled Rwanda with rockets and demanded an apology.", "ASSAULT UGA>RWA"},
    {"what its object leans to",
     "Chile, which had demanded an apology, showered Peru with insults.", "ACCUSE CHL>PER"},
    {"words alone", "Iran lampooned Iraq's president and rejected his offer of talks.",
     "ACCUSE IRN>IRQ"},
    {"a row comes first", "Peru accused Chile of theft.", ""},
    {"two countries and no event", "Norway dwarfs Denmark.", ""},
    {"sport", "Brazil outplayed Argentina in the second half.", ""},
    {"trade of every day", "France outsells Italy in China.", ""},
    {"nobody", "The rain pummelled the roof.", ""},
};

/* What was guessed in a text; "" if nothing was. */
static const char *guessed_in(struct dw_pipeline *pipeline, struct dw_doc *doc, const char *text)
{
    struct dw_error err = {.code = DW_OK};

    dw_doc_reset(doc);
    doc->article.text = text;
    doc->article.len = strlen(text);
    if (dw_pipeline_run(pipeline, doc, &err) != DW_OK)
        fail_msg("%s", err.text);
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const struct dw_event *e = &doc->events.v[i];

        if (e->frame[0] == '?')
            return dw_arena_printf(&doc->arena, "%s %s>%s", dw_event_type_name(e->type),
                                   e->actors.n ? doc->entities.v[e->actors.v[0]].country : "",
                                   e->recipients.n ? doc->entities.v[e->recipients.v[0]].country
                                                   : "");
    }
    return "";
}

static void test_texts(void **state)
{
    static const struct dw_pipeline_options options = {.full_depth = true};
    struct dw_error err = {.code = DW_OK};
    struct dw_pipeline *pipeline;
    struct dw_doc doc;

    (void)state;
    if (dw_pipeline_open(&pipeline, &options, &err) != DW_OK)
        fail_msg("%s", err.text);
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(texts); i++) {
        const char *got = guessed_in(pipeline, &doc, texts[i].text);

        CHECK(!strcmp(got, texts[i].want), texts[i].label, "got \"%s\"", got);
    }
    dw_doc_fini(&doc);
    dw_pipeline_close(pipeline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_leanings),
        cmocka_unit_test(test_chances_of_scores),
        cmocka_unit_test(test_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
