/* SPDX-License-Identifier: MIT */
/*
 * namepart.h - words that tell what kind of name they are part of: "Corp", "Ministry", "River".
 */
#ifndef DW_NAMEPART_H
#define DW_NAMEPART_H

#include "processors/doc.h"

struct dw_namepart {
    enum dw_entity_type type;
    const char *sector; /* "" if none */
    bool last_only;     /* only as the last word: "Times" */
};

struct dw_nameparts;

/* NULL when memory is out. Immutable once open. */
struct dw_nameparts *dw_nameparts_open(void);
void dw_nameparts_close(struct dw_nameparts *parts);

/* False if the token is no such word; the case counts. */
bool dw_namepart_find(const struct dw_nameparts *parts, const struct dw_doc *doc, uint32_t token,
                      struct dw_namepart *out);

#endif
