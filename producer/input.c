/* SPDX-License-Identifier: MIT */
#include "producer/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK = 64 * 1024, /* room for one read */
    PEEK = 4096,       /* enough to tell a format */
    SLICE_MS = 100,    /* longest wait before `idle` is called and the signal looked at */
};

/* Room for a read behind the unread bytes. */
static enum dw_err make_room(struct dw_input *input, struct dw_error *err)
{
    size_t cap = input->cap ? input->cap : BLOCK;
    char *bigger;

    if (input->bytes && input->beg > 0) {
        memmove(input->bytes, input->bytes + input->beg, input->end - input->beg);
        input->end -= input->beg;
        input->beg = 0;
    }
    while (cap - input->end < BLOCK)
        cap *= 2;
    if (cap == input->cap)
        return DW_OK;
    bigger = realloc(input->bytes, cap);
    if (!bigger)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory for %zu bytes of input", cap);
    input->bytes = bigger;
    input->cap = cap;
    return DW_OK;
}

static bool is_stopped(struct dw_input *input)
{
    if (input->hooks->stop && *input->hooks->stop)
        input->at_end = input->stopped = true;
    return input->stopped;
}

/* Wait until a read will not block. False when told to stop. */
static bool wait_for_input(struct dw_input *input)
{
    struct pollfd fd = {.fd = input->fd, .events = POLLIN};

    while (!is_stopped(input)) {
        if (input->never_blocks)
            return true;
        if (poll(&fd, 1, SLICE_MS) > 0)
            return !is_stopped(input);
        if (input->hooks->idle)
            input->hooks->idle(input->hooks->user);
    }
    return false;
}

static enum dw_err read_file(struct dw_input *input, size_t *n, struct dw_error *err)
{
    ssize_t got;

    *n = 0;
    if (!wait_for_input(input))
        return DW_OK;
    do
        got = read(input->fd, input->bytes + input->end, input->cap - input->end);
    while (got < 0 && errno == EINTR && !is_stopped(input));
    if (got < 0 && !input->stopped)
        return dw_error_set(err, DW_IO, 0, "cannot read: %s", strerror(errno));
    *n = got > 0 ? (size_t)got : 0;
    if (input->hooks->n_read)
        *input->hooks->n_read += *n;
    return DW_OK;
}

/* Read once more, unless at the end. */
static enum dw_err fill(struct dw_input *input, struct dw_error *err)
{
    enum dw_err rc = make_room(input, err);
    size_t n = 0;

    if (rc)
        return rc;
    if (!input->read)
        rc = read_file(input, &n, err);
    else if (!is_stopped(input))
        rc =
            input->read(input->reader, input->bytes + input->end, input->cap - input->end, &n, err);
    input->end += n;
    if (n == 0)
        input->at_end = true;
    return rc;
}

enum dw_err dw_input_open(struct dw_input *input, const char *path,
                          const struct dw_input_hooks *hooks, struct dw_error *err)
{
    struct stat at;

    *input = (struct dw_input){.fd = STDIN_FILENO, .hooks = hooks};
    if (strcmp(path, "-") == 0)
        return DW_OK;
    input->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0)
        return dw_error_set(err, DW_IO, 0, "cannot open: %s", strerror(errno));
    input->never_blocks = fstat(input->fd, &at) == 0 && S_ISREG(at.st_mode);
    return DW_OK;
}

void dw_input_from_memory(struct dw_input *input, char *bytes, size_t len, const char *charset,
                          const struct dw_input_hooks *hooks)
{
    *input = (struct dw_input){.fd = -1,
                               .hooks = hooks,
                               .bytes = bytes,
                               .end = len,
                               .cap = len,
                               .at_end = true,
                               .charset = charset};
}

void dw_input_from_reader(struct dw_input *input, dw_input_reader *read, void *reader,
                          const struct dw_input_hooks *hooks)
{
    *input = (struct dw_input){.fd = -1, .read = read, .reader = reader, .hooks = hooks};
}

void dw_input_close(struct dw_input *input)
{
    if (input->fd > STDIN_FILENO)
        close(input->fd);
    free(input->bytes);
    *input = (struct dw_input){.fd = -1};
}

enum dw_err dw_input_peek(struct dw_input *input, const char **bytes, size_t *len,
                          struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    /* A pipe hands over what its writer wrote: one read is all that may be waited for. */
    while (!rc && !input->at_end && input->end == input->beg)
        rc = fill(input, err);
    *bytes = input->bytes + input->beg;
    *len = input->end - input->beg < PEEK ? input->end - input->beg : PEEK;
    return rc;
}

enum dw_err dw_input_some(struct dw_input *input, const char **bytes, size_t *len,
                          struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    while (!rc && !input->at_end && input->end == input->beg)
        rc = fill(input, err);
    *bytes = input->bytes + input->beg;
    *len = input->end - input->beg;
    input->beg = input->end;
    return rc;
}

enum dw_err dw_input_all(struct dw_input *input, size_t max, const char **bytes, size_t *len,
                         bool *too_long, struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    *too_long = false;
    while (!rc && !input->at_end) {
        if (input->end - input->beg > max) {
            *too_long = true;
            input->beg = input->end = 0;
            break;
        }
        rc = fill(input, err);
    }
    *bytes = input->bytes + input->beg;
    *len = input->end - input->beg;
    input->beg = input->end;
    return rc;
}

/* Hand out bytes[beg, end of line) and step behind the line end at `newline` (NULL: at the end). */
static void take_line(struct dw_input *input, const char *newline, const char **bytes, size_t *len)
{
    *bytes = input->bytes + input->beg;
    *len = newline ? (size_t)(newline - *bytes) : input->end - input->beg;
    input->beg += *len + (newline ? 1 : 0);
    if (*len && (*bytes)[*len - 1] == '\r')
        --*len;
}

enum dw_err dw_input_line(struct dw_input *input, size_t max, const char **bytes, size_t *len,
                          bool *too_long, struct dw_error *err)
{
    size_t seen = 0; /* unread bytes that hold no line end */

    *too_long = false;
    *bytes = NULL;
    *len = 0;
    for (;;) {
        size_t unread = input->end - input->beg;
        const char *from = input->bytes ? input->bytes + input->beg : NULL;
        const char *newline =
            from && unread > seen ? memchr(from + seen, '\n', unread - seen) : NULL;
        enum dw_err rc;

        if (from && (newline || (input->at_end && (unread || *too_long)))) {
            take_line(input, newline, bytes, len);
            if (*len > max)
                *too_long = true;
            if (*too_long)
                *len = 0;
            return DW_OK;
        }
        if (input->at_end)
            return DW_OK;
        seen = unread;
        if (unread > max) {
            *too_long = true;
            input->beg = input->end;
            seen = 0;
        }
        rc = fill(input, err);
        if (rc)
            return rc;
    }
}
