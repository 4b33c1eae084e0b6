/* SPDX-License-Identifier: MIT */
#include "processors/event/train/cues.h"

#include <stdlib.h>
#include <string.h>

#include "processors/syntax/train/memory.h"
#include "processors/token.h"

static uint32_t *find_slot(const struct cues *cues, const char *text)
{
    uint32_t slot = dw_token_hash(text, strlen(text)) % cues->n_slots;

    while (cues->slots[slot] && strcmp(cues->text[cues->slots[slot] - 1], text) != 0)
        slot = (slot + 1) % cues->n_slots;
    return &cues->slots[slot];
}

static void grow(struct cues *cues)
{
    cues->cap = cues->cap ? cues->cap * 2 : 4096;
    cues->text = xrealloc(cues->text, cues->cap * sizeof *cues->text);
    free(cues->slots);
    cues->n_slots = cues->cap * 2;
    cues->slots = xcalloc(cues->n_slots, sizeof *cues->slots);
    for (uint32_t i = 0; i < cues->n; i++)
        *find_slot(cues, cues->text[i]) = i + 1;
}

uint32_t cue_number(struct cues *cues, const char *text)
{
    uint32_t *slot;

    if (cues->n == cues->cap)
        grow(cues);
    slot = find_slot(cues, text);
    if (!*slot) {
        cues->text[cues->n] = xstrdup(text);
        *slot = ++cues->n;
    }
    return *slot - 1;
}

int32_t cue_find(const struct cues *cues, const char *text)
{
    return cues->n ? (int32_t)*find_slot(cues, text) - 1 : -1;
}

void cues_fini(struct cues *cues)
{
    for (uint32_t i = 0; i < cues->n; i++)
        free(cues->text[i]);
    free(cues->text);
    free(cues->slots);
}
