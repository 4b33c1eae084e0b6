/* SPDX-License-Identifier: MIT */
/* namecue.h - signs around a word that tell what kind of name it is in. */
#ifndef DW_NAMECUE_H
#define DW_NAMECUE_H

#include "processors/entity/nametag.h"

enum dw_name_cue {
    DW_CUE_TITLE,       /* a title ends right before: "Minister ..." */
    DW_CUE_GIVEN,       /* a given name */
    DW_CUE_AFTER_GIVEN, /* behind a given name */
    DW_CUE_PLACED,      /* behind "in", "at", "near" */
    DW_CUE_MOVED,       /* behind "to", "from", "of", "between" */
    DW_CUE_SAYS,        /* before or behind "said" */
    DW_CUE_THE,         /* behind "the" */
    DW_CUE_OWNS,        /* before 's */
    DW_CUE_INITIAL,     /* one letter and a full stop */
    DW_CUE_BEFORE_PAREN,
    DW_CUE_IN_PAREN,
    DW_CUE_LONGER, /* in a run of several capitalised words */
    DW_CUE_SMALL,  /* elsewhere only: with a small letter */
    DW_CUE_ENDS,   /* ends its run */
    DW_CUE_BEFORE_COMMA,
    DW_CUE_SEEN,   /* elsewhere only: at all, with a capital inside a sentence */
    DW_CUE_TITLED, /* ends a run that an apposition with a title follows: "..., head of" */
    DW_N_CUES
};

/* A given name ("Hiroshi"), by the table; the case counts. */
bool dw_nametag_is_given(const struct dw_nametag *tagger, const struct dw_doc *doc, uint32_t token);

/* The uses of a word by the hash of its token; a free slot if it has none. */
struct dw_name_use *dw_name_use_find(const struct dw_name_uses *uses, uint32_t hash);

/* Signs that the word of token `i` has at other places than this; `first` of its sentence. */
uint32_t dw_name_uses_find(const struct dw_name_uses *uses, const struct dw_doc *doc, uint32_t i,
                           bool first);

#endif
