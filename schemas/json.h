/* SPDX-License-Identifier: MIT */
/*
 * json.h - write JSON straight into a buffer.
 *
 * A writer of our own because records need what a document tree cannot give: members in our order,
 * numbers with a set count of decimals, and no copy of a text of megabytes. `key` is NULL inside
 * arrays and at the top. Strings are escaped; bytes that are not UTF-8 become U+FFFD, so that the
 * output is JSON whatever comes in. Out of memory shows in the buffer's `failed`.
 */
#ifndef DW_JSON_H
#define DW_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "processors/base/strbuf.h"

struct dw_json {
    struct dw_strbuf *out;
    bool pretty;
    bool first; /* nothing yet in the innermost object or array */
    int depth;
};

void dw_json_init(struct dw_json *json, struct dw_strbuf *out, bool pretty);

void dw_json_open(struct dw_json *json, const char *key, char bracket); /* '{' or '[' */
void dw_json_close(struct dw_json *json, char bracket);                 /* '}' or ']' */

/* Strings: NULL, and for dw_json_add_code also "", is written as null. */
void dw_json_add_string(struct dw_json *json, const char *key, const char *text);
void dw_json_add_code(struct dw_json *json, const char *key, const char *code);
void dw_json_add_bytes(struct dw_json *json, const char *key, const char *bytes, size_t len);

void dw_json_add_int(struct dw_json *json, const char *key, int64_t number);
void dw_json_add_bool(struct dw_json *json, const char *key, bool truth);
void dw_json_add_null(struct dw_json *json, const char *key);

/* A real number with that many decimals, never "-0.0"; what is not finite or beyond
 * 9e15 units of the last decimal becomes 0. */
void dw_json_add_real(struct dw_json *json, const char *key, double number, int decimals);

#endif
