/* SPDX-License-Identifier: MIT */
/*
 * kafkacheck.h - what is wrong with the properties of a client, told before it connects.
 *
 * librdkafka looks at each property when it is set and at all together when a client is made of
 * them. It looks for brokers of any name until the end of time, and says of files no more than that
 * something failed: these are looked at here.
 */
#ifndef DW_KAFKACHECK_H
#define DW_KAFKACHECK_H

#include <librdkafka/rdkafka.h>

#include "processors/base/error.h"
#include "processors/base/options.h"

/*
 * Make a client that knows no broker, and end it. The configuration is taken in any case. Errors:
 * DW_CONFIG with the place of the property that is meant.
 */
enum dw_err dw_kafka_check(rd_kafka_type_t type, rd_kafka_conf_t *conf,
                           const struct dw_options *options, struct dw_error *err) DW_WARN_UNUSED;

#endif
