/* SPDX-License-Identifier: MIT */
/*
 * argument.h - from the words that fill a slot to the entities that act or are acted on.
 */
#ifndef DW_ARGUMENT_H
#define DW_ARGUMENT_H

#include "processors/event/refs.h"
#include "processors/event/slot.h"

/* Can it act: no place, goods, pact or outlet? */
bool dw_entity_is_actor(const struct dw_entity *entity);

/*
 * Add to `refs` the entities that a token stands for as an actor: a name, a nominal or pronoun
 * that corefers, several of them for "both sides", the country that modifies a noun ("Chinese
 * steel"). Returns DW_NOMEM when the arena is full.
 */
enum dw_err dw_actor_resolve(struct dw_doc *doc, int32_t token,
                             struct dw_refs *refs) DW_WARN_UNUSED;

/* Fill `refs` from slots of a predicate, by their order and joining; not from OTHER. */
enum dw_err dw_actors_find(struct dw_doc *doc, int32_t predicate, const struct dw_slots *slots,
                           struct dw_refs *refs) DW_WARN_UNUSED;

/* Persons of whom the slots tell no more than what they are: "found the skipper guilty". For a side
 * that nobody else stands on. */
enum dw_err dw_persons_find(struct dw_doc *doc, int32_t predicate, const struct dw_slots *slots,
                            struct dw_refs *refs) DW_WARN_UNUSED;

/* Goods and pacts that the words of the slots name or hold. */
enum dw_err dw_about_find(struct dw_doc *doc, int32_t predicate, const struct dw_slots *slots,
                          struct dw_refs *refs) DW_WARN_UNUSED;

bool dw_slots_have_other(const struct dw_slots *slots);

#endif
