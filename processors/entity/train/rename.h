/* SPDX-License-Identifier: MIT */
/*
 * rename.h - the same article with other names: the texts are few and the names of the world many.
 *
 * Persons, places of one word, states, and companies that the tables have get names of the same
 * sort from the tables; who is named twice is renamed alike. What a name is made of stays: "de",
 * initials, titles in quotes, words of bodies.
 */
#ifndef DW_NAMES_RENAME_H
#define DW_NAMES_RENAME_H

#include <jansson.h>
#include <stdint.h>

/* `draw` is the state of the random numbers. A new reference, or NULL if nothing is to rename. */
json_t *article_rename(const json_t *article, uint32_t *draw);

#endif
