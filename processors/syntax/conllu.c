/* SPDX-License-Identifier: MIT */
#include "processors/syntax/conllu.h"

#include <string.h>

#include "processors/base/utf8.h"
#include "processors/syntax/syntax.h"

/* Features that a tag implies, sorted by name as CoNLL-U wants it. */
static const char *find_feats(enum dw_xpos xpos, enum dw_upos upos)
{
    bool is_verbal = upos == DW_UPOS_VERB || upos == DW_UPOS_AUX;

    switch (xpos) {
    case DW_XPOS_NN:
        return upos == DW_UPOS_NOUN ? "Number=Sing" : NULL;
    case DW_XPOS_NNP:
        return upos == DW_UPOS_PROPN ? "Number=Sing" : NULL;
    case DW_XPOS_NNS:
    case DW_XPOS_NNPS:
        return upos == DW_UPOS_NOUN || upos == DW_UPOS_PROPN ? "Number=Plur" : NULL;
    case DW_XPOS_JJ:
        return upos == DW_UPOS_ADJ ? "Degree=Pos" : NULL;
    case DW_XPOS_JJR:
    case DW_XPOS_RBR:
        return "Degree=Cmp";
    case DW_XPOS_JJS:
    case DW_XPOS_RBS:
        return "Degree=Sup";
    case DW_XPOS_MD:
        return "VerbForm=Fin";
    case DW_XPOS_VBD:
        return is_verbal ? "Mood=Ind|Tense=Past|VerbForm=Fin" : NULL;
    case DW_XPOS_VBZ:
        return is_verbal ? "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin" : NULL;
    case DW_XPOS_VBP:
        return is_verbal ? "Mood=Ind|Tense=Pres|VerbForm=Fin" : NULL;
    case DW_XPOS_PRP_POSS:
        return "Case=Gen|Poss=Yes|PronType=Prs";
    case DW_XPOS_WP_POSS:
        return "Poss=Yes|PronType=Int";
    default:
        return NULL;
    }
}

/* Verb forms that only the tree tells: an infinitive has its "to" or auxiliary, a passive its. */
static const char *find_tree_feats(const struct dw_doc *doc, int32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];
    bool is_verbal = t->upos == DW_UPOS_VERB || t->upos == DW_UPOS_AUX;

    if (is_verbal && t->xpos == DW_XPOS_VB &&
        (dw_token_child_find_lemma(doc, token, "to") != DW_NONE ||
         dw_token_child_find_base(doc, token, DW_DEPREL_AUX) != DW_NONE))
        return "VerbForm=Inf";
    if (is_verbal && t->xpos == DW_XPOS_VBN)
        return dw_token_child_find(doc, token, DW_DEPREL_AUX_PASS) != DW_NONE
                   ? "Tense=Past|VerbForm=Part|Voice=Pass"
                   : "Tense=Past|VerbForm=Part";
    return NULL;
}

/* What tag and lemma tell together. */
static const char *find_lexical_feats(const struct dw_token *t)
{
    static const struct {
        enum dw_upos upos;
        const char *lemma, *feats;
    } known[] = {
        {DW_UPOS_DET, "the", "Definite=Def|PronType=Art"},
        {DW_UPOS_DET, "a", "Definite=Ind|PronType=Art"},
        {DW_UPOS_PART, "not", "Polarity=Neg"},
    };

    for (size_t i = 0; t->lemma && i < sizeof known / sizeof *known; i++)
        if (t->upos == known[i].upos && !strcmp(t->lemma, known[i].lemma))
            return known[i].feats;
    return NULL;
}

/* Append bytes; blanks and controls inside, which would break the columns, as no-break spaces. */
static void add_column(struct dw_strbuf *out, const char *bytes, size_t len)
{
    size_t from = 0;

    for (size_t i = 0; i < len; i++)
        if ((unsigned char)bytes[i] <= ' ') {
            dw_strbuf_add(out, bytes + from, i - from);
            dw_strbuf_adds(out, "\xC2\xA0");
            from = i + 1;
        }
    dw_strbuf_add(out, bytes + from, len - from);
    dw_strbuf_addc(out, '\t');
}

static void add_tags(struct dw_strbuf *out, const struct dw_doc *doc, uint32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];
    const char *feats;

    if (!t->parsed) {
        dw_strbuf_adds(out, "_\t_\t_\t_\t");
        return;
    }
    feats = find_lexical_feats(t);
    if (!feats)
        feats = find_tree_feats(doc, (int32_t)token);
    if (!feats)
        feats = find_feats((enum dw_xpos)t->xpos, (enum dw_upos)t->upos);
    add_column(out, t->lemma, strlen(t->lemma));
    dw_strbuf_addf(out, "%s\t%s\t%s\t", dw_upos_name((enum dw_upos)t->upos),
                   dw_xpos_name((enum dw_xpos)t->xpos), feats ? feats : "_");
}

