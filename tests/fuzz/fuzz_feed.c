/* SPDX-License-Identifier: MIT */
/* fuzz_feed.c - any bytes as a delivery in each of the formats: what comes out is an article. */
#include <stdlib.h>
#include <string.h>

#include "processors/base/log.h"
#include "producer/source.h"
#include "schemas/article.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static enum dw_err take(void *user, const struct dw_record *record, struct dw_error *err)
{
    struct dw_article article = {0};
    struct dw_arena arena;

    (void)user;
    (void)err;
    dw_arena_init(&arena, 0);
    if (!record->id || memchr(record->value, '\n', record->len) ||
        dw_article_decode(record->value, record->len, &arena, &article, NULL) != DW_OK ||
        !article.id || strcmp(article.id, record->id) != 0)
        abort();
    dw_arena_fini(&arena);
    return DW_OK;
}

static void refuse(void *user, const char *place, const struct dw_error *why)
{
    (void)user;
    if (!*place || !*why->text)
        abort();
}

static void skip(void *user, const char *place, const char *why)
{
    (void)user;
    if (!*place || !*why)
        abort();
}

/* The first byte chooses the format, 0 being the one that the bytes tell. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct dw_sink sink = {.take = take, .refuse = refuse, .skip = skip};
    struct dw_source_options options = {.format = NULL};
    struct dw_input input;
    char *copy;

    if (len == 0)
        return 0;
    dw_log_set(DW_LOG_ERROR, DW_LOG_TEXT);
    options.format = bytes[0] < 13 ? dw_format_get(bytes[0]) : NULL;
    copy = malloc(len);
    if (!copy)
        return 0;
    memcpy(copy, bytes + (options.format ? 1 : 0), len - (options.format ? 1 : 0));
    dw_input_from_memory(&input, copy, len - (options.format ? 1 : 0), NULL, &sink.hooks);
    if (dw_source_read("feed", &input, &options, &sink, NULL) != DW_OK)
        abort();
    return 0;
}
