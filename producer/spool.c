/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* F_SETLEASE */
#include "producer/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "processors/base/strbuf.h"

enum {
    SLICE_MS = 50,          /* of one call */
    CALM_MS = 1000,         /* a file that was found, not announced, is left alone for so long */
    LOOK_MS = 200,          /* between looks at what is not calm yet */
    RESCAN_MS = 60 * 1000,  /* for what nobody announces, such as other hosts' writes over NFS */
    EVENTS_BYTES = 1 << 16, /* room for announcements */
    DEPTH_MAX = 64,         /* folders in folders */
};

struct paths {
    char **v;
    size_t beg, n, cap; /* waiting: v[beg, n) */
};

/* A file that has been read, until its records are safe. */
struct read_file {
    char *path;
    char stamp[64];
    size_t mark;   /* safe when so many records are settled */
    bool rejected; /* in whole or in part */
};

struct dw_spool {
    struct dw_spool_options how;
    int fd;
    struct paths folders; /* by watch descriptor; NULL: no longer watched */
    struct paths roots;
    struct paths ready; /* announced */
    struct paths found; /* by a walk; perhaps still being written */
    struct read_file *files;
    size_t files_beg, n_files, files_cap;
    long long rescan_ms, look_ms;
};

static enum dw_err out_of_memory(struct dw_error *err)
{
    return dw_error_set(err, DW_NOMEM, 0, "out of memory");
}

/* --- lists of paths -------------------------------------------------------------------------- */

/* Takes the path; NULL is out of memory. */
static enum dw_err paths_add(struct paths *paths, char *path, struct dw_error *err)
{
    if (path && paths->n == paths->cap && paths->beg > paths->cap / 2) {
        memmove(paths->v, paths->v + paths->beg, (paths->n - paths->beg) * sizeof *paths->v);
        paths->n -= paths->beg;
        paths->beg = 0;
    } else if (path && paths->n == paths->cap) {
        size_t cap = paths->cap ? 2 * paths->cap : 64;
        char **more = realloc(paths->v, cap * sizeof *more);

        if (!more) {
            free(path);
            path = NULL;
        } else {
            paths->v = more;
            paths->cap = cap;
        }
    }
    if (!path)
        return out_of_memory(err);
    paths->v[paths->n++] = path;
    return DW_OK;
}

static void paths_free(struct paths *paths)
{
    for (size_t i = paths->beg; i < paths->n; i++)
        free(paths->v[i]);
    free(paths->v);
}

static char *join(const char *folder, const char *name)
{
    size_t len = strlen(folder);
    struct dw_strbuf path;
    char *copy = NULL;

    dw_strbuf_init(&path);
    dw_strbuf_adds(&path, folder);
    if (len && folder[len - 1] != '/')
        dw_strbuf_addc(&path, '/');
    dw_strbuf_adds(&path, name);
    if (!path.failed)
        copy = strdup(path.bytes);
    dw_strbuf_fini(&path);
    return copy;
}

/* --- what counts ----------------------------------------------------------------------------- */

/* Names that writers use for what is not finished. */
static bool is_unfinished(const char *name)
{
    static const char *const endings[] = {".part", ".partial", ".filepart",
                                          ".tmp",  ".swp",     ".crdownload"};
    size_t len = strlen(name);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);

        if (len > n && strcmp(name + len - n, endings[i]) == 0)
            return true;
    }
    return false;
}

static bool is_ignored(const char *name)
{
    return dw_source_why_skipped(name) || is_unfinished(name);
}

/* A file, and not the ledger's, which may lie in a watched folder. */
static bool is_source(const struct dw_spool *spool, const char *path, const struct stat *at)
{
    return S_ISREG(at->st_mode) && !dw_source_is_ledger(spool->how.source, path, at);
}

/* A lease to read is refused while anyone has the file open for writing. */
static bool is_being_written(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool busy;

    if (fd < 0)
        return false;
    busy = fcntl(fd, F_SETLEASE, F_RDLCK) < 0 && errno == EAGAIN;
    if (!busy)
        fcntl(fd, F_SETLEASE, F_UNLCK);
    close(fd);
    return busy;
}

