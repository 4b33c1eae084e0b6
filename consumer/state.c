/* SPDX-License-Identifier: MIT */
#include "consumer/state.h"

#include <stdlib.h>
#include <string.h>

#include "processors/base/log.h"
#include "schemas/article_state.h"

void dw_state_init(struct dw_state *state, size_t limit)
{
    *state = (struct dw_state){.limit = limit};
}

void dw_state_fini(struct dw_state *state)
{
    dw_state_reset(state);
    free(state->v);
    dw_state_init(state, state->limit);
}

/* --- partitions ------------------------------------------------------------------------------ */

static void empty(struct dw_state_partition *p)
{
    dw_store_fini(&p->articles);
    dw_store_fini(&p->held);
    p->is_restored = false;
    p->due = INT64_MAX;
}

struct dw_state_partition *dw_state_find(struct dw_state *state, int32_t partition)
{
    for (int i = 0; i < state->n; i++)
        if (state->v[i].partition == partition)
            return &state->v[i];
    return NULL;
}

bool dw_state_add(struct dw_state *state, int32_t partition)
{
    struct dw_state_partition *old = dw_state_find(state, partition);

    if (old) {
        empty(old);
        return true;
    }
    if (state->n == state->cap) {
        int cap = state->cap ? 2 * state->cap : 16;
        struct dw_state_partition *v = realloc(state->v, (size_t)cap * sizeof *v);

        if (!v)
            return false;
        state->v = v;
        state->cap = cap;
    }
    state->v[state->n] = (struct dw_state_partition){.partition = partition, .limit = state->limit};
    empty(&state->v[state->n++]);
    return true;
}

void dw_state_remove(struct dw_state *state, int32_t partition)
{
    struct dw_state_partition *p = dw_state_find(state, partition);

    if (!p)
        return;
    empty(p);
    *p = state->v[--state->n];
}

void dw_state_reset(struct dw_state *state)
{
    dw_state_forget(state);
    state->n = 0;
}

void dw_state_forget(struct dw_state *state)
{
    for (int i = 0; i < state->n; i++)
        empty(&state->v[i]);
}

bool dw_state_is_restored(const struct dw_state *state)
{
    for (int i = 0; i < state->n; i++)
        if (!state->v[i].is_restored)
            return false;
    return true;
}

/* --- with the transaction -------------------------------------------------------------------- */

static void find_due(struct dw_state_partition *p)
{
    p->due = INT64_MAX;
    for (const struct dw_store_entry *entry = p->held.oldest; entry; entry = entry->newer)
        if (entry->mark != DW_HELD_FOREVER && entry->mark < p->due)
            p->due = entry->mark;
}

void dw_state_commit(struct dw_state *state)
{
    for (int i = 0; i < state->n; i++) {
        dw_store_commit(&state->v[i].articles);
        dw_store_commit(&state->v[i].held);
    }
}

void dw_state_rollback(struct dw_state *state)
{
    for (int i = 0; i < state->n; i++) {
        dw_store_rollback(&state->v[i].articles);
        dw_store_rollback(&state->v[i].held);
        find_due(&state->v[i]);
    }
}

/* --- changes --------------------------------------------------------------------------------- */

static enum dw_err no_memory(struct dw_error *err)
{
    return dw_error_set(err, DW_NOMEM, 0, "no memory for the state of articles");
}

enum dw_err dw_state_set_article(struct dw_state_partition *p, const char *id, const char *value,
                                 size_t len, struct dw_error *err)
{
    bool ok = value ? dw_store_set(&p->articles, id, strlen(id), value, len, 0)
                    : dw_store_drop(&p->articles, id, strlen(id));

    return ok ? DW_OK : no_memory(err);
}

/* All but text and headers, which stay in the topic. */
static bool set_stub(struct dw_state_partition *p, const char *id, size_t id_len,
                     const struct dw_held_article *held)
{
    struct dw_held_article stub = *held;
    struct dw_strbuf value;
    bool ok;

    stub.value = "";
    stub.len = stub.n_headers = 0;
    dw_strbuf_init(&value);
    dw_held_article_encode(&stub, &value);
    ok = !value.failed && dw_store_set(&p->held, id, id_len, value.bytes, value.len, held->until);
    dw_strbuf_fini(&value);
    return ok;
}

/* `value` is the article as JSON; `held` NULL takes it out. */
static enum dw_err set_held(struct dw_state_partition *p, const char *id, size_t id_len,
                            const struct dw_held_article *held, const char *value, size_t len,
                            struct dw_error *err)
{
    bool ok;

    if (!held)
        ok = dw_store_drop(&p->held, id, id_len);
    else if (p->held.bytes + len <= p->limit)
        ok = dw_store_set(&p->held, id, id_len, value, len, held->until);
    else
        ok = set_stub(p, id, id_len, held);
    if (!ok)
        return no_memory(err);
    find_due(p);
    return DW_OK;
}

