/* SPDX-License-Identifier: MIT */
#include "producer/feeds/markup.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <libxml/entities.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/article.h"
#include "processors/base/utf8.h"

enum {
    ENTITY_MAX = 64,        /* bytes of a declared entity that is taken */
    ATTRIBUTES_MAX = 10000, /* of one tag: half a second */
};

/* --- elements -------------------------------------------------------------------------------- */

enum element {
    INLINE = 0,
    BLOCK = 1, /* a paragraph of its own */
    BREAK = 2, /* a line end */
    CELL = 4,
    SKIP = 8,       /* nothing of it is text */
    PAGE_SKIP = 16, /* of a page: not of its article */
    PRE = 32,       /* white space counts */
};

/* Sorted: looked up by bsearch. Of HTML and NITF. */
static const struct element_row {
    const char *name;
    int what;
} elements[] = {
    {"abstract", BLOCK},
    {"address", BLOCK},
    {"article", BLOCK},
    {"aside", BLOCK | PAGE_SKIP},
    {"audio", SKIP},
    {"block", BLOCK},
    {"blockquote", BLOCK},
    {"body", BLOCK},
    {"body.content", BLOCK},
    {"body.end", BLOCK},
    {"body.head", BLOCK},
    {"bq", BLOCK},
    {"br", BREAK},
    {"button", SKIP},
    {"byline", BLOCK},
    {"canvas", SKIP},
    {"caption", BLOCK},
    {"center", BLOCK},
    {"cite", INLINE},
    {"dateline", BLOCK},
    {"dd", BLOCK},
    {"details", BLOCK},
    {"div", BLOCK},
    {"dl", BLOCK},
    {"dt", BLOCK},
    {"entry", SKIP}, /* only where an ill-formed feed has one item in another */
    {"fieldset", BLOCK},
    {"figcaption", SKIP},
    {"figure", SKIP},
    {"footer", BLOCK | PAGE_SKIP},
    {"form", BLOCK | PAGE_SKIP},
    {"h1", BLOCK | PAGE_SKIP}, /* the headline, which has a field */
    {"h2", BLOCK},
    {"h3", BLOCK},
    {"h4", BLOCK},
    {"h5", BLOCK},
    {"h6", BLOCK},
    {"head", SKIP},
    {"header", BLOCK | PAGE_SKIP},
    {"hedline", BLOCK},
    {"hl1", BLOCK},
    {"hl2", BLOCK},
    {"hr", BLOCK},
    {"iframe", SKIP},
    {"item", SKIP}, /* as entry */
    {"li", BLOCK},
    {"main", BLOCK},
    {"media", SKIP},
    {"nav", BLOCK | PAGE_SKIP},
    {"nitf-table-metadata", SKIP},
    {"noscript", PAGE_SKIP},
    {"object", SKIP},
    {"ol", BLOCK},
    {"p", BLOCK},
    {"pre", BLOCK | PRE},
    {"script", SKIP},
    {"section", BLOCK},
    {"select", SKIP},
    {"story.date", SKIP},
    {"style", SKIP},
    {"summary", BLOCK},
    {"svg", SKIP},
    {"table", BLOCK},
    {"tbody", BLOCK},
    {"td", CELL},
    {"template", SKIP},
    {"textarea", SKIP},
    {"tfoot", BLOCK},
    {"th", CELL},
    {"thead", BLOCK},
    {"title", SKIP},
    {"tr", BREAK},
    {"ul", BLOCK},
    {"video", SKIP},
};

static const char *local_name(const xmlNode *node)
{
    const char *name = (const char *)node->name;
    const char *colon = strchr(name, ':'); /* a prefix that nobody declared */

    return colon ? colon + 1 : name;
}

static int compare_rows(const void *key, const void *row)
{
    return strcasecmp(key, ((const struct element_row *)row)->name);
}

