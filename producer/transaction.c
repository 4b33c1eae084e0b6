/* SPDX-License-Identifier: MIT */
#include "producer/transaction.h"

#include <stdio.h>

#include "processors/base/log.h"
#include "producer/kafka.h"

enum {
    INIT_MS = 5000,    /* one try to fence the former producer */
    PAUSE_MS = 100,    /* between tries of any call */
    OFFSETS_TRIES = 5, /* to add the group's offsets */
    FLUSH_MS = 10000,  /* above message.timeout.ms of a lane */
    SETTLE_MS = 2000,  /* for deliveries before an abort */
    NO_LIMIT = -1,     /* librdkafka: what is left of the transaction's time */
};

void dw_transaction_init(struct dw_transaction *t, const struct dw_transaction_options *how)
{
    *t = (struct dw_transaction){.how = *how};
}

/* --- what goes wrong ------------------------------------------------------------------------- */

static bool is_right_missing(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
           code == RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
}

void dw_transaction_note_failure(struct dw_transaction *t, const char *topic,
                                 rd_kafka_resp_err_t code)
{
    /* A refusal counts: the others may be what an abort makes of the rest. */
    if (t->n_failed++ && !(dw_kafka_is_refusal(code) && !dw_kafka_is_refusal(t->failure)))
        return;
    t->failure = code;
    snprintf(t->failure_text, sizeof t->failure_text, "%s: %s", topic, rd_kafka_err2str(code));
}

void dw_transaction_note_delivery(struct dw_transaction *t, const rd_kafka_message_t *message)
{
    /* Not rd_kafka_message_errstr: of a record to be sent that is the value. */
    if (message->err)
        dw_transaction_note_failure(t, rd_kafka_topic_name(message->rkt), message->err);
}

void dw_transaction_clear_failures(struct dw_transaction *t)
{
    t->n_failed = 0;
    t->failure = RD_KAFKA_RESP_ERR_NO_ERROR;
}

const char *dw_transaction_why(const struct dw_transaction *t)
{
    return *t->failure_text ? t->failure_text : dw_kafka_last_error();
}

bool dw_transaction_is_doubtful(const struct dw_transaction *t)
{
    return atomic_load(&t->answers.is_end_missing);
}

bool dw_transaction_is_refused(const struct dw_transaction *t)
{
    return t->n_failed && dw_kafka_is_refusal(t->failure);
}

bool dw_transaction_is_forbidden(const struct dw_transaction *t)
{
    return t->is_forbidden || (t->n_failed && is_right_missing(t->failure));
}

static enum dw_outcome tell(const struct dw_transaction *t, const char *step, const char *code,
                            const char *reason, enum dw_outcome outcome)
{
    dw_log_with(DW_LOG_WARNING, outcome == DW_REDO ? "transaction failed" : "producer failed",
                "client=%s step=%s code=%s reason=%s delivery=%s", t->how.client, step, code,
                reason, t->n_failed ? t->failure_text : "none");
    return outcome;
}

/* What a failed call means for the transaction. Takes the error; none is well. */
static enum dw_outcome judge(struct dw_transaction *t, const char *step, rd_kafka_error_t *error)
{
    enum dw_outcome outcome;

    if (!error)
        return DW_DONE;
    t->is_forbidden |= is_right_missing(rd_kafka_error_code(error));
    outcome = rd_kafka_error_txn_requires_abort(error) && !rd_kafka_error_is_fatal(error)
                  ? DW_REDO
                  : DW_REOPEN;
    tell(t, step, rd_kafka_error_name(error), rd_kafka_error_string(error), outcome);
    rd_kafka_error_destroy(error);
    return outcome;
}

