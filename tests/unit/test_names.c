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
    {"person named like a capital", "The jury heard Paris Lockwood, a nurse, on Friday.",
     DW_ENTITY_PERSON, "Paris Lockwood"},
    {"person named like a state", "A neighbour, Israel Katzman, called the police on Friday.",
     DW_ENTITY_PERSON, "Israel Katzman"},
    {"place in a headline of capitals", "FERRY SINKS OFF KOLVARESTI, TEN MISSING", DW_ENTITY_PLACE,
     "KOLVARESTI"},
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

/* --- what a mention is ----------------------------------------------------------------------- */

static const struct dw_mention *find_mention(const struct dw_doc *doc, const char *text, int nth)
{
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const struct dw_mention *m = &doc->mentions.v[i];

        if (m->span.end - m->span.beg == strlen(text) &&
            !strncmp(doc->article.text + m->span.beg, text, strlen(text)) && nth-- == 0)
            return m;
    }
    return NULL;
}

/* "US" and "U.S." are names wherever they stand, "French" is none; before a noun both say whose. */
static void test_adjectives(void **state)
{
    const struct dw_doc *doc = read_text("U.S. officials met French officials on Friday. The US "
                                         "said no.",
                                         "2019-03-04");
    static const struct {
        const char *text;
        enum dw_mention_kind kind;
        bool adjectival;
    } wanted[] = {
        {"U.S.", DW_MENTION_NAME, true},
        {"French", DW_MENTION_NOMINAL, true},
        {"US", DW_MENTION_NAME, false},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(wanted); i++) {
        const struct dw_mention *m = find_mention(doc, wanted[i].text, 0);

        CHECK(m != NULL, wanted[i].text, "is no mention");
        if (!m)
            continue;
        CHECK(m->kind == wanted[i].kind, wanted[i].text, "is of kind %d", m->kind);
        CHECK(m->adjectival == wanted[i].adjectival, wanted[i].text, "adjectival: %d",
              m->adjectival);
    }
}

/* What a small noun ends is described, and the state that is named in it has its own mention. */
static void test_described(void **state)
{
    const struct dw_doc *doc =
        read_text("US troops fired at the crowd, and Israeli forces moved in. "
                  "The U.S. Navy sent ships.",
                  "2019-03-04");
    static const struct {
        const char *text;
        enum dw_mention_kind kind;
    } wanted[] = {
        {"US troops", DW_MENTION_NOMINAL},
        {"US", DW_MENTION_NAME},
        {"Israeli forces", DW_MENTION_NOMINAL},
        {"U.S. Navy", DW_MENTION_NAME},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(wanted); i++) {
        const struct dw_mention *m = find_mention(doc, wanted[i].text, 0);

        CHECK(m && m->kind == wanted[i].kind, wanted[i].text, "of kind %d", m ? (int)m->kind : -1);
    }
}

/* An agency behind a place is no short name of it. */
static void test_agency(void **state)
{
    const struct dw_doc *doc =
        read_text("Talks on gas began in Tehran (AFP) on Monday.", "2019-03-04");
    const struct dw_mention *m = find_mention(doc, "AFP", 0);

    (void)state;
    assert_true(!m || doc->entities.v[m->entity].type != DW_ENTITY_PLACE);
    assert_true(has_entity(doc, DW_ENTITY_PLACE, "Tehran"));
}

/* A headline that has the surname alone names the same person as the story in full. */
static void test_surname_first(void **state)
{
    const struct dw_doc *doc = read_text("Waldstrom wins vote in Ostrava\n\n"
                                         "OSTRAVA, March 4 - Gregory Waldstrom won the vote on "
                                         "Monday. Mr. Waldstrom said he was glad.",
                                         "2019-03-04");
    uint32_t persons = 0;

    (void)state;
    for (uint32_t i = 0; i < doc->entities.n; i++)
        persons += doc->entities.v[i].type == DW_ENTITY_PERSON;
    assert_int_equal(persons, 1);
    assert_true(has_entity(doc, DW_ENTITY_PERSON, "Gregory Waldstrom"));
}

/* --- kinds of words -------------------------------------------------------------------------- */