static int element_of(const xmlNode *node)
{
    const struct element_row *row =
        bsearch(local_name(node), elements, sizeof elements / sizeof *elements, sizeof *elements,
                compare_rows);

    return row ? row->what : INLINE;
}

bool dw_markup_is(const xmlNode *node, const char *name)
{
    return node && node->type == XML_ELEMENT_NODE && strcasecmp(local_name(node), name) == 0;
}

const xmlNode *dw_markup_next(const xmlNode *node, const xmlNode *top, bool down)
{
    if (down && node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    while (node != top && !node->next)
        node = node->parent;
    return node == top ? NULL : node->next;
}

/* --- the writer ------------------------------------------------------------------------------ */

enum gap { NONE, BLANK, TAB, LINE, PARAGRAPH };

struct writer {
    struct dw_strbuf *out;
    size_t start; /* where this text began: no gap before */
    enum gap gap; /* owed before the next character */
    bool page, line;
};

static void owe(struct writer *to, enum gap gap)
{
    if (gap > to->gap)
        to->gap = gap;
}

static void pay(struct writer *to)
{
    static const char *const gaps[] = {"", " ", "\t", "\n", "\n\n"};

    if (to->out->len > to->start || (to->gap == PARAGRAPH && to->out->len))
        dw_strbuf_adds(to->out, to->line && to->gap ? " " : gaps[to->gap]);
    to->gap = NONE;
}

/* Characters with white space folded; no-break spaces are white space too. */
static void write_text(struct writer *to, const char *text, size_t len)
{
    if (to->out->len > DW_ARTICLE_MAX)
        return; /* more than any record may have: it will be refused */
    for (size_t i = 0; i < len; i++) {
        if (i + 1 < len && memcmp(text + i, "\xC2\xA0", 2) == 0) {
            owe(to, BLANK);
            i++;
        } else if (isspace((unsigned char)text[i])) {
            owe(to, BLANK);
        } else {
            if (to->gap)
                pay(to);
            dw_strbuf_addc(to->out, text[i]);
        }
    }
}

static void write_pre(struct writer *to, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const char *end = memchr(text + i, '\n', len - i);
        size_t n = end ? (size_t)(end - text) - i : len - i;

        write_text(to, text + i, n);
        if (end)
            owe(to, n ? LINE : PARAGRAPH);
        i += n;
    }
}

/* --- entities -------------------------------------------------------------------------------- */

static void write_entity(struct writer *to, const xmlNode *node)
{
    const htmlEntityDesc *html = htmlEntityLookup(node->name);
    const xmlEntity *entity = xmlGetDocEntity(node->doc, node->name);
    const char *content = entity ? (const char *)entity->content : NULL;
    char bytes[4];

    if (entity && entity->etype == XML_INTERNAL_PREDEFINED_ENTITY && content)
        write_text(to, content, strlen(content));
    else if (content && entity->etype == XML_INTERNAL_GENERAL_ENTITY &&
             strlen(content) <= ENTITY_MAX && !strpbrk(content, "&<"))
        write_text(to, content, strlen(content));
    else if (html)
        write_text(to, bytes, dw_utf8_encode(html->value, bytes));
    else
        write_text(to, "\xEF\xBF\xBD", 3);
}

/* True if `node` was a leaf of text. */
static bool write_leaf(struct writer *to, const xmlNode *node, bool pre)
{
    const char *content = (const char *)node->content;

    if (node->type == XML_ENTITY_REF_NODE) {
        write_entity(to, node);
        return true;
    }
    if (node->type != XML_TEXT_NODE && node->type != XML_CDATA_SECTION_NODE)
        return false;
    if (content && pre)
        write_pre(to, content, strlen(content));
    else if (content)
        write_text(to, content, strlen(content));
    return true;
}

/* --- paragraphs ------------------------------------------------------------------------------ */

