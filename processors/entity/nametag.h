/* SPDX-License-Identifier: MIT */
/*
 * nametag.h - the learned tagger of names: persons, organizations and places that no table has.
 *
 * A small network (namenet.h) with a score for each pair of tags in a row. It sees the words with
 * their parts of speech, what the tables say of them, what words are used like them (vectors,
 * clusters, kinds), and how the same word is used elsewhere in the article. Words without a capital
 * are only looked at inside a run of capitals or if they are tagged as names, so that most text
 * costs nothing.
 *
 * Weights  names.dww, beside english.dww; made by processors/entity/train.
 * Threads  weights and tables are immutable once open; a block belongs to one thread.
 */
#ifndef DW_NAMETAG_H
#define DW_NAMETAG_H

#include "processors/doc.h"
#include "processors/entity/gazetteer.h"
#include "processors/entity/namenet.h"
#include "processors/entity/namepart.h"

enum dw_name_class { DW_NAME_PERSON, DW_NAME_ORGANIZATION, DW_NAME_PLACE, DW_N_NAME_CLASSES };

/* Where a word stands in a name. */
enum dw_name_part { DW_NAME_BEGIN, DW_NAME_INSIDE, DW_NAME_LAST, DW_NAME_UNIT, DW_N_NAME_PARTS };

/* A tag is 0 outside of names, else 1 + class * DW_N_NAME_PARTS + part. */
enum {
    DW_NAME_TAGS = 1 + DW_N_NAME_CLASSES * DW_N_NAME_PARTS,
    DW_NAME_BLOCK = 256,    /* words that are tagged at a time */
    DW_NAMETAG_VERSION = 4, /* to be raised when features change */
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
    uint32_t version;
    uint32_t n_kinds;  /* slots, a multiple of 4 */
    uint64_t checksum; /* of all behind the header: codes and slots of the kinds, the network */
};

struct dw_nameblock {
    int n;
    struct dw_nameword word[DW_NAME_BLOCK];
};

/* Uses of one word in an article, by its hash. */
struct dw_name_uses {
    struct dw_name_use {
        uint32_t hash;
        uint8_t n[20];                    /* times that each cue was there */
        uint8_t class[DW_N_NAME_CLASSES]; /* times that it was tagged so, see namevote.c */
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

/* The same without weights, for training: may fill blocks, not tag. `kinds` are borrowed. */
enum dw_err dw_nametag_open_empty(struct dw_nametag **out,
                                  const struct dw_namekinds *kinds) DW_WARN_UNUSED;

void dw_nametag_close(struct dw_nametag *tagger);

const struct dw_namekinds *dw_nametag_kinds(const struct dw_nametag *tagger);

uint64_t dw_nametag_checksum(const struct dw_nametag *tagger);

/* Note the uses of all capitalised words of the article. Errors: DW_NOMEM. */
enum dw_err dw_name_uses_init(struct dw_name_uses *uses, const struct dw_nametag *tagger,
                              const struct dw_gazetteer *gazetteer,
                              struct dw_doc *doc) DW_WARN_UNUSED;

/* Give the names of one word that the article has several times the tag that most of them have. */
void dw_name_uses_vote(struct dw_name_uses *uses, const struct dw_doc *doc, uint8_t *tags);

/* Make a block of the tokens [first, end), at most DW_NAME_BLOCK. */
void dw_nameblock_fill(struct dw_nameblock *block, const struct dw_gazetteer *gazetteer,
                       const struct dw_nameparts *parts, const struct dw_name_uses *uses,
                       const struct dw_doc *doc, uint32_t first, uint32_t end);

/* Where the words that the network sees for word `i` of the run [beg, end) stand; -1: outside. */
void dw_nameblock_places(const struct dw_nameblock *block, int i, int beg, int end,
                         int place[DW_NAMENET_PLACES]);

/* May `tag` be that of word `i` of the run [beg, end)? */
bool dw_nametag_may_be(const struct dw_nameblock *block, int i, int beg, int end, uint8_t tag);

/* May `tag` stand behind `before`? */
bool dw_nametag_may_follow(uint8_t before, uint8_t tag);

/* End of the run of open words that begins at `i`; `i` if there is none. */
int dw_nameblock_run(const struct dw_nameblock *block, int i);

/* The best tags of the run [beg, end) by the scores of its words. */
void dw_nametag_choose(const struct dw_namenet *net, const struct dw_nameblock *block, int beg,
                       int end, const int32_t (*score)[DW_NAMENET_OUT], uint8_t *out);

/* Tags of words 0 .. n - 1 in `out`: whole names alone. */
void dw_nametag_run(const struct dw_nametag *tagger, const struct dw_nameblock *block,
                    uint8_t *out);

#endif
