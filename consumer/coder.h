/* SPDX-License-Identifier: MIT */
/*
 * coder.h - one consumed record in, its answer out: the results, or a dead letter.
 *
 * Whatever a record holds it gets an answer; an error means that the process itself is in trouble.
 *
 * Owner    the answer is staged in `output` until the next run; it borrows from the consumed
 * record. Threads  one lane, one coder.
 */
#ifndef DW_CODER_H
#define DW_CODER_H

#include "consumer/deadletter.h"
#include "processors/pipeline.h"

struct dw_coder {
    const struct dw_settings *settings; /* borrowed */
    struct dw_pipeline *pipeline;
    struct dw_doc doc;
    struct dw_output output;
};

/* Why a record is to be set aside at once: the broker refused its answer before. */
struct dw_refusal {
    int32_t partition;
    int64_t offset; /* -1: no record is refused */
    bool omit_value;
    struct dw_error why;
};

enum dw_err dw_coder_open(struct dw_coder *coder, const struct dw_settings *settings,
                          struct dw_error *err) DW_WARN_UNUSED;
void dw_coder_close(struct dw_coder *coder);

/* Answer the record; `refusal` may be NULL. Errors: DW_NOMEM. */
enum dw_err dw_coder_run(struct dw_coder *coder, const struct dw_consumed *consumed,
                         const struct dw_refusal *refusal, struct dw_error *err) DW_WARN_UNUSED;

#endif
