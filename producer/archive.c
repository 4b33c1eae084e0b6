/* SPDX-License-Identifier: MIT */
#include "producer/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <string.h>

#include "processors/base/strbuf.h"
#include "producer/source.h"

bool dw_archive_is(const char *bytes, size_t len)
{
    static const struct {
        const char *bytes;
        size_t at, len;
    } marks[] = {
        {"\x1f\x8b", 0, 2},
        {"\x28\xb5\x2f\xfd", 0, 4},
        {"\xfd"
         "7zXZ",
         0, 5},
        {"BZh", 0, 3},
        {"PK\x03\x04", 0, 4},
        {"ustar", 257, 5},
    };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (len >= marks[i].at + marks[i].len &&
            memcmp(bytes + marks[i].at, marks[i].bytes, marks[i].len) == 0)
            return true;
    return false;
}

/* --- bytes in and out ------------------------------------------------------------------------ */

static la_ssize_t read_packed(struct archive *archive, void *user, const void **bytes)
{
    struct dw_error why = {.code = DW_OK};
    const char *some;
    size_t len;

    if (dw_input_some(user, &some, &len, &why)) {
        archive_set_error(archive, ARCHIVE_FATAL, "%s", why.text);
        return -1;
    }
    *bytes = some;
    return (la_ssize_t)len;
}

static enum dw_err read_entry(void *reader, char *to, size_t room, size_t *n, struct dw_error *err)
{
    la_ssize_t got = archive_read_data(reader, to, room);

    *n = got > 0 ? (size_t)got : 0;
    return got >= 0
               ? DW_OK
               : dw_error_set(err, DW_INPUT, 0, "broken archive: %s", archive_error_string(reader));
}

/* --- entries --------------------------------------------------------------------------------- */

/* Any folder on the way may be hidden. */
static bool is_passed_over(const char *path)
{
    char part[256];

    for (const char *at = path; *at;) {
        size_t len = strcspn(at, "/");

        snprintf(part, sizeof part, "%.*s", (int)(len < sizeof part ? len : sizeof part - 1), at);
        if (*part && strcmp(part, ".") != 0 && dw_source_why_skipped(part))
            return true;
        at += len + (at[len] == '/');
    }
    return false;
}

/* "wire.xml.gz" holds wire.xml, whatever gzip says. */
static void add_single_name(struct dw_strbuf *out, const char *name)
{
    const char *slash = strrchr(name, '/'), *dot = strrchr(name, '.');

    if (dot && (!slash || dot > slash + 1))
        dw_strbuf_add(out, name, (size_t)(dot - name));
    else
        dw_strbuf_adds(out, name);
}

static enum dw_err take_entry(struct archive *archive, struct archive_entry *entry,
                              const struct dw_input *packed, const char *name,
                              enum dw_err (*take)(void *user, const char *name,
                                                  struct dw_input *input, struct dw_error *err),
                              void *user, struct dw_error *err)
{
    const char *path = archive_entry_pathname_utf8(entry);
    struct dw_strbuf place;
    struct dw_input input;
    enum dw_err rc;

    if (!path)
        path = archive_entry_pathname(entry);
    dw_strbuf_init(&place);
    if (archive_format(archive) == ARCHIVE_FORMAT_RAW)
        add_single_name(&place, name);
    else
        dw_strbuf_addf(&place, "%s:%s", name, path ? path : "?");
    dw_input_from_reader(&input, read_entry, archive, packed->hooks);
    rc = place.failed ? dw_error_set(err, DW_NOMEM, 0, "out of memory")
                      : take(user, place.bytes, &input, err);
    dw_input_close(&input);
    dw_strbuf_fini(&place);
    return rc;
}

static bool is_wanted(struct archive *archive, struct archive_entry *entry)
{
    const char *path = archive_entry_pathname(entry);

    return archive_format(archive) == ARCHIVE_FORMAT_RAW ||
           (archive_entry_filetype(entry) == AE_IFREG && path && !is_passed_over(path));
}

static struct archive *open_packed(struct dw_input *packed)
{
    struct archive *archive = archive_read_new();

    if (!archive)
        return NULL;
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_zip_streamable(archive);
    archive_read_support_format_raw(archive);
    archive_read_open(archive, packed, NULL, read_packed, NULL);
    return archive;
}

enum dw_err dw_archive_run(struct dw_input *packed, const char *name,
                           enum dw_err (*take)(void *user, const char *name, struct dw_input *input,
                                               struct dw_error *err),
                           void *user, struct dw_error *err)
{
    struct archive *archive = open_packed(packed);
    struct archive_entry *entry;
    enum dw_err rc = DW_OK;
    int status = ARCHIVE_OK;

    if (!archive)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    while (!rc && !packed->stopped &&
           (status = archive_read_next_header(archive, &entry)) >= ARCHIVE_WARN &&
           status != ARCHIVE_EOF)
        if (is_wanted(archive, entry))
            rc = take_entry(archive, entry, packed, name, take, user, err);
    if (!rc && !packed->stopped && status != ARCHIVE_EOF)
        rc = dw_error_set(err, DW_INPUT, 0, "broken archive: %s",
                          archive_error_string(archive) ? archive_error_string(archive) : "torn");
    archive_read_free(archive);
    return rc;
}
