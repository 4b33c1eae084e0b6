/* SPDX-License-Identifier: MIT */
#include "processors/base/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef DW_DATA_DIR
#define DW_DATA_DIR "/usr/local/share/disputewire"
#endif

uint64_t dw_mapped_checksum(const uint8_t *bytes, size_t len)
{
    uint64_t h = 0xCBF29CE484222325U ^ len, word;

    for (; len >= sizeof word; bytes += sizeof word, len -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        h = (h ^ word) * 0x9E3779B97F4A7C15U;
        h ^= h >> 29;
    }
    for (; len; bytes++, len--)
        h = (h ^ *bytes) * 0x100000001B3U;
    return h;
}

/* Folder of the running program in `out`; empty if the system does not tell. */
static void find_program_folder(char out[DW_MAPPED_PATH])
{
    ssize_t n = readlink("/proc/self/exe", out, DW_MAPPED_PATH - 1);
    char *slash;

    out[n < 0 ? 0 : n] = '\0';
    slash = strrchr(out, '/');
    if (slash)
        *slash = '\0';
}

void dw_mapped_find(const char *name, const char *variable, char out[DW_MAPPED_PATH])
{
    static const char *const beside[] = {"", "/..", "/../share/disputewire"};
    const char *env = getenv(variable);
    char folder[DW_MAPPED_PATH];

    if (env && *env) {
        snprintf(out, DW_MAPPED_PATH, "%s", env);
        return;
    }
    find_program_folder(folder);
    for (size_t i = 0; *folder && i < sizeof beside / sizeof *beside; i++) {
        int n = snprintf(out, DW_MAPPED_PATH, "%s%s/%s", folder, beside[i], name);

        if (n > 0 && n < DW_MAPPED_PATH && !access(out, R_OK))
            return;
    }
    snprintf(out, DW_MAPPED_PATH, "%s/%s", DW_DATA_DIR, name);
}

enum dw_err dw_mapped_open(const char *path, size_t least, const uint8_t **base, size_t *size,
                           struct dw_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void *found = MAP_FAILED;

    if (fd < 0)
        return dw_error_set(err, DW_MODEL, 0, "%s: %s", path, strerror(errno));
    if (fstat(fd, &st) || !S_ISREG(st.st_mode))
        dw_error_set(err, DW_MODEL, 0, "%s: not a regular file", path);
    else if ((size_t)st.st_size < least)
        dw_error_set(err, DW_MODEL, 0, "%s: too short for a weights file", path);
    else if ((found = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)) == MAP_FAILED)
        dw_error_set(err, DW_MODEL, 0, "%s: cannot map: %s", path, strerror(errno));
    close(fd);
    if (found == MAP_FAILED)
        return DW_MODEL;
    *base = found;
    *size = (size_t)st.st_size;
    return DW_OK;
}

void dw_mapped_close(const uint8_t *base, size_t size)
{
    if (base)
        munmap((void *)(uintptr_t)base, size);
}
