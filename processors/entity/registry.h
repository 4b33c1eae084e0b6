/* SPDX-License-Identifier: MIT */
/*
 * registry.h - entities of a document by type and name, and their mentions.
 *
 * Names are compared without regard to case. Mentions are added in any order; each token knows the
 * widest mention that covers it (struct dw_token.mention).
 */
#ifndef DW_REGISTRY_H
#define DW_REGISTRY_H

#include "processors/doc.h"

/*
 * The entity of this type and name, made if there is none; DW_NONE when memory is out. Strings are
 * borrowed: they must live as long as the document. `country` and `sector` may be "" or NULL; they
 * fill what an existing entity lacks.
 */
int32_t dw_entity_add(struct dw_doc *doc, enum dw_entity_type type, const char *name,
                      const char *country, const char *sector);

/* The entity of this type and name, or DW_NONE. */
int32_t dw_entity_find(const struct dw_doc *doc, enum dw_entity_type type, const char *name);

/* Give an entity a longer name, which no other of its type has. */
void dw_entity_rename(struct dw_doc *doc, int32_t entity, const char *name);

/* The entity of a country code (an international organization for EUR, UNO, IGO), made if there is
 * none; DW_NONE when memory is out or the code unknown, and for IGO, which names nobody. */
int32_t dw_entity_add_country(struct dw_doc *doc, const char *code);

/*
 * Note that tokens [first, end) mention `entity`; `head` stands for them in the tree. Returns the
 * index of the mention, DW_NONE when memory is out.
 */
int32_t dw_mention_add(struct dw_doc *doc, int32_t entity, uint32_t first, uint32_t end,
                       enum dw_mention_kind kind);

/* The first mention of a sentence, and the one behind it, in the order that they were added in;
 * NULL if there is none. */
const struct dw_mention *dw_mention_first(const struct dw_doc *doc, uint32_t sentence);
const struct dw_mention *dw_mention_next(const struct dw_doc *doc,
                                         const struct dw_mention *mention);

/* for (each mention `m` of a sentence): dw_sentence_mentions(doc, m, sentence) { ... } */
#define dw_sentence_mentions(doc, m, sentence)                                                     \
    for (const struct dw_mention *m = dw_mention_first((doc), (sentence)); m;                      \
         m = dw_mention_next((doc), m))

/*
 * Drop the entities that stayed provisional, with their mentions, and renumber all references.
 * Nothing can be added afterwards. Returns DW_NOMEM when the arena is full; nothing is lost then.
 */
enum dw_err dw_entities_prune(struct dw_doc *doc) DW_WARN_UNUSED;

/* Is the token in no mention, or in one of goods, which are in the names of offices and ministries
 * too: "fisheries minister"? */
bool dw_token_is_unnamed(const struct dw_doc *doc, uint32_t token);

/* The entity that the token's widest mention is of; DW_NONE if it is in none. */
int32_t dw_token_entity(const struct dw_doc *doc, int32_t token);

#endif
