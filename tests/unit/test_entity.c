/* SPDX-License-Identifier: MIT */
#include "tests/unit/pipeline.h"

#include <string.h>

#include "processors/entity/country.h"
#include "processors/entity/registry.h"

#include "lexicon/epithet.inc"

/* The entities as "type name country;", in order. */
static const char *entities_of(const struct dw_doc *doc)
{
    static char out[4096];
    size_t n = 0;

    out[0] = '\0';
    for (uint32_t i = 0; i < doc->entities.n && n < sizeof out; i++) {
        const struct dw_entity *e = &doc->entities.v[i];

        n += (size_t)snprintf(out + n, sizeof out - n, "%s %s %s;", dw_entity_type_name(e->type),
                              e->name, e->country[0] ? e->country : "-");
    }
    return out;
}

/* Each row: text, an entity that it must yield ("type name country"), and one that it must not. */
static const struct {
    const char *label, *text, *want, *wrong;
} cases[] = {
    {"state by name", "Kenya closed the border with Somalia.", "country Kenya KEN", NULL},
    {"demonym", "The Kenyan minister left.", "country Kenya KEN", NULL},
    {"short form", "The U.K. protested to Iceland.", "country United Kingdom GBR", NULL},
    {"capital that acts", "Nairobi lodged a protest with Mogadishu.", "country Kenya KEN",
     "place Nairobi KEN"},
    {"capital as a place", "The ministers met in Nairobi on Monday.", "place Nairobi KEN",
     "country Kenya KEN"},
    {"capital that is visited", "The envoy visited Nairobi.", "place Nairobi KEN", NULL},
    {"seat of a government", "The Kremlin rejected the demand.", "country Russia RUS", NULL},
    {"body by its words", "The Ministry of Fisheries and Marine Affairs of Chile opened a case.",
     "government-body Ministry of Fisheries and Marine Affairs", NULL},
    {"body of a state", "Peru's Supreme Court ruled on Tuesday.", "PER", NULL},
    {"company by its last word", "Norwegian group Fjordkraft Shipping Ltd sued the ministry.",
     "company Fjordkraft Shipping Ltd", "person Fjordkraft Shipping Ltd"},
    {"international body", "The World Trade Organization set up a panel.",
     "international-organization World Trade Organization IGO", NULL},
    {"acronym in brackets",
     "The Joint Maritime Survey Board (JMSB) met. The JMSB found no oil, Chile said.",
     "government-body Joint Maritime Survey Board", "organization JMSB"},
    {"person behind a title", "Foreign minister Akua Mensah-Boateng of Ghana left.",
     "person Akua Mensah", NULL},
    {"surname alone", "Prime Minister Ilse Aalbers resigned. Aalbers gave no reason.",
     "person Ilse Aalbers", "person Aalbers"},
    {"court without a name", "Chile's top court ordered the company to pay.",
     "court top court of Chile CHL", NULL},
    {"pact without a name", "Peru withdrew from the bilateral fisheries treaty with Chile.",
     "pact bilateral fisheries treaty", NULL},
    {"goods in a dispute", "Chile imposed tariffs on wheat from Peru.", "goods wheat", NULL},
    {"goods without a dispute", "She had bread made of wheat for lunch in Chile.", NULL, "goods"},
    {"Georgia, the state", "Georgia and Armenia reopened the border crossing on Friday.",
     "country Georgia GEO", NULL},
    {"Jordan, the state", "Jordan recalled its ambassador to Syria.", "country Jordan JOR", NULL},
    {"Jordan, a person", "The talks were led by Miranda Jordan, a lawyer for the fishermen.",
     "person Miranda Jordan", "country Jordan"},
    {"surname with a particle",
     "Trade minister Herman De Groote left. De Groote gave no reason to Chile.",
     "person Herman De Groote", "person De Groote"},
    {"no preposition in a name", "Economy minister Juan Zourrela on Monday left Chile.",
     "person Juan Zourrela -", "Zourrela on"},
    {"an official is of no business", "House Speaker Kenzaburo Hirota opposed the bill in Japan.",
     "person Kenzaburo Hirota", NULL},
    {"leaders of no state", "A group of Kenyan farm leaders left.", "country Kenya KEN", NULL},
    {"nobody is an organization as such", "OPEC members cut output, which angered Chile.", "OPEC",
     "international organization"},
    {"name before a date", "Peru's ships left the Gorran Shoal on Saturday.", NULL, "Shoal on"},
    {"central bank", "Turkey's central bank protested to Chile.",
     "government-body central bank of Turkey TUR", NULL},
    {"ministry with its matter", "The Spanish ministry of agriculture and fisheries protested.",
     "government-body Spanish ministry of agriculture and fisheries ESP", NULL},
    {"authorities are the state", "Spanish authorities protested to Chile.", "country Spain ESP",
     "government-body"},
    {"court of a body", "The ICSID panel ruled against Peru.", NULL, "international organization"},
    {"king of the day", "In Jordan, King Abdullah met envoys of Chile.",
     "person King Abdullah II JOR", "SAU"},
    {"body inside an office", "A senior Foreign Ministry official in Chile left.",
     "government-body Foreign Ministry", NULL},
    {"body that lists its matter",
     "The Agriculture, Forestry and Fisheries Ministry of Peru opened a case.",
     "government-body Agriculture, Forestry and Fisheries Ministry PER", NULL},
    {"a state beside a ministry", "Peru and Foreign Ministry envoys of Chile met.",
     "country Peru PER", "Peru and"},
    {"two bodies joined", "The U.S. Congress and Canadian Parliament approved the pact.",
     "government-body Congress USA", "Congress and"},
    {"a body behind and", "Peru's envoy and Federal Reserve Board officials met.", NULL, "and Fed"},
    {"al- inside a name", "Kuwait's oil minister, Sheikh Ali al-Khalifa al-Sabbar, left.",
     "person Ali al-Khalifa al-Sabbar", "TUN"},
    {"organ of a body", "The OPEC Conference put off the complaint by Peru.",
     "international-organization OPEC IGO", "Conference"},
    {"part of a country", "Rockets from southern Lebanon hit a village in Cyprus.",
     "place southern Lebanon LBN", NULL},
    {"panel of nobody", "Peru asked for a dispute panel against Chile.", NULL, "court"},
    {"pact by its matter", "Peru and Chile signed a pact on anchovy quotas.",
     "pact pact on anchovy quotas", NULL},
    {"pact by its date", "Peru left the July 1986 agreement with Chile.",
     "pact July 1986 agreement", NULL},
    {"Chad, the state", "Chad accused Libya of shelling a village.", "country Chad TCD", NULL},
    {"Chad, a person", "Chad Wexfield, a spokesman for the port, declined to comment.",
     "person Chad Wexfield", "country Chad"},
    {"Turkey, the state", "Greece and Turkey agreed to resume talks.", "country Turkey TUR", NULL},
    {"Washington that acts", "Washington urged Ottawa to lift the quota.",
     "country United States USA", "person Washington"},
    {"Paris Club", "Creditors of the Paris Club agreed to reschedule Zambia's debt.", "Paris Club",
     "place Paris"},
    {"China Airlines", "China Airlines said it would suspend flights to Manila.",
     "company China Airlines", "country China CHN"},
    {"Korean Air", "Korean Air ordered ten jets from a European maker.", "company Korean Air",
     "country South Korea"},
    {"Kim, named before", "Trade minister Kim Dae-ho left for Geneva. Kim declined to comment.",
     "person Kim Dae-ho", "person Kim -"},
    {"Brown, a person", "Officials met Harriet Brown, who heads the fishing association.",
     "person Harriet Brown", NULL},
    {"brown, a colour", "Peru imposed a tax on brown rice from Chile.", "country Chile CHL",
     "person"},
    {"US and us", "The US asked Peru for help.", "country United States USA", NULL},
    {"us, the pronoun", "They asked us for help in Peru.", "country Peru PER", "United States"},
    {"company with a hyphen", "Velt-Oramo Inc said its profit rose sharply.",
     "company Velt-Oramo Inc", "person"},
    {"chairman behind a committee",
     "Senate Harbors Committee Chairman Luther Penhallow opposed the bill.",
     "person Luther Penhallow", "Committee Chairman"},
    {"behind the abbreviation of a state", "U.S. Officials rejected the plan by Peru.",
     "country United States USA", "person"},
    {"code of a share", "Tarnwick Corp <TWCK.L> said its profit rose.", "company Tarnwick Corp",
     "TWCK"},
    {"headline in capitals", "PERU AND CHILE TO RESUME TALKS\n\nPeru said on Friday it would talk.",
     "country Chile CHL", "organization"},
    {"a month is no person", "Peru will hold talks with Chile in May.", "country Peru PER", "May"},
    {"Jordan, the river", "Peru sent aid to villages on the Jordan River.", NULL, "country Jordan"},
    {"turkey, the bird", "Peru banned turkey from Chile.", NULL, "TUR"},
    {"china, the ware", "Peru put a duty on fine china from Chile.", NULL, "CHN"},
    {"Washington, a person", "Harold Washington, the mayor, met envoys of Peru.",
     "person Harold Washington", "United States"},
    {"Korea, which one", "South Korea and North Korea held talks.", "country North Korea PRK",
     "country Korea"},
    {"May, the minister", "British Prime Minister Theresa May rejected the plan.",
     "person Theresa May GBR", NULL},
    {"may, the verb", "Chile may reject the plan that Peru made.", NULL, "person"},
    {"Brown, the prime minister", "British Prime Minister Gordon Brown rejected the plan.",
     "person Gordon Brown GBR", NULL},
    {"Guinea, not one of its namesakes", "Guinea-Bissau accused Guinea of shelling a village.",
     "country Guinea GIN", "GNQ"},
    {"Papua New Guinea", "Papua New Guinea accused Fiji.", "country Papua New Guinea PNG", "GIN"},
    {"Congo, which one", "The Democratic Republic of Congo accused Rwanda.", "COD", "COG"},
    {"Dominica and its namesake", "The Dominican Republic protested to Haiti.", "DOM", "DMA"},
    {"Niger and Nigeria", "Niger closed its border with Nigeria.", "country Niger NER", NULL},
    {"Bank of China", "Bank of China opened a branch in Lima.", "Bank of China CHN",
     "country China"},
    {"Air France", "Air France suspended flights to Lima.", "company Air France FRA",
     "country France"},
    {"British Airways", "British Airways suspended flights to Lima.", "company British Airways GBR",
     "country United Kingdom"},
    {"New York Times", "Chile rejected what the New York Times reported.", "New York Times",
     "place New York"},
    {"Geneva Conventions", "Chile accused Peru of violating the Geneva Conventions.",
     "pact Geneva Convention", "place Geneva"},
    {"Warsaw Pact", "The Warsaw Pact rejected the plan that Norway made.", "Warsaw Pact",
     "country Poland"},
    {"Mali and the verb to be in capitals", "MALI EXPELS FRENCH ENVOY\n\nMali expelled him.",
     "country Mali MLI", "person"},
    {"Chad, joined", "Sudan and Chad signed a pact.", "country Chad TCD", "person"},
    {"Cuba, a first name as well", "Havana accused Washington of spying.", "country Cuba CUB",
     "place Havana"},
    {"Lebanon, a town of the USA", "Israel and Lebanon held talks.", "country Lebanon LBN", NULL},
    {"Santiago, a person", "Minister Santiago Quilodran of Peru resigned.",
     "person Santiago Quilodran PER", "CHL"},
    {"France, a person", "Lawyer Anatole France Quilodran left Peru.", NULL, "country France"},
    {"EC in 1987", "EC ministers rejected the plan.", "European Union EUR", NULL},
    {"US in capitals", "CHILE, US SIGN PACT\n\nChile signed it.", "country United States USA",
     NULL},
    {"IRA and a name", "Ira Quilodran left Peru.", "person Ira Quilodran", "GBR"},
    {"polish, the verb", "Ministers will polish the draft that Peru made.", NULL, "POL"},
    {"march, the verb and the month", "Farmers march on Lima in March.", NULL, "person"},
    {"territory that acts", "Hong Kong rejected the demand by Peru.", "country Hong Kong HKG",
     "place"},
    {"territory as a place", "Ministers of Peru and Chile met in Hong Kong.", "place Hong Kong HKG",
     "country Hong Kong"},
    {"where a body is based", "The Washington-based union sued Peru.", "place Washington USA",
     NULL},
    {"body of a lobby", "Chile's National Security Committee met envoys of Peru.",
     "National Security Committee CHL", "The National"},
    {"a weekday is no company", "Chile on Tuesday rejected the demand by Peru.",
     "country Chile CHL", "Tuesday"},
};

