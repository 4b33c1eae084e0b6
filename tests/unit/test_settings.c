/* SPDX-License-Identifier: MIT */
/* test_settings.c - what the consumer takes for configuration, and what it refuses, and why. */
#include "unit.h"

#include "consumer/lane.h"

/* Check the words, separated by blanks, as --check-config does. */
static enum dw_err check_words(const char *words, struct dw_error *err)
{
    char copy[512];
    char *argv[32] = {(char[]){"test"}};
    int argc = 1;
    struct dw_options *options;
    struct dw_settings settings;
    enum dw_err rc;

    snprintf(copy, sizeof copy, "-b 127.0.0.1:1 --instance test %s", words);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    if (dw_options_open(&options, &dw_consumer_program, argc, argv, NULL, err))
        return err->code;
    rc = dw_settings_make(&settings, options, err);
    if (!rc)
        rc = dw_settings_fit(&settings, 4, err);
    if (!rc)
        rc = dw_lane_check(&settings, err);
    dw_options_close(options);
    return rc;
}

/* Each would lose articles, write them twice or show what was undone. */
static void what_breaks_the_promise_is_refused(void **state)
{
    static const struct {
        const char *words, *error;
    } cases[] = {
        {"-X enable.auto.commit=true", "enable.auto.commit cannot be set: offsets are committed"},
        {"-X enable.auto.offset.store=true", "enable.auto.offset.store cannot be set"},
        {"-X isolation.level=read_uncommitted", "isolation.level cannot be set: records of"},
        {"-X group.id=other", "group.id cannot be set: it is --group"},
        {"-X group.instance.id=random-7", "group.instance.id cannot be set: it is made of"},
        {"-X transactional.id=random-7", "transactional.id cannot be set: it is made of"},
        {"--guarantee at-least-once -X transactional.id=x", "transactional.id cannot be set"},
        {"-X enable.idempotence=false", "enable.idempotence cannot be set: the guarantee"},
        {"--guarantee at-least-once -X enable.idempotence=false", "enable.idempotence cannot"},
        {"-X acks=1", "acks cannot be set"},
        {"-X request.required.acks=0", "request.required.acks cannot be set: the guarantee"},
        {"-X message.timeout.ms=0", "message.timeout.ms=0: records must be given up before"},
        {"-X message.timeout.ms=10001", "message.timeout.ms=10001: records must be given up"},
        {"-X delivery.timeout.ms=60000", "message.timeout.ms=60000: records must be given up"},
        {"-X transaction.timeout.ms=5000", "message.timeout.ms=8000: records must be given up"},
        {"-X transaction.timeout.ms=1500 -X message.timeout.ms=1000 --batch-time 2s",
         "transaction.timeout.ms=1500: the broker would end each"},
        {"-X enabled_events=2", "enabled_events cannot be set: callbacks are"},
        {"-X log.queue=true", "log.queue cannot be set"},
        {"-X max.in.flight=6", "max.in.flight"},
        {"-X retries=0", "retries"},
        {"-X queuing.strategy=lifo", "queuing.strategy"},
        {"-X enable.partition.eof=true", "enable.partition.eof cannot be set: it is --exit-at-end"},
        {"-X queued.max.messages.kbytes=2000000", "cannot be set: it follows from --memory"},
        {"-X max.partition.fetch.bytes=99999999", "cannot be set: it follows from --memory"},
        {"-X fetch.max.bytes=99999999", "cannot be set: it follows from --memory"},
        {"-X queue.buffering.max.kbytes=2000000", "cannot be set: it follows from --memory"},
        {"-X message.max.bytes=999999999", "cannot be set: it follows from --memory"},
        {"--output-topic news.articles", "the input topic cannot be an output"},
        {"--group a/b", "is no name"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_error err = {.code = DW_OK};
        enum dw_err rc = check_words(cases[i].words, &err);

        CHECK(rc == DW_CONFIG, cases[i].words, "taken (%s)", dw_err_name(rc));
        CHECK(strstr(err.text, cases[i].error), cases[i].words, "%s", err.text);
    }
}

static void what_keeps_the_promise_is_taken(void **state)
{
    static const char *const cases[] = {
        "",
        "--guarantee at-least-once",
        "--guarantee at-least-once -X isolation.level=read_uncommitted",
        "-X acks=all -X request.required.acks=-1 -X enable.idempotence=true",
        "-X transaction.timeout.ms=60000 -X message.timeout.ms=60000",
        "-X partition.assignment.strategy=cooperative-sticky -X session.timeout.ms=6000",
        "-X auto.offset.reset=latest",
        "-X max.in.flight=1 -X linger.ms=0 -X compression.codec=none",
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_error err = {.code = DW_OK};

        CHECK(check_words(cases[i], &err) == DW_OK, cases[i], "%s", err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_breaks_the_promise_is_refused),
        cmocka_unit_test(what_keeps_the_promise_is_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
