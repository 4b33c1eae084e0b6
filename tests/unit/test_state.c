/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "consumer/state.h"
#include "schemas/article_state.h"

enum { LIMIT = 4096 };

static void load(struct dw_state_partition *p, const char *key, const char *value)
{
    assert_int_equal(dw_state_load(p, key, strlen(key), value, value ? strlen(value) : 0, NULL),
                     DW_OK);
}

/* A held article as the topic has it; `len` bytes of text. */
static void load_held(struct dw_state_partition *p, const char *id, int64_t until, size_t len)
{
    char *text = calloc(1, len + 1);
    struct dw_held_article held = {
        .version = {"7", NULL}, .until = until, .value = text, .len = len};
    struct dw_strbuf value;
    char key[64];

    assert_non_null(text);
    memset(text, 'x', len);
    snprintf(key, sizeof key, DW_STATE_HELD "%s", id);
    dw_strbuf_init(&value);
    dw_held_article_encode(&held, &value);
    load(p, key, value.bytes);
    dw_strbuf_fini(&value);
    free(text);
}

static struct dw_state_partition *open_state(struct dw_state *state)
{
    dw_state_init(state, LIMIT);
    assert_true(dw_state_add(state, 3));
    assert_false(dw_state_is_restored(state));
    dw_state_find(state, 3)->is_restored = true;
    return dw_state_find(state, 3);
}

static bool has_article(const struct dw_state_partition *p, const char *id)
{
    return dw_store_find(&p->articles, id, strlen(id));
}

static void test_load(void **unused)
{
    struct dw_state state;
    struct dw_state_partition *p = open_state(&state);

    (void)unused;
    load(p, "article/a", "1");
    load(p, "article/b", "2");
    load(p, "article/a", NULL);
    load(p, "article/", "no id");
    load(p, "foreign", "x");
    load(p, "held/a", "not what it should be");
    assert_false(has_article(p, "a"));
    assert_true(has_article(p, "b"));
    assert_int_equal(p->articles.n, 1);
    assert_int_equal(p->held.n, 0);
    dw_state_rollback(&state); /* what was loaded is committed */
    assert_true(has_article(p, "b"));
    dw_state_fini(&state);
}

/* Beyond the limit what was told of longest ago goes first. */
static void test_oldest_are_forgotten(void **unused)
{
    struct dw_state state;
    struct dw_state_partition *p = open_state(&state);
    char key[32];

    (void)unused;
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "article/%d", i);
        load(p, key, "some state of an article");
        if (i == 900)
            load(p, "article/0", "told of again");
    }
    assert_true(p->articles.bytes <= LIMIT);
    assert_true(p->articles.n > 10);
    assert_true(has_article(p, "999"));
    assert_false(has_article(p, "1"));
    assert_null(dw_state_excess(p));
    dw_state_fini(&state);
}

static void test_due(void **unused)
{
    struct dw_state state;
    struct dw_state_partition *p = open_state(&state), *found;
    const struct dw_store_entry *entry;

    (void)unused;
    load_held(p, "late", 3000, 10);
    load_held(p, "never", DW_HELD_FOREVER, 10);
    load_held(p, "soon", 2000, 10);
    assert_true(p->due == 2000);
    assert_null(dw_state_due(&state, 1999, &found));
    entry = dw_state_due(&state, 2000, &found);
    assert_ptr_equal(found, p);
    assert_memory_equal(entry->bytes, "soon", 4);
    assert_int_equal(dw_state_set_held(p, "soon", NULL, NULL, 0, NULL), DW_OK);
    assert_true(p->due == 3000);
    dw_state_rollback(&state);
    assert_true(p->due == 2000);
    assert_int_equal(dw_state_set_held(p, "soon", NULL, NULL, 0, NULL), DW_OK);
    dw_state_commit(&state);
    load(p, "held/late", NULL);
    assert_true(p->due == INT64_MAX);
    p->is_restored = false;
    load_held(p, "soon", 2000, 10);
    assert_null(dw_state_due(&state, 9000, &found));
    dw_state_fini(&state);
}

static void load_text(const struct dw_state_partition *p, struct dw_store *texts, const char *key,
                      const char *value)
{
    assert_int_equal(dw_state_load_text(p, texts, 2000, key, strlen(key), value,
                                        value ? strlen(value) : 0, NULL),
                     DW_OK);
}

/* Held articles are never forgotten, but their texts may stay in the topic until they are due. */
static void test_texts_stay_in_the_topic(void **unused)
{
    struct dw_state state;
    struct dw_state_partition *p = open_state(&state);
    const struct dw_store_entry *entry;
    struct dw_held_article held;
    struct dw_arena arena;
    struct dw_store texts;

    (void)unused;
    load_held(p, "first", 2000, LIMIT / 2);
    load_held(p, "second", 2000, LIMIT);
    load_held(p, "later", 5000, LIMIT);
    assert_int_equal(p->held.n, 3);
    assert_true(dw_state_has_text(dw_store_find(&p->held, "first", 5)));
    entry = dw_store_find(&p->held, "second", 6);
    assert_false(dw_state_has_text(entry));
    dw_arena_init(&arena, 0); /* what tells it from other versions is there all the same */
    assert_int_equal(dw_held_article_decode(dw_store_value(entry), entry->len, &arena, &held, NULL),
                     DW_OK);
    assert_string_equal(held.version.version, "7");
    dw_arena_fini(&arena);
    dw_store_init(&texts);
    load_text(p, &texts, "held/second", "an older text of it");
    load_text(p, &texts, "held/first", "has its text");
    load_text(p, &texts, "held/later", "is not due");
    load_text(p, &texts, "held/gone", "is not held any more");
    load_text(p, &texts, "article/second", "something else");
    load_text(p, &texts, "held/second", NULL);
    load_text(p, &texts, "held/second", "the text");
    assert_int_equal(texts.n, 1);
    assert_int_equal(dw_state_take_texts(p, &texts, NULL), DW_OK);
    entry = dw_store_find(&p->held, "second", 6);
    assert_int_equal(entry->len, strlen("the text"));
    assert_memory_equal(dw_store_value(entry), "the text", entry->len);
    assert_true(entry->mark == 2000);
    dw_store_fini(&texts);
    dw_state_fini(&state);
}

static void test_partitions_come_and_go(void **unused)
{
    struct dw_state state;
    struct dw_state_partition *p = open_state(&state);

    (void)unused;
    load(p, "article/a", "1");
    for (int i = 10; i < 60; i++)
        assert_true(dw_state_add(&state, i));
    assert_true(has_article(dw_state_find(&state, 3), "a"));
    dw_state_remove(&state, 10);
    dw_state_remove(&state, 10);
    assert_null(dw_state_find(&state, 10));
    assert_non_null(dw_state_find(&state, 59));
    dw_state_forget(&state);
    assert_false(has_article(dw_state_find(&state, 3), "a"));
    assert_false(dw_state_is_restored(&state));
    dw_state_reset(&state);
    assert_null(dw_state_find(&state, 3));
    assert_true(dw_state_is_restored(&state));
    dw_state_fini(&state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_load),
        cmocka_unit_test(test_oldest_are_forgotten),
        cmocka_unit_test(test_due),
        cmocka_unit_test(test_texts_stay_in_the_topic),
        cmocka_unit_test(test_partitions_come_and_go),
    };

    return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
