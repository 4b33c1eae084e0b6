/* SPDX-License-Identifier: MIT */
#include "processors/base/completion.h"

#include <string.h>

/* What can be said of an option's value. */
enum value { VALUE_NONE, VALUE_CHOICE, VALUE_FILE, VALUE_FOLDER, VALUE_UNKNOWN };

static enum value value_of(const struct dw_option *option)
{
    switch (option->type) {
    case DW_OPTION_FLAG:
    case DW_OPTION_SHORTHAND:
        return VALUE_NONE;
    case DW_OPTION_CHOICE:
        return VALUE_CHOICE;
    case DW_OPTION_TEXT:
        if (strcmp(option->arg, "FILE") == 0)
            return VALUE_FILE;
        return strcmp(option->arg, "DIR") == 0 ? VALUE_FOLDER : VALUE_UNKNOWN;
    default:
        return VALUE_UNKNOWN;
    }
}

/* The program's options and those that all share, one after the other. */
struct tables {
    const struct dw_option *first, *second;
};

/* The next option, without headings; NULL at the end. */
static const struct dw_option *next_option(struct tables *tables)
{
    for (;;) {
        if (!tables->first || !tables->first->key) {
            tables->first = tables->second;
            tables->second = NULL;
            if (!tables->first)
                return NULL;
            continue;
        }
        if (*tables->first->key)
            return tables->first++;
        tables->first++;
    }
}

/* The words of "a|b|c" with blanks between them. */
static void print_words(const char *words, FILE *out)
{
    for (; *words; words++)
        fputc(*words == '|' ? ' ' : *words, out);
}

/* `text` with a backslash before each byte of `special`, as the inside of single quotes. */
static void print_quoted(const char *text, const char *special, FILE *out)
{
    for (; *text; text++) {
        if (strchr(special, *text))
            fputc('\\', out);
        fputs(*text == '\'' ? "'\\''" : (char[]){*text, '\0'}, out);
    }
}

/* The name of the program as part of the name of a function. */
static void print_function(const struct dw_program *program, FILE *out)
{
    fputc('_', out);
    for (const char *c = program->name; *c; c++)
        fputc(*c == '-' ? '_' : *c, out);
}

/* --- bash ------------------------------------------------------------------------------------ */

static void print_bash_value(const struct dw_option *option, FILE *out)
{
    enum value value = value_of(option);

    if (value == VALUE_NONE)
        return;
    fputs("    ", out);
    if (option->letter)
        fprintf(out, "-%c | ", option->letter);
    fprintf(out, "--%s) ", option->key);
    if (value == VALUE_CHOICE) {
        fputs("mapfile -t COMPREPLY < <(compgen -W '", out);
        print_words(option->arg, out);
        fputs("' -- \"$cur\"); ", out);
    } else if (value != VALUE_UNKNOWN) {
        fprintf(out, "compopt -o %s; ", value == VALUE_FILE ? "default" : "dirnames");
    }
    fputs("return ;;\n", out);
}

/*
 * Bash takes "--key=value" for three words. What `compopt` names is bash's own way with files,
 * which knows of blanks, tildes and variables.
 */
static void print_bash(const struct dw_program *program, struct tables all, FILE *out)
{
    struct tables values = all;
    const struct dw_option *option;

    fprintf(out, "# Completion of %s for bash; made from its options.\n\n", program->name);
    print_function(program, out);
    fputs("() {\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} i\n"
          "\n"
          "    COMPREPLY=()\n"
          "    if [[ $cur == = ]]; then\n"
          "        cur=\n"
          "    elif [[ $prev == = ]]; then\n"
          "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
          "    fi\n",
          out);
    if (program->has_arguments)
        fputs("    for ((i = 1; i < COMP_CWORD; i++)); do\n"
              "        [[ ${COMP_WORDS[i]} != -- ]] || { compopt -o default; return; }\n"
              "    done\n",
              out);
    fputs("    case $prev in\n", out);
    while ((option = next_option(&values)))
        print_bash_value(option, out);
    fputs("    esac\n"
          "    if [[ $cur == -* ]]; then\n"
          "        mapfile -t COMPREPLY < <(compgen -W '",
          out);
    for (const char *blank = ""; (option = next_option(&all)); blank = " ")
        fprintf(out, "%s--%s", blank, option->key);
    fputs("' -- \"$cur\")\n", out);
    if (program->has_arguments)
        fputs("    else\n"
              "        compopt -o default\n",
              out);
    fputs("    fi\n}\ncomplete -F ", out);
    print_function(program, out);
    fprintf(out, " %s\n", program->name);
}

