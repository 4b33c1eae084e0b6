/* SPDX-License-Identifier: MIT */
/* now.h - what the clocks say. Steady time only ever goes on: for durations and deadlines. */
#ifndef DW_NOW_H
#define DW_NOW_H

#include <stdint.h>

int64_t dw_now_us(void); /* steady time in microseconds */
int64_t dw_now_ms(void); /* steady time in milliseconds */

/* Milliseconds since 1970: what can be held against dates. */
int64_t dw_now_since_epoch_ms(void);

#endif
