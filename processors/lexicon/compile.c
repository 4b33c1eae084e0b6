/* SPDX-License-Identifier: MIT */
/*
 * compile.c - check a knowledge table and turn it into C.
 *
 *     table-compiler TABLE.tsv [OUTPUT.inc]
 *
 * Without an output the table is only checked. A table is UTF-8, one row a line, cells separated
 * by one tab. Its first lines are comments that give title, origin ("# Origin: ...") and licence
 * ("# Licence: ..."); then one line names the columns with their checks; then come the rows,
 * sorted by the bytes of their key. Later lines that begin with # are comments.
 *
 *     #columns<TAB>name:check<TAB>...
 *
 *     check          cell                                          in C
 *     key            text; part of the key                         uint32_t, offset into the pool
 *     text           any text                                      "
 *     word           lower-case letters, digits and hyphens        "
 *     code           three capitals                                "
 *     list           texts separated by |, no two alike            "
 *     names          a list; a trailing ? marks an ambiguous name; "
 *                    no name twice in the column, nor as another row's key
 *     homonyms       names that rows may share                     "
 *     in(table)      first cell of a row of table.tsv beside it    "
 *     number         decimal number                                float
 *     int            whole number                                  int32_t
 *     date           YYYY, YYYY-MM or YYYY-MM-DD                   int32_t, 20190701; lacking: 0
 *     enum(a|b|c)    one of the words                              uint8_t, its index
 *     flags(a|b|c)   some of the words, separated by |             uint16_t, a bit each
 *
 * A check ending in ? allows an empty cell (but in an enum); one ending in + is part of the key.
 * Every error is reported as `file:line: message`; any of them fails the build.
 *
 *     #alone<TAB>country<TAB>role<TAB>from<TAB>to<TAB>president|prime minister|...
 *
 * names two columns that make an office, two dates of it, and words of the second column: these
 * offices have one holder at a time, the first column of a row. Years may touch, not overlap.
 *
 *     #least<TAB>60<TAB>country<TAB>role<TAB>defence minister|defense minister|...
 *
 * says how broad the table is: so many values of one column, at least, are in rows whose other
 * column has one of the words (any, if no other column is named). There may be several such lines.
 *
 * The output holds no pointers, so that it costs nothing at start: for T.tsv `struct table_T_row`,
 * the rows `table_T[]`, their strings `table_T_pool[]` (offset 0 is ""), and an enumerator
 * TABLE_T_COLUMN_WORD for each word of an enum (index) or flags (bit). The words of an enum are
 * in table_T_column_words[].
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/base/utf8.h"

enum { MAX_COLUMNS = 24, MAX_WORDS = 64, MAX_ERRORS = 50, MAX_LEASTS = 16, WORD_ROOM = 32 };

enum check {
    KEY,
    TEXT,
    WORD,
    CODE,
    LIST,
    NAMES,
    HOMONYMS,
    IN,
    NUMBER,
    INT,
    DATE,
    ENUM,
    FLAGS,
};

static const char *const check_names[] = {
    "key", "text",   "word", "code", "list", "names", "homonyms",
    "in",  "number", "int",  "date", "enum", "flags", NULL,
};

/* Strings, each with the line where it was first seen and its offset in the output. */
struct set {
    struct slot {
        char *text;
        size_t line, offset;
    } * slots;
    size_t n, cap;
};

struct column {
    char *name;
    enum check check;
    bool optional, in_key;
    char *words[MAX_WORDS]; /* of an enum or flags */
    size_t n_words;
    struct set known; /* of in(table) */
};

struct row {
    size_t line;
    char *cells[MAX_COLUMNS];
};

struct table {
    const char *path;
    char *name; /* country for lexicon/country.tsv */
    char *text;
    struct column columns[MAX_COLUMNS];
    size_t n_columns;
    struct row *rows;
    size_t n_rows, cap_rows;
    struct set names; /* keys and names */
    struct alone {
        struct column *of[4]; /* country, role, from, to */
        char *roles[MAX_WORDS];
        size_t n_roles;
    } alone;
    struct least {
        size_t line, want;
        struct column *counted, *asked;
        char *words[MAX_WORDS];
        size_t n_words;
    } leasts[MAX_LEASTS];
    size_t n_leasts;
    bool has_origin, has_licence;
    int n_errors;
};

