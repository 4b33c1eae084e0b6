/* SPDX-License-Identifier: MIT */
#include "processors/syntax/tagset.h"

#include "processors/codes.h"

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
    return dw_name_find(xpos_names, DW_N_XPOS, name);
}

int dw_deprel_find(const char *name)
{
    return dw_name_find(deprel_names, DW_N_DEPREL, name);
}

enum dw_deprel dw_deprel_base(enum dw_deprel rel)
{
    return (enum dw_deprel)deprel_bases[rel];
}
