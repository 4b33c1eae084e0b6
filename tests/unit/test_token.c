/* SPDX-License-Identifier: MIT */
#include "tests/unit/annotate.h"
#include "tests/unit/repeated.h"

#include "processors/token.h"
#include "lexicon/contraction.inc"
#include "lexicon/token.inc"

/* The tokens of `text` with a blank between them. */
static void split(struct dw_doc *doc, const char *text, char *out, size_t size)
{
    size_t at = 0;
    char form[256];

    split_text(doc, text, DW_ZONE_BODY);
    *out = '\0';
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        at += (size_t)snprintf(out + at, size - at, "%s%s", i ? " " : "",
                               copy_span(doc, doc->tokens.v[i].span, form, sizeof form));
        assert_true(at < size);
    }
}

static void test_where_words_part(void **state)
{
    static const struct {
        const char *label, *text, *want;
    } cases[] = {
        {"plain", "Envoys met in Oslo.", "Envoys met in Oslo ."},
        {"possessive", "Peru's fleet", "Peru 's fleet"},
        {"curly possessive", "Peru\xE2\x80\x99s fleet", "Peru \xE2\x80\x99s fleet"},
        {"plural possessive", "the envoys' hall", "the envoys ' hall"},
        {"grave accent", "Peru`s ``fleet''", "Peru `s `` fleet ''"},
        {"plural of figures", "the 1980's and the '70's", "the 1980's and the '70's"},
        {"feet and inches", "5'9 tall", "5 ' 9 tall"},
        {"dropped g", "a cookin' show, 'Win' it", "a cookin' show , ' Win ' it"},
        {"two single quotes", "\xE2\x80\x98\xE2\x80\x98No\xE2\x80\x99\xE2\x80\x99",
         "\xE2\x80\x98\xE2\x80\x98 No \xE2\x80\x99\xE2\x80\x99"},
        {"negation", "They didn't and won't.", "They did n't and wo n't ."},
        {"curly negation", "don\xE2\x80\x99t", "do n\xE2\x80\x99t"},
        {"verb clitics", "We've said they'll go; I'm sure she'd agree.",
         "We 've said they 'll go ; I 'm sure she 'd agree ."},
        {"without apostrophe", "They dont know", "They do nt know"},
        {"contractions", "Im gonna go, thats all", "I m gon na go , that s all"},
        {"no contraction", "IM and Immun-Im, in ITS hand", "IM and Immun - Im , in ITS hand"},
        {"its or it's", "its not; its fleet; its all-time",
         "it s not ; its fleet ; its all - time"},
        {"cannot", "It cannot be", "It can not be"},
        {"name with apostrophe", "Mr. O'Hara of N'Djamena", "Mr. O'Hara of N'Djamena"},
        {"dotted state", "U.S. and U.N. aides", "U.S. and U.N. aides"},
        {"month", "on Dec. 16 it", "on Dec. 16 it"},
        {"title", "Lt. Gen. Ruiz", "Lt. Gen. Ruiz"},
        {"initials", "J. R. Ruiz and J.R. Ruiz", "J. R. Ruiz and J.R. Ruiz"},
        {"state", "Reno, Nev., and Mass. at noon", "Reno , Nev. , and Mass . at noon"},
        {"state by itself, as in a table", "Mass.", "Mass."},
        {"abbreviation and full stop", "of Nordfisk Co..", "of Nordfisk Co. ."},
        {"ends a paragraph", "oil, gas etc. flow\n\nsteel etc.\n\nIt",
         "oil , gas etc. flow steel etc . It"},
        {"firm", "Nordfisk Co. sold", "Nordfisk Co. sold"},
        {"number mark", "No. 5 but no. Then", "No. 5 but no . Then"},
        {"weekday or verb", "He sat. Then", "He sat . Then"},
        {"hour", "at 7 p.m. today", "at 7 p.m. today"},
        {"hour written on", "at 10pm and 24hrs on", "at 10 pm and 24 hrs on"},
        {"decade and ordinal", "the 1980s, the 5th", "the 1980s , the 5th"},
        {"cut decade", "the '80s", "the '80s"},
        {"decimal and thousands", "3.5 of 1,250,000.", "3.5 of 1,250,000 ."},
        {"clock", "at 7:30,", "at 7:30 ,"},
        {"score and years", "1904-1905 and 3-2", "1904 - 1905 and 3 - 2"},
        {"en dash",
         "1904\xE2\x80\x93"
         "05",
         "1904 \xE2\x80\x93 05"},
        {"compound", "a cease-fire-brokering envoy", "a cease - fire - brokering envoy"},
        {"prefix", "anti-dumping, co-operation and ex-envoy",
         "anti-dumping , co-operation and ex-envoy"},
        {"prefix of a year", "mid-1996 and mid-1980s", "mid-1996 and mid-1980s"},
        {"Korean name", "Park Un-chol", "Park Un - chol"},
        {"money", "$5 and US$5.2 billion, 30%", "$ 5 and US$ 5.2 billion , 30 %"},
        {"euros",
         "\xE2\x82\xAC"
         "40 bn",
         "\xE2\x82\xAC 40 bn"},
        {"slash", "either/or and 2011/12", "either / or and 2011/12"},
        {"ampersand", "AT&T and Reed & Sons", "AT&T and Reed & Sons"},
        {"dashes", "Oslo -- and--then", "Oslo -- and -- then"},
        {"em dash", "Oslo\xE2\x80\x94quiet", "Oslo \xE2\x80\x94 quiet"},
        {"quotes", "\"No,\" he said.", "\" No , \" he said ."},
        {"curly quotes", "\xE2\x80\x9CNo,\xE2\x80\x9D he", "\xE2\x80\x9C No , \xE2\x80\x9D he"},
        {"wire quotes", "``No,'' he", "`` No , '' he"},
        {"ellipsis", "Well... no. . .", "Well ... no . . ."},
        {"marks", "What?! Go!! So.? Oh!.", "What ?! Go !! So .? Oh !."},
        {"brackets", "(Nordwire) [sic]", "( Nordwire ) [ sic ]"},
        {"web address", "See http://www.example.org/a?b=1, or www.example.org.",
         "See http://www.example.org/a?b=1 , or www.example.org ."},
        {"address in brackets", "(https://example.org/x)", "( https://example.org/x )"},
        {"mail", "Write to desk.a@example.org.", "Write to desk.a@example.org ."},
        {"host", "at news.example.com.", "at news.example.com ."},
        {"newsgroup", "in alt.gardens and in soc.roses.care-tips,",
         "in alt.gardens and in soc.roses.care-tips ,"},
        {"three parts in lower case", "irc.some.place", "irc.some.place"},
        {"file", "See 3%draft-2.doc or (notes.txt).", "See 3%draft-2.doc or ( notes.txt ) ."},
        {"ending of a file", "the .pdf of it", "the .pdf of it"},
        {"quoted address", "'http://example.org/x'", "' http://example.org/x '"},
        {"numbers of a desk", "Call 5-0123, 1-202-555-0123 or +44.",
         "Call 5-0123 , 1-202-555-0123 or +44 ."},
        {"post code", "Reno 89501-0123", "Reno 89501-0123"},
        {"date in figures", "on 03-05-2019.", "on 03-05-2019 ."},
        {"amount with a plus", "a + b", "a + b"},
        {"tags", "#budget of @desk_2, # 5", "#budget of @desk_2 , # 5"},
        {"short for without", "w/o it and b/c of y/n", "w/o it and b/c of y / n"},
        {"drawn line", "<==== and --->", "<==== and --->"},
        {"drawn on to a word", "a>--b", "a > -- b"},
        {"missing blank", "It ended.They left.", "It ended . They left ."},
        {"telephone", "Call 555-0123 or 202-555-0123.", "Call 555-0123 or 202-555-0123 ."},
        {"face", "Fine :)", "Fine :)"},
        {"face behind a word", "Fine:) Bad :-( Fun :D", "Fine :) Bad :-( Fun :D"},
        {"no face", "(as follows:) a:D :Dutch", "( as follows : ) a : D : Dutch"},
        {"accents", "S\xC3\xA3o Tom\xC3\xA9.", "S\xC3\xA3o Tom\xC3\xA9 ."},
        {"no-break blank", "40\xC2\xA0tonnes", "40 tonnes"},
        {"controls are blanks",
         "a\x01"
         "b\tc",
         "a b c"},
        {"nothing", "", ""},
        {"blanks", " \n\t ", ""},
    };
    struct dw_doc doc;
    char got[512];

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        split(&doc, cases[i].text, got, sizeof got);
        CHECK(!strcmp(got, cases[i].want), cases[i].label, "wants %s, has %s", cases[i].want, got);
    }
    dw_doc_fini(&doc);
}

