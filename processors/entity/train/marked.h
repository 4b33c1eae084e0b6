/* SPDX-License-Identifier: MIT */
/*
 * marked.h - our own texts with names marked: "[P Hannah Oberholt] of [C Tarnwick Corp] left
 * [L Kolvaresti]." A line is a paragraph, an empty line ends an article, # begins a remark.
 *
 * P person, L place, C company, T team, O any other organization.
 */
#ifndef DW_NAMES_MARKED_H
#define DW_NAMES_MARKED_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* The class that a mark stands for: "PER", "LOC", "ORG"; NULL if it is none. */
const char *marked_class(char mark);

/*
 * The next article as corpus_add reads them: an object with `text` and `mentions`. NULL at the end
 * of the file, or, with a message on standard error, if a mark is wrong (*ok is false then).
 */
json_t *marked_read(FILE *in, const char *path, int *line, bool *ok);

#endif