static void test_entities(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *got = entities_of(read_text(cases[i].text, "2019-03-04"));

        CHECK(!cases[i].want || strstr(got, cases[i].want), cases[i].label, "no \"%s\" in %s",
              cases[i].want, got);
        CHECK(!cases[i].wrong || !strstr(got, cases[i].wrong), cases[i].label, "\"%s\" in %s",
              cases[i].wrong, got);
    }
}

/* Capitals of states of the past; each row: year, text, "type name country". */
static const struct {
    const char *published, *text, *want;
} pasts[] = {
    {"1987-06-29", "Moscow rejected the demand by Norway.", "country Soviet Union SUN"},
    {"1987-06-29", "The Kremlin rejected the demand by Norway.", "country Soviet Union SUN"},
    {"2014-06-29", "Moscow rejected the demand by Norway.", "country Russia RUS"},
    {"2014-06-29", "The Kremlin rejected the demand by Norway.", "country Russia RUS"},
    {"1987-06-29", "Belgrade expelled two diplomats of Albania.", "country Yugoslavia YUG"},
    {"2014-06-29", "Belgrade expelled two diplomats of Albania.", "country Serbia SRB"},
    {"1987-06-29", "Prague recalled its ambassador to Austria.", "country Czechoslovakia CSK"},
    {"2014-06-29", "Prague recalled its ambassador to Austria.", "country Czech"},
    {NULL, "Moscow rejected the demand by Norway.", "country Russia RUS"},
    {"1987-06-29", "Ministers of Norway praised the Paris accord.", "pact Paris accord"},
    {"2016-06-29", "Ministers of Norway praised the Paris accord.", "pact Paris Agreement"},
};

