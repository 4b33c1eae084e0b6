/* SPDX-License-Identifier: MIT */
#include "processors/base/log.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "processors/base/now.h"
#include "processors/base/strbuf.h"
#include "processors/base/utf8.h"

enum {
    LIMIT_SLOTS = 256, /* kinds of records remembered; a newer kind takes an older one's slot */
    LIMIT_RECORDS = 5, /* written in one window */
    LIMIT_WINDOW_MS = 10000,
    FIELD_SPEC_MAX = 24, /* longest conversion: "%-20.10lld" and the like */
    STATUS_MAX = 256,
};

struct limit {
    uint64_t kind;
    long long since_ms;
    unsigned written, suppressed;
    enum dw_log_level level;
    const char *message;
};

static struct {
    pthread_mutex_t lock;
    const char *program;
    enum dw_log_level level;
    enum dw_log_format format;
    int fd, window_ms;
    long long swept_ms; /* when the limits were last looked at */
    bool status_shown;
    char status[STATUS_MAX];
    struct limit limits[LIMIT_SLOTS];
} logger = {.lock = PTHREAD_MUTEX_INITIALIZER,
            .level = DW_LOG_INFO,
            .fd = STDERR_FILENO,
            .window_ms = LIMIT_WINDOW_MS};

static const char *const level_names[] = {"error", "warning", "info", "debug"};

/* --- values ---------------------------------------------------------------------------------- */

/* `text` as a JSON string; bytes that are not UTF-8 become U+FFFD. */
static void add_quoted(struct dw_strbuf *out, const char *text, size_t len)
{
    dw_strbuf_addc(out, '"');
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t n = dw_utf8_decode(text + i, len - i, &cp);

        if (cp == UINT32_MAX)
            dw_strbuf_adds(out, "\xef\xbf\xbd");
        else if (cp == '"' || cp == '\\')
            dw_strbuf_addf(out, "\\%c", (char)cp);
        else if (cp == '\n')
            dw_strbuf_adds(out, "\\n");
        else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
            dw_strbuf_addf(out, "\\u%04x", (unsigned)cp);
        else
            dw_strbuf_add(out, text + i, n);
        i += n;
    }
    dw_strbuf_addc(out, '"');
}

/* True if the value reads as one word in a text record and hides no control character. */
static bool is_plain(const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint32_t cp;

        i += dw_utf8_decode(text + i, len - i, &cp);
        if (cp <= ' ' || cp == '"' || cp == '=' || (cp >= 0x7f && cp <= 0xa0) || cp == UINT32_MAX)
            return false;
    }
    return len > 0;
}

/* What stands at the head of each record; a field of that name would be there twice. */
static bool is_reserved(const char *key, size_t len)
{
    static const char *const names[] = {"ts", "level", "program", "message"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == len && memcmp(names[i], key, len) == 0)
            return true;
    return false;
}

static void add_key(struct dw_strbuf *out, enum dw_log_format format, const char *key, size_t len)
{
    assert(!is_reserved(key, len));
    if (format == DW_LOG_JSON) {
        dw_strbuf_addc(out, ',');
        add_quoted(out, key, len);
        dw_strbuf_addc(out, ':');
    } else {
        dw_strbuf_addc(out, ' ');
        dw_strbuf_add(out, key, len);
        dw_strbuf_addc(out, '=');
    }
}

static void add_text(struct dw_strbuf *out, enum dw_log_format format, const char *text)
{
    if (!text)
        dw_strbuf_adds(out, "null");
    else if (format == DW_LOG_TEXT && is_plain(text, strlen(text)))
        dw_strbuf_adds(out, text);
    else
        add_quoted(out, text, strlen(text));
}

/* One integer argument of the width that the conversion names: "" l ll z j, signed or not. */
static void add_integer(struct dw_strbuf *out, const char *modifier, char conversion, va_list *ap)
{
    bool is_signed = conversion == 'd' || conversion == 'i';
    unsigned long long bits;
    long long number = 0;

    if (strcmp(modifier, "ll") == 0)
        bits = va_arg(*ap, unsigned long long), number = (long long)bits;
    else if (strcmp(modifier, "l") == 0 || strcmp(modifier, "z") == 0 || strcmp(modifier, "j") == 0)
        bits = va_arg(*ap, unsigned long), number = (long long)bits;
    else
        bits = va_arg(*ap, unsigned), number = (int)bits;
    if (is_signed)
        dw_strbuf_addf(out, "%lld", number);
    else if (conversion == 'x')
        dw_strbuf_addf(out, "\"%llx\"", bits);
    else
        dw_strbuf_addf(out, "%llu", bits);
}

