/* SPDX-License-Identifier: MIT */
/*
 * test_event.c - sentences of our own, each with the construction it is there for and all events
 * that it must give: TYPE tag ACTORS>RECIPIENTS [status] [time], countries by their code, others by
 * their name.
 */
#include "tests/unit/texts.h"

static const char *const aux_names[] = {"", " future", " hypothetical", " negated"};

static void add_refs(const struct dw_doc *doc, const struct dw_refs *refs, struct dw_strbuf *out)
{
    for (uint32_t i = 0; i < refs->n; i++) {
        const struct dw_entity *e = &doc->entities.v[refs->v[i]];

        dw_strbuf_addf(out, "%s%s", i ? "+" : "", e->country[0] ? e->country : e->name);
    }
}

static void describe(const struct dw_doc *doc, struct dw_strbuf *out)
{
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const struct dw_event *e = &doc->events.v[i];

        dw_strbuf_addf(out, "%s%s %s ", i ? "; " : "", dw_event_type_name(e->type),
                       e->tag ? e->tag : "-");
        add_refs(doc, &e->actors, out);
        dw_strbuf_addc(out, '>');
        add_refs(doc, &e->recipients, out);
        dw_strbuf_adds(out, aux_names[e->aux]);
        if (e->time_value[0])
            dw_strbuf_addf(out, " %s", e->time_value);
    }
}

static const struct text_case shapes_of_clauses[] = {
    {"active", "Peru accused Chile of dumping steel.", "ACCUSE accusation PER>CHL"},
    {"passive with an agent", "Chile was accused by Peru of dumping steel.",
     "ACCUSE accusation PER>CHL"},
    {"joined subjects", "Peru and Chile signed an extradition treaty.",
     "SUPPORT agreement-signed PER+CHL>"},
    {"joined objects", "Japan criticized Norway and Iceland.", "ACCUSE criticism JPN>NOR+ISL"},
    {"joined verbs share the subject",
     "Peru condemned the raid and recalled its ambassador to Chile.",
     "ACCUSE criticism PER>CHL; SANCTION ambassador-recalled PER>CHL"},
    {"relative clause", "The tariffs that Japan imposed on Korean steel angered officials.",
     "SANCTION measure-imposed JPN>KOR"},
    {"reduced relative clause", "The curbs imposed by Japan on South Korea remain.",
     "SANCTION measure-imposed JPN>KOR"},
    {"participle after the clause", "Peru closed the border, accusing Chile of spying.",
     "SANCTION measure-imposed PER>CHL; ACCUSE accusation PER>CHL"},
    {"control by the subject", "Peru threatened to expel the Chilean ambassador.",
     "THREATEN threat PER>CHL"},
    {"control by the object", "Japan urged South Korea to lift the restrictions.",
     "REQUEST demand-lift-measures JPN>KOR"},
    {"raising", "Chile continued to send weapons to Bolivia.", "AID aid-given CHL>BOL"},
    {"apposition", "Kenya, the largest importer, banned sugar from Uganda.",
     "SANCTION measure-imposed KEN>UGA"},
    {"possessor", "Peru's criticism of Chile was unusually sharp.", "ACCUSE criticism PER>CHL"},
    {"demonym", "Chilean police arrested three Peruvian fishermen.", "COERCE detention CHL>PER"},
    {"a body of a state", "Peru's foreign ministry condemned Chile.", "ACCUSE criticism PER>CHL"},
    {"a person in office", "Peruvian Foreign Minister Rosa Quispe condemned Chile.",
     "ACCUSE criticism PER>CHL"},
    {"a speaker for another", "A spokesman for the government of Peru condemned Chile.",
     "ACCUSE criticism PER>CHL"},
    {"officials from a country", "Officials from Peru criticized Chile.",
     "ACCUSE criticism PER>CHL"},
    {"leaders of two countries", "The leaders of Peru and Chile met in Lima on Friday.",
     "CONSULT talks-held PER+CHL> 2019-08-09"},
    {"reciprocal pronoun", "Peru and Chile accused each other of breaking the truce.",
     "ACCUSE accusation PER+CHL>"},
    {"capital for its government", "Tokyo criticized Seoul.", "ACCUSE criticism JPN>KOR"},
    {"pronoun in reported speech", "Peru said it would expel two Chilean diplomats.",
     "SANCTION diplomats-expelled PER>CHL future"},
};

static void test_shapes_of_clauses(void **state)
{
    (void)state;
    check_texts(shapes_of_clauses, N_ELEMENTS(shapes_of_clauses), describe);
}

static const struct text_case verbal_conflict[] = {
    {"accuse of", "Kenya accused Uganda of harboring rebels.", "ACCUSE accusation KEN>UGA"},
    {"blame for", "Egypt blamed Sudan for the collapse of the talks.", "ACCUSE accusation EGY>SDN"},
    {"criticize a measure", "France criticized the tariffs imposed by the United States.",
     "ACCUSE criticism FRA>USA; SANCTION measure-imposed USA>FRA"},
    {"condemn", "Jordan strongly condemned Israel's decision.", "ACCUSE criticism JOR>ISR"},
    {"lash out", "Iran lashed out at Saudi Arabia on Tuesday.",
     "ACCUSE criticism IRN>SAU 2019-08-06"},
    {"hit back", "China hit back at Australia.", "ACCUSE criticism CHN>AUS"},
    {"come under fire", "Hungary came under fire from Germany.", "ACCUSE criticism DEU>HUN"},
    {"speak out against", "Norway spoke out against Russia.", "ACCUSE criticism NOR>RUS"},
    {"file a complaint",
     "Brazil filed a complaint against Canada with the World Trade Organization.",
     "ACCUSE complaint-filed BRA>CAN"},
    {"take to court", "Argentina took Uruguay to court.", "ACCUSE complaint-filed ARG>URY"},
    {"sue", "Vanuatu sued Australia.", "ACCUSE complaint-filed VUT>AUS"},
    {"open an investigation", "Indonesia opened an investigation into Vietnam.",
     "ACCUSE investigation-opened IDN>VNM"},
    {"summon the ambassador", "India summoned the Pakistani ambassador.",
     "ACCUSE protest-lodged IND>PAK"},
    {"lodge a protest", "Vietnam lodged a protest with China.", "ACCUSE protest-lodged VNM>CHN"},
    {"demand a lifting", "South Korea demanded that Japan lift its export controls.",
     "REQUEST demand-lift-measures KOR>JPN"},
    {"demand talks", "Bolivia demanded talks with Chile.", "REQUEST talks-requested BOL>CHL"},
    {"demand an apology", "Armenia demanded an apology from Turkey.",
     "REQUEST demand-policy-change ARM>TUR"},
    {"urge to", "Germany urged Poland to accept refugees.", "REQUEST - DEU>POL"},
    {"call on to", "The United Nations called on Sudan to release the prisoners.",
     "REQUEST demand-policy-change UNO>SDN"},
    {"call for an end", "Ghana called for an end to the sanctions against Togo.",
     "REQUEST demand-lift-measures GHA>TGO"},
    {"ask for help", "Haiti asked Canada for help.", "REQUEST - HTI>CAN"},
    {"invite to talks", "Kuwait invited Iraq to talks.", "REQUEST talks-requested KWT>IRQ"},
    {"request extradition", "Spain requested the extradition of the general from Chile.",
     "REQUEST extradition-requested ESP>CHL"},
    {"must and should", "Egypt said Ethiopia must stop filling the dam.",
     "REQUEST demand-policy-change EGY>ETH"},
    {"reject a proposal", "Serbia rejected a proposal from Kosovo.",
     "REJECT demand-refused SRB>KOS"},
    {"turn down", "Eritrea turned down an offer from Ethiopia.", "REJECT demand-refused ERI>ETH"},
    {"rule out talks", "Iran ruled out talks with the United States.",
     "REJECT talks-refused IRN>USA"},
    {"refuse to", "Cuba refused to extradite the man to Spain.", "REJECT demand-refused CUB>ESP"},
    {"decline to meet", "Syria declined to meet with Turkey.", "REJECT talks-refused SYR>TUR"},
    {"veto", "Russia vetoed a resolution drafted by Britain.", "REJECT - RUS>GBR"},
    {"will not", "Peru will not sign the treaty with Chile.", "REJECT agreement-rejected PER>CHL"},
    {"deny an accusation", "Rwanda denied accusations by Congo.", "REJECT denial RWA>COD"},
    {"brush aside", "Turkey brushed aside the demands of Greece.", "REJECT demand-refused TUR>GRC"},
    {"threaten sanctions", "The European Union threatened Belarus with sanctions.",
     "THREATEN measure-threatened EUR>BLR"},
    {"threaten to retaliate", "Canada threatened to retaliate against the United States.",
     "THREATEN retaliation-threatened CAN>USA"},
    {"warn", "Israel warned Lebanon.", "THREATEN threat ISR>LBN"},
    {"vow to retaliate", "Mexico vowed to retaliate against Brazil.",
     "THREATEN retaliation-threatened MEX>BRA"},
    {"issue an ultimatum", "Austria issued an ultimatum to Serbia.", "THREATEN threat AUT>SRB"},
    {"threat to leave a pact",
     "Kenya threatened to withdraw from the fisheries treaty with Uganda.",
     "THREATEN threat KEN>UGA"},
};

