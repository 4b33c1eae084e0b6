/* SPDX-License-Identifier: MIT */
/* disputewire-consumer: settings, a look at the topics, then the lanes. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "consumer/crew.h"
#include "consumer/gauges.h"
#include "consumer/replay.h"
#include "consumer/restore.h"
#include "producer/kafka.h"

enum { EXIT_DONE, EXIT_FAILED };

static volatile sig_atomic_t stop_signal;
static atomic_int stopping; /* the same for other threads */
static volatile sig_atomic_t reload_wanted;

/* The first signal ends the work in order, the second at once. */
static void on_signal(int number)
{
    if (stop_signal)
        _exit(EXIT_FAILED);
    stop_signal = number;
    atomic_store(&stopping, 1);
}

static void on_hangup(int number)
{
    (void)number;
    reload_wanted = 1;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    action.sa_handler = on_hangup;
    sigaction(SIGHUP, &action, NULL);
}

static int report(const struct dw_error *err)
{
    dw_log_with(DW_LOG_ERROR, "failed", "code=%s reason=%s", dw_err_name(err->code), err->text);
    switch (err->code) {
    case DW_CONFIG:
    case DW_LEXICON:
    case DW_MODEL:
        return DW_OPTIONS_REFUSED;
    default:
        return EXIT_FAILED;
    }
}

/*
 * librdkafka's mock cluster forgets committed offsets and takes long over each rebalance, so that
 * several lanes would tag twice what changes hands. One lane never rebalances.
 */
static void fit_mock_cluster(rd_kafka_t *client, struct dw_settings *settings)
{
    char *id = rd_kafka_clusterid(client, settings->connect_ms);

    if (id && strncmp(id, "mockCluster", strlen("mockCluster")) == 0) {
        dw_log(DW_LOG_WARNING, "this broker keeps no offsets: the next run reads all again");
        settings->is_mock = true;
        if (settings->n_lanes == 0)
            settings->n_lanes = 1;
    }
    if (id)
        rd_kafka_mem_free(client, id);
}

/* The mock cluster makes no topics on request: what was not made with it is done without. */
static enum dw_err find_state_topic(rd_kafka_t *client, struct dw_settings *settings,
                                    int n_partitions, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    enum dw_err rc;

    fit_mock_cluster(client, settings);
    if (!settings->outputs[DW_TO_STATE])
        return DW_OK;
    rc = dw_state_topic_prepare(client, settings, n_partitions, &why);
    if (rc && settings->is_mock) {
        dw_log(DW_LOG_WARNING, "this broker has no state topic: later versions correct nothing");
        settings->outputs[DW_TO_STATE] = NULL;
        return DW_OK;
    }
    return rc ? dw_error_set(err, rc, 0, "%s", why.text) : DW_OK;
}

/* Wait for a broker, then see that all topics are there: they are not made on demand. */
static enum dw_err find_topics(struct dw_settings *settings, int *n_partitions,
                               struct dw_error *err)
{
    static const char *const options[] = {"--output-topic", "--event-topic", "--dead-letter-topic"};
    enum { N_OPTIONS = sizeof options / sizeof *options };
    rd_kafka_conf_t *conf;
    rd_kafka_t *client;
    enum dw_err rc = dw_kafka_conf_new(&conf, settings->options, NULL, err);

    if (rc == DW_OK)
        rc = dw_kafka_open(&client, RD_KAFKA_PRODUCER, conf, err);
    if (rc)
        return rc;
    rc = dw_kafka_wait(client, settings->connect_ms, &stop_signal, err);
    if (rc == DW_OK)
        rc = dw_kafka_topic_find(client, settings->input, "--topic", settings->connect_ms,
                                 n_partitions, err);
    for (int i = 0; i < N_OPTIONS && !rc; i++)
        rc = dw_kafka_topic_find(client, settings->outputs[i], options[i], settings->connect_ms,
                                 NULL, err);
    if (rc == DW_OK)
        rc = find_state_topic(client, settings, *n_partitions, err);
    rd_kafka_destroy(client);
    return rc;
}

static void log_start(const struct dw_settings *settings, int n_partitions, const char *model)
{
    const struct dw_budget *budget = &settings->budget;

    dw_log_with(DW_LOG_INFO, "starting",
                "version=%s model=%s group=%s instance=%s topic=%s partitions=%d lanes=%d "
                "guarantee=%s state_topic=%s",
                DW_VERSION, model, settings->group, settings->instance, settings->input,
                n_partitions, settings->n_lanes,
                settings->guarantee == DW_EXACTLY_ONCE ? "exactly-once" : "at-least-once",
                settings->outputs[DW_TO_STATE] ? settings->outputs[DW_TO_STATE] : "none");
    dw_log_with(DW_LOG_INFO, "memory",
                "budget_mb=%lld prefetch_kb_a_partition=%d article_mb_a_lane=%zu "
                "producer_kb_a_lane=%d state_kb_a_partition=%zu ceiling_mb=%lld",
                budget->memory >> 20, budget->prefetch_kb, budget->article >> 20,
                budget->producer_kb, 2 * budget->state >> 10,
                (budget->memory + dw_budget_held()) >> 20);
}

