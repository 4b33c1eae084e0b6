/* SPDX-License-Identifier: MIT */
#include "processors/event/train/fit.h"

#include <math.h>
#include <stdlib.h>

#include "processors/syntax/train/memory.h"

enum { ROUNDS = 400, LINE_ROUNDS = 4000, PARTS = 10 };

double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

bool part_has(const struct part *part, const struct sample *s)
{
    return s->known && (!part->of || (s->text % part->of == part->part) == part->inside);
}

double weights_score(const struct weights *w, const struct sample *s)
{
    double sum = w->all;

    for (int i = 0; i < s->n; i++)
        if (s->cue[i] < w->n)
            sum += w->cue[s->cue[i]];
    return sum;
}

/* Slope of the loss: of `all` at the end, behind those of the cues. */
static int add_slopes(const struct weights *w, const struct samples *samples,
                      enum question question, const struct part *part, double *slope)
{
    int n = 0;

    for (int i = 0; i < samples->n; i++) {
        const struct sample *s = &samples->v[i];
        double off;

        if (!part_has(part, s))
            continue;
        off = logistic(weights_score(w, s)) - (s->answer[question] ? 1 : 0);
        for (int k = 0; k < s->n; k++)
            slope[s->cue[k]] += off;
        slope[w->n] += off;
        n++;
    }
    return n;
}

/* Steps along the whole slope, each weight's shorter the more it has moved (AdaGrad). */
void weights_fit(struct weights *w, const struct samples *samples, enum question question,
                 const struct part *part, double pull)
{
    uint32_t n = samples->cues.n;
    double *slope, *moved = xcalloc(n + 1, sizeof *moved);

    *w = (struct weights){.cue = xcalloc(n + 1, sizeof *w->cue), .n = n};
    for (int round = 0; round < ROUNDS; round++) {
        slope = xcalloc(n + 1, sizeof *slope);
        if (add_slopes(w, samples, question, part, slope) == 0)
            round = ROUNDS;
        for (uint32_t i = 0; i <= n; i++) {
            double *weight = i < n ? &w->cue[i] : &w->all;
            double g = slope[i] + (i < n ? pull * *weight : 0);

            moved[i] += g * g;
            if (moved[i] > 0)
                *weight -= 0.3 * g / sqrt(moved[i]);
        }
        free(slope);
    }
    free(moved);
}

void weights_fini(struct weights *w)
{
    free(w->cue);
}

void scores_cross(const struct samples *samples, enum question question, double pull, double *out)
{
    for (int p = 0; p < PARTS; p++) {
        const struct part rest = {PARTS, p, false};
        struct weights w;

        weights_fit(&w, samples, question, &rest, pull);
        for (int i = 0; i < samples->n; i++)
            if (samples->v[i].text % PARTS == p)
                out[i] = weights_score(&w, &samples->v[i]);
        weights_fini(&w);
    }
}

struct line line_fit(const struct samples *samples, enum question question, const double *scores)
{
    struct line line = {1, 0};

    for (int round = 0; round < LINE_ROUNDS; round++) {
        double slope = 0, shift = 0;
        int n = 1;

        for (int i = 0; i < samples->n; i++) {
            double off;

            if (!samples->v[i].known || samples->v[i].worse)
                continue;
            off = logistic(line.slope * scores[i] + line.shift) -
                  (samples->v[i].answer[question] ? 1 : 0);
            slope += off * scores[i];
            shift += off;
            n++;
        }
        line.slope -= 0.3 * slope / n;
        line.shift -= 0.3 * shift / n;
    }
    return line;
}

void line_shift(struct line *line, const struct samples *samples, enum question question,
                const struct part *part, const double *scores)
{
    double low = line->shift - 3, high = line->shift + 3;

    for (int round = 0; round < 60; round++) {
        double too_much = 0, shift = (low + high) / 2;

        for (int i = 0; i < samples->n; i++)
            if (part_has(part, &samples->v[i]) && !samples->v[i].worse)
                too_much += logistic(line->slope * scores[i] + shift) -
                            (samples->v[i].answer[question] ? 1 : 0);
        *(too_much > 0 ? &high : &low) = shift;
    }
    line->shift = (low + high) / 2;
}
