/* SPDX-License-Identifier: MIT */
/*
 * error.h - one list of error codes, and the details of one error.
 *
 * Functions that can fail return `enum dw_err` and take an optional last `struct dw_error *`, owned
 * by the caller, in which the first failure leaves code, place and text. Libraries never print.
 */
#ifndef DW_ERROR_H
#define DW_ERROR_H

#include <stddef.h>

#define DW_ERR_LIST(X)                                                                             \
    X(OK, "no error")                                                                              \
    X(NOMEM, "out of memory")                                                                      \
    X(INPUT, "malformed article")                                                                  \
    X(LEXICON, "malformed lexicon")                                                                \
    X(MODEL, "unusable model file")                                                                \
    X(CONFIG, "wrong configuration")                                                               \
    X(IO, "input or output failed")                                                                \
    X(STALE, "older than what was answered before")                                                \
    X(BROKER, "broker unavailable")                                                                \
    X(FATAL, "unrecoverable")

enum dw_err {
#define X(name, text) DW_##name,
    DW_ERR_LIST(X)
#undef X
};

struct dw_error {
    enum dw_err code;
    size_t place; /* byte offset in the input, or line number in a table; 0 if neither */
    char text[384];
};

#define DW_WARN_UNUSED       __attribute__((warn_unused_result))
#define DW_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Record the error unless `err` is NULL or already holds one. Returns `code`. */
enum dw_err dw_error_set(struct dw_error *err, enum dw_err code, size_t place, const char *fmt, ...)
    DW_PRINTF(4, 5);

/* Make `err` hold no error again. */
void dw_error_reset(struct dw_error *err);

/* "NOMEM" for DW_NOMEM: the stable name, used in headers and metrics. */
const char *dw_err_name(enum dw_err code);

/* "out of memory" for DW_NOMEM. */
const char *dw_err_message(enum dw_err code);

#endif
