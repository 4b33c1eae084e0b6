/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "processors/base/nearest.h"
#include "processors/base/options.h"

static const struct dw_option table[] = {
    {.key = "", .help = "Input"},
    {.key = "topic",
     .letter = 't',
     .type = DW_OPTION_TEXT,
     .arg = "NAME",
     .value = "news.articles",
     .help = "topic to publish to"},
    {.key = "lanes",
     .type = DW_OPTION_NUMBER,
     .arg = "N",
     .value = "2",
     .help = "threads",
     .min = 1,
     .max = 64},
    {.key = "memory",
     .letter = 'm',
     .type = DW_OPTION_SIZE,
     .arg = "SIZE",
     .value = "256M",
     .help = "budget",
     .live = true},
    {.key = "connect-timeout",
     .type = DW_OPTION_DURATION,
     .arg = "TIME",
     .value = "10s",
     .help = "wait",
     .min = 1,
     .max = 60000},
    {.key = "format",
     .type = DW_OPTION_CHOICE,
     .arg = "auto|text|ndjson",
     .value = "auto",
     .help = "format"},
    {.key = "dry-run", .letter = 'n', .type = DW_OPTION_FLAG, .help = "publish nothing"},
    {.key = "password",
     .type = DW_OPTION_TEXT,
     .arg = "TEXT",
     .help = "secret",
     .secret = true,
     .live = true},
    {.key = NULL},
};

static const struct dw_program program = {
    .name = "test",
    .version = "1",
    .synopsis = "[options] [SOURCE...]",
    .summary = "Test.",
    .has_arguments = true,
    .options = table,
};

static char folder[] = "/tmp/dw-options-XXXXXX";

/* Options from words separated by blanks. */
static struct dw_options *open_words(const char *words, char *const environment[],
                                     struct dw_error *err)
{
    static char copy[512];
    char *argv[32] = {(char[]){"test"}};
    int argc = 1;
    struct dw_options *options;

    snprintf(copy, sizeof copy, "%s", words);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    dw_error_reset(err);
    if (dw_options_open(&options, &program, argc, argv, environment, err))
        assert_null(options);
    return options;
}

static const char *write_file(const char *name, const char *bytes)
{
    static char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    fputs(bytes, file);
    fclose(file);
    return path;
}

/* Options with "-c FILE", where the file holds `bytes`. */
static struct dw_options *open_file(const char *bytes, char *const environment[],
                                    struct dw_error *err)
{
    char words[300];

    snprintf(words, sizeof words, "-c %s", write_file("a.properties", bytes));
    return open_words(words, environment, err);
}

static char *print(const struct dw_options *options)
{
    char *bytes = NULL;
    size_t len;
    FILE *out = open_memstream(&bytes, &len);

    dw_options_print(options, out);
    fclose(out);
    return bytes;
}

static void defaults_hold(void **state)
{
    struct dw_error err;
    struct dw_options *options = open_words("", NULL, &err);

    (void)state;
    assert_non_null(options);
    assert_string_equal(dw_options_text(options, "topic"), "news.articles");
    assert_string_equal(dw_options_place(options, "topic"), "default");
    assert_int_equal(dw_options_number(options, "lanes"), 2);
    assert_int_equal(dw_options_number(options, "memory"), 256 << 20);
    assert_int_equal(dw_options_number(options, "connect-timeout"), 10000);
    assert_int_equal(dw_options_choice(options, "format"), 0);
    assert_false(dw_options_flag(options, "dry-run"));
    assert_null(dw_options_text(options, "password"));
    assert_false(dw_options_has(options, "topic"));
    assert_int_equal(dw_options_choice(options, "log-level"), DW_LOG_INFO);
    assert_string_equal(dw_options_text(options, "brokers"), "localhost:9092");
    assert_int_equal(dw_options_request(options), DW_REQUEST_RUN);
    dw_options_close(options);
}

