/* SPDX-License-Identifier: MIT */
/* test_feeds.c - wire formats: dates, character sets, markup, and documents that mean harm. */
#include "tests/unit/unit.h"

#include <time.h>
#include <unistd.h>

#include "processors/base/log.h"
#include "processors/base/strbuf.h"
#include "producer/feeds/date.h"
#include "producer/feeds/decode.h"
#include "producer/feeds/markup.h"
#include "producer/source.h"

/* --- dates ----------------------------------------------------------------------------------- */

static void dates_are_read(void **state)
{
    static const struct {
        const char *text, *want; /* NULL: no date */
    } cases[] = {
        {"2019-07-03", "2019-07-03"},
        {" 2019-07-03T04:05:12Z ", "2019-07-03T04:05:12Z"},
        {"2019-07-03 04:05:12", "2019-07-03T04:05:12"},
        {"2019-07-03T04:05:12.5+0000", "2019-07-03T04:05:12.5+00:00"},
        {"2019-07-03T04:05+05:30", "2019-07-03T04:05:00+05:30"},
        {"20190703", "2019-07-03"},
        {"20190703T141500+0200", "2019-07-03T14:15:00+02:00"},
        {"20080219+0100", "2008-02-19"},
        {"Wed, 03 Jul 2019 08:05:09 GMT", "2019-07-03T08:05:09Z"},
        {"3 Jul 19 08:05 EDT", "2019-07-03T08:05:00-04:00"},
        {"Wed, 03 July 2019 08:05:09 +0200", "2019-07-03T08:05:09+02:00"},
        {"03 Jul 2019", "2019-07-03"},
        {"03-Jul-2019 08:05:00 XYZ", "2019-07-03T08:05:00"},
        {"29 Feb 2019 00:00 GMT", NULL},
        {"2019-02-30T00:00:00Z", NULL},
        {"2019-07-03T25:00:00Z", NULL},
        {"2019-07", NULL},
        {"YYYYMMDD000000-HHMM", NULL},
        {"yesterday", NULL},
        {"", NULL},
    };
    char got[DW_FEED_DATE_LEN];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        bool is = dw_feed_date_decode(cases[i].text, got);

        CHECK(is == (cases[i].want != NULL), cases[i].text, "read: %d", is);
        CHECK(!is || strcmp(got, cases[i].want) == 0, cases[i].text, "got %s", got);
    }
}

/* --- character sets -------------------------------------------------------------------------- */

static void bytes_become_utf8(void **state)
{
    static const struct {
        const char *label, *bytes;
        size_t len;
        const char *want; /* NULL: refused */
        bool odd;
    } cases[] = {
#define BYTES(text) text, sizeof(text) - 1
        {"plain", BYTES("abc"), "abc", false},
        {"mark", BYTES("\xEF\xBB\xBF<a/>"), "<a/>", false},
        {"UTF-16LE, mark", BYTES("\xFF\xFE<\0\xE9\0"), "<\xC3\xA9", false},
        {"UTF-16BE, no mark", BYTES("\0<\0a"), "<a", false},
        {"UTF-32LE, no mark", BYTES("<\0\0\0a\0\0\0"), "<a", false},
        {"Latin-1 with Windows quotes", BYTES("<?xml encoding='ISO-8859-1'?>\x93\xE9\x94"),
         "<?xml encoding='ISO-8859-1'?>\xE2\x80\x9C\xC3\xA9\xE2\x80\x9D", false},
        {"declared in a page", BYTES("<meta charset=koi8-r>\xC7"), "<meta charset=koi8-r>\xD0\xB3",
         false},
        {"UTF-8 under another name", BYTES("<?xml encoding='latin1'?>\xC3\xA9"),
         "<?xml encoding='latin1'?>\xC3\xA9", true},
        {"an unknown name", BYTES("<?xml encoding='x-none'?>a"), "<?xml encoding='x-none'?>a",
         true},
        {"nothing declared, Western", BYTES("un caf\xE9 ferm\xE9 le soir"),
         "un caf\xC3\xA9 ferm\xC3\xA9 le soir", true},
        {"damaged UTF-8", BYTES("caf\xC3\xA9s caf\xC3\xA9s caf\xC3 end"), NULL, false},
        {"half a UTF-16 unit", BYTES("\xFF\xFE<\0\xE9"), NULL, false},
#undef BYTES
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_decoded got;
        enum dw_err rc = dw_decode(cases[i].bytes, cases[i].len, NULL, &got, NULL);

        CHECK((rc == DW_OK) == (cases[i].want != NULL), cases[i].label, "rc %d", (int)rc);
        if (rc == DW_OK) {
            CHECK(strcmp(got.text.bytes, cases[i].want) == 0, cases[i].label, "got %s",
                  got.text.bytes);
            CHECK(got.odd == cases[i].odd, cases[i].label, "odd: %d", got.odd);
        }
        dw_strbuf_fini(&got.text);
    }
}

