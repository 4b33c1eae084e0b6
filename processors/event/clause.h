/* SPDX-License-Identifier: MIT */
/*
 * clause.h - the subject and the object of a verb, however its clause is built.
 *
 * Passives, participles, relative clauses, control and shared subjects are seen through. So are
 * the usual mistakes of the parser: a main verb hung from its subject as a participle, a particle
 * taken for a preposition, an object for a complement.
 */
#ifndef DW_CLAUSE_H
#define DW_CLAUSE_H

#include "processors/doc.h"

/* Who does it: the subject, the agent of a passive; DW_NONE if nobody is told. */
int32_t dw_clause_subject(const struct dw_doc *doc, int32_t verb);

/* Whom or what it is done to: the object, the subject of a passive; DW_NONE if none is told. */
int32_t dw_clause_object(const struct dw_doc *doc, int32_t verb);

/* True for a verb in the passive, or a past participle that modifies a noun. */
bool dw_verb_is_passive(const struct dw_doc *doc, int32_t verb);

/* "which", "who", relative "that". */
bool dw_token_is_relative(const struct dw_doc *doc, int32_t token);

/* Does the token bear this preposition? Parts of fixed ones ("out of") count each. */
bool dw_token_has_preposition(const struct dw_doc *doc, int32_t token, const char *preposition);

/* Does it hang from its head as an adverbial or as what describes a noun? */
bool dw_token_is_oblique(const struct dw_doc *doc, int32_t token);

/* "handed over the suspect": does it follow a particle of the verb, taken for a preposition? */
bool dw_token_is_after_particle(const struct dw_doc *doc, int32_t token, int32_t verb);

#endif
