/* SPDX-License-Identifier: MIT */
/* namevote.c - one word names one thing in an article: a name of one word that is tagged now so,
 * now so, is what it is tagged most often, surnames of persons counted. */
#include "processors/entity/namecue.h"

#include "processors/token.h"

static uint32_t find_end(const uint8_t *tags, uint32_t i, uint32_t n)
{
    while (i < n && !dw_name_tag_ends(tags[i]))
        i++;
    return i < n ? i + 1 : n;
}

/* One word, or words without spaces between them: "al-Darraji". */
static bool is_single(const struct dw_doc *doc, uint32_t first, uint32_t end)
{
    const struct dw_token *t = doc->tokens.v;

    for (uint32_t i = first + 1; i < end; i++)
        if (t[i].span.beg != t[i - 1].span.end)
            return false;
    return t[end - 1].flags & DW_TOKEN_UPPER_FIRST;
}

static void vote(struct dw_name_uses *uses, const struct dw_doc *doc, const uint8_t *tags,
                 uint32_t first, uint32_t end)
{
    enum dw_name_class class = dw_name_tag_class(tags[first]);
    struct dw_name_use *use;

    if (class != DW_NAME_PERSON && !is_single(doc, first, end))
        return;
    use = dw_name_use_find(uses, doc->tokens.v[end - 1].hash);
    use->hash = doc->tokens.v[end - 1].hash | 1;
    if (use->class[class] < UINT8_MAX)
        use->class[class]++;
}

static void settle(const struct dw_name_uses *uses, const struct dw_doc *doc, uint8_t *tags,
                   uint32_t first, uint32_t end)
{
    const struct dw_name_use *use = dw_name_use_find(uses, doc->tokens.v[end - 1].hash);
    enum dw_name_class best = dw_name_tag_class(tags[first]);

    if (!is_single(doc, first, end))
        return;
    for (int c = 0; c < DW_N_NAME_CLASSES; c++)
        if (use->class[c] > use -> class[best])
            best = (enum dw_name_class)c;
    for (uint32_t i = first; i < end; i++)
        tags[i] = dw_name_tag(best, dw_name_tag_part(tags[i]));
}

void dw_name_uses_vote(struct dw_name_uses *uses, const struct dw_doc *doc, uint8_t *tags)
{
    uint32_t n = doc->tokens.n;

    for (uint32_t i = 0, end; i < n; i = end) {
        end = tags[i] ? find_end(tags, i, n) : i + 1;
        if (tags[i])
            vote(uses, doc, tags, i, end);
    }
    for (uint32_t i = 0, end; i < n; i = end) {
        end = tags[i] ? find_end(tags, i, n) : i + 1;
        if (tags[i])
            settle(uses, doc, tags, i, end);
    }
}
