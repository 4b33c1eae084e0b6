/* SPDX-License-Identifier: MIT */
/*
 * options.h - one table of options drives command line, environment, properties file and help.
 *
 * Key "connect-timeout" is --connect-timeout on the command line, DISPUTEWIRE_CONNECT_TIMEOUT in
 * the environment and connect-timeout= in the file of -c. The first that is set in this order
 * holds: command line, environment, file, default. Every value is checked wherever it comes from,
 * so that a wrong line shows even when something else overrides it.
 *
 * A key that no option has is an error, wherever it stands; one that only another program has is
 * passed over in the file and in the environment, so that all programs can share both. In the file,
 * consumer.topic= holds for disputewire-consumer alone, and there before topic=.
 *
 * File: key=value lines; blank lines and those that start with # do not count; white space around
 * key and value is dropped. ${NAME} in a value is the environment's NAME, ${file:PATH} what that
 * file holds (less its last newline; PATH is taken from the folder of the properties file), $$ a
 * dollar sign.
 *
 * librdkafka: -X key=value on the command line, kafka.key=value in the file (and only with that
 * prefix), DISPUTEWIRE_KAFKA_KEY in the environment, where _ stands for the dot.
 *
 * Errors: DW_CONFIG, DW_NOMEM; the text starts with the place: "a.properties:3: ...".
 * Owner: all strings belong to the options and live until dw_options_close.
 */
#ifndef DW_OPTIONS_H
#define DW_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "processors/base/error.h"
#include "processors/base/log.h"

enum dw_option_type {
    DW_OPTION_FLAG,     /* true or false; --key, --no-key, --key=false */
    DW_OPTION_TEXT,     /* anything */
    DW_OPTION_NUMBER,   /* integer */
    DW_OPTION_SIZE,     /* bytes: 512, 64k, 256M, 1G */
    DW_OPTION_DURATION, /* 500ms, 10s, 2m, 1h; a bare number is seconds. Kept in milliseconds */
    DW_OPTION_CHOICE,   /* one of the words in `arg` */
    DW_OPTION_SHORTHAND /* -v: sets the key in `arg` to the value in `value` */
};

struct dw_option {
    const char *key;   /* NULL ends a table; key "" with a help text is a heading of --help */
    const char *arg;   /* what --help calls the value; CHOICE: the words, as "text|json" */
    const char *value; /* default, as text; NULL: unset (a flag: false) */
    const char *help;
    long long min, max; /* of NUMBER, SIZE and DURATION (ms); both 0: from 0 up */
    enum dw_option_type type;
    char letter;    /* short option, or 0 */
    bool secret;    /* never shown */
    bool only_line; /* means nothing but on the command line */
    bool live;      /* a running program takes a new value on SIGHUP */
};

/* The options that all programs have. */
extern const struct dw_option dw_options_shared[];

struct dw_program {
    const char *name;     /* "disputewire-producer" */
    const char *version;  /* what --version prints after the name */
    const char *synopsis; /* "[options] [SOURCE...]" */
    const char *summary;  /* a line or two for --help */
    bool has_arguments;   /* else an argument that is no option is wrong usage */
    const struct dw_option *options;
};

enum dw_request {
    DW_REQUEST_RUN,
    DW_REQUEST_HELP,
    DW_REQUEST_VERSION,
    DW_REQUEST_COMPLETION,
    DW_REQUEST_CHECK, /* --check-config: make everything, then end */
    DW_REQUEST_PRINT, /* --print-config */
};

struct dw_property {
    const char *key, *value; /* for librdkafka */
    const char *place;       /* "a.properties:7", "-X", "DISPUTEWIRE_KAFKA_..." */
};

struct dw_options;

enum { DW_OPTIONS_REFUSED = 2 }; /* exit status of a program with a wrong configuration */

/*
 * Read everything; `environment` as in environ. On failure *out is NULL. For --help, --version and
 * --completion neither environment nor file is looked at.
 */
enum dw_err dw_options_open(struct dw_options **out, const struct dw_program *program, int argc,
                            char *const argv[], char *const environment[],
                            struct dw_error *err) DW_WARN_UNUSED;

void dw_options_close(struct dw_options *options);

/*
 * For the first line of main: dw_options_open with the process's environment, then what the shared
 * options ask for (--help, --version, --print-config ...; the log is opened). Says what is wrong,
 * in one line. Secrets in argv are overwritten once they were read. Returns the options if the
 * program is to go on; else NULL with *status, the exit status: 0 or 2.
 */
struct dw_options *dw_options_start(const struct dw_program *program, int argc, char *const argv[],
                                    int *status);

/*
 * Say what is wrong with the configuration in one line, on standard error, as the log is to look.
 * Returns the exit status.
 */
int dw_options_refuse(const struct dw_program *program, const struct dw_error *err);

typedef enum dw_err dw_options_check(void *user, struct dw_options *fresh, struct dw_error *err);

/*
 * Read the file again, as on SIGHUP; command line and environment are as they were. If the program
 * could be started with what it says now (`check`), what is live is taken over, in place: values of
 * the table are to be read again by the thread that called this, the log is set, and clients that
 * any thread makes from then on get new user names and passwords. One line in the log says what has
 * changed, one what needs a restart, or one why nothing changes. True if anything was taken over.
 */
bool dw_options_reload(struct dw_options *options, dw_options_check *check, void *user);

enum dw_request dw_options_request(const struct dw_options *options);

/* The value of a key of the table; an unknown key or another type is a bug (assert). */
bool dw_options_flag(const struct dw_options *options, const char *key);
const char *dw_options_text(const struct dw_options *options, const char *key); /* NULL: unset */
long long dw_options_number(const struct dw_options *options, const char *key); /* SIZE, DURATION */
int dw_options_choice(const struct dw_options *options, const char *key);       /* index in `arg` */

/* False if the value is the default or the key is unset. */
bool dw_options_has(const struct dw_options *options, const char *key);

/* Where the value was set: "--topic", "DISPUTEWIRE_TOPIC", "a.properties:3", "default". */
const char *dw_options_place(const struct dw_options *options, const char *key);

/* DW_CONFIG that names the place where the key was set; for checks of the program's own. */
enum dw_err dw_options_fail(const struct dw_options *options, const char *key, struct dw_error *err,
                            const char *fmt, ...) DW_PRINTF(4, 5);

/* Properties for librdkafka, each key once, in the order in which they were first seen. */
size_t dw_options_n_properties(const struct dw_options *options);
const struct dw_property *dw_options_property(const struct dw_options *options, size_t i);

/* Where a librdkafka property was set; NULL if the user did not set it under this name. */
const char *dw_options_property_place(const struct dw_options *options, const char *key);

/* Arguments that are no options. */
size_t dw_options_n_arguments(const struct dw_options *options);
const char *dw_options_argument(const struct dw_options *options, size_t i);

void dw_options_print_help(const struct dw_program *program, FILE *out);

/* All values as a properties file, with their places as comments and without secrets. */
void dw_options_print(const struct dw_options *options, FILE *out);

/* True if the value of this librdkafka property must not be shown. */
bool dw_property_is_secret(const char *key);

#endif
