/* SPDX-License-Identifier: MIT */
/* test_monitor.c - the HTTP face, asked over loopback. */
#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "producer/monitor.h"

static const struct dw_option table[] = {DW_MONITOR_OPTION_LISTEN, {.key = NULL}};

static const struct dw_program program = {
    .name = "test", .version = "1", .synopsis = "", .summary = "Test.", .options = table};

static const struct dw_metric answer = {"test_answer", DW_METRIC_GAUGE, NULL, "The answer."};

static bool is_well;

static void write_metrics(void *user, struct dw_metrics *metrics)
{
    (void)user;
    dw_metrics_put(metrics, &answer, 42);
}

static bool tell(void *user, struct dw_strbuf *why)
{
    (void)user;
    if (!is_well)
        dw_strbuf_adds(why, "lane 1 has no partitions yet");
    return is_well;
}

static const struct dw_monitor_hooks hooks = {write_metrics, tell, tell, NULL};

static struct dw_options *open_options(const char *address)
{
    char listen[64];
    char *argv[] = {(char[]){"test"}, listen};
    struct dw_options *options;
    struct dw_error err = {.code = DW_OK};

    snprintf(listen, sizeof listen, "--metrics-listen=%s", address);
    if (dw_options_open(&options, &program, 2, argv, NULL, &err))
        fail_msg("%s", err.text);
    return options;
}

/* The whole answer to a request; connections are closed behind it. */
static void ask(unsigned port, const char *request, char *out, size_t size)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    size_t len = 0;
    ssize_t n;

    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(write(fd, request, strlen(request)), strlen(request));
    while (len < size - 1 && (n = read(fd, out + len, size - 1 - len)) > 0)
        len += (size_t)n;
    out[len] = '\0';
    close(fd);
}

#define HEADERS " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"

static void test_pages(void **state)
{
    static const struct {
        const char *label;
        bool well;
        const char *request, *status, *want;
    } cases[] = {
        {"metrics", true, "GET /metrics" HEADERS "\r\n", "HTTP/1.1 200", "\ntest_answer 42\n"},
        {"type", true, "GET /metrics" HEADERS "\r\n", "HTTP/1.1 200",
         "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"},
        {"process", true, "GET /metrics" HEADERS "\r\n", "HTTP/1.1 200", "\nprocess_open_fds "},
        {"open", true, "GET /metrics" HEADERS "Accept: application/openmetrics-text\r\n\r\n",
         "HTTP/1.1 200", "\n# EOF\n"},
        {"open type", true, "GET /metrics" HEADERS "Accept: application/openmetrics-text\r\n\r\n",
         "HTTP/1.1 200", "openmetrics-text; version=1.0.0"},
        {"alive", true, "GET /healthz" HEADERS "\r\n", "HTTP/1.1 200", "\r\n\r\nok\n"},
        {"dead", false, "GET /healthz" HEADERS "\r\n", "HTTP/1.1 503",
         "\r\n\r\nlane 1 has no partitions yet\n"},
        {"ready", true, "GET /readyz" HEADERS "\r\n", "HTTP/1.1 200", "\r\n\r\nready\n"},
        {"not ready", false, "GET /readyz" HEADERS "\r\n", "HTTP/1.1 503",
         "\r\n\r\nlane 1 has no partitions yet\n"},
        {"no such page", true, "GET /metrics/" HEADERS "\r\n", "HTTP/1.1 404", "GET /metrics"},
        {"no such method", true, "POST /metrics" HEADERS "Content-Length: 3\r\n\r\nabc",
         "HTTP/1.1 405", "Allow: GET, HEAD\r\n"},
    };
    struct dw_options *options = open_options("127.0.0.1:0");
    struct dw_error err = {.code = DW_OK};
    struct dw_monitor *monitor;
    char got[8192];

    (void)state;
    assert_int_equal(dw_monitor_open(&monitor, options, &hooks, &err), DW_OK);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        is_well = cases[i].well;
        ask(dw_monitor_port(monitor), cases[i].request, got, sizeof got);
        CHECK(strncmp(got, cases[i].status, strlen(cases[i].status)) == 0, cases[i].label, "%s",
              got);
        CHECK(strstr(got, cases[i].want), cases[i].label, "no %s in %s", cases[i].want, got);
    }
    ask(dw_monitor_port(monitor), "HEAD /metrics" HEADERS "\r\n", got, sizeof got);
    assert_null(strstr(got, "test_answer"));
    assert_non_null(strstr(got, "HTTP/1.1 200"));
    dw_monitor_close(monitor);
    dw_options_close(options);
}

static void test_not_wanted(void **state)
{
    struct dw_options *options = NULL;
    struct dw_error err = {.code = DW_OK};
    struct dw_monitor *monitor;
    char *argv[] = {(char[]){"test"}};

    (void)state;
    assert_int_equal(dw_options_open(&options, &program, 1, argv, NULL, &err), DW_OK);
    assert_int_equal(dw_monitor_open(&monitor, options, &hooks, &err), DW_OK);
    assert_null(monitor);
    dw_monitor_close(monitor);
    dw_options_close(options);
}

static void test_bad_address(void **state)
{
    static const char *const addresses[] = {"9464", "127.0.0.1:http", "[::1:9464", "no.such:x"};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(addresses); i++) {
        struct dw_options *options = open_options(addresses[i]);
        struct dw_error err = {.code = DW_OK};

        CHECK(dw_monitor_check(options, &err) == DW_CONFIG, addresses[i], "taken");
        CHECK(strstr(err.text, "--metrics-listen"), addresses[i], "%s", err.text);
        dw_options_close(options);
    }
}

/* What another listens on is named. */
static void test_taken_address(void **state)
{
    struct dw_options *options = open_options("127.0.0.1:0");
    struct dw_error err = {.code = DW_OK};
    struct dw_monitor *first, *second;
    char address[32];

    (void)state;
    assert_int_equal(dw_monitor_open(&first, options, &hooks, &err), DW_OK);
    dw_options_close(options);
    snprintf(address, sizeof address, "127.0.0.1:%u", dw_monitor_port(first));
    options = open_options(address);
    assert_int_equal(dw_monitor_open(&second, options, &hooks, &err), DW_CONFIG);
    assert_non_null(strstr(err.text, address));
    assert_null(second);
    dw_options_close(options);
    dw_monitor_close(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_not_wanted),
        cmocka_unit_test(test_bad_address),
        cmocka_unit_test(test_taken_address),
    };

    return cmocka_run_group_tests_name("monitor", tests, NULL, NULL);
}