/* --- errors and memory --------------------------------------------------------------------- */

__attribute__((format(printf, 3, 4))) static void report(struct table *t, size_t line,
                                                         const char *fmt, ...)
{
    va_list ap;

    if (t->n_errors++ >= MAX_ERRORS)
        return;
    fprintf(stderr, "%s:%zu: ", t->path, line);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
}

/* A build tool has no use for a build without memory: say so and stop. */
static void *grow(void *p, size_t size)
{
    void *bigger = realloc(p, size);

    if (!bigger) {
        fputs("table-compiler: out of memory\n", stderr);
        exit(1);
    }
    return bigger;
}

static char *copy_bytes(const char *from, size_t len)
{
    char *copy = memcpy(grow(NULL, len + 1), from, len);

    copy[len] = '\0';
    return copy;
}

/* --- sets of strings ----------------------------------------------------------------------- */

static struct slot *find_slot(const struct set *set, const char *text)
{
    uint64_t h = 14695981039346656037U;

    for (const char *c = text; *c; c++)
        h = (h ^ (unsigned char)*c) * 1099511628211U;
    for (size_t i = (h ^ h >> 32) & (set->cap - 1);; i = (i + 1) & (set->cap - 1))
        if (!set->slots[i].text || !strcmp(set->slots[i].text, text))
            return &set->slots[i];
}

static void grow_set(struct set *set)
{
    struct set bigger = {.n = set->n, .cap = set->cap ? set->cap * 2 : 1024};

    bigger.slots =
        memset(grow(NULL, bigger.cap * sizeof *bigger.slots), 0, bigger.cap * sizeof *bigger.slots);
    for (size_t i = 0; i < set->cap; i++)
        if (set->slots[i].text)
            *find_slot(&bigger, set->slots[i].text) = set->slots[i];
    free(set->slots);
    *set = bigger;
}

/* The slot of `text`, of which the set keeps a copy; *is_new: it was not there before. */
static struct slot *add_slot(struct set *set, const char *text, bool *is_new)
{
    struct slot *slot;

    if (set->n * 2 >= set->cap)
        grow_set(set);
    slot = find_slot(set, text);
    *is_new = !slot->text;
    if (*is_new) {
        slot->text = copy_bytes(text, strlen(text));
        set->n++;
    }
    return slot;
}

static bool is_member(const struct set *set, const char *text)
{
    return set->cap && find_slot(set, text)->text;
}

static void free_set(struct set *set)
{
    for (size_t i = 0; i < set->cap; i++)
        free(set->slots[i].text);
    free(set->slots);
    *set = (struct set){0};
}

/* --- reading ------------------------------------------------------------------------------- */

/* The whole file with a NUL behind; NULL if it cannot be read. */
static char *read_file(const char *path)
{
    FILE *fp = fopen(path, "rb");
    char *text = NULL;
    size_t len = 0, cap = 0, got = 1;

    if (!fp)
        return NULL;
    while (got) {
        if (cap - len < 2)
            text = grow(text, cap = cap * 2 + 65536);
        got = fread(text + len, 1, cap - len - 1, fp);
        len += got;
    }
    text[len] = '\0';
    if (ferror(fp) || strlen(text) != len) {
        free(text);
        text = NULL;
    }
    fclose(fp);
    return text;
}

/* Cut the next line off *rest; NULL at the end. */
static char *take_line(char **rest)
{
    char *line = *rest;
    char *end = strchr(line, '\n');

    if (!*line)
        return NULL;
    if (end)
        *end++ = '\0';
    *rest = end ? end : line + strlen(line);
    return line;
}

