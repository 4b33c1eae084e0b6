/* SPDX-License-Identifier: MIT */
/* test_ledger.c - what the ledger knows, over restarts and deaths between its steps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "producer/ledger.h"

static char folder[] = "/tmp/dw-ledger-XXXXXX";
static char path[64];
static struct dw_ledger *ledger;
static struct dw_error err;

static void open_ledger(void)
{
    bool is_new;

    err = (struct dw_error){.code = DW_OK};
    if (dw_ledger_open(&ledger, path, &err))
        fail_msg("%s", err.text);
    assert_int_equal(dw_ledger_aim(ledger, "cluster", "topic", &is_new, &err), DW_OK);
}

static void close_ledger(void)
{
    dw_ledger_close(ledger);
    ledger = NULL;
}

static void reopen(void)
{
    close_ledger();
    open_ledger();
}

/* A record of that id, version (NULL: none) and text. */
static struct dw_record record_of(const char *id, const char *version, const char *text)
{
    struct dw_record record = {
        .place = "a.txt", .id = id, .version = version, .value = text, .len = strlen(text)};

    memset(record.digest, text[0], sizeof record.digest);
    return record;
}

static enum dw_ledger_answer look(const char *id, const char *version, const char *text)
{
    struct dw_record record = record_of(id, version, text);
    enum dw_ledger_answer answer;

    assert_int_equal(dw_ledger_look(ledger, &record, &answer, &err), DW_OK);
    return answer;
}

static void intend(const char *id, const char *version, const char *text)
{
    struct dw_record record = record_of(id, version, text);
    enum dw_ledger_answer answer;

    if (dw_ledger_intend(ledger, &record, &answer, &err))
        fail_msg("%s", err.text);
    assert_int_equal(answer, DW_LEDGER_NEW);
}

static void find(const char *id, const char *version, const char *text)
{
    struct dw_record record = record_of(id, version, text);

    assert_int_equal(dw_ledger_found(ledger, &record, &err), DW_OK);
}

static void seal(void)
{
    assert_int_equal(dw_ledger_seal(ledger, &err), DW_OK);
}

static void settle(void)
{
    assert_int_equal(dw_ledger_settle(ledger, &err), DW_OK);
}

static size_t count(void)
{
    size_t n;

    assert_int_equal(dw_ledger_count(ledger, &n, &err), DW_OK);
    return n;
}

/* --- what is the same article ---------------------------------------------------------------- */

static void identity_is_id_and_version_or_text(void **state)
{
    static const struct {
        const char *label, *id, *version, *text;
        enum dw_ledger_answer want;
    } cases[] = {
        {"the same", "a", "1", "x", DW_LEDGER_KNOWN},
        {"a new version", "a", "2", "x", DW_LEDGER_NEW},
        {"another text of this version", "a", "1", "y", DW_LEDGER_CHANGED},
        {"another id", "b", "1", "x", DW_LEDGER_NEW},
        {"no version, same text", "u", NULL, "x", DW_LEDGER_KNOWN},
        {"no version, another text", "u", NULL, "y", DW_LEDGER_NEW},
        {"versions and none are apart", "a", NULL, "x", DW_LEDGER_NEW},
        {"what SQL might read", "a'; DROP TABLE article; --", "1", "x", DW_LEDGER_NEW},
    };

    (void)state;
    open_ledger();
    intend("a", "1", "x");
    intend("u", NULL, "x");
    settle();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (look(cases[i].id, cases[i].version, cases[i].text) != cases[i].want)
            fail_msg("%s", cases[i].label);
    close_ledger();
}

static void targets_are_apart(void **state)
{
    bool is_new;

    (void)state;
    open_ledger();
    intend("t", "1", "x");
    settle();
    assert_int_equal(dw_ledger_aim(ledger, "cluster", "other", &is_new, &err), DW_OK);
    assert_true(is_new);
    assert_int_equal(look("t", "1", "x"), DW_LEDGER_NEW);
    assert_int_equal(dw_ledger_aim(ledger, "cluster", "topic", &is_new, &err), DW_OK);
    assert_false(is_new);
    assert_int_equal(look("t", "1", "x"), DW_LEDGER_KNOWN);
    close_ledger();
}