/* --- zsh ------------------------------------------------------------------------------------- */

static void print_zsh_value(const struct dw_option *option, FILE *out)
{
    enum value value = value_of(option);

    if (value == VALUE_NONE)
        return;
    fputc(':', out);
    print_quoted(value == VALUE_CHOICE ? option->key : option->arg, ":\\", out);
    fputc(':', out);
    if (value == VALUE_CHOICE) {
        fputc('(', out);
        print_words(option->arg, out);
        fputc(')', out);
    } else if (value == VALUE_FILE) {
        fputs("_files", out);
    } else if (value == VALUE_FOLDER) {
        fputs("_files -/", out);
    } else {
        fputc(' ', out); /* nothing to offer, and not the program's arguments either */
    }
}

static void print_zsh_option(const struct dw_option *option, FILE *out)
{
    const char *joint = value_of(option) == VALUE_NONE ? "" : "=";

    fputs(" \\\n    ", out);
    if (option->letter)
        fprintf(out, "'(-%c --%s)'{-%c%s,--%s%s}'", option->letter, option->key, option->letter,
                *joint ? "+" : "", option->key, joint);
    else
        fprintf(out, "'--%s%s", option->key, joint);
    fputc('[', out);
    print_quoted(option->help, "[]\\", out);
    fputc(']', out);
    print_zsh_value(option, out);
    fputc('\'', out);
}

static void print_zsh(const struct dw_program *program, struct tables all, FILE *out)
{
    const struct dw_option *option;

    fprintf(out,
            "#compdef %s\n"
            "# Completion of %s for zsh; made from its options.\n\n"
            "_arguments -s -S",
            program->name, program->name);
    while ((option = next_option(&all)))
        print_zsh_option(option, out);
    if (program->has_arguments)
        fputs(" \\\n    '*:file:_files'", out);
    fputc('\n', out);
}

/* --- fish ------------------------------------------------------------------------------------ */

static void print_fish_option(const struct dw_program *program, const struct dw_option *option,
                              FILE *out)
{
    enum value value = value_of(option);

    fprintf(out, "complete -c %s -l %s", program->name, option->key);
    if (option->letter)
        fprintf(out, " -s %c", option->letter);
    if (value == VALUE_FILE)
        fputs(" -r -F", out);
    else if (value != VALUE_NONE)
        fputs(" -x", out);
    if (value == VALUE_CHOICE) {
        fputs(" -a '", out);
        print_words(option->arg, out);
        fputc('\'', out);
    } else if (value == VALUE_FOLDER) {
        fputs(" -a '(__fish_complete_directories)'", out);
    }
    fputs(" -d '", out);
    for (const char *c = option->help; *c; c++)
        fprintf(out, "%s%c", *c == '\'' || *c == '\\' ? "\\" : "", *c);
    fputs("'\n", out);
}

static void print_fish(const struct dw_program *program, struct tables all, FILE *out)
{
    const struct dw_option *option;

    fprintf(out, "# Completion of %s for fish; made from its options.\n\n", program->name);
    if (!program->has_arguments)
        fprintf(out, "complete -c %s -f\n", program->name);
    while ((option = next_option(&all)))
        print_fish_option(program, option, out);
}

void dw_completion_print(enum dw_shell shell, const struct dw_program *program,
                         const struct dw_option *shared, FILE *out)
{
    struct tables all = {program->options, shared};

    switch (shell) {
    case DW_SHELL_BASH:
        print_bash(program, all, out);
        break;
    case DW_SHELL_ZSH:
        print_zsh(program, all, out);
        break;
    case DW_SHELL_FISH:
        print_fish(program, all, out);
        break;
    }
}
