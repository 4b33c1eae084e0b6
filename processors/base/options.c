/* SPDX-License-Identifier: MIT */
#include "processors/base/options.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "processors/base/arena.h"
#include "processors/base/completion.h"
#include "processors/base/nearest.h"
#include "processors/base/properties.h"

#define ENV_PREFIX    "DISPUTEWIRE_"
#define ENV_KAFKA     ENV_PREFIX "KAFKA_"
#define FILE_KAFKA    "kafka."
#define REDACTED      "[redacted]"
#define DEFAULT_PLACE "default"
#define HELP_COLUMN   30
#define HELP_WIDTH    100

enum { N_KEYS_MAX = 128 };

/* Who set a value; the higher wins. */
enum rank { RANK_DEFAULT, RANK_FILE, RANK_ENVIRONMENT, RANK_COMMAND_LINE };

struct slot {
    const struct dw_option *option;
    enum rank rank;
    const char *text; /* NULL: unset */
    long long number; /* FLAG, NUMBER, SIZE, DURATION, index of CHOICE */
    const char *place;
};

struct property {
    struct dw_property public;
    enum rank rank;
};

struct properties {
    struct property *v;
    uint32_t n, cap;
};

struct arguments {
    const char **v;
    uint32_t n, cap;
};

struct dw_options {
    const struct dw_program *program;
    struct dw_arena arena;
    enum dw_request request;
    struct slot slots[N_KEYS_MAX];
    size_t n_slots;
    struct properties properties;
    struct arguments arguments;
};

static const struct dw_option common[] = {
    {.key = "", .help = "Shared options"},
    {.key = "brokers",
     .letter = 'b',
     .type = DW_OPTION_TEXT,
     .arg = "LIST",
     .value = "localhost:9092",
     .help = "Kafka brokers to start from, host:port[,...]"},
    {.key = "config",
     .letter = 'c',
     .type = DW_OPTION_TEXT,
     .arg = "FILE",
     .help = "properties file: key=value lines; the keys are the long options"},
    {.key = "property",
     .letter = 'X',
     .type = DW_OPTION_TEXT,
     .arg = "KEY=VALUE",
     .help = "set a librdkafka property (kafka.KEY=VALUE in the file)"},
    {.key = "log-level",
     .type = DW_OPTION_CHOICE,
     .arg = "error|warning|info|debug",
     .value = "info",
     .help = "least important records to log"},
    {.key = "verbose",
     .letter = 'v',
     .type = DW_OPTION_SHORTHAND,
     .arg = "log-level",
     .value = "debug",
     .help = "short for --log-level debug"},
    {.key = "quiet",
     .letter = 'q',
     .type = DW_OPTION_SHORTHAND,
     .arg = "log-level",
     .value = "warning",
     .help = "short for --log-level warning"},
    {.key = "log-format",
     .type = DW_OPTION_CHOICE,
     .arg = "text|json",
     .value = "text",
     .help = "how log records look on standard error"},
    {.key = "check-config", .type = DW_OPTION_FLAG, .help = "check all settings, then exit"},
    {.key = "print-config",
     .type = DW_OPTION_FLAG,
     .help = "print all settings with their origin, then exit"},
    {.key = "completion",
     .type = DW_OPTION_CHOICE,
     .arg = DW_SHELL_NAMES,
     .help = "print what this shell needs to complete the options, then exit"},
    {.key = "help", .letter = 'h', .type = DW_OPTION_FLAG, .help = "show this text"},
    {.key = "version", .letter = 'V', .type = DW_OPTION_FLAG, .help = "show the version"},
    {.key = NULL},
};

/* Keys that make sense on the command line alone. */
static const char *const command_line_only[] = {
    "config", "property", "help", "version", "check-config", "print-config", "completion"};

/* --- slots ----------------------------------------------------------------------------------- */

static bool is_command_line_only(const char *key)
{
    for (size_t i = 0; i < sizeof command_line_only / sizeof *command_line_only; i++)
        if (strcmp(key, command_line_only[i]) == 0)
            return true;
    return false;
}

