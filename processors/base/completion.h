/* SPDX-License-Identifier: MIT */
/*
 * completion.h - what a shell needs to complete a program's options, made from their table.
 *
 * Options are completed, values of choices, files and folders where the table calls a value FILE or
 * DIR, and files where the program takes arguments. All else is the user's to know.
 */
#ifndef DW_COMPLETION_H
#define DW_COMPLETION_H

#include <stdio.h>

#include "processors/base/options.h"

#define DW_SHELL_NAMES "bash|zsh|fish"

enum dw_shell { DW_SHELL_BASH, DW_SHELL_ZSH, DW_SHELL_FISH }; /* in the order of the names */

/* The script of `shell`. `shared` are the options that all programs have. */
void dw_completion_print(enum dw_shell shell, const struct dw_program *program,
                         const struct dw_option *shared, FILE *out);

#endif
