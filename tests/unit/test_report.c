/* SPDX-License-Identifier: MIT */
/*
 * test_report.c - charts, timelines and the report page, of documents annotated by hand.
 *
 * The picture of one dispute must be tests/html/timeline.svg, byte for byte; UPDATE=1 writes it
 * anew.
 */
#include "tests/unit/unit.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "processors/tag/report.h"
#include "processors/tag/timeline.h"

static const char golden[] = "tests/html/timeline.svg";

/* --- documents ------------------------------------------------------------------------------- */

enum { NOBODY = -1, KENYA, UGANDA, MILLERS };

static struct dw_doc doc;

static void *pushed(void *slot)
{
    assert_non_null(slot);
    return slot;
}

static void add_entity(const char *name, const char *country)
{
    struct dw_entity *e = pushed(dw_vec_push(&doc.arena, &doc.entities));

    e->name = name;
    snprintf(e->country, sizeof e->country, "%s", country);
}

static void add_ref(struct dw_refs *refs, int32_t ref)
{
    if (ref != NOBODY)
        *(int32_t *)pushed(dw_vec_push(&doc.arena, refs)) = ref;
}

static struct dw_event *add_event(enum dw_event_type type, const char *tag, int32_t actor,
                                  int32_t recipient, const char *when, enum dw_aux aux)
{
    struct dw_event *e = pushed(dw_vec_push(&doc.arena, &doc.events));

    e->type = type;
    e->tag = tag;
    e->time = e->place = e->attribution = DW_NONE;
    e->aux = aux;
    e->confidence = 0.5;
    snprintf(e->time_value, sizeof e->time_value, "%s", when);
    add_ref(&e->actors, actor);
    add_ref(&e->recipients, recipient);
    return e;
}

static void relate(uint32_t from, enum dw_relation_type type, int32_t to)
{
    struct dw_relation *r = pushed(dw_vec_push(&doc.arena, &doc.events.v[from].relations));

    *r = (struct dw_relation){type, to};
}

/* All events make up one dispute of Kenya and Uganda. */
static void add_dispute(void)
{
    static const char *parties[] = {"KEN", "UGA"};
    static const char *issues[] = {"trade", "milk"};
    struct dw_dispute *d = pushed(dw_vec_push(&doc.arena, &doc.disputes));

    d->parties = (struct dw_strings){parties, 2, 2};
    d->issues = (struct dw_strings){issues, 2, 2};
    for (uint32_t i = 0; i < doc.events.n; i++)
        add_ref(&d->events, (int32_t)i);
}

static void set_text(const char *text)
{
    struct dw_sentence *s = pushed(dw_vec_push(&doc.arena, &doc.sentences));

    doc.article.text = text;
    doc.article.len = strlen(text);
    s->span = (struct dw_span){0, (uint32_t)doc.article.len};
}

static int begin_doc(void **state)
{
    (void)state;
    dw_doc_init(&doc, 0);
    snprintf(doc.published, sizeof doc.published, "2021-04-09T12:00:00Z");
    doc.article.id = "milk-1";
    doc.article.headline = "Kenya, Uganda in milk row";
    set_text("Kenya banned milk from Uganda.");
    add_entity("Kenya", "KEN");
    add_entity("Uganda", "UGA");
    add_entity("millers of the west and of the south", "");
    return 0;
}

static int end_doc(void **state)
{
    (void)state;
    dw_doc_fini(&doc);
    return 0;
}

/* Each way in which an event may stand, be dated and be tied to others. */
static void add_milk_row(void)
{
    add_event(DW_EVENT_SANCTION, "measure-imposed", KENYA, UGANDA, "2021-03-01", DW_AUX_NONE);
    add_event(DW_EVENT_AGREE, "agreement-reached", KENYA, NOBODY, "2012", DW_AUX_NONE);
    add_ref(&doc.events.v[1].actors, UGANDA);
    add_event(DW_EVENT_CONCEDE, "measure-eased", KENYA, UGANDA, "2021-04-09", DW_AUX_NONE);
    add_event(DW_EVENT_THREATEN, "measure-threatened", UGANDA, KENYA, "2021-05", DW_AUX_NONE);
    add_event(DW_EVENT_PROTEST, "demonstration", MILLERS, UGANDA, "PAST_REF", DW_AUX_NONE);
    add_event(DW_EVENT_CONSULT, NULL, NOBODY, UGANDA, "", DW_AUX_FUTURE);
    add_event(DW_EVENT_AID, "aid-given", NOBODY, NOBODY, "", DW_AUX_NEGATED);
    add_event(DW_EVENT_COOPERATE, "pact-extended", UGANDA, KENYA, "2021-03-01TEV",
              DW_AUX_HYPOTHETICAL);
    add_event(DW_EVENT_REJECT, NULL, UGANDA, KENYA, "", DW_AUX_NONE);
    doc.events.v[4].time = 0; /* its words are known, the day is not */
    relate(2, DW_RELATION_REVERSES, 0);
    relate(8, DW_RELATION_SUSPENDS, 1);
    relate(8, DW_RELATION_RESPONDS_TO, 3);
    add_dispute();
}

