/* SPDX-License-Identifier: MIT */
/*
 * admin.c - the few administrative requests that the tests need, without a JVM for each.
 *
 *     kafka-admin BOOTSTRAP create NAME[:PARTITIONS[:REPLICAS]] [key=value...]
 *     kafka-admin BOOTSTRAP delete NAME...
 *     kafka-admin BOOTSTRAP offsets GROUP TOPIC...     prints topic, partition, committed, end
 *     kafka-admin BOOTSTRAP watch GROUP TOPIC          prints partition, committed on each change
 *     kafka-admin BOOTSTRAP coordinator GROUP          prints the node that coordinates the group
 *
 * `watch` looks every 20 ms until it is killed, through all troubles of the brokers.
 * `create` waits until every partition has a leader. Exit 0 done, 1 refused, 2 wrong usage.
 */
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TIMEOUT_MS = 15000, WATCH_MS = 1000, MAX_PARTITIONS = 1024 };

static int fail(const char *what, const char *why)
{
    fprintf(stderr, "kafka-admin: %s: %s\n", what, why);
    return 1;
}

/* True once `topic` has `n` partitions with a leader each. */
static int is_ready(rd_kafka_t *rk, const char *topic, int n)
{
    const struct rd_kafka_metadata *md;
    rd_kafka_topic_t *rkt = rd_kafka_topic_new(rk, topic, NULL);
    int ready = 0;

    if (!rd_kafka_metadata(rk, 0, rkt, &md, TIMEOUT_MS)) {
        ready = md->topic_cnt == 1 && md->topics[0].partition_cnt == n;
        for (int i = 0; ready && i < n; i++)
            ready = md->topics[0].partitions[i].leader >= 0;
        rd_kafka_metadata_destroy(md);
    }
    rd_kafka_topic_destroy(rkt);
    return ready;
}

static int wait_ready(rd_kafka_t *rk, const char *topic, int n)
{
    for (int i = 0; i < 150; i++) {
        if (is_ready(rk, topic, n))
            return 0;
        nanosleep(&(struct timespec){.tv_nsec = 100 * 1000 * 1000}, NULL);
    }
    return fail(topic, "no leader after 15 s");
}

/* The outcome of the one topic of a create or delete request. */
static int topic_result(const char *topic, rd_kafka_event_t *ev)
{
    const rd_kafka_topic_result_t **results = NULL;
    size_t n = 0;
    int rc = 0;

    if (!ev)
        return fail(topic, "no answer");
    if (rd_kafka_event_error(ev))
        rc = fail(topic, rd_kafka_event_error_string(ev));
    else if (rd_kafka_event_type(ev) == RD_KAFKA_EVENT_CREATETOPICS_RESULT)
        results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(ev), &n);
    else
        results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(ev), &n);
    if (n && rd_kafka_topic_result_error(results[0]))
        rc = fail(topic, rd_kafka_topic_result_error_string(results[0]));
    rd_kafka_event_destroy(ev);
    return rc;
}

static int create_topic(rd_kafka_t *rk, char *spec, char **config, int n_config)
{
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
    const char *name = strtok(spec, ":");
    const char *partitions = strtok(NULL, ":"), *replicas = strtok(NULL, ":");
    int n = partitions ? atoi(partitions) : 1;
    char text[256];
    rd_kafka_NewTopic_t *topic =
        rd_kafka_NewTopic_new(name, n, replicas ? atoi(replicas) : -1, text, sizeof text);
    int rc;

    if (!topic)
        return fail(spec, text);
    for (int i = 0; i < n_config; i++) {
        char *eq = strchr(config[i], '=');

        if (!eq)
            return fail(config[i], "expected key=value");
        *eq = '\0';
        rd_kafka_NewTopic_set_config(topic, config[i], eq + 1);
    }
    rd_kafka_CreateTopics(rk, &topic, 1, NULL, queue);
    rc = topic_result(name, rd_kafka_queue_poll(queue, TIMEOUT_MS));
    rd_kafka_NewTopic_destroy(topic);
    rd_kafka_queue_destroy(queue);
    return rc ? rc : wait_ready(rk, name, n);
}

static int delete_topic(rd_kafka_t *rk, const char *name)
{
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
    rd_kafka_DeleteTopic_t *topic = rd_kafka_DeleteTopic_new(name);
    int rc;

    rd_kafka_DeleteTopics(rk, &topic, 1, NULL, queue);
    rc = topic_result(name, rd_kafka_queue_poll(queue, TIMEOUT_MS));
    rd_kafka_DeleteTopic_destroy(topic);
    rd_kafka_queue_destroy(queue);
    return rc;
}

/* The group's offsets; a broker that has just come back needs a while to find its coordinator. */
static rd_kafka_resp_err_t find_committed(rd_kafka_t *rk, rd_kafka_topic_partition_list_t *list)
{
    rd_kafka_resp_err_t err = rd_kafka_committed(rk, list, TIMEOUT_MS);

    for (int i = 0; i < 75 && err; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 200 * 1000 * 1000}, NULL);
        err = rd_kafka_committed(rk, list, TIMEOUT_MS);
    }
    return err;
}

