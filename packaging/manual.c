/* SPDX-License-Identifier: MIT */
/*
 * manual.c - a page of the manual from a JSON Schema, so that it says what the schema says.
 *
 *   manual NAME DATE SCHEMA     writes mdoc to standard output
 *
 * A member is told with its type and its description. Objects that the schema defines apart, and
 * lists of more than a few codes, have sections of their own, to which members point.
 */
#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW_CODES = 8 };

struct page {
    json_t *root, *defs;
    FILE *out;
};

/* --- words ----------------------------------------------------------------------------------- */

static void print_upper(const struct page *page, const char *text)
{
    for (; *text; text++)
        fputc(toupper((unsigned char)*text), page->out);
}

/* As part of a line: what roff would take for itself is escaped. */
static void print_inline(const struct page *page, const char *text)
{
    for (; *text; text++) {
        if (*text == '\\')
            fputs("\\e", page->out);
        else if (*text == '-')
            fputs("\\-", page->out);
        else
            fputc(*text, page->out);
    }
}

/* Text of its own, each sentence on a line, as mdoc wants it. */
static void print_text(const struct page *page, const char *text)
{
    while (*text) {
        const char *end = strstr(text, ". ");
        size_t len = end ? (size_t)(end - text) + 1 : strlen(text);

        if (*text == '.' || *text == '\'')
            fputs("\\&", page->out);
        for (size_t i = 0; i < len; i++) {
            if (text[i] == '\\')
                fputs("\\e", page->out);
            else
                fputc(text[i], page->out);
        }
        fputc('\n', page->out);
        text += len;
        text += strspn(text, " ");
    }
}

static const char *description(const json_t *schema)
{
    return json_string_value(json_object_get(schema, "description"));
}

/* --- types ----------------------------------------------------------------------------------- */

/* The name in "#/$defs/NAME"; NULL if the schema refers to nothing. */
static const char *reference(const json_t *schema)
{
    const char *ref = json_string_value(json_object_get(schema, "$ref"));
    const char *slash = ref ? strrchr(ref, '/') : NULL;

    return slash ? slash + 1 : NULL;
}

static bool is_object(const json_t *schema)
{
    return json_object_get(schema, "properties") != NULL;
}

/* Has a section of its own: an object, or more codes than a line should hold. */
static bool is_section(const json_t *schema)
{
    return is_object(schema) || json_array_size(json_object_get(schema, "enum")) > FEW_CODES;
}

static void print_type(const struct page *page, const json_t *schema);

static void print_value(const struct page *page, const json_t *value)
{
    char *text;

    if (json_is_string(value)) {
        print_inline(page, json_string_value(value));
        return;
    }
    text = json_dumps(value, JSON_ENCODE_ANY);
    print_inline(page, text ? text : "");
    free(text);
}

/* "a, b or c" of an array's elements. */
static void print_either(const struct page *page, const json_t *list,
                         void (*print)(const struct page *, const json_t *))
{
    size_t n = json_array_size(list), i;
    const json_t *element;

    json_array_foreach(list, i, element)
    {
        fputs(i == 0 ? "" : i + 1 < n ? ", " : " or ", page->out);
        print(page, element);
    }
}

static void print_range(const struct page *page, const json_t *schema)
{
    const json_t *min = json_object_get(schema, "minimum");
    const json_t *max = json_object_get(schema, "maximum");

    if (min) {
        fputs(" from ", page->out);
        print_value(page, min);
    }
    if (max) {
        fputs(" to ", page->out);
        print_value(page, max);
    } else if (min) {
        fputs(" up", page->out);
    }
}

/* "array of string", "integer from 1 to 9 or null" */
static void print_named_type(const struct page *page, const json_t *schema, const char *name)
{
    const json_t *items = json_object_get(schema, "items");

    fputs(name, page->out);
    if (strcmp(name, "array") == 0 && items) {
        fputs(" of ", page->out);
        print_type(page, items);
    } else if (strcmp(name, "integer") == 0 || strcmp(name, "number") == 0) {
        print_range(page, schema);
    }
}

