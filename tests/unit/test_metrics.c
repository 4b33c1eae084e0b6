/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <math.h>
#include <time.h>

#include "processors/base/metrics.h"
#include "processors/base/process.h"

static const struct dw_metric records = {"test_records", DW_METRIC_COUNTER, NULL, "Records."};
static const struct dw_metric size = {"test_size_bytes", DW_METRIC_GAUGE, "bytes", "Size."};
static const struct dw_metric build = {"test_build", DW_METRIC_INFO, NULL, "Build."};
static const struct dw_metric wait_time = {"test_wait_seconds", DW_METRIC_HISTOGRAM, "seconds",
                                           "Wait."};

static const int64_t bounds[] = {500, 1000000, 2500000};

static void write_all(struct dw_metrics *metrics)
{
    struct dw_histogram histogram;

    DW_HISTOGRAM_INIT(&histogram, bounds);
    dw_histogram_add(&histogram, 500);     /* a bound is in its bucket */
    dw_histogram_add(&histogram, 1000001); /* just above the next */
    dw_histogram_add(&histogram, 9000000); /* above all */
    dw_metrics_begin(metrics, &records);
    dw_metrics_add(metrics, 3, "topic", "a", "kind", "x", (char *)NULL);
    dw_metrics_add(metrics, 12345678901234, "topic", "\"b\\c\n", (char *)NULL);
    dw_metrics_put(metrics, &size, 0.25);
    dw_metrics_begin(metrics, &build);
    dw_metrics_add(metrics, 1, "version", "0.1", (char *)NULL);
    dw_metrics_begin(metrics, &wait_time);
    dw_metrics_add_histogram(metrics, &histogram, "step", "one", (char *)NULL);
    dw_metrics_end(metrics);
}

static const char samples[] = "test_records_total{topic=\"a\",kind=\"x\"} 3\n"
                              "test_records_total{topic=\"\\\"b\\\\c\\n\"} 12345678901234\n";
static const char buckets[] = "test_wait_seconds_bucket{step=\"one\",le=\"0.0005\"} 1\n"
                              "test_wait_seconds_bucket{step=\"one\",le=\"1.0\"} 1\n"
                              "test_wait_seconds_bucket{step=\"one\",le=\"2.5\"} 2\n"
                              "test_wait_seconds_bucket{step=\"one\",le=\"+Inf\"} 3\n"
                              "test_wait_seconds_count{step=\"one\"} 3\n"
                              "test_wait_seconds_sum{step=\"one\"} 10.000501\n";

static void test_text(void **state)
{
    struct dw_strbuf out, want;
    struct dw_metrics metrics = {.out = &out, .format = DW_METRICS_TEXT};

    (void)state;
    dw_strbuf_init(&out);
    dw_strbuf_init(&want);
    write_all(&metrics);
    dw_strbuf_addf(&want,
                   "# HELP test_records_total Records.\n# TYPE test_records_total counter\n%s"
                   "# HELP test_size_bytes Size.\n# TYPE test_size_bytes gauge\n"
                   "test_size_bytes 0.25\n"
                   "# HELP test_build_info Build.\n# TYPE test_build_info gauge\n"
                   "test_build_info{version=\"0.1\"} 1\n"
                   "# HELP test_wait_seconds Wait.\n# TYPE test_wait_seconds histogram\n%s",
                   samples, buckets);
    assert_string_equal(out.bytes, want.bytes);
    dw_strbuf_fini(&out);
    dw_strbuf_fini(&want);
}

static void test_openmetrics(void **state)
{
    struct dw_strbuf out, want;
    struct dw_metrics metrics = {.out = &out, .format = DW_METRICS_OPEN};

    (void)state;
    dw_strbuf_init(&out);
    dw_strbuf_init(&want);
    write_all(&metrics);
    dw_strbuf_addf(&want,
                   "# HELP test_records Records.\n# TYPE test_records counter\n%s"
                   "# HELP test_size_bytes Size.\n# TYPE test_size_bytes gauge\n"
                   "# UNIT test_size_bytes bytes\ntest_size_bytes 0.25\n"
                   "# HELP test_build Build.\n# TYPE test_build info\n"
                   "test_build_info{version=\"0.1\"} 1\n"
                   "# HELP test_wait_seconds Wait.\n# TYPE test_wait_seconds histogram\n"
                   "# UNIT test_wait_seconds seconds\n%s# EOF\n",
                   samples, buckets);
    assert_string_equal(out.bytes, want.bytes);
    dw_strbuf_fini(&out);
    dw_strbuf_fini(&want);
}

