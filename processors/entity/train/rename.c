/* SPDX-License-Identifier: MIT */
#include "processors/entity/train/rename.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lexicon/company.inc"
#include "lexicon/given.inc"
#include "lexicon/person.inc"
#include "lexicon/place.inc"
#include "processors/entity/accent.h"
#include "processors/entity/country.h"
#include "processors/syntax/train/memory.h"

#define COUNT(v)            (sizeof(v) / sizeof *(v))
#define POOL(table, offset) ((const char *)table##_pool + (offset))

enum { NAMES_MAX = 64, MENTIONS_MAX = 512, NAME_MAX = 256 };

/* A text that grows. */
struct text {
    char *v;
    size_t len, cap;
};

/* What was renamed in this article: words of persons, whole names of others. */
struct renamed {
    struct {
        char old[NAME_MAX];
        const char *new;
    } v[NAMES_MAX];
    int n;
    uint32_t *draw;
};

struct mention {
    const char *class;
    size_t beg, end; /* bytes */
};

static uint32_t draw(uint32_t *state, size_t below)
{
    *state = *state * 1664525U + 1013904223U;
    return (uint32_t)((uint64_t)(*state) * below >> 32);
}

static void add_text(struct text *t, const char *bytes, size_t len)
{
    if (t->len + len + 1 > t->cap) {
        t->cap = 2 * (t->len + len + 1);
        t->v = xrealloc(t->v, t->cap);
    }
    memcpy(t->v + t->len, bytes, len);
    t->len += len;
    t->v[t->len] = '\0';
}

static size_t count_chars(const char *bytes, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return n;
}

/* --- names of the tables --------------------------------------------------------------------- */

static const char *draw_given(uint32_t *state)
{
    return POOL(table_given, table_given[draw(state, COUNT(table_given))].name);
}

/* The last word of a person of the tables. */
static const char *draw_surname(uint32_t *state)
{
    for (;;) {
        const char *name = POOL(table_person, table_person[draw(state, COUNT(table_person))].name);
        const char *last = strrchr(name, ' ');

        if (last)
            return last + 1;
    }
}

static const char *draw_city(uint32_t *state)
{
    for (;;) {
        const struct table_place_row *row = &table_place[draw(state, COUNT(table_place))];

        if (row->kind == TABLE_PLACE_KIND_CITY)
            return POOL(table_place, row->name);
    }
}

static const char *draw_state(uint32_t *state)
{
    for (;;) {
        struct dw_country country = dw_country_get(draw(state, dw_country_count()));

        if (country.kind == DW_COUNTRY_STATE)
            return country.name;
    }
}

static const char *draw_company(uint32_t *state)
{
    return POOL(table_company, table_company[draw(state, COUNT(table_company))].name);
}

static bool is_state(const char *name)
{
    for (size_t i = 0; i < dw_country_count(); i++)
        if (!strcasecmp(dw_country_get(i).name, name))
            return true;
    return false;
}

static bool is_company(const char *name)
{
    for (size_t i = 0; i < COUNT(table_company); i++)
        if (!strcasecmp(POOL(table_company, table_company[i].name), name))
            return true;
    return false;
}

/* --- one name -------------------------------------------------------------------------------- */

typedef const char *(*drawer)(uint32_t *state);

/* The new name for an old one, the same each time. */
static const char *find_new(struct renamed *r, const char *old, drawer draw_name)
{
    for (int i = 0; i < r->n; i++)
        if (!strcasecmp(r->v[i].old, old))
            return r->v[i].new;
    if (r->n == NAMES_MAX)
        return old;
    strcpy(r->v[r->n].old, old);
    return r->v[r->n++].new = draw_name(r->draw);
}

static bool is_caps(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (islower((unsigned char)text[i]))
            return false;
    return len > 3;
}

/* A word of a person's name that stays: "de", "J.", "III". */
static bool is_fixed(const char *word, size_t len)
{
    return len < 3 || !isupper((unsigned char)word[0]) || word[len - 1] == '.' ||
           strspn(word, "IVX") == len || memchr(word, '"', len);
}

