/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "producer/clientstats.h"

static const char consumer[] =
    "{\"type\": \"consumer\", \"tx\": 30, \"tx_bytes\": 4000, \"rx_bytes\": 90000, \"msg_cnt\": 7,"
    " \"brokers\": {"
    "  \"one:9092/1\": {\"nodeid\": 1, \"source\": \"learned\", \"state\": \"UP\", \"txerrs\": 1,"
    "   \"rxerrs\": 2, \"req_timeouts\": 3, \"txretries\": 4, \"disconnects\": 5,"
    "   \"outbuf_cnt\": 1, \"waitresp_cnt\": 2,"
    "   \"rtt\": {\"p50\": 1500, \"p99\": 250000}, \"throttle\": {\"avg\": 20}},"
    "  \"two:9092/2\": {\"nodeid\": 2, \"source\": \"learned\", \"state\": \"DOWN\", \"txerrs\": "
    "10},"
    "  \"bootstrap\": {\"nodeid\": -1, \"source\": \"configured\", \"state\": \"INIT\"},"
    "  \"GroupCoordinator\": {\"name\": \"GroupCoordinator\", \"nodeid\": 1,"
    "   \"source\": \"logical\", \"state\": \"UP\", \"rtt\": {\"p50\": 2000, \"p99\": 3000}}},"
    " \"topics\": {\"news\": {\"partitions\": {"
    "  \"0\": {\"fetchq_cnt\": 12, \"fetchq_size\": 3400},"
    "  \"1\": {\"fetchq_cnt\": 12, \"fetchq_size\": 3400}, \"-1\": {\"fetchq_cnt\": 0}}}}}";

static void check(const char *text, const char *line)
{
    CHECK(strstr(text, line), line, "not in\n%s", text);
}

static void test_consumer(void **state)
{
    static const char *const wanted[] = {
        "\ndisputewire_kafka_queue_records{client=\"consumer-0\"} 12\n",
        "\ndisputewire_kafka_queue_bytes{client=\"consumer-0\"} 3400\n",
        "\ndisputewire_kafka_requests_total{client=\"consumer-0\"} 30\n",
        "\ndisputewire_kafka_sent_bytes_total{client=\"consumer-0\"} 4000\n",
        "\ndisputewire_kafka_received_bytes_total{client=\"consumer-0\"} 90000\n",
        "\ndisputewire_kafka_request_errors_total{client=\"consumer-0\"} 13\n",
        "\ndisputewire_kafka_request_timeouts_total{client=\"consumer-0\"} 3\n",
        "\ndisputewire_kafka_request_retries_total{client=\"consumer-0\"} 4\n",
        "\ndisputewire_kafka_disconnects_total{client=\"consumer-0\"} 5\n",
        "\ndisputewire_kafka_waiting_requests{client=\"consumer-0\"} 3\n",
        "\ndisputewire_kafka_connections{client=\"consumer-0\"} 2\n",
        "seconds{client=\"consumer-0\",broker=\"1\",percentile=\"50\"} 0.0015\n",
        "seconds{client=\"consumer-0\",broker=\"1\",percentile=\"99\"} 0.25\n",
        "seconds{client=\"consumer-0\",broker=\"GroupCoordinator\",percentile=\"99\"} 0.003\n",
        "\ndisputewire_kafka_throttle_seconds{client=\"consumer-0\",broker=\"1\"} 0.02\n",
    };
    struct dw_clientstats stats, silent;
    struct dw_clientstats *clients[] = {&stats, &silent};
    struct dw_strbuf out;
    struct dw_metrics metrics = {.out = &out};

    (void)state;
    dw_strbuf_init(&out);
    dw_clientstats_init(&stats, "consumer-0");
    dw_clientstats_init(&silent, "producer-0");
    for (int i = 0; i < 2; i++) /* each time anew, not added up */
        dw_clientstats_take(&stats, consumer, strlen(consumer));
    dw_clientstats_take(&stats, "{broken", 7);
    dw_clientstats_write(clients, 2, &metrics);
    for (size_t i = 0; i < N_ELEMENTS(wanted); i++)
        check(out.bytes, wanted[i]);
    assert_null(strstr(out.bytes, "producer-0"));
    assert_null(strstr(out.bytes, "bootstrap"));
    dw_strbuf_fini(&out);
    dw_clientstats_fini(&stats);
    dw_clientstats_fini(&silent);
}

/* Of a producer what is not delivered waits; more brokers than there is room for are left out. */
static void test_producer(void **state)
{
    struct dw_clientstats stats;
    struct dw_clientstats *clients[] = {&stats};
    struct dw_strbuf json, out;
    struct dw_metrics metrics = {.out = &out};

    (void)state;
    dw_strbuf_init(&json);
    dw_strbuf_init(&out);
    dw_strbuf_adds(&json,
                   "{\"type\": \"producer\", \"msg_cnt\": 7, \"msg_size\": 800, \"brokers\": {");
    for (int i = 0; i < 100; i++)
        dw_strbuf_addf(&json, "%s\"b%d\": {\"nodeid\": %d, \"state\": \"UP\"}", i ? "," : "", i, i);
    dw_strbuf_adds(&json, "}}");
    dw_clientstats_init(&stats, "producer");
    dw_clientstats_take(&stats, json.bytes, json.len);
    dw_clientstats_write(clients, 1, &metrics);
    check(out.bytes, "\ndisputewire_kafka_queue_records{client=\"producer\"} 7\n");
    check(out.bytes, "\ndisputewire_kafka_queue_bytes{client=\"producer\"} 800\n");
    check(out.bytes, "\ndisputewire_kafka_connections{client=\"producer\"} 100\n");
    check(out.bytes, "broker=\"31\"");
    assert_null(strstr(out.bytes, "broker=\"32\""));
    dw_strbuf_fini(&json);
    dw_strbuf_fini(&out);
    dw_clientstats_fini(&stats);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_consumer),
        cmocka_unit_test(test_producer),
    };

    return cmocka_run_group_tests_name("clientstats", tests, NULL, NULL);
}
