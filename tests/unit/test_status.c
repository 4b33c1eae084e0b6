/* SPDX-License-Identifier: MIT */
/*
 * test_status.c - whether an act is told as done, to come, possible, denied or refused: for each
 * construction a sentence of our own and its first event, TYPE STATUS, with the rule that told.
 */
#include "tests/unit/pipeline.h"

struct told {
    const char *label, *text, *want, *rule;
};

static void check_all(const struct told *cases, size_t n)
{
    static const char *const aux[] = {"fact", "future", "hypothetical", "negated"};

    for (size_t i = 0; i < n; i++) {
        const struct dw_doc *doc = read_text(cases[i].text, "2019-08-10");
        const struct dw_event *e = doc->events.v;
        char got[64] = "nothing";

        if (doc->events.n)
            snprintf(got, sizeof got, "%s %s", dw_event_type_name(e->type), aux[e->aux]);
        CHECK(!strcmp(got, cases[i].want), cases[i].label, "%s\n  want %s\n  got  %s",
              cases[i].text, cases[i].want, got);
        if (cases[i].rule && doc->events.n)
            CHECK(!strcmp(e->rule, cases[i].rule), cases[i].label, "rule: %s", e->rule);
    }
}

static const struct told to_come[] = {
    {"plain past", "Peru imposed tariffs on Chile.", "SANCTION fact", "told as a fact"},
    {"will", "Peru will impose tariffs on Chile.", "SANCTION future", "auxiliary of the future"},
    {"would, reported", "Peru said it would impose tariffs on Chile.", "SANCTION future",
     "future in reported speech"},
    {"plans to", "Peru plans to impose tariffs on Chile.", "SANCTION future",
     "planned or expected"},
    {"is expected to", "Peru is expected to impose tariffs on Chile.", "SANCTION future",
     "planned or expected"},
    {"is set to", "Peru is set to impose tariffs on Chile.", "SANCTION future",
     "planned or expected"},
    {"is likely to", "Peru is likely to impose tariffs on Chile.", "SANCTION future",
     "planned or expected"},
    {"is about to", "Peru is about to impose tariffs on Chile.", "SANCTION future",
     "planned or expected"},
    {"is to", "Peru is to impose tariffs on Chile.", "SANCTION future", "is to happen"},
    {"prepares to", "Peru is preparing to expel the Chilean ambassador.", "SANCTION future",
     "planned or expected"},
    {"decided to is done", "Peru decided to expel the Chilean ambassador.", "SANCTION fact", NULL},
    {"managed to is done", "Peru managed to sign the treaty with Chile.", "SUPPORT fact", NULL},
    {"planned talks", "Peru will meet with Chile.", "AGREE fact", "auxiliary of the future"},
    {"planned aid", "Peru plans to send medicine to Chile.", "AGREE fact", NULL},
    {"planned concession", "Peru will lift the tariffs on Chile.", "CONCEDE fact", NULL},
    {"agreed concession", "Peru agreed to lift the tariffs on Chile.", "CONCEDE fact", NULL},
    {"offered concession", "Peru offered to lift the tariffs on Chile.", "CONCEDE fact", NULL},
    {"willing", "Peru is ready to lift the tariffs on Chile.", "CONCEDE fact", NULL},
    {"hostile, on a condition", "Peru will impose tariffs on Chile unless it lifts the ban.",
     "THREATEN fact", NULL},
    {"threat", "Peru threatened to impose tariffs on Chile.", "THREATEN fact", NULL},
    {"warned that", "Peru warned it would expel the Chilean ambassador.", "THREATEN fact", NULL},
};

