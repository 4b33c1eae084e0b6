/* SPDX-License-Identifier: MIT */
#include "processors/syntax/syntax.h"

#include <string.h>

static bool has_tree(const struct dw_doc *doc, int32_t token)
{
    return token >= 0 && (uint32_t)token < doc->tokens.n && doc->tokens.v[token].parsed;
}

int32_t dw_token_child(const struct dw_doc *doc, int32_t token)
{
    return has_tree(doc, token) ? doc->tokens.v[token].child : DW_NONE;
}

int32_t dw_token_sibling(const struct dw_doc *doc, int32_t token)
{
    return has_tree(doc, token) ? doc->tokens.v[token].sibling : DW_NONE;
}

int32_t dw_token_child_find(const struct dw_doc *doc, int32_t token, enum dw_deprel rel)
{
    dw_token_children(doc, c, token)
    {
        if (doc->tokens.v[c].deprel == rel)
            return c;
    }
    return DW_NONE;
}

int32_t dw_token_child_find_base(const struct dw_doc *doc, int32_t token, enum dw_deprel base)
{
    dw_token_children(doc, c, token)
    {
        if (dw_token_is_rel(doc, c, base))
            return c;
    }
    return DW_NONE;
}

int32_t dw_token_child_find_lemma(const struct dw_doc *doc, int32_t token, const char *lemma)
{
    dw_token_children(doc, c, token)
    {
        if (dw_token_is_lemma(doc, c, lemma))
            return c;
    }
    return DW_NONE;
}

bool dw_token_is_rel(const struct dw_doc *doc, int32_t token, enum dw_deprel base)
{
    return has_tree(doc, token) && dw_deprel_is(doc->tokens.v[token].deprel, base);
}

bool dw_token_is_lemma(const struct dw_doc *doc, int32_t token, const char *lemma)
{
    const char *own = token >= 0 ? doc->tokens.v[token].lemma : NULL;

    return own && !strcmp(own, lemma);
}

bool dw_token_is_under(const struct dw_doc *doc, int32_t token, int32_t ancestor)
{
    while (token != ancestor && has_tree(doc, token))
        token = doc->tokens.v[token].head;
    return token == ancestor;
}

/* The outermost token on one side: trees are projective but for the repair of long sentences, so
 * the ends of a subtree are reached by following its outermost children. */
static int32_t find_edge(const struct dw_doc *doc, int32_t token, bool right)
{
    for (;;) {
        int32_t edge = token;

        dw_token_children(doc, c, token)
        {
            if (right ? c > edge : c < edge)
                edge = c;
        }
        if (edge == token)
            return token;
        token = edge;
    }
}

void dw_token_subtree(const struct dw_doc *doc, int32_t token, uint32_t *first, uint32_t *end)
{
    *first = (uint32_t)find_edge(doc, token, false);
    *end = (uint32_t)find_edge(doc, token, true) + 1;
}

int32_t dw_sentence_root(const struct dw_doc *doc, uint32_t sentence)
{
    const struct dw_sentence *s = &doc->sentences.v[sentence];

    for (uint32_t t = s->first; t < s->end; t++)
        if (has_tree(doc, (int32_t)t) && doc->tokens.v[t].head == DW_NONE)
            return (int32_t)t;
    return DW_NONE;
}
