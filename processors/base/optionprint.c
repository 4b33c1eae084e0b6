/* SPDX-License-Identifier: MIT */
/* optionprint.c - options for people: --help and --print-config. */
#include <string.h>

#include "processors/base/optionset.h"
#include "processors/base/optionvalue.h"

#define REDACTED    "[redacted]"
#define HELP_COLUMN 30
#define HELP_WIDTH  100

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
    const char *arg = dw_option_is_switch(option) ? NULL : option->arg;
    bool shown = option->value && *option->value && !option->secret && !dw_option_is_switch(option);

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
    print_table_help(dw_options_shared, out);
    fprintf(out,
            "\nEvery option can also be set in the file of -c (topic=...) or in the environment\n"
            "(" DW_OPTIONS_ENV
            "TOPIC=...). The order is command line, environment, file, default.\n"
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
        const struct dw_slot *slot = &options->slots[i];
        const struct dw_option *option = slot->option;

        if (option->only_line || option->type == DW_OPTION_SHORTHAND)
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
        const struct dw_property *property = options->properties.v[i].now;
        bool secret = dw_property_is_secret(property->key);

        print_pair(out, DW_OPTIONS_KAFKA, property->key, secret ? REDACTED : property->value,
                   property->place);
    }
}