/* Every contraction of the table is parted where the table says, before its next word if it has
 * one: the quick look at the last letters lets all of them through. */
static void test_all_contractions(void **state)
{
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(table_contraction); i++) {
        const char *pool = (const char *)table_contraction_pool;
        const char *form = pool + table_contraction[i].form, *next = pool;
        char text[64];

        next += table_contraction[i].next;
        snprintf(text, sizeof text, "%s %.*s", form, (int)strcspn(next, "|"), next);
        split_text(&doc, text, DW_ZONE_BODY);
        assert_true(doc.tokens.n > 1);
        CHECK((int)dw_token_len(&doc.tokens.v[0]) == table_contraction[i].first, form,
              "the first word has %d bytes", (int)dw_token_len(&doc.tokens.v[0]));
    }
    dw_doc_fini(&doc);
}

/* Every abbreviation of the table keeps its full stop where the table says. */
static void test_all_abbreviations(void **state)
{
    static const struct {
        unsigned kind;
        const char *before, *after;
        uint32_t token;
        bool capital;
    } frames[] = {
        {TABLE_TOKEN_KINDS_STOP, "", ". Oslo", 0, true},
        {TABLE_TOKEN_KINDS_LOWER, "", ". oslo", 0, false},
        {TABLE_TOKEN_KINDS_FIGURE, "", ". 5", 0, true},
        {TABLE_TOKEN_KINDS_COMMA, "Oslo, ", ". so", 2, true},
    };
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(table_token) * N_ELEMENTS(frames); i++) {
        const struct table_token_row *row = &table_token[i / N_ELEMENTS(frames)];
        size_t f = i % N_ELEMENTS(frames);
        char form[32], text[64];

        if (!(row->kinds & frames[f].kind))
            continue;
        snprintf(form, sizeof form, "%s", (const char *)table_token_pool + row->form);
        form[0] = (char)(frames[f].capital ? form[0] & ~0x20 : form[0]);
        snprintf(text, sizeof text, "%s%s%s", frames[f].before, form, frames[f].after);
        split_text(&doc, text, DW_ZONE_BODY);
        assert_true(doc.tokens.n > frames[f].token);
        CHECK(dw_token_len(&doc.tokens.v[frames[f].token]) == strlen(form) + 1, text,
              "%s lost its full stop", form);
    }
    dw_doc_fini(&doc);
}

