/* SPDX-License-Identifier: MIT */
#include "processors/syntax/grammar.h"

#include <string.h>

#include "processors/codes.h"
#include "processors/syntax/tagset.h"

static struct dw_tag_class class_of(const struct dw_parse *parse,
                                    const struct dw_tag_class *classes, int word)
{
    if (word < 1 || word > parse->n)
        return (struct dw_tag_class){DW_N_UPOS, DW_XPOS_NONE};
    return classes[parse->block->tag[word]];
}

static bool is_have(const struct dw_word *word)
{
    static const char *const forms[] = {"have", "has", "had", "'ve"};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (word->key == dw_word_key(forms[i], strlen(forms[i])))
            return true;
    return false;
}

/* "imposed" in "Peru imposed" and in "Peru has not yet imposed". */
static bool is_finite(const struct dw_parse *parse, const struct dw_tag_class *classes, int word)
{
    struct dw_tag_class class = class_of(parse, classes, word);
    int before = word - 1;

    if (class.upos != DW_UPOS_VERB || word == 1)
        return false;
    if (class.xpos != DW_XPOS_VBN)
        return class.xpos == DW_XPOS_VBD || class.xpos == DW_XPOS_VBZ || class.xpos == DW_XPOS_VBP;
    while (class_of(parse, classes, before).xpos == DW_XPOS_RB)
        before--;
    return class_of(parse, classes, before).upos == DW_UPOS_AUX &&
           is_have(&parse->block->word[before]);
}

static bool is_nominal(enum dw_upos upos)
{
    return upos == DW_UPOS_NOUN || upos == DW_UPOS_PROPN || upos == DW_UPOS_PRON ||
           upos == DW_UPOS_NUM;
}

static bool has_verb_between(const struct dw_parse *parse, const struct dw_tag_class *classes,
                             int top, int next)
{
    for (int i = top + 1; i < next; i++) {
        enum dw_upos upos = class_of(parse, classes, i).upos;

        if (upos == DW_UPOS_VERB || upos == DW_UPOS_AUX)
            return true;
    }
    return false;
}

static bool is_finite_before_noun(const struct dw_parse *parse, const struct dw_tag_class *classes,
                                  int top, int next)
{
    return is_nominal(class_of(parse, classes, next).upos) && is_finite(parse, classes, top) &&
           !has_verb_between(parse, classes, top, next);
}

static bool belongs_to_later(const struct dw_parse *parse, const struct dw_tag_class *classes,
                             int top, int next)
{
    enum dw_upos upos = class_of(parse, classes, top).upos;

    if (parse->head[top] || !(upos == DW_UPOS_AUX || upos == DW_UPOS_SCONJ || is_nominal(upos)) ||
        !is_finite(parse, classes, next))
        return false;
    for (int i = next - 1; i > top; i--)
        if (parse->head[i] != next)
            return false;
    return true;
}

/* A clause that tells more of a noun has a subject or a pronoun of its own before its verb. */
static bool is_bare_clause(const struct dw_parse *parse, const struct dw_tag_class *classes,
                           int top, int next)
{
    enum dw_upos upos = class_of(parse, classes, top).upos;

    return is_nominal(upos) && upos != DW_UPOS_PRON && is_finite(parse, classes, next) &&
           !parse->left[0][next];
}

bool dw_grammar_allows(const struct dw_parse *parse, const struct dw_tag_class *classes,
                       enum dw_action action)
{
    int top = parse->top ? parse->stack[parse->top - 1] : 0;

    if (!top)
        return true;
    if (action == DW_LEFT)
        return !is_finite_before_noun(parse, classes, top, parse->next);
    if (action == DW_RIGHT)
        return !is_bare_clause(parse, classes, top, parse->next);
    return action != DW_SHIFT || !belongs_to_later(parse, classes, top, parse->next);
}