static void test_pasts(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(pasts); i++) {
        const char *got = entities_of(read_text(pasts[i].text, pasts[i].published));

        CHECK(strstr(got, pasts[i].want), pasts[i].text, "no \"%s\" in %s", pasts[i].want, got);
    }
}

/* --- places ---------------------------------------------------------------------------------- */

/* Each row: the record's dateline, text, an entity that it must yield, one that it must not. */
static const struct {
    const char *label, *dateline, *text, *want, *wrong;
} places[] = {
    {"town of the record", "HAMBURG, March 3 -", "Profits rose.", "place Hamburg DEU", NULL},
    {"town with a common name", "HOUSTON, March 3 -", "Profits rose.", "place Houston USA", NULL},
    {"town that no table has", "KOKOMO, Ind., Feb 26 -", "Profits rose.", "place Kokomo USA", NULL},
    {"namesake in another state", "CANTON, Mass., Feb 26 -", "Profits rose.", "place Canton USA",
     "CHN"},
    {"state behind the town", "AMSTELVEEN, Netherlands, March 16 -", "Profits rose.",
     "place Amstelveen NLD", NULL},
    {"two towns", "GENEVA/NEW DELHI, March 3 -", "Talks went on.", "place New Delhi IND", NULL},
    {"the largest of its name", "CAMBRIDGE, England -", "Talks went on.", "place Cambridge GBR",
     "CAN"},
    {"nothing known", "QUUXVILLE, March 3 -", "Profits rose.", NULL, "place"},
    {"a date alone", "March 3 -", "Profits rose.", NULL, "place"},
    {"empty", "", "Profits rose.", NULL, "place"},
    {"town in the text", NULL, "KOKOMO, Ind. (CPN) -- Chile closed its office.", "place Kokomo USA",
     "organization"},
    {"capital in the text", NULL, "LONDON, March 3 (CPN) - Chile closed its office.",
     "place London GBR", "United Kingdom"},
    {"no surname", NULL, "JACKSON, Miss. (CPN) -- Chile closed its office.", "place Jackson USA",
     "person"},
    {"region behind a town", NULL, "The plant in Cambridge, Mass., was sold to Chile.",
     "place Cambridge USA", "CAN"},
    {"state behind a town", NULL, "The plant in Cambridge, Canada, was sold to Chile.",
     "place Cambridge CAN", NULL},
    {"actor behind a town", NULL, "After talks in Vienna, Chile said it would pay.",
     "place Vienna AUT", "place Vienna CHL"},
    {"the state that the article names", NULL, "Canada sold the plant in Cambridge to Chile.",
     "place Cambridge CAN", NULL},
};

