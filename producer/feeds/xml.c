/* SPDX-License-Identifier: MIT */
#include "producer/feeds/xml.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/base/log.h"
#include "producer/feeds/decode.h"
#include "producer/feeds/markup.h"

/* --- documents ------------------------------------------------------------------------------- */

/*
 * libxml2's message without the names that it took out of the document, for it goes into logs,
 * which hold nothing of an article. That of a character set is no part of an article.
 */
static void describe(const xmlError *error, char *out, size_t size)
{
    const char *names[] = {error->str1, error->str2, error->str3};
    const char *text = error->message ? error->message : "";
    size_t n = 0;

    while (*text && *text != '\n' && n + 4 < size) {
        size_t taken = 0;

        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (names[i] && *names[i] && error->code != XML_ERR_UNSUPPORTED_ENCODING &&
                strncmp(text, names[i], strlen(names[i])) == 0)
                taken = strlen(names[i]);
        if (taken)
            n += (size_t)sprintf(out + n, "...");
        else
            out[n++] = *text >= ' ' && *text <= '~' ? *text : '?';
        text += taken ? taken : 1;
    }
    out[n] = '\0';
}

/* Keep the first error that makes the document ill-formed. */
static void note_error(void *context, xmlErrorPtr error)
{
    const xmlParserCtxt *parser = context;
    struct dw_xml *xml = parser->_private;

    if (error->level < XML_ERR_FATAL)
        return;
    /* Nothing left to read, and elements open: the rest of the document is missing. */
    if (parser->input && parser->input->end - parser->input->cur <= 1)
        xml->torn = parser->node;
    if (*xml->why)
        return;
    xml->line = error->line;
    describe(error, xml->why, sizeof xml->why);
}

/* The parser may have freed the element that it was in: then it was the last one, or near it. */
static const xmlNode *find_torn(const xmlNode *root, const xmlNode *torn)
{
    const xmlNode *last = root;

    for (const xmlNode *node = root; torn && node; node = dw_markup_next(node, root, true)) {
        if (node == torn)
            return node;
        if (node->type == XML_ELEMENT_NODE)
            last = node;
    }
    return torn ? last : NULL;
}

/* libxml2 wants no white space before the declaration, careless senders put some. */
static void trim_start(const char **bytes, size_t *len)
{
    while (*len && isspace((unsigned char)**bytes)) {
        ++*bytes;
        --*len;
    }
}

enum dw_err dw_xml_open(struct dw_xml *xml, const char *bytes, size_t len, struct dw_error *err)
{
    xmlParserCtxtPtr context = xmlNewParserCtxt();

