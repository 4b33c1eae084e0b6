/* SPDX-License-Identifier: MIT */
/*
 * scan.h - a cursor over text, and what its characters are. Inner header of the token processor.
 *
 * A chunk is a stretch without blanks. What kinds of bytes it holds is found once for all of it,
 * so that plain words, by far the most, skip every rule for odd ones.
 */
#ifndef DW_TOKEN_SCAN_H
#define DW_TOKEN_SCAN_H

#include <stdbool.h>
#include <string.h>

#include "processors/token.h"

enum char_class { SPACE, LETTER, DIGIT, PUNCT };

/* Kinds of bytes. */
enum byte_kind {
    B_SPACE = 1 << 0,
    B_UPPER = 1 << 1,
    B_LOWER = 1 << 2,
    B_DIGIT = 1 << 3,
    B_STOP = 1 << 4,  /* . */
    B_QUOTE = 1 << 5, /* apostrophes and quotation marks */
    B_DRAW = 1 << 6,  /* what lines and arrows are drawn with */
    B_BREAK = 1 << 7, /* brackets and marks that no address goes over */
    B_END = 1 << 8,   /* marks that follow an address, no part of it */
    B_ODD = 1 << 9,   /* the rest */
    B_WIDE = 1 << 10, /* above ASCII */
    B_LETTER = B_UPPER | B_LOWER,
};

extern const uint16_t dw_byte_kinds[256];

struct scan {
    const char *text;
    uint32_t at, end;
    const struct dw_runs *runs; /* of the text */
    struct dw_arena *arena;
    struct dw_tokens *tokens;
    uint32_t chunk, chunk_end; /* the chunk that is being split */
    uint32_t word_end;         /* end of the ASCII letters that it begins with */
    unsigned kinds;            /* of the bytes behind those, enum byte_kind */
    uint32_t open;             /* brackets not closed in this paragraph */
    bool quoted;               /* between double quotation marks */
    bool single;               /* behind a single one that opens */
};

static inline unsigned kind_at(const struct scan *s, uint32_t at)
{
    return dw_byte_kinds[(unsigned char)s->text[at]];
}

/* The same as dw_scan_class for a character above ASCII. */
enum char_class dw_scan_wide_class(const struct scan *s, uint32_t at, uint32_t *len);

/* Class of the character at `at`; *len is its length in bytes. */
static inline enum char_class dw_scan_class(const struct scan *s, uint32_t at, uint32_t *len)
{
    unsigned kind = kind_at(s, at);

    *len = 1;
    if (kind & B_LETTER)
        return LETTER;
    if (kind & (B_DIGIT | B_SPACE))
        return kind & B_DIGIT ? DIGIT : SPACE;
    return kind & B_WIDE ? dw_scan_wide_class(s, at, len) : PUNCT;
}

static inline bool is_digit_at(const struct scan *s, uint32_t at)
{
    return at < s->end && kind_at(s, at) & B_DIGIT;
}

static inline bool is_letter_at(const struct scan *s, uint32_t at)
{
    uint32_t len;

    return at < s->end && dw_scan_class(s, at, &len) == LETTER;
}

static inline bool is_word_at(const struct scan *s, uint32_t at)
{
    return is_digit_at(s, at) || is_letter_at(s, at);
}

static inline bool is_space_at(const struct scan *s, uint32_t at)
{
    uint32_t len;

    return at >= s->end || dw_scan_class(s, at, &len) == SPACE;
}

static inline bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline char lower(char c)
{
    return is_upper(c) ? (char)(c | 0x20) : c;
}

static inline bool is_at(const struct scan *s, uint32_t at, const char *text)
{
    size_t len = strlen(text);

    return s->end - at >= len && !memcmp(s->text + at, text, len);
}

/* Length of an apostrophe at `at`: straight 1, curly 3, none 0. A grave accent between letters is
 * one as well. */
static inline uint32_t apostrophe_at(const struct scan *s, uint32_t at)
{
    if (at >= s->end)
        return 0;
    if (s->text[at] == '\'')
        return 1;
    if (s->text[at] == '`')
        return at > s->chunk && is_letter_at(s, at + 1) && is_word_at(s, at - 1);
    return is_at(s, at, "\xE2\x80\x99") ? 3 : 0;
}

/* Flags for the case and digits of the form text[beg, end), and its dw_token_hash. */
unsigned dw_form_describe(const struct scan *s, uint32_t beg, uint32_t end, uint32_t *hash);

/* Kinds that token.tsv gives to text[beg, end), whatever its case; 0 if none. */
unsigned dw_form_kinds(const struct scan *s, uint32_t beg, uint32_t end);

/* Bytes of the first of the two words that text[beg, end) is made of by contraction.tsv; 0 if it
 * is one word here. */
uint32_t dw_contraction_find(const struct scan *s, uint32_t beg, uint32_t end);

/* End of an address, file, host, telephone number or the like that begins at `beg`, where a chunk
 * or something in brackets or quotes begins; `beg` if there is none. */
uint32_t dw_compound_end(const struct scan *s, uint32_t beg);

/* Where the word at `beg` ends, with the full stop of an abbreviation. */
uint32_t dw_word_end(const struct scan *s, uint32_t beg);

/* Where the clitic of the word [beg, end) begins; `end` if it has none. */
uint32_t dw_clitic_start(const struct scan *s, uint32_t beg, uint32_t end);

/* End of the mark at `beg`: one character, a run of the same, a face. */
uint32_t dw_mark_end(const struct scan *s, uint32_t beg);

/* Count brackets and quotation marks in with the mark [beg, end). */
void dw_mark_track(struct scan *s, uint32_t beg, uint32_t end);

#endif