/* What tells whether the file is the one that was read before. */
static void stamp_of(const struct stat *at, char *out, size_t size)
{
    snprintf(out, size, "%llu:%lld:%lld.%09ld", (unsigned long long)at->st_ino,
             (long long)at->st_size, (long long)at->st_mtim.tv_sec, at->st_mtim.tv_nsec);
}

/* --- watching -------------------------------------------------------------------------------- */

static enum dw_err watch_folder(struct dw_spool *spool, const char *folder, int depth,
                                struct dw_error *err);

static enum dw_err add_watch(struct dw_spool *spool, const char *folder, struct dw_error *err)
{
    int wd = inotify_add_watch(
        spool->fd, folder, IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR | IN_EXCL_UNLINK);
    char *copy = strdup(folder);

    if (wd < 0 || !copy) {
        free(copy);
        return dw_error_set(err, DW_IO, 0, "cannot watch %.150s: %s", folder, strerror(errno));
    }
    while (spool->folders.n <= (size_t)wd) {
        char *nothing = strdup("");

        if (paths_add(&spool->folders, nothing, err)) {
            free(copy);
            return DW_NOMEM;
        }
    }
    free(spool->folders.v[wd]);
    spool->folders.v[wd] = copy;
    return DW_OK;
}

/* A folder that goes while it is walked is no error. */
static enum dw_err take_entry(struct dw_spool *spool, char *path, int depth, struct dw_error *err)
{
    struct stat at;
    enum dw_err rc = DW_OK;

    if (!path)
        return out_of_memory(err);
    if (lstat(path, &at) == 0 && is_source(spool, path, &at))
        return paths_add(&spool->found, path, err);
    if (S_ISDIR(at.st_mode) && depth < DEPTH_MAX)
        rc = watch_folder(spool, path, depth + 1, err);
    free(path);
    return rc;
}

/* The watch comes first: what arrives meanwhile is announced, found, or both. */
static enum dw_err watch_folder(struct dw_spool *spool, const char *folder, int depth,
                                struct dw_error *err)
{
    enum dw_err rc = add_watch(spool, folder, err);
    const struct dirent *entry;
    DIR *dir;

    if (rc)
        return rc;
    dir = opendir(folder);
    if (!dir)
        return dw_error_set(err, DW_IO, 0, "cannot read %.150s: %s", folder, strerror(errno));
    while (!rc && (entry = readdir(dir)))
        if (!is_ignored(entry->d_name))
            rc = take_entry(spool, join(folder, entry->d_name), depth, err);
    closedir(dir);
    return rc;
}

static enum dw_err rescan(struct dw_spool *spool, struct dw_error *err)
{
    spool->rescan_ms = dw_now_ms() + RESCAN_MS;
    for (size_t i = 0; i < spool->roots.n; i++) {
        enum dw_err rc = watch_folder(spool, spool->roots.v[i], 0, err);

        if (rc)
            return rc;
    }
    return DW_OK;
}

static enum dw_err take_event(struct dw_spool *spool, const struct inotify_event *event,
                              struct dw_error *err)
{
    const char *folder;
    struct dw_error why = {.code = DW_OK};
    char *path;

    if (event->mask & IN_Q_OVERFLOW)
        return rescan(spool, err);
    if (!event->len || event->wd < 0 || (size_t)event->wd >= spool->folders.n ||
        is_ignored(event->name))
        return DW_OK;
    folder = spool->folders.v[event->wd];
    path = join(folder, event->name);
    if (!path)
        return out_of_memory(err);
    if (!(event->mask & IN_ISDIR) && event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO))
        return paths_add(&spool->ready, path, err);
    /* A new folder may have been filled, and have gone, before we hear of it. */
    if (event->mask & IN_ISDIR && watch_folder(spool, path, 1, &why) && why.code == DW_NOMEM) {
        free(path);
        return out_of_memory(err);
    }
    free(path);
    return DW_OK;
}

