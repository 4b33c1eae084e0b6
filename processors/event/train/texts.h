/* SPDX-License-Identifier: MIT */
/*
 * texts.h - texts with the events that they tell: tests/quality/events (see its README.md), and
 * NDJSON of gold standard records; and sentences of treebanks, which are taken to tell none.
 */
#ifndef DW_TRAIN_TEXTS_H
#define DW_TRAIN_TEXTS_H

#include <stdbool.h>
#include <stdint.h>

#include "processors/codes.h"

enum { TEXT_EVENTS = 32, SIDE_WAYS = 8, SIDE_PARTS = 8 };

/* The ways in which a side may be filled. */
struct side {
    bool any; /* whoever */
    int n;
    struct way {
        int n;
        char *part[SIDE_PARTS]; /* a country's code, or a word of a name */
    } way[SIDE_WAYS];
};

struct gold {
    uint32_t types; /* of enum dw_event_type, a bit each */
    struct side actors, recipients;
    bool optional; /* counts neither way */
};

struct text {
    char *text;
    struct gold gold[TEXT_EVENTS];
    int n;
    bool open;  /* there may be events besides */
    bool plain; /* of a treebank: hardly any text tells an event */
};

struct texts {
    struct text *v;
    int n, cap;
};

/* Append the texts of a file, NDJSON or sentences of a treebank by its suffix; false if it cannot
 * be read, with a message. */
bool texts_read(struct texts *texts, const char *path);
void texts_fini(struct texts *texts);

#endif
