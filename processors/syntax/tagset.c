/* SPDX-License-Identifier: MIT */
#include "processors/syntax/tagset.h"

#include <string.h>

static const char *const xpos_names[] = {
#define X(name, text) text,
    DW_XPOS_LIST(X)
#undef X
};

static const char *const deprel_names[] = {
#define X(name, text, base) text,
    DW_DEPREL_LIST(X)
#undef X
};

static const unsigned char deprel_bases[] = {
#define X(name, text, base) DW_DEPREL_##base,
    DW_DEPREL_LIST(X)
#undef X
};

static int find_name(const char *const *names, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(names[i], name))
            return i;
    return -1;
}

const char *dw_xpos_name(enum dw_xpos xpos)
{
    return xpos_names[xpos];
}

const char *dw_deprel_name(enum dw_deprel rel)
{
    return deprel_names[rel];
}

int dw_xpos_find(const char *name)
{
    return find_name(xpos_names, DW_N_XPOS, name);
}

int dw_deprel_find(const char *name)
{
    return find_name(deprel_names, DW_N_DEPREL, name);
}

enum dw_deprel dw_deprel_base(enum dw_deprel rel)
{
    return (enum dw_deprel)deprel_bases[rel];
}
