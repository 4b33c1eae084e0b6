/* SPDX-License-Identifier: MIT */
/*
 * cluster.h - which words newswire uses alike, at three levels: "denounced" stands with "condemned"
 * and "assailed", one level up with "accused", another one up with other verbs of the past.
 *
 * 100,000 words, of which the treebanks hold a fifth. Case makes no difference. The syntax
 * processor notes the cluster of each token that it reads (dw_token.cluster).
 */
#ifndef DW_CLUSTER_H
#define DW_CLUSTER_H

#include <stddef.h>
#include <stdint.h>

/* Numbers from 1; 0 at all levels for a word that has no cluster. */
struct dw_cluster {
    uint16_t coarse, middle, fine; /* of some 60, 400, 2,000; a finer one has one coarser one */
};

struct dw_model;

/* By the key of a word (struct dw_word). */
struct dw_cluster dw_cluster_find(const struct dw_model *model, uint32_t key);

/* By its bytes, in any case. */
struct dw_cluster dw_cluster_of(const struct dw_model *model, const char *form, size_t len);

/*
 * The table: a word has a slot of DW_CLUSTER_BITS bits of cluster, counted from 1, and above them
 * what tells it from the words that hash alike; 0 is a free slot.
 */
enum { DW_CLUSTER_BITS = 12 };

static inline uint32_t dw_cluster_slot(uint32_t key)
{
    return (key * 0x9E3779B1U) >> 7;
}

static inline uint32_t dw_cluster_check(uint32_t key)
{
    return (key * 0x85EBCA6BU) & ~((1U << DW_CLUSTER_BITS) - 1);
}

#endif
