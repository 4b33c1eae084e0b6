/* SPDX-License-Identifier: MIT */
#include "processors/event/judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon/judge.inc"

enum { N_ROWS = sizeof table_judge / sizeof *table_judge, N_SLOTS = 16384 };

_Static_assert(N_ROWS * 2 < N_SLOTS, "more slots for the weights");

struct dw_judge {
    uint16_t slots[N_SLOTS]; /* row + 1, by the cue's hash; 0 is free */
    uint32_t hash[N_ROWS];
    double event, right, bar; /* rows that every event has */
};

/* --- hashes: the same bytes as the table has -------------------------------------------------- */

static uint32_t hash_byte(uint32_t hash, char c)
{
    return (hash ^ (uint8_t)c) * 16777619U;
}

static uint32_t hash_text(uint32_t hash, const char *text)
{
    for (; *text; text++)
        hash = hash_byte(hash, *text);
    return hash;
}

static uint32_t hash_number(uint32_t hash, uint32_t number)
{
    char digits[12] = "";
    size_t at = sizeof digits - 1;

    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    return hash_text(hash, digits + at);
}

static uint32_t hash_cue(const struct dw_cue *cue)
{
    uint32_t hash = hash_byte(hash_text(2166136261U, cue->name), '=');

    if (!cue->value)
        return hash_number(hash, cue->number);
    hash = hash_text(hash, cue->value);
    return cue->more ? hash_text(hash_byte(hash, '+'), cue->more) : hash;
}

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

    if (!judge)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the judge of events");
    for (size_t row = 0; row < N_ROWS; row++) {
        uint32_t slot;

        if (take_constant(judge, row))
            continue;
        judge->hash[row] = hash_text(2166136261U, cue_of(row));
        slot = judge->hash[row] % N_SLOTS;
        while (judge->slots[slot])
            slot = (slot + 1) % N_SLOTS;
        judge->slots[slot] = (uint16_t)(row + 1);
    }
    return DW_OK;
}

void dw_judge_close(struct dw_judge *judge)
{
    free(judge);
}

static const struct table_judge_row *find_row(const struct dw_judge *judge, uint32_t hash)
{
    uint32_t slot = hash % N_SLOTS;

    for (; judge->slots[slot]; slot = (slot + 1) % N_SLOTS)
        if (judge->hash[judge->slots[slot] - 1] == hash)
            return &table_judge[judge->slots[slot] - 1];
    return NULL;
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
        const struct table_judge_row *row = find_row(judge, hash_cue(&cues->v[i]));

        if (!row)
            continue;
        sum.event += (double)row->event;
        sum.right += (double)row->right;
        if (row->right > most) {
            most = row->right;
            sum.merit = cue_of((size_t)(row - table_judge));
        }
        if (row->right < least) {
            least = row->right;
            sum.doubt = cue_of((size_t)(row - table_judge));
        }
    }
    sum.event = logistic(sum.event);
    sum.right = logistic(sum.right);
    return sum;
}