/* Floating point with the precision that the conversion names: "%.2f". JSON has no nan or inf. */
static void add_float(struct dw_strbuf *out, const char *digits, va_list *ap)
{
    const char *point = strchr(digits, '.');
    double number = va_arg(*ap, double);

    if (number != number || number > 1e300 || number < -1e300)
        dw_strbuf_adds(out, "null");
    else
        dw_strbuf_addf(out, "%.*f", point ? (int)strtol(point + 1, NULL, 10) : 6, number);
}

/* One field at `f`: its key, then its value taken from `ap`. Returns the place behind it. */
static const char *add_field(struct dw_strbuf *out, enum dw_log_format format, const char *f,
                             va_list *ap)
{
    size_t key = strcspn(f, "="), digits, n;
    char spec[FIELD_SPEC_MAX], modifier[3] = "";

    add_key(out, format, f, key);
    f += key;
    f += strspn(f, "=%");
    digits = strspn(f, "-+ #0123456789.");
    snprintf(spec, sizeof spec, "%.*s", (int)digits, f);
    f += digits;
    n = strspn(f, "lhzj");
    snprintf(modifier, sizeof modifier, "%.*s", (int)n, f);
    f += n;
    if (*f == 's')
        add_text(out, format, va_arg(*ap, const char *));
    else if (*f == 'f' || *f == 'g')
        add_float(out, spec, ap);
    else
        add_integer(out, modifier, *f, ap);
    f += *f != '\0';
    return f + strspn(f, " ");
}

/* --- records --------------------------------------------------------------------------------- */

static void write_all(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(logger.fd, bytes, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return; /* nobody to tell */
        bytes += n;
        len -= (size_t)n;
    }
}

static void add_head(struct dw_strbuf *out, enum dw_log_level level, const char *message)
{
    struct timespec now;
    char stamp[32];
    struct tm tm;

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &tm);
    if (logger.format == DW_LOG_TEXT) {
        dw_strbuf_addf(out, "%s.%03ldZ %-7s %s", stamp, now.tv_nsec / 1000000, level_names[level],
                       message);
        return;
    }
    dw_strbuf_addf(out, "{\"ts\":\"%s.%03ldZ\",\"level\":\"%s\"", stamp, now.tv_nsec / 1000000,
                   level_names[level]);
    if (logger.program) {
        dw_strbuf_adds(out, ",\"program\":");
        add_quoted(out, logger.program, strlen(logger.program));
    }
    dw_strbuf_adds(out, ",\"message\":");
    add_quoted(out, message, strlen(message));
}

/* The finished line to its place; the status line makes room and comes back. */
static void put_line(const struct dw_strbuf *line)
{
    struct dw_strbuf out;

    dw_strbuf_init(&out);
    if (logger.status_shown)
        dw_strbuf_adds(&out, "\r\033[K");
    dw_strbuf_add(&out, line->bytes, line->len);
    dw_strbuf_adds(&out, logger.format == DW_LOG_JSON ? "}\n" : "\n");
    if (logger.status_shown)
        dw_strbuf_adds(&out, logger.status);
    if (out.failed || line->failed)
        write_all("out of memory while logging\n", 28);
    else
        write_all(out.bytes, out.len);
    dw_strbuf_fini(&out);
}

/* --- limit ----------------------------------------------------------------------------------- */

static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211U;
    return hash;
}

/* The end of a window: how many more there were. The slot is free then. */
static void end_window(struct limit *limit, long long now_ms)
{
    long long seconds = (now_ms - limit->since_ms + 500) / 1000;
    struct dw_strbuf line;

    if (limit->suppressed) {
        dw_strbuf_init(&line);
        add_head(&line, limit->level, limit->message);
        if (logger.format == DW_LOG_JSON)
            dw_strbuf_addf(&line, ",\"suppressed\":%u,\"seconds\":%lld", limit->suppressed,
                           seconds);
        else
            dw_strbuf_addf(&line, ": \xe2\x80\xa6 %u more like this in %lld s", limit->suppressed,
                           seconds);
        put_line(&line);
        dw_strbuf_fini(&line);
    }
    *limit = (struct limit){0};
}

/* End the windows that are over; looked for a few times in each, not at every record. */
static void end_windows(long long now_ms)
{
    if (now_ms - logger.swept_ms < logger.window_ms / 10)
        return;
    logger.swept_ms = now_ms;
    for (size_t i = 0; i < LIMIT_SLOTS; i++)
        if (logger.limits[i].written && now_ms - logger.limits[i].since_ms >= logger.window_ms)
            end_window(&logger.limits[i], now_ms);
}