/* --- charts ---------------------------------------------------------------------------------- */

static struct dw_chart make_chart(struct dw_arena *arena)
{
    const struct dw_dispute *d = &doc.disputes.v[0];
    struct dw_chart chart;

    assert_int_equal(dw_chart_make(&doc, &d->events, &d->parties, arena, &chart), DW_OK);
    return chart;
}

static void test_standings(void **state)
{
    static const enum dw_standing want[] = {
        DW_STANDING_REVERSED,   DW_STANDING_SUSPENDED, DW_STANDING_HAPPENED,
        DW_STANDING_THREATENED, DW_STANDING_HAPPENED,  DW_STANDING_PLANNED,
        DW_STANDING_NEGATED,    DW_STANDING_POSSIBLE,  DW_STANDING_HAPPENED,
    };

    (void)state;
    add_milk_row();
    for (uint32_t i = 0; i < N_ELEMENTS(want); i++)
        assert_int_equal(dw_event_standing(&doc, (int32_t)i), want[i]);
    add_event(DW_EVENT_AGREE, "talks-scheduled", KENYA, UGANDA, "2021-04-20", DW_AUX_NONE);
    assert_int_equal(dw_event_standing(&doc, 9), DW_STANDING_PLANNED);
    doc.events.v[2].aux = DW_AUX_FUTURE; /* what is only planned has reversed nothing */
    assert_int_equal(dw_event_standing(&doc, 0), DW_STANDING_HAPPENED);
}

static void test_rows_and_lanes(void **state)
{
    static const int32_t order[] = {1, 0, 7, 2, 3, 4, 5, 6, 8};
    struct dw_arena arena;
    struct dw_chart chart;

    (void)state;
    add_milk_row();
    dw_arena_init(&arena, 0);
    chart = make_chart(&arena);
    for (uint32_t i = 0; i < N_ELEMENTS(order); i++)
        assert_int_equal(chart.rows[i].event, order[i]);
    assert_int_equal(chart.n_dated, 5);
    assert_int_equal(chart.n_past, 4);
    assert_int_equal(chart.n_lanes, 3);
    assert_null(chart.lanes[2]);
    assert_string_equal(chart.rows[0].when, "2012");
    assert_string_equal(chart.rows[5].when, "PAST_REF");
    assert_int_equal(chart.rows[0].actors, 3);     /* both parties */
    assert_int_equal(chart.rows[5].actors, 4);     /* the others */
    assert_int_equal(chart.rows[6].actors, 0);     /* nobody is told */
    assert_int_equal(chart.rows[6].recipients, 2); /* Uganda */
    assert_int_equal(chart.rows[7].actors, 4);     /* no side at all */
    dw_arena_fini(&arena);
}

static bool do_meet(const struct dw_chart_arc *a, const struct dw_chart_arc *b)
{
    uint32_t top_a = a->from < a->to ? a->from : a->to, top_b = b->from < b->to ? b->from : b->to;

    return top_a <= b->from + b->to - top_b && top_b <= a->from + a->to - top_a;
}

static void test_arcs_of_a_track_do_not_meet(void **state)
{
    struct dw_arena arena;
    struct dw_chart chart;

    (void)state;
    for (int i = 0; i < 40; i++)
        add_event(DW_EVENT_ACCUSE, NULL, KENYA, UGANDA, "", DW_AUX_NONE);
    for (uint32_t i = 0; i < 40; i += 5) {
        relate(i, DW_RELATION_RESPONDS_TO, (int32_t)(i + 3));
        relate((i + 4) % 40, DW_RELATION_CONTINUES, (int32_t)(i + 1));
    }
    relate(39, DW_RELATION_REVERSES, 0);
    add_dispute();
    dw_arena_init(&arena, 0);
    chart = make_chart(&arena);
    assert_int_equal(chart.n_arcs, 17);
    assert_int_equal(chart.n_tracks, 3);
    for (uint32_t i = 0; i < chart.n_arcs; i++)
        for (uint32_t k = 0; k < i; k++)
            assert_false(chart.arcs[i].track == chart.arcs[k].track &&
                         do_meet(&chart.arcs[i], &chart.arcs[k]));
    dw_arena_fini(&arena);
}

