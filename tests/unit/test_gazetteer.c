/* SPDX-License-Identifier: MIT */
/*
 * What the tables say about words: longest match, homonyms, case, plurals, accents, acronyms; and
 * the phrase index under them, the ways to write a letter, the country codes.
 */
#include "tests/unit/annotate.h"

#include "processors/entity/accent.h"
#include "processors/entity/country.h"
#include "processors/entity/gazetteer.h"
#include "processors/entity/phrase.h"
#include "processors/token.h"

static struct dw_gazetteer *gazetteer;

static int open_gazetteer(void **state)
{
    (void)state;
    return dw_gazetteer_open(&gazetteer, NULL) != DW_OK;
}

static int close_gazetteer(void **state)
{
    (void)state;
    dw_gazetteer_close(gazetteer);
    return 0;
}

/* --- names ---------------------------------------------------------------------------------- */

/* The readings at the first token, or `at` tokens further. */
struct found {
    uint32_t len, n;
    const struct dw_gazetteer_entry *const *entries;
};

static struct found match_at(struct dw_doc *doc, const char *text, uint32_t at)
{
    struct found found = {0};

    split_text(doc, text, DW_ZONE_BODY);
    assert_true(at < doc->tokens.n);
    found.len = dw_gazetteer_match(gazetteer, doc, at, doc->tokens.n, &found.entries, &found.n);
    return found;
}

static const struct dw_gazetteer_entry *find_type(struct found found, enum dw_entity_type type)
{
    for (uint32_t i = 0; i < found.n; i++)
        if (found.entries[i]->type == type)
            return found.entries[i];
    return NULL;
}