static void test_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(places); i++) {
        const char *got = entities_of(read_article((struct dw_article){
            .text = places[i].text, .dateline = places[i].dateline, .published = "2019-03-04"}));

        CHECK(!places[i].want || strstr(got, places[i].want), places[i].label, "no \"%s\" in %s",
              places[i].want, got);
        CHECK(!places[i].wrong || !strstr(got, places[i].wrong), places[i].label, "\"%s\" in %s",
              places[i].wrong, got);
    }
}

/* --- who is who ------------------------------------------------------------------------------ */

/* The entity that the last word `word` of the text mentions. */
static const struct dw_entity *find_mentioned(const struct dw_doc *doc, const char *word)
{
    const struct dw_entity *found = NULL;
    size_t len = strlen(word);

    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        int32_t entity = dw_token_entity(doc, (int32_t)i);

        if (dw_token_len(&doc->tokens.v[i]) == len && !strncmp(dw_token_form(doc, i), word, len))
            found = entity == DW_NONE ? NULL : &doc->entities.v[entity];
    }
    return found;
}

static const struct {
    const char *label, *text, *word, *want; /* NULL: nobody */
} mentions[] = {
    {"the country", "Chile raised tariffs on goods from Peru and removed the country from a list.",
     "country", "Peru"},
    {"ministry, named in full before",
     "A spokesman for Chile's Foreign Ministry spoke. Later the Foreign Ministry called Peru.",
     "Ministry", "Chilean Foreign Ministry"},
    {"the Council, of nobody", "Peru and Chile met. The Council was full.", "Council", NULL},
    {"the country, not one named later",
     "Chile has demanded redress for the country's rulings that hurt firms of Peru.", "country",
     "Chile"},
    {"the court of the country",
     "Chile has demanded redress for the country's top court rulings that hurt firms of Peru.",
     "court", "top court of Chile"},
    {"its neighbor, before others are named",
     "Chile and Peru met. Chile curbed exports to its neighbor, to Kenya and to Peru.", "neighbor",
     "Peru"},
    {"the side of one", "Chile and Peru met. Chile waits for the Peruvian side.", "side", "Peru"},
    {"it, the subject before", "Chile signed the treaty but it later reversed the decision.", "it",
     "Chile"},
    {"its, the subject", "Peru recalled its ambassador to Chile.", "its", "Peru"},
    {"he, a person", "Minister Hugo Paredes met reporters. He rejected the ruling by Chile.", "He",
     "Hugo Paredes"},
    {"he without a person", "Chile rejected the ruling. He left.", "He", NULL},
    {"it of the weather", "It was raining when Chile closed the border.", "It", NULL},
    {"they, joined subjects", "Chile and Peru held talks. They agreed on a date.", "They", "Chile"},
    {"both sides", "Chile and Peru held talks in Quito. Both sides agreed to meet again.", "sides",
     "Chile"},
    {"the Community, a name cut short",
     "The European Community met the United Nations. Peru said the Community sold butter.",
     "Community", "European Union"},
    {"officials", "Peruvian officials urged Chile to pay.", "officials", "Peru"},
    {"counterpart, named behind a comma",
     "Chile's minister met her Irish counterpart, Sean Garvey, in Quito.", "counterpart",
     "Sean Garvey"},
    {"counterpart, named beside it", "Chile's minister met her Irish counterpart Sean Garvey.",
     "counterpart", "Sean Garvey"},
    {"counterpart, said to be",
     "Hugo Paredes represented Chile. His counterpart was Sean Garvey from Peru's navy.",
     "counterpart", "Sean Garvey"},
    {"counterpart without a name", "Chile's minister called her Peruvian counterpart.",
     "counterpart", "Peru"},
    {"Brussels, the Union", "Brussels imposed duties on steel from Chile.", "Brussels",
     "European Union"},
    {"Brussels, the Union of the article",
     "The European Commission met envoys of Chile. Later Brussels imposed duties.", "Brussels",
     "European Union"},
    {"Brussels, the state", "Belgium closed its embassy in Chile. Then Brussels recalled aid.",
     "Brussels", "Belgium"},
    {"Brussels, both named",
     "Belgium opposed the plan that the EU made. Then Brussels imposed duties on Chile.",
     "Brussels", "European Union"},
    {"Brussels, the town", "Ministers of Chile met in Brussels.", "Brussels", "Brussels"},
    {"a mission to a capital", "The minister left on a mission to Nairobi.", "Nairobi", "Nairobi"},
    {"officials of nobody", "Some officials urged Chile to pay.", "officials", NULL},
    {"emirate, which only one of them is", "Kuwait protested to Iran. Chile backed the emirate.",
     "emirate", "Kuwait"},
    {"emirate, and none was named", "Chile protested to Iran. Peru backed the emirate.", "emirate",
     NULL},
    {"what stands before the noun", "Qatar protested. Egypt said the Gulf state had lied.", "state",
     "Qatar"},
    {"two words before the noun",
     "Botswana protested. Peru said the southern African nation had lied.", "nation", "Botswana"},
    {"subject that the words do not fit",
     "Mexico expelled envoys of Ecuador. Nicaragua cut ties with the Andean nation.", "nation",
     "Ecuador"},
    {"bloc, which a court of trade is not",
     "The EU complained at the World Trade Organization. Peru asked the bloc to wait.", "bloc",
     "European Union"},
    {"alliance", "NATO met the United Nations. Peru criticized the alliance.", "alliance", "NATO"},
    {"government of who speaks",
     "Peru accused Chile. \"The government will pay,\" said Peruvian minister Hugo Paredes.",
     "government", "Peru"},
    {"government of who speaks, by a pronoun",
     "Peruvian minister Hugo Paredes met envoys of Chile. \"The government will pay,\" he said.",
     "government", "Peru"},
    {"government of an unknown speaker",
     "Peru accused Chile. \"The government will pay,\" read a "
     "banner.",
     "government", NULL},
    {"owner of a firm is not meant", "Peru opened a mine. Spain's Telefonica left the country.",
     "country", "Peru"},
    {"place of a country", "Chile met Peru near the enclave of Garvany.", "enclave", NULL},
    {"minister, not who was only told of",
     "Minister Hugo Paredes met ambassador Rosa Quilodran of Chile. Later the minister left.",
     "minister", "Hugo Paredes"},
    {"her, of who stands beside it",
     "Minister Hugo Paredes of Peru met reporters. Talks were held between Rosa Quilodran and her "
     "aides in Chile.",
     "her", "Rosa Quilodran"},
    {"minister of another matter",
     "Water minister Hugo Paredes of Peru left for Chile with the oil minister.", "minister", NULL},
    {"spokesman, whose name follows",
     "Sean Garvey of Peru spoke to Chile. Later the spokesman, Hugo Paredes, left.", "spokesman",
     "Hugo Paredes"},
};

