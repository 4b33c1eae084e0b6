/* SPDX-License-Identifier: MIT */
/*
 * namekind.h - what a word alone says of the kind of name it may be part of, as newswire uses it:
 * "Oberholt" is a surname, "Mosul" a place, "Texaco" an organization, "bombers" none.
 *
 * 140,000 words, guessed from their vectors by what the tables know of others (origin/kinds.py).
 * The vector itself is there as well, quantised: it is cut into fifteen pieces, and for each piece
 * a book of 64 examples has one that is like it. Case makes no difference. A stranger is taken for
 * one of the words once in some thousand times.
 */
#ifndef DW_NAMEKIND_H
#define DW_NAMEKIND_H

#include <stdint.h>

enum dw_namekind {
    DW_KIND_GIVEN,
    DW_KIND_SURNAME,
    DW_KIND_PLACE,
    DW_KIND_ORGANIZATION,
    DW_KIND_PEOPLE, /* "Swedish" */
    DW_KIND_COMMON, /* no name */
    DW_N_KINDS,     /* as the second kind: none */
    DW_KIND_DEGREES = 3
};

/* A code of kinds: 0 for a word that is not known. */
static inline uint8_t dw_namekind_code(int first, int degree, int second)
{
    return (uint8_t)(1 + (first * DW_KIND_DEGREES + degree) * (DW_N_KINDS + 1) + second);
}

/* The likeliest kind, from 1; 0 for a word that is not known. */
static inline int dw_namekind_first(uint8_t code)
{
    return code ? 1 + (code - 1) / (DW_KIND_DEGREES * (DW_N_KINDS + 1)) : 0;
}

enum {
    DW_KIND_BITS = 7,
    DW_KIND_BOOKS = 15,
    DW_KIND_BOOK_BITS = 6,
    DW_KIND_BOOK = 1 << DW_KIND_BOOK_BITS,
};

/* Five codes in each number, and above them two bits of the check. */
struct dw_kindcodes {
    uint32_t v[3];
};

/*
 * The table: open addressing. A slot has the code of the kinds and a check of the key; the codes of
 * the books lie apart, with six bits more of the check. 0 is a free slot.
 */
struct dw_namekinds {
    const struct dw_kindcodes *codes;
    const uint16_t *slots;
    uint32_t n; /* slots */
};

static inline uint32_t dw_namekind_slot(uint32_t key, uint32_t n)
{
    return (uint32_t)((uint64_t)(key * 0x9E3779B1U) * n >> 32);
}

static inline uint16_t dw_namekind_check(uint32_t key)
{
    return (uint16_t)((key * 0x85EBCA6BU) >> (16 + DW_KIND_BITS) << DW_KIND_BITS);
}

/* The other bits of the check, where they stand above the codes of number `i`. */
static inline uint32_t dw_namekind_check_more(uint32_t key, int i)
{
    return (key * 0x85EBCA6BU) >> (17 + 2 * i) << 30;
}

static inline unsigned dw_namekind_book(const struct dw_kindcodes *codes, int book)
{
    return codes->v[book / 5] >> book % 5 * DW_KIND_BOOK_BITS & (DW_KIND_BOOK - 1);
}

/* The code of the kinds of a word by its key (struct dw_word), and the codes of its vector. Both
 * are 0 if it is not known. */
uint8_t dw_namekind_find(const struct dw_namekinds *kinds, uint32_t key,
                         struct dw_kindcodes *codes);

#endif