/* The text begins with a name of `len` tokens that is read as this; len 0: as nothing. */
static const struct {
    const char *label, *text;
    uint32_t len;
    enum dw_entity_type type;
    const char *name, *country;
} names[] = {
    {"plain", "Japan said", 1, DW_ENTITY_COUNTRY, "Japan", "JPN"},
    {"capitals", "JAPAN SAID", 1, DW_ENTITY_COUNTRY, "Japan", "JPN"},
    {"small letters", "japan said", 0, 0, NULL, NULL},
    {"adjective", "Japanese exports", 1, DW_ENTITY_COUNTRY, "Japan", "JPN"},
    {"people", "Swedes voted", 1, DW_ENTITY_COUNTRY, "Sweden", "SWE"},
    {"capital city", "Ankara replied", 1, DW_ENTITY_COUNTRY, "Turkey", "TUR"},
    {"capital city as a place", "Ankara replied", 1, DW_ENTITY_PLACE, "Ankara", "TUR"},
    {"seat", "Kremlin aides", 1, DW_ENTITY_COUNTRY, "Russia", "RUS"},
    {"former state", "Soviet envoys", 1, DW_ENTITY_COUNTRY, "Soviet Union", "SUN"},
    {"former name", "Burma's rulers", 1, DW_ENTITY_COUNTRY, "Myanmar", "MMR"},
    {"longest", "South Korea's Trade Ministry said", 5, DW_ENTITY_GOVERNMENT_BODY,
     "Ministry of Trade, Industry and Energy", "KOR"},
    {"longest but one", "South Korea's trade", 2, DW_ENTITY_COUNTRY, "South Korea", "KOR"},
    {"longer phrase breaks off", "Ministry of Economy, Trade and Tourism", 0, 0, NULL, NULL},
    {"comma inside", "Ministry of Economy, Trade and Industry said", 7, DW_ENTITY_GOVERNMENT_BODY,
     "Ministry of Economy, Trade and Industry", "JPN"},
    {"little words in capitals", "BANK OF JAPAN MOVES", 3, DW_ENTITY_GOVERNMENT_BODY,
     "Bank of Japan", "JPN"},
    {"little words in title case", "Bank Of Japan Moves", 3, DW_ENTITY_GOVERNMENT_BODY,
     "Bank of Japan", "JPN"},
    {"big words in small letters", "bank of Japan", 0, 0, NULL, NULL},
    {"acronym", "WTO judges", 1, DW_ENTITY_INTERNATIONAL_ORGANIZATION, "World Trade Organization",
     "IGO"},
    {"acronym with stops", "W.T.O. judges", 1, DW_ENTITY_INTERNATIONAL_ORGANIZATION,
     "World Trade Organization", "IGO"},
    {"acronym in small letters", "who is", 0, 0, NULL, NULL},
    {"acronym, not the pronoun", "us and them", 0, 0, NULL, NULL},
    {"the union", "EC ministers", 1, DW_ENTITY_INTERNATIONAL_ORGANIZATION, "European Union", "EUR"},
    {"British spelling", "World Trade Organisation", 3, DW_ENTITY_INTERNATIONAL_ORGANIZATION,
     "World Trade Organization", "IGO"},
    {"accents", "Erdoğan said", 1, DW_ENTITY_PERSON, "Recep Tayyip Erdoğan", "TUR"},
    {"no accents", "Erdogan said", 1, DW_ENTITY_PERSON, "Recep Tayyip Erdoğan", "TUR"},
    {"accents in capitals", "ERDOĞAN SAID", 1, DW_ENTITY_PERSON, "Recep Tayyip Erdoğan", "TUR"},
    {"no accents in capitals", "ERDOGAN SAID", 1, DW_ENTITY_PERSON, "Recep Tayyip Erdoğan", "TUR"},
    {"umlaut", "Düsseldorf hosts", 1, DW_ENTITY_PLACE, "Düsseldorf", "DEU"},
    {"umlaut left out", "Dusseldorf hosts", 1, DW_ENTITY_PLACE, "Düsseldorf", "DEU"},
    {"umlaut spelled", "Duesseldorf hosts", 1, DW_ENTITY_PLACE, "Düsseldorf", "DEU"},
    {"straight apostrophe", "N'Djamena fell", 1, DW_ENTITY_COUNTRY, "Chad", "TCD"},
    {"curly apostrophe", "N’Djamena fell", 1, DW_ENTITY_COUNTRY, "Chad", "TCD"},
    {"possessive", "Seoul’s envoy", 1, DW_ENTITY_COUNTRY, "South Korea", "KOR"},
    {"hyphens", "Asia-Pacific Economic Cooperation forum", 5, DW_ENTITY_INTERNATIONAL_ORGANIZATION,
     "Asia-Pacific Economic Cooperation", "IGO"},
    {"given names in three ways", "Kim Jong Un spoke", 3, DW_ENTITY_PERSON, "Kim Jong-un", "PRK"},
    {"company", "Toyota Motor Corp. recalled", 3, DW_ENTITY_COMPANY, "Toyota", "JPN"},
    {"airline, not the country", "China Airlines flies", 2, DW_ENTITY_COMPANY, "China Airlines",
     "TWN"},
    {"club, not the city", "Paris Club creditors", 2, DW_ENTITY_INTERNATIONAL_ORGANIZATION,
     "Paris Club", "IGO"},
    {"company, not the people", "Korean Air pilots", 2, DW_ENTITY_COMPANY, "Korean Air", "KOR"},
    {"outlet", "Yonhap reported", 1, DW_ENTITY_MEDIA, "Yonhap", "KOR"},
    {"disputed islands", "Takeshima is", 1, DW_ENTITY_PLACE, "Dokdo", "KOR"},
    {"strait", "Strait of Hormuz traffic", 3, DW_ENTITY_PLACE, "Strait of Hormuz", ""},
    {"pact", "Softwood Lumber Agreement expired", 3, DW_ENTITY_PACT, "Softwood Lumber Agreement",
     ""},
    {"kind of pact", "Free Trade Agreements lapse", 3, DW_ENTITY_PACT, "free trade agreement", ""},
    {"goods", "semiconductor plants", 1, DW_ENTITY_GOODS, "semiconductor", ""},
    {"goods, plural", "semiconductors went", 1, DW_ENTITY_GOODS, "semiconductor", ""},
    {"goods, capitals", "SEMICONDUCTORS WENT", 1, DW_ENTITY_GOODS, "semiconductor", ""},
    {"goods, irregular plural", "Potatoes rotted", 1, DW_ENTITY_GOODS, "potato", ""},
    {"goods, no plural", "beefs", 0, 0, NULL, NULL},
    {"bird, not the country", "turkey meat", 1, DW_ENTITY_GOODS, "turkey", ""},
    {"nothing", "quietly", 0, 0, NULL, NULL},
};

