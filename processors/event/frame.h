/* SPDX-License-Identifier: MIT */
/*
 * frame.h - the event frames of lexicon/frame.tsv, ready to be matched against trees.
 *
 * A frame is a predicate (verb or noun), conditions on what stands around it, and the event that
 * it then states. Of the frames of a predicate whose conditions all hold, the one with the most
 * conditions wins.
 */
#ifndef DW_FRAME_H
#define DW_FRAME_H

#include "processors/doc.h"

enum {
    DW_FRAME_CONDITIONS = 3,
    DW_FRAME_WORDS = 28,
    DW_FRAME_SLOTS = 12,
    DW_SLOT_NAME = 16,
    DW_SLOT_STEPS = 3,
};

/* One step of a slot: "obj", "on"; a path such as "obj.on" has two, "xcomp.obj.poss" three. */
enum dw_slot_kind {
    DW_SLOT_NONE,
    DW_SLOT_SUBJ,
    DW_SLOT_OBJ,
    DW_SLOT_IOBJ,
    DW_SLOT_XCOMP,
    DW_SLOT_CCOMP,
    DW_SLOT_PRT,
    DW_SLOT_AMOD,  /* any word that modifies the noun from the left */
    DW_SLOT_AUX,   /* auxiliaries of a verb */
    DW_SLOT_POSS,  /* who has it: possessive, demonym or name before the noun */
    DW_SLOT_OTHER, /* the other party of the article's dispute */
    DW_SLOT_PREPOSITION,
    DW_SLOT_IS_SUBJECT, /* condition alone: the noun is subject of its clause */
    DW_SLOT_IS_GIVEN,   /* condition alone: the noun's actor is told */
    DW_SLOT_IS_PASSIVE, /* condition alone: the verb is passive */
    DW_SLOT_IS_DENIED,  /* condition alone: "not" and the like stand before it */
};

struct dw_slot {
    enum dw_slot_kind kind[DW_SLOT_STEPS];         /* a path; DW_SLOT_NONE after its last step */
    char preposition[DW_SLOT_STEPS][DW_SLOT_NAME]; /* for DW_SLOT_PREPOSITION */
    bool joined;                                   /* "+": taken together with the slot before it */
    bool court;                                    /* "@court": only a court may fill it */
};

struct dw_slots {
    struct dw_slot v[DW_FRAME_SLOTS];
    uint32_t n;
};

struct dw_condition {
    struct dw_slot slot;
    uint64_t classes;                  /* of enum dw_wordclass, a bit each */
    uint32_t types;                    /* of enum dw_entity_type, a bit each */
    const char *words[DW_FRAME_WORDS]; /* lemmas, n_words of them */
    uint8_t word_len[DW_FRAME_WORDS];
    uint32_t n_words;
};

enum dw_frame_pos {
    DW_FRAME_VERB,
    DW_FRAME_NOUN,
    DW_FRAME_ATTRIBUTE, /* participle before a noun: "threatened sanctions" */
};

/* What rows say alike is kept once: conditions and slots are shared by frames. */
struct dw_frame {
    const char *lemma; /* or "@group": any of group.tsv */
    enum dw_frame_pos pos;
    const struct dw_condition *conditions;
    uint32_t n_conditions;
    uint32_t weight; /* how much its conditions ask: a named filler more than any filler */
    bool none;       /* states no event: "hold an election" */
    bool denied;     /* what it states, it states because it is negated: "will not rule out" */
    enum dw_event_type type;
    const char *mode, *cameo, *tag; /* NULL if none */
    const struct dw_slots *actor, *recipient, *about;
    const char *when;     /* the conditions as written, for --explain */
    const char *slots[3]; /* those of actor, recipient and about as written, for --explain */
};

struct dw_frames;

/* True if some frame has the token's lemma and part of speech, whatever its conditions. */
bool dw_frame_can_match(const struct dw_frames *frames, const struct dw_doc *doc, int32_t token);

/* Errors: DW_NOMEM, and DW_LEXICON for a cell that cannot be read, naming frame and cell. */
enum dw_err dw_frames_open(struct dw_frames **out, struct dw_error *err) DW_WARN_UNUSED;
void dw_frames_close(struct dw_frames *frames);

/* Each lemma with each frame that it may have, those of a lemma together; NULL behind the last. The
 * lemma is not NUL-terminated and outlives the frames. */
const struct dw_frame *dw_frames_get(const struct dw_frames *frames, uint32_t index,
                                     const char **lemma, size_t *len);

/* The frame that holds for a predicate here, or NULL; one that states `none` wins like any other.
 */
const struct dw_frame *dw_frame_match(const struct dw_frames *frames, const struct dw_doc *doc,
                                      int32_t token);

/* The row for a verb that has none which holds, whose type was guessed: "?accuse"; NULL if there is
 * none. */
const struct dw_frame *dw_frame_guessed(const struct dw_frames *frames, enum dw_event_type type);

/* "impose/v obj=@measure": lemma, part of speech and conditions; NULL when the arena is full. */
const char *dw_frame_text(struct dw_arena *arena, const struct dw_frame *frame);

/* "who subj; to whom obj,other; about obj": its slots in words; NULL when the arena is full. */
const char *dw_frame_slots(struct dw_arena *arena, const struct dw_frame *frame);

/* True if some frame has this lemma, whatever its conditions. */
bool dw_frame_is_trigger(const struct dw_frames *frames, const char *lemma);

/* Read a list of slots as the tables write it: "on,against,obj.on", "subj+with". */
enum dw_err dw_slots_parse(const char *text, struct dw_slots *out, struct dw_error *err);

#endif
