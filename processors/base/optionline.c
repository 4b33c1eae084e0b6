/* SPDX-License-Identifier: MIT */
/* optionline.c - options from the command line. */
#include <stdio.h>
#include <string.h>

#include "processors/base/nearest.h"
#include "processors/base/optionset.h"
#include "processors/base/optionvalue.h"

/* State of one walk over argv. */
struct walk {
    struct dw_options *options;
    int argc, i;
    char *const *argv;
};

static const char *nearest_option(const struct dw_options *options, const char *key)
{
    const char *keys[DW_OPTIONS_MAX];

    for (size_t i = 0; i < options->n_slots; i++)
        keys[i] = options->slots[i].option->key;
    return dw_nearest_find(key, keys, options->n_slots);
}

static enum dw_err unknown_option(const struct dw_options *options, const char *name, size_t len,
                                  struct dw_error *err)
{
    char key[64];
    const char *near;

    snprintf(key, sizeof key, "%.*s", (int)(len < sizeof key ? len : sizeof key - 1), name);
    near = nearest_option(options, key);
    if (near)
        return dw_error_set(err, DW_CONFIG, 0, "--%s: no such option; did you mean --%s?", key,
                            near);
    if (dw_option_key_find(key))
        return dw_error_set(err, DW_CONFIG, 0, "--%s: no such option; it belongs to: %s", key,
                            dw_option_key_find(key)->programs);
    return dw_error_set(err, DW_CONFIG, 0, "--%s: no such option; --help lists them", key);
}

/* KEY=VALUE as -X takes it. */
static enum dw_err take_property(struct dw_options *options, const char *pair, struct dw_error *err)
{
    const char *equals = strchr(pair, '=');
    char key[128];

    if (!equals || equals == pair)
        return dw_error_set(err, DW_CONFIG, 0, "-X: KEY=VALUE is needed, such as linger.ms=5");
    snprintf(key, sizeof key, "%.*s", (int)(equals - pair), pair);
    return dw_options_put_property(options, DW_RANK_LINE,
                                   &(struct dw_property){key, equals + 1, "-X"}, err);
}

/* A value for the option named `shown`, which may be the next argument. */
static enum dw_err take_option(struct walk *walk, struct dw_slot *slot, const char *value,
                               const char *shown, struct dw_error *err)
{
    if (!value && dw_option_is_switch(slot->option))
        value = "true";
    if (!value && walk->i + 1 < walk->argc)
        value = walk->argv[++walk->i];
    if (!value)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s is missing", shown, slot->option->arg);
    if (strcmp(slot->option->key, "property") == 0)
        return take_property(walk->options, value, err);
    return dw_options_put(walk->options, slot, DW_RANK_LINE, value, shown, err);
}

/* --key, --key=value, --key value, --no-key */
static enum dw_err take_long(struct walk *walk, const char *name, struct dw_error *err)
{
    size_t len = strcspn(name, "=");
    const char *value = name[len] ? name + len + 1 : NULL;
    struct dw_slot *slot = dw_options_find(walk->options, name, len);
    char shown[80];

    if (!slot && !value && strncmp(name, "no-", 3) == 0) {
        slot = dw_options_find(walk->options, name + 3, len - 3);
        value = "false";
        if (slot && !dw_option_is_switch(slot->option))
            slot = NULL;
    }
    if (!slot)
        return unknown_option(walk->options, name, len, err);
    snprintf(shown, sizeof shown, "--%.*s", (int)len, name);
    return take_option(walk, slot, value, shown, err);
}

/* -k value, -kvalue, -vq */
static enum dw_err take_short(struct walk *walk, const char *letters, struct dw_error *err)
{
    for (; *letters; letters++) {
        struct dw_slot *slot = dw_options_find_letter(walk->options, *letters);
        char shown[] = {'-', *letters, '\0'};
        enum dw_err rc;

        if (!slot)
            return dw_error_set(err, DW_CONFIG, 0, "-%c: no such option; --help lists them",
                                *letters);
        if (!dw_option_is_switch(slot->option))
            return take_option(walk, slot, letters[1] ? letters + 1 : NULL, shown, err);
        rc = take_option(walk, slot, NULL, shown, err);
        if (rc)
            return rc;
    }
    return DW_OK;
}

static enum dw_err add_argument(struct dw_options *options, const char *argument,
                                struct dw_error *err)
{
    const char **place;

    if (!options->program->has_arguments)
        return dw_error_set(err, DW_CONFIG, 0, "%s: no argument is expected", argument);
    place = dw_vec_push(&options->arena, &options->arguments);
    if (!place)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory while reading the options");
    *place = argument;
    return DW_OK;
}

enum dw_err dw_options_read_line(struct dw_options *options, int argc, char *const argv[],
                                 struct dw_error *err)
{
    struct walk walk = {.options = options, .argc = argc, .i = 1, .argv = argv};
    bool only_arguments = false;
    enum dw_err rc = DW_OK;

    for (; walk.i < argc && !rc; walk.i++) {
        const char *word = argv[walk.i];

        if (only_arguments || word[0] != '-' || word[1] == '\0')
            rc = add_argument(options, word, err);
        else if (strcmp(word, "--") == 0)
            only_arguments = true;
        else if (word[1] == '-')
            rc = take_long(&walk, word + 2, err);
        else
            rc = take_short(&walk, word + 1, err);
    }
    return rc;
}

/* --- secrets --------------------------------------------------------------------------------- */

static void cover_pair(char *pair)
{
    char *equals = pair ? strchr(pair, '=') : NULL;
    char key[64];

    if (!equals)
        return;
    snprintf(key, sizeof key, "%.*s", (int)(equals - pair), pair);
    if (dw_property_is_secret(key))
        memset(equals + 1, '*', strlen(equals + 1));
}

/* One word of the command line and the next, which may be its value. */
static void cover_word(struct dw_options *options, char *word, char *next)
{
    const struct dw_slot *slot;
    size_t len;

    if (strncmp(word, "-X", 2) == 0)
        cover_pair(word[2] ? word + 2 : next);
    if (strncmp(word, "--", 2) != 0)
        return;
    word += 2;
    len = strcspn(word, "=");
    slot = dw_options_find(options, word, len);
    if (word[len])
        next = word + len + 1;
    if (slot && strcmp(slot->option->key, "property") == 0)
        cover_pair(next);
    else if (slot && slot->option->secret && next)
        memset(next, '*', strlen(next));
}

/* They could be read there until now, so that a file is still the better place for them. */
void dw_options_cover(struct dw_options *options, int argc, char *const argv[])
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        cover_word(options, argv[i], i + 1 < argc ? argv[i + 1] : NULL);
}
