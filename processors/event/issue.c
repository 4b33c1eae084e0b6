/* SPDX-License-Identifier: MIT */
#include "processors/event/issue.h"

#include <stdio.h>
#include <string.h>

#include "lexicon/context.inc"

enum { N_ROWS = sizeof table_context / sizeof *table_context, PAIR_MAX = 64 };

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

static bool find_key(const char *key, struct dw_issue *out)
{
    size_t low = 0, high = N_ROWS;

    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = strcmp((const char *)table_context_pool + table_context[mid].lemma, key);

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

/* The lemma behind a token, over a hyphen; NULL at the end of the sentence. */
static const char *next_lemma(const struct dw_doc *doc, uint32_t token)
{
    uint32_t end = doc->sentences.v[doc->tokens.v[token].sentence].end;
    const char *lemma = ++token < end ? doc->tokens.v[token].lemma : NULL;

    return lemma && !strcmp(lemma, "-") && ++token < end ? doc->tokens.v[token].lemma : lemma;
}

bool dw_issue_find(const struct dw_doc *doc, uint32_t token, struct dw_issue *out)
{
    const char *lemma = doc->tokens.v[token].lemma, *next = next_lemma(doc, token);
    char pair[PAIR_MAX];

    if (!lemma)
        return false;
    if (next && snprintf(pair, sizeof pair, "%s-%s", lemma, next) < PAIR_MAX && find_key(pair, out))
        return true;
    return find_key(lemma, out);
}
