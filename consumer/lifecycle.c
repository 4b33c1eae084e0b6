/* SPDX-License-Identifier: MIT */
#include "consumer/lifecycle.h"

#include <stdio.h>
#include <string.h>

#include "processors/base/log.h"

enum { EXCESS_MAX = 8 }; /* articles forgotten for one that comes */

static enum dw_err no_memory(struct dw_error *err)
{
    return dw_error_set(err, DW_NOMEM, 0, "no memory for the versions of the article");
}

/* --- what is known --------------------------------------------------------------------------- */

static const struct dw_store_entry *find(const struct dw_store *store, const struct dw_doc *doc)
{
    return dw_store_find(store, doc->article.id, strlen(doc->article.id));
}

/* The version answered last. What cannot be read was written by another program, and is not there.
 */
static enum dw_err find_previous(struct dw_lifecycle *life, struct dw_error *err)
{
    const struct dw_store_entry *entry = find(&life->p->articles, life->doc);
    struct dw_error why = {.code = DW_OK};
    enum dw_err rc;

    if (!entry)
        return DW_OK;
    life->previous = dw_arena_alloc(&life->doc->arena, sizeof *life->previous);
    if (!life->previous)
        return no_memory(err);
    rc = dw_article_state_decode(dw_store_value(entry), entry->len, &life->doc->arena,
                                 life->previous, &why);
    if (rc == DW_NOMEM)
        return dw_error_set(err, rc, 0, "%s", why.text);
    if (!rc)
        return DW_OK;
    dw_log_often(DW_LOG_WARNING, "state of an article not understood", "reason=%s", why.text);
    life->previous = NULL;
    return DW_OK;
}

/* < 0 if this version is older than that one. */
static int compare(const struct dw_lifecycle *life, const struct dw_version *other)
{
    const struct dw_article *article = &life->doc->article;

    return dw_version_compare(&(struct dw_version){article->version, article->published}, other);
}

/* *order: this version against the one that is held; > 0 if there is none. */
static enum dw_err compare_held(struct dw_lifecycle *life, int *order, struct dw_error *err)
{
    const struct dw_store_entry *entry = find(&life->p->held, life->doc);
    struct dw_held_article held;
    enum dw_err rc;

    *order = 1;
    life->has_held = false;
    if (!entry)
        return DW_OK;
    life->has_held = true;
    if (life->is_release)
        return DW_OK;
    rc = dw_held_article_decode(dw_store_value(entry), entry->len, &life->doc->arena, &held, err);
    if (rc)
        return rc;
    *order = compare(life, &held.version);
    life->has_held = *order >= 0;
    return DW_OK;
}

/* --- the verdict ----------------------------------------------------------------------------- */

/* True if the article is not to be used as yet; `until` tells when it is. */
static bool is_held_back(struct dw_lifecycle *life, int64_t now)
{
    const struct dw_article *article = &life->doc->article;
    struct dw_moment embargo;

    if (article->status == DW_STATUS_CANCELED)
        return false;
    life->until = DW_HELD_FOREVER;
    if (!article->embargoed || !dw_moment_read(article->embargoed, &embargo))
        return article->status == DW_STATUS_WITHHELD;
    life->until = embargo.beg;
    return embargo.beg > now;
}

static bool is_superseded(const struct dw_lifecycle *life)
{
    const struct dw_article_state *previous = life->previous;
    const struct dw_article *article = &life->doc->article;
    int order;

    if (!previous || article->source.offset <= previous->offset)
        return false;
    order = compare(life, &previous->version);
    if (order == 0)
        return previous->status == DW_STATUS_CANCELED && article->status != DW_STATUS_CANCELED;
    return order < 0;
}

enum dw_err dw_lifecycle_judge(struct dw_lifecycle *life, int64_t now, enum dw_fate *fate,
                               struct dw_error *err)
{
    enum dw_err rc;
    int order;

    *fate = DW_FATE_ANSWER;
    if (!life->p)
        return DW_OK;
    rc = find_previous(life, err);
    if (!rc)
        rc = compare_held(life, &order, err);
    if (rc)
        return rc;
    if (is_superseded(life))
        *fate = DW_FATE_STALE;
    else if (!life->is_release && is_held_back(life, now))
        *fate = order < 0 ? DW_FATE_STALE : DW_FATE_HOLD;
    return DW_OK;
}

/* --- events from version to version ---------------------------------------------------------- */