static void test_kinds(void **state)
{
    enum { SLOTS = 8 };
    uint16_t slots[SLOTS] = {0};
    struct dw_kindcodes codes[SLOTS] = {0}, found;
    const struct dw_namekinds kinds = {codes, slots, SLOTS};
    uint32_t key = 1;

    (void)state;
    for (int first = 0; first < DW_N_KINDS; first++, key += 1234567891) {
        uint8_t code = dw_namekind_code(first, first % DW_KIND_DEGREES, DW_N_KINDS - first);
        uint32_t at = dw_namekind_slot(key, SLOTS);

        assert_in_range(at, 0, SLOTS - 1);
        assert_int_equal(dw_namekind_first(code), first + 1);
        assert_int_equal(dw_namekind_find(&kinds, key, &found), 0);
        assert_int_equal(found.v[0], 0);
        while (slots[at % SLOTS])
            at++;
        slots[at % SLOTS] = (uint16_t)(dw_namekind_check(key) | code);
        for (int i = 0; i < 3; i++)
            codes[at % SLOTS].v[i] = dw_namekind_check_more(key, i);
        codes[at % SLOTS].v[0] |= (unsigned)first << 2 * DW_KIND_BOOK_BITS;
        codes[at % SLOTS].v[2] |= 63U << 4 * DW_KIND_BOOK_BITS;
        assert_int_equal(dw_namekind_find(&kinds, key, &found), code);
        assert_int_equal(dw_namekind_book(&found, 2), first);
        assert_int_equal(dw_namekind_book(&found, 5), 0);
        assert_int_equal(dw_namekind_book(&found, DW_KIND_BOOKS - 1), 63);
        codes[at % SLOTS].v[1] ^= 1U << 31; /* another word, by the rest of its check */
        assert_int_equal(dw_namekind_find(&kinds, key, &found), 0);
        codes[at % SLOTS].v[1] ^= 1U << 31;
    }
    assert_int_equal(dw_namekind_first(0), 0);
}

enum { RUN = 4 };

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

/* A run of few words with scores by chance. */
struct chance {
    struct dw_nameblock block;
    struct dw_namenet net;
    int32_t pair[DW_NAMENET_PAIRS * DW_NAMENET_OUT], score[RUN][DW_NAMENET_OUT];
};

static void draw_scores(struct chance *c, uint32_t *draw)
{
    memset(&c->block, 0, sizeof c->block);
    c->block.n = RUN;
    c->net.pair = c->pair;
    for (int i = 0; i < RUN; i++) {
        *draw = *draw * 1664525U + 1013904223U;
        c->block.word[i].open = true;
        c->block.word[i].link = *draw >> 30 == 0 && i > 0 && i + 1 < RUN;
        for (int t = 0; t < DW_NAMENET_OUT; t++)
            c->score[i][t] = (int32_t)((*draw = *draw * 1664525U + 1013904223U) >> 20);
    }
    for (int k = 0; k < DW_NAMENET_PAIRS * DW_NAMENET_OUT; k++)
        c->pair[k] = (int32_t)((*draw = *draw * 1664525U + 1013904223U) >> 20);
}

/* Do whole names stand there, of one class each, none of which ends at a link? */
static bool is_whole(const struct chance *c, const uint8_t *tags)
{
    int inside = -1;

    for (int i = 0; i < RUN; i++) {
        bool begins = dw_name_tag_begins(tags[i]), ends = dw_name_tag_ends(tags[i]);

        if (inside >= 0 ? begins || !tags[i] || (int)dw_name_tag_class(tags[i]) != inside
                        : tags[i] && !begins)
            return false;
        if (ends && c->block.word[i].link)
            return false;
        inside = tags[i] && !ends ? (int)dw_name_tag_class(tags[i]) : -1;
    }
    return inside < 0;
}

static int32_t add_scores(const struct chance *c, const uint8_t *tags)
{
    int32_t sum = 0;

    for (int i = 0; i < RUN; i++)
        sum += c->score[i][tags[i]] + c->pair[(i ? 1 + tags[i - 1] : 0) * DW_NAMENET_OUT + tags[i]];
    return sum;
}

/* However the scores are, of all tags that make whole names the best are chosen. */
static void test_best_whole_names(void **state)
{
    static struct chance c;
    uint32_t draw = 7;

    (void)state;
    for (int round = 0; round < 50; round++) {
        uint8_t chosen[RUN], other[RUN];
        int n_whole = 0, all = 1;

        draw_scores(&c, &draw);
        dw_nametag_choose(&c.net, &c.block, 0, RUN, (const int32_t(*)[DW_NAMENET_OUT])c.score,
                          chosen);
        assert_true(is_whole(&c, chosen));
        for (int i = 0; i < RUN; i++)
            all *= DW_NAME_TAGS;
        for (int k = 0; k < all; k++) {
            for (int i = 0, rest = k; i < RUN; i++, rest /= DW_NAME_TAGS)
                other[i] = (uint8_t)(rest % DW_NAME_TAGS);
            if (!is_whole(&c, other))
                continue;
            n_whole++;
            assert_true(add_scores(&c, other) <= add_scores(&c, chosen));
        }
        assert_true(n_whole > 1);
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
        cmocka_unit_test(test_unknown_names),
        cmocka_unit_test(test_no_names),
        cmocka_unit_test(test_adjectives),
        cmocka_unit_test(test_described),
        cmocka_unit_test(test_agency),
        cmocka_unit_test(test_surname_first),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_best_whole_names),
        cmocka_unit_test(test_same_twice),
        cmocka_unit_test(test_weights),
    };

    return cmocka_run_group_tests(tests, open_test_pipeline, close_test_pipeline);
}