static void test_verbal_conflict(void **state)
{
    (void)state;
    check_texts(verbal_conflict, N_ELEMENTS(verbal_conflict), describe);
}

static const struct text_case verbal_cooperation[] = {
    {"agree to meet", "Peru and Chile agreed to hold talks.", "AGREE talks-scheduled PER+CHL>"},
    {"agree on a date", "Peru and Chile agreed on a date for the talks.",
     "AGREE talks-scheduled PER+CHL>"},
    {"reach an agreement", "Kenya and Uganda reached an agreement on fishing rights.",
     "AGREE agreement-reached KEN+UGA>"},
    {"future meeting", "The foreign ministers of Japan and China will meet in May.",
     "AGREE talks-scheduled JPN+CHN> 2020-05"},
    {"future aid", "Norway will provide food aid to Malawi.", "AGREE aid-given NOR>MWI"},
    {"pledge aid", "Sweden pledged 20 million dollars to Ukraine.", "AGREE aid-given SWE>UKR"},
    {"offer talks", "Pakistan offered to hold talks with India.", "AGREE talks-offered PAK>IND"},
    {"willing", "Peru is willing to resume negotiations with Chile.",
     "AGREE talks-scheduled PER+CHL>"},
    {"ready", "Chile is ready to negotiate with Bolivia.", "AGREE talks-scheduled CHL+BOL>"},
    {"accept an invitation", "Oman accepted an invitation from Iran.", "AGREE - OMN>IRN"},
    {"promise", "Poland promised to support Ukraine.", "AGREE - POL>UKR"},
    {"hold talks with", "Egypt held talks with Ethiopia in Cairo.", "CONSULT talks-held EGY+ETH>"},
    {"hold talks on a day", "Egypt held talks with Ethiopia on March 3.",
     "CONSULT talks-held EGY+ETH> 2019-03-03"},
    {"meet with", "The president of Kenya met with the president of Uganda.",
     "CONSULT talks-held KEN+UGA>"},
    {"visit", "The Turkish foreign minister visited Greece.", "CONSULT talks-held TUR+GRC>"},
    {"host", "Norway hosted talks between Sudan and Chad.", "CONSULT talks-held NOR+SDN+TCD>"},
    {"talks between", "Talks between India and Pakistan ended on Monday.",
     "CONSULT talks-held IND+PAK> 2019-08-05"},
    {"by telephone", "The Chinese premier telephoned the Russian president.",
     "CONSULT talks-held CHN+RUS>"},
    {"mediate", "Qatar mediated between Chad and Sudan.", "CONSULT mediation QAT+TCD+SDN>"},
    {"discuss with", "Japan discussed fishing quotas with Russia.", "CONSULT talks-held JPN+RUS>"},
    {"praise", "Rwanda praised Uganda.", "SUPPORT praise RWA>UGA"},
    {"back", "Oman backed Kuwait in the dispute.", "SUPPORT backing OMN>KWT"},
    {"welcome a decision", "Japan welcomed the decision by South Korea.", "SUPPORT praise JPN>KOR"},
    {"voice support", "Bolivia voiced support for Venezuela.", "SUPPORT backing BOL>VEN"},
    {"stand by", "Hungary stood by Serbia.", "SUPPORT backing HUN>SRB"},
    {"sign a treaty", "Laos signed a border treaty with Thailand.",
     "SUPPORT agreement-signed LAO+THA>"},
    {"ratify", "Finland ratified the treaty with Estonia.", "SUPPORT agreement-signed FIN+EST>"},
    {"recognize", "Colombia recognized Palestine.", "SUPPORT - COL>PSE"},
    {"apologize", "Japan apologized to South Korea.", "CONCEDE apology JPN>KOR"},
    {"express regret", "Turkey expressed regret to Russia.", "CONCEDE apology TUR>RUS"},
    {"back down", "Ecuador backed down after protests from Peru.",
     "CONCEDE decision-reversed ECU>PER"},
    {"give in", "Lithuania gave in to demands from Poland.", "CONCEDE concession-offered LTU>POL"},
    {"reverse a decision", "Kenya reversed its decision to leave the pact with Uganda.",
     "CONCEDE decision-reversed KEN>UGA"},
    {"promised concession", "Indonesia agreed to lift the ban on Australian beef.",
     "CONCEDE measure-eased IDN>AUS"},
    {"declare a ceasefire", "The rebels declared a ceasefire.", "CONCEDE ceasefire rebels>"},
    {"restore relations", "Iran restored diplomatic relations with Kuwait.",
     "CONCEDE decision-reversed IRN>KWT"},
    {"drop charges", "Malaysia dropped its complaint against Singapore.",
     "CONCEDE concession-offered MYS>SGP"},
};

static void test_verbal_cooperation(void **state)
{
    (void)state;
    check_texts(verbal_cooperation, N_ELEMENTS(verbal_cooperation), describe);
}

static const struct text_case material_cooperation[] = {
    {"military exercise", "India held joint military exercises with France.",
     "COOPERATE cooperation IND+FRA>"},
    {"share intelligence", "Sweden shared intelligence with Finland.",
     "COOPERATE cooperation SWE+FIN>"},
    {"cooperate with", "Uzbekistan is cooperating with Tajikistan.",
     "COOPERATE cooperation UZB+TJK>"},
    {"extradite", "Colombia extradited two suspects to Panama.", "COOPERATE cooperation COL+PAN>"},
    {"send medicine", "Cuba sent medicine to Angola.", "AID aid-given CUB>AGO"},
    {"grant asylum", "Mexico granted asylum to the Bolivian minister.", "AID aid-given MEX>BOL"},
    {"evacuate", "Italy evacuated 40 Libyan refugees.", "AID aid-given ITA>LBY"},
    {"train soldiers", "Britain trained Ukrainian soldiers.", "AID aid-given GBR>UKR"},
    {"lift a ban", "Russia lifted its ban on Turkish tomatoes.", "RETREAT measure-eased RUS>TUR"},
    {"ease restrictions", "Japan eased export restrictions on South Korea.",
     "RETREAT measure-eased JPN>KOR"},
    {"release prisoners", "Iran released three British sailors.", "RETREAT release IRN>GBR"},
    {"withdraw troops", "Ethiopia withdrew its troops from Somalia.", "RETREAT withdrawal ETH>SOM"},
    {"pull out", "Uganda pulled its soldiers out of Congo.", "RETREAT withdrawal UGA>COD"},
    {"resign", "Lebanese Prime Minister Omar Haddad resigned.", "RETREAT - LBN>"},
    {"allow inspectors", "Iran has allowed United Nations inspectors into the plant.",
     "RETREAT - IRN>UNO"},
    {"exchange prisoners", "Armenia and Azerbaijan exchanged prisoners.",
     "RETREAT release ARM+AZE>"},
    {"lay down arms", "The rebels laid down their weapons.", "RETREAT - rebels>"},
    {"reopen a border", "Niger reopened its border with Nigeria.", "RETREAT measure-eased NER>NGA"},
};

