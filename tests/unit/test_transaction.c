/* SPDX-License-Identifier: MIT */
/* test_transaction.c - what becomes of a transaction, against librdkafka's mock cluster. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>
#include <string.h>

#include "processors/base/log.h"
#include "producer/kafka.h"
#include "producer/transaction.h"

enum { API_INIT_PRODUCER_ID = 22, API_END_TXN = 26 };

#define TOPIC "articles"

struct bench {
    rd_kafka_t *host; /* of the cluster */
    rd_kafka_mock_cluster_t *cluster;
    rd_kafka_t *producer;
    struct dw_transaction transaction;
    int urgency;
};

static int urgency(const void *opaque)
{
    const struct bench *bench = opaque;

    return bench->urgency;
}

static void set(rd_kafka_conf_t *conf, const char *key, const char *value)
{
    char why[256];

    if (rd_kafka_conf_set(conf, key, value, why, sizeof why))
        fail_msg("%s: %s", key, why);
}

static void drop_producer(struct bench *bench)
{
    if (!bench->producer)
        return;
    rd_kafka_purge(bench->producer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(bench->producer, 100);
    rd_kafka_destroy(bench->producer);
    bench->producer = NULL;
}

static void make_producer(struct bench *bench)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char why[256];

    dw_transaction_init(&bench->transaction, &(struct dw_transaction_options){.client = "test",
                                                                              .n_inits = 2,
                                                                              .end_ms = 2000,
                                                                              .n_ends = 2,
                                                                              .urgency = urgency,
                                                                              .opaque = bench});
    set(conf, "bootstrap.servers", rd_kafka_mock_cluster_bootstraps(bench->cluster));
    set(conf, "transactional.id", "test");
    set(conf, "transaction.timeout.ms", "4000");
    set(conf, "message.timeout.ms", "3000");
    set(conf, "linger.ms", "0");
    set(conf, "retry.backoff.ms", "20");
    rd_kafka_conf_set_opaque(conf, bench);
    rd_kafka_conf_set_log_cb(conf, dw_kafka_log);
    dw_answers_watch(&bench->transaction.answers, conf);
    bench->producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
    if (!bench->producer)
        fail_msg("%s", why);
}

/* One producer for most tests: its start takes librdkafka a second. */
static int open_bench(void **state)
{
    static struct bench bench;
    struct dw_error err = {.code = DW_OK};
    rd_kafka_conf_t *conf = rd_kafka_conf_new();

    set(conf, "log_level", "2");
    bench.host = rd_kafka_new(RD_KAFKA_PRODUCER, conf, NULL, 0);
    bench.cluster = rd_kafka_mock_cluster_new(bench.host, 1);
    *state = &bench;
    if (rd_kafka_mock_topic_create(bench.cluster, TOPIC, 1, 1))
        return -1;
    make_producer(&bench);
    return (int)dw_transaction_start(&bench.transaction, bench.producer, &err);
}

static int close_bench(void **state)
{
    struct bench *bench = *state;

    drop_producer(bench);
    rd_kafka_mock_cluster_destroy(bench->cluster);
    rd_kafka_destroy(bench->host);
    return 0;
}

static void produce(struct bench *bench)
{
    static char value[] = "x"; /* librdkafka reads it later */

    assert_int_equal(rd_kafka_producev(bench->producer, RD_KAFKA_V_TOPIC(TOPIC),
                                       RD_KAFKA_V_VALUE(value, 1), RD_KAFKA_V_END),
                     0);
}

static void push(struct bench *bench, int16_t request, rd_kafka_resp_err_t code)
{
    rd_kafka_mock_push_request_errors(bench->cluster, request, 1, code);
}

static void test_commits_one_after_another(void **state)
{
    struct bench *bench = *state;
    struct dw_transaction *t = &bench->transaction;

    for (int i = 0; i < 3; i++) {
        assert_int_equal(dw_transaction_begin(t), DW_DONE);
        assert_true(t->is_open);
        produce(bench);
        assert_int_equal(dw_transaction_commit(t), DW_DONE);
        assert_false(t->is_open);
    }
}

static void test_aborts_and_begins_again(void **state)
{
    struct bench *bench = *state;
    struct dw_transaction *t = &bench->transaction;

    assert_int_equal(dw_transaction_begin(t), DW_DONE);
    produce(bench);
    assert_int_equal(dw_transaction_abort(t), DW_DONE);
    assert_int_equal(dw_transaction_abort(t), DW_REOPEN); /* nothing is open */
    assert_int_equal(dw_transaction_begin(t), DW_DONE);
    assert_int_equal(dw_transaction_commit(t), DW_DONE);
}

