/* SPDX-License-Identifier: MIT */
#include "processors/gate.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/event/bag.h"
#include "processors/syntax/inflection.h"
#include "processors/syntax/lemma.h"

enum {
    FORM_MAX = 24, /* bytes of a form that is kept; longer ones are looked up each time */
    FORM_WORDS = 4,
    FORMS = 1 << 15,
    PROBES = 4,
};

/* The words of the bag that a form may stand for. */
struct form {
    char text[FORM_MAX]; /* lower case */
    uint8_t len;         /* 0: free */
    uint8_t n;
    uint8_t pos[FORM_WORDS];
    uint16_t word[FORM_WORDS];
};

struct dw_gate {
    const struct dw_model *model;
    struct dw_bag *bag;
    struct form forms[FORMS];
};

enum dw_err dw_gate_open(struct dw_gate **out, const struct dw_model *model, struct dw_error *err)
{
    struct dw_gate *gate = calloc(1, sizeof *gate);
    enum dw_err rc;

    *out = NULL;
    if (!gate)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the gate");
    gate->model = model;
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

/* --- forms ----------------------------------------------------------------------------------- */

static void add_reading(struct form *f, uint16_t word, unsigned pos)
{
    for (int i = 0; i < f->n; i++)
        if (f->word[i] == word) {
            f->pos[i] |= (uint8_t)pos;
            return;
        }
    if (word && f->n < FORM_WORDS) {
        f->word[f->n] = word;
        f->pos[f->n++] = (uint8_t)pos;
    }
}

/* Find all that a form may stand for: its lemma with each tag, as what that makes it. */
static void read_form(const struct dw_gate *gate, const char *text, size_t len, struct form *f)
{
    static const struct {
        enum dw_xpos xpos;
        unsigned pos;
    } tags[] = {
        {DW_XPOS_VB, DW_BAG_VERB},
        {DW_XPOS_VBD, DW_BAG_VERB},
        {DW_XPOS_VBG, DW_BAG_VERB},
        {DW_XPOS_VBN, DW_BAG_VERB | DW_BAG_ATTRIBUTE},
        {DW_XPOS_VBP, DW_BAG_VERB},
        {DW_XPOS_VBZ, DW_BAG_VERB},
        {DW_XPOS_NN, DW_BAG_NOUN},
        {DW_XPOS_NNS, DW_BAG_NOUN},
        {DW_XPOS_NNP, DW_BAG_NOUN},
        {DW_XPOS_NNPS, DW_BAG_NOUN},
        {DW_XPOS_JJ, DW_BAG_VERB | DW_BAG_ATTRIBUTE},
        {DW_XPOS_JJR, DW_BAG_VERB},
        {DW_XPOS_IN, 0},
        {DW_XPOS_RB, 0},
        {DW_XPOS_MD, 0},
    };
    char lemma[DW_LEMMA_MAX];

    f->n = 0;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        const char *known = dw_inflection_find(text, len, tags[i].xpos);
        size_t n =
            known ? strlen(known) : dw_lemma_find(gate->model, text, len, tags[i].xpos, lemma);

        add_reading(f, dw_bag_word(gate->bag, known ? known : lemma, n), tags[i].pos);
    }
    add_reading(f, dw_bag_word(gate->bag, text, len), 0);
}

/* What is known of a form, found out now if it is new; `scratch` takes what cannot be kept. */
static const struct form *find_form(struct dw_gate *gate, const char *text, size_t len,
                                    uint32_t hash, struct form *scratch)
{
    if (len > FORM_MAX) {
        read_form(gate, text, len, scratch);
        return scratch;
    }
    for (size_t i = 0; i < len; i++)
        scratch->text[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] | 0x20) : text[i];
    scratch->len = (uint8_t)len;
    for (uint32_t probe = 0; probe < PROBES; probe++) {
        struct form *f = &gate->forms[(hash + probe) % FORMS];

        if (f->len == len && !memcmp(f->text, scratch->text, len))
            return f;
        if (f->len)
            continue;
        read_form(gate, scratch->text, len, scratch);
        *f = *scratch;
        return f;
    }
    read_form(gate, scratch->text, len, scratch);
    return scratch;
}

/* "to", or what may be a gerund. */
static bool may_be_complement(const struct dw_doc *doc, uint32_t token)
{
    const char *form = dw_token_form(doc, token);
    size_t len = dw_token_len(&doc->tokens.v[token]);

    return (len == 2 && (form[0] | 0x20) == 't' && (form[1] | 0x20) == 'o') ||
           (len > 4 && !strncasecmp(form + len - 3, "ing", 3));
}

bool dw_gate_admits_forms(struct dw_gate *gate, const struct dw_doc *doc,
                          const struct dw_sentence *sentence)
{
    if (sentence->zone != DW_ZONE_BODY)
        return false;
    dw_bag_reset(gate->bag);
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct dw_token *t = &doc->tokens.v[i];
        const struct form *f;
        struct form scratch;

        if (t->flags & DW_TOKEN_PUNCT)
            continue;
        if (may_be_complement(doc, i))
            dw_bag_add_complement(gate->bag);
        f = find_form(gate, dw_token_form(doc, i), dw_token_len(t), t->hash, &scratch);
        for (int k = 0; k < f->n; k++)
            dw_bag_add(gate->bag, f->word[k], f->pos[k]);
    }
    return dw_bag_holds(gate->bag);
}

/* --- tags ------------------------------------------------------------------------------------ */

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

bool dw_gate_admits_tags(struct dw_gate *gate, const struct dw_doc *doc,
                         const struct dw_sentence *sentence)
{
    dw_bag_reset(gate->bag);
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct dw_token *t = &doc->tokens.v[i];
        size_t len;

        if (t->flags & DW_TOKEN_PUNCT)
            continue;
        if (is_complement(doc, sentence, i))
            dw_bag_add_complement(gate->bag);
        if (is_mere_auxiliary(t))
            continue;
        len = strlen(t->lemma);
        dw_bag_add(gate->bag, dw_bag_word(gate->bag, t->lemma, len), token_pos(t));
        if (len != dw_token_len(t) || memcmp(t->lemma, dw_token_form(doc, i), len) != 0)
            dw_bag_add(gate->bag, dw_bag_word(gate->bag, dw_token_form(doc, i), dw_token_len(t)),
                       0);
    }
    return dw_bag_holds(gate->bag);
}
