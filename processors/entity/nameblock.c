/* SPDX-License-Identifier: MIT */
/* nameblock.c - read a block of words for the tagger of names. */
#include <string.h>

#include "processors/entity/namecue.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"

enum { EDGE = 4, RUN_MAX = 6 }; /* counted so far */
enum { NEAR = 2 };              /* words on either side that the network sees */

static const struct dw_token *token_at(const struct dw_doc *doc, uint32_t i)
{
    return &doc->tokens.v[i];
}

static bool is_capital(const struct dw_doc *doc, uint32_t i)
{
    return token_at(doc, i)->flags & DW_TOKEN_UPPER_FIRST;
}

/* The word before `word` may join it to a run: "of", "and", "-", "de". */
static bool is_link(const struct dw_doc *doc, uint32_t i)
{
    static const char *const links[] = {"of",  "for", "and", "the", "de", "la",  "le",  "du",
                                        "da",  "del", "der", "den", "di", "dos", "van", "von",
                                        "bin", "ibn", "al",  "el",  "y",  "on",  "-",   "&",
                                        "'",   "’",   ",",   "in",  NULL};

    return dw_token_is_one_of(doc, i, links);
}

/* How capitals are used in a sentence. */
enum letters { MIXED, CAPITALS, SMALL };

static enum letters find_letters(const struct dw_doc *doc, uint32_t first, uint32_t end)
{
    struct dw_span span = {token_at(doc, first)->span.beg, token_at(doc, end - 1)->span.end};

    if (dw_text_is_caps(doc->article.text + span.beg, span.end - span.beg))
        return CAPITALS;
    for (uint32_t i = first; i < end; i++)
        if (is_capital(doc, i) && !dw_token_is(doc, i, "i"))
            return MIXED;
    return SMALL;
}

/* May the word be in a name? Where capitals tell nothing, if its use elsewhere allows it; where
 * they are few, as in mails, if it is tagged as one. */
static bool is_open(const struct dw_nameword *w, const struct dw_token *t, enum letters letters)
{
    int kind = dw_namekind_first(w->kind);

    if (t->flags & (DW_TOKEN_CLITIC | DW_TOKEN_PUNCT))
        return false;
    if (letters == MIXED && t->flags & DW_TOKEN_UPPER_FIRST)
        return true;
    if (t->xpos == DW_XPOS_NNP || t->xpos == DW_XPOS_NNPS)
        return true;
    return (letters == CAPITALS && kind != 1 + DW_KIND_COMMON) ||
           (letters == SMALL && kind && kind != 1 + DW_KIND_COMMON);
}

/* "Wendy's", "Barry s Auto Repair": the end or the middle of a name, if the tables do not know the
 * word before. */
static bool is_owner(const struct dw_nameword *w, const struct dw_doc *doc, uint32_t i,
                     uint32_t first)
{
    static const char *const marks[] = {"'s", "’s", "s", NULL};

    return i > first && w[i - 1 - first].open && !w[i - 1 - first].table &&
           dw_token_is_one_of(doc, i, marks);
}

/* Words that look like names, and those that join two of them. */
static void mark_open(struct dw_nameword *w, const struct dw_doc *doc, uint32_t first, uint32_t end,
                      enum letters letters)
{
    uint32_t last = first; /* behind the last open word */

    for (uint32_t i = first; i < end; i++) {
        w[i - first].owner = is_owner(w, doc, i, first);
        if (!w[i - first].owner && !is_open(&w[i - first], token_at(doc, i), letters))
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

/* What is about the run of open words [beg, end) as a whole. */
static void mark_run(struct dw_nameword *w, int beg, int end)
{
    int len = end - beg < RUN_MAX ? end - beg : RUN_MAX;
    unsigned kinds = 0;

    for (int i = beg; i < end; i++)
        kinds |= 1U << dw_namekind_first(w[i].kind);
    for (int i = beg; i < end; i++) {
        int at = i - beg < EDGE ? i - beg : EDGE, left = end - 1 - i < EDGE ? end - 1 - i : EDGE;

        w[i].run = (uint16_t)((at * 64 + left * 8 + len) * 2 + (beg == 0));
        w[i].run_part = w[end - 1].part;
        w[i].run_kind = w[end - 1].kind;
        w[i].run_kinds = (uint8_t)kinds;
    }
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
    w->kind = dw_namekind_find(dw_nametag_kinds(tagger), w->word.key, &w->codes);
}

/* What its surroundings and the article say of it. */
static void fill_word(struct dw_nameword *w, const struct dw_nameparts *parts,
                      const struct dw_name_uses *uses, const struct dw_doc *doc, uint32_t i)
{
    uint32_t first = doc->sentences.v[token_at(doc, i)->sentence].first;

    w->cue = uses->cue[i];
    w->part = find_part(parts, doc, i);
    if (w->open)
        w->elsewhere = dw_name_uses_find(uses, doc, i, i == first);
}

/* Does the network look at word `i`: is it in a run, or close to one? */
static bool is_seen(const struct dw_nameblock *block, int i)
{
    for (int k = i < NEAR ? 0 : i - NEAR; k <= i + NEAR && k < block->n; k++)
        if (block->word[k].open)
            return true;
    return false;
}

void dw_nameblock_fill(struct dw_nameblock *block, const struct dw_gazetteer *gazetteer,
                       const struct dw_nameparts *parts, const struct dw_name_uses *uses,
                       const struct dw_doc *doc, uint32_t first, uint32_t end)
{
    struct dw_nameword *w = block->word;
    enum letters letters = find_letters(doc, first, end);
    bool caps = letters == CAPITALS;

    block->n = (int)(end - first);
    memset(w, 0, sizeof *w * (size_t)block->n);
    for (uint32_t i = first; letters != MIXED && i < end; i++)
        read_word(&w[i - first], uses->tagger, doc, i, caps);
    for (uint32_t i = first; i < end;)
        i = letters == SMALL || is_capital(doc, i) ? mark_table(w, gazetteer, doc, i, first, end)
                                                   : i + 1;
    mark_open(w, doc, first, end, letters);
    for (uint32_t i = first; i < end; i++)
        if (is_seen(block, (int)(i - first))) {
            read_word(&w[i - first], uses->tagger, doc, i, caps);
            fill_word(&w[i - first], parts, uses, doc, i);
        }
    for (int beg = 0, behind; beg < block->n; beg = behind + (behind == beg)) {
        behind = dw_nameblock_run(block, beg);
        mark_run(w, beg, behind);
    }
}

int dw_nameblock_run(const struct dw_nameblock *block, int i)
{
    while (i < block->n && block->word[i].open)
        i++;
    return i;
}

void dw_nameblock_places(const struct dw_nameblock *block, int i, int beg, int end,
                         int place[DW_NAMENET_PLACES])
{
    const int at[DW_NAMENET_PLACES] = {i, i - 1, i + 1, i - 2, i + 2, beg - 1, end, end - 1};

    for (int k = 0; k < DW_NAMENET_PLACES; k++)
        place[k] = at[k] < 0 || at[k] >= block->n ? -1 : at[k];
}
