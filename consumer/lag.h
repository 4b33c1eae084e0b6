/* SPDX-License-Identifier: MIT */
/*
 * lag.h - how far a lane is behind in each of its partitions: in records, and in seconds since the
 * oldest record that waits has come.
 *
 * When a record came is found from how the log has grown while we looked. What was there before we
 * looked is taken to be as old as the last record that was answered: a backlog is worked off in
 * order, so the next one is hardly older.
 *
 * Threads  one lane tells, any thread may read.
 */
#ifndef DW_LAG_H
#define DW_LAG_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { DW_LAG_MARKS = 64 }; /* of the log's growth that are kept; older ones get sparser */

/* The log ended at `end` from the first look to the last. */
struct dw_lag_mark {
    int64_t end, first_ms, last_ms;
};

struct dw_lag_partition {
    int32_t partition;
    bool is_known;
    int64_t records;  /* that wait */
    int64_t since_ms; /* since when; 0: none waits */

    /* The lane's own. */
    int64_t answered_ms; /* timestamp of the record answered last; -1: none yet */
    struct dw_lag_mark marks[DW_LAG_MARKS];
    int n_marks;
};

struct dw_lag {
    pthread_mutex_t lock;
    struct dw_lag_partition *v;
    int n, cap;
};

void dw_lag_init(struct dw_lag *lag);
void dw_lag_fini(struct dw_lag *lag);

/* Partitions come and go. Adding one that is there changes nothing. False: out of memory. */
bool dw_lag_add(struct dw_lag *lag, int32_t partition);
void dw_lag_drop(struct dw_lag *lag, int32_t partition);
void dw_lag_reset(struct dw_lag *lag); /* all go */

/* A record of that time was answered. */
void dw_lag_see(struct dw_lag *lag, int32_t partition, int64_t timestamp);

/* A look: the log ends at `end`, all before `done` is answered and committed. ms since 1970. */
void dw_lag_set(struct dw_lag *lag, int32_t partition, int64_t end, int64_t done, int64_t now_ms);

struct dw_lag_row {
    int32_t partition;
    int64_t records, since_ms; /* as above */
};

/* What is known of all partitions, to be freed; NULL with *n 0: nothing is. */
struct dw_lag_row *dw_lag_rows(struct dw_lag *lag, int *n);

#endif
