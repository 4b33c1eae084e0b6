/* SPDX-License-Identifier: MIT */
/*
 * tables.c - what is made of the tables of options of all programs when they are built.
 *
 *     option-tables keys        rows of optionkeys.inc: each key and the programs that have it
 *     option-tables properties  disputewire.properties: every setting, explained, at its default
 *     option-tables manual NAME the section OPTIONS of a program's page
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/settings.h"
#include "processors/tag/options.h"
#include "producer/embedded/options.h"
#include "producer/options.h"

enum { WIDTH = 96, N_FILE_PROGRAMS = 3 };

/* The broker for a first try has keys, but no part in the file. */
static const struct dw_program *const programs[] = {&dw_consumer_program, &dw_producer_program,
                                                    &dw_tag_program, &dw_broker_program};

enum { N_PROGRAMS = sizeof programs / sizeof *programs };

static const char *scope_of(const struct dw_program *program)
{
    return strchr(program->name, '-') + 1;
}

static const struct dw_option *find(const struct dw_option *table, const char *key)
{
    for (; table->key; table++)
        if (strcmp(table->key, key) == 0)
            return table;
    return NULL;
}

/* --- keys ------------------------------------------------------------------------------------ */

static int compare(const void *a, const void *b)
{
    return strcmp((*(const struct dw_option *const *)a)->key,
                  (*(const struct dw_option *const *)b)->key);
}

/* All rows of a table that are no headings, behind `n` others. Returns how many there are now. */
static size_t collect(const struct dw_option **rows, size_t n, const struct dw_option *table)
{
    for (; table->key; table++)
        if (*table->key)
            rows[n++] = table;
    return n;
}

static void print_key(const struct dw_option *row)
{
    const bool is_shared = find(dw_options_shared, row->key);
    const char *joint = "";

    printf("    {\"%s\", \"", row->key);
    for (size_t i = 0; i < N_PROGRAMS; i++) {
        if (!is_shared && !find(programs[i]->options, row->key))
            continue;
        printf("%s%s", joint, scope_of(programs[i]));
        joint = ", ";
    }
    printf("\", %s},\n", row->only_line ? "true" : "false");
}

static void print_keys(void)
{
    const struct dw_option *rows[1024];
    size_t n = collect(rows, 0, dw_options_shared);

    for (size_t i = 0; i < N_PROGRAMS; i++)
        n = collect(rows, n, programs[i]->options);
    qsort(rows, n, sizeof *rows, compare);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(rows[i]->key, rows[i - 1]->key) != 0)
            print_key(rows[i]);
}

/* --- file ------------------------------------------------------------------------------------ */

/* A comment, broken at blanks. */
static void print_comment(const char *text)
{
    while (*text) {
        size_t n = strlen(text);

        if (n > WIDTH)
            for (n = WIDTH; n > 0 && text[n] != ' '; n--)
                ;
        if (n == 0)
            n = strcspn(text, " ");
        printf("# %.*s\n", (int)n, text);
        text += n;
        text += strspn(text, " ");
    }
}

static void add(char *line, size_t size, const char *text)
{
    size_t len = strlen(line);

    snprintf(line + len, size - len, "%s", text);
}

/* "a|b|c" as "a, b, c". */
static void add_words(char *line, size_t size, const char *words)
{
    for (; *words; words++)
        add(line, size, *words == '|' ? ", " : (char[]){*words, '\0'});
}

/* What a value looks like, as far as the default does not tell. */
static void add_form(char *line, size_t size, const struct dw_option *option)
{
    if (option->type == DW_OPTION_CHOICE) {
        add(line, size, "; one of ");
        add_words(line, size, option->arg);
    }
    if (option->type == DW_OPTION_FLAG)
        add(line, size, "; true or false");
    if (option->live)
        add(line, size, "; taken over on SIGHUP");
}

static bool is_of_file(const struct dw_option *option)
{
    return *option->key && !option->only_line && option->type != DW_OPTION_SHORTHAND;
}

static void print_setting(const struct dw_option *option)
{
    const char *none = option->type == DW_OPTION_FLAG ? "false" : "";

    if (option->secret)
        printf("#%s=${file:%s}\n\n", option->key, option->key);
    else
        printf("#%s=%s\n\n", option->key, option->value ? option->value : none);
}

static void print_option(const struct dw_option *option)
{
    char line[1024] = "";

    add(line, sizeof line, option->help);
    add_form(line, sizeof line, option);
    print_comment(line);
    print_setting(option);
}

static size_t count_programs(const char *key)
{
    size_t n = 0;

    for (size_t i = 0; i < N_FILE_PROGRAMS; i++)
        n += find(programs[i]->options, key) != NULL;
    return n;
}

/* True if no program before this one has the key. */
static bool is_first(size_t program, const char *key)
{
    for (size_t i = 0; i < program; i++)
        if (find(programs[i]->options, key))
            return false;
    return true;
}

/* A setting of several programs: what it is to each. */
static void print_common(const char *key)
{
    const struct dw_option *first = NULL;

    for (size_t i = 0; i < N_FILE_PROGRAMS; i++) {
        const struct dw_option *option = find(programs[i]->options, key);
        char line[1024] = "";

        if (!option)
            continue;
        first = first ? first : option;
        add(line, sizeof line, scope_of(programs[i]));
        add(line, sizeof line, ": ");
        add(line, sizeof line, option->help);
        add_form(line, sizeof line, option);
        print_comment(line);
    }
    print_setting(first);
}