static void test_material_cooperation(void **state)
{
    (void)state;
    check_texts(material_cooperation, N_ELEMENTS(material_cooperation), describe);
}

static const struct text_case material_conflict[] = {
    {"impose tariffs", "The United States imposed tariffs on Chinese steel.",
     "SANCTION measure-imposed USA>CHN"},
    {"tighten", "Japan tightened controls on exports to South Korea.",
     "SANCTION measure-tightened JPN>KOR"},
    {"remove from a list", "Japan removed South Korea from its list of trusted partners.",
     "SANCTION preference-removed JPN>KOR"},
    {"ban imports", "Kenya banned maize from Uganda.", "SANCTION measure-imposed KEN>UGA"},
    {"cut ties", "Bahrain cut diplomatic ties with Iran.", "SANCTION ties-cut BHR>IRN"},
    {"break off relations", "Peru broke off relations with Cuba.", "SANCTION ties-cut PER>CUB"},
    {"recall an ambassador", "Turkey recalled its ambassador to France.",
     "SANCTION ambassador-recalled TUR>FRA"},
    {"expel diplomats", "Poland expelled two Russian diplomats.",
     "SANCTION diplomats-expelled POL>RUS"},
    {"leave a pact", "The United States withdrew from the nuclear agreement with Iran.",
     "SANCTION pact-withdrawal USA>IRN"},
    {"call off talks", "Kosovo called off talks with Serbia.", "SANCTION talks-suspended KOS>SRB"},
    {"suspend aid", "Denmark suspended aid to Tanzania.", "SANCTION - DNK>TZA"},
    {"cut off supplies", "Russia cut off gas supplies to Bulgaria.",
     "SANCTION measure-imposed RUS>BGR"},
    {"retaliate", "China retaliated against Canada.", "SANCTION retaliation CHN>CAN"},
    {"retaliate with", "India retaliated with tariffs on American apples.",
     "SANCTION retaliation IND>USA"},
    {"close an embassy", "Iran closed its embassy in Canada.", "SANCTION ties-cut IRN>CAN"},
    {"court orders", "A South Korean court ordered Nippon Steel to compensate the workers.",
     "SANCTION compensation-ordered KOR>JPN"},
    {"court convicts", "A Turkish court convicted a German journalist.",
     "SANCTION ruling-issued TUR>DEU"},
    {"demonstrate", "Thousands of students demonstrated against the government of Chile.",
     "PROTEST demonstration Thousands>CHL"},
    {"hold a rally", "Farmers held a rally in Paris.", "PROTEST demonstration FRA>"},
    {"march", "Protesters marched through Lima.", "PROTEST demonstration PER>"},
    {"strike", "French railway workers went on strike.", "PROTEST - FRA>"},
    {"hunger strike", "Kurdish prisoners began a hunger strike.", "PROTEST - prisoners>"},
    {"boycott", "Iran boycotted the summit in Kuwait.", "PROTEST boycott IRN>KWT"},
    {"block a road", "Bolivian miners blocked the highway.", "PROTEST - BOL>"},
    {"riot", "Prisoners rioted in Ecuador.", "PROTEST - Prisoners>ECU"},
    {"burn a flag", "Protesters burned an American flag.", "PROTEST - Protesters>USA"},
    {"deploy troops", "Azerbaijan deployed troops near Armenia.", "MOBILIZE troops-moved AZE>ARM"},
    {"send warships", "China sent warships to Taiwan.", "MOBILIZE troops-moved CHN>TWN"},
    {"put on alert", "Israel put its army on alert.", "MOBILIZE - ISR>"},
    {"arrest", "Iran arrested two French tourists.", "COERCE detention IRN>FRA"},
    {"deport", "Pakistan deported 300 Afghan migrants.", "COERCE - PAK>AFG"},
    {"seize a ship", "Iran seized a British tanker.", "COERCE assets-seized IRN>GBR"},
    {"impose a curfew", "Sri Lanka imposed a curfew.", "COERCE - LKA>"},
    {"martial law", "Ukraine declared martial law.", "COERCE - UKR>"},
    {"ban a newspaper", "Egypt banned the newspaper.", "COERCE - EGY>"},
    {"crack down", "Belarus cracked down on protesters.", "COERCE - BLR>BLR"},
    {"freeze assets", "Switzerland froze the assets of the Libyan leader.",
     "COERCE assets-seized CHE>LBY"},
    {"cyberattack", "Russia hacked into the Estonian parliament.", "COERCE - RUS>EST"},
    {"violate airspace", "Turkish jets violated Greek airspace.", "COERCE incursion TUR>GRC"},
    {"bomb", "Israel bombed a camp in Lebanon.", "ASSAULT clash ISR>LBN"},
    {"launch an attack", "Syria launched an attack on Turkish troops.", "ASSAULT clash SYR>TUR"},
    {"carry out air strikes", "The United States carried out air strikes against Iraq.",
     "ASSAULT clash USA>IRQ"},
    {"fire rockets", "Hamas fired rockets at Israel.", "ASSAULT clash PSE>ISR"},
    {"invade", "Iraq invaded Kuwait in 1990.", "ASSAULT clash IRQ>KWT 1990"},
    {"kill", "Somali gunmen killed four Kenyan soldiers.", "ASSAULT clash SOM>KEN"},
    {"clash", "Indian and Chinese soldiers clashed on the border.", "ASSAULT clash IND+CHN>"},
    {"kidnap", "Rebels kidnapped three Swedish engineers.", "ASSAULT - Rebels>SWE"},
    {"open fire", "Egyptian soldiers opened fire on Libyan fishermen.", "ASSAULT clash EGY>LBY"},
    {"take hostages", "Militants took a French nurse hostage.", "ASSAULT - Militants>FRA"},
};

static void test_material_conflict(void **state)
{
    (void)state;
    check_texts(material_conflict, N_ELEMENTS(material_conflict), describe);
}

static const struct text_case status_and_time[] = {
    {"negated", "Kenya did not ban sugar from Uganda.", "SANCTION measure-imposed KEN>UGA negated"},
    {"possible", "Kenya could ban sugar from Uganda.",
     "SANCTION measure-imposed KEN>UGA hypothetical"},
    {"planned", "Kenya plans to ban sugar from Uganda.", "SANCTION measure-imposed KEN>UGA future"},
    {"expected", "Kenya is expected to ban sugar from Uganda.",
     "SANCTION measure-imposed KEN>UGA future"},
    {"condition", "If Kenya bans sugar, Uganda will suffer.",
     "SANCTION measure-imposed KEN>UGA hypothetical"},
    {"not yet come about", "Milk will spoil until Kenya lifts the tariffs on Uganda.",
     "CONCEDE concession-offered KEN>UGA hypothetical"},
    {"come about", "Milk spoiled until Kenya lifted the tariffs on Uganda.",
     "RETREAT measure-eased KEN>UGA"},
    {"failed", "Kenya failed to ban sugar from Uganda.",
     "SANCTION measure-imposed KEN>UGA negated"},
    {"considered", "Kenya is considering a ban on sugar from Uganda.",
     "SANCTION measure-imposed KEN>UGA hypothetical"},
    {"day of the week", "Kenya banned sugar from Uganda on Monday.",
     "SANCTION measure-imposed KEN>UGA 2019-08-05"},
    {"month and year", "In May 2018 Kenya banned sugar from Uganda.",
     "SANCTION measure-imposed KEN>UGA 2018-05"},
    {"last month", "Kenya banned sugar from Uganda last month.",
     "SANCTION measure-imposed KEN>UGA 2019-07"},
    {"dated after the publication", "The Kenyan president visits Uganda on September 2.",
     "AGREE talks-scheduled KEN+UGA> 2019-09-02"},
    {"after a subordinate clause",
     "Peru closed its embassy after Chile expelled two Peruvian diplomats.",
     "SANCTION ties-cut PER>CHL; SANCTION diplomats-expelled CHL>PER"},
    {"in retaliation", "Turkey imposed tariffs on American cars in retaliation for the sanctions.",
     "SANCTION retaliation TUR>USA"},
};