static void test_names(void **state)
{
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(names); i++) {
        struct found found = match_at(&doc, names[i].text, 0);
        const struct dw_gazetteer_entry *e = find_type(found, names[i].type);

        CHECK(found.len == names[i].len, names[i].label, "%u tokens", found.len);
        CHECK(!found.len == !found.n, names[i].label, "%u readings", found.n);
        if (!names[i].len)
            continue;
        CHECK(e, names[i].label, "no reading of that type");
        CHECK(!strcmp(e->name, names[i].name), names[i].label, "%s", e->name);
        CHECK(!strcmp(e->country, names[i].country), names[i].label, "%s", e->country);
    }
    dw_doc_fini(&doc);
}

/* Flags that one reading must have, and must not. */
static const struct {
    const char *text;
    enum dw_entity_type type;
    uint16_t has, lacks;
} flags[] = {
    {"Georgia", DW_ENTITY_COUNTRY, DW_GAZ_AMBIGUOUS, DW_GAZ_ADJECTIVE},
    {"Georgia", DW_ENTITY_PLACE, DW_GAZ_AMBIGUOUS | DW_GAZ_REGION, DW_GAZ_CITY},
    {"Jordan", DW_ENTITY_COUNTRY, DW_GAZ_AMBIGUOUS, 0},
    {"Chad", DW_ENTITY_COUNTRY, DW_GAZ_AMBIGUOUS, 0},
    {"Washington", DW_ENTITY_COUNTRY, DW_GAZ_AMBIGUOUS | DW_GAZ_CAPITAL, 0},
    {"Nice", DW_ENTITY_PLACE, DW_GAZ_AMBIGUOUS | DW_GAZ_CITY, 0},
    {"Reading", DW_ENTITY_PLACE, DW_GAZ_AMBIGUOUS | DW_GAZ_CITY, 0},
    {"Mobile", DW_ENTITY_PLACE, DW_GAZ_AMBIGUOUS | DW_GAZ_CITY, 0},
    {"May", DW_ENTITY_PERSON, DW_GAZ_AMBIGUOUS | DW_GAZ_SHORT, 0},
    {"Brown", DW_ENTITY_PERSON, DW_GAZ_AMBIGUOUS | DW_GAZ_SHORT, 0},
    {"Bush", DW_ENTITY_PERSON, DW_GAZ_AMBIGUOUS | DW_GAZ_SHORT, 0},
    {"Theresa May", DW_ENTITY_PERSON, 0, DW_GAZ_AMBIGUOUS | DW_GAZ_SHORT},
    {"France", DW_ENTITY_COUNTRY, 0, DW_GAZ_AMBIGUOUS | DW_GAZ_CAPITAL | DW_GAZ_ADJECTIVE},
    {"French", DW_ENTITY_COUNTRY, DW_GAZ_ADJECTIVE, DW_GAZ_AMBIGUOUS},
    {"Paris", DW_ENTITY_COUNTRY, DW_GAZ_CAPITAL, DW_GAZ_AMBIGUOUS},
    {"Downing Street", DW_ENTITY_COUNTRY, DW_GAZ_SEAT, DW_GAZ_CAPITAL},
    {"USSR", DW_ENTITY_COUNTRY, DW_GAZ_FORMER | DW_GAZ_ACRONYM | DW_GAZ_SHORT, 0},
    {"Iranians", DW_ENTITY_COUNTRY, DW_GAZ_DEMONYM | DW_GAZ_PLURAL, DW_GAZ_ADJECTIVE},
    {"Japanese", DW_ENTITY_COUNTRY, DW_GAZ_DEMONYM | DW_GAZ_ADJECTIVE, DW_GAZ_PLURAL},
    {"Senkaku Islands", DW_ENTITY_PLACE, DW_GAZ_DISPUTED | DW_GAZ_LAND, DW_GAZ_WATER},
    {"Black Sea", DW_ENTITY_PLACE, DW_GAZ_WATER, DW_GAZ_LAND | DW_GAZ_DISPUTED},
    {"treaty", DW_ENTITY_PACT, DW_GAZ_GENERIC, DW_GAZ_PLURAL},
    {"treaties", DW_ENTITY_PACT, DW_GAZ_GENERIC | DW_GAZ_PLURAL, 0},
};

