/* SPDX-License-Identifier: MIT */
#include "processors/syntax/control.h"

#include <stdlib.h>
#include <string.h>

#include "processors/syntax/syntax.h"

/* Sorted. */
static const char *const verbs[] = {
    "advise",   "allow",    "ask",     "authorise", "authorize", "beg",    "cause",    "challenge",
    "compel",   "convince", "direct",  "enable",    "encourage", "expect", "forbid",   "force",
    "implore",  "induce",   "inspire", "instruct",  "invite",    "lead",   "mandate",  "motivate",
    "obligate", "oblige",   "order",   "permit",    "persuade",  "press",  "pressure", "prompt",
    "provoke",  "push",     "remind",  "request",   "require",   "tell",   "urge",     "warn",
};

static int compare_verbs(const void *key, const void *verb)
{
    return strcmp(key, *(const char *const *)verb);
}

static bool is_controller(const struct dw_token *verb)
{
    return verb->upos == DW_UPOS_VERB && verb->lemma &&
           bsearch(verb->lemma, verbs, sizeof verbs / sizeof *verbs, sizeof *verbs, compare_verbs);
}

/* True if the verb has someone to control: an object before `clause`, or a passive subject. */
static bool has_controlled(const struct dw_doc *doc, int32_t verb, int32_t clause)
{
    int32_t object = dw_token_child_find(doc, verb, DW_DEPREL_OBJ);

    return (object != DW_NONE && verb < object && object < clause) ||
           dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ_PASS) != DW_NONE;
}

void dw_control_run(struct dw_doc *doc, const struct dw_sentence *sentence)
{
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        struct dw_token *clause = &doc->tokens.v[i];
        int32_t verb = clause->head;

        if (clause->deprel != DW_DEPREL_ADVCL || clause->xpos != DW_XPOS_VB || verb > (int32_t)i ||
            !is_controller(&doc->tokens.v[verb]))
            continue;
        if (dw_token_child_find_lemma(doc, (int32_t)i, "to") != DW_NONE &&
            has_controlled(doc, verb, (int32_t)i))
            clause->deprel = DW_DEPREL_XCOMP;
    }
}
