/* SPDX-License-Identifier: MIT */
/*
 * treebank.h - the sentences of a treebank, with names that we marked in them.
 *
 * The marks are a table of their own, so that no text of the treebank is in it: the sent_id, and
 * for each name its mark (P, L, O, see marked.h) with the code points where it begins and ends
 * behind, as in "P33-56". A sentence that is not in the table has no name; one marked "?" is left
 * out. Both files have the sentences in the same order.
 */
#ifndef DW_NAMES_TREEBANK_H
#define DW_NAMES_TREEBANK_H

#include <jansson.h>
#include <stdbool.h>

struct treebank;

/* NULL, with a message on standard error, if a file cannot be read. */
struct treebank *treebank_open(const char *conllu, const char *marks);
void treebank_close(struct treebank *treebank);

/*
 * The next sentence as an article of its own: an object with `text` and `mentions`. NULL at the
 * end, or, with a message on standard error, if a mark is wrong or of no sentence (*ok is false
 * then).
 */
json_t *treebank_read(struct treebank *treebank, bool *ok);

#endif
