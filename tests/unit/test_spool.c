/* SPDX-License-Identifier: MIT */
/* test_spool.c - a watched folder with a sink that only takes notes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "processors/base/strbuf.h"
#include "producer/spool.h"

static char top[] = "/tmp/dw-spool-XXXXXX";
static char folder[64];
static struct dw_ledger *ledger;
static struct dw_spool *spool;
static struct dw_strbuf taken; /* names, a line each */
static size_t n_added, n_settled, n_refused;
static volatile sig_atomic_t stop;
static struct dw_error err;

static const char *name_of(const char *place)
{
    return place + strlen(folder) + 1;
}

static enum dw_err take(void *user, const struct dw_record *record, struct dw_error *why)
{
    (void)user;
    (void)why;
    n_added++;
    dw_strbuf_addf(&taken, "%s\n", name_of(record->place));
    return DW_OK;
}

static void refuse(void *user, const char *place, const struct dw_error *why)
{
    (void)user;
    (void)place;
    (void)why;
    n_refused++;
}

static void pass_over(void *user, const char *place, const char *why)
{
    (void)user;
    (void)place;
    (void)why;
}

static void open_spool(enum dw_spool_after after)
{
    static const struct dw_source_options source = {.format = NULL};
    static const struct dw_sink sink = {
        .take = take, .refuse = refuse, .skip = pass_over, .hooks = {.stop = &stop}};
    const struct dw_spool_options how = {
        .source = &source,
        .sink = &sink,
        .ledger = ledger,
        .n_added = &n_added,
        .n_settled = &n_settled,
        .n_refused = &n_refused,
        .after = after,
    };

    n_added = n_settled = n_refused = 0;
    dw_strbuf_reset(&taken);
    err = (struct dw_error){.code = DW_OK};
    if (dw_spool_open(&spool, &how, &err) || dw_spool_watch(spool, folder, &err))
        fail_msg("%s", err.text);
}

static void serve(void)
{
    bool busy;

    do
        if (dw_spool_serve(spool, &busy, &err))
            fail_msg("%s", err.text);
    while (busy);
}

/* Write a file, `age` seconds old. */
static void put(const char *name, const char *text, int age)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    if (age) {
        struct timespec times[2] = {{.tv_sec = time(NULL) - age}, {.tv_sec = time(NULL) - age}};

        assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    }
}

static bool is_there(const char *name)
{
    char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return access(path, F_OK) == 0;
}

static void assert_taken(const char *names)
{
    assert_string_equal(taken.len ? taken.bytes : "", names);
}

/* --- what is taken --------------------------------------------------------------------------- */

static void what_is_there_and_what_arrives_is_read(void **state)
{
    (void)state;
    put("old.txt", "Talks began.", 60);
    open_spool(DW_SPOOL_KEEP);
    serve();
    assert_taken("old.txt\n");
    put("new.txt", "Talks ended.", 0);
    serve();
    assert_taken("old.txt\nnew.txt\n");
    dw_spool_close(spool);
}

static void what_is_not_complete_is_left(void **state)
{
    char from[160], to[160];
    FILE *writer;

    (void)state;
    put("young.txt", "Talks began.", 0);
    put("upload.part", "Talks", 60);
    put(".hidden", "Talks", 60);
    put("edited.txt~", "Talks", 60);
    open_spool(DW_SPOOL_KEEP);
    serve();
    assert_taken("");
    /* A writer that takes its time. */
    snprintf(from, sizeof from, "%s/slow.txt", folder);
    writer = fopen(from, "w");
    fputs("Talks", writer);
    fflush(writer);
    serve();
    assert_taken("");
    fputs(" began.", writer);
    fclose(writer);
    serve();
    assert_taken("slow.txt\n");
    /* One that renames what is finished. */
    snprintf(from, sizeof from, "%s/upload.part", folder);
    snprintf(to, sizeof to, "%s/upload.txt", folder);
    assert_int_equal(rename(from, to), 0);
    serve();
    assert_taken("slow.txt\nupload.txt\n");
    dw_spool_close(spool);
}

