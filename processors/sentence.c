/* SPDX-License-Identifier: MIT */
/*
 * sentence.c - group tokens into sentences.
 *
 * A sentence ends at a full stop, question or exclamation mark with the quotes and brackets that
 * close behind it; at an abbreviation's full stop when the next word looks like a beginning; at a
 * blank or indented line; and at the end of its zone. Line breaks inside a paragraph of
 * hard-wrapped text end nothing; where lines are long each of them is a paragraph.
 */
#include <string.h>

#include "processors/pipeline.h"
#include "processors/processors.h"
#include "processors/token.h"

enum { RUN_MAX = 8 }; /* marks between two sentences */

/* Words that begin a sentence far more often than they follow an abbreviation. */
static const char *const starters[] = {
    "a",    "according", "after", "all",   "also",   "although", "an",    "and",   "as",
    "at",   "both",      "but",   "by",    "during", "earlier",  "for",   "from",  "he",
    "his",  "however",   "i",     "if",    "in",     "it",       "its",   "last",  "later",
    "many", "meanwhile", "most",  "no",    "on",     "one",      "our",   "she",   "since",
    "so",   "some",      "that",  "the",   "their",  "then",     "there", "these", "they",
    "this", "those",     "to",    "under", "we",     "what",     "when",  "while", "who",
    "with", "you",       NULL,
};

static bool is_starter(const struct dw_doc *doc, uint32_t token)
{
    return dw_token_is_one_of(doc, token, starters);
}

/* Closing quotes and brackets, curly or straight. */
static bool is_closer(const struct dw_doc *doc, uint32_t token)
{
    static const char *const closers[] = {"\"",           "''",           "'", ")", "]",
                                          "\xE2\x80\x9D", "\xE2\x80\x99", NULL};

    return dw_token_is_one_of(doc, token, closers);
}

static bool is_terminator(const struct dw_doc *doc, uint32_t token)
{
    const char *form = dw_token_form(doc, token);
    size_t len = dw_token_len(&doc->tokens.v[token]);

    if (!(doc->tokens.v[token].flags & DW_TOKEN_PUNCT))
        return false;
    return form[0] == '?' || form[0] == '!' || (form[0] == '.' && (len == 1 || len > 2)) ||
           (len == 3 && !memcmp(form, "\xE2\x80\xA6", 3));
}

static bool is_ellipsis(const struct dw_doc *doc, uint32_t token)
{
    size_t len = dw_token_len(&doc->tokens.v[token]);

    return dw_token_form(doc, token)[0] != '?' && dw_token_form(doc, token)[0] != '!' && len > 1;
}

/* A word that ends in a full stop and may end a sentence: not "Mr.", not an initial or a month. */
static bool is_final_abbreviation(const struct dw_doc *doc, uint32_t token)
{
    static const char *const final[] = {"inc.", "corp.", "co.",  "ltd.", "cos.", "bros.",
                                        "jr.",  "sr.",   "etc.", "bhd.", "pty.", NULL};
    const char *form = dw_token_form(doc, token);
    size_t len = dw_token_len(&doc->tokens.v[token]);

    if (len < 3 || form[len - 1] != '.')
        return false;
    return memchr(form, '.', len - 1) || dw_token_is_one_of(doc, token, final);
}

/* The next token that could carry a case: skips opening quotes and brackets, but no long run. */
static uint32_t next_word(const struct dw_doc *doc, uint32_t token, uint32_t end)
{
    uint32_t limit = end - token > RUN_MAX ? token + RUN_MAX : end;

    while (token < limit && doc->tokens.v[token].flags & DW_TOKEN_PUNCT)
        token++;
    return token;
}

/* Does the white space between two tokens end a paragraph? */
static bool is_paragraph_gap(struct dw_doc *doc, uint32_t before)
{
    const struct dw_token *t = &doc->tokens.v[before];
    const char *from = doc->article.text + t->span.end, *line;
    size_t len = t[1].span.beg - t->span.end, rest;

    if (t->flags & DW_TOKEN_LINE_AFTER)
        return !doc->wrapped;
    if (!(t->flags & DW_TOKEN_GAP_AFTER) || !(line = memchr(from, '\n', len)))
        return false;
    rest = (size_t)(from + len - line - 1);
    if (!doc->wrapped || memchr(line + 1, '\n', rest))
        return true;
    return rest >= 3 && strspn(line + 1, " \t") >= 3;
}

