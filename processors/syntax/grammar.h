/* SPDX-License-Identifier: MIT */
/*
 * grammar.h - what the parser is not left to choose: three rules on finite verbs that trees of
 * English keep to but for slips, while a network at times does not on short sentences of news.
 */
#ifndef DW_GRAMMAR_H
#define DW_GRAMMAR_H

#include "processors/syntax/parser.h"

/*
 * False for an action, legal by itself, that breaks a rule:
 * - a finite verb depends on no noun behind it, unless the noun is a predicate: in "Denmark
 * suspended aid" no aid is suspended;
 * - its subject, auxiliaries and conjunction, with nothing between but words of the verb, hang from
 *   it;
 * - it depends on a noun before it only with a subject or pronoun of its own: in "The EU imposed
 *   duties" no EU is told more of.
 *
 * At least one other action is allowed then.
 */
bool dw_grammar_allows(const struct dw_parse *parse, const struct dw_tag_class *classes,
                       enum dw_action action);

#endif
