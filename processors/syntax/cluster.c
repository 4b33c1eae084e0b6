/* SPDX-License-Identifier: MIT */
#include "processors/syntax/cluster.h"

#include "processors/syntax/model.h"

static const uint32_t CLUSTER = (1U << DW_CLUSTER_BITS) - 1;

struct dw_cluster dw_cluster_find(const struct dw_model *model, uint32_t key)
{
    uint32_t mask = model->words_mask, check = dw_cluster_check(key), at = dw_cluster_slot(key);

    for (uint32_t probe = 0; probe <= mask; probe++, at++) {
        uint32_t word = model->words[at & mask], fine = word & CLUSTER;

        if (!word)
            break;
        if ((word & ~CLUSTER) == check && fine && fine <= model->n_clusters)
            return model->clusters[fine - 1];
    }
    return (struct dw_cluster){0, 0, 0};
}

struct dw_cluster dw_cluster_of(const struct dw_model *model, const char *form, size_t len)
{
    struct dw_word word;

    dw_word_read(&word, form, len, false);
    return dw_cluster_find(model, word.key);
}
