/* SPDX-License-Identifier: MIT */
/*
 * language.c - tell the language of an article.
 *
 * The record's own word wins. Else the share of English function words decides for English at
 * little cost, the words of English accounts against another language, and libexttextcat (n-gram
 * fingerprints, Cavnar and Trenkle 1994) names the others. Text too short or too tabular to tell
 * keeps no language and is read as English.
 */
#include <assert.h>
#include <libexttextcat/textcat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

enum { N_SLOTS = 1024, WORD_MAX = 7 };

enum word_kind { KIND_OTHER, KIND_FUNCTION, KIND_ACCOUNT, N_KINDS };

/* A word of up to WORD_MAX letters in lower case, a byte each. */
struct known_word {
    uint64_t letters; /* 0: the slot is free, and of no kind */
    enum word_kind kind;
};

struct language {
    void *textcat; /* NULL until a text may be in another language: most streams have none */
    struct known_word words[N_SLOTS];
};

/* The words of a sample, runs of ASCII letters: of each kind. */
struct sample {
    size_t n[N_KINDS];
};

/* The slot of a word, or the free one where it would go. */
static size_t find_slot(const struct language *language, uint64_t letters)
{
    size_t i = (letters * 0x9E3779B97F4A7C15U) >> 54;

    while (language->words[i].letters && language->words[i].letters != letters)
        i = (i + 1) % N_SLOTS;
    return i;
}

static void add_words(struct language *language, const char *const *words, size_t n,
                      enum word_kind kind)
{
    for (size_t i = 0; i < n; i++) {
        char bytes[8] = {0};
        uint64_t letters;

        assert(strlen(words[i]) <= WORD_MAX);
        memcpy(bytes, words[i], strlen(words[i]));
        letters = dw_bytes_load(bytes);
        language->words[find_slot(language, letters)] = (struct known_word){letters, kind};
    }
}

static const char fingerprints[] = DW_TEXTCAT_DIR "/fpdb.conf";

static enum dw_err fail_without_fingerprints(struct dw_error *err)
{
    return dw_error_set(err, DW_CONFIG, 0,
                        "%s: no language fingerprints; is libexttextcat-data installed?",
                        fingerprints);
}

static enum dw_err open_language(void **state, const struct dw_pipeline_options *options,
                                 struct dw_error *err)
{
    struct language *language;

    (void)options;
    if (access(fingerprints, R_OK))
        return fail_without_fingerprints(err);
    language = calloc(1, sizeof *language);
    if (!language)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the language processor");
    add_words(language, account_words, sizeof account_words / sizeof *account_words, KIND_ACCOUNT);
    add_words(language, function_words, sizeof function_words / sizeof *function_words,
              KIND_FUNCTION);
    *state = language;
    return DW_OK;
}

static void close_language(void *state)
{
    struct language *language = state;

    if (language->textcat)
        textcat_Done(language->textcat);
    free(language);
}

/* The letters of a word as known words have them; a longer word is like none of them. */
static uint64_t pack_word(const struct dw_article *a, uint32_t beg, uint32_t end)
{
    uint32_t n = end - beg > WORD_MAX ? WORD_MAX + 1 : end - beg;
    uint64_t letters = dw_bytes_take(a->text, (uint32_t)a->len, beg, n);

    return letters | (0x2020202020202020U & ~(uint64_t)0 >> 8 * (8 - n));
}

/* Count the words that begin in text[beg, end) in with the sample. */
static void count_words(const struct language *language, const struct dw_doc *doc, size_t beg,
                        size_t end, struct sample *sample)
{
    const struct dw_article *a = &doc->article;
    const uint8_t *letters = doc->runs.letters;

    for (uint32_t at = (uint32_t)beg; at < end; at += DW_RUNS_STEP) {
        uint64_t starts = dw_run_starts(letters, at, (uint32_t)end);

        for (; starts; starts &= starts - 1) {
            uint32_t word = at + (uint32_t)__builtin_ctzll(starts);
            uint32_t word_end = dw_run_end(letters, word, (uint32_t)a->len);

            size_t slot = find_slot(language, pack_word(a, word, word_end));

            sample->n[language->words[slot].kind]++;
        }
    }
}

static size_t count_all(const struct sample *s)
{
    return s->n[KIND_OTHER] + s->n[KIND_FUNCTION] + s->n[KIND_ACCOUNT];
}

static bool has_share(const struct sample *s, size_t n, double share)
{
    size_t all = count_all(s);

    return all >= ENOUGH_WORDS && (double)n >= share * (double)all;
}

static bool is_english(const struct sample *s, double share)
{
    return has_share(s, s->n[KIND_FUNCTION], share);
}

static bool is_account(const struct sample *s)
{
    return has_share(s, s->n[KIND_FUNCTION] + s->n[KIND_ACCOUNT], ACCOUNT_SHARE);
}

static bool is_ascii_letter(char c)
{
    return (unsigned)((c | 0x20) - 'a') < 26;
}

/* Running text, not a table of figures, and with hardly an English function word in it. */
static bool is_foreign(const struct sample *s, const char *text, size_t len)
{
    size_t n_letters = 0, n_other = 0; /* bytes: of letters of any script; figures and marks */

    for (size_t i = 0; i < len; i++) {
        bool is_letter = (unsigned char)text[i] >= 0x80 || is_ascii_letter(text[i]);

        n_letters += is_letter;
        n_other += !is_letter && text[i] > ' ';
    }
    return n_letters >= ENOUGH_LETTERS && n_other * 4 < n_letters &&
           (double)(s->n[KIND_FUNCTION] + s->n[KIND_ACCOUNT]) <
               FOREIGN_SHARE * (double)count_all(s);
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

static enum dw_err classify(struct language *language, struct dw_doc *doc, size_t len,
                            struct dw_error *err)
{
    if (!language->textcat)
        language->textcat = special_textcat_Init(fingerprints, DW_TEXTCAT_DIR "/");
    if (!language->textcat)
        return fail_without_fingerprints(err);
    take_code(doc->language, sizeof doc->language,
              textcat_Classify(language->textcat, doc->article.text, len));
    return DW_OK;
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    struct language *language = state;
    const struct dw_article *a = &doc->article;
    size_t glance = sample_end(a, GLANCE), len = sample_end(a, SAMPLE);
    struct sample sample = {{0}};

    if (a->language && *a->language) {
        snprintf(doc->language, sizeof doc->language, "%s", a->language);
        return DW_OK;
    }
    if (dw_doc_find_runs(doc) != DW_OK)
        return dw_error_set(err, DW_NOMEM, 0, "too much text for the memory of one article");
    count_words(language, doc, 0, glance, &sample);
    if (!is_english(&sample, PLAIN_SHARE))
        count_words(language, doc, glance, len, &sample);
    if (is_english(&sample, ENGLISH_SHARE) || is_account(&sample))
        strcpy(doc->language, "en");
    else if (is_foreign(&sample, a->text, len))
        return classify(language, doc, len, err);
    return DW_OK;
}

const struct dw_processor dw_processor_language = {
    .name = "language",
    .summary = "language of the article; only English is read further",
    .open = open_language,
    .run = run,
    .close = close_language,
};
