/* SPDX-License-Identifier: MIT */
#include "producer/embedded/options.h"

#include "processors/pipeline.h"

static const struct dw_option table[] = {
    {.key = "", .help = "Broker"},
    {.key = "topics",
     .letter = 't',
     .type = DW_OPTION_TEXT,
     .arg = "LIST",
     .value = "news.articles,news.disputes,news.dispute-events,news.articles.dead-letter,"
              "news.articles.state.disputewire",
     .help = "topics to create"},
    {.key = "partitions",
     .letter = 'p',
     .type = DW_OPTION_NUMBER,
     .arg = "N",
     .value = "4",
     .help = "partitions of each topic",
     .min = 1,
     .max = 128},
    {.key = "nodes",
     .type = DW_OPTION_NUMBER,
     .arg = "N",
     .value = "1",
     .help = "brokers in the cluster",
     .min = 1,
     .max = 9},
    {.key = "with-parent",
     .type = DW_OPTION_FLAG,
     .help = "end when the process that started it has ended"},
    {.key = NULL},
};

const struct dw_program dw_broker_program = {
    .name = "disputewire-broker",
    .version = DW_VERSION,
    .synopsis = "[options]",
    .summary =
        "A broker for a first try: on loopback, in memory, keeps nothing. Prints its address\n"
        "(host:port) when it is ready and runs until SIGINT or SIGTERM.",
    .options = table,
};
