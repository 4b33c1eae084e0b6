/* SPDX-License-Identifier: MIT */
/*
 * replay.c - a fuzzer without its engine: run it on each file that is named. Prints TAP.
 *
 * What a check does not like aborts, so the suite fails with what was printed last.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static uint8_t *read_file(const char *path, size_t *len)
{
    enum { LARGEST = 1 << 20 };
    uint8_t *bytes = malloc(LARGEST);
    FILE *file = bytes ? fopen(path, "rb") : NULL;

    if (!file) {
        free(bytes);
        return NULL;
    }
    *len = fread(bytes, 1, LARGEST, file);
    fclose(file);
    return bytes;
}

int main(int argc, char **argv)
{
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        size_t len;
        uint8_t *bytes = read_file(argv[i], &len);

        printf("# %s\n", argv[i]);
        fflush(stdout);
        if (!bytes)
            return 1;
        LLVMFuzzerTestOneInput(bytes, len);
        free(bytes);
        printf("ok %d - %s\n", i, argv[i]);
    }
    return argc < 2;
}
