/* SPDX-License-Identifier: MIT */
/*
 * wordclass.h - classes of words that rules and frames ask for: measures, pacts, talks, ...
 *
 * The words are in lexicon/wordclass.tsv; a lemma may be in several classes. No state.
 */
#ifndef DW_WORDCLASS_H
#define DW_WORDCLASS_H

#include "processors/doc.h"

#define DW_WORDCLASS_LIST(X)                                                                       \
    X(ACCLAIM, "acclaim")                                                                          \
    X(ACCUSATION, "accusation")                                                                    \
    X(AGENT, "agent")                                                                              \
    X(AID, "aid")                                                                                  \
    X(CAPTIVE, "captive")                                                                          \
    X(CIVIC, "civic")                                                                              \
    X(COMPLAINT, "complaint")                                                                      \
    X(CROWD, "crowd")                                                                              \
    X(DEMAND, "demand")                                                                            \
    X(DISPUTE, "dispute")                                                                          \
    X(ENVOY, "envoy")                                                                              \
    X(FORCE, "force")                                                                              \
    X(FUEL, "fuel")                                                                                \
    X(HARM, "harm")                                                                                \
    X(HUMAN, "human")                                                                              \
    X(JUDGING, "judging")                                                                          \
    X(LIGHT, "light")                                                                              \
    X(LOCATIVE, "locative")                                                                        \
    X(MEASURE, "measure")                                                                          \
    X(MESSAGE, "message")                                                                          \
    X(MILITARY, "military")                                                                        \
    X(MISDEED, "misdeed")                                                                          \
    X(MONEY, "money")                                                                              \
    X(MOTION, "motion")                                                                            \
    X(PACT, "pact")                                                                                \
    X(PARTY, "party")                                                                              \
    X(PASSAGE, "passage")                                                                          \
    X(PREFERENCE, "preference")                                                                    \
    X(PRESS, "press")                                                                              \
    X(PROCEEDING, "proceeding")                                                                    \
    X(REPROOF, "reproof")                                                                          \
    X(RULING, "ruling")                                                                            \
    X(SAY, "say")                                                                                  \
    X(STATEMENT, "statement")                                                                      \
    X(STEP, "step")                                                                                \
    X(SUPPLIES, "supplies")                                                                        \
    X(TALKS, "talks")                                                                              \
    X(TERRITORY, "territory")                                                                      \
    X(TIES, "ties")                                                                                \
    X(TRADEWORD, "tradeword")                                                                      \
    X(VENUE, "venue")                                                                              \
    X(VESSEL, "vessel")                                                                            \
    X(VIOLENCE, "violence")                                                                        \
    X(VISIT, "visit")                                                                              \
    X(WEAPON, "weapon")

enum dw_wordclass {
#define X(name, text) DW_CLASS_##name,
    DW_WORDCLASS_LIST(X)
#undef X
        DW_N_CLASSES
};

/* The class of this name; -1 if there is none. */
int dw_wordclass_find(const char *name);

/* The lemma and the class of a row of the table; NULL behind the last. */
const char *dw_wordclass_row(size_t row, enum dw_wordclass *class);

bool dw_lemma_is_class(const char *lemma, enum dw_wordclass wanted);

/* By the token's lemma, or its form in lower case where it has none; false for DW_NONE. */
bool dw_token_is_class(const struct dw_doc *doc, int32_t token, enum dw_wordclass wanted);

#endif
