/* SPDX-License-Identifier: MIT */
/*
 * namecue.c - what the tagger of names sees: signs of each word, uses elsewhere, features.
 */
#include "processors/entity/namecue.h"

#include <assert.h>
#include <string.h>

#include "processors/syntax/syntax.h"
#include "processors/token.h"

enum { RUN_MAX = 10, EDGE = 0x5EED };

static const struct dw_token *token_at(const struct dw_doc *doc, uint32_t i)
{
    return &doc->tokens.v[i];
}

static bool is_capital(const struct dw_doc *doc, uint32_t i)
{
    return token_at(doc, i)->flags & DW_TOKEN_UPPER_FIRST;
}

/* --- signs of one place ---------------------------------------------------------------------- */

static bool is_saying(const struct dw_doc *doc, uint32_t i)
{
    static const char *const words[] = {"said",  "says",  "told",   "added",   "stated",
                                        "noted", "asked", "argued", "replied", NULL};

    return dw_token_is_one_of(doc, i, words);
}

static bool is_initial(const struct dw_doc *doc, uint32_t i)
{
    const char *form = dw_token_form(doc, i);
    size_t len = dw_token_len(token_at(doc, i));

    return is_capital(doc, i) && len > 1 && len <= 4 && form[1] == '.' && form[len - 1] == '.';
}

static unsigned find_cues_before(const struct dw_nametag *tagger, const struct dw_doc *doc,
                                 uint32_t i)
{
    static const char *const placed[] = {"in", "at", "near", "outside", "around", NULL};
    static const char *const moved[] = {"to", "from", "of", "between", "into", "toward", NULL};
    unsigned cue = 0;

    cue |= dw_nametag_is_given(tagger, doc, i - 1) ? 1U << DW_CUE_AFTER_GIVEN : 0;
    cue |= dw_token_is_one_of(doc, i - 1, placed) ? 1U << DW_CUE_PLACED : 0;
    cue |= dw_token_is_one_of(doc, i - 1, moved) ? 1U << DW_CUE_MOVED : 0;
    cue |= is_saying(doc, i - 1) ? 1U << DW_CUE_SAYS : 0;
    cue |= dw_token_is(doc, i - 1, "the") ? 1U << DW_CUE_THE : 0;
    cue |= dw_token_is(doc, i - 1, "(") ? 1U << DW_CUE_IN_PAREN : 0;
    cue |= is_capital(doc, i - 1) ? 1U << DW_CUE_LONGER : 0;
    return cue;
}

static unsigned find_cues_behind(const struct dw_doc *doc, uint32_t i)
{
    unsigned cue = 0;

    cue |= is_saying(doc, i + 1) ? 1U << DW_CUE_SAYS : 0;
    cue |= (unsigned)(dw_token_is(doc, i + 1, "'s") || dw_token_is(doc, i + 1, "’s"))
           << DW_CUE_OWNS;
    cue |= dw_token_is(doc, i + 1, "(") ? 1U << DW_CUE_BEFORE_PAREN : 0;
    cue |= dw_token_is(doc, i + 1, ",") ? 1U << DW_CUE_BEFORE_COMMA : 0;
    cue |= (unsigned)(is_capital(doc, i + 1) ? 1U << DW_CUE_LONGER : 1U << DW_CUE_ENDS);
    return cue;
}

/* Signs of token `i` of the sentence [first, end), but for titles. */
static uint32_t find_cues(const struct dw_nametag *tagger, const struct dw_doc *doc, uint32_t i,
                          uint32_t first, uint32_t end)
{
    unsigned cue = 0;

    cue |= dw_nametag_is_given(tagger, doc, i) ? 1U << DW_CUE_GIVEN : 0;
    cue |= is_initial(doc, i) ? 1U << DW_CUE_INITIAL : 0;
    if (i > first)
        cue |= find_cues_before(tagger, doc, i);
    if (i + 1 < end)
        cue |= find_cues_behind(doc, i);
    return cue;
}

