/* SPDX-License-Identifier: MIT */
/* main.c - disputewire-producer: sources on one side, the topic or standard output on the other. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "processors/base/log.h"
#include "producer/gauges.h"
#include "producer/intake.h"
#include "producer/options.h"
#include "producer/poller.h"
#include "producer/publish.h"
#include "producer/serve.h"
#include "producer/source.h"

enum { STATUS_DONE, STATUS_FAILED };

/* Number of signals to stop that have come: one ends the reading, two end the waiting as well. */
static volatile sig_atomic_t stop;

static volatile sig_atomic_t reload_wanted;

struct producer {
    struct dw_options *options;
    struct dw_source_options source;
    struct dw_intake intake;
    struct dw_publisher *publisher; /* NULL: dry run */
    struct dw_ledger *ledger;       /* NULL: none */
    struct dw_server server;
    struct dw_producer_gauges gauges;
    struct dw_monitor *monitor; /* NULL: nobody asks */
};

static void count_signal(int number)
{
    (void)number;
    if (stop < 2)
        stop++;
}

static void on_hangup(int number)
{
    (void)number;
    reload_wanted = 1;
}

/* A producer that ends by itself goes with its terminal. */
static void catch_signals(bool goes_on)
{
    struct sigaction action = {.sa_handler = count_signal};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    action.sa_handler = on_hangup;
    if (goes_on)
        sigaction(SIGHUP, &action, NULL);
    action.sa_handler = SIG_IGN; /* a closed pipe is an error of write, not the end */
    sigaction(SIGPIPE, &action, NULL);
}

static void fail_record(void *user, const struct dw_record *record, const char *reason)
{
    struct producer *producer = user;

    dw_intake_reject(&producer->intake, record, reason);
    dw_server_fail(&producer->server, record, reason);
}

/* --- settings -------------------------------------------------------------------------------- */

/* All settings, wherever they count; nothing is opened and nobody asked. */
static enum dw_err check(struct producer *producer, struct dw_error *err)
{
    const struct dw_options *options = producer->options;
    enum dw_err rc = dw_source_options_make(&producer->source, options, err);

    producer->source.defaults.provider = dw_options_text(options, "provider");
    producer->source.ledger = dw_options_text(options, "ledger");
    if (!rc && !*dw_options_text(options, "topic"))
        rc = dw_options_fail(options, "topic", err, "a topic is needed");
    if (!rc)
        rc = dw_serve_check(options, err);
    if (!rc)
        rc = dw_monitor_check(options, err);
    if (!rc)
        rc = dw_intake_open(&producer->intake, options, err);
    if (!rc && !dw_options_flag(options, "dry-run"))
        rc = dw_publisher_check(options, err);
    if (!rc && dw_options_n_arguments(options) == 0 && !dw_serve_is_wanted(options) &&
        isatty(STDIN_FILENO) && dw_options_request(options) == DW_REQUEST_RUN)
        rc = dw_error_set(err, DW_CONFIG, 0, "no source is named; - is standard input");
    return rc;
}

static enum dw_err check_options(void *user, struct dw_options *fresh, struct dw_error *err)
{
    struct producer producer = {.options = fresh};

    (void)user;
    return check(&producer, err);
}

static void reload_if_wanted(void *user)
{
    struct producer *producer = user;

    if (!reload_wanted)
        return;
    reload_wanted = 0;
    if (!dw_options_reload(producer->options, check_options, NULL))
        return;
    dw_intake_reload(&producer->intake, producer->options);
    dw_publisher_reload(producer->publisher);
    dw_server_reload(&producer->server);
}

/* --- running --------------------------------------------------------------------------------- */

static enum dw_err read_sources(struct producer *producer, struct dw_error *err)
{
    struct dw_server *server = &producer->server;
    size_t n = dw_options_n_arguments(server->options);
    enum dw_err rc = DW_OK;

    for (size_t i = 0; i < n && isatty(STDERR_FILENO); i++)
        producer->intake.n_bytes += dw_source_size(dw_options_argument(server->options, i));
    if (n == 0)
        rc = dw_source_run("-", server->source, server->sink, err);
    for (size_t i = 0; i < n && !rc && !stop; i++) {
        const char *name = dw_options_argument(server->options, i);

        rc = dw_poller_is_address(name) ? dw_serve_fetch(server, name, err)
                                        : dw_source_run(name, server->source, server->sink, err);
    }
    return rc;
}

/*
 * The last word: what became of everything, as a record and as the exit status. A producer that
 * goes on was told of each failure's reason in the log; to be stopped is how it ends well.
 */
