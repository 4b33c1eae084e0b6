/* SPDX-License-Identifier: MIT */
/*
 * optionfile.c - options from the environment and from the file of -c.
 *
 * All programs may share both, so that a key which only another program has is passed over, and one
 * that none has is an error.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "processors/base/nearest.h"
#include "processors/base/optionset.h"
#include "processors/base/properties.h"

#define ENV_KAFKA DW_OPTIONS_ENV "KAFKA_"

enum { KEY_MAX = 128, WORDS_MAX = 2 * DW_OPTIONS_MAX };

/* Scopes of a file: programs, and librdkafka. */
static const char *const scopes[] = {"consumer", "producer", "tag", "broker", "kafka"};

enum { N_SCOPES = sizeof scopes / sizeof *scopes };

/* The key of any program that was most likely meant; NULL if none comes near. */
static const char *nearest_key(const struct dw_options *options, const char *key)
{
    const char *words[WORDS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < options->n_slots; i++)
        if (!options->slots[i].option->only_line)
            words[n++] = options->slots[i].option->key;
    for (size_t i = 0; i < dw_n_option_keys && n < WORDS_MAX; i++)
        if (!dw_option_keys[i].only_line)
            words[n++] = dw_option_keys[i].name;
    return dw_nearest_find(key, words, n);
}

/* --- environment ----------------------------------------------------------------------------- */

/* CONNECT_TIMEOUT -> connect-timeout; `joint` takes the place of the underscore. */
static void lower_name(const char *name, char joint, char *out, size_t size)
{
    size_t n = 0;

    for (; name[n] && n < size - 1; n++)
        out[n] = name[n] == '_' ? joint : (char)tolower((unsigned char)name[n]);
    out[n] = '\0';
}

static void upper_name(const char *key, char *out, size_t size)
{
    size_t n = 0;

    for (; key[n] && n < size - 1; n++)
        out[n] = key[n] == '-' ? '_' : (char)toupper((unsigned char)key[n]);
    out[n] = '\0';
}

/*
 * What is read elsewhere, and what Kubernetes tells each container of a service that is named
 * disputewire-...: DISPUTEWIRE_CONSUMER_SERVICE_HOST, _PORT, _PORT_9090_TCP_ADDR and the like.
 */
static bool is_foreign(const char *name, const char *value)
{
    const char *port = strstr(name, "_PORT_");
    size_t len = strlen(name);

    return strcmp(name, "NAMES") == 0 || strstr(name, "_SERVICE_HOST") ||
           strstr(name, "_SERVICE_PORT") || (port && isdigit((unsigned char)port[6])) ||
           (len > 5 && strcmp(name + len - 5, "_PORT") == 0 && strstr(value, "://"));
}

static enum dw_err unknown_variable(const struct dw_options *options, const char *place,
                                    const char *key, struct dw_error *err)
{
    const char *near = nearest_key(options, key);
    char name[KEY_MAX];

    if (!near)
        return dw_error_set(err, DW_CONFIG, 0, "%s: no option has this name; unset it", place);
    upper_name(near, name, sizeof name);
    return dw_error_set(err, DW_CONFIG, 0,
                        "%s: no option has this name; did you mean " DW_OPTIONS_ENV "%s?", place,
                        name);
}

static enum dw_err read_variable(struct dw_options *options, const char *variable,
                                 struct dw_error *err)
{
    const size_t prefix = strlen(DW_OPTIONS_ENV), prefix_kafka = strlen(ENV_KAFKA);
    char place[KEY_MAX], key[KEY_MAX];
    size_t len = strcspn(variable, "=");
    const char *value = variable + len + 1;
    const struct dw_key *row;
    struct dw_slot *slot;

    if (strncmp(variable, DW_OPTIONS_ENV, prefix) != 0 || !variable[len] || len == prefix)
        return DW_OK;
    snprintf(place, sizeof place, "%.*s", (int)len, variable);
    lower_name(place + prefix, '-', key, sizeof key);
    row = dw_option_key_find(key);
    slot = dw_options_find(options, key, strlen(key));
    if (slot && (!slot->option->only_line || strcmp(key, "config") == 0))
        return dw_options_put(options, slot, DW_RANK_ENVIRONMENT, value, place, err);
    if (strncmp(place, ENV_KAFKA, prefix_kafka) == 0 && place[prefix_kafka]) {
        lower_name(place + prefix_kafka, '.', key, sizeof key);
        return dw_options_put_property(options, DW_RANK_ENVIRONMENT,
                                       &(struct dw_property){key, value, place}, err);
    }
    if (slot || (row && row->only_line))
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s belongs on the command line", place, key);
    if (row || is_foreign(place + prefix, value))
        return DW_OK;
    return unknown_variable(options, place, key, err);
}

enum dw_err dw_options_read_environment(struct dw_options *options, char *const environment[],
                                        struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    for (; environment && *environment && !rc; environment++)
        rc = read_variable(options, *environment, err);
    return rc;
}

/* --- file ------------------------------------------------------------------------------------ */

/* One line at work. */
struct pair {
    const char *place, *key, *value; /* key and place as they stand in the file */
};

static enum dw_err unknown_key(const struct dw_options *options, const struct pair *pair,
                               struct dw_error *err)
{
    const char *dot = strchr(pair->key, '.'), *near = NULL;
    char scope[KEY_MAX];