/* Cut `text` at `separator`; at most `max` parts are kept, the number of all is returned. */
static size_t split(char *text, char separator, char **parts, size_t max)
{
    size_t n = 0;

    for (char *end = text; end; n++) {
        if (n < max)
            parts[n] = text;
        end = strchr(text, separator);
        if (end) {
            *end = '\0';
            text = end + 1;
        }
    }
    return n;
}

static char *join_path(const char *beside, const char *name)
{
    const char *slash = strrchr(beside, '/');
    size_t dir = slash ? (size_t)(slash - beside) + 1 : 0;
    char *path = grow(NULL, dir + strlen(name) + 5);

    memcpy(path, beside, dir);
    sprintf(path + dir, "%s.tsv", name);
    return path;
}

/* The first cells of the rows of another table. False if it cannot be read. */
static bool read_first_cells(struct set *set, const char *path)
{
    char *text = read_file(path), *rest = text;
    bool is_new;

    if (!text)
        return false;
    for (char *line; (line = take_line(&rest));) {
        line[strcspn(line, "\t")] = '\0';
        if (*line && *line != '#')
            add_slot(set, line, &is_new);
    }
    free(text);
    return true;
}

/* --- the line of columns ------------------------------------------------------------------- */

static bool set_check(struct column *c, const char *check)
{
    for (int i = 0; check_names[i]; i++) {
        if (!strcmp(check_names[i], check)) {
            c->check = (enum check)i;
            return true;
        }
    }
    return false;
}

/* What stands in parentheses: the words of an enum or flags, the table of in(). */
static void set_argument(struct table *t, size_t line, struct column *c, char *argument)
{
    char *path;

    if (c->check != IN) {
        c->n_words = split(argument, '|', c->words, MAX_WORDS);
        if (c->n_words > (c->check == FLAGS ? 16 : MAX_WORDS))
            report(t, line, "column %s: too many words", c->name);
        for (size_t i = 0; i < c->n_words && i < MAX_WORDS; i++)
            if (!*c->words[i] || strlen(c->words[i]) >= WORD_ROOM || strpbrk(c->words[i], "\"\\"))
                report(t, line, "column %s: bad word: %s", c->name, c->words[i]);
        return;
    }
    path = join_path(t->path, argument);
    if (!read_first_cells(&c->known, path))
        report(t, line, "column %s: cannot read %s", c->name, path);
    free(path);
}

/* Parse one `name:check` in place. */
static void parse_column(struct table *t, size_t line, char *spec)
{
    struct column *c = &t->columns[t->n_columns++];
    char *check = strchr(spec, ':');
    char *argument, *end;

    c->name = spec;
    if (!check) {
        report(t, line, "column %s: no check", spec);
        return;
    }
    *check++ = '\0';
    for (end = check + strlen(check); end > check && strchr("?+", end[-1]); *--end = '\0') {
        c->optional |= end[-1] == '?';
        c->in_key |= end[-1] == '+';
    }
    argument = strchr(check, '(');
    if (argument && end[-1] == ')') {
        *argument++ = '\0';
        end[-1] = '\0';
    }
    if (!set_check(c, check))
        report(t, line, "column %s: unknown check: %s", c->name, check);
    c->in_key |= c->check == KEY;
    if ((c->check == IN || c->check == ENUM || c->check == FLAGS) != (argument != NULL))
        report(t, line, "column %s: check %s and its argument do not fit", c->name, check);
    else if (argument)
        set_argument(t, line, c, argument);
    if (c->check == ENUM && c->optional)
        report(t, line, "column %s: an enum cannot be empty; name a word for it", c->name);
}

static void parse_columns(struct table *t, size_t line, char *text)
{
    char *specs[MAX_COLUMNS];
    size_t n = split(text, '\t', specs, MAX_COLUMNS);

    if (t->n_columns) {
        report(t, line, "columns are named twice");
        return;
    }
    if (n < 2 || n > MAX_COLUMNS) {
        report(t, line, "want 1 to %d columns, separated by tabs", MAX_COLUMNS - 1);
        return;
    }
    for (size_t i = 1; i < n; i++)
        parse_column(t, line, specs[i]);
    if (!t->columns[0].in_key)
        report(t, line, "the first column must be part of the key");
}