static const struct told possible[] = {
    {"could", "Peru could impose tariffs on Chile.", "SANCTION hypothetical",
     "auxiliary of possibility"},
    {"may, reported", "Peru said it may impose tariffs on Chile.", "SANCTION hypothetical",
     "auxiliary of possibility"},
    {"must", "Peru must lift the tariffs on Chile.", "CONCEDE hypothetical",
     "auxiliary of possibility"},
    {"would have", "Peru would have imposed tariffs on Chile.", "SANCTION hypothetical",
     "conditional"},
    {"if", "If Peru imposes tariffs on Chile, prices will rise.", "SANCTION hypothetical",
     "condition"},
    {"whether", "Peru asked whether Chile had imposed tariffs on Bolivia.", "SANCTION hypothetical",
     "condition"},
    {"considers a noun", "Peru is considering tariffs on Chile.", "SANCTION hypothetical",
     "considered or possible"},
    {"considers a gerund", "Peru is considering imposing tariffs on Chile.",
     "SANCTION hypothetical", "considered or possible"},
    {"a question", "Did Peru impose tariffs on Chile?", "SANCTION hypothetical", "question"},
    {"a question of why presupposes", "Why did Peru impose tariffs on Chile?", "SANCTION fact",
     NULL},
};

static const struct told denied[] = {
    {"did not", "Peru did not impose tariffs on Chile.", "SANCTION negated", "negated"},
    {"never", "Peru never imposed tariffs on Chile.", "SANCTION negated", "negated"},
    {"will not, hostile", "Peru will not impose tariffs on Chile.", "SANCTION negated", "will not"},
    {"denied that", "Peru denied that it had imposed tariffs on Chile.", "SANCTION negated",
     "failed, avoided or denied"},
    {"failed to", "Peru failed to sign the treaty with Chile.", "SUPPORT negated",
     "failed, avoided or denied"},
    {"unable to", "Peru was unable to sign the treaty with Chile.", "SUPPORT negated", NULL},
    {"avoided", "Peru avoided imposing tariffs on Chile.", "SANCTION negated", NULL},
    {"refrained from", "Peru refrained from expelling the Chilean ambassador.", "SANCTION negated",
     NULL},
    {"stopped short of", "Peru stopped short of expelling the Chilean ambassador.",
     "SANCTION negated", NULL},
    {"decided against", "Peru decided against expelling the Chilean ambassador.",
     "SANCTION negated", NULL},
    {"has yet to", "Peru has yet to impose tariffs on Chile.", "SANCTION negated", NULL},
    {"no plans to", "Peru has no plans to impose tariffs on Chile.", "SANCTION negated",
     "not meant to happen"},
    {"no evidence that", "There is no evidence that Peru bombed Chile.", "ASSAULT negated", NULL},
    {"no object", "Peru imposed no tariffs on Chile.", "SANCTION negated", "negated"},
    {"no subject", "Nobody bombed Chile, Peru said.", "ASSAULT negated", "negated"},
};

static const struct told refused[] = {
    {"refused to", "Peru refused to sign the treaty with Chile.", "REJECT fact", NULL},
    {"ruled out", "Peru ruled out imposing tariffs on Chile.", "REJECT fact", NULL},
    {"will not, friendly", "Peru will not meet with Chile.", "REJECT fact", "will not"},
    {"not willing to", "Peru is not ready to lift the tariffs on Chile.", "REJECT fact", NULL},
    {"unwilling to", "Peru is unwilling to lift the tariffs on Chile.", "REJECT fact", "refused"},
    {"did not agree to", "Peru did not agree to lift the tariffs on Chile.", "REJECT fact", NULL},
    {"no plans to, friendly", "Peru has no plans to lift the tariffs on Chile.", "REJECT fact",
     "not meant to happen"},
    {"a plan dropped, hostile", "Peru dropped plans to impose tariffs on Chile.", "CONCEDE fact",
     NULL},
    {"a plan dropped, friendly", "Peru cancelled plans to meet with Chile.", "REJECT fact", NULL},
};

static void test_to_come(void **state)
{
    (void)state;
    check_all(to_come, N_ELEMENTS(to_come));
}

static void test_possible(void **state)
{
    (void)state;
    check_all(possible, N_ELEMENTS(possible));
}

static void test_denied(void **state)
{
    (void)state;
    check_all(denied, N_ELEMENTS(denied));
}

static void test_refused(void **state)
{
    (void)state;
    check_all(refused, N_ELEMENTS(refused));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_to_come),
        cmocka_unit_test(test_possible),
        cmocka_unit_test(test_denied),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, open_test_pipeline, close_test_pipeline);
}