static void new_folders_are_watched(void **state)
{
    char path[96];

    (void)state;
    open_spool(DW_SPOOL_KEEP);
    snprintf(path, sizeof path, "%s/asia", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    serve();
    put("asia/a.txt", "Talks began.", 0);
    serve();
    assert_taken("asia/a.txt\n");
    dw_spool_close(spool);
}

/* --- what becomes of it ---------------------------------------------------------------------- */

static void files_are_done_with_when_their_records_are_safe(void **state)
{
    (void)state;
    open_spool(DW_SPOOL_MOVE);
    put("a.txt", "Talks began.", 0);
    serve();
    assert_true(is_there("a.txt"));
    n_settled = n_added;
    serve();
    assert_false(is_there("a.txt"));
    assert_true(is_there(".published/a.txt"));
    dw_spool_close(spool);

    open_spool(DW_SPOOL_DELETE);
    put("b.txt", "Talks began.", 0);
    serve();
    n_settled = n_added;
    serve();
    assert_false(is_there("b.txt"));
    dw_spool_close(spool);
}

static void what_could_not_be_published_is_never_deleted(void **state)
{
    char place[128];

    (void)state;
    open_spool(DW_SPOOL_DELETE);
    put("broken.ndjson", "{\"text\": \"Talks began.\"}\n{\"text\": 7}\n", 0);
    put("long.txt", "Talks began.", 0);
    serve();
    snprintf(place, sizeof place, "%s/long.txt", folder);
    dw_spool_fail(spool, place);
    n_settled = n_added;
    serve();
    assert_true(is_there(".rejected/broken.ndjson"));
    assert_true(is_there(".rejected/long.txt"));
    dw_spool_close(spool);
}

static void a_file_changed_meanwhile_stays(void **state)
{
    (void)state;
    open_spool(DW_SPOOL_DELETE);
    put("a.txt", "Talks began.", 0);
    serve();
    put("a.txt", "Talks began again.", 0);
    n_settled = n_added;
    serve();
    assert_true(is_there("a.txt"));
    n_settled = n_added;
    serve();
    assert_false(is_there("a.txt"));
    assert_taken("a.txt\na.txt\n");
    dw_spool_close(spool);
}

static void kept_files_are_remembered_over_a_restart(void **state)
{
    (void)state;
    put("safe.txt", "Talks began.", 60);
    put("unsafe.txt", "Talks ended.", 60);
    open_spool(DW_SPOOL_KEEP);
    serve();
    assert_int_equal(n_added, 2);
    n_settled = 1;
    serve();
    dw_spool_close(spool);
    open_spool(DW_SPOOL_KEEP);
    serve();
    assert_int_equal(n_added, 1);
    n_settled = 1;
    serve();
    put("safe.txt", "Talks began once more.", 60);
    serve();
    assert_int_equal(n_added, 2);
    dw_spool_close(spool);
}

/* --- frame ----------------------------------------------------------------------------------- */

static int make_folder(void **state)
{
    char path[80];

    (void)state;
    memcpy(strrchr(top, '-') + 1, "XXXXXX", 6);
    if (!mkdtemp(top))
        return -1;
    snprintf(folder, sizeof folder, "%s/in", top);
    snprintf(path, sizeof path, "%s/ledger", top);
    dw_strbuf_init(&taken);
    return mkdir(folder, 0700) || dw_ledger_open(&ledger, path, NULL);
}

static int remove_folder(void **state)
{
    char command[64];

    (void)state;
    dw_ledger_close(ledger);
    dw_strbuf_fini(&taken);
    snprintf(command, sizeof command, "rm -rf %s", top);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_there_and_what_arrives_is_read, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(what_is_not_complete_is_left, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(new_folders_are_watched, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(files_are_done_with_when_their_records_are_safe,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_could_not_be_published_is_never_deleted, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_file_changed_meanwhile_stays, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(kept_files_are_remembered_over_a_restart, make_folder,
                                        remove_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
