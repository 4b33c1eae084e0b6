/* SPDX-License-Identifier: MIT */
#include "tests/unit/repeated.h"

#include <unistd.h>

#include "processors/pipeline.h"
#include "processors/processors.h"
#include "processors/syntax/conllu.h"
#include "processors/syntax/model.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"

static void *syntax;
static struct dw_doc doc;

static int open_all(void **state)
{
    struct dw_pipeline_options options = {.full_depth = true};
    struct dw_error err = {0};

    (void)state;
    dw_doc_init(&doc, 0);
    if (dw_processor_syntax.open(&syntax, &options, &err) == DW_OK)
        return 0;
    fprintf(stderr, "%s\n", err.text);
    return -1;
}

static int close_all(void **state)
{
    (void)state;
    dw_processor_syntax.close(syntax);
    dw_doc_fini(&doc);
    return 0;
}

static void add_sentence(uint32_t first, uint32_t end, enum dw_zone_type zone)
{
    struct dw_sentence *s = dw_vec_push(&doc.arena, &doc.sentences);

    assert_non_null(s);
    s->first = first;
    s->end = end;
    s->zone = zone;
    if (first < end)
        s->span = (struct dw_span){doc.tokens.v[first].span.beg, doc.tokens.v[end - 1].span.end};
}

/* Analyse `text` as one sentence. */
static void parse_zone(const char *text, size_t len, enum dw_zone_type zone)
{
    struct dw_error err = {0};

    dw_doc_reset(&doc);
    doc.article.text = text;
    doc.article.len = len;
    assert_int_equal(
        dw_token_split(&doc.arena, text, (struct dw_span){0, (uint32_t)len}, &doc.tokens), DW_OK);
    add_sentence(0, doc.tokens.n, zone);
    assert_int_equal(dw_processor_syntax.run(syntax, &doc, &err), DW_OK);
}

static void parse(const char *text)
{
    parse_zone(text, strlen(text), DW_ZONE_BODY);
}

static int32_t find_word(const char *word)
{
    for (uint32_t t = 0; t < doc.tokens.n; t++)
        if (dw_token_len(&doc.tokens.v[t]) == strlen(word) &&
            !strncmp(dw_token_form(&doc, t), word, strlen(word)))
            return (int32_t)t;
    fail_msg("no token \"%s\"", word);
    return DW_NONE;
}

/* --- trees of sentences --------------------------------------------------------------------- */

/* One arc that the tree must have: child, relation, head; head NULL for the root. */
struct arc {
    const char *child, *rel, *head;
};