    if (!dot)
        near = nearest_key(options, pair->key);
    if (near)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s: no such key; did you mean %s?", pair->place,
                            pair->key, near);
    if (!dot)
        return dw_error_set(err, DW_CONFIG, 0,
                            "%s: %s: no such key; --help of the programs lists them", pair->place,
                            pair->key);
    snprintf(scope, sizeof scope, "%.*s", (int)(dot - pair->key), pair->key);
    near = dw_nearest_find(scope, scopes, N_SCOPES);
    if (near)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s: no such key; did you mean %s%s?",
                            pair->place, pair->key, near, dot);
    return dw_error_set(err, DW_CONFIG, 0,
                        "%s: %s: no such key; librdkafka's properties are written " DW_OPTIONS_KAFKA
                        "%s",
                        pair->place, pair->key, pair->key);
}

/* A key that the program of its scope has not. */
static enum dw_err foreign_key(const struct pair *pair, const char *scope, const char *key,
                               const char *near, struct dw_error *err)
{
    const struct dw_key *row = dw_option_key_find(key);

    if (row)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s: no such key of the %s; it belongs to: %s",
                            pair->place, pair->key, scope, row->programs);
    if (near)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s: no such key; did you mean %s.%s?",
                            pair->place, pair->key, scope, near);
    return dw_error_set(err, DW_CONFIG, 0, "%s: %s: no such key; --help of the %s lists them",
                        pair->place, pair->key, scope);
}

/* A key for one program: another's is checked for its name alone. */
static enum dw_err take_scoped(struct dw_options *options, const struct pair *pair,
                               const char *scope, const char *key, struct dw_error *err)
{
    const size_t prefix = strlen(DW_OPTIONS_KAFKA);
    const bool is_own = strcmp(scope, dw_program_scope(options->program)) == 0;
    const struct dw_key *row = dw_option_key_find(key);
    struct dw_slot *slot = is_own ? dw_options_find(options, key, strlen(key)) : NULL;

    if (strncmp(key, DW_OPTIONS_KAFKA, prefix) == 0 && key[prefix])
        return is_own ? dw_options_put_property(
                            options, DW_RANK_OWN,
                            &(struct dw_property){key + prefix, pair->value, pair->place}, err)
                      : DW_OK;
    if (slot ? slot->option->only_line : row && row->only_line)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s belongs on the command line", pair->place,
                            key);
    if (slot)
        return dw_options_put(options, slot, DW_RANK_OWN, pair->value, pair->place, err);
    if (!is_own && dw_option_key_is_of(row, scope))
        return DW_OK;
    return foreign_key(pair, scope, key, nearest_key(options, key), err);
}

/* The scope at the head of a key, copied to `out`; the key behind it, or NULL. */
static const char *split_scope(const struct dw_options *options, const char *key, char *out,
                               size_t size)
{
    const char *dot = strchr(key, '.');

    snprintf(out, size, "%.*s", dot ? (int)(dot - key) : 0, key);
    if (strcmp(out, dw_program_scope(options->program)) == 0)
        return dot ? dot + 1 : NULL;
    for (size_t i = 0; dot && i < N_SCOPES; i++)
        if (strcmp(out, scopes[i]) == 0 && strcmp(out, "kafka") != 0)
            return dot + 1;
    return NULL;
}

static enum dw_err take_pair(void *user, const char *place, const char *key, const char *value,
                             struct dw_error *err)
{
    struct dw_options *options = user;
    const struct pair pair = {place, key, value};
    const size_t prefix = strlen(DW_OPTIONS_KAFKA);
    const struct dw_key *row = dw_option_key_find(key);
    struct dw_slot *slot = dw_options_find(options, key, strlen(key));
    char scope[KEY_MAX];
    const char *inner = split_scope(options, key, scope, sizeof scope);

    if (inner)
        return take_scoped(options, &pair, scope, inner, err);
    if (strncmp(key, DW_OPTIONS_KAFKA, prefix) == 0 && key[prefix])
        return dw_options_put_property(options, DW_RANK_FILE,
                                       &(struct dw_property){key + prefix, value, place}, err);
    if (slot ? slot->option->only_line : row && row->only_line)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s belongs on the command line", place, key);
    if (slot)
        return dw_options_put(options, slot, DW_RANK_FILE, value, place, err);
    return row ? DW_OK : unknown_key(options, &pair, err);
}

/* What is another program's may refer to files that only that one can read. */
static bool wants(void *user, const char *key)
{
    struct dw_options *options = user;
    const size_t prefix = strlen(DW_OPTIONS_KAFKA);
    char scope[KEY_MAX];

    if (split_scope(options, key, scope, sizeof scope))
        return strcmp(scope, dw_program_scope(options->program)) == 0;
    return strncmp(key, DW_OPTIONS_KAFKA, prefix) == 0 ||
           dw_options_find(options, key, strlen(key));
}

enum dw_err dw_options_read_file(struct dw_options *options, char *const environment[],
                                 struct dw_error *err)
{
    const char *path = dw_options_text(options, "config");

    return path ? dw_properties_read(path, environment, wants, take_pair, options, err) : DW_OK;
}
