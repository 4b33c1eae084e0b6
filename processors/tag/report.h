/* SPDX-License-Identifier: MIT */
/*
 * report.h - documents as one self-contained page for readers: what there is at a glance, then each
 * article with its text, marked, beside the timelines of its disputes.
 *
 * No script, nothing fetched; light, dark and print; well-formed as HTML and as XML. The page
 * begins with what is known only at its end, so it is held in memory until then.
 */
#ifndef DW_REPORT_H
#define DW_REPORT_H

#include "processors/base/arena.h"
#include "processors/base/strbuf.h"
#include "processors/doc.h"

struct dw_report {
    struct dw_strbuf index, articles; /* rows of the table in front; the articles */
    struct dw_arena arena;            /* for the layout of one article */
    uint32_t n_articles, n_events, n_disputes;
    bool failed; /* an article is there in part only */
};

void dw_report_init(struct dw_report *report);
void dw_report_fini(struct dw_report *report);

/* Add a document, which may be reset then. Errors: DW_NOMEM; so will the page have then. */
enum dw_err dw_report_add(struct dw_report *report, const struct dw_doc *doc) DW_WARN_UNUSED;

/* Append the whole page. Errors: DW_NOMEM. */
enum dw_err dw_report_encode(const struct dw_report *report, struct dw_strbuf *out) DW_WARN_UNUSED;

#endif
