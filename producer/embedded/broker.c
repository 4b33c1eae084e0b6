/* SPDX-License-Identifier: MIT */
/*
 * broker.c - disputewire-broker: a broker for a first try, in one process and in memory.
 *
 * It is librdkafka's mock cluster behind a command line. It speaks enough of the protocol for the
 * producer and the consumer to run unchanged, but it is no Kafka: it keeps nothing when it ends, a
 * partition holds the last 5 MiB, a consumer group takes some three seconds to form, and offsets
 * that are committed in a transaction are thrown away. So nothing about delivery is shown with it.
 *
 * The address to connect to is the one line on standard output, written once it can be used.
 */
#include <errno.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "processors/base/log.h"
#include "processors/base/options.h"
#include "processors/pipeline.h"
#include "producer/embedded/options.h"
#include "producer/kafka.h"

enum { STATUS_DONE, STATUS_FAILED };

enum { TOPIC_NAME_MAX = 249, PARENT_CHECK_MS = 200 };

/* Create the topics of a comma-separated list. */
static enum dw_err create_topics(rd_kafka_mock_cluster_t *cluster, const struct dw_options *options,
                                 struct dw_error *err)
{
    const char *list = dw_options_text(options, "topics");
    int n_partitions = (int)dw_options_number(options, "partitions");
    int n_nodes = (int)dw_options_number(options, "nodes");

    while (*list) {
        size_t len = strcspn(list, ",");
        char topic[TOPIC_NAME_MAX + 1];
        rd_kafka_resp_err_t code;

        if (len == 0 || len > TOPIC_NAME_MAX)
            return dw_options_fail(options, "topics", err, "a name must have 1 to %d bytes",
                                   TOPIC_NAME_MAX);
        snprintf(topic, sizeof topic, "%.*s", (int)len, list);
        code = rd_kafka_mock_topic_create(cluster, topic, n_partitions, n_nodes);
        if (code)
            return dw_options_fail(options, "topics", err, "cannot create %s: %s", topic,
                                   rd_kafka_err2str(code));
        list += len + (list[len] == ',');
    }
    return DW_OK;
}

/* Wait for a signal of `signals`, or for the end of the parent. */
static void wait_for_end(const sigset_t *signals, bool with_parent, pid_t parent)
{
    const struct timespec slice = {.tv_nsec = PARENT_CHECK_MS * 1000000L};

    while (sigtimedwait(signals, NULL, &slice) < 0 && (errno == EAGAIN || errno == EINTR)) {
        if (with_parent && getppid() != parent) {
            dw_log(DW_LOG_INFO, "the parent has ended");
            return;
        }
    }
}

static enum dw_err serve(rd_kafka_mock_cluster_t *cluster, const struct dw_options *options,
                         const sigset_t *signals, pid_t parent, struct dw_error *err)
{
    enum dw_err rc = create_topics(cluster, options, err);

    if (rc)
        return rc;
    dw_log(DW_LOG_WARNING, "for a first try only: keeps nothing, holds 5 MiB a partition, and "
                           "shows nothing about delivery");
    if (puts(rd_kafka_mock_cluster_bootstraps(cluster)) == EOF || fflush(stdout) == EOF)
        return dw_error_set(err, DW_IO, 0, "cannot write the address: %s", strerror(errno));
    wait_for_end(signals, dw_options_flag(options, "with-parent"), parent);
    return DW_OK;
}

/* The handle that the cluster lives in; it connects to nobody. */
static enum dw_err open_handle(rd_kafka_t **out, const struct dw_options *options,
                               struct dw_error *err)
{
    rd_kafka_conf_t *conf;
    enum dw_err rc = dw_kafka_conf_new(&conf, options, NULL, err);

    *out = NULL;
    if (rc)
        return rc;
    rd_kafka_conf_set(conf, "bootstrap.servers", "", NULL, 0);
    rd_kafka_conf_set(conf, "log_level", "4", NULL, 0); /* that it has no servers is meant so */
    return dw_kafka_open(out, RD_KAFKA_PRODUCER, conf, err);
}

static enum dw_err run(const struct dw_options *options, const sigset_t *signals, pid_t parent,
                       struct dw_error *err)
{
    rd_kafka_mock_cluster_t *cluster;
    rd_kafka_t *rk;
    enum dw_err rc = open_handle(&rk, options, err);

    if (rc)
        return rc;
    cluster = rd_kafka_mock_cluster_new(rk, (int)dw_options_number(options, "nodes"));
    if (!cluster)
        rc = dw_error_set(err, DW_IO, 0, "cannot listen on loopback");
    else if (dw_options_request(options) == DW_REQUEST_RUN)
        rc = serve(cluster, options, signals, parent, err);
    if (cluster)
        rd_kafka_mock_cluster_destroy(cluster);
    rd_kafka_destroy(rk);
    return rc;
}

int main(int argc, char *argv[])
{
    struct dw_error err = {.code = DW_OK};
    pid_t parent = getppid();
    struct dw_options *options;
    sigset_t signals;
    enum dw_err rc;
    int status;

    options = dw_options_start(&dw_broker_program, argc, argv, &status);
    if (!options)
        return status;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL); /* before there are other threads */
    rc = run(options, &signals, parent, &err);
    status = rc ? STATUS_FAILED : STATUS_DONE;
    if (rc == DW_CONFIG)
        status = dw_options_refuse(&dw_broker_program, &err);
    else if (rc)
        dw_log_with(DW_LOG_ERROR, "failed", "reason=%s", err.text);
    dw_log_close();
    dw_options_close(options);
    return status;
}
