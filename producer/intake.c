/* SPDX-License-Identifier: MIT */
#include "producer/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "processors/base/strbuf.h"
#include "processors/calendar.h"
#include "producer/gauges.h"

enum {
    SHOW_MS = 100,       /* between two looks at the progress */
    SLICE_MS = 20,       /* of a pause that --rate asks for */
    ETA_AFTER_MS = 2000, /* before that, what is left is anybody's guess */
};

/* --- progress -------------------------------------------------------------------------------- */

struct dw_publisher_counts dw_intake_counts(const struct dw_intake *intake)
{
    struct dw_publisher_counts counts =
        intake->publisher ? *dw_publisher_counts(intake->publisher) : intake->printed;

    counts.n_failed += intake->n_refused;
    return counts;
}

/* ", 37 % read, 4 min 5 s left", if the sizes are known. */
static void add_share(const struct dw_intake *intake, long long now, struct dw_strbuf *line)
{
    double share = (double)intake->n_read / (double)intake->n_bytes;
    long long left;

    if (share > 1)
        share = 1;
    dw_strbuf_addf(line, ", %.0f %% read", 100 * share);
    if (now - intake->begun_ms < ETA_AFTER_MS || share <= 0)
        return;
    left = (long long)((double)(now - intake->begun_ms) / 1000 * (1 - share) / share);
    if (left >= 60)
        dw_strbuf_addf(line, ", %lld min", left / 60);
    dw_strbuf_addf(line, "%s %lld s left", left >= 60 ? "" : ",", left % 60);
}

static void show_progress(struct dw_intake *intake)
{
    const struct dw_publisher_counts counts = dw_intake_counts(intake);
    long long now = dw_now_ms();
    struct dw_strbuf line;

    if (now - intake->shown_ms < SHOW_MS)
        return;
    intake->shown_ms = now;
    dw_strbuf_init(&line);
    dw_strbuf_addf(&line, "%zu of %zu published, %zu failed, %.1f MB", counts.n_published,
                   counts.n_added, counts.n_failed, (double)counts.bytes / 1e6);
    if (intake->n_bytes)
        add_share(intake, now, &line);
    if (!line.failed)
        dw_log_set_status(line.bytes);
    dw_strbuf_fini(&line);
}

static void serve(void *user)
{
    struct dw_intake *intake = user;

    if (!intake->publisher) {
        fflush(stdout);
        return;
    }
    dw_publisher_poll(intake->publisher, 0);
    show_progress(intake);
}

/* --- rejects --------------------------------------------------------------------------------- */

/* The file at the head of a place such as "day.xml:item 3"; NULL in `out` if there is none. */
static bool find_file(const char *place, char *out, size_t size)
{
    size_t len = strlen(place);

    for (; len > 0; len--) {
        struct stat at;

        if (len < size && (!place[len] || place[len] == ':')) {
            snprintf(out, size, "%.*s", (int)len, place);
            if (stat(out, &at) == 0 && S_ISREG(at.st_mode))
                return true;
        }
    }
    return false;
}