/* --- cells --------------------------------------------------------------------------------- */

static bool is_code(const char *s)
{
    return isupper((unsigned char)s[0]) && isupper((unsigned char)s[1]) &&
           isupper((unsigned char)s[2]) && !s[3];
}

static bool is_word(const char *s)
{
    return s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static bool is_number(const char *s, bool whole)
{
    char *end;

    errno = 0;
    if (whole)
        (void)strtol(s, &end, 10);
    else
        (void)strtof(s, &end);
    return !*end && !errno && !isspace((unsigned char)*s);
}

/* 20190701 for 2019-07-01, 20190000 for 2019; -1 if it is no date. */
static long parse_date(const char *s)
{
    int year, month = 0, day = 0, len = 0;
    size_t size = strlen(s);

    if (s[strspn(s, "0123456789-")] || (size != 4 && size != 7 && size != 10))
        return -1;
    if (size == 4 && sscanf(s, "%4d%n", &year, &len) == 1 && len == 4)
        return year * 10000L;
    if (size == 7 && sscanf(s, "%4d-%2d%n", &year, &month, &len) == 2 && len == 7 && month >= 1 &&
        month <= 12)
        return year * 10000L + month * 100L;
    if (size == 10 && sscanf(s, "%4d-%2d-%2d%n", &year, &month, &day, &len) == 3 && len == 10 &&
        month >= 1 && month <= 12 && day >= 1 && day <= 31)
        return year * 10000L + month * 100L + day;
    return -1;
}

static size_t find_word(const struct column *c, const char *word)
{
    size_t i = 0;

    while (i < c->n_words && strcmp(c->words[i], word) != 0)
        i++;
    return i;
}

/* Blanks at the ends, double blanks and control characters are typing errors everywhere. */
static void check_text(struct table *t, size_t line, const struct column *c, const char *cell)
{
    size_t len = strlen(cell), bad;

    if (!dw_utf8_is_valid(cell, len, &bad)) {
        report(t, line, "%s: not UTF-8 at byte %zu", c->name, bad);
        return;
    }
    if (cell[0] == ' ' || (len && cell[len - 1] == ' ') || strstr(cell, "  "))
        report(t, line, "%s: stray blank", c->name);
    for (size_t i = 0; i < len; i++) {
        if (iscntrl((unsigned char)cell[i])) {
            report(t, line, "%s: control character", c->name);
            return;
        }
    }
}

/* No name twice in a column of names, nor as the key of another row. */
static void check_name(struct table *t, size_t line, const char *name)
{
    size_t len = strlen(name);
    char *bare = copy_bytes(name, len - (len && name[len - 1] == '?'));
    bool is_new;
    struct slot *slot = add_slot(&t->names, bare, &is_new);

    if (is_new)
        slot->line = line;
    else
        report(t, line, "%s: already at line %zu", bare, slot->line);
    free(bare);
}

static void check_list(struct table *t, size_t line, const struct column *c, const char *cell)
{
    char *copy = copy_bytes(cell, strlen(cell));
    char *parts[256];
    size_t n = split(copy, '|', parts, 256);

    for (size_t i = 0; i < n && i < 256; i++) {
        if (!*parts[i] || !strcmp(parts[i], "?"))
            report(t, line, "%s: empty item", c->name);
        if (parts[i][0] == ' ' || (*parts[i] && parts[i][strlen(parts[i]) - 1] == ' '))
            report(t, line, "%s: stray blank", c->name);
        for (size_t j = 0; j < i; j++)
            if (!strcmp(parts[i], parts[j]))
                report(t, line, "%s: %s is named twice", c->name, parts[i]);
        if (c->check == NAMES)
            check_name(t, line, parts[i]);
        if (c->check == FLAGS && find_word(c, parts[i]) == c->n_words)
            report(t, line, "%s: unknown word: %s", c->name, parts[i]);
    }
    if (n > 256)
        report(t, line, "%s: more than 256 items", c->name);
    free(copy);
}

/* What the column's own check wants of a cell that is not empty. */
static bool cell_fits(const struct column *c, const char *cell)
{
    switch (c->check) {
    case WORD:
        return is_word(cell);
    case CODE:
        return is_code(cell);
    case IN:
        return is_member(&c->known, cell);
    case NUMBER:
        return is_number(cell, false);
    case INT:
        return is_number(cell, true);
    case DATE:
        return parse_date(cell) >= 0;
    case ENUM:
        return find_word(c, cell) < c->n_words;
    case KEY:
    case TEXT:
    case LIST:
    case NAMES:
    case HOMONYMS:
    case FLAGS:
        break;
    }
    return true;
}

static void check_cell(struct table *t, size_t line, const struct column *c, const char *cell)
{
    check_text(t, line, c, cell);
    if (!*cell) {
        if (!c->optional)
            report(t, line, "%s: empty", c->name);
        return;
    }
    if (!cell_fits(c, cell))
        report(t, line, "%s: not a known %s: %s", c->name, check_names[c->check], cell);
    if (c->check == LIST || c->check == NAMES || c->check == HOMONYMS || c->check == FLAGS)
        check_list(t, line, c, cell);
}

/* --- rows ---------------------------------------------------------------------------------- */

static int compare_keys(const struct table *t, const struct row *a, const struct row *b)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        int order = t->columns[i].in_key ? strcmp(a->cells[i], b->cells[i]) : 0;

        if (order)
            return order;
    }
    return 0;
}