static const struct {
    const char *label, *text;
    struct arc arcs[6];
} sentences[] = {
    {"active clause",
     "Norland imposed new tariffs on Ostrian steel.",
     {{"Norland", "nsubj", "imposed"},
      {"imposed", "root", NULL},
      {"tariffs", "obj", "imposed"},
      {"new", "amod", "tariffs"},
      {"on", "case", "steel"}}},
    {"a verb of its own behind a noun is no clause on the noun",
     "The EU imposed duties on Indonesian biodiesel in 2013 and scrapped them in 2018.",
     {{"EU", "nsubj", "imposed"},
      {"imposed", "root", NULL},
      {"duties", "obj", "imposed"},
      {"scrapped", "conj", "imposed"}}},
    {"passive with agent",
     "The complaint was filed by the trade ministry in Geneva.",
     {{"complaint", "nsubj:pass", "filed"},
      {"was", "aux:pass", "filed"},
      {"ministry", "obl:agent", "filed"},
      {"by", "case", "ministry"}}},
    {"passive without agent",
     "Two diplomats were expelled on Friday.",
     {{"diplomats", "nsubj:pass", "expelled"},
      {"Friday", "obl", "expelled"},
      {"Two", "nummod", "diplomats"}}},
    {"coordinated verbs",
     "The minister rejected the demand and recalled the ambassador.",
     {{"recalled", "conj", "rejected"},
      {"and", "cc", "recalled"},
      {"ambassador", "obj", "recalled"},
      {"demand", "obj", "rejected"}}},
    {"coordinated nouns",
     "Officials discussed tariffs, quotas and licences.",
     {{"quotas", "conj", "tariffs"},
      {"licences", "conj", "tariffs"},
      {"tariffs", "obj", "discussed"}}},
    {"relative clause of the subject",
     "The minister who signed the treaty resigned on Monday.",
     {{"signed", "acl:relcl", "minister"},
      {"minister", "nsubj", "resigned"},
      {"resigned", "root", NULL},
      {"treaty", "obj", "signed"},
      {"Monday", "obl", "resigned"}}},
    {"relative clause of the object",
     "Norland opposes the tariffs that Ostria imposed in May.",
     {{"imposed", "acl:relcl", "tariffs"},
      {"tariffs", "obj", "opposes"},
      {"Ostria", "nsubj", "imposed"},
      {"that", "obj", "imposed"}}},
    {"apposition",
     "Anna Keller, the foreign minister, criticized the decision.",
     {{"minister", "appos", "Anna"},
      {"Anna", "nsubj", "criticized"},
      {"decision", "obj", "criticized"}}},
    {"control",
     "The government agreed to lift the ban.",
     {{"lift", "xcomp", "agreed"}, {"to", "mark", "lift"}, {"ban", "obj", "lift"}}},
    {"object control",
     "Officials urged the company to pay the workers.",
     {{"company", "obj", "urged"}, {"pay", "xcomp", "urged"}, {"workers", "obj", "pay"}}},
    {"reported clause",
     "The spokesman said that the talks had failed.",
     {{"failed", "ccomp", "said"},
      {"talks", "nsubj", "failed"},
      {"that", "mark", "failed"},
      {"had", "aux", "failed"}}},
    {"possessive and compound",
     "Japan's trade minister met his counterpart.",
     {{"Japan", "nmod:poss", "minister"},
      {"'s", "case", "Japan"},
      {"trade", "compound", "minister"},
      {"minister", "nsubj", "met"}}},
    {"curly apostrophe",
     "Japan\xE2\x80\x99s trade minister met his counterpart.",
     {{"Japan", "nmod:poss", "minister"}, {"minister", "nsubj", "met"}}},
    {"negated auxiliary",
     "The two countries did not sign the treaty.",
     {{"countries", "nsubj", "sign"}, {"not", "advmod", "sign"}, {"did", "aux", "sign"}}},
    {"copula",
     "The decision is a violation of the agreement.",
     {{"violation", "root", NULL},
      {"is", "cop", "violation"},
      {"decision", "nsubj", "violation"},
      {"agreement", "nmod", "violation"}}},
    {"bare weekday behind an object",
     "Trade officials held a teleconference Tuesday to discuss the export curbs.",
     {{"Tuesday", "obl:unmarked", "held"}, {"teleconference", "obj", "held"}}},
    {"bare weekday behind its verb",
     "The ministry said Thursday that it would appeal the ruling.",
     {{"Thursday", "obl:unmarked", "said"}, {"appeal", "ccomp", "said"}}},
    {"fronted time",
     "On Tuesday, the cabinet approved the plan.",
     {{"Tuesday", "obl", "approved"}, {"cabinet", "nsubj", "approved"}}},
    {"aside",
     "South Korea, meanwhile, has demanded an apology.",
     {{"Korea", "nsubj", "demanded"}, {"meanwhile", "advmod", "demanded"}}},
    {"joined countries",
     "Senior trade officials from Japan and South Korea will meet in Geneva.",
     {{"Korea", "conj", "Japan"}, {"officials", "nsubj", "meet"}, {"Geneva", "obl", "meet"}}},
    {"headline in capitals",
     "TOKYO WARNS SEOUL OVER FISHING CURBS",
     {{"TOKYO", "nsubj", "WARNS"}, {"SEOUL", "obj", "WARNS"}, {"WARNS", "root", NULL}}},
    {"conditional",
     "Ostria will retaliate if the duties take effect.",
     {{"retaliate", "root", NULL},
      {"take", "advcl", "retaliate"},
      {"if", "mark", "take"},
      {"will", "aux", "retaliate"}}},
};

