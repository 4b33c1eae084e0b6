/* SPDX-License-Identifier: MIT */
#include "processors/time/words.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/time.inc"
#include "processors/time/moment.h"
#include "processors/token.h"

#define X(name)                                                                                    \
    _Static_assert((int)DW_TW_##name == (int)TABLE_TIME_CLASS_##name, "time.tsv: " #name);
DW_TIME_CLASS_LIST(X)
#undef X
_Static_assert(DW_N_TIME_CLASSES <= 64, "classes fit one word of bits");

enum {
    N_WORDS = sizeof table_time / sizeof *table_time,
    N_SLOTS = 4096,
    N_FILTER = 256,
    N_FIRSTS = 512
};

_Static_assert(N_WORDS * 2 < N_SLOTS, "the index stays sparse");

struct slot {
    uint64_t single; /* classes of the word of this token alone */
    uint32_t hash;
    uint16_t first;  /* word; 0: the slot is free */
    bool has_phrase; /* longer ones begin with it too */
};

struct dw_time_words {
    uint64_t firsts[N_FIRSTS]; /* lets few tokens through that no word or phrase begins with: most
                                * are, and the slots are more than the fastest memory holds */
    uint64_t pairs[N_FILTER];  /* lets few pairs of tokens through that no phrase begins with */
    struct dw_time_word words[N_WORDS + 1]; /* from 1 */
    struct slot slots[N_SLOTS];
};

static uint32_t pair_bit(uint32_t first, uint32_t second)
{
    return (first * 31 + second) % (64 * N_FILTER);
}

static bool may_be_phrase(const struct dw_time_words *w, uint32_t first, uint32_t second)
{
    uint32_t bit = pair_bit(first, second);

    return w->pairs[bit / 64] >> bit % 64 & 1;
}

static uint32_t first_bit(uint32_t hash)
{
    return hash % (64 * N_FIRSTS);
}

static bool may_be_first(const struct dw_time_words *w, uint32_t hash)
{
    uint32_t bit = first_bit(hash);

    return w->firsts[bit / 64] >> bit % 64 & 1;
}

static uint32_t home_of(uint32_t hash)
{
    return (hash ^ hash >> 15) % N_SLOTS;
}

/* The slot of a first token, or the free one where it would go. */
static uint32_t find_slot(const struct dw_time_words *w, uint32_t hash)
{
    uint32_t i = home_of(hash);

    while (w->slots[i].first && w->slots[i].hash != hash)
        i = (i + 1) % N_SLOTS;
    return i;
}

/* Put word `k` into the chain of its first token, behind all that are longer. */
static void index_word(struct dw_time_words *w, uint16_t k)
{
    struct dw_time_word *word = &w->words[k];
    struct slot *slot = &w->slots[find_slot(w, word->hash[0])];
    uint16_t *link = &slot->first;
    uint32_t first = first_bit(word->hash[0]);

    w->firsts[first / 64] |= (uint64_t)1 << first % 64;
    if (word->n > 1) {
        uint32_t bit = pair_bit(word->hash[0], word->hash[1]);

        w->pairs[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    slot->hash = word->hash[0];
    if (word->n == 1)
        slot->single |= (uint64_t)1 << word->class;
    slot->has_phrase |= word->n > 1;
    while (*link && w->words[*link].n >= word->n)
        link = &w->words[*link].next;
    word->next = *link;
    *link = k;
}

static enum dw_err read_word(struct dw_time_word *word, const struct table_time_row *row,
                             struct dw_arena *arena, struct dw_error *err)
{
    const char *phrase = (const char *)table_time_pool + row->phrase;
    struct dw_tokens tokens = {0};
    enum dw_err rc =
        dw_token_split(arena, phrase, (struct dw_span){0, (uint32_t)strlen(phrase)}, &tokens);

    if (rc != DW_OK)
        return dw_error_set(err, rc, 0, "no memory for the words of time");
    /* A clitic is split from its word in text; an abbreviation keeps its full stop there. */
    if ((phrase[0] == '\'' || phrase[strlen(phrase) - 1] == '.') && !strchr(phrase, ' ')) {
        tokens.v[0].hash = dw_token_hash(phrase, strlen(phrase));
        tokens.n = 1;
    }
    if (tokens.n == 0 || tokens.n > DW_TIME_WORD_MAX)
        return dw_error_set(err, DW_LEXICON, 0, "time.tsv: %s: too long", phrase);
    word->text = (const char *)table_time_pool + row->value;
    word->class = row->class;
    word->n = (uint8_t)tokens.n;
    word->value = (int)strtol(word->text, NULL, 10);
    if (row->class == DW_TW_UNIT || row->class == DW_TW_UNITS)
        word->value = (int)dw_grain_find(word->text);
    for (uint32_t i = 0; i < tokens.n; i++)
        word->hash[i] = tokens.v[i].hash;
    return DW_OK;
}

enum dw_err dw_time_words_open(struct dw_time_words **out, struct dw_error *err)
{
    struct dw_time_words *w = calloc(1, sizeof *w);
    enum dw_err rc = DW_OK;
    struct dw_arena arena;

    *out = NULL;
    if (!w)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the words of time");
    dw_arena_init(&arena, 0);
    for (uint16_t k = 1; k <= N_WORDS && rc == DW_OK; k++) {
        rc = read_word(&w->words[k], &table_time[k - 1], &arena, err);
        if (rc == DW_OK)
            index_word(w, k);
    }
    dw_arena_fini(&arena);
    if (rc != DW_OK) {
        free(w);
        return rc;
    }
    *out = w;
    return DW_OK;
}

void dw_time_words_close(struct dw_time_words *words)
{
    free(words);
}

static bool matches(const struct dw_time_word *word, const struct dw_doc *doc, uint32_t token,
                    uint32_t end)
{
    if (word->n > end - token)
        return false;
    for (uint32_t i = 1; i < word->n; i++)
        if (doc->tokens.v[token + i].hash != word->hash[i])
            return false;
    return true;
}

/* The classes of a token that may be the first of a word. */
static uint64_t find_classes(const struct dw_time_words *words, const struct dw_doc *doc,
                             uint32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];
    const struct slot *slot = &words->slots[find_slot(words, t->hash)];
    uint64_t classes = slot->single;

    if (!slot->has_phrase || token + 1 >= doc->tokens.n ||
        !may_be_phrase(words, t->hash, t[1].hash))
        return classes;
    for (uint16_t k = slot->first; k && words->words[k].n > 1; k = words->words[k].next)
        if (matches(&words->words[k], doc, token, doc->tokens.n))
            classes |= (uint64_t)1 << words->words[k].class;
    return classes;
}

void dw_time_words_classify(const struct dw_time_words *words, const struct dw_doc *doc,
                            uint32_t first, uint32_t end, uint64_t *classes)
{
    const struct dw_token *tokens = doc->tokens.v;

    for (uint32_t i = first; i < end; i++) {
        classes[i] = 0;
        if (may_be_first(words, tokens[i].hash))
            classes[i] = find_classes(words, doc, i);
    }
}

const struct dw_time_word *dw_time_words_find(const struct dw_time_words *words,
                                              const struct dw_doc *doc, uint32_t token,
                                              uint32_t end, enum dw_time_class class)
{
    const struct slot *slot;

    if (token >= end)
        return NULL;
    slot = &words->slots[find_slot(words, doc->tokens.v[token].hash)];
    for (uint16_t k = slot->first; k; k = words->words[k].next)
        if (words->words[k].class == class && matches(&words->words[k], doc, token, end))
            return &words->words[k];
    return NULL;
}

const struct dw_time_word *dw_time_words_find_hash(const struct dw_time_words *words, uint32_t hash,
                                                   enum dw_time_class class)
{
    const struct slot *slot = &words->slots[find_slot(words, hash)];

    for (uint16_t k = slot->first; k; k = words->words[k].next)
        if (words->words[k].class == class && words->words[k].n == 1)
            return &words->words[k];
    return NULL;
}