/* The event of the previous version that this one tells again; -1 if there is none left. */
static int find_retold(const struct dw_lifecycle *life, const char *dyad, uint64_t likeness)
{
    for (uint32_t i = 0; life->previous && i < life->previous->n_events; i++) {
        const struct dw_standing_event *event = &life->previous->events[i];

        if (!life->is_retold[i] && event->likeness == likeness && strcmp(event->dyad, dyad) == 0)
            return (int)i;
    }
    return -1;
}

static bool has_id(const struct dw_lifecycle *life, const char *id)
{
    for (uint32_t i = 0; life->previous && i < life->previous->n_events; i++)
        if (strcmp(life->previous->events[i].id, id) == 0)
            return true;
    return false;
}

/*
 * The same version sent again with another text may put an event of the same type in the same
 * place: it gets an id that is not taken.
 */
static void set_new_id(struct dw_lifecycle *life, uint32_t event)
{
    dw_dispute_event_id(life->doc, event, 0, life->ids[event]);
    for (unsigned salt = 1; has_id(life, life->ids[event]); salt++)
        dw_dispute_event_id(life->doc, event, salt, life->ids[event]);
}

static bool set_id(struct dw_lifecycle *life, uint32_t event)
{
    struct dw_strbuf dyad;
    int retold = -1;
    bool failed;

    dw_strbuf_init(&dyad);
    dw_dispute_event_key(life->doc, event, &dyad);
    failed = dyad.failed;
    if (!failed)
        retold = find_retold(life, dyad.bytes, dw_dispute_event_likeness(life->doc, event));
    if (retold < 0) {
        set_new_id(life, event);
    } else {
        life->is_retold[retold] = true;
        strcpy(life->ids[event], life->previous->events[retold].id);
    }
    dw_strbuf_fini(&dyad);
    return !failed;
}

enum dw_err dw_lifecycle_match(struct dw_lifecycle *life, struct dw_error *err)
{
    uint32_t n = life->doc->events.n, n_previous = life->previous ? life->previous->n_events : 0;

    life->ids = dw_arena_alloc(&life->doc->arena, (n + 1) * sizeof *life->ids);
    life->is_retold = dw_arena_alloc(&life->doc->arena, n_previous + 1);
    if (!life->ids || !life->is_retold)
        return no_memory(err);
    for (uint32_t i = 0; i < n; i++)
        if (!set_id(life, i))
            return no_memory(err);
    return DW_OK;
}

/* --- what is written ------------------------------------------------------------------------- */

static enum dw_err add_retractions(const struct dw_lifecycle *life, struct dw_output *out,
                                   const struct dw_consumed *consumed, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; life->previous && i < life->previous->n_events && !rc; i++)
        if (!life->is_retold[i])
            rc =
                dw_output_add_retraction(out, life->doc, &life->previous->events[i], consumed, err);
    return rc;
}

/* An event as it is remembered; false when memory is out. */
static bool make_standing(const struct dw_lifecycle *life, uint32_t event,
                          struct dw_standing_event *out)
{
    struct dw_arena *arena = &life->doc->arena;
    char *number = dw_arena_alloc(arena, 12);
    struct dw_strbuf dyad;

    if (!number)
        return false;
    strcpy(out->id, life->ids[event]);
    out->likeness = dw_dispute_event_likeness(life->doc, event);
    dw_event_brief_make(life->doc, event, number, &out->brief);
    dw_strbuf_init(&dyad);
    dw_dispute_event_key(life->doc, event, &dyad);
    out->dyad = dyad.failed ? NULL : dw_arena_dup(arena, dyad.bytes, dyad.len);
    dw_strbuf_fini(&dyad);
    return out->dyad;
}

/* What is to be remembered of the article, as JSON. */
static enum dw_err encode_state(const struct dw_lifecycle *life, struct dw_strbuf *value,
                                struct dw_error *err)
{
    const struct dw_article *article = &life->doc->article;
    int64_t before = life->previous ? life->previous->offset : 0;
    struct dw_article_state state = {
        .version = {article->version, article->published},
        .status = article->status,
        .offset = article->source.offset > before ? article->source.offset : before,
        .n_events = life->doc->events.n,
    };
    struct dw_strbuf ce_id;