/* True if the tree has the arc; else says what it has instead. */
static bool has_arc(const char *label, const struct arc *arc)
{
    const struct dw_token *t = &doc.tokens.v[find_word(arc->child)];
    int32_t head = arc->head ? find_word(arc->head) : DW_NONE;
    const char *rel = dw_deprel_name((enum dw_deprel)t->deprel);

    if (t->head == head && !strcmp(rel, arc->rel))
        return true;
    print_error("%s: \"%s\" is %s of token %d, not %s of \"%s\"\n", label, arc->child, rel,
                (int)t->head, arc->rel, arc->head ? arc->head : "nothing");
    return false;
}

static void test_sentences(void **state)
{
    int n = 0, n_wrong = 0;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(sentences); i++) {
        parse(sentences[i].text);
        for (size_t k = 0; k < N_ELEMENTS(sentences[i].arcs) && sentences[i].arcs[k].child; k++) {
            n_wrong += !has_arc(sentences[i].label, &sentences[i].arcs[k]);
            n++;
        }
    }
    /* The weights are learned: one arc in thirty may be another with the next ones. */
    assert_true(n_wrong * 30 <= n);
}

/* --- lemmas and tags ------------------------------------------------------------------------ */

static const struct {
    const char *text, *word;
    enum dw_upos upos;
    enum dw_xpos xpos;
    const char *lemma;
} words[] = {
    {"The ministers met in Vienna.", "ministers", DW_UPOS_NOUN, DW_XPOS_NNS, "minister"},
    {"The ministers met in Vienna.", "met", DW_UPOS_VERB, DW_XPOS_VBD, "meet"},
    {"The ministers met in Vienna.", "Vienna", DW_UPOS_PROPN, DW_XPOS_NNP, "Vienna"},
    {"They were not told.", "were", DW_UPOS_AUX, DW_XPOS_VBD, "be"},
    {"He didn't sign.", "n't", DW_UPOS_PART, DW_XPOS_RB, "not"},
    {"He didn\xE2\x80\x99t sign.", "n\xE2\x80\x99t", DW_UPOS_PART, DW_XPOS_RB, "not"},
    {"Companies imported cheaper goods.", "Companies", DW_UPOS_NOUN, DW_XPOS_NNS, "company"},
    {"Companies imported cheaper goods.", "cheaper", DW_UPOS_ADJ, DW_XPOS_JJR, "cheap"},
    {"Companies imported cheaper goods.", "imported", DW_UPOS_VERB, DW_XPOS_VBD, "import"},
    {"The envoy is withdrawing.", "withdrawing", DW_UPOS_VERB, DW_XPOS_VBG, "withdraw"},
    {"They discussed export controls placed on each other.", "controls", DW_UPOS_NOUN, DW_XPOS_NNS,
     "control"},
    {"Norland expelled an envoy and Ostria reciprocated.", "reciprocated", DW_UPOS_VERB,
     DW_XPOS_VBD, "reciprocate"},
    {"TOKYO WARNS OF NEW SANCTIONS AGAINST OSTRIA", "SANCTIONS", DW_UPOS_NOUN, DW_XPOS_NNS,
     "sanction"},
};

static void test_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(words); i++) {
        const struct dw_token *t;

        parse(words[i].text);
        t = &doc.tokens.v[find_word(words[i].word)];
        assert_string_equal(t->lemma, words[i].lemma);
        assert_string_equal(dw_upos_name((enum dw_upos)t->upos), dw_upos_name(words[i].upos));
        assert_string_equal(dw_xpos_name((enum dw_xpos)t->xpos), dw_xpos_name(words[i].xpos));
    }
}

/* --- properties ----------------------------------------------------------------------------- */

