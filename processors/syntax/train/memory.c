/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *check(void *block)
{
    if (!block) {
        fputs("train: out of memory\n", stderr);
        exit(1);
    }
    return block;
}

void *xcalloc(size_t n, size_t size)
{
    return check(calloc(n ? n : 1, size));
}

void *xrealloc(void *block, size_t size)
{
    return check(realloc(block, size));
}

char *xstrdup(const char *text)
{
    size_t len = strlen(text) + 1;

    return memcpy(xcalloc(len, 1), text, len);
}
