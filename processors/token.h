/* SPDX-License-Identifier: MIT */
/*
 * token.h - split wire text into Universal Dependencies tokens.
 *
 * Clitics are split ("Tokyo" "'s", "do" "n't"), abbreviations keep their full stop ("Dec.",
 * "U.S."), hyphenated words and number ranges are split as in UD English ("intelligence" "-"
 * "sharing").
 *
 * Input    any valid UTF-8; control characters count as white space.
 * Output   tokens that cover all non-blank text, in order.
 * Cost     one pass, O(len).
 */
#ifndef DW_TOKEN_H
#define DW_TOKEN_H

#include "processors/doc.h"

/*
 * Hash of a form, ASCII letters lower-cased and the curly apostrophe taken as the straight one:
 * equal forms have equal hashes whatever their case.
 */
uint32_t dw_token_hash(const char *form, size_t len);

/* True if the token's form equals `word` (lower-case ASCII), whatever its case. */
bool dw_token_is(const struct dw_doc *doc, uint32_t token, const char *word);

/* The same for any of several words; the list ends with NULL. */
bool dw_token_is_one_of(const struct dw_doc *doc, uint32_t token, const char *const *words);

/*
 * Append the tokens of text[span] to `tokens`: spans, hashes, flags; `sentence` is left 0. Used for
 * articles and, with the text of a lexicon row, for phrases to be matched against them.
 * Returns DW_NOMEM when the arena is full.
 */
enum dw_err dw_token_split(struct dw_arena *arena, const char *text, struct dw_span span,
                           struct dw_tokens *tokens) DW_WARN_UNUSED;

#endif