    state.events = dw_arena_alloc(&life->doc->arena, (state.n_events + 1) * sizeof *state.events);
    if (!state.events)
        return no_memory(err);
    for (uint32_t i = 0; i < state.n_events; i++)
        if (!make_standing(life, i, &state.events[i]))
            return no_memory(err);
    dw_strbuf_init(&ce_id);
    dw_output_article_id(article, &ce_id);
    state.ce_id = ce_id.failed ? "" : ce_id.bytes;
    dw_article_state_encode(&state, value);
    value->failed |= ce_id.failed;
    dw_strbuf_fini(&ce_id);
    return value->failed ? no_memory(err) : DW_OK;
}

/* Forget articles beyond the limit, in memory and in the topic. */
static enum dw_err forget_excess(const struct dw_lifecycle *life, struct dw_output *out,
                                 struct dw_error *err)
{
    const struct dw_store_entry *excess;
    enum dw_err rc = DW_OK;

    for (int i = 0; i < EXCESS_MAX && !rc && (excess = dw_state_excess(life->p)); i++) {
        rc = dw_output_add_state(out, life->p->partition, DW_STATE_ARTICLE, excess->bytes,
                                 excess->key_len, NULL, err);
        if (!rc && !dw_store_drop(&life->p->articles, excess->bytes, excess->key_len))
            rc = no_memory(err);
    }
    return rc;
}

/* First all is staged, which may fail for its size; then the tables change. */
static enum dw_err remember(const struct dw_lifecycle *life, struct dw_output *out,
                            struct dw_error *err)
{
    const char *id = life->doc->article.id;
    struct dw_strbuf value;
    enum dw_err rc;

    dw_strbuf_init(&value);
    rc = encode_state(life, &value, err);
    if (!rc)
        rc = dw_output_add_state(out, life->p->partition, DW_STATE_ARTICLE, id, strlen(id), &value,
                                 err);
    if (!rc && life->has_held && !life->is_release)
        rc = dw_lifecycle_drop_held(life->p, id, out, err);
    if (!rc)
        rc = dw_state_set_article(life->p, id, value.bytes, value.len, err);
    dw_strbuf_fini(&value);
    return rc ? rc : forget_excess(life, out, err);
}

enum dw_err dw_lifecycle_end_answer(struct dw_lifecycle *life, struct dw_output *out,
                                    const struct dw_consumed *consumed, struct dw_error *err)
{
    enum dw_err rc;

    if (!life->p)
        return DW_OK;
    rc = add_retractions(life, out, consumed, err);
    return rc || life->is_nameless ? rc : remember(life, out, err);
}

/* --- holding --------------------------------------------------------------------------------- */

static struct dw_held_header *list_headers(struct dw_doc *doc, const rd_kafka_headers_t *headers,
                                           uint32_t *n)
{
    size_t count = headers ? rd_kafka_header_cnt(headers) : 0;
    struct dw_held_header *list = dw_arena_alloc(&doc->arena, (count + 1) * sizeof *list);

    *n = (uint32_t)count;
    for (size_t i = 0; list && i < count; i++)
        rd_kafka_header_get_all(headers, i, &list[i].name, &list[i].value, &list[i].len);
    return list;
}

enum dw_err dw_lifecycle_hold(struct dw_lifecycle *life, struct dw_output *out,
                              const struct dw_consumed *consumed, struct dw_error *err)
{
    const struct dw_article *article = &life->doc->article;
    struct dw_held_article held = {
        .version = {article->version, article->published},
        .until = life->until,
        .partition = consumed->partition,
        .offset = consumed->offset,
        .timestamp = consumed->timestamp,
        .key = consumed->key,
        .key_len = consumed->key_len,
        .value = consumed->value,
        .len = consumed->len,
    };
    struct dw_strbuf value;
    enum dw_err rc;

    held.headers = list_headers(life->doc, consumed->headers, &held.n_headers);
    if (!held.headers)
        return no_memory(err);
    dw_strbuf_init(&value);
    dw_held_article_encode(&held, &value);
    rc = dw_output_add_state(out, life->p->partition, DW_STATE_HELD, article->id,
                             strlen(article->id), &value, err);
    if (!rc)
        rc = dw_state_set_held(life->p, article->id, &held, value.bytes, value.len, err);
    dw_strbuf_fini(&value);
    return rc;
}

enum dw_err dw_lifecycle_drop_held(struct dw_state_partition *p, const char *id,
                                   struct dw_output *out, struct dw_error *err)
{
    enum dw_err rc =
        dw_output_add_state(out, p->partition, DW_STATE_HELD, id, strlen(id), NULL, err);

    return rc ? rc : dw_state_set_held(p, id, NULL, NULL, 0, err);
}