static void add_arc(struct dw_strbuf *out, const struct dw_token *t, uint32_t first)
{
    if (!t->parsed)
        dw_strbuf_adds(out, "_\t_\t_\t");
    else
        dw_strbuf_addf(out, "%d\t%s\t_\t", t->head == DW_NONE ? 0 : t->head - (int32_t)first + 1,
                       dw_deprel_name((enum dw_deprel)t->deprel));
}

/* A place in the text, known in bytes and in code points; it only moves forward. */
struct place {
    size_t byte, character;
};

static size_t move_to(struct place *place, const struct dw_doc *doc, size_t byte)
{
    if (byte > place->byte) {
        place->character += dw_utf8_count(doc->article.text + place->byte, byte - place->byte);
        place->byte = byte;
    }
    return place->character;
}

static void add_misc(struct dw_strbuf *out, const struct dw_doc *doc, uint32_t first, uint32_t end,
                     bool tells_space, struct place *place)
{
    const struct dw_token *last = &doc->tokens.v[end - 1];
    bool no_space = tells_space && !(last->flags & DW_TOKEN_SPACE_AFTER);
    size_t from = move_to(place, doc, doc->tokens.v[first].span.beg);
    struct place ahead = *place;

    dw_strbuf_addf(out, "%sstart_char=%zu|end_char=%zu\n", no_space ? "SpaceAfter=No|" : "", from,
                   move_to(&ahead, doc, last->span.end));
}

/* End of the multiword token that starts here: a word with the clitics written on to it. */
static uint32_t find_word_end(const struct dw_doc *doc, uint32_t token, uint32_t end)
{
    const struct dw_token *v = doc->tokens.v;

    while (token + 1 < end && v[token + 1].flags & DW_TOKEN_CLITIC &&
           v[token].span.end == v[token + 1].span.beg)
        token++;
    return token + 1;
}

/* The line of a multiword token, say 3-4. */
static void add_range(struct dw_strbuf *out, const struct dw_doc *doc, uint32_t token, uint32_t end,
                      uint32_t first, struct place *place)
{
    const struct dw_token *v = doc->tokens.v;

    dw_strbuf_addf(out, "%u-%u\t", (unsigned)(token - first + 1), (unsigned)(end - first));
    add_column(out, dw_token_form(doc, token), v[end - 1].span.end - v[token].span.beg);
    dw_strbuf_adds(out, "_\t_\t_\t_\t_\t_\t_\t");
    add_misc(out, doc, token, end, true, place);
}

static void add_token(struct dw_strbuf *out, const struct dw_doc *doc, uint32_t token,
                      uint32_t first, bool is_part, struct place *place)
{
    const struct dw_token *t = &doc->tokens.v[token];

    dw_strbuf_addf(out, "%u\t", (unsigned)(token - first + 1));
    add_column(out, dw_token_form(doc, token), dw_token_len(t));
    add_tags(out, doc, token);
    add_arc(out, t, first);
    add_misc(out, doc, token, token + 1, !is_part, place);
}

static void add_words(struct dw_strbuf *out, const struct dw_doc *doc, const struct dw_sentence *s,
                      struct place *place)
{
    uint32_t end;

    for (uint32_t t = s->first; t < s->end; t = end) {
        bool is_range;

        end = find_word_end(doc, t, s->end);
        is_range = end > t + 1;
        if (is_range)
            add_range(out, doc, t, end, s->first, place);
        for (uint32_t k = t; k < end; k++)
            add_token(out, doc, k, s->first, is_range, place);
    }
}

/* The sentence's text on one line: runs of white space become one blank. */
static void add_text(struct dw_strbuf *out, const struct dw_doc *doc, struct dw_span span)
{
    bool blank = false;

    dw_strbuf_adds(out, "# text = ");
    for (uint32_t i = span.beg; i < span.end; i++) {
        unsigned char c = (unsigned char)doc->article.text[i];

        if (c > ' ') {
            if (blank)
                dw_strbuf_addc(out, ' ');
            dw_strbuf_addc(out, (char)c);
        }
        blank = c <= ' ';
    }
    dw_strbuf_addc(out, '\n');
}

void dw_conllu_encode(const struct dw_doc *doc, struct dw_strbuf *out)
{
    struct place place = {0, 0};

    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const struct dw_sentence *s = &doc->sentences.v[i];

        if (s->first == s->end)
            continue;
        dw_strbuf_addf(out, "# sent_id = %u\n", (unsigned)(i + 1));
        add_text(out, doc, s->span);
        add_words(out, doc, s, &place);
        dw_strbuf_addc(out, '\n');
    }
}