static void test_refusal_counts_among_failures(void **state)
{
    struct bench *bench = *state;
    struct dw_transaction *t = &bench->transaction;

    dw_transaction_clear_failures(t);
    dw_transaction_note_failure(t, "a", RD_KAFKA_RESP_ERR__PURGE_QUEUE);
    dw_transaction_note_failure(t, "b", RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
    dw_transaction_note_failure(t, "c", RD_KAFKA_RESP_ERR__PURGE_QUEUE);
    assert_int_equal(t->n_failed, 3);
    assert_true(dw_transaction_is_refused(t));
    assert_int_equal(strncmp(dw_transaction_why(t), "b: ", 3), 0);
    dw_transaction_note_failure(t, "d", RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    assert_false(dw_transaction_is_forbidden(t));
    dw_transaction_clear_failures(t);
    dw_transaction_note_failure(t, "d", RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    assert_true(dw_transaction_is_forbidden(t));
}

/* The commit goes through, at the second try; what the first may still do nobody knows. */
static void test_late_end_is_kept_from_the_next(void **state)
{
    struct bench *bench = *state;
    struct dw_transaction *t = &bench->transaction;

    assert_int_equal(dw_transaction_begin(t), DW_DONE);
    produce(bench);
    rd_kafka_flush(bench->producer, 2000);
    push(bench, API_END_TXN, RD_KAFKA_RESP_ERR__TRANSPORT);
    assert_int_equal(dw_transaction_commit(t), DW_DONE);
    assert_true(dw_transaction_is_doubtful(t));
    assert_int_equal(dw_transaction_begin(t), DW_REOPEN);
    assert_false(t->is_open);
    atomic_store(&t->answers.is_end_missing, false); /* for the next test all is well again */
}

/* Sent twice as well, but the first one has been answered: it cannot come late. */
static void test_refused_end_leaves_no_doubt(void **state)
{
    struct bench *bench = *state;
    struct dw_transaction *t = &bench->transaction;

    assert_int_equal(dw_transaction_begin(t), DW_DONE);
    produce(bench);
    push(bench, API_END_TXN, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS);
    assert_int_equal(dw_transaction_commit(t), DW_DONE);
    assert_false(dw_transaction_is_doubtful(t));
}

static void test_fenced_producer_is_of_no_use(void **state)
{
    struct bench *bench = *state;
    struct dw_transaction *t = &bench->transaction;

    assert_int_equal(dw_transaction_begin(t), DW_DONE);
    produce(bench);
    push(bench, API_END_TXN, RD_KAFKA_RESP_ERR_PRODUCER_FENCED);
    assert_int_equal(dw_transaction_commit(t), DW_REOPEN);
    assert_int_equal(dw_transaction_abort(t), DW_REOPEN);
}

static void test_start_gives_up(void **state)
{
    static const struct {
        const char *label;
        rd_kafka_resp_err_t code;
        enum dw_err want;
    } cases[] = {
        {"no right", RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, DW_CONFIG},
        {"fatal", RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, DW_BROKER},
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_error err = {.code = DW_OK};

        drop_producer(bench);
        make_producer(bench);
        push(bench, API_INIT_PRODUCER_ID, cases[i].code);
        if (dw_transaction_start(&bench->transaction, bench->producer, &err) != cases[i].want)
            fail_msg("%s: %d, %s", cases[i].label, err.code, err.text);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commits_one_after_another),
        cmocka_unit_test(test_aborts_and_begins_again),
        cmocka_unit_test(test_refusal_counts_among_failures),
        cmocka_unit_test(test_late_end_is_kept_from_the_next),
        cmocka_unit_test(test_refused_end_leaves_no_doubt),
        cmocka_unit_test(test_fenced_producer_is_of_no_use),
        cmocka_unit_test(test_start_gives_up),
    };

    FILE *log = tmpfile();
    int failed;

    if (!log)
        return 1;
    dw_log_open(&(struct dw_log_options){.level = DW_LOG_WARNING, .fd = fileno(log)});
    failed = cmocka_run_group_tests(tests, open_bench, close_bench);
    dw_log_close();
    fclose(log);
    return failed;
}