/* Mark the name that a title at `i` follows behind a comma: "..., the country's head of". */
static void mark_titled(const struct dw_doc *doc, uint32_t *cue, uint32_t i, uint32_t first)
{
    for (int back = 0; back < 4 && i > first + 1 && !dw_token_is(doc, i - 1, ","); back++)
        i--;
    for (i -= i > first; i > first && is_capital(doc, i - 1) && dw_token_is(doc, i, ","); i--)
        cue[i - 1] |= 1U << DW_CUE_TITLED;
    for (; i > first && is_capital(doc, i - 1) && cue[i] >> DW_CUE_TITLED & 1; i--)
        cue[i - 1] |= 1U << DW_CUE_TITLED;
}

static void mark_titles(const struct dw_gazetteer *gazetteer, const struct dw_doc *doc,
                        uint32_t *cue, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end;) {
        const struct dw_gazetteer_entry *title;
        uint32_t n = dw_gazetteer_title(gazetteer, doc, i, end, &title);

        if (n && i + n < end && is_capital(doc, i + n))
            cue[i + n] |= 1U << DW_CUE_TITLE;
        if (n)
            mark_titled(doc, cue, i, first);
        i += n ? n : 1;
    }
}

/* --- uses of a word in the article ----------------------------------------------------------- */

/* The slot of a hash; a free one if it is not there. */
static struct dw_name_use *find_use(const struct dw_name_uses *uses, uint32_t hash)
{
    uint32_t at = dw_hash_mix(hash, 3) & uses->mask;

    while (uses->v[at].hash && uses->v[at].hash != hash)
        at = (at + 1) & uses->mask;
    return &uses->v[at];
}

static void count(uint8_t *n)
{
    if (*n < UINT8_MAX)
        ++*n;
}

static bool is_counted(const struct dw_doc *doc, uint32_t i)
{
    const struct dw_token *t = token_at(doc, i);

    return is_capital(doc, i) && !(t->flags & DW_TOKEN_CLITIC);
}

static void count_use(struct dw_name_uses *uses, const struct dw_doc *doc, uint32_t i, bool first)
{
    struct dw_name_use *use = find_use(uses, token_at(doc, i)->hash | 1);

    use->hash = token_at(doc, i)->hash | 1;
    for (int c = 0; c < DW_N_CUES; c++)
        if (uses->cue[i] >> c & 1)
            count(&use->n[c]);
    if (!first)
        count(&use->n[DW_CUE_SEEN]);
}

enum dw_err dw_name_uses_init(struct dw_name_uses *uses, const struct dw_nametag *tagger,
                              const struct dw_gazetteer *gazetteer, struct dw_doc *doc)
{
    uint32_t size = 64;

    uses->tagger = tagger;
    while (size < doc->tokens.n)
        size *= 2;
    uses->mask = size - 1;
    uses->v = dw_arena_alloc(&doc->arena, size * sizeof *uses->v);
    uses->cue = dw_arena_alloc(&doc->arena, (doc->tokens.n + 1) * sizeof *uses->cue);
    if (!uses->v || !uses->cue)
        return DW_NOMEM;
    for (uint32_t k = 0; k < doc->sentences.n; k++) {
        const struct dw_sentence *s = &doc->sentences.v[k];

        mark_titles(gazetteer, doc, uses->cue, s->first, s->end);
        for (uint32_t i = s->first; i < s->end; i++)
            if (is_counted(doc, i)) {
                uses->cue[i] |= find_cues(tagger, doc, i, s->first, s->end);
                count_use(uses, doc, i, i == s->first);
            }
    }
    for (uint32_t i = 0; i < doc->tokens.n; i++)
        if (!is_capital(doc, i)) {
            struct dw_name_use *use = find_use(uses, token_at(doc, i)->hash | 1);

            if (use->hash)
                count(&use->n[DW_CUE_SMALL]);
        }
    return DW_OK;
}

/* Signs that the word of token `i` has at other places than this. */
static uint32_t find_elsewhere(const struct dw_name_uses *uses, const struct dw_doc *doc,
                               uint32_t i, bool first)
{
    const struct dw_name_use *use = find_use(uses, token_at(doc, i)->hash | 1);
    unsigned own = uses->cue[i], out = 0;

    if (!first)
        own |= 1U << DW_CUE_SEEN;
    for (int c = 0; c < DW_N_CUES; c++)
        if (use->n[c] > (own >> c & 1))
            out |= 1U << c;
    return out;
}

