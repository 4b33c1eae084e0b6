/* SPDX-License-Identifier: MIT */
/* credentials.h - a new password for a client that is running. */
#ifndef DW_CREDENTIALS_H
#define DW_CREDENTIALS_H

#include <librdkafka/rdkafka.h>

#include "processors/base/options.h"

/*
 * Give a client, which may be NULL, the name and the password (SASL PLAIN and SCRAM) that the
 * options have now. It uses them for its next connection; those that are open stay.
 */
void dw_credentials_set(rd_kafka_t *rk, const struct dw_options *options);

#endif
