/* SPDX-License-Identifier: MIT */
#include "producer/spool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "processors/base/strbuf.h"
#include "producer/watch.h"

enum { SLICE_MS = 50 }; /* of one call */

/* A file that has been read, until its records are safe. */
struct read_file {
    char *path;
    char stamp[64];
    size_t mark;   /* safe when so many records are settled */
    bool rejected; /* in whole or in part */
};

struct dw_spool {
    struct dw_spool_options how;
    struct dw_watch *watch;
    struct read_file *files;
    size_t files_beg, n_files, files_cap;
};

static enum dw_err out_of_memory(struct dw_error *err)
{
    return dw_error_set(err, DW_NOMEM, 0, "out of memory");
}

/* What tells whether the file is the one that was read before. */
static void stamp_of(const struct stat *at, char *out, size_t size)
{
    snprintf(out, size, "%llu:%lld:%lld.%09ld", (unsigned long long)at->st_ino,
             (long long)at->st_size, (long long)at->st_mtim.tv_sec, at->st_mtim.tv_nsec);
}

/* --- reading --------------------------------------------------------------------------------- */

/* True if the ledger says that this very file has been read. */
static enum dw_err is_known(struct dw_spool *spool, const char *path, const char *stamp,
                            bool *known, struct dw_error *err)
{
    char *noted;
    enum dw_err rc = dw_ledger_note_get(spool->how.ledger, "file", path, &noted, err);

    *known = noted && strcmp(noted, stamp) == 0;
    free(noted);
    return rc;
}

static enum dw_err remember(struct dw_spool *spool, char *path, const char *stamp, bool rejected,
                            struct dw_error *err)
{
    struct read_file *file;

    if (spool->n_files == spool->files_cap) {
        size_t cap = spool->files_cap ? 2 * spool->files_cap : 64;
        struct read_file *more = realloc(spool->files, cap * sizeof *more);

        if (!more) {
            free(path);
            return out_of_memory(err);
        }
        spool->files = more;
        spool->files_cap = cap;
    }
    file = &spool->files[spool->n_files++];
    *file = (struct read_file){.path = path, .mark = *spool->how.n_added, .rejected = rejected};
    snprintf(file->stamp, sizeof file->stamp, "%s", stamp);
    return DW_OK;
}

/* Takes the path. */
static enum dw_err read_file(struct dw_spool *spool, char *path, struct dw_error *err)
{
    struct stat at;
    char stamp[64];
    size_t n_refused = *spool->how.n_refused;
    bool known = false;
    enum dw_err rc = DW_OK;

    if (lstat(path, &at) != 0 || !S_ISREG(at.st_mode) ||
        dw_source_is_ledger(spool->how.source, path, &at)) {
        free(path); /* done with before, or taken away */
        return DW_OK;
    }
    stamp_of(&at, stamp, sizeof stamp);
    if (spool->how.after == DW_SPOOL_KEEP)
        rc = is_known(spool, path, stamp, &known, err);
    if (!rc && !known)
        rc = dw_source_run(path, spool->how.source, spool->how.sink, err);
    if (rc || known || *spool->how.sink->hooks.stop) {
        free(path);
        return rc;
    }
    return remember(spool, path, stamp, *spool->how.n_refused != n_refused, err);
}

/* --- finishing ------------------------------------------------------------------------------- */

/* "folder/name", or the first of name.1, name.2 ... that is free. Nobody else moves files there. */
static void make_free_name(struct dw_strbuf *to, const char *folder, size_t len, const char *name)
{
    for (int n = 0; n == 0 || (!to->failed && access(to->bytes, F_OK) == 0); n++) {
        dw_strbuf_reset(to);
        dw_strbuf_add(to, folder, len);
        dw_strbuf_addc(to, '/');
        dw_strbuf_adds(to, name);
        if (n)
            dw_strbuf_addf(to, ".%d", n);
    }
}