static struct slot *find_key(struct dw_options *options, const char *key, size_t len)
{
    for (size_t i = 0; i < options->n_slots; i++)
        if (strlen(options->slots[i].option->key) == len &&
            memcmp(options->slots[i].option->key, key, len) == 0)
            return &options->slots[i];
    return NULL;
}

static struct slot *find_letter(struct dw_options *options, char letter)
{
    for (size_t i = 0; i < options->n_slots; i++)
        if (options->slots[i].option->letter == letter)
            return &options->slots[i];
    return NULL;
}

static const struct slot *slot_of(const struct dw_options *options, const char *key)
{
    const struct slot *slot = find_key((struct dw_options *)options, key, strlen(key));

    assert(slot);
    return slot;
}

static const char *nearest_key(const struct dw_options *options, const char *key)
{
    const char *keys[N_KEYS_MAX];

    for (size_t i = 0; i < options->n_slots; i++)
        keys[i] = options->slots[i].option->key;
    return dw_nearest_find(key, keys, options->n_slots);
}

static enum dw_err out_of_memory(struct dw_error *err)
{
    return dw_error_set(err, DW_NOMEM, 0, "out of memory while reading the options");
}

/* --- values ---------------------------------------------------------------------------------- */

static bool parse_flag(const char *text, long long *number)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on", "0", "1"};

    for (int i = 0; i < 8; i++) {
        if (strcmp(text, words[i]) == 0) {
            *number = i % 2;
            return true;
        }
    }
    return false;
}

/* Whole number with one of `units` behind it. */
static bool parse_number(const char *text, const char *const *units, const long long *factors,
                         long long *number)
{
    char *end;
    long long value;

    if (!isdigit((unsigned char)*text) && *text != '-')
        return false;
    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno || end == text)
        return false;
    for (; *units; units++, factors++) {
        if (strcmp(end, *units) != 0)
            continue;
        if (value > LLONG_MAX / *factors || value < LLONG_MIN / *factors)
            return false;
        *number = value * *factors;
        return true;
    }
    return false;
}

static bool parse_choice(const char *words, const char *text, long long *number)
{
    size_t len = strlen(text);

    for (*number = 0;; ++*number) {
        size_t n = strcspn(words, "|");

        if (n == len && memcmp(words, text, len) == 0)
            return true;
        if (words[n] == '\0')
            return false;
        words += n + 1;
    }
}

/* What a value of this type looks like, for errors. */
static const char *type_hint(enum dw_option_type type)
{
    switch (type) {
    case DW_OPTION_FLAG:
        return "true or false";
    case DW_OPTION_NUMBER:
        return "a whole number";
    case DW_OPTION_SIZE:
        return "a size in bytes, such as 512, 64k, 256M or 1G";
    case DW_OPTION_DURATION:
        return "a duration, such as 500ms, 10s or 2m";
    default:
        return "a value";
    }
}

/* Set *number from `text`. False if it is not of the option's type. */
static bool parse_value(const struct dw_option *option, const char *text, long long *number)
{
    static const char *const none[] = {"", NULL};
    static const char *const sizes[] = {"", "k", "K", "M", "G", NULL};
    static const char *const times[] = {"", "ms", "s", "m", "h", NULL};
    static const long long ones[] = {1};
    static const long long bytes[] = {1, 1024, 1024, 1024 * 1024, 1024 * 1024 * 1024};
    static const long long milliseconds[] = {1000, 1, 1000, 60000, 3600000};

    *number = 0;
    switch (option->type) {
    case DW_OPTION_FLAG:
        return parse_flag(text, number);
    case DW_OPTION_NUMBER:
        return parse_number(text, none, ones, number);
    case DW_OPTION_SIZE:
        return parse_number(text, sizes, bytes, number);
    case DW_OPTION_DURATION:
        return parse_number(text, times, milliseconds, number);
    case DW_OPTION_CHOICE:
        return parse_choice(option->arg, text, number);
    case DW_OPTION_TEXT:
    case DW_OPTION_SHORTHAND:
        break;
    }
    return true;
}

static bool is_ranged(const struct dw_option *option)
{
    return option->type == DW_OPTION_NUMBER || option->type == DW_OPTION_SIZE ||
           option->type == DW_OPTION_DURATION;
}

