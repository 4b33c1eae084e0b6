/* SPDX-License-Identifier: MIT */
/*
 * lifecycle.h - what becomes of a version of an article, by what is known of the others.
 *
 * ANSWER   tag it. It takes the place of the version that was answered before: events that it tells
 *          again keep their ce_id, those that it does not are taken back. A canceled article tells
 *          none.
 * HOLD     withheld, or under an embargo that has not passed: keep the record until its time comes
 *          or another version takes its place. Of several the newest is kept, for an embargo is
 *          one of all versions.
 * STALE    a newer version was answered or is held already, or the article was canceled and this
 *          version is not surely a later one.
 *
 * A record that lies before the one answered last in the partition is being read again, say after
 * the group's offsets were set back: then the log's order counts and all is answered as it was the
 * first time.
 *
 * Owner    everything decoded belongs to the document's arena.
 * Errors   DW_NOMEM; of what is staged also DW_INPUT for a record over the budget's limit.
 */
#ifndef DW_LIFECYCLE_H
#define DW_LIFECYCLE_H

#include "consumer/output.h"
#include "consumer/state.h"

enum dw_fate { DW_FATE_ANSWER, DW_FATE_HOLD, DW_FATE_STALE };

struct dw_lifecycle {
    struct dw_state_partition *p; /* NULL: nothing is remembered, all is answered */
    struct dw_doc *doc;
    bool is_nameless;                  /* no other version can have its id */
    bool is_release;                   /* it was held, and its time has come */
    int64_t until;                     /* HOLD: ms since the epoch, or DW_HELD_FOREVER */
    bool has_held;                     /* a held version that this one takes the place of */
    struct dw_article_state *previous; /* NULL: none was answered */
    dw_event_id *ids;                  /* of the document's events */
    bool *is_retold;                   /* of the previous version's events */
};

/* What becomes of the document's article. `now` is in ms since the epoch. */
enum dw_err dw_lifecycle_judge(struct dw_lifecycle *life, int64_t now, enum dw_fate *fate,
                               struct dw_error *err) DW_WARN_UNUSED;

/* After the processors: the ce_ids of the document's events. */
enum dw_err dw_lifecycle_match(struct dw_lifecycle *life, struct dw_error *err) DW_WARN_UNUSED;

/*
 * Behind the results: stage retractions and state, and change the tables. The last step of an
 * answer: what has failed before leaves the tables as they were.
 */
enum dw_err dw_lifecycle_end_answer(struct dw_lifecycle *life, struct dw_output *out,
                                    const struct dw_consumed *consumed,
                                    struct dw_error *err) DW_WARN_UNUSED;

/* Stage the record as held. */
enum dw_err dw_lifecycle_hold(struct dw_lifecycle *life, struct dw_output *out,
                              const struct dw_consumed *consumed,
                              struct dw_error *err) DW_WARN_UNUSED;

/* Stage the end of holding: it was answered, or became a dead letter. */
enum dw_err dw_lifecycle_drop_held(struct dw_state_partition *p, const char *id,
                                   struct dw_output *out, struct dw_error *err) DW_WARN_UNUSED;

#endif
