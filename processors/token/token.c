/* SPDX-License-Identifier: MIT */
/*
 * token.c - walk over text chunk by chunk and make tokens of it.
 */
#include "processors/token/scan.h"

#include "processors/processors.h"

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

/* The last byte of a mark that may end a sentence: . ? ! and the ellipsis; or of some others. */
static bool is_stop(char last)
{
    return (last == '.') | (last == '?') | (last == '!') | (last == '\xA6');
}

static enum dw_err add_token(struct scan *s, uint32_t beg, uint32_t end, unsigned flags)
{
    struct dw_token *t = dw_vec_push(s->arena, s->tokens);

    if (!t)
        return DW_NOMEM;
    flags |= dw_form_describe(s, beg, end, &t->hash);
    flags |= end >= s->chunk_end ? DW_TOKEN_SPACE_AFTER : 0U;
    flags |= s->quoted ? DW_TOKEN_QUOTED : 0U;
    flags |= is_stop(s->text[end - 1]) ? DW_TOKEN_STOP : 0U;
    t->span = (struct dw_span){beg, end};
    t->flags = (uint16_t)flags;
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

/* What the white space before the next token, if it is more than a blank, does to those around. */
static void leave_gap(struct scan *s)
{
    uint32_t blank = s->chunk_end, len = s->at - blank;
    unsigned flag = len > 1 ? DW_TOKEN_GAP_AFTER : DW_TOKEN_LINE_AFTER;

    if (!len || (len == 1 && s->text[blank] != '\n'))
        return;
    if (s->tokens->n)
        s->tokens->v[s->tokens->n - 1].flags |= (uint16_t)flag;
    if (len > 1 && is_paragraph_break(s->text, blank, s->at)) {
        s->quoted = s->single = false;
        s->open = 0;
    }
}

/* Find the kinds of the bytes behind the word that a chunk begins with, and where white space above
 * ASCII ends it. */
static void read_rest(struct scan *s)
{
    uint32_t at = s->word_end, len;

    while (at < s->chunk_end) {
        unsigned kind = kind_at(s, at);

        len = 1;
        if (kind & B_WIDE && dw_scan_class(s, at, &len) == SPACE)
            s->chunk_end = at;
        else
            s->kinds |= kind;
        at += len;
    }
}

static enum dw_err add_word(struct scan *s)
{
    bool is_plain = s->word_end == s->chunk_end && s->at == s->chunk; /* letters, as most are */
    uint32_t beg = s->at, end = is_plain ? s->word_end : dw_word_end(s, beg);
    uint32_t split = dw_clitic_start(s, beg, end), apostrophe;
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

/* Split the chunk that begins at s->at and goes no further than `end`. */
static enum dw_err split_chunk(struct scan *s, uint32_t end)
{
    enum dw_err rc = DW_OK;

    leave_gap(s);
    s->chunk = s->at;
    s->chunk_end = end;
    s->word_end = dw_run_end(s->runs->letters, s->at, end);
    s->kinds = 0;
    if (s->word_end < end)
        read_rest(s);
    while (rc == DW_OK && s->at < s->chunk_end)
        rc = add_next(s);
    return rc;
}

/* The same for a stretch that white space above ASCII may part, or stand before or behind. */
static enum dw_err split_stretch(struct scan *s, uint32_t end)
{
    enum dw_err rc = DW_OK;
    uint32_t len;

    while (rc == DW_OK && s->at < end) {
        if (dw_scan_class(s, s->at, &len) == SPACE)
            s->at += len;
        else
            rc = split_chunk(s, end);
    }
    return rc;
}

/* All starts of chunks within some bytes are known at once: where one ends, the next need not wait
 * to hear. */
static enum dw_err split(struct scan *s)
{
    const uint8_t *solid = s->runs->solid;
    uint32_t beg = s->at;
    enum dw_err rc = DW_OK;

    s->chunk_end = beg;
    for (uint32_t at = beg; at < s->end && rc == DW_OK; at += DW_RUNS_STEP) {
        uint64_t starts = dw_run_starts(solid, at, s->end);

        if (at == beg) /* whatever stands before the text */
            starts |= dw_runs_bits(solid, at) & 1;
        for (; starts && rc == DW_OK; starts &= starts - 1) {
            s->at = at + (uint32_t)__builtin_ctzll(starts);
            rc = split_stretch(s, dw_run_end(solid, s->at, s->end));
        }
    }
    return rc;
}

enum dw_err dw_token_split(struct dw_arena *arena, const char *text, struct dw_span span,
                           struct dw_tokens *tokens)
{
    struct dw_runs runs;
    struct scan s = {.text = text,
                     .at = span.beg,
                     .end = span.end,
                     .runs = &runs,
                     .arena = arena,
                     .tokens = tokens};

    if (dw_runs_find(arena, text, span.end, &runs) != DW_OK)
        return DW_NOMEM;
    return split(&s);
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

static enum dw_err split_zone(struct dw_doc *doc, struct dw_zone *zone)
{
    struct scan s = {.text = doc->article.text,
                     .at = zone->span.beg,
                     .end = zone->span.end,
                     .runs = &doc->runs,
                     .arena = &doc->arena,
                     .tokens = &doc->tokens};
    enum dw_err rc = split(&s);

    zone->end = doc->tokens.n;
    return rc;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    enum dw_err rc = reserve(&doc->arena, &doc->tokens, doc->article.len);
    uint32_t at = 0;

    (void)state;
    if (rc == DW_OK)
        rc = dw_doc_find_runs(doc);
    for (uint32_t i = 0; i < doc->zones.n && rc == DW_OK; i++) {
        at = doc->zones.v[i].span.beg;
        rc = split_zone(doc, &doc->zones.v[i]);
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