static enum dw_err check_range(const struct dw_option *option, const char *place, long long number,
                               struct dw_error *err)
{
    long long max = option->min || option->max ? option->max : LLONG_MAX;
    const char *unit = option->type == DW_OPTION_DURATION ? " ms" : "";

    if (!is_ranged(option) || (number >= option->min && number <= max))
        return DW_OK;
    if (max == LLONG_MAX)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s is %lld%s, but at least %lld%s is needed",
                            place, option->key, number, unit, option->min, unit);
    return dw_error_set(err, DW_CONFIG, 0, "%s: %s is %lld%s, but must be from %lld%s to %lld%s",
                        place, option->key, number, unit, option->min, unit, max, unit);
}

static enum dw_err set_slot(struct dw_options *options, struct slot *slot, enum rank rank,
                            const char *text, const char *place, struct dw_error *err)
{
    const struct dw_option *option = slot->option;
    long long number;

    if (!parse_value(option, text, &number)) {
        if (option->secret)
            text = REDACTED;
        if (option->type == DW_OPTION_CHOICE)
            return dw_error_set(err, DW_CONFIG, 0, "%s: %s is \"%s\", but must be one of %s", place,
                                option->key, text, option->arg);
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s is \"%s\", which is not %s", place,
                            option->key, text, type_hint(option->type));
    }
    if (check_range(option, place, number, err))
        return DW_CONFIG;
    if (rank < slot->rank)
        return DW_OK;
    slot->rank = rank;
    slot->number = number;
    slot->text = dw_arena_dup(&options->arena, text, strlen(text));
    slot->place = dw_arena_dup(&options->arena, place, strlen(place));
    return slot->text && slot->place ? DW_OK : out_of_memory(err);
}

/* Set a shorthand's target when its value is true; any other option as it is. */
static enum dw_err set_option(struct dw_options *options, struct slot *slot, enum rank rank,
                              const char *text, const char *place, struct dw_error *err)
{
    const struct dw_option *option = slot->option;
    long long on;

    if (option->type != DW_OPTION_SHORTHAND)
        return set_slot(options, slot, rank, text, place, err);
    if (!parse_flag(text, &on))
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s is \"%s\", which is not true or false",
                            place, option->key, text);
    if (!on)
        return DW_OK;
    return set_slot(options, find_key(options, option->arg, strlen(option->arg)), rank,
                    option->value, place, err);
}

/* --- librdkafka's properties ----------------------------------------------------------------- */

static enum dw_err add_property(struct dw_options *options, enum rank rank, const char *key,
                                size_t key_len, const char *value, const char *place,
                                struct dw_error *err)
{
    struct properties *all = &options->properties;
    struct property *property = NULL;
    struct dw_arena *arena = &options->arena;

    for (uint32_t i = 0; i < all->n; i++)
        if (strlen(all->v[i].public.key) == key_len &&
            memcmp(all->v[i].public.key, key, key_len) == 0)
            property = &all->v[i];
    if (property && rank < property->rank)
        return DW_OK;
    if (!property)
        property = dw_vec_push(arena, all);
    if (!property)
        return out_of_memory(err);
    property->rank = rank;
    property->public.key = dw_arena_dup(arena, key, key_len);
    property->public.value = dw_arena_dup(arena, value, strlen(value));
    property->public.place = dw_arena_dup(arena, place, strlen(place));
    if (!property->public.key || !property->public.value || !property->public.place)
        return out_of_memory(err);
    return DW_OK;
}

/* KEY=VALUE as -X takes it. */
static enum dw_err add_property_pair(struct dw_options *options, const char *pair,
                                     struct dw_error *err)
{
    const char *equals = strchr(pair, '=');

    if (!equals || equals == pair)
        return dw_error_set(err, DW_CONFIG, 0, "-X: KEY=VALUE is needed, such as linger.ms=5");
    return add_property(options, RANK_COMMAND_LINE, pair, (size_t)(equals - pair), equals + 1, "-X",
                        err);
}

bool dw_property_is_secret(const char *key)
{
    static const char *const parts[] = {"password", "secret", "key.pem",
                                        "ssl_key",  "token",  "oauthbearer.config"};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(key, parts[i]))
            return true;
    return false;
}

