/* SPDX-License-Identifier: MIT */
/*
 * model.h - the weights file: one memory-mapped file of checksummed sections.
 *
 * Written by processors/syntax/train, in the byte order of little-endian machines. Everything is
 * used where it lies; nothing is copied at opening but the page tables.
 */
#ifndef DW_MODEL_H
#define DW_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "processors/base/error.h"
#include "processors/syntax/cluster.h"
#include "processors/syntax/lexicon.h"
#include "processors/syntax/net.h"

enum {
    DW_MODEL_VERSION = 5, /* to be raised when features change, too */
    DW_MODEL_TAGS = 96,   /* most joint classes of UPOS and XPOS */
};

enum dw_model_section {
    DW_SECTION_CLASSES,   /* struct dw_tag_class each */
    DW_SECTION_LEXICON,   /* struct dw_lexicon_entry, hashed by form */
    DW_SECTION_TAGS,      /* int8_t rows of the tagger */
    DW_SECTION_TAGS_LIVE, /* bits: see rows.h */
    DW_SECTION_TAGGER,    /* networks: see net.h */
    DW_SECTION_PARSER,
    DW_SECTION_RULES,    /* struct dw_lemma_rule each */
    DW_SECTION_LEMMAS,   /* struct dw_model_pair, hashed: form and tag -> rule */
    DW_SECTION_SUFFIXES, /* struct dw_model_pair, hashed: suffix and tag -> rule */
    DW_SECTION_WORDS,    /* uint32_t each, hashed: see cluster.h */
    DW_SECTION_CLUSTERS, /* struct dw_cluster each */
    DW_SECTION_NAMES,    /* kept for the tagger of names: empty as yet */
    DW_N_SECTIONS
};

struct dw_model_header {
    char magic[8];
    uint32_t version;
    uint32_t n_sections;
    uint64_t checksum; /* of all behind the header */
    struct {
        uint64_t offset, size;
    } section[DW_N_SECTIONS];
};

#define DW_MODEL_MAGIC "DWWEIGHT"

struct dw_tag_class {
    uint8_t upos, xpos;
};

/* An entry of an open-addressed table whose size is a power of two; key 0 is a free slot. */
struct dw_model_pair {
    uint32_t key, value;
};

struct dw_lemma_rule {
    uint8_t strip;     /* bytes to take from the end */
    uint8_t keep_case; /* start from the form as written */
    uint8_t len;
    char add[13];
};

struct dw_model {
    const uint8_t *base; /* the mapping */
    size_t size;
    const struct dw_tag_class *classes;
    uint32_t n_classes;
    int aux_first, aux_end; /* the classes of auxiliaries: they stand together */
    const struct dw_lexicon_entry *lexicon;
    uint32_t lexicon_mask;
    const uint8_t *tags_live;
    const int8_t *tags;
    uint32_t tags_mask; /* of row starts */
    struct dw_net tagger, parser;
    const struct dw_lemma_rule *rules;
    uint32_t n_rules;
    const struct dw_model_pair *lemmas, *suffixes;
    uint32_t lemmas_mask, suffixes_mask;
    const uint32_t *words; /* with clusters: see cluster.h */
    uint32_t words_mask;
    const struct dw_cluster *clusters;
    uint32_t n_clusters;
    uint32_t id; /* short form of the checksum: names the weights in results */
};

/*
 * Map the weights. `path` NULL: $DISPUTEWIRE_MODEL, else english.dww beside the program or in its
 * ../share/disputewire, else in the folder of installed data. Errors: DW_MODEL, with the path.
 */
enum dw_err dw_model_open(struct dw_model *model, const char *path,
                          struct dw_error *err) DW_WARN_UNUSED;

void dw_model_close(struct dw_model *model);

/* The value for a key in a hashed section, or 0. */
uint32_t dw_model_find(const struct dw_model_pair *table, uint32_t mask, uint32_t key);

#endif
