/* SPDX-License-Identifier: MIT */
/*
 * input.h - the bytes of a file or of standard input, by the line or all at once.
 *
 * Reading a pipe must not keep a program from seeing a signal or from serving what else it has to
 * do, so the wait for input is cut into short slices with `idle` called between them.
 *
 * Owner    bytes that are handed out belong to the input and live until the next call.
 * Errors   DW_IO with the system's reason, DW_NOMEM.
 * Stop     once *stop is not 0, reading ends as at the end of the file, but with `stopped` set:
 * what was handed out last may be torn.
 */
#ifndef DW_INPUT_H
#define DW_INPUT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "processors/base/error.h"

struct dw_input_hooks {
    const volatile sig_atomic_t *stop; /* NULL: never */
    void (*idle)(void *user);          /* NULL: nothing to do */
    void *user;
    uint64_t *n_read; /* bytes read from files, added up; NULL: nobody asks */
};

/* Put at most `room` bytes at `to`; *n is 0 at the end. */
typedef enum dw_err dw_input_reader(void *reader, char *to, size_t room, size_t *n,
                                    struct dw_error *err);

struct dw_input {
    int fd; /* -1: there is a reader, or all is in memory */
    dw_input_reader *read;
    void *reader;
    const struct dw_input_hooks *hooks;
    char *bytes;
    size_t beg, end, cap; /* unread: bytes[beg, end) */
    bool at_end;          /* nothing more can be read */
    bool never_blocks;    /* a file on a disk */
    bool stopped;
    const char *charset; /* what the transport says of the bytes; NULL: nothing */
};

/* "-" is standard input, which is not closed at the end. */
enum dw_err dw_input_open(struct dw_input *input, const char *path,
                          const struct dw_input_hooks *hooks, struct dw_error *err) DW_WARN_UNUSED;

/* Bytes that are in memory already: malloc'ed, and taken. */
void dw_input_from_memory(struct dw_input *input, char *bytes, size_t len, const char *charset,
                          const struct dw_input_hooks *hooks);

/* What somebody else reads; `reader` is borrowed. */
void dw_input_from_reader(struct dw_input *input, dw_input_reader *read, void *reader,
                          const struct dw_input_hooks *hooks);

void dw_input_close(struct dw_input *input);

/* Look at the start, up to some kilobytes, without taking it. */
enum dw_err dw_input_peek(struct dw_input *input, const char **bytes, size_t *len,
                          struct dw_error *err) DW_WARN_UNUSED;

/* Take what there is, after one read if need be; *len is 0 at the end. */
enum dw_err dw_input_some(struct dw_input *input, const char **bytes, size_t *len,
                          struct dw_error *err) DW_WARN_UNUSED;

/* Take everything. *too_long: there was more than `max`, and nothing is handed out. */
enum dw_err dw_input_all(struct dw_input *input, size_t max, const char **bytes, size_t *len,
                         bool *too_long, struct dw_error *err) DW_WARN_UNUSED;

/*
 * Take a line without its line end. *bytes is NULL when there is none left. *too_long: the line had
 * more than `max` bytes; it was passed over and *len is 0.
 */
enum dw_err dw_input_line(struct dw_input *input, size_t max, const char **bytes, size_t *len,
                          bool *too_long, struct dw_error *err) DW_WARN_UNUSED;

#endif
