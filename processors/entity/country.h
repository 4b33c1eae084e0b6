/* SPDX-License-Identifier: MIT */
/*
 * country.h - country codes: ISO 3166-1 alpha-3, states of the past (SUN, YUG, CSK, DDR, ...) and
 * PLOVER's KOS, EUR, UNO and IGO for international bodies. Straight from the compiled table; no
 * state.
 */
#ifndef DW_COUNTRY_H
#define DW_COUNTRY_H

#include <stdbool.h>
#include <stddef.h>

enum dw_country_kind {
    DW_COUNTRY_STATE,     /* member of the United Nations, or the Vatican */
    DW_COUNTRY_TERRITORY, /* dependency with a code of its own: HKG, GRL */
    DW_COUNTRY_DISPUTED,  /* statehood is contested: TWN, PSE, KOS */
    DW_COUNTRY_FORMER,    /* no longer exists: SUN, YUG */
    DW_COUNTRY_BLOC,      /* EUR, UNO, IGO */
};

/* Lists are separated by |, their items may end in ? (needs context); "" if there is none. */
struct dw_country {
    const char *code, *name;
    enum dw_country_kind kind;
    bool ambiguous;         /* the name needs context: Georgia, Chad */
    const char *names;      /* other names */
    const char *adjectives; /* "Soviet" */
    const char *demonyms;   /* singular: "Swede" */
    const char *capitals;   /* present one first */
    const char *seats;      /* "Kremlin" */
    int until;              /* last year of a state of the past; 0 if none */
    float lat, lon;         /* of the capital; both 0 if none */
};

/* True if found; *country is untouched otherwise. */
bool dw_country_find(const char *code, struct dw_country *country);

/* English short name of a code: "Japan"; NULL if the code is unknown. */
const char *dw_country_name(const char *code);

bool dw_country_is_known(const char *code);

/* Number of countries, and the i-th in the order of the codes. */
size_t dw_country_count(void);
struct dw_country dw_country_get(size_t i);

#endif
