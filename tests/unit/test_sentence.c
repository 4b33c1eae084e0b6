/* SPDX-License-Identifier: MIT */
#include "tests/unit/annotate.h"

/* The sentences of a text, each on a line; white space inside one is made one blank. */
static void list_sentences(struct dw_doc *doc, char *out, size_t size)
{
    size_t at = 0;

    *out = '\0';
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const char *text = dw_doc_text(doc, doc->sentences.v[i].span);

        assert_non_null(text);
        at += (size_t)snprintf(out + at, size - at, "%s%s", i ? "\n" : "", text);
        assert_true(at < size);
    }
}

static void test_where_sentences_end(void **state)
{
    static const struct {
        const char *label, *text, *want;
    } cases[] = {
        {"two", "Envoys met. They left.", "Envoys met.\nThey left."},
        {"title", "They met Mr. Ruiz. He left.", "They met Mr. Ruiz.\nHe left."},
        {"month", "They met on Dec. 16 in Oslo. He left.",
         "They met on Dec. 16 in Oslo.\nHe left."},
        {"dotted state inside", "The U.S. envoy left. Talks go on.",
         "The U.S. envoy left.\nTalks go on."},
        {"dotted state at the end", "He flew to the U.S. The talks go on.",
         "He flew to the U.S.\nThe talks go on."},
        {"firm at the end", "He sued Nordfisk Co. The court ruled.",
         "He sued Nordfisk Co.\nThe court ruled."},
        {"firm inside", "Nordfisk Co. and others sued.", "Nordfisk Co. and others sued."},
        {"initials", "J. R. Ruiz left. He won.", "J. R. Ruiz left.\nHe won."},
        {"decimal", "It rose 3.5 percent. It fell.", "It rose 3.5 percent.\nIt fell."},
        {"quote", "\"We left.\" He nodded.", "\"We left.\"\nHe nodded."},
        {"quote goes on", "\"Why?\" he asked. They left.", "\"Why?\" he asked.\nThey left."},
        {"brackets", "They met. (He did not.) They left.", "They met.\n(He did not.)\nThey left."},
        {"question", "Will it hold? Nobody knows.", "Will it hold?\nNobody knows."},
        {"paragraph", "Fish row\n\nEnvoys met", "Fish row\nEnvoys met"},
        {"hard-wrapped", "Envoys from both\nsides met. They\nleft.",
         "Envoys from both sides met.\nThey left."},
        {"indented line", "Envoys met\n    They left.", "Envoys met\nThey left."},
        {"no end", "Envoys met", "Envoys met"},
        {"nothing", "", ""},
    };
    struct dw_doc doc;
    char got[512];

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        split_text(&doc, cases[i].text, DW_ZONE_BODY);
        list_sentences(&doc, got, sizeof got);
        CHECK(!strcmp(got, cases[i].want), cases[i].label, "wants\n%s\nhas\n%s", cases[i].want,
              got);
    }
    dw_doc_fini(&doc);
}

/* Where lines are not wrapped each of them is a paragraph. */
static void test_long_lines_end_sentences(void **state)
{
    struct dw_doc doc;
    char got[128];

    (void)state;
    dw_doc_init(&doc, 0);
    split_text(&doc, "Fish row deepens\nEnvoys from both sides met", DW_ZONE_BODY);
    assert_int_equal(doc.sentences.n, 1);
    doc.sentences.n = 0;
    doc.wrapped = false;
    assert_int_equal(dw_processor_sentence.run(NULL, &doc, NULL), DW_OK);
    list_sentences(&doc, got, sizeof got);
    assert_string_equal(got, "Fish row deepens\nEnvoys from both sides met");
    assert_int_equal(doc.sentences.n, 2);
    dw_doc_fini(&doc);
}

/* Every token is in exactly one sentence, and each sentence spans its tokens. */
static void test_sentences_cover_the_tokens(void **state)
{
    static const char alphabet[] = "aA.?!\"') (\n\n -1";
    struct dw_doc doc;
    uint32_t seed = 3;
    char text[80];

    (void)state;
    dw_doc_init(&doc, 0);
    for (int round = 0; round < 20000; round++) {
        size_t len = (size_t)round % (sizeof text - 1);
        uint32_t at = 0;

        for (size_t i = 0; i < len; i++) {
            seed = seed * 1664525U + 1013904223U;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        text[len] = '\0';
        split_text(&doc, text, DW_ZONE_BODY);
        for (uint32_t i = 0; i < doc.sentences.n; i++) {
            const struct dw_sentence *s = &doc.sentences.v[i];

            assert_int_equal(s->first, at);
            assert_true(s->end > s->first);
            assert_int_equal(s->span.beg, doc.tokens.v[s->first].span.beg);
            assert_int_equal(s->span.end, doc.tokens.v[s->end - 1].span.end);
            for (; at < s->end; at++)
                assert_int_equal(doc.tokens.v[at].sentence, i);
        }
        assert_int_equal(at, doc.tokens.n);
    }
    dw_doc_fini(&doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where_sentences_end),
        cmocka_unit_test(test_long_lines_end_sentences),
        cmocka_unit_test(test_sentences_cover_the_tokens),
    };

    return cmocka_run_group_tests_name("sentence", tests, NULL, NULL);
}
