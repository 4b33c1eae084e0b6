/* SPDX-License-Identifier: MIT */
#include "tests/unit/pipeline.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "processors/base/mapped.h"
#include "processors/entity/nametag.h"

/* Names that no table has, in sentences as a wire would have them: type and name. */
static const struct {
    const char *label, *text;
    enum dw_entity_type type;
    const char *want;
} cases[] = {
    {"person who speaks", "\"We will not wait,\" said Hannah Oberholt, who leads the fishermen.",
     DW_ENTITY_PERSON, "Hannah Oberholt"},
    {"person with an initial", "The board of the firm named Gregory T. Waldstrom on Friday.",
     DW_ENTITY_PERSON, "Gregory T. Waldstrom"},
    {"place where something is", "Two people were hurt near Kolvaresti on Friday, police said.",
     DW_ENTITY_PLACE, "Kolvaresti"},
    {"company by its suffix", "Shares of Tarnwick Corp fell sharply in early trading.",
     DW_ENTITY_COMPANY, "Tarnwick Corp"},
};

static bool has_entity(const struct dw_doc *doc, enum dw_entity_type type, const char *name)
{
    for (uint32_t i = 0; i < doc->entities.n; i++)
        if (doc->entities.v[i].type == type && !strcmp(doc->entities.v[i].name, name))
            return true;
    return false;
}

static void test_unknown_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        CHECK(has_entity(read_text(cases[i].text, "2019-03-04"), cases[i].type, cases[i].want),
              cases[i].label, "no %s", cases[i].want);
}

/* Capitals that name nobody. */
static void test_no_names(void **state)
{
    static const char *const texts[] = {
        "Please Sign Here And Return The Form.",
        "Nobody came. Everybody had gone home. Then it rained.",
        "The Monday meeting was moved to Tuesday.",
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(texts); i++) {
        const struct dw_doc *doc = read_text(texts[i], "2019-03-04");

        for (uint32_t k = 0; k < doc->mentions.n; k++)
            CHECK(doc->mentions.v[k].kind != DW_MENTION_NAME, texts[i], "a name: %s",
                  doc->entities.v[doc->mentions.v[k].entity].name);
    }
}

/* --- tags ------------------------------------------------------------------------------------ */

static void test_tags(void **state)
{
    (void)state;
    for (int class = 0; class < DW_N_NAME_CLASSES; class ++)
        for (int part = 0; part < DW_N_NAME_PARTS; part++) {
            uint8_t tag = dw_name_tag((enum dw_name_class) class, (enum dw_name_part)part);

            assert_in_range(tag, 1, DW_NAME_TAGS - 1);
            assert_int_equal(dw_name_tag_class(tag), class);
            assert_int_equal(dw_name_tag_part(tag), part);
        }
    assert_false(dw_name_tag_begins(0));
    assert_false(dw_name_tag_ends(0));
}

/* However the scores are, names begin and end, and keep their class. */
static void test_only_whole_names(void **state)
{
    static struct dw_nameblock block;
    uint32_t draw = 7;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        int inside = -1;

        memset(&block, 0, sizeof block);
        block.n = 12;
        for (int i = 0; i < block.n; i++) {
            int score[DW_NAME_ROW];
            uint8_t *tag = &block.tag[i + DW_NAME_PAD + 1];

            draw = draw * 1664525U + 1013904223U;
            block.word[i + DW_NAME_PAD + 1].open = draw >> 28;
            block.word[i + DW_NAME_PAD + 2].open = i % 5 != 3 && i + 1 < block.n;
            for (int c = 0; c < DW_NAME_ROW; c++) {
                draw = draw * 1664525U + 1013904223U;
                score[c] = (int)(draw >> 20);
            }
            *tag = dw_nametag_choose(&block, i, score);
            assert_true(*tag < DW_NAME_TAGS);
            if (inside >= 0)
                assert_true(*tag && !dw_name_tag_begins(*tag) &&
                            (int)dw_name_tag_class(*tag) == inside);
            else
                assert_true(!*tag || dw_name_tag_begins(*tag));
            inside = *tag && !dw_name_tag_ends(*tag) ? (int)dw_name_tag_class(*tag) : -1;
        }
        assert_int_equal(inside, -1);
    }
}

static void test_same_twice(void **state)
{
    static const char text[] = "Hannah Oberholt met Gregory T. Waldstrom of Tarnwick Corp in "
                               "Kolvaresti. Oberholt said Waldstrom had agreed to nothing.";
    struct dw_mention *copy;
    struct dw_doc *doc = read_text(text, "2019-03-04");
    uint32_t n = doc->mentions.n;

    (void)state;
    assert_true(n > 0);
    copy = calloc(n + 1, sizeof *copy);
    assert_non_null(copy);
    memcpy(copy, doc->mentions.v, n * sizeof *copy);
    doc = read_text(text, "2019-03-04");
    assert_int_equal(doc->mentions.n, n);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(doc->mentions.v[i].first, copy[i].first);
        assert_int_equal(doc->mentions.v[i].end, copy[i].end);
        assert_int_equal(doc->mentions.v[i].entity, copy[i].entity);
    }
    free(copy);
}

/* --- the weights file ------------------------------------------------------------------------ */

static void write_file(const char *path, const uint8_t *bytes, size_t size)
{
    FILE *out = fopen(path, "wb");

    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
}

static void check_refused(const char *path, const char *want)
{
    struct dw_error err = {.code = DW_OK};
    struct dw_nametag *tagger;

    assert_int_equal(dw_nametag_open(&tagger, path, &err), DW_MODEL);
    assert_null(tagger);
    assert_int_equal(err.code, DW_MODEL);
    CHECK(strstr(err.text, path) && strstr(err.text, want), want, "got \"%s\"", err.text);
}

static void test_weights(void **state)
{
    char found[DW_MAPPED_PATH], path[] = "/tmp/dw-names-XXXXXX";
    struct dw_error err = {.code = DW_OK};
    const uint8_t *base = NULL;
    uint8_t *bytes;
    size_t size = 0;
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    check_refused(path, "too short");
    dw_mapped_find("names.dww", "DISPUTEWIRE_NAMES", found);
    assert_int_equal(dw_mapped_open(found, 1, &base, &size, &err), DW_OK);
    bytes = malloc(size);
    assert_non_null(bytes);
    memcpy(bytes, base, size);
    dw_mapped_close(base, size);
    bytes[size / 2] ^= 1;
    write_file(path, bytes, size);
    check_refused(path, "checksum");
    bytes[size / 2] ^= 1;
    write_file(path, bytes, size / 2);
    check_refused(path, "truncated");
    bytes[8] ^= 1;
    write_file(path, bytes, size);
    check_refused(path, "version");
    bytes[0] ^= 1;
    write_file(path, bytes, size);
    check_refused(path, "not a weights file");
    check_refused("/nonexistent/names.dww", "No such file");
    unlink(path);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown_names), cmocka_unit_test(test_no_names),
        cmocka_unit_test(test_tags),          cmocka_unit_test(test_only_whole_names),
        cmocka_unit_test(test_same_twice),    cmocka_unit_test(test_weights),
    };

    return cmocka_run_group_tests(tests, open_test_pipeline, close_test_pipeline);
}