/* One root, heads inside the sentence, every word reaches the root, child chains are whole. */
static void check_tree(const struct dw_sentence *s)
{
    uint32_t n_roots = 0, n_linked = 0;

    for (uint32_t t = s->first; t < s->end; t++) {
        const struct dw_token *token = &doc.tokens.v[t];
        uint32_t steps = 0;
        int32_t last = -1;

        assert_true(token->parsed);
        assert_non_null(token->lemma);
        n_roots += token->head == DW_NONE;
        assert_int_equal(token->head == DW_NONE, token->deprel == DW_DEPREL_ROOT);
        for (int32_t at = (int32_t)t; at != DW_NONE; at = doc.tokens.v[at].head) {
            assert_in_range(at, s->first, s->end - 1);
            assert_true(steps++ < s->end - s->first);
        }
        dw_token_children(&doc, c, (int32_t)t)
        {
            assert_int_equal(doc.tokens.v[c].head, t);
            assert_true(c > last);
            last = c;
            n_linked++;
        }
    }
    assert_int_equal(n_roots, s->first < s->end);
    assert_int_equal(n_linked + n_roots, s->end - s->first);
}

/* `n` copies of `piece`, as one sentence. */
static void parse_repeated(const char *piece, size_t n)
{
    char *text = repeat(piece, n);

    parse_zone(text, strlen(text), DW_ZONE_BODY);
    check_tree(&doc.sentences.v[0]);
    doc.article.text = "";
    free(text);
}

static void test_nasty(void **state)
{
    static const char *const pieces[] = {
        "word ",
        "( ",
        ") ",
        "\" ",
        "the ",
        "and , ",
        "x",
        "Reuters said Kyodo said ",
        "\xE2\x80\x99 ",
        "\xF0\x9F\x98\x80 ",
        "1 ",
        "-",
        "...",
    };
    static const size_t counts[] = {0, 1, 2, 3, 511, 512, 513, 1024, 1025};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(pieces); i++)
        for (size_t k = 0; k < N_ELEMENTS(counts); k++)
            parse_repeated(pieces[i], counts[k]);
}

static void test_long_sentence(void **state)
{
    uint32_t first, end;

    (void)state;
    parse_repeated("rice ", 50000);
    assert_int_equal(doc.tokens.n, 50000);
    dw_token_subtree(&doc, dw_sentence_root(&doc, 0), &first, &end);
    assert_int_equal(first, 0);
    assert_int_equal(end, 50000);
}

/* Seconds of processor time for n copies of a piece. */
static double time_repeated(const char *piece, size_t n)
{
    double begun = seconds_spent();

    parse_repeated(piece, n);
    return seconds_spent() - begun;
}

/* Eight times the tokens take eight times as long, not sixty-four times. A busy machine may disturb
 * one run, hardly three. */
static void test_linear(void **state)
{
    static const char *const pieces[] = {"( ", "[ rice ", "rice ", "and , ", ") ( "};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(pieces); i++) {
        bool is_linear = false;

        for (int run = 0; run < 3 && !is_linear; run++)
            is_linear = time_repeated(pieces[i], 12000) < 24 * time_repeated(pieces[i], 1500);
        assert_true(is_linear);
    }
}

static void test_brackets(void **state)
{
    (void)state;
    parse_repeated("( ", 100000);
    assert_int_equal(doc.tokens.n, 100000);
}

static void test_same_twice(void **state)
{
    struct dw_strbuf once, twice;

    (void)state;
    dw_strbuf_init(&once);
    dw_strbuf_init(&twice);
    parse(sentences[5].text);
    dw_conllu_encode(&doc, &once);
    parse_repeated("noise ", 700);
    parse(sentences[5].text);
    dw_conllu_encode(&doc, &twice);
    assert_string_equal(once.bytes, twice.bytes);
    dw_strbuf_fini(&once);
    dw_strbuf_fini(&twice);
}

static void test_zones(void **state)
{
    static const enum dw_zone_type skipped[] = {DW_ZONE_CONTROL, DW_ZONE_BOILERPLATE,
                                                DW_ZONE_BYLINE};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(skipped); i++) {
        parse_zone("Follow us now.", 14, skipped[i]);
        assert_false(doc.tokens.v[0].parsed);
        assert_int_equal(dw_sentence_root(&doc, 0), DW_NONE);
        assert_int_equal(dw_token_child(&doc, 0), DW_NONE);
    }
}

