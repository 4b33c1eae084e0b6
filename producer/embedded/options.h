/* SPDX-License-Identifier: MIT */
/* options.h - what disputewire-broker can be told. */
#ifndef DW_BROKER_OPTIONS_H
#define DW_BROKER_OPTIONS_H

#include "processors/base/options.h"

extern const struct dw_program dw_broker_program;

#endif
