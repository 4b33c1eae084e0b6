/* SPDX-License-Identifier: MIT */
/* processors.h - every processor there is; pipeline.c says in which order they run. */
#ifndef DW_PROCESSORS_H
#define DW_PROCESSORS_H

#include "processors/processor.h"

extern const struct dw_processor dw_processor_zone;
extern const struct dw_processor dw_processor_language;
extern const struct dw_processor dw_processor_token;
extern const struct dw_processor dw_processor_sentence;
extern const struct dw_processor dw_processor_syntax;
extern const struct dw_processor dw_processor_time;
extern const struct dw_processor dw_processor_entity;
extern const struct dw_processor dw_processor_event;
extern const struct dw_processor dw_processor_relation;
extern const struct dw_processor dw_processor_dispute;

#endif