static void test_out_of_memory(void **state)
{
    static const char text[] = "The talks failed.";
    struct dw_error err = {0};

    (void)state;
    parse(text);
    doc.arena.fail_after = 0;
    assert_int_equal(dw_processor_syntax.run(syntax, &doc, &err), DW_NOMEM);
    assert_int_equal(err.code, DW_NOMEM);
    doc.arena.fail_after = -1;
}

/* --- walking -------------------------------------------------------------------------------- */

static void test_walk(void **state)
{
    int32_t imposed, tariffs, steel;
    uint32_t first, end;

    (void)state;
    parse("Norland imposed new tariffs on Ostrian steel.");
    imposed = find_word("imposed"), tariffs = find_word("tariffs"), steel = find_word("steel");
    assert_int_equal(dw_sentence_root(&doc, 0), imposed);
    assert_int_equal(dw_token_child_find(&doc, imposed, DW_DEPREL_OBJ), tariffs);
    assert_int_equal(dw_token_child_find(&doc, imposed, DW_DEPREL_IOBJ), DW_NONE);
    assert_int_equal(dw_token_child_find_lemma(&doc, imposed, "tariff"), tariffs);
    assert_true(dw_token_is_rel(&doc, tariffs, DW_DEPREL_OBJ));
    assert_true(dw_token_is_under(&doc, steel, imposed));
    assert_false(dw_token_is_under(&doc, imposed, steel));
    dw_token_subtree(&doc, steel, &first, &end);
    assert_int_equal(first, find_word("on"));
    assert_int_equal(end, steel + 1);
    parse("The complaint was filed by the trade ministry in Geneva.");
    assert_int_equal(dw_token_child_find_base(&doc, find_word("filed"), DW_DEPREL_NSUBJ),
                     find_word("complaint"));
    assert_int_equal(dw_token_child_find(&doc, find_word("filed"), DW_DEPREL_NSUBJ), DW_NONE);
}

/* --- tag sets ------------------------------------------------------------------------------- */

static void test_tagset(void **state)
{
    (void)state;
    for (int i = 0; i < DW_N_XPOS; i++)
        assert_int_equal(dw_xpos_find(dw_xpos_name((enum dw_xpos)i)), i);
    for (int i = 0; i < DW_N_DEPREL; i++)
        assert_int_equal(dw_deprel_find(dw_deprel_name((enum dw_deprel)i)), i);
    assert_int_equal(dw_deprel_find("nsubj:none"), -1);
    assert_int_equal(dw_deprel_base(DW_DEPREL_NSUBJ_PASS), DW_DEPREL_NSUBJ);
    assert_true(dw_deprel_is(DW_DEPREL_ACL_RELCL, DW_DEPREL_ACL));
    assert_false(dw_deprel_is(DW_DEPREL_ACL, DW_DEPREL_ACL_RELCL));
}

/* --- CoNLL-U -------------------------------------------------------------------------------- */

static void test_conllu(void **state)
{
    static const char want[] =
        "# sent_id = 1\n"
        "# text = Se\xC3\xA1n can't wait.\n"
        "1\tSe\xC3\xA1n\tSe\xC3\xA1n\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\t"
        "start_char=0|end_char=4\n"
        "2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tstart_char=5|end_char=10\n"
        "2\tca\tcan\tAUX\tMD\tVerbForm=Fin\t4\taux\t_\tstart_char=5|end_char=7\n"
        "3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\tstart_char=7|end_char=10\n"
        "4\twait\twait\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No|"
        "start_char=12|end_char=16\n"
        "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tstart_char=16|end_char=17\n"
        "\n";
    struct dw_strbuf out;

    (void)state;
    dw_strbuf_init(&out);
    parse("Se\xC3\xA1n can't\n\nwait.");
    dw_conllu_encode(&doc, &out);
    assert_string_equal(out.bytes, want);
    dw_strbuf_fini(&out);
}

/* --- clusters -------------------------------------------------------------------------------- */

static struct dw_cluster cluster_of(const char *word)
{
    return doc.tokens.v[find_word(word)].cluster;
}

