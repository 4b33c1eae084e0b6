/* SPDX-License-Identifier: MIT */
/*
 * deadletter.h - a record that cannot be tagged, set aside with the reason.
 *
 * Key, value bytes, timestamp and headers stay as they were consumed. Behind the headers come
 *
 *     __streams.errors.exception, .message, .topic, .partition, .offset   names of Kafka Streams
 *     disputewire.errors.stage, .code, .place, .group, .version           place: byte in the value
 *
 * or, by --dlq-headers, the names that Kafka Connect uses. All values are UTF-8 text. When even the
 * broker refuses the dead letter, the next try goes without the value, whose place in the input
 * topic the headers tell, and says so in disputewire.errors.omitted.
 */
#ifndef DW_DEADLETTER_H
#define DW_DEADLETTER_H

#include "consumer/output.h"

#define DW_STAGE_LIST(X)                                                                           \
    X(DECODE, "decode")   /* it is no article record */                                            \
    X(ORDER, "order")     /* a newer version of the article was answered before */                 \
    X(PROCESS, "process") /* the processors could not take it */                                   \
    X(ENCODE, "encode")   /* the results cannot be written */                                      \
    X(DELIVER, "deliver") /* the broker refuses the results */

enum dw_stage {
#define X(name, text) DW_STAGE_##name,
    DW_STAGE_LIST(X)
#undef X
};

const char *dw_stage_name(enum dw_stage stage);

/*
 * Stage the dead letter as the only record of `out`. Errors: DW_NOMEM.
 */
enum dw_err dw_deadletter_add(struct dw_output *out, const struct dw_consumed *consumed,
                              enum dw_stage stage, const struct dw_error *why, bool omit_value,
                              struct dw_error *err) DW_WARN_UNUSED;

#endif
