/* SPDX-License-Identifier: MIT */
#include "processors/event/refs.h"

#include <string.h>

enum dw_err dw_refs_add(struct dw_doc *doc, struct dw_refs *refs, int32_t entity)
{
    int32_t *ref;

    for (uint32_t i = 0; i < refs->n; i++)
        if (refs->v[i] == entity)
            return DW_OK;
    ref = dw_vec_push(&doc->arena, refs);
    if (!ref)
        return DW_NOMEM;
    *ref = entity;
    return DW_OK;
}

enum dw_err dw_refs_add_all(struct dw_doc *doc, struct dw_refs *refs, const struct dw_refs *from)
{
    enum dw_err rc = DW_OK;

    for (uint32_t i = 0; i < from->n && rc == DW_OK; i++)
        rc = dw_refs_add(doc, refs, from->v[i]);
    return rc;
}

const char *dw_refs_country(const struct dw_doc *doc, const struct dw_refs *refs)
{
    for (uint32_t i = 0; i < refs->n; i++)
        if (doc->entities.v[refs->v[i]].country[0])
            return doc->entities.v[refs->v[i]].country;
    return "";
}

bool dw_refs_have_country(const struct dw_doc *doc, const struct dw_refs *refs, const char *country)
{
    for (uint32_t i = 0; i < refs->n; i++)
        if (!strcmp(doc->entities.v[refs->v[i]].country, country))
            return true;
    return false;
}

bool dw_refs_have_side(const struct dw_doc *doc, const struct dw_refs *refs, int32_t entity)
{
    const char *country = doc->entities.v[entity].country;

    for (uint32_t i = 0; i < refs->n; i++)
        if (refs->v[i] == entity)
            return true;
    return country[0] && dw_refs_have_country(doc, refs, country);
}

bool dw_refs_share_side(const struct dw_doc *doc, const struct dw_refs *a, const struct dw_refs *b)
{
    for (uint32_t i = 0; i < a->n; i++)
        if (dw_refs_have_side(doc, b, a->v[i]))
            return true;
    return false;
}

bool dw_refs_are_within(const struct dw_doc *doc, const struct dw_refs *a, const struct dw_refs *b)
{
    for (uint32_t i = 0; i < a->n; i++)
        if (!dw_refs_have_side(doc, b, a->v[i]))
            return false;
    return true;
}
