/* SPDX-License-Identifier: MIT */
/* options.h - what disputewire-tag can be told. */
#ifndef DW_TAG_OPTIONS_H
#define DW_TAG_OPTIONS_H

#include "processors/base/options.h"

extern const struct dw_program dw_tag_program;

#endif