/* --- filling a block ------------------------------------------------------------------------- */

/* The word before `word` may join it to a run: "of", "and", "-", "de". */
static bool is_link(const struct dw_doc *doc, uint32_t i)
{
    static const char *const links[] = {"of",  "for", "and", "the", "de", "la",  "le",  "du",
                                        "da",  "del", "der", "den", "di", "dos", "van", "von",
                                        "bin", "ibn", "al",  "el",  "y",  "on",  "-",   "&",
                                        "'",   "’",   ",",   "in",  NULL};

    return dw_token_is_one_of(doc, i, links);
}

/* May the word be in a name? Where all are capitals, if its use elsewhere allows it; where they
 * are few, as in mails, if it is tagged as one. */
static bool is_open(const struct dw_nameword *w, const struct dw_token *t, bool caps)
{
    bool proper = t->xpos == DW_XPOS_NNP || t->xpos == DW_XPOS_NNPS;

    if (t->flags & (DW_TOKEN_CLITIC | DW_TOKEN_PUNCT))
        return false;
    if (!caps && t->flags & DW_TOKEN_UPPER_FIRST)
        return true;
    return proper || (caps && dw_namekind_first(w->kind) != 1 + DW_KIND_COMMON);
}

/* Words that look like names, and those that join two of them. */
static void mark_open(struct dw_nameword *w, const struct dw_doc *doc, uint32_t first, uint32_t end,
                      bool caps)
{
    uint32_t last = first; /* behind the last open word */

    for (uint32_t i = first; i < end; i++) {
        if (!is_open(&w[i - first], token_at(doc, i), caps))
            continue;
        w[i - first].open = true;
        if (last > first && i - last <= 2) {
            bool joined = true;

            for (uint32_t k = last; k < i; k++)
                joined &= is_link(doc, k);
            for (uint32_t k = last; k < i && joined; k++)
                w[k - first].open = w[k - first].link = true;
        }
        last = i + 1;
    }
}

/* What the tables read at token `i`, put on all its words; returns the word behind. */
static uint32_t mark_table(struct dw_nameword *w, const struct dw_gazetteer *gazetteer,
                           const struct dw_doc *doc, uint32_t i, uint32_t first, uint32_t end)
{
    const struct dw_gazetteer_entry *const *entries;
    uint32_t n, len = dw_gazetteer_match(gazetteer, doc, i, end, &entries, &n);
    uint32_t kinds = 0;

    for (uint32_t k = 0; k < n; k++) {
        uint32_t adjective = entries[k]->flags & (DW_GAZ_DEMONYM | DW_GAZ_ADJECTIVE) ? 1U << 11 : 0;

        kinds |= adjective ? adjective : 1U << entries[k]->type;
        if (entries[k]->flags & DW_GAZ_AMBIGUOUS)
            kinds |= 1U << 12;
    }
    for (uint32_t k = 0; k < len; k++)
        w[i - first + k].table = kinds | (k > 0 ? (uint32_t)DW_NAME_TABLE_INNER : 0) |
                                 (k + 1 < len ? 1U << 15 : 0) | 1U << 16;
    return len ? i + len : i + 1;
}

static uint32_t form_at(const struct dw_nameword *w, int i, int n)
{
    return i < 0 || i >= n ? EDGE : w[i].word.form;
}

/* What is about the run of open words [beg, end) as a whole. */
static void mark_run(struct dw_nameword *w, int n, int beg, int end)
{
    int len = end - beg < RUN_MAX ? end - beg : RUN_MAX;
    uint32_t kinds = 0;

    for (int i = beg; i < end; i++)
        kinds |= 1U << dw_namekind_first(w[i].kind);
    for (int i = beg; i < end; i++) {
        int at = i - beg < 4 ? i - beg : 4, left = end - 1 - i < 4 ? end - 1 - i : 4;

        w[i].run = (uint32_t)(at * 64 + left * 8 + (len < 6 ? len : 6)) * 2 + (beg == 0);
        w[i].run_word = w[end - 1].word.form;
        w[i].run_part = w[end - 1].part;
        w[i].run_kind = w[end - 1].kind;
        w[i].run_kinds = kinds;
        w[i].before = form_at(w, beg - 1, n);
        w[i].behind = form_at(w, end, n);
    }
}

