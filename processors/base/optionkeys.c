/* SPDX-License-Identifier: MIT */
/* optionkeys.c - the keys of all programs, so that each knows what is meant for another. */
#include <stdlib.h>
#include <string.h>

#include "processors/base/optionset.h"

const struct dw_key dw_option_keys[] = {
#include "optionkeys.inc"
};

const size_t dw_n_option_keys = sizeof dw_option_keys / sizeof *dw_option_keys;

static int compare(const void *name, const void *key)
{
    return strcmp(name, ((const struct dw_key *)key)->name);
}

const struct dw_key *dw_option_key_find(const char *name)
{
    return bsearch(name, dw_option_keys, dw_n_option_keys, sizeof *dw_option_keys, compare);
}

bool dw_option_key_is_of(const struct dw_key *key, const char *program)
{
    size_t len = strlen(program);

    for (const char *at = key ? key->programs : ""; *at; at += strspn(at, ", ")) {
        size_t n = strcspn(at, ",");

        if (n == len && memcmp(at, program, len) == 0)
            return true;
        at += n;
    }
    return false;
}
