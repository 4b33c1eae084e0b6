/* SPDX-License-Identifier: MIT */
/* What --depth auto leaves out must not be missed. */
#include "tests/unit/unit.h"

#include "processors/base/strbuf.h"
#include "processors/event/bag.h"
#include "processors/pipeline.h"
#include "processors/token.h"
#include "producer/source.h"
#include "schemas/article.h"

static struct dw_pipeline *shallow, *deep;
static struct dw_doc doc, other;
static unsigned n_samples, n_events, n_different;

static int open_pipelines(void **state)
{
    static const struct dw_pipeline_options as_needed = {0}, full = {.full_depth = true};
    struct dw_error err = {.code = DW_OK};

    (void)state;
    dw_doc_init(&doc, 0);
    dw_doc_init(&other, 0);
    if (dw_pipeline_open(&shallow, &as_needed, &err) != DW_OK ||
        dw_pipeline_open(&deep, &full, &err) != DW_OK)
        fail_msg("%s", err.text);
    return 0;
}

static int close_pipelines(void **state)
{
    (void)state;
    dw_doc_fini(&doc);
    dw_doc_fini(&other);
    dw_pipeline_close(shallow);
    dw_pipeline_close(deep);
    return 0;
}

static const struct dw_doc *read_text(struct dw_pipeline *pipeline, const char *text)
{
    struct dw_error err = {.code = DW_OK};

    dw_doc_reset(&doc);
    doc.article = (struct dw_article){.text = text, .len = strlen(text)};
    if (dw_pipeline_run(pipeline, &doc, &err) != DW_OK)
        fail_msg("%s: %s", text, err.text);
    return &doc;
}

static unsigned count_trees(const struct dw_doc *d)
{
    unsigned n = 0;

    for (uint32_t i = 0; i < d->sentences.n; i++)
        n += d->tokens.v[d->sentences.v[i].first].parsed;
    return n;
}

/* --- which articles, which sentences --------------------------------------------------------- */

#define QUIET                                                                                      \
    "The old mill is older than the village below. Its wheel was green with moss in spring. "      \
    "The children of the miller were asleep."
#define DISPUTE "Norway imposed a tariff on Danish butter on Monday."

static const struct {
    const char *label, *text;
    enum dw_depth depth; /* where depth is left to the gate */
    unsigned trees, events;
} cases[] = {
    {"nothing that a frame names", QUIET, DW_DEPTH_SCAN, 0, 0},
    {"a dispute in the last sentence alone", QUIET " " DISPUTE, DW_DEPTH_FULL, 1, 1},
    {"a dispute in the first sentence alone", DISPUTE " " QUIET, DW_DEPTH_FULL, 1, 1},
    {"a predicate without what its frames ask for", "Norway imposed silence on the choir.",
     DW_DEPTH_SCAN, 0, 0},
    {"the form of a verb, by its tag a noun", "The blast of the horn was heard.", DW_DEPTH_SCAN, 0,
     0},
    {"no sentence at all", " ", DW_DEPTH_SCAN, 0, 0},
};

static void test_depth_of_articles(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct dw_doc *d = read_text(shallow, cases[i].text);

        CHECK(d->depth == cases[i].depth, cases[i].label, "depth %d", (int)d->depth);
        CHECK(count_trees(d) == cases[i].trees, cases[i].label, "%u trees", count_trees(d));
        CHECK(d->events.n == cases[i].events, cases[i].label, "%u events", d->events.n);
    }
}

static void test_full_depth_is_full(void **state)
{
    (void)state;
    for (size_t i = 0; i + 1 < N_ELEMENTS(cases); i++) {
        const struct dw_doc *d = read_text(deep, cases[i].text);

        CHECK(d->depth == DW_DEPTH_FULL, cases[i].label, "depth %d", (int)d->depth);
        CHECK(count_trees(d) == d->sentences.n, cases[i].label, "%u trees", count_trees(d));
        CHECK(d->events.n == cases[i].events, cases[i].label, "%u events", d->events.n);
    }
}

static void test_names_and_times_of_scanned_articles(void **state)
{
    const struct dw_doc *d = read_text(shallow, "It rained in Portugal and Tomas Brandao walked "
                                                "home on March 3, 2019.");

    (void)state;
    assert_int_equal(d->depth, DW_DEPTH_SCAN);
    assert_int_equal(d->times.n, 1);
    assert_string_equal(d->times.v[0].value, "2019-03-03");
    assert_int_equal(d->entities.n, 2);
}

/* --- nothing is lost ------------------------------------------------------------------------- */

static void put_names(struct dw_strbuf *out, const struct dw_doc *d, const struct dw_refs *refs)
{
    for (uint32_t i = 0; i < refs->n; i++)
        dw_strbuf_addf(out, " %s", d->entities.v[refs->v[i]].name);
}

/* An event as text: what happened, and who took part. */
static void put_event(struct dw_strbuf *out, const struct dw_doc *d, uint32_t event, bool who)
{
    const struct dw_event *e = &d->events.v[event];

    dw_strbuf_addf(out, "%u %d %s %d %s", e->trigger.beg, (int)e->type, e->cameo, (int)e->aux,
                   e->time_value);
    if (who) {
        put_names(out, d, &e->actors);
        dw_strbuf_adds(out, " >");
        put_names(out, d, &e->recipients);
    }
    dw_strbuf_addc(out, '\n');
}

static void put_events(struct dw_strbuf *out, const struct dw_doc *d)
{
    for (uint32_t i = 0; i < d->events.n; i++)
        put_event(out, d, i, true);
}

