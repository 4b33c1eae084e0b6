/* SPDX-License-Identifier: MIT */
/*
 * guesses.h - fit the weights of the guesser of events (processors/event/guess.h).
 *
 * Texts tell which events there are, not in which words. So a verb that no row codes is taken to
 * tell the event that was missed to which its words lean and whose sides it has; weights are fitted
 * to that, and the verbs found anew with them. Verbs whose rows code an event teach as well.
 */
#ifndef DW_TRAIN_GUESSES_H
#define DW_TRAIN_GUESSES_H

#include <stdbool.h>

#include "processors/event/guess.h"

struct guesses;

/* Fit to the texts of the files in a list that ends with NULL; NULL after a message. */
struct guesses *guesses_train(char *const *paths);
void guesses_free(struct guesses *guesses);

/* The guess for a verb of text number `text` among those learned from, by weights that were fitted
 * without it; by all if `text` < 0. */
struct dw_guess guesses_make(const struct guesses *guesses, int text,
                             const struct dw_traits *traits);

/* Write the table; false after a message. */
bool guesses_write(const struct guesses *guesses, const char *path);

#endif
