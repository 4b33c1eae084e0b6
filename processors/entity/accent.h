/* SPDX-License-Identifier: MIT */
/*
 * accent.h - the other ways to write a name that has letters beyond ASCII.
 *
 * Latin letters alone (lexicon/letter.tsv); all others are copied as they are.
 */
#ifndef DW_ACCENT_H
#define DW_ACCENT_H

#include <stdbool.h>
#include <stddef.h>

enum dw_accent_style {
    DW_ACCENT_PLAIN,   /* Erdogan, Dusseldorf */
    DW_ACCENT_SPELLED, /* Erdogan, Duesseldorf: as German and Nordic names are written in ASCII */
    DW_ACCENT_UPPER,   /* ERDOĞAN, DÜSSELDORF; ASCII letters too */
};

/* True if `text` has a byte above ASCII. */
bool dw_accent_is_in(const char *text, size_t len);

/* Most bytes that dw_accent_fold writes for `len` bytes of text. */
#define DW_ACCENT_ROOM(len) (2 * (len))

/* Write `text` in another style to `out`. Returns the number of bytes; no NUL is added. */
size_t dw_accent_fold(const char *text, size_t len, enum dw_accent_style style, char *out);

#endif