static void what_is_known_is_not_intended_again(void **state)
{
    static const struct {
        const char *label, *version, *text;
        enum dw_ledger_answer want;
    } cases[] = {
        {"settled", "1", "x", DW_LEDGER_KNOWN},
        {"settled with another text", "1", "y", DW_LEDGER_CHANGED},
        {"new", "2", "y", DW_LEDGER_NEW},
        {"intended just before", "2", "y", DW_LEDGER_KNOWN},
        {"no version", NULL, "y", DW_LEDGER_NEW},
        {"no version, again", NULL, "y", DW_LEDGER_KNOWN},
    };

    (void)state;
    open_ledger();
    intend("twice", "1", "x");
    settle();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dw_record record = record_of("twice", cases[i].version, cases[i].text);
        enum dw_ledger_answer answer;

        assert_int_equal(dw_ledger_intend(ledger, &record, &answer, &err), DW_OK);
        if (answer != cases[i].want)
            fail_msg("%s", cases[i].label);
    }
    assert_int_equal(count(), 2);
    settle();
    assert_int_equal(count(), 0);
    close_ledger();
}

/* --- deaths ---------------------------------------------------------------------------------- */

static void a_death_of_one_target_is_none_of_another(void **state)
{
    bool is_new;

    (void)state;
    open_ledger();
    intend("open", "1", "x");
    seal();
    reopen();
    assert_int_equal(dw_ledger_aim(ledger, "cluster", "third", &is_new, &err), DW_OK);
    assert_int_equal(count(), 0);
    intend("done", "1", "x");
    settle();
    reopen();
    assert_int_equal(count(), 1);
    assert_int_equal(dw_ledger_drop(ledger, &err), DW_OK);
    assert_int_equal(look("open", "1", "x"), DW_LEDGER_NEW);
    assert_int_equal(dw_ledger_aim(ledger, "cluster", "third", &is_new, &err), DW_OK);
    assert_int_equal(look("done", "1", "x"), DW_LEDGER_KNOWN);
    close_ledger();
}

/* Numbers of what was forgotten are not given out again as if they were settled. */
static void what_is_intended_after_a_forgetting_is_open(void **state)
{
    (void)state;
    open_ledger();
    intend("early", "1", "x");
    settle();
    assert_int_equal(dw_ledger_forget(ledger, -3600, &err), DW_OK);
    reopen();
    intend("late", "1", "x");
    seal();
    reopen();
    assert_int_equal(count(), 1);
    assert_int_equal(dw_ledger_drop(ledger, &err), DW_OK);
    close_ledger();
}

static void a_death_leaves_what_was_sealed(void **state)
{
    (void)state;
    open_ledger();
    intend("before-seal", "1", "x");
    reopen();
    assert_int_equal(count(), 0);
    intend("after-seal", "1", "x");
    seal();
    intend("next", "1", "x");
    reopen();
    assert_int_equal(count(), 1);
    assert_int_equal(look("after-seal", "1", "x"), DW_LEDGER_KNOWN);
    assert_int_equal(look("next", "1", "x"), DW_LEDGER_NEW);
    assert_int_equal(dw_ledger_drop(ledger, &err), DW_OK);
    close_ledger();
}

static void the_topic_decides_what_was_intended(void **state)
{
    (void)state;
    open_ledger();
    intend("went", "1", "x");
    intend("went-plain", NULL, "x");
    intend("went-not", "1", "x");
    seal();
    reopen();
    find("went", "1", "x");
    find("went-plain", NULL, "x");
    /* The same id with another text or version is somebody else's record. */
    find("went-not", "1", "y");
    find("went-not", "2", "x");
    find("went-not", NULL, "x");
    find("stranger", "1", "x");
    assert_int_equal(count(), 1);
    assert_int_equal(dw_ledger_drop(ledger, &err), DW_OK);
    reopen();
    assert_int_equal(look("went", "1", "x"), DW_LEDGER_KNOWN);
    assert_int_equal(look("went-plain", NULL, "x"), DW_LEDGER_KNOWN);
    assert_int_equal(look("went-not", "1", "x"), DW_LEDGER_NEW);
    assert_int_equal(look("stranger", "1", "x"), DW_LEDGER_NEW);
    close_ledger();
}

static void a_refused_record_is_taken_back(void **state)
{
    struct dw_record record = record_of("long", "1", "x");

    (void)state;
    open_ledger();
    intend("long", "1", "x");
    intend("short", "1", "x");
    assert_int_equal(dw_ledger_recant(ledger, &record, &err), DW_OK);
    settle();
    assert_int_equal(look("long", "1", "x"), DW_LEDGER_NEW);
    assert_int_equal(look("short", "1", "x"), DW_LEDGER_KNOWN);
    close_ledger();
}

