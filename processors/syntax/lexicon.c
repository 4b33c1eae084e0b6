/* SPDX-License-Identifier: MIT */
#include "processors/syntax/lexicon.h"

static const uint32_t UNKNOWN = 0x0DDF0125U;

const struct dw_lexicon_entry *dw_lexicon_find(const struct dw_lexicon_entry *table, uint32_t mask,
                                               uint32_t key)
{
    uint32_t i = (key * 0x9E3779B1U) >> 7;

    for (uint32_t probe = 0; probe <= mask; probe++, i++) {
        const struct dw_lexicon_entry *entry = &table[i & mask];

        if (!entry->key)
            break;
        if (entry->key == key)
            return entry;
    }
    return NULL;
}

/* Classes by the first stem that is known, together with the ending; 0 if none is. */
static uint32_t guess_classes(const struct dw_lexicon_entry *table, uint32_t mask,
                              const struct dw_word *word)
{
    for (int k = 0; k < DW_WORD_STEMS && word->stem[k]; k++) {
        const struct dw_lexicon_entry *stem = dw_lexicon_find(table, mask, word->stem[k]);

        if (stem && stem->classes)
            return dw_hash_mix(stem->classes, word->ending) | DW_WORD_SETS;
    }
    return 0;
}

uint32_t dw_lexicon_unknown(const struct dw_word *word)
{
    return dw_hash_mix(UNKNOWN, word->is_capital ? 1 : word->suffix[1]);
}

void dw_lexicon_read(const struct dw_lexicon_entry *table, uint32_t mask, struct dw_word *word)
{
    const struct dw_lexicon_entry *entry = dw_lexicon_find(table, mask, word->key);

    word->classes = entry ? entry->classes : 0;
    word->is_aux = entry && entry->is_aux;
    word->form = entry ? entry->form : 0;
    if (!word->form)
        word->form = dw_lexicon_unknown(word);
    if (!word->classes)
        word->classes = guess_classes(table, mask, word);
}
