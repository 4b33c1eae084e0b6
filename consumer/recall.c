/* SPDX-License-Identifier: MIT */
#include "consumer/recall.h"

#include "consumer/batch.h"
#include "consumer/recovery.h"
#include "processors/base/log.h"
#include "processors/base/now.h"

enum {
    ASK_MS = 3000,      /* one question for the group's offsets */
    RELEASES_MAX = 100, /* held articles released between two looks at the topic */
};

/*
 * Ask for the group's offsets first: the answer waits for transactions that hold offsets of these
 * partitions, so that what their former owner has written is all there to be read.
 */
static enum dw_err read_state(struct dw_lane *lane, struct dw_error *err)
{
    rd_kafka_topic_partition_list_t *places = rd_kafka_topic_partition_list_new(lane->state.n);
    rd_kafka_resp_err_t code;

    for (int i = 0; i < lane->state.n; i++)
        if (!lane->state.v[i].is_restored)
            rd_kafka_topic_partition_list_add(places, lane->settings->input,
                                              lane->state.v[i].partition);
    code = rd_kafka_committed(lane->consumer, places, ASK_MS);
    for (int i = 0; i < places->cnt && !code; i++) {
        code = places->elems[i].err;
        dw_progress_start(&lane->progress, places->elems[i].partition, places->elems[i].offset);
    }
    rd_kafka_topic_partition_list_destroy(places);
    if (code)
        return dw_error_set(err, DW_BROKER, 0, "the group's offsets: %s", rd_kafka_err2str(code));
    return dw_restorer_run(&lane->restorer, &lane->state, lane->stop, err);
}

void dw_recall_restore(struct dw_lane *lane)
{
    dw_batch_commit(lane);
    for (int n_failed = 0; !lane->rewind && !dw_lane_is_stopped(lane); n_failed++) {
        struct dw_error why = {.code = DW_OK};
        enum dw_err rc = read_state(lane, &why);

        if (rc == DW_OK)
            return;
        if (rc == DW_CONFIG || rc == DW_NOMEM) {
            dw_lane_fail(lane, rc, "state", why.text);
            return;
        }
        dw_log_often(DW_LOG_WARNING, "state not restored", "lane=%d reason=%s", lane->number,
                     why.text);
        dw_recovery_pause(lane, n_failed + 1);
    }
}

static void release(struct dw_lane *lane, struct dw_state_partition *p,
                    const struct dw_store_entry *entry)
{
    struct dw_error err = {.code = DW_OK};
    int32_t partition = p->partition;
    size_t len = entry->len;
    int64_t offset;

    if (dw_coder_release(&lane->coder, p, entry, &lane->refusal, &offset, &err)) {
        dw_lane_fail(lane, err.code, "no answer for a held article", err.text);
        return;
    }
    dw_progress_touch(&lane->progress, partition);
    dw_batch_add(lane, partition, offset, len, -1);
}

/* The text of what is due may be in the topic alone, when much is held. */
static bool has_text(struct dw_lane *lane, struct dw_state_partition *p)
{
    struct dw_error why = {.code = DW_OK};

    dw_batch_commit(lane); /* the end of the topic is behind our own transaction */
    if (lane->rewind)
        return false;
    if (dw_restorer_load_held(&lane->restorer, p, dw_now_since_epoch_ms(), lane->stop, &why) ==
        DW_OK)
        return true;
    dw_log_often(DW_LOG_WARNING, "held article not read", "lane=%d reason=%s", lane->number,
                 why.text);
    return false;
}

void dw_recall_release(struct dw_lane *lane)
{
    struct dw_state_partition *p;

    for (int i = 0; i < RELEASES_MAX && !lane->rewind && !dw_lane_is_stopped(lane); i++) {
        const struct dw_store_entry *entry =
            dw_state_due(&lane->state, dw_now_since_epoch_ms(), &p);

        if (!entry)
            return;
        if (dw_state_has_text(entry))
            release(lane, p, entry);
        else if (!has_text(lane, p))
            return;
        if (dw_batch_is_due(lane, true))
            dw_batch_commit(lane);
    }
}