static void check_order(struct table *t, const struct row *row)
{
    const struct row *last = t->n_rows > 1 ? row - 1 : NULL;
    int order = last ? compare_keys(t, last, row) : -1;

    if (order == 0)
        report(t, row->line, "%s: same key as line %zu", row->cells[0], last->line);
    if (order > 0)
        report(t, row->line, "%s: not sorted, belongs before %s", row->cells[0], last->cells[0]);
}

static bool has_names(const struct table *t)
{
    for (size_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].check == NAMES)
            return true;
    return false;
}

static void parse_row(struct table *t, size_t line, char *text)
{
    struct row *row;
    size_t n;

    if (t->n_rows == t->cap_rows)
        t->rows = grow(t->rows, (t->cap_rows = t->cap_rows * 2 + 256) * sizeof *t->rows);
    row = &t->rows[t->n_rows];
    row->line = line;
    n = split(text, '\t', row->cells, MAX_COLUMNS);
    if (n != t->n_columns) {
        report(t, line, "%zu cells, want %zu", n, t->n_columns);
        return;
    }
    t->n_rows++;
    for (size_t i = 0; i < n; i++)
        check_cell(t, line, &t->columns[i], row->cells[i]);
    if (has_names(t) && t->columns[0].check == KEY)
        check_name(t, line, row->cells[0]);
    check_order(t, row);
}

/* --- offices ------------------------------------------------------------------------------- */

static struct column *find_column(struct table *t, const char *name)
{
    for (size_t c = 0; c < t->n_columns; c++)
        if (!strcmp(t->columns[c].name, name))
            return &t->columns[c];
    return NULL;
}

/* "#alone", four columns, the roles. */
static void parse_alone(struct table *t, size_t line, char *text)
{
    char *parts[6];
    size_t n = split(text, '\t', parts, 6);

    if (n != 6 || t->alone.n_roles) {
        report(t, line, "want one line #alone with four columns and the words of an office");
        return;
    }
    for (size_t i = 0; i < 4; i++)
        t->alone.of[i] = find_column(t, parts[i + 1]);
    for (size_t i = 0; i < 4; i++)
        if (!t->alone.of[i] || (i >= 2 && t->alone.of[i]->check != DATE))
            report(t, line, "#alone: no column of that kind: %s", parts[i + 1]);
    t->alone.n_roles = t->n_errors ? 0 : split(parts[5], '|', t->alone.roles, MAX_WORDS);
    if (t->alone.n_roles > MAX_WORDS)
        report(t, line, "#alone: too many words");
}

static const char *office_cell(const struct table *t, const struct row *row, int i)
{
    return row->cells[t->alone.of[i] - t->columns];
}