/* Count one record of this kind. False if it is one too many. */
static bool limit_pass(uint64_t kind, enum dw_log_level level, const char *message,
                       long long now_ms)
{
    struct limit *limit = &logger.limits[kind % LIMIT_SLOTS];

    end_windows(now_ms);
    if (limit->kind != kind || now_ms - limit->since_ms >= logger.window_ms) {
        end_window(limit, now_ms);
        *limit =
            (struct limit){.kind = kind, .since_ms = now_ms, .level = level, .message = message};
    }
    if (limit->written < LIMIT_RECORDS) {
        limit->written++;
        return true;
    }
    limit->suppressed++;
    return false;
}

/* `fields` may be NULL; `often`: the limit looks at the message alone. */
static void log_record(enum dw_log_level level, const char *message, bool often, const char *fields,
                       va_list *ap)
{
    struct dw_strbuf line, tail;
    uint64_t kind;

    dw_strbuf_init(&line);
    dw_strbuf_init(&tail);
    pthread_mutex_lock(&logger.lock);
    if (level > logger.level)
        goto out;
    while (fields && *fields)
        fields = add_field(&tail, logger.format, fields, ap);
    kind = hash_bytes(14695981039346656037U + (unsigned)level, message, strlen(message));
    if (!often)
        kind = hash_bytes(kind, tail.bytes, tail.len);
    if (!limit_pass(kind, level, message, dw_now_ms()))
        goto out;
    add_head(&line, level, message);
    dw_strbuf_add(&line, tail.bytes, tail.len);
    line.failed |= tail.failed;
    put_line(&line);
out:
    pthread_mutex_unlock(&logger.lock);
    dw_strbuf_fini(&line);
    dw_strbuf_fini(&tail);
}

/* --- public ---------------------------------------------------------------------------------- */

void dw_log_open(const struct dw_log_options *options)
{
    pthread_mutex_lock(&logger.lock);
    logger.program = options->program;
    logger.level = options->level;
    logger.format = options->format;
    logger.fd = options->fd;
    logger.window_ms = options->window_ms ? options->window_ms : LIMIT_WINDOW_MS;
    memset(logger.limits, 0, sizeof logger.limits);
    pthread_mutex_unlock(&logger.lock);
}

void dw_log_flush(void)
{
    pthread_mutex_lock(&logger.lock);
    end_windows(dw_now_ms());
    pthread_mutex_unlock(&logger.lock);
}

void dw_log_close(void)
{
    dw_log_set_status(NULL);
    pthread_mutex_lock(&logger.lock);
    for (size_t i = 0; i < LIMIT_SLOTS; i++)
        end_window(&logger.limits[i], dw_now_ms());
    pthread_mutex_unlock(&logger.lock);
}

void dw_log_set(enum dw_log_level level, enum dw_log_format format)
{
    pthread_mutex_lock(&logger.lock);
    logger.level = level;
    logger.format = format;
    pthread_mutex_unlock(&logger.lock);
}

enum dw_log_format dw_log_format(void)
{
    enum dw_log_format format;

    pthread_mutex_lock(&logger.lock);
    format = logger.format;
    pthread_mutex_unlock(&logger.lock);
    return format;
}

bool dw_log_has(enum dw_log_level level)
{
    bool has;

    pthread_mutex_lock(&logger.lock);
    has = level <= logger.level;
    pthread_mutex_unlock(&logger.lock);
    return has;
}

void dw_log(enum dw_log_level level, const char *message)
{
    log_record(level, message, false, NULL, NULL);
}

void dw_log_with(enum dw_log_level level, const char *message, const char *fields, ...)
{
    va_list ap;

    va_start(ap, fields);
    log_record(level, message, false, fields, &ap);
    va_end(ap);
}

void dw_log_often(enum dw_log_level level, const char *message, const char *fields, ...)
{
    va_list ap;

    va_start(ap, fields);
    log_record(level, message, true, fields, &ap);
    va_end(ap);
}

void dw_log_set_status(const char *line)
{
    pthread_mutex_lock(&logger.lock);
    if (logger.status_shown)
        write_all("\r\033[K", 4);
    logger.status_shown =
        line && logger.format == DW_LOG_TEXT && logger.level >= DW_LOG_INFO && isatty(logger.fd);
    if (logger.status_shown) {
        snprintf(logger.status, sizeof logger.status, "%s", line);
        write_all(logger.status, strlen(logger.status));
    }
    pthread_mutex_unlock(&logger.lock);
}
