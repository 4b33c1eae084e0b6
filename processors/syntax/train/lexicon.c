/* SPDX-License-Identifier: MIT */
#include "processors/syntax/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "processors/codes.h"
#include "processors/syntax/train/memory.h"
#include "processors/syntax/train/train.h"

enum { LEXICON_MIN = 3, ONLY_MIN = 100, LEXICON_TAGS = 6, AUX_MIN = 3 };

/* A form in a treebank, or one that a table knows. */
struct sighting {
    uint32_t key;
    uint8_t tag;
    bool told; /* by a table */
};

static int compare_sightings(const void *a, const void *b)
{
    const struct sighting *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->tag != y->tag)
        return x->tag - y->tag;
    return x->told - y->told;
}

static int compare_known(const void *a, const void *b)
{
    const struct known_form *x = a, *y = b;

    return x->key != y->key ? (x->key < y->key ? -1 : 1) : 0;
}

/* --- what is said of a form ------------------------------------------------------------------ */

/* The one class of n sightings of one form, + 1; 0 if it has several or is too rare to tell. */
static uint32_t find_only(const int *count, size_t n)
{
    for (uint32_t c = 0; c < DW_MODEL_TAGS && n >= ONLY_MIN; c++)
        if ((size_t)count[c] * 1000 >= n * 998)
            return c + 1;
    return 0;
}

/* What the lexicon says of a form seen n times: its classes, the most frequent first. */
static uint32_t hash_classes(const struct sighting *s, size_t n)
{
    int count[DW_MODEL_TAGS] = {0};
    uint32_t h = 17, only;

    for (size_t i = 0; i < n; i++)
        count[s[i].tag]++;
    only = find_only(count, n);
    if (only)
        return only;
    for (int rank = 0; rank < LEXICON_TAGS; rank++) {
        int best = 0;

        for (int c = 1; c < DW_MODEL_TAGS; c++)
            if (count[c] > count[best])
                best = c;
        if ((size_t)count[best] * 50 < n || !count[best])
            break;
        h = dw_hash_mix(h, (uint32_t)best + 1);
        count[best] = 0;
    }
    return h | DW_WORD_SETS;
}

static struct dw_lexicon_entry make_entry(const struct sighting *s, size_t n,
                                          const struct dw_tag_class *classes, int form_min)
{
    struct dw_lexicon_entry entry = {.key = s->key};
    int n_seen = 0, n_aux = 0;

    for (size_t i = 0; i < n; i++) {
        n_seen += !s[i].told;
        n_aux += classes[s[i].tag].upos == DW_UPOS_AUX;
    }
    if (n_seen >= form_min)
        entry.form = s->key;
    if (n >= LEXICON_MIN)
        entry.classes = hash_classes(s, n);
    entry.is_aux = n_aux >= AUX_MIN;
    return entry;
}

/* --- sightings ------------------------------------------------------------------------------- */

/* The form whose place this one takes: itself, if no table says otherwise. */
static uint32_t find_like(const struct known_forms *known, uint32_t key)
{
    struct known_form wanted = {.key = key};
    const struct known_form *found =
        bsearch(&wanted, known->v, known->n, sizeof *known->v, compare_known);

    return found && found->like ? found->like : key;
}

static size_t collect_sightings(const struct corpus *corpus, const struct known_forms *known,
                                int skip_fold, int folds, struct sighting *out)
{
    size_t n = 0;

    for (int i = 0; i < corpus->n; i++) {
        const struct gold_sentence *s = &corpus->v[i];

        if (skip_fold >= 0 && s->doc % folds == skip_fold)
            continue;
        for (int k = 1; k <= s->n; k++)
            out[n++] = (struct sighting){find_like(known, s->seen[k].key), s->word[k].tag, false};
    }
    return n;
}

/* As many sightings as make the lexicon heed what a table tells. */
static size_t collect_told(const struct known_forms *known, const struct dw_tag_class *classes,
                           struct sighting *out)
{
    size_t n = 0;

    for (size_t i = 0; i < known->n; i++)
        for (int c = 0; c < DW_MODEL_TAGS && !known->v[i].like; c++)
            if (classes[c].upos == known->v[i].upos && classes[c].xpos == known->v[i].xpos)
                for (int k = 0; k < LEXICON_MIN; k++)
                    out[n++] = (struct sighting){known->v[i].key, (uint8_t)c, true};
    return n;
}

/* --- the table ------------------------------------------------------------------------------- */

static void lexicon_init(struct lexicon *lexicon, size_t n)
{
    lexicon->n = 0;
    for (lexicon->size = 16; (size_t)lexicon->size * 2 < n * 3;)
        lexicon->size *= 2;
    lexicon->v = xcalloc(lexicon->size, sizeof *lexicon->v);
}

static void lexicon_add(struct lexicon *lexicon, const struct dw_lexicon_entry *entry)
{
    uint32_t i = (entry->key * 0x9E3779B1U) >> 7;

    while (lexicon->v[i & (lexicon->size - 1)].key)
        i++;
    lexicon->v[i & (lexicon->size - 1)] = *entry;
    lexicon->n++;
}

/* An entry for each form that takes the place of another. */
static void add_likes(struct lexicon *lexicon, const struct known_forms *known)
{
    for (size_t i = 0; i < known->n; i++) {
        const struct known_form *f = &known->v[i];
        const struct dw_lexicon_entry *like;
        struct dw_lexicon_entry entry;

        if (!f->like || f->like == f->key)
            continue;
        like = dw_lexicon_find(lexicon->v, lexicon->size - 1, f->like);
        if (!like)
            continue;
        entry = *like;
        entry.key = f->key;
        lexicon_add(lexicon, &entry);
    }
}

static bool is_worth_it(const struct dw_lexicon_entry *entry)
{
    return entry->form || entry->classes;
}

void lexicon_collect(const struct corpus *corpus, const struct known_forms *known,
                     const struct dw_tag_class *classes, int skip_fold,
                     const struct options *options, struct lexicon *lexicon)
{
    struct sighting *s = xcalloc((size_t)corpus->n_words + known->n * LEXICON_MIN + 1, sizeof *s);
    size_t n = collect_sightings(corpus, known, skip_fold, options->folds, s), n_forms = 0, end;

    n += collect_told(known, classes, s + n);
    qsort(s, n, sizeof *s, compare_sightings);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < n; i = end) {
            struct dw_lexicon_entry entry;

            for (end = i; end < n && s[end].key == s[i].key;)
                end++;
            entry = make_entry(s + i, end - i, classes, options->form_min);
            if (pass && is_worth_it(&entry))
                lexicon_add(lexicon, &entry);
            n_forms += !pass && is_worth_it(&entry);
        }
        if (!pass)
            lexicon_init(lexicon, n_forms + known->n);
    }
    add_likes(lexicon, known);
    free(s);
}

void lexicon_assign(struct corpus *corpus, const struct lexicon *lexicon)
{
    for (int i = 0; i < corpus->n; i++)
        for (int k = 1; k <= corpus->v[i].n; k++)
            dw_lexicon_read(lexicon->v, lexicon->size - 1, &corpus->v[i].seen[k]);
}