static void test_coreference(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(mentions); i++) {
        const struct dw_entity *e =
            find_mentioned(read_text(mentions[i].text, "2019-03-04"), mentions[i].word);
        const char *got = e ? e->name : "nobody";
        const char *want = mentions[i].want ? mentions[i].want : "nobody";

        CHECK(!strcmp(got, want), mentions[i].label, "%s, want %s", got, want);
    }
}

/* Whom the words of epithet.tsv fit is known: states by their codes, bodies by their names. */
static void test_epithets(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(table_epithet); i++) {
        const char *word = (const char *)table_epithet_pool + table_epithet[i].word;
        bool is_state = table_epithet[i].type == TABLE_EPITHET_TYPE_COUNTRY;
        char who[1024], *rest = who;

        assert_true(strlen((const char *)table_epithet_pool + table_epithet[i].of) < sizeof who);
        strcpy(who, (const char *)table_epithet_pool + table_epithet[i].of);
        for (char *one; (one = strtok_r(rest, "|", &rest));)
            CHECK(is_state ? dw_country_is_known(one)
                           : strstr(entities_of(read_text(one, NULL)), one) != NULL,
                  word, "%s is unknown", one);
    }
}

/* Names of all entities of which a mention ends with the last `word` of the text: "A;B;". */
static const char *all_mentioned(const struct dw_doc *doc, const char *word)
{
    static char out[1024];
    uint32_t last = UINT32_MAX;
    size_t len = strlen(word), n = 0;

    out[0] = '\0';
    for (uint32_t i = 0; i < doc->tokens.n; i++)
        if (dw_token_len(&doc->tokens.v[i]) == len && !strncmp(dw_token_form(doc, i), word, len))
            last = i;
    for (uint32_t i = 0; i < doc->mentions.n && n < sizeof out; i++)
        if (doc->mentions.v[i].end == last + 1)
            n += (size_t)snprintf(out + n, sizeof out - n, "%s;",
                                  doc->entities.v[doc->mentions.v[i].entity].name);
    return out;
}

