/* SPDX-License-Identifier: MIT */
#include "consumer/breaker.h"

#include <stdlib.h>

enum { DOUBLED_MAX = 4, TRIAL = 10 };

bool dw_breaker_init(struct dw_breaker *breaker, int share, int window, int64_t pause_ms)
{
    *breaker = (struct dw_breaker){.share = share, .window = window, .pause_ms = pause_ms};
    if (share > 0)
        breaker->ring = calloc((size_t)window, sizeof *breaker->ring);
    return share == 0 || breaker->ring;
}

void dw_breaker_fini(struct dw_breaker *breaker)
{
    free(breaker->ring);
    breaker->ring = NULL;
    breaker->share = 0;
}

bool dw_breaker_set(struct dw_breaker *breaker, int share, int window, int64_t pause_ms)
{
    struct dw_breaker next;

    if (breaker->share == share && breaker->window == window && breaker->pause_ms == pause_ms)
        return true;
    if (!dw_breaker_init(&next, share, window, pause_ms))
        return false;
    next.is_open = breaker->is_open;
    next.until_ms = share > 0 ? breaker->until_ms : 0;
    next.n_trips = breaker->n_trips;
    dw_breaker_fini(breaker);
    *breaker = next;
    return true;
}

static void push(struct dw_breaker *breaker, bool is_bad)
{
    if (breaker->n == breaker->window)
        breaker->n_bad -= breaker->ring[breaker->at];
    else
        breaker->n++;
    breaker->ring[breaker->at] = is_bad;
    breaker->n_bad += is_bad;
    breaker->at = (breaker->at + 1) % breaker->window;
}

/* How many records it takes to judge: fewer on trial. */
static int count_needed(const struct dw_breaker *breaker)
{
    int trial = breaker->window / TRIAL > 0 ? breaker->window / TRIAL : 1;

    return breaker->n_trips ? trial : breaker->window;
}

bool dw_breaker_add(struct dw_breaker *breaker, bool is_bad, int64_t now_ms)
{
    int doubled = breaker->n_trips < DOUBLED_MAX ? breaker->n_trips : DOUBLED_MAX;

    if (!breaker->share || breaker->is_open)
        return false;
    push(breaker, is_bad);
    if (breaker->n < count_needed(breaker))
        return false;
    if ((int64_t)breaker->n_bad * 100 <= (int64_t)breaker->share * breaker->n) {
        if (breaker->n == breaker->window)
            breaker->n_trips = 0;
        return false;
    }
    breaker->is_open = true;
    breaker->until_ms = now_ms + (breaker->pause_ms << doubled);
    breaker->n_trips++;
    return true;
}

bool dw_breaker_ends(struct dw_breaker *breaker, int64_t now_ms)
{
    if (!breaker->is_open || now_ms < breaker->until_ms)
        return false;
    breaker->is_open = false;
    breaker->at = breaker->n = breaker->n_bad = 0;
    return true;
}
