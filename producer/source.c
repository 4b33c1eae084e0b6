/* SPDX-License-Identifier: MIT */
#include "producer/source.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/base/strbuf.h"
#include "producer/archive.h"
#include "schemas/article.h"

enum {
    ARENA_MAX = 8 * DW_RECORD_MAX, /* a record, decoded, converted and encoded */
    DEPTH_MAX = 64,                /* folders in folders */
};

struct walk {
    const struct dw_source_options *options;
    const struct dw_sink *sink;
    struct dw_arena arena;
    int depth;
};

static bool is_stopped(const struct walk *walk)
{
    return walk->sink->hooks.stop && *walk->sink->hooks.stop;
}

static void refuse_errno(const struct walk *walk, const char *place, const char *what)
{
    struct dw_error why = {.code = DW_OK};

    dw_error_set(&why, DW_IO, 0, "%s: %s", what, strerror(errno));
    walk->sink->refuse(walk->sink->user, place, &why);
}

static enum dw_err read_feed(struct walk *walk, const char *path, struct dw_input *input,
                             const struct dw_format *format, struct dw_error *err)
{
    struct dw_feed feed = {
        .name = strcmp(path, "-") == 0 ? "standard input" : path,
        .input = input,
        .defaults = &walk->options->defaults,
        .sink = walk->sink,
        .arena = &walk->arena,
    };

    return format->run(&feed, err);
}

/* Look at the first bytes. What is wrong goes to the sink, and then *bytes is NULL. */
static enum dw_err peek(struct walk *walk, const char *path, struct dw_input *input,
                        const char **bytes, size_t *len, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    enum dw_err rc = dw_input_peek(input, bytes, len, &why);

    if (rc == DW_NOMEM)
        return dw_error_set(err, rc, 0, "%s: %s", path, why.text);
    if (rc) {
        walk->sink->refuse(walk->sink->user, path, &why);
        *bytes = NULL;
    }
    return DW_OK;
}

/* A file that is not packed, or not any longer. */
static enum dw_err run_plain(void *user, const char *path, struct dw_input *input,
                             struct dw_error *err)
{
    struct walk *walk = user;
    const struct dw_format *format = walk->options->format;
    const char *bytes = "";
    size_t len;
    enum dw_err rc = DW_OK;

    if (!format) {
        rc = peek(walk, path, input, &bytes, &len, err);
        if (!rc && bytes)
            format = dw_format_find(path, bytes, len);
    }
    return rc || !format ? rc : read_feed(walk, path, input, format, err);
}

static enum dw_err run_archive(struct walk *walk, const char *path, struct dw_input *input,
                               struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    enum dw_err rc = dw_archive_run(input, strcmp(path, "-") == 0 ? "standard input" : path,
                                    run_plain, walk, &why);

    if (rc != DW_INPUT)
        return rc ? dw_error_set(err, rc, 0, "%s", why.text) : DW_OK;
    walk->sink->refuse(walk->sink->user, path, &why);
    return DW_OK;
}

static enum dw_err run_feed(struct walk *walk, const char *path, struct dw_input *input,
                            struct dw_error *err)
{
    const char *bytes;
    size_t len;
    enum dw_err rc = peek(walk, path, input, &bytes, &len, err);

    if (rc || !bytes)
        return rc;
    return dw_archive_is(bytes, len) ? run_archive(walk, path, input, err)
                                     : run_plain(walk, path, input, err);
}

static enum dw_err run_file(struct walk *walk, const char *path, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    struct dw_input input;
    enum dw_err rc;

    if (dw_input_open(&input, path, &walk->sink->hooks, &why)) {
        walk->sink->refuse(walk->sink->user, path, &why);
        return DW_OK;
    }
    rc = run_feed(walk, path, &input, err);
    dw_input_close(&input);
    return rc;
}

/* --- folders --------------------------------------------------------------------------------- */

static enum dw_err run_folder(struct walk *walk, const char *path, struct dw_error *err);

