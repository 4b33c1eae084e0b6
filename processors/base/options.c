/* SPDX-License-Identifier: MIT */
#include "processors/base/options.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "processors/base/completion.h"
#include "processors/base/optionset.h"
#include "processors/base/optionvalue.h"

#define DEFAULT_PLACE "default"

/* --- slots ----------------------------------------------------------------------------------- */

struct dw_slot *dw_options_find(struct dw_options *options, const char *key, size_t len)
{
    for (size_t i = 0; i < options->n_slots; i++)
        if (strlen(options->slots[i].option->key) == len &&
            memcmp(options->slots[i].option->key, key, len) == 0)
            return &options->slots[i];
    return NULL;
}

struct dw_slot *dw_options_find_letter(struct dw_options *options, char letter)
{
    for (size_t i = 0; i < options->n_slots; i++)
        if (options->slots[i].option->letter == letter)
            return &options->slots[i];
    return NULL;
}

static const struct dw_slot *slot_of(const struct dw_options *options, const char *key)
{
    const struct dw_slot *slot = dw_options_find((struct dw_options *)options, key, strlen(key));

    assert(slot);
    return slot;
}

const char *dw_program_scope(const struct dw_program *program)
{
    const char *dash = strchr(program->name, '-');

    return dash ? dash + 1 : program->name;
}

static enum dw_err out_of_memory(struct dw_error *err)
{
    return dw_error_set(err, DW_NOMEM, 0, "out of memory while reading the options");
}

/* Any option but a shorthand. */
static enum dw_err put_value(struct dw_options *options, struct dw_slot *slot, enum dw_rank rank,
                             const char *text, const char *place, struct dw_error *err)
{
    long long number;

    if (dw_option_parse(slot->option, text, place, &number, err))
        return DW_CONFIG;
    if (rank < slot->rank)
        return DW_OK;
    slot->rank = rank;
    slot->number = number;
    slot->text = dw_arena_dup(&options->arena, text, strlen(text));
    slot->place = dw_arena_dup(&options->arena, place, strlen(place));
    return slot->text && slot->place ? DW_OK : out_of_memory(err);
}

/* A shorthand sets its target when its value is true. */
enum dw_err dw_options_put(struct dw_options *options, struct dw_slot *slot, enum dw_rank rank,
                           const char *text, const char *place, struct dw_error *err)
{
    const struct dw_option *option = slot->option;
    long long on;

    if (option->type != DW_OPTION_SHORTHAND)
        return put_value(options, slot, rank, text, place, err);
    if (!dw_option_parse_flag(text, &on))
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s is \"%.60s\", which is not true or false",
                            place, option->key, text);
    if (!on)
        return DW_OK;
    return put_value(options, dw_options_find(options, option->arg, strlen(option->arg)), rank,
                     option->value, place, err);
}

