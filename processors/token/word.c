/* SPDX-License-Identifier: MIT */
/*
 * word.c - where words end: abbreviations, prefixes, figures with their units, clitics.
 */
#include "processors/token/scan.h"
#include "lexicon/token.inc"

/* Does the hyphen at `at` join a prefix to its word, so that both are one token? */
static bool is_joining_hyphen(const struct scan *s, uint32_t beg, uint32_t at)
{
    uint32_t n = at - beg;

    if (n > 7 || !(dw_form_kinds(s, beg, at) & TABLE_TOKEN_KINDS_PREFIX))
        return false;
    if (!is_letter_at(s, at + 1)) /* mid-1980s */
        return n == 3 && is_digit_at(s, at + 1) && lower(s->text[beg]) == 'm';
    if (n == 1 && is_upper(s->text[beg]))
        return s->text[beg] == 'E' && !is_upper(s->text[at + 1]); /* E-mail */
    /* "Ex-Im", "Co-op", but not the names "Ho-hyun" or "Un-chol" */
    return n > 2 || !is_upper(s->text[beg]);
}

/* Units that are split from the figures they are written on to: "10pm", "200bn", "24hrs". */
static bool is_unit_at(const struct scan *s, uint32_t at)
{
    uint32_t end = at;

    while (end < s->chunk_end && kind_at(s, end) & B_LETTER)
        end++;
    return !is_word_at(s, end) && dw_form_kinds(s, at, end) & TABLE_TOKEN_KINDS_UNIT;
}

/* Does the mark at `at`, inside a word that began at `beg`, belong to it? */
static bool is_inside_word(const struct scan *s, uint32_t beg, uint32_t at)
{
    bool digits = is_digit_at(s, at - 1) && is_digit_at(s, at + 1);
    uint32_t apostrophe;

    switch (s->text[at]) {
    case '.': /* 3.5, U.S, a.m */
        return digits || (is_letter_at(s, at - 1) && is_letter_at(s, at + 1) &&
                          (at - beg == 1 || s->text[at - 2] == '.'));
    case ',':
    case ':':
    case '/':
        return digits;
    case '&':
        return is_upper(s->text[at - 1]) && at + 1 < s->end && is_upper(s->text[at + 1]);
    case '-':
        return is_joining_hyphen(s, beg, at);
    case '_':
        return true;
    case '$': /* US$, A$ */
        return at - beg <= 3 && is_upper(s->text[at - 1]) && is_upper(s->text[beg]);
    default:
        apostrophe = apostrophe_at(s, at);
        return apostrophe && is_word_at(s, at + apostrophe) && !digits; /* 5'9 is two figures */
    }
}

/* Is there a comma before the word at `beg`, or is the abbreviation all there is, as in a table? */
static bool is_region(const struct scan *s, uint32_t beg, uint32_t at)
{
    if (beg == 0)
        return at + 1 == s->end;
    return beg >= 2 && s->text[beg - 1] == ' ' && s->text[beg - 2] == ',';
}

/* Does nothing but the end of the text or a paragraph follow? */
static bool is_paragraph_end(const struct scan *s, uint32_t at)
{
    uint32_t line = 0, end = at, len;

    while (end < s->end && end - at < 80 && dw_scan_class(s, end, &len) == SPACE) {
        line += s->text[end] == '\n';
        end += len;
    }
    return end >= s->end || line > 1;
}

/* Letters and stops in turn: "U.S" and "Ph.D", but not "3.5" and "example.com". */
static bool is_dotted(const struct scan *s, uint32_t beg, uint32_t at, uint32_t stop)
{
    return is_letter_at(s, at - 1) && stop - beg <= 2 && at - stop <= 5;
}

/* Is the full stop at `at` part of the abbreviation that began at `beg`? */
static bool is_abbreviation(const struct scan *s, uint32_t beg, uint32_t at)
{
    enum { LONGEST = 6 };
    const char *stop = memchr(s->text + beg, '.', at - beg);
    unsigned kinds;

    if (is_at(s, at, "...")) /* an ellipsis */
        return false;
    if (stop)
        return is_dotted(s, beg, at, (uint32_t)(stop - s->text));
    if (at - beg == 1 && is_upper(s->text[beg]))
        return s->text[beg] != 'I';
    if (at - beg > LONGEST)
        return false;
    kinds = dw_form_kinds(s, beg, at);
    if (kinds & TABLE_TOKEN_KINDS_FIGURE && is_upper(s->text[beg]))
        return at + 2 < s->end && s->text[at + 1] == ' ' && is_digit_at(s, at + 2);
    if (kinds & TABLE_TOKEN_KINDS_LOWER && !is_upper(s->text[beg]))
        /* "etc." that ends a paragraph ends a sentence too: its stop is a token */
        return !is_paragraph_end(s, at + 1);
    if (!is_upper(s->text[beg]))
        return false;
    return kinds & TABLE_TOKEN_KINDS_STOP ||
           (kinds & TABLE_TOKEN_KINDS_COMMA && is_region(s, beg, at));
}

