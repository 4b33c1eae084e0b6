/* SPDX-License-Identifier: MIT */
/*
 * log.h - one line a record on standard error, for people (text) or machines (json).
 *
 * A record is a constant message and key=value fields, so that records of one kind can be counted:
 *
 *     dw_log_with(DW_LOG_INFO, "published", "topic=%s records=%zu", topic, n);
 *     2019-07-01T09:30:00.120Z info    published topic=news.articles records=12
 *     {"ts":"2019-07-01T09:30:00.120Z","level":"info",...,"message":"published","topic":...}
 *
 * The members of a JSON record are those of schemas/log-record.schema.json.
 *
 * Articles Nothing of an article's text, headline or byline is logged above the level debug: what
 * is wrong with one is told by its place and by what was expected there. Limit    A record that
 * comes again and again within ten seconds is written five times; once they are over one more line
 * says how many were left out: 2019-07-01T09:30:10.120Z warning broker connection: ... 312 more
 * like this in 10 s Threads  Safe; each record is one write. Signals  Not to be called from a
 * handler.
 */
#ifndef DW_LOG_H
#define DW_LOG_H

#include <stdbool.h>

enum dw_log_level { DW_LOG_ERROR, DW_LOG_WARNING, DW_LOG_INFO, DW_LOG_DEBUG };
enum dw_log_format { DW_LOG_TEXT, DW_LOG_JSON };

struct dw_log_options {
    const char *program; /* borrowed for as long as records are written; may be NULL */
    enum dw_log_level level;
    enum dw_log_format format;
    int fd;        /* usually 2 */
    int window_ms; /* of the limit; 0: ten seconds */
};

/* Before the first call: text, level info, to standard error. May be called again. */
void dw_log_open(const struct dw_log_options *options);

/* Say what was left out since, and forget the status line. */
void dw_log_close(void);

/* Say what was left out in windows that are over. Records do that too; this is for quiet times. */
void dw_log_flush(void);

void dw_log_set(enum dw_log_level level, enum dw_log_format format);

enum dw_log_format dw_log_format(void);

/* True if records of this level are written: to save the work of making costly fields. */
bool dw_log_has(enum dw_log_level level);

void dw_log(enum dw_log_level level, const char *message);

/*
 * With fields: "key=%d other=%s", single spaces between. Conversions: %s (NULL is written as null)
 * and all integer and floating point ones; widths must be literal. `message` is a constant.
 */
void dw_log_with(enum dw_log_level level, const char *message, const char *fields, ...)
    __attribute__((format(printf, 3, 4)));

/* As dw_log_with, but the limit counts the message alone, whatever its fields hold. */
void dw_log_often(enum dw_log_level level, const char *message, const char *fields, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * The status line: shown below the records when they go to a terminal as text, else ignored.
 * NULL takes it away.
 */
void dw_log_set_status(const char *line);

#endif