static int is_entry(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* By bytes: the same everywhere, whatever the locale. */
static int compare_entries(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

const char *dw_source_why_skipped(const char *name)
{
    if (name[0] == '.')
        return "hidden";
    return name[strlen(name) - 1] == '~' ? "an editor's back-up" : NULL;
}

static bool has_ending(const char *path, const char *ending)
{
    size_t len = strlen(path), n = strlen(ending);

    return len >= n && strcmp(path + len - n, ending) == 0;
}

bool dw_source_is_ledger(const struct dw_source_options *options, const char *path,
                         const struct stat *at)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char own[PATH_MAX];
    struct stat is;

    for (size_t i = 0; options->ledger && i < sizeof endings / sizeof *endings; i++)
        if (has_ending(path, endings[i]) &&
            (size_t)snprintf(own, sizeof own, "%s%s", options->ledger, endings[i]) < sizeof own &&
            stat(own, &is) == 0 && is.st_dev == at->st_dev && is.st_ino == at->st_ino)
            return true;
    return false;
}

static enum dw_err run_entry(struct walk *walk, const char *path, const char *name,
                             struct dw_error *err)
{
    const char *skipped = dw_source_why_skipped(name);
    struct stat at, link;

    if (!skipped && stat(path, &at) != 0) {
        refuse_errno(walk, path, "cannot open");
        return DW_OK;
    }
    if (!skipped && S_ISDIR(at.st_mode)) {
        if (lstat(path, &link) == 0 && !S_ISLNK(link.st_mode))
            return run_folder(walk, path, err);
        skipped = "a link to a folder";
    }
    if (!skipped && !S_ISREG(at.st_mode))
        skipped = "not a file";
    if (!skipped && dw_source_is_ledger(walk->options, path, &at))
        skipped = "the ledger";
    if (!skipped)
        return run_file(walk, path, err);
    walk->sink->skip(walk->sink->user, path, skipped);
    return DW_OK;
}

static enum dw_err run_entries(struct walk *walk, const char *folder, struct dirent **entries,
                               int n, struct dw_error *err)
{
    enum dw_err rc = DW_OK;
    struct dw_strbuf path;

    dw_strbuf_init(&path);
    for (int i = 0; i < n && !rc && !is_stopped(walk); i++) {
        dw_strbuf_reset(&path);
        dw_strbuf_adds(&path, folder);
        if (path.len && path.bytes[path.len - 1] != '/')
            dw_strbuf_addc(&path, '/');
        dw_strbuf_adds(&path, entries[i]->d_name);
        if (path.failed)
            rc = dw_error_set(err, DW_NOMEM, 0, "out of memory");
        else
            rc = run_entry(walk, path.bytes, entries[i]->d_name, err);
    }
    dw_strbuf_fini(&path);
    return rc;
}

static enum dw_err run_folder(struct walk *walk, const char *path, struct dw_error *err)
{
    struct dirent **entries;
    enum dw_err rc;
    int n;

    if (walk->depth == DEPTH_MAX) {
        errno = ELOOP;
        refuse_errno(walk, path, "too many folders in folders");
        return DW_OK;
    }
    n = scandir(path, &entries, is_entry, compare_entries);
    if (n < 0) {
        refuse_errno(walk, path, "cannot read folder");
        return DW_OK;
    }
    walk->depth++;
    rc = run_entries(walk, path, entries, n, err);
    walk->depth--;
    for (int i = 0; i < n; i++)
        free(entries[i]);
    free(entries);
    return rc;
}

enum dw_err dw_source_run(const char *name, const struct dw_source_options *options,
                          const struct dw_sink *sink, struct dw_error *err)
{
    struct walk walk = {.options = options, .sink = sink};
    enum dw_err rc = DW_OK;
    struct stat at;

    dw_arena_init(&walk.arena, ARENA_MAX);
    if (strcmp(name, "-") == 0)
        rc = run_file(&walk, name, err);
    else if (stat(name, &at) != 0)
        refuse_errno(&walk, name, "cannot open");
    else if (S_ISDIR(at.st_mode))
        rc = run_folder(&walk, name, err);
    else if (dw_source_is_ledger(options, name, &at))
        sink->skip(sink->user, name, "the ledger");
    else
        rc = run_file(&walk, name, err);
    dw_arena_fini(&walk.arena);
    return rc;
}

enum dw_err dw_source_read(const char *name, struct dw_input *input,
                           const struct dw_source_options *options, const struct dw_sink *sink,
                           struct dw_error *err)
{
    struct walk walk = {.options = options, .sink = sink};
    enum dw_err rc;

    dw_arena_init(&walk.arena, ARENA_MAX);
    rc = run_feed(&walk, name, input, err);
    dw_input_close(input);
    dw_arena_fini(&walk.arena);
    return rc;
}

static uint64_t folder_size(const char *path)
{
    struct dirent *entry;
    uint64_t size = 0;
    DIR *dir = opendir(path);

    while (dir && (entry = readdir(dir))) {
        char below[PATH_MAX];

        if (!dw_source_why_skipped(entry->d_name) &&
            (size_t)snprintf(below, sizeof below, "%s/%s", path, entry->d_name) < sizeof below)
            size += dw_source_size(below);
    }
    if (dir)
        closedir(dir);
    return size;
}

uint64_t dw_source_size(const char *name)
{
    struct stat at;

    if (lstat(name, &at) != 0)
        return 0;
    if (S_ISDIR(at.st_mode))
        return folder_size(name);
    return S_ISREG(at.st_mode) ? (uint64_t)at.st_size : 0;
}

enum dw_err dw_source_options_make(struct dw_source_options *out, const struct dw_options *options,
                                   struct dw_error *err)
{
    const char *published = dw_options_text(options, "published");

    *out = (struct dw_source_options){
        .format = dw_format_get(dw_options_choice(options, "format")),
        .defaults = {.published = published},
    };
    if (!published || dw_article_is_published(published))
        return DW_OK;
    return dw_options_fail(options, "published", err,
                           "\"%.60s\" is no date such as 2019-07-01 or 2019-07-01T09:30:00Z",
                           published);
}
