/* SPDX-License-Identifier: MIT */
/* test_source.c - folders, files and pipes through input, feed and source to a sink. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "processors/base/log.h"
#include "processors/base/strbuf.h"
#include "producer/source.h"

static char folder[] = "/tmp/dw-source-XXXXXX";

/* What the sink was told, a line each: "+place id", "!place reason", "~place reason". */
static struct dw_strbuf told;
static volatile sig_atomic_t stop;
static int n_idle;
static enum dw_err take_fails;

static const char *below(const char *place)
{
    size_t len = strlen(folder);

    return strncmp(place, folder, len) == 0 ? place + len + 1 : place;
}

static enum dw_err take(void *user, const struct dw_record *record, struct dw_error *err)
{
    (void)user;
    dw_strbuf_addf(&told, "+%s %s\n", below(record->place),
                   strncmp(record->id, "text-", 5) == 0 ? "text" : record->id);
    return take_fails ? dw_error_set(err, take_fails, 0, "told to fail") : DW_OK;
}

static void refuse(void *user, const char *place, const struct dw_error *why)
{
    (void)user;
    dw_strbuf_addf(&told, "!%s %s\n", below(place), why->text);
}

static void skip_source(void *user, const char *place, const char *why)
{
    (void)user;
    dw_strbuf_addf(&told, "~%s %s\n", below(place), why);
}

static void idle(void *user)
{
    (void)user;
    if (++n_idle == 3)
        stop = 1;
}

static const struct dw_sink sink = {
    .take = take,
    .refuse = refuse,
    .skip = skip_source,
    .hooks = {.stop = &stop, .idle = idle},
};

