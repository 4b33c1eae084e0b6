/* SPDX-License-Identifier: MIT */
/*
 * language.c - tell the language of an article.
 *
 * The record's own word wins. Else the share of English function words decides for English at no
 * cost, and libexttextcat (n-gram fingerprints, Cavnar and Trenkle 1994) names the others. Text
 * too short or too tabular to tell keeps no language and is read as English.
 */
#include <libexttextcat/textcat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/processors.h"
#include "processors/token.h"

enum {
    SAMPLE = 4000,        /* bytes looked at */
    ENOUGH_WORDS = 12,    /* fewer say nothing */
    ENOUGH_LETTERS = 120, /* likewise */
};

static const double ENGLISH_SHARE = 0.16; /* of function words among the words */
static const double FOREIGN_SHARE = 0.10;

static const char *const function_words[] = {
    "the", "of", "to",  "and",  "in", "a",   "said", "for",  "on",   "is",  "was", "that",  "with",
    "by",  "at", "its", "from", "it", "has", "be",   "will", "have", "are", "not", "which",
};

enum { N_FUNCTION_WORDS = sizeof function_words / sizeof *function_words };

struct language {
    void *textcat;
    uint32_t hashes[N_FUNCTION_WORDS];
};

/* What a sample of text is made of. */
struct sample {
    size_t n_words;            /* runs of ASCII letters */
    size_t n_function;         /* of them English function words */
    size_t n_letters, n_other; /* bytes: letters of any script; figures and marks */
};

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
    for (size_t i = 0; i < N_FUNCTION_WORDS; i++)
        language->hashes[i] = dw_token_hash(function_words[i], strlen(function_words[i]));
    *state = language;
    return DW_OK;
}

static void close_language(void *state)
{
    struct language *language = state;

    textcat_Done(language->textcat);
    free(language);
}

static bool is_function_word(const struct language *language, const char *word, size_t len)
{
    uint32_t hash;

    if (len > 5)
        return false;
    hash = dw_token_hash(word, len);
    for (size_t i = 0; i < N_FUNCTION_WORDS; i++)
        if (language->hashes[i] == hash)
            return true;
    return false;
}

static bool is_ascii_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static struct sample count_sample(const struct language *language, const char *text, size_t len)
{
    struct sample sample = {0};
    size_t i = 0;

    while (i < len) {
        size_t beg = i;

        while (i < len && is_ascii_letter(text[i]))
            i++;
        sample.n_letters += i - beg;
        if (i > beg) {
            sample.n_words++;
            sample.n_function += is_function_word(language, text + beg, i - beg);
            continue;
        }
        if ((unsigned char)text[i] >= 0x80)
            sample.n_letters++;
        else if ((unsigned char)text[i] > ' ')
            sample.n_other++;
        i++;
    }
    return sample;
}

static bool is_english(const struct sample *s)
{
    return s->n_words >= ENOUGH_WORDS &&
           (double)s->n_function >= ENGLISH_SHARE * (double)s->n_words;
}

/* Running text, not a table of figures, and with hardly an English function word in it. */
static bool is_foreign(const struct sample *s)
{
    return s->n_letters >= ENOUGH_LETTERS && s->n_other * 4 < s->n_letters &&
           (double)s->n_function < FOREIGN_SHARE * (double)s->n_words;
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

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    const struct language *language = state;
    const struct dw_article *a = &doc->article;
    size_t len = a->len < SAMPLE ? a->len : SAMPLE;
    struct sample sample;

    (void)err;
    if (a->language && *a->language) {
        snprintf(doc->language, sizeof doc->language, "%s", a->language);
        return DW_OK;
    }
    while (len < a->len && len > 0 && ((unsigned char)a->text[len] & 0xC0) == 0x80)
        len--;
    sample = count_sample(language, a->text, len);
    if (is_english(&sample))
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
