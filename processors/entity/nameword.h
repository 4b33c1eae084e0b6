/* SPDX-License-Identifier: MIT */
/*
 * nameword.h - what the tagger of names sees of a word, and which rows of its network that means.
 */
#ifndef DW_NAMEWORD_H
#define DW_NAMEWORD_H

#include "processors/entity/namekind.h"
#include "processors/syntax/word.h"

/* Bit of struct dw_nameword.table: not the first word of a phrase of the tables. */
enum { DW_NAME_TABLE_INNER = 1 << 14 };

struct dw_nameword {
    struct dw_word word;
    struct dw_cluster cluster;
    struct dw_kindcodes codes; /* of its vector: see namekind.h */
    uint32_t table;     /* kinds of entities that tables read here, and where in the phrase */
    uint32_t cue;       /* DW_CUE_* of this place */
    uint32_t elsewhere; /* DW_CUE_* of the same word at other places of the article */
    uint16_t run;       /* place in the run of open words, below DW_NAME_RUNS */
    uint8_t run_kind;   /* kind of the run's last word */
    uint8_t run_kinds;  /* likeliest kinds of the run's words, as bits */
    uint8_t run_part;   /* what its last word says of the name's kind */
    uint8_t kind;       /* code of its kinds: see namekind.h */
    uint8_t part;       /* what the word says of the kind of the name */
    uint8_t xpos;
    bool open;  /* may be in a name */
    bool link;  /* small word between two capitals: no name ends there */
    bool owner; /* 's behind a word that may be in a name: no name begins there */
};

/* Parts of the table of words: a word is the sum of its rows. */
enum {
    DW_NAME_SIGNS = 17,  /* bits of cues and of tables */
    DW_NAME_RUNS = 592,  /* values of `run` */
    DW_NAME_KINDS = 128, /* ... of `kind`, `run_kind` and `run_kinds` */
    DW_NAME_PARTS = 32,
    DW_NAME_ENDINGS = 1 << 11,
    DW_NAME_SHAPES = 1 << 8,
    DW_NAME_TABLES = 1 << 10,
    DW_NAME_XPOS = 64,
    DW_NAME_FINE = 2560,
    DW_NAME_MIDDLE = 512,

    DW_NAME_AT_EDGE = 0, /* what is outside of the sentence */
    DW_NAME_AT_CODES,
    DW_NAME_AT_ENDING = DW_NAME_AT_CODES + DW_KIND_BOOKS * DW_KIND_BOOK,
    DW_NAME_AT_SHORT = DW_NAME_AT_ENDING + DW_NAME_ENDINGS, /* shorter endings */
    DW_NAME_AT_BEGINNING = DW_NAME_AT_SHORT + DW_NAME_ENDINGS,
    DW_NAME_AT_SHAPE = DW_NAME_AT_BEGINNING + DW_NAME_ENDINGS,
    DW_NAME_AT_XPOS = DW_NAME_AT_SHAPE + DW_NAME_SHAPES,
    DW_NAME_AT_KIND = DW_NAME_AT_XPOS + DW_NAME_XPOS,
    DW_NAME_AT_PART = DW_NAME_AT_KIND + DW_NAME_KINDS,
    DW_NAME_AT_FINE = DW_NAME_AT_PART + DW_NAME_PARTS,
    DW_NAME_AT_MIDDLE = DW_NAME_AT_FINE + DW_NAME_FINE,
    DW_NAME_AT_TABLE = DW_NAME_AT_MIDDLE + DW_NAME_MIDDLE,
    DW_NAME_AT_CUE = DW_NAME_AT_TABLE + DW_NAME_TABLES,
    DW_NAME_AT_TABLE_BIT = DW_NAME_AT_CUE + DW_NAME_SIGNS,
    DW_NAME_WORD_ROWS = DW_NAME_AT_TABLE_BIT + DW_NAME_SIGNS,
};

/* Parts of the table of facts: those of the word in question. */
enum {
    DW_NAME_RUN_TABLES = 1 << 9,
    DW_NAME_FACT_RUN = 0,
    DW_NAME_FACT_RUN_TABLE = DW_NAME_FACT_RUN + DW_NAME_RUNS,
    DW_NAME_FACT_RUN_PART = DW_NAME_FACT_RUN_TABLE + DW_NAME_RUN_TABLES,
    DW_NAME_FACT_RUN_KIND = DW_NAME_FACT_RUN_PART + DW_NAME_PARTS,
    DW_NAME_FACT_RUN_KINDS = DW_NAME_FACT_RUN_KIND + DW_NAME_KINDS,
    DW_NAME_FACT_CUE = DW_NAME_FACT_RUN_KINDS + DW_NAME_KINDS,
    DW_NAME_FACT_ELSEWHERE = DW_NAME_FACT_CUE + DW_NAME_SIGNS,
    DW_NAME_FACT_TABLE = DW_NAME_FACT_ELSEWHERE + DW_NAME_SIGNS,
    DW_NAME_FACT_ROWS = DW_NAME_FACT_TABLE + DW_NAME_SIGNS,
};

enum { DW_NAME_ROWS_MAX = 64 }; /* of one word */

/* Rows of the word, and of what is known of its place; return how many. */
int dw_nameword_rows(const struct dw_nameword *w, uint16_t rows[DW_NAME_ROWS_MAX]);
int dw_nameword_facts(const struct dw_nameword *w, uint16_t rows[DW_NAME_ROWS_MAX]);

#endif
