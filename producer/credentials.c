/* SPDX-License-Identifier: MIT */
#include "producer/credentials.h"

#include <string.h>

#include "processors/base/log.h"

static const char *find(const struct dw_options *options, const char *key)
{
    for (size_t i = 0; i < dw_options_n_properties(options); i++)
        if (strcmp(dw_options_property(options, i)->key, key) == 0)
            return dw_options_property(options, i)->value;
    return NULL;
}

void dw_credentials_set(rd_kafka_t *rk, const struct dw_options *options)
{
    const char *name = find(options, "sasl.username"), *password = find(options, "sasl.password");
    rd_kafka_error_t *error;

    if (!rk || !name || !password)
        return;
    error = rd_kafka_sasl_set_credentials(rk, name, password);
    if (!error)
        return;
    dw_log_with(DW_LOG_ERROR, "password not taken over", "client=%s reason=%s", rd_kafka_name(rk),
                rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
}