/* --- the rest -------------------------------------------------------------------------------- */

static void positions_and_notes_last(void **state)
{
    int64_t offset;
    char *text;

    (void)state;
    open_ledger();
    assert_int_equal(dw_ledger_position(ledger, 7, &offset, &err), DW_OK);
    assert_int_equal(offset, -1);
    assert_int_equal(dw_ledger_note_position(ledger, 7, INT64_MAX, &err), DW_OK);
    assert_int_equal(dw_ledger_note_set(ledger, "file", "a b", "1:2", &err), DW_OK);
    settle();
    reopen();
    assert_int_equal(dw_ledger_position(ledger, 7, &offset, &err), DW_OK);
    assert_true(offset == INT64_MAX);
    assert_int_equal(dw_ledger_note_get(ledger, "file", "a b", &text, &err), DW_OK);
    assert_string_equal(text, "1:2");
    free(text);
    assert_int_equal(dw_ledger_note_get(ledger, "feed", "a b", &text, &err), DW_OK);
    assert_null(text);
    close_ledger();
}

static void old_articles_are_forgotten(void **state)
{
    (void)state;
    open_ledger();
    intend("old", "1", "x");
    settle();
    assert_int_equal(dw_ledger_forget(ledger, 3600, &err), DW_OK);
    assert_int_equal(look("old", "1", "x"), DW_LEDGER_KNOWN);
    assert_int_equal(dw_ledger_forget(ledger, -3600, &err), DW_OK);
    assert_int_equal(look("old", "1", "x"), DW_LEDGER_NEW);
    close_ledger();
}

static void each_ledger_has_a_name_of_its_own(void **state)
{
    char name[64], other[80];
    struct dw_ledger *second;

    (void)state;
    open_ledger();
    snprintf(name, sizeof name, "%s", dw_ledger_name(ledger));
    assert_int_equal(strlen(name), 32);
    reopen();
    assert_string_equal(dw_ledger_name(ledger), name);
    snprintf(other, sizeof other, "%s-other", path);
    assert_int_equal(dw_ledger_open(&second, other, &err), DW_OK);
    assert_string_not_equal(dw_ledger_name(second), name);
    dw_ledger_close(second);
    close_ledger();
}

static void only_one_process_may_have_it(void **state)
{
    struct dw_error why = {.code = DW_OK};
    int status;
    pid_t child;

    (void)state;
    open_ledger();
    child = fork();
    if (child == 0) {
        struct dw_ledger *second;

        _exit(dw_ledger_open(&second, path, &why) == DW_CONFIG && strstr(why.text, "in use") ? 0
                                                                                             : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close_ledger();
}

static void what_is_no_ledger_is_left_alone(void **state)
{
    struct dw_error why = {.code = DW_OK};
    struct dw_ledger *second;
    char name[80];
    FILE *file;

    (void)state;
    snprintf(name, sizeof name, "%s/notes.txt", folder);
    file = fopen(name, "w");
    assert_non_null(file);
    for (int i = 0; i < 100; i++)
        fputs("These are notes of a meeting, not a ledger.\n", file);
    fclose(file);
    assert_int_equal(dw_ledger_open(&second, name, &why), DW_CONFIG);
    assert_non_null(strstr(why.text, "not a ledger"));
    why.code = DW_OK;
    assert_int_equal(dw_ledger_open(&second, "/nowhere/ledger", &why), DW_CONFIG);
    assert_non_null(strstr(why.text, "/nowhere/ledger"));
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/ledger", folder);
    return 0;
}

static int remove_folder(void **state)
{
    char command[64];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identity_is_id_and_version_or_text),
        cmocka_unit_test(targets_are_apart),
        cmocka_unit_test(what_is_known_is_not_intended_again),
        cmocka_unit_test(a_death_of_one_target_is_none_of_another),
        cmocka_unit_test(what_is_intended_after_a_forgetting_is_open),
        cmocka_unit_test(a_death_leaves_what_was_sealed),
        cmocka_unit_test(the_topic_decides_what_was_intended),
        cmocka_unit_test(a_refused_record_is_taken_back),
        cmocka_unit_test(positions_and_notes_last),
        cmocka_unit_test(old_articles_are_forgotten),
        cmocka_unit_test(each_ledger_has_a_name_of_its_own),
        cmocka_unit_test(only_one_process_may_have_it),
        cmocka_unit_test(what_is_no_ledger_is_left_alone),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