static bool is_alone(const struct table *t, const struct row *row)
{
    for (size_t i = 0; i < t->alone.n_roles; i++)
        if (!strcmp(office_cell(t, row, 1), t->alone.roles[i]))
            return true;
    return false;
}

/* Is `a` before `b`, as far as both are told? Dates as text sort as they should. */
static bool is_before(const char *a, const char *b)
{
    size_t len = strlen(a) < strlen(b) ? strlen(a) : strlen(b);

    return strncmp(a, b, len) < 0;
}

/* Does the first term begin before the second ends, or nobody knows when that is? */
static bool begins_before_end(const struct table *t, const struct row *a, const struct row *b)
{
    const char *from = office_cell(t, a, 2), *to = office_cell(t, b, 3);

    return !*from || !*to || is_before(from, to);
}

/* Terms that end before they begin; two holders of one office. */
static void check_offices(struct table *t)
{
    for (size_t i = 0; i < t->n_rows && t->alone.n_roles; i++) {
        const struct row *a = &t->rows[i];

        if (*office_cell(t, a, 3) && is_before(office_cell(t, a, 3), office_cell(t, a, 2)))
            report(t, a->line, "%s: ends before it begins", a->cells[0]);
        if (!is_alone(t, a))
            continue;
        for (size_t k = 0; k < i; k++) {
            const struct row *b = &t->rows[k];

            if (strcmp(office_cell(t, a, 0), office_cell(t, b, 0)) == 0 &&
                strcmp(office_cell(t, a, 1), office_cell(t, b, 1)) == 0 &&
                strcmp(a->cells[0], b->cells[0]) != 0 && begins_before_end(t, a, b) &&
                begins_before_end(t, b, a))
                report(t, a->line, "%s: %s of %s while %s was, line %zu", a->cells[0],
                       office_cell(t, a, 1), office_cell(t, a, 0), b->cells[0], b->line);
        }
    }
}

/* --- breadth ------------------------------------------------------------------------------- */

/* "#least", how many, of which column, and in the rows whose other column has which words. */
static void parse_least(struct table *t, size_t line, char *text)
{
    struct least *least = &t->leasts[t->n_leasts];
    char *parts[5];
    size_t n = split(text, '\t', parts, 5);

    if ((n != 3 && n != 5) || t->n_leasts == MAX_LEASTS) {
        report(t, line, "want #least with a number, a column, and another with its words");
        return;
    }
    least->line = line;
    least->want = strtoul(parts[1], NULL, 10);
    least->counted = find_column(t, parts[2]);
    if (n == 5) {
        least->asked = find_column(t, parts[3]);
        least->n_words = split(parts[4], '|', least->words, MAX_WORDS);
    }
    if (!least->want || !least->counted || (n == 5 && !least->asked) || least->n_words > MAX_WORDS)
        report(t, line, "#least: no number, no such column or too many words");
    else
        t->n_leasts++;
}

static bool is_counted(const struct table *t, const struct least *least, const struct row *row)
{
    const char *cell = least->asked ? row->cells[least->asked - t->columns] : "";

    for (size_t i = 0; i < least->n_words; i++)
        if (!strcmp(cell, least->words[i]))
            return true;
    return !least->asked;
}

/* What the table promised to cover and no longer does. */
static void check_breadth(struct table *t)
{
    for (size_t i = 0; i < t->n_leasts; i++) {
        const struct least *least = &t->leasts[i];
        struct set seen = {0};
        size_t n = 0;
        bool is_new;

        for (size_t r = 0; r < t->n_rows; r++)
            if (is_counted(t, least, &t->rows[r])) {
                add_slot(&seen, t->rows[r].cells[least->counted - t->columns], &is_new);
                n += is_new;
            }
        if (n < least->want)
            report(t, least->line, "#least: %zu of column %s, want %zu", n, least->counted->name,
                   least->want);
        free_set(&seen);
    }
}