static void test_flags(void **state)
{
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(flags); i++) {
        const struct dw_gazetteer_entry *e =
            find_type(match_at(&doc, flags[i].text, 0), flags[i].type);

        CHECK(e, flags[i].text, "no reading of that type");
        CHECK((e->flags & flags[i].has) == flags[i].has, flags[i].text, "flags %x", e->flags);
        CHECK(!(e->flags & flags[i].lacks), flags[i].text, "flags %x", e->flags);
    }
    dw_doc_fini(&doc);
}

static void test_homonyms(void **state)
{
    struct dw_doc doc;
    struct found found;

    (void)state;
    dw_doc_init(&doc, 0);
    found = match_at(&doc, "Brussels", 0);
    assert_non_null(find_type(found, DW_ENTITY_INTERNATIONAL_ORGANIZATION));
    assert_non_null(find_type(found, DW_ENTITY_COUNTRY));
    assert_non_null(find_type(found, DW_ENTITY_PLACE));

    found = match_at(&doc, "Turkey", 0);
    assert_int_equal(found.entries[0]->type, DW_ENTITY_COUNTRY); /* names before goods */
    assert_non_null(find_type(found, DW_ENTITY_GOODS));

    found = match_at(&doc, "Vladimir Putin", 0);
    assert_true(found.n >= 3); /* president, prime minister, president */
    for (uint32_t i = 0; i < found.n; i++) {
        assert_string_equal(found.entries[i]->name, "Vladimir Putin");
        assert_true(found.entries[i]->from >= 2000);
    }
    dw_doc_fini(&doc);
}

static void test_one_reading_a_row(void **state)
{
    static const char *const texts[] = {"US", "U.S.", "EU", "Erdogan", "Czech", "Lao", "NATO"};
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t t = 0; t < N_ELEMENTS(texts); t++) {
        struct found found = match_at(&doc, texts[t], 0);

        CHECK(found.n, texts[t], "no reading");
        for (uint32_t i = 0; i < found.n; i++)
            for (uint32_t j = 0; j < i; j++)
                CHECK(found.entries[i]->type != found.entries[j]->type ||
                          strcmp(found.entries[i]->name, found.entries[j]->name) != 0 ||
                          found.entries[i]->from != found.entries[j]->from ||
                          strcmp(found.entries[i]->country, found.entries[j]->country) != 0,
                      texts[t], "%s twice", found.entries[i]->name);
    }
    dw_doc_fini(&doc);
}

static void test_end_is_respected(void **state)
{
    const struct dw_gazetteer_entry *const *entries;
    struct dw_doc doc;
    uint32_t n;

    (void)state;
    dw_doc_init(&doc, 0);
    split_text(&doc, "World Trade Organization of South Korea", DW_ZONE_BODY);
    assert_int_equal(dw_gazetteer_match(gazetteer, &doc, 0, 3, &entries, &n), 3);
    assert_int_equal(dw_gazetteer_match(gazetteer, &doc, 0, 2, &entries, &n), 0);
    assert_int_equal(n, 0);
    assert_int_equal(dw_gazetteer_match(gazetteer, &doc, 4, 6, &entries, &n), 2);
    assert_int_equal(dw_gazetteer_match(gazetteer, &doc, 4, 4, &entries, &n), 0);
    dw_doc_fini(&doc);
}

static void test_find(void **state)
{
    const struct dw_gazetteer_entry *const *entries;
    struct dw_arena arena;

    (void)state;
    dw_arena_init(&arena, 0);
    assert_true(dw_gazetteer_find(gazetteer, &arena, "World Trade Organization", &entries) == 1);
    assert_string_equal(entries[0]->country, "IGO");
    assert_int_equal(dw_gazetteer_find(gazetteer, &arena, "Japan and more", &entries), 0);
    assert_int_equal(dw_gazetteer_find(gazetteer, &arena, "", &entries), 0);
    assert_true(dw_gazetteer_count(gazetteer) > 20000);
    dw_arena_fini(&arena);
}

