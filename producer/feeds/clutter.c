/* SPDX-License-Identifier: MIT */
#include "producer/feeds/clutter.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/base/strbuf.h"
#include "producer/feeds/markup.h"

enum {
    PROSE_MIN = 40,    /* bytes of a run of text that is more than a label */
    MARKED_MIN = 200,  /* bytes of prose below which a mark is not trusted */
    POINTER_MAX = 200, /* bytes of a line that points elsewhere */
    BOX_MAX = 300,     /* bytes of prose beside something to fill in */
    LEAD_MAX = 600,    /* bytes of prose between headline and article */
};

/* --- counts ---------------------------------------------------------------------------------- */

/* Bytes below an element, white space aside; kept in its _private. */
struct counts {
    size_t text, linked, prose;
    size_t n_inputs; /* fields to fill in */
};

static bool is_any(const xmlNode *node, const char *const *names)
{
    for (; *names; names++)
        if (dw_markup_is(node, *names))
            return true;
    return false;
}

static bool is_silent(const xmlNode *node)
{
    static const char *const names[] = {"noscript", "script", "style", "template", NULL};

    return is_any(node, names);
}

static size_t count_bytes(const xmlNode *text)
{
    size_t n = 0;

    for (const char *s = (const char *)text->content; s && *s; s++)
        n += !isspace((unsigned char)*s);
    return n;
}

static void count_run(const xmlNode *text)
{
    size_t n = count_bytes(text);
    bool in_link = false;

    for (const xmlNode *up = text->parent; up && up->_private; up = up->parent) {
        struct counts *counts = up->_private;

        in_link = in_link || dw_markup_is(up, "a");
        counts->text += n;
        counts->linked += in_link ? n : 0;
        counts->prose += !in_link && n >= PROSE_MIN ? n : 0;
    }
}

static void count_input(const xmlNode *node)
{
    for (const xmlNode *up = node->parent; up && up->_private; up = up->parent)
        ((struct counts *)up->_private)->n_inputs++;
}

static bool count(xmlNode *top, struct dw_arena *arena)
{
    for (const xmlNode *node = top; node; node = dw_markup_next(node, top, !is_silent(node))) {
        if (node->type == XML_ELEMENT_NODE) {
            struct counts *counts = dw_arena_alloc(arena, sizeof *counts);

            if (!counts)
                return false;
            *counts = (struct counts){0};
            ((xmlNode *)(size_t)node)->_private = counts;
            if (dw_markup_is(node, "input") || dw_markup_is(node, "textarea"))
                count_input(node);
        } else if (node->type == XML_TEXT_NODE) {
            count_run(node);
        }
    }
    return true;
}

static struct counts counts_of(const xmlNode *node)
{
    return node->_private ? *(const struct counts *)node->_private : (struct counts){0};
}

/* --- what is clutter ------------------------------------------------------------------------- */

/* Words in classes, ids and roles, in some languages, sorted. */
static const char *const names[] = {
    "ad",          "ads",          "advert",        "advertisement",
    "advertising", "anzeige",      "auteur",        "author",
    "autor",       "banner",       "bio",           "breadcrumb",
    "breadcrumbs", "byline",       "caption",       "comentarios",
    "comment",     "commentaires", "commenti",      "comments",
    "community",   "compartir",    "complementary", "condividi",
    "consent",     "contact",      "contentinfo",   "cookie",
    "cookies",     "copyright",    "credit",        "dialog",
    "disclaimer",  "disqus",       "follow",        "footer",
    "gallery",     "gdpr",         "hidden",        "kicker",
    "kommentar",   "kommentare",   "legal",         "login",
    "masthead",    "menu",         "meta",          "modal",
    "nav",         "navbar",       "navigation",    "newsletter",
    "offer",       "outbrain",     "overlay",       "pager",
    "pagination",  "partage",      "partager",      "popover",
    "popular",     "popup",        "print",         "promo",
    "promotion",   "pubblicita",   "publicidad",    "publicite",
    "rail",        "readmore",     "recirculation", "recommendations",
    "recommended", "relacionadas", "related",       "rss",
    "schlagworte", "share",        "sharing",       "sidebar",
    "signup",      "skip",         "social",        "sponsor",
    "sponsored",   "subscribe",    "subscription",  "supplemental",
    "taboola",     "tags",         "teaser",        "teasers",
    "teilen",      "timestamp",    "toolbar",       "topics",
    "trending",    "weiterlesen",  "werbung",       "widget",
    "widgets",
};

