/* SPDX-License-Identifier: MIT */
/* test_publish.c - configuration and publishing against librdkafka's mock cluster on loopback. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "processors/base/log.h"
#include "producer/kafka.h"
#include "producer/options.h"
#include "producer/publish.h"

enum { API_PRODUCE = 0, READ_MS = 10000 };

static rd_kafka_t *host; /* of the cluster */
static rd_kafka_mock_cluster_t *cluster;
static volatile sig_atomic_t stop;
static FILE *log_file;

/* The options of disputewire-producer from words separated by blanks, with the cluster's address.
 */
static struct dw_options *open_words(const char *words)
{
    static char copy[512];
    char *argv[32] = {(char[]){"test"}};
    int argc = 1;
    struct dw_options *options;
    struct dw_error err = {.code = DW_OK};

    snprintf(copy, sizeof copy, "-b %s %s", rd_kafka_mock_cluster_bootstraps(cluster), words);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    if (dw_options_open(&options, &dw_producer_program, argc, argv, NULL, &err))
        fail_msg("%s: %s", words, err.text);
    return options;
}

static enum dw_err try_open(struct dw_publisher **publisher, const struct dw_options *options,
                            struct dw_error *err)
{
    const struct dw_publisher_options how = {.options = options, .stop = &stop};

    return dw_publisher_open(publisher, &how, err);
}

static struct dw_publisher *open_publisher(struct dw_options *options)
{
    struct dw_error err = {.code = DW_OK};
    struct dw_publisher *publisher;

    stop = 0;
    if (try_open(&publisher, options, &err))
        fail_msg("%s", err.text);
    return publisher;
}

static void flush(struct dw_publisher *publisher)
{
    struct dw_error err = {.code = DW_OK};

    assert_int_equal(dw_publisher_flush(publisher, &err), DW_OK);
}

static enum dw_err add(struct dw_publisher *publisher, const char *id, const char *value)
{
    struct dw_record record = {
        .place = "wire/a.txt", .id = id, .value = value, .len = strlen(value)};
    struct dw_error err = {.code = DW_OK};

    return dw_publisher_add(publisher, &record, &err);
}

static void assert_counts(struct dw_publisher *publisher, size_t added, size_t published,
                          size_t failed)
{
    const struct dw_publisher_counts *counts = dw_publisher_counts(publisher);

    assert_int_equal(counts->n_added, added);
    assert_int_equal(counts->n_published, published);
    assert_int_equal(counts->n_failed, failed);
}

/* What was logged since the last call. */
static const char *read_log(void)
{
    static char seen[1 << 16];
    size_t n;

    lseek(fileno(log_file), 0, SEEK_SET);
    n = fread(seen, 1, sizeof seen - 1, log_file);
    seen[n] = '\0';
    clearerr(log_file);
    assert_int_equal(ftruncate(fileno(log_file), 0), 0);
    rewind(log_file);
    return seen;
}

/* --- configuration --------------------------------------------------------------------------- */

static void properties_are_checked(void **state)
{
    static const struct {
        const char *words, *error;
    } cases[] = {
        {"-X linger.mz=1", "-X: librdkafka has no property linger.mz; did you mean linger.ms?"},
        {"-X qwertyuiop.asdfghjkl=1", "-X: librdkafka has no property qwertyuiop.asdfghjkl"},
        {"-X linger.ms=soon", "-X: linger.ms=soon: "},
        {"-X acks=1", "-X: acks cannot be set: a record counts"},
        {"-X request.required.acks=1", "request.required.acks cannot be set"},
        {"-X enable.idempotence=false", "enable.idempotence cannot be set: each record"},
        {"-X transactional.id=x", "transactional.id cannot be set"},
        {"-X enabled_events=16", "-X: enabled_events cannot be set: callbacks are"},
        {"-X log.queue=true", "-X: log.queue cannot be set"},
        {"-X sasl.password=hush -X security.protocol=nil", "security.protocol=nil"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_options *options = open_words(cases[i].words);
        struct dw_error err = {.code = DW_OK};

        if (dw_publisher_check(options, &err) != DW_CONFIG || !strstr(err.text, cases[i].error))
            fail_msg("%s: %s", cases[i].words, err.text);
        assert_null(strstr(err.text, "hush"));
        dw_options_close(options);
    }
}

/* What a client does of which the user knows nothing is not to be hindered by settings for others.
 */
static void a_hidden_clients_own_properties_are_kept(void **state)
{
    const struct dw_kafka_property own[] = {{"isolation.level", "read_committed", dw_kafka_kept},
                                            {"group.id", "ours", dw_kafka_kept},
                                            {NULL, NULL, NULL}};
    struct dw_options *options =
        open_words("-X isolation.level=read_uncommitted -X group.id=theirs -X client.id=theirs");
    static const char *const want[][2] = {
        {"isolation.level", "read_committed"}, {"group.id", "ours"}, {"client.id", "theirs"}};
    rd_kafka_conf_t *conf;

    (void)state;
    assert_int_equal(dw_kafka_conf_new(&conf, options, own, NULL), DW_OK);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        char value[64];
        size_t len = sizeof value;

        assert_int_equal(rd_kafka_conf_get(conf, want[i][0], value, &len), RD_KAFKA_CONF_OK);
        assert_string_equal(value, want[i][1]);
    }
    rd_kafka_conf_destroy(conf);
    dw_options_close(options);
}