static void test_status_and_time(void **state)
{
    (void)state;
    check_texts(status_and_time, N_ELEMENTS(status_and_time), describe);
}

static const struct text_case nothing[] = {
    {"reporting alone", "Peru said the harvest was good.", ""},
    {"earnings", "Acme Corp reported higher profits in the second quarter.", ""},
    {"prices", "Oil prices fell three percent on Monday.", ""},
    {"sports", "Brazil beat Chile in the final.", ""},
    {"a firm signs a contract", "Acme Corp signed a contract with Bolt Inc.", ""},
    {"a firm talks to investors", "Acme Corp met analysts on Tuesday.", ""},
    {"a demand for goods", "Demand for copper rose in May.", ""},
    {"an agreement of opinion", "Analysts agreed that rates would rise.", ""},
    {"an election", "Peru held elections in April.", ""},
    {"condolences", "Peru expressed its condolences to Chile.", ""},
    {"no comment", "Peru's foreign ministry declined comment.", ""},
    {"a weather warning", "Forecasters warned of heavy rain.", ""},
    {"support of a price", "The decision supported the dollar.", ""},
    {"a storm", "A storm struck Cuba.", ""},
    {"a product launch", "Acme Corp launched a new car.", ""},
    {"a charge for a service", "The bank charged customers a fee.", ""},
};

static void test_nothing(void **state)
{
    (void)state;
    check_texts(nothing, N_ELEMENTS(nothing), describe);
}

static const struct text_case further_constructions[] = {
    {"give money", "Germany gave 30 million dollars to Lebanon.", "AID aid-given DEU>LBN"},
    {"test a missile", "North Korea tested a missile on Sunday.",
     "MOBILIZE weapons-test PRK> 2019-08-04"},
    {"a demonym of two countries", "Indian and Chinese soldiers exchanged fire.",
     "ASSAULT clash IND+CHN>"},
    {"adjective as predicate", "Laos is prepared to sign a border treaty with Thailand.",
     "AGREE agreement-reached LAO+THA>"},
    {"author of a statement", "Peru issued a statement condemning Chile.",
     "ACCUSE criticism PER>CHL"},
    {"two countries before a noun", "French and Egyptian officials met in Cairo on Monday.",
     "CONSULT talks-held FRA+EGY> 2019-08-05"},
    {"plan to", "Peru announced plans to expel two Chilean diplomats.",
     "SANCTION diplomats-expelled PER>CHL future"},
    {"trained and armed by", "The militia was trained and armed by Iran.",
     "AID aid-given IRN>militia"},
    {"name that no list has", "Radomir Zubkovic accused Chile of spying.",
     "ACCUSE accusation Radomir Zubkovic>CHL"},
    {"group that no list has", "Masked gunmen killed two Kenyan teachers.",
     "ASSAULT clash Masked gunmen>KEN"},
    {"sum as the object", "Norway gave $40 million to Malawi.", "AID aid-given NOR>MWI"},
    {"particle apart from its verb", "Iran turned the offer from Iraq down.",
     "REJECT demand-refused IRN>IRQ"},
    {"press ahead", "Turkey pressed ahead with tariffs on Greek wine.",
     "SANCTION measure-imposed TUR>GRC"},
    {"stand accused in court", "Ecuador put the Peruvian minister on trial.", "ACCUSE - ECU>PER"},
    {"point the finger", "Togo pointed the finger at Benin.", "ACCUSE accusation TGO>BEN"},
    {"draw fire", "The decision drew criticism from Canada.", "ACCUSE criticism CAN>"},
    {"close a border", "Kenya closed its border with Somalia.", "SANCTION measure-imposed KEN>SOM"},
    {"cut off funding", "Sweden cut off aid to Mali.", "SANCTION - SWE>MLI"},
    {"besiege", "Syrian troops besieged the town.", "COERCE - SYR>"},
    {"offer of aid", "Finland offered aid to Nepal.", "AGREE aid-given FIN>NPL"},
    {"host refugees", "Kenya accepted 300 Somali refugees.", "AID aid-given KEN>SOM"},
    {"hand over", "Ghana handed over the suspect to Togo.", "COOPERATE cooperation GHA+TGO>"},
    {"return property", "Chile returned two seized boats to Peru.", "RETREAT - CHL>PER"},
    {"lift a curfew: a concession in words", "Bolivia lifted the curfew.",
     "CONCEDE measure-eased BOL>"},
    {"amnesty", "Colombia granted amnesty to the rebels.", "CONCEDE - COL>COL"},
    {"call off a strike", "Peruvian miners called off their strike.",
     "CONCEDE concession-offered PER>"},
    {"joint statement of refusal", "Iran and Iraq rejected the plan.",
     "REJECT demand-refused IRN+IRQ>"},
    {"refusal of entry", "Cuba denied entry to Spanish journalists.", "REJECT - CUB>ESP"},
    {"reported refusal", "Syria said it would not sign the treaty with Jordan.",
     "REJECT agreement-rejected SYR>JOR"},
    {"not yet told as done", "Chile has not lifted its ban on Peruvian fish.",
     "RETREAT measure-eased CHL>PER negated"},
    {"without", "Peru left the meeting without signing the accord with Chile.",
     "SUPPORT agreement-signed PER+CHL> negated"},
    {"hostile plan on a condition", "Iran will expel the French envoys unless Paris pays.",
     "THREATEN threat IRN>FRA"},
    {"speaker behind a pronoun", "Iran said it would release three British sailors.",
     "CONCEDE concession-offered IRN>GBR"},
};

static void test_further_constructions(void **state)
{
    (void)state;
    check_texts(further_constructions, N_ELEMENTS(further_constructions), describe);
}

static const struct text_case nominal_acts[] = {
    {"walkout", "A walkout by the Ghanaian delegation angered Togo.",
     "SANCTION talks-suspended GHA>TGO"},
    {"ouster", "The minister spoke after Nepal's ouster of two Indian engineers.",
     "SANCTION - NPL>IND"},
    {"snub", "Peru's snub to Bolivia made headlines.", "REJECT - PER>BOL"},
    {"anger at a step", "Chinese anger at the Lithuanian move has not abated.",
     "ACCUSE criticism CHN>LTU"},
    {"halt that is announced",
     "Turkey's trade ministry announced a halt to all commerce with Israel.",
     "SANCTION measure-imposed TUR>ISR"},
    {"removal from a list", "Kenya's removal of Uganda from its list hurt traders.",
     "SANCTION preference-removed KEN>UGA"},
    {"destruction", "Libya's destruction of a Chadian village was condemned by France.",
     "ASSAULT - LBY>TCD; ACCUSE criticism FRA>LBY"},
    {"referred to a body",
     "Australia has referred China's barley duties to the World Trade Organization.",
     "ACCUSE complaint-filed AUS>CHN"},
    {"protest that is drawn", "Ethiopia filled the dam, drawing a protest from Sudan.",
     "ACCUSE protest-lodged SDN>ETH"},
    {"wrong that is owned to", "Germany acknowledged to Namibia that it had committed genocide.",
     "CONCEDE apology DEU>NAM"},
    {"no actor, no act", "The destruction of the forest worries Peru.", ""},
    {"a firm's deal, if with a state", "Boeing signed a contract with Norway.", ""},
};