/* What readers write, of which there may be more than of the article. */
static const char *const talks[] = {"comentarios", "comment",  "commentaires",
                                    "commenti",    "comments", "disqus",
                                    "kommentare",  "remarks",  "replies"};

static int compare_names(const void *key, const void *name)
{
    return strcmp(key, *(const char *const *)name);
}

enum naming { NOT_NAMED, NAMED, NAMED_TALK };

static enum naming look_up(const char *word)
{
    if (bsearch(word, talks, sizeof talks / sizeof *talks, sizeof *talks, compare_names))
        return NAMED_TALK;
    return bsearch(word, names, sizeof names / sizeof *names, sizeof *names, compare_names)
               ? NAMED
               : NOT_NAMED;
}

/* The most telling of the words that a value is made of: "story-related", "relatedLinks". */
static enum naming naming_of_value(const char *value, size_t len)
{
    enum naming most = NOT_NAMED, one;
    char word[16];
    size_t n = 0;

    for (size_t i = 0; i <= len; i++) {
        bool is_letter = i < len && isalpha((unsigned char)value[i]);
        bool starts = is_letter && i && isupper((unsigned char)value[i]) &&
                      islower((unsigned char)value[i - 1]);

        if (n && n < sizeof word && (!is_letter || starts)) {
            word[n] = '\0';
            one = look_up(word);
            most = one > most ? one : most;
        }
        if (!is_letter || starts)
            n = 0;
        if (is_letter && n < sizeof word - 1)
            word[n] = (char)tolower((unsigned char)value[i]);
        n += is_letter;
    }
    return most;
}

static enum naming naming_of(const xmlNode *node)
{
    static const char *const attributes[] = {"class", "id", "role"};
    enum naming most = NOT_NAMED, one;
    struct dw_strbuf value;

    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        dw_strbuf_init(&value);
        dw_markup_add_attribute(&value, node, attributes[i]);
        one = value.len ? naming_of_value(value.bytes, value.len) : NOT_NAMED;
        most = one > most ? one : most;
        dw_strbuf_fini(&value);
    }
    return most;
}

static bool has_attribute(const xmlNode *node, const char *name, const char *part)
{
    struct dw_strbuf value;
    bool has;

    dw_strbuf_init(&value);
    dw_markup_add_attribute(&value, node, name);
    has = value.len && strstr(value.bytes, part);
    dw_strbuf_fini(&value);
    return has;
}

static bool is_hidden(const xmlNode *node)
{
    return xmlHasProp(node, (const xmlChar *)"hidden") ||
           has_attribute(node, "aria-hidden", "true") ||
           has_attribute(node, "style", "display:none") ||
           has_attribute(node, "style", "display: none");
}

/* Whole lines of no article, and starts of lines that have a link; lower case. */
static bool is_pointer(const xmlNode *node, struct counts counts)
{
    static const char *const lines[] = {
        "advertisement",
        "anzeige",
        "article continues below",
        "story continues below",
        "continue reading",
        "loading",
        "share this",
        "sign up",
        "skip to",
    };
    static const char *const starts[] = {
        "also read", "more:", "more on", "read also", "read more", "related", "see also", "watch:",
    };
    struct dw_strbuf text;
    bool is = false;

    if (!counts.text || counts.text > POINTER_MAX)
        return false;
    dw_strbuf_init(&text);
    dw_markup_add_line(&text, node);
    for (size_t i = 0; text.len && i < sizeof lines / sizeof *lines; i++)
        is = is ||
             (counts.text < PROSE_MIN && strncasecmp(text.bytes, lines[i], strlen(lines[i])) == 0);
    for (size_t i = 0; text.len && counts.linked && i < sizeof starts / sizeof *starts; i++)
        is = is || strncasecmp(text.bytes, starts[i], strlen(starts[i])) == 0;
    dw_strbuf_fini(&text);
    return is;
}