enum dw_err dw_options_put_property(struct dw_options *options, enum dw_rank rank,
                                    const struct dw_property *given, struct dw_error *err)
{
    struct dw_ranked_property *property = NULL;
    struct dw_arena *arena = &options->arena;
    struct dw_property *copy;

    for (uint32_t i = 0; i < options->properties.n; i++)
        if (strcmp(options->properties.v[i].now->key, given->key) == 0)
            property = &options->properties.v[i];
    if (property && rank < property->rank)
        return DW_OK;
    copy = dw_arena_alloc(arena, sizeof *copy);
    if (!copy)
        return out_of_memory(err);
    copy->key = dw_arena_dup(arena, given->key, strlen(given->key));
    copy->value = dw_arena_dup(arena, given->value, strlen(given->value));
    copy->place = dw_arena_dup(arena, given->place, strlen(given->place));
    if (copy->key && copy->value && copy->place && !property)
        property = dw_vec_push(arena, &options->properties);
    if (!property || !copy->key || !copy->value || !copy->place)
        return out_of_memory(err);
    property->rank = rank;
    property->now = copy;
    return DW_OK;
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

/* --- opening --------------------------------------------------------------------------------- */

static void add_table(struct dw_options *options, const struct dw_option *table)
{
    for (; table && table->key; table++) {
        if (!*table->key)
            continue;
        assert(options->n_slots < DW_OPTIONS_MAX);
        assert(!dw_options_find(options, table->key, strlen(table->key)));
        assert(!table->letter || !dw_options_find_letter(options, table->letter));
        options->slots[options->n_slots++] =
            (struct dw_slot){.option = table, .place = DEFAULT_PLACE};
    }
}

/* A default that its own option refuses is a bug in the table. */
static void set_defaults(struct dw_options *options)
{
    for (size_t i = 0; i < options->n_slots; i++) {
        struct dw_slot *slot = &options->slots[i];
        bool is_right;

        if (slot->option->type == DW_OPTION_SHORTHAND || !slot->option->value)
            continue;
        slot->text = slot->option->value;
        is_right = !dw_option_parse(slot->option, slot->text, DEFAULT_PLACE, &slot->number, NULL);
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
    enum dw_err rc = dw_options_read_line(options, argc, argv, err);

    options->request = find_request(options);
    if (rc || options->request == DW_REQUEST_HELP || options->request == DW_REQUEST_VERSION ||
        options->request == DW_REQUEST_COMPLETION)
        return rc;
    rc = dw_options_read_environment(options, environment, err);
    return rc ? rc : dw_options_read_file(options, environment, err);
}

struct dw_options *dw_options_new(const struct dw_program *program)
{
    struct dw_options *options = calloc(1, sizeof *options);

    if (!options)
        return NULL;
    options->program = program;
    dw_arena_init(&options->arena, 0);
    add_table(options, program->options);
    add_table(options, dw_options_shared);
    set_defaults(options);
    return options;
}

enum dw_err dw_options_open(struct dw_options **out, const struct dw_program *program, int argc,
                            char *const argv[], char *const environment[], struct dw_error *err)
{
    struct dw_options *options = dw_options_new(program);
    enum dw_err rc = options ? read_all(options, argc, argv, environment, err) : out_of_memory(err);

    *out = NULL;
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

/* Errors come before all is read: then the log is what was said of it until there. */
static void open_log(const struct dw_options *options)
{
    dw_log_open(&(struct dw_log_options){
        .program = options->program->name,
        .level = (enum dw_log_level)dw_options_choice(options, "log-level"),
        .format = (enum dw_log_format)dw_options_choice(options, "log-format"),
        .fd = STDERR_FILENO,
    });
}

int dw_options_refuse(const struct dw_program *program, const struct dw_error *err)
{
    if (dw_log_format() == DW_LOG_JSON)
        dw_log_with(DW_LOG_ERROR, "wrong configuration", "reason=%s", err->text);
    else
        fprintf(stderr, "%s: %s\n", program->name, err->text);
    return DW_OPTIONS_REFUSED;
}

/* What the shared options ask for in place of a run. */
static void print_request(const struct dw_options *options)
{
    if (options->request == DW_REQUEST_HELP)
        dw_options_print_help(options->program, stdout);
    else if (options->request == DW_REQUEST_VERSION)
        printf("%s %s\n", options->program->name, options->program->version);
    else if (options->request == DW_REQUEST_COMPLETION)
        dw_completion_print((enum dw_shell)dw_options_choice(options, "completion"),
                            options->program, dw_options_shared, stdout);
    else
        dw_options_print(options, stdout);
}

struct dw_options *dw_options_start(const struct dw_program *program, int argc, char *const argv[],
                                    int *status)
{
    extern char **environ;
    struct dw_options *options = dw_options_new(program);
    struct dw_error err = {.code = DW_OK};

    *status = DW_OPTIONS_REFUSED;
    if (!options)
        return NULL;
    if (read_all(options, argc, argv, environ, &err)) {
        open_log(options);
        dw_options_refuse(program, &err);
        dw_options_close(options);
        return NULL;
    }
    dw_options_cover(options, argc, argv);
    open_log(options);
    *status = 0;
    if (options->request == DW_REQUEST_RUN || options->request == DW_REQUEST_CHECK)
        return options;
    print_request(options);
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
    const struct dw_slot *slot = slot_of(options, key);

    assert(slot->option->type == DW_OPTION_FLAG);
    return slot->number != 0;
}

const char *dw_options_text(const struct dw_options *options, const char *key)
{
    return slot_of(options, key)->text;
}

long long dw_options_number(const struct dw_options *options, const char *key)
{
    const struct dw_slot *slot = slot_of(options, key);

    assert(dw_option_is_ranged(slot->option));
    return slot->number;
}

int dw_options_choice(const struct dw_options *options, const char *key)
{
    const struct dw_slot *slot = slot_of(options, key);

    assert(slot->option->type == DW_OPTION_CHOICE);
    return (int)slot->number;
}

bool dw_options_has(const struct dw_options *options, const char *key)
{
    return slot_of(options, key)->rank != DW_RANK_DEFAULT;
}

const char *dw_options_place(const struct dw_options *options, const char *key)
{
    return slot_of(options, key)->place;
}

enum dw_err dw_options_fail(const struct dw_options *options, const char *key, struct dw_error *err,
                            const char *fmt, ...)
{
    char text[300];
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
    return options->properties.v[i].now;
}

const char *dw_options_property_place(const struct dw_options *options, const char *key)
{
    for (size_t i = 0; i < options->properties.n; i++)
        if (strcmp(options->properties.v[i].now->key, key) == 0)
            return options->properties.v[i].now->place;
    return NULL;
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