/* Is this event of one document among those of the other? */
static bool is_among(const struct dw_doc *d, uint32_t event, const struct dw_doc *in, bool who)
{
    struct dw_strbuf one, all;
    bool found;

    dw_strbuf_init(&one);
    dw_strbuf_init(&all);
    put_event(&one, d, event, who);
    for (uint32_t i = 0; i < in->events.n; i++)
        put_event(&all, in, i, who);
    found = in->events.n && strstr(all.bytes, one.bytes);
    dw_strbuf_fini(&one);
    dw_strbuf_fini(&all);
    return found;
}

static void run_sample(struct dw_pipeline *pipeline, const struct dw_record *record,
                       struct dw_doc *d)
{
    struct dw_error err = {.code = DW_OK};

    dw_doc_reset(d);
    if (dw_article_decode(record->value, record->len, &d->arena, &d->article, &err) != DW_OK ||
        dw_pipeline_run(pipeline, d, &err) != DW_OK)
        fail_msg("%s: %s", record->place, err.text);
}

/* No event may be lost. Who took part, and whether somebody did who must, can rest on a pronoun
 * further back than trees are made for: a few may differ in that. */
static enum dw_err compare_sample(void *user, const struct dw_record *record, struct dw_error *err)
{
    (void)user;
    (void)err;
    run_sample(shallow, record, &doc);
    run_sample(deep, record, &other);
    for (uint32_t i = 0; i < other.events.n; i++)
        CHECK(is_among(&other, i, &doc, false), record->place, "lost: %s", other.events.v[i].frame);
    for (uint32_t i = 0; i < doc.events.n; i++)
        n_different += !is_among(&doc, i, &other, true);
    n_samples++;
    n_events += other.events.n;
    return DW_OK;
}

static void refuse(void *user, const char *place, const struct dw_error *why)
{
    (void)user;
    fail_msg("%s: %s", place, why->text);
}

static void pass_over(void *user, const char *place, const char *why)
{
    (void)user;
    (void)place;
    (void)why;
}

static void test_same_events_at_both_depths(void **state)
{
    static const struct dw_sink sink = {
        .take = compare_sample, .refuse = refuse, .skip = pass_over};
    static const struct dw_source_options how = {.format = NULL};
    struct dw_error err = {.code = DW_OK};

    (void)state;
    if (dw_source_run("examples/articles", &how, &sink, &err) != DW_OK)
        fail_msg("%s", err.text);
    assert_true(n_samples >= 15);
    assert_true(n_events > n_samples);
    CHECK(n_different * 25 <= n_events, "all samples", "%u of %u differ", n_different, n_events);
}

/* What the gate remembers of forms must not change what it says. */
static void test_gate_remembers_nothing_of_articles(void **state)
{
    struct dw_strbuf before, after;

    (void)state;
    dw_strbuf_init(&before);
    dw_strbuf_init(&after);
    put_events(&before, read_text(shallow, cases[1].text));
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        read_text(shallow, cases[i].text);
    put_events(&after, read_text(shallow, cases[1].text));
    assert_string_equal(before.bytes, after.bytes);
    dw_strbuf_fini(&before);
    dw_strbuf_fini(&after);
}

/* --- bags ------------------------------------------------------------------------------------ */

/* "impose:v tariff on": the words of a sentence and as what they may be predicates; "TO" begins an
 * infinitive. */
static void fill_bag(struct dw_bag *bag, const char *words)
{
    dw_bag_reset(bag);
    while (*words) {
        size_t len = strcspn(words, " "), n = len;
        unsigned pos = 0;

        if (len == 2 && !strncmp(words, "TO", len))
            dw_bag_add_complement(bag);
        if (len > 2 && words[len - 2] == ':') {
            pos = words[len - 1] == 'v' ? DW_BAG_VERB : DW_BAG_NOUN;
            n = len - 2;
        }
        dw_bag_add(bag, dw_bag_word(bag, words, n, dw_token_hash(words, n)), pos);
        words += len + (words[len] == ' ');
    }
}

static void test_bags(void **state)
{
    static const struct {
        const char *words;
        bool holds;
    } bags[] = {
        {"", false},
        {"impose:v", false},
        {"impose:v tariff", true},
        {"Impose:v Tariff", true},
        {"impose tariff", false},   /* no predicate */
        {"impose:n tariff", false}, /* no noun of the frames */
        {"abduction:n", false},
        {"abduction:n of", true},
        {"retaliation:n", true}, /* asks for nothing */
        {"zither:v tariff", false},
        {"sell:v to", false}, /* to a country, or what stands for one */
        {"sell:v to Norway", true},
        {"sell:v to them", true},
        {"decline:v", false},
        {"decline:v TO", true},
        {"TO decline:v", false}, /* the infinitive is its own */
    };
    struct dw_error err = {.code = DW_OK};
    struct dw_bag *bag;

    (void)state;
    if (dw_bag_open(&bag, &err) != DW_OK)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < N_ELEMENTS(bags); i++) {
        fill_bag(bag, bags[i].words);
        CHECK(dw_bag_holds(bag) == bags[i].holds, bags[i].words, "want %d", bags[i].holds);
    }
    dw_bag_close(bag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_depth_of_articles),
        cmocka_unit_test(test_full_depth_is_full),
        cmocka_unit_test(test_names_and_times_of_scanned_articles),
        cmocka_unit_test(test_same_events_at_both_depths),
        cmocka_unit_test(test_gate_remembers_nothing_of_articles),
        cmocka_unit_test(test_bags),
    };

    return cmocka_run_group_tests(tests, open_pipelines, close_pipelines);
}
