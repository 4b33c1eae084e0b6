/* SPDX-License-Identifier: MIT */
/*
 * syntax.c - the processor: tags, lemmas and a tree for each sentence.
 *
 * Sentences are taken in blocks of at most DW_BLOCK words, so that scratch memory is fixed and time
 * linear; a longer one has its later blocks hung from the root of the first.
 */
#include "processors/syntax/syntax.h"

#include <stdlib.h>
#include <string.h>

#include "processors/gate.h"
#include "processors/pipeline.h"
#include "processors/processors.h"
#include "processors/syntax/control.h"
#include "processors/syntax/inflection.h"
#include "processors/syntax/lemma.h"
#include "processors/syntax/parser.h"

struct syntax {
    struct dw_model model;
    struct dw_gate *gate; /* NULL: nobody asks which sentences could state an event */
    bool all;             /* sentences get a tree */
    bool all_zones;
    struct dw_block block;
    struct dw_parse parse;
    struct dw_net_block scratch;
};

static void close_syntax(void *state)
{
    struct syntax *syntax = state;

    dw_gate_close(syntax->gate);
    dw_model_close(&syntax->model);
    free(syntax);
}

static enum dw_err open_syntax(void **state, const struct dw_pipeline_options *options,
                               struct dw_error *err)
{
    struct syntax *syntax = calloc(1, sizeof *syntax);
    enum dw_err rc;

    if (!syntax)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the parser");
    rc = dw_model_open(&syntax->model, options->model, err);
    if (rc == DW_OK && !options->conllu)
        rc = dw_gate_open(&syntax->gate, err);
    if (rc != DW_OK) {
        close_syntax(syntax);
        return rc;
    }
    syntax->all = options->full_depth || options->conllu;
    syntax->all_zones = options->conllu;
    *state = syntax;
    return DW_OK;
}

uint64_t dw_syntax_checksum(const void *state)
{
    const struct syntax *syntax = state;
    const struct dw_model_header *header = (const void *)syntax->model.base;

    return header->checksum;
}

/* --- one block of a sentence ----------------------------------------------------------------- */

static void read_words(struct syntax *syntax, const struct dw_doc *doc, uint32_t first, int n,
                       bool caps)
{
    dw_block_reset(&syntax->block, n);
    for (int i = 0; i < n; i++) {
        uint32_t t = first + (uint32_t)i;

        dw_word_read(&syntax->block.word[i + 1], dw_token_form(doc, t),
                     dw_token_len(&doc->tokens.v[t]), caps);
    }
}

/* Lemmas of a block in one allocation: each is at most some bytes longer than its form. */
static enum dw_err add_lemmas(struct syntax *syntax, struct dw_doc *doc, uint32_t first, int n,
                              struct dw_error *err)
{
    char lemma[DW_LEMMA_MAX], *at;
    size_t size = 0;

    for (uint32_t t = first; t < first + (uint32_t)n; t++) {
        size_t len = dw_token_len(&doc->tokens.v[t]);

        size += (len < DW_WORD_MAX ? len : DW_WORD_MAX) + DW_LEMMA_MAX - DW_WORD_MAX;
    }
    at = dw_arena_alloc(&doc->arena, size);
    if (!at)
        return dw_error_set(err, DW_NOMEM, doc->tokens.v[first].span.beg, "no memory for lemmas");
    for (uint32_t t = first; t < first + (uint32_t)n; t++) {
        struct dw_token *token = &doc->tokens.v[t];
        const char *known = dw_inflection_find(dw_token_form(doc, t), dw_token_len(token),
                                               (enum dw_xpos)token->xpos);
        size_t len;

        if (known) {
            token->lemma = known;
            continue;
        }
        len = dw_lemma_find(&syntax->model, dw_token_form(doc, t), dw_token_len(token),
                            (enum dw_xpos)token->xpos, lemma);
        token->lemma = memcpy(at, lemma, len + 1);
        at += len + 1;
    }
    return DW_OK;
}

static void add_tags(const struct syntax *syntax, struct dw_doc *doc, uint32_t first)
{
    for (int i = 1; i <= syntax->block.n; i++) {
        struct dw_token *token = &doc->tokens.v[first + (uint32_t)i - 1];
        const struct dw_tag_class *class = &syntax->model.classes[syntax->block.tag[i]];

        token->upos = class->upos;
        token->xpos = class->xpos;
        token->cluster = syntax->block.word[i].cluster;
    }
}

/* Copy the tree to the tokens. `root`: where the block's own root hangs; DW_NONE if nowhere. */
static void add_tree(const struct syntax *syntax, struct dw_doc *doc, uint32_t first, int32_t root)
{
    int n = syntax->block.n;

    for (int i = 1; i <= n; i++) {
        struct dw_token *token = &doc->tokens.v[first + (uint32_t)i - 1];

        token->parsed = true;
        token->head = (int32_t)first + syntax->parse.head[i] - 1;
        token->deprel = syntax->parse.label[i];
        if (syntax->parse.head[i] == n + 1) {
            token->head = root;
            token->deprel = root == DW_NONE ? DW_DEPREL_ROOT : DW_DEPREL_PARATAXIS;
        }
    }
}

