/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/syntax/inflection.h"

static void test_forms_have_lemmas(void **state)
{
    static const struct {
        const char *label, *form;
        enum dw_xpos xpos;
        const char *want; /* NULL: the table says nothing */
    } cases[] = {
        {"past", "bombed", DW_XPOS_VBD, "bomb"},
        {"participle", "bombed", DW_XPOS_VBN, "bomb"},
        {"doubled consonant", "boycotting", DW_XPOS_VBG, "boycott"},
        {"irregular", "froze", DW_XPOS_VBD, "freeze"},
        {"irregular, read as present", "froze", DW_XPOS_VBP, "freeze"},
        {"silent e", "conceded", DW_XPOS_VBD, "concede"},
        {"plural", "supplies", DW_XPOS_NNS, "supply"},
        {"capital letters", "BOMBED", DW_XPOS_VBD, "bomb"},
        {"another part of speech", "bombed", DW_XPOS_JJ, NULL},
        {"noun that is listed as a verb alone", "storms", DW_XPOS_NNS, NULL},
        {"regular", "walked", DW_XPOS_VBD, NULL},
        {"before the first row", "", DW_XPOS_VBD, NULL},
        {"behind the last row", "zzz", DW_XPOS_VBD, NULL},
        {"longer than any form", "counterrevolutionarily-minded", DW_XPOS_VBD, NULL},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *got = dw_inflection_find(cases[i].form, strlen(cases[i].form), cases[i].xpos);

        CHECK(got ? cases[i].want && !strcmp(got, cases[i].want) : !cases[i].want, cases[i].label,
              "%s: %s", cases[i].form, got ? got : "nothing");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms_have_lemmas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
