/* SPDX-License-Identifier: MIT */
#include "processors/pipeline.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lexicon.inc"
#include "processors/base/metrics.h"
#include "processors/base/now.h"
#include "processors/entity/entity.h"
#include "processors/processors.h"
#include "processors/syntax/syntax.h"

static const struct dw_processor *const processors[] = {
    &dw_processor_zone,
    &dw_processor_language,
    &dw_processor_token,
    &dw_processor_sentence,
    &dw_processor_syntax,
    &dw_processor_time,
    &dw_processor_entity,
    &dw_processor_event,
    &dw_processor_relation,
    &dw_processor_dispute,
    NULL,
};

enum { N_PROCESSORS = sizeof processors / sizeof *processors - 1 };

_Static_assert((int)N_PROCESSORS <= (int)DW_PROCESSORS_MAX, "raise DW_PROCESSORS_MAX");

struct dw_pipeline {
    struct dw_pipeline_options options;
    void *state[N_PROCESSORS];
    int n_open;
    char model[64];
};

/* Name what the results depend on: the tables and the weights, by their checksums. */
static void set_model(struct dw_pipeline *pipeline)
{
    uint64_t english = 0, names = 0;

    for (int i = 0; i < pipeline->n_open; i++) {
        if (processors[i] == &dw_processor_syntax)
            english = dw_syntax_checksum(pipeline->state[i]);
        if (processors[i] == &dw_processor_entity)
            names = dw_entity_checksum(pipeline->state[i]);
    }
    snprintf(pipeline->model, sizeof pipeline->model,
             "lexicon-%08x+english-%08" PRIx32 "+names-%08" PRIx32, DW_LEXICON_CHECKSUM,
             (uint32_t)english, (uint32_t)names);
}

enum dw_err dw_pipeline_open(struct dw_pipeline **out, const struct dw_pipeline_options *options,
                             struct dw_error *err)
{
    struct dw_pipeline *pipeline = calloc(1, sizeof *pipeline);

    *out = NULL;
    if (!pipeline)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the pipeline");
    pipeline->options = *options;
    for (int i = 0; i < N_PROCESSORS && !options->none; i++) {
        enum dw_err rc = DW_OK;

        if (processors[i]->open)
            rc = processors[i]->open(&pipeline->state[i], options, err);
        if (rc != DW_OK) {
            dw_pipeline_close(pipeline);
            return rc;
        }
        pipeline->n_open = i + 1;
    }
    set_model(pipeline);
    *out = pipeline;
    return DW_OK;
}

/* What has passed since `begun_us` is one processor's time; returns when that of the next begins.
 */
static int64_t end_time(struct dw_histogram *times, int64_t begun_us)
{
    int64_t now_us = dw_now_us();

    dw_histogram_add(times, now_us - begun_us);
    return now_us;
}

enum dw_err dw_pipeline_run(struct dw_pipeline *pipeline, struct dw_doc *doc, struct dw_error *err)
{
    struct dw_histogram *times = pipeline->options.times;
    int64_t begun_us = times ? dw_now_us() : 0;

    for (int i = 0; i < pipeline->n_open; i++) {
        enum dw_err rc = processors[i]->run(pipeline->state[i], doc, err);

        if (times)
            begun_us = end_time(&times[i], begun_us);
        if (rc != DW_OK)
            return rc;
    }
    return DW_OK;
}

void dw_pipeline_close(struct dw_pipeline *pipeline)
{
    if (!pipeline)
        return;
    for (int i = pipeline->n_open; i-- > 0;)
        if (processors[i]->close)
            processors[i]->close(pipeline->state[i]);
    free(pipeline);
}

const char *dw_pipeline_model(const struct dw_pipeline *pipeline)
{
    return pipeline->n_open ? pipeline->model : NULL;
}

const struct dw_processor *const *dw_pipeline_processors(void)
{
    return processors;
}

void dw_pipeline_print(FILE *out)
{
    for (const struct dw_processor *const *p = processors; *p; p++)
        fprintf(out, "%-12s %s\n", (*p)->name, (*p)->summary);
}
