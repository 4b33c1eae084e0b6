/* SPDX-License-Identifier: MIT */
/*
 * layer.h - any bytes as the text of an article, through some of the processors, twice.
 *
 * A fuzzer of one layer names the processors that it needs and what must hold of their work. The
 * second run must give what the first gave; that is left to the check, which is given both.
 */
#ifndef TESTS_FUZZ_LAYER_H
#define TESTS_FUZZ_LAYER_H

#include <stdlib.h>
#include <string.h>

#include "processors/pipeline.h"
#include "schemas/article.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { LAYERS_MAX = 16, LAYER_MEMORY = 64 * 1024 * 1024 };

struct layer {
    const char *names; /* of the processors, each behind a blank */
    void (*check)(const struct dw_doc *doc, const struct dw_doc *again);
};

static inline void require(bool holds)
{
    if (!holds)
        abort();
}

static inline bool is_named(const struct layer *layer, const char *name)
{
    const char *at = strstr(layer->names, name);

    return at && at > layer->names && at[-1] == ' ' &&
           (at[strlen(name)] == ' ' || !at[strlen(name)]);
}

/* Run the layer's processors; their states are made once and kept. */
static inline enum dw_err run_layer(const struct layer *layer, struct dw_doc *doc)
{
    static const struct dw_pipeline_options options = {.full_depth = true};
    static void *states[LAYERS_MAX];
    static bool is_open[LAYERS_MAX];
    const struct dw_processor *const *p = dw_pipeline_processors();
    enum dw_err rc = DW_OK;

    for (int i = 0; p[i] && rc == DW_OK; i++) {
        if (!is_named(layer, p[i]->name))
            continue;
        if (!is_open[i] && p[i]->open)
            require(p[i]->open(&states[i], &options, NULL) == DW_OK);
        is_open[i] = true;
        rc = p[i]->run(states[i], doc, NULL);
    }
    return rc;
}

static inline bool read_bytes(const uint8_t *bytes, size_t len, struct dw_doc *doc)
{
    struct dw_charset_text how;

    dw_doc_init(doc, LAYER_MEMORY);
    if (dw_article_from_text((const char *)bytes, len, &doc->arena, &doc->article, &how, NULL))
        return false;
    doc->article.published = "2019-05-09T12:00:00Z";
    return true;
}

static inline int fuzz_layer(const struct layer *layer, const uint8_t *bytes, size_t len)
{
    struct dw_doc doc, again;

    if (read_bytes(bytes, len, &doc) && run_layer(layer, &doc) == DW_OK) {
        require(read_bytes(bytes, len, &again));
        require(run_layer(layer, &again) == DW_OK);
        layer->check(&doc, &again);
        dw_doc_fini(&again);
    }
    dw_doc_fini(&doc);
    return 0;
}

static inline bool is_same_span(struct dw_span a, struct dw_span b)
{
    return a.beg == b.beg && a.end == b.end;
}

static inline bool is_inside(const struct dw_doc *doc, struct dw_span s)
{
    return s.beg < s.end && s.end <= doc->article.len;
}

#endif