static void mark_runs(struct dw_nameword *w, int n)
{
    for (int beg = 0, end; beg < n; beg = end) {
        for (end = beg; end < n && w[end].open;)
            end++;
        mark_run(w, n, beg, end);
        if (end == beg)
            end++;
    }
}

/* The form of a token as the weights know it. */
static uint32_t hash_form(const struct dw_doc *doc, uint32_t token)
{
    const char *form = dw_token_form(doc, token);
    size_t len = dw_token_len(token_at(doc, token));
    uint32_t h = 2166136261U;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)form[i];

        if (c == 0xE2 && len - i >= 3 && !memcmp(form + i, "\xE2\x80\x99", 3)) {
            c = '\'';
            i += 2;
        }
        h = (h ^ (c >= 'A' && c <= 'Z' ? c | 0x20U : c)) * 16777619U;
    }
    return h;
}

static uint32_t find_governor(const struct dw_doc *doc, uint32_t i)
{
    const struct dw_token *t = token_at(doc, i);

    if (!t->parsed)
        return 0;
    if (t->head == DW_NONE)
        return 1;
    return dw_hash_mix(hash_form(doc, (uint32_t)t->head), t->deprel);
}

static uint8_t find_part(const struct dw_nameparts *parts, const struct dw_doc *doc, uint32_t i)
{
    struct dw_namepart part;

    if (!is_capital(doc, i) || !dw_namepart_find(parts, doc, i, &part))
        return 0;
    return (uint8_t)(1 + part.type * 2 + part.last_only);
}

/* What the word is by itself. */
static void read_word(struct dw_nameword *w, const struct dw_nametag *tagger,
                      const struct dw_doc *doc, uint32_t i, bool caps)
{
    const struct dw_token *t = token_at(doc, i);

    dw_word_read(&w->word, dw_token_form(doc, i), dw_token_len(t), caps);
    w->xpos = t->xpos;
    w->cluster = t->cluster;
    w->kind = dw_namekind_find(dw_nametag_kinds(tagger), w->word.key);
}

/* What its surroundings and the article say of it. */
static void fill_word(struct dw_nameword *w, const struct dw_nameparts *parts,
                      const struct dw_name_uses *uses, const struct dw_doc *doc, uint32_t i)
{
    uint32_t first = doc->sentences.v[token_at(doc, i)->sentence].first;

    w->cue = uses->cue[i];
    w->part = find_part(parts, doc, i);
    w->governor = find_governor(doc, i);
    if (w->open)
        w->elsewhere = find_elsewhere(uses, doc, i, i == first);
}

void dw_nameblock_fill(struct dw_nameblock *block, const struct dw_gazetteer *gazetteer,
                       const struct dw_nameparts *parts, const struct dw_name_uses *uses,
                       const struct dw_doc *doc, uint32_t first, uint32_t end)
{
    static const struct dw_nameword edge = {.word = {.form = EDGE, .shape = EDGE}, .xpos = 255};
    struct dw_nameword *w = &block->word[DW_NAME_PAD + 1];
    struct dw_span span = {token_at(doc, first)->span.beg, token_at(doc, end - 1)->span.end};
    bool caps = dw_text_is_caps(doc->article.text + span.beg, span.end - span.beg);

    block->n = (int)(end - first);
    memset(block->word, 0, sizeof *w * ((size_t)block->n + DW_NAME_PAD + 1));
    memset(block->tag, 0, sizeof block->tag);
    for (int i = 0; i <= DW_NAME_PAD; i++)
        block->word[i] = edge;
    for (int i = 0; i < DW_NAME_PAD; i++)
        w[block->n + i] = edge;
    for (uint32_t i = first; i < end; i++)
        read_word(&w[i - first], uses->tagger, doc, i, caps);
    mark_open(w, doc, first, end, caps);
    for (uint32_t i = first; i < end; i++)
        fill_word(&w[i - first], parts, uses, doc, i);
    for (uint32_t i = first; i < end;)
        i = is_capital(doc, i) ? mark_table(w, gazetteer, doc, i, first, end) : i + 1;
    mark_runs(w, block->n);
}