static void print_types(const struct page *page, const json_t *schema, const json_t *type)
{
    size_t i;
    const json_t *name;

    if (json_is_string(type)) {
        print_named_type(page, schema, json_string_value(type));
        return;
    }
    json_array_foreach(type, i, name)
    {
        fputs(i ? " or " : "", page->out);
        print_named_type(page, schema, json_string_value(name));
    }
}

static void print_type(const struct page *page, const json_t *schema)
{
    const char *name = reference(schema);
    const json_t *def = name ? json_object_get(page->defs, name) : NULL;
    const json_t *value;

    if (def && is_section(def))
        print_inline(page, name);
    else if (def)
        print_type(page, def);
    else if ((value = json_object_get(schema, "const")))
        print_value(page, value);
    else if ((value = json_object_get(schema, "enum")))
        print_either(page, value, print_value);
    else if ((value = json_object_get(schema, "anyOf")))
        print_either(page, value, print_type);
    else
        print_types(page, schema, json_object_get(schema, "type"));
}

/* A member whose schema depends on another's value has it in "then" and "else" of the whole. */
static void print_dependent_type(const struct page *page, const char *key)
{
    const char *const branches[] = {"else", "then"};
    const char *joint = "";

    for (size_t i = 0; i < 2; i++) {
        const json_t *branch = json_object_get(page->root, branches[i]);
        const json_t *member = json_object_get(json_object_get(branch, "properties"), key);

        if (!member)
            continue;
        fputs(joint, page->out);
        print_type(page, member);
        joint = " or ";
    }
}

/* --- members --------------------------------------------------------------------------------- */

static bool is_required(const json_t *object, const char *key)
{
    size_t i;
    const json_t *name;

    json_array_foreach(json_object_get(object, "required"), i, name)
    {
        if (strcmp(json_string_value(name), key) == 0)
            return true;
    }
    return false;
}

/* The object that a member is, or of which it is a list or null; NULL if it is none of these. */
static const json_t *object_of(const json_t *schema)
{
    size_t i;
    const json_t *choice;

    if (is_object(schema))
        return schema;
    if (json_object_get(schema, "items"))
        return object_of(json_object_get(schema, "items"));
    json_array_foreach(json_object_get(schema, "anyOf"), i, choice)
    {
        if (is_object(choice))
            return choice;
    }
    return NULL;
}

static void print_members(const struct page *page, const json_t *object)
{
    const char *key;
    json_t *member;

    fputs(".Bl -tag -width Ds\n", page->out);
    json_object_foreach((json_t *)json_object_get(object, "properties"), key, member)
    {
        const json_t *inner = object_of(member);
        const char *text = description(member), *ref = reference(member);

        fprintf(page->out, ".It Va %s\n", key);
        if (json_object_size(member) == 1 && text)
            print_dependent_type(page, key);
        else
            print_type(page, member);
        if (json_object_get(object, "required") && !is_required(object, key))
            fputs("; may be absent", page->out);
        fputs(".\n", page->out);
        if (!text && ref && !is_section(json_object_get(page->defs, ref)))
            text = description(json_object_get(page->defs, ref));
        if (text)
            print_text(page, text);
        if (inner)
            print_members(page, inner);
    }
    fputs(".El\n", page->out);
}

/* What a member may be in one case: "quad 1", "no modes", "modes visit or phone". */
static void print_restriction(const struct page *page, const char *key, const json_t *schema)
{
    const json_t *items = json_object_get(schema, "items");
    bool is_none = json_integer_value(json_object_get(schema, "maxItems")) == 0 &&
                   json_object_get(schema, "maxItems");

    fprintf(page->out, "%s%s", is_none ? "no " : "", key);
    if (is_none)
        return;
    fputc(' ', page->out);
    print_type(page, items ? items : schema);
}