static void test_memory_runs_out(void **state)
{
    const struct dw_dispute *d;
    enum dw_err rc = DW_NOMEM;

    (void)state;
    add_milk_row();
    d = &doc.disputes.v[0];
    for (long n = 0; rc != DW_OK; n++) {
        struct dw_arena arena;
        struct dw_chart chart;

        assert_true(n < 20);
        dw_arena_init(&arena, 0);
        arena.fail_after = n;
        rc = dw_chart_make(&doc, &d->events, &d->parties, &arena, &chart);
        assert_true(n > 0 || rc == DW_NOMEM);
        dw_arena_fini(&arena);
    }
}

/* --- pictures and pages ---------------------------------------------------------------------- */

static xmlDoc *parse(const struct dw_strbuf *page)
{
    xmlDoc *xml;

    assert_false(page->failed);
    xml = xmlReadMemory(page->bytes, (int)page->len, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(xml); /* libxml2 has said why not */
    return xml;
}

/* How many nodes of the page are so; elements by their names, whatever their space. */
static int count(xmlDoc *xml, const char *path)
{
    xmlXPathContext *context = xmlXPathNewContext(xml);
    xmlXPathObject *found;
    int n;

    assert_non_null(context);
    xmlXPathRegisterNs(context, BAD_CAST "h", BAD_CAST "http://www.w3.org/1999/xhtml");
    xmlXPathRegisterNs(context, BAD_CAST "s", BAD_CAST "http://www.w3.org/2000/svg");
    found = xmlXPathEvalExpression(BAD_CAST path, context);
    assert_non_null(found);
    n = found->nodesetval ? found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return n;
}

static void make_report(struct dw_strbuf *page)
{
    struct dw_report report;

    dw_report_init(&report);
    assert_int_equal(dw_report_add(&report, &doc), DW_OK);
    assert_int_equal(dw_report_encode(&report, page), DW_OK);
    dw_report_fini(&report);
}

static void write_golden(const struct dw_strbuf *picture)
{
    FILE *fp = fopen(golden, "wb");

    assert_non_null(fp);
    assert_int_equal(fwrite(picture->bytes, 1, picture->len, fp), picture->len);
    assert_int_equal(fclose(fp), 0);
}

static void test_picture(void **state)
{
    struct dw_arena arena;
    struct dw_chart chart;
    struct dw_timeline timeline = {&doc, &chart, "Kenya and Uganda", 1, 1};
    struct dw_strbuf picture;
    static char want[65536];
    size_t len;
    FILE *fp;

    (void)state;
    add_milk_row();
    dw_arena_init(&arena, 0);
    dw_strbuf_init(&picture);
    chart = make_chart(&arena);
    assert_int_equal(dw_timeline_add(&timeline, &arena, &picture), DW_OK);
    if (getenv("UPDATE"))
        write_golden(&picture);
    fp = fopen(golden, "rb");
    assert_non_null(fp);
    len = fread(want, 1, sizeof want - 1, fp);
    fclose(fp);
    want[len] = '\0';
    assert_string_equal(picture.bytes, want);
    dw_strbuf_fini(&picture);
    dw_arena_fini(&arena);
}

static void test_page(void **state)
{
    struct dw_strbuf page;
    xmlDoc *xml;

    (void)state;
    add_milk_row();
    add_event(DW_EVENT_SUPPORT, "praise", MILLERS, NOBODY, "", DW_AUX_NONE); /* in no dispute */
    dw_strbuf_init(&page);
    make_report(&page);
    xml = parse(&page);
    assert_int_equal(count(xml, "//h:article"), 1);
    assert_int_equal(count(xml, "//h:figure"), 2);
    assert_int_equal(count(xml, "//h:figure//s:a[@class='row']"), 10);
    assert_int_equal(count(xml, "//s:svg[@role='group'][s:title][s:desc]"), 2);
    assert_int_equal(count(xml, "//s:a[@aria-label][s:title]"), 10);
    assert_int_equal(count(xml, "//s:g[starts-with(@class, 'arc')]"), 3 + 6); /* and the legend's */
    assert_int_equal(count(xml, "//@id[. = preceding::*/@id]"), 0);
    assert_int_equal(count(xml, "//h:nav//h:a[@href='#a1']"), 1);
    xmlFreeDoc(xml);
    dw_strbuf_fini(&page);
}

static void test_hostile_words(void **state)
{
    static const char hostile[] =
        "</title><script>alert(1)</script>\"'&amp;\x01\xEF\xBF\xBF\xE2\x80\xAE]]>";
    struct dw_strbuf page;
    xmlDoc *xml;

    (void)state;
    set_text(hostile);
    doc.sentences.v[0] = doc.sentences.v[1];
    for (uint32_t i = 0; i < doc.entities.n; i++)
        doc.entities.v[i].name = doc.entities.v[i].role = hostile;
    doc.article.headline = doc.article.id = hostile;
    doc.article.provider = (const char *[]){hostile};
    doc.article.n_provider = 1;
    add_milk_row();
    dw_strbuf_init(&page);
    make_report(&page);
    xml = parse(&page);
    assert_int_equal(count(xml, "//*[local-name()='script']"), 0);
    assert_int_equal(count(xml, "//h:h2[contains(., '<script>alert(1)</script>\"')]"), 1);
    assert_int_equal(count(xml, "//@*[starts-with(name(), 'on')]"), 0);
    xmlFreeDoc(xml);
    dw_strbuf_fini(&page);
}

/* The number that an attribute of the i-th node is. */
static int attribute(xmlDoc *xml, const char *path, int i, const char *name)
{
    char one[128];
    xmlXPathContext *context = xmlXPathNewContext(xml);
    xmlXPathObject *found;
    int n;

    assert_non_null(context);
    xmlXPathRegisterNs(context, BAD_CAST "s", BAD_CAST "http://www.w3.org/2000/svg");
    snprintf(one, sizeof one, "number((%s)[%d]/@%s)", path, i + 1, name);
    found = xmlXPathEvalExpression(BAD_CAST one, context);
    assert_non_null(found);
    n = (int)found->floatval;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return n;
}

static void test_many_events(void **state)
{
    static const char hit[] = "//s:rect[@class='hit']";
    enum { MANY = 200 };
    struct dw_strbuf page;
    xmlDoc *xml;
    int end = 0;

    (void)state;
    for (int i = 0; i < MANY; i++) {
        char when[16];

        snprintf(when, sizeof when, "%d-%02d", 1990 + i / 12, i % 12 + 1);
        add_event(DW_EVENT_ACCUSE, "criticism", i % 2, 1 - i % 2, i % 7 ? when : "", DW_AUX_NONE);
        if (i)
            relate((uint32_t)i, DW_RELATION_RESPONDS_TO, i * 7 % i);
    }
    add_dispute();
    dw_strbuf_init(&page);
    make_report(&page);
    xml = parse(&page);
    assert_int_equal(count(xml, hit), MANY);
    for (int i = 0; i < MANY; i++) { /* no row over another, none too low to be hit */
        int top = attribute(xml, hit, i, "y"), height = attribute(xml, hit, i, "height");

        assert_true(top >= end && height >= 40);
        end = top + height;
    }
    assert_true(end <= attribute(xml, "//s:svg[@role='group']", 0, "height"));
    assert_true(attribute(xml, "//s:svg[@role='group']", 0, "width") < 760);
    assert_true(count(xml, "//s:text[@class='lane'][. = 'KEN']") >= MANY / 20); /* told again */
    xmlFreeDoc(xml);
    dw_strbuf_fini(&page);
}

static void test_nothing(void **state)
{
    struct dw_report report;
    struct dw_strbuf page;
    xmlDoc *xml;

    (void)state;
    dw_report_init(&report);
    dw_strbuf_init(&page);
    assert_int_equal(dw_report_encode(&report, &page), DW_OK);
    xmlFreeDoc(parse(&page));
    dw_strbuf_reset(&page);
    assert_int_equal(dw_report_add(&report, &doc), DW_OK);
    assert_int_equal(dw_report_encode(&report, &page), DW_OK);
    xml = parse(&page);
    assert_int_equal(count(xml, "//h:p[@class='none']"), 1);
    assert_int_equal(count(xml, "//h:figure"), 0);
    xmlFreeDoc(xml);
    dw_strbuf_fini(&page);
    dw_report_fini(&report);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_doc, end_doc)
    const struct CMUnitTest tests[] = {
        TEST(test_standings),
        TEST(test_rows_and_lanes),
        TEST(test_arcs_of_a_track_do_not_meet),
        TEST(test_memory_runs_out),
        TEST(test_picture),
        TEST(test_page),
        TEST(test_hostile_words),
        TEST(test_many_events),
        TEST(test_nothing),
    };
#undef TEST
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    xmlCleanupParser();
    return failed;
}
