/* SPDX-License-Identifier: MIT */
/* memory.h - allocation for the training program, which ends when there is none left. */
#ifndef DW_TRAIN_MEMORY_H
#define DW_TRAIN_MEMORY_H

#include <stddef.h>

void *xcalloc(size_t n, size_t size);
void *xrealloc(void *block, size_t size);
char *xstrdup(const char *text);

#endif