static void test_nominal_acts(void **state)
{
    (void)state;
    check_texts(nominal_acts, N_ELEMENTS(nominal_acts), describe);
}

static const struct text_case who_acts[] = {
    {"persons of whom no more is told", "A Danish court convicted ten captains of smuggling.",
     "SANCTION ruling-issued DNK>captains"},
    {"people of the only state told of", "Kenyan police arrested 40 protesters in Mombasa.",
     "COERCE detention KEN>KEN"},
    {"whoever an army kills may be of another state", "Kenyan troops killed ten gunmen.",
     "ASSAULT clash KEN>gunmen"},
    {"subject taken for the whole sentence",
     "Zimbabwean Prime Minister Robert Mugabe today accused the United States of blackmail.",
     "ACCUSE accusation ZWE>USA 2019-08-10"},
    {"president of long ago", "Peru praised President Reagan.", "SUPPORT praise PER>USA"},
    {"what is asked of the doer", "Chile demanded an apology by Peru over the raid.",
     "REQUEST demand-policy-change CHL>PER"},
    {"name beside a noun", "Rights group Amnesty Watch accused Chile of torture.",
     "ACCUSE accusation Amnesty Watch>CHL"},
    {"apposition is not joined", "Peru, a close ally of Bolivia, expelled a Chilean diplomat.",
     "SANCTION diplomats-expelled PER>CHL"},
    {"subject after an adverbial clause",
     "Since Kenya left, Uganda and Rwanda have accused Burundi of spying.",
     "ACCUSE accusation UGA+RWA>BDI"},
    {"subject hung from a time", "In recent weeks Peru and Chile have held talks.",
     "CONSULT talks-held PER+CHL>"},
    {"relative clause of the object",
     "The raid angered Peru, which expelled two Chilean diplomats.",
     "SANCTION diplomats-expelled PER>CHL"},
    {"agent behind an instrument",
     "Two Kenyan boats were seized with their crews by the Somali navy.",
     "COERCE assets-seized SOM>KEN"},
    {"participle behind a comma",
     "Turkey rejected a Greek plan to open the port, accusing Athens of "
     "deceit.",
     "REJECT demand-refused TUR>GRC; ACCUSE accusation TUR>GRC"},
    {"absolute with", "The border stayed calm, with Kenya welcoming the decision by Uganda.",
     "SUPPORT praise KEN>UGA"},
    {"state of mind in passive form", "Serbia is opposed to the American plan.",
     "REJECT - SRB>USA"},
    {"joined adjectives deep in a noun phrase", "Greek and Turkish deputy ministers met in Paris.",
     "CONSULT talks-held GRC+TUR>"},
    {"hyphened countries", "The Chilean-Peruvian treaty was criticized by Bolivia.",
     "ACCUSE criticism BOL>PER+CHL"},
    {"flag of a ship", "Iran seized a Portuguese-flagged ship.", "COERCE assets-seized IRN>PRT"},
    {"backed is not owned", "Rwandan-backed rebels attacked a Congolese town.",
     "ASSAULT clash Rwandan-backed rebels>COD"},
    {"whoever speaks, not whoever crossed",
     "Chile said Peruvian troops had crossed the border and accused Peru of spying.",
     "COERCE incursion PER>CHL; ACCUSE accusation CHL>PER"},
    {"arrest in a place", "A Norwegian journalist was arrested in Minsk.",
     "COERCE detention BLR>NOR"},
    {"body of many states before its place", "The U.N. mission in Libya condemned the attack.",
     "ACCUSE criticism UNO>"},
    {"officials by their title", "Ugandan Finance Minister Matia Okello warned Kenya.",
     "THREATEN threat UGA>KEN"},
    {"forces that are moved", "Three French warships were sent to Cyprus.",
     "MOBILIZE troops-moved FRA>CYP"},
};

/* Acts told by nouns, and not by every such noun. */
static const struct text_case nouns_of_acts[] = {
    {"recognition", "Kosovo's recognition of Israel pleased the Americans.", "SUPPORT - KOS>ISR"},
    {"severance", "Ghana's severance of ties with Togo came as a surprise.",
     "SANCTION ties-cut GHA>TGO"},
    {"confiscation", "The confiscation of Greek ships by Libya caused an outcry.",
     "COERCE assets-seized LBY>GRC"},
    {"violation", "Russia's violation of Estonian airspace alarmed ministers.",
     "COERCE incursion RUS>EST"},
    {"downing", "The downing of a Turkish jet by Syria raised fears.", "ASSAULT clash SYR>TUR"},
    {"a swap", "A prisoner swap between Ghana and Togo lifted hopes.", "RETREAT release GHA+TGO>"},
    {"opposition", "Hungary's opposition to the Ukrainian bid is known.", "REJECT - HUN>UKR"},
    {"closure of a shop", "The closure of the Danish plant cost jobs.", ""},
    {"shooting of a film", "The shooting of the French film began.", ""},
    {"exchange of goods", "The exchange of goods between Peru and Chile grew.", ""},
};

static void test_nouns_of_acts(void **state)
{
    (void)state;
    check_texts(nouns_of_acts, N_ELEMENTS(nouns_of_acts), describe);
}

/* What the parser often reads otherwise. */
static const struct text_case read_wrong[] = {
    {"a past that looks like a participle",
     "Namibia's parliament put off a debate on the accord with Germany.",
     "REJECT talks-refused NAM>DEU"},
    {"an attack is a blow unless it is on words", "Togolese gunmen attacked a Ghanaian tanker.",
     "ASSAULT clash TGO>GHA"},
    {"an attack on a plan is criticism", "Ghana's premier attacked the Togolese plan.",
     "ACCUSE criticism GHA>TGO"},
    {"shelled places come under fire, as do speakers",
     "A Ghanaian convoy came under fire from Togo.", "ASSAULT clash TGO>GHA"},
    {"willing to strike is a threat", "Ghana is willing to bomb Togo.", "THREATEN threat GHA>TGO"},
    {"what a state should do itself", "Japan's premier said Japan should save more.", ""},
    {"whose", "Ghana, whose army attacked Togo, is small.", "ASSAULT clash GHA>TGO"},
    {"two subjects of a reporting verb",
     "Ghana, which is small, rejected the Togolese demand, residents said.",
     "REJECT demand-refused GHA>TGO"},
    {"a particle behind the object", "The Philippines turned the Malaysian proposal down.",
     "REJECT demand-refused PHL>MYS"},
    {"talks called off by nobody told",
     "A meeting of the leaders of Ghana and Togo was called off.",
     "SANCTION talks-suspended GHA+TGO>"},
    {"a minister of the other party",
     "Spain protested to Canada. Foreign Minister Javier Soto handed the Canadian ambassador a "
     "note of protest.",
     "ACCUSE protest-lodged ESP>CAN"},
};

static void test_read_wrong(void **state)
{
    (void)state;
    check_texts(read_wrong, N_ELEMENTS(read_wrong), describe);
}

static void test_who_acts(void **state)
{
    (void)state;
    check_texts(who_acts, N_ELEMENTS(who_acts), describe);
}

