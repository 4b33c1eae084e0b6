/* SPDX-License-Identifier: MIT */
#include "producer/options.h"

#include "processors/pipeline.h"
#include "producer/kafka.h"
#include "producer/monitor.h"
#include "schemas/article.h"

static const struct dw_option table[] = {
    {.key = "", .help = "What is read"},
    {.key = "format",
     .letter = 'f',
     .type = DW_OPTION_CHOICE,
     .arg = DW_FORMAT_NAMES,
     .value = "auto",
     .help = "format of the sources; auto looks at the first bytes, then at the suffix"},
    {.key = "published",
     .type = DW_OPTION_TEXT,
     .arg = "DATE",
     .help = "publication date of plain text: 2019-07-01, or with time and zone"},
    {.key = "provider", .type = DW_OPTION_TEXT, .arg = "NAME", .help = "provider of plain text"},
    {.key = "since",
     .type = DW_OPTION_TEXT,
     .arg = "DAY",
     .help = "only articles published on this day or later: 2019-07-01"},
    {.key = "until",
     .type = DW_OPTION_TEXT,
     .arg = "DAY",
     .help = "only articles published on this day or before"},
    {.key = "rate",
     .type = DW_OPTION_NUMBER,
     .arg = "N",
     .value = "0",
     .help = "at most so many articles a second; 0: as fast as it goes",
     .max = 1000000},
    {.key = "", .help = "Going on until stopped; needs --ledger"},
    {.key = "watch",
     .letter = 'w',
     .type = DW_OPTION_FLAG,
     .help = "the sources are folders: publish what is in them and what arrives"},
    {.key = "after",
     .type = DW_OPTION_CHOICE,
     .arg = "keep|move|delete",
     .value = "keep",
     .help = "what becomes of a watched file that has been published; move: to .published/"},
    {.key = "poll",
     .type = DW_OPTION_DURATION,
     .arg = "TIME",
     .value = "0",
     .help = "fetch sources that are addresses (http://, https://) again after this time",
     .max = 24 * 3600 * 1000},
    {.key = "listen",
     .type = DW_OPTION_TEXT,
     .arg = "ADDRESS",
     .help = "take articles by POST /articles at 127.0.0.1:8081, [::1]:8081 or :8081"},
    {.key = "listen-token",
     .type = DW_OPTION_TEXT,
     .arg = "TOKEN",
     .help = "the bearer token without which nothing is taken",
     .secret = true},
    {.key = "listen-rate",
     .type = DW_OPTION_NUMBER,
     .arg = "N",
     .value = "100",
     .help = "requests a second that are taken",
     .min = 1,
     .max = 1000000},
    {.key = "", .help = "HTTP"},
    {.key = "fetch-timeout",
     .type = DW_OPTION_DURATION,
     .arg = "TIME",
     .value = "30s",
     .help = "give up on an answer after this time",
     .min = 100,
     .max = 3600 * 1000},
    {.key = "body-limit",
     .type = DW_OPTION_SIZE,
     .arg = "SIZE",
     .value = "32M",
     .help = "longest body that is fetched or taken",
     .min = 1024,
     .max = DW_RECORD_MAX},
    {.key = "proxy",
     .type = DW_OPTION_TEXT,
     .arg = "URL",
     .help = "fetch through this proxy; those of the environment do not count"},
    {.key = "private-addresses",
     .type = DW_OPTION_FLAG,
     .help = "fetch also from addresses that are not of the open internet"},
    {.key = "", .help = "Where it goes"},
    {.key = "topic",
     .letter = 't',
     .type = DW_OPTION_TEXT,
     .arg = "NAME",
     .value = "news.articles",
     .help = "topic to publish to; it must exist"},
    {.key = "dry-run",
     .letter = 'n',
     .type = DW_OPTION_FLAG,
     .help = "print the records, one a line, and connect to nothing"},
    {.key = "rejects",
     .type = DW_OPTION_TEXT,
     .arg = "DIR",
     .help = "keep here what cannot be published, with the reasons"},
    {.key = "ledger",
     .type = DW_OPTION_TEXT,
     .arg = "FILE",
     .help = "remember here what was published, and publish nothing twice"},
    {.key = "ledger-days",
     .type = DW_OPTION_NUMBER,
     .arg = "N",
     .value = "90",
     .help = "forget what was published longer ago; 0: never",
     .max = 36500},
    {.key = "delivery-timeout",
     .type = DW_OPTION_DURATION,
     .arg = "TIME",
     .value = "2m",
     .help = "give up on a record that no broker has taken for this long",
     .min = 1000,
     .max = 24 * 3600 * 1000},
    DW_KAFKA_OPTION_CONNECT_TIMEOUT,
    DW_MONITOR_OPTION_LISTEN,
    {.key = NULL},
};

const struct dw_program dw_producer_program = {
    .name = "disputewire-producer",
    .version = DW_VERSION,
    .synopsis = "[options] [SOURCE...]",
    .summary =
        "Publish news as article records. A SOURCE is a file, a folder, which is read with all\n"
        "that is in it, an address (http://, https://), or - for standard input, which is read\n"
        "when no source is named.",
    .has_arguments = true,
    .options = table,
};

enum dw_err dw_producer_source_options(const struct dw_options *options,
                                       struct dw_source_options *out, struct dw_error *err)
{
    const char *published = dw_options_text(options, "published");

    if (published && !dw_article_is_published(published))
        return dw_options_fail(options, "published", err,
                               "\"%s\" is no date such as 2019-07-01 or 2019-07-01T09:30:00Z",
                               published);
    if (!*dw_options_text(options, "topic"))
        return dw_options_fail(options, "topic", err, "a topic is needed");
    out->format = dw_format_get(dw_options_choice(options, "format"));
    out->defaults.published = published;
    out->defaults.provider = dw_options_text(options, "provider");
    return DW_OK;
}
