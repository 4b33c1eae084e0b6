/* SPDX-License-Identifier: MIT */
/*
 * mapped.h - find a data file of the program and map it into memory.
 *
 * Data files lie beside the program, in its ../share/disputewire, or in the folder of installed
 * data. The mapping is read-only and may be shared by any number of threads.
 */
#ifndef DW_MAPPED_H
#define DW_MAPPED_H

#include <stddef.h>
#include <stdint.h>

#include "processors/base/error.h"

enum { DW_MAPPED_PATH = 4096 };

/*
 * Where the data file `name` is: the value of the environment variable `variable` if it is set,
 * else the first folder that has it, else the folder of installed data.
 */
void dw_mapped_find(const char *name, const char *variable, char out[DW_MAPPED_PATH]);

/*
 * Map a regular file of at least `least` bytes. Errors: DW_MODEL, with the path; *base is untouched
 * then. The caller unmaps.
 */
enum dw_err dw_mapped_open(const char *path, size_t least, const uint8_t **base, size_t *size,
                           struct dw_error *err) DW_WARN_UNUSED;
void dw_mapped_close(const uint8_t *base, size_t size);

/* Checksum of a file's content; not for security. */
uint64_t dw_mapped_checksum(const uint8_t *bytes, size_t len);

#endif
