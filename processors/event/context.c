/* SPDX-License-Identifier: MIT */
#include "processors/event/context.h"

#include <string.h>

#include "processors/event/issue.h"
#include "processors/syntax/syntax.h"

static void add_context(struct dw_event *e, const char *context)
{
    for (int i = 0; i < DW_EVENT_CONTEXTS; i++) {
        if (!e->contexts[i]) {
            e->contexts[i] = context;
            return;
        }
        if (!strcmp(e->contexts[i], context))
            return;
    }
}

/* The token whose subtree tells about the event: the verb of the clause for a noun. */
static int32_t clause_of(const struct dw_doc *doc, int32_t token)
{
    for (int n = 0; n < 4; n++) {
        int32_t head = doc->tokens.v[token].head;

        if (doc->tokens.v[token].upos == DW_UPOS_VERB || head == DW_NONE)
            return token;
        token = head;
    }
    return token;
}

static void add_contexts(const struct dw_doc *doc, uint32_t first, uint32_t end,
                         struct dw_event *event)
{
    for (uint32_t i = first; i < end; i++) {
        struct dw_issue issue;

        if (dw_issue_find(doc, i, &issue))
            add_context(event, issue.context);
    }
}

void dw_contexts_find(const struct dw_doc *doc, int32_t predicate, struct dw_event *event)
{
    const struct dw_sentence *s = &doc->sentences.v[doc->tokens.v[predicate].sentence];
    uint32_t first, end;

    dw_token_subtree(doc, clause_of(doc, predicate), &first, &end);
    add_contexts(doc, first, end, event);
    if (!event->contexts[0])
        add_contexts(doc, s->first, s->end, event);
    if (event->type == DW_EVENT_CONSULT || event->type == DW_EVENT_AGREE)
        add_context(event, "diplomatic");
}
