/* SPDX-License-Identifier: MIT */
/*
 * namekind.h - what a word alone says of the kind of name it may be part of, as newswire uses it:
 * "Oberholt" is a surname, "Mosul" a place, "Texaco" an organization, "bombers" none.
 *
 * 200,000 words, guessed from their vectors by what the tables know of others (origin/kinds.py).
 * Case makes no difference. A stranger is taken for one of them once in some hundred times.
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

/* The table: open addressing; a slot has the code and above it a check of the key; 0 is free. */
struct dw_namekinds {
    const uint16_t *slots;
    uint32_t mask;
};

enum { DW_KIND_BITS = 7 };

static inline uint32_t dw_namekind_slot(uint32_t key)
{
    return (key * 0x9E3779B1U) >> 9;
}

static inline uint16_t dw_namekind_check(uint32_t key)
{
    return (uint16_t)((key * 0x85EBCA6BU) >> (16 + DW_KIND_BITS) << DW_KIND_BITS);
}

/* The code of a word by its key (struct dw_word). */
uint8_t dw_namekind_find(const struct dw_namekinds *kinds, uint32_t key);

#endif