static void good_properties_reach_librdkafka(void **state)
{
    const struct dw_kafka_property own[] = {{"linger.ms", "7", NULL},
                                            {"client.id", "ours", NULL},
                                            {"acks", "all", "why"},
                                            {NULL, NULL, NULL}};
    struct dw_options *options = open_words("-X client.id=theirs -X acks=all");
    rd_kafka_conf_t *conf;
    char value[64];
    size_t len = sizeof value;

    (void)state;
    assert_int_equal(dw_kafka_conf_new(&conf, options, own, NULL), DW_OK);
    assert_int_equal(rd_kafka_conf_get(conf, "client.id", value, &len), RD_KAFKA_CONF_OK);
    assert_string_equal(value, "theirs");
    len = sizeof value;
    assert_int_equal(rd_kafka_conf_get(conf, "linger.ms", value, &len), RD_KAFKA_CONF_OK);
    assert_string_equal(value, "7");
    len = sizeof value;
    assert_int_equal(rd_kafka_conf_get(conf, "bootstrap.servers", value, &len), RD_KAFKA_CONF_OK);
    assert_string_equal(value, rd_kafka_mock_cluster_bootstraps(cluster));
    rd_kafka_conf_destroy(conf);
    dw_options_close(options);
}

static void an_empty_broker_list_is_refused(void **state)
{
    struct dw_options *options = open_words("--brokers=");
    struct dw_error err = {.code = DW_OK};

    (void)state;
    assert_int_equal(dw_publisher_check(options, &err), DW_CONFIG);
    assert_non_null(strstr(err.text, "--brokers: a broker's address is needed"));
    dw_options_close(options);
}

/* --- opening --------------------------------------------------------------------------------- */

static void no_broker_is_told_in_time(void **state)
{
    struct dw_options *options = open_words("-b 127.0.0.1:1 --connect-timeout 600ms");
    struct dw_error err = {.code = DW_OK};
    struct dw_publisher *publisher;

    (void)state;
    stop = 0;
    assert_int_equal(try_open(&publisher, options, &err), DW_BROKER);
    assert_null(publisher);
    assert_non_null(strstr(err.text, "no broker answers at 127.0.0.1:1 within 0.6 s"));
    assert_non_null(strstr(err.text, "Connection refused"));
    stop = 1;
    dw_error_reset(&err);
    assert_int_equal(try_open(&publisher, options, &err), DW_BROKER);
    assert_non_null(strstr(err.text, "interrupted"));
    dw_options_close(options);
    read_log();
}

static void a_missing_topic_is_told_and_not_made(void **state)
{
    struct dw_options *options = open_words("-t absent");
    struct dw_publisher *publisher;

    (void)state;
    stop = 0;
    for (int i = 0; i < 2; i++) { /* the first look must not have created it */
        struct dw_error err = {.code = DW_OK};

        assert_int_equal(try_open(&publisher, options, &err), DW_BROKER);
        assert_non_null(strstr(err.text, "topic absent does not exist at"));
        assert_non_null(strstr(err.text, "--topic"));
    }
    dw_options_close(options);
}

