/* SPDX-License-Identifier: MIT */
/*
 * token.c - walk over text chunk by chunk and make tokens of it.
 */
#include "processors/token/scan.h"

#include "processors/processors.h"

static const uint32_t HASH_BASIS = 2166136261U, HASH_PRIME = 16777619U;

/* One step of dw_token_hash over an ASCII byte of this kind. */
static inline uint32_t hash_byte(uint32_t hash, unsigned char byte, unsigned kind)
{
    return (hash ^ (byte | (kind & B_UPPER) << 4)) * HASH_PRIME;
}

uint32_t dw_token_hash(const char *form, size_t len)
{
    uint32_t h = HASH_BASIS;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)form[i];

        if (c == 0xE2 && len - i >= 3 && !memcmp(form + i, "\xE2\x80\x99", 3)) {
            c = '\'';
            i += 2;
        }
        h = (h ^ (unsigned char)lower((char)c)) * HASH_PRIME;
    }
    return h;
}

bool dw_token_is(const struct dw_doc *doc, uint32_t token, const char *word)
{
    const struct dw_token *t = &doc->tokens.v[token];
    const char *form = dw_token_form(doc, token);
    size_t len = strlen(word);

    if (dw_token_len(t) != len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (lower(form[i]) != word[i])
            return false;
    return true;
}

bool dw_token_is_one_of(const struct dw_doc *doc, uint32_t token, const char *const *words)
{
    for (; *words; words++)
        if (dw_token_is(doc, token, *words))
            return true;
    return false;
}

/* Case and digits of a form that is not all ASCII. A byte above ASCII counts as a lower-case letter
 * unless it begins an upper-case Latin-1 letter. */
static uint16_t form_flags(const char *form, size_t len)
{
    bool has_lower = false, has_letter = false;
    uint16_t flags = 0;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)form[i];
        unsigned char next = i + 1 < len ? (unsigned char)form[i + 1] : 0;
        bool wide_upper = c == 0xC3 && next >= 0x80 && next <= 0x9E;

        if (c >= '0' && c <= '9')
            flags |= DW_TOKEN_DIGIT;
        if (is_upper((char)c) || wide_upper) {
            has_letter = true;
            if (i == 0)
                flags |= DW_TOKEN_UPPER_FIRST;
        } else if ((c >= 'a' && c <= 'z') || c >= 0xC3) {
            has_letter = has_lower = true;
        }
        if (wide_upper)
            i++;
    }
    if (has_letter && !has_lower)
        flags |= DW_TOKEN_UPPER_ALL;
    return flags;
}

/* Flags of a form that is all ASCII, from the kinds of its bytes and of the first. */
static uint16_t ascii_flags(unsigned kinds, unsigned first)
{
    return (uint16_t)((kinds & B_DIGIT ? DW_TOKEN_DIGIT : 0) |
                      (first & B_UPPER ? DW_TOKEN_UPPER_FIRST : 0) |
                      ((kinds & B_LETTER) == B_UPPER ? DW_TOKEN_UPPER_ALL : 0));
}

/* Hash and flags of the form text[beg, end), in one pass unless find_chunk has made it already. */
static void describe_form(struct dw_token *t, const struct scan *s, uint32_t beg, uint32_t end)
{
    unsigned kinds = 0, first = kind_at(s, beg);
    uint32_t h = HASH_BASIS;

    if (beg == s->chunk && end == s->word_end) {
        t->hash = s->word_hash;
        t->flags |= ascii_flags(s->word_kinds, first);
        return;
    }
    for (uint32_t i = beg; i < end; i++) {
        unsigned kind = kind_at(s, i);

        kinds |= kind;
        h = hash_byte(h, (unsigned char)s->text[i], kind);
    }
    if (kinds & B_WIDE) {
        t->hash = dw_token_hash(s->text + beg, end - beg);
        t->flags |= form_flags(s->text + beg, end - beg);
        return;
    }
    t->hash = h;
    t->flags |= ascii_flags(kinds, first);
}

static enum dw_err add_token(struct scan *s, uint32_t beg, uint32_t end, uint16_t flags)
{
    struct dw_token *t = dw_vec_push(s->arena, s->tokens);

    if (!t)
        return DW_NOMEM;
    t->span = (struct dw_span){beg, end};
    t->flags = flags;
    describe_form(t, s, beg, end);
    if (end >= s->chunk_end)
        t->flags |= DW_TOKEN_SPACE_AFTER;
    if (s->quoted)
        t->flags |= DW_TOKEN_QUOTED;
    t->head = t->time = t->mention = DW_NONE;
    return DW_OK;
}

/* Is there a blank line, or an indented one, in the white space [beg, end)? */
static bool is_paragraph_break(const char *text, uint32_t beg, uint32_t end)
{
    const char *line = memchr(text + beg, '\n', end - beg);

    return line &&
           (memchr(line + 1, '\n', (size_t)(text + end - line - 1)) || text + end - line > 3);
}

/* Skip white space. False at the end of the text. */
static bool skip_blanks(struct scan *s)
{
    uint32_t blank = s->at, len = 1;

    while (s->at < s->end &&
           (kind_at(s, s->at) & B_SPACE ||
            (kind_at(s, s->at) & B_WIDE && dw_scan_class(s, s->at, &len) == SPACE))) {
        s->at += kind_at(s, s->at) & B_SPACE ? 1 : len;
    }
    if (s->at < s->end && s->at - blank > 1 && is_paragraph_break(s->text, blank, s->at)) {
        s->quoted = s->single = false;
        s->open = 0;
    }
    return s->at < s->end;
}