static void print_program(const struct dw_program *program)
{
    const char *heading = NULL;

    for (const struct dw_option *row = program->options; row->key; row++) {
        if (!*row->key) {
            heading = row->help;
            continue;
        }
        if (!is_of_file(row) || count_programs(row->key) > 1)
            continue;
        if (heading) {
            printf("# --- %s: %s ---\n\n", program->name, heading);
            heading = NULL;
        }
        print_option(row);
    }
}

static const char head[] =
    "# disputewire.properties - every setting of disputewire-consumer, disputewire-producer and\n"
    "# disputewire-tag, at its default. Made from their tables of options by `make properties`.\n"
    "#\n"
    "# Name the file with -c, or in DISPUTEWIRE_CONFIG. All programs may share one: each takes "
    "what it\n"
    "# has, passes over what only another has, and refuses what none has. A setting for one of "
    "them\n"
    "# stands as consumer.KEY, producer.KEY or tag.KEY, and there comes before KEY. The order is "
    "command\n"
    "# line (--KEY), environment (DISPUTEWIRE_KEY), file, default.\n"
    "#\n"
    "# In a value, ${NAME} is the environment's NAME, ${file:PATH} what that file holds less its "
    "last\n"
    "# newline (PATH from the folder of this file), and $$ a dollar sign. Sizes are 512, 64k, 256M "
    "or\n"
    "# 1G; times 500ms, 10s, 2m or 1h.\n"
    "#\n"
    "# --check-config says what is wrong with it, --print-config what holds and where it was "
    "set.\n";

static const char tail[] = "# Any property of librdkafka, as kafka.KEY; those that would break a "
                           "promise are refused. Such as:\n"
                           "#kafka.security.protocol=SASL_SSL\n"
                           "#kafka.ssl.ca.location=/etc/disputewire/ca.pem\n"
                           "#kafka.sasl.mechanism=SCRAM-SHA-512\n"
                           "#kafka.sasl.username=disputewire\n"
                           "#kafka.sasl.password=${file:kafka-password}\n"
                           "#producer.kafka.linger.ms=20\n";

static void print_properties(void)
{
    puts(head);
    puts("# --- all programs ---\n");
    for (const struct dw_option *row = dw_options_shared; row->key; row++)
        if (is_of_file(row))
            print_option(row);
    puts("# --- more than one program ---\n");
    for (size_t i = 0; i < N_FILE_PROGRAMS; i++)
        for (const struct dw_option *row = programs[i]->options; row->key; row++)
            if (is_of_file(row) && count_programs(row->key) > 1 && is_first(i, row->key))
                print_common(row->key);
    for (size_t i = 0; i < N_FILE_PROGRAMS; i++)
        print_program(programs[i]);
    puts("# --- librdkafka ---\n");
    fputs(tail, stdout);
}

/* --- manual ---------------------------------------------------------------------------------- */

static void print_names(const struct dw_option *option)
{
    const bool is_switch = option->type == DW_OPTION_FLAG || option->type == DW_OPTION_SHORTHAND;
    char arg[512] = "";

    if (!is_switch && option->type == DW_OPTION_CHOICE && strlen(option->arg) < WIDTH / 2) {
        add(arg, sizeof arg, " Cm ");
        for (const char *c = option->arg; *c; c++)
            add(arg, sizeof arg, *c == '|' ? " | " : (char[]){*c, '\0'});
    } else if (!is_switch) {
        snprintf(arg, sizeof arg, " Ar %s",
                 option->type == DW_OPTION_CHOICE ? "WORD" : option->arg);
    }
    printf(".It ");
    if (option->letter)
        printf("Fl %c%s , ", option->letter, arg);
    printf("Fl Fl %s%s\n", option->key, arg);
}

/* As --help has it; no text of a table starts as roff's own lines do. */
static void print_entry(const struct dw_option *option)
{
    const bool is_named = option->type == DW_OPTION_SHORTHAND || strstr(option->help, "(default:");
    char line[1024] = "";

    print_names(option);
    add(line, sizeof line, option->help);
    if (option->type == DW_OPTION_CHOICE && strlen(option->arg) >= WIDTH / 2) {
        add(line, sizeof line, "; one of ");
        add_words(line, sizeof line, option->arg);
    }
    if (option->value && *option->value && !is_named) {
        add(line, sizeof line, " (default: ");
        add(line, sizeof line, option->value);
        add(line, sizeof line, ")");
    }
    if (option->live)
        add(line, sizeof line, "; taken over on SIGHUP");
    puts(line);
}

/* A list for each heading of the table. */
static void print_entries(const struct dw_option *row)
{
    bool is_open = false;

    for (; row->key; row++) {
        if (*row->key) {
            print_entry(row);
            continue;
        }
        printf("%s.Ss %s\n.Bl -tag -width Ds\n", is_open ? ".El\n" : "", row->help);
        is_open = true;
    }
    puts(".El");
}

/* False if no program has the name. */
static bool print_manual(const char *name)
{
    for (size_t i = 0; i < N_PROGRAMS; i++) {
        if (strcmp(programs[i]->name, name) != 0)
            continue;
        puts(".Sh OPTIONS\nEach can also be set in a file or in the environment, see\n"
             ".Xr disputewire.properties 5 .");
        print_entries(programs[i]->options);
        print_entries(dw_options_shared);
        return true;
    }
    return false;
}

int main(int argc, char *argv[])
{
    bool is_right = argc >= 2;

    if (is_right && strcmp(argv[1], "keys") == 0)
        print_keys();
    else if (is_right && strcmp(argv[1], "properties") == 0)
        print_properties();
    else
        is_right = argc == 3 && strcmp(argv[1], "manual") == 0 && print_manual(argv[2]);
    if (!is_right)
        fputs("usage: option-tables keys | properties | manual PROGRAM\n", stderr);
    return is_right && fflush(stdout) == 0 ? 0 : 2;
}
