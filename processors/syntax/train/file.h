/* SPDX-License-Identifier: MIT */
/*
 * file.h - write the weights file, or one section of it anew.
 *
 * The programs that train a layer each own some sections of the one file; what another has put
 * there stays.
 */
#ifndef DW_TRAIN_FILE_H
#define DW_TRAIN_FILE_H

#include <stdbool.h>

#include "processors/syntax/model.h"

/* One section of the file. */
struct blob {
    void *bytes;
    size_t size;
};

/*
 * Write all sections. Those without bytes are taken from the file that is there, if it is whole and
 * of this version. False, with a message on standard error, if the file cannot be written.
 */
bool model_write(const char *path, const struct blob section[DW_N_SECTIONS]);

#endif
