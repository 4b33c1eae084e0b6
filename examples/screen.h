/* SPDX-License-Identifier: MIT */
/*
 * screen.h - text for a terminal, or for a file: columns, colours, line breaks.
 *
 * Width is counted in columns: East Asian wide characters take two, marks that sit on the letter
 * before them take none. White space of any kind prints as one blank, and control characters as a
 * question mark, so that no article can speak to the terminal.
 */
#ifndef DW_SCREEN_H
#define DW_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

enum dw_screen_style { DW_SCREEN_PLAIN, DW_SCREEN_BOLD, DW_SCREEN_DIM, DW_SCREEN_TRIGGER };

struct dw_screen {
    int width;   /* columns */
    bool colour; /* ANSI sequences; else a trigger stands [in brackets] and the rest is plain */
};

/* As standard output and the environment have it: COLUMNS, NO_COLOR. */
void dw_screen_init(struct dw_screen *screen);

/* Columns that the first `len` bytes of `text` take. */
int dw_screen_columns(const char *text, size_t len);

/* Print `text` in exactly `columns`: filled up with blanks, or cut with an ellipsis. */
void dw_screen_cell(const struct dw_screen *screen, const char *text, int columns,
                    enum dw_screen_style style);

/* A line of running text in one style, cut at the width. */
void dw_screen_line(const struct dw_screen *screen, const char *text, enum dw_screen_style style);

/* A stretch of bytes that is to be highlighted; stretches are sorted and do not overlap. */
struct dw_screen_mark {
    size_t beg, end;
};

/* Print a paragraph, broken between words, every line `indent` columns from the left. */
void dw_screen_paragraph(const struct dw_screen *screen, const char *text, size_t len, int indent,
                         const struct dw_screen_mark *marks, size_t n_marks);

#endif
