/* SPDX-License-Identifier: MIT */
#include "processors/base/properties.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/base/strbuf.h"

enum {
    FILE_MAX = 1024 * 1024, /* a properties file, or one that a value names, is never longer */
};

/* One file being read. */
struct reader {
    const char *path;
    char *const *environment;
    dw_properties_wants *wants;
    dw_properties_take *take;
    void *user;
    char place[512]; /* of the line at hand */
};

static const char blanks[] = " \t\r\f\v";

/* All of the file into `out`. */
static enum dw_err read_file(const char *place, const char *path, struct dw_strbuf *out,
                             struct dw_error *err)
{
    FILE *file = fopen(path, "rb");
    char block[4096];
    enum dw_err rc = DW_OK;
    size_t n;

    if (!file)
        return dw_error_set(err, DW_CONFIG, 0, "%s: cannot open %s: %s", place, path,
                            strerror(errno));
    while (!rc && (n = fread(block, 1, sizeof block, file)) > 0) {
        dw_strbuf_add(out, block, n);
        if (out->len > FILE_MAX)
            rc = dw_error_set(err, DW_CONFIG, 0, "%s: %s is longer than %d bytes", place, path,
                              FILE_MAX);
    }
    if (!rc && ferror(file))
        rc =
            dw_error_set(err, DW_CONFIG, 0, "%s: cannot read %s: %s", place, path, strerror(errno));
    if (!rc && out->len && memchr(out->bytes, '\0', out->len))
        rc = dw_error_set(err, DW_CONFIG, 0, "%s: %s holds a NUL byte", place, path);
    if (!rc && out->failed)
        rc = dw_error_set(err, DW_NOMEM, 0, "%s: out of memory", place);
    fclose(file);
    return rc;
}

static const char *find_variable(char *const environment[], const char *name, size_t len)
{
    for (; environment && *environment; environment++)
        if (strncmp(*environment, name, len) == 0 && (*environment)[len] == '=')
            return *environment + len + 1;
    return NULL;
}

static enum dw_err add_file(const struct reader *reader, const char *name, size_t len,
                            struct dw_strbuf *out, struct dw_error *err)
{
    const char *slash = strrchr(reader->path, '/');
    struct dw_strbuf path, bytes;
    enum dw_err rc;

    dw_strbuf_init(&path);
    dw_strbuf_init(&bytes);
    if (slash && *name != '/')
        dw_strbuf_add(&path, reader->path, (size_t)(slash - reader->path) + 1);
    dw_strbuf_add(&path, name, len);
    if (path.failed)
        rc = dw_error_set(err, DW_NOMEM, 0, "%s: out of memory", reader->place);
    else
        rc = read_file(reader->place, path.bytes, &bytes, err);
    if (bytes.len && bytes.bytes[bytes.len - 1] == '\n')
        bytes.len--;
    if (bytes.len && bytes.bytes[bytes.len - 1] == '\r')
        bytes.len--;
    dw_strbuf_add(out, bytes.bytes, bytes.len);
    dw_strbuf_fini(&path);
    dw_strbuf_fini(&bytes);
    return rc;
}

/* What ${name} stands for. */
static enum dw_err add_reference(const struct reader *reader, const char *name, size_t len,
                                 struct dw_strbuf *out, struct dw_error *err)
{
    const size_t prefix = strlen("file:");
    const char *value;

    if (len > prefix && strncmp(name, "file:", prefix) == 0)
        return add_file(reader, name + prefix, len - prefix, out, err);
    value = find_variable(reader->environment, name, len);
    if (!value)
        return dw_error_set(err, DW_CONFIG, 0, "%s: ${%.*s}: the environment has no such variable",
                            reader->place, (int)len, name);
    dw_strbuf_adds(out, value);
    return DW_OK;
}

static enum dw_err expand(const struct reader *reader, const char *value, struct dw_strbuf *out,
                          struct dw_error *err)
{
    while (*value) {
        const char *dollar = strchr(value, '$'), *end;
        enum dw_err rc;

        if (!dollar) {
            dw_strbuf_adds(out, value);
            break;
        }
        dw_strbuf_add(out, value, (size_t)(dollar - value));
        value = dollar + 1;
        if (*value != '{') {
            dw_strbuf_addc(out, '$');
            value += *value == '$';
            continue;
        }
        end = strchr(++value, '}');
        if (!end || end == value)
            return dw_error_set(err, DW_CONFIG, 0,
                                "%s: ${NAME} or ${file:PATH} is needed; $$ is a "
                                "dollar sign",
                                reader->place);
        rc = add_reference(reader, value, (size_t)(end - value), out, err);
        if (rc)
            return rc;
        value = end + 1;
    }
    return DW_OK;
}

/* Cut white space off both ends, in place. */
static char *trim(char *text)
{
    size_t len;

    text += strspn(text, blanks);
    len = strlen(text);
    while (len && strchr(blanks, text[len - 1]))
        len--;
    text[len] = '\0';
    return text;
}

static enum dw_err take_line(const struct reader *reader, char *line, struct dw_error *err)
{
    struct dw_strbuf value;
    enum dw_err rc = DW_OK;
    char *equals;

    line = trim(line);
    if (*line == '\0' || *line == '#')
        return DW_OK;
    equals = strchr(line, '=');
    if (!equals || equals == line)
        return dw_error_set(err, DW_CONFIG, 0, "%s: key=value is needed", reader->place);
    *equals = '\0';
    dw_strbuf_init(&value);
    dw_strbuf_adds(&value, "");
    line = trim(line);
    if (reader->wants(reader->user, line))
        rc = expand(reader, trim(equals + 1), &value, err);
    else
        dw_strbuf_adds(&value, trim(equals + 1));
    if (!rc && value.failed)
        rc = dw_error_set(err, DW_NOMEM, 0, "%s: out of memory", reader->place);
    if (!rc)
        rc = reader->take(reader->user, reader->place, line, value.bytes, err);
    dw_strbuf_fini(&value);
    return rc;
}

enum dw_err dw_properties_read(const char *path, char *const environment[],
                               dw_properties_wants *wants, dw_properties_take *take, void *user,
                               struct dw_error *err)
{
    struct reader reader = {
        .path = path, .environment = environment, .wants = wants, .take = take, .user = user};
    struct dw_strbuf bytes;
    enum dw_err rc;
    char *line, *next;

    dw_strbuf_init(&bytes);
    rc = read_file("-c", path, &bytes, err);
    line = bytes.bytes;
    if (!rc && line && strncmp(line, "\xef\xbb\xbf", 3) == 0)
        line += 3;
    for (size_t n = 1; !rc && line; n++, line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        snprintf(reader.place, sizeof reader.place, "%s:%zu", path, n);
        rc = take_line(&reader, line, err);
    }
    dw_strbuf_fini(&bytes);
    return rc;
}