/* --- publishing ------------------------------------------------------------------------------ */

/* The one message of a topic of one partition. */
static rd_kafka_message_t *read_message(const char *topic, rd_kafka_t **reader)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_message_t *message;

    rd_kafka_conf_set(conf, "bootstrap.servers", rd_kafka_mock_cluster_bootstraps(cluster), NULL,
                      0);
    rd_kafka_conf_set(conf, "group.id", "test", NULL, 0);
    *reader = rd_kafka_new(RD_KAFKA_CONSUMER, conf, NULL, 0);
    assert_non_null(*reader);
    rd_kafka_topic_partition_list_add(list, topic, 0)->offset = 0;
    rd_kafka_assign(*reader, list);
    rd_kafka_topic_partition_list_destroy(list);
    message = rd_kafka_consumer_poll(*reader, READ_MS);
    assert_non_null(message);
    assert_int_equal(message->err, 0);
    return message;
}

static void a_record_arrives_with_key_and_header(void **state)
{
    struct dw_options *options = open_words("-t arrival");
    struct dw_publisher *publisher = open_publisher(options);
    rd_kafka_headers_t *headers;
    rd_kafka_message_t *message;
    rd_kafka_t *reader;
    const void *value;
    size_t len;

    (void)state;
    assert_int_equal(add(publisher, "id-1", "{\"id\":\"id-1\",\"text\":\"x\"}"), DW_OK);
    flush(publisher);
    assert_counts(publisher, 1, 1, 0);
    message = read_message("arrival", &reader);
    assert_int_equal(message->key_len, 4);
    assert_memory_equal(message->key, "id-1", 4);
    assert_int_equal(message->len, 24);
    assert_memory_equal(message->payload, "{\"id\":\"id-1\",\"text\":\"x\"}", 24);
    assert_int_equal(rd_kafka_message_headers(message, &headers), 0);
    assert_int_equal(rd_kafka_header_get_last(headers, "content-type", &value, &len), 0);
    assert_string_equal((const char *)value, "application/json");
    rd_kafka_message_destroy(message);
    rd_kafka_consumer_close(reader);
    rd_kafka_destroy(reader);
    dw_publisher_close(publisher);
    dw_options_close(options);
}

