/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "consumer/store.h"

static void set(struct dw_store *store, const char *key, const char *value)
{
    assert_true(dw_store_set(store, key, strlen(key), value, strlen(value), 0));
}

static void drop(struct dw_store *store, const char *key)
{
    assert_true(dw_store_drop(store, key, strlen(key)));
}

/* All entries, oldest first: "a=1 b=2 ". */
static const char *all(const struct dw_store *store)
{
    static char text[256];
    size_t used = 0, n = 0;

    text[0] = '\0';
    for (const struct dw_store_entry *e = store->oldest; e; e = e->newer, n++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%.*s=%.*s ", (int)e->key_len,
                                 e->bytes, (int)e->len, dw_store_value(e));
    assert_int_equal(n, store->n);
    return text;
}

static void test_set_find_drop(void **state)
{
    struct dw_store store;
    const struct dw_store_entry *entry;

    (void)state;
    dw_store_init(&store);
    assert_null(dw_store_find(&store, "a", 1));
    drop(&store, "a");
    set(&store, "a", "1");
    set(&store, "b", "2");
    set(&store, "a", "three");
    assert_string_equal(all(&store), "b=2 a=three ");
    entry = dw_store_find(&store, "a", 1);
    assert_non_null(entry);
    assert_int_equal(entry->len, 5);
    drop(&store, "b");
    assert_string_equal(all(&store), "a=three ");
    assert_null(dw_store_find(&store, "b", 1));
    dw_store_fini(&store);
}

static void test_rollback(void **state)
{
    struct dw_store store;
    size_t bytes;

    (void)state;
    dw_store_init(&store);
    set(&store, "kept", "1");
    set(&store, "changed", "1");
    set(&store, "dropped", "1");
    dw_store_commit(&store);
    bytes = store.bytes;
    set(&store, "changed", "2");
    set(&store, "changed", "3");
    drop(&store, "changed");
    set(&store, "changed", "4");
    drop(&store, "dropped");
    set(&store, "new", "1");
    drop(&store, "new");
    set(&store, "new", "2");
    assert_string_equal(all(&store), "kept=1 changed=4 new=2 ");
    dw_store_rollback(&store);
    assert_string_equal(all(&store), "kept=1 dropped=1 changed=1 ");
    assert_int_equal(store.bytes, bytes);
    dw_store_rollback(&store);
    assert_string_equal(all(&store), "kept=1 dropped=1 changed=1 ");
    dw_store_fini(&store);
}

static void test_commit_lets_go(void **state)
{
    struct dw_store store;
    size_t bytes;

    (void)state;
    dw_store_init(&store);
    set(&store, "a", "1");
    bytes = store.bytes;
    set(&store, "a", "2");
    assert_true(store.bytes > bytes);
    dw_store_commit(&store);
    assert_int_equal(store.bytes, bytes);
    drop(&store, "a");
    dw_store_commit(&store);
    assert_int_equal(store.bytes, 0);
    dw_store_fini(&store);
}

/* Any order of changes, commits and rollbacks against the simplest table there is. */
static void test_like_a_plain_table(void **state)
{
    enum { KEYS = 300, STEPS = 60000 };
    static int now[KEYS], last[KEYS]; /* 0: none */
    struct dw_store store;
    unsigned seed = 12345;

    (void)state;
    dw_store_init(&store);
    for (int step = 1; step <= STEPS; step++) {
        char key[16], value[16];
        int k, key_len, len;

        seed = seed * 1103515245 + 12345;
        k = (int)(seed >> 8) % KEYS;
        key_len = snprintf(key, sizeof key, "key-%d", k);
        len = snprintf(value, sizeof value, "%d", step);
        if (seed % 97 == 0) {
            dw_store_rollback(&store);
            memcpy(now, last, sizeof now);
        } else if (seed % 53 == 0) {
            dw_store_commit(&store);
            memcpy(last, now, sizeof now);
        } else if (seed % 3 == 0) {
            assert_true(dw_store_drop(&store, key, (size_t)key_len));
            now[k] = 0;
        } else {
            assert_true(dw_store_set(&store, key, (size_t)key_len, value, (size_t)len, step));
            now[k] = step;
        }
        k = step % KEYS;
        key_len = snprintf(key, sizeof key, "key-%d", k);
        if (now[k])
            assert_int_equal(dw_store_find(&store, key, (size_t)key_len)->mark, now[k]);
        else
            assert_null(dw_store_find(&store, key, (size_t)key_len));
    }
    dw_store_fini(&store);
}

static void test_keys_are_bytes(void **state)
{
    struct dw_store store;

    (void)state;
    dw_store_init(&store);
    assert_true(dw_store_set(&store, "a\0b", 3, "x", 1, 0));
    assert_null(dw_store_find(&store, "a\0c", 3));
    assert_null(dw_store_find(&store, "a", 1));
    assert_non_null(dw_store_find(&store, "a\0b", 3));
    assert_true(dw_store_set(&store, "", 0, NULL, 0, 0));
    assert_non_null(dw_store_find(&store, "", 0));
    dw_store_fini(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set_find_drop),  cmocka_unit_test(test_rollback),
        cmocka_unit_test(test_commit_lets_go), cmocka_unit_test(test_like_a_plain_table),
        cmocka_unit_test(test_keys_are_bytes),
    };

    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
