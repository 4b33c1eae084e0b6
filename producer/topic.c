/* SPDX-License-Identifier: MIT */
#include "producer/topic.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "processors/base/now.h"

enum { CONTROLLER_MS = 100 }; /* the metadata that names it has been fetched before */

/* --- settings of a topic --------------------------------------------------------------------- */

/* The value of `name` in the answer, or NULL. */
static const char *find_setting(rd_kafka_event_t *event, const char *name)
{
    const rd_kafka_DescribeConfigs_result_t *result = rd_kafka_event_DescribeConfigs_result(event);
    size_t n_resources, n;
    const rd_kafka_ConfigResource_t **resources;
    const rd_kafka_ConfigEntry_t **entries;

    if (!result || rd_kafka_event_error(event))
        return NULL;
    resources = rd_kafka_DescribeConfigs_result_resources(result, &n_resources);
    if (n_resources == 0 || rd_kafka_ConfigResource_error(resources[0]))
        return NULL;
    entries = rd_kafka_ConfigResource_configs(resources[0], &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(rd_kafka_ConfigEntry_name(entries[i]), name) == 0)
            return rd_kafka_ConfigEntry_value(entries[i]);
    return NULL;
}

/* The embedded cluster names a controller that is none of its brokers, and then never answers. */
static bool has_controller(rd_kafka_t *rk, int timeout_ms)
{
    const struct rd_kafka_metadata *metadata;
    int32_t id = rd_kafka_controllerid(rk, CONTROLLER_MS);
    bool has = false;

    if (id < 0 || rd_kafka_metadata(rk, 0, NULL, &metadata, timeout_ms))
        return false;
    for (int i = 0; i < metadata->broker_cnt; i++)
        has |= metadata->brokers[i].id == id;
    rd_kafka_metadata_destroy(metadata);
    return has;
}

/* The answer to "which settings has this topic?", or NULL. */
static rd_kafka_event_t *describe_topic(rd_kafka_t *rk, const char *topic, rd_kafka_queue_t *queue,
                                        int timeout_ms)
{
    rd_kafka_AdminOptions_t *how = rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
    rd_kafka_ConfigResource_t *resource =
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic);
    rd_kafka_event_t *event;

    rd_kafka_AdminOptions_set_request_timeout(how, timeout_ms, NULL, 0);
    rd_kafka_DescribeConfigs(rk, &resource, 1, how, queue);
    event = rd_kafka_queue_poll(queue, timeout_ms);
    rd_kafka_ConfigResource_destroy(resource);
    rd_kafka_AdminOptions_destroy(how);
    return event;
}

long long dw_topic_limit(rd_kafka_t *rk, const char *topic, int timeout_ms)
{
    rd_kafka_queue_t *queue;
    rd_kafka_event_t *event;
    const char *value = NULL;
    long long limit = 0;

    if (!has_controller(rk, timeout_ms))
        return 0;
    queue = rd_kafka_queue_new(rk);
    event = describe_topic(rk, topic, queue, timeout_ms);
    if (event)
        value = find_setting(event, "max.message.bytes");
    if (value)
        limit = strtoll(value, NULL, 10);
    if (event)
        rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    return limit > 0 ? limit : 0;
}

#define TOPIC_MESSAGE_MAX "20000000" /* most of the longest articles; compressed, all */

/* --- a topic of our own ---------------------------------------------------------------------- */

static rd_kafka_event_t *create_topic(rd_kafka_t *rk, rd_kafka_NewTopic_t *topic,
                                      rd_kafka_queue_t *queue, int timeout_ms)
{
    rd_kafka_AdminOptions_t *how = rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_event_t *event;

    rd_kafka_AdminOptions_set_request_timeout(how, timeout_ms, NULL, 0);
    rd_kafka_CreateTopics(rk, &topic, 1, how, queue);
    event = rd_kafka_queue_poll(queue, timeout_ms);
    rd_kafka_AdminOptions_destroy(how);
    return event;
}

static enum dw_err read_created(rd_kafka_event_t *event, struct dw_error *err)
{
    const rd_kafka_CreateTopics_result_t *result;
    const rd_kafka_topic_result_t **topics;
    size_t n;

    if (!event)
        return dw_error_set(err, DW_BROKER, 0, "no answer");
    if (rd_kafka_event_error(event))
        return dw_error_set(err, DW_BROKER, 0, "%s", rd_kafka_event_error_string(event));
    result = rd_kafka_event_CreateTopics_result(event);
    topics = rd_kafka_CreateTopics_result_topics(result, &n);
    for (size_t i = 0; i < n; i++) {
        rd_kafka_resp_err_t code = rd_kafka_topic_result_error(topics[i]);

        if (code && code != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
            return dw_error_set(err, DW_BROKER, 0, "%s", rd_kafka_err2str(code));
    }
    return DW_OK;
}

/* The brokers learn of a new topic one after the other. */
static enum dw_err wait_topic(rd_kafka_t *rk, const char *topic, int timeout_ms,
                              struct dw_error *err)
{
    long long deadline = dw_now_ms() + timeout_ms;

    while (dw_kafka_topic_find(rk, topic, "", timeout_ms, NULL, NULL)) {
        if (dw_now_ms() >= deadline)
            return dw_error_set(err, DW_BROKER, 0, "made, but not to be seen");
        nanosleep(&(struct timespec){.tv_nsec = 50L * 1000 * 1000}, NULL);
    }
    return DW_OK;
}

enum dw_err dw_topic_make(rd_kafka_t *rk, const char *topic, int n_partitions, int timeout_ms,
                          struct dw_error *err)
{
    rd_kafka_NewTopic_t *wanted;
    rd_kafka_queue_t *queue;
    rd_kafka_event_t *event;
    char text[256];
    enum dw_err rc;

    if (!has_controller(rk, timeout_ms))
        return dw_error_set(err, DW_BROKER, 0, "the brokers have no controller");
    wanted = rd_kafka_NewTopic_new(topic, n_partitions, -1, text, sizeof text);
    if (!wanted)
        return dw_error_set(err, DW_BROKER, 0, "%s", text);
    rd_kafka_NewTopic_set_config(wanted, "cleanup.policy", "compact");
    rd_kafka_NewTopic_set_config(wanted, "max.message.bytes", TOPIC_MESSAGE_MAX);
    queue = rd_kafka_queue_new(rk);
    event = create_topic(rk, wanted, queue, timeout_ms);
    rc = read_created(event, err);
    if (event)
        rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_NewTopic_destroy(wanted);
    return rc ? rc : wait_topic(rk, topic, timeout_ms, err);
}
