/* SPDX-License-Identifier: MIT */
#include "processors/token.h"

#include <string.h>

#include "processors/base/utf8.h"
#include "processors/processors.h"

enum char_class { SPACE, LETTER, DIGIT, PUNCT };

/* A cursor over the text of one call. */
struct scan {
    const char *text;
    uint32_t at, end;
    struct dw_arena *arena;
    struct dw_tokens *tokens;
    bool quoted; /* between double quotation marks */

    /* The stretch without blanks that was looked at last, and whether it may hold an address. */
    uint32_t chunk_end;
    bool has_address;
};

enum { MAX_ADDRESS = 2048 }; /* bytes; keeps the search for the end of one linear */

/* Prefixes that UD English leaves joined by their hyphen (LDC tokenization guidelines). */
static const char *const joined_prefixes[] = {
    "a",     "agro",  "ante",  "anti",   "arch",  "bi",    "bio",   "co",    "counter",
    "cyber", "de",    "e",     "eco",    "ex",    "extra", "inter", "intra", "macro",
    "mega",  "micro", "mid",   "mini",   "multi", "neo",   "non",   "pan",   "para",
    "post",  "pre",   "pro",   "pseudo", "quasi", "re",    "semi",  "sub",   "super",
    "tri",   "u",     "ultra", "un",     "uni",   "vice",  "x",     NULL,
};

/* Abbreviations that keep their full stop, lower case; dotted ones (U.S., a.m.) go by pattern. */
static const char *const abbreviations[] = {
    "adm",    "apr",  "assn", "asst",  "aug",  "ave", "blvd", "brig", "bros", "capt",  "cdr",
    "cmdr",   "co",   "col",  "comdr", "corp", "cos", "cpl",  "dec",  "dept", "det",   "dr",
    "drs",    "est",  "etc",  "feb",   "fig",  "fri", "ft",   "gen",  "gov",  "govt",  "hon",
    "inc",    "insp", "intl", "jan",   "jr",   "jul", "jun",  "lt",   "ltd",  "maj",   "mar",
    "messrs", "mfg",  "mon",  "mr",    "mrs",  "ms",  "mt",   "nos",  "nov",  "oct",   "pfc",
    "pres",   "prof", "pvt",  "rep",   "reps", "rev", "sat",  "sec",  "sen",  "sens",  "sept",
    "sep",    "sgt",  "sr",   "st",    "sts",  "sun", "supt", "thu",  "thur", "thurs", "tue",
    "tues",   "univ", "vol",  "vs",    "wed",  "bhd", "pte",  "pty",  "ph",   NULL,
};

static bool is_listed(const char *const *list, const char *form, size_t len)
{
    for (; *list; list++)
        if (strlen(*list) == len && !strncmp(*list, form, len))
            return true;
    return false;
}

static enum char_class classify_wide(uint32_t cp)
{
    if (cp == 0xA0 || cp == 0x85 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x2028 ||
        cp == 0x2029 || cp == 0x202F || cp == 0x3000 || cp == 0xFEFF)
        return SPACE;
    if (cp < 0xC0)
        return cp == 0xAA || cp == 0xB5 || cp == 0xBA ? LETTER : PUNCT;
    if (cp == 0xD7 || cp == 0xF7)
        return PUNCT;
    if ((cp >= 0x2000 && cp < 0x2C00) || (cp >= 0x3001 && cp < 0x3040) ||
        (cp >= 0xFE10 && cp < 0xFE70) || (cp >= 0xFF01 && cp < 0xFF10) || cp >= 0x1F000)
        return PUNCT;
    return LETTER;
}

/* Class of the character at `at`; *len is its length in bytes. */
static enum char_class classify(const struct scan *s, uint32_t at, uint32_t *len)
{
    unsigned char c = (unsigned char)s->text[at];
    uint32_t cp;

    *len = 1;
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
        return LETTER;
    if (c >= '0' && c <= '9')
        return DIGIT;
    if (c < 0x80)
        return c <= ' ' || c == 0x7F ? SPACE : PUNCT;
    *len = (uint32_t)dw_utf8_decode(s->text + at, s->end - at, &cp);
    return cp == UINT32_MAX ? PUNCT : classify_wide(cp);
}

static bool is_word_at(const struct scan *s, uint32_t at)
{
    uint32_t len;
    enum char_class class;

    if (at >= s->end)
        return false;
    class = classify(s, at, &len);
    return class == LETTER || class == DIGIT;
}

