/* SPDX-License-Identifier: MIT */
/*
 * codes.h - the closed code lists of the annotations and their names in the output.
 *
 * Entity types and event types are those of the code book (schemas/codebook.md); UPOS and
 * relations are those of Universal Dependencies 2, XPOS those of the Penn Treebank as in UD
 * English.
 */
#ifndef DW_CODES_H
#define DW_CODES_H

#define DW_ENTITY_LIST(X)                                                                          \
    X(COUNTRY, "country")                                                                          \
    X(GOVERNMENT_BODY, "government-body")                                                          \
    X(COURT, "court")                                                                              \
    X(INTERNATIONAL_ORGANIZATION, "international-organization")                                    \
    X(COMPANY, "company")                                                                          \
    X(ORGANIZATION, "organization")                                                                \
    X(MEDIA, "media")                                                                              \
    X(PERSON, "person")                                                                            \
    X(PLACE, "place")                                                                              \
    X(PACT, "pact")                                                                                \
    X(GOODS, "goods")

enum dw_entity_type {
#define X(name, text) DW_ENTITY_##name,
    DW_ENTITY_LIST(X)
#undef X
        DW_N_ENTITY_TYPES
};

/* PLOVER's event types with their quad class: 1 verbal and 2 material cooperation, 3 verbal and
 * 4 material conflict. */
#define DW_EVENT_LIST(X)                                                                           \
    X(AGREE, 1)                                                                                    \
    X(CONSULT, 1)                                                                                  \
    X(SUPPORT, 1)                                                                                  \
    X(CONCEDE, 1)                                                                                  \
    X(COOPERATE, 2)                                                                                \
    X(AID, 2)                                                                                      \
    X(RETREAT, 2)                                                                                  \
    X(REQUEST, 3)                                                                                  \
    X(ACCUSE, 3)                                                                                   \
    X(REJECT, 3)                                                                                   \
    X(THREATEN, 3)                                                                                 \
    X(PROTEST, 4)                                                                                  \
    X(SANCTION, 4)                                                                                 \
    X(MOBILIZE, 4)                                                                                 \
    X(COERCE, 4)                                                                                   \
    X(ASSAULT, 4)

enum dw_event_type {
#define X(name, quad) DW_EVENT_##name,
    DW_EVENT_LIST(X)
#undef X
        DW_N_EVENT_TYPES
};

#define DW_TIME_LIST(X) X(DATE) X(TIME) X(DURATION) X(SET)

enum dw_time_type {
#define X(name) DW_TIME_##name,
    DW_TIME_LIST(X)
#undef X
};

#define DW_RELATION_LIST(X)                                                                        \
    X(RESPONDS_TO, "responds-to")                                                                  \
    X(REVERSES, "reverses")                                                                        \
    X(SUSPENDS, "suspends")                                                                        \
    X(DEMANDS_END_OF, "demands-end-of")                                                            \
    X(THREATENS, "threatens")                                                                      \
    X(CONTINUES, "continues")

enum dw_relation_type {
#define X(name, text) DW_RELATION_##name,
    DW_RELATION_LIST(X)
#undef X
};

#define DW_UPOS_LIST(X)                                                                            \
    X(X)                                                                                           \
    X(ADJ)                                                                                         \
    X(ADP)                                                                                         \
    X(ADV)                                                                                         \
    X(AUX)                                                                                         \
    X(CCONJ)                                                                                       \
    X(DET)                                                                                         \
    X(INTJ)                                                                                        \
    X(NOUN)                                                                                        \
    X(NUM)                                                                                         \
    X(PART)                                                                                        \
    X(PRON)                                                                                        \
    X(PROPN)                                                                                       \
    X(PUNCT)                                                                                       \
    X(SCONJ)                                                                                       \
    X(SYM)                                                                                         \
    X(VERB)

enum dw_upos {
#define X(name) DW_UPOS_##name,
    DW_UPOS_LIST(X)
#undef X
        DW_N_UPOS
};

const char *dw_entity_type_name(enum dw_entity_type type);
const char *dw_event_type_name(enum dw_event_type type);
int dw_event_type_quad(enum dw_event_type type);
const char *dw_time_type_name(enum dw_time_type type);
const char *dw_relation_type_name(enum dw_relation_type type);
const char *dw_upos_name(enum dw_upos upos);

/* Index of `name` among the `n` names; -1 if it is none of them. */
int dw_name_find(const char *const *names, int n, const char *name);

/* The code for a name; -1 if there is none. */
int dw_entity_type_find(const char *name);
int dw_event_type_find(const char *name);
int dw_upos_find(const char *name);

#endif