/* --- common nouns ---------------------------------------------------------------------------- */

typedef uint32_t lookup(const struct dw_gazetteer *, const struct dw_doc *, uint32_t, uint32_t,
                        const struct dw_gazetteer_entry **);

static const struct {
    const char *label;
    lookup *look_up;
    const char *text;
    uint32_t len;
    enum dw_entity_type type;
    const char *name, *sector, *role;
    uint16_t has;
} nouns[] = {
    {"agent", dw_gazetteer_agent, "officials said", 1, DW_ENTITY_PERSON, "official", "GOV", "",
     DW_GAZ_PLURAL},
    {"agent, capitals", dw_gazetteer_agent, "OFFICIALS SAID", 1, DW_ENTITY_PERSON, "official",
     "GOV", "", DW_GAZ_PLURAL},
    {"agent, irregular", dw_gazetteer_agent, "Fishermen met", 1, DW_ENTITY_PERSON, "fisherman",
     "AGR", "", DW_GAZ_PLURAL},
    {"agent, two words", dw_gazetteer_agent, "central banks cut", 2, DW_ENTITY_GOVERNMENT_BODY,
     "central bank", "GOV", "", DW_GAZ_PLURAL},
    {"agent, plural in front", dw_gazetteer_agent, "heads of state met", 3, DW_ENTITY_PERSON,
     "head of state", "GOV", "", DW_GAZ_PLURAL},
    {"agent, y", dw_gazetteer_agent, "ministries closed", 1, DW_ENTITY_GOVERNMENT_BODY, "ministry",
     "GOV", "", DW_GAZ_PLURAL},
    {"troops", dw_gazetteer_agent, "troops moved", 1, DW_ENTITY_GOVERNMENT_BODY, "troops", "MIL",
     "", DW_GAZ_GENERIC},
    {"court", dw_gazetteer_agent, "top court ruled", 2, DW_ENTITY_COURT, "top court", "JUD", "", 0},
    {"no agent", dw_gazetteer_agent, "steadily", 0, 0, NULL, NULL, NULL, 0},
    {"title", dw_gazetteer_title, "Deputy Foreign Minister Ito", 3, DW_ENTITY_PERSON,
     "deputy foreign minister", "GOV", "office", 0},
    {"title, head", dw_gazetteer_title, "Foreign Minister Ito", 2, DW_ENTITY_PERSON,
     "foreign minister", "GOV", "office", DW_GAZ_HEAD},
    {"title, former", dw_gazetteer_title, "former president", 2, DW_ENTITY_PERSON,
     "former president", "ELI", "office", DW_GAZ_FORMER},
    {"title, abbreviated", dw_gazetteer_title, "Lt. Gen. Ito", 2, DW_ENTITY_PERSON, "Lt. Gen.",
     "MIL", "office", 0},
    {"title, honor", dw_gazetteer_title, "Sheikh Ito", 1, DW_ENTITY_PERSON, "sheikh", "", "honor",
     0},
    {"title, posted", dw_gazetteer_title, "ambassador Ito", 1, DW_ENTITY_PERSON, "ambassador",
     "GOV", "posted", 0},
    {"nominal", dw_gazetteer_nominal, "counterpart", 1, DW_ENTITY_PERSON, "counterpart", "",
     "other", 0},
    {"nominal, pair", dw_gazetteer_nominal, "two countries agreed", 2, DW_ENTITY_COUNTRY,
     "two countries", "", "each", 0},
    {"nominal, y", dw_gazetteer_nominal, "allies", 1, DW_ENTITY_COUNTRY, "ally", "", "other",
     DW_GAZ_PLURAL},
};

static void test_nouns(void **state)
{
    struct dw_doc doc;

    (void)state;
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < N_ELEMENTS(nouns); i++) {
        const struct dw_gazetteer_entry *e;
        uint32_t len;

        split_text(&doc, nouns[i].text, DW_ZONE_BODY);
        len = nouns[i].look_up(gazetteer, &doc, 0, doc.tokens.n, &e);
        CHECK(len == nouns[i].len, nouns[i].label, "%u tokens", len);
        CHECK(!len == !e, nouns[i].label, "entry and length disagree");
        if (!e)
            continue;
        CHECK(e->type == nouns[i].type, nouns[i].label, "type %d", e->type);
        CHECK(!strcmp(e->name, nouns[i].name), nouns[i].label, "%s", e->name);
        CHECK(!strcmp(e->sector, nouns[i].sector), nouns[i].label, "%s", e->sector);
        CHECK(!strcmp(e->role, nouns[i].role), nouns[i].label, "%s", e->role);
        CHECK((e->flags & nouns[i].has) == nouns[i].has, nouns[i].label, "flags %x", e->flags);
    }
    dw_doc_fini(&doc);
}