static const struct text_case on_whom[] = {
    {"measure on goods of a country", "Canada imposed tariffs on Brazilian steel.",
     "SANCTION measure-imposed CAN>BRA"},
    {"participle of the measure, not of the goods",
     "The tariffs on Brazilian steel imposed by Canada remain in place.",
     "SANCTION measure-imposed CAN>BRA"},
    {"court is no recipient",
     "Mexico filed a lawsuit against Ecuador at the International Court of "
     "Justice.",
     "ACCUSE complaint-filed MEX>ECU"},
    {"complaint about", "Qatar lodged a complaint with the United Nations about Bahraini jets.",
     "ACCUSE complaint-filed QAT>BHR"},
    {"deal between two", "China criticized the deal between Japan and Vietnam.",
     "ACCUSE criticism CHN>JPN+VNM"},
    {"list of targets", "The European Union imposed sanctions on Russia, Belarus and Iran.",
     "SANCTION measure-imposed EUR>RUS+BLR+IRN"},
    {"embassy", "Protesters attacked the French embassy in Niamey.", "PROTEST - Protesters>FRA"},
    {"firm of a country", "India fined a Chinese company.", "SANCTION ruling-issued IND>CHN"},
    {"possessor of the content", "Spain rejected Britain's claim.", "REJECT denial ESP>GBR"},
    {"ambassador to", "Cuba summoned the ambassador of Spain.", "ACCUSE protest-lodged CUB>ESP"},
    {"adjective between verb and name", "Burundi accused neighboring Rwanda of spying.",
     "ACCUSE accusation BDI>RWA"},
    {"indirect object", "Egypt asked Ethiopia to halt work on the dam.",
     "REQUEST demand-policy-change EGY>ETH"},
    {"envoy by name", "Peru criticized Mexico. Peru expelled the envoy, Pablo Monroy.",
     "ACCUSE criticism PER>MEX; SANCTION diplomats-expelled PER>MEX"},
};

static void test_on_whom(void **state)
{
    (void)state;
    check_texts(on_whom, N_ELEMENTS(on_whom), describe);
}

/* What the sentence leaves open and those before it tell. */
static const struct text_case told_before[] = {
    {"whoever made the request",
     "Egypt and Sudan asked Ethiopia to halt work on the dam. Ethiopia "
     "rejected the request.",
     "REQUEST demand-policy-change EGY+SDN>ETH; REJECT demand-refused ETH>EGY+SDN"},
    {"whoever accused", "Greece accused Turkey of spying. Turkey denied the accusation.",
     "ACCUSE accusation GRC>TUR; REJECT denial TUR>GRC"},
    {"a denial answers whoever accused",
     "Greece accused Turkey of spying. Turkey denied that it had sent spies.",
     "ACCUSE accusation GRC>TUR; REJECT denial TUR>GRC"},
    {"whom the ban was laid on", "Peru banned Chilean fruit in May. Peru lifted the ban in July.",
     "SANCTION measure-imposed PER>CHL 2019-05; RETREAT measure-eased PER>CHL 2019-07"},
    {"who laid the ban, when nobody is told to lift it",
     "Peru banned Chilean fruit in May. The ban was lifted in July.",
     "SANCTION measure-imposed PER>CHL 2019-05; RETREAT measure-eased PER>CHL 2019-07"},
    {"the other party is the last one dealt with",
     "Kenya criticized Uganda. Kenya accused Somalia of spying. Kenya recalled its ambassador.",
     "ACCUSE criticism KEN>UGA; ACCUSE accusation KEN>SOM; SANCTION ambassador-recalled KEN>SOM"},
    {"criticism of the move", "Lithuania expelled a Chinese diplomat. China condemned the move.",
     "SANCTION diplomats-expelled LTU>CHN; ACCUSE criticism CHN>LTU"},
    {"whose the dated pact was",
     "China criticized the U.S.-Japanese accord. The accord was signed in July.",
     "ACCUSE criticism CHN>JPN+USA; SUPPORT agreement-signed JPN+USA> 2019-07"},
    {"a step told twice",
     "Spain expelled a Cuban diplomat on Friday. Spain expelled the Cuban "
     "diplomat over spying.",
     "SANCTION diplomats-expelled ESP>CUB 2019-08-09"},
    {"whom it was aimed at, in the last dealings",
     "Chile accused Peru of dumping. Peru protested on Friday.",
     "ACCUSE accusation CHL>PER; ACCUSE protest-lodged PER>CHL 2019-08-09"},
    {"third parties speak of who acted last",
     "Iran seized a Greek tanker. Germany condemned the seizure.",
     "COERCE assets-seized IRN>GRC; ACCUSE criticism DEU>IRN"},
    {"an object is not the subject of its verb",
     "Chad closed the border with Sudan, accusing it of arming rebels.",
     "SANCTION measure-imposed TCD>SDN; ACCUSE accusation TCD>SDN"},
    {"a further step is another",
     "China banned Australian beef. China also banned Australian wine.",
     "SANCTION measure-imposed CHN>AUS; SANCTION measure-imposed CHN>AUS"},
};

static const struct text_case classes_of_words[] = {
    {"judge by an adjective", "Ghana called the Togolese decision hasty.",
     "ACCUSE criticism GHA>TGO"},
    {"judge by a noun", "Ghana described the Togolese measure as an insult.",
     "ACCUSE criticism GHA>TGO"},
    {"praise by an adjective", "Ghana called the Togolese decision courageous.",
     "SUPPORT praise GHA>TGO"},
    {"say that others do wrong", "Ghana said Togo was poaching in its waters.",
     "ACCUSE accusation GHA>TGO"},
    {"turn off what flows", "Ghana turned off the gas to Togo.",
     "SANCTION measure-imposed GHA>TGO"},
    {"close a way", "Ghana sealed its frontier with Togo.", "SANCTION measure-imposed GHA>TGO"},
    {"stop a ship", "The Ghanaian navy impounded a Togolese trawler.",
     "COERCE assets-seized GHA>TGO"},
    {"limit numbers", "Ghana cut the number of Togolese diplomats.",
     "SANCTION measure-imposed GHA>TGO"},
    {"the body that is asked to judge is no recipient",
     "Canada asked the World Trade Organization to set up a panel on lentils from India.",
     "ACCUSE complaint-filed CAN>IND"},
    {"a body urged to judge", "Canada urged the WTO to investigate Indian lentil curbs.",
     "ACCUSE complaint-filed CAN>IND"},
    {"a request that a body judge",
     "Canada requested that the World Trade Organization establish a panel to examine Indian "
     "duties on lentils.",
     "ACCUSE complaint-filed CAN>IND; SANCTION measure-imposed IND>CAN"},
    {"a body sued is a recipient", "Poland sued the European Commission over the emission rules.",
     "ACCUSE complaint-filed POL>EUR"},
    {"haul before judges", "Ghana hauled Togo to the World Trade Organization.",
     "ACCUSE complaint-filed GHA>TGO"},
    {"wave away", "Ghana waved aside the Togolese demand.", "REJECT demand-refused GHA>TGO"},
    {"own up", "Ghana admitted guilt for the raid on Togo.", "CONCEDE apology GHA>TGO"},
    {"bring home", "Ghana brought home its peacekeepers from Chad.", "RETREAT withdrawal GHA>TCD"},
    {"aim at", "North Korea aimed missiles at Japan.", "MOBILIZE troops-moved PRK>JPN"},
    {"swap prisoners", "Ghana and Togo swapped prisoners.", "RETREAT release GHA+TGO>"},
    {"both cut ties", "Ghana and Togo severed ties.", "SANCTION ties-cut GHA+TGO>"},
    {"a day is no target", "North Korea fired a missile on Monday.",
     "MOBILIZE weapons-test PRK> 2019-08-05"},
    {"an adjective for prices judges nobody", "Ghana called the price of cocoa low.", ""},
    {"to close a shop", "The Ghanaian bank closed a branch in Togo.", ""},
};

static void test_classes_of_words(void **state)
{
    (void)state;
    check_texts(classes_of_words, N_ELEMENTS(classes_of_words), describe);
}

static void test_told_before(void **state)
{
    (void)state;
    check_texts(told_before, N_ELEMENTS(told_before), describe);
}

