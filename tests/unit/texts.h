/* SPDX-License-Identifier: MIT */
/* texts.h - tables of texts, each with what the whole pipeline must make of it, in words. */
#ifndef DW_TEST_TEXTS_H
#define DW_TEST_TEXTS_H

#include "tests/unit/pipeline.h"

#include "processors/base/strbuf.h"

struct text_case {
    const char *label, *text, *want;
};

/* Name every text of which `describe` says otherwise than wanted, then fail. */
static void check_texts(const struct text_case *cases, size_t n,
                        void (*describe)(const struct dw_doc *doc, struct dw_strbuf *out))
{
    size_t failed = 0;

    for (size_t i = 0; i < n; i++) {
        struct dw_strbuf sb;
        const char *got;

        dw_strbuf_init(&sb);
        describe(read_text(cases[i].text, "2019-08-10"), &sb);
        got = sb.bytes ? sb.bytes : "";
        if (strcmp(got, cases[i].want) != 0) {
            print_error("%s: %s\n  want %s\n  got  %s\n", cases[i].label, cases[i].text,
                        cases[i].want, got);
            failed++;
        }
        dw_strbuf_fini(&sb);
    }
    assert_int_equal(failed, 0);
}

#endif