/* --- the phrase index ------------------------------------------------------------------------- */

/* Entries are told apart by their addresses alone. */
static const struct dw_gazetteer_entry one, two, three;

static uint32_t match_phrase(const struct dw_phrase_index *index, struct dw_doc *doc,
                             const char *text, const struct dw_gazetteer_entry *const **entries,
                             uint32_t *n)
{
    split_text(doc, text, DW_ZONE_BODY);
    return dw_phrase_match(index, doc->article.text, doc->tokens.v, doc->tokens.n, entries, n);
}

static void add_phrase(struct dw_phrase_index *index, const char *text, bool blind,
                       const struct dw_gazetteer_entry *entry)
{
    assert_int_equal(dw_phrase_add(index, text, strlen(text), blind, entry), DW_OK);
}

static void test_phrase_spellings(void **state)
{
    const struct dw_gazetteer_entry *const *entries;
    struct dw_phrase_index index;
    struct dw_arena arena;
    struct dw_doc doc;
    uint32_t n;

    (void)state;
    dw_arena_init(&arena, 0);
    dw_doc_init(&doc, 0);
    dw_phrase_init(&index, &arena);
    add_phrase(&index, "Polish", false, &one);
    add_phrase(&index, "POLISH", false, &two);
    add_phrase(&index, "polish", true, &three);
    assert_int_equal(dw_phrase_build(&index), DW_OK);

    assert_int_equal(match_phrase(&index, &doc, "polish", &entries, &n), 1);
    assert_int_equal(n, 1);
    assert_ptr_equal(entries[0], &three);
    assert_int_equal(match_phrase(&index, &doc, "Polish", &entries, &n), 1);
    assert_int_equal(n, 2);
    assert_ptr_equal(entries[0], &one);
    assert_ptr_equal(entries[1], &three);
    assert_int_equal(match_phrase(&index, &doc, "POLISH", &entries, &n), 1);
    assert_int_equal(n, 3); /* capitals spell them all */
    assert_int_equal(match_phrase(&index, &doc, "pOlish", &entries, &n), 1);
    assert_int_equal(n, 1);
    dw_doc_fini(&doc);
    dw_arena_fini(&arena);
}

/* Whatever the tokenizer does to a phrase, it must be found again in a text. */
static const char *const odd_phrases[] = {
    "cannot lose", "Didnt",       "gonna",        "Dont Ask",
    "Santa Ana",   "Na",          "OT",           "a",
    "U.S.",        "Inc.",        "Mr. X",        "S&P",
    "P&O",         "AT&T",        "N'Djamena",    "Lloyd's",
    "Gd'A",        "24.kg",       "Asia-Pacific", "Co-op",
    "G-7",         "OPEC+",       "B'Tselem",     "Moody's",
    "40,000",      "Dr. Reddy's", "ERDOĞAN",      "Ō",
    "J.D. Vance",  "Viet Nam",    "No. 10",       "x y z a b c d e f g h i j k l m n o p",
};

static void test_phrase_splits_as_the_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(odd_phrases); i++) {
        const struct dw_gazetteer_entry *const *entries;
        struct dw_phrase_index index;
        struct dw_arena arena;
        struct dw_doc doc;
        uint32_t n, len;

        dw_arena_init(&arena, 0);
        dw_doc_init(&doc, 0);
        dw_phrase_init(&index, &arena);
        add_phrase(&index, odd_phrases[i], i % 2, &one);
        assert_int_equal(dw_phrase_build(&index), DW_OK);
        len = match_phrase(&index, &doc, odd_phrases[i], &entries, &n);
        CHECK(len == doc.tokens.n, odd_phrases[i], "%u of %u tokens", len, doc.tokens.n);
        dw_doc_fini(&doc);
        dw_arena_fini(&arena);
    }
}

