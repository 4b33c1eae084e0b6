/* SPDX-License-Identifier: MIT */
/* options.h - what disputewire-producer can be told. */
#ifndef DW_PRODUCER_OPTIONS_H
#define DW_PRODUCER_OPTIONS_H

#include "processors/base/options.h"
#include "producer/source.h"

extern const struct dw_program dw_producer_program;

/* The options that say how sources are read, checked. Errors: DW_CONFIG. */
enum dw_err dw_producer_source_options(const struct dw_options *options,
                                       struct dw_source_options *out,
                                       struct dw_error *err) DW_WARN_UNUSED;

#endif
