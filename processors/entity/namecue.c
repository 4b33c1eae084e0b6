/* SPDX-License-Identifier: MIT */
#include "processors/entity/namecue.h"

#include <string.h>

#include "processors/token.h"

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

struct dw_name_use *dw_name_use_find(const struct dw_name_uses *uses, uint32_t hash)
{
    uint32_t at;

    hash |= 1; /* 0 is a free slot */
    at = dw_hash_mix(hash, 3) & uses->mask;

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
    struct dw_name_use *use = dw_name_use_find(uses, token_at(doc, i)->hash);

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
            struct dw_name_use *use = dw_name_use_find(uses, token_at(doc, i)->hash);

            if (use->hash)
                count(&use->n[DW_CUE_SMALL]);
        }
    return DW_OK;
}

uint32_t dw_name_uses_find(const struct dw_name_uses *uses, const struct dw_doc *doc, uint32_t i,
                           bool first)
{
    const struct dw_name_use *use = dw_name_use_find(uses, token_at(doc, i)->hash);
    unsigned own = uses->cue[i], out = 0;

    if (!first)
        own |= 1U << DW_CUE_SEEN;
    for (int c = 0; c < DW_N_CUES; c++)
        if (use->n[c] > (own >> c & 1))
            out |= 1U << c;
    return out;
}
