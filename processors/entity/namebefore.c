/* SPDX-License-Identifier: MIT */
/* namebefore.c - what was named before, and is named again by a part of its name. */
#include "processors/entity/names.h"

#include <string.h>
#include <strings.h>

/* Is the form one of the words of the name? */
static bool is_word_of(const char *name, const char *form, size_t len)
{
    for (const char *at = name; at; at = strchr(at, ' '), at = at ? at + 1 : NULL)
        if (!strncmp(at, form, len) && (at[len] == '\0' || at[len] == ' '))
            return true;
    return false;
}

int32_t dw_name_find_person(const struct dw_entity_scan *s, uint32_t token)
{
    const struct dw_doc *doc = s->doc;
    size_t len = dw_token_len(dw_scan_token(s, token));
    const char *form = dw_token_form(doc, token);

    for (uint32_t i = doc->entities.n; i-- > 0;) {
        const struct dw_entity *e = &doc->entities.v[i];

        if (e->type == DW_ENTITY_PERSON && is_word_of(e->name, form, len))
            return (int32_t)i;
    }
    return DW_NONE;
}

int32_t dw_name_find_longer(const struct dw_entity_scan *s, uint32_t first, uint32_t end,
                            enum dw_entity_type type)
{
    const struct dw_doc *doc = s->doc;
    const char *text = doc->article.text + dw_scan_token(s, first)->span.beg;
    size_t len = dw_scan_token(s, end - 1)->span.end - dw_scan_token(s, first)->span.beg;

    for (uint32_t i = doc->entities.n; i-- > 0;) {
        const struct dw_entity *e = &doc->entities.v[i];
        size_t name = strlen(e->name);
        const char *tail = e->name + name - len;

        if (e->type == type && name > len && tail[-1] == ' ' &&
            !(type == DW_ENTITY_PERSON ? strncmp(tail, text, len) : strncasecmp(tail, text, len)))
            return (int32_t)i;
    }
    return DW_NONE;
}

int32_t dw_name_find_short(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    const struct dw_doc *doc = s->doc;
    struct dw_span span = {dw_scan_token(s, first)->span.beg, dw_scan_token(s, end - 1)->span.end};
    size_t len = span.end - span.beg;

    for (uint32_t i = doc->entities.n; i-- > 0;) {
        const struct dw_entity *e = &doc->entities.v[i];

        if (e->type != DW_ENTITY_COUNTRY && e->type != DW_ENTITY_GOODS &&
            !strncmp(e->name, doc->article.text + span.beg, len) &&
            (e->name[len] == ' ' || e->name[len] == '\0'))
            return (int32_t)i;
    }
    return DW_NONE;
}

int32_t dw_name_find_alias(const struct dw_entity_scan *s, uint32_t token)
{
    for (uint32_t i = s->aliases.n; i-- > 0;)
        if (s->aliases.v[i].hash == dw_scan_token(s, token)->hash &&
            dw_scan_has(s, token, DW_TOKEN_UPPER_FIRST))
            return s->aliases.v[i].entity;
    return DW_NONE;
}