static const char *path_of(const char *name)
{
    static char path[512];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_bytes(const char *name, const char *bytes, size_t len)
{
    FILE *file = fopen(path_of(name), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
}

static void write_text(const char *name, const char *text)
{
    write_bytes(name, text, strlen(text));
}

/* Read `name` below the folder ("" is the folder, "-" standard input) and give what was told. */
static const char *read_source(const char *name, int format)
{
    struct dw_source_options options = {.format = dw_format_get(format)};
    struct dw_error err = {.code = DW_OK};
    enum dw_err rc;

    dw_strbuf_reset(&told);
    stop = 0;
    n_idle = 0;
    rc = dw_source_run(strcmp(name, "-") == 0 ? name : path_of(name), &options, &sink, &err);
    assert_int_equal(rc, take_fails);
    return told.len ? told.bytes : "";
}

static void formats_are_found(void **state)
{
    static const struct {
        const char *name, *bytes, *want;
    } cases[] = {
        {"a.txt", "{\"text\":\"x\"}", "text"},
        {"a.json", "Talks", "json"},
        {"a.ndjson", "Talks", "ndjson"},
        {"a.jsonl", "", "ndjson"},
        {"b.json/a", "Talks", "text"},
        {"a.js", "Talks", "text"},
        {"a.story", "", "text"},
        {"-", "Talks began.", "text"},
        {"-", "[BRUSSELS] Talks", "text"},
        {"-", "{\"text\":\"x\"}\n{\"text\":\"y\"}\n", "ndjson"},
        {"-", "{\"text\":\"x\"} \r\n", "ndjson"},
        {"-", "{\"text\":\"a long first lin", "ndjson"},
        {"-", "\xef\xbb\xbf{\"text\":\"x\"}\n", "ndjson"},
        {"-", "{\n \"text\": \"x\"\n}\n", "json"},
        {"-", "\n{\"text\":\n\"x\"}", "json"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct dw_format *format =
            dw_format_find(cases[i].name, cases[i].bytes, strlen(cases[i].bytes));

        if (strcmp(format->name, cases[i].want) != 0)
            fail_msg("%s %s: %s", cases[i].name, cases[i].bytes, format->name);
    }
}

static void format_names_and_table_agree(void **state)
{
    char names[] = DW_FORMAT_NAMES;
    int n = 0;

    (void)state;
    for (char *name = strtok(names, "|"); name; name = strtok(NULL, "|"), n++) {
        const struct dw_format *format = dw_format_get(n);

        assert_string_equal(format ? format->name : "auto", name);
    }
}

static void folders_are_read_in_order(void **state)
{
    (void)state;
    assert_int_equal(mkdir(path_of("wire"), 0755), 0);
    assert_int_equal(mkdir(path_of("wire/b"), 0755), 0);
    assert_int_equal(mkdir(path_of("wire/empty"), 0755), 0);
    write_text("wire/c.txt", "Talks began.");
    write_text("wire/B.txt", "Talks ended.");
    write_text("wire/a.ndjson", "{\"id\":\"1\",\"text\":\"x\"}\n\n{\"id\":\"2\",\"text\":\"y\"}");
    write_text("wire/b/z.json", "{\"id\":\"z\",\n\"text\":\"x\"}");
    write_text("wire/.hidden", "x");
    write_text("wire/c.txt~", "x");
    assert_int_equal(symlink("..", path_of("wire/b/up")), 0);
    assert_int_equal(symlink("gone", path_of("wire/d.txt")), 0);
    assert_int_equal(symlink("c.txt", path_of("wire/e.txt")), 0);
    assert_int_equal(mkfifo(path_of("wire/f"), 0644), 0);
    assert_string_equal(read_source("wire", 0),
                        "~wire/.hidden hidden\n"
                        "+wire/B.txt text\n"
                        "+wire/a.ndjson:1 1\n"
                        "+wire/a.ndjson:3 2\n"
                        "~wire/b/up a link to a folder\n"
                        "+wire/b/z.json z\n"
                        "+wire/c.txt text\n"
                        "~wire/c.txt~ an editor's back-up\n"
                        "!wire/d.txt cannot open: No such file or directory\n"
                        "+wire/e.txt text\n"
                        "~wire/f not a file\n");
}

static void bad_input_is_named_and_the_rest_goes_on(void **state)
{
    (void)state;
    assert_int_equal(mkdir(path_of("bad"), 0755), 0);
    write_text("bad/a.txt", "");
    write_text("bad/b.txt", " \n");
    write_bytes("bad/c.txt", "abc\0defghijklmnopqrs", 20);
    write_text("bad/d.ndjson", "{\"id\":\"1\",\"text\":\"x\"}\n{\"id\":\"2\",\"text\":\"x\"}\n"
                               "{\"id\":\"3\",\"text\":\n{\"id\":\"4\",\"text\":7}\n"
                               "{\"id\":\"5\",\"text\":\"x\"}\n");
    write_text("bad/e.ndjson", "\n\n");
    write_text("bad/f.txt", "Talks at the caf\xe9 began on Monday.");
    assert_string_equal(read_source("bad", 0),
                        "!bad/a.txt empty\n"
                        "!bad/b.txt text is blank\n"
                        "!bad/c.txt text holds a NUL byte at byte 3\n"
                        "+bad/d.ndjson:1 1\n"
                        "+bad/d.ndjson:2 2\n"
                        "!bad/d.ndjson:3 not JSON: unexpected token (line 1, byte 17)\n"
                        "!bad/d.ndjson:4 field text: wanted a string, got integer\n"
                        "+bad/d.ndjson:5 5\n"
                        "!bad/e.ndjson empty: no record in 2 lines\n"
                        "+bad/f.txt text\n");
    assert_string_equal(read_source("bad/none.txt", 0),
                        "!bad/none.txt cannot open: No such file or directory\n");
    assert_string_equal(read_source("bad/a.txt/b", 0),
                        "!bad/a.txt/b cannot open: Not a directory\n");
}

static void a_given_format_overrules_the_name(void **state)
{
    (void)state;
    write_text("x.txt", "{\"id\":\"1\",\"text\":\"x\"}\n");
    assert_string_equal(read_source("x.txt", 0), "+x.txt text\n");
    assert_string_equal(read_source("x.txt", 2), "+x.txt:1 1\n");
    assert_string_equal(read_source("x.txt", 3), "+x.txt 1\n");
}

/* Root may read anything, so another user looks, in a process of its own. */
static void an_unreadable_folder_is_named(void **state)
{
    int status;
    pid_t child;

    (void)state;
    assert_int_equal(mkdir(path_of("locked"), 0700), 0);
    write_text("locked/a.txt", "Talks began.");
    assert_int_equal(mkdir(path_of("open"), 0755), 0);
    write_text("open/a.txt", "Talks began.");
    assert_int_equal(chmod(path_of("open/a.txt"), 0), 0);
    assert_int_equal(chmod(path_of("locked"), 0), 0);
    child = fork();
    if (child == 0) {
        bool right = geteuid() != 0 || setuid(65534) == 0;

        right = right && strcmp(read_source("locked", 0),
                                "!locked cannot read folder: Permission denied\n") == 0;
        right = right &&
                strcmp(read_source("open", 0), "!open/a.txt cannot open: Permission denied\n") == 0;
        _exit(right ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(chmod(path_of("locked"), 0700), 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void a_failing_sink_ends_the_reading(void **state)
{
    (void)state;
    write_text("two.ndjson", "{\"id\":\"1\",\"text\":\"x\"}\n{\"id\":\"2\",\"text\":\"y\"}\n");
    take_fails = DW_BROKER;
    assert_string_equal(read_source("two.ndjson", 0), "+two.ndjson:1 1\n");
    take_fails = DW_OK;
}

/* Standard input from a pipe that `bytes` were written to and that stays open. */
static void feed_pipe(const char *bytes, int *keep, int *saved)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes, strlen(bytes)), strlen(bytes));
    *saved = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    *keep = ends[1];
}

static void end_pipe(int keep, int saved)
{
    if (keep >= 0)
        close(keep);
    dup2(saved, STDIN_FILENO);
    close(saved);
}

static void standard_input_is_read_to_its_end(void **state)
{
    int keep, saved;

    (void)state;
    feed_pipe("Talks began.\n", &keep, &saved);
    close(keep);
    assert_string_equal(read_source("-", 0), "+standard input text\n");
    end_pipe(-1, saved);
    feed_pipe("", &keep, &saved);
    close(keep);
    assert_string_equal(read_source("-", 0), "!standard input empty\n");
    end_pipe(-1, saved);
}

static void lines_of_a_pipe_do_not_wait_for_its_end(void **state)
{
    int keep, saved;

    (void)state;
    feed_pipe("{\"id\":\"1\",\"text\":\"x\"}\n{\"id\":\"2\",\"te", &keep, &saved);
    assert_string_equal(read_source("-", 0), "+standard input:1 1\n");
    assert_int_equal(stop, 1); /* by idle: the torn second line is not taken */
    end_pipe(keep, saved);
}

static void a_text_torn_by_a_signal_is_not_taken(void **state)
{
    int keep, saved;

    (void)state;
    feed_pipe("Talks beg", &keep, &saved);
    assert_string_equal(read_source("-", 0), "");
    end_pipe(keep, saved);
}

/* --- input alone ----------------------------------------------------------------------------- */

static const struct dw_input_hooks no_hooks = {.stop = NULL};

static void lines_end_where_they_end(void **state)
{
    static const struct {
        const char *label, *bytes, *want;
    } cases[] = {
        {"nothing", "", ""},
        {"one", "a", "[a]"},
        {"ended", "a\n", "[a]"},
        {"two", "a\nb", "[a][b]"},
        {"blank ones", "\n\na\n\n", "[][][a][]"},
        {"carriage returns", "a\r\n\r\nb\rc\r\n", "[a][][b\rc]"},
        {"long in the middle", "a\n123456789\nb\n", "[a]<>[b]"},
        {"long at the end", "a\n123456789", "[a]<>"},
        {"as long as may be", "12345678\n", "[12345678]"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_input input;
        const char *bytes;
        size_t len;
        bool too_long;

        write_text("lines", cases[i].bytes);
        dw_strbuf_reset(&told);
        assert_int_equal(dw_input_open(&input, path_of("lines"), &no_hooks, NULL), DW_OK);
        for (;;) {
            assert_int_equal(dw_input_line(&input, 8, &bytes, &len, &too_long, NULL), DW_OK);
            if (!bytes)
                break;
            dw_strbuf_addf(&told, too_long ? "<%.*s>" : "[%.*s]", (int)len, bytes);
        }
        if (strcmp(told.len ? told.bytes : "", cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].label, told.bytes);
        dw_input_close(&input);
    }
}

static void a_line_may_be_longer_than_a_read(void **state)
{
    enum { LEN = 1000000 };
    char *text = malloc(LEN + 4);
    struct dw_input input;
    const char *bytes;
    size_t len;
    bool too_long;

    (void)state;
    memset(text, 'x', LEN);
    memcpy(text + LEN, "\nyy\n", 4);
    write_bytes("long", text, LEN + 4);
    assert_int_equal(dw_input_open(&input, path_of("long"), &no_hooks, NULL), DW_OK);
    assert_int_equal(dw_input_line(&input, LEN, &bytes, &len, &too_long, NULL), DW_OK);
    assert_false(too_long);
    assert_int_equal(len, LEN);
    assert_memory_equal(bytes, text, LEN);
    assert_int_equal(dw_input_line(&input, LEN, &bytes, &len, &too_long, NULL), DW_OK);
    assert_int_equal(len, 2);
    dw_input_close(&input);
    assert_int_equal(dw_input_open(&input, path_of("long"), &no_hooks, NULL), DW_OK);
    assert_int_equal(dw_input_line(&input, LEN / 2, &bytes, &len, &too_long, NULL), DW_OK);
    assert_true(too_long);
    assert_int_equal(dw_input_line(&input, LEN / 2, &bytes, &len, &too_long, NULL), DW_OK);
    assert_false(too_long);
    assert_int_equal(len, 2);
    dw_input_close(&input);
    free(text);
}

static void all_has_a_limit(void **state)
{
    struct dw_input input;
    const char *bytes;
    size_t len;
    bool too_long;

    (void)state;
    write_text("all", "0123456789");
    for (size_t max = 9; max <= 10; max++) {
        assert_int_equal(dw_input_open(&input, path_of("all"), &no_hooks, NULL), DW_OK);
        assert_int_equal(dw_input_peek(&input, &bytes, &len, NULL), DW_OK);
        assert_int_equal(len, 10);
        assert_int_equal(dw_input_all(&input, max, &bytes, &len, &too_long, NULL), DW_OK);
        assert_int_equal(too_long, max == 9);
        assert_int_equal(len, max == 9 ? 0 : 10);
        dw_input_close(&input);
    }
}

static int make_folder(void **state)
{
    (void)state;
    dw_strbuf_init(&told);
    dw_log_open(&(struct dw_log_options){.level = DW_LOG_ERROR, .fd = STDERR_FILENO});
    return mkdtemp(folder) && chmod(folder, 0755) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[64];

    (void)state;
    dw_strbuf_fini(&told);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_are_found),
        cmocka_unit_test(format_names_and_table_agree),
        cmocka_unit_test(folders_are_read_in_order),
        cmocka_unit_test(bad_input_is_named_and_the_rest_goes_on),
        cmocka_unit_test(a_given_format_overrules_the_name),
        cmocka_unit_test(an_unreadable_folder_is_named),
        cmocka_unit_test(a_failing_sink_ends_the_reading),
        cmocka_unit_test(standard_input_is_read_to_its_end),
        cmocka_unit_test(lines_of_a_pipe_do_not_wait_for_its_end),
        cmocka_unit_test(a_text_torn_by_a_signal_is_not_taken),
        cmocka_unit_test(lines_end_where_they_end),
        cmocka_unit_test(a_line_may_be_longer_than_a_read),
        cmocka_unit_test(all_has_a_limit),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
