/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/train.h"

#include <stdlib.h>
#include <string.h>

#include "processors/syntax/train/memory.h"

enum { RULES_MAX = 4096, SUFFIX_MIN = 2 };

/* A form with a tag, and the rule that gives its lemma. */
struct entry {
    char lower[DW_WORD_MAX];
    uint8_t len, xpos;
    uint16_t rule;
    uint32_t key;
};

struct lemmas {
    struct entry *v;
    size_t n;
    struct dw_lemma_rule *rules;
    uint32_t n_rules;
    struct pair_table *suffixes;
};

static bool is_name(uint8_t xpos)
{
    return xpos == DW_XPOS_NNP || xpos == DW_XPOS_NNPS;
}

/* The rule that makes `lemma` of `base`; false if none fits. */
static bool find_edit(const char *base, size_t len, const char *lemma, bool keep,
                      struct dw_lemma_rule *rule)
{
    size_t n = strlen(lemma), same = 0;

    while (same < len && same < n && base[same] == lemma[same])
        same++;
    while (same > 0 && (((unsigned char)lemma[same] & 0xC0) == 0x80 ||
                        (same < len && ((unsigned char)base[same] & 0xC0) == 0x80)))
        same--;
    if (n - same > sizeof rule->add)
        return false;
    memset(rule, 0, sizeof *rule);
    rule->strip = (uint8_t)(len - same);
    rule->keep_case = keep;
    rule->len = (uint8_t)(n - same);
    memcpy(rule->add, lemma + same, n - same);
    return true;
}

/* Index of the rule for a word, adding it if it is new; -1 if there is none. */
static int find_rule(struct lemmas *l, const struct gold_word *w, const char *lower, size_t len)
{
    char kept[DW_WORD_MAX], lemma[DW_WORD_MAX + 1];
    struct dw_lemma_rule low, keep, *rule;
    bool has_low, has_keep;
    uint32_t i;

    dw_word_fold(w->form, strlen(w->form), kept, true);
    lemma[dw_word_fold(w->lemma, strnlen(w->lemma, DW_WORD_MAX), lemma, true)] = '\0';
    has_low = find_edit(lower, len, lemma, false, &low);
    has_keep = find_edit(kept, len, lemma, true, &keep);
    if (!has_low && !has_keep)
        return -1;
    rule = has_low ? &low : &keep;
    if (has_low && has_keep &&
        (keep.strip < low.strip || (keep.strip == low.strip && is_name(w->xpos))))
        rule = &keep;
    for (i = 0; i < l->n_rules && memcmp(&l->rules[i], rule, sizeof *rule) != 0;)
        i++;
    if (i == RULES_MAX)
        return -1;
    if (i == l->n_rules)
        l->rules[l->n_rules++] = *rule;
    return (int)i;
}

static void collect_entries(struct lemmas *l, const struct corpus *corpus)
{
    for (int i = 0; i < corpus->n; i++)
        for (int k = 1; k <= corpus->v[i].n; k++) {
            const struct gold_word *w = &corpus->v[i].word[k];
            struct entry *e = &l->v[l->n];
            size_t len = dw_word_fold(w->form, strlen(w->form), e->lower, false);
            int rule = strcmp(w->lemma, "_") ? find_rule(l, w, e->lower, len) : -1;

            if (rule < 0 || strlen(w->form) >= DW_WORD_MAX)
                continue;
            e->len = (uint8_t)len;
            e->xpos = w->xpos;
            e->rule = (uint16_t)rule;
            e->key = dw_lemma_key(e->lower, len, (enum dw_xpos)w->xpos);
            l->n++;
        }
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->rule - y->rule;
}

/* The rule most frequent among sorted entries of one key; its count in *count. */
static uint16_t find_majority(const struct entry *e, size_t n, size_t *count)
{
    uint16_t best = e[0].rule;
    size_t end;

    *count = 0;
    for (size_t i = 0; i < n; i = end) {
        for (end = i; end < n && e[end].rule == e[i].rule;)
            end++;
        if (end - i > *count) {
            *count = end - i;
            best = e[i].rule;
        }
    }
    return best;
}

/* One entry for each form and tag. */
static void reduce_entries(struct lemmas *l)
{
    size_t n = 0, count, end;

    qsort(l->v, l->n, sizeof *l->v, compare_entries);
    for (size_t i = 0; i < l->n; i = end) {
        uint16_t rule;

        for (end = i; end < l->n && l->v[end].key == l->v[i].key;)
            end++;
        rule = find_majority(l->v + i, end - i, &count);
        l->v[n] = l->v[i];
        l->v[n++].rule = rule;
    }
    l->n = n;
}

/* What the suffixes known so far say; 0 or rule + 1. */
static uint32_t guess_rule(const struct lemmas *l, const struct entry *e, size_t longest)
{
    uint32_t rule = 0;
    size_t k = e->len < longest ? e->len : longest;

    for (size_t len = k + 1; !rule && len-- > 0;)
        rule =
            dw_model_find(l->suffixes->v, l->suffixes->size - 1,
                          dw_lemma_suffix_key(e->lower + e->len - len, len, (enum dw_xpos)e->xpos));
    return rule;
}

/* Add the suffixes of one length whose majority differs from what shorter ones say. */
static void add_suffixes(struct lemmas *l, size_t len)
{
    struct entry *e = xcalloc(l->n, sizeof *e);
    size_t n = 0, end, count;

    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].len > len || (l->v[i].len == len && len > 2)) {
            e[n] = l->v[i];
            e[n].key =
                dw_lemma_suffix_key(e[n].lower + e[n].len - len, len, (enum dw_xpos)e[n].xpos);
            n++;
        }
    qsort(e, n, sizeof *e, compare_entries);
    for (size_t i = 0; i < n; i = end) {
        uint16_t rule;

        for (end = i; end < n && e[end].key == e[i].key;)
            end++;
        rule = find_majority(e + i, end - i, &count);
        if (count >= SUFFIX_MIN && l->rules[rule].strip <= len &&
            (!len || guess_rule(l, &e[i], len - 1) != rule + 1U))
            pair_table_add(l->suffixes, e[i].key, rule + 1U);
    }
    free(e);
}

void lemma_train(const struct corpus *corpus, struct blob *rules, struct pair_table *lemmas,
                 struct pair_table *suffixes)
{
    struct lemmas l = {.suffixes = suffixes};

    l.v = xcalloc((size_t)corpus->n_words + 1, sizeof *l.v);
    l.rules = xcalloc(RULES_MAX, sizeof *l.rules);
    collect_entries(&l, corpus);
    reduce_entries(&l);
    pair_table_init(suffixes, 16);
    for (size_t len = 0; len <= DW_LEMMA_SUFFIX; len++)
        add_suffixes(&l, len);
    pair_table_init(lemmas, 16);
    for (size_t i = 0; i < l.n; i++)
        if (guess_rule(&l, &l.v[i], DW_LEMMA_SUFFIX) != l.v[i].rule + 1U)
            pair_table_add(lemmas, l.v[i].key, l.v[i].rule + 1U);
    *rules = (struct blob){l.rules, l.n_rules * sizeof *l.rules};
    free(l.v);
}