static void the_command_line_takes_all_forms(void **state)
{
    static const struct {
        const char *words, *key, *want;
    } cases[] = {
        {"--topic a", "topic", "a"},
        {"--topic=a", "topic", "a"},
        {"--topic=", "topic", ""},
        {"-t a", "topic", "a"},
        {"-ta", "topic", "a"},
        {"-t a -t b", "topic", "b"},
        {"-nt a", "topic", "a"},
        {"-vn", "log-level", "debug"},
        {"-q", "log-level", "warning"},
        {"-v -q", "log-level", "warning"},
        {"--dry-run", "dry-run", "true"},
        {"--no-dry-run", "dry-run", "false"},
        {"--dry-run=no", "dry-run", "no"},
        {"x --topic a y", "topic", "a"},
        {"-t -", "topic", "-"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_error err;
        struct dw_options *options = open_words(cases[i].words, NULL, &err);

        if (!options)
            fail_msg("%s: %s", cases[i].words, err.text);
        if (strcmp(dw_options_text(options, cases[i].key), cases[i].want) != 0)
            fail_msg("%s: got %s", cases[i].words, dw_options_text(options, cases[i].key));
        assert_true(dw_options_has(options, cases[i].key));
        dw_options_close(options);
    }
}

static void arguments_keep_their_order(void **state)
{
    struct dw_error err;
    struct dw_options *options = open_words("a -n - b -- -t --topic", NULL, &err);
    static const char *const want[] = {"a", "-", "b", "-t", "--topic"};

    (void)state;
    assert_non_null(options);
    assert_int_equal(dw_options_n_arguments(options), 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(dw_options_argument(options, i), want[i]);
    dw_options_close(options);
}

static void the_nearer_source_wins(void **state)
{
    char *environment[] = {(char[]){"DISPUTEWIRE_TOPIC=env"}, (char[]){"DISPUTEWIRE_LANES=3"},
                           (char[]){"OTHER=x"}, NULL};
    char words[300];
    struct dw_error err;
    struct dw_options *options;

    (void)state;
    snprintf(words, sizeof words, "--topic line -c %s",
             write_file("b.properties", "topic=file\nlanes=4\nformat=text\n"));
    options = open_words(words, environment, &err);
    assert_non_null(options);
    assert_string_equal(dw_options_text(options, "topic"), "line");
    assert_string_equal(dw_options_place(options, "topic"), "--topic");
    assert_int_equal(dw_options_number(options, "lanes"), 3);
    assert_string_equal(dw_options_place(options, "lanes"), "DISPUTEWIRE_LANES");
    assert_int_equal(dw_options_choice(options, "format"), 1);
    assert_non_null(strstr(dw_options_place(options, "format"), "b.properties:3"));
    dw_options_close(options);
}

static void values_are_checked(void **state)
{
    static const struct {
        const char *words, *error;
    } cases[] = {
        {"--lanes x", "--lanes: lanes is \"x\", which is not a whole number"},
        {"--lanes 2.5", "which is not a whole number"},
        {"--lanes 99999999999999999999", "which is not a whole number"},
        {"--lanes 0", "--lanes: lanes is 0, but must be from 1 to 64"},
        {"--lanes 65", "must be from 1 to 64"},
        {"-m 12Q", "-m: memory is \"12Q\", which is not a size"},
        {"-m 9999999999999G", "which is not a size"},
        {"-m -1", "-m: memory is -1, but at least 0 is needed"},
        {"--connect-timeout=soon", "which is not a duration"},
        {"--connect-timeout=2m", "is 120000 ms, but must be from 1 ms to 60000 ms"},
        {"--format html", "--format: format is \"html\", but must be one of auto|text|ndjson"},
        {"--format tex", "must be one of"},
        {"--dry-run=maybe", "which is not true or false"},
        {"--topik x", "--topik: no such option; did you mean --topic?"},
        {"--zzzzzzzz", "--zzzzzzzz: no such option"},
        {"-Z", "-Z: no such option"},
        {"--topic", "--topic: NAME is missing"},
        {"-t", "-t: NAME is missing"},
        {"--no-topic", "--no-topic: no such option"},
        {"-X nonsense", "-X: KEY=VALUE is needed"},
        {"-X =x", "-X: KEY=VALUE is needed"},
        {"-c /nonexistent/a", "cannot open /nonexistent/a"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_error err;
        struct dw_options *options = open_words(cases[i].words, NULL, &err);

        if (options)
            fail_msg("%s: taken", cases[i].words);
        if (err.code != DW_CONFIG || !strstr(err.text, cases[i].error))
            fail_msg("%s: %s", cases[i].words, err.text);
    }
}

static void sizes_and_durations_have_units(void **state)
{
    static const struct {
        const char *words, *key;
        long long want;
    } cases[] = {
        {"-m 512", "memory", 512},
        {"-m 64k", "memory", 65536},
        {"-m 1G", "memory", 1LL << 30},
        {"--connect-timeout 500ms", "connect-timeout", 500},
        {"--connect-timeout 3", "connect-timeout", 3000},
        {"--connect-timeout 1m", "connect-timeout", 60000},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_error err;
        struct dw_options *options = open_words(cases[i].words, NULL, &err);

        assert_non_null(options);
        assert_int_equal(dw_options_number(options, cases[i].key), cases[i].want);
        dw_options_close(options);
    }
}

static void file_errors_name_the_line(void **state)
{
    static const struct {
        const char *bytes, *error;
    } cases[] = {
        {"topic=a\n\n# x\ntopik=b\n", "a.properties:4: topik: no such key; did you mean topic?"},
        {"topic\n", "a.properties:1: key=value is needed"},
        {"=x\n", "a.properties:1: key=value is needed"},
        {"\nlanes=many", "a.properties:2: lanes is \"many\""},
        {"linger.ms=5\n", "a.properties:1: linger.ms: no such key; librdkafka's properties are "
                          "written kafka.linger.ms"},
        {"help=true\n", "a.properties:1: help belongs on the command line"},
        {"config=b\n", "a.properties:1: config belongs on the command line"},
        {"topic=${NO_SUCH}\n", "a.properties:1: ${NO_SUCH}: the environment has no such variable"},
        {"topic=${file:missing}\n", "a.properties:1: cannot open"},
        {"topic=${TOPIC\n", "a.properties:1: ${NAME} or ${file:PATH} is needed"},
        {"topic=${}\n", "a.properties:1: ${NAME} or ${file:PATH} is needed"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_error err;

        if (open_file(cases[i].bytes, NULL, &err))
            fail_msg("%s: taken", cases[i].bytes);
        if (err.code != DW_CONFIG || !strstr(err.text, cases[i].error))
            fail_msg("%s: %s", cases[i].bytes, err.text);
    }
}

/* Programs share the file and the environment: what is another's is passed over, unless misspelt.
 */
static void what_is_for_others_is_passed_over(void **state)
{
    static const struct {
        const char *bytes, *topic;
    } cases[] = {
        {"topic=all\nflood-share=nonsense\nlisten=:1\n", "all"},
        {"test.topic=own\ntopic=all\n", "own"},
        {"topic=all\ntest.topic=own\nproducer.topic=other\n", "own"},
        {"producer.topic=other\n", "news.articles"},
        {"listen-token=${file:absent}\nproducer.topic=${NO_SUCH}\ntopic=all\n", "all"},
        {"producer.kafka.linger.ms=9\ntopic=all", "all"},
    };
    char *environment[] = {(char[]){"DISPUTEWIRE_FLOOD_SHARE=60"},
                           (char[]){"DISPUTEWIRE_CONSUMER_SERVICE_HOST=10.0.0.1"},
                           (char[]){"DISPUTEWIRE_CONSUMER_PORT=tcp://10.0.0.1:9464"},
                           (char[]){"DISPUTEWIRE_CONSUMER_PORT_9464_TCP_PROTO=tcp"}, NULL};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_error err;
        struct dw_options *options = open_file(cases[i].bytes, environment, &err);

        if (!options)
            fail_msg("%s: %s", cases[i].bytes, err.text);
        assert_string_equal(dw_options_text(options, "topic"), cases[i].topic);
        assert_int_equal(dw_options_n_properties(options), 0);
        dw_options_close(options);
    }
}

static void unknown_variables_are_refused(void **state)
{
    static const struct {
        const char *variable, *error;
    } cases[] = {
        {"DISPUTEWIRE_TOPIK=x", "DISPUTEWIRE_TOPIK: no option has this name; did you mean "
                                "DISPUTEWIRE_TOPIC?"},
        {"DISPUTEWIRE_FLOOD_SHRE=x", "did you mean DISPUTEWIRE_FLOOD_SHARE?"},
        {"DISPUTEWIRE_QWERTZUIOP=x", "DISPUTEWIRE_QWERTZUIOP: no option has this name; unset it"},
        {"DISPUTEWIRE_HELP=1", "DISPUTEWIRE_HELP: help belongs on the command line"},
        {"DISPUTEWIRE_DRY_RUN=maybe", "DISPUTEWIRE_DRY_RUN: dry-run is \"maybe\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char copy[64], *environment[] = {copy, NULL};
        struct dw_error err;

        snprintf(copy, sizeof copy, "%s", cases[i].variable);
        if (open_words("", environment, &err))
            fail_msg("%s: taken", cases[i].variable);
        if (!strstr(err.text, cases[i].error))
            fail_msg("%s: %s", cases[i].variable, err.text);
    }
}

/* --- reload ---------------------------------------------------------------------------------- */

static enum dw_err refuse_lanes_of_9(void *user, struct dw_options *fresh, struct dw_error *err)
{
    (void)user;
    if (dw_options_number(fresh, "lanes") == 9)
        return dw_options_fail(fresh, "lanes", err, "nine are too many");
    return DW_OK;
}

/* What is live is taken over, the rest stays; what is set elsewhere still comes before the file. */
static void a_reload_takes_what_is_live(void **state)
{
    static const char before[] = "lanes=3\nmemory=1M\npassword=a\nkafka.sasl.password=p\n"
                                 "kafka.linger.ms=1\nlog-level=error\n";
    static const struct {
        const char *label, *bytes;
        bool has_changed;
        int memory_mb;
        const char *password, *sasl;
    } cases[] = {
        {"the same", before, false, 1, "a", "p"},
        {"other values",
         "lanes=4\nmemory=2M\npassword=b\nkafka.sasl.password=q\nkafka.linger.ms=2\n"
         "log-level=error\n",
         true, 2, "b", "q"},
        {"what is not live alone",
         "lanes=4\nmemory=1M\npassword=a\nkafka.sasl.password=p\nkafka.linger.ms=2\n"
         "log-level=error\n",
         false, 1, "a", "p"},
        {"a value that is none", "memory=2M\nlanes=many\n", false, 1, "a", "p"},
        {"a key that is none", "memory=2M\nlane=1\n", false, 1, "a", "p"},
        {"what the program refuses", "memory=2M\nlanes=9\n", false, 1, "a", "p"},
        {"back to the defaults",
         "lanes=3\nlog-level=error\nkafka.sasl.password=p\nkafka.linger.ms=1\n", true, 256, NULL,
         "p"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_error err;
        struct dw_options *options = open_file(before, NULL, &err);
        const char *password;

        assert_non_null(options);
        write_file("a.properties", cases[i].bytes);
        dw_log_set(DW_LOG_ERROR, DW_LOG_TEXT);
        if (dw_options_reload(options, refuse_lanes_of_9, NULL) != cases[i].has_changed)
            fail_msg("%s: changed or not", cases[i].label);
        if (dw_options_number(options, "memory") != (long long)cases[i].memory_mb << 20)
            fail_msg("%s: memory", cases[i].label);
        password = dw_options_text(options, "password");
        assert_true(password ? cases[i].password && strcmp(password, cases[i].password) == 0
                             : !cases[i].password);
        assert_int_equal(dw_options_number(options, "lanes"), 3);
        assert_string_equal(dw_options_property(options, 0)->value, cases[i].sasl);
        assert_string_equal(dw_options_property(options, 1)->value, "1");
        dw_options_close(options);
    }
}

static void a_reload_comes_behind_the_command_line(void **state)
{
    char words[300];
    struct dw_error err;
    struct dw_options *options;

    (void)state;
    snprintf(words, sizeof words, "--memory 5M -X sasl.password=x -c %s",
             write_file("a.properties", "memory=1M\nlog-level=error\n"));
    options = open_words(words, NULL, &err);
    assert_non_null(options);
    write_file("a.properties", "memory=2M\nlog-level=error\nkafka.sasl.password=y\n");
    assert_false(dw_options_reload(options, refuse_lanes_of_9, NULL));
    assert_int_equal(dw_options_number(options, "memory"), 5 << 20);
    assert_string_equal(dw_options_property(options, 0)->value, "x");
    dw_options_close(options);
}

static void file_values_are_expanded(void **state)
{
    static const struct {
        const char *label, *bytes, *want;
    } cases[] = {
        {"plain", "topic=a b", "a b"},
        {"white space and carriage return", " \ttopic =  a b \r\n", "a b"},
        {"byte order mark", "\xef\xbb\xbftopic=a", "a"},
        {"equals in the value", "topic=a=b", "a=b"},
        {"hash in the value", "topic=a#b", "a#b"},
        {"last one wins", "topic=a\ntopic=b\n", "b"},
        {"environment", "topic=x-${PLACE}-y", "x-tokyo-y"},
        {"file less its newline", "topic=${file:secret}", "s3cret"},
        {"not looked into again", "topic=${NESTED}", "${PLACE}"},
        {"dollar", "topic=$$a $5 $", "$a $5 $"},
        {"empty", "topic=", ""},
    };
    char *environment[] = {(char[]){"PLACE=tokyo"}, (char[]){"NESTED=${PLACE}"}, NULL};

    (void)state;
    write_file("secret", "s3cret\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_error err;
        struct dw_options *options = open_file(cases[i].bytes, environment, &err);

        if (!options)
            fail_msg("%s: %s", cases[i].label, err.text);
        if (strcmp(dw_options_text(options, "topic"), cases[i].want) != 0)
            fail_msg("%s: got %s", cases[i].label, dw_options_text(options, "topic"));
        dw_options_close(options);
    }
}

static void properties_of_librdkafka_follow_the_same_order(void **state)
{
    char *environment[] = {(char[]){"DISPUTEWIRE_KAFKA_LINGER_MS=2"},
                           (char[]){"DISPUTEWIRE_KAFKA_CLIENT_ID=env"}, NULL};
    char words[300];
    struct dw_error err;
    struct dw_options *options;
    static const char *const want[][2] = {
        {"linger.ms", "1"}, {"sasl.password", "a=b"}, {"client.id", "env"}, {"acks", "all"}};

    (void)state;
    snprintf(words, sizeof words, "-X linger.ms=1 -Xsasl.password=a=b -c %s",
             write_file("c.properties", "kafka.linger.ms=3\nkafka.client.id=f\nkafka.acks=all\n"));
    options = open_words(words, environment, &err);
    assert_non_null(options);
    assert_int_equal(dw_options_n_properties(options), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(dw_options_property(options, i)->key, want[i][0]);
        assert_string_equal(dw_options_property(options, i)->value, want[i][1]);
    }
    dw_options_close(options);
}

static void secrets_are_not_shown(void **state)
{
    struct dw_error err;
    struct dw_options *options =
        open_words("--password hush -X sasl.password=hush -X ssl.key.pem=hush", NULL, &err);
    char *bytes;

    (void)state;
    assert_non_null(options);
    bytes = print(options);
    assert_null(strstr(bytes, "hush"));
    assert_non_null(strstr(bytes, "password=[redacted]"));
    assert_non_null(strstr(bytes, "kafka.sasl.password=[redacted]"));
    free(bytes);
    dw_options_close(options);
}

/* What the list of processes shows once the program has started; arguments are left as they are. */
static void secrets_leave_the_command_line(void **state)
{
    static const struct {
        const char *words, *left;
    } cases[] = {
        {"--password hush -n", "--password **** -n"},
        {"--password=hush", "--password=****"},
        {"-X sasl.password=hush -n", "-X sasl.password=**** -n"},
        {"-Xsasl.password=hush=", "-Xsasl.password=*****"},
        {"--property ssl.key.pem=hush", "--property ssl.key.pem=****"},
        {"--property=sasl.password=hush", "--property=sasl.password=****"},
        {"-X client.id=x --topic hush", "-X client.id=x --topic hush"},
        {"password=1 -- -Xsasl.password=2", "password=1 -- -Xsasl.password=2"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char copy[128], left[128] = "", *argv[8] = {(char[]){"test"}};
        struct dw_options *options;
        int argc = 1, status;

        snprintf(copy, sizeof copy, "%s", cases[i].words);
        for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
            argv[argc++] = word;
        options = dw_options_start(&program, argc, argv, &status);
        assert_non_null(options);
        dw_options_close(options);
        dw_log_close();
        for (int j = 1; j < argc; j++)
            snprintf(left + strlen(left), sizeof left - strlen(left), "%s%s", j > 1 ? " " : "",
                     argv[j]);
        assert_string_equal(left, cases[i].left);
    }
}

static void printed_settings_can_be_read_again(void **state)
{
    struct dw_error err;
    struct dw_options *options = open_words("--topic $a${b} --lanes 7 -X client.id=x -v --dry-run",
                                            NULL, &err),
                      *again;
    char *bytes, *bytes_again;

    (void)state;
    assert_non_null(options);
    bytes = print(options);
    again = open_file(bytes, NULL, &err);
    if (!again)
        fail_msg("%s", err.text);
    assert_string_equal(dw_options_text(again, "topic"), "$a${b}");
    assert_int_equal(dw_options_number(again, "lanes"), 7);
    assert_int_equal(dw_options_choice(again, "log-level"), DW_LOG_DEBUG);
    assert_true(dw_options_flag(again, "dry-run"));
    bytes_again = print(again);
    assert_non_null(strstr(bytes_again, "kafka.client.id=x\n"));
    free(bytes);
    free(bytes_again);
    dw_options_close(options);
    dw_options_close(again);
}

static void help_and_version_look_at_nothing_else(void **state)
{
    char *environment[] = {(char[]){"DISPUTEWIRE_LANES=bad"}, NULL};
    struct dw_error err;
    struct dw_options *options = open_words("--help -c /nonexistent", environment, &err);

    (void)state;
    assert_non_null(options);
    assert_int_equal(dw_options_request(options), DW_REQUEST_HELP);
    dw_options_close(options);
    options = open_words("-V", environment, &err);
    assert_non_null(options);
    assert_int_equal(dw_options_request(options), DW_REQUEST_VERSION);
    dw_options_close(options);
    assert_null(open_words("", environment, &err));
    assert_non_null(strstr(err.text, "DISPUTEWIRE_LANES: lanes is \"bad\""));
}

static void help_names_every_option(void **state)
{
    char *bytes = NULL;
    size_t len;
    FILE *out = open_memstream(&bytes, &len);

    (void)state;
    dw_options_print_help(&program, out);
    fclose(out);
    for (const struct dw_option *option = table; option->key; option++) {
        char name[64];

        snprintf(name, sizeof name, *option->key ? "--%s" : "%sInput:", option->key);
        assert_non_null(strstr(bytes, name));
    }
    assert_non_null(strstr(bytes, "-t, --topic NAME"));
    assert_non_null(strstr(bytes, "[news.articles]"));
    for (char *line = strtok(bytes, "\n"); line; line = strtok(NULL, "\n"))
        assert_true(strlen(line) <= 100);
    free(bytes);
}

static void distances(void **state)
{
    static const struct {
        const char *a, *b;
        size_t want;
    } cases[] = {
        {"", "", 0},
        {"a", "", 1},
        {"", "abc", 3},
        {"topic", "topic", 0},
        {"topik", "topic", 1},
        {"tpoic", "topic", 1},
        {"kitten", "sitting", 3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(dw_nearest_distance(cases[i].a, cases[i].b), cases[i].want);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    static const char *const names[] = {"a.properties", "b.properties", "c.properties", "secret"};
    char path[256];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_hold),
        cmocka_unit_test(the_command_line_takes_all_forms),
        cmocka_unit_test(arguments_keep_their_order),
        cmocka_unit_test(the_nearer_source_wins),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(sizes_and_durations_have_units),
        cmocka_unit_test(file_errors_name_the_line),
        cmocka_unit_test(what_is_for_others_is_passed_over),
        cmocka_unit_test(unknown_variables_are_refused),
        cmocka_unit_test(a_reload_takes_what_is_live),
        cmocka_unit_test(a_reload_comes_behind_the_command_line),
        cmocka_unit_test(file_values_are_expanded),
        cmocka_unit_test(properties_of_librdkafka_follow_the_same_order),
        cmocka_unit_test(secrets_are_not_shown),
        cmocka_unit_test(secrets_leave_the_command_line),
        cmocka_unit_test(printed_settings_can_be_read_again),
        cmocka_unit_test(help_and_version_look_at_nothing_else),
        cmocka_unit_test(help_names_every_option),
        cmocka_unit_test(distances),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
