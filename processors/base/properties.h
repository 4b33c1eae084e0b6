/* SPDX-License-Identifier: MIT */
/*
 * properties.h - read a file of key=value lines.
 *
 * Blank lines and lines that start with # do not count; white space around key and value is
 * dropped. In a value, ${NAME} stands for NAME of the environment, ${file:PATH} for what that file
 * holds less its last newline (a relative PATH starts at the folder of the properties file), and $$
 * for a dollar sign. What they stand for is not looked into again.
 */
#ifndef DW_PROPERTIES_H
#define DW_PROPERTIES_H

#include <stdbool.h>

#include "processors/base/error.h"

/* True if the value of this key is wanted; if not it is taken as it stands in the file. */
typedef bool dw_properties_wants(void *user, const char *key);

/* One pair; `place` is "FILE:LINE". All three live until the call returns. */
typedef enum dw_err dw_properties_take(void *user, const char *place, const char *key,
                                       const char *value, struct dw_error *err);

/*
 * Call `take` for each pair in order; the first failure ends it. Errors: DW_CONFIG with
 * "FILE:LINE:" or "FILE:" in front, DW_NOMEM, and what `take` returns.
 */
enum dw_err dw_properties_read(const char *path, char *const environment[],
                               dw_properties_wants *wants, dw_properties_take *take, void *user,
                               struct dw_error *err) DW_WARN_UNUSED;

#endif
