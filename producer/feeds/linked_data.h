/* SPDX-License-Identifier: MIT */
/* linked_data.h - what a page tells of its article in JSON-LD, by the terms of schema.org. */
#ifndef DW_FEEDS_LINKED_DATA_H
#define DW_FEEDS_LINKED_DATA_H

#include <libxml/tree.h>

#include "producer/feeds/item.h"

/* Set the fields that the first article in the page's JSON-LD has; what is no JSON is passed over.
 */
void dw_linked_data_read(struct dw_item *item, const xmlNode *root);

#endif