static void add_new(struct text *out, const char *name, bool caps)
{
    char *upper;
    size_t len = strlen(name);

    if (!caps) {
        add_text(out, name, len);
        return;
    }
    upper = xcalloc(DW_ACCENT_ROOM(len) + 1, 1);
    add_text(out, upper, dw_accent_fold(name, len, DW_ACCENT_UPPER, upper));
    free(upper);
}

static void add_person(struct text *out, struct renamed *r, const char *name, bool caps)
{
    for (const char *at = name; *at;) {
        size_t len = strcspn(at, " ");
        char word[NAME_MAX];

        memcpy(word, at, len);
        word[len] = '\0';
        if (is_fixed(word, len))
            add_text(out, word, len);
        else
            add_new(out, find_new(r, word, at == name && at[len] ? draw_given : draw_surname),
                    caps);
        at += len;
        if (*at)
            add_text(out, at++, 1);
    }
}

static void add_name(struct text *out, struct renamed *r, const char *class, const char *name)
{
    bool caps = is_caps(name, strlen(name));

    if (!strcmp(class, "PER"))
        add_person(out, r, name, caps);
    else if (!strcmp(class, "LOC") && is_state(name))
        add_new(out, find_new(r, name, draw_state), caps);
    else if (!strcmp(class, "LOC") && strlen(name) > 3 && !strpbrk(name, " ."))
        add_new(out, find_new(r, name, draw_city), caps);
    else if (!strcmp(class, "ORG") && is_company(name))
        add_new(out, find_new(r, name, draw_company), caps);
    else
        add_text(out, name, strlen(name));
}

/* --- the article ----------------------------------------------------------------------------- */

static int compare_mentions(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;

    if (x->beg != y->beg)
        return x->beg < y->beg ? -1 : 1;
    return x->end > y->end ? -1 : x->end < y->end;
}

static size_t find_byte(const char *text, size_t chars)
{
    size_t at = 0;

    for (; text[at]; at++)
        if (((unsigned char)text[at] & 0xC0) != 0x80 && chars-- == 0)
            break;
    return at;
}

/* The mentions by their place, none inside another. */
static int read_mentions(const json_t *list, const char *text, struct mention *out)
{
    int n = 0, kept = 0;
    size_t i;
    json_t *m;

    json_array_foreach(list, i, m)
    {
        if (n == MENTIONS_MAX)
            break;
        out[n].class = json_string_value(json_object_get(m, "class"));
        out[n].beg = find_byte(text, (size_t)json_integer_value(json_object_get(m, "start")));
        out[n].end = find_byte(text, (size_t)json_integer_value(json_object_get(m, "end")));
        n += out[n].class && out[n].end > out[n].beg && out[n].end - out[n].beg < NAME_MAX;
    }
    qsort(out, (size_t)n, sizeof *out, compare_mentions);
    for (int k = 0; k < n; k++)
        if (!kept || out[k].beg >= out[kept - 1].end)
            out[kept++] = out[k];
    return kept;
}

json_t *article_rename(const json_t *article, uint32_t *state)
{
    static struct mention mentions[MENTIONS_MAX];
    const char *old = json_string_value(json_object_get(article, "text"));
    int n = read_mentions(json_object_get(article, "mentions"), old, mentions);
    json_t *list = json_array(), *out;
    struct renamed *r = xcalloc(1, sizeof *r);
    struct text text = {0};
    size_t at = 0, chars = 0;

    r->draw = state;
    for (int i = 0; i < n; i++) {
        size_t len = mentions[i].end - mentions[i].beg, beg;
        char name[NAME_MAX] = "";

        memcpy(name, old + mentions[i].beg, len);
        add_text(&text, old + at, mentions[i].beg - at);
        chars += count_chars(old + at, mentions[i].beg - at);
        beg = text.len;
        add_name(&text, r, mentions[i].class, name);
        len = count_chars(text.v + beg, text.len - beg);
        json_array_append_new(list,
                              json_pack("{s:s, s:I, s:I}", "class", mentions[i].class, "start",
                                        (json_int_t)chars, "end", (json_int_t)(chars + len)));
        chars += len;
        at = mentions[i].end;
    }
    add_text(&text, old + at, strlen(old + at));
    out = n ? json_pack("{s:s#, s:O}", "text", text.v, text.len, "mentions", list) : NULL;
    json_decref(list);
    free(text.v);
    free(r);
    return out;
}
