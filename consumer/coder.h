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
#include "consumer/lifecycle.h"
#include "processors/base/metrics.h"
#include "processors/pipeline.h"

struct dw_coder {
    const struct dw_settings *settings; /* borrowed */
    struct dw_pipeline *pipeline;
    struct dw_doc doc;
    struct dw_output output;
    enum dw_err why;     /* the last answer is a dead letter for this; DW_OK: it is none */
    enum dw_stage stage; /* likewise: how far it came */
    struct dw_histogram times[DW_PROCESSORS_MAX]; /* of the processors, if that is watched */
    bool is_nameless;     /* the article's id is made of the record's place */
    struct dw_arena held; /* the held article that is being released */
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

/*
 * Answer the record, by what is remembered of the partition's articles; `p` is NULL where nothing
 * is, `refusal` may be NULL. The answer of an article that is held back is that it is. Errors:
 * DW_NOMEM.
 */
enum dw_err dw_coder_run(struct dw_coder *coder, const struct dw_consumed *consumed,
                         struct dw_state_partition *p, const struct dw_refusal *refusal,
                         struct dw_error *err) DW_WARN_UNUSED;

/*
 * Answer a held article whose time has come. *offset tells which record of the partition it is.
 * Errors: DW_NOMEM.
 */
enum dw_err dw_coder_release(struct dw_coder *coder, struct dw_state_partition *p,
                             const struct dw_store_entry *entry, const struct dw_refusal *refusal,
                             int64_t *offset, struct dw_error *err) DW_WARN_UNUSED;

#endif