/* Memory that runs out at any point is reported, and nothing is read beyond it. */
static void test_phrase_without_memory(void **state)
{
    enum dw_err rc = DW_NOMEM;
    long n = 0;

    (void)state;
    for (; rc != DW_OK; n++) {
        struct dw_phrase_index index;
        struct dw_arena arena;

        dw_arena_init(&arena, 0);
        arena.fail_after = n;
        dw_phrase_init(&index, &arena);
        rc = dw_phrase_add(&index, "Saint-Pierre", 12, false, &one);
        if (rc == DW_OK)
            rc = dw_phrase_add(&index, "South Korea", 11, false, &two);
        if (rc == DW_OK)
            rc = dw_phrase_build(&index);
        assert_true(rc == DW_OK || rc == DW_NOMEM);
        dw_arena_fini(&arena);
        assert_true(n < 100);
    }
    assert_true(n > 4); /* it did fail on the way */
}

/* --- accents and countries -------------------------------------------------------------------- */

static const struct {
    const char *text, *plain, *spelled, *upper;
} accents[] = {
    {"Düsseldorf", "Dusseldorf", "Duesseldorf", "DÜSSELDORF"},
    {"Çavuşoğlu", "Cavusoglu", "Cavusoglu", "ÇAVUŞOĞLU"},
    {"Straße", "Strasse", "Strasse", "STRASSE"},
    {"Ørsted", "Orsted", "Oersted", "ØRSTED"},
    {"Nguyễn", "Nguyen", "Nguyen", "NGUYỄN"},
    {"Wałęsa", "Walesa", "Walesa", "WAŁĘSA"},
    {"Москва", "Москва", "Москва", "Москва"},
    {"plain", "plain", "plain", "PLAIN"},
    {"", "", "", ""},
};

static void check_accent(const char *text, enum dw_accent_style style, const char *want)
{
    char out[128];
    size_t len = strlen(text);
    size_t n = dw_accent_fold(text, len, style, out);

    assert_true(n <= DW_ACCENT_ROOM(len));
    CHECK(n == strlen(want) && !memcmp(out, want, n), text, "%.*s, want %s", (int)n, out, want);
}

static void test_accents(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(accents); i++) {
        check_accent(accents[i].text, DW_ACCENT_PLAIN, accents[i].plain);
        check_accent(accents[i].text, DW_ACCENT_SPELLED, accents[i].spelled);
        check_accent(accents[i].text, DW_ACCENT_UPPER, accents[i].upper);
    }
    assert_true(dw_accent_is_in("Dás", 4));
    assert_false(dw_accent_is_in("Das", 3));
}

static void test_countries(void **state)
{
    struct dw_country country;

    (void)state;
    assert_string_equal(dw_country_name("JPN"), "Japan");
    assert_null(dw_country_name("jpn"));
    assert_null(dw_country_name(""));
    assert_true(dw_country_is_known("EUR"));
    assert_false(dw_country_is_known("ZZZ"));
    assert_true(dw_country_find("SUN", &country));
    assert_int_equal(country.kind, DW_COUNTRY_FORMER);
    assert_true(dw_country_find("KOS", &country));
    assert_int_equal(country.kind, DW_COUNTRY_DISPUTED);
    assert_string_equal(country.names, "Republic of Kosovo|Kosova|Kosovo and Metohija");
    assert_true(dw_country_count() > 250);
    for (size_t i = 0; i < dw_country_count(); i++) {
        country = dw_country_get(i);
        assert_string_equal(dw_country_name(country.code), country.name);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_homonyms),
        cmocka_unit_test(test_one_reading_a_row),
        cmocka_unit_test(test_end_is_respected),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_nouns),
        cmocka_unit_test(test_phrase_spellings),
        cmocka_unit_test(test_phrase_splits_as_the_text),
        cmocka_unit_test(test_phrase_without_memory),
        cmocka_unit_test(test_accents),
        cmocka_unit_test(test_countries),
    };

    return cmocka_run_group_tests_name("gazetteer", tests, open_gazetteer, close_gazetteer);
}