/* A time that is no part of a sentence: when the page was made. */
static bool is_stamp(const xmlNode *node)
{
    return dw_markup_is(node, "time") &&
           !(node->prev && node->prev->type == XML_TEXT_NODE && count_bytes(node->prev)) &&
           !(node->next && node->next->type == XML_TEXT_NODE && count_bytes(node->next));
}

static bool is_link(const xmlNode *node)
{
    struct counts counts = counts_of(node);

    return counts.linked && counts.linked * 3 >= counts.text * 2;
}

static const char *const headings[] = {"h2", "h3", "h4", "h5", "h6", NULL};

/* What begins with a heading that leads elsewhere tells of another article. */
static bool is_teaser(const xmlNode *node)
{
    const xmlNode *first = node->children;

    while (first && !counts_of(first).text && !(first->type == XML_TEXT_NODE && count_bytes(first)))
        first = first->next;
    return first && is_any(first, headings) && is_link(first);
}

static bool is_clutter(const xmlNode *node, size_t prose)
{
    static const char *const kept[] = {"html", "body", "article", "main", NULL};
    static const char *const blocks[] = {"p",  "ul", "ol", "li", "div", "section", "table",
                                         "h2", "h3", "h4", "h5", "h6",  NULL};
    struct counts counts = counts_of(node);
    enum naming naming;

    if (node->type != XML_ELEMENT_NODE || !node->_private || is_any(node, kept))
        return false;
    naming = naming_of(node);
    if (naming == NAMED_TALK)
        return counts.prose * 10 < prose * 9;
    if (counts.prose * 3 > prose)
        return false;
    if (naming == NAMED || is_hidden(node) || is_stamp(node))
        return true;
    return is_any(node, blocks) && (is_link(node) || is_pointer(node, counts) || is_teaser(node) ||
                                    (counts.n_inputs && counts.prose < BOX_MAX));
}

/* The heading right before a block of links, which goes with it. */
static xmlNode *heading_of(const xmlNode *node)
{
    xmlNode *before = xmlPreviousElementSibling((xmlNode *)(size_t)node);
    struct counts counts = counts_of(node);

    return before && is_any(before, headings) && counts.linked * 2 > counts.text ? before : NULL;
}

