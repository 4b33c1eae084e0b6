/* SPDX-License-Identifier: MIT */
#include "processors/entity/epithet.h"

#include <stdlib.h>
#include <string.h>

#include "processors/token.h"

#include "lexicon/epithet.inc"

enum { N_EPITHETS = sizeof table_epithet / sizeof *table_epithet, WORD_MAX = 40 };

static const char *text_at(uint32_t offset)
{
    return (const char *)table_epithet_pool + offset;
}

static int compare_word(const void *word, const void *row)
{
    return strcmp(word, text_at(((const struct table_epithet_row *)row)->word));
}

/* Copy the tokens [first, end) in small letters, with the blanks between them; false if too long.
 */
static bool copy_words(const struct dw_doc *doc, uint32_t first, uint32_t end, char out[WORD_MAX])
{
    struct dw_span span = {doc->tokens.v[first].span.beg, doc->tokens.v[end - 1].span.end};
    size_t n = span.end - span.beg;

    if (n >= WORD_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = doc->article.text[span.beg + i];

        out[i] = c == '\n' ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    out[n] = '\0';
    return true;
}

/* Whom the words fit; NULL if they are no epithet. */
static const char *find_words(const struct dw_doc *doc, uint32_t first, uint32_t end)
{
    const struct table_epithet_row *row;
    char word[WORD_MAX];

    if (!copy_words(doc, first, end, word))
        return NULL;
    row = bsearch(word, table_epithet, N_EPITHETS, sizeof *table_epithet, compare_word);
    return row ? text_at(row->of) : NULL;
}

static void note(struct dw_epithets *out, const char *of)
{
    if (of && out->n < DW_EPITHETS)
        out->of[out->n++] = of;
}

static bool may_describe(const struct dw_doc *doc, uint32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];

    return t->upos == DW_UPOS_ADJ || t->upos == DW_UPOS_NOUN || t->upos == DW_UPOS_PROPN ||
           dw_token_is(doc, token, "-");
}

void dw_epithets_read(const struct dw_doc *doc, uint32_t first, uint32_t end,
                      struct dw_epithets *out)
{
    uint32_t start = doc->sentences.v[doc->tokens.v[first].sentence].first, at = first;

    out->n = 0;
    note(out, find_words(doc, first, end));
    if (!out->n && end > first + 1) /* "island nation" */
        note(out, find_words(doc, first, first + 1));
    while (at > start && may_describe(doc, at - 1)) {
        const char *of = NULL;
        uint32_t taken = 1;

        for (uint32_t n = 3; !of && n > 0; n--) /* "ex-Soviet", "southern African", "Gulf" */
            if (at >= start + n && (of = find_words(doc, at - n, at)))
                taken = n;
        note(out, of);
        at -= taken;
    }
}

/* Is the name one of the list "A|B|C"? */
static bool is_listed(const char *list, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = list; (at = strstr(at, name)); at++)
        if ((at == list || at[-1] == '|') && (at[len] == '|' || !at[len]))
            return true;
    return false;
}

bool dw_epithets_fit(const struct dw_epithets *epithets, const struct dw_entity *entity)
{
    const char *name = entity->type == DW_ENTITY_COUNTRY ? entity->country : entity->name;

    for (uint32_t i = 0; i < epithets->n; i++)
        if (!is_listed(epithets->of[i], name))
            return false;
    return true;
}