/* Find the end of the chunk that begins here, the kinds of its bytes, and the hash of the word that
 * most chunks begin with: its letters are looked at once. */
static void find_chunk(struct scan *s)
{
    uint32_t at = s->at, hash = HASH_BASIS;
    unsigned kinds = 0, kind;

    for (; at < s->end && (kind = kind_at(s, at)) & B_LETTER; at++) {
        kinds |= kind;
        hash = hash_byte(hash, (unsigned char)s->text[at], kind);
    }
    s->chunk = s->at;
    s->word_end = at;
    s->word_hash = hash;
    s->word_kinds = kinds;
    kinds = 0;
    while (at < s->end) {
        uint32_t len = 1;

        kind = kind_at(s, at);
        if (kind & B_SPACE || (kind & B_WIDE && dw_scan_class(s, at, &len) == SPACE))
            break;
        kinds |= kind;
        at += len;
    }
    s->chunk_end = at;
    s->kinds = kinds;
}

static enum dw_err add_word(struct scan *s)
{
    uint32_t beg = s->at, end = dw_word_end(s, beg), split = dw_clitic_start(s, beg, end);
    uint32_t apostrophe;
    enum dw_err rc;

    s->at = end;
    if (split < end) {
        rc = add_token(s, beg, split, 0);
        return rc == DW_OK ? add_token(s, split, end, DW_TOKEN_CLITIC) : rc;
    }
    rc = add_token(s, beg, end, 0);
    apostrophe = end < s->chunk_end ? apostrophe_at(s, end) : 0;
    if (rc != DW_OK || !apostrophe || s->single || !strchr("sxzSXZ", s->text[end - 1]) ||
        apostrophe_at(s, end + apostrophe))
        return rc;
    s->at = end + apostrophe; /* the envoys' hall */
    return add_token(s, end, s->at, DW_TOKEN_PUNCT | DW_TOKEN_CLITIC);
}

static enum dw_err add_mark(struct scan *s)
{
    uint32_t beg = s->at, end = dw_mark_end(s, beg);
    bool was_quoted = s->quoted, is_quoted;
    enum dw_err rc;

    dw_mark_track(s, beg, end);
    s->at = end;
    is_quoted = s->quoted;
    s->quoted = was_quoted && is_quoted; /* the marks themselves stand outside */
    rc = add_token(s, beg, end, DW_TOKEN_PUNCT);
    s->quoted = is_quoted;
    return rc;
}

/* Does a run of characters begin here that may be an address or the like? */
static bool is_run_start(const struct scan *s)
{
    return s->kinds & (B_LETTER | B_DRAW | B_ODD | B_WIDE) &&
           (s->at == s->chunk || kind_at(s, s->at - 1) & (B_BREAK | B_QUOTE));
}

static enum dw_err add_next(struct scan *s)
{
    uint32_t beg = s->at, end, len;

    if (!s->kinds) /* letters alone, as most chunks are */
        return add_word(s);
    end = is_run_start(s) ? dw_compound_end(s, beg) : beg;
    if (end > beg) {
        s->at = end;
        return add_token(s, beg, end, 0);
    }
    return dw_scan_class(s, beg, &len) == PUNCT ? add_mark(s) : add_word(s);
}

enum dw_err dw_token_split(struct dw_arena *arena, const char *text, struct dw_span span,
                           struct dw_tokens *tokens)
{
    struct scan s = {
        .text = text, .at = span.beg, .end = span.end, .arena = arena, .tokens = tokens};
    enum dw_err rc = DW_OK;

    while (rc == DW_OK && skip_blanks(&s)) {
        find_chunk(&s);
        while (rc == DW_OK && s.at < s.chunk_end)
            rc = add_next(&s);
    }
    return rc;
}

/* Room for the tokens of most articles, so that the array seldom has to move as it grows. */
static enum dw_err reserve(struct dw_arena *arena, struct dw_tokens *tokens, size_t len)
{
    enum { BYTES_A_TOKEN = 4, MOST = 4096 };
    size_t n = len / BYTES_A_TOKEN;

    if (n < 16)
        return DW_OK;
    n = n < MOST ? n : MOST;
    tokens->v = dw_arena_alloc(arena, n * sizeof *tokens->v);
    tokens->cap = tokens->v ? (uint32_t)n : 0;
    return tokens->v ? DW_OK : DW_NOMEM;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    enum dw_err rc = reserve(&doc->arena, &doc->tokens, doc->article.len);
    uint32_t at = 0;

    (void)state;
    for (uint32_t i = 0; i < doc->zones.n && rc == DW_OK; i++) {
        at = doc->zones.v[i].span.beg;
        rc = dw_token_split(&doc->arena, doc->article.text, doc->zones.v[i].span, &doc->tokens);
    }
    if (rc != DW_OK)
        return dw_error_set(err, rc, at, "too many tokens for the memory of one article");
    return DW_OK;
}

const struct dw_processor dw_processor_token = {
    .name = "token",
    .summary = "Universal Dependencies tokens of every zone",
    .run = run,
};
