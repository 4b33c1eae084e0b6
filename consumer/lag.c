/* SPDX-License-Identifier: MIT */
#include "consumer/lag.h"

#include <stdlib.h>
#include <string.h>

void dw_lag_init(struct dw_lag *lag)
{
    *lag = (struct dw_lag){.v = NULL};
    pthread_mutex_init(&lag->lock, NULL);
}

void dw_lag_fini(struct dw_lag *lag)
{
    pthread_mutex_destroy(&lag->lock);
    free(lag->v);
}

static struct dw_lag_partition *find(struct dw_lag *lag, int32_t partition)
{
    for (int i = 0; i < lag->n; i++)
        if (lag->v[i].partition == partition)
            return &lag->v[i];
    return NULL;
}

static bool add(struct dw_lag *lag, int32_t partition)
{
    if (find(lag, partition))
        return true;
    if (lag->n == lag->cap) {
        int cap = lag->cap ? 2 * lag->cap : 8;
        struct dw_lag_partition *more = realloc(lag->v, (size_t)cap * sizeof *more);

        if (!more)
            return false;
        lag->v = more;
        lag->cap = cap;
    }
    lag->v[lag->n++] = (struct dw_lag_partition){.partition = partition, .answered_ms = -1};
    return true;
}

bool dw_lag_add(struct dw_lag *lag, int32_t partition)
{
    bool ok;

    pthread_mutex_lock(&lag->lock);
    ok = add(lag, partition);
    pthread_mutex_unlock(&lag->lock);
    return ok;
}

void dw_lag_drop(struct dw_lag *lag, int32_t partition)
{
    struct dw_lag_partition *p;

    pthread_mutex_lock(&lag->lock);
    p = find(lag, partition);
    if (p)
        *p = lag->v[--lag->n];
    pthread_mutex_unlock(&lag->lock);
}

void dw_lag_reset(struct dw_lag *lag)
{
    pthread_mutex_lock(&lag->lock);
    lag->n = 0;
    pthread_mutex_unlock(&lag->lock);
}

/* No lock: only this thread moves partitions, and nobody else looks at the time. */
void dw_lag_see(struct dw_lag *lag, int32_t partition, int64_t timestamp)
{
    struct dw_lag_partition *p = find(lag, partition);

    if (p)
        p->answered_ms = timestamp;
}

/* --- the log's growth ------------------------------------------------------------------------ */

/* Every second one goes, but for the newest. */
static void thin_out(struct dw_lag_partition *p)
{
    int n = 0;

    for (int i = 0; i < p->n_marks; i++)
        if (i % 2 == 0 || i == p->n_marks - 1)
            p->marks[n++] = p->marks[i];
    p->n_marks = n;
}

/* A log that has become shorter is another one. */
static void add_mark(struct dw_lag_partition *p, int64_t end, int64_t now_ms)
{
    struct dw_lag_mark *last = p->n_marks ? &p->marks[p->n_marks - 1] : NULL;

    if (last && end < last->end) {
        p->n_marks = 0;
        last = NULL;
    }
    if (last && end == last->end) {
        last->last_ms = now_ms;
        return;
    }
    if (p->n_marks == DW_LAG_MARKS)
        thin_out(p);
    p->marks[p->n_marks++] = (struct dw_lag_mark){end, now_ms, now_ms};
}

/* Marks behind which all is done are of no more use, but for the last of them. */
static void forget_done(struct dw_lag_partition *p, int64_t done)
{
    int n = 0;

    while (n + 1 < p->n_marks && p->marks[n + 1].end <= done)
        n++;
    memmove(p->marks, p->marks + n, (size_t)(p->n_marks - n) * sizeof *p->marks);
    p->n_marks -= n;
}

/*
 * When the record at `done` came: between two looks, about as far from the one to the other as it
 * lies from one end of the log to the other.
 */
static int64_t find_since(const struct dw_lag_partition *p, int64_t done)
{
    const struct dw_lag_mark *from = &p->marks[0], *to = &p->marks[1];

    if (from->end > done) /* before the first look */
        return p->answered_ms >= 0 && p->answered_ms < from->first_ms ? p->answered_ms
                                                                      : from->first_ms;
    return from->last_ms + (int64_t)((double)(to->first_ms - from->last_ms) *
                                     (double)(done - from->end) / (double)(to->end - from->end));
}

void dw_lag_set(struct dw_lag *lag, int32_t partition, int64_t end, int64_t done, int64_t now_ms)
{
    struct dw_lag_partition *p;

    pthread_mutex_lock(&lag->lock);
    p = find(lag, partition);
    if (p) {
        add_mark(p, end, now_ms);
        forget_done(p, done);
        p->is_known = true;
        p->records = end > done ? end - done : 0;
        p->since_ms = p->records ? find_since(p, done) : 0;
    }
    pthread_mutex_unlock(&lag->lock);
}

struct dw_lag_row *dw_lag_rows(struct dw_lag *lag, int *n)
{
    struct dw_lag_row *rows;

    *n = 0;
    pthread_mutex_lock(&lag->lock);
    rows = lag->n ? malloc((size_t)lag->n * sizeof *rows) : NULL;
    for (int i = 0; rows && i < lag->n; i++)
        if (lag->v[i].is_known)
            rows[(*n)++] =
                (struct dw_lag_row){lag->v[i].partition, lag->v[i].records, lag->v[i].since_ms};
    pthread_mutex_unlock(&lag->lock);
    return rows;
}