/* All partitions of a topic; NULL after a failure, which was told. */
static rd_kafka_topic_partition_list_t *list_partitions(rd_kafka_t *rk, const char *topic)
{
    const struct rd_kafka_metadata *md;
    rd_kafka_topic_t *rkt = rd_kafka_topic_new(rk, topic, NULL);
    rd_kafka_topic_partition_list_t *list;
    rd_kafka_resp_err_t err = rd_kafka_metadata(rk, 0, rkt, &md, TIMEOUT_MS);

    rd_kafka_topic_destroy(rkt);
    if (err) {
        fail(topic, rd_kafka_err2str(err));
        return NULL;
    }
    list = rd_kafka_topic_partition_list_new(md->topics[0].partition_cnt);
    for (int i = 0; i < md->topics[0].partition_cnt; i++)
        rd_kafka_topic_partition_list_add(list, topic, i);
    rd_kafka_metadata_destroy(md);
    return list;
}

/* One line a partition: topic, partition, committed offset of the group, log end. */
static int print_offsets(rd_kafka_t *rk, const char *topic)
{
    rd_kafka_topic_partition_list_t *list = list_partitions(rk, topic);
    rd_kafka_resp_err_t err;

    if (!list)
        return 1;
    err = find_committed(rk, list);
    if (err)
        return fail(topic, rd_kafka_err2str(err));
    for (int i = 0; i < list->cnt; i++) {
        int64_t low, high;

        err = rd_kafka_query_watermark_offsets(rk, topic, list->elems[i].partition, &low, &high,
                                               TIMEOUT_MS);
        if (err)
            return fail(topic, rd_kafka_err2str(err));
        printf("%s\t%d\t%lld\t%lld\n", topic, list->elems[i].partition,
               (long long)list->elems[i].offset, (long long)high);
    }
    rd_kafka_topic_partition_list_destroy(list);
    return 0;
}

/* --- following a group ----------------------------------------------------------------------- */

/* Print what has changed since `last`. */
static void print_changes(const rd_kafka_topic_partition_list_t *now, int64_t *last)
{
    for (int i = 0; i < now->cnt; i++) {
        if (now->elems[i].err || now->elems[i].offset == last[i])
            continue;
        last[i] = now->elems[i].offset;
        printf("%d\t%lld\n", (int)now->elems[i].partition, (long long)last[i]);
    }
    fflush(stdout);
}

static int watch_offsets(rd_kafka_t *rk, const char *topic)
{
    static int64_t last[MAX_PARTITIONS];
    rd_kafka_topic_partition_list_t *list = list_partitions(rk, topic);

    if (!list)
        return 1;
    if (list->cnt > MAX_PARTITIONS)
        return fail(topic, "too many partitions to watch");
    for (int i = 0; i < list->cnt; i++)
        last[i] = RD_KAFKA_OFFSET_INVALID;
    for (;;) {
        if (!rd_kafka_committed(rk, list, WATCH_MS))
            print_changes(list, last);
        rd_kafka_poll(rk, 0);
        nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
    }
}

static int print_coordinator(rd_kafka_t *rk, const char *group)
{
    const struct rd_kafka_group_list *list;
    rd_kafka_resp_err_t err = rd_kafka_list_groups(rk, group, &list, TIMEOUT_MS);

    if (err)
        return fail(group, rd_kafka_err2str(err));
    if (list->group_cnt == 1)
        printf("%d\n", (int)list->groups[0].broker.id);
    rd_kafka_group_list_destroy(list);
    return 0;
}

/* --- commands -------------------------------------------------------------------------------- */

/* Offsets of transactions that are still open are not waited for. */
static rd_kafka_t *open_client(const char *bootstrap, const char *group)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char text[256];
    rd_kafka_t *rk;

    if (rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap, text, sizeof text) ||
        rd_kafka_conf_set(conf, "reconnect.backoff.max.ms", "500", text, sizeof text) ||
        (group && rd_kafka_conf_set(conf, "group.id", group, text, sizeof text)) ||
        (group &&
         rd_kafka_conf_set(conf, "isolation.level", "read_uncommitted", text, sizeof text))) {
        fail(bootstrap, text);
        return NULL;
    }
    rd_kafka_conf_set_log_cb(conf, NULL); /* brokers that come and go are no news here */
    rk = rd_kafka_new(group ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (!rk)
        fail(bootstrap, text);
    return rk;
}

/* Commands about a group, its name first. */
static int run_group(rd_kafka_t *rk, const char *command, char **names, int n)
{
    int rc = 0;

    if (!strcmp(command, "coordinator"))
        return print_coordinator(rk, names[0]);
    if (!strcmp(command, "watch"))
        return n > 1 ? watch_offsets(rk, names[1]) : fail(command, "no topic");
    for (int i = 1; i < n && !rc; i++)
        rc = print_offsets(rk, names[i]);
    return rc;
}

static int run_topics(rd_kafka_t *rk, const char *command, char **names, int n)
{
    int rc = 0;

    if (!strcmp(command, "create"))
        return create_topic(rk, names[0], names + 1, n - 1);
    for (int i = 0; i < n && !rc; i++)
        rc = delete_topic(rk, names[i]);
    return rc;
}

int main(int argc, char **argv)
{
    int (*run)(rd_kafka_t *, const char *, char **, int) = run_group;
    rd_kafka_t *rk;
    int rc;

    if (argc < 4) {
        fputs("usage: kafka-admin BOOTSTRAP create|delete|offsets|watch|coordinator NAME...\n",
              stderr);
        return 2;
    }
    if (!strcmp(argv[2], "create") || !strcmp(argv[2], "delete"))
        run = run_topics;
    rk = open_client(argv[1], run == run_group ? argv[3] : NULL);
    if (!rk)
        return 1;
    rc = run(rk, argv[2], argv + 3, argc - 3);
    rd_kafka_destroy(rk);
    return rc;
}