static int sum_up(struct producer *producer, enum dw_err rc, const struct dw_error *err)
{
    const struct dw_publisher_counts counts = dw_intake_counts(&producer->intake);
    const bool goes_on = dw_serve_is_wanted(producer->options);
    const bool was_cut = stop > 0 && !goes_on;

    dw_log_set_status(NULL);
    if (rc)
        dw_log_with(DW_LOG_ERROR, "stopped by a failure", "code=%s reason=%s", dw_err_name(rc),
                    err->text);
    if (was_cut)
        dw_log(DW_LOG_WARNING, "stopped by a signal: not all sources were read");
    dw_log_with(DW_LOG_INFO, producer->publisher ? "published" : "printed",
                "records=%zu failed=%zu skipped=%zu known=%zu bytes=%llu", counts.n_published,
                counts.n_failed, producer->intake.n_skipped, counts.n_known,
                (unsigned long long)counts.bytes);
    return rc || was_cut || (counts.n_failed && !goes_on) ? STATUS_FAILED : STATUS_DONE;
}

static enum dw_err open_ledger(struct producer *producer, struct dw_error *err)
{
    const char *path = dw_options_text(producer->options, "ledger");
    long long days = dw_options_number(producer->options, "ledger-days");
    enum dw_err rc = DW_OK;

    if (path)
        rc = dw_ledger_open(&producer->ledger, path, err);
    if (path && !rc && days)
        rc = dw_ledger_forget(producer->ledger, days * 24 * 3600, err);
    return rc;
}

static enum dw_err open_publisher(struct producer *producer, const struct dw_publisher_hooks *hooks,
                                  struct dw_error *err)
{
    const struct dw_publisher_options how = {
        .options = producer->options,
        .ledger = producer->ledger,
        .hooks = hooks,
        .stop = &stop,
        .patient = dw_serve_is_wanted(producer->options),
        .gauges = dw_monitor_is_wanted(producer->options) ? &producer->gauges : NULL,
    };
    enum dw_err rc = dw_publisher_open(&producer->publisher, &how, err);

    producer->intake.publisher = producer->publisher;
    return rc;
}

static enum dw_err open_all(struct producer *producer, const struct dw_publisher_hooks *hooks,
                            struct dw_error *err)
{
    const struct dw_monitor_hooks pages = dw_producer_gauges_hooks(&producer->gauges);
    enum dw_err rc;

    if (dw_options_flag(producer->options, "dry-run"))
        return DW_OK;
    rc = dw_monitor_open(&producer->monitor, producer->options, &pages, err);
    if (!rc)
        rc = open_ledger(producer, err);
    if (!rc)
        rc = open_publisher(producer, hooks, err);
    if (rc)
        dw_log_with(DW_LOG_ERROR, "cannot start", "reason=%s", err->text);
    return rc;
}

static enum dw_err read_all(struct producer *producer, struct dw_error *err)
{
    const struct dw_sink sink = dw_intake_sink(&producer->intake);

    producer->server = (struct dw_server){
        .options = producer->options,
        .source = &producer->source,
        .sink = &sink,
        .publisher = producer->publisher,
        .ledger = producer->ledger,
        .n_refused = &producer->intake.n_refused,
        .between = reload_if_wanted,
        .user = producer,
        .gauges = &producer->gauges,
    };
    return dw_serve_is_wanted(producer->options) ? dw_serve(&producer->server, err)
                                                 : read_sources(producer, err);
}

/* To be stopped is how a producer that goes on ends well, whatever it was waiting for. */
static int status_of_start(const struct producer *producer, enum dw_err rc)
{
    if (stop > 0 && dw_serve_is_wanted(producer->options))
        return STATUS_DONE;
    return rc == DW_CONFIG ? DW_OPTIONS_REFUSED : STATUS_FAILED;
}

static int run(struct producer *producer)
{
    struct dw_error err = {.code = DW_OK};
    const struct dw_publisher_hooks hooks = {.failed = fail_record, .user = producer};
    enum dw_err rc;
    int status;

    dw_producer_gauges_init(&producer->gauges, dw_serve_is_wanted(producer->options));
    rc = open_all(producer, &hooks, &err);
    status = status_of_start(producer, rc);
    if (!rc) {
        rc = read_all(producer, &err);
        if (producer->publisher && !rc)
            rc = dw_publisher_flush(producer->publisher, &err);
        else if (!producer->publisher && fflush(stdout) == EOF && !rc)
            rc = dw_error_set(&err, DW_IO, 0, "cannot write: %s", strerror(errno));
        status = sum_up(producer, rc, &err);
    }
    dw_monitor_close(producer->monitor);
    if (producer->publisher)
        dw_publisher_close(producer->publisher);
    dw_ledger_close(producer->ledger);
    dw_producer_gauges_fini(&producer->gauges);
    return status;
}

int main(int argc, char *argv[])
{
    struct producer producer = {.intake = {.stop = &stop, .gauges = &producer.gauges}};
    struct dw_error err = {.code = DW_OK};
    int status;
    struct dw_options *options = dw_options_start(&dw_producer_program, argc, argv, &status);

    if (!options)
        return status;
    producer.options = options;
    if (check(&producer, &err)) {
        status = dw_options_refuse(&dw_producer_program, &err);
    } else if (dw_options_request(options) == DW_REQUEST_CHECK) {
        dw_log(DW_LOG_INFO, "the configuration is valid");
    } else {
        catch_signals(dw_serve_is_wanted(options));
        status = run(&producer);
    }
    dw_log_close();
    dw_options_close(options);
    return status;
}
