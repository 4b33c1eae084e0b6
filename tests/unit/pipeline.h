/* SPDX-License-Identifier: MIT */
/* pipeline.h - a document read by the whole pipeline, for tests of its later layers. */
#ifndef DW_TEST_PIPELINE_H
#define DW_TEST_PIPELINE_H

#include "tests/unit/unit.h"

#include "processors/pipeline.h"

/* One pipeline for all tests of a group: opening it costs more than running it. */
static struct dw_pipeline *test_pipeline;
static struct dw_doc test_doc;

static int open_test_pipeline(void **state)
{
    static const struct dw_pipeline_options options = {.full_depth = true};
    struct dw_error err = {.code = DW_OK};

    (void)state;
    dw_doc_init(&test_doc, 0);
    if (dw_pipeline_open(&test_pipeline, &options, &err) != DW_OK)
        fail_msg("%s", err.text);
    return 0;
}

static int close_test_pipeline(void **state)
{
    (void)state;
    dw_doc_fini(&test_doc);
    dw_pipeline_close(test_pipeline);
    return 0;
}

/* Read an article of which all but the length of its text is told. */
static struct dw_doc *read_article(struct dw_article article)
{
    struct dw_error err = {.code = DW_OK};

    dw_doc_reset(&test_doc);
    test_doc.article = article;
    test_doc.article.len = strlen(article.text);
    if (dw_pipeline_run(test_pipeline, &test_doc, &err) != DW_OK)
        fail_msg("%s: %s", article.text, err.text);
    return &test_doc;
}

/* Read `text` as an article published on `published` (NULL: nobody knows). */
static struct dw_doc *read_text(const char *text, const char *published)
{
    return read_article((struct dw_article){.text = text, .published = published});
}

#endif