static void parse_comment(struct table *t, size_t line, char *text)
{
    if (!strncmp(text, "#columns", 8))
        parse_columns(t, line, text);
    if (!strncmp(text, "#alone\t", 7))
        parse_alone(t, line, text);
    if (!strncmp(text, "#least\t", 7))
        parse_least(t, line, text);
    t->has_origin |= !strncmp(text, "# Origin: ", 10);
    t->has_licence |= !strncmp(text, "# Licence: ", 11);
}

static void parse_table(struct table *t)
{
    char *rest = t->text;
    size_t line = 0;

    for (char *text; (text = take_line(&rest));) {
        line++;
        if (*text == '#')
            parse_comment(t, line, text);
        else if (!t->n_columns) {
            report(t, line, "no #columns line before the first row");
            return;
        } else if (!*text)
            report(t, line, "empty line");
        else
            parse_row(t, line, text);
    }
    if (!t->has_origin || !t->has_licence)
        report(t, 1, "the head must name \"# Origin: \" and \"# Licence: \"");
    if (!t->n_rows)
        report(t, line, "no rows");
    if (t->n_errors) /* rows may lack cells */
        return;
    check_offices(t);
    check_breadth(t);
}

/* --- output -------------------------------------------------------------------------------- */

/* Text of the strings in the order of their offsets; equal strings share one. */
struct pool {
    struct set set;
    char *bytes;
    size_t len, cap;
};

static size_t add_to_pool(struct pool *pool, const char *text)
{
    bool is_new;
    struct slot *slot = add_slot(&pool->set, text, &is_new);
    size_t size = strlen(text) + 1;

    if (!is_new)
        return slot->offset;
    if (pool->len + size > pool->cap)
        pool->bytes = grow(pool->bytes, pool->cap = pool->cap * 2 + size + 4096);
    memcpy(pool->bytes + pool->len, text, size);
    slot->offset = pool->len;
    pool->len += size;
    return slot->offset;
}

static const char *c_type(enum check check)
{
    switch (check) {
    case NUMBER:
        return "float";
    case INT:
    case DATE:
        return "int32_t";
    case ENUM:
        return "uint8_t";
    case FLAGS:
        return "uint16_t";
    default:
        return "uint32_t";
    }
}

/* `text` in capitals, everything but letters and digits made an underscore. */
static void print_upper(FILE *fp, const char *text)
{
    for (; *text; text++)
        fputc(isalnum((unsigned char)*text) ? toupper((unsigned char)*text) : '_', fp);
}

static void print_words(FILE *fp, const struct table *t, const struct column *c)
{
    fputs("enum {\n", fp);
    for (size_t i = 0; i < c->n_words; i++) {
        fputs("    TABLE_", fp);
        print_upper(fp, t->name);
        fputc('_', fp);
        print_upper(fp, c->name);
        fputc('_', fp);
        print_upper(fp, c->words[i]);
        fprintf(fp, " = %lu,\n", c->check == FLAGS ? 1UL << i : (unsigned long)i);
    }
    fputs("};\n", fp);
}

/* The words of an enum as text, by index. */
static void print_word_list(FILE *fp, const struct table *t, const struct column *c)
{
    fprintf(fp, "static const char table_%s_%s_words[][%d] = {\n", t->name, c->name, WORD_ROOM);
    for (size_t i = 0; i < c->n_words; i++)
        fprintf(fp, "    \"%s\",\n", c->words[i]);
    fputs("};\n", fp);
}

static void print_types(FILE *fp, const struct table *t)
{
    fprintf(fp, "/* %zu rows. Made from %s.tsv by table-compiler; edit that. */\n", t->n_rows,
            t->name);
    for (size_t i = 0; i < t->n_columns; i++) {
        if (t->columns[i].n_words)
            print_words(fp, t, &t->columns[i]);
        if (t->columns[i].check == ENUM)
            print_word_list(fp, t, &t->columns[i]);
    }
    fprintf(fp, "struct table_%s_row {\n", t->name);
    for (size_t i = 0; i < t->n_columns; i++)
        fprintf(fp, "    %s %s;\n", c_type(t->columns[i].check), t->columns[i].name);
    fputs("};\n", fp);
}