/* True if the same call is to be made again, after a pause; the error is then gone. */
static bool should_repeat(struct dw_transaction *t, rd_kafka_error_t *error, bool has_tries)
{
    if (!has_tries || !rd_kafka_error_is_retriable(error))
        return false;
    dw_log_often(DW_LOG_INFO, "trying again", "client=%s code=%s reason=%s", t->how.client,
                 rd_kafka_error_name(error), rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
    rd_kafka_poll(t->producer, PAUSE_MS);
    return true;
}

/* --- start ----------------------------------------------------------------------------------- */

enum dw_err dw_transaction_start(struct dw_transaction *t, rd_kafka_t *producer,
                                 struct dw_error *err)
{
    enum dw_err rc;
    rd_kafka_error_t *error;
    int tried = 0;

    t->producer = producer;
    do {
        error = rd_kafka_init_transactions(producer, INIT_MS);
        if (!error)
            return DW_OK;
        dw_log_often(DW_LOG_WARNING, "producer not ready", "client=%s code=%s reason=%s",
                     t->how.client, rd_kafka_error_name(error), rd_kafka_error_string(error));
        tried++;
    } while (should_repeat(t, error,
                           (t->how.n_inits == 0 || tried < t->how.n_inits) &&
                               t->how.urgency(t->how.opaque) == 0));
    rc = is_right_missing(rd_kafka_error_code(error)) ? DW_CONFIG : DW_BROKER;
    dw_error_set(err, rc, 0, "no transactions: %s", rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
    return rc;
}

enum dw_outcome dw_transaction_begin(struct dw_transaction *t)
{
    enum dw_outcome outcome;

    dw_transaction_clear_failures(t);
    if (dw_transaction_is_doubtful(t))
        return tell(t, "begin", "none", "no answer to the end of a transaction", DW_REOPEN);
    outcome = judge(t, "begin", rd_kafka_begin_transaction(t->producer));
    t->is_open = outcome == DW_DONE;
    return outcome;
}

/* --- end ------------------------------------------------------------------------------------- */

enum dw_outcome dw_transaction_add_offsets(struct dw_transaction *t, rd_kafka_t *consumer,
                                           const rd_kafka_topic_partition_list_t *offsets)
{
    rd_kafka_consumer_group_metadata_t *group = rd_kafka_consumer_group_metadata(consumer);
    rd_kafka_error_t *error;
    int tried = 0;

    if (!group)
        return DW_REDO;
    do {
        error = rd_kafka_send_offsets_to_transaction(t->producer, offsets, group, NO_LIMIT);
    } while (error && should_repeat(t, error, ++tried < OFFSETS_TRIES));
    rd_kafka_consumer_group_metadata_destroy(group);
    return judge(t, "send offsets", error);
}

/* Commit or abort: the request whose fate may remain unknown. */
static enum dw_outcome end(struct dw_transaction *t, const char *step,
                           rd_kafka_error_t *(*call)(rd_kafka_t *, int))
{
    rd_kafka_error_t *error;
    enum dw_outcome outcome;
    int tried = 0;

    do {
        error = call(t->producer, t->how.end_ms);
    } while (error &&
             should_repeat(t, error, ++tried < t->how.n_ends && t->how.urgency(t->how.opaque) < 2));
    outcome = judge(t, step, error);
    if (outcome == DW_DONE)
        t->is_open = false;
    return outcome;
}

enum dw_outcome dw_transaction_commit(struct dw_transaction *t)
{
    enum dw_outcome outcome;

    /* Deliveries first, so that the time that the end takes is its own. */
    dw_kafka_flush(t->producer, t->how.end_ms < 0 ? FLUSH_MS : t->how.end_ms);
    outcome = end(t, "commit", rd_kafka_commit_transaction);
    /*
     * An end in doubt may have been one: then there is nothing to abort. And a producer whose records
     * wait too long may be waiting for a topic that is gone; only a new one asks anew.
     */
    if (outcome == DW_REDO &&
        (dw_transaction_is_doubtful(t) || t->failure == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT))
        return DW_REOPEN;
    return outcome;
}

enum dw_outcome dw_transaction_abort(struct dw_transaction *t)
{
    if (!t->is_open)
        return DW_REOPEN;
    /*
     * An abort that overtakes the request which adds a partition to the transaction would leave
     * that partition in it. Deliveries that have ended, well or not, rule it out.
     */
    rd_kafka_flush(t->producer, SETTLE_MS);
    return end(t, "abort", rd_kafka_abort_transaction) == DW_DONE ? DW_DONE : DW_REOPEN;
}