static void enter(struct writer *to, int what)
{
    if (what & BLOCK)
        owe(to, PARAGRAPH);
    if (what & BREAK)
        owe(to, LINE);
    if (what & CELL)
        owe(to, TAB);
}

/* The next node below `top`; what is left on the way to it ends its paragraph. */
static const xmlNode *advance(struct writer *to, const xmlNode *node, const xmlNode *top, bool down,
                              const xmlNode **pre)
{
    if (down && node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    for (; node != top; node = node->parent) {
        if (node->type == XML_ELEMENT_NODE && element_of(node) & BLOCK)
            owe(to, PARAGRAPH);
        if (node == *pre)
            *pre = NULL;
        if (node->next)
            return node->next;
    }
    return NULL;
}

static void add_blocks(struct writer *to, const xmlNode *top)
{
    int skipped = SKIP | (to->page ? PAGE_SKIP : 0);
    const xmlNode *pre = NULL;

    for (const xmlNode *node = top, *next; node; node = next) {
        bool down = true;

        if (node->type == XML_ELEMENT_NODE) {
            int what = element_of(node);

            down = node == top || !(what & skipped);
            if (down)
                enter(to, what);
            if (down && what & PRE && !pre)
                pre = node;
        } else {
            down = !write_leaf(to, node, pre != NULL);
        }
        next = advance(to, node, top, down, &pre);
    }
}

void dw_markup_add(struct dw_strbuf *out, const xmlNode *node)
{
    struct writer to = {.out = out, .start = out->len, .gap = PARAGRAPH};

    add_blocks(&to, node);
}

void dw_markup_add_page(struct dw_strbuf *out, const xmlNode *node)
{
    struct writer to = {.out = out, .start = out->len, .gap = PARAGRAPH, .page = true};

    add_blocks(&to, node);
}

/* --- lines ----------------------------------------------------------------------------------- */

static bool is_blank_node(const xmlNode *node)
{
    return node->type == XML_COMMENT_NODE || (node->type == XML_TEXT_NODE && xmlIsBlankNode(node));
}

/* True if the element right before, blanks aside, is one that says something. */
static bool follows_element(const xmlNode *node)
{
    for (node = node->prev; node && is_blank_node(node); node = node->prev)
        ;
    return node && node->type == XML_ELEMENT_NODE && !(element_of(node) & (SKIP | BREAK));
}

void dw_markup_add_line(struct dw_strbuf *out, const xmlNode *top)
{
    struct writer to = {.out = out, .start = out->len, .line = true};
    const xmlNode *node = top;

    while (node) {
        bool down = true;

        if (node->type == XML_ELEMENT_NODE && node != top) {
            down = !(element_of(node) & SKIP);
            if (down && node->parent == top && follows_element(node) && out->len > to.start &&
                !strchr(",;:", out->bytes[out->len - 1])) {
                to.gap = NONE;
                dw_strbuf_addc(out, ',');
            }
            owe(&to, BLANK);
        } else if (node != top && !write_leaf(&to, node, false)) {
            down = false;
        }
        node = dw_markup_next(node, top, down);
    }
}

void dw_markup_add_attribute(struct dw_strbuf *out, const xmlNode *node, const char *name)
{
    struct writer to = {.out = out, .start = out->len, .line = true};

    for (const xmlAttr *at = node->properties; at; at = at->next)
        if (strcasecmp((const char *)at->name, name) == 0) {
            for (const xmlNode *part = at->children; part; part = part->next)
                write_leaf(&to, part, false);
            return;
        }
}

/* --- strings --------------------------------------------------------------------------------- */

bool dw_markup_is_bounded(const char *bytes, size_t len)
{
    size_t n_words = 0;
    bool in_tag = false, in_word = false;
    char quote = 0;

    for (size_t i = 0; i < len; i++) {
        char c = bytes[i];

        if (!in_tag) {
            in_tag = c == '<' && i + 1 < len && isalpha((unsigned char)bytes[i + 1]);
            n_words = 0;
        } else if (quote) {
            quote = c == quote ? 0 : quote;
            in_word = false; /* a quote may be followed by a name without a blank */
        } else if (c == '>') {
            in_tag = false;
        } else {
            bool is_word = !isspace((unsigned char)c) && c != '=' && c != '/';

            n_words += is_word && !in_word;
            in_word = is_word;
            quote = c == '"' || c == '\'' ? c : 0;
        }
        if (n_words > ATTRIBUTES_MAX * 2) /* a name and a value each */
            return false;
    }
    return true;
}

void dw_markup_add_html(struct dw_strbuf *out, const char *html, size_t len)
{
    htmlDocPtr doc;

    if (len > DW_ARTICLE_MAX * 2)
        len = DW_ARTICLE_MAX * 2;
    if (!dw_markup_is_bounded(html, len)) {
        dw_markup_add_plain(out, html, len);
        return;
    }
    doc = htmlReadMemory(html, (int)len, NULL, "UTF-8",
                         HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                             HTML_PARSE_NONET | HTML_PARSE_COMPACT);
    if (doc && xmlDocGetRootElement(doc))
        dw_markup_add(out, xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
}

void dw_markup_add_plain(struct dw_strbuf *out, const char *text, size_t len)
{
    size_t start = out->len, blank = 0;
    bool any = false;

    for (size_t i = 0; i < len;) {
        const char *end = memchr(text + i, '\n', len - i);
        size_t next = end ? (size_t)(end - text) + 1 : len;
        size_t n = (end ? (size_t)(end - text) : len) - i;

        while (n && isspace((unsigned char)text[i + n - 1]))
            n--;
        blank += n == 0;
        if (n) {
            if (any || start)
                dw_strbuf_adds(out, blank || !any ? "\n\n" : "\n");
            if (blank || !any) /* paragraphs are often indented */
                while (n && isspace((unsigned char)text[i])) {
                    i++;
                    n--;
                }
            dw_strbuf_add(out, text + i, n);
            any = true;
            blank = 0;
        }
        i = next;
    }
}

bool dw_markup_is_html(const char *text, size_t len)
{
    size_t last = len; /* where the last tag may end */

    while (last > 0 && text[last - 1] != '>')
        last--;
    for (size_t i = 0; i + 2 < len; i++) {
        const char *end = NULL;

        if (text[i] == '<' && (isalpha((unsigned char)text[i + 1]) || text[i + 1] == '/'))
            end = i < last ? text + last : NULL;
        else if (text[i] == '&' && (isalpha((unsigned char)text[i + 1]) || text[i + 1] == '#'))
            end = memchr(text + i, ';', len - i < 12 ? len - i : 12);
        if (end)
            return true;
    }
    return false;
}

void dw_markup_add_unknown(struct dw_strbuf *out, const char *text, size_t len)
{
    if (dw_markup_is_html(text, len))
        dw_markup_add_html(out, text, len);
    else
        dw_markup_add_plain(out, text, len);
}

void dw_markup_add_raw(struct dw_strbuf *out, const xmlNode *node)
{
    struct writer to = {.out = out, .start = out->len};

    for (node = node->children; node && out->len <= DW_ARTICLE_MAX; node = node->next) {
        if (node->type == XML_ENTITY_REF_NODE)
            write_entity(&to, node);
        else if (node->content &&
                 (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE))
            dw_strbuf_adds(out, (const char *)node->content);
    }
}

void dw_markup_add_content(struct dw_strbuf *out, const xmlNode *node)
{
    struct dw_strbuf raw;

    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE) {
            dw_markup_add(out, node);
            return;
        }
    dw_strbuf_init(&raw);
    dw_markup_add_raw(&raw, node);
    if (raw.len)
        dw_markup_add_unknown(out, raw.bytes, raw.len);
    out->failed = out->failed || raw.failed;
    dw_strbuf_fini(&raw);
}