static void test_flags(void **state)
{
    static const struct {
        const char *text;
        uint32_t token;
        unsigned flags;
    } cases[] = {
        {"Oslo fell", 0, DW_TOKEN_UPPER_FIRST | DW_TOKEN_SPACE_AFTER},
        {"Oslo fell", 1, DW_TOKEN_SPACE_AFTER},
        {"Oslo's", 0, DW_TOKEN_UPPER_FIRST},
        {"Oslo's", 1, DW_TOKEN_CLITIC | DW_TOKEN_SPACE_AFTER},
        {"envoys' hall", 1, DW_TOKEN_CLITIC | DW_TOKEN_PUNCT | DW_TOKEN_SPACE_AFTER},
        {"'envoys' hall", 2, DW_TOKEN_PUNCT | DW_TOKEN_SPACE_AFTER},
        {"===>", 0, DW_TOKEN_PUNCT | DW_TOKEN_SPACE_AFTER},
        {"WTO", 0, DW_TOKEN_UPPER_FIRST | DW_TOKEN_UPPER_ALL | DW_TOKEN_SPACE_AFTER},
        {"\xC3\x89lan", 0, DW_TOKEN_UPPER_FIRST | DW_TOKEN_SPACE_AFTER},
        {"5th", 0, DW_TOKEN_DIGIT | DW_TOKEN_SPACE_AFTER},
        {"so.", 1, DW_TOKEN_PUNCT | DW_TOKEN_STOP | DW_TOKEN_SPACE_AFTER},
        {"Dr. Soto", 0, DW_TOKEN_UPPER_FIRST | DW_TOKEN_STOP | DW_TOKEN_SPACE_AFTER},
        {"so  as", 0, DW_TOKEN_SPACE_AFTER | DW_TOKEN_GAP_AFTER},
        {"so\nas", 0, DW_TOKEN_SPACE_AFTER | DW_TOKEN_LINE_AFTER},
        {"so as", 0, DW_TOKEN_SPACE_AFTER},
        {"\"so\"", 0, DW_TOKEN_PUNCT},
        {"\"so\"", 1, DW_TOKEN_QUOTED},
        {"\"so\"", 2, DW_TOKEN_PUNCT | DW_TOKEN_SPACE_AFTER},
        {"\"so\n\nas", 2, DW_TOKEN_SPACE_AFTER},
    };
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        split_text(&doc, cases[i].text, DW_ZONE_BODY);
        assert_true(doc.tokens.n > cases[i].token);
        CHECK(doc.tokens.v[cases[i].token].flags == cases[i].flags, cases[i].text,
              "token %u: wants %x, has %x", cases[i].token, cases[i].flags,
              doc.tokens.v[cases[i].token].flags);
    }
    dw_doc_fini(&doc);
}

