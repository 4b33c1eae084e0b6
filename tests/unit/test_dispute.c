/* SPDX-License-Identifier: MIT */
/*
 * test_dispute.c - texts of our own, each with the disputes that it must give: parties and how many
 * events each has.
 */
#include "tests/unit/texts.h"

static const struct text_case cases[] = {
    {"two parties", "Peru criticized Chile. Chile expelled a Peruvian diplomat.", "CHL-PER 2"},
    {"two disputes", "Peru criticized Chile. Kenya banned Ugandan milk.", "CHL-PER 1; KEN-UGA 1"},
    {"one side has several parties",
     "Egypt criticized Ethiopia. Egypt and Sudan condemned Ethiopia over the dam.",
     "EGY-ETH-SDN 2"},
    {"third states are no parties",
     "Greece accused Turkey of spying. Germany urged Greece and Turkey "
     "to hold talks.",
     "GRC-TUR 2"},
    {"whoever mediates is no party",
     "Kenya expelled a Somali diplomat. Qatar mediated between Kenya and Somalia.", "KEN-SOM 2"},
    {"what a mediator talks of with one party is of their dispute",
     "Peru expelled the Chilean ambassador. The Brazilian foreign minister met Peru's president "
     "on Friday.",
     "CHL-PER 2"},
    {"talks of one who is in two disputes stand alone",
     "Peru criticized Chile. Peru recalled its ambassador to Bolivia. The Brazilian president met "
     "Peru's president on Friday.",
     "CHL-PER 1; BOL-PER 1; BRA-PER 1"},
    {"a forum is no party",
     "Brazil filed a complaint against Canada with the World Trade Organization.", "BRA-CAN 1"},
    {"a body of states as the other side", "Russia condemned the United Nations.", "RUS-UNO 1"},
    {"one party alone is no dispute", "Peruvian Prime Minister Rosa Quispe resigned.", ""},
    {"nothing", "The weather in Lima was fine.", ""},
};

static void describe(const struct dw_doc *doc, struct dw_strbuf *out)
{
    for (uint32_t i = 0; i < doc->disputes.n; i++) {
        const struct dw_dispute *d = &doc->disputes.v[i];

        dw_strbuf_adds(out, i ? "; " : "");
        for (uint32_t k = 0; k < d->parties.n; k++)
            dw_strbuf_addf(out, "%s%s", k ? "-" : "", d->parties.v[k]);
        dw_strbuf_addf(out, " %u", d->events.n);
    }
}

static void test_disputes(void **state)
{
    (void)state;
    check_texts(cases, N_ELEMENTS(cases), describe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disputes),
    };

    return cmocka_run_group_tests(tests, open_test_pipeline, close_test_pipeline);
}
