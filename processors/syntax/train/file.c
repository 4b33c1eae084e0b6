/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/base/mapped.h"
#include "processors/syntax/train/memory.h"

/* Sections as the file at `path` has them, where `section` has none. */
static void keep_others(struct blob section[DW_N_SECTIONS], const struct dw_model *old)
{
    const struct dw_model_header *h = (const struct dw_model_header *)old->base;

    for (int i = 0; i < DW_N_SECTIONS; i++)
        if (!section[i].bytes)
            section[i] = (struct blob){(void *)(uintptr_t)(old->base + h->section[i].offset),
                                       h->section[i].size};
}

/* The whole file, in one piece of memory. */
static uint8_t *lay_out(const struct blob section[DW_N_SECTIONS], size_t *size)
{
    struct dw_model_header header = {.version = DW_MODEL_VERSION, .n_sections = DW_N_SECTIONS};
    size_t at = (sizeof header + 63) / 64 * 64;
    uint8_t *bytes;

    memcpy(header.magic, DW_MODEL_MAGIC, sizeof header.magic);
    for (int i = 0; i < DW_N_SECTIONS; i++) {
        header.section[i].offset = at;
        header.section[i].size = section[i].size;
        at += (section[i].size + 63) / 64 * 64;
    }
    bytes = xcalloc(at, 1);
    for (int i = 0; i < DW_N_SECTIONS; i++)
        if (section[i].size)
            memcpy(bytes + header.section[i].offset, section[i].bytes, section[i].size);
    header.checksum = dw_mapped_checksum(bytes + sizeof header, at - sizeof header);
    memcpy(bytes, &header, sizeof header);
    *size = at;
    return bytes;
}

bool model_write(const char *path, const struct blob section[DW_N_SECTIONS])
{
    struct blob all[DW_N_SECTIONS];
    struct dw_model old;
    struct dw_error err = {0};
    size_t size;
    uint8_t *bytes;
    FILE *out;
    bool ok;

    memcpy(all, section, sizeof all);
    if (dw_model_open(&old, path, &err) == DW_OK)
        keep_others(all, &old);
    bytes = lay_out(all, &size);
    dw_model_close(&old);
    out = fopen(path, "wb");
    ok = out && fwrite(bytes, 1, size, out) == size;
    if (out && fclose(out))
        ok = false;
    if (!ok)
        perror(path);
    free(bytes);
    return ok;
}
