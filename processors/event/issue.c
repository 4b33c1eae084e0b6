/* SPDX-License-Identifier: MIT */
#include "processors/event/issue.h"

#include <string.h>

#include "lexicon/context.inc"

enum { N_ROWS = sizeof table_context / sizeof *table_context };

static const char *const contexts[] = {
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
};

_Static_assert(sizeof contexts / sizeof *contexts == TABLE_CONTEXT_CONTEXT_TRAFFICKING + 1,
               "the contexts of context.tsv");

bool dw_issue_find(const struct dw_doc *doc, uint32_t token, struct dw_issue *out)
{
    const char *lemma = doc->tokens.v[token].lemma;
    size_t low = 0, high = N_ROWS;

    while (lemma && low < high) {
        size_t mid = (low + high) / 2;
        int order = strcmp((const char *)table_context_pool + table_context[mid].lemma, lemma);

        if (!order) {
            out->context = contexts[table_context[mid].context];
            out->slug = (const char *)table_context_pool + table_context[mid].issue;
            return true;
        }
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}
