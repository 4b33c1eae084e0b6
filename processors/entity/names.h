/* SPDX-License-Identifier: MIT */
/*
 * names.h - the steps of finding names: those that the tables know, those that their words give
 * away ("Ministry of", "Corp"), and runs of capitals that no table has. names.c takes them in turn.
 *
 * Tokens of a name are [first, end); `sentence_first` is the first token of the sentence.
 */
#ifndef DW_NAMES_H
#define DW_NAMES_H

#include "processors/entity/entity.h"
#include "processors/entity/namecue.h"
#include "processors/token.h"

enum { DW_NAME_RUN_MAX = 12 }; /* tokens of one name */

/* A name being considered. */
struct dw_name_candidate {
    uint32_t first, end;
    enum dw_entity_type type;
    const char *name; /* NULL: the text itself */
    const char *country, *sector, *role;
    const struct dw_gazetteer_entry *entry; /* NULL if no table has it */
    enum dw_mention_kind kind;              /* name, unless it says otherwise */
    bool adjectival;
};

/* --- tokens of the scan ---------------------------------------------------------------------- */

static inline const struct dw_token *dw_scan_token(const struct dw_entity_scan *s, uint32_t i)
{
    return &s->doc->tokens.v[i];
}

static inline bool dw_scan_has(const struct dw_entity_scan *s, uint32_t i, uint16_t flag)
{
    return dw_scan_token(s, i)->flags & flag;
}

static inline bool dw_scan_is(const struct dw_entity_scan *s, uint32_t i, const char *word)
{
    return dw_token_is(s->doc, i, word);
}

static inline bool dw_scan_is_one_of(const struct dw_entity_scan *s, uint32_t i,
                                     const char *const *words)
{
    return dw_token_is_one_of(s->doc, i, words);
}

/* --- namerun.c: find where runs of capitals end ---------------------------------------------- */

/* "U.S.": the word behind it may be capitalised for no reason. */
bool dw_name_is_dotted(const struct dw_entity_scan *s, uint32_t i);

/* "Ho-hyun", without spaces. */
bool dw_name_is_joined(const struct dw_entity_scan *s, uint32_t hyphen);

/* Small words inside names: "de", "bin"; "of" and its kind only behind a word that takes them. */
bool dw_name_is_particle(const struct dw_entity_scan *s, uint32_t i);

/* End of the run of capitals that starts at `i`; `i` if there is none. */
uint32_t dw_name_run_end(const struct dw_entity_scan *s, uint32_t first, uint32_t i, uint32_t end);

/* --- nameread.c: which reading of the tables fits a name ------------------------------------- */

/* The reading that fits best; NULL if none does. `titled`: behind a title. */
const struct dw_gazetteer_entry *dw_name_choose_reading(const struct dw_entity_scan *s,
                                                        const struct dw_gazetteer_entry *const *e,
                                                        uint32_t n, uint32_t first, uint32_t end,
                                                        bool titled);

/* What a table entry says, the seats of governments read as place or as state by their use. */
void dw_name_read_entry(struct dw_entity_scan *s, const struct dw_gazetteer_entry *e,
                        struct dw_name_candidate *c);

/* --- namebefore.c: what was named before, and is named again by a part of its name ----------- */

/* A person of this surname was named before. */
int32_t dw_name_find_person(const struct dw_entity_scan *s, uint32_t token);

/*
 * What was named before by a longer name that ends so: "De Croo" behind "Herman De Croo", "Foreign
 * Ministry" behind "China's Foreign Ministry". Offices are written with and without capitals.
 */
int32_t dw_name_find_longer(const struct dw_entity_scan *s, uint32_t first, uint32_t end,
                            enum dw_entity_type type);

/* An organization named before whose name begins with this text: "Nippon Steel". */
int32_t dw_name_find_short(const struct dw_entity_scan *s, uint32_t first, uint32_t end);

/* What the acronym was given for: "... (METI)". */
int32_t dw_name_find_alias(const struct dw_entity_scan *s, uint32_t token);

/* --- nameguess.c: what a name is by its words, by its place, and by what the tagger says ----- */

/* The word of the run that tells what it is: the last one, or the first one before "of". */
bool dw_name_find_part(const struct dw_entity_scan *s, uint32_t first, uint32_t end,
                       struct dw_namepart *out);

/* The kind of a run that no table and no word of it explains; false if it is best left alone. */
bool dw_name_guess_type(const struct dw_entity_scan *s, uint32_t first, uint32_t end,
                        uint32_t sentence_first, struct dw_name_candidate *c);

/* End of the name that the tagger sees at `i`, or of what is left of it behind words that were
 * read as something else; `i` itself if it sees none. */
uint32_t dw_name_tagged_end(const struct dw_entity_scan *s, uint32_t i, uint32_t end);

/* The class that scorers and readers would put a type in; -1 for pacts and goods. */
int dw_name_class_of_type(enum dw_entity_type type);

/* Does it end as the names of companies alone do: "Knight-Ridder Inc"? */
bool dw_name_is_firm(const struct dw_entity_scan *s, uint32_t first, uint32_t end);

/* A name that the tagger has found and no table has: what kind of entity it is. */
void dw_name_read_tagged(const struct dw_entity_scan *s, uint32_t sentence_first,
                         enum dw_name_class class, struct dw_name_candidate *c);

/* --- namebody.c: bodies of government that are named by what they are for -------------------- */

/* Is a body named among the words of an office: "Foreign Ministry spokesman"? */
bool dw_name_holds_body(const struct dw_entity_scan *s, uint32_t first, uint32_t end);

/* End of a body whose name lists what it is for: "Trade and Industry Ministry", "Agriculture,
 * Forestry and Fisheries Department"; `i` if there is none. */
uint32_t dw_name_body_end(const struct dw_entity_scan *s, uint32_t i, uint32_t end);

/* "the GATT Council": an organ that stands for the whole. */
bool dw_name_is_organ(const struct dw_entity_scan *s, uint32_t i, uint32_t end);

/* --- nameadd.c: add a name to the entities and mentions of the article ----------------------- */

/* As a new entity or one more mention; with the acronym that follows in parentheses. */
enum dw_err dw_name_add(struct dw_entity_scan *s, const struct dw_name_candidate *c,
                        uint32_t sentence_end);

/* As a mention of an entity. */
enum dw_err dw_name_add_known(struct dw_entity_scan *s, int32_t entity, uint32_t first,
                              uint32_t end);

#endif