enum dw_err dw_state_set_held(struct dw_state_partition *p, const char *id,
                              const struct dw_held_article *held, const char *value, size_t len,
                              struct dw_error *err)
{
    return set_held(p, id, strlen(id), held, value, len, err);
}

bool dw_state_has_text(const struct dw_store_entry *entry)
{
    static const char none[] = "\"value\":\"\"}";
    size_t len = strlen(none);

    return entry->len < len || memcmp(dw_store_value(entry) + entry->len - len, none, len) != 0;
}

/* --- from the topic -------------------------------------------------------------------------- */

/* Where the id of a key with that prefix begins; NULL if it has another. */
static const char *step_over(const char *prefix, const char *key, size_t key_len)
{
    size_t n = strlen(prefix);

    return key_len > n && memcmp(key, prefix, n) == 0 ? key + n : NULL;
}

static enum dw_err load_held(struct dw_state_partition *p, const char *id, size_t id_len,
                             const char *value, size_t len, struct dw_error *err)
{
    struct dw_held_article held;
    struct dw_arena arena;
    enum dw_err rc = DW_OK;

    dw_arena_init(&arena, 0);
    if (value)
        rc = dw_held_article_decode(value, len, &arena, &held, err);
    if (!rc)
        rc = set_held(p, id, id_len, value ? &held : NULL, value, len, err);
    dw_arena_fini(&arena);
    return rc;
}

static enum dw_err load_article(struct dw_state_partition *p, const char *id, size_t id_len,
                                const char *value, size_t len, struct dw_error *err)
{
    const struct dw_store_entry *excess;
    bool ok = value ? dw_store_set(&p->articles, id, id_len, value, len, 0)
                    : dw_store_drop(&p->articles, id, id_len);

    dw_store_commit(&p->articles);
    while (ok && (excess = dw_state_excess(p))) {
        ok = dw_store_drop(&p->articles, excess->bytes, excess->key_len);
        dw_store_commit(&p->articles);
    }
    return ok ? DW_OK : no_memory(err);
}

enum dw_err dw_state_load(struct dw_state_partition *p, const char *key, size_t key_len,
                          const char *value, size_t len, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    enum dw_err rc = DW_INPUT;
    const char *id;

    if ((id = step_over(DW_STATE_ARTICLE, key, key_len)))
        rc = load_article(p, id, key_len - (size_t)(id - key), value, len, &why);
    else if ((id = step_over(DW_STATE_HELD, key, key_len)))
        rc = load_held(p, id, key_len - (size_t)(id - key), value, len, &why);
    dw_store_commit(&p->held);
    if (rc == DW_NOMEM)
        return dw_error_set(err, rc, 0, "%s", why.text);
    if (rc)
        dw_log_often(DW_LOG_WARNING, "foreign record in the state topic",
                     "partition=%d key_len=%zu", (int)p->partition, key_len);
    return DW_OK;
}

/* Texts that wait for no place do not get one, but that the first always does. */
enum dw_err dw_state_load_text(const struct dw_state_partition *p, struct dw_store *texts,
                               int64_t now, const char *key, size_t key_len, const char *value,
                               size_t len, struct dw_error *err)
{
    const char *id = step_over(DW_STATE_HELD, key, key_len);
    size_t id_len = id ? key_len - (size_t)(id - key) : 0;
    const struct dw_store_entry *entry = id ? dw_store_find(&p->held, id, id_len) : NULL;
    bool ok = true;

    if (!entry || dw_state_has_text(entry) || entry->mark > now)
        return DW_OK;
    if (!value)
        ok = dw_store_drop(texts, id, id_len);
    else if (texts->n == 0 || texts->bytes + len <= p->limit || dw_store_find(texts, id, id_len))
        ok = dw_store_set(texts, id, id_len, value, len, entry->mark);
    dw_store_commit(texts);
    return ok ? DW_OK : no_memory(err);
}

enum dw_err dw_state_take_texts(struct dw_state_partition *p, const struct dw_store *texts,
                                struct dw_error *err)
{
    for (const struct dw_store_entry *e = texts->oldest; e; e = e->newer)
        if (!dw_store_set(&p->held, e->bytes, e->key_len, dw_store_value(e), e->len, e->mark))
            return no_memory(err);
    dw_store_commit(&p->held);
    return DW_OK;
}

/* --- looking --------------------------------------------------------------------------------- */

const struct dw_store_entry *dw_state_excess(const struct dw_state_partition *p)
{
    return p->articles.bytes > p->limit && p->articles.n > 1 ? p->articles.oldest : NULL;
}

const struct dw_store_entry *dw_state_due(struct dw_state *state, int64_t now,
                                          struct dw_state_partition **p)
{
    for (int i = 0; i < state->n; i++) {
        *p = &state->v[i];
        if (!(*p)->is_restored || (*p)->due > now)
            continue;
        for (const struct dw_store_entry *entry = (*p)->held.oldest; entry; entry = entry->newer)
            if (entry->mark == (*p)->due)
                return entry;
    }
    return NULL;
}
