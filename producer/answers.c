/* SPDX-License-Identifier: MIT */
#include "producer/answers.h"

#include "processors/base/now.h"

enum { END_TXN = 26 }; /* the protocol's number of the request */

/* Called once or twice for each request at its end, before the caller of librdkafka learns of it.
 */
static rd_kafka_resp_err_t on_end(rd_kafka_t *rk, int socket, const char *broker, int32_t node,
                                  int16_t request, int16_t version, int32_t id, size_t len,
                                  int64_t took_us, rd_kafka_resp_err_t code, void *opaque)
{
    struct dw_answers *answers = opaque;

    (void)rk, (void)socket, (void)broker, (void)node;
    (void)version, (void)id, (void)len, (void)took_us;
    if (code && request == END_TXN)
        atomic_store(&answers->is_end_missing, true);
    /* Not what librdkafka gives up by itself, such as a first broker that it needs no longer. */
    if (code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__TIMED_OUT)
        atomic_store(&answers->lost_ms, dw_now_ms());
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

static rd_kafka_resp_err_t on_new(rd_kafka_t *rk, const rd_kafka_conf_t *conf, void *opaque,
                                  char *text, size_t size)
{
    (void)conf, (void)text, (void)size;
    return rd_kafka_interceptor_add_on_response_received(rk, "answers", on_end, opaque);
}

void dw_answers_watch(struct dw_answers *answers, rd_kafka_conf_t *conf)
{
    atomic_store(&answers->is_end_missing, false);
    atomic_store(&answers->lost_ms, 0);
    rd_kafka_conf_interceptor_add_on_new(conf, "answers", on_new, answers);
}
