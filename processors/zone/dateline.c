/* SPDX-License-Identifier: MIT */
/*
 * dateline.c - "TOKYO, Dec. 5 (Kyodo) --", "LIMA: ", "(Andes) - ": where the dateline ends.
 */
#include "processors/zone/scan.h"

enum {
    DATELINE_MAX = 100, /* bytes up to the dash */
    COLON_MAX = 40,     /* bytes up to a colon in place of the dash */
};

/* Length of the dash, with the blank before it, that may end a dateline at `at`; 0 if none. */
static uint32_t dash_at(const char *text, uint32_t at, uint32_t end)
{
    static const char *const dashes[] = {
        " - ",           " -- ", " \xE2\x80\x94 ", " \xE2\x80\x93 ", " _ ",
        "\xE2\x80\x94 ", "-- ",  " -\n",           " --\n",          NULL};

    if (text[at] != '-' && text[at] != '\xE2' &&
        (text[at] != ' ' || at + 1 >= end || !strchr("-_\xE2", text[at + 1])))
        return 0;
    for (const char *const *d = dashes; *d; d++)
        if (end - at > strlen(*d) && !strncmp(text + at, *d, strlen(*d)))
            return (uint32_t)strlen(*d);
    return 0;
}

/* Length of the word in capitals at the head. */
static uint32_t count_capitals(const char *text, struct dw_span p)
{
    uint32_t n = 0;

    while (p.beg + n < p.end && is_capital(text[p.beg + n]))
        n++;
    return n;
}

/* "(Andes)", "Geneva (Andes)", "Lima, 3 March (Andes)": an agency in brackets, and no word before
 * it or in it that begins in lower case. */
static bool ends_in_agency(const char *text, struct dw_span p)
{
    if (text[p.end - 1] != ')')
        return false;
    for (uint32_t i = p.beg; i < p.end; i++)
        if (text[i] >= 'a' && text[i] <= 'z' && (i == p.beg || !is_word_char(text[i - 1])) &&
            (i == p.beg || text[i - 1] != '\''))
            return false;
    return true;
}

/* What may stand before the dash: "LONDON", "TOKYO, Dec. 5 (Kyodo)", "Geneva (Andes)". */
static bool is_dateline(const char *text, struct dw_span p)
{
    if (p.end == p.beg || (!is_capital(text[p.beg]) && text[p.beg] != '('))
        return false;
    return count_capitals(text, p) >= 3 || ends_in_agency(text, p);
}

/* "LIMA: " and no other word in capitals that stands before a colon, such as "NOTE". */
static bool is_colon_dateline(const char *text, struct dw_span p)
{
    static const char *const labels[] = {
        "ANALYSIS",  "BREAKING", "COMMENT", "CORRECTION", "EDITORIAL", "EXCLUSIVE",
        "EXPLAINER", "FACTBOX",  "NOTE",    "OPINION",    "PROFILE",   "REVIEW",
        "TIMELINE",  "UPDATE",   "URGENT",  "WATCH",      NULL};

    for (uint32_t i = p.beg; i < p.end; i++)
        if (!is_capital(text[i]) && !strchr(" ,./-", text[i]))
            return false;
    for (const char *const *label = labels; *label; label++)
        if (strlen(*label) == p.end - p.beg && !strncmp(text + p.beg, *label, strlen(*label)))
            return false;
    return count_capitals(text, p) >= 3 && p.end - p.beg < COLON_MAX;
}

uint32_t dw_dateline_end(const char *text, struct dw_span p)
{
    uint32_t reach = p.end - p.beg > DATELINE_MAX ? p.beg + DATELINE_MAX : p.end;

    for (uint32_t at = p.beg + 1; at < reach; at++) {
        uint32_t dash = dash_at(text, at, p.end);

        if (dash)
            return is_dateline(text, (struct dw_span){p.beg, at}) ? at + dash : p.beg;
        if (text[at] == ':' && at + 2 < p.end && text[at + 1] == ' ')
            return is_colon_dateline(text, (struct dw_span){p.beg, at}) ? at + 2 : p.beg;
        if (text[at] == '.' && text[at + 1] == ' ' && is_capital(text[at + 2]) &&
            text[at - 1] >= 'a' && at - p.beg > 40)
            break;
    }
    return p.beg;
}