/* --- command line ---------------------------------------------------------------------------- */

/* State of one walk over argv. */
struct walk {
    struct dw_options *options;
    int argc, i;
    char *const *argv;
};

static enum dw_err unknown_option(const struct dw_options *options, const char *name, size_t len,
                                  struct dw_error *err)
{
    char key[64];
    const char *near;

    snprintf(key, sizeof key, "%.*s", (int)(len < sizeof key ? len : sizeof key - 1), name);
    near = nearest_key(options, key);
    if (near)
        return dw_error_set(err, DW_CONFIG, 0, "--%s: no such option; did you mean --%s?", key,
                            near);
    return dw_error_set(err, DW_CONFIG, 0, "--%s: no such option", key);
}

static bool is_switch(const struct dw_option *option)
{
    return option->type == DW_OPTION_FLAG || option->type == DW_OPTION_SHORTHAND;
}

/* A value for the option named `shown`, which may be the next argument. */
static enum dw_err take_option(struct walk *walk, struct slot *slot, const char *value,
                               const char *shown, struct dw_error *err)
{
    if (!value && is_switch(slot->option))
        value = "true";
    if (!value && walk->i + 1 < walk->argc)
        value = walk->argv[++walk->i];
    if (!value)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s is missing", shown, slot->option->arg);
    if (strcmp(slot->option->key, "property") == 0)
        return add_property_pair(walk->options, value, err);
    return set_option(walk->options, slot, RANK_COMMAND_LINE, value, shown, err);
}

/* --key, --key=value, --key value, --no-key */
static enum dw_err take_long(struct walk *walk, const char *name, struct dw_error *err)
{
    size_t len = strcspn(name, "=");
    const char *value = name[len] ? name + len + 1 : NULL;
    struct slot *slot = find_key(walk->options, name, len);
    char shown[80];

    if (!slot && !value && strncmp(name, "no-", 3) == 0) {
        slot = find_key(walk->options, name + 3, len - 3);
        value = "false";
        if (slot && !is_switch(slot->option))
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
        struct slot *slot = find_letter(walk->options, *letters);
        char shown[] = {'-', *letters, '\0'};
        enum dw_err rc;

        if (!slot)
            return dw_error_set(err, DW_CONFIG, 0, "-%c: no such option", *letters);
        if (!is_switch(slot->option))
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
        return out_of_memory(err);
    *place = argument;
    return DW_OK;
}

static enum dw_err read_command_line(struct dw_options *options, int argc, char *const argv[],
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

/* --- environment ----------------------------------------------------------------------------- */

/* CONNECT_TIMEOUT -> connect-timeout; `joint` takes the place of the underscore. */
static void lower_name(const char *name, size_t len, char joint, char *out, size_t size)
{
    size_t n = len < size ? len : size - 1;

    for (size_t i = 0; i < n; i++)
        out[i] = name[i] == '_' ? joint : (char)tolower((unsigned char)name[i]);
    out[n] = '\0';
}

/* One NAME=value. Names that no option has may be another program's and are left alone. */
static enum dw_err read_variable(struct dw_options *options, const char *variable,
                                 struct dw_error *err)
{
    size_t prefix = strlen(ENV_PREFIX), prefix_kafka = strlen(ENV_KAFKA), len;
    char key[128], place[160];
    struct slot *slot;

    if (strncmp(variable, ENV_PREFIX, prefix) != 0)
        return DW_OK;
    len = strcspn(variable, "=");
    if (variable[len] == '\0')
        return DW_OK;
    snprintf(place, sizeof place, "%.*s", (int)(len < 150 ? len : 150), variable);
    lower_name(variable + prefix, len - prefix, '-', key, sizeof key);
    slot = find_key(options, key, strlen(key));
    if (slot && !is_command_line_only(key))
        return set_option(options, slot, RANK_ENVIRONMENT, variable + len + 1, place, err);
    if (slot && strcmp(key, "config") == 0)
        return set_slot(options, slot, RANK_ENVIRONMENT, variable + len + 1, place, err);
    if (len <= prefix_kafka || strncmp(variable, ENV_KAFKA, prefix_kafka) != 0)
        return DW_OK;
    lower_name(variable + prefix_kafka, len - prefix_kafka, '.', key, sizeof key);
    return add_property(options, RANK_ENVIRONMENT, key, strlen(key), variable + len + 1, place,
                        err);
}

/* --- file ------------------------------------------------------------------------------------ */

static enum dw_err unknown_key(const struct dw_options *options, const char *place, const char *key,
                               struct dw_error *err)
{
    const char *near = nearest_key(options, key);

    if (near && !is_command_line_only(near))
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s: no such key; did you mean %s?", place, key,
                            near);
    if (strchr(key, '.'))
        return dw_error_set(err, DW_CONFIG, 0,
                            "%s: %s: no such key; librdkafka's properties are written " FILE_KAFKA
                            "%s",
                            place, key, key);
    return dw_error_set(err, DW_CONFIG, 0, "%s: %s: no such key", place, key);
}

static enum dw_err take_file_pair(void *user, const char *place, const char *key, const char *value,
                                  struct dw_error *err)
{
    struct dw_options *options = user;
    struct slot *slot = find_key(options, key, strlen(key));
    size_t prefix = strlen(FILE_KAFKA);

