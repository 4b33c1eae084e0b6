/* SPDX-License-Identifier: MIT */
/*
 * gazetteer.h - what the knowledge tables say about the words of a document.
 *
 * The tables (processors/lexicon) are compiled into the program; opening a gazetteer indexes their
 * phrases by the tokens that dw_token_split makes of them, so that phrase and text split alike.
 *
 * Case     names match as spelled, or where the text has them in capitals ("JAPAN", headlines);
 *          little words inside a name ("of", "the", "and") in any case. Goods, agents, titles and
 *          nominals match in any case, in singular and plural.
 * Accents  "Erdogan" and "ERDOGAN" match Erdoğan; "Duesseldorf" and "Dusseldorf" match Düsseldorf.
 * Forms    acronyms match with and without full stops: "EC", "E.C.".
 * Readings a phrase may have several ("Georgia" is a state and a state of the USA): all of them
 *          are returned, by table in the order country, organization, person, place, ..., goods.
 *          DW_GAZ_AMBIGUOUS marks a reading that needs support from its context ("May", "Nice").
 * Memory   entries and strings belong to the gazetteer; strings are never NULL, "" if unknown.
 * Threads  immutable once open: any number of threads may look things up.
 * Cost     open: some ms, a few MB. Lookup: O(1) a token, no allocation.
 */
#ifndef DW_GAZETTEER_H
#define DW_GAZETTEER_H

#include "processors/doc.h"

enum dw_gazetteer_flag {
    DW_GAZ_AMBIGUOUS = 1 << 0, /* also a common word or a common name: demand context */
    DW_GAZ_SHORT = 1 << 1,     /* not the full name: surname, acronym, nickname */
    DW_GAZ_ACRONYM = 1 << 2,   /* capitals alone; SHORT as well */
    DW_GAZ_DEMONYM = 1 << 3,   /* names the people: "Iranians", "Japanese" */
    DW_GAZ_ADJECTIVE = 1 << 4, /* "Iranian", "Japanese" */
    DW_GAZ_CAPITAL = 1 << 5,   /* seat of the government, or a territory: actor or place */
    DW_GAZ_SEAT = 1 << 6,      /* names the government alone: the Kremlin, Downing Street */
    DW_GAZ_FORMER = 1 << 7,    /* name or state of the past: Burma, USSR */
    DW_GAZ_CITY = 1 << 8,      /* places: what kind of */
    DW_GAZ_REGION = 1 << 9,    /* province, state of a federation, part of the world */
    DW_GAZ_WATER = 1 << 10,    /* sea, strait, river, canal */
    DW_GAZ_LAND = 1 << 11,     /* island, mountain, border, site */
    DW_GAZ_DISPUTED = 1 << 12, /* claimed by more than one state; country is who holds it */
    DW_GAZ_GENERIC = 1 << 13,  /* not a name but a kind: "trade agreement", "central bank" */
    DW_GAZ_PLURAL = 1 << 14,   /* matched in the plural */
    DW_GAZ_HEAD = 1 << 15,     /* title: heads a state, a government or a body */
};

struct dw_gazetteer_entry {
    const char *name;    /* canonical: "Recep Tayyip Erdoğan" for "Erdogan" */
    const char *country; /* ISO alpha-3 or EUR UNO IGO, see dw_country_name; "" if none. Of a title:
                            who alone has the office; behind ! who has not */
    const char *sector;  /* PLOVER: GOV MIL BUS ... */
    const char
        *role; /* person: office; title: its kind; nominal: what it stands for; see the tables */
    const char *issue;   /* goods and pacts: slug as in a dispute's issues */
    const char *context; /* goods and pacts: PLOVER context */
    float lat, lon;      /* places and capitals; both 0 if unknown */
    int16_t from, to;    /* years in office or of existence; 0 if open or unknown */
    uint16_t flags;      /* enum dw_gazetteer_flag */
    uint8_t type;        /* enum dw_entity_type */
    uint8_t size;        /* city: 1 from 100,000 inhabitants, 2 300,000, 3 a million, 4 five */
};

struct dw_gazetteer;

/* Errors: DW_NOMEM. *out is NULL then. */
enum dw_err dw_gazetteer_open(struct dw_gazetteer **out, struct dw_error *err) DW_WARN_UNUSED;
void dw_gazetteer_close(struct dw_gazetteer *gazetteer);

/*
 * The longest name (of a country, body, organization, company, outlet, person, pact, place or
 * goods) that starts at `token` and ends before `end`. Returns its length in tokens and sets the
 * readings; 0 if there is none, *n is then 0.
 */
uint32_t dw_gazetteer_match(const struct dw_gazetteer *gazetteer, const struct dw_doc *doc,
                            uint32_t token, uint32_t end,
                            const struct dw_gazetteer_entry *const **entries, uint32_t *n);

/*
 * The same for common nouns, in any case, singular or plural (DW_GAZ_PLURAL); each has at most
 * one reading, NULL if it does not match.
 *   agent    "officials", "central bank": type and sector of the actor that the noun names
 *   title    "deputy foreign minister": sector; DW_GAZ_HEAD for who speaks for a whole body
 *   nominal  "counterpart", "both sides": type that it stands for, `role` says how
 */
uint32_t dw_gazetteer_agent(const struct dw_gazetteer *gazetteer, const struct dw_doc *doc,
                            uint32_t token, uint32_t end, const struct dw_gazetteer_entry **entry);
uint32_t dw_gazetteer_title(const struct dw_gazetteer *gazetteer, const struct dw_doc *doc,
                            uint32_t token, uint32_t end, const struct dw_gazetteer_entry **entry);
uint32_t dw_gazetteer_nominal(const struct dw_gazetteer *gazetteer, const struct dw_doc *doc,
                              uint32_t token, uint32_t end,
                              const struct dw_gazetteer_entry **entry);

/*
 * The readings of `phrase`, given as text rather than as tokens of a document ("Tokyo", "WTO");
 * matched as a whole. Takes scratch memory from `arena`. Returns their number.
 */
uint32_t dw_gazetteer_find(const struct dw_gazetteer *gazetteer, struct dw_arena *arena,
                           const char *phrase, const struct dw_gazetteer_entry *const **entries);

/* Number of phrases that are indexed, all tables together. */
uint32_t dw_gazetteer_count(const struct dw_gazetteer *gazetteer);

#endif
