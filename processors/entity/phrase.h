/* SPDX-License-Identifier: MIT */
/*
 * phrase.h - an index of phrases over the tokens of a text; the engine under the gazetteer.
 *
 * A trie by token hashes, its edges in one hash table. At the nodes where phrases end, their
 * spelling is compared with the text, so that neither case nor a hash collision can fool it.
 *
 * Use      init, add all phrases, build, then match; nothing can be added after build.
 * Owner    memory is the arena's; texts and entries are borrowed.
 * Cost     match: one table look-up a token, most of them answered by a bit set of 8 kB.
 */
#ifndef DW_PHRASE_H
#define DW_PHRASE_H

#include "processors/doc.h"

struct dw_gazetteer_entry;

struct dw_phrase_edge {
    uint32_t parent, hash, child; /* child 0: empty slot */
};

/* One spelling that ends at a node, with its own and the case-blind entries behind it. */
struct dw_phrase_form {
    const char *text;
    uint32_t len;
    uint32_t first, n; /* entries */
};

struct dw_phrase_node {
    uint32_t form, n_forms; /* spellings that are matched with their case */
    uint32_t blind;         /* form that is matched in any case, if n_blind */
    uint32_t first, n;      /* entries of all spellings, the case-blind ones last */
    uint32_t n_blind;
};

struct dw_phrase_pending {
    const char *text;
    const struct dw_gazetteer_entry *entry;
    uint32_t len, node;
    bool blind;
};

struct dw_phrase_index {
    struct dw_arena *arena;
    struct dw_phrase_edge *edges;
    uint32_t n_edges, cap_edges; /* cap is a power of two */
    uint32_t n_nodes;            /* the root is 0 */
    uint32_t n_phrases;
    struct dw_phrase_node *nodes;
    struct dw_phrase_form *forms;
    const struct dw_gazetteer_entry **entries;
    struct dw_tokens tokens; /* scratch of add */
    struct {
        struct dw_phrase_pending *v;
        uint32_t n, cap;
    } pending;
    uint64_t starts[1024]; /* bit set of the hashes of first tokens */
};

void dw_phrase_init(struct dw_phrase_index *index, struct dw_arena *arena);

/*
 * Add a phrase. `blind`: it matches in any case; else as spelled, its words of small letters in
 * any case, or in capitals. Returns DW_NOMEM when the arena is full.
 */
enum dw_err dw_phrase_add(struct dw_phrase_index *index, const char *text, size_t len, bool blind,
                          const struct dw_gazetteer_entry *entry) DW_WARN_UNUSED;

enum dw_err dw_phrase_build(struct dw_phrase_index *index) DW_WARN_UNUSED;

/*
 * The longest phrase that starts with the first of `n_tokens` tokens of `text`. Returns its length
 * in tokens and sets its entries, in the order in which they were added, case-blind ones last.
 */
uint32_t dw_phrase_match(const struct dw_phrase_index *index, const char *text,
                         const struct dw_token *tokens, uint32_t n_tokens,
                         const struct dw_gazetteer_entry *const **entries, uint32_t *n);

#endif
