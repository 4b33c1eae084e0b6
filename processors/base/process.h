/* SPDX-License-Identifier: MIT */
/* process.h - what the kernel knows of this process, as the metrics process_* that all exporters
 * share. */
#ifndef DW_PROCESS_H
#define DW_PROCESS_H

#include "processors/base/metrics.h"

/* What cannot be read is left out. */
void dw_process_write(struct dw_metrics *metrics);

#endif