/* --- features -------------------------------------------------------------------------------- */

/* Features of the word itself. */
static int add_own(const struct dw_nameword *w, uint32_t *out)
{
    const struct dw_word *word = &w->word;
    int n = 0;

    out[n++] = word->form;
    out[n++] = dw_hash_mix(word->form, word->shape);
    out[n++] = word->shape;
    out[n++] = w->table;
    out[n++] = dw_hash_mix(w->table, word->shape);
    out[n++] = dw_hash_mix(w->table, w->xpos);
    out[n++] = w->xpos;
    out[n++] = dw_hash_mix(w->xpos, word->shape);
    for (int k = 1; k < 4; k++)
        out[n++] = word->suffix[k];
    for (int k = 1; k < 4; k++)
        out[n++] = word->prefix[k];
    out[n++] = dw_hash_mix(word->suffix[2], word->shape);
    out[n++] = w->part;
    out[n++] = w->cue;
    out[n++] = dw_hash_mix(w->cue, w->table);
    out[n++] = w->elsewhere;
    out[n++] = dw_hash_mix(w->elsewhere, w->table);
    out[n++] = w->elsewhere & (1U << DW_CUE_SMALL | 1U << DW_CUE_SEEN);
    out[n++] = w->elsewhere & (1U << DW_CUE_GIVEN | 1U << DW_CUE_AFTER_GIVEN | 1U << DW_CUE_TITLE |
                               1U << DW_CUE_SAYS);
    out[n++] = w->governor;
    out[n++] = w->kind;
    out[n++] = dw_hash_mix(w->kind, word->shape);
    out[n++] = dw_hash_mix(w->kind, w->table);
    out[n++] = dw_hash_mix(w->kind, w->xpos);
    out[n++] = dw_hash_mix(w->kind, w->cue);
    out[n++] = w->cluster.fine;
    out[n++] = w->cluster.middle;
    out[n++] = w->cluster.coarse;
    out[n++] = dw_hash_mix(w->cluster.middle, word->shape);
    return n;
}

/* Features of the run of capitals that it is in. */
static int add_run(const struct dw_nameword *w, uint32_t *out)
{
    int n = 0;

    out[n++] = w->run;
    out[n++] = dw_hash_mix(w->run, w->xpos);
    out[n++] = dw_hash_mix(w->run, w->table);
    out[n++] = dw_hash_mix(w->run, w->cue);
    out[n++] = w->run_word;
    out[n++] = dw_hash_mix(w->run_word, w->run);
    out[n++] = dw_hash_mix(w->run_part, w->run);
    out[n++] = w->before;
    out[n++] = dw_hash_mix(w->before, w->run);
    out[n++] = w->behind;
    out[n++] = dw_hash_mix(w->behind, w->run);
    out[n++] = dw_hash_mix(w->before, w->behind);
    out[n++] = w->run_kind;
    out[n++] = dw_hash_mix(w->run_kind, w->run);
    out[n++] = w->run_kinds;
    out[n++] = dw_hash_mix(w->run_kinds, w->run);
    return n;
}

