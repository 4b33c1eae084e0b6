/* SPDX-License-Identifier: MIT */
/*
 * party.h - the parties of an article's matter: with whom a country deals when the text leaves it
 * open ("lifted the ban").
 */
#ifndef DW_PARTY_H
#define DW_PARTY_H

#include "processors/doc.h"

enum { DW_PARTIES = 32 };

struct dw_parties {
    char country[DW_PARTIES][4];
    uint32_t n;
    uint16_t together[DW_PARTIES][DW_PARTIES]; /* how often two are named in the same sentence */
    char home[4]; /* the state of which the whole text tells; "" if it tells of several */
};

void dw_parties_count(const struct dw_doc *doc, struct dw_parties *out);

/*
 * The other party to this country in an event told in `sentence`: the only one named there, or of
 * the last event that it takes part in, or else the one that is named with it most often; "" if
 * there is none.
 */
const char *dw_parties_other(const struct dw_parties *parties, const struct dw_doc *doc,
                             uint32_t sentence, const char *country);

/* The only other state that the sentence names as such; "" if there is none or there are more. */
const char *dw_parties_only_named(const struct dw_doc *doc, uint32_t sentence, const char *country);

/* The country that is named with this one at least twice as often as any other; "" if none is. */
const char *dw_parties_facing(const struct dw_parties *parties, const char *country);

#endif
