/* SPDX-License-Identifier: MIT */
/*
 * entity.h - what the steps of the entity processor share.
 *
 * Sentences are read once, in order: names (names.c), what the text says of their bearers (role.c),
 * then the nouns (nominal.c) and pronouns (pronoun.c) that stand for what was named.
 */
#ifndef DW_ENTITY_H
#define DW_ENTITY_H

#include "processors/entity/gazetteer.h"
#include "processors/entity/namepart.h"
#include "processors/entity/nametag.h"
#include "processors/entity/registry.h"

struct dw_entity_scan {
    struct dw_doc *doc;
    const struct dw_gazetteer *gazetteer;
    const struct dw_nameparts *parts;
    const struct dw_nametag *tagger;
    const uint8_t *tags; /* of the name tagger, for each token; 0 where it has not looked */
    int year;            /* of publication; 0 if unknown */
    char filed[4];       /* the country that the dateline tells; "" if none */
    struct {
        struct dw_entity_office {
            int32_t person;
            const struct dw_gazetteer_entry *title;
            uint32_t token; /* the title's last */
        } * v;
        uint32_t n, cap;
    } offices;                             /* that the text gives to persons */
    const struct dw_gazetteer_entry *seat; /* of a state that is a bloc's too, once one was met */
    bool seat_of_bloc;
    struct {
        struct dw_entity_alias {
            uint32_t hash; /* of the acronym's form */
            int32_t entity;
        } * v;
        uint32_t n, cap;
    } aliases;
};

/* Checksum of the name tagger's weights that the entity processor's state has open. */
uint64_t dw_entity_checksum(const void *state);

/*
 * Add the names of the tokens [first, end) of one sentence as mentions, those in `media_only` text
 * (bylines) only if they name a news agency. Returns DW_NOMEM when the arena is full.
 */
enum dw_err dw_names_find(struct dw_entity_scan *scan, uint32_t first, uint32_t end,
                          bool media_only) DW_WARN_UNUSED;

/* Add the nouns of [first, end) that stand for entities: "the country", "both sides", "top court".
 */
enum dw_err dw_nominals_find(struct dw_entity_scan *scan, uint32_t first,
                             uint32_t end) DW_WARN_UNUSED;

/* Add the pronouns of [first, end) that stand for entities: "he", "its", "they". */
enum dw_err dw_pronouns_find(struct dw_entity_scan *scan, uint32_t first,
                             uint32_t end) DW_WARN_UNUSED;

/* Put role, country and sector on the person of a mention, from title, apposition and "from".
 * Returns DW_NOMEM when the arena is full. */
enum dw_err dw_role_find(struct dw_entity_scan *scan,
                         const struct dw_mention *mention) DW_WARN_UNUSED;

/* Look again for the country of a person or body, when nouns and pronouns have been read: "the
 * group's spokesman John Doe", "its Foreign Ministry". */
void dw_role_complete(struct dw_entity_scan *scan, const struct dw_mention *mention);

/* Give officials and ministries that the text names without a country the one that they must be
 * of. To be asked when the whole article has been read. */
void dw_home_find(struct dw_entity_scan *scan);

/*
 * True if the name of a seat of government [first, end) names a place here: "in Tokyo",
 * "visited Tokyo"; false where it acts or is acted on: "Tokyo removed", "urged Tokyo to".
 */
bool dw_metonym_is_place(const struct dw_doc *doc, uint32_t first, uint32_t end);

/*
 * The reading of a capital as the bloc that sits there: "Brussels" is the European Union, but in
 * an article that names Belgium and not the Union. NULL if no bloc does, or the state is meant.
 */
const struct dw_gazetteer_entry *dw_metonym_bloc(struct dw_entity_scan *scan,
                                                 const struct dw_gazetteer_entry *seat,
                                                 uint32_t first, uint32_t end);

/* Does the reading name a place: a city, region or water, or a state by its name or capital? */
bool dw_place_is_site(const struct dw_gazetteer_entry *entry);

/* The likeliest of the readings that are places, where the text tells the country `told` ("" if it
 * does not); NULL if none is a place. */
const struct dw_gazetteer_entry *dw_place_choose(const struct dw_entity_scan *scan,
                                                 const struct dw_gazetteer_entry *const *entries,
                                                 uint32_t n, const char *told);

/* Put country and coordinates of a reading on an entity, in place of those that it had. */
void dw_place_set(struct dw_entity *entity, const struct dw_gazetteer_entry *site);

/* Find out which of the places of its name the mention means, if it is of a place. */
void dw_place_resolve(struct dw_entity_scan *scan, const struct dw_mention *mention);

/* Note the country of the record's dateline, so that names in the text can lean on it. */
void dw_dateline_read(struct dw_entity_scan *scan);

/* Add the towns of the dateline that the tokens [first, end) are. */
enum dw_err dw_dateline_find(struct dw_entity_scan *scan, uint32_t first,
                             uint32_t end) DW_WARN_UNUSED;

/* Add the towns of the record's dateline; they have no mention unless the text has them too. */
enum dw_err dw_dateline_add(struct dw_entity_scan *scan) DW_WARN_UNUSED;

/* The country of the entity that a token is of; "" if none. */
const char *dw_token_country(const struct dw_doc *doc, int32_t token);

/* The country that modifies a noun: "Japanese firms", "Japan's firms", "firms of Japan"; "" if
 * none does. */
const char *dw_noun_country(const struct dw_doc *doc, int32_t noun);

enum { DW_NOUN_COUNTRIES = 8 };

/* All the countries that modify a noun, joined ones too, in text order: "Indian and Chinese
 * soldiers", "ministers of Peru and Chile"; each once, with the token that names it. */
struct dw_noun_countries {
    struct dw_noun_country {
        char code[4];
        uint32_t token;
    } v[DW_NOUN_COUNTRIES];
    uint32_t n;
};

void dw_noun_countries_find(const struct dw_doc *doc, int32_t noun, struct dw_noun_countries *out);

#endif