static void drop(xmlNode *node)
{
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

bool dw_clutter_remove(xmlNode *body, struct dw_arena *arena)
{
    size_t prose;

    if (!count(body, arena))
        return false;
    prose = counts_of(body).prose;
    for (const xmlNode *node = body, *next; node; node = next) {
        bool gone = node != body && is_clutter(node, prose);
        xmlNode *heading = gone ? heading_of(node) : NULL;

        next = dw_markup_next(node, body, !gone);
        if (heading)
            drop(heading);
        if (gone)
            drop((xmlNode *)(size_t)node);
    }
    return true;
}

/* --- the article ----------------------------------------------------------------------------- */

/* A run of prose, and in no heading. */
static bool is_prose(const xmlNode *node)
{
    if (node->type != XML_TEXT_NODE || count_bytes(node) < PROSE_MIN)
        return false;
    for (const xmlNode *up = node->parent; up; up = up->parent)
        if (is_any(up, headings) || dw_markup_is(up, "h1"))
            return false;
    return true;
}

/* What introduces a sentence, as a place in bold does, is part of it. */
static bool is_inline(const xmlNode *node)
{
    static const char *const paragraphs[] = {"p", "li", "blockquote", NULL};
    const xmlNode *next = node->next;

    return is_any(node, paragraphs) || is_any(node->parent, paragraphs) ||
           (next && next->type == XML_TEXT_NODE && count_bytes(next));
}

/*
 * A line of its own that is not set out by its looks alone, as headlines of old pages are. Behind
 * the first prose, which may be the paragraph below the headline, headings and lists are the
 * text's.
 */
static bool is_label(const xmlNode *node, bool begun)
{
    static const char *const labels[] = {"div", "dl", "span",  "time",    "h1",
                                         "h2",  "ul", "table", "section", NULL};
    static const char *const late[] = {"div", "dl", "span", "time", NULL};

    return node->type == XML_ELEMENT_NODE && is_any(node, begun ? late : labels) &&
           counts_of(node).text && !counts_of(node).prose && !is_inline(node);
}

/* Headline, names and times in front of the second run of prose; headings behind the last. */
static void trim(xmlNode *article)
{
    int n_prose = 0;
    xmlNode *heading = NULL;

    for (const xmlNode *node = article, *next; node; node = next) {
        bool gone = n_prose < 2 && node != article && is_label(node, n_prose > 0);

        next = dw_markup_next(node, article, !gone);
        n_prose += n_prose < 2 && is_prose(node);
        if (gone)
            drop((xmlNode *)(size_t)node);
        else if (is_any(node, headings))
            heading = (xmlNode *)(size_t)node;
        else if (node->type == XML_TEXT_NODE && count_bytes(node) && n_prose &&
                 !is_any(node->parent, headings))
            heading = NULL;
    }
    if (n_prose && heading)
        drop(heading);
}

/* The paragraph between the headline and the article, or in its header. */
static const xmlNode *find_lead(const xmlNode *body, const xmlNode *article)
{
    const xmlNode *node = body;
    size_t prose = 0;

    while (node && !dw_markup_is(node, "h1"))
        node = dw_markup_next(node, body, true);
    while (node && node != article && prose < LEAD_MAX && !is_any(node, headings)) {
        struct counts counts = counts_of(node);

        if (dw_markup_is(node, "p") && counts.prose)
            return counts.prose < LEAD_MAX ? node : NULL;
        prose += is_prose(node) ? counts.prose : 0;
        node = dw_markup_next(node, body, true);
    }
    return NULL;
}

/* Of the elements with a name, or an attribute that is so, the one with most prose. */
static const xmlNode *find_most(const xmlNode *body, const char *name, const char *attribute,
                                const char *value)
{
    const xmlNode *best = NULL;

    for (const xmlNode *node = body; node; node = dw_markup_next(node, body, true))
        if (node->type == XML_ELEMENT_NODE && (!name || dw_markup_is(node, name)) &&
            (!attribute || has_attribute(node, attribute, value)) &&
            counts_of(node).prose >= MARKED_MIN &&
            (!best || counts_of(node).prose > counts_of(best).prose))
            best = node;
    return best;
}

/* Into the child that has nearly all prose of its parent, and so on. */
static const xmlNode *find_tightest(const xmlNode *top)
{
    static const char *const boxes[] = {"div",   "section", "article", "main", "center", "font",
                                        "table", "tbody",   "tr",      "td",   "form",   NULL};
    const xmlNode *node = top->children;

    while (node) {
        if (is_any(node, boxes) && counts_of(node).prose * 4 >= counts_of(top).prose * 3 &&
            counts_of(node).prose) {
            top = node;
            node = top->children;
        } else {
            node = node->next;
        }
    }
    return top;
}

static const xmlNode *choose(const xmlNode *body)
{
    const xmlNode *marked = find_most(body, NULL, "itemprop", "articleBody");
    const xmlNode *main = find_most(body, "main", NULL, NULL);

    if (!main)
        main = find_most(body, NULL, "role", "main");
    if (!marked)
        marked = find_most(body, "article", NULL, NULL);
    /* Many short ones: posts of a live blog, of which no one is the article. */
    if (marked && main && counts_of(marked).prose * 2 < counts_of(main).prose)
        return main;
    if (marked)
        return marked;
    return main ? main : find_tightest(body);
}

/* True if the text of the article has the node's without more ado: it is in it, and in no header.
 */
static bool is_in(const xmlNode *article, const xmlNode *node)
{
    while (node && node != article && !dw_markup_is(node, "header"))
        node = node->parent;
    return node == article;
}

const xmlNode *dw_clutter_find_article(const xmlNode *body, const xmlNode **lead)
{
    const xmlNode *article = choose(body);

    *lead = find_lead(body, article);
    if (*lead && is_in(article, *lead))
        *lead = NULL;
    trim((xmlNode *)(size_t)article);
    return article;
}
