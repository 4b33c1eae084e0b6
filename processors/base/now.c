/* SPDX-License-Identifier: MIT */
#include "processors/base/now.h"

#include <time.h>

static int64_t read_us(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t dw_now_us(void)
{
    return read_us(CLOCK_MONOTONIC);
}

int64_t dw_now_ms(void)
{
    return read_us(CLOCK_MONOTONIC) / 1000;
}

int64_t dw_now_since_epoch_ms(void)
{
    return read_us(CLOCK_REALTIME) / 1000;
}
