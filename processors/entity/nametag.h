/* SPDX-License-Identifier: MIT */
/*
 * nametag.h - the learned tagger of names: persons, organizations and places that no table has.
 *
 * A greedy averaged perceptron, left to right. It sees the words with their tags and, where
 * there is a tree, heads, what the tables say of them, what words are used like them (clusters,
 * kinds), and how the same word is used elsewhere in the article. Words without a capital are only
 * looked at inside a run of capitals or if they are tagged as names, so that most text costs
 * nothing.
 *
 * Weights  names.dww, beside english.dww; made by processors/entity/train.
 * Threads  weights and tables are immutable once open; a block belongs to one thread.
 */
#ifndef DW_NAMETAG_H
#define DW_NAMETAG_H

#include "processors/doc.h"
#include "processors/entity/gazetteer.h"
#include "processors/entity/namekind.h"
#include "processors/entity/namepart.h"
#include "processors/syntax/word.h"

enum dw_name_class { DW_NAME_PERSON, DW_NAME_ORGANIZATION, DW_NAME_PLACE, DW_N_NAME_CLASSES };

/* Where a word stands in a name. */
enum dw_name_part { DW_NAME_BEGIN, DW_NAME_INSIDE, DW_NAME_LAST, DW_NAME_UNIT, DW_N_NAME_PARTS };

/* A tag is 0 outside of names, else 1 + class * DW_N_NAME_PARTS + part. */
enum {
    DW_NAME_TAGS = 1 + DW_N_NAME_CLASSES * DW_N_NAME_PARTS,
    DW_NAME_ROW = 16, /* weights of a feature, padded */
    DW_NAME_FEATURES = 105,
    DW_NAME_BLOCK = 256, /* words that are tagged at a time */
    DW_NAME_PAD = 2,
    DW_NAMETAG_VERSION = 2, /* to be raised when features change */
};

#define DW_NAMETAG_MAGIC "DWNAMES"

static inline uint8_t dw_name_tag(enum dw_name_class class, enum dw_name_part part)
{
    return (uint8_t)(1 + (int)class * DW_N_NAME_PARTS + (int)part);
}

static inline enum dw_name_class dw_name_tag_class(uint8_t tag)
{
    return (enum dw_name_class)((tag - 1) / DW_N_NAME_PARTS);
}

static inline enum dw_name_part dw_name_tag_part(uint8_t tag)
{
    return (enum dw_name_part)((tag - 1) % DW_N_NAME_PARTS);
}

/* True for a name's first word. */
static inline bool dw_name_tag_begins(uint8_t tag)
{
    return tag && (dw_name_tag_part(tag) == DW_NAME_BEGIN || dw_name_tag_part(tag) == DW_NAME_UNIT);
}

/* True for a name's last word. */
static inline bool dw_name_tag_ends(uint8_t tag)
{
    return tag && (dw_name_tag_part(tag) == DW_NAME_LAST || dw_name_tag_part(tag) == DW_NAME_UNIT);
}

struct dw_nametag_header {
    char magic[8];
    uint32_t version, bits; /* 2^bits places where rows start */
    uint64_t checksum;      /* of all behind the header: rows, then kinds */
    uint32_t n_kinds;       /* slots, a power of two */
    uint32_t spare;
};

/* Bit of struct dw_nameword.table: not the first word of a phrase of the tables. */
enum { DW_NAME_TABLE_INNER = 1 << 14 };

/* What the tagger sees of a word, as hashes and bit sets. */
struct dw_nameword {
    struct dw_word word;
    uint32_t table;          /* kinds of entities that tables read here, and where in the phrase */
    uint32_t cue;            /* DW_CUE_* of this place */
    uint32_t elsewhere;      /* DW_CUE_* of the same word at other places of the article */
    uint32_t run;            /* place in the run of capitals */
    uint32_t run_word;       /* the run's last word */
    uint32_t run_part;       /* what that word says of the name's kind */
    uint32_t run_kinds;      /* likeliest kinds of the run's words, as bits */
    uint8_t run_kind;        /* of its last word */
    uint32_t before, behind; /* words around the run */
    uint32_t governor;       /* head and relation to it */
    struct dw_cluster cluster;
    uint8_t kind; /* code of its kinds: see namekind.h */
    uint8_t part; /* what the word says of the kind of the name */
    uint8_t xpos;
    bool open; /* may be in a name */
    bool link; /* small word between two capitals: no name ends there */
};

struct dw_nameblock {
    int n;
    /* Words stand at 1 + DW_NAME_PAD .. n + DW_NAME_PAD. */
    struct dw_nameword word[DW_NAME_BLOCK + 2 * DW_NAME_PAD + 1];
    uint8_t tag[DW_NAME_BLOCK + 2 * DW_NAME_PAD + 1];
};

/* Uses of one word in an article, by its hash. */
struct dw_name_uses {
    struct dw_name_use {
        uint32_t hash;
        uint8_t n[20]; /* times that each cue was there */
    } * v;
    uint32_t mask;
    uint32_t *cue; /* of each token of the article */
    const struct dw_nametag *tagger;
};

struct dw_nametag;

/*
 * `path` NULL: $DISPUTEWIRE_NAMES, else names.dww where english.dww is looked for. Errors:
 * DW_NOMEM; DW_MODEL, with the path. *out is NULL then.
 */
enum dw_err dw_nametag_open(struct dw_nametag **out, const char *path,
                            struct dw_error *err) DW_WARN_UNUSED;

/* The same without weights, for training: may fill blocks, not tag. `kinds` is borrowed. */
enum dw_err dw_nametag_open_empty(struct dw_nametag **out,
                                  const struct dw_namekinds *kinds) DW_WARN_UNUSED;

void dw_nametag_close(struct dw_nametag *tagger);

const struct dw_namekinds *dw_nametag_kinds(const struct dw_nametag *tagger);

uint64_t dw_nametag_checksum(const struct dw_nametag *tagger);

/* Note the uses of all capitalised words of the article. Errors: DW_NOMEM. */
enum dw_err dw_name_uses_init(struct dw_name_uses *uses, const struct dw_nametag *tagger,
                              const struct dw_gazetteer *gazetteer,
                              struct dw_doc *doc) DW_WARN_UNUSED;

/* Make a block of the tokens [first, end), at most DW_NAME_BLOCK. */
void dw_nameblock_fill(struct dw_nameblock *block, const struct dw_gazetteer *gazetteer,
                       const struct dw_nameparts *parts, const struct dw_name_uses *uses,
                       const struct dw_doc *doc, uint32_t first, uint32_t end);

/* Hashes of the features of word `i`, 0 .. n - 1, whose left neighbours have their tags. */
void dw_nametag_features(const struct dw_nameblock *block, int i, uint32_t out[DW_NAME_FEATURES]);

/* The best tag of `score` that may stand at word `i` behind what stands before it. */
uint8_t dw_nametag_choose(const struct dw_nameblock *block, int i, const int *score);

/* Tags of words 0 .. n - 1 in `out`: whole names alone. */
void dw_nametag_run(const struct dw_nametag *tagger, struct dw_nameblock *block, uint8_t *out);

#endif