    *xml = (struct dw_xml){.is_well_formed = true};
    if (context && !dw_markup_is_bounded(bytes, len)) {
        xmlFreeParserCtxt(context);
        return dw_error_set(err, DW_INPUT, 0, "not XML that can be read: too many attributes");
    }
    if (!context)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    trim_start(&bytes, &len);
    context->_private = xml;
    context->sax->serror = note_error;
    xml->doc = xmlCtxtReadMemory(context, bytes, (int)len, NULL, "UTF-8",
                                 XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
                                     XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
    xml->is_well_formed = context->wellFormed && xml->doc;
    xmlFreeParserCtxt(context);
    xml->root = xml->doc ? xmlDocGetRootElement(xml->doc) : NULL;
    xml->torn = xml->root ? find_torn(xml->root, xml->torn) : NULL;
    if (xml->root)
        return DW_OK;
    return dw_error_set(err, DW_INPUT, 0, "not XML: line %d: %s", xml->line,
                        *xml->why ? xml->why : "no root element");
}

void dw_xml_close(struct dw_xml *xml)
{
    if (xml->doc)
        xmlFreeDoc(xml->doc);
    xml->doc = NULL;
}

/* --- places ---------------------------------------------------------------------------------- */

/* A step of a path: [prefix:]name[[!]attribute[=value]]. */
struct step {
    char prefix[12], name[32], attribute[32], value[32];
    bool absent, deep;
    const char *rest; /* behind it; NULL: it was the last */
};

/* Namespaces by a part of their name that no other has. */
static const struct {
    const char *prefix, *part;
} namespaces[] = {
    {"dc", "purl.org/dc/"},       {"content", "purl.org/rss/1.0/modules/content"},
    {"rdf", "22-rdf-syntax-ns"},  {"media", "search.yahoo.com/mrss"},
    {"atom", "w3.org/2005/atom"}, {"xhtml", "w3.org/1999/xhtml"},
};

static void copy(char *to, size_t size, const char *from, size_t len)
{
    snprintf(to, size, "%.*s", (int)len, from);
}

static void read_step(const char *path, struct step *out)
{
    size_t n;

    *out = (struct step){.deep = strncmp(path, "//", 2) == 0};
    path += out->deep ? 2 : 0;
    n = strcspn(path, ":/[@");
    if (path[n] == ':') {
        copy(out->prefix, sizeof out->prefix, path, n);
        path += n + 1;
        n = strcspn(path, "/[@");
    }
    copy(out->name, sizeof out->name, path, n);
    path += n;
    if (*path == '[') {
        out->absent = path[1] == '!';
        path += 1 + out->absent;
        n = strcspn(path, "=]");
        copy(out->attribute, sizeof out->attribute, path, n);
        path += n;
        if (*path == '=')
            copy(out->value, sizeof out->value, path + 1, strcspn(path + 1, "]"));
        path += strcspn(path, "]") + 1;
    }
    if (*path == '/' && path[1] != '/')
        path++;
    out->rest = *path && *path != '@' ? path : NULL;
}

static bool contains(const char *text, const char *part)
{
    size_t n = strlen(part);

    for (; *text; text++)
        if (strncasecmp(text, part, n) == 0)
            return true;
    return false;
}

static const char *href_of(const xmlNode *node)
{
    return node->ns && node->ns->href ? (const char *)node->ns->href : "";
}

/* A bare name: the namespace of the item, or none at all. */
static bool has_namespace(const xmlNode *node, const struct step *step, const xmlNode *item)
{
    const char *colon = strchr((const char *)node->name, ':');

    if (!*step->prefix)
        return !colon && (!*href_of(node) || strcmp(href_of(node), href_of(item)) == 0);
    if (colon) /* nobody declared it */
        return strncasecmp((const char *)node->name, step->prefix, strlen(step->prefix)) == 0;
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        if (strcmp(namespaces[i].prefix, step->prefix) == 0)
            return contains(href_of(node), namespaces[i].part);
    return false;
}

static bool has_attribute(const xmlNode *node, const struct step *step)
{
    struct dw_strbuf value;
    bool has = false;

    if (!*step->attribute)
        return true;
    dw_strbuf_init(&value);
    dw_markup_add_attribute(&value, node, step->attribute);
    if (!*step->value)
        has = value.len > 0;
    else
        has = value.len && strcasecmp(value.bytes, step->value) == 0;
    dw_strbuf_fini(&value);
    return has != step->absent;
}

struct search {
    const xmlNode *item;
    bool (*call)(void *user, const xmlNode *found);
    void *user;
};

/* True to go on. Recursion is as deep as the path is long. */
static bool search_step(const struct search *search, const xmlNode *parent, const char *path)
{
    struct step step;
    const xmlNode *node = parent->children;

    read_step(path, &step);
    while (node) {
        const xmlNode *next = step.deep ? dw_markup_next(node, parent, true) : node->next;

        if (dw_markup_is(node, step.name) && has_namespace(node, &step, search->item) &&
            has_attribute(node, &step)) {
            if (step.rest ? !search_step(search, node, step.rest)
                          : !search->call(search->user, node))
                return false;
        }
        node = next;
    }
    return true;
}

void dw_xml_each(const xmlNode *item, const char *path,
                 bool (*call)(void *user, const xmlNode *found), void *user)
{
    const struct search search = {item, call, user};

    search_step(&search, item, path);
}

static bool take_first(void *user, const xmlNode *found)
{
    *(const xmlNode **)user = found;
    return false;
}

const xmlNode *dw_xml_find(const xmlNode *item, const char *path)
{
    const xmlNode *found = NULL;

    dw_xml_each(item, path, take_first, &found);
    return found;
}

/* --- fields ---------------------------------------------------------------------------------- */

static void add_value(struct dw_strbuf *out, const xmlNode *node, const char *attribute)
{
    if (attribute)
        dw_markup_add_attribute(out, node, attribute);
    else
        dw_markup_add_line(out, node);
}

struct mapping {
    struct dw_item *item;
    enum dw_field field;
    const char *attribute;
};

static bool set_field(void *user, const xmlNode *found)
{
    const struct mapping *mapping = user;
    struct dw_strbuf value;

    dw_strbuf_init(&value);
    add_value(&value, found, mapping->attribute);
    if (value.len)
        dw_item_set(mapping->item, mapping->field, value.bytes, value.len);
    mapping->item->failed = mapping->item->failed || value.failed;
    dw_strbuf_fini(&value);
    return true;
}

static const char *attribute_of(const char *path)
{
    const char *at = strrchr(path, '@');

    return at ? at + 1 : NULL;
}

void dw_xml_map(struct dw_item *item, const xmlNode *from, const struct dw_xml_row *rows)
{
    for (; rows->path; rows++) {
        struct mapping mapping = {item, rows->field, attribute_of(rows->path)};

        if (*rows->path == '@')
            set_field(&mapping, from);
        else
            dw_xml_each(from, rows->path, set_field, &mapping);
    }
}

void dw_xml_add_value(struct dw_strbuf *out, const xmlNode *from, const char *path)
{
    const xmlNode *node = *path == '@' ? from : dw_xml_find(from, path);

    if (node)
        add_value(out, node, attribute_of(path));
}

/* --- dialects -------------------------------------------------------------------------------- */

static const struct dw_dialect *const dialects[] = {
    &dw_dialect_nitf, &dw_dialect_newsml_g2, &dw_dialect_newsml,
    &dw_dialect_rss,  &dw_dialect_atom,      &dw_dialect_ritzau,
};

static bool has_root(const struct dw_dialect *dialect, const char *name)
{
    for (size_t i = 0; dialect->roots[i]; i++)
        if (strcasecmp(dialect->roots[i], name) == 0)
            return true;
    return false;
}

/* Index behind the next `end` from `i` on; `len` if there is none. */
static size_t skip_past(const char *bytes, size_t len, size_t i, const char *end)
{
    size_t n = strlen(end);

    for (; i + n <= len; i++)
        if (memcmp(bytes + i, end, n) == 0)
            return i + n;
    return len;
}

/* Index behind a DOCTYPE, whose inner part has angle brackets of its own. */
static size_t skip_doctype(const char *bytes, size_t len, size_t i)
{
    size_t close = skip_past(bytes, len, i, ">");
    const char *inner = memchr(bytes + i, '[', close - i);

    if (!inner)
        return close;
    return skip_past(bytes, len, skip_past(bytes, len, i, "]"), ">");
}

enum { MARKUP_WITHIN = 64 }; /* of white space and marks before the first < */

/* Local name of the first element in the bytes, zero bytes aside: UTF-16 has them. */
static bool find_root(const char *bytes, size_t len, char out[32])
{
    char some[4096] = "";
    size_t n = 0, i = 0, name;
    const char *colon;

    if (!memchr(bytes, '<', len < MARKUP_WITHIN ? len : MARKUP_WITHIN))
        return false;
    for (size_t k = 0; k < len && n < sizeof some - 1; k++)
        if (bytes[k])
            some[n++] = bytes[k];
    some[n] = '\0';
    while (i < n && (isspace((unsigned char)some[i]) || strchr("\xEF\xBB\xBF\xFF\xFE", some[i])))
        i++;
    while (i < n && some[i] == '<' && (some[i + 1] == '?' || some[i + 1] == '!')) {
        if (some[i + 1] == '?')
            i = skip_past(some, n, i, "?>");
        else if (strncmp(some + i, "<!--", 4) == 0)
            i = skip_past(some, n, i, "-->");
        else
            i = skip_doctype(some, n, i);
        while (i < n && isspace((unsigned char)some[i]))
            i++;
    }
    if (i + 1 >= n || some[i] != '<' || !isalpha((unsigned char)some[i + 1]))
        return n > 5 && strncmp(some, "<?xml", 5) == 0 && (*out = '\0', true);
    name = strcspn(some + ++i, " \t\r\n/>");
    colon = memchr(some + i, ':', name);
    if (colon) {
        name -= (size_t)(colon + 1 - some) - i;
        i = (size_t)(colon + 1 - some);
    }
    copy(out, 32, some + i, name);
    return true;
}

bool dw_xml_is(const struct dw_dialect *dialect, const char *bytes, size_t len)
{
    char root[32];

    if (!find_root(bytes, len, root))
        return false;
    return dialect ? has_root(dialect, root) : strcasecmp(root, "html") != 0;
}

static const struct dw_dialect *find_dialect(const xmlNode *root)
{
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        for (size_t k = 0; dialects[i]->roots[k]; k++)
            if (dw_markup_is(root, dialects[i]->roots[k]))
                return dialects[i];
    return NULL;
}

/* Length of "&name;" or "&#8211;"; 0: a bare ampersand. */
static size_t reference_len(const char *bytes, size_t len)
{
    size_t i = 1;

    while (i < len && i < 34 && (isalnum((unsigned char)bytes[i]) || (i == 1 && bytes[i] == '#')))
        i++;
    return i > 1 && i < len && bytes[i] == ';' ? i + 1 : 0;
}

/*
 * Put right what stands behind an ampersand: entities of HTML become numbers, XML's own stay, and
 * what is no reference, or one to nothing that is known, is text. Returns the bytes that are done.
 */
static size_t repair_reference(struct dw_strbuf *out, const char *bytes, size_t len)
{
    static const char *const own[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    size_t n = reference_len(bytes, len);
    const htmlEntityDesc *html;
    char name[36];

    if (!n) {
        dw_strbuf_adds(out, "&amp;");
        return 1;
    }
    copy(name, sizeof name, bytes, n);
    for (size_t i = 0; i < sizeof own / sizeof *own || name[1] == '#'; i++)
        if (name[1] == '#' || strcmp(name, own[i]) == 0) {
            dw_strbuf_add(out, bytes, n);
            return n;
        }
    name[n - 1] = '\0';
    html = htmlEntityLookup((const xmlChar *)name + 1);
    if (html)
        dw_strbuf_addf(out, "&#%u;", html->value);
    else
        dw_strbuf_addf(out, "&amp;%s;", name + 1);
    return n;
}

enum { VOID_TAG_MAX = 4096 }; /* bytes; a longer one is left as it is */

/* Length of a void tag of HTML that is not closed, "<br>", up to its end; 0: none. */
static size_t open_void_tag(const char *bytes, size_t len)
{
    static const char *const names[] = {"br", "hr", "img"};
    const char *end = memchr(bytes, '>', len < VOID_TAG_MAX ? len : VOID_TAG_MAX);
    size_t n;

    for (size_t i = 0; end && end[-1] != '/' && i < sizeof names / sizeof *names; i++) {
        n = strlen(names[i]);
        if (len > n + 1 && strncasecmp(bytes + 1, names[i], n) == 0 &&
            strchr(" \t\r\n>", bytes[n + 1]))
            return (size_t)(end - bytes);
    }
    return 0;
}

/*
 * Repair what feeds get wrong most, references and void tags, without which libxml2 would lose text
 * or take one item for a part of another. Entities that the document declares are left alone.
 */
static void repair(struct dw_strbuf *out, const char *bytes, size_t len)
{
    bool declares = skip_past(bytes, len, 0, "<!ENTITY") < len;
    size_t start = 0, i = 0, tag;

    while (i < len) {
        if (len - i > 9 && memcmp(bytes + i, "<![CDATA[", 9) == 0) {
            i = skip_past(bytes, len, i, "]]>");
        } else if (bytes[i] == '&' && !(declares && reference_len(bytes + i, len - i))) {
            dw_strbuf_add(out, bytes + start, i - start);
            start = i += repair_reference(out, bytes + i, len - i);
        } else if (bytes[i] == '<' && (tag = open_void_tag(bytes + i, len - i)) > 0) {
            dw_strbuf_add(out, bytes + start, i + tag - start);
            dw_strbuf_addc(out, '/');
            start = i += tag;
        } else {
            i++;
        }
    }
    dw_strbuf_add(out, bytes + start, len - start);
}

/* Read an ill-formed document once more, repaired; it keeps the reason why it was ill-formed. */
static enum dw_err open_repaired(struct dw_xml *xml, const struct dw_strbuf *text,
                                 struct dw_error *err)
{
    struct dw_xml again = {.doc = NULL};
    struct dw_strbuf repaired;
    enum dw_err rc;

    dw_strbuf_init(&repaired);
    repair(&repaired, text->bytes, text->len);
    rc = dw_xml_open(&again, repaired.bytes, repaired.len, err);
    if (repaired.failed)
        rc = dw_error_set(err, DW_NOMEM, 0, "out of memory");
    dw_strbuf_fini(&repaired);
    again.is_well_formed = false;
    again.line = xml->line;
    memcpy(again.why, xml->why, sizeof again.why);
    dw_xml_close(xml);
    *xml = again;
    return rc;
}

static enum dw_err run_document(struct dw_feed *feed, const struct dw_dialect *wanted,
                                const struct dw_xml *xml, struct dw_error *err)
{
    const struct dw_dialect *dialect = find_dialect(xml->root);

    if (!dialect || (wanted && dialect != wanted)) {
        dw_feed_refuse(feed, feed->name, "XML of %s: root element %.40s",
                       wanted ? "another format" : "no known format",
                       xml->root ? (const char *)xml->root->name : "none");
        return DW_OK;
    }
    if (!xml->is_well_formed && !dialect->may_be_ill_formed) {
        dw_feed_refuse(feed, feed->name, "not well-formed: line %d: %s", xml->line, xml->why);
        return DW_OK;
    }
    if (!xml->is_well_formed)
        dw_log_with(DW_LOG_WARNING, "not well-formed: read as far as it goes",
                    "place=%s line=%d reason=%s", feed->name, xml->line, xml->why);
    return dialect->run(feed, xml, err);
}

static bool may_be_ill_formed(const xmlNode *root)
{
    const struct dw_dialect *dialect = find_dialect(root);

    return dialect && dialect->may_be_ill_formed;
}

enum dw_err dw_xml_run(struct dw_feed *feed, const struct dw_dialect *dialect, struct dw_error *err)
{
    struct dw_error why = {.code = DW_OK};
    struct dw_xml xml = {.doc = NULL};
    struct dw_decoded decoded;
    enum dw_err rc = dw_feed_read_decoded(feed, &decoded, err);

    if (rc || !decoded.text.len) {
        dw_strbuf_fini(&decoded.text);
        return rc;
    }
    rc = dw_xml_open(&xml, decoded.text.bytes, decoded.text.len, &why);
    if (rc == DW_OK && !xml.is_well_formed && may_be_ill_formed(xml.root))
        rc = open_repaired(&xml, &decoded.text, &why);
    dw_strbuf_fini(&decoded.text);
    if (rc == DW_NOMEM)
        rc = dw_error_set(err, rc, 0, "%s: %s", feed->name, why.text);
    else if (rc) {
        dw_feed_refuse(feed, feed->name, "%s", why.text);
        rc = DW_OK;
    } else
        rc = run_document(feed, dialect, &xml, err);
    dw_xml_close(&xml);
    return rc;
}
