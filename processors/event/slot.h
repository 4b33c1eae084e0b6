/* SPDX-License-Identifier: MIT */
/*
 * slot.h - what fills a slot of a predicate: the head tokens of its subjects, objects, obliques.
 *
 * Passives, participles, relative clauses, control, shared subjects of joined verbs and light
 * verbs ("held talks", "filed a complaint") are seen through, so that a slot means the same role
 * however the sentence is built.
 */
#ifndef DW_SLOT_H
#define DW_SLOT_H

#include "processors/event/frame.h"

enum { DW_FILLERS = 16 };

struct dw_fillers {
    int32_t v[DW_FILLERS];
    uint32_t n;
};

/* Add the tokens that fill `slot` of `predicate`, coordinated ones included; none for OTHER. */
void dw_slot_find(const struct dw_doc *doc, int32_t predicate, const struct dw_slot *slot,
                  struct dw_fillers *out);

/* The verb that carries a noun's event: "hold" for "talks" in "held talks"; DW_NONE if none. */
int32_t dw_light_verb(const struct dw_doc *doc, int32_t noun);

#endif