/* Why a trigger makes no event: label, text, the reason that must be among those noted. */
static const struct text_case reasons[] = {
    {"a row denies", "Peru held an election.", "this row says that it is no event"},
    {"no row holds", "The ban remains.", "no row holds here"},
    {"content", "Peru demanded that Chile lift the ban.", "told as part of another event"},
    {"no recipient", "The sanctions were imposed by Peru.", "to whom is not told"},
    {"nobody", "Sanctions were imposed.", "neither who nor to whom is told"},
};

static void test_silences(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(reasons); i++) {
        const struct dw_doc *doc = read_text(reasons[i].text, "2019-08-10");
        bool found = false;

        for (uint32_t k = 0; k < doc->silences.n; k++)
            found |= !strcmp(doc->silences.v[k].why, reasons[i].want);
        CHECK(found, reasons[i].label, "%s\n  want %s", reasons[i].text, reasons[i].want);
    }
}

/* What a negation, a readiness or an agreement makes of the act behind it, and who says or does it.
 */
static const struct text_case acts_behind_words[] = {
    {"not ruled out", "Turkey has not ruled out military action against Israel.",
     "THREATEN threat TUR>ISR"},
    {"ruled out", "Turkey ruled out military action against Israel.",
     "REJECT demand-refused TUR>ISR"},
    {"talks not ruled out", "Peru did not rule out talks with Chile.", ""},
    {"will not hesitate", "Paris warned it would not hesitate to expel Russian diplomats.",
     "THREATEN threat FRA>RUS"},
    {"will not shy away from", "Moscow will not shy away from closing its airspace to Britain.",
     "THREATEN measure-threatened RUS>GBR"},
    {"prepared to harm", "Canada is prepared to impose sanctions on Iran.",
     "THREATEN measure-threatened CAN>IRN"},
    {"prepared to meet", "Canada is prepared to meet Iran.", "AGREE talks-scheduled CAN+IRN>"},
    {"not prepared to", "Greece is not prepared to give up its rights to Turkey.",
     "REJECT demand-refused GRC>TUR"},
    {"agreed to harm", "The EU agreed to blacklist eight Belarusian officials.",
     "SANCTION measure-imposed EUR>BLR"},
    {"author of a statement", "Peru issued a statement that accused Chile of spying.",
     "ACCUSE accusation PER>CHL"},
    {"speaker who goes on", "China said the sale broke the treaty and urged Japan to cancel it.",
     "ACCUSE accusation CHN>JPN; REQUEST demand-policy-change CHN>JPN"},
};

static void test_acts_behind_words(void **state)
{
    (void)state;
    check_texts(acts_behind_words, N_ELEMENTS(acts_behind_words), describe);
}