/* Chain the children of each head, in text order. */
static void link_children(struct dw_doc *doc, const struct dw_sentence *sentence)
{
    for (uint32_t t = sentence->first; t < sentence->end; t++)
        doc->tokens.v[t].child = doc->tokens.v[t].sibling = DW_NONE;
    for (uint32_t t = sentence->end; t-- > sentence->first;) {
        struct dw_token *token = &doc->tokens.v[t];

        if (token->head != DW_NONE) {
            token->sibling = doc->tokens.v[token->head].child;
            doc->tokens.v[token->head].child = (int32_t)t;
        }
    }
}

/* How far to go with a sentence: to a tree if the gate admits it, or to a tree. */
enum aim { AIM_ADMITTED, AIM_TREE };

/* Only the story states events. Of a sentence of several blocks the first are parsed before the
 * gate could see the last. */
static bool is_worth_tree(const struct syntax *syntax, const struct dw_doc *doc,
                          struct dw_sentence *sentence, enum aim aim)
{
    sentence->admitted =
        syntax->gate && sentence->zone == DW_ZONE_BODY &&
        (sentence->end - sentence->first > DW_BLOCK || dw_gate_admits(syntax->gate, doc, sentence));
    return aim == AIM_TREE || sentence->admitted;
}

/* Give a sentence its tags, and a tree if it is worth one. */
static enum dw_err run_sentence(struct syntax *syntax, struct dw_doc *doc,
                                struct dw_sentence *sentence, enum aim aim, struct dw_error *err)
{
    bool caps = dw_text_is_caps(doc->article.text + sentence->span.beg,
                                sentence->span.end - sentence->span.beg);
    int32_t root = DW_NONE;
    int n;

    for (uint32_t first = sentence->first; first < sentence->end; first += (uint32_t)n) {
        uint32_t left = sentence->end - first;
        enum dw_err rc;

        n = left < DW_BLOCK ? (int)left : DW_BLOCK;
        read_words(syntax, doc, first, n, caps);
        dw_tagger_run(&syntax->model, &syntax->block, &syntax->scratch);
        add_tags(syntax, doc, first);
        rc = add_lemmas(syntax, doc, first, n, err);
        if (rc != DW_OK)
            return rc;
        if (!is_worth_tree(syntax, doc, sentence, aim))
            continue;
        dw_parser_run(&syntax->model, &syntax->block, &syntax->parse, &syntax->scratch);
        add_tree(syntax, doc, first, root);
        if (root == DW_NONE)
            root = (int32_t)first + syntax->parse.root - 1;
    }
    if (root != DW_NONE) {
        link_children(doc, sentence);
        dw_control_run(doc, sentence);
    }
    return DW_OK;
}

/* Sentences that say nothing about the world are not worth a tree. */
static bool is_wanted(const struct syntax *syntax, const struct dw_sentence *sentence)
{
    return syntax->all_zones ||
           (sentence->zone != DW_ZONE_CONTROL && sentence->zone != DW_ZONE_BOILERPLATE &&
            sentence->zone != DW_ZONE_BYLINE);
}

static bool has_tree(const struct dw_doc *doc, const struct dw_sentence *sentence)
{
    return sentence->first < sentence->end && doc->tokens.v[sentence->first].parsed;
}

static bool has_pronoun(const struct dw_doc *doc, const struct dw_sentence *sentence)
{
    for (uint32_t i = sentence->first; i < sentence->end; i++)
        if (doc->tokens.v[i].xpos == DW_XPOS_PRP || doc->tokens.v[i].xpos == DW_XPOS_PRP_POSS)
            return true;
    return false;
}

/* Pronouns stand for subjects of the sentence before, which only its tree tells. */
static enum dw_err run_antecedents(struct syntax *syntax, struct dw_doc *doc, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    for (uint32_t i = doc->sentences.n; i-- > 1 && rc == DW_OK;) {
        struct dw_sentence *sentence = &doc->sentences.v[i];

        if (has_tree(doc, sentence) && has_pronoun(doc, sentence) &&
            sentence[-1].zone == DW_ZONE_BODY && !has_tree(doc, sentence - 1))
            rc = run_sentence(syntax, doc, sentence - 1, AIM_TREE, err);
    }
    return rc;
}

static enum dw_err run_syntax(void *state, struct dw_doc *doc, struct dw_error *err)
{
    struct syntax *syntax = state;
    enum aim aim = syntax->all ? AIM_TREE : AIM_ADMITTED;
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; i < doc->sentences.n && dw_doc_is_english(doc) && rc == DW_OK; i++) {
        struct dw_sentence *sentence = &doc->sentences.v[i];

        if (!is_wanted(syntax, sentence))
            continue;
        rc = run_sentence(syntax, doc, sentence, aim, err);
        if (has_tree(doc, sentence))
            doc->depth = DW_DEPTH_FULL;
    }
    return rc == DW_OK && !syntax->all ? run_antecedents(syntax, doc, err) : rc;
}

const struct dw_processor dw_processor_syntax = {
    .name = "syntax",
    .summary = "parts of speech, lemmas and dependency trees",
    .open = open_syntax,
    .run = run_syntax,
    .close = close_syntax,
};