/* Features of the neighbours. */
static int add_context(const struct dw_nameword *w, uint32_t *out)
{
    const struct dw_nameword *l1 = w - 1, *l2 = w - 2, *r1 = w + 1, *r2 = w + 2;
    int n = 0;

    out[n++] = l1->word.form;
    out[n++] = l2->word.form;
    out[n++] = r1->word.form;
    out[n++] = r2->word.form;
    out[n++] = dw_hash_mix(l1->word.form, w->word.form);
    out[n++] = dw_hash_mix(w->word.form, r1->word.form);
    out[n++] = dw_hash_mix(l1->word.form, r1->word.form);
    out[n++] = dw_hash_mix(l2->word.form, l1->word.form);
    out[n++] = dw_hash_mix(r1->word.form, r2->word.form);
    out[n++] = dw_hash_mix(l1->word.shape, dw_hash_mix(w->word.shape, r1->word.shape));
    out[n++] = dw_hash_mix(l1->xpos, w->xpos);
    out[n++] = dw_hash_mix(w->xpos, r1->xpos);
    out[n++] = dw_hash_mix(dw_hash_mix(l1->xpos, w->xpos), r1->xpos);
    out[n++] = l1->table;
    out[n++] = r1->table;
    out[n++] = dw_hash_mix(w->table, r1->table);
    out[n++] = dw_hash_mix(l1->table, w->table);
    out[n++] = (uint32_t)(l1->part << 8 | r1->part);
    out[n++] = r1->cue;
    out[n++] = l1->word.suffix[2];
    out[n++] = l1->kind;
    out[n++] = r1->kind;
    out[n++] = dw_hash_mix(l1->kind, w->kind);
    out[n++] = dw_hash_mix(w->kind, r1->kind);
    out[n++] = dw_hash_mix(l1->kind, dw_hash_mix(w->kind, r1->kind));
    out[n++] = l1->cluster.fine;
    out[n++] = l2->cluster.fine;
    out[n++] = r1->cluster.fine;
    out[n++] = r2->cluster.fine;
    out[n++] = l1->cluster.middle;
    out[n++] = l2->cluster.middle;
    out[n++] = r1->cluster.middle;
    out[n++] = r2->cluster.middle;
    out[n++] = dw_hash_mix(l1->cluster.middle, w->cluster.middle);
    out[n++] = dw_hash_mix(w->cluster.middle, r1->cluster.middle);
    out[n++] = dw_hash_mix(l1->cluster.middle, r1->cluster.middle);
    return n;
}

/* Features with the tags given so far. */
static int add_history(const struct dw_nameword *w, uint32_t t1, uint32_t t2, uint32_t *out)
{
    const struct dw_nameword *r1 = w + 1;
    uint32_t t = dw_hash_mix(t1, 77);
    int n = 0;

    out[n++] = t;
    out[n++] = dw_hash_mix(t, t2);
    out[n++] = dw_hash_mix(t, w->word.form);
    out[n++] = dw_hash_mix(t, w->word.shape);
    out[n++] = dw_hash_mix(t, w->table);
    out[n++] = dw_hash_mix(t, dw_hash_mix(w->table, w->xpos));
    out[n++] = dw_hash_mix(t, w->xpos);
    out[n++] = dw_hash_mix(t, dw_hash_mix(w->xpos, r1->xpos));
    out[n++] = dw_hash_mix(t, w->part);
    out[n++] = dw_hash_mix(t, w->cue);
    out[n++] = dw_hash_mix(t, r1->word.form);
    out[n++] = dw_hash_mix(t, r1->table);
    out[n++] = dw_hash_mix(t, w->run);
    out[n++] = dw_hash_mix(t, w->behind);
    out[n++] = dw_hash_mix(t, w->before);
    out[n++] = dw_hash_mix(t, dw_hash_mix((w - 1)->word.form, r1->word.form));
    out[n++] = dw_hash_mix(t, w->elsewhere);
    out[n++] = dw_hash_mix(t, w->kind);
    out[n++] = dw_hash_mix(t, w->cluster.middle);
    out[n++] = dw_hash_mix(t, r1->kind);
    out[n++] = dw_hash_mix(t, r1->cluster.middle);
    return n;
}

void dw_nametag_features(const struct dw_nameblock *block, int i, uint32_t out[DW_NAME_FEATURES])
{
    int at = i + DW_NAME_PAD + 1;
    const struct dw_nameword *w = &block->word[at];
    int n = add_own(w, out);

    n += add_run(w, out + n);
    n += add_context(w, out + n);
    n += add_history(w, block->tag[at - 1], block->tag[at - 2], out + n);
    assert(n == DW_NAME_FEATURES);
    /* The place in the list tells equal values of different features apart. */
    for (int k = 0; k < n; k++)
        out[k] = dw_hash_mix(out[k] + 1, 0x85EBCA6BU * (uint32_t)(k + 1));
}
