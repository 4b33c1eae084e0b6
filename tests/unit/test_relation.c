/* SPDX-License-Identifier: MIT */
/*
 * test_relation.c - texts of our own, each with the link that it is there for: "2 reverses 1", or
 * nothing. Events count in the order in which they are told.
 */
#include "tests/unit/texts.h"

static const struct text_case cases[] = {
    {"a ban lifted", "Peru banned imports of Chilean fruit in May. Peru lifted the ban in July.",
     "2 reverses 1"},
    {"a ban suspended", "Peru banned imports of Chilean fruit. Peru suspended the ban on Friday.",
     "2 suspends 1"},
    {"a demand to end curbs",
     "Japan imposed export curbs on South Korea. South Korea demanded that Japan lift the curbs.",
     "2 demands-end-of 1"},
    {"a demand refused",
     "Egypt asked Ethiopia to halt work on the dam. Ethiopia rejected the demand.",
     "2 responds-to 1"},
    {"an accusation denied", "Greece accused Turkey of spying. Turkey denied the accusation.",
     "2 responds-to 1"},
    {"a complaint over curbs",
     "Japan imposed export curbs on South Korea. South Korea filed a complaint against Japan at "
     "the "
     "World Trade Organization.",
     "2 responds-to 1"},
    {"retaliation", "Spain expelled a Cuban diplomat. Cuba retaliated against Spain.",
     "2 responds-to 1"},
    {"cause in the same sentence",
     "Kenya recalled its ambassador to Somalia after Somalia seized a Kenyan ship.",
     "1 responds-to 2"},
    {"troops go home",
     "Ethiopia sent troops to Somalia in May. Ethiopia withdrew its troops from Somalia in July.",
     "2 reverses 1"},
    {"prisoners freed",
     "Iran arrested two British sailors in May. Iran released the British sailors in June.",
     "2 reverses 1"},
    {"leaving a pact",
     "Laos signed a border treaty with Thailand in May. Laos withdrew from the treaty with "
     "Thailand in June.",
     "2 reverses 1"},
    {"further talks",
     "Egypt held talks with Sudan in May. Egypt held talks with Sudan in Cairo on July 3.",
     "2 continues 1"},
    {"a harder measure",
     "The United States imposed sanctions on Belarus in May. The United States tightened the "
     "sanctions on Belarus in July.",
     "2 continues 1"},
    {"an invitation taken",
     "Pakistan invited India to talks. Pakistan and India agreed to hold talks in May.",
     "2 responds-to 1"},
    {"criticism of a step",
     "Turkey imposed tariffs on Greek wine in May. Greece criticized the tariffs.",
     "2 responds-to 1"},
    {"praise of a step", "Niger reopened its border with Nigeria. Nigeria welcomed the decision.",
     "2 responds-to 1"},
    {"the dyad counts, not the actor alone",
     "Kenya banned Ugandan milk in May. Kenya banned Somali fish in June. Uganda demanded that "
     "Kenya lift the ban.",
     "3 demands-end-of 1"},
    {"what came later is not reversed",
     "Iran arrested two British sailors in June 2019. Iran released British sailors in May 2012.",
     ""},
    {"a demand on one's own side ends no step of others",
     "Peru sent troops to the border. Peruvian lawmakers demanded that Peru close the crossing.",
     ""},
    {"nothing to answer", "Peru criticized Chile.", ""},
    {"another matter", "Kenya banned Ugandan milk in May. Peru criticized Chile.", ""},
    {"what was denied is not reversed",
     "Peru did not ban imports of Chilean fruit. Peru criticized Chile.", ""},
};

static void describe(const struct dw_doc *doc, struct dw_strbuf *out)
{
    for (uint32_t i = 0; i < doc->events.n; i++)
        for (uint32_t k = 0; k < doc->events.v[i].relations.n; k++) {
            const struct dw_relation *r = &doc->events.v[i].relations.v[k];

            dw_strbuf_addf(out, "%s%u %s %d", out->len ? "; " : "", i + 1,
                           dw_relation_type_name(r->type), r->event + 1);
        }
}

static void test_relations(void **state)
{
    (void)state;
    check_texts(cases, N_ELEMENTS(cases), describe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_relations),
    };

    return cmocka_run_group_tests(tests, open_test_pipeline, close_test_pipeline);
}