static const struct text_case groups_of_verbs[] = {
    {"claim that another cheats", "Kenya complained that Uganda had violated the fisheries treaty.",
     "ACCUSE accusation KEN>UGA"},
    {"call a step unfair", "China said the tariffs imposed by the United States were unacceptable.",
     "ACCUSE criticism CHN>USA; SANCTION measure-imposed USA>CHN"},
    {"say that a charge is false", "Iran said the accusations by France were baseless.",
     "REJECT denial IRN>FRA; ACCUSE accusation FRA>IRN"},
    {"regret a decision", "Japan regretted South Korea's decision to end the pact.",
     "ACCUSE criticism JPN>KOR"},
    {"regret an incident", "Turkey regretted the incident.", "CONCEDE apology TUR>"},
    {"take issue with", "Brazil took issue with the remarks of the French president.",
     "ACCUSE criticism BRA>FRA"},
    {"take aim at", "Mexico took aim at the United States.", "ACCUSE criticism MEX>USA"},
    {"heap blame on", "Sudan put the blame on Chad.", "ACCUSE accusation SDN>TCD"},
    {"describe as", "Cuba described the sanctions as illegal.", "ACCUSE criticism CUB>"},
    {"brand somebody", "Venezuela has labeled the Colombian president a terrorist.",
     "ACCUSE criticism VEN>COL"},
    {"liken to", "Greece likened the raid to terrorism.", "ACCUSE criticism GRC>"},
    {"send experts to investigate", "France sent experts to Lebanon to investigate the explosion.",
     "ACCUSE investigation-opened FRA>LBN"},
    {"court orders an inquiry",
     "A Spanish court ordered an investigation into the Moroccan minister.",
     "ACCUSE investigation-opened ESP>MAR"},
    {"need to, said of another", "Germany said Greece needs to cut spending.",
     "REQUEST demand-policy-change DEU>GRC"},
    {"must, insisted", "The White House insisted North Korea must give up its weapons.",
     "REQUEST demand-policy-change USA>PRK"},
    {"order to do", "Israel ordered the villagers to leave.",
     "REQUEST demand-policy-change ISR>villagers"},
    {"persuade to", "Norway persuaded the rebels to return to the talks.",
     "REQUEST talks-requested NOR>rebels"},
    {"deadline", "Ecuador gave the oil company a deadline.", "THREATEN threat ECU>"},
    {"work together", "Finland and Sweden worked together on the pipeline.",
     "COOPERATE cooperation FIN+SWE>"},
    {"do jointly", "India and Russia jointly developed the missile.",
     "COOPERATE cooperation IND+RUS>"},
    {"join forces", "Mali joined forces with Niger against the rebels.",
     "COOPERATE cooperation MLI+NER>"},
    {"joint exercise as a noun", "Joint exercises between Egypt and Greece began on Monday.",
     "COOPERATE cooperation EGY+GRC> 2019-08-05"},
    {"hand over a suspect", "Ghana handed over the suspect to Togo.",
     "COOPERATE cooperation GHA+TGO>"},
    {"pass on intelligence", "Israel passed intelligence to Germany.",
     "COOPERATE cooperation ISR+DEU>"},
    {"deepen cooperation", "Vietnam expanded trade with Laos.", "COOPERATE cooperation VNM+LAO>"},
    {"deepen relations", "Kuwait strengthened its relations with Oman.", "SUPPORT - KWT+OMN>"},
    {"open an embassy", "Ireland opened an embassy in Chile.", "SUPPORT - IRL>CHL"},
    {"give a nod to", "Switzerland gave its blessing to the treaty.", "SUPPORT backing CHE>"},
    {"throw weight behind", "Morocco threw its weight behind Gabon.", "SUPPORT backing MAR>GAB"},
    {"vote in favor", "Denmark voted in favor of the resolution.", "SUPPORT backing DNK>"},
    {"assure of support", "Poland assured Lithuania of its support.", "SUPPORT backing POL>LTU"},
    {"troops on a peacekeeping mission",
     "Kenya deployed 300 soldiers to Somalia on a peacekeeping mission.", "AID aid-given KEN>SOM"},
    {"doctors sent to help", "Cuba sent doctors to Haiti to treat the wounded.",
     "AID aid-given CUB>HTI"},
    {"soldiers sent to train", "Britain sent soldiers to Ukraine to train recruits.",
     "AID aid-given GBR>UKR"},
    {"rescue", "Italian ships rescued 200 migrants.", "AID aid-given ITA>migrants"},
    {"take in refugees", "Jordan took in 5,000 Syrian refugees.", "AID aid-given JOR>SYR"},
    {"forgive debt", "France cancelled the debts of Guinea.", "AID aid-given FRA>GIN"},
    {"finance a group", "Libya financed the rebels in Chad.", "AID aid-given LBY>TCD"},
    {"set free", "The kidnappers set the French nurse free.", "RETREAT release kidnappers>FRA"},
    {"give back", "Italy returned the stolen sculpture to Libya.", "RETREAT - ITA>LBY"},
    {"leave a base", "American soldiers have left the base in Niger.",
     "RETREAT withdrawal USA>NER"},
    {"cut the troops in", "The Netherlands reduced its troops in Mali.",
     "RETREAT withdrawal NLD>MLI"},
    {"give up weapons", "The militia gave up its weapons.", "RETREAT - militia>"},
    {"a ceasefire takes effect", "The ceasefire between Armenia and Azerbaijan took effect Monday.",
     "RETREAT ceasefire ARM+AZE> 2019-08-05"},
    {"end an offensive", "Turkey halted its offensive in Syria.", "RETREAT - TUR>SYR"},
    {"unfreeze assets", "Canada unfroze the assets of the Libyan bank.",
     "RETREAT measure-eased CAN>LBY"},
    {"soften a stance", "Serbia softened its stance on Kosovo.",
     "CONCEDE concession-offered SRB>KOS"},
    {"put off tariffs", "The United States postponed the tariffs on Vietnam.",
     "CONCEDE step-suspended USA>VNM"},
    {"renounce violence", "The Basque separatists renounced violence.",
     "CONCEDE concession-offered Basque separatists>"},
    {"take to the streets", "Thousands of Armenians took to the streets.",
     "PROTEST demonstration ARM>"},
    {"gather in protest", "Students gathered outside the Turkish embassy.",
     "PROTEST demonstration Students>TUR"},
    {"stop work", "Greek dockworkers refused to work.", "PROTEST - GRC>"},
    {"storm an embassy", "A mob stormed the British embassy in Sudan.", "PROTEST - mob>GBR"},
    {"throw stones", "Youths threw stones at the Israeli soldiers.", "PROTEST - Youths>ISR"},
    {"mass along a border", "Russia massed troops along the border with Ukraine.",
     "MOBILIZE troops-moved RUS>UKR"},
    {"troops arrive", "Cuban troops arrived in Angola.", "MOBILIZE troops-moved CUB>AGO"},
    {"a ship sails into", "American warships sailed into the Black Sea.",
     "MOBILIZE troops-moved USA>"},
    {"raise security", "India tightened security along the border with Pakistan.",
     "MOBILIZE - IND>PAK"},
    {"approve a deployment", "The Turkish parliament approved the deployment of troops to Libya.",
     "MOBILIZE troops-moved TUR>LBY"},
    {"ban a party", "Algeria banned the opposition party.", "COERCE - DZA>"},
    {"bar a person", "Venezuela barred the opposition leader from holding office.",
     "COERCE - VEN>VEN"},
    {"seal off", "Soldiers sealed off the village.", "COERCE - Soldiers>"},
    {"surround", "Israeli tanks surrounded a village in Lebanon.", "COERCE - ISR>LBN"},
    {"search an office", "Russian police searched the offices of the charity.", "COERCE - RUS>"},
    {"question a person", "Police questioned the Iranian diplomat.", "COERCE detention Police>IRN"},
    {"shut off power", "Ethiopia cut off electricity to Tigray.", "COERCE - ETH>"},
    {"evict", "Kenya evicted the settlers.", "COERCE - KEN>KEN"},
    {"occupy a town", "Rwandan soldiers occupied the Congolese town.", "COERCE - RWA>COD"},
    {"capture a town", "The rebels captured the town.", "ASSAULT clash rebels>"},
    {"sink a ship", "North Korea sank a South Korean warship.", "ASSAULT clash PRK>KOR"},
    {"set off a bomb", "Militants detonated a bomb in Kabul.", "ASSAULT - Militants>AFG"},
    {"exchange fire", "Indian and Pakistani soldiers exchanged fire.", "ASSAULT clash IND+PAK>"},
    {"tear gas", "Hungarian police used tear gas to disperse the migrants.",
     "ASSAULT - HUN>migrants"},
    {"use as a shield", "The rebels used villagers as human shields.",
     "ASSAULT - rebels>villagers"},
    {"killed in a crash is no attack", "Ten Ukrainians were killed in a crash in Poland.", ""},
    {"call by phone",
     "President Joko Widodo phoned Prime Minister Lee Hsien Loong to discuss trade.",
     "CONSULT talks-held IDN+SGP>"},
    {"travel for talks", "The Chinese foreign minister flew to Russia for talks.",
     "CONSULT talks-held CHN+RUS>"},
    {"lead a delegation", "The Cuban minister led a delegation to Vietnam.",
     "CONSULT talks-held CUB+VNM>"},
    {"pay a visit", "The Peruvian president paid a visit to Brazil.",
     "CONSULT talks-held PER+BRA>"},
    {"open to talks", "Iran is open to talks with Iraq.", "AGREE talks-scheduled IRN+IRQ>"},
    {"invite for a visit", "Finland invited the Estonian president to Helsinki.",
     "AGREE talks-offered FIN+EST>"},
    {"settle a row", "Kenya and Somalia settled their border dispute.",
     "AGREE agreement-reached KEN+SOM>"},
    {"renege on", "Sudan reneged on the deal with South Sudan.", "REJECT - SDN>SSD"},
    {"defy", "Iraq defied the United Nations resolution.", "REJECT demand-refused IRQ>UNO"},
    {"deny entry", "Cuba denied visas to American journalists.", "REJECT - CUB>USA"},
    {"resist pressure", "Austria resisted pressure from Hungary.", "REJECT - AUT>HUN"},
    {"vote against", "Malta voted against the treaty.", "REJECT - MLT>"},
    {"reserve the right", "Turkey reserved the right to retaliate against Greece.",
     "THREATEN retaliation-threatened TUR>GRC"},
    {"vow to attack", "The Taliban vowed to kill American soldiers.", "THREATEN threat AFG>USA"},
    {"vow to ban", "Peru vowed to ban Chilean wine.", "THREATEN measure-threatened PER>CHL"},
    {"rattle sabres", "North Korea rattled its sabre at Japan.", "THREATEN threat PRK>JPN"},
    {"walk out of talks", "Syria walked out of talks with Israel.",
     "SANCTION talks-suspended SYR>ISR"},
    {"kick out a diplomat", "Zambia kicked out the Libyan ambassador.",
     "SANCTION diplomats-expelled ZMB>LBY"},
    {"halt cooperation", "Norway suspended cooperation with Russia.", "SANCTION ties-cut NOR>RUS"},
    {"halt exports to", "Argentina stopped gas exports to Chile.",
     "SANCTION measure-imposed ARG>CHL"},
    {"downgrade relations", "Sudan downgraded relations with Iran.", "SANCTION ties-cut SDN>IRN"},
    {"war on inflation is no war", "Brazil declared war on inflation.", ""},
    {"dividends are no measure", "The Danish bank declared a dividend.", ""},
    {"an offer of goods is no promise", "The Dutch firm offered bonds to investors in Japan.", ""},
    {"analysts agree", "Analysts agreed that the French economy was weak.", ""},
};

static void test_groups_of_verbs(void **state)
{
    (void)state;
    check_texts(groups_of_verbs, N_ELEMENTS(groups_of_verbs), describe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes_of_clauses),
        cmocka_unit_test(test_verbal_conflict),
        cmocka_unit_test(test_verbal_cooperation),
        cmocka_unit_test(test_material_cooperation),
        cmocka_unit_test(test_material_conflict),
        cmocka_unit_test(test_status_and_time),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_further_constructions),
        cmocka_unit_test(test_nouns_of_acts),
        cmocka_unit_test(test_read_wrong),
        cmocka_unit_test(test_nominal_acts),
        cmocka_unit_test(test_who_acts),
        cmocka_unit_test(test_on_whom),
        cmocka_unit_test(test_classes_of_words),
        cmocka_unit_test(test_told_before),
        cmocka_unit_test(test_silences),
        cmocka_unit_test(test_groups_of_verbs),
        cmocka_unit_test(test_acts_behind_words),
    };

    return cmocka_run_group_tests(tests, open_test_pipeline, close_test_pipeline);
}