static unsigned long parse_flags(const struct column *c, const char *cell)
{
    char *copy = copy_bytes(cell, strlen(cell));
    char *parts[16];
    size_t n = *cell ? split(copy, '|', parts, 16) : 0;
    unsigned long bits = 0;

    for (size_t i = 0; i < n && i < 16; i++)
        bits |= 1UL << find_word(c, parts[i]);
    free(copy);
    return bits;
}

static void print_cell(FILE *fp, const struct column *c, const char *cell, struct pool *pool)
{
    switch (c->check) {
    case NUMBER:
        fprintf(fp, "%.6eF,", strtod(*cell ? cell : "0", NULL));
        break;
    case INT:
        fprintf(fp, "%ld,", strtol(cell, NULL, 10));
        break;
    case DATE:
        fprintf(fp, "%ld,", *cell ? parse_date(cell) : 0);
        break;
    case ENUM:
        fprintf(fp, "%zu,", *cell ? find_word(c, cell) : 0);
        break;
    case FLAGS:
        fprintf(fp, "%lu,", parse_flags(c, cell));
        break;
    default:
        fprintf(fp, "%zu,", add_to_pool(pool, cell));
        break;
    }
}

static void print_rows(FILE *fp, const struct table *t, struct pool *pool)
{
    fprintf(fp, "static const struct table_%s_row table_%s[] = {\n", t->name, t->name);
    for (size_t i = 0; i < t->n_rows; i++) {
        fputc('{', fp);
        for (size_t j = 0; j < t->n_columns; j++)
            print_cell(fp, &t->columns[j], t->rows[i].cells[j], pool);
        fputs("},\n", fp);
    }
    fputs("};\n", fp);
}

/* Bytes, not a string literal: compilers need not take literals of more than 4,095. */
static void print_pool(FILE *fp, const struct table *t, const struct pool *pool)
{
    fprintf(fp, "static const unsigned char table_%s_pool[] = {", t->name);
    for (size_t i = 0; i < pool->len; i++)
        fprintf(fp, "%s%d,", i % 32 ? "" : "\n", (unsigned char)pool->bytes[i]);
    fputs("\n};\n", fp);
}

/* False if the file could not be written. */
static bool write_table(const struct table *t, const char *path)
{
    struct pool pool = {0};
    FILE *fp = fopen(path, "wb");
    bool done;

    if (!fp)
        return false;
    add_to_pool(&pool, "");
    print_types(fp, t);
    print_rows(fp, t, &pool);
    print_pool(fp, t, &pool);
    done = !ferror(fp);
    done = !fclose(fp) && done;
    if (!done)
        remove(path); /* nobody shall take half a table for a whole one */
    free_set(&pool.set);
    free(pool.bytes);
    return done;
}

/* --- program ------------------------------------------------------------------------------- */

static char *table_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;

    return copy_bytes(base, strcspn(base, "."));
}

static void free_table(struct table *t)
{
    for (size_t i = 0; i < t->n_columns; i++)
        free_set(&t->columns[i].known);
    free_set(&t->names);
    free(t->rows);
    free(t->text);
    free(t->name);
}

int main(int argc, char **argv)
{
    struct table t = {.path = argc > 1 ? argv[1] : NULL};

    if (argc != 2 && argc != 3) {
        fputs("usage: table-compiler TABLE.tsv [OUTPUT.inc]\n", stderr);
        return 2;
    }
    t.name = table_name(t.path);
    t.text = read_file(t.path);
    if (t.text)
        parse_table(&t);
    else
        report(&t, 0, "cannot be read as text");
    if (!t.n_errors && argc == 3 && !write_table(&t, argv[2])) {
        fprintf(stderr, "%s: cannot write\n", argv[2]);
        t.n_errors++;
    }
    if (t.n_errors > MAX_ERRORS)
        fprintf(stderr, "%s: %d errors in all\n", t.path, t.n_errors);
    free_table(&t);
    return t.n_errors ? 1 : 0;
}