    if (slot && !is_command_line_only(key))
        return set_option(options, slot, RANK_FILE, value, place, err);
    if (strncmp(key, FILE_KAFKA, prefix) == 0 && key[prefix])
        return add_property(options, RANK_FILE, key + prefix, strlen(key + prefix), value, place,
                            err);
    if (slot)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s belongs on the command line", place, key);
    return unknown_key(options, place, key, err);
}

/* --- opening --------------------------------------------------------------------------------- */

static void add_table(struct dw_options *options, const struct dw_option *table)
{
    for (; table && table->key; table++) {
        if (!*table->key)
            continue;
        assert(options->n_slots < N_KEYS_MAX);
        assert(!find_key(options, table->key, strlen(table->key)));
        assert(!table->letter || !find_letter(options, table->letter));
        options->slots[options->n_slots++] = (struct slot){.option = table, .place = DEFAULT_PLACE};
    }
}

/* A default that its own option refuses is a bug in the table. */
static void set_defaults(struct dw_options *options)
{
    for (size_t i = 0; i < options->n_slots; i++) {
        struct slot *slot = &options->slots[i];
        bool is_right;

        if (slot->option->type == DW_OPTION_SHORTHAND || !slot->option->value)
            continue;
        slot->text = slot->option->value;
        is_right = parse_value(slot->option, slot->text, &slot->number);
        assert(is_right);
        (void)is_right;
    }
}

static enum dw_request find_request(const struct dw_options *options)
{
    if (dw_options_flag(options, "help"))
        return DW_REQUEST_HELP;
    if (dw_options_flag(options, "version"))
        return DW_REQUEST_VERSION;
    if (dw_options_has(options, "completion"))
        return DW_REQUEST_COMPLETION;
    if (dw_options_flag(options, "print-config"))
        return DW_REQUEST_PRINT;
    return dw_options_flag(options, "check-config") ? DW_REQUEST_CHECK : DW_REQUEST_RUN;
}

static enum dw_err read_all(struct dw_options *options, int argc, char *const argv[],
                            char *const environment[], struct dw_error *err)
{
    enum dw_err rc = read_command_line(options, argc, argv, err);
    const char *path;

    options->request = find_request(options);
    if (rc || options->request == DW_REQUEST_HELP || options->request == DW_REQUEST_VERSION ||
        options->request == DW_REQUEST_COMPLETION)
        return rc;
    for (char *const *variable = environment; variable && *variable && !rc; variable++)
        rc = read_variable(options, *variable, err);
    path = dw_options_text(options, "config");
    if (!rc && path)
        rc = dw_properties_read(path, environment, take_file_pair, options, err);
    return rc;
}

enum dw_err dw_options_open(struct dw_options **out, const struct dw_program *program, int argc,
                            char *const argv[], char *const environment[], struct dw_error *err)
{
    struct dw_options *options = calloc(1, sizeof *options);
    enum dw_err rc;

    *out = NULL;
    if (!options)
        return out_of_memory(err);
    options->program = program;
    dw_arena_init(&options->arena, 0);
    add_table(options, program->options);
    add_table(options, common);
    set_defaults(options);
    rc = read_all(options, argc, argv, environment, err);
    if (rc)
        dw_options_close(options);
    else
        *out = options;
    return rc;
}

void dw_options_close(struct dw_options *options)
{
    if (!options)
        return;
    dw_arena_fini(&options->arena);
    free(options);
}

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
    const struct slot *slot;
    size_t len;

