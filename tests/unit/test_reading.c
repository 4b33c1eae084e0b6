/* SPDX-License-Identifier: MIT */
/* test_reading.c - zones, language, tokens, sentences and times together: what holds of any text.
 */
#include "tests/unit/repeated.h"

#include "processors/pipeline.h"
#include "processors/processors.h"

enum { N_LAYERS = 5, SMALL = 16 * 1024, LARGE = 8 * SMALL };

static const struct dw_processor *const layers[N_LAYERS] = {
    &dw_processor_zone,     &dw_processor_language, &dw_processor_token,
    &dw_processor_sentence, &dw_processor_time,
};
static void *states[N_LAYERS];

static int open_layers(void **state)
{
    static const struct dw_pipeline_options options = {0};

    (void)state;
    for (int i = 0; i < N_LAYERS; i++)
        if (layers[i]->open && layers[i]->open(&states[i], &options, NULL) != DW_OK)
            return -1;
    return 0;
}

static int close_layers(void **state)
{
    (void)state;
    for (int i = 0; i < N_LAYERS; i++)
        if (layers[i]->close)
            layers[i]->close(states[i]);
    return 0;
}

static void read_layers(struct dw_doc *doc, const char *text, size_t len)
{
    dw_doc_reset(doc);
    doc->article.text = text;
    doc->article.len = len;
    doc->article.published = "2019-05-09";
    for (int i = 0; i < N_LAYERS; i++)
        assert_int_equal(layers[i]->run(states[i], doc, NULL), DW_OK);
}

static double seconds_for(struct dw_doc *doc, const char *unit, size_t size)
{
    char *text = repeat(unit, size / strlen(unit));
    double begun = seconds_spent(), spent;

    read_layers(doc, text, strlen(text));
    spent = seconds_spent() - begun;
    dw_doc_reset(doc);
    free(text);
    return spent;
}

/* Eight times the text takes about eight times as long. A quadratic step would take 64 times; the
 * bound leaves room for a busy machine. */
static void test_linear_time(void **state)
{
    static const char *const units[] = {
        "x",
        "(",
        "[",
        "9",
        "1.",
        ".",
        "\"",
        "'",
        "-",
        "x\n",
        "\n\n",
        "\n    ",
        "By A\n\n",
        "LIMA (",
        "- ",
        "/// ",
        "Mr. ",
        "A.B. ",
        "etc. ",
        "No. ",
        "? ",
        ".\" ",
        "the ",
        "the end of ",
        "two ",
        "twenty-",
        "one and a half ",
        "Dec. ",
        "Monday, ",
        "1986-",
        "1986 ",
        "2019-05-09 ",
        "from 5 to ",
        "last ",
        "earlier ",
        "week ",
        "mid-",
        "every other ",
        "at 7 p.m. ",
        "June 3, ",
        "about ",
        "\xE2\x80\x9C",
        "\xC3\xA9",
        "Copyright ",
        "read more\n\n",
        "a@b",
        "www.",
        "'s",
    };
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(units); i++) {
        double small = seconds_for(&doc, units[i], SMALL);
        double large = seconds_for(&doc, units[i], LARGE);

        CHECK(large < 0.05 || large < small * 30, units[i], "%.3f s, and %.3f s for eight times",
              small, large);
    }
    dw_doc_fini(&doc);
}

static void check_times(const struct dw_doc *doc)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < doc->times.n; i++) {
        const struct dw_time *t = &doc->times.v[i];

        assert_true(t->first >= at && t->end > t->first && t->end <= doc->tokens.n);
        assert_true(doc->tokens.v[t->first].sentence == doc->tokens.v[t->end - 1].sentence);
        assert_true(t->value[0] != '\0');
        at = t->end;
    }
}

/* Sentences cover all tokens in order; each ends in the zone that it began in. */
static void check_sentences(const struct dw_doc *doc)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const struct dw_sentence *s = &doc->sentences.v[i];

        assert_true(s->first == at && s->end > at && s->end <= doc->tokens.n);
        at = s->end;
    }
    assert_int_equal(at, doc->tokens.n);
}

/* The words of wire copy in any order, many times over. */
static void test_any_order(void **state)
{
    static const char *const words[] = {
        "the",    "Dec.",   "16",    ",",       "2019",  "two",    "days", "earlier", "last",
        "Friday", "of",     "U.S.",  "said",    ".",     "\"",     "half", "a",       "year",
        "\n\n",   "\n    ", "(",     ")",       "to",    "1910",   "-",    "1945",    "mid-May",
        "GMT",    "0900",   "p.m.",  "7:30",    "every", "second", "the",  "quarter", "first",
        "fiscal", "end",    "early", "weekend", "'s",    "about",  "more", "than",    "'80s",
    };
    struct dw_doc doc;
    uint32_t seed = 1;
    char text[1024];

    (void)state;
    dw_doc_init(&doc, 0);
    for (int round = 0; round < 2000; round++) {
        size_t len = 0;

        for (int k = 0; k < 60; k++) {
            const char *word;

            seed = seed * 1664525U + 1013904223U;
            word = words[(seed >> 16) % N_ELEMENTS(words)];
            len += (size_t)snprintf(text + len, sizeof text - len, "%s ", word);
        }
        read_layers(&doc, text, len);
        check_sentences(&doc);
        check_times(&doc);
    }
    dw_doc_fini(&doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linear_time),
        cmocka_unit_test(test_any_order),
    };

    return cmocka_run_group_tests_name("reading", tests, open_layers, close_layers);
}