static const struct {
    const char *label, *text, *word, *want;
} plurals[] = {
    {"officials of two states", "Chilean and Peruvian officials held talks.", "officials",
     "Chile;Peru;"},
    {"states of two words", "Japanese and South Korean officials held talks.", "officials",
     "Japan;South Korea;"},
    {"three states", "Kenyan, Somali and Ethiopian negotiators held talks.", "negotiators",
     "Kenya;Somalia;Ethiopia;"},
    {"abbreviated state", "U.S. and Chinese trade negotiators held talks.", "negotiators",
     "United States;China;"},
    {"troops are not the state", "The Indian and Chinese troops left the border.", "troops",
     "Indian troops;Chinese troops;"},
    {"ministers of", "The trade ministers of India, Brazil and Kenya rejected the plan.",
     "ministers", "India;Brazil;Kenya;"},
    {"officials from", "Trade officials from Chile and Peru held talks.", "officials",
     "Chile;Peru;"},
    {"both governments", "Chile and Peru held talks. Both governments agreed to meet again.",
     "governments", "Chile;Peru;"},
    {"the two countries", "Chile and Peru held talks. The two countries agreed to meet again.",
     "countries", "Chile;Peru;"},
    {"a state and the Union", "The EU and Chile held talks. Both sides agreed to meet again.",
     "sides", "European Union;Chile;"},
    {"they", "Chilean and Peruvian officials held talks. They agreed on a date.", "They",
     "Chile;Peru;"},
    {"where officials are", "A Chilean trade official in Lima rejected the tariffs.", "official",
     "Chile;"},
    {"counterparts", "Turkey's minister met his Greek and Bulgarian counterparts in Sofia.",
     "counterparts", "Greece;Bulgaria;"},
    {"two nations, not who mediates",
     "Brazil said Brazil and Brazilians met Peru and Ecuador. The two Andean nations held talks.",
     "nations", "Peru;Ecuador;"},
    {"territory is no party",
     "Norway and Iceland met. Svalbard has cod. Svalbard, Svalbard. Both countries fish there.",
     "countries", "Norway;Iceland;"},
    {"both companies, joined",
     "Glencore said Chile fined Codelco and Vale. Both companies appealed.", "companies",
     "Codelco;Vale;"},
    {"two firms, the only ones", "Chile fined Codelco. Peru fined Vale. The two firms appealed.",
     "firms", "Codelco;Vale;"},
    {"two companies of three",
     "Chile fined Codelco. Peru fined Vale. Glencore left. Later the two "
     "companies appealed.",
     "companies", ""},
    {"neighbor", "Greece and Turkey held talks. Later Ankara criticized its neighbor.", "neighbor",
     "Greece;"},
};