static void test_hash_and_equality(void **state)
{
    struct dw_doc doc;

    (void)state;
    assert_int_equal(dw_token_hash("Oslo", 4), dw_token_hash("OSLO", 4));
    assert_int_equal(dw_token_hash("n't", 3), dw_token_hash("N\xE2\x80\x99T", 5));
    assert_int_not_equal(dw_token_hash("Oslo", 4), dw_token_hash("Osla", 4));
    assert_int_not_equal(dw_token_hash("", 0), dw_token_hash("a", 1));
    dw_doc_init(&doc, 0);
    split_text(&doc, "OSLO fell", DW_ZONE_BODY);
    assert_int_equal(doc.tokens.v[0].hash, dw_token_hash("oslo", 4));
    assert_true(dw_token_is(&doc, 0, "oslo"));
    assert_false(dw_token_is(&doc, 0, "osl"));
    assert_false(dw_token_is(&doc, 0, "oslos"));
    assert_false(dw_token_is(&doc, 1, "fall"));
    split_text(
        &doc,
        "Thunderstorms, PARLIAMENTARIANS and \xC3\x89lan don\xE2\x80\x99t reach 1,234,567.89 "
        "a b cd-ef abcdefgh abcdefghi",
        DW_ZONE_BODY);
    for (uint32_t i = 0; i < doc.tokens.n; i++)
        assert_int_equal(doc.tokens.v[i].hash,
                         dw_token_hash(dw_token_form(&doc, i), dw_token_len(&doc.tokens.v[i])));
    dw_doc_fini(&doc);
}

/* Every byte that is not blank is in exactly one token, in order. */
static void check_cover(const struct dw_doc *doc)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i <= doc->tokens.n; i++) {
        uint32_t next = i < doc->tokens.n ? doc->tokens.v[i].span.beg : (uint32_t)doc->article.len;

        assert_true(next >= at);
        for (; at < next; at++)
            assert_true((unsigned char)doc->article.text[at] <= ' ' ||
                        doc->article.text[at] == 0x7F);
        if (i < doc->tokens.n) {
            assert_true(doc->tokens.v[i].span.end > next);
            at = doc->tokens.v[i].span.end;
        }
    }
}

static void test_tokens_cover_the_text(void **state)
{
    static const char alphabet[] = "aAbT.t'\"-,:/$&@w?!() \n019smd%`<>_*#=";
    struct dw_doc doc;
    uint32_t seed = 1;
    char text[64];

    (void)state;
    dw_doc_init(&doc, 0);
    for (int round = 0; round < 50000; round++) {
        size_t len = (size_t)round % (sizeof text - 1);

        for (size_t i = 0; i < len; i++) {
            seed = seed * 1664525U + 1013904223U;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        text[len] = '\0';
        split_text(&doc, text, DW_ZONE_BODY);
        check_cover(&doc);
    }
    dw_doc_fini(&doc);
}

static double seconds_for(struct dw_doc *doc, const char *unit, size_t size)
{
    char *text = repeat(unit, size / strlen(unit));
    double begun = seconds_spent(), spent;

    split_text(doc, text, DW_ZONE_BODY);
    spent = seconds_spent() - begun;
    check_cover(doc);
    dw_doc_reset(doc);
    free(text);
    return spent;
}

/* Eight times the text takes about eight times as long. A quadratic step would take 64 times; the
 * bound leaves room for a busy machine. */
static void test_linear_time(void **state)
{
    static const char *const units[] = {"x",   "(",    "a-",   "a.",   "1-",   "'",   "a@(",
                                        "a'",  "\"",   "://",  "www.", ".com", "1,",  "x \n",
                                        "no-", "A.B.", "555-", "!?",   ". ",   "Mr. "};
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(units); i++) {
        double small = seconds_for(&doc, units[i], 32768);
        double large = seconds_for(&doc, units[i], 262144);

        CHECK(large < 0.1 || large < small * 30, units[i], "%.3f s, and %.3f s for eight times",
              small, large);
    }
    dw_doc_fini(&doc);
}

static void test_memory_runs_out(void **state)
{
    struct dw_error err = {0};
    struct dw_doc doc;
    struct dw_zone *zone;

    (void)state;
    dw_doc_init(&doc, 0);
    doc.article.text = "Envoys met.";
    doc.article.len = strlen(doc.article.text);
    zone = dw_vec_push(&doc.arena, &doc.zones);
    assert_non_null(zone);
    zone->span = (struct dw_span){0, (uint32_t)doc.article.len};
    doc.arena.fail_after = 0;
    assert_int_equal(dw_processor_token.run(NULL, &doc, &err), DW_NOMEM);
    assert_int_equal(err.code, DW_NOMEM);
    dw_doc_fini(&doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where_words_part),  cmocka_unit_test(test_all_contractions),
        cmocka_unit_test(test_all_abbreviations), cmocka_unit_test(test_flags),
        cmocka_unit_test(test_hash_and_equality), cmocka_unit_test(test_tokens_cover_the_text),
        cmocka_unit_test(test_linear_time),       cmocka_unit_test(test_memory_runs_out),
    };

    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
