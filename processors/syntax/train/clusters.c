/* SPDX-License-Identifier: MIT */
/* clusters.c - packs clusters.tsv into two sections: words, and the levels of each cluster. */
#include <stdlib.h>
#include <string.h>

#include "processors/syntax/cluster.h"
#include "processors/syntax/train/memory.h"
#include "processors/syntax/train/train.h"

enum { LINE = 1 << 14, CLUSTERS_MAX = (1 << DW_CLUSTER_BITS) - 1, WORDS_LOG = 17 };

struct table {
    uint32_t *words;
    uint32_t n_words;
    struct dw_cluster *v;
    uint32_t n;
};

/* False if the table is full. */
static bool add_word(struct table *t, const char *form)
{
    uint32_t mask = (1U << WORDS_LOG) - 1, at;
    struct dw_word word;

    dw_word_read(&word, form, strlen(form), false);
    if (++t->n_words > mask / 8 * 7)
        return false;
    for (at = dw_cluster_slot(word.key); t->words[at & mask];)
        at++;
    t->words[at & mask] = dw_cluster_check(word.key) | t->n;
    return true;
}

static bool read_row(struct table *t, char *line)
{
    char *rest, *middle = strchr(line, '\t'), *words = middle ? strchr(middle + 1, '\t') : NULL;

    if (!words || t->n == CLUSTERS_MAX)
        return false;
    t->v[t->n].coarse = (uint16_t)atoi(line);
    t->v[t->n].middle = (uint16_t)atoi(middle + 1);
    t->v[t->n].fine = (uint16_t)(t->n + 1);
    t->n++;
    for (char *w = strtok_r(words + 1, " ", &rest); w; w = strtok_r(NULL, " ", &rest))
        if (!add_word(t, w))
            return false;
    return true;
}

bool clusters_read(const char *path, struct blob *words, struct blob *clusters)
{
    static char line[LINE];
    struct table t = {0};
    FILE *in = fopen(path, "r");
    bool ok = in;

    if (!in)
        perror(path);
    t.words = xcalloc((size_t)1 << WORDS_LOG, sizeof *t.words);
    t.v = xcalloc(CLUSTERS_MAX, sizeof *t.v);
    for (int number = 1; ok && fgets(line, sizeof line, in); number++) {
        line[strcspn(line, "\r\n")] = '\0';
        ok = *line == '#' || read_row(&t, line);
        if (!ok)
            fprintf(stderr, "%s:%d: not a cluster, or one too many\n", path, number);
    }
    if (in)
        fclose(in);
    *words = (struct blob){t.words, sizeof *t.words << WORDS_LOG};
    *clusters = (struct blob){t.v, t.n * sizeof *t.v};
    return ok;
}

void clusters_assign(struct corpus *corpus, const struct blob *words, const struct blob *clusters)
{
    struct dw_model model = {.words = words->bytes,
                             .words_mask = (uint32_t)(words->size / sizeof(uint32_t)) - 1,
                             .clusters = clusters->bytes,
                             .n_clusters = (uint32_t)(clusters->size / sizeof(struct dw_cluster))};

    for (int i = 0; i < corpus->n; i++)
        for (int k = 1; k <= corpus->v[i].n; k++) {
            struct dw_word *word = &corpus->v[i].seen[k];

            word->cluster = dw_cluster_find(&model, word->key);
        }
}
