/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/quantise.h"

#include <math.h>
#include <stdlib.h>

enum { BINS = 1 << 16 };

/* Share of the weights other than zero that may be cut off. */
static const double CUT = 2e-5;

float quantise_scale(const float *weights, size_t n)
{
    size_t *bins = calloc(BINS, sizeof *bins), total = 0, above = 0;
    float top = 0;
    int bin = BINS - 1;

    for (size_t i = 0; i < n; i++)
        top = fmaxf(top, fabsf(weights[i]));
    if (!bins || top <= 0) {
        free(bins);
        return 1;
    }
    for (size_t i = 0; i < n; i++)
        if (weights[i] < 0 || weights[i] > 0) {
            bins[(int)(fabsf(weights[i]) / top * (BINS - 1))]++;
            total++;
        }
    for (; bin > 1 && (double)(above + bins[bin]) <= CUT * (double)total; bin--)
        above += bins[bin];
    free(bins);
    return 127 * (float)(BINS - 1) / (top * (float)bin);
}

int8_t quantise(float weight, float scale)
{
    float w = roundf(weight * scale);

    return (int8_t)(w > 127 ? 127 : w < -127 ? -127 : w);
}
