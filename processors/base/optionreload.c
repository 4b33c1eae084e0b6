/* SPDX-License-Identifier: MIT */
/* optionreload.c - options while the program runs: the file is read again, the rest is as it was.
 */
#include <stdlib.h>
#include <string.h>

#include "processors/base/optionset.h"
#include "processors/base/strbuf.h"

/* What a reload finds: names, with commas between. */
struct findings {
    struct dw_strbuf changed, waiting;
};

/* librdkafka's that a client takes while it runs. */
static bool is_live_property(const char *key)
{
    return strcmp(key, "sasl.username") == 0 || strcmp(key, "sasl.password") == 0;
}

static void add(struct dw_strbuf *list, const char *key, const char *value)
{
    if (list->len)
        dw_strbuf_adds(list, ", ");
    dw_strbuf_adds(list, key);
    if (value)
        dw_strbuf_addf(list, "=%s", value);
}

static bool is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* --- slots ----------------------------------------------------------------------------------- */

/* Take over what can be taken over. Strings that are in use stay where they are. */
static enum dw_err take_slot(struct dw_options *options, struct dw_slot *slot,
                             const struct dw_slot *fresh, struct findings *found,
                             struct dw_error *err)
{
    const struct dw_option *option = slot->option;
    bool is_text = option->type == DW_OPTION_TEXT;

    if (is_text ? is_same(slot->text, fresh->text) : slot->number == fresh->number)
        return DW_OK;
    if (!option->live) {
        add(&found->waiting, option->key, NULL);
        return DW_OK;
    }
    add(&found->changed, option->key, option->secret ? NULL : fresh->text);
    slot->rank = fresh->rank;
    slot->number = fresh->number;
    slot->text =
        fresh->text ? dw_arena_dup(&options->arena, fresh->text, strlen(fresh->text)) : NULL;
    slot->place = dw_arena_dup(&options->arena, fresh->place, strlen(fresh->place));
    if (!slot->place || (fresh->text && !slot->text))
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    return DW_OK;
}

/* --- properties ------------------------------------------------------------------------------ */

static struct dw_ranked_property *find_property(struct dw_options *options, const char *key)
{
    for (uint32_t i = 0; i < options->properties.n; i++)
        if (strcmp(options->properties.v[i].now->key, key) == 0)
            return &options->properties.v[i];
    return NULL;
}

static enum dw_err take_property(struct dw_options *options, const struct dw_property *fresh,
                                 struct findings *found, struct dw_error *err)
{
    struct dw_ranked_property *old = find_property(options, fresh->key);

    if (old && is_same(old->now->value, fresh->value))
        return DW_OK;
    if (!old || !is_live_property(fresh->key)) {
        add(&found->waiting, fresh->key, NULL);
        return DW_OK;
    }
    add(&found->changed, fresh->key, NULL);
    return dw_options_put_property(options, old->rank, fresh, err);
}

static enum dw_err take_properties(struct dw_options *options, struct dw_options *fresh,
                                   struct findings *found, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; i < fresh->properties.n && !rc; i++)
        rc = take_property(options, fresh->properties.v[i].now, found, err);
    for (uint32_t i = 0; i < options->properties.n; i++)
        if (!find_property(fresh, options->properties.v[i].now->key))
            add(&found->waiting, options->properties.v[i].now->key, NULL);
    return rc;
}

/* --- reading again --------------------------------------------------------------------------- */

/* What a start would now give: command line and environment as they were, the file as it is. */
static enum dw_err read_again(struct dw_options *fresh, const struct dw_options *options,
                              struct dw_error *err)
{
    extern char **environ;
    enum dw_err rc = DW_OK;

    fresh->request = options->request;
    for (size_t i = 0; i < options->n_slots; i++)
        if (options->slots[i].rank >= DW_RANK_ENVIRONMENT)
            fresh->slots[i] = options->slots[i];
    for (uint32_t i = 0; i < options->properties.n && !rc; i++)
        if (options->properties.v[i].rank >= DW_RANK_ENVIRONMENT)
            rc = dw_options_put_property(fresh, options->properties.v[i].rank,
                                         options->properties.v[i].now, err);
    fresh->arguments.v = options->arguments.v;
    fresh->arguments.n = options->arguments.n;
    return rc ? rc : dw_options_read_file(fresh, environ, err);
}

static enum dw_err take_all(struct dw_options *options, struct dw_options *fresh,
                            struct findings *found, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    for (size_t i = 0; i < options->n_slots && !rc; i++)
        rc = take_slot(options, &options->slots[i], &fresh->slots[i], found, err);
    return rc ? rc : take_properties(options, fresh, found, err);
}

/* At the more talkative level of the two, so that a quieter one is told of as well. */
static void tell(const struct findings *found, const struct dw_options *options,
                 enum dw_log_level before)
{
    enum dw_log_level level = (enum dw_log_level)dw_options_choice(options, "log-level");
    enum dw_log_format format = (enum dw_log_format)dw_options_choice(options, "log-format");

    dw_log_set(level > before ? level : before, format);
    dw_log_with(DW_LOG_INFO, "settings reloaded", "changed=%s",
                found->changed.len ? found->changed.bytes : "nothing");
    if (found->waiting.len)
        dw_log_with(DW_LOG_WARNING, "settings that need a restart are as they were", "settings=%s",
                    found->waiting.bytes);
    dw_log_set(level, format);
}

/* What changes is noted in `found`. */
static enum dw_err reload(struct dw_options *options, dw_options_check *check, void *user,
                          struct findings *found, struct dw_error *err)
{
    struct dw_options *fresh = dw_options_new(options->program);
    enum dw_err rc;

    if (!fresh)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    rc = read_again(fresh, options, err);
    if (!rc)
        rc = check(user, fresh, err);
    if (!rc)
        rc = take_all(options, fresh, found, err);
    dw_options_close(fresh);
    return rc;
}

bool dw_options_reload(struct dw_options *options, dw_options_check *check, void *user)
{
    enum dw_log_level level = (enum dw_log_level)dw_options_choice(options, "log-level");
    struct dw_error err = {.code = DW_OK};
    struct findings found;
    bool has_changed;

    dw_strbuf_init(&found.changed);
    dw_strbuf_init(&found.waiting);
    if (reload(options, check, user, &found, &err))
        dw_log_with(DW_LOG_ERROR, "settings not reloaded: all is as it was", "reason=%s", err.text);
    else
        tell(&found, options, level);
    has_changed = !err.code && found.changed.len;
    dw_strbuf_fini(&found.changed);
    dw_strbuf_fini(&found.waiting);
    return has_changed;
}