/* Into a folder of this name beside it. */
static void move_file(const char *path, const char *folder)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    struct dw_strbuf beside, to;

    dw_strbuf_init(&beside);
    dw_strbuf_init(&to);
    dw_strbuf_add(&beside, path, (size_t)(name - path));
    dw_strbuf_adds(&beside, folder);
    if (!beside.failed && mkdir(beside.bytes, 0777) != 0 && errno != EEXIST)
        dw_log_often(DW_LOG_ERROR, "cannot make a folder", "path=%s reason=%s", beside.bytes,
                     strerror(errno));
    if (!beside.failed)
        make_free_name(&to, beside.bytes, beside.len, name);
    if (beside.failed || to.failed || rename(path, to.bytes) != 0)
        dw_log_often(DW_LOG_ERROR, "cannot move a file that was read", "path=%s reason=%s", path,
                     strerror(errno));
    dw_strbuf_fini(&beside);
    dw_strbuf_fini(&to);
}

/* A file that has changed since is another one, which was announced. */
static enum dw_err finish_file(struct dw_spool *spool, const struct read_file *file,
                               struct dw_error *err)
{
    struct stat at;
    char stamp[64];

    if (spool->how.after == DW_SPOOL_KEEP)
        return dw_ledger_note_set(spool->how.ledger, "file", file->path, file->stamp, err);
    if (lstat(file->path, &at) != 0)
        return DW_OK;
    stamp_of(&at, stamp, sizeof stamp);
    if (strcmp(stamp, file->stamp) != 0)
        return DW_OK;
    if (file->rejected)
        move_file(file->path, ".rejected");
    else if (spool->how.after == DW_SPOOL_MOVE)
        move_file(file->path, ".published");
    else if (unlink(file->path) != 0)
        dw_log_often(DW_LOG_ERROR, "cannot delete a file that has been published",
                     "path=%s reason=%s", file->path, strerror(errno));
    return DW_OK;
}

static enum dw_err finish_files(struct dw_spool *spool, struct dw_error *err)
{
    size_t beg = spool->files_beg;
    enum dw_err rc = DW_OK;

    while (!rc && spool->files_beg < spool->n_files &&
           spool->files[spool->files_beg].mark <= *spool->how.n_settled) {
        struct read_file *file = &spool->files[spool->files_beg++];

        rc = finish_file(spool, file, err);
        free(file->path);
    }
    if (!rc && beg != spool->files_beg && spool->how.after == DW_SPOOL_KEEP)
        rc = dw_ledger_seal(spool->how.ledger, err);
    if (spool->files_beg == spool->n_files)
        spool->files_beg = spool->n_files = 0;
    return rc;
}

void dw_spool_fail(struct dw_spool *spool, const char *place)
{
    for (size_t i = spool->files_beg; i < spool->n_files; i++) {
        struct read_file *file = &spool->files[i];

        if (strncmp(place, file->path, strlen(file->path)) == 0)
            file->rejected = true;
    }
}

/* --- interface ------------------------------------------------------------------------------- */

enum dw_err dw_spool_open(struct dw_spool **out, const struct dw_spool_options *how,
                          struct dw_error *err)
{
    struct dw_spool *spool = calloc(1, sizeof *spool);
    enum dw_err rc;

    *out = NULL;
    if (!spool)
        return out_of_memory(err);
    spool->how = *how;
    rc = dw_watch_open(&spool->watch, how->source, err);
    if (rc)
        free(spool);
    else
        *out = spool;
    return rc;
}

enum dw_err dw_spool_watch(struct dw_spool *spool, const char *folder, struct dw_error *err)
{
    return dw_watch_add(spool->watch, folder, err);
}

void dw_spool_close(struct dw_spool *spool)
{
    if (!spool)
        return;
    for (size_t i = spool->files_beg; i < spool->n_files; i++)
        free(spool->files[i].path);
    free(spool->files);
    dw_watch_close(spool->watch);
    free(spool);
}

int dw_spool_fd(const struct dw_spool *spool)
{
    return dw_watch_fd(spool->watch);
}

enum dw_err dw_spool_serve(struct dw_spool *spool, bool *busy, struct dw_error *err)
{
    long long until = dw_now_ms() + SLICE_MS;
    enum dw_err rc = dw_watch_serve(spool->watch, err);
    char *path;

    while (!rc && dw_now_ms() < until && !*spool->how.sink->hooks.stop &&
           (path = dw_watch_take(spool->watch)))
        rc = read_file(spool, path, err);
    if (!rc)
        rc = finish_files(spool, err);
    *busy = !dw_watch_is_empty(spool->watch);
    return rc;
}
