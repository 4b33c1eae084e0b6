/* SPDX-License-Identifier: MIT */
/* options.h - what disputewire-producer can be told. */
#ifndef DW_PRODUCER_OPTIONS_H
#define DW_PRODUCER_OPTIONS_H

#include "processors/base/options.h"

extern const struct dw_program dw_producer_program;

#endif