static void test_values(void **state)
{
    static const struct {
        double value;
        const char *want;
    } cases[] = {
        {0, "test_size_bytes 0\n"},
        {-1.5, "test_size_bytes -1.5\n"},
        {1561939200.123, "test_size_bytes 1561939200.123\n"},
        {NAN, "test_size_bytes NaN\n"},
        {INFINITY, "test_size_bytes +Inf\n"},
        {-INFINITY, "test_size_bytes -Inf\n"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_strbuf out;
        struct dw_metrics metrics = {.out = &out, .metric = &size};

        dw_strbuf_init(&out);
        dw_metrics_add(&metrics, cases[i].value, (char *)NULL);
        assert_string_equal(out.bytes, cases[i].want);
        dw_strbuf_fini(&out);
    }
}

static void test_merge(void **state)
{
    struct dw_histogram one, sum;

    (void)state;
    DW_HISTOGRAM_INIT(&one, bounds);
    DW_HISTOGRAM_INIT(&sum, bounds);
    for (int i = 0; i < 5; i++)
        dw_histogram_add(&one, 1000 * i);
    dw_histogram_merge(&sum, &one);
    dw_histogram_merge(&sum, &one);
    assert_int_equal(dw_count_get(&sum.counts[0]), 2);
    assert_int_equal(dw_count_get(&sum.counts[1]), 8);
    assert_int_equal(dw_count_get(&sum.sum), 20000);
}

static void test_accept(void **state)
{
    static const struct {
        const char *label, *accept;
        enum dw_metrics_format want;
    } cases[] = {
        {"none", NULL, DW_METRICS_TEXT},
        {"anything", "*/*", DW_METRICS_TEXT},
        {"a browser", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", DW_METRICS_TEXT},
        {"text alone", "text/plain", DW_METRICS_TEXT},
        {"open alone", "application/openmetrics-text", DW_METRICS_OPEN},
        {"Prometheus 2",
         "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;"
         "q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
         DW_METRICS_OPEN},
        {"text rather", "application/openmetrics-text; q=0.3, text/plain; q=0.7", DW_METRICS_TEXT},
        {"open refused", "application/openmetrics-text;q=0", DW_METRICS_TEXT},
        {"another type", "application/openmetrics-textual", DW_METRICS_TEXT},
        {"cut off", "application/openmetrics-text;q", DW_METRICS_OPEN},
        {"commas alone", ",,, ,", DW_METRICS_TEXT},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        CHECK(dw_metrics_format_find(cases[i].accept) == cases[i].want, cases[i].label,
              "the other format");
}

static double find(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    double value = -1;

    if (!at || sscanf(at + strlen(name), " %lf", &value) != 1)
        fail_msg("no %s in\n%s", name, text);
    return value;
}

/* Compared with what else tells it. */
static void test_process(void **state)
{
    struct dw_strbuf out;
    struct dw_metrics metrics = {.out = &out};
    FILE *extra[3];

    (void)state;
    dw_strbuf_init(&out);
    dw_process_write(&metrics);
    double files = find(out.bytes, "\nprocess_open_fds");

    assert_true(find(out.bytes, "\nprocess_resident_memory_bytes") > 500e3);
    assert_true(find(out.bytes, "\nprocess_virtual_memory_bytes") >
                find(out.bytes, "\nprocess_resident_memory_bytes"));
    assert_true(fabs(find(out.bytes, "\nprocess_start_time_seconds") - (double)time(NULL)) < 60);
    assert_true(find(out.bytes, "\nprocess_threads") >= 1);
    assert_true(find(out.bytes, "\nprocess_max_fds") >= files);
    assert_true(find(out.bytes, "\nprocess_cpu_seconds_total") >= 0);
    for (size_t i = 0; i < N_ELEMENTS(extra); i++)
        extra[i] = fopen("/dev/null", "r");
    dw_strbuf_reset(&out);
    dw_process_write(&metrics);
    assert_true(find(out.bytes, "\nprocess_open_fds") == files + 3);
    for (size_t i = 0; i < N_ELEMENTS(extra); i++)
        fclose(extra[i]);
    dw_strbuf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),   cmocka_unit_test(test_openmetrics),
        cmocka_unit_test(test_values), cmocka_unit_test(test_merge),
        cmocka_unit_test(test_accept), cmocka_unit_test(test_process),
    };

    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