/* Does a sentence end with the token `at` (closers already taken in), the next one being at + 1? */
static bool is_boundary(const struct dw_doc *doc, uint32_t last, uint32_t at, uint32_t end)
{
    uint32_t next = next_word(doc, at + 1, end);
    const struct dw_token *t;

    if (next >= end)
        return true;
    t = &doc->tokens.v[next];
    if (!(doc->tokens.v[at].flags & DW_TOKEN_SPACE_AFTER))
        return is_closer(doc, at) && t->flags & DW_TOKEN_UPPER_FIRST;
    if (is_terminator(doc, last)) {
        if (is_ellipsis(doc, last) || at > last || doc->tokens.v[last].flags & DW_TOKEN_QUOTED ||
            dw_token_form(doc, last)[0] != '.')
            return t->flags & (DW_TOKEN_UPPER_FIRST | DW_TOKEN_DIGIT) &&
                   !(t->flags & DW_TOKEN_CLITIC);
        return !(t->flags & DW_TOKEN_CLITIC);
    }
    return t->flags & DW_TOKEN_UPPER_FIRST && is_starter(doc, next);
}

static enum dw_err add_sentence(struct dw_doc *doc, uint32_t first, uint32_t end,
                                enum dw_zone_type zone)
{
    struct dw_sentence *sentence = dw_vec_push(&doc->arena, &doc->sentences);

    if (!sentence)
        return DW_NOMEM;
    *sentence = (struct dw_sentence){
        .span = {doc->tokens.v[first].span.beg, doc->tokens.v[end - 1].span.end},
        .first = first,
        .end = end,
        .zone = zone,
    };
    for (uint32_t i = first; i < end; i++)
        doc->tokens.v[i].sentence = doc->sentences.n - 1;
    return DW_OK;
}

/* Does a sentence end with the token *at? Takes the marks that close behind it in, if so. */
static bool is_end(struct dw_doc *doc, uint32_t *at, uint32_t end)
{
    uint32_t last = *at, i = last;

    if (i + 1 == end || is_paragraph_gap(doc, i))
        return true;
    if (!is_terminator(doc, i) && !is_final_abbreviation(doc, i))
        return false;
    while (i + 1 < end && is_closer(doc, i + 1) && !is_paragraph_gap(doc, i) &&
           !(doc->tokens.v[i].flags & DW_TOKEN_SPACE_AFTER))
        i++;
    *at = i;
    return i + 1 == end || is_paragraph_gap(doc, i) || is_boundary(doc, last, i, end);
}

/* Split the tokens [first, end) of one zone. */
static enum dw_err split_zone(struct dw_doc *doc, uint32_t first, uint32_t end,
                              enum dw_zone_type zone)
{
    const unsigned telling =
        DW_TOKEN_STOP | DW_TOKEN_GAP_AFTER | (doc->wrapped ? 0U : DW_TOKEN_LINE_AFTER);
    enum dw_err rc = DW_OK;
    uint32_t beg = first;

    for (uint32_t i = first; i < end && rc == DW_OK; i++) {
        if (i + 1 < end && !(doc->tokens.v[i].flags & telling))
            continue;
        if (is_end(doc, &i, end)) {
            rc = add_sentence(doc, beg, i + 1, zone);
            beg = i + 1;
        }
    }
    return rc;
}

/* State: not NULL if each zone is a line and each line a sentence. */
static enum dw_err open_sentence(void **state, const struct dw_pipeline_options *options,
                                 struct dw_error *err)
{
    static char line_by_line;

    (void)err;
    *state = options->one_sentence_per_line ? &line_by_line : NULL;
    return DW_OK;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    uint32_t first = 0;

    for (uint32_t i = 0; i < doc->zones.n; i++) {
        const struct dw_zone *zone = &doc->zones.v[i];
        uint32_t end = zone->end;
        enum dw_err rc;

        if (state)
            rc = first < end ? add_sentence(doc, first, end, zone->type) : DW_OK;
        else
            rc = split_zone(doc, first, end, zone->type);
        if (rc != DW_OK)
            return dw_error_set(err, rc, zone->span.beg,
                                "too many sentences for the memory of "
                                "one article");
        first = end;
    }
    return DW_OK;
}

const struct dw_processor dw_processor_sentence = {
    .name = "sentence",
    .summary = "sentences, over abbreviations, quotes and hard line breaks",
    .open = open_sentence,
    .run = run,
};