/* Figures, with their stops and commas, and nothing else. */
static bool is_number(const struct scan *s, uint32_t beg, uint32_t end)
{
    for (uint32_t i = beg; i < end; i++)
        if (!is_digit_at(s, i) && !strchr(".,:/", s->text[i]))
            return false;
    return end - beg < 16;
}

/* "cookin'": a dropped g, where no quotation waits for its end. */
static bool is_dropped_g(const struct scan *s, uint32_t beg, uint32_t at)
{
    return !s->single && at - beg > 4 && s->text[at] == '\'' && at + 1 == s->chunk_end &&
           s->text[at - 1] == 'n' && s->text[at - 2] == 'i' && kind_at(s, beg) & B_LOWER;
}

uint32_t dw_word_end(const struct scan *s, uint32_t beg)
{
    uint32_t at = beg == s->chunk ? s->word_end : beg, len;

    if (at == s->chunk_end || (at > beg && (kind_at(s, at) & (B_END | B_BREAK | B_QUOTE)) == B_END))
        return at;
    while (at < s->chunk_end) {
        enum char_class class = dw_scan_class(s, at, &len);

        if (class == PUNCT && (at == beg || !is_inside_word(s, beg, at)))
            break;
        if (class == DIGIT && at > beg && s->text[at - 1] == '$') /* US$ 5 */
            break;
        if (class == LETTER && at > beg && is_digit_at(s, at - 1) && is_unit_at(s, at) &&
            is_number(s, beg, at))
            break;
        at += class == PUNCT && apostrophe_at(s, at) ? apostrophe_at(s, at) : len;
    }
    if (at < s->chunk_end && s->text[at] == '.' && is_abbreviation(s, beg, at))
        return at + 1;
    return at < s->chunk_end && is_dropped_g(s, beg, at) ? at + 1 : at;
}

/* Is it n't, or 's, 'm and their like, that begins with the apostrophe at `at`? */
static uint32_t known_clitic(const struct scan *s, uint32_t beg, uint32_t at, uint32_t end)
{
    static const char *const endings[] = {"s", "d", "m", "re", "ve", "ll"};
    uint32_t tail = at + apostrophe_at(s, at), n = end - tail;

    if (n == 1 && lower(s->text[tail]) == 't' && at > beg + 1 && lower(s->text[at - 1]) == 'n')
        return at - 1;
    if (is_number(s, beg, at)) /* 1980's */
        return end;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strlen(endings[i]) == n && lower(s->text[tail]) == endings[i][0] &&
            (n < 2 || lower(s->text[tail + 1]) == endings[i][1]))
            return at;
    return end;
}

/* A letter in either case; some other bytes pass for one. */
#define LETTER_OF(byte) ((unsigned)(byte)&31)
#define BIT(letter)     (1U << LETTER_OF(letter))

/* Does any contraction begin and end like this word? Few other words do, and only those cost more.
 */
static bool is_like_contraction(const char *first, const char *last_two)
{
    static const uint32_t before[32] = {
        [LETTER_OF('a')] = BIT('n') | BIT('t'),            /* gonna, gotta, sorta */
        [LETTER_OF('e')] = BIT('v') | BIT('r') | BIT('m'), /* ive, youre, gimme */
        [LETTER_OF('l')] = BIT('l'),                       /* youll */
        [LETTER_OF('m')] = BIT('i'),                       /* im */
        [LETTER_OF('s')] = BIT('t') | BIT('e') | BIT('o'), /* its, hes, whos */
        [LETTER_OF('t')] = BIT('n') | BIT('o'),            /* dont, cannot */
    };
    static const uint32_t beginning[32] = {
        [LETTER_OF('a')] = BIT('g') | BIT('o') | BIT('s') | BIT('w'),
        [LETTER_OF('e')] = BIT('g') | BIT('i') | BIT('l') | BIT('t') | BIT('w') | BIT('y'),
        [LETTER_OF('l')] = BIT('i') | BIT('t') | BIT('y'),
        [LETTER_OF('m')] = BIT('i'),
        [LETTER_OF('s')] = BIT('h') | BIT('i') | BIT('l') | BIT('s') | BIT('t') | BIT('w'),
        [LETTER_OF('t')] =
            BIT('a') | BIT('c') | BIT('d') | BIT('h') | BIT('i') | BIT('s') | BIT('w'),
    };
    unsigned last = LETTER_OF(last_two[1]);

    return before[last] >> LETTER_OF(last_two[0]) & beginning[last] >> LETTER_OF(*first) & 1;
}

#undef LETTER_OF
#undef BIT

uint32_t dw_clitic_start(const struct scan *s, uint32_t beg, uint32_t end)
{
    uint32_t first = 0;

    if (end - beg >= 2 && is_like_contraction(s->text + beg, s->text + end - 2))
        first = dw_contraction_find(s, beg, end);
    if (first)
        return beg + first;
    if (!(s->kinds & (B_QUOTE | B_WIDE)))
        return end;
    for (uint32_t at = end; at-- > beg + 1 && end - at < 6;)
        if (apostrophe_at(s, at))
            return at + apostrophe_at(s, at) < end ? known_clitic(s, beg, at, end) : end;
    return end;
}
