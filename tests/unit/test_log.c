/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "processors/base/log.h"

enum { STAMP_LEN = 24, N_THREADS = 8, N_RECORDS = 200 };

/* Records go to this file; `read_log` gives what came since the last call. */
static FILE *sink;
static char seen[1 << 20];

static void open_log(enum dw_log_format format, enum dw_log_level level)
{
    if (sink)
        fclose(sink);
    sink = tmpfile();
    assert_non_null(sink);
    dw_log_open(&(struct dw_log_options){
        .program = "test", .level = level, .format = format, .fd = fileno(sink)});
}

static const char *read_log(void)
{
    size_t n;

    assert_int_equal(lseek(fileno(sink), 0, SEEK_SET), 0);
    n = fread(seen, 1, sizeof seen - 1, sink);
    seen[n] = '\0';
    clearerr(sink);
    assert_int_equal(ftruncate(fileno(sink), 0), 0);
    rewind(sink);
    return seen;
}

static size_t count_lines(const char *text)
{
    size_t n = 0;

    for (; *text; text++)
        n += *text == '\n';
    return n;
}

static void text_records_quote_what_is_no_word(void **state)
{
    static const struct {
        const char *label, *value, *want;
    } cases[] = {
        {"word", "news.articles", "t=news.articles"},
        {"blank", "two words", "t=\"two words\""},
        {"empty", "", "t=\"\""},
        {"null", NULL, "t=null"},
        {"quote", "a\"b", "t=\"a\\\"b\""},
        {"line feed cannot forge a record", "a\nb", "t=\"a\\nb\""},
        {"terminal escape", "\033[2J", "t=\"\\u001b[2J\""},
        {"C1 control", "a\xc2\x9b", "t=\"a\\u009b\""},
        {"accents stay", "S\xc3\xa3o Tom\xc3\xa9", "t=\"S\xc3\xa3o Tom\xc3\xa9\""},
        {"bad byte", "a\xff", "t=\"a\xef\xbf\xbd\""},
    };

    (void)state;
    open_log(DW_LOG_TEXT, DW_LOG_INFO);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char want[128];

        dw_log_with(DW_LOG_WARNING, "message", "t=%s", cases[i].value);
        snprintf(want, sizeof want, "Z warning message %s\n", cases[i].want);
        if (strcmp(read_log() + STAMP_LEN - 1, want) != 0)
            fail_msg("%s: got %s want %s", cases[i].label, seen + STAMP_LEN - 1, want);
    }
}

static void numbers_keep_their_width(void **state)
{
    (void)state;
    open_log(DW_LOG_TEXT, DW_LOG_INFO);
    dw_log_with(DW_LOG_INFO, "m", "a=%d b=%lld c=%zu d=%.2f e=%u f=%ld g=%s", -1,
                -9000000000000000000LL, (size_t)-1, 2.5, 4294967295U, 7L, "end");
    assert_string_equal(read_log() + STAMP_LEN,
                        " info    m a=-1 b=-9000000000000000000 c=18446744073709551615 d=2.50 "
                        "e=4294967295 f=7 g=end\n");
}

static void json_records_parse(void **state)
{
    const char *volatile none = NULL; /* volatile: the compiler would warn of the NULL it sees */
    json_t *record;

    (void)state;
    open_log(DW_LOG_JSON, DW_LOG_INFO);
    dw_log_with(DW_LOG_ERROR, "cannot \"read\"", "place=%s n=%d share=%.1f none=%s",
                "a b:3\t\xff\n", 12, 0.5, none);
    assert_int_equal(count_lines(read_log()), 1);
    record = json_loads(seen, 0, NULL);
    assert_non_null(record);
    assert_int_equal(strlen(json_string_value(json_object_get(record, "ts"))), STAMP_LEN);
    assert_string_equal(json_string_value(json_object_get(record, "level")), "error");
    assert_string_equal(json_string_value(json_object_get(record, "program")), "test");
    assert_string_equal(json_string_value(json_object_get(record, "message")), "cannot \"read\"");
    assert_string_equal(json_string_value(json_object_get(record, "place")),
                        "a b:3\t\xef\xbf\xbd\n");
    assert_int_equal(json_integer_value(json_object_get(record, "n")), 12);
    assert_true(json_real_value(json_object_get(record, "share")) == 0.5);
    assert_true(json_is_null(json_object_get(record, "none")));
    json_decref(record);
}

