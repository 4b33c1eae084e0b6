/* SPDX-License-Identifier: MIT */
#include "processors/event/judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon/judge.inc"

enum { N_ROWS = sizeof table_judge / sizeof *table_judge };

struct dw_judge {
    struct dw_cue_index index;
    double event, right, bar; /* rows that every event has */
};

/* --- the table ------------------------------------------------------------------------------- */

static const char *cue_of(size_t row)
{
    return (const char *)table_judge_pool + table_judge[row].cue;
}

/* The rows "all" and "bar" are no cues. */
static bool take_constant(struct dw_judge *judge, size_t row)
{
    if (!strcmp(cue_of(row), "all")) {
        judge->event = (double)table_judge[row].event;
        judge->right = (double)table_judge[row].right;
        return true;
    }
    if (strcmp(cue_of(row), "bar") != 0)
        return false;
    judge->bar = (double)table_judge[row].event;
    return true;
}

enum dw_err dw_judge_open(struct dw_judge **out, struct dw_error *err)
{
    struct dw_judge *judge = *out = calloc(1, sizeof *judge);

    if (!judge || dw_cue_index_open(&judge->index, N_ROWS) != DW_OK) {
        dw_judge_close(judge);
        *out = NULL;
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the judge of events");
    }
    for (size_t row = 0; row < N_ROWS; row++)
        if (!take_constant(judge, row))
            dw_cue_index_add(&judge->index, (uint32_t)row, cue_of(row));
    return DW_OK;
}

void dw_judge_close(struct dw_judge *judge)
{
    if (judge)
        dw_cue_index_close(&judge->index);
    free(judge);
}

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

struct dw_judgement dw_judge_run(const struct dw_judge *judge, const struct dw_cues *cues)
{
    struct dw_judgement sum = {judge->event, judge->right, judge->bar, NULL, NULL};
    float most = 0, least = 0;

    for (uint32_t i = 0; i < cues->n; i++) {
        int32_t at = dw_cue_index_find(&judge->index, &cues->v[i]);
        const struct table_judge_row *row = &table_judge[at == DW_NONE ? 0 : at];

        if (at == DW_NONE)
            continue;
        sum.event += (double)row->event;
        sum.right += (double)row->right;
        if (row->right > most) {
            most = row->right;
            sum.merit = cue_of((size_t)at);
        }
        if (row->right < least) {
            least = row->right;
            sum.doubt = cue_of((size_t)at);
        }
    }
    sum.event = logistic(sum.event);
    sum.right = logistic(sum.right);
    return sum;
}
