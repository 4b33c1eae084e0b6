/* SPDX-License-Identifier: MIT */
/*
 * hash.c - hash and flags of a form, eight bytes at a time.
 *
 * What is asked of each byte is asked of eight at once and answered in their highest bits: no loop
 * over the bytes of a word, whose end the machine would have to guess.
 */
#include "processors/token/scan.h"

#define EACH(byte) (0x0101010101010101U * (uint64_t)(byte))

static const uint64_t BASIS = 0xCBF29CE484222325U, FACTOR = 0x9E3779B97F4A7C15U;

/* The highest bit of each byte that is ASCII and between two others. */
static inline uint64_t find_between(uint64_t bytes, unsigned char first, unsigned char last)
{
    uint64_t low = bytes & EACH(0x7F);

    return (low + EACH(0x80U - first)) & ~(low + EACH(0x7FU - last)) & ~bytes & EACH(0x80);
}

static inline uint64_t mix(uint64_t hash, uint64_t bytes)
{
    hash = (hash ^ bytes) * FACTOR;
    return hash ^ hash >> 32;
}

static inline uint32_t finish(uint64_t hash, size_t len)
{
    return (uint32_t)((hash ^ len) * FACTOR >> 32);
}

uint32_t dw_token_hash(const char *form, size_t len)
{
    uint64_t hash = BASIS, bytes = 0;
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)lower(form[i]);

        if (c == 0xE2 && len - i >= 3 && !memcmp(form + i, "\xE2\x80\x99", 3)) {
            c = '\'';
            i += 2;
        }
        bytes |= (uint64_t)c << n++ % 8 * 8;
        if (n % 8 == 0) {
            hash = mix(hash, bytes);
            bytes = 0;
        }
    }
    if (n % 8)
        hash = mix(hash, bytes);
    return finish(hash, n);
}

/* Case and digits of a form that is not all ASCII. A byte above ASCII counts as a lower-case letter
 * unless it begins an upper-case Latin-1 letter. */
static unsigned wide_flags(const char *form, size_t len)
{
    bool has_lower = false, has_letter = false;
    unsigned flags = 0;

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

/* A form of ASCII letters alone, as most are: a bit of each tells its case. */
static unsigned describe_letters(const struct scan *s, uint32_t beg, uint32_t end, uint32_t *hash)
{
    uint64_t h = BASIS, small = 0;

    for (uint32_t at = beg; at < end; at += 8) {
        uint32_t n = end - at < 8 ? end - at : 8;
        uint64_t bytes = dw_bytes_take(s->text, s->end, at, n);
        uint64_t cases = EACH(0x20) >> 8 * (8 - n);

        small |= bytes & cases;
        h = mix(h, bytes | cases);
    }
    *hash = finish(h, end - beg);
    return (s->text[beg] & 0x20 ? 0U : DW_TOKEN_UPPER_FIRST) | (small ? 0U : DW_TOKEN_UPPER_ALL);
}

unsigned dw_form_describe(const struct scan *s, uint32_t beg, uint32_t end, uint32_t *hash)
{
    if (end <= s->word_end)
        return describe_letters(s, beg, end, hash);

    uint64_t h = BASIS, wide = 0, upper = 0, small = 0, digits = 0, first_upper = 0;

    for (uint32_t at = beg; at < end; at += 8) {
        uint64_t bytes = dw_bytes_take(s->text, s->end, at, end - at < 8 ? end - at : 8);
        uint64_t capitals = find_between(bytes, 'A', 'Z');

        if (at == beg)
            first_upper = capitals & 0x80;
        wide |= bytes & EACH(0x80);
        upper |= capitals;
        small |= find_between(bytes, 'a', 'z');
        digits |= find_between(bytes, '0', '9');
        h = mix(h, bytes | capitals >> 2);
    }
    if (wide) {
        *hash = dw_token_hash(s->text + beg, end - beg);
        return wide_flags(s->text + beg, end - beg);
    }
    *hash = finish(h, end - beg);
    return (digits ? DW_TOKEN_DIGIT : 0U) | (first_upper ? DW_TOKEN_UPPER_FIRST : 0U) |
           (upper && !small ? DW_TOKEN_UPPER_ALL : 0U);
}