static bool is_digit_at(const struct scan *s, uint32_t at)
{
    return at < s->end && s->text[at] >= '0' && s->text[at] <= '9';
}

static bool is_letter_at(const struct scan *s, uint32_t at)
{
    uint32_t len;

    return at < s->end && classify(s, at, &len) == LETTER;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static char lower(char c)
{
    return is_upper(c) ? (char)(c | 0x20) : c;
}

/* Length of an apostrophe at `at`: straight 1, curly 3, none 0. */
static uint32_t apostrophe_at(const struct scan *s, uint32_t at)
{
    if (at < s->end && s->text[at] == '\'')
        return 1;
    if (at + 3 <= s->end && !memcmp(s->text + at, "\xE2\x80\x99", 3))
        return 3;
    return 0;
}

uint32_t dw_token_hash(const char *form, size_t len)
{
    uint32_t h = 2166136261U;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)form[i];

        if (c == 0xE2 && len - i >= 3 && !memcmp(form + i, "\xE2\x80\x99", 3)) {
            c = '\'';
            i += 2;
        }
        h = (h ^ (unsigned char)lower((char)c)) * 16777619U;
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

/* Case and digits of a form. A byte above ASCII counts as a lower-case letter unless it begins
 * an upper-case Latin-1 letter. */
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

static enum dw_err add_token(struct scan *s, uint32_t beg, uint32_t end, uint16_t flags)
{
    struct dw_token *t = dw_vec_push(s->arena, s->tokens);
    uint32_t len;

    if (!t)
        return DW_NOMEM;
    t->span = (struct dw_span){beg, end};
    t->hash = dw_token_hash(s->text + beg, end - beg);
    t->flags = flags | form_flags(s->text + beg, end - beg);
    if (end >= s->end || classify(s, end, &len) == SPACE)
        t->flags |= DW_TOKEN_SPACE_AFTER;
    if (s->quoted)
        t->flags |= DW_TOKEN_QUOTED;
    t->head = t->time = t->mention = DW_NONE;
    return DW_OK;
}

static bool is_at(const struct scan *s, uint32_t at, const char *text)
{
    size_t len = strlen(text);

    return s->end - at >= len && !memcmp(s->text + at, text, len);
}

/* Look ahead to the next blank: is there any mark of an address? */
static bool may_hold_address(struct scan *s, uint32_t beg)
{
    uint32_t at = beg, len;

    if (beg < s->chunk_end)
        return s->has_address;
    s->has_address = false;
    while (at < s->end && classify(s, at, &len) != SPACE) {
        s->has_address |= s->text[at] == '@' || is_at(s, at, "://") || is_at(s, at, "www.");
        at += len;
    }
    s->chunk_end = at;
    return s->has_address;
}

/* End of a web or mail address at `beg`, or `beg` if there is none. */
static uint32_t address_end(struct scan *s, uint32_t beg)
{
    uint32_t end = beg, len;
    bool is_address = is_at(s, beg, "www.");

    if (!may_hold_address(s, beg))
        return beg;
    while (end < s->end && end - beg < MAX_ADDRESS && classify(s, end, &len) != SPACE &&
           !strchr("<>\"()[]", s->text[end])) {
        is_address |= end > beg && is_at(s, end, "://");
        is_address |= end > beg && s->text[end] == '@' && is_word_at(s, end + 1);
        end += len;
    }
    if (!is_address)
        return beg;
    while (end > beg && strchr(".,;:!?'", s->text[end - 1]))
        end--;
    return end;
}

/* Endings that make a full stop inside a word part of a host or file name. */
static bool is_name_ending(const struct scan *s, uint32_t at)
{
    static const char *const endings[] = {
        "com", "org", "net", "gov",  "edu", "info", "tv",  "co",  "uk",  "eu",  "jp",  "kr", "cn",
        "doc", "pdf", "htm", "html", "txt", "jpg",  "gif", "png", "xls", "ppt", "zip", NULL,
    };
    char form[8];
    uint32_t n = 0;

    for (uint32_t i = at, last = at + 48; i < s->end && i < last;
         i++) { /* "news.example.com": the last part */
        if (s->text[i] == '.' && is_letter_at(s, i + 1)) {
            at = i + 1;
            n = 0;
        } else if (n > 6 || !is_word_at(s, i)) {
            break;
        } else {
            form[n] = lower(s->text[i]);
            n++;
        }
    }
    return n >= 2 && n < 7 && !is_word_at(s, at + n) && is_listed(endings, form, n);
}

/* Does the hyphen at `at` join a prefix to its word, so that both are one token? */
static bool is_joining_hyphen(const struct scan *s, uint32_t beg, uint32_t at)
{
    char prefix[8];
    uint32_t n = at - beg;

    if (n > 7 || !is_letter_at(s, at + 1))
        return false;
    for (uint32_t i = 0; i < n; i++)
        prefix[i] = lower(s->text[beg + i]);
    /* "Ex-Im", "Co-op", but not the name "Ho-hyun" or "Un-chol": a capital on one side only. */
    if (n == 1 && is_upper(s->text[beg]))
        return prefix[0] == 'e' && !is_upper(s->text[at + 1]); /* E-mail */
    return is_listed(joined_prefixes, prefix, n) && (n > 2 || !is_upper(s->text[beg]));
}

static uint32_t count_digits(const struct scan *s, uint32_t at)
{
    uint32_t n = 0;

    while (n < 8 && is_digit_at(s, at + n))
        n++;
    return n;
}

/* Does the hyphen at `at` join the parts of a telephone number: 555-0123, 202-555-0123? */
static bool is_telephone_hyphen(const struct scan *s, uint32_t beg, uint32_t at)
{
    uint32_t n = count_digits(s, at + 1);

    if (at - beg == 3 && count_digits(s, beg) == 3)
        return n == 4 || (n == 3 && at + 4 < s->end && s->text[at + 4] == '-' &&
                          count_digits(s, at + 5) == 4);
    return at - beg == 7 && n == 4 && s->text[beg + 3] == '-';
}

/* Units that are split from the figures they are written on to: "10pm", "200bn", "24hrs". */
static bool is_unit_at(const struct scan *s, uint32_t at)
{
    static const char *const units[] = {
        "k",  "m",  "mm", "cm",  "km", "kg", "gb", "mb",  "hr",  "hrs", "min", "mins", "p",
        "am", "pm", "lb", "lbs", "ft", "bn", "mn", "mph", "kph", "mln", "bln", NULL,
    };
    char form[8];
    uint32_t n = 0;

    while (n < 7 && is_letter_at(s, at + n)) {
        form[n] = lower(s->text[at + n]);
        n++;
    }
    return n > 0 && n < 7 && !is_word_at(s, at + n) && is_listed(units, form, n);
}

/* Does the character at `at`, inside a word that began at `beg`, belong to it? */
static bool is_inside_word(const struct scan *s, uint32_t beg, uint32_t at)
{
    char c = s->text[at];
    bool digits = is_digit_at(s, at - 1) && is_digit_at(s, at + 1);

    switch (c) {
    case '.': /* 3.5, U.S, a.m */
        return digits ||
               (is_letter_at(s, at - 1) && is_letter_at(s, at + 1) &&
                (at - beg == 1 || s->text[at - 2] == '.')) ||
               is_name_ending(s, at + 1);
    case ',':
    case ':':
    case '/':
        return digits;
    case '&':
        return is_upper(s->text[at - 1]) && at + 1 < s->end && is_upper(s->text[at + 1]);
    case '-':
        return is_joining_hyphen(s, beg, at) || is_telephone_hyphen(s, beg, at);
    case '_':
        return true;
    case '$': /* US$, A$ */
        return at - beg <= 3 && is_upper(s->text[at - 1]) && is_upper(s->text[beg]);
    default:
        return apostrophe_at(s, at) && is_word_at(s, at + apostrophe_at(s, at));
    }
}

/* Is the full stop at `at` part of the abbreviation that began at `beg`? */
static bool is_abbreviation(const struct scan *s, uint32_t beg, uint32_t at)
{
    char form[8];
    uint32_t n = at - beg;

    if (is_at(s, at, "..")) /* an ellipsis */
        return false;
    for (uint32_t i = beg; i < at; i++)
        if (s->text[i] == '.') /* U.S. and Ph.D. but not 3.5. and example.com. */
            return is_letter_at(s, at - 1) && i - beg <= 2 && at - i <= 5;
    if (n == 1)
        return is_upper(s->text[beg]) && s->text[beg] != 'I';
    if (n == 2 && !strncmp(s->text + beg, "No", 2)) /* No. 5 */
        return at + 2 < s->end && s->text[at + 1] == ' ' && is_digit_at(s, at + 2);
    if (n > 6)
        return false;
    for (uint32_t i = 0; i < n; i++)
        form[i] = lower(s->text[beg + i]);
    /* Words as well as abbreviations: only where capitals tell. */
    if (!is_upper(s->text[beg]) && n != 2 && !(n == 3 && !memcmp(form, "etc", 3)))
        return false;
    if (n == 3 && (!memcmp(form, "sat", 3) || !memcmp(form, "sun", 3) || !memcmp(form, "mar", 3)))
        return at + 2 < s->end && s->text[at + 1] == ' ' && is_digit_at(s, at + 2);
    return is_listed(abbreviations, form, n);
}

/* Where the clitic of the word [beg, end) begins; `end` if it has none. */
static uint32_t clitic_start(const struct scan *s, uint32_t beg, uint32_t end)
{
    static const char *const endings[] = {"s", "d", "m", "re", "ve", "ll", NULL};
    uint32_t at;

    for (at = end; at-- > beg + 1;) {
        uint32_t len = apostrophe_at(s, at);
        char tail[3] = "";
        uint32_t n = end - at - len;

        if (!len)
            continue;
        if (n == 0 || n > 2)
            return end;
        for (uint32_t i = 0; i < n; i++)
            tail[i] = lower(s->text[at + len + i]);
        if (n == 1 && tail[0] == 't' && at > beg + 1 && lower(s->text[at - 1]) == 'n')
            return at - 1;
        return is_listed(endings, tail, n) ? at : end;
    }
    return end;
}

/* Where a clitic written without its apostrophe begins, `end` if there is none: "did|nt". */
static uint32_t bare_clitic_start(const struct scan *s, uint32_t beg, uint32_t end)
{
    static const char *const words[] = {
        "dont",     "didnt", "doesnt", "isnt",  "wasnt", "havent", "hasnt", "couldnt", "wouldnt",
        "shouldnt", "arent", "werent", "hadnt", "gonna", "gotta",  "wanna", NULL};
    char form[10];
    uint32_t n = end - beg;

    if (n < 4 || n > 8 || (s->text[end - 1] != 't' && s->text[end - 1] != 'a'))
        return end;
    for (uint32_t i = 0; i < n; i++)
        form[i] = lower(s->text[beg + i]);
    return is_listed(words, form, n) ? end - 2 : end;
}

static bool is_cannot(const struct scan *s, uint32_t beg, uint32_t end)
{
    return end - beg == 6 && lower(s->text[beg]) == 'c' && !strncmp(s->text + beg + 1, "annot", 5);
}

/* Figures, with their stops and commas, and nothing else. */
static bool is_number(const struct scan *s, uint32_t beg, uint32_t end)
{
    for (uint32_t i = beg; i < end; i++)
        if (!is_digit_at(s, i) && !strchr(".,:/", s->text[i]))
            return false;
    return end - beg < 16;
}

static enum dw_err add_word(struct scan *s)
{
    uint32_t beg = s->at, at = beg, len, split;
    enum char_class class;
    enum dw_err rc;

    while (at < s->end) {
        class = classify(s, at, &len);
        if (class == SPACE || (class == PUNCT && (at == beg || !is_inside_word(s, beg, at))))
            break;
        if (class == DIGIT && at > beg && s->text[at - 1] == '$') /* US$ 5 */
            break;
        if (class == LETTER && at > beg && is_digit_at(s, at - 1) && is_unit_at(s, at) &&
            is_number(s, beg, at))
            break;
        at += class == PUNCT && apostrophe_at(s, at) ? apostrophe_at(s, at) : len;
    }
    if (at < s->end && s->text[at] == '.' && is_abbreviation(s, beg, at))
        at++;
    s->at = at;
    split = is_cannot(s, beg, at) ? beg + 3 : clitic_start(s, beg, at);
    if (split == at)
        split = bare_clitic_start(s, beg, at);
    if (split == at)
        return add_token(s, beg, at, 0);
    rc = add_token(s, beg, split, 0);
    return rc == DW_OK ? add_token(s, split, at, DW_TOKEN_CLITIC) : rc;
}

/* Double quotation marks open and close; a paragraph's end closes in any case. */
static void track_quotes(struct scan *s, uint32_t at, uint32_t len)
{
    const char *c = s->text + at;

    if (len == 1 && *c == '"')
        s->quoted = !s->quoted;
    else if (len == 3 && !memcmp(c, "\xE2\x80\x9C", 3))
        s->quoted = true;
    else if (len == 3 && !memcmp(c, "\xE2\x80\x9D", 3))
        s->quoted = false;
    else if (len == 2 && !memcmp(c, "``", 2))
        s->quoted = true;
    else if (len == 2 && !memcmp(c, "''", 2))
        s->quoted = false;
}

/* ":)" ":-(" ";)": length of a face drawn in punctuation, 0 if there is none. */
static uint32_t face_len(const struct scan *s, uint32_t at)
{
    uint32_t n = 1;

    if (s->text[at] != ':' && s->text[at] != ';')
        return 0;
    n += at + n < s->end && s->text[at + n] == '-';
    if (at + n >= s->end || (s->text[at + n] != ')' && s->text[at + n] != '('))
        return 0;
    n++;
    /* "(as follows:)" closes a bracket */
    return at == 0 || s->text[at - 1] == ' ' || n == 3 ? n : 0;
}

static enum dw_err add_punct(struct scan *s)
{
    uint32_t beg = s->at, at, len;
    bool was_quoted = s->quoted;
    enum dw_err rc;

    classify(s, beg, &len);
    at = beg + len;
    if (apostrophe_at(s, beg) && is_digit_at(s, at)) { /* '90s */
        while (is_word_at(s, at))
            at++;
    } else if (s->text[beg] == '!' || s->text[beg] == '?') {
        while (at < s->end && (s->text[at] == '!' || s->text[at] == '?'))
            at++;
    } else if (face_len(s, beg)) {
        at = beg + face_len(s, beg);
    } else if (strchr(".-*=_`'$<>+~", s->text[beg])) {
        while (at < s->end && s->text[at] == s->text[beg] && (s->text[beg] != '\'' || at - beg < 2))
            at++;
    }
    track_quotes(s, beg, at - beg);
    s->at = at;
    if (was_quoted != s->quoted) { /* the marks themselves stand outside */
        bool now = s->quoted;

        s->quoted = false;
        rc = add_token(s, beg, at, DW_TOKEN_PUNCT);
        s->quoted = now;
        return rc;
    }
    return add_token(s, beg, at, DW_TOKEN_PUNCT);
}

/* Is there a blank line, or an indented one, in the white space [beg, end)? */
static bool is_paragraph_break(const char *text, uint32_t beg, uint32_t end)
{
    const char *line = memchr(text + beg, '\n', end - beg);

    return line &&
           (memchr(line + 1, '\n', (size_t)(text + end - line - 1)) || text + end - line > 3);
}

enum dw_err dw_token_split(struct dw_arena *arena, const char *text, struct dw_span span,
                           struct dw_tokens *tokens)
{
    struct scan s = {
        .text = text, .at = span.beg, .end = span.end, .arena = arena, .tokens = tokens};
    enum dw_err rc = DW_OK;

    while (rc == DW_OK) {
        uint32_t blank = s.at, address, len;

        while (s.at < s.end && classify(&s, s.at, &len) == SPACE)
            s.at += len;
        if (s.at >= s.end)
            break;
        if (is_paragraph_break(text, blank, s.at))
            s.quoted = false;
        if (classify(&s, s.at, &len) == PUNCT) {
            rc = add_punct(&s);
            continue;
        }
        address = address_end(&s, s.at);
        if (address > s.at) {
            rc = add_token(&s, s.at, address, 0);
            s.at = address;
        } else {
            rc = add_word(&s);
        }
    }
    return rc;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    (void)state;
    for (uint32_t i = 0; i < doc->zones.n; i++) {
        enum dw_err rc =
            dw_token_split(&doc->arena, doc->article.text, doc->zones.v[i].span, &doc->tokens);

        if (rc != DW_OK)
            return dw_error_set(err, rc, doc->zones.v[i].span.beg,
                                "too many tokens for the "
                                "memory of one article");
    }
    return DW_OK;
}

const struct dw_processor dw_processor_token = {
    .name = "token",
    .summary = "Universal Dependencies tokens of every zone",
    .run = run,
};