/* All that comes before the lanes. */
static enum dw_err prepare(struct dw_settings *settings, int *n_partitions, struct dw_error *err)
{
    enum dw_err rc = find_topics(settings, n_partitions, err);

    return rc ? rc : dw_settings_fit(settings, *n_partitions, err);
}

static enum dw_err check_processors(const struct dw_settings *settings, struct dw_error *err)
{
    const struct dw_pipeline_options how = {.model = settings->model};
    struct dw_pipeline *pipeline = NULL;
    struct dw_error why = {.code = DW_OK};
    enum dw_err rc = dw_pipeline_open(&pipeline, &how, &why);

    dw_pipeline_close(pipeline);
    return rc ? dw_options_fail(settings->options, "model", err, "%s", why.text) : DW_OK;
}

/* Everything that can be checked without a broker, on a copy: lanes are as many as it takes. */
static enum dw_err check(const struct dw_settings *settings, struct dw_error *err)
{
    struct dw_settings one = *settings;
    enum dw_err rc = dw_settings_fit(&one, 1, err);

    if (!rc)
        rc = dw_lane_check(&one, err);
    return rc || one.pass_through ? rc : check_processors(&one, err);
}

/* --- settings read again --------------------------------------------------------------------- */

/* What a start would say of these options. */
static enum dw_err check_options(void *user, struct dw_options *fresh, struct dw_error *err)
{
    struct dw_settings settings;
    enum dw_err rc = dw_settings_make(&settings, fresh, err);

    (void)user;
    return rc ? rc : check(&settings, err);
}

static void reload_if_wanted(void *user)
{
    struct dw_settings *settings = user;

    if (!reload_wanted)
        return;
    reload_wanted = 0;
    if (dw_options_reload(settings->options, check_options, NULL))
        dw_settings_reload(settings);
}

/* --- running --------------------------------------------------------------------------------- */

static int run_crew(struct dw_crew *crew, struct dw_settings *settings, int n_partitions,
                    struct dw_gauges *gauges)
{
    struct dw_error err = {.code = DW_OK};
    int status = EXIT_DONE;

    if (dw_crew_open(crew, settings, &err))
        return report(&err);
    crew->between = reload_if_wanted;
    crew->user = settings;
    dw_gauges_open(gauges, crew);
    log_start(settings, n_partitions, dw_pipeline_model(crew->lanes[0].coder.pipeline));
    if (dw_crew_run(crew, &stop_signal, &err))
        status = report(&err);
    dw_crew_report(crew);
    /* A lane that waits for a broker cannot be closed; its transaction is undone by the next run.
     */
    if (dw_crew_is_running(crew))
        _exit(status);
    return status;
}

static int run(struct dw_settings *settings)
{
    struct dw_error err = {.code = DW_OK};
    struct dw_crew crew = {0};
    struct dw_gauges gauges;
    struct dw_monitor *monitor = NULL;
    const struct dw_monitor_hooks pages = dw_gauges_hooks(&gauges);
    int n_partitions, status;

    catch_signals();
    dw_gauges_init(&gauges, settings);
    if (settings->is_watched && dw_monitor_open(&monitor, settings->options, &pages, &err))
        return report(&err);
    if (prepare(settings, &n_partitions, &err))
        status = stop_signal ? EXIT_DONE : report(&err);
    else if (settings->replay)
        status = dw_replay_run(settings, &stopping, &err) ? report(&err) : EXIT_DONE;
    else
        status = run_crew(&crew, settings, n_partitions, &gauges);
    dw_monitor_close(monitor);
    dw_crew_close(&crew);
    return status;
}

int main(int argc, char **argv)
{
    struct dw_error err = {.code = DW_OK};
    struct dw_settings settings;
    int status;
    struct dw_options *options = dw_options_start(&dw_consumer_program, argc, argv, &status);

    if (!options)
        return status;
    if (dw_options_flag(options, "list-processors"))
        dw_pipeline_print(stdout);
    else if (dw_settings_make(&settings, options, &err) || check(&settings, &err))
        status = dw_options_refuse(&dw_consumer_program, &err);
    else if (dw_options_request(options) == DW_REQUEST_CHECK)
        dw_log(DW_LOG_INFO, "the configuration is valid");
    else
        status = run(&settings);
    dw_log_close();
    dw_options_close(options);
    return status;
}