    if (strncmp(word, "-X", 2) == 0)
        cover_pair(word[2] ? word + 2 : next);
    if (strncmp(word, "--", 2) != 0)
        return;
    word += 2;
    len = strcspn(word, "=");
    slot = find_key(options, word, len);
    if (word[len])
        next = word + len + 1;
    if (slot && strcmp(slot->option->key, "property") == 0)
        cover_pair(next);
    else if (slot && slot->option->secret && next)
        memset(next, '*', strlen(next));
}

/*
 * Overwrite the secrets of the command line, which the list of processes shows. They could be read
 * there until now, so that a file is still the better place for them.
 */
static void cover_secrets(struct dw_options *options, int argc, char *const argv[])
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        cover_word(options, argv[i], i + 1 < argc ? argv[i + 1] : NULL);
}

struct dw_options *dw_options_start(const struct dw_program *program, int argc, char *const argv[],
                                    int *status)
{
    extern char **environ;
    struct dw_options *options;
    struct dw_error err = {.code = DW_OK};

    *status = 2;
    if (dw_options_open(&options, program, argc, argv, environ, &err) || !options) {
        fprintf(stderr, "%s: %s\nTry '%s --help'.\n", program->name, err.text, program->name);
        return NULL;
    }
    cover_secrets(options, argc, argv);
    *status = 0;
    dw_log_open(&(struct dw_log_options){
        .program = program->name,
        .level = (enum dw_log_level)dw_options_choice(options, "log-level"),
        .format = (enum dw_log_format)dw_options_choice(options, "log-format"),
        .fd = STDERR_FILENO,
    });
    if (options->request == DW_REQUEST_RUN || options->request == DW_REQUEST_CHECK)
        return options;
    if (options->request == DW_REQUEST_HELP)
        dw_options_print_help(program, stdout);
    else if (options->request == DW_REQUEST_VERSION)
        printf("%s %s\n", program->name, program->version);
    else if (options->request == DW_REQUEST_COMPLETION)
        dw_completion_print((enum dw_shell)dw_options_choice(options, "completion"), program,
                            common, stdout);
    else
        dw_options_print(options, stdout);
    dw_options_close(options);
    return NULL;
}

/* --- reading values -------------------------------------------------------------------------- */

enum dw_request dw_options_request(const struct dw_options *options)
{
    return options->request;
}

bool dw_options_flag(const struct dw_options *options, const char *key)
{
    const struct slot *slot = slot_of(options, key);

    assert(slot->option->type == DW_OPTION_FLAG);
    return slot->number != 0;
}

const char *dw_options_text(const struct dw_options *options, const char *key)
{
    return slot_of(options, key)->text;
}

long long dw_options_number(const struct dw_options *options, const char *key)
{
    const struct slot *slot = slot_of(options, key);

    assert(is_ranged(slot->option));
    return slot->number;
}

int dw_options_choice(const struct dw_options *options, const char *key)
{
    const struct slot *slot = slot_of(options, key);

    assert(slot->option->type == DW_OPTION_CHOICE);
    return (int)slot->number;
}

bool dw_options_has(const struct dw_options *options, const char *key)
{
    return slot_of(options, key)->rank != RANK_DEFAULT;
}

const char *dw_options_place(const struct dw_options *options, const char *key)
{
    return slot_of(options, key)->place;
}

enum dw_err dw_options_fail(const struct dw_options *options, const char *key, struct dw_error *err,
                            const char *fmt, ...)
{
    char text[200];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return dw_error_set(err, DW_CONFIG, 0, "%s: %s", dw_options_place(options, key), text);
}

size_t dw_options_n_properties(const struct dw_options *options)
{
    return options->properties.n;
}

