/* SPDX-License-Identifier: MIT */
/*
 * fuzz_text.c - any bytes as the text of an article, through all processors and both encoders.
 *
 * What must hold whatever the text: no crash, no report of a sanitizer, no more memory than the
 * cap, and results that a JSON parser takes.
 */
#include <jansson.h>
#include <stdlib.h>

#include "processors/pipeline.h"
#include "schemas/article.h"
#include "schemas/dispute_event.h"
#include "schemas/tagged_article.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { MEMORY_CAP = 64 * 1024 * 1024 };

static struct dw_pipeline *open_pipeline(void)
{
    static struct dw_pipeline *pipeline;
    static const struct dw_pipeline_options options = {.full_depth = true};

    if (!pipeline && dw_pipeline_open(&pipeline, &options, NULL) != DW_OK)
        abort();
    return pipeline;
}

static void check_json(const struct dw_strbuf *out)
{
    json_t *value = json_loadb(out->bytes, out->len, 0, NULL);

    if (!value)
        abort();
    json_decref(value);
}

static void check_results(const struct dw_doc *doc)
{
    struct dw_strbuf out;

    dw_strbuf_init(&out);
    if (dw_tagged_article_encode(doc, NULL, &out, NULL) == DW_OK)
        check_json(&out);
    for (uint32_t i = 0; i < doc->events.n; i++) {
        dw_strbuf_reset(&out);
        if (dw_dispute_event_encode(doc, i, NULL, &out, NULL) == DW_OK)
            check_json(&out);
    }
    dw_strbuf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct dw_charset_text how;
    struct dw_doc doc;

    dw_doc_init(&doc, MEMORY_CAP);
    if (dw_article_from_text((const char *)bytes, len, &doc.arena, &doc.article, &how, NULL) ==
            DW_OK &&
        dw_pipeline_run(open_pipeline(), &doc, NULL) == DW_OK)
        check_results(&doc);
    dw_doc_fini(&doc);
    return 0;
}
