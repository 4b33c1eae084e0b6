/* SPDX-License-Identifier: MIT */
/*
 * show.c - look at results on a terminal.
 *
 *   show [-n SENTENCES] <RECORDS
 *
 * Reads result records, one JSON value after the other, from standard input. Dispute events become
 * rows of a table, sorted by date. Of a tagged article, which must hold its text (--include-text),
 * the sentences that state an event are shown with the words that do so highlighted: the first
 * SENTENCES of them (0, the default: all).
 *
 * COLUMNS sets the width; without a terminal or with NO_COLOR there are no colours.
 * Exit status: 0 done, 1 a record that is none, 2 wrong usage.
 */
#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "examples/screen.h"
#include "processors/base/strbuf.h"
#include "processors/base/utf8.h"
#include "schemas/version.h"

enum { STATUS_DONE, STATUS_FAILED, STATUS_USAGE };

enum { GAP = 2, EVIDENCE_INDENT = 2, CODE_INDENT = 4 };

/* --- members of records ---------------------------------------------------------------------- */

/* A string member; "" if it is absent or null. */
static const char *get_string(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static size_t get_number(const json_t *object, const char *key)
{
    json_int_t n = json_integer_value(json_object_get(object, key));

    return n < 0 ? 0 : (size_t)n;
}

static const char *event_date(const json_t *event)
{
    const char *value = get_string(json_object_get(event, "time"), "value");

    return isdigit((unsigned char)*value) ? value : "";
}

/* How many bytes of a date to show: without the time of day, "2019-07-01T09:30". */
static int date_len(const char *date)
{
    size_t day = sizeof "2019-07-01" - 1, len = strlen(date);

    return (int)(len > day && date[day] == 'T' ? day : len);
}

/* "done" is what the text states as such: neither denied nor ahead nor supposed. */
static const char *event_status(const json_t *event)
{
    const char *aux = get_string(event, "aux");

    return *aux ? aux : "done";
}

/* The entity with that id in a tagged article. */
static const json_t *find_entity(const json_t *entities, const char *id)
{
    size_t i;
    json_t *entity;

    json_array_foreach(entities, i,
                       entity) if (!strcmp(get_string(entity, "id"), id)) return entity;
    return NULL;
}

/* "Japan", "Lee Ho-hyun (KOR)"; "-" for none. `entities` is NULL where they are inlined. */
static const char *name_parties(const json_t *parties, const json_t *entities, struct dw_strbuf *sb)
{
    size_t i;
    json_t *party;

    dw_strbuf_reset(sb);
    json_array_foreach(parties, i, party)
    {
        const json_t *entity = entities ? find_entity(entities, json_string_value(party)) : party;
        const char *country = get_string(entity, "country");

        dw_strbuf_addf(sb, "%s%s", sb->len ? ", " : "", get_string(entity, "name"));
        if (*country && strcmp(get_string(entity, "type"), "country") != 0)
            dw_strbuf_addf(sb, " (%s)", country);
    }
    if (!sb->len)
        dw_strbuf_adds(sb, "-");
    return sb->failed ? "-" : sb->bytes;
}

/* --- the table ------------------------------------------------------------------------------- */

enum { DATE, WHO, WHOM, TYPE, TAG, STATUS, N_COLUMNS };

static const char *const titles[N_COLUMNS] = {"DATE", "WHO", "WHOM", "TYPE", "TAG", "STATUS"};

struct table {
    const struct dw_screen *screen;
    int widths[N_COLUMNS];
    struct dw_strbuf buffer;
};

/* Text of one cell; lives until the next call. */
static const char *cell_text(struct table *t, const json_t *record, int column)
{
    const json_t *event = json_object_get(record, "event");
    const char *text = "";

    switch (column) {
    case DATE:
        text = event_date(event);
        dw_strbuf_reset(&t->buffer);
        dw_strbuf_add(&t->buffer, text, (size_t)date_len(text));
        text = *text && !t->buffer.failed ? t->buffer.bytes : "";
        break;
    case WHO:
        return name_parties(json_object_get(event, "actors"), NULL, &t->buffer);
    case WHOM:
        return name_parties(json_object_get(event, "recipients"), NULL, &t->buffer);
    case TYPE:
        text = get_string(event, "type");
        break;
    case TAG:
        text = get_string(event, "tag");
        break;
    case STATUS:
        text = event_status(event);
        break;
    }
    return *text ? text : "-";
}

/* By date, what has none last; then by article and place in it: the same order on each run. */
static int compare_rows(const void *a, const void *b)
{
    const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
    const json_t *ex = json_object_get(x, "event"), *ey = json_object_get(y, "event");
    const char *dx = event_date(ex), *dy = event_date(ey);
    size_t bx = get_number(json_object_get(ex, "trigger"), "start");
    size_t by = get_number(json_object_get(ey, "trigger"), "start");
    int order = !*dx - !*dy;

    if (!order)
        order = strcmp(dx, dy);
    if (!order)
        order = strcmp(get_string(json_object_get(x, "article"), "id"),
                       get_string(json_object_get(y, "article"), "id"));
    if (!order)
        order = (bx > by) - (bx < by);
    return order ? order : strcmp(get_string(ex, "id"), get_string(ey, "id"));
}

/* Columns as wide as what they hold; who and whom share what is left of the screen. */
static void set_widths(struct table *t, json_t **rows, size_t n)
{
    int left, wanted;

    for (int c = 0; c < N_COLUMNS; c++) {
        t->widths[c] = (int)strlen(titles[c]);
        for (size_t i = 0; i < n; i++) {
            const char *text = cell_text(t, rows[i], c);
            int columns = dw_screen_columns(text, strlen(text));

            if (columns > t->widths[c])
                t->widths[c] = columns;
        }
    }
    left = t->screen->width - GAP * (N_COLUMNS - 1);
    for (int c = 0; c < N_COLUMNS; c++)
        left -= c == WHO || c == WHOM ? 0 : t->widths[c];
    wanted = t->widths[WHO] + t->widths[WHOM];
    if (left >= wanted)
        return;
    if (left < 2)
        left = 2;
    /* The narrower one keeps its width if it asks for less than half. */
    for (int narrow = WHO; narrow <= WHOM; narrow++) {
        int wide = WHO + WHOM - narrow;

        if (t->widths[narrow] <= left / 2) {
            t->widths[wide] = left - t->widths[narrow];
            return;
        }
    }
    t->widths[WHO] = left - left / 2;
    t->widths[WHOM] = left / 2;
}

static void show_row(struct table *t, const json_t *record)
{
    for (int c = 0; c < N_COLUMNS; c++) {
        bool last = c + 1 == N_COLUMNS;
        const char *text = record ? cell_text(t, record, c) : titles[c];

        dw_screen_cell(t->screen, text, last ? (int)strlen(text) : t->widths[c],
                       record ? DW_SCREEN_PLAIN : DW_SCREEN_BOLD);
        printf("%*s", last ? 0 : GAP, "");
    }
    putchar('\n');
}

static void show_table(const struct dw_screen *screen, json_t **rows, size_t n)
{
    struct table t = {.screen = screen};

    dw_strbuf_init(&t.buffer);
    qsort(rows, n, sizeof(json_t *), compare_rows);
    set_widths(&t, rows, n);
    show_row(&t, NULL);
    for (size_t i = 0; i < n; i++)
        show_row(&t, rows[i]);
    dw_strbuf_fini(&t.buffer);
}

/* --- evidence -------------------------------------------------------------------------------- */

struct article {
    const struct dw_screen *screen;
    const json_t *record;
    const char *text;
    size_t len;
    struct dw_strbuf from, to;
};

/* Byte offset of a code point; the end of the text if it is behind it. */
static size_t byte_of(const struct article *a, size_t chars)
{
    size_t byte = 0;
    uint32_t cp;

    while (chars-- && byte < a->len)
        byte += dw_utf8_decode(a->text + byte, a->len - byte, &cp);
    return byte;
}

static int compare_marks(const void *a, const void *b)
{
    const struct dw_screen_mark *x = a, *y = b;

    return (x->beg > y->beg) - (x->beg < y->beg);
}

/* Whether the event is stated in the sentence that begins there. */
static bool is_stated_at(const json_t *event, size_t sentence)
{
    return get_number(json_object_get(event, "sentence"), "start") == sentence;
}

/* The triggers of all events of a sentence, relative to its first byte; returns how many. */
static size_t find_marks(const struct article *a, size_t sentence, size_t first_byte,
                         struct dw_screen_mark *marks)
{
    size_t n = 0, kept = 0, i;
    json_t *event;

    json_array_foreach(json_object_get(a->record, "events"), i, event)
    {
        const json_t *trigger = json_object_get(event, "trigger");
        size_t beg = byte_of(a, get_number(trigger, "start"));
        size_t end = byte_of(a, get_number(trigger, "end"));

        if (is_stated_at(event, sentence) && beg >= first_byte && end > beg)
            marks[n++] = (struct dw_screen_mark){beg - first_byte, end - first_byte};
    }
    qsort(marks, n, sizeof *marks, compare_marks);
    for (i = 0; i < n; i++)
        if (!kept || marks[i].beg >= marks[kept - 1].end)
            marks[kept++] = marks[i];
    return kept;
}

/* "SANCTION measure-imposed (future): Japan -> South Korea", dimmed. */
static void show_code(struct article *a, const json_t *event)
{
    const json_t *entities = json_object_get(a->record, "entities");
    const char *tag = get_string(event, "tag"), *aux = get_string(event, "aux");
    const char *date = event_date(event);
    struct dw_strbuf line;

    dw_strbuf_init(&line);
    dw_strbuf_addf(&line, "%*s%s%s%s%s%s%s: %s -> %s%s%.*s", CODE_INDENT, "",
                   get_string(event, "type"), *tag ? " " : "", tag, *aux ? " (" : "", aux,
                   *aux ? ")" : "",
                   name_parties(json_object_get(event, "actors"), entities, &a->from),
                   name_parties(json_object_get(event, "recipients"), entities, &a->to),
                   *date ? ", " : "", date_len(date), date);
    dw_screen_line(a->screen, line.failed ? "" : line.bytes, DW_SCREEN_DIM);
    dw_strbuf_fini(&line);
}

/* The sentence that begins at code point `sentence`, and how its events are coded. */
static void show_sentence(struct article *a, const json_t *first, size_t sentence)
{
    const json_t *events = json_object_get(a->record, "events");
    size_t beg = byte_of(a, sentence);
    size_t end = byte_of(a, get_number(json_object_get(first, "sentence"), "end"));
    struct dw_screen_mark *marks = calloc(json_array_size(events), sizeof *marks);
    json_t *event;
    size_t i;

    if (!marks || end < beg) {
        free(marks);
        return;
    }
    dw_screen_paragraph(a->screen, a->text + beg, end - beg, EVIDENCE_INDENT, marks,
                        find_marks(a, sentence, beg, marks));
    json_array_foreach(events, i, event) if (is_stated_at(event, sentence)) show_code(a, event);
    free(marks);
}

/* The headline as told; of plain text the first line, blanks before it aside. */
static void show_headline(const struct article *a)
{
    const char *headline = get_string(json_object_get(a->record, "article"), "headline");
    const char *start = a->text + strspn(a->text, " \t\r\n");
    struct dw_strbuf line;

    dw_strbuf_init(&line);
    if (*headline)
        dw_strbuf_adds(&line, headline);
    else
        dw_strbuf_add(&line, start, strcspn(start, "\r\n"));
    dw_screen_line(a->screen, line.bytes && !line.failed ? line.bytes : "", DW_SCREEN_BOLD);
    dw_strbuf_fini(&line);
}

/* "2019-07-01; relevance 0.97; JPN-KOR: export-controls, history" */
static void show_facts(const struct article *a)
{
    const char *published = get_string(json_object_get(a->record, "article"), "published");
    struct dw_strbuf line;
    json_t *dispute, *name;
    size_t i, k;

    dw_strbuf_init(&line);
    dw_strbuf_addf(&line, "%.10s; relevance %.2f", *published ? published : "no date",
                   json_number_value(json_object_get(a->record, "relevance")));
    json_array_foreach(json_object_get(a->record, "disputes"), i, dispute)
    {
        json_array_foreach(json_object_get(dispute, "parties"), k, name)
            dw_strbuf_addf(&line, "%s%s", k ? "-" : "; ", json_string_value(name));
        json_array_foreach(json_object_get(dispute, "issues"), k, name)
            dw_strbuf_addf(&line, "%s%s", k ? ", " : ": ", json_string_value(name));
    }
    dw_screen_line(a->screen, line.failed ? "" : line.bytes, DW_SCREEN_DIM);
    dw_strbuf_fini(&line);
}

/* Show at most `limit` sentences of an article, 0 for all; each once, in text order. */
static void show_article(const struct dw_screen *screen, const json_t *record, size_t limit)
{
    const char *text = get_string(json_object_get(record, "article"), "text");
    struct article a = {.screen = screen, .record = record, .text = text, .len = strlen(text)};
    size_t i, last = SIZE_MAX, n = 0;
    json_t *event;

    dw_strbuf_init(&a.from);
    dw_strbuf_init(&a.to);
    show_headline(&a);
    show_facts(&a);
    json_array_foreach(json_object_get(record, "events"), i, event)
    {
        size_t sentence = get_number(json_object_get(event, "sentence"), "start");

        if (sentence == last)
            continue;
        last = sentence;
        if (++n <= limit || !limit)
            show_sentence(&a, event, sentence);
    }
    if (!n)
        printf("%*sno event\n", EVIDENCE_INDENT, "");
    if (limit && n > limit)
        printf("%*s... and %zu more sentences\n", EVIDENCE_INDENT, "", n - limit);
    putchar('\n');
    dw_strbuf_fini(&a.from);
    dw_strbuf_fini(&a.to);
}

static int compare_articles(const void *a, const void *b)
{
    const json_t *x = json_object_get(*(json_t *const *)a, "article");
    const json_t *y = json_object_get(*(json_t *const *)b, "article");
    int order = strcmp(get_string(x, "published"), get_string(y, "published"));

    return order ? order : strcmp(get_string(x, "id"), get_string(y, "id"));
}

/* --- reading --------------------------------------------------------------------------------- */

struct records {
    json_t **v; /* borrowed from `all` */
    size_t n;
};

static bool is_at_end(FILE *in)
{
    int c;

    while ((c = getc(in)) != EOF && isspace(c))
        continue;
    if (c != EOF)
        ungetc(c, in);
    return c == EOF;
}

/* Read every record; false after saying which of them is none. */
static bool read_records(FILE *in, json_t *all)
{
    while (!is_at_end(in)) {
        json_error_t error;
        json_t *record = json_loadf(in, JSON_DISABLE_EOF_CHECK, &error);

        if (!record || !json_is_object(record) || !*get_string(record, "schema")) {
            fprintf(stderr, "show: record %zu: %s\n", json_array_size(all) + 1,
                    record ? "no result record" : error.text);
            json_decref(record);
            return false;
        }
        if (json_array_append_new(all, record)) {
            fprintf(stderr, "show: out of memory\n");
            return false;
        }
    }
    return true;
}

/* Those of one schema. */
static struct records select_records(const json_t *all, const char *schema)
{
    struct records out = {calloc(json_array_size(all) + 1, sizeof(json_t *)), 0};
    json_t *record;
    size_t i;

    json_array_foreach(
        all, i, record) if (out.v && !strncmp(get_string(record, "schema"), schema, strlen(schema)))
        out.v[out.n++] = record;
    return out;
}

static struct dw_version version_of(const json_t *record)
{
    const json_t *article = json_object_get(record, "article");

    return (struct dw_version){get_string(article, "version"), get_string(article, "published")};
}

static int compare_versions(const json_t *a, const json_t *b)
{
    struct dw_version va = version_of(a), vb = version_of(b);

    return dw_version_compare(&va, &vb);
}

/* Leave the events that hold: a version tells all of them anew, or takes back what it does not. */
static void keep_newest(struct records *events)
{
    json_t *newest = json_object();
    size_t n = 0;

    for (size_t i = 0; i < events->n; i++) {
        const char *id = get_string(json_object_get(events->v[i], "article"), "id");
        const json_t *other = json_object_get(newest, id);

        if (!other || compare_versions(events->v[i], other) > 0)
            json_object_set(newest, id, events->v[i]);
    }
    for (size_t i = 0; i < events->n; i++) {
        const char *id = get_string(json_object_get(events->v[i], "article"), "id");

        if (!json_is_true(json_object_get(events->v[i], "retracted")) &&
            compare_versions(events->v[i], json_object_get(newest, id)) == 0)
            events->v[n++] = events->v[i];
    }
    events->n = n;
    json_decref(newest);
}

static void show_records(const json_t *all, size_t limit)
{
    struct records events = select_records(all, "disputewire/dispute-event/");
    struct records articles = select_records(all, "disputewire/tagged-article/");
    struct dw_screen screen;

    dw_screen_init(&screen);
    keep_newest(&events);
    if (events.n)
        show_table(&screen, events.v, events.n);
    if (articles.n)
        qsort(articles.v, articles.n, sizeof(json_t *), compare_articles);
    for (size_t i = 0; i < articles.n; i++)
        show_article(&screen, articles.v[i], limit);
    free(events.v);
    free(articles.v);
}

static bool get_limit(int argc, char **argv, size_t *limit)
{
    int option;

    while ((option = getopt(argc, argv, "n:")) != -1) {
        char *end;

        if (option != 'n' || !isdigit((unsigned char)*optarg))
            return false;
        errno = 0;
        *limit = strtoul(optarg, &end, 10);
        if (*end || errno)
            return false;
    }
    return optind == argc;
}

int main(int argc, char **argv)
{
    json_t *all = json_array();
    size_t limit = 0;
    bool good;

    if (!get_limit(argc, argv, &limit)) {
        fprintf(stderr, "usage: show [-n SENTENCES] <RECORDS\n");
        json_decref(all);
        return STATUS_USAGE;
    }
    good = all && read_records(stdin, all);
    show_records(all, limit);
    json_decref(all);
    if (fflush(stdout) || ferror(stdout)) {
        fprintf(stderr, "show: cannot write: %s\n", strerror(errno));
        return STATUS_FAILED;
    }
    return good ? STATUS_DONE : STATUS_FAILED;
}
