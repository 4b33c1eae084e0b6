/* SPDX-License-Identifier: MIT */
#include "consumer/progress.h"

#include <stdlib.h>

void dw_progress_init(struct dw_progress *progress, const char *topic)
{
    *progress = (struct dw_progress){.topic = topic};
}

void dw_progress_fini(struct dw_progress *progress)
{
    free(progress->v);
    dw_progress_init(progress, progress->topic);
}

static struct dw_progress_partition *find(struct dw_progress *progress, int32_t partition)
{
    for (int i = 0; i < progress->n; i++)
        if (progress->v[i].partition == partition)
            return &progress->v[i];
    return NULL;
}

int64_t dw_progress_base(const struct dw_progress *progress, int32_t partition)
{
    for (int i = 0; i < progress->n; i++)
        if (progress->v[i].partition == partition)
            return progress->v[i].base;
    return -1;
}

bool dw_progress_add(struct dw_progress *progress, int32_t partition)
{
    struct dw_progress_partition fresh = {
        .partition = partition, .base = -1, .next = -1, .epoch = -1};
    struct dw_progress_partition *old = find(progress, partition);

    if (old) {
        *old = fresh;
        return true;
    }
    if (progress->n == progress->cap) {
        int cap = progress->cap ? 2 * progress->cap : 16;
        struct dw_progress_partition *v = realloc(progress->v, (size_t)cap * sizeof *v);

        if (!v)
            return false;
        progress->v = v;
        progress->cap = cap;
    }
    progress->v[progress->n++] = fresh;
    return true;
}

void dw_progress_drop(struct dw_progress *progress, int32_t partition)
{
    struct dw_progress_partition *p = find(progress, partition);

    if (p)
        *p = progress->v[--progress->n];
}

void dw_progress_reset(struct dw_progress *progress)
{
    progress->n = 0;
}

bool dw_progress_see(struct dw_progress *progress, int32_t partition, int64_t offset)
{
    struct dw_progress_partition *p = find(progress, partition);

    if (!p)
        return false;
    p->at_end = false;
    if (p->base < 0 || offset < p->next)
        p->base = p->next = offset;
    return true;
}

void dw_progress_start(struct dw_progress *progress, int32_t partition, int64_t offset)
{
    struct dw_progress_partition *p = find(progress, partition);

    if (p && p->base < 0 && offset >= 0)
        p->base = p->next = offset;
}

void dw_progress_touch(struct dw_progress *progress, int32_t partition)
{
    struct dw_progress_partition *p = find(progress, partition);

    if (p && p->base >= 0)
        p->is_touched = true;
}

void dw_progress_set(struct dw_progress *progress, int32_t partition, int64_t offset, int32_t epoch)
{
    struct dw_progress_partition *p = find(progress, partition);

    if (!p)
        return;
    p->next = offset + 1;
    p->epoch = epoch;
}

void dw_progress_set_end(struct dw_progress *progress, int32_t partition)
{
    struct dw_progress_partition *p = find(progress, partition);

    if (p)
        p->at_end = true;
}

bool dw_progress_is_at_end(const struct dw_progress *progress)
{
    for (int i = 0; i < progress->n; i++)
        if (!progress->v[i].at_end)
            return false;
    return true;
}

/* `epoch` lets the next reader notice a log that an unclean election cut short; -1: not known. */
static void add_offset(rd_kafka_topic_partition_list_t *list, const char *topic, int32_t partition,
                       int64_t offset, int32_t epoch)
{
    rd_kafka_topic_partition_t *place = rd_kafka_topic_partition_list_add(list, topic, partition);

    place->offset = offset;
#if RD_KAFKA_VERSION >= 0x020100ff
    if (epoch >= 0)
        rd_kafka_topic_partition_set_leader_epoch(place, epoch);
#else
    (void)epoch;
#endif
}

rd_kafka_topic_partition_list_t *dw_progress_offsets(const struct dw_progress *progress)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(progress->n);

    for (int i = 0; i < progress->n; i++) {
        const struct dw_progress_partition *p = &progress->v[i];

        if (p->next > p->base || p->is_touched)
            add_offset(list, progress->topic, p->partition, p->next, p->epoch);
    }
    return list;
}

void dw_progress_commit(struct dw_progress *progress)
{
    for (int i = 0; i < progress->n; i++) {
        progress->v[i].base = progress->v[i].next;
        progress->v[i].is_touched = false;
    }
}

rd_kafka_topic_partition_list_t *dw_progress_rewind(struct dw_progress *progress)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(progress->n);

    for (int i = 0; i < progress->n; i++) {
        struct dw_progress_partition *p = &progress->v[i];

        if (p->base < 0)
            continue;
        p->next = p->base;
        p->is_touched = p->at_end = false;
        add_offset(list, progress->topic, p->partition, p->base, -1);
    }
    return list;
}

void dw_progress_set_base(struct dw_progress *progress, int32_t partition, int64_t offset)
{
    struct dw_progress_partition *p = find(progress, partition);

    if (p)
        p->base = p->next = offset;
}