static void copy_file(int to_folder, const char *path)
{
    const char *slash = strrchr(path, '/');
    int from = open(path, O_RDONLY | O_CLOEXEC);
    int to =
        openat(to_folder, slash ? slash + 1 : path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    struct stat at;

    /* One that is there already came with the first of its items. */
    if (from >= 0 && to >= 0 && fstat(from, &at) == 0)
        while (at.st_size > 0) {
            ssize_t n = sendfile(to, from, NULL, (size_t)at.st_size);

            if (n <= 0)
                break;
            at.st_size -= n;
        }
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
}

static void write_line(int folder, const char *place, const char *id, const char *reason)
{
    char at[32];
    time_t now = time(NULL);
    struct tm utc;
    json_t *line;
    char *text;
    int fd = openat(folder, "rejects.ndjson", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    line =
        json_pack("{s:s, s:s, s:s*, s:s}", "time", at, "place", place, "id", id, "reason", reason);
    text = line ? json_dumps(line, JSON_COMPACT) : NULL;
    if (fd < 0 || !text || dprintf(fd, "%s\n", text) < 0)
        dw_log_often(DW_LOG_ERROR, "cannot note what was rejected", "place=%s reason=%s", place,
                     strerror(errno));
    free(text);
    json_decref(line);
    if (fd >= 0)
        close(fd);
}

static int open_rejects(const struct dw_intake *intake)
{
    int folder = intake->rejects ? open(intake->rejects, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    if (intake->rejects && folder < 0)
        dw_log_often(DW_LOG_ERROR, "cannot open the folder of rejects", "path=%s reason=%s",
                     intake->rejects, strerror(errno));
    return folder;
}

/* What could not become a record: the file that it came from is all that can be kept of it. */
static void keep_source(const struct dw_intake *intake, const char *place, const char *reason)
{
    int folder = open_rejects(intake);
    char path[DW_PLACE_MAX];

    if (folder < 0)
        return;
    write_line(folder, place, NULL, reason);
    if (find_file(place, path, sizeof path))
        copy_file(folder, path);
    close(folder);
}

void dw_intake_reject(struct dw_intake *intake, const struct dw_record *record, const char *reason)
{
    int folder = open_rejects(intake), fd;

    if (folder < 0)
        return;
    write_line(folder, record->place, record->id, reason);
    fd = record->value
             ? openat(folder, "records.ndjson", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)
             : -1;
    if (fd >= 0) {
        if (dprintf(fd, "%.*s\n", (int)record->len, record->value) < 0)
            dw_log_often(DW_LOG_ERROR, "cannot keep a rejected record", "place=%s reason=%s",
                         record->place, strerror(errno));
        close(fd);
    }
    close(folder);
}

/* --- the sink -------------------------------------------------------------------------------- */

static bool is_wanted(const struct dw_intake *intake, const struct dw_record *record)
{
    struct dw_date date;
    int64_t day;

    if (!record->published || !dw_date_parse(record->published, &date))
        return true;
    day = dw_date_to_day(date);
    return intake->since <= day && day <= intake->until;
}

/* Wait until the next article may go. */
static void keep_pace(struct dw_intake *intake)
{
    double now = (double)dw_now_ms();

    if (intake->rate <= 0)
        return;
    if (intake->due_ms < now - 1000 / intake->rate)
        intake->due_ms = now; /* what was not used before is not made up for */
    while ((now = (double)dw_now_ms()) < intake->due_ms && !*intake->stop) {
        struct timespec pause = {.tv_nsec = SLICE_MS * 1000000L};

        if (intake->due_ms - now < SLICE_MS)
            pause.tv_nsec = (long)((intake->due_ms - now) * 1000000);
        nanosleep(&pause, NULL);
        serve(intake);
    }
    intake->due_ms += 1000 / intake->rate;
}

static enum dw_err print_record(struct dw_intake *intake, const struct dw_record *record,
                                struct dw_error *err)
{
    if (fwrite(record->value, 1, record->len, stdout) != record->len || putchar('\n') == EOF)
        return dw_error_set(err, DW_IO, 0, "cannot write: %s", strerror(errno));
    intake->printed.n_published++;
    intake->printed.bytes += record->len;
    return DW_OK;
}

static void skip(void *user, const char *place, const char *why)
{
    struct dw_intake *intake = user;

    intake->n_skipped++;
    dw_producer_gauges_count(intake->gauges, DW_COUNT_SKIPPED);
    dw_log_with(DW_LOG_DEBUG, "skipped", "place=%s reason=%s", place, why);
}

static enum dw_err take(void *user, const struct dw_record *record, struct dw_error *err)
{
    struct dw_intake *intake = user;
    enum dw_err rc;

    if (!is_wanted(intake, record)) {
        skip(intake, record->place, "outside of --since and --until");
        return DW_OK;
    }
    keep_pace(intake);
    if (!intake->publisher)
        return print_record(intake, record, err);
    rc = dw_publisher_add(intake->publisher, record, err);
    serve(intake);
    return rc;
}

static void refuse(void *user, const char *place, const struct dw_error *why)
{
    struct dw_intake *intake = user;

    intake->n_refused++;
    dw_producer_gauges_count(intake->gauges, DW_COUNT_REFUSED);
    dw_log_with(DW_LOG_ERROR, "cannot be published", "place=%s reason=%s", place, why->text);
    keep_source(intake, place, why->text);
}

struct dw_sink dw_intake_sink(struct dw_intake *intake)
{
    return (struct dw_sink){
        .user = intake,
        .take = take,
        .refuse = refuse,
        .skip = skip,
        .hooks = {.stop = intake->stop, .idle = serve, .user = intake, .n_read = &intake->n_read},
    };
}

/* --- opening --------------------------------------------------------------------------------- */

static enum dw_err read_day(const struct dw_options *options, const char *key, int64_t none,
                            int64_t *out, struct dw_error *err)
{
    const char *text = dw_options_text(options, key);
    struct dw_date date;

    *out = none;
    if (!text)
        return DW_OK;
    if (!dw_date_parse(text, &date))
        return dw_options_fail(options, key, err, "\"%s\" is no day such as 2019-07-01", text);
    *out = dw_date_to_day(date);
    return DW_OK;
}

enum dw_err dw_intake_open(struct dw_intake *intake, const struct dw_options *options,
                           struct dw_error *err)
{
    struct stat at;
    enum dw_err rc = read_day(options, "since", INT64_MIN, &intake->since, err);

    if (!rc)
        rc = read_day(options, "until", INT64_MAX, &intake->until, err);
    if (rc)
        return rc;
    if (intake->since > intake->until)
        return dw_options_fail(options, "until", err, "it is before --since");
    intake->rate = (double)dw_options_number(options, "rate");
    intake->rejects = dw_options_text(options, "rejects");
    intake->begun_ms = dw_now_ms();
    if (intake->rejects && (stat(intake->rejects, &at) != 0 || !S_ISDIR(at.st_mode)))
        return dw_options_fail(options, "rejects", err, "%.150s is no folder", intake->rejects);
    return DW_OK;
}

void dw_intake_reload(struct dw_intake *intake, const struct dw_options *options)
{
    intake->rate = (double)dw_options_number(options, "rate");
}
