/* SPDX-License-Identifier: MIT */
/*
 * language.c - tell the language of an article.
 *
 * The record's own word wins. Else the share of English function words decides for English at
 * little cost, the words of English accounts against another language, and libexttextcat (n-gram
 * fingerprints, Cavnar and Trenkle 1994) names the others. Text too short or too tabular to tell
 * keeps no language and is read as English.
 */
#include <libexttextcat/textcat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/processors.h"

enum {
    SAMPLE = 4000,        /* bytes looked at */
    GLANCE = 1000,        /* bytes that are enough for what is plainly English */
    ENOUGH_WORDS = 12,    /* fewer say nothing */
    ENOUGH_LETTERS = 120, /* likewise */
};

static const double ENGLISH_SHARE = 0.16; /* of function words among the words */
static const double FOREIGN_SHARE = 0.10; /* with the words of accounts */
static const double PLAIN_SHARE = 0.25;
static const double ACCOUNT_SHARE = 0.3; /* of both kinds of words: a table of an English account */

static const char *const function_words[] = {
    "the", "of", "to",  "and",  "in", "a",   "said", "for",  "on",   "is",  "was", "that",  "with",
    "by",  "at", "its", "from", "it", "has", "be",   "will", "have", "are", "not", "which",
};

/* Words of English accounts and tables, which have few function words. */
static const char *const account_words[] = {
    "avg",    "bln", "corp", "cts", "dlrs", "gain",  "inc",    "loss",  "mln",
    "mths",   "net", "nine", "pct", "qtly", "qtr",   "revs",   "sales", "share",
    "shares", "shr", "shrs", "vs",  "year", "years", "profit",
};

enum { N_SLOTS = 256 };

/* A word of up to eight letters in lower case, a byte each, and the kind of its list. */
struct known_word {
    uint64_t letters; /* 0: the slot is free */
    bool is_function;
};

struct language {
    void *textcat;
    struct known_word words[N_SLOTS];
};

/* What a sample of text is made of. */
struct sample {
    size_t n_words;            /* runs of ASCII letters */
    size_t n_function;         /* of them English function words */
    size_t n_account;          /* and words of accounts */
    size_t n_letters, n_other; /* bytes: letters of any script; figures and marks */
};

/* The slot of a word, or the free one where it would go. */
static size_t find_slot(const struct language *language, uint64_t letters)
{
    size_t i = (letters * 0x9E3779B97F4A7C15U) >> 56;

    while (language->words[i].letters && language->words[i].letters != letters)
        i = (i + 1) % N_SLOTS;
    return i;
}

static void add_words(struct language *language, const char *const *words, size_t n,
                      bool is_function)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t letters = 0;

        for (const char *c = words[i]; *c; c++)
            letters = letters << 8 | (unsigned char)*c;
        language->words[find_slot(language, letters)] = (struct known_word){letters, is_function};
    }
}

static enum dw_err open_language(void **state, const struct dw_pipeline_options *options,
                                 struct dw_error *err)
{
    static const char dir[] = DW_TEXTCAT_DIR "/";
    struct language *language = calloc(1, sizeof *language);

    (void)options;
    if (!language)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the language processor");
    language->textcat = special_textcat_Init(DW_TEXTCAT_DIR "/fpdb.conf", dir);
    if (!language->textcat) {
        free(language);
        return dw_error_set(err, DW_CONFIG, 0,
                            "%sfpdb.conf: no language fingerprints; is libexttextcat-data "
                            "installed?",
                            dir);
    }
    add_words(language, account_words, sizeof account_words / sizeof *account_words, false);
    add_words(language, function_words, sizeof function_words / sizeof *function_words, true);
    *state = language;
    return DW_OK;
}

static void close_language(void *state)
{
    struct language *language = state;

    textcat_Done(language->textcat);
    free(language);
}

static bool is_ascii_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static void count_word(const struct language *language, uint64_t letters, size_t len,
                       struct sample *sample)
{
    const struct known_word *word = &language->words[find_slot(language, letters)];

    sample->n_words++;
    sample->n_letters += len;
    if (len > 8 || !word->letters)
        return;
    sample->n_function += word->is_function;
    sample->n_account += !word->is_function;
}

/* Count what stands in text[i, len) in with the sample. */
static void count_sample(const struct language *language, const char *text, size_t i, size_t len,
                         struct sample *sample)
{
    while (i < len) {
        size_t beg = i;
        uint64_t letters = 0;

        for (; i < len && is_ascii_letter(text[i]); i++)
            letters = letters << 8 | (unsigned char)(text[i] | 0x20);
        if (i > beg) {
            count_word(language, letters, i - beg, sample);
            continue;
        }
        sample->n_letters += (unsigned char)text[i] >= 0x80;
        sample->n_other += (unsigned char)text[i] > ' ' && (unsigned char)text[i] < 0x80;
        i++;
    }
}

static bool is_account(const struct sample *s)
{
    return s->n_words >= ENOUGH_WORDS &&
           (double)(s->n_function + s->n_account) >= ACCOUNT_SHARE * (double)s->n_words;
}

static bool is_english(const struct sample *s, double share)
{
    return s->n_words >= ENOUGH_WORDS && (double)s->n_function >= share * (double)s->n_words;
}

/* Running text, not a table of figures, and with hardly an English function word in it. */
static bool is_foreign(const struct sample *s)
{
    return s->n_letters >= ENOUGH_LETTERS && s->n_other * 4 < s->n_letters &&
           (double)(s->n_function + s->n_account) < FOREIGN_SHARE * (double)s->n_words;
}

/* "[fr--utf8][ca--utf8]" names its best guess first: take the code up to the dashes. */
static void take_code(char *out, size_t size, const char *guesses)
{
    size_t n = 0;

    if (*guesses++ != '[')
        return;
    while (n + 1 < size && guesses[n] && guesses[n] != ']' && strncmp(guesses + n, "--", 2) != 0) {
        out[n] = guesses[n];
        n++;
    }
    out[n] = '\0';
}

/* The end of a sample of `len` bytes that cuts no character. */
static size_t sample_end(const struct dw_article *a, size_t len)
{
    if (len >= a->len)
        return a->len;
    while (len > 0 && ((unsigned char)a->text[len] & 0xC0) == 0x80)
        len--;
    return len;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    const struct language *language = state;
    const struct dw_article *a = &doc->article;
    size_t glance = sample_end(a, GLANCE), len = sample_end(a, SAMPLE);
    struct sample sample = {0};

    (void)err;
    if (a->language && *a->language) {
        snprintf(doc->language, sizeof doc->language, "%s", a->language);
        return DW_OK;
    }
    while (glance < len && glance > 0 && is_ascii_letter(a->text[glance - 1]))
        glance--;
    count_sample(language, a->text, 0, glance, &sample);
    if (!is_english(&sample, PLAIN_SHARE))
        count_sample(language, a->text, glance, len, &sample);
    if (is_english(&sample, ENGLISH_SHARE) || is_account(&sample))
        strcpy(doc->language, "en");
    else if (is_foreign(&sample))
        take_code(doc->language, sizeof doc->language,
                  textcat_Classify(language->textcat, a->text, len));
    return DW_OK;
}

const struct dw_processor dw_processor_language = {
    .name = "language",
    .summary = "language of the article; only English is read further",
    .open = open_language,
    .run = run,
    .close = close_language,
};
