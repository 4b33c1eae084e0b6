/* SPDX-License-Identifier: MIT */
/*
 * annotate.h - run the first processors over a text of a test: one zone, tokens, sentences, times.
 */
#ifndef TESTS_UNIT_ANNOTATE_H
#define TESTS_UNIT_ANNOTATE_H

#include "tests/unit/unit.h"

#include "processors/processors.h"

/* Make `doc` hold the text as one zone of hard-wrapped lines, with tokens and sentences. */
static inline void split_text(struct dw_doc *doc, const char *text, enum dw_zone_type type)
{
    struct dw_zone *zone;

    dw_doc_reset(doc);
    doc->article.text = text;
    doc->article.len = strlen(text);
    zone = dw_vec_push(&doc->arena, &doc->zones);
    assert_non_null(zone);
    zone->span = (struct dw_span){0, (uint32_t)doc->article.len};
    zone->type = type;
    doc->wrapped = true;
    assert_int_equal(dw_processor_token.run(NULL, doc, NULL), DW_OK);
    assert_int_equal(dw_processor_sentence.run(NULL, doc, NULL), DW_OK);
}

/* Copy of text[span] in a buffer of this call's caller; it must fit. */
static inline const char *copy_span(const struct dw_doc *doc, struct dw_span span, char *out,
                                    size_t size)
{
    size_t len = span.end - span.beg;

    assert_true(len < size);
    memcpy(out, doc->article.text + span.beg, len);
    out[len] = '\0';
    return out;
}

#endif
