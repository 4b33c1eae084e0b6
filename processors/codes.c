/* SPDX-License-Identifier: MIT */
#include "processors/codes.h"

#include <string.h>

static const char *const entity_names[] = {
#define X(name, text) text,
    DW_ENTITY_LIST(X)
#undef X
};

static const char *const event_names[] = {
#define X(name, quad) #name,
    DW_EVENT_LIST(X)
#undef X
};

static const int event_quads[] = {
#define X(name, quad) quad,
    DW_EVENT_LIST(X)
#undef X
};

static const char *const time_names[] = {
#define X(name) #name,
    DW_TIME_LIST(X)
#undef X
};

static const char *const relation_names[] = {
#define X(name, text) text,
    DW_RELATION_LIST(X)
#undef X
};

static const char *const upos_names[] = {
#define X(name) #name,
    DW_UPOS_LIST(X)
#undef X
};

int dw_name_find(const char *const *names, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(names[i], name))
            return i;
    return -1;
}

const char *dw_entity_type_name(enum dw_entity_type type)
{
    return entity_names[type];
}

const char *dw_event_type_name(enum dw_event_type type)
{
    return event_names[type];
}

int dw_event_type_quad(enum dw_event_type type)
{
    return event_quads[type];
}

const char *dw_time_type_name(enum dw_time_type type)
{
    return time_names[type];
}

const char *dw_relation_type_name(enum dw_relation_type type)
{
    return relation_names[type];
}

const char *dw_upos_name(enum dw_upos upos)
{
    return upos_names[upos];
}

int dw_entity_type_find(const char *name)
{
    return dw_name_find(entity_names, DW_N_ENTITY_TYPES, name);
}

int dw_event_type_find(const char *name)
{
    return dw_name_find(event_names, DW_N_EVENT_TYPES, name);
}

int dw_upos_find(const char *name)
{
    return dw_name_find(upos_names, DW_N_UPOS, name);
}