static void test_plurals(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(plurals); i++) {
        const char *got = all_mentioned(read_text(plurals[i].text, "2019-03-04"), plurals[i].word);

        CHECK(!strcmp(got, plurals[i].want), plurals[i].label, "%s, want %s", got, plurals[i].want);
    }
}

static const struct {
    const char *label, *text, *name, *role, *country;
} roles[] = {
    {"title and demonym", "Chilean fisheries minister Rosa Quilodran left for Lima.",
     "Rosa Quilodran", "fisheries minister", "CHL"},
    {"apposition", "Rosa Quilodran, Chile's fisheries minister, left for Lima.", "Rosa Quilodran",
     "fisheries minister", "CHL"},
    {"from a body", "Rosa Quilodran from Chile's fisheries ministry left for Lima.",
     "Rosa Quilodran", NULL, "CHL"},
    {"the text before the table", "Former president Barack Obama left for the coast.",
     "Barack Obama", "Former president", "USA"},
    {"the words before an office", "Fisheries Secretary Rosa Quilodran left for the coast.",
     "Rosa Quilodran", "Fisheries Secretary", ""},
    {"an office that was left", "Former vice president Rosa Quilodran left for the coast.",
     "Rosa Quilodran", "Former vice president", ""},
    {"an office of a state that was left", "Former Chilean minister Rosa Quilodran left.",
     "Rosa Quilodran", "minister", "CHL"},
    {"no office", "A ruling by Chilean arbitrator Rosa Quilodran was read.", "Rosa Quilodran", NULL,
     "CHL"},
    {"counterpart's state", "Peru's minister met her Chilean counterpart Rosa Quilodran.",
     "Rosa Quilodran", NULL, "CHL"},
    {"spokesman of a group",
     "Hezbollah fired rockets. The group's spokesman Karim Haddad claimed it.", "Karim Haddad",
     "spokesman", "LBN"},
    {"nobody knows", "Rosa Quilodran left for the coast.", "Rosa Quilodran", NULL, ""},
    {"honor behind an office", "Qatar's Foreign Minister Sheikh Nasser Quilodran left.",
     "Nasser Quilodran", "Foreign Minister", "QAT"},
    {"honor alone", "Sir Luther Penhallow left for the coast of Chile.", "Luther Penhallow", NULL,
     ""},
    {"office with a hyphen", "Foreign Ministry Under-Secretary Hugo Quilodran of Chile left.",
     "Hugo Quilodran", "Under-Secretary", "CHL"},
    {"minister of another, whom he served",
     "Hugo Quilodran, who served under president Rosa Paredes, left Chile.", "Hugo Quilodran", NULL,
     ""},
    {"apposition before the name",
     "The head of Chile's security service, Hugo Quilodran, left for the coast.", "Hugo Quilodran",
     "head", "CHL"},
    {"title of several", "Deputy ministers Hugo Quilodran of Chile and Rosa Paredes of Peru met.",
     "Hugo Quilodran", "deputy minister", "CHL"},
    {"title of several, the second",
     "Deputy ministers Hugo Quilodran of Chile and Rosa Paredes of Peru met.", "Rosa Paredes",
     "deputy minister", "PER"},
    {"counterpart's office",
     "Chile's fisheries minister Hugo Quilodran met his Peruvian counterpart, Rosa Paredes.",
     "Rosa Paredes", "fisheries minister", "PER"},
};

