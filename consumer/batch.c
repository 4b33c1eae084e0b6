/* SPDX-License-Identifier: MIT */
#include "consumer/batch.h"

#include <stdio.h>
#include <string.h>

#include "processors/base/now.h"

static void count_commit(struct dw_lane *lane)
{
    struct dw_counters *counters = &lane->counters;

    dw_totals_add(&counters->totals, &lane->tally, dw_now_since_epoch_ms());
    dw_histogram_add(&counters->transactions, dw_now_us() - lane->open.begun_us);
    atomic_store(&counters->last_ms, dw_now_ms());
    atomic_store(&counters->busy_ms, 0);
}

/*
 * The broker refused a record for what it is; trying the same again would never end. Which one it
 * was nobody knows, for a refusal hits whole batches: so first each record goes alone, and the one
 * that is then refused becomes a dead letter; if that is refused as well, one without its value.
 * Returns false if there is nothing left to try.
 */
static bool set_refusal(struct dw_lane *lane)
{
    struct dw_refusal *refusal = &lane->refusal;
    bool again;

    if (lane->careful == 0 || lane->tally.n[DW_TALLY_RECORDS] != 1) {
        lane->careful = 2 * (lane->tally.n[DW_TALLY_RECORDS] + 1);
        return true;
    }
    again = refusal->partition == lane->last_partition && refusal->offset == lane->last_offset;
    if (again && refusal->omit_value)
        return false;
    refusal->partition = lane->last_partition;
    refusal->offset = lane->last_offset;
    refusal->omit_value = again;
    dw_error_reset(&refusal->why);
    dw_error_set(&refusal->why, DW_INPUT, 0, "the broker refuses the %s: %s",
                 again ? "dead letter" : "results", lane->sink.transaction.failure_text);
    return true;
}

static void fail_forbidden_output(struct dw_lane *lane)
{
    const char *const *topics = lane->settings->outputs;
    char text[200];

    snprintf(text, sizeof text, "one of the topics %.50s, %.50s, %.50s", topics[DW_TO_ARTICLES],
             topics[DW_TO_EVENTS], topics[DW_TO_DEAD_LETTERS]);
    dw_lane_fail(lane, DW_CONFIG, "no right to write", text);
}

void dw_batch_fail(struct dw_lane *lane, enum dw_outcome outcome)
{
    if (outcome == DW_REDO)
        outcome = dw_sink_abort(&lane->sink);
    if (dw_transaction_is_forbidden(&lane->sink.transaction))
        fail_forbidden_output(lane);
    else if (!dw_transaction_is_refused(&lane->sink.transaction) || !set_refusal(lane))
        lane->n_failures++;
    lane->reopen = outcome == DW_REOPEN;
    lane->rewind = true;
    dw_state_rollback(&lane->state);
    dw_tally_reset(&lane->tally);
    dw_count_add(&lane->counters.aborts, 1);
    dw_lane_set_phase(lane, DW_LANE_RECOVERING);
}

static void count_record(struct dw_lane *lane, int32_t partition, int64_t offset, size_t bytes,
                         int64_t timestamp)
{
    if (!atomic_load_explicit(&lane->counters.first_ms, memory_order_relaxed))
        atomic_store(&lane->counters.first_ms, dw_now_ms());
    lane->last_partition = partition;
    lane->last_offset = offset;
    dw_tally_add(&lane->tally, &lane->coder, bytes, timestamp);
}

/* Begin and send. The answer is complete by now, so that its making costs no transaction time. */
static enum dw_outcome send_answer(struct dw_lane *lane)
{
    bool begun = lane->sink.begun;
    enum dw_outcome outcome = dw_sink_begin(&lane->sink);

    if (outcome != DW_DONE)
        return outcome;
    if (!begun) {
        lane->open.begun_us = dw_now_us();
        lane->open.deadline_ms = dw_now_ms() + lane->settings->batch_ms;
        atomic_store(&lane->counters.busy_ms, dw_now_ms());
    }
    return dw_sink_send(&lane->sink, &lane->coder.output);
}

bool dw_batch_add(struct dw_lane *lane, int32_t partition, int64_t offset, size_t bytes,
                  int64_t timestamp)
{
    enum dw_outcome outcome = send_answer(lane);

    count_record(lane, partition, offset, bytes, timestamp);
    if (outcome != DW_DONE)
        dw_batch_fail(lane, outcome);
    return outcome == DW_DONE;
}

void dw_batch_commit(struct dw_lane *lane)
{
    rd_kafka_topic_partition_list_t *offsets;
    enum dw_outcome outcome;

    if (!lane->sink.begun || lane->rewind)
        return;
    offsets = dw_progress_offsets(&lane->progress);
    outcome = dw_sink_commit(&lane->sink, lane->consumer, offsets);
    rd_kafka_topic_partition_list_destroy(offsets);
    if (outcome != DW_DONE) {
        dw_batch_fail(lane, outcome);
        return;
    }
    dw_progress_commit(&lane->progress);
    dw_state_commit(&lane->state);
    lane->careful -= lane->tally.n[DW_TALLY_RECORDS] < lane->careful
                         ? lane->tally.n[DW_TALLY_RECORDS]
                         : lane->careful;
    lane->n_failures = 0;
    count_commit(lane);
}

bool dw_batch_is_due(const struct dw_lane *lane, bool is_busy)
{
    const struct dw_settings *settings = lane->settings;

    if (!lane->sink.begun)
        return false;
    return lane->careful > 0 || lane->tally.n[DW_TALLY_RECORDS] >= settings->batch_records ||
           lane->tally.n[DW_TALLY_BYTES] >= settings->batch_bytes ||
           dw_now_ms() >= lane->open.deadline_ms + (is_busy ? settings->busy_ms : 0);
}
