/* SPDX-License-Identifier: MIT */
/*
 * compound.c - tokens that hold marks: addresses, hosts, files, telephone numbers, hash tags.
 *
 * They are looked for where a run of characters begins, and take all of the run but the marks
 * that end a clause; so each run is looked at once.
 */
#include "processors/token/scan.h"
#include "lexicon/token.inc"

struct run {
    const struct scan *s;
    uint32_t beg, end;
    unsigned kinds; /* of its bytes */
};

/* http://..., www..., name@host */
static bool is_address(const struct run *r)
{
    if (is_at(r->s, r->beg, "www."))
        return true;
    for (uint32_t at = r->beg + 1; r->kinds & B_ODD && at + 1 < r->end; at++)
        if ((r->s->text[at] == '@' && is_word_at(r->s, at + 1)) ||
            (r->s->text[at] == ':' && is_at(r->s, at, "://")))
            return true;
    return false;
}

/* Start of what stands behind the last full stop; `beg` if there is none. */
static uint32_t last_part(const struct run *r)
{
    uint32_t at = r->end;

    while (at > r->beg && r->s->text[at - 1] != '.')
        at--;
    return at;
}

/* draft-3.doc */
static bool is_file(const struct run *r)
{
    uint32_t part = r->kinds & B_STOP ? last_part(r) : r->beg;

    return part > r->beg && dw_form_kinds(r->s, part, r->end) & TABLE_TOKEN_KINDS_FILE;
}

/* news.example.com; alt.gardens; three parts and more in lower case */
static bool is_host(const struct run *r)
{
    uint32_t n_parts = 1, first = r->end, part = r->beg, small = 0;

    if (!(r->kinds & B_STOP))
        return false;
    for (uint32_t at = r->beg; at < r->end; at++) {
        unsigned kind = kind_at(r->s, at);

        if (kind & B_STOP) {
            if (at == part || at + 1 == r->end)
                return false;
            first = first == r->end ? at : first;
            n_parts++;
            part = at + 1;
        } else if (!(kind & (B_LETTER | B_DIGIT)) && r->s->text[at] != '-') {
            return false;
        }
        small += (kind & B_LOWER) != 0;
    }
    if (n_parts < 2 || !(kind_at(r->s, r->end - 1) & B_LETTER))
        return false;
    if (r->end - part >= 2 && dw_form_kinds(r->s, part, r->end) & TABLE_TOKEN_KINDS_HOST)
        return true;
    return (n_parts > 2 && small > 2 * n_parts && small + n_parts - 1 == r->end - r->beg) ||
           dw_form_kinds(r->s, r->beg, first) & TABLE_TOKEN_KINDS_GROUP;
}

/* Lengths of the groups of digits that hyphens part; the number of groups, 0 if it is no such. */
static int digit_groups(const struct run *r, uint32_t *lengths, int room)
{
    int n = 0;

    for (uint32_t at = r->beg, beg = at; at <= r->end; at++) {
        if (at < r->end && kind_at(r->s, at) & B_DIGIT)
            continue;
        if (at == beg || n == room || (at < r->end && r->s->text[at] != '-'))
            return 0;
        lengths[n++] = at - beg;
        beg = at + 1;
    }
    return n;
}

/* 555-0123, 202-555-0123, 1-202-555-0123, 77001-0123, 11-20-2000; but not 1904-1905 */
static bool is_number_group(const struct run *r)
{
    uint32_t n[8];
    int groups = r->kinds == (B_DIGIT | B_DRAW) ? digit_groups(r, n, 8) : 0;

    if (groups == 2)
        return n[1] == 4 && (n[0] == 1 || n[0] == 3 || n[0] == 5);
    return groups > 2;
}

/* #elections, @desk, +44 */
static bool is_tag(const struct run *r)
{
    char mark = r->s->text[r->beg];
    uint32_t at = r->beg + 1;

    if (at == r->end || !strchr("#@+", mark))
        return false;
    if (mark == '+' ? !is_digit_at(r->s, at) : !is_letter_at(r->s, at))
        return false;
    while (at < r->end && (is_word_at(r->s, at) || (mark != '+' && strchr("._", r->s->text[at]))))
        at++;
    return at == r->end;
}

/* w/o */
static bool is_whole(const struct run *r)
{
    return r->kinds & B_ODD && dw_form_kinds(r->s, r->beg, r->end) & TABLE_TOKEN_KINDS_WHOLE;
}

uint32_t dw_compound_end(const struct scan *s, uint32_t beg)
{
    static bool (*const tests[])(const struct run *) = {is_address,      is_file, is_host,
                                                        is_number_group, is_tag,  is_whole};
    struct run run = {s, beg, beg, 0};

    if (kind_at(s, beg) & B_QUOTE)
        return beg;
    while (run.end < s->chunk_end && !(kind_at(s, run.end) & B_BREAK))
        run.end++;
    while (run.end > beg &&
           (kind_at(s, run.end - 1) & (B_END | B_STOP) || s->text[run.end - 1] == '\''))
        run.end--;
    for (uint32_t at = beg; at < run.end; at++)
        run.kinds |= kind_at(s, at);
    if (run.end - beg < 2 || !(run.kinds & ~(unsigned)(B_LETTER | B_WIDE)))
        return beg;
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        if (tests[i](&run))
            return run.end;
    return beg;
}
