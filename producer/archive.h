/* SPDX-License-Identifier: MIT */
/*
 * archive.h - packed files as they are read: gzip, zstd, xz, bzip2, and the files in tar and zip
 * archives, by libarchive.
 *
 * Nothing is unpacked to disk. Names in an archive are places, not paths: "day.tar.gz:asia/a.xml".
 * What is in an archive is not taken for an archive again.
 */
#ifndef DW_ARCHIVE_H
#define DW_ARCHIVE_H

#include "producer/input.h"

/* True if bytes that start like this are packed. */
bool dw_archive_is(const char *bytes, size_t len);

/*
 * Hand each file in `packed` to `take`, in order; `name` is that of the packed file, and lives for
 * the call. Hidden files and what is no file are passed over. Errors: those of `take`; DW_INPUT
 * where the archive is broken: what came before has been taken.
 */
enum dw_err dw_archive_run(struct dw_input *packed, const char *name,
                           enum dw_err (*take)(void *user, const char *name, struct dw_input *input,
                                               struct dw_error *err),
                           void *user, struct dw_error *err) DW_WARN_UNUSED;

#endif
