/* SPDX-License-Identifier: MIT */
/*
 * clutter.h - take out of an HTML page what stands around its article, and find the article.
 *
 * Clutter is what is hidden, what the page itself names so (class="related-links"), blocks made of
 * links or headed by one, small ones to be filled in, and lines such as "Read also: ..." that point
 * elsewhere. Nothing that holds a third of the
 * page's prose is clutter, whatever its name is, but what readers have written below it. Prose:
 * runs of text outside of links that are longer than those of menus. One pass counts; the cost is
 * the page's size times its depth, which libxml2 limits.
 */
#ifndef DW_FEEDS_CLUTTER_H
#define DW_FEEDS_CLUTTER_H

#include <libxml/tree.h>

#include "processors/base/arena.h"
#include "processors/base/error.h"

/* Unlink and free the clutter below `body`. False: out of memory; the page is as it was. */
bool dw_clutter_remove(xmlNode *body, struct dw_arena *arena) DW_WARN_UNUSED;

/*
 * The element that holds the article of a page without clutter; `body` if it is all of it. Of it
 * goes what stands in front of the first prose (headline, names, times). *lead is the paragraph
 * below the headline where that is not in the article's own text; NULL: there is none.
 */
const xmlNode *dw_clutter_find_article(const xmlNode *body, const xmlNode **lead);

#endif
