/* SPDX-License-Identifier: MIT */
#include "processors/syntax/lemma.h"

#include <string.h>

uint32_t dw_lemma_key(const char *folded, size_t len, enum dw_xpos xpos)
{
    uint32_t h = dw_hash_bytes(11U + (uint32_t)xpos * 131U, folded, len);

    return h ? h : 1;
}

uint32_t dw_lemma_suffix_key(const char *suffix, size_t len, enum dw_xpos xpos)
{
    uint32_t h = dw_hash_bytes(13U + (uint32_t)xpos * 137U, suffix, len);

    return h ? h : 1;
}

size_t dw_lemma_apply(const struct dw_lemma_rule *rule, const char *lower, const char *kept,
                      size_t len, char out[DW_LEMMA_MAX])
{
    size_t stem = len - rule->strip;

    if (rule->strip > len || stem + rule->len == 0)
        return 0;
    /* Never cut a character in two. */
    if (stem < len && ((unsigned char)lower[stem] & 0xC0) == 0x80)
        return 0;
    memcpy(out, rule->keep_case ? kept : lower, stem);
    memcpy(out + stem, rule->add, rule->len);
    out[stem + rule->len] = '\0';
    return stem + rule->len;
}

/* Index of the rule + 1; the values of the tables are so, since 0 means "not there". */
static uint32_t find_rule(const struct dw_model *model, const char *lower, size_t n,
                          enum dw_xpos xpos)
{
    uint32_t rule = dw_model_find(model->lemmas, model->lemmas_mask, dw_lemma_key(lower, n, xpos));
    size_t k = n < DW_LEMMA_SUFFIX ? n : DW_LEMMA_SUFFIX;

    for (size_t len = k + 1; !rule && len-- > 0;)
        rule = dw_model_find(model->suffixes, model->suffixes_mask,
                             dw_lemma_suffix_key(lower + n - len, len, xpos));
    return rule;
}

size_t dw_lemma_find(const struct dw_model *model, const char *form, size_t len, enum dw_xpos xpos,
                     char out[DW_LEMMA_MAX])
{
    char lower[DW_WORD_MAX], kept[DW_WORD_MAX];
    size_t n = dw_word_fold(form, len, lower, false);
    uint32_t rule = find_rule(model, lower, n, xpos);
    size_t done = 0;

    dw_word_fold(form, len, kept, true);
    if (rule && rule <= model->n_rules)
        done = dw_lemma_apply(&model->rules[rule - 1], lower, kept, n, out);
    if (!done) {
        memcpy(out, lower, n);
        out[n] = '\0';
        done = n;
    }
    return done;
}
