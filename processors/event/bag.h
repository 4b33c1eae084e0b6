/* SPDX-License-Identifier: MIT */
/*
 * bag.h - which frames the words of a sentence could satisfy, before there is a tree.
 *
 * A frame asks for a predicate, for words and classes of words around it, and for prepositions. A
 * sentence that lacks one of them cannot hold the frame, whatever its tree: so a bag of words tells
 * which sentences no parser need look at. It errs to one side alone: what it denies cannot be.
 *
 * Words    are lemmas that some frame or class names; a token that may have several adds them all.
 * Memory   the tables belong to the bag. Strings of frames are borrowed: they outlive it.
 * Threads  a bag belongs to one thread.
 */
#ifndef DW_BAG_H
#define DW_BAG_H

#include "processors/event/frame.h"

struct dw_bag;

/* As what a word may be a predicate: a bit for each enum dw_frame_pos. */
enum {
    DW_BAG_VERB = 1 << DW_FRAME_VERB,
    DW_BAG_NOUN = 1 << DW_FRAME_NOUN,
    DW_BAG_ATTRIBUTE = 1 << DW_FRAME_ATTRIBUTE,
};

/* Errors: DW_NOMEM; DW_LEXICON as dw_frames_open. *out is NULL then. */
enum dw_err dw_bag_open(struct dw_bag **out, struct dw_error *err) DW_WARN_UNUSED;
void dw_bag_close(struct dw_bag *bag);

/* The number of a word, in any case; 0 if no frame and no class names it. `hash`: dw_token_hash. */
uint16_t dw_bag_word(const struct dw_bag *bag, const char *word, size_t len, uint32_t hash);

/* Empty the bag. */
void dw_bag_reset(struct dw_bag *bag);

/* Put in a word by its number; `pos` says as what it may be a predicate. */
void dw_bag_add(struct dw_bag *bag, uint16_t word, unsigned pos);

/* Note that an infinitive or a gerund begins here, behind the words put in so far. */
void dw_bag_add_complement(struct dw_bag *bag);

/* True if some frame of a predicate in the bag finds all its words there. */
bool dw_bag_holds(const struct dw_bag *bag);

#endif