const struct dw_property *dw_options_property(const struct dw_options *options, size_t i)
{
    assert(i < options->properties.n);
    return &options->properties.v[i].public;
}

size_t dw_options_n_arguments(const struct dw_options *options)
{
    return options->arguments.n;
}

const char *dw_options_argument(const struct dw_options *options, size_t i)
{
    assert(i < options->arguments.n);
    return options->arguments.v[i];
}

/* --- printing -------------------------------------------------------------------------------- */

/* `text` from the help column on, broken at blanks; `column` is where the line stands now. */
static void print_wrapped(FILE *out, const char *text, int column)
{
    while (*text) {
        size_t room = HELP_WIDTH - HELP_COLUMN, n = strlen(text);

        if (n > room)
            for (n = room; n > 0 && text[n] != ' '; n--)
                ;
        if (n == 0)
            n = strcspn(text, " ");
        if (column > HELP_COLUMN - 1) {
            fputc('\n', out);
            column = 0;
        }
        fprintf(out, "%*s%.*s\n", HELP_COLUMN - column, "", (int)n, text);
        column = 0;
        text += n;
        text += strspn(text, " ");
    }
}

static void print_option_help(const struct dw_option *option, FILE *out)
{
    char left[96], help[320];
    const char *arg = is_switch(option) ? NULL : option->arg;
    bool shown = option->value && *option->value && !option->secret && !is_switch(option);

    if (option->letter)
        snprintf(left, sizeof left, "  -%c, --%s%s%s", option->letter, option->key, arg ? " " : "",
                 arg ? arg : "");
    else
        snprintf(left, sizeof left, "      --%s%s%s", option->key, arg ? " " : "", arg ? arg : "");
    snprintf(help, sizeof help, "%s%s%s%s", option->help, shown ? " [" : "",
             shown ? option->value : "", shown ? "]" : "");
    fputs(left, out);
    print_wrapped(out, help, (int)strlen(left));
}

static void print_table_help(const struct dw_option *table, FILE *out)
{
    for (; table && table->key; table++) {
        if (*table->key)
            print_option_help(table, out);
        else
            fprintf(out, "\n%s:\n", table->help);
    }
}

void dw_options_print_help(const struct dw_program *program, FILE *out)
{
    fprintf(out, "Usage: %s %s\n\n%s\n", program->name, program->synopsis, program->summary);
    print_table_help(program->options, out);
    print_table_help(common, out);
    fprintf(out,
            "\nEvery option can also be set in the file of -c (topic=...) or in the environment\n"
            "(" ENV_PREFIX "TOPIC=...). The order is command line, environment, file, default.\n"
            "Exit status: 0 done, 1 failed at run time, 2 wrong usage or configuration.\n");
}

/* A value as the file takes it: a dollar sign is doubled. */
static void print_pair(FILE *out, const char *prefix, const char *key, const char *value,
                       const char *place)
{
    fprintf(out, "# %s\n%s%s=", place, prefix, key);
    for (; *value; value++) {
        if (*value == '$')
            fputc('$', out);
        fputc(*value, out);
    }
    fputc('\n', out);
}

void dw_options_print(const struct dw_options *options, FILE *out)
{
    for (size_t i = 0; i < options->n_slots; i++) {
        const struct slot *slot = &options->slots[i];
        const struct dw_option *option = slot->option;

        if (is_command_line_only(option->key) || option->type == DW_OPTION_SHORTHAND)
            continue;
        if (option->secret && slot->text)
            print_pair(out, "", option->key, REDACTED, slot->place);
        else if (slot->text)
            print_pair(out, "", option->key, slot->text, slot->place);
        else if (option->type == DW_OPTION_FLAG)
            print_pair(out, "", option->key, "false", slot->place);
        else
            fprintf(out, "# not set\n#%s=\n", option->key);
    }
    for (size_t i = 0; i < options->properties.n; i++) {
        const struct dw_property *property = &options->properties.v[i].public;
        bool secret = dw_property_is_secret(property->key);

        print_pair(out, FILE_KAFKA, property->key, secret ? REDACTED : property->value,
                   property->place);
    }
}