static void test_clusters(void **state)
{
    (void)state;
    parse("Norland denounced the raid Monday, and OSTRIA condemned it Tuesday, Grzblxq said.");
    assert_int_not_equal(cluster_of("denounced").fine, 0);
    assert_int_equal(cluster_of("denounced").fine, cluster_of("condemned").fine);
    assert_int_equal(cluster_of("Monday").fine, cluster_of("Tuesday").fine);
    assert_int_not_equal(cluster_of("raid").coarse, cluster_of("Monday").coarse);
    assert_int_equal(cluster_of("Grzblxq").coarse, 0);
    parse("DENOUNCED denounced");
    assert_int_equal(doc.tokens.v[0].cluster.fine, doc.tokens.v[1].cluster.fine);
}

static void test_cluster_table(void **state)
{
    struct dw_model model;
    struct dw_error err = {0};
    struct dw_cluster before = {0, 0, 0};

    (void)state;
    assert_int_equal(dw_model_open(&model, NULL, &err), DW_OK);
    assert_in_range(model.n_clusters, 1000, 4095);
    for (uint32_t i = 0; i < model.n_clusters; i++) {
        struct dw_cluster c = model.clusters[i];

        assert_int_equal(c.fine, i + 1);
        assert_true(c.coarse > 0 && c.middle > 0);
        /* A middle one lies in one coarse one: rows stand in the order of the tree. */
        assert_true(c.middle != before.middle || c.coarse == before.coarse);
        before = c;
    }
    assert_int_equal(dw_cluster_of(&model, "Tuesday", 7).fine,
                     dw_cluster_of(&model, "TUESDAY", 7).fine);
    assert_int_equal(dw_cluster_of(&model, "", 0).fine, 0);
    dw_model_close(&model);
}

/* --- the weights file ----------------------------------------------------------------------- */

static void check_refused(const char *path, const char *reason)
{
    struct dw_pipeline_options options = {.model = path};
    struct dw_error err = {0};
    void *state = NULL;

    assert_int_equal(dw_processor_syntax.open(&state, &options, &err), DW_MODEL);
    assert_null(state);
    assert_int_equal(err.code, DW_MODEL);
    assert_non_null(strstr(err.text, path));
    assert_non_null(strstr(err.text, reason));
}

/* Bytes of the weights in use. */
static uint8_t *read_weights(size_t *size)
{
    struct dw_model model;
    struct dw_error err = {0};
    uint8_t *copy;

    assert_int_equal(dw_model_open(&model, NULL, &err), DW_OK);
    copy = malloc(model.size);
    assert_non_null(copy);
    memcpy(copy, model.base, model.size);
    *size = model.size;
    dw_model_close(&model);
    return copy;
}

static void write_file(const char *path, const uint8_t *bytes, size_t size)
{
    FILE *out = fopen(path, "wb");

    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
}

static void test_weights(void **state)
{
    char path[] = "/tmp/dw-weights-XXXXXX";
    int fd = mkstemp(path);
    size_t size;
    uint8_t *bytes = read_weights(&size);

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    check_refused(path, "too short");
    bytes[size / 2] ^= 1;
    write_file(path, bytes, size);
    check_refused(path, "checksum");
    bytes[size / 2] ^= 1;
    write_file(path, bytes, size / 2);
    check_refused(path, "truncated");
    bytes[0] ^= 1;
    write_file(path, bytes, size);
    check_refused(path, "not a weights file");
    bytes[0] ^= 1;
    bytes[8] ^= 1;
    write_file(path, bytes, size);
    check_refused(path, "version");
    check_refused("/tmp", "not a regular file");
    check_refused("/nonexistent/english.dww", "No such file");
    unlink(path);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences),     cmocka_unit_test(test_words),
        cmocka_unit_test(test_nasty),         cmocka_unit_test(test_long_sentence),
        cmocka_unit_test(test_same_twice),    cmocka_unit_test(test_zones),
        cmocka_unit_test(test_out_of_memory), cmocka_unit_test(test_walk),
        cmocka_unit_test(test_tagset),        cmocka_unit_test(test_conllu),
        cmocka_unit_test(test_weights),       cmocka_unit_test(test_clusters),
        cmocka_unit_test(test_cluster_table), cmocka_unit_test(test_linear),
        cmocka_unit_test(test_brackets),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