static void lesser_levels_are_left_out(void **state)
{
    (void)state;
    open_log(DW_LOG_TEXT, DW_LOG_WARNING);
    dw_log(DW_LOG_INFO, "quiet");
    assert_string_equal(read_log(), "");
    assert_false(dw_log_has(DW_LOG_INFO));
    dw_log_set(DW_LOG_DEBUG, DW_LOG_TEXT);
    assert_true(dw_log_has(DW_LOG_DEBUG));
    dw_log(DW_LOG_DEBUG, "loud");
    assert_int_equal(count_lines(read_log()), 1);
}

static void equal_records_are_limited(void **state)
{
    (void)state;
    open_log(DW_LOG_TEXT, DW_LOG_INFO);
    for (int i = 0; i < 100; i++)
        dw_log_with(DW_LOG_INFO, "same", "n=%d", 1);
    assert_int_equal(count_lines(read_log()), 5);
    dw_log_close();
    assert_non_null(strstr(read_log(), " info    same: \xe2\x80\xa6 95 more like this in 0 s\n"));
}

/* It is told once the window is over, whether by the next record or by whoever flushes. */
static void what_was_left_out_is_told(void **state)
{
    json_t *record;

    (void)state;
    open_log(DW_LOG_JSON, DW_LOG_INFO);
    dw_log_open(&(struct dw_log_options){.program = "test",
                                         .level = DW_LOG_INFO,
                                         .format = DW_LOG_JSON,
                                         .fd = fileno(sink),
                                         .window_ms = 50});
    for (int i = 0; i < 20; i++)
        dw_log_often(DW_LOG_WARNING, "same", "n=%d", i);
    dw_log_flush();
    assert_int_equal(count_lines(read_log()), 5);
    while (dw_log_flush(), !*read_log())
        ;
    assert_int_equal(count_lines(seen), 1);
    record = json_loads(seen, 0, NULL);
    assert_non_null(record);
    assert_string_equal(json_string_value(json_object_get(record, "level")), "warning");
    assert_string_equal(json_string_value(json_object_get(record, "message")), "same");
    assert_int_equal(json_integer_value(json_object_get(record, "suppressed")), 15);
    assert_true(json_is_integer(json_object_get(record, "seconds")));
    json_decref(record);
    dw_log_often(DW_LOG_WARNING, "same", "n=%d", 1);
    assert_int_equal(count_lines(read_log()), 1);
}

static void distinct_records_are_not_limited(void **state)
{
    (void)state;
    open_log(DW_LOG_TEXT, DW_LOG_INFO);
    for (int i = 0; i < 100; i++)
        dw_log_with(DW_LOG_ERROR, "bad record", "line=%d", i);
    assert_int_equal(count_lines(read_log()), 100);
}

static void often_counts_the_message_alone(void **state)
{
    (void)state;
    open_log(DW_LOG_TEXT, DW_LOG_INFO);
    for (int i = 0; i < 100; i++)
        dw_log_often(DW_LOG_WARNING, "librdkafka", "after=%d", i);
    assert_int_equal(count_lines(read_log()), 5);
}

static void *log_many(void *which)
{
    for (int i = 0; i < N_RECORDS; i++)
        dw_log_with(DW_LOG_INFO, "thread", "which=%d i=%d text=%s", *(int *)which, i,
                    "a text that is long enough to tear");
    return NULL;
}

static void threads_do_not_tear_lines(void **state)
{
    pthread_t threads[N_THREADS];
    int which[N_THREADS], n = 0;

    (void)state;
    open_log(DW_LOG_JSON, DW_LOG_INFO);
    for (int i = 0; i < N_THREADS; i++) {
        which[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, log_many, &which[i]), 0);
    }
    for (int i = 0; i < N_THREADS; i++)
        pthread_join(threads[i], NULL);
    read_log();
    for (char *line = strtok(seen, "\n"); line; line = strtok(NULL, "\n"), n++) {
        json_t *record = json_loads(line, 0, NULL);

        assert_non_null(record);
        json_decref(record);
    }
    assert_int_equal(n, N_THREADS * N_RECORDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_records_quote_what_is_no_word),
        cmocka_unit_test(numbers_keep_their_width),
        cmocka_unit_test(json_records_parse),
        cmocka_unit_test(lesser_levels_are_left_out),
        cmocka_unit_test(equal_records_are_limited),
        cmocka_unit_test(what_was_left_out_is_told),
        cmocka_unit_test(distinct_records_are_not_limited),
        cmocka_unit_test(often_counts_the_message_alone),
        cmocka_unit_test(threads_do_not_tear_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