static void a_refused_record_is_named_and_the_next_goes(void **state)
{
    struct dw_options *options = open_words("-t one");
    struct dw_publisher *publisher = open_publisher(options);

    (void)state;
    read_log();
    rd_kafka_mock_push_request_errors(cluster, API_PRODUCE, 1,
                                      RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
    assert_int_equal(add(publisher, "id-1", "{}"), DW_OK);
    flush(publisher);
    assert_counts(publisher, 1, 0, 1);
    assert_non_null(strstr(read_log(), "record not published place=wire/a.txt id=id-1 bytes=2 "
                                       "reason=\"Broker: Message size too large\""));
    assert_int_equal(add(publisher, "id-2", "{}"), DW_OK);
    flush(publisher);
    assert_counts(publisher, 2, 1, 1);
    dw_publisher_close(publisher);
    dw_options_close(options);
}

static void a_passing_trouble_is_no_failure(void **state)
{
    struct dw_options *options = open_words("-t one -X retry.backoff.ms=10");
    struct dw_publisher *publisher = open_publisher(options);

    (void)state;
    rd_kafka_mock_push_request_errors(cluster, API_PRODUCE, 2,
                                      RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
                                      RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE);
    assert_int_equal(add(publisher, "id-1", "{}"), DW_OK);
    flush(publisher);
    assert_counts(publisher, 1, 1, 0);
    dw_publisher_close(publisher);
    dw_options_close(options);
}

static void a_lasting_trouble_ends_the_publishing(void **state)
{
    struct dw_options *options = open_words("-t one");
    struct dw_publisher *publisher = open_publisher(options);
    struct dw_record record = {.place = "b.ndjson:2", .id = "id-2", .value = "{}", .len = 2};
    struct dw_error err = {.code = DW_OK};

    (void)state;
    rd_kafka_mock_push_request_errors(cluster, API_PRODUCE, 1,
                                      RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    assert_int_equal(add(publisher, "id-1", "{}"), DW_OK);
    flush(publisher);
    read_log();
    assert_int_equal(dw_publisher_add(publisher, &record, &err), DW_BROKER);
    assert_non_null(strstr(err.text, "Topic authorization failed"));
    assert_non_null(strstr(read_log(), "place=b.ndjson:2 id=id-2"));
    assert_counts(publisher, 2, 0, 2);
    dw_publisher_close(publisher);
    dw_options_close(options);
}

static void a_dead_broker_fails_what_is_queued(void **state)
{
    struct dw_options *options = open_words("-t one --delivery-timeout 1s");
    struct dw_publisher *publisher = open_publisher(options);

    (void)state;
    rd_kafka_mock_broker_set_down(cluster, 1);
    assert_int_equal(add(publisher, "id-1", "{}"), DW_OK);
    assert_int_equal(add(publisher, "id-2", "{}"), DW_OK);
    flush(publisher);
    assert_counts(publisher, 2, 0, 2);
    assert_int_equal(add(publisher, "id-3", "{}"), DW_BROKER);
    rd_kafka_mock_broker_set_up(cluster, 1);
    dw_publisher_close(publisher);
    dw_options_close(options);
    assert_non_null(strstr(read_log(), "id=id-2"));
}

static void a_second_signal_gives_up_and_says_so(void **state)
{
    struct dw_options *options = open_words("-t one");
    struct dw_publisher *publisher = open_publisher(options);

    (void)state;
    rd_kafka_mock_broker_set_down(cluster, 1);
    assert_int_equal(add(publisher, "id-1", "{}"), DW_OK);
    stop = 2;
    flush(publisher);
    assert_counts(publisher, 1, 0, 1);
    rd_kafka_mock_broker_set_up(cluster, 1);
    dw_publisher_close(publisher);
    dw_options_close(options);
    assert_non_null(strstr(read_log(), "id=id-1"));
}

/* A queue of ten takes two hundred: adding waits, loses nothing and keeps the order of a key. */
static void a_full_queue_makes_add_wait(void **state)
{
    struct dw_options *options = open_words("-t one -X queue.buffering.max.messages=10");
    struct dw_publisher *publisher = open_publisher(options);

    (void)state;
    for (int i = 0; i < 200; i++)
        assert_int_equal(add(publisher, "id", "{}"), DW_OK);
    flush(publisher);
    assert_counts(publisher, 200, 200, 0);
    dw_publisher_close(publisher);
    dw_options_close(options);
}

static int open_cluster(void **state)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();

    (void)state;
    log_file = tmpfile();
    dw_log_open(&(struct dw_log_options){.level = DW_LOG_WARNING, .fd = fileno(log_file)});
    rd_kafka_conf_set(conf, "log_level", "2", NULL, 0);
    host = rd_kafka_new(RD_KAFKA_PRODUCER, conf, NULL, 0);
    cluster = rd_kafka_mock_cluster_new(host, 1);
    if (!cluster || rd_kafka_mock_topic_create(cluster, "one", 1, 1))
        return -1;
    return rd_kafka_mock_topic_create(cluster, "arrival", 1, 1);
}

static int close_cluster(void **state)
{
    (void)state;
    rd_kafka_mock_cluster_destroy(cluster);
    rd_kafka_destroy(host);
    fclose(log_file);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(properties_are_checked),
        cmocka_unit_test(a_hidden_clients_own_properties_are_kept),
        cmocka_unit_test(good_properties_reach_librdkafka),
        cmocka_unit_test(an_empty_broker_list_is_refused),
        cmocka_unit_test(no_broker_is_told_in_time),
        cmocka_unit_test(a_missing_topic_is_told_and_not_made),
        cmocka_unit_test(a_record_arrives_with_key_and_header),
        cmocka_unit_test(a_refused_record_is_named_and_the_next_goes),
        cmocka_unit_test(a_passing_trouble_is_no_failure),
        cmocka_unit_test(a_lasting_trouble_ends_the_publishing),
        cmocka_unit_test(a_dead_broker_fails_what_is_queued),
        cmocka_unit_test(a_second_signal_gives_up_and_says_so),
        cmocka_unit_test(a_full_queue_makes_add_wait),
    };

    return cmocka_run_group_tests(tests, open_cluster, close_cluster);
}
