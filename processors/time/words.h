/* SPDX-License-Identifier: MIT */
/*
 * words.h - the words that the time grammar knows (processors/lexicon/time.tsv), found by token.
 *
 * Phrases are split with dw_token_split and indexed by the hash of their first token, so that a
 * token that no phrase begins with costs one probe. A phrase may be of several classes ("second":
 * unit and ordinal).
 *
 * Memory   one table for each opening; strings are borrowed from the program.
 * Threads  immutable once open.
 */
#ifndef DW_TIME_WORDS_H
#define DW_TIME_WORDS_H

#include "processors/doc.h"

#define DW_TIME_CLASS_LIST(X)                                                                      \
    X(MONTH)                                                                                       \
    X(MONTH_SHORT)                                                                                 \
    X(WEEKDAY)                                                                                     \
    X(WEEKDAYS)                                                                                    \
    X(WEEKDAY_SHORT)                                                                               \
    X(UNIT)                                                                                        \
    X(UNITS)                                                                                       \
    X(NUMBER)                                                                                      \
    X(TENS)                                                                                        \
    X(DECADE_WORD)                                                                                 \
    X(SCALE)                                                                                       \
    X(ORDINAL)                                                                                     \
    X(VAGUE)                                                                                       \
    X(COUPLE)                                                                                      \
    X(HALF)                                                                                        \
    X(ARTICLE)                                                                                     \
    X(PART)                                                                                        \
    X(NOON)                                                                                        \
    X(SEASON)                                                                                      \
    X(SEASONS)                                                                                     \
    X(LAST)                                                                                        \
    X(THIS)                                                                                        \
    X(NEXT)                                                                                        \
    X(PREVIOUS)                                                                                    \
    X(FOLLOWING)                                                                                   \
    X(SAME)                                                                                        \
    X(RECENT)                                                                                      \
    X(LATEST)                                                                                      \
    X(TODAY)                                                                                       \
    X(TONIGHT)                                                                                     \
    X(REF)                                                                                         \
    X(MOMENT_EDGE)                                                                                 \
    X(EDGE)                                                                                        \
    X(APPROX)                                                                                      \
    X(BACK)                                                                                        \
    X(AHEAD)                                                                                       \
    X(OFTEN)                                                                                       \
    X(EACH)                                                                                        \
    X(TIMES)                                                                                       \
    X(RATE)                                                                                        \
    X(HOLIDAY)                                                                                     \
    X(AMPM)                                                                                        \
    X(ZONE)                                                                                        \
    X(FISCAL)                                                                                      \
    X(HALF_WORD)                                                                                   \
    X(PREPOSITION)                                                                                 \
    X(FILLER)                                                                                      \
    X(SPAN_WORD)                                                                                   \
    X(WILL)                                                                                        \
    X(WAS)                                                                                         \
    X(IS)                                                                                          \
    X(HAS)                                                                                         \
    X(PLANNED)                                                                                     \
    X(CARRIED_OUT)                                                                                 \
    X(DID)                                                                                         \
    X(SAYS)                                                                                        \
    X(UNTIL)                                                                                       \
    X(SINCE)                                                                                       \
    X(AMOUNT)                                                                                      \
    X(NUMBERED)                                                                                    \
    X(PAPER)                                                                                       \
    X(BLACK_DAY)                                                                                   \
    X(MONEY)

/* The classes of time.tsv, in its order. */
enum dw_time_class {
#define X(name) DW_TW_##name,
    DW_TIME_CLASS_LIST(X)
#undef X
        DW_N_TIME_CLASSES
};

enum { DW_TIME_WORD_MAX = 10 }; /* tokens of the longest phrase */

struct dw_time_word {
    const char *text; /* the value as the table has it */
    int value;        /* the same as a number; for units an enum dw_grain */
    uint8_t class;    /* enum dw_time_class */
    uint8_t n;        /* tokens */
    uint16_t next;    /* chain of words with the same first token, longest first; 0 ends it */
    uint32_t hash[DW_TIME_WORD_MAX];
};

struct dw_time_words;

/* Errors: DW_NOMEM, DW_LEXICON. *out is NULL then. */
enum dw_err dw_time_words_open(struct dw_time_words **out, struct dw_error *err) DW_WARN_UNUSED;
void dw_time_words_close(struct dw_time_words *words);

/* Set the classes, one bit each, of the words that begin at each of the tokens [first, end); 0 for
 * most. */
void dw_time_words_classify(const struct dw_time_words *words, const struct dw_doc *doc,
                            uint32_t first, uint32_t end, uint64_t *classes);

/* The longest word of this class at `token` that ends before `end`; NULL if there is none. */
const struct dw_time_word *dw_time_words_find(const struct dw_time_words *words,
                                              const struct dw_doc *doc, uint32_t token,
                                              uint32_t end, enum dw_time_class class);

/* The word of one token with this hash, whatever the text; NULL if there is none. */
const struct dw_time_word *dw_time_words_find_hash(const struct dw_time_words *words, uint32_t hash,
                                                   enum dw_time_class class);

#endif