static enum dw_err read_events(struct dw_spool *spool, struct dw_error *err)
{
    union {
        struct inotify_event first; /* for its alignment */
        char bytes[EVENTS_BYTES];
    } events;
    enum dw_err rc = DW_OK;
    ssize_t n;

    while (!rc && (n = read(spool->fd, &events, sizeof events)) > 0) {
        for (char *at = events.bytes; !rc && at < events.bytes + n;) {
            const struct inotify_event *event = (const struct inotify_event *)(void *)at;

            rc = take_event(spool, event, err);
            at += sizeof *event + event->len;
        }
    }
    return rc;
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

    if (lstat(path, &at) != 0 || !is_source(spool, path, &at)) {
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

/* True if a file that a walk has found can be read; if not, it is worth another look. */
static bool is_calm(const char *path)
{
    struct stat at;
    long long changed;

    if (lstat(path, &at) != 0)
        return true; /* gone: reading will see to it */
    changed = (long long)at.st_mtim.tv_sec * 1000 + at.st_mtim.tv_nsec / 1000000;
    return dw_now_since_epoch_ms() - changed >= CALM_MS && !is_being_written(path);
}

/* Each found file once; those that are not calm stay. */
static enum dw_err look_through_found(struct dw_spool *spool, struct dw_error *err)
{
    size_t n = spool->found.n - spool->found.beg;
    enum dw_err rc = DW_OK;

    if (dw_now_ms() < spool->look_ms)
        return DW_OK;
    spool->look_ms = dw_now_ms() + LOOK_MS;
    while (n-- > 0 && !rc) {
        char *path = spool->found.v[spool->found.beg++];

        rc = paths_add(is_calm(path) ? &spool->ready : &spool->found, path, err);
    }
    return rc;
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

    *out = NULL;
    if (!spool)
        return out_of_memory(err);
    spool->how = *how;
    spool->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    spool->rescan_ms = dw_now_ms() + RESCAN_MS;
    if (spool->fd < 0) {
        free(spool);
        return dw_error_set(err, DW_IO, 0, "cannot watch folders: %s", strerror(errno));
    }
    *out = spool;
    return DW_OK;
}

enum dw_err dw_spool_watch(struct dw_spool *spool, const char *folder, struct dw_error *err)
{
    char *path = realpath(folder, NULL);
    enum dw_err rc;

    if (!path)
        return dw_error_set(err, DW_IO, 0, "cannot watch %.150s: %s", folder, strerror(errno));
    rc = paths_add(&spool->roots, path, err);
    return rc ? rc : watch_folder(spool, path, 0, err);
}

void dw_spool_close(struct dw_spool *spool)
{
    if (!spool)
        return;
    for (size_t i = spool->files_beg; i < spool->n_files; i++)
        free(spool->files[i].path);
    free(spool->files);
    paths_free(&spool->folders);
    paths_free(&spool->roots);
    paths_free(&spool->ready);
    paths_free(&spool->found);
    close(spool->fd);
    free(spool);
}

int dw_spool_fd(const struct dw_spool *spool)
{
    return spool->fd;
}

enum dw_err dw_spool_serve(struct dw_spool *spool, bool *busy, struct dw_error *err)
{
    long long until = dw_now_ms() + SLICE_MS;
    enum dw_err rc = read_events(spool, err);

    if (!rc && dw_now_ms() >= spool->rescan_ms)
        rc = rescan(spool, err);
    if (!rc)
        rc = look_through_found(spool, err);
    while (!rc && spool->ready.beg < spool->ready.n && dw_now_ms() < until &&
           !*spool->how.sink->hooks.stop)
        rc = read_file(spool, spool->ready.v[spool->ready.beg++], err);
    if (!rc)
        rc = finish_files(spool, err);
    *busy = spool->ready.beg < spool->ready.n;
    return rc;
}
