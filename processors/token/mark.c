/* SPDX-License-Identifier: MIT */
/*
 * mark.c - punctuation: runs of marks, faces, and which quotation marks and brackets are open.
 */
#include "processors/token/scan.h"

/* The mouths that faces may have; letters only where a blank follows. */
static bool is_mouth(const struct scan *s, uint32_t at)
{
    if (at >= s->chunk_end)
        return false;
    if (s->text[at] == ')' || s->text[at] == '(')
        return true;
    return strchr("DPpO/|", s->text[at]) && at + 1 == s->chunk_end;
}

/* ":)" ":-(" ";P": end of a face drawn in punctuation, `beg` if there is none. */
static uint32_t face_end(const struct scan *s, uint32_t beg)
{
    uint32_t at = beg + 1;

    if (!strchr(":;=", s->text[beg]))
        return beg;
    at += at < s->chunk_end && s->text[at] == '-';
    if (!is_mouth(s, at))
        return beg;
    /* "(as follows:)" closes a bracket; "a:D" has no face */
    return beg == s->chunk || (s->text[at] == ')' && (at - beg == 2 || !s->open)) ? at + 1 : beg;
}

static uint32_t skip_all(const struct scan *s, uint32_t at, const char *marks)
{
    while (at < s->chunk_end && strchr(marks, s->text[at]))
        at++;
    return at;
}

static uint32_t skip_same(const struct scan *s, uint32_t beg)
{
    uint32_t at = beg + 1;

    while (at < s->chunk_end && s->text[at] == s->text[beg])
        at++;
    return at;
}

/* "...", "?!", ".?", "!." */
static uint32_t stops_end(const struct scan *s, uint32_t beg)
{
    uint32_t at;

    if (s->text[beg] == '.') {
        at = skip_same(s, beg);
        return at - beg < 3 ? skip_all(s, at, "!?") : at;
    }
    at = skip_all(s, beg, "!?");
    return at < s->chunk_end && s->text[at] == '.' && is_space_at(s, at + 1) ? at + 1 : at;
}

/* Two single quotation marks that stand for a double one; the cut decade '90s; 's by itself. */
static uint32_t apostrophe_end(const struct scan *s, uint32_t beg)
{
    uint32_t at = beg + apostrophe_at(s, beg);

    if (is_digit_at(s, at) && (beg == s->chunk || !is_digit_at(s, beg - 1)))
        return dw_word_end(s, at);
    if (apostrophe_at(s, at) == at - beg)
        return at + apostrophe_at(s, at);
    return beg == s->chunk && at + 1 == s->chunk_end && s->text[at] == 's' ? at + 1 : at;
}

/* "=====", "--->", "^_^" */
static bool is_drawn_chunk(const struct scan *s)
{
    uint32_t at = s->chunk;

    while (at < s->chunk_end && kind_at(s, at) & B_DRAW)
        at++;
    return at == s->chunk_end && at - s->chunk > 1 && !is_at(s, s->chunk, "<>");
}

uint32_t dw_mark_end(const struct scan *s, uint32_t beg)
{
    uint32_t len;

    if (s->text[beg] == ',' || (s->text[beg] == '.' && beg + 1 == s->chunk_end)) /* most */
        return beg + 1;
    if (beg == s->chunk && kind_at(s, beg) & B_DRAW && is_drawn_chunk(s))
        return s->chunk_end;
    if (apostrophe_at(s, beg))
        return apostrophe_end(s, beg);
    if (is_at(s, beg, "\xE2\x80\x98")) /* an opening one */
        return is_at(s, beg + 3, "\xE2\x80\x98") || is_at(s, beg + 3, "\xE2\x80\x99") ? beg + 6
                                                                                      : beg + 3;
    if (face_end(s, beg) > beg)
        return face_end(s, beg);
    if (strchr(".!?", s->text[beg]))
        return stops_end(s, beg);
    if (strchr("-*=_`$<>+~#", s->text[beg]))
        return skip_same(s, beg);
    dw_scan_class(s, beg, &len);
    return beg + len;
}

void dw_mark_track(struct scan *s, uint32_t beg, uint32_t end)
{
    const char *c = s->text + beg;
    uint32_t len = end - beg;

    if (*c == '(')
        s->open++;
    else if (*c == ')')
        s->open -= s->open > 0;
    else if (len == 1 && *c == '"')
        s->quoted = !s->quoted;
    else if ((len == 3 && is_at(s, beg, "\xE2\x80\x9C")) || (len == 2 && is_at(s, beg, "``")))
        s->quoted = true;
    else if ((len == 3 && is_at(s, beg, "\xE2\x80\x9D")) || (len == 2 && is_at(s, beg, "''")))
        s->quoted = false;
    else if (len == 3 && is_at(s, beg, "\xE2\x80\x98"))
        s->single = true;
    else if (apostrophe_at(s, beg) == len)
        s->single = !s->single && (beg == s->chunk || kind_at(s, beg - 1) & B_BREAK) &&
                    is_letter_at(s, end);
}