/* "if" one member has a value, "then" others have some: an item for each value. */
static void print_cases(const struct page *page, const json_t *cases)
{
    const json_t *one;
    size_t i;

    fputs(".Pp\nWhat depends on another member:\n.Bl -tag -width Ds\n", page->out);
    json_array_foreach(cases, i, one)
    {
        json_t *when = json_object_get(json_object_get(one, "if"), "properties");
        json_t *then = json_object_get(json_object_get(one, "then"), "properties");
        const char *key, *joint = "";
        json_t *member;

        json_object_foreach(when, key, member)
        {
            fprintf(page->out, ".It Va %s No ", key);
            print_type(page, member);
        }
        fputc('\n', page->out);
        json_object_foreach(then, key, member)
        {
            fputs(joint, page->out);
            print_restriction(page, key, member);
            joint = "; ";
        }
        fputs(".\n", page->out);
    }
    fputs(".El\n", page->out);
}

/* --- page ------------------------------------------------------------------------------------ */

static void print_section(const struct page *page, const char *name, const json_t *def)
{
    fprintf(page->out, ".Ss %s\n", name);
    if (description(def))
        print_text(page, description(def));
    if (is_object(def)) {
        print_members(page, def);
        if (json_object_get(def, "allOf"))
            print_cases(page, json_object_get(def, "allOf"));
        return;
    }
    if (description(def))
        fputs(".Pp\n", page->out);
    print_either(page, json_object_get(def, "enum"), print_value);
    fputs(".\n", page->out);
}

static void print_examples(const struct page *page)
{
    json_t *examples = json_object_get(page->root, "examples"), *example;
    size_t i;

    if (!examples)
        return;
    fputs(".Sh EXAMPLES\n", page->out);
    json_array_foreach(examples, i, example)
    {
        char *text = json_dumps(example, JSON_INDENT(2));

        fputs(".Bd -literal\n", page->out);
        print_inline(page, text ? text : "");
        fputs("\n.Ed\n", page->out);
        free(text);
    }
}

static void print_page(const struct page *page, const char *name, const char *date)
{
    const char *key;
    json_t *def;
    const char *title = json_string_value(json_object_get(page->root, "title"));

    fprintf(page->out, ".\\\" Made from a schema.\n.Dd %s\n.Dt ", date);
    print_upper(page, name);
    fprintf(page->out, " 5\n.Os\n.Sh NAME\n.Nm %s\n.Nd %c%s as a record in JSON\n", name,
            tolower((unsigned char)*title), title + 1);
    fputs(".Sh DESCRIPTION\n", page->out);
    print_text(page, description(page->root));
    fputs(".Ss Members\n", page->out);
    print_members(page, page->root);
    json_object_foreach(page->defs, key, def)
    {
        if (is_section(def))
            print_section(page, key, def);
    }
    print_examples(page);
    fputs(".Sh SEE ALSO\n"
          ".Xr disputewire-consumer 1 ,\n"
          ".Xr disputewire-producer 1 ,\n"
          ".Xr disputewire-tag 1 ,\n"
          ".Xr disputewire-headers 5\n",
          page->out);
}

int main(int argc, char **argv)
{
    struct page page = {.out = stdout};
    json_error_t error;

    if (argc != 4) {
        fputs("usage: manual NAME DATE SCHEMA\n", stderr);
        return 2;
    }
    page.root = json_load_file(argv[3], JSON_REJECT_DUPLICATES, &error);
    if (!page.root || !description(page.root) || !json_object_get(page.root, "title")) {
        fprintf(stderr, "%s:%d: %s\n", argv[3], page.root ? 1 : error.line,
                page.root ? "title and description are needed" : error.text);
        json_decref(page.root);
        return 1;
    }
    page.defs = json_object_get(page.root, "$defs");
    print_page(&page, argv[1], argv[2]);
    json_decref(page.root);
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
