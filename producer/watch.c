/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* F_SETLEASE */
#include "producer/watch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "processors/base/now.h"
#include "processors/base/strbuf.h"

enum {
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

struct dw_watch {
    const struct dw_source_options *source;
    int fd;
    struct paths folders; /* by watch descriptor; NULL: no longer watched */
    struct paths roots;
    struct paths ready; /* announced */
    struct paths found; /* by a walk; perhaps still being written */
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
static bool is_source(const struct dw_watch *watch, const char *path, const struct stat *at)
{
    return S_ISREG(at->st_mode) && !dw_source_is_ledger(watch->source, path, at);
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

/* --- watching -------------------------------------------------------------------------------- */

static enum dw_err watch_folder(struct dw_watch *watch, const char *folder, int depth,
                                struct dw_error *err);

static enum dw_err add_watch(struct dw_watch *watch, const char *folder, struct dw_error *err)
{
    int wd = inotify_add_watch(
        watch->fd, folder, IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR | IN_EXCL_UNLINK);
    char *copy = strdup(folder);

    if (wd < 0 || !copy) {
        free(copy);
        return dw_error_set(err, DW_IO, 0, "cannot watch %.150s: %s", folder, strerror(errno));
    }
    while (watch->folders.n <= (size_t)wd) {
        char *nothing = strdup("");

        if (paths_add(&watch->folders, nothing, err)) {
            free(copy);
            return DW_NOMEM;
        }
    }
    free(watch->folders.v[wd]);
    watch->folders.v[wd] = copy;
    return DW_OK;
}

/* A folder that goes while it is walked is no error. */
static enum dw_err take_entry(struct dw_watch *watch, char *path, int depth, struct dw_error *err)
{
    struct stat at;
    enum dw_err rc = DW_OK;

    if (!path)
        return out_of_memory(err);
    if (lstat(path, &at) == 0 && is_source(watch, path, &at))
        return paths_add(&watch->found, path, err);
    if (S_ISDIR(at.st_mode) && depth < DEPTH_MAX)
        rc = watch_folder(watch, path, depth + 1, err);
    free(path);
    return rc;
}

/* The watch comes first: what arrives meanwhile is announced, found, or both. */
static enum dw_err watch_folder(struct dw_watch *watch, const char *folder, int depth,
                                struct dw_error *err)
{
    enum dw_err rc = add_watch(watch, folder, err);
    const struct dirent *entry;
    DIR *dir;

    if (rc)
        return rc;
    dir = opendir(folder);
    if (!dir)
        return dw_error_set(err, DW_IO, 0, "cannot read %.150s: %s", folder, strerror(errno));
    while (!rc && (entry = readdir(dir)))
        if (!is_ignored(entry->d_name))
            rc = take_entry(watch, join(folder, entry->d_name), depth, err);
    closedir(dir);
    return rc;
}

static enum dw_err rescan(struct dw_watch *watch, struct dw_error *err)
{
    watch->rescan_ms = dw_now_ms() + RESCAN_MS;
    for (size_t i = 0; i < watch->roots.n; i++) {
        enum dw_err rc = watch_folder(watch, watch->roots.v[i], 0, err);

        if (rc)
            return rc;
    }
    return DW_OK;
}

static enum dw_err take_event(struct dw_watch *watch, const struct inotify_event *event,
                              struct dw_error *err)
{
    const char *folder;
    struct dw_error why = {.code = DW_OK};
    char *path;

    if (event->mask & IN_Q_OVERFLOW)
        return rescan(watch, err);
    if (!event->len || event->wd < 0 || (size_t)event->wd >= watch->folders.n ||
        is_ignored(event->name))
        return DW_OK;
    folder = watch->folders.v[event->wd];
    path = join(folder, event->name);
    if (!path)
        return out_of_memory(err);
    if (!(event->mask & IN_ISDIR) && event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO))
        return paths_add(&watch->ready, path, err);
    /* A new folder may have been filled, and have gone, before we hear of it. */
    if (event->mask & IN_ISDIR && watch_folder(watch, path, 1, &why) && why.code == DW_NOMEM) {
        free(path);
        return out_of_memory(err);
    }
    free(path);
    return DW_OK;
}

static enum dw_err read_events(struct dw_watch *watch, struct dw_error *err)
{
    union {
        struct inotify_event first; /* for its alignment */
        char bytes[EVENTS_BYTES];
    } events;
    enum dw_err rc = DW_OK;
    ssize_t n;

    while (!rc && (n = read(watch->fd, &events, sizeof events)) > 0) {
        for (char *at = events.bytes; !rc && at < events.bytes + n;) {
            const struct inotify_event *event = (const struct inotify_event *)(void *)at;

            rc = take_event(watch, event, err);
            at += sizeof *event + event->len;
        }
    }
    return rc;
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
static enum dw_err look_through_found(struct dw_watch *watch, struct dw_error *err)
{
    size_t n = watch->found.n - watch->found.beg;
    enum dw_err rc = DW_OK;

    if (dw_now_ms() < watch->look_ms)
        return DW_OK;
    watch->look_ms = dw_now_ms() + LOOK_MS;
    while (n-- > 0 && !rc) {
        char *path = watch->found.v[watch->found.beg++];

        rc = paths_add(is_calm(path) ? &watch->ready : &watch->found, path, err);
    }
    return rc;
}

/* --- interface ------------------------------------------------------------------------------- */

enum dw_err dw_watch_open(struct dw_watch **out, const struct dw_source_options *source,
                          struct dw_error *err)
{
    struct dw_watch *watch = calloc(1, sizeof *watch);

    *out = NULL;
    if (!watch)
        return out_of_memory(err);
    watch->source = source;
    watch->rescan_ms = dw_now_ms() + RESCAN_MS;
    watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->fd < 0) {
        free(watch);
        return dw_error_set(err, DW_IO, 0, "cannot watch folders: %s", strerror(errno));
    }
    *out = watch;
    return DW_OK;
}

enum dw_err dw_watch_add(struct dw_watch *watch, const char *folder, struct dw_error *err)
{
    char *path = realpath(folder, NULL);
    enum dw_err rc;

    if (!path)
        return dw_error_set(err, DW_IO, 0, "cannot watch %.150s: %s", folder, strerror(errno));
    rc = paths_add(&watch->roots, path, err);
    return rc ? rc : watch_folder(watch, path, 0, err);
}

void dw_watch_close(struct dw_watch *watch)
{
    if (!watch)
        return;
    paths_free(&watch->folders);
    paths_free(&watch->roots);
    paths_free(&watch->ready);
    paths_free(&watch->found);
    close(watch->fd);
    free(watch);
}

int dw_watch_fd(const struct dw_watch *watch)
{
    return watch->fd;
}

enum dw_err dw_watch_serve(struct dw_watch *watch, struct dw_error *err)
{
    enum dw_err rc = read_events(watch, err);

    if (!rc && dw_now_ms() >= watch->rescan_ms)
        rc = rescan(watch, err);
    return rc ? rc : look_through_found(watch, err);
}

char *dw_watch_take(struct dw_watch *watch)
{
    return dw_watch_is_empty(watch) ? NULL : watch->ready.v[watch->ready.beg++];
}

bool dw_watch_is_empty(const struct dw_watch *watch)
{
    return watch->ready.beg == watch->ready.n;
}
