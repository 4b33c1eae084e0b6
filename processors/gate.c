/* SPDX-License-Identifier: MIT */
#include "processors/gate.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/event/bag.h"
#include "processors/syntax/tagset.h"
#include "processors/token.h"

struct dw_gate {
    struct dw_bag *bag;
};

enum dw_err dw_gate_open(struct dw_gate **out, struct dw_error *err)
{
    struct dw_gate *gate = calloc(1, sizeof *gate);
    enum dw_err rc;

    *out = NULL;
    if (!gate)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the gate");
    rc = dw_bag_open(&gate->bag, err);
    if (rc != DW_OK) {
        free(gate);
        return rc;
    }
    *out = gate;
    return DW_OK;
}

void dw_gate_close(struct dw_gate *gate)
{
    if (gate)
        dw_bag_close(gate->bag);
    free(gate);
}

/* As what the frames may take a token with its tag. */
static unsigned token_pos(const struct dw_token *t)
{
    unsigned pos = t->xpos == DW_XPOS_VBN || t->xpos == DW_XPOS_JJ ? DW_BAG_ATTRIBUTE : 0;

    if (t->upos == DW_UPOS_NOUN || t->upos == DW_UPOS_PROPN)
        pos |= DW_BAG_NOUN;
    if (t->upos == DW_UPOS_VERB || t->upos == DW_UPOS_ADJ)
        pos |= DW_BAG_VERB;
    return pos;
}

/* "to" before a verb, an adverb between them at most, or a gerund. */
static bool is_complement(const struct dw_doc *doc, const struct dw_sentence *sentence, uint32_t i)
{
    const struct dw_token *t = &doc->tokens.v[i];

    if (t->xpos != DW_XPOS_TO)
        return t->xpos == DW_XPOS_VBG;
    for (i++; i < sentence->end && doc->tokens.v[i].upos == DW_UPOS_ADV;)
        i++;
    return i < sentence->end && doc->tokens.v[i].xpos == DW_XPOS_VB;
}

/* "has said": no frame asks for these three but as verbs of their own. */
static bool is_mere_auxiliary(const struct dw_token *t)
{
    return t->upos == DW_UPOS_AUX &&
           (!strcmp(t->lemma, "have") || !strcmp(t->lemma, "be") || !strcmp(t->lemma, "do"));
}

/* Put a token into the bag: as its lemma, and as its form where that is another word. */
static void add_token(struct dw_bag *bag, const struct dw_doc *doc, uint32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];
    const char *form = dw_token_form(doc, token);
    size_t len = dw_token_len(t), n = strlen(t->lemma);
    uint16_t word = dw_bag_word(bag, form, len, t->hash);

    if (n == len && !strncasecmp(t->lemma, form, n)) {
        dw_bag_add(bag, word, token_pos(t));
        return;
    }
    dw_bag_add(bag, dw_bag_word(bag, t->lemma, n, dw_token_hash(t->lemma, n)), token_pos(t));
    dw_bag_add(bag, word, 0);
}

bool dw_gate_admits(struct dw_gate *gate, const struct dw_doc *doc,
                    const struct dw_sentence *sentence)
{
    dw_bag_reset(gate->bag);
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct dw_token *t = &doc->tokens.v[i];

        if (t->flags & DW_TOKEN_PUNCT)
            continue;
        if (is_complement(doc, sentence, i))
            dw_bag_add_complement(gate->bag);
        if (!is_mere_auxiliary(t))
            add_token(gate->bag, doc, i);
    }
    return dw_bag_holds(gate->bag);
}