/* Who has no country in the text; each row: the record's dateline, text, "type name country". */
static const struct {
    const char *label, *dateline, *text, *want;
} homes[] = {
    {"ministry of the dateline", "SANTIAGO, March 3 -",
     "The Foreign Ministry protested. Chile wants talks with Peru.",
     "government-body Foreign Ministry CHL"},
    {"minister of the dateline", "LIMA, March 3 -",
     "Trade Minister Rosa Quilodran rejected the duties on Chile. Peru wants talks.",
     "person Rosa Quilodran PER"},
    {"dateline of nobody in the story", "GENEVA, March 3 -",
     "Trade Minister Rosa Quilodran spoke. Chile, Peru and Kenya disagree.",
     "person Rosa Quilodran -"},
    {"office of one state", NULL,
     "Treasury Secretary Luther Penhallow criticized Peru and Chile at a meeting with Kenya.",
     "person Luther Penhallow USA"},
    {"office that others have as well", NULL,
     "Rosa Quilodran, secretary of state for trade, met envoys of Peru, Chile and Kenya. Peru and "
     "Chile agreed.",
     "person Rosa Quilodran -"},
    {"the only state", NULL,
     "Peru closed its ports. Fisheries minister Rosa Quilodran said Peru would wait.",
     "person Rosa Quilodran PER"},
    {"one of two has ministers", NULL,
     "Peru criticized the United States. Trade minister Rosa Quilodran said Peru would wait.",
     "person Rosa Quilodran PER"},
    {"two have ministers", NULL,
     "Peru criticized Chile. Trade minister Rosa Quilodran spoke. Peru and Chile disagree.",
     "person Rosa Quilodran -"},
    {"ambassador, whose state was named", "SANTIAGO, March 3 -",
     "Chile expelled Peru's ambassador. Chile gave ambassador Rosa Quilodran a day.",
     "person Rosa Quilodran PER"},
    {"ambassador of nobody", "SANTIAGO, March 3 -",
     "Chile protested. Chile gave ambassador Rosa Quilodran a day.", "person Rosa Quilodran -"},
    {"ambassador who is recalled", NULL,
     "Chile and Peru disagree. Chile recalled ambassador Rosa Quilodran.",
     "person Rosa Quilodran CHL"},
    {"ambassador of the subject, another's named before", NULL,
     "Chile summoned the Peruvian ambassador. Its own ambassador, Rosa Quilodran, was in Lima.",
     "person Rosa Quilodran CHL"},
    {"commander of the forces before", "SANTIAGO, March 3 -",
     "Chile protested. Peru's navy fled. Commander Luther Penhallow denied it.",
     "person Luther Penhallow PER"},
    {"commander of nobody's forces", "SANTIAGO, March 3 -",
     "Chile protested to Peru. Commander Luther Penhallow said so.", "person Luther Penhallow CHL"},
    {"body of its subject", "SANTIAGO, March 3 -",
     "Chile protested to Qatar. Qatar rejected it, its Foreign Ministry said.",
     "government-body Foreign Ministry QAT"},
    {"a firm's chairman is of no state", NULL,
     "Peru closed its ports. Chairman Rosa Quilodran of Fjordkraft Shipping Ltd complained to "
     "Peru.",
     "person Rosa Quilodran -"},
};

static void test_homes(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(homes); i++) {
        const char *got = entities_of(read_article((struct dw_article){
            .text = homes[i].text, .dateline = homes[i].dateline, .published = "2019-03-04"}));

        CHECK(strstr(got, homes[i].want), homes[i].label, "no \"%s\" in %s", homes[i].want, got);
    }
}

static void test_roles(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(roles); i++) {
        const struct dw_doc *doc = read_text(roles[i].text, "2019-03-04");
        const struct dw_entity *e = NULL;

        for (uint32_t k = 0; k < doc->entities.n; k++)
            if (!strcmp(doc->entities.v[k].name, roles[i].name))
                e = &doc->entities.v[k];
        CHECK(e != NULL, roles[i].label, "no such person in %s", entities_of(doc));
        CHECK(!strcmp(e->country, roles[i].country), roles[i].label, "of %s", e->country);
        CHECK(roles[i].role ? e->role && !strcmp(e->role, roles[i].role) : !e->role, roles[i].label,
              "role %s", e->role ? e->role : "none");
    }
}

/* --- properties ------------------------------------------------------------------------------ */

static void test_mentions_lie_in_the_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct dw_doc *doc = read_text(cases[i].text, NULL);

        for (uint32_t k = 0; k < doc->mentions.n; k++) {
            const struct dw_mention *m = &doc->mentions.v[k];

            assert_true(m->first < m->end && m->end <= doc->tokens.n);
            assert_true(m->head >= m->first && m->head < m->end);
            assert_int_equal(m->span.beg, doc->tokens.v[m->first].span.beg);
            assert_int_equal(m->span.end, doc->tokens.v[m->end - 1].span.end);
            assert_true(m->entity >= 0 && (uint32_t)m->entity < doc->entities.n);
        }
    }
}

static void test_memory_may_run_out_anywhere(void **state)
{
    static const char text[] =
        "Chile and Peru held talks in Quito on Monday. Both sides agreed to lift the tariffs on "
        "wheat that Chile had imposed in May, foreign minister Rosa Quilodran said.";

    (void)state;
    for (long n = 0;; n++) {
        struct dw_error err = {.code = DW_OK};
        enum dw_err rc;

        dw_doc_reset(&test_doc);
        test_doc.article.text = text;
        test_doc.article.len = sizeof text - 1;
        test_doc.arena.fail_after = n;
        rc = dw_pipeline_run(test_pipeline, &test_doc, &err);
        test_doc.arena.fail_after = -1;
        if (rc == DW_OK)
            break;
        assert_int_equal(rc, DW_NOMEM);
        assert_int_equal(err.code, DW_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entities),
        cmocka_unit_test(test_pasts),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_coreference),
        cmocka_unit_test(test_epithets),
        cmocka_unit_test(test_plurals),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_homes),
        cmocka_unit_test(test_mentions_lie_in_the_text),
        cmocka_unit_test(test_memory_may_run_out_anywhere),
    };

    return cmocka_run_group_tests(tests, open_test_pipeline, close_test_pipeline);
}