static void the_transport_has_a_word(void **state)
{
    static const struct {
        const char *says, *bytes, *want;
    } cases[] = {
        {"koi8-r", "\xC7", "\xD0\xB3"},
        {"koi8-r", "<?xml encoding='latin1'?>\xC7", "<?xml encoding='latin1'?>\xD0\xB3"},
        {"x-none", "<?xml encoding='koi8-r'?>\xC7", "<?xml encoding='koi8-r'?>\xD0\xB3"},
        {"koi8-r", "\xEF\xBB\xBF\xC3\xA9", "\xC3\xA9"},
        {"utf-8", "un caf\xe9 ferm\xe9 le soir", "un caf\xC3\xA9 ferm\xC3\xA9 le soir"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_decoded got;

        assert_int_equal(
            dw_decode(cases[i].bytes, strlen(cases[i].bytes), cases[i].says, &got, NULL), DW_OK);
        assert_string_equal(got.text.bytes, cases[i].want);
        dw_strbuf_fini(&got.text);
    }
}

static void text_becomes_nfc(void **state)
{
    static const struct {
        const char *label, *text, *want;
    } cases[] = {
        {"composed", "e\xCC\x81", "\xC3\xA9"},
        {"two marks in canonical order", "o\xCC\x88\xCC\xA3", "\xE1\xBB\x8D\xCC\x88"},
        {"Hangul", "\xE1\x84\x80\xE1\x85\xA1", "\xEA\xB0\x80"},
        {"C1 meant Windows", "\xC2\x93no\xC2\x94", "\xE2\x80\x9Cno\xE2\x80\x9D"},
        {"a control character",
         "a\x01"
         "b",
         "a b"},
        {"a bad byte", "a\xFF", "a\xEF\xBF\xBD"},
        {"tab and line end stay", "a\tb\nc", "a\tb\nc"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_strbuf got;

        dw_strbuf_init(&got);
        dw_decode_add_nfc(&got, cases[i].text, strlen(cases[i].text));
        CHECK(strcmp(got.bytes, cases[i].want) == 0, cases[i].label, "got %s", got.bytes);
        dw_strbuf_fini(&got);
    }
}

/* --- markup ---------------------------------------------------------------------------------- */

static void markup_becomes_paragraphs(void **state)
{
    static const struct {
        const char *label, *html, *want;
    } cases[] = {
        {"paragraphs", "<p>One.</p><p>Two.</p>", "One.\n\nTwo."},
        {"white space", "<p>\n  a \t b&nbsp;c </p>", "a b c"},
        {"inline elements join", "<p>A<b>B</b>, <i>c</i>.</p>", "AB, c."},
        {"line breaks", "a<br>b<br/><br/>c", "a\nb\nc"},
        {"nested blocks", "<div><div>a</div></div><div>b</div>", "a\n\nb"},
        {"text beside a block", "a<p>b</p>c", "a\n\nb\n\nc"},
        {"lists", "<ul><li>a</li><li>b</li></ul>", "a\n\nb"},
        {"tables", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"},
        {"scripts and styles", "a<script>x<p>y</script><style>z</style>b", "ab"},
        {"captions", "<p>a</p><figure><figcaption>x</figcaption></figure><p>b</p>", "a\n\nb"},
        {"preformatted", "<pre>a\n  b\n\nc</pre>", "a\nb\n\nc"},
        {"comments", "a<!-- <p>x</p> -->b", "ab"},
        {"entities", "&lt;&eacute;&#8212;&hellip;", "<\xC3\xA9\xE2\x80\x94\xE2\x80\xA6"},
        {"unclosed", "<p>a<p>b", "a\n\nb"},
        {"stray ends", "</p>a</div>", "a"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_strbuf got;

        dw_strbuf_init(&got);
        dw_markup_add_html(&got, cases[i].html, strlen(cases[i].html));
        CHECK(got.bytes && strcmp(got.bytes, cases[i].want) == 0, cases[i].label, "got %s",
              got.bytes ? got.bytes : "nothing");
        dw_strbuf_fini(&got);
    }
}

static void html_is_told_from_text(void **state)
{
    static const struct {
        const char *text;
        bool is;
    } cases[] = {
        {"<p>a", true},    {"a<br/>b", true},    {"x &amp; y", true},
        {"&#8212;", true}, {"1 < 2 > 0", false}, {"AT&T; and", true},
        {"R & D", false},  {"<", false},         {"a <- b", false},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        CHECK(dw_markup_is_html(cases[i].text, strlen(cases[i].text)) == cases[i].is, cases[i].text,
              "wrong");
}

/* --- documents ------------------------------------------------------------------------------- */

static char path[] = "/tmp/dw-feeds-XXXXXX";

static struct outcome {
    size_t n_taken, n_refused, n_skipped, longest;
} outcome;

static enum dw_err take(void *user, const struct dw_record *record, struct dw_error *err)
{
    (void)user;
    (void)err;
    outcome.n_taken++;
    if (record->len > outcome.longest)
        outcome.longest = record->len;
    return DW_OK;
}

static void refuse(void *user, const char *place, const struct dw_error *why)
{
    (void)user;
    (void)place;
    assert_int_not_equal(why->text[0], '\0');
    outcome.n_refused++;
}

static void skip_source(void *user, const char *place, const char *why)
{
    (void)user;
    (void)place;
    (void)why;
    outcome.n_skipped++;
}

/* Read the bytes as a file of no telling name. Returns the seconds that it took. */
static double read_bytes(const char *bytes, size_t len)
{
    static const struct dw_sink sink = {.take = take, .refuse = refuse, .skip = skip_source};
    static const struct dw_source_options options = {0};
    FILE *file = fopen(path, "wb");
    clock_t start;

    outcome = (struct outcome){0};
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
    start = clock();
    assert_int_equal(dw_source_run(path, &options, &sink, NULL), DW_OK);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void add_times(struct dw_strbuf *out, const char *text, size_t n)
{
    while (n--)
        dw_strbuf_adds(out, text);
}

/* What is said of each: it ends in time, and with what. */
enum { HANG = 5, SLOWER = 10 }; /* seconds; how much slower a wrapper such as valgrind may be */

static void hostile_documents_end(void **state)
{
    static const struct {
        const char *label, *start, *unit, *end;
        size_t n;
        size_t taken, refused, skipped;
    } cases[] = {
        {"an attribute of 12 MB", "<nitf><head><docdata><doc-id id-string='", "xxxxxxxxxxxx",
         "'/></docdata></head><body><body.content><p>a</p></body.content></body></nitf>", 1000000,
         0, 1, 0},
        {"elements 100,000 deep", "<nitf><body><body.content>", "<p>", "a", 100000, 0, 1, 0},
        {"markup 100,000 deep in a feed", "<rss><channel><item><description><![CDATA[", "<div>",
         "a]]></description></item></channel></rss>", 100000, 0, 0, 1},
        {"JSON 100,000 deep", "{\"uri\":", "[", "", 100000, 0, 1, 0},
        {"100,000 attributes", "<rss ", "a='' ", "><channel/></rss>", 100000, 0, 1, 0},
        {"100,000 attributes in a page", "<!DOCTYPE html><html><p ", "a='' ", ">text</html>",
         100000, 0, 1, 0},
        {"20,000 items", "<rss><channel>",
         "<item><title>t</title><description>An item.</description></item>", "</channel></rss>",
         20000, 20000, 0, 0},
        {"100,000 ampersands", "<rss><channel><item><description>", "& ",
         "</description></item></channel></rss>", 100000, 1, 0, 0},
        {"100,000 open brackets", "<rss><channel><item><description>", "<br",
         "</description></item></channel></rss>", 100000, 0, 1, 0},
        {"100,000 messages", "\001", "\001", "", 100000, 0, 1, 0},
        {"a page of 100,000 open tags", "<!DOCTYPE html><html><body>", "<b>", "text</html>", 100000,
         0, 0, 1},
    };

    const double limit = getenv("TEST_WRAPPER") ? HANG * SLOWER : HANG;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_strbuf bytes;
        double seconds;

        dw_strbuf_init(&bytes);
        dw_strbuf_adds(&bytes, cases[i].start);
        add_times(&bytes, cases[i].unit, cases[i].n);
        dw_strbuf_adds(&bytes, cases[i].end);
        seconds = read_bytes(bytes.bytes, bytes.len);
        CHECK(outcome.n_taken == cases[i].taken && outcome.n_refused == cases[i].refused &&
                  outcome.n_skipped == cases[i].skipped,
              cases[i].label, "%zu taken, %zu refused, %zu skipped", outcome.n_taken,
              outcome.n_refused, outcome.n_skipped);
        CHECK(seconds < limit, cases[i].label, "took %.1f s", seconds);
        dw_strbuf_fini(&bytes);
    }
}

/* References to one long entity: nothing is expanded. */
static void entities_do_not_make_long_texts(void **state)
{
    struct dw_strbuf bytes;

    (void)state;
    dw_strbuf_init(&bytes);
    dw_strbuf_adds(&bytes, "<!DOCTYPE nitf [<!ENTITY e \"");
    add_times(&bytes, "long ", 10000);
    dw_strbuf_adds(&bytes, "\">]><nitf><body><body.content><p>Text: ");
    add_times(&bytes, "&e;", 10000);
    dw_strbuf_adds(&bytes, "</p></body.content></body></nitf>");
    read_bytes(bytes.bytes, bytes.len);
    assert_true(outcome.longest < 100000);
    assert_int_equal(outcome.n_taken + outcome.n_refused, 1);
    dw_strbuf_fini(&bytes);
}

/* Every prefix of a document ends in a record, a refusal or a reason to skip: never in nothing. */
static void documents_may_end_anywhere(void **state)
{
    static const char *const documents[] = {
        "<?xml version='1.0'?><rss version='2.0'><channel><title>T</title><item><guid>a</guid>"
        "<description>One.</description></item><item><guid>b</guid></item></channel></rss>",
        "<nitf><head><docdata><doc-id id-string='a'/></docdata></head><body><body.content><p>A."
        "</p></body.content></body></nitf>",
        "[{\"uri\":\"a\",\"type\":\"text\",\"body_html\":\"<p>One.</p>\"},{\"uri\":\"b\"}]",
        "\001abc001 3 i 20 ccccb   abc 001\r\nSlug/\r\n\002Headline =\r\n\r\nText.\r\n\003 030905 "
        "Jul 19\r\n\004",
        "\026\026\001W0815\037intl\nu i BC-Slug 07-03 0061\n\002^BC-Slug,61<\n^Headline<\n\tText."
        "\n\003AP-WF-07-03-19 1315GMT<\n\004",
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(documents); i++) {
        size_t len = strlen(documents[i]);

        for (size_t n = 1; n <= len; n++) {
            read_bytes(documents[i], n);
            CHECK(outcome.n_taken + outcome.n_refused + outcome.n_skipped > 0, documents[i],
                  "nothing is said of the first %zu bytes", n);
        }
        assert_int_equal(outcome.n_taken, 1);
    }
}

static int make_file(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    dw_log_open(&(struct dw_log_options){.level = DW_LOG_ERROR, .fd = STDERR_FILENO});
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(bytes_become_utf8),
        cmocka_unit_test(the_transport_has_a_word),
        cmocka_unit_test(text_becomes_nfc),
        cmocka_unit_test(markup_becomes_paragraphs),
        cmocka_unit_test(html_is_told_from_text),
        cmocka_unit_test(hostile_documents_end),
        cmocka_unit_test(entities_do_not_make_long_texts),
        cmocka_unit_test(documents_may_end_anywhere),
    };

    return cmocka_run_group_tests(tests, make_file, remove_file);
}
